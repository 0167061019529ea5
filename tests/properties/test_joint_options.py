"""Options of several owners in option form against the plain definition, on random models."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.dossier.document import Document
from summitry.dossier.loading import load
from summitry.errors import EngineInputError
from summitry.formats.summit import conflict_of
from summitry.graphmodel import stability as engine
from summitry.graphmodel.coalitions import coalitional_stability, simultaneous
from summitry.graphmodel.hypergame import hypergame, view_of
from summitry.graphmodel.inverse import condition
from summitry.graphmodel.model import OptionForm, Several, exactly, option_form
from summitry.graphmodel.relations import relational_stability, relations_of
from summitry.graphmodel.stability import ALL_CONCEPTS, CONCEPTS, GMR, SEQ, SMR, SSEQ, R, stability
from summitry.graphmodel.survival import survival
from summitry.graphmodel.witness import witness
from summitry.worlds.analysis import of_dossier
from tests.oracle import stability as oracle
from tests.properties.test_stability import NEAR_TIE, as_sets

MANY = settings(max_examples=150, deadline=None)
OPTIONS = "abcde"


@dataclass(frozen=True)
class Case:
    """What an option form is made of, by names: a state is the set of options that are on."""

    owners: tuple[tuple[str, ...], ...]
    states: tuple[frozenset[str], ...]
    patterns: tuple[str, ...]
    only_on: tuple[str, ...]
    only_off: tuple[str, ...]
    payoffs: tuple[tuple[float, ...], ...]

    @property
    def options(self) -> list[tuple[tuple[str, ...], str]]:
        return list(zip(self.owners, OPTIONS, strict=False))

    @property
    def people(self) -> list[str]:
        return list(dict.fromkeys(name for group in self.owners for name in group))

    def form(self, several: Several = "consent") -> OptionForm:
        found = option_form(
            self.options,
            self.payoffs,
            infeasible=self.patterns,
            only_on=self.only_on,
            only_off=self.only_off,
            several=several,
        )
        assert isinstance(found, OptionForm)
        return found


def fits(on: frozenset[str], pattern: str) -> bool:
    return all(sign == "-" or (sign == "Y") == (o in on) for o, sign in zip(OPTIONS, pattern, strict=False))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Two to four decision makers, up to four options of one to three owners, infeasible and one-way options, ties and near ties."""
    people = [f"D{k}" for k in range(draw(st.integers(2, 4)))]
    n_options = draw(st.integers(2, 4))
    group = st.lists(st.sampled_from(people), min_size=1, max_size=3, unique=True).map(tuple)
    owners = draw(st.lists(group, min_size=n_options, max_size=n_options).filter(lambda g: any(len(x) > 1 for x in g)))
    signs = st.text("YN--", min_size=n_options, max_size=n_options).filter(lambda p: set(p) != {"-"})
    # options in the order of binary numbers: the first is the lowest bit, so it changes fastest
    everything = [
        frozenset(o for o, y in zip(OPTIONS, reversed(bits), strict=False) if y)
        for bits in product((False, True), repeat=n_options)
    ]
    patterns = draw(st.lists(signs, max_size=2))
    states = [on for on in everything if not any(fits(on, p) for p in patterns)]
    if not states:
        patterns, states = [], everything
    one_way = draw(st.lists(st.sampled_from(OPTIONS[:n_options]), unique=True, max_size=2))
    level = st.builds(lambda whole, near: whole + near * NEAR_TIE, st.integers(0, 4), st.integers(0, 2))
    row = st.lists(level, min_size=len(states), max_size=len(states)).map(tuple)
    count = len({name for group in owners for name in group})
    payoffs = draw(st.lists(row, min_size=count, max_size=count))
    return Case(tuple(owners), tuple(states), tuple(patterns), tuple(one_way[:1]), tuple(one_way[1:]), tuple(payoffs))


def can_move(case: Case, who: str, s: frozenset[str], t: frozenset[str], several: Several) -> bool:
    """The definition: acting alone, or proposing one joint option; `common`: setting all that one owns, alone or with others."""
    owners = dict(zip(OPTIONS, case.owners, strict=False))
    changed = s ^ t
    if not changed or any(o in s for o in changed & {*case.only_on}) or any(o in t for o in changed & {*case.only_off}):
        return False
    if any(who not in owners[o] for o in changed):
        return False
    joint = {o for o in changed if len(owners[o]) > 1}
    coming = {o for o in joint if o in t}
    if several == "common" or not coming:
        return True
    if len(changed) > 1:
        return False
    (option,) = changed
    worth = {
        name: dict(zip(case.states, row, strict=True)) for name, row in zip(case.people, case.payoffs, strict=True)
    }
    return all(worth[k][t] > worth[k][s] + oracle.TOLERANCE for k in owners[option] if k != who)


@MANY
@given(cases(), st.sampled_from(["consent", "common"]))
def test_moves_and_verdicts_are_those_of_the_definition(case: Case, several: Several) -> None:
    form = case.form(several)
    n = len(case.states)
    moves = [
        [{t for t in range(n) if can_move(case, who, case.states[s], case.states[t], several)} for s in range(n)]
        for who in case.people
    ]
    found, rank = as_sets(form.as_explicit())
    assert found == moves
    for k in range(form.n_decision_makers):
        for s in range(n):
            assert form.moves(k, s).tolist() == sorted(moves[k][s])
            better = {t for t in moves[k][s] if oracle.prefers(rank, k, t, s)}
            assert form.improvements(k, s).tolist() == sorted(better)
    ways = [stability(form, ALL_CONCEPTS)]
    with pytest.MonkeyPatch.context() as small:  # as large models are solved: by groups if common, else over arcs
        small.setattr(engine, "SMALL_STATES", 0)
        ways.append(stability(form, ALL_CONCEPTS))
    for concept in ALL_CONCEPTS:
        expected = [[oracle.is_stable(moves, rank, k, s, concept) for s in range(n)] for k in range(len(moves))]
        for way in ways:
            assert way.stable[concept].tolist() == expected, concept


@MANY
@given(cases())
def test_concepts_include_each_other_and_witnesses_bear_them_out(case: Case) -> None:
    form = case.form()
    stable = stability(form, ALL_CONCEPTS).stable
    for inner, outer in ((R, SSEQ), (SSEQ, SEQ), (SSEQ, SMR), (SEQ, GMR), (R, SMR), (SMR, GMR)):
        assert (stable[outer] | ~stable[inner]).all(), (inner, outer)
    for k in range(form.n_decision_makers):
        for s in range(form.n_states):
            assert witness(form, k, s, SEQ).stable == stable[SEQ][k, s]
    related = relational_stability(form, relations_of(form)).stable
    assert all((related[concept] == stable[concept]).all() for concept in CONCEPTS)
    truthful = hypergame([view_of(form, k) for k in range(form.n_decision_makers)], ALL_CONCEPTS)
    assert all((truthful.stable[concept] == stable[concept]).all() for concept in ALL_CONCEPTS)


@MANY
@given(cases(), st.data())
def test_relabelling_permutes_the_verdicts(case: Case, data: st.DataObject) -> None:
    """Options in another order, and so decision makers and states in another one: each keeps its verdicts."""
    order = data.draw(st.permutations(range(len(case.owners))))
    owners = [case.owners[o] for o in order]
    named = {OPTIONS[o]: OPTIONS[place] for place, o in enumerate(order)}
    renamed = [frozenset(named[o] for o in on) for on in case.states]
    place = sorted(range(len(renamed)), key=lambda s: sum(1 << OPTIONS.index(o) for o in renamed[s]))
    people = list(dict.fromkeys(name for group in owners for name in group))
    who = [case.people.index(name) for name in people]
    twin = Case(
        tuple(owners),
        tuple(renamed[s] for s in place),
        tuple("".join(p[o] for o in order) for p in case.patterns),
        tuple(named[o] for o in case.only_on),
        tuple(named[o] for o in case.only_off),
        tuple(tuple(case.payoffs[k][s] for s in place) for k in who),
    )
    before, after = stability(case.form(), ALL_CONCEPTS), stability(twin.form(), ALL_CONCEPTS)
    for concept in ALL_CONCEPTS:
        assert (after.stable[concept] == before.stable[concept][who][:, place]).all()


@MANY
@given(cases(), st.data())
def test_the_condition_of_somebody_who_consents_to_nothing_holds_and_others_are_refused(
    case: Case, data: st.DataObject
) -> None:
    form = case.form()
    k = data.draw(st.integers(0, form.n_decision_makers - 1))
    s = data.draw(st.integers(0, form.n_states - 1))
    concept = data.draw(st.sampled_from(ALL_CONCEPTS))
    if concept != R and any(k in owners for _, owners in form.joint):
        with pytest.raises(EngineInputError, match="consent"):
            condition(form, k, s, concept)
        return
    row = np.array(data.draw(st.permutations(range(form.n_states))), dtype=float)
    rank = form.rank.copy()
    rank[k] = row
    no_better = set(np.flatnonzero(row <= row[s]).tolist())
    holds = all(clause.holds(no_better) for clause in condition(form, k, s, concept))
    assert holds == stability(replace(form, rank=rank), concept).stable[concept][k, s]


# ------------------------------------------------------------------------------------------------ a treaty, by hand

TREATY = [(("A", "B"), "treaty"), ("A", "arm"), ("B", "arms")]
#         nothing, treaty, A arms, A arms + treaty, B arms, B arms + treaty, both arm, both arm + treaty
WORTH = [[2, 5, 3, 6, 0, 0, 1, 1], [2, 5, 0, 0, 3, 6, 1, 1]]


def test_a_treaty_comes_by_consent_and_either_party_ends_it() -> None:
    form = option_form(TREATY, WORTH)
    assert form.moves(0, 0).tolist() == [
        1,
        2,
    ]  # B gains by the treaty, so A can bring it about, but not arm in the same move
    assert form.moves(0, 3).tolist() == [0, 1, 2]  # A leaves the treaty alone, also while it disarms
    assert form.moves(1, 2).tolist() == [3, 6]  # once A is armed it would gain by a treaty: B can propose it ...
    assert form.moves(0, 2).tolist() == [0]  # ... but B gains nothing by it, so A's own proposal fails
    assert option_form(TREATY, WORTH, several="common").moves(0, 2).tolist() == [0, 1, 3]  # with no consent asked


def test_consent_follows_payoffs_wherever_others_are_put_in() -> None:
    form = option_form(TREATY, WORTH)
    against = [WORTH[0], [5, 2, 0, 0, 3, 6, 1, 1]]
    assert replace(form, rank=np.array(against, dtype=float)).moves(0, 0).tolist() == [2]
    draws = [WORTH, against]
    each = [stability(option_form(TREATY, draw)).equilibria for draw in draws]
    assert all((survival(form, draws)[c] == (each[0][c] + each[1][c].astype(float)) / 2).all() for c in CONCEPTS)


def test_what_has_no_meaning_with_several_owners_is_refused_with_a_reason() -> None:
    for several in ("consent", "common"):
        with pytest.raises(EngineInputError, match="several owners"):
            simultaneous(option_form(TREATY, WORTH, several=several))  # type: ignore[arg-type]
    states = [[True, False, False], [False, False, False]]
    with pytest.raises(EngineInputError, match="ascending"):
        option_form(TREATY, [[1, 0], [1, 0]], states)
    with pytest.raises(EngineInputError, match="each once"):
        option_form([(("A", "A"), "treaty")], [[0, 1]])
    with pytest.raises(EngineInputError, match="expected one or several"):
        option_form([((), "treaty")], [[0, 1]])
    with pytest.raises(EngineInputError, match="several: 'vote'"):
        option_form(TREATY, WORTH, several="vote")  # type: ignore[arg-type]


def test_patterns_and_coalitions_take_joint_options() -> None:
    one = option_form(TREATY, [[5, 3, 0], [5, 0, 3]], infeasible=exactly(1, [0, 1, 2]))
    assert isinstance(one, OptionForm)
    assert one.states.tolist() == [1, 2, 4]
    form = option_form(TREATY, [[2, 5, 3, 0], [2, 5, 0, 3]], infeasible=["YY-", "Y-Y", "-YY"])  # states 0, 1, 2, 4
    assert coalitional_stability(form, [0, 1])[R].tolist() == [False, True, False, False]  # A and B go to the treaty


def test_thousands_of_states_need_no_matrix() -> None:
    """An option that nobody values, of somebody else, changes no verdict under R and SEQ."""
    rng = np.random.default_rng(5)
    options = [
        (("A", "B"), "j0"),
        *(("A", f"a{o}") for o in range(3)),
        *(("B", f"b{o}") for o in range(3)),
        (("B", "C"), "j1"),
    ]
    payoffs = rng.integers(0, 20, (3, 256)).astype(float)
    idle = [("D", f"d{o}") for o in range(5)]
    small = stability(option_form(options, payoffs), [R, SEQ])
    large = option_form([*options, *idle], np.concatenate([np.tile(payoffs, 32), np.zeros((1, 8192))]))
    found = stability(large, [R, SEQ])
    for concept in (R, SEQ):
        assert (found.stable[concept][:3] == np.tile(small.stable[concept], 32)).all()


# ------------------------------------------------------------------------------------------------ the moves of dossiers


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_moves_are_those_of_a_dossier_with_the_same_lists(data: st.DataObject) -> None:
    """`of_dossier` finds moves by the rules of play, which were written for other code: the two must agree on what it reaches."""
    people = ["P", "Q", "S"]
    group = st.lists(st.sampled_from(people), min_size=1, max_size=3, unique=True).map(sorted).map(tuple)
    owners = data.draw(st.lists(group, min_size=4, max_size=4).filter(lambda g: {n for x in g for n in x} == {*people}))
    literal = st.builds(lambda o, on: o if on else f"not {o}", st.sampled_from(OPTIONS[:4]), st.booleans())
    statement = st.lists(literal, min_size=1, max_size=2, unique_by=lambda x: x[-1]).map(" and ".join)
    lists = {who: data.draw(st.lists(statement, min_size=1, max_size=3, unique=True)) for who in people}
    once = data.draw(st.sampled_from(OPTIONS[:4]))
    text = "\n".join(
        [
            "summitry: 1\nid: t\ntitle: T\nactors: {P: P, Q: Q, S: S}\noptions:",
            *(
                f"  {o}: {{by: [{', '.join(group)}], does: x{', irreversible: true' if o == once else ''}}}"
                for o, group in zip(OPTIONS, owners, strict=False)
            ),
            "impossible: [a and b and c]\nnow: []\npreferences:",
            *(f"  {who}: [{', '.join(stated)}]" for who, stated in lists.items()),
            "questions: [what next]\n",
        ]
    )
    dossier = load(Document.parse(text, "t"))
    theirs = of_dossier(dossier)
    form = conflict_of(dossier).conflict.model()
    number = [
        form.states.tolist().index(s) for s in theirs.states.tolist()
    ]  # options a to d have the same bits in both
    for k in range(3):
        reached = {(s, t) for s, t in form.arcs[k].tolist() if s in set(number)}
        assert reached == {(number[s], number[t]) for s, t in theirs.model.arcs[k].tolist()}
