"""What came of E: what it causes, which pledges are concrete, what nobody pledged."""

from __future__ import annotations

from typing import Any

import pytest

from summitry.dossier.model import Dossier
from summitry.questions.answer import Answer, Finding
from summitry.questions.ask import answer, open_study

# They meet (1 each). C joins only if they met; D digs either way, nobody ever burns.
CASE: dict[str, Any] = {
    "summitry": 1, "id": "case", "title": "Case", "event": "meet", "actors": {a: f"{a}land" for a in "ABCD"},
    "issues": {"j": {"scale": {"none": 0, "all": 200}, "status_quo": 50, "stakes": {
        "A": {"position": 200, "salience": 50}}}},
    "options": {
        "meet": {"by": ["A", "B"]}, "join": {"by": "C"}, "dig": {"by": "D"}, "burn": {"by": "D"},
        "old": {"by": "B"}, "link": {"by": ["A", "C"]}, "law": {"by": "C", "needs": "dig"},
    },
    "now": ["old"],
    "consequences": [
        {"when": "meet", "gains": {"A": 1, "B": 1}},
        {"when": "join", "costs": {"C": 2}, "moves": {"j": 40}},
        {"when": "join and meet", "gains": {"C": 5}},
        {"when": "dig", "gains": {"D": 1}},
        {"when": "burn", "costs": {"D": 1}},
        {"when": "old", "gains": {"B": 3}},
        {"when": "law", "gains": {"C": 1}},
        {"when": "link", "costs": {"C": 1}},
    ],
}  # fmt: skip


def ask(text: str = "what came of meet", **parts: Any) -> Answer:
    return answer(open_study(Dossier.model_validate({**CASE, **parts}), draws=3), text)


def of(given: Answer, key: str) -> list[Finding]:
    return [f for f in (given.headline, *given.findings) if f.key == key]


def ids(refs: Any) -> list[str]:
    return [r.id for r in refs]


def test_only_what_the_event_brings_is_caused() -> None:
    given = ask()
    caused = of(given, "outcome.caused")
    assert [(f.fields["option"].id, f.fields["more"]) for f in caused] == [("join", True)]  # type: ignore[union-attr]
    assert caused[0].fields["with"].value == pytest.approx(1, abs=0.01)  # type: ignore[union-attr]
    assert caused[0].fields["without"].value == pytest.approx(0, abs=0.01)  # type: ignore[union-attr]
    still = of(given, "outcome.unmoved")[0].fields
    assert sorted(ids(still["happen"])) == ["dig", "law", "old"]
    assert sorted(ids(still["do_not"])) == ["burn", "link"]
    assert (still["count"], still["of"]) == (5, 6)
    assert given.headline.key == "outcome.headline"
    assert [r.id for r, _, _ in given.headline.fields["caused"]] == ["join"]  # type: ignore[union-attr, misc]


def test_issues_move_in_per_cent_of_their_scale() -> None:
    issues = of(ask(), "outcome.issues")[0].fields["issues"]
    assert [(r.id, a.value) for r, a in issues] == [("j", pytest.approx(20, abs=0.1))]  # type: ignore[union-attr, misc]


def test_nothing_concrete() -> None:
    still = [c for c in CASE["consequences"] if c["when"] != "join and meet"]
    given = ask(consequences=still)
    assert given.headline.key == "outcome.headline.none"
    assert of(given, "outcome.caused") == []
    assert [f.fields["share"].value for f in given.changes] == [1.0]  # type: ignore[union-attr]


def test_what_would_change_it_counts_the_headline() -> None:
    """`join` comes because of the meeting, in every draw; that is what the headline says."""
    assert [f.fields["share"].value for f in ask().changes] == [1.0]  # type: ignore[union-attr]


def test_an_event_that_is_not_held_has_no_outcome() -> None:
    given = ask(consequences=[{"when": "meet", "costs": {"A": 1}}])
    assert given.headline.key == "outcome.headline.not-held"
    assert given.headline.fields["held"].value == 0  # type: ignore[union-attr]
    assert [f.fields["share"].value for f in given.changes] == [1.0]  # type: ignore[union-attr]


PLEDGES: dict[str, Any] = {
    "keeps": {"by": "B", "act": "old", "due": "2030-01-01", "made_at": "meet"},
    "dateless": {"by": "B", "act": "old", "made_at": "meet"},
    "counted": {"by": "D", "act": "dig", "quantity": "three holes", "made_at": "meet"},
    "refrains": {"by": "D", "act": "not burn", "due": "2030-01-01", "made_at": "meet"},
    "breaks": {"by": "D", "act": "burn", "due": "2030-01-01", "made_at": "meet"},
    "waits": {"by": "C", "act": "law", "due": "2030-01-01", "made_at": "meet"},
    "earlier": {"by": "B", "act": "old", "due": "2030-01-01"},
    "vague": {"by": "A", "says": "be friends", "made_at": "meet"},
}


def test_pledges_concrete_and_declared() -> None:
    given = ask(pledges=PLEDGES)
    found = {f.fields["pledge"].id: f.fields for f in of(given, "outcome.pledge")}  # type: ignore[union-attr]
    assert {name: f["status"] for name, f in found.items()} == {
        "keeps": "concrete",
        "dateless": "declared",  # neither date nor quantity
        "counted": "concrete",
        "refrains": "concrete",
        "breaks": "declared",  # never done
        "waits": "declared",  # needs D's digging
        "earlier": "concrete",
    }
    assert ids(found["waits"]["needs"]) == ["dig"]
    assert found["breaks"]["kept"].value == pytest.approx(0, abs=1e-6)  # type: ignore[union-attr]
    assert found["keeps"]["kept"].value == pytest.approx(1, abs=1e-6)  # type: ignore[union-attr]
    assert found["refrains"]["kept"].value == pytest.approx(1, abs=1e-6)  # type: ignore[union-attr]
    assert found["keeps"]["enforced"].value == 1, "B would lose 3 by leaving"  # type: ignore[union-attr]
    assert found["breaks"]["enforced"].value == 0, "D gains 1 by leaving"  # type: ignore[union-attr]
    assert (found["earlier"]["made_there"], found["keeps"]["made_there"]) == (False, True)
    assert given.headline.fields["concrete"] == 3, "an earlier pledge did not come of the meeting"
    assert given.headline.fields["pledges"] == 7
    vague = of(given, "outcome.pledge.untestable")[0]
    assert vague.kind == "reported"
    assert vague.fields["says"] == ("be friends",)


def test_what_nobody_pledged_is_potential() -> None:
    assert ids(of(ask(), "outcome.potential")[0].fields["options"]) == ["link"]
    assert of(ask(pledges={"p": {"by": "A", "act": "link"}}), "outcome.potential") == []
