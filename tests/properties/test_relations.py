"""Relations, coalitions, simultaneous and limited moves against the slow oracle and each other, on random models."""

from __future__ import annotations

from itertools import islice, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel import relations as engine
from summitry.graphmodel.coalitions import (
    coalitional_improvements,
    coalitional_stability,
    coalitionally_stable,
    simultaneous,
)
from summitry.graphmodel.foresight import _anticipated, limited_moves, non_myopic
from summitry.graphmodel.model import GraphModel, OptionForm, explicit, option_form
from summitry.graphmodel.relations import (
    RELATIONAL_CONCEPTS,
    STRONG,
    UNKNOWN,
    WEAK,
    Extension,
    Relations,
    legal_ends,
    relational_stability,
    relations_of,
    with_strength,
    with_unknown,
)
from summitry.graphmodel.stability import CONCEPTS, GMR, SEQ, SMR, R, stability
from tests.oracle import relations as oracle
from tests.properties.test_option_form import forms
from tests.properties.test_stability import as_sets, models

SOME = settings(max_examples=60, deadline=None)
EXTENSIONS: tuple[Extension, ...] = ("a", "b", "c", "d")


@st.composite
def related(draw: st.DrawFn) -> tuple[GraphModel, Relations]:
    """Arbitrary arcs and codes, which need be no ranking."""
    model = draw(models(most_states=5))
    n = model.n_states
    relations = np.zeros((model.n_decision_makers, n, n), dtype=np.int8)
    above = np.triu_indices(n, 1)
    for k in range(model.n_decision_makers):
        codes = draw(
            st.lists(st.sampled_from([2, 1, 1, 0, -1, -1, -2, 9]), min_size=len(above[0]), max_size=len(above[0]))
        )
        relations[k][above] = codes
        relations[k].T[above] = [code if code == UNKNOWN else -code for code in codes]
    return model, relations


@st.composite
def duels(draw: st.DrawFn) -> GraphModel:
    """Two decision makers, any arcs, strict payoffs."""
    n = draw(st.integers(1, 6))
    pairs = list(permutations(range(n), 2))
    arcs = [draw(st.lists(st.sampled_from(pairs), max_size=3 * n)) if pairs else [] for _ in range(2)]
    return explicit(arcs, [draw(st.permutations(range(n))) for _ in range(2)])


# ------------------------------------------------------------------------------------------------ relations


@SOME
@given(related())
def test_relational_verdicts_are_the_oracles(case: tuple[GraphModel, Relations]) -> None:
    model, relations = case
    moves, _ = as_sets(model)
    codes = relations.tolist()
    for extension in EXTENSIONS:
        found = relational_stability(model, relations, RELATIONAL_CONCEPTS, extension)
        for concept in RELATIONAL_CONCEPTS:
            expected = [
                [oracle.relational(moves, codes, i, s, concept, extension) for s in range(model.n_states)]
                for i in range(len(moves))
            ]
            assert found.stable[concept].tolist() == expected, (concept, extension)


@SOME
@given(related())
def test_extensions_and_concepts_include_each_other(case: tuple[GraphModel, Relations]) -> None:
    model, relations = case
    found = {e: relational_stability(model, relations, RELATIONAL_CONCEPTS, e) for e in EXTENSIONS}
    for concept in (*CONCEPTS, *STRONG.values()):
        for inner, outer in ("ab", "ac", "bd", "cd"):
            assert (found[inner].stable[concept] <= found[outer].stable[concept]).all(), (concept, inner, outer)
    assert (found["a"].stable[R] == found["c"].stable[R]).all()
    assert (found["b"].stable[R] == found["d"].stable[R]).all()
    for each in found.values():
        for inner, outer in ((R, SMR), (R, SEQ), (SMR, GMR), (SEQ, GMR)):
            assert (each.stable[inner] <= each.stable[outer]).all()
        for concept in (GMR, SMR, SEQ):
            assert (each.stable[R] <= each.stable[STRONG[concept]]).all()
            assert (each.stable[STRONG[concept]] ^ each.stable[WEAK[concept]] == each.stable[concept]).all()
            either = each.equilibria[STRONG[concept]] ^ each.equilibria[WEAK[concept]]
            assert (either == each.equilibria[concept]).all()
            assert (each.equilibria[concept] == each.stable[concept].all(axis=0)).all()


@given(models(), st.data())
def test_with_nothing_unknown_every_extension_is_the_base(model: GraphModel, data: st.DataObject) -> None:
    relations = relations_of(model)
    if data.draw(st.booleans()):
        relations = with_strength(relations, 0, 0.5, payoffs=model.rank[0])
    expected = stability(model)
    for extension in EXTENSIONS:
        for moves in (model, model.arcs):
            found = relational_stability(moves, relations, extension=extension)
            for concept in CONCEPTS:
                assert (found.stable[concept] == expected.stable[concept]).all()
                assert (found.equilibria[concept] == expected.equilibria[concept]).all()


def test_strength_by_hand() -> None:
    """0 -> 1 by A; B answers with 2, worse for A than 0, from where A can go on to 3, also worse: but how much?"""
    model = explicit([[(0, 1), (2, 3)], [(1, 2)]], [[5, 9, 1, 3], [0, 0, 1, 0]])
    concepts = [GMR, SMR, SEQ, *STRONG.values(), *WEAK.values()]
    for gap, strong in ((5, []), (4, [GMR, SEQ]), (2, [GMR, SMR, SEQ])):
        relations = with_strength(relations_of(model), 0, gap, payoffs=model.rank[0])
        found = relational_stability(model, relations, concepts)
        for concept in (GMR, SMR, SEQ):
            assert found.stable[concept][0, 0]
            assert found.stable[STRONG[concept]][0, 0] == (concept in strong)
            assert found.equilibria[WEAK[concept]][0] == (concept not in strong)


def test_relations_by_hand() -> None:
    """0 at level 0, 1 and 2 at level 1, 3 at level 2."""
    base = relations_of(explicit([[]], [[10, 20, 20, 90]]))
    assert base[0, 0].tolist() == [0, 1, 1, 1]
    assert base[0, 3].tolist() == [-1, -1, -1, 0]
    assert with_strength(base, 0, 2)[0].tolist() == [[0, 1, 1, 2], [-1, 0, 0, 1], [-1, 0, 0, 1], [-2, -1, -1, 0]]
    assert with_strength(base, 0, 50, payoffs=[10, 20, 20, 90])[0, 1].tolist() == [-1, 0, 0, 2]
    assert with_strength(base, 0, pairs=[(0, 1)])[0, 1].tolist() == [-2, 0, 0, 1]
    unknown = with_unknown(base, 0, [(3, 0)])
    assert (unknown[0, 0, 3], unknown[0, 3, 0], base[0, 0, 3]) == (UNKNOWN, UNKNOWN, 1)
    assert with_strength(unknown, 0, 10, payoffs=[10, 20, 20, 90])[0, 0].tolist() == [0, 2, 2, UNKNOWN]


def test_unknown_by_hand() -> None:
    """0 -> 1 by A, better; 1 -> 2 by B, of which A knows nothing. a and b: no deterrent; c and d: deterred."""
    model = explicit([[(0, 1)], [(1, 2)]], [[0, 1, 0], [0, 0, 1]])
    relations = with_unknown(relations_of(model), 0, [(0, 2), (1, 2)])
    held = {e: bool(relational_stability(model, relations, GMR, e).stable[GMR][0, 0]) for e in EXTENSIONS}
    assert held == {"a": False, "b": False, "c": True, "d": True}
    tempted = with_unknown(relations_of(model), 0, [(0, 1)])
    left = {e: bool(relational_stability(model, tempted, R, e).stable[R][0, 0]) for e in EXTENSIONS}
    assert left == {"a": False, "b": True, "c": False, "d": True}


@SOME
@given(models(most_states=7))
def test_sequences_followed_some_columns_at_a_time_are_the_oracles(model: GraphModel) -> None:
    moves, _ = as_sets(model)
    expected = np.zeros((model.n_states, model.n_states), dtype=bool)
    for s in range(model.n_states):
        expected[s, list(oracle.reach(moves, range(len(moves)), s))] = True
    assert (legal_ends(model.arcs, model.n_states) == expected).all()


def test_columns_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    arcs = [np.unique(rng.integers(0, 40, (60, 2)), axis=0) for _ in range(3)]
    whole = legal_ends(arcs, 40)
    monkeypatch.setattr(engine, "ARC_BYTES", 1)
    assert (legal_ends(arcs, 40) == whole).all()


# ------------------------------------------------------------------------------------------------ simultaneous


@given(forms())
def test_simultaneous_verdicts_are_the_oracles(form: OptionForm) -> None:
    moves, rank = as_sets(form.as_explicit())
    expected = [
        [oracle.simultaneous(form.states.tolist(), moves, rank, i, s) for s in range(form.n_states)]
        for i in range(len(moves))
    ]
    found = simultaneous(form)
    assert found.tolist() == expected
    assert (stability(form, R).stable[R] <= found).all()


def test_an_infeasible_combination_does_not_spoil_and_every_improvement_is_looked_at() -> None:
    """Both off is worst but one; both on is worst for both, or impossible."""
    options = [("A", "a"), ("B", "b")]
    assert simultaneous(option_form(options, [[1, 2, 2, 0], [1, 2, 2, 0]]))[:, 0].tolist() == [True, True]
    without = option_form(options, [[1, 2, 2], [1, 2, 2]], infeasible=["YY"])
    assert simultaneous(without)[:, 0].tolist() == [False, False]
    options = [("A", "a"), ("A", "x"), ("B", "b")]  # b spoils a, and neither x nor a and x
    payoffs = [[1, 2, 2, 2, 1, 0, 2, 2], [0, 0, 0, 0, 1, 0, 0, 0]]
    assert not simultaneous(option_form(options, payoffs))[0, 0]


# ------------------------------------------------------------------------------------------------ limited moves


@SOME
@given(duels())
def test_limited_moves_are_the_oracles(model: GraphModel) -> None:
    moves, rank = as_sets(model)
    for h in (1, 2, 3, 4):
        expected = [[oracle.anticipated(moves, rank, i, s, h) == s for s in range(model.n_states)] for i in range(2)]
        assert limited_moves(model, h).tolist() == expected
    assert (limited_moves(model, 1) == stability(model, R).stable[R]).all()


@SOME
@given(duels())
def test_non_myopic_says_what_limited_moves_do(model: GraphModel) -> None:
    found = non_myopic(model)
    later = [limited_moves(model, h) for h in range(found.horizon, found.horizon + 2 * found.period)]
    for a, b in zip(later, later[found.period :], strict=False):
        assert (a == b).all()
    for shorter in range(1, found.period):
        assert any((a != b).any() for a, b in zip(later, later[shorter:], strict=False))
    assert (found.stable == np.logical_and.reduce(later)).all()
    assert (found.changing == (np.logical_or.reduce(later) & ~found.stable)).all()
    assert found.is_constant == (not found.changing.any())
    if found.horizon > 1:
        before = limited_moves(model, found.horizon - 1)
        assert (before != later[found.period - 1]).any()


def test_verdicts_may_go_round_for_ever() -> None:
    """Random models suffice: about a third of them alternate."""
    rng = np.random.default_rng(11)
    pairs = list(permutations(range(5), 2))
    periods = set()
    for _ in range(300):
        arcs = [[pairs[p] for p in rng.choice(len(pairs), 8, replace=False)] for _ in range(2)]
        periods.add(non_myopic(explicit(arcs, [rng.permutation(5) for _ in range(2)])).period)
    assert {1, 2} <= periods


def test_the_period_is_that_of_the_verdicts_not_of_what_is_anticipated() -> None:
    """Found by search: ends repeat after four more moves, verdicts after two."""
    arcs = [
        [(0, 1), (0, 5), (2, 0), (2, 3), (2, 4), (3, 1), (4, 1), (4, 2), (5, 0), (5, 2)],
        [(0, 5), (1, 2), (1, 3), (1, 5), (2, 0), (2, 1), (3, 0), (4, 0), (5, 1), (5, 2)],
    ]
    model = explicit(arcs, [[0, 3, 1, 2, 5, 4], [2, 4, 3, 5, 0, 1]])
    ends = [a.tolist() for a in islice(_anticipated(model), 40)][20:]
    assert ends[4:] == ends[:-4]
    assert ends[2:] != ends[:-2]
    found = non_myopic(model)
    assert (found.horizon, found.period, found.is_constant) == (1, 2, False)


# ------------------------------------------------------------------------------------------------ coalitions


@SOME
@given(models(most_states=5))
def test_coalitional_verdicts_are_the_oracles(model: GraphModel) -> None:
    moves, rank = as_sets(model)
    everyone = oracle.parts(range(len(moves)))
    expected = {concept: [True] * model.n_states for concept in CONCEPTS}
    for coalition in everyone:
        arcs = coalitional_improvements(model, coalition).tolist()
        assert arcs == [
            [s, t]
            for s in range(model.n_states)
            for t in sorted(oracle.coalitional_improvements(moves, rank, coalition, s))
        ]
        found = coalitional_stability(model, coalition)
        for concept in CONCEPTS:
            verdicts = [oracle.coalitional(moves, rank, coalition, s, concept) for s in range(model.n_states)]
            assert found[concept].tolist() == verdicts, (coalition, concept)
            expected[concept] = [a and b for a, b in zip(expected[concept], verdicts, strict=True)]
    together = coalitionally_stable(model)
    assert {concept: together[concept].tolist() for concept in CONCEPTS} == expected


@given(models())
def test_one_member_alone_has_the_individual_verdicts(model: GraphModel) -> None:
    base = stability(model).stable
    alone = [coalitional_stability(model, [i]) for i in range(model.n_decision_makers)]
    for i, found in enumerate(alone):
        for concept in (R, GMR, SMR):
            assert (found[concept] == base[concept][i]).all()
        assert (base[SEQ][i] <= found[SEQ]).all()
        if model.n_decision_makers == 2:
            assert (base[SEQ][i] == found[SEQ]).all()
    singles = coalitionally_stable(model, [[i] for i in range(model.n_decision_makers)])
    assert (singles[GMR] == base[GMR].all(axis=0)).all()


@given(forms())
def test_coalitional_concepts_include_each_other(form: OptionForm) -> None:
    everybody = range(form.n_decision_makers)
    for coalition in oracle.parts(everybody):
        found = coalitional_stability(form, coalition)
        for inner, outer in ((R, SMR), (R, SEQ), (SMR, GMR)):
            assert (found[inner] <= found[outer]).all()
        if form.is_free:  # moves are transitive, so sub-coalitions reach nothing that legal sequences do not
            assert (found[SEQ] <= found[GMR]).all()
    grand = coalitional_stability(form, everybody)
    assert all((grand[concept] == grand[R]).all() for concept in CONCEPTS)


# ------------------------------------------------------------------------------------------------ faults


class TestFaultyInput:
    """Errors name the argument, the index and what was expected."""

    def test_relations(self) -> None:
        base = relations_of(explicit([[]], [[1, 2, 2]]))
        for place, code, message in (
            ((0, 0, 1), 5, r"relations\[0, 0, 1\] = 5"),
            ((0, 1, 1), 1, "must equal itself"),
            ((0, 0, 1), 2, "not the opposite"),
            ((0, 0, 1), UNKNOWN, "not the opposite"),
        ):
            wrong = base.copy()
            wrong[place] = code
            with pytest.raises(EngineInputError, match=message):
                relational_stability([[]], wrong)
        with pytest.raises(EngineInputError, match="relations: shape"):
            relational_stability([[]], base[0])
        with pytest.raises(EngineInputError, match="relations: shape"):
            relational_stability(explicit([[]], [[1, 2]]), base)
        with pytest.raises(EngineInputError, match="'XYZ' is not one of"):
            relational_stability([[]], base, "XYZ")
        with pytest.raises(EngineInputError, match="extension: 'e'"):
            relational_stability([[]], base, R, "e")

    def test_changes_of_relations(self) -> None:
        base = relations_of(explicit([[]], [[1, 2, 2]]))
        with pytest.raises(EngineInputError, match=r"pairs: \(1, 1\)"):
            with_unknown(base, 0, [(1, 1)])
        with pytest.raises(EngineInputError, match="decision_maker = 1"):
            with_unknown(base, 1, [])
        with pytest.raises(EngineInputError, match="give one of the two"):
            with_strength(base, 0)
        with pytest.raises(EngineInputError, match="state 2 is not better than state 1"):
            with_strength(base, 0, pairs=[(1, 2)])
        with pytest.raises(EngineInputError, match="gap = 0"):
            with_strength(base, 0, 0)
        with pytest.raises(EngineInputError, match="give payoffs"):
            with_strength(with_unknown(base, 0, [(0, 1)]), 0, 1)
        with pytest.raises(EngineInputError, match="payoffs: shape"):
            with_strength(base, 0, 1, payoffs=[1])
        with pytest.raises(EngineInputError, match="has the lower payoff"):
            with_strength(base, 0, 1, payoffs=[3, 2, 2])

    def test_other_forms_and_numbers(self) -> None:
        with pytest.raises(EngineInputError, match="option form"):
            simultaneous(explicit([[]], [[1]]))
        three = explicit([[], [], []], np.zeros((3, 1)))
        tied = explicit([[], []], [[1, 2, 3], [3, 1, 3]])
        for analyse in (lambda m: limited_moves(m, 2), non_myopic):
            with pytest.raises(EngineInputError, match="3 decision makers"):
                analyse(three)
            with pytest.raises(EngineInputError, match=r"payoffs\[1\]: states 0 and 2 are equal"):
                analyse(tied)
        with pytest.raises(EngineInputError, match="h = 0"):
            limited_moves(explicit([[], []], [[1], [1]]), 0)
        with pytest.raises(EngineInputError, match="at least one member"):
            coalitional_stability(three, [])
        with pytest.raises(EngineInputError, match="member 3, expected 0 to 2"):
            coalitional_stability(three, [0, 3])
        with pytest.raises(EngineInputError, match="coalitions: at least one"):
            coalitionally_stable(three, [])

    def test_too_large(self) -> None:
        large = option_form([("A", f"a{o}") for o in range(12)], np.zeros((1, 4096)))
        for analyse in (relations_of, simultaneous, coalitionally_stable):
            with pytest.raises(TooLarge, match="states: 4096"):
                analyse(large)
        with pytest.raises(TooLarge, match="coalitions: 511"):
            coalitionally_stable(explicit([[]] * 9, np.zeros((9, 1))))
