"""Votes in answers: pivots, power, and who can stop what a body decides; and how a rule is put in words."""

from __future__ import annotations

from typing import Any

import pytest

from summitry.brief.names import Namer
from summitry.brief.wording import sentence
from summitry.brief.wording.bodies import followers, rule
from summitry.dossier.model import Body, Dossier
from summitry.questions.answer import Answer, Finding
from summitry.questions.ask import answer, open_study


def case(gains: dict[str, Any], **body: Any) -> Dossier:
    members = {"A": {"states": 1, "people": 60}, "B": {"states": 1, "people": 30}, "C": {"states": 1, "people": 10}}
    return Dossier.model_validate({
        "summitry": 1, "id": "union", "title": "Union", "actors": {a: f"{a}land" for a in "ABCD"},
        "bodies": {"council": {"name": "the Council", "members": members, "passes": {"states": 2, "people": "65 %"}, **body}},
        "options": {"rule": {"by": "council", "does": "adopt the rule"}},
        "issues": {"j": {"scale": {"none": 0, "all": 100}, "status_quo": 50, "stakes": {
            a: {"position": 100, "salience": 50} for a in "ABCD"}}},
        "consequences": [{"when": "rule", "gains": gains}],
    })  # fmt: skip


def ask(dossier: Dossier, text: str) -> Answer:
    return answer(open_study(dossier, draws=3), text)


def of(given: Answer, key: str) -> Finding:
    return next(f for f in given.findings if f.key == key)


def test_who_is_pivotal_and_what_the_rule_gives() -> None:
    """A and B gain, C loses: A's vote decides, and B's; C's does not, as two states of 90 % are enough."""
    dossier = case({"A": 5, "B": 5, "C": -5, "D": 5})
    given = ask(dossier, "what B is worth to D")
    found = of(given, "importance.pivotal").fields
    assert found["share"].value == 1  # type: ignore[union-attr]
    assert [(m.id, s.value) for m, s in found["others"]] == [("A", 1)]  # type: ignore[union-attr, misc]
    power = of(given, "importance.power").fields
    assert (power["shapley"], power["blocks"], power["carries"]) == (pytest.approx(1 / 6), False, False)
    text = sentence(of(given, "importance.power"), Namer(dossier))
    assert "in the Council a proposal needs 65 % of people and 2 of 3 states." in text
    assert (
        "Bland has 16.7 % of the power to turn a vote (Shapley–Shubik; 20.0 % by Banzhaf), with 30.0 % of the people"
        in text
    )
    assert of(ask(dossier, "what A is worth to D"), "importance.power").fields["blocks"] is True


def test_a_plain_number_of_equal_votes_is_said_as_before() -> None:
    dossier = case({"A": 5, "B": 5, "D": 5}, members={"A": 1, "B": 1, "C": 1}, passes=2)
    assert {f.key for f in ask(dossier, "what B is worth to D").findings if f.key.startswith("importance.p")} == set()
    assert [f.key for f in ask(dossier, "who can stop rule").findings if f.key == "who-can-stop.vote"] == []


def test_who_can_stop_names_pivots_vetoes_and_who_could_block() -> None:
    dossier = case({"A": 5, "B": 5, "C": -5, "D": 5}, veto=["C"])
    found = of(ask(dossier, "who can stop rule"), "who-can-stop.vote")
    assert [m.id for m in found.fields["able"]] == ["A", "C"]  # type: ignore[union-attr]
    assert [(m.id, s.value) for m, s in found.fields["vetoes"]] == [("C", 1)]  # type: ignore[union-attr, misc]
    assert [(m.id, s.value) for m, s in found.fields["pivotal"]] == [("C", 1)]  # type: ignore[union-attr, misc]
    text = sentence(found, Namer(dossier))
    assert (
        "adopting the rule would pass in no draw; one vote alone turns it: that of Cland (in every draw); a veto would"
        in text
    )
    assert "By the rule, Aland or Cland alone can stop what all others want." in text


def test_of_what_never_comes_nobodys_act_is_said_to_stop_it() -> None:
    """Everybody would lose by the rule, so that it never passes: to name an act that keeps it off would name a false cause."""
    given = ask(case({"A": -5, "B": -5, "C": -5, "D": -5}), "who can stop rule")
    assert [f.key for f in given.findings if f.key == "who-can-stop.actor"] == []
    assert given.figure is None


def test_who_follows_whom_is_told() -> None:
    say = Namer(case({}))
    body = Body.model_validate({"members": {"A": 1, "B": 1, "C": 1}, "passes": 2, "follows": {"B": "A", "C": "B"}})
    assert followers(body, say) == "Bland and Cland vote as Aland does."
    assert followers(Body.model_validate({"members": {"A": 1, "B": 1}, "passes": 2}), say) == ""


def test_whoever_alone_puts_it_to_the_vote_can_stop_it() -> None:
    given = ask(case({"A": 5, "B": 5, "D": 5}, tables="D"), "who can stop rule")
    assert "D" in [r.id for r in given.headline.fields["who"]]  # type: ignore[union-attr]
    other = ask(case({"A": 5, "B": 5, "D": 5}), "who can stop rule")
    assert "D" not in [r.id for r in other.headline.fields["who"]]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"passes": 9}, "a proposal needs 9 of 15 votes"),
        ({"passes": "55%"}, "a proposal needs 55 % of votes"),
        ({"passes": "simple majority"}, "a proposal needs more yes than no votes"),
        ({"passes": "simple majority", "abstain": "counts as no"}, "a proposal needs more than half of all votes"),
        ({"passes": "Two thirds majority"}, "a proposal needs two thirds of all votes"),
        ({"passes": 10, "abstain": "not counted"}, "a proposal needs 67 % of the votes cast"),
        ({"passes": "consensus"}, "a proposal passes if somebody says yes and nobody says no; an abstention does not prevent it"),
        ({"passes": "unanimity", "abstain": "counts as no"}, "a proposal needs everybody's yes"),
        ({"passes": 9, "veto": ["A"]}, "a proposal needs 9 of 15 votes; a no of Aland stops it, an abstention does not"),
        ({"passes": 9, "quorum": 8, "tables": ["A", "X"]}, "a proposal needs 9 of 15 votes; 8 votes must be present; Aland or X alone may put it to the vote"),
        ({"passes": 9, "blocking": 4}, "a proposal needs 9 of 15 votes; fewer than four members who do not say yes cannot stop it"),
    ],
)  # fmt: skip
def test_rules_in_words(body: dict[str, Any], words: str) -> None:
    members = {"A": 1, "B": 1, "others": 13}
    assert rule(Body.model_validate({"members": members, **body}), Namer(case({}))) == words


def test_vetoes_of_a_council_of_equal_votes_are_told_and_unnamed_members_have_none() -> None:
    members = {"A": 1, "B": 1, "C": 1, "others": 3}
    dossier = case({"A": 5, "B": 5, "C": -5, "D": 5}, members=members, passes=4, others=2, veto=["A", "B", "C"])
    text = sentence(of(ask(dossier, "who can stop rule"), "who-can-stop.vote"), Namer(dossier))
    assert "a veto would come from Cland (in every draw)" in text
    assert "By the rule, Aland, Bland or Cland alone can stop what all others want." in text
