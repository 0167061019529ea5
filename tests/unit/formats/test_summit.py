"""A conflict as a dossier and back: what it keeps, what it loses, and that the dossier passes its own check."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import summitry
from summitry.dossier.document import Document
from summitry.dossier.loading import load
from summitry.dossier.model import Dossier
from summitry.errors import DossierError, ForeignFormatError, TooLarge
from summitry.formats.conflict import Condition, Conflict, Payoffs, Preference, Ranking, Statements, ranking_of
from summitry.formats.summit import MOST_GROUPS, conflict_of, dossier_text

ELMIRA = Conflict(
    title="The aquifer of Elmira",
    decision_makers=("Ministry of the Environment", "UR", "not"),
    options=("Modify the order", "Delay", "Accept", "or", "Insist"),
    owners=((0,), (1,), (1,), (1,), (0, 2)),
    directions=("on", "off", "both", "on", "both"),
    infeasible=(((0b1110, 0),), ((0b0110, 0b0110), (0b1010, 0b1010)), ((0b1100, 0b1100),)),
    preferences=(Statements((((0b1000, 0),), ((0b00001, 1), (0b10000, 0)), ((0, 0),))), Statements(), Statements()),
)
"""Owners, directions and infeasible states of the textbook's case with names that a dossier cannot take as they are."""


def loaded(conflict: Conflict) -> tuple[Dossier, tuple[str, ...]]:
    text, lost = dossier_text(conflict)
    return load(Document.parse(text)), lost


def test_elmira_as_a_dossier() -> None:
    dossier, lost = loaded(ELMIRA)
    assert lost == (
        "status quo: none is said, so now is the first feasible state, NYNNN",
        "option Delay can only be switched off: a dossier lets it be switched on again",
    )
    assert list(dossier.actors) == ["ministry-of-the-environment", "UR", "DM-not"]
    assert list(dossier.options) == ["modify-the-order", "Delay", "Accept", "option-or", "Insist"]
    assert [option.irreversible for option in dossier.options.values()] == [True, False, False, True, False]
    assert dossier.options["Insist"].by == ("ministry-of-the-environment", "DM-not")
    assert dossier.now == ("Delay",)
    assert [str(one) for one in dossier.impossible] == [
        "not Delay and not Accept and not option-or",
        "Delay and Accept or Delay and option-or",
        "Accept and option-or",
    ]
    statements = dossier.preferences["ministry-of-the-environment"]
    assert [str(one) for one in statements] == ["not option-or", "modify-the-order or not Insist"]


def test_names_that_would_be_one_id_are_told_apart() -> None:
    twins = replace(
        ELMIRA, decision_makers=("The US", "the us", "Ümlaut"), options=("act!", "act?", "act", "a", "the-us")
    )
    dossier, _ = loaded(twins)
    assert list(dossier.actors) == ["the-us", "the-us-2", "umlaut"]
    assert list(dossier.options) == ["act", "act-2", "act-3", "a", "the-us-3"]
    assert [option.name for option in dossier.options.values()] == list(twins.options)


def test_coalitions_and_the_numbers_of_payoffs_are_lost() -> None:
    worth = Payoffs(tuple((s, float(s)) for s in ELMIRA.states().tolist()))
    _, lost = loaded(replace(ELMIRA, preferences=(worth, *ELMIRA.preferences[1:]), coalitions=((0, 2), (1,))))
    assert "payoffs of Ministry of the Environment: only their order is kept" in lost
    assert "coalition of Ministry of the Environment and not" in lost


def test_a_ranking_becomes_one_statement_a_group_no_longer_than_it_must_be() -> None:
    never_b_alone = (((0b11, 0b10),),)
    ranked = Conflict(
        "t", ("A",), ("a", "b"), ((0,),) * 2, ("both",) * 2, never_b_alone, (Ranking(((0b11,), (0b00,), (0b01,))),)
    )
    dossier, _ = loaded(ranked)
    assert [str(one) for one in dossier.preferences["A"]] == ["b", "not a"]


def test_the_tail_of_a_ranking_too_long_for_a_list_is_lost() -> None:
    six = Conflict(
        "t", ("A",), tuple("abcdef"), ((0,),) * 6, ("both",) * 6, (), (Ranking(tuple((s,) for s in range(64))),)
    )
    dossier, lost = loaded(six)
    assert lost[-1] == "ranking of A: the best 48 of 64 groups of states are kept, the others count alike"
    back = conflict_of(dossier).conflict.payoffs()[0]
    assert back.tolist() == [max(64 - s, 64 - MOST_GROUPS) - 64 + MOST_GROUPS + 1 for s in range(64)]


def test_what_cannot_be_a_dossier_is_refused() -> None:
    with pytest.raises(ForeignFormatError, match="leave no state"):
        dossier_text(replace(ELMIRA, infeasible=(((1, 0),), ((1, 1),))))
    many = replace(ELMIRA, options=tuple(f"o{i}" for i in range(61)), owners=((0,),) * 61, directions=("both",) * 61)
    with pytest.raises(TooLarge):
        dossier_text(many)
    with pytest.raises(DossierError, match="there are 61 options"):
        dossier_text(replace(many, status_quo=2))


def test_above_24_options_states_that_no_ranking_lists_are_told() -> None:
    plain = Conflict(
        "t", ("A",), tuple("abcdefghijklmnopqrstuvwxyz"), ((0,),) * 26, ("both",) * 26, (), (Statements(),)
    )
    assert not any("no ranking lists" in line for line in dossier_text(plain).lost)
    ranked = replace(plain, preferences=(Ranking(((1 << 25,), (0,))),))
    assert any("states that no ranking lists" in line for line in dossier_text(ranked).lost)


def test_a_bundled_case_as_a_conflict() -> None:
    """Both published rankings of Kinsara (2014), Tables 1 to 3, come out of the statements."""
    conflict, lost = conflict_of(summitry.load("syria-iraq-1975"))
    states = conflict.states().tolist()
    assert [conflict.state_name(s) for s in states] == ["NNN", "YNN", "NYN", "NNY", "YNY", "NYY"]
    best_first = [
        [states.index(s) + 1 for (s,) in ranking_of(row, conflict.states()).groups] for row in conflict.payoffs()
    ]
    assert best_first == [[1, 3, 6, 2, 4, 5], [2, 4, 6, 1, 5, 3]]
    assert lost == ("sources (1)", "facts (1)", "questions (3)")
    assert conflict.status_quo == 0


BODY = """\
summitry: 1
id: vote
title: A vote
event: act
actors: {A: {name: Ardan, pace: 2}, B: Belmar}
bodies: {C: {name: the Council, members: {A: 1, B: 1}, passes: 2}, D: {members: {A: 1}, passes: 1}}
issues: {i: {scale: {none: 0, all: 9}, status_quo: 3, stakes: {A: {position: 4, salience: 50}}}}
options:
  act: {by: A, does: act}
  rule: {by: C, needs: act}
  share: {by: [A, B], sets: {act: on}, breach: {A: 5}, irreversible: true}
preferences: {B: [act if rule]}
"""


def test_all_that_a_conflict_has_no_place_for_is_said() -> None:
    conflict, lost = conflict_of(load(Document.parse(BODY)))
    assert conflict.decision_makers == ("Ardan", "Belmar", "the Council")
    assert conflict.owners == ((0,), (2,), (0, 1))
    assert conflict.directions == ("both", "both", "on")
    assert conflict.payoffs()[1].tolist() == [2, 2, 1, 2, 2, 2, 1, 2]
    assert lost == (
        "what Ardan prefers: it has no preference list, and its 1 stake is no order of states; it counts all states alike",
        "pace of Ardan",
        "votes in the Council: it becomes a decision maker that counts all states alike",
        "body D",
        "what rule needs: act",
        "terms of the deal share: act",
        "cost of breach of share",
        "event act",
        "issues (1)",
    )


def test_a_dossier_without_options_is_no_conflict() -> None:
    issues = BODY[: BODY.index("options:")].replace("event: act\n", "")
    with pytest.raises(ForeignFormatError, match="there are none, and a graph model is made of them"):
        conflict_of(load(Document.parse(issues)))


@st.composite
def conflicts(draw: st.DrawFn) -> Conflict:
    """Conflicts of at most three options and any kind of preference, with some state that is feasible."""
    options = draw(st.integers(1, 3))
    everything = (1 << options) - 1
    spared = draw(st.integers(0, everything))
    pattern = st.builds(
        lambda mask, value: (mask, value & mask), st.integers(1, everything), st.integers(0, everything)
    )
    listed = st.lists(st.lists(pattern, min_size=1, max_size=2).map(tuple), max_size=3).map(tuple)
    infeasible: tuple[Condition, ...] = tuple(
        one for one in draw(listed) if not any(spared & mask == value for mask, value in one)
    )
    plain = Conflict("x", ("A",), ("o",) * options, ((0,),) * options, ("both",) * options, infeasible, (Statements(),))
    states = plain.states()
    row = st.lists(st.floats(-9, 9), min_size=len(states), max_size=len(states))
    kind: st.SearchStrategy[Preference] = st.one_of(
        listed.map(Statements),
        row.map(lambda values: ranking_of(np.array(values), states)),
        row.map(lambda values: Payoffs(tuple(zip(states.tolist(), values, strict=True)))),
    )
    owner = st.lists(st.integers(0, 1), min_size=1, max_size=2, unique=True).map(lambda found: tuple(sorted(found)))
    return replace(
        plain,
        decision_makers=("A", "B"),
        options=tuple(draw(st.text(min_size=1, max_size=8)) for _ in range(options)),
        owners=tuple(draw(owner) for _ in range(options)),
        preferences=(draw(kind), draw(kind)),
        status_quo=draw(st.sampled_from([None, spared])),
    )


@given(conflict=conflicts())
def test_there_and_back_every_state_is_there_and_ordered_as_it_was(conflict: Conflict) -> None:
    dossier, _ = loaded(conflict)
    back = conflict_of(dossier).conflict
    assert (back.owners, back.directions) == (conflict.owners, conflict.directions)
    assert back.states().tolist() == conflict.states().tolist()
    for one, other in zip(back.payoffs(), conflict.payoffs(), strict=True):
        assert np.unique(one, return_inverse=True)[1].tolist() == np.unique(other, return_inverse=True)[1].tolist()
    assert back.status_quo == (conflict.states()[0] if conflict.status_quo is None else conflict.status_quo)
