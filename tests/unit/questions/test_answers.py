"""Answers to small cases whose right answer is known by construction."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from summitry.dossier.model import Dossier
from summitry.errors import QuestionError
from summitry.questions.answer import Answer, Finding
from summitry.questions.ask import answer, open_study
from summitry.questions.contrast import wilson
from summitry.questions.meter import by_fit, by_induced

MEETING: dict[str, Any] = {
    "summitry": 1, "id": "meeting", "title": "Meeting", "event": "meet",
    "actors": {"A": "Aland", "B": "Bland", "C": "Cland"},
    "issues": {
        "rank": {"scale": {"low": 0, "high": 100}, "status_quo": 20,
                 "stakes": {"A": {"position": 90, "salience": 60}, "B": {"position": 80, "salience": 40}}},
        "trade": {"scale": {"low": 0, "high": 100}, "status_quo": 50,
                  "stakes": {"A": {"position": 50, "salience": 50}, "C": {"position": 20, "salience": 80}}},
    },
    "options": {
        "meet": {"by": ["A", "B"]}, "arm": {"by": "A"}, "punish": {"by": "C"},
        "aid": {"by": "B"}, "law": {"by": "C"},
    },
    "now": ["aid"],
    "consequences": [
        {"when": "meet", "moves": {"rank": 20}, "costs": {"A": 1, "B": 1}},
        {"when": "arm", "gains": {"A": 4}},
        {"when": "punish", "costs": {"A": 30, "C": 2}},
        {"when": "arm and punish", "gains": {"C": 9}},
        {"when": "aid", "gains": {"A": 6, "B": 1}},
        {"when": "law", "moves": {"rank": 30}, "costs": {"C": 3}},
    ],
}  # fmt: skip


def ask(text: str, **changes: Any) -> Answer:
    return answer(open_study(Dossier.model_validate({**MEETING, **changes}), draws=4), text)


def found(given: Answer, key: str) -> Finding:
    return next(f for f in given.findings if f.key == key)


def test_only_one_stake_brings_the_meeting_about() -> None:
    given = ask("why A wants meet")
    assert given.headline.key == "headline.nothing"  # all of A's gain is what was typed for the meeting
    assert given.findings[0].key == "motive.headline.held"
    assert [[ref.id for ref in group] for group in given.findings[0].fields["reasons"]] == [["rank"]]  # type: ignore[union-attr]
    assert [ref.id for ref in found(given, "motive.insufficient").fields["issues"]] == ["trade"]  # type: ignore[union-attr]
    assert found(given, "motive.necessary").fields["issue"].id == "rank"  # type: ignore[union-attr]


def test_without_the_effect_nobody_meets_and_the_other_is_named() -> None:
    still = [
        c if c["when"] != "meet" else {"when": "meet", "costs": {"B": 1}, "gains": {"A": 3}}
        for c in MEETING["consequences"]
    ]
    given = ask("why A wants meet", consequences=still)
    assert given.headline.key == "motive.headline.refused"
    assert [ref.id for ref in given.headline.fields["who"]] == ["B"]  # type: ignore[union-attr]


def test_shared_stretch_by_formula() -> None:
    """Both want rank up from 20: A by 70, B by 60; they share 60, and the meeting alone delivers 20 of it."""
    given = ask("what A and B share")
    stretch = next(f for f in given.findings if f.key == "common-ground.stretch")
    assert stretch.fields["stretch"].value == pytest.approx(60)  # type: ignore[union-attr]
    assert stretch.fields["alone"].value == pytest.approx(20)  # type: ignore[union-attr]
    release = found(given, "common-ground.release")
    assert [ref.id for ref in release.fields["acts"]] == ["law"]  # type: ignore[union-attr]


def test_what_others_would_answer_deters() -> None:
    """Arming brings A 4; C then punishes (9 - 2) and A loses 30. Looking ahead, A leaves it."""
    given = ask("how A plays")
    deterred = found(given, "strategy.deterred")
    assert deterred.fields["option"].id == "arm"  # type: ignore[union-attr]
    assert deterred.fields["answer"].id == "punish"  # type: ignore[union-attr]
    assert deterred.agrees is False


def test_worth_of_an_actor_by_channel() -> None:
    """Without B: no aid (6) and no meeting (20 points of rank at .6, less 1)."""
    given = ask("what B is worth to A")
    worth = found(given, "importance.worth").fields["worth"]
    assert worth.value == pytest.approx((6 + 0.6 * 20 - 1) / 0.6, abs=0.1)  # type: ignore[union-attr]
    assert {f.fields["option"].id for f in given.findings if f.key == "importance.channel"} == {"meet", "aid"}  # type: ignore[union-attr]


def test_an_act_that_somebody_typed_is_assumed_and_no_headline() -> None:
    plain = {**MEETING, "options": {"meet": {"by": ["A", "B"]}}, "now": [], "consequences": MEETING["consequences"][:1]}
    given = answer(open_study(Dossier.model_validate(plain), draws=4), "why A wants meet")
    assert given.headline.key == "headline.nothing"
    assert given.headline.kind == "follows"
    assert given.findings[0].kind == "assumed"


def test_what_came_of_it_and_pledges() -> None:
    pledges = {
        "keep": {"by": "B", "act": "aid", "says": "go on", "due": "2030-01-01", "made_at": "meet"},
        "loose": {"by": "C", "act": "law", "says": "pass a law"},
    }
    given = ask("what came of meet", pledges=pledges)
    status = {f.fields["pledge"].id: f.fields["status"] for f in given.findings if f.key == "outcome.pledge"}  # type: ignore[union-attr]
    assert status == {"keep": "concrete", "loose": "declared"}
    assert given.headline.fields["concrete"] == 1


def test_a_question_that_lacks_something_says_what() -> None:
    with pytest.raises(QuestionError) as caught:
        ask("what A and C share", issues={"rank": MEETING["issues"]["rank"]}, consequences=[])
    assert any("C has no stake" in line for line in caught.value.missing)


def test_meter() -> None:
    same = np.full(4, 5.0)
    assert by_induced(same, same).assumed
    assert not by_induced(same, np.zeros(4)).assumed
    x = np.arange(10.0)
    assert by_fit(3 * x + 1, [x]).assumed
    assert not by_fit(np.sin(7 * x), [x]).assumed


def test_wilson_interval_of_a_small_sample() -> None:
    """8 of 10 at z = 1.645: (0.9353 ± 0.2482) / 1.2706, worked by hand."""
    share = wilson(0.8, 10)
    assert (share.low, share.high) == (pytest.approx(0.541, abs=1e-3), pytest.approx(0.931, abs=1e-3))
