"""Hypergames: verdicts in one's own view against the slow oracle, and what must hold whoever sees what."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.errors import EngineInputError
from summitry.graphmodel.hypergame import UNSEEN, View, hypergame, view_of
from summitry.graphmodel.model import GraphModel, OptionForm, explicit, option_form
from summitry.graphmodel.stability import ALL_CONCEPTS, GMR, SEQ, R, stability
from tests.oracle import stability as oracle
from tests.properties.test_option_form import forms
from tests.properties.test_stability import as_sets, models

MANY = settings(max_examples=80, deadline=None)


@st.composite
def misread(draw: st.DrawFn) -> tuple[GraphModel | OptionForm, list[np.ndarray], list[np.ndarray]]:
    """A model, and for each decision maker the payoffs that it believes in and the states that it does not see (not all)."""
    model = draw(st.one_of(models(most_states=5), forms()))
    makers, n = model.rank.shape
    ranks, hidden = [], []
    for _ in range(makers):
        rows = draw(st.lists(st.permutations(range(n)), min_size=makers, max_size=makers))
        ranks.append(np.array(rows, dtype=float) if draw(st.booleans()) else model.rank)
        gone = np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n)))
        hidden.append(gone if not gone.all() else np.zeros(n, dtype=bool))
    return model, ranks, hidden


@MANY
@given(misread(), st.sampled_from(ALL_CONCEPTS), st.sampled_from(["unstable", "stable"]))
def test_each_verdict_is_that_of_the_definition_in_its_own_view(case: tuple, concept: str, unseen: str) -> None:
    model, ranks, hidden = case
    found = hypergame(
        [view_of(model, k, rank=ranks[k], hidden=hidden[k]) for k in range(len(ranks))],
        concept,
        unseen=unseen,  # type: ignore[arg-type]
    )
    true_moves, _ = as_sets(model if isinstance(model, GraphModel) else model.as_explicit())
    for i, (rank, gone) in enumerate(zip(ranks, hidden, strict=True)):
        # The view in the true numbers of its states: moves from and to what is not seen do not exist.
        moves = [
            [set() if gone[s] else {t for t in row[s] if not gone[t]} for s in range(model.n_states)]
            for row in true_moves
        ]
        for s in range(model.n_states):
            verdicts = [oracle.is_stable(moves, rank.tolist(), j, s, concept) for j in range(len(ranks))]
            assert found.seen[i, s] == (not gone[s])
            assert found.stable[concept][i, s] == (unseen == "stable" if gone[s] else verdicts[i])
            assert found.expected[concept][i, s] == (not gone[s] and all(verdicts))
    equilibria = found.stable[concept].all(axis=0)
    assert (found.equilibria[concept] == equilibria).all()
    assert (found.disappointed(concept) == (found.expected[concept] & ~equilibria)).all()
    assert (found.surprised(concept) == (~found.expected[concept] & equilibria)).all()
    count = [int(sum(column)) if end else -1 for column, end in zip(found.expected[concept].T, equilibria, strict=True)]
    assert found.expecting(concept).tolist() == count


@MANY
@given(st.one_of(models(most_states=6), forms()))
def test_whoever_sees_the_conflict_as_it_is_gets_its_stability(model: GraphModel | OptionForm) -> None:
    truth = stability(model, ALL_CONCEPTS)
    found = hypergame([view_of(model, k) for k in range(model.n_decision_makers)], ALL_CONCEPTS)
    for concept in ALL_CONCEPTS:
        assert (found.stable[concept] == truth.stable[concept]).all()
        assert (found.equilibria[concept] == truth.equilibria[concept]).all()
        assert (found.expected[concept] == truth.equilibria[concept]).all()
        assert not found.disappointed(concept).any()
        assert not found.surprised(concept).any()


@MANY
@given(misread())
def test_taking_the_unseen_for_stable_only_adds_equilibria(case: tuple) -> None:
    model, ranks, hidden = case
    views = [view_of(model, k, rank=ranks[k], hidden=hidden[k]) for k in range(len(ranks))]
    strict, wide = hypergame(views, ALL_CONCEPTS), hypergame(views, ALL_CONCEPTS, unseen="stable")
    for concept in ALL_CONCEPTS:
        assert (strict.equilibria[concept] <= wide.equilibria[concept]).all()
        assert (strict.equilibria[concept] == wide.equilibria[concept] & strict.seen.all(axis=0)).all()


@MANY
@given(models(most_states=5), st.data())
def test_a_view_may_number_states_and_people_as_it_likes(model: GraphModel, data: st.DataObject) -> None:
    """The same conflict seen by one of them under other numbers and with a bystander more, gives the same verdicts."""
    states = np.array(data.draw(st.permutations(range(model.n_states))))
    people = data.draw(st.permutations(range(model.n_decision_makers)))
    payoffs = np.zeros((model.n_decision_makers + 1, model.n_states))
    payoffs[:-1, states] = model.rank[people]
    other = explicit([*(states[model.arcs[k]] for k in people), []], payoffs)
    views = [view_of(model, k) for k in range(model.n_decision_makers)]
    views[0] = View(other, states, people.index(0))
    found, truth = hypergame(views, ALL_CONCEPTS), stability(model, ALL_CONCEPTS)
    for concept in ALL_CONCEPTS:
        assert (found.stable[concept] == truth.stable[concept]).all()
        assert (found.expected[concept] == truth.equilibria[concept]).all()


# ------------------------------------------------------------------------------------------------ by hand

BRIDGE = [("A", "attack"), ("B", "hold")]  # states: nothing, A attacks, B holds, both
TRUE = [[2, 3, 1, 0], [2, 0, 3, 1]]  # B holds whatever A does, and A would rather not run into that


def test_an_attack_on_somebody_thought_too_weak_to_hold() -> None:
    """A believes that B cannot hold: it sees two states, expects its attack to end things, and is surprised."""
    model = option_form(BRIDGE, TRUE)
    views = [view_of(model, 0, hidden=[False, False, True, True]), view_of(model, 1)]
    found = hypergame(views, R)
    assert stability(model, R).equilibria["R"].tolist() == [False, False, True, False]
    assert found.expected["R"].tolist() == [[False, True, False, False], [False, False, True, False]]
    assert (
        found.equilibria["R"].tolist() == [False] * 4
    )  # what A attacks, B answers by holding, and A has no view of that
    assert found.disappointed("R").tolist() == found.expected["R"].tolist()
    reached = hypergame(views, R, unseen="stable")
    assert reached.equilibria["R"].tolist() == [False, False, True, True]
    assert reached.surprised("R").tolist() == [[False, False, True, True], [False, False, False, True]]
    assert reached.expecting("R").tolist() == [-1, -1, 1, 0]


def test_what_is_seen_as_something_else_is_judged_as_that() -> None:
    """A takes B's holding for nothing at all: the same two states, each seen for two true ones."""
    model = option_form(BRIDGE, TRUE)
    alone = option_form([("A", "attack")], [[2, 3]])
    found = hypergame([View(alone, np.array([0, 1, 0, 1]), 0), view_of(model, 1)], [R, GMR, SEQ])
    assert found.stable["R"].tolist() == [[False, True, False, True], [False, False, True, True]]
    assert found.equilibria["R"].tolist() == [
        False,
        False,
        False,
        True,
    ]  # A fights on, and believes that it meets nobody
    assert found.surprised("R").tolist() == [
        [False] * 4,
        [False, False, False, True],
    ]  # it is B who cannot make sense of it


def test_faults_are_told() -> None:
    model = option_form(BRIDGE, TRUE)
    good = view_of(model, 1)
    for views, text in (
        ([], "at least one"),
        ([View(model, np.array([0, 1, 2]), 0), good], r"views\[1\].image: shape \(4,\)"),
        ([View(model, np.array([0, 1, 2, 4]), 0), good], r"views\[0\].image\[3\] = 4: expected −1 to 3"),
        ([View(model, np.array([0, 1, 2, UNSEEN]), 2), good], r"views\[0\].decision_maker = 2"),
    ):
        with pytest.raises(EngineInputError, match=text):
            hypergame(views, R)
    with pytest.raises(EngineInputError, match="unseen: 'maybe'"):
        hypergame([good, good], R, unseen="maybe")  # type: ignore[arg-type]
    with pytest.raises(EngineInputError, match="at least one state that is seen"):
        view_of(model, 0, hidden=[True] * 4)
    with pytest.raises(EngineInputError, match=r"rank: shape \(1, 4\)"):
        view_of(model, 0, rank=[[1, 2, 3, 4]])
