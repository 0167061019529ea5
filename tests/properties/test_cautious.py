"""Cautious play: who heeds sanctions leaves exactly what is unstable, and rests where nobody leaves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.errors import EngineInputError
from summitry.graphmodel.cautious import Caution, Listed, cautious_play
from summitry.graphmodel.model import GraphModel, explicit
from summitry.graphmodel.stability import ALL_CONCEPTS, SEQ, R, stability
from tests.properties.test_stability import models


@settings(max_examples=150, deadline=None)
@given(models(least_decision_makers=1), st.sampled_from(ALL_CONCEPTS))
def test_an_actor_leaves_exactly_the_states_that_are_unstable_for_it(model: GraphModel, concept: str) -> None:
    stable, caution = stability(model, concept).stable[concept], Caution(Listed(model), concept)
    for k in range(model.n_decision_makers):
        for s in range(model.n_states):
            t = caution.reply(k, s)
            assert (t == s) == stable[k, s]
            assert t == s or t in model.improvements(k, s)


@settings(max_examples=100, deadline=None)
@given(models(), st.sampled_from(ALL_CONCEPTS), st.data())
def test_it_rests_in_equilibria_or_goes_round(model: GraphModel, concept: str, data: st.DataObject) -> None:
    chain = cautious_play(model, data.draw(st.integers(0, model.n_states - 1)), concept)
    equilibria = stability(model, concept).equilibria[concept]
    assert chain.settled.sum() == pytest.approx(1.0)
    assert chain.last.sum() == pytest.approx(1.0)
    assert chain.ends, "a finite chain ends somewhere"
    for members in chain.ends:
        assert set(chain.reply[list(members)].ravel().tolist()) <= set(members), "nothing leads out"
        resting = [bool(equilibria[chain.states[q]]) for q in members]
        assert resting == [True] if len(members) == 1 else not any(resting)
    caution = Caution(Listed(model), concept)
    for q, s in enumerate(chain.states.tolist()):
        assert [chain.states[t] for t in chain.reply[q]] == [
            caution.reply(k, s) for k in range(model.n_decision_makers)
        ]


def test_short_sight_goes_round_where_caution_stays() -> None:
    """Matching pennies: under R everybody improves for ever; under SEQ nobody moves, for the other would answer."""
    arcs = [[(0, 1), (1, 0), (2, 3), (3, 2)], [(0, 2), (2, 0), (1, 3), (3, 1)]]
    pennies = explicit(arcs, [[1, 0, 0, 1], [0, 1, 1, 0]])
    round_and_round = cautious_play(pennies, 0, R)
    assert round_and_round.ends == (tuple(range(4)),)
    assert cautious_play(pennies, 0, SEQ).states.tolist() == [0]
    slow = cautious_play(pennies, 0, R, pace=[1, 3])
    assert not np.allclose(slow.settled, round_and_round.settled)
    for pace in ([1], [1, 0]):
        with pytest.raises(EngineInputError, match="pace"):
            cautious_play(pennies, 0, R, pace=pace)
    with pytest.raises(EngineInputError, match="state = 9"):
        cautious_play(pennies, 9, R)
