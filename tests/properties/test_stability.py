"""Stability and witness against the slow oracle, on random models of 1 to 4 decision makers with arbitrary arcs."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel.model import GraphModel, explicit, option_form, option_settings
from summitry.graphmodel.stability import ALL_CONCEPTS, GMR, IMPROVING, SEQ, SMR, SSEQ, R, stability
from summitry.graphmodel.witness import legal_sequence, witness
from tests.oracle import stability as oracle

NEAR_TIE = 6e-10  # one such step is a tie, two are not: indifference need not be transitive


@st.composite
def models(draw: st.DrawFn, least_decision_makers: int = 2, most_states: int = 6) -> GraphModel:
    """Any arcs, one way or both ways; few payoff levels, so that ties are common, and near ties."""
    n_decision_makers = draw(st.integers(least_decision_makers, 4))
    n_states = draw(st.integers(1, most_states))
    pairs = list(permutations(range(n_states), 2))
    some_arcs = st.lists(st.sampled_from(pairs), max_size=2 * n_states) if pairs else st.just([])
    arcs = [draw(some_arcs) for _ in range(n_decision_makers)]
    level = st.builds(lambda whole, near: whole + near * NEAR_TIE, st.integers(0, 4), st.integers(0, 2))
    row = st.lists(level, min_size=n_states, max_size=n_states)
    payoffs = draw(st.lists(row, min_size=n_decision_makers, max_size=n_decision_makers))
    return explicit(arcs, payoffs)


def as_sets(model: GraphModel) -> tuple[list[list[set[int]]], list[list[float]]]:
    moves: list[list[set[int]]] = [[set() for _ in range(model.n_states)] for _ in model.arcs]
    for i, arcs in enumerate(model.arcs):
        for source, target in arcs.tolist():
            moves[i][source].add(target)
    return moves, model.rank.tolist()


def each_verdict(model: GraphModel) -> list[tuple[int, int]]:
    return [(i, s) for i in range(model.n_decision_makers) for s in range(model.n_states)]


@given(models(least_decision_makers=1))
def test_every_verdict_is_the_oracles(model: GraphModel) -> None:
    moves, rank = as_sets(model)
    result = stability(model, ALL_CONCEPTS)
    for concept in ALL_CONCEPTS:
        expected = [
            [oracle.is_stable(moves, rank, i, s, concept) for s in range(model.n_states)] for i in range(len(moves))
        ]
        assert result.stable[concept].tolist() == expected
        assert result.equilibria[concept].tolist() == [all(column) for column in zip(*expected, strict=True)]


@given(models(most_states=9))
def test_concepts_include_each_other(model: GraphModel) -> None:
    stable = stability(model, ALL_CONCEPTS).stable
    for inner, outer in ((R, SSEQ), (SSEQ, SEQ), (SSEQ, SMR), (SEQ, GMR), (R, SMR), (SMR, GMR)):
        assert (stable[outer] | ~stable[inner]).all(), (inner, outer)


@given(models(), st.data())
def test_relabelling_permutes_the_verdicts(model: GraphModel, data: st.DataObject) -> None:
    """State s is called states[s] afterwards, and decision maker people[i] stands at i."""
    states = np.array(data.draw(st.permutations(range(model.n_states))))
    people = data.draw(st.permutations(range(model.n_decision_makers)))
    payoffs = np.empty_like(model.rank)
    payoffs[:, states] = model.rank[people]
    relabelled = explicit([states[model.arcs[i]] for i in people], payoffs)
    before, after = stability(model, ALL_CONCEPTS), stability(relabelled, ALL_CONCEPTS)
    for concept in ALL_CONCEPTS:
        assert (after.stable[concept][:, states] == before.stable[concept][people]).all()
        assert (after.equilibria[concept][states] == before.equilibria[concept]).all()


@given(models())
def test_one_concept_alone_and_arcs_given_twice_change_nothing(model: GraphModel) -> None:
    doubled = explicit([np.concatenate([arcs[::-1], arcs]) for arcs in model.arcs], model.rank)
    together = stability(model, ALL_CONCEPTS)
    for concept in ALL_CONCEPTS:
        alone = stability(doubled, concept)
        assert list(alone.stable) == [concept]
        assert (alone.stable[concept] == together.stable[concept]).all()


@given(models(least_decision_makers=1), st.sampled_from(ALL_CONCEPTS))
def test_witness_of_a_stable_state_is_its_best_improvement_and_a_shortest_sanction(
    model: GraphModel, concept: str
) -> None:
    moves, rank = as_sets(model)
    for i, s in each_verdict(model):
        found = witness(model, i, s, concept)
        assert found.stable == oracle.is_stable(moves, rank, i, s, concept)
        improvements = oracle.unilateral_improvements(moves, rank, i, s)
        if not improvements:
            assert (found.stable, found.improvement, found.sanction, found.counter_move) == (True, None, (), None)
        elif found.stable:
            assert found.improvement in improvements
            assert rank[i][found.improvement] == max(rank[i][q] for q in improvements)
            sanctions = oracle.sanctions(moves, rank, i, s, found.improvement, concept)
            check_sequence(moves, rank, i, found.improvement, found.sanction, improving=concept in IMPROVING)
            check_shortest(moves, rank, i, found.improvement, found.sanction, sanctions, improving=concept in IMPROVING)
            check_counter_move(moves, rank, i, s, found.sanction[-1][1], found.counter_move)
            assert concept not in (SMR, SSEQ) or found.counter_move is None


@given(models(least_decision_makers=1), st.sampled_from(ALL_CONCEPTS))
def test_witness_of_an_unstable_state_is_the_best_improvement_that_nothing_deters(
    model: GraphModel, concept: str
) -> None:
    moves, rank = as_sets(model)
    for i, s in each_verdict(model):
        found = witness(model, i, s, concept)
        if found.stable:
            continue
        improvements = oracle.unilateral_improvements(moves, rank, i, s)
        free = {q for q in improvements if not oracle.sanctions(moves, rank, i, s, q, concept)}
        assert found.improvement in free
        assert rank[i][found.improvement] == max(rank[i][q] for q in free)
        undone = {SMR: GMR, SSEQ: SEQ}.get(concept)  # what would be a sanction if it could not be undone
        answers = oracle.sanctions(moves, rank, i, s, found.improvement, undone) if undone else set()
        assert bool(found.sanction) == bool(answers)
        if found.sanction:
            improving = concept in IMPROVING
            check_sequence(moves, rank, i, found.improvement, found.sanction, improving=improving)
            check_shortest(moves, rank, i, found.improvement, found.sanction, answers, improving=improving)
            check_counter_move(moves, rank, i, s, found.sanction[-1][1], found.counter_move)
            assert found.counter_move is not None
        else:
            assert found.counter_move is None


def check_sequence(
    moves: oracle.Moves, rank: oracle.Rank, i: int, start: int, steps: tuple[tuple[int, int], ...], improving: bool
) -> None:
    """Each step is a move of somebody else than i and than the last mover, and an improvement where asked."""
    last, state = i, start
    for place, (mover, target) in enumerate(steps):
        assert mover != i
        assert place == 0 or mover != last
        assert target in moves[mover][state]
        assert not improving or oracle.prefers(rank, mover, target, state)
        last, state = mover, target


def check_shortest(
    moves: oracle.Moves,
    rank: oracle.Rank,
    i: int,
    start: int,
    steps: tuple[tuple[int, int], ...],
    ends: set[int],
    improving: bool,
) -> None:
    others = [j for j in range(len(moves)) if j != i]
    by_length = oracle.ends_by_length(moves, rank, others, start, improving)
    assert steps[-1][1] in ends
    assert len(steps) == next(length for length, reached in enumerate(by_length, start=1) if reached & ends)


def check_counter_move(
    moves: oracle.Moves, rank: oracle.Rank, i: int, s: int, end: int, counter_move: int | None
) -> None:
    escapes = {u for u in moves[i][end] if oracle.prefers(rank, i, u, s)}
    if counter_move is None:
        assert not escapes
    else:
        assert counter_move in escapes
        assert rank[i][counter_move] == max(rank[i][u] for u in escapes)


@given(st.data())
def test_option_form_moves_change_own_options_only(data: st.DataObject) -> None:
    owners = data.draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=4))
    settings = option_settings(len(owners))
    kept = data.draw(st.lists(st.sampled_from(range(len(settings))), min_size=1, unique=True))
    names = list(dict.fromkeys(owners))
    options = [(owner, str(place)) for place, owner in enumerate(owners)]
    model = option_form(options, np.zeros((len(names), len(kept))), settings[kept])
    for index, name in enumerate(names):
        expected = []
        for s, source in enumerate(kept):
            for t, target in enumerate(kept):
                changed = [owner for place, owner in enumerate(owners) if (source ^ target) >> place & 1]
                if changed and set(changed) == {name}:
                    expected.append([s, t])
        assert model.arcs[index].tolist() == expected


def test_option_settings_have_the_first_option_as_lowest_bit() -> None:
    assert option_settings(2).tolist() == [[False, False], [True, False], [False, True], [True, True]]


class TestLegalSequences:
    """Edges of "at least one move, nobody twice in a row", by hand. Decision maker 0 stands at 0 and likes 1 better."""

    def test_an_opponent_may_move_again_after_another(self) -> None:
        """1 -a-> 2 -b-> 3 -a-> 4, and only 4 hurts: allowing each opponent one move would call 0 unstable."""
        model = explicit([[(0, 1)], [(1, 2), (3, 4)], [(2, 3)]], [[1, 2, 2, 2, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]])
        assert stability(model).stable[GMR][0, 0]
        assert witness(model, 0, 0, GMR).sanction == ((1, 2), (2, 3), (1, 4))

    def test_an_opponent_may_not_move_twice_in_a_row(self) -> None:
        model = explicit([[(0, 1)], [(1, 2), (2, 3)], []], [[1, 2, 2, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
        assert not stability(model).stable[GMR][0, 0]
        assert not legal_sequence(model, 0, 1, np.arange(4) == 3)

    def test_the_shortest_sanction_is_reported(self) -> None:
        """1 -a-> 2 -b-> 5 has two moves, 1 -b-> 3 -a-> 4 -b-> 5 three."""
        arcs = [[(0, 1)], [(1, 2), (3, 4)], [(1, 3), (2, 5), (4, 5)]]
        model = explicit(arcs, [[1, 2, 2, 2, 2, 0], [0] * 6, [0] * 6])
        assert witness(model, 0, 0, GMR).sanction == ((1, 2), (2, 5))

    def test_each_improvement_needs_a_sanction_of_its_own(self) -> None:
        """One that is deterred must not hide another that is not, whichever comes first."""
        payoffs = [[2, 3, 4, 0, 1], [0, 0, 0, 1, 1]]
        arcs = [(0, 1), (0, 2)]
        for concept in (GMR, SMR, SEQ):
            assert stability(explicit([arcs, [(1, 3), (2, 4)]], payoffs), concept).stable[concept][0, 0]
            for answer, free in (((1, 3), 2), ((2, 4), 1)):
                model = explicit([arcs, [answer]], payoffs)
                assert not stability(model, concept).stable[concept][0, 0]
                assert witness(model, 0, 0, concept).improvement == free

    def test_moving_back_to_where_one_stood_is_a_sanction(self) -> None:
        model = explicit([[(0, 1)], [(1, 0)]], [[0, 1], [1, 0]])
        assert stability(model).stable[SEQ][0, 0]
        assert witness(model, 0, 0, SEQ).sanction == ((1, 0),)

    def test_a_tie_is_a_sanction_and_a_hair_is_a_tie(self) -> None:
        model = explicit([[(0, 1)], [(1, 2)]], [[1.0, 2.0, 1.0 + 5e-10], [0.0, 0.0, 0.0]])
        assert stability(model).stable[GMR][0].tolist() == [True, True, True]
        assert not stability(explicit(model.arcs, model.rank, tolerance=0)).stable[GMR][0, 0]
        exact = explicit(model.arcs, [[1, 2, 1], [0, 0, 0]], tolerance=0)
        assert stability(exact).stable[GMR][0].tolist() == [True, True, True]

    def test_a_counter_move_undoes_a_sanction_for_smr_only(self) -> None:
        model = explicit([[(0, 1), (2, 3)], [(1, 2)]], [[1, 3, 0, 2], [0, 0, 0, 0]])
        result = stability(model, ALL_CONCEPTS)
        assert (result.stable[GMR][0, 0], result.stable[SMR][0, 0]) == (True, False)
        assert witness(model, 0, 0, GMR).counter_move == 3
        found = witness(model, 0, 0, SMR)
        assert (found.stable, found.improvement, found.sanction, found.counter_move) == (False, 1, ((1, 2),), 3)


class TestFaultyInput:
    """Errors name the axis and the index."""

    def test_shapes(self) -> None:
        with pytest.raises(EngineInputError, match="payoffs: shape"):
            explicit([[]], [1.0])
        with pytest.raises(EngineInputError, match="1 decision makers, but payoffs has 2 rows"):
            explicit([[]], [[1.0], [2.0]])
        with pytest.raises(EngineInputError, match=r"arcs\[0\]: expected whole numbers"):
            explicit([[(0.5, 1.0)]], [[1.0, 2.0]])
        with pytest.raises(EngineInputError, match=r"payoffs: shape \(1, 2\), expected \(1, 4\)"):
            option_form([("a", "x"), ("a", "y")], [[0.0, 1.0]])
        with pytest.raises(EngineInputError, match=r"feasible: shape"):
            option_form([("a", "x")], [[0.0]], [[True, False]])

    def test_values(self) -> None:
        with pytest.raises(EngineInputError, match=r"payoffs\[0, 1\] = nan"):
            explicit([[]], [[1.0, float("nan")]])
        with pytest.raises(EngineInputError, match="tolerance = -1"):
            explicit([[]], [[1.0]], tolerance=-1)
        with pytest.raises(EngineInputError, match=r"arcs\[0\]\[1\] = \(1, 2\)"):
            explicit([[(0, 1), (1, 2)]], [[1.0, 2.0]])
        with pytest.raises(EngineInputError, match=r"arcs\[0\]\[0\] = \(1, 1\)"):
            explicit([[(1, 1)]], [[1.0, 2.0]])
        with pytest.raises(EngineInputError, match="none twice"):
            option_form([("a", "x"), ("a", "x")], np.zeros((1, 4)))
        with pytest.raises(EngineInputError, match=r"feasible\[2\]"):
            option_form([("a", "x")], np.zeros((1, 3)), [[True], [False], [True]])

    def test_names_and_indices(self) -> None:
        model = explicit([[(0, 1)]], [[1.0, 2.0]])
        with pytest.raises(EngineInputError, match="'XYZ' is not one of"):
            stability(model, "XYZ")
        with pytest.raises(EngineInputError, match="'XYZ' is not one of"):
            witness(model, 0, 0, "XYZ")
        with pytest.raises(EngineInputError, match="decision_maker = 1: expected 0 to 0"):
            witness(model, 1, 0, R)
        with pytest.raises(EngineInputError, match="state = -1: expected 0 to 1"):
            witness(model, 0, -1, R)

    def test_too_many_states_or_arcs(self) -> None:
        with pytest.raises(TooLarge):
            option_settings(25)
        with pytest.raises(TooLarge):
            _ = option_form([("a", str(place)) for place in range(13)], np.zeros((1, 2**13))).arcs
