"""Why A wants E, on cases whose answer is known by construction."""

from __future__ import annotations

from typing import Any

import pytest

from summitry.dossier.model import Dossier
from summitry.errors import QuestionError
from summitry.questions.answer import Answer, Finding
from summitry.questions.ask import answer, open_study

SCALE = {"none": 0, "all": 100}


def issue(now: float = 50, **stakes: tuple[float, float]) -> dict[str, Any]:
    return {
        "scale": SCALE,
        "status_quo": now,
        "stakes": {a: {"position": x, "salience": s} for a, (x, s) in stakes.items()},
    }


def ask(text: str, **parts: Any) -> Answer:
    data: dict[str, Any] = {
        "summitry": 1, "id": "case", "title": "Case", "event": "meet",
        "actors": {a: f"{a}land" for a in "ABCDE"}, "options": {"meet": {"by": ["A", "B"]}}, **parts,
    }  # fmt: skip
    return answer(open_study(Dossier.model_validate(data), draws=3), text)


def of(given: Answer, key: str) -> list[Finding]:
    return [f for f in (given.headline, *given.findings) if f.key == key]


def ids(value: Any) -> list[Any]:
    return [ids(v) if isinstance(v, tuple) else v.id for v in value]


# Meeting raises fame by 20 and costs A 3 points; peace and land it leaves alone.
FAME = {
    "issues": {"fame": issue(A=(100, 50)), "land": issue(A=(100, 50)), "peace": issue(A=(100, 50))},
    "consequences": [{"when": "meet", "moves": {"fame": 20}, "costs": {"A": 3, "E": 4}, "gains": {"B": 5}}],
}


def test_one_stake_is_sufficient_and_necessary() -> None:
    """0.5 · 20 − 3 > 0 with fame alone; −3 with any other; and −3 without fame."""
    given = ask("why A wants meet", **FAME)
    headline = of(given, "motive.headline.held")[0]
    assert ids(headline.fields["reasons"]) == [["fame"]]
    assert headline.fields["held"].value == 1  # type: ignore[union-attr]
    assert headline.fields["reason_share"].value == 1  # type: ignore[union-attr]
    assert headline.fields["indifferent"] is False
    assert sorted(ids(of(given, "motive.insufficient")[0].fields["issues"])) == ["land", "peace"]
    assert [f.fields["issue"].id for f in of(given, "motive.necessary")] == ["fame"]  # type: ignore[union-attr]
    assert of(given, "motive.sufficient") == [], "the headline says it already"
    bars = {row.label[0].id: row.value for row in given.figure.rows}  # type: ignore[union-attr]
    assert bars == {"fame": 100, "land": 0, "peace": 0}


def test_gain_in_points_of_the_main_issue() -> None:
    """(0.5 · 20 − 3) / 0.5 = 14 points. All of it direct."""
    gain = of(ask("why A wants meet", **FAME), "motive.gain")[0]
    assert gain.fields["gain"].value == pytest.approx(14, abs=1e-3)  # type: ignore[union-attr]
    assert gain.fields["direct"].value == pytest.approx(14, abs=1e-3)  # type: ignore[union-attr]
    assert gain.fields["through"].id == "fame"  # type: ignore[union-attr]
    assert gain.kind == "assumed"
    assert gain.meter is not None
    assert gain.meter.value == pytest.approx(0, abs=1e-6)


def test_who_else_gains_and_who_loses() -> None:
    given = ask("why A wants meet", **FAME)
    gains, loses = of(given, "motive.also-gains")[0], of(given, "motive.loses")[0]
    assert (ids(gains.fields["who"]), ids(loses.fields["who"])) == (["B"], ["E"])
    assert gains.fields["amounts"][0].value == pytest.approx(5, abs=1e-3)  # type: ignore[index, union-attr]
    assert loses.fields["amounts"][0].value == pytest.approx(4, abs=1e-3)  # type: ignore[index, union-attr]


def test_a_pair_is_sufficient_where_no_single_stake_is() -> None:
    """Each of fame and land brings 5, the meeting costs 7."""
    given = ask(
        "why A wants meet",
        issues={"fame": issue(A=(100, 50)), "land": issue(A=(100, 50)), "peace": issue(A=(100, 50))},
        consequences=[{"when": "meet", "moves": {"fame": 10, "land": 10}, "costs": {"A": 7}, "gains": {"B": 5}}],
    )
    assert ids(of(given, "motive.headline.held")[0].fields["reasons"]) == [["fame", "land"]]
    assert sorted(f.fields["issue"].id for f in of(given, "motive.necessary")) == ["fame", "land"]  # type: ignore[union-attr]


def test_two_sufficient_stakes_are_neither_necessary() -> None:
    given = ask(
        "why A wants meet",
        issues={"fame": issue(A=(100, 50)), "land": issue(A=(100, 50))},
        consequences=[{"when": "meet", "moves": {"fame": 10, "land": 10}, "gains": {"B": 5}}],
    )
    assert sorted(ids(of(given, "motive.headline.held")[0].fields["reasons"])) == [["fame"], ["land"]]
    assert len(of(given, "motive.sufficient")) == 2
    assert of(given, "motive.necessary") == []


def test_an_event_that_pays_whatever_A_cares_for_has_no_reason() -> None:
    given = ask(
        "why A wants meet",
        issues={"fame": issue(A=(100, 50))},
        consequences=[{"when": "meet", "gains": {"A": 1, "B": 5}}],
    )
    assert of(given, "motive.headline.held")[0].fields["indifferent"] is True


def test_a_purely_direct_effect_is_no_headline() -> None:
    given = ask("why A wants meet", **FAME)
    assert given.headline.key == "headline.nothing"
    assert given.findings[0].key == "motive.headline.held"
    assert given.findings[0].kind == "assumed"


def test_what_others_do_in_answer_makes_it_follow() -> None:
    """The meeting brings A 2 points of fame by itself; C then helps (worth 5 to C only if they met), and that brings A 20 more."""
    given = ask(
        "why A wants meet",
        issues={"fame": issue(A=(100, 50))},
        options={"meet": {"by": ["A", "B"]}, "help": {"by": "C"}},
        consequences=[
            {"when": "meet", "moves": {"fame": 2}, "gains": {"B": 1}},
            {"when": "help", "moves": {"fame": 20}, "costs": {"C": 2}},
            {"when": "help and meet", "gains": {"C": 5}},
        ],
    )
    assert given.headline.key == "motive.headline.held"
    assert given.headline.kind == "follows"
    gain = of(given, "motive.gain")[0]
    assert gain.kind == "follows"
    assert gain.fields["gain"].value == pytest.approx(22, abs=0.1)  # type: ignore[union-attr]
    assert gain.fields["direct"].value == pytest.approx(2, abs=0.1)  # type: ignore[union-attr]
    assert gain.meter is not None
    assert gain.meter.value == pytest.approx(20 / 22, abs=0.01)


RACE: dict[str, Any] = {
    "issues": {"fame": issue(A=(100, 50))},
    "options": {
        "meet": {"by": ["A", "B"], "irreversible": True},
        "help": {"by": "C", "irreversible": True},
        "harm": {"by": "D", "irreversible": True},
    },
    "impossible": ["help and harm"],
}


def race(harm: float) -> Answer:
    """After the meeting whoever moves first, C or D, decides for good: +10 for A, or `harm`."""
    return ask(
        "why A wants meet",
        **RACE,
        consequences=[
            {"when": "meet", "gains": {"B": 1, "A": 0.5}},
            {"when": "help", "moves": {"fame": 20}, "costs": {"C": 1}},
            {"when": "harm", "moves": {"fame": harm}, "costs": {"D": 1}},
            {"when": "help and meet", "gains": {"C": 5}},
            {"when": "harm and meet", "gains": {"D": 5}},
        ],
    )


def test_win_win_fails_where_one_end_state_is_worse() -> None:
    win = of(race(-8), "motive.win-win")[0]
    assert win.fields["holds"] is False
    assert win.fields["share"].value == 0  # type: ignore[union-attr]
    assert win.fields["loss"].value == pytest.approx(8 - 1, abs=1e-3)  # type: ignore[union-attr]  # 0.5·8 − 0.5, at salience 50


def test_win_win_holds_where_the_worst_end_state_is_no_worse() -> None:
    win = of(race(4), "motive.win-win")[0]
    assert win.fields["holds"] is True
    assert win.fields["share"].value == 1  # type: ignore[union-attr]


def test_a_partner_that_loses_is_named_and_the_headline_counts_itself() -> None:
    given = ask(
        "why B wants meet",
        issues={"flow": issue(20, A=(20, 80), B=(100, 90))},
        consequences=[{"when": "meet", "moves": {"flow": 30}}],
    )
    assert given.headline.key == "motive.headline.refused"
    assert ids(given.headline.fields["who"]) == ["A"]
    assert given.missing
    would = of(given, "motive.would-gain")[0]
    assert would.kind == "assumed"
    assert would.fields["gain"].value == pytest.approx(30)  # type: ignore[union-attr]
    assert [f.fields["share"].value for f in given.changes] == [1.0], "the headline, that it fails, holds in every draw"  # type: ignore[union-attr]


def test_who_has_no_hand_in_it_cannot_be_asked_for() -> None:
    with pytest.raises(QuestionError) as caught:
        ask("why E wants meet", **FAME, preferences={})
    assert caught.value.missing
    with pytest.raises(QuestionError, match="no hand"):
        ask("why C wants meet", issues={"fame": issue(C=(1, 1))}, consequences=[])
    with pytest.raises(QuestionError, match="list of preferences"):
        ask("why A wants meet", preferences={"A": ["meet"]}, consequences=[])


def test_freedom_is_the_gain_kept_though_a_ratifier_must_agree() -> None:
    """A deal that the ratifier C loses by is not signed (0 kept); waive C and A has all of it. Where C gains, all is kept."""

    def freedom(c: float) -> float:
        given = ask(
            "why A wants meet",
            actors={"A": "A", "B": "B", "C": {"name": "C", "ratifies": "A"}},
            issues={"fame": issue(A=(100, 50))},
            options={
                "meet": {"by": ["A", "B"]},
                "deal": {"by": ["A", "B", "C"], "sets": {"x": "on"}},
                "x": {"by": "B"},
            },
            consequences=[
                {"when": "meet", "gains": {"A": 1, "B": 1}},
                {"when": "deal", "gains": {"A": 5, "B": 5, "C": c}},
            ],
        )
        return of(given, "motive.freedom")[0].fields["freedom"].value  # type: ignore[union-attr, return-value]

    assert freedom(-1) == pytest.approx(0, abs=1e-6)
    assert freedom(1) == pytest.approx(1, abs=1e-3)
