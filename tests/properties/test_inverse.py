"""Conditions and least changes against all rankings one by one; paths against walks; preferences against plain comparison."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel import paths
from summitry.graphmodel.inverse import condition, least_change
from summitry.graphmodel.model import GraphModel, explicit, option_form
from summitry.graphmodel.paths import reached, simple_paths
from summitry.graphmodel.preferences import prioritised, ranked
from summitry.graphmodel.stability import ALL_CONCEPTS, stability
from summitry.graphmodel.survival import survival
from tests.properties.test_stability import models


def with_own_rank(model: GraphModel, k: int, row: list[float]) -> GraphModel:
    rank = model.rank.copy()
    rank[k] = row
    return replace(model, rank=rank)


def swaps(one: tuple[int, ...], two: tuple[int, ...]) -> int:
    """Kendall's distance of two strict rankings (payoff by state)."""
    return sum((one[x] < one[y]) != (two[x] < two[y]) for x, y in combinations(range(len(one)), 2))


@settings(max_examples=60, deadline=None)
@given(models(most_states=4), st.data())
def test_the_condition_holds_exactly_where_the_state_is_stable_and_nothing_less_turns_it(
    model: GraphModel, data: st.DataObject
) -> None:
    k = data.draw(st.integers(0, model.n_decision_makers - 1))
    s = data.draw(st.integers(0, model.n_states - 1))
    concept = data.draw(st.sampled_from(ALL_CONCEPTS))
    own = tuple(data.draw(st.permutations(range(model.n_states))))
    model = with_own_rank(model, k, list(own))
    clauses = condition(model, k, s, concept)
    distance: dict[bool, int] = {}
    for row in permutations(range(model.n_states)):
        stable = bool(stability(with_own_rank(model, k, list(row)), concept).stable[concept][k, s])
        no_better = {x for x in range(model.n_states) if row[x] <= row[s]}
        assert all(clause.holds(no_better) for clause in clauses) == stable
        distance[stable] = min(distance.get(stable, 99), swaps(own, row))
    change = least_change(model, k, s, concept)
    assert change.stable == (distance.get(True) == 0)
    other = distance.get(not change.stable)
    assert change.passed is None if other is None else len(change.passed or ()) == other
    if change.passed:  # and passing exactly these states does turn it
        moved = [float(x) for x in own]
        moved[s] = own[change.passed[-1]] + (-0.5 if change.stable else 0.5)
        turned = stability(with_own_rank(model, k, moved), concept).stable[concept][k, s]
        assert bool(turned) != change.stable


@settings(max_examples=60, deadline=None)
@given(models(most_states=5), st.booleans(), st.data())
def test_paths_are_legal_and_as_short_as_said(model: GraphModel, improving: bool, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, model.n_states - 1))
    found = reached(model, start, improving=improving)
    moves = model.improvements if improving else model.moves
    nodes, level = {(-1, start)}, 0
    first = {start: 0}
    while nodes and level < 20:  # walks of every length, all last movers side by side
        level += 1
        nodes = {
            (k, int(t)) for last, s in nodes for k in range(model.n_decision_makers) if k != last for t in moves(k, s)
        }
        for _, t in nodes:
            first.setdefault(t, level)
    assert {s: int(d) for s, d in enumerate(found.distance) if d >= 0} == first
    for end in range(model.n_states):
        path = found.path(end)
        assert len(path) == max(0, first.get(end, 0))
        at, last = start, -1
        for mover, target in path:
            assert mover != last
            assert target in moves(mover, at)
            at, last = target, mover
        if end != start:
            paths = simple_paths(model, start, end, 4, improving=improving)
            assert len(set(paths)) == len(paths)
            if path and len(path) <= 4:
                assert path in paths


def test_fewer_moves_and_unknown_states() -> None:
    line = explicit([[(0, 1), (2, 3)], [(1, 2)]], np.zeros((2, 4)))
    assert reached(line, 0).distance.tolist() == [0, 1, 2, 3]
    assert reached(line, 0, longest=1).distance.tolist() == [0, 1, -1, -1]
    assert reached(line, 0).last_movers(2) == (1,)
    assert simple_paths(line, 0, 3, 3) == [((0, 1), (1, 2), (0, 3))]
    with pytest.raises(EngineInputError, match="state = 4"):
        reached(line, 4)


def test_too_many_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    full = option_form([(f"D{o % 3}", str(o)) for o in range(6)], np.zeros((3, 64)))
    monkeypatch.setattr(paths, "MOST_PATHS", 5)
    with pytest.raises(TooLarge, match="paths: 6"):
        simple_paths(full, 0, 63, 4)


@given(st.lists(st.lists(st.tuples(st.integers(1, 7), st.integers(0, 7)), min_size=1, max_size=2), max_size=4))
def test_statements_are_compared_one_after_the_other(statements: list[list[tuple[int, int]]]) -> None:
    states = np.arange(8)
    truth = [tuple(any(s & m == v & m for m, v in one) for one in statements) for s in range(8)]
    cut = [[(m, v & m) for m, v in one] for one in statements]
    rank = prioritised(states, cut)
    for s, t in permutations(range(8), 2):
        assert (rank[s] > rank[t]) == (truth[s] > truth[t])
    assert (prioritised(states, [["Y--"], ["-N-"]], 3) == prioritised(states, [[(1, 1)], [(2, 0)]])).all()


def test_rankings_with_ties_and_their_faults() -> None:
    assert ranked(4, [2, [0, 3], 1]).tolist() == [1, 0, 2, 1]
    for wrong in ([0, 0, 1], [0, [1, 5]], [0]):
        with pytest.raises(EngineInputError, match="ranking"):
            ranked(2, wrong)  # type: ignore[arg-type]


def test_survival_is_the_share_of_draws() -> None:
    form = option_form([("A", "a"), ("B", "b")], [[0, 1, 2, 3], [0, 1, 2, 3]])
    draws = [[[0, 1, 2, 3]] * 2, [[3, 2, 1, 0]] * 2, [[0, 1, 2, 3]] * 2, [[0, 0, 0, 0]] * 2]
    assert survival(form, draws, "R")["R"].tolist() == [0.5, 0.25, 0.25, 0.75]
    for wrong, text in (([], "there is none"), ([[[1, 2]]], "shape")):
        with pytest.raises(EngineInputError, match=text):
            survival(form, wrong)
