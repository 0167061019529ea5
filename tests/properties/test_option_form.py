"""Option form: three ways to one verdict (compiled over groups, compiled over arcs, plain) and the slow oracle, on random models."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel import stability as engine
from summitry.graphmodel.model import OptionForm, exactly, feasible_states, option_form, pattern
from summitry.graphmodel.stability import ALL_CONCEPTS, GMR, SMR, stability
from tests.oracle import stability as oracle
from tests.properties.test_stability import NEAR_TIE, as_sets

MANY = settings(max_examples=120, deadline=None)


@st.composite
def forms(draw: st.DrawFn) -> OptionForm:
    """Two to four decision makers, up to five options in any order of owners, infeasible, one-way and barred patterns, ties."""
    makers = draw(st.integers(2, 4))
    owners = draw(st.permutations([*range(makers), *draw(st.lists(st.integers(0, makers - 1), max_size=5 - makers))]))
    options = [(f"D{k}", f"o{o}") for o, k in enumerate(owners)]
    signs = st.text("YN--", min_size=len(options), max_size=len(options))
    patterns = [p for p in draw(st.lists(signs, max_size=3)) if set(p) != {"-"}]
    try:
        states = feasible_states(len(options), patterns)
    except EngineInputError:
        patterns, states = [], feasible_states(len(options))
    names = [name for _, name in options]
    one_way = draw(st.lists(st.sampled_from(names), unique=True, max_size=2)) if draw(st.booleans()) else []
    barred = (
        draw(st.lists(st.tuples(st.sampled_from([d for d, _ in options]), signs, signs), max_size=2))
        if draw(st.booleans())
        else []
    )
    level = st.builds(lambda whole, near: whole + near * NEAR_TIE, st.integers(0, 4), st.integers(0, 2))
    n = len(states)
    payoffs = draw(st.lists(st.lists(level, min_size=n, max_size=n), min_size=makers, max_size=makers))
    found = option_form(options, payoffs, infeasible=patterns, only_on=one_way[:1], only_off=one_way[1:], barred=barred)
    assert isinstance(found, OptionForm)
    return found


@MANY
@given(forms())
def test_groups_arcs_plain_search_and_definition_agree(form: OptionForm) -> None:
    moves, rank = as_sets(form.as_explicit())
    plain = stability(form.as_explicit(), ALL_CONCEPTS)
    grouped, sparse = engine._grouped(form), engine._sparse(form, ALL_CONCEPTS)
    for concept in ALL_CONCEPTS:
        for k in range(form.n_decision_makers):
            expected = [oracle.is_stable(moves, rank, k, s, concept) for s in range(form.n_states)]
            assert grouped(k, concept, [form.tolerance])[0].tolist() == expected, concept
            assert sparse(k, concept, [form.tolerance])[0].tolist() == expected, concept
            assert plain.stable[concept][k].tolist() == expected, concept


@MANY
@given(forms())
def test_moves_one_by_one_are_the_arcs(form: OptionForm) -> None:
    explicit = form.as_explicit()
    for k in range(form.n_decision_makers):
        for s in range(form.n_states):
            assert form.moves(k, s).tolist() == explicit.moves(k, s).tolist()
            assert form.improvements(k, s).tolist() == explicit.improvements(k, s).tolist()


def test_large_groups_are_sorted_and_a_large_model_is_the_small_one_repeated() -> None:
    """Six options of one decision maker make groups of 64. An option that nobody values, of somebody else, changes no verdict."""
    rng = np.random.default_rng(3)
    options = [*(("A", f"a{o}") for o in range(6)), *(("B", f"b{o}") for o in range(3))]
    payoffs = rng.integers(0, 50, (2, 512)).astype(float)
    small = stability(option_form(options, payoffs), ALL_CONCEPTS)
    idle = option_form([*options, ("C", "c0"), ("C", "c1")], np.concatenate([np.tile(payoffs, 4), np.zeros((1, 2048))]))
    large = stability(idle, ALL_CONCEPTS)
    for concept in ("R", "SEQ", "SSEQ"):
        assert (large.stable[concept][:2] == np.tile(small.stable[concept], 4)).all()
    assert large.stable[GMR].shape == (3, 2048)
    assert (large.stable[SMR] <= large.stable[GMR]).all()


def test_patterns_and_their_faults() -> None:
    assert pattern("Y-N", 3) == (0b101, 0b001)
    assert feasible_states(3, exactly(1, [0, 1, 2])).tolist() == [1, 2, 4]
    assert feasible_states(2, ["YY"]).tolist() == [0, 1, 2]
    for wrong, n in (("YN", 3), ("YX-", 3)):
        with pytest.raises(EngineInputError, match="expected 3 signs"):
            pattern(wrong, n)
    with pytest.raises(EngineInputError, match="no state is left"):
        feasible_states(1, ["Y", "N"])
    with pytest.raises(TooLarge):
        feasible_states(25)
    with pytest.raises(EngineInputError, match="only_on: 'x' is not one of"):
        option_form([("A", "a")], [[0, 1]], only_on=["x"])


def test_states_given_in_another_order_keep_it() -> None:
    listed = [[True, True], [False, False], [True, False], [False, True]]
    found = option_form([("A", "a"), ("B", "b")], [[3, 2, 1, 4], [3, 2, 4, 1]], listed)
    assert found.moves(0, 0).tolist() == [3]
    assert stability(found).equilibria["R"].tolist() == [False, True, False, False]
