"""Standing checks: each must pass where all is well, and must fail where something was put wrong on purpose."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from summitry.dossier.language import Question, parse_question
from summitry.dossier.model import Dossier
from summitry.questions import catalogue, checks
from summitry.questions.answer import Answer, Computed, Finding
from summitry.questions.ask import open_study
from summitry.questions.contrast import Study
from summitry.worlds.interventions import hold
from tests.oracle.toy import TOY

SCALE = {"none": 0, "all": 100}


def stake(position: Any, salience: Any = 50) -> dict[str, Any]:
    return {"position": position, "salience": salience}


def bench(draws: int = 10, **parts: Any) -> Study:
    data: dict[str, Any] = {
        "summitry": 1, "id": "case", "title": "Case", "actors": {a: f"{a}land" for a in "ABC"},
        "issues": {"j": {"scale": SCALE, "status_quo": 50, "stakes": {"A": stake(100)}}}, **parts,
    }  # fmt: skip
    return open_study(Dossier.model_validate(data), draws=draws)


def asked(study: Study, *texts: str) -> tuple[list[Question], list[Answer]]:
    questions = [parse_question(text, study.dossier) for text in texts]
    catalogue.prepare(study, questions)
    return questions, [catalogue.answer(study, q) for q in questions]


def of(answer: Answer, key: str, option: str) -> Finding:
    return next(f for f in answer.findings if f.key == key and f.fields["option"].id == option)  # type: ignore[union-attr]


# ---------------------------------------------------------------- second coder

# p brings A 5 and costs it 4.9; q brings 5 and costs 1. Another coder reads each effect up to half as much again, or two thirds.
EDGE = [
    {"when": "p", "gains": {"A": 5}, "costs": {"A": 4.9}},
    {"when": "q", "gains": {"A": 5}, "costs": {"A": 1}},
]
ACTS: dict[str, Any] = {"p": {"by": "A"}, "q": {"by": "A"}}


def test_a_knife_edge_is_fragile_and_a_wide_margin_is_not() -> None:
    """5/1.5 − 1·1.5 > 0 for q, whoever reads it; for p one coder in two sees a loss."""
    study = bench(options=ACTS, consequences=EDGE)
    questions, (plain,) = asked(study, "what next")
    others = checks.second_coder(study, questions, checks.CODERS)
    found = checks.marked(plain, others.answers[0], others.study)
    assert others.count == 40
    edge, wide = (of(found, "next.option", o) for o in "pq")
    gain, cost = (others.study.input(f"consequences[p].{part}.A") for part in ("gains", "costs"))
    assert edge.fragile is not None
    assert edge.fragile.value == np.mean(gain > cost)
    assert 0.3 < edge.fragile.value < 0.7
    assert wide.fragile is None
    assert found.headline.fragile is not None, "that both come is no surer than that one of them does"
    assert checks.survivors([plain])[0] == checks.survivors([plain])[1] == 3, "before marking all are firm"
    assert checks.survivors([found]) == (1, 3)


def test_coders_read_within_their_bounds_and_alike_each_time() -> None:
    """Positions 12 per cent of the scale, saliences 15 points, effects between two thirds and half as much again."""
    study = bench(
        issues={"j": {"scale": {"none": 0, "all": 200}, "status_quo": 50, "stakes": {"A": stake("90 to 110", 40), "B": stake(195)}}},
        options=ACTS,
        consequences=EDGE,
    )  # fmt: skip
    questions, _ = asked(study, "what next")
    one, two = (checks.second_coder(study, questions, coders=60).study for _ in range(2))
    for path, low, high in (
        ("issues.j.stakes.A.position", 100 - 24, 100 + 24),
        ("issues.j.stakes.B.position", 195 - 24, 200),
        ("issues.j.stakes.A.salience", 25, 55),
        ("issues.j.status_quo", 50, 50),
        ("consequences[q].gains.A", 5 / 1.5, 7.5),
    ):
        values = one.input(path)
        assert np.array_equal(values, two.input(path))
        assert len(values) == 60
        assert low - 1e-9 <= values.min() <= low + 0.15 * (high - low) + 1e-9, path
        assert high - 0.15 * (high - low) - 1e-9 <= values.max() <= high + 1e-9, path
    assert not np.allclose(
        np.corrcoef(one.input("consequences[p].gains.A"), one.input("consequences[q].gains.A"))[0, 1], 1
    )


def test_there_are_half_as_many_coders_as_draws_but_neither_few_nor_very_many() -> None:
    benches = [bench(draws=draws, options=ACTS, consequences=EDGE) for draws in (4, 50, 200)]
    assert [checks.second_coder(study, asked(study, "what next")[0]).count for study in benches] == [12, 25, 40]


def test_what_is_open_or_a_list_cannot_be_fragile() -> None:
    study = bench(draws=40, options=ACTS, consequences=[{"when": "p", "gains": {"A": "between -1 and 1"}}, EDGE[1]])
    questions, (plain,) = asked(study, "what next")
    others = checks.second_coder(study, questions)
    unsure = of(plain, "next.option", "p")
    assert checks.survival(unsure, others.answers[0], others.study) is None
    resting = next(f for f in plain.findings if f.key == "next.rest")
    assert checks.survival(resting, others.answers[0], others.study) is None


def test_a_sentence_that_other_coders_do_not_say_at_all() -> None:
    study = bench(options=ACTS, consequences=EDGE)
    questions, (plain,) = asked(study, "what next")
    others = checks.second_coder(study, questions)
    mute = replace(others.answers[0], findings=())
    found = checks.survival(of(plain, "next.option", "q"), mute, others.study)
    assert found is not None
    assert (found.value, found.draws) == (0, 0)


# ---------------------------------------------------------------- placebo

FAME: dict[str, Any] = {
    "event": "meet",
    "options": {"meet": {"by": ["A", "B"]}, "echo": {"by": "C"}},
    "consequences": [
        {"when": "meet", "moves": {"fame": 10}, "gains": {"B": 20}},
        {"when": "echo", "costs": {"C": 20}, "moves": {"fame": 10}},
        {"when": "echo and meet", "gains": {"C": 40}},
    ],
}


def fame(**positions: float) -> dict[str, Any]:
    return {"fame": {"scale": SCALE, "status_quo": 50, "stakes": {a: stake(x) for a, x in positions.items()}}}


def test_placebo_counts_the_shufflings_in_which_the_same_is_said() -> None:
    """The meeting and C's echo raise fame. In A's hands its own stake (100) is a reason to meet, C's (0) is one against it."""
    study = bench(draws=3, issues=fame(A=100, C=0), **FAME)
    questions, answers = asked(study, "why A wants meet")
    assert answers[0].headline.key == "motive.headline.held"
    mine = [checks.shuffled(study.dossier, k, 0).issues["fame"].stakes["A"].position.mode == 100 for k in range(12)]  # type: ignore[union-attr]
    assert 0 < sum(mine) < 12
    (found,) = checks.placebo(study, questions, answers, shuffles=12, draws=3)
    assert (found.ask, found.shuffles, found.same) == ("why A wants meet", 12, sum(mine))
    assert found.sure is not None
    assert found.same <= found.sure <= 12
    (read,) = checks.shuffled_readings(study, answers, shuffles=12)
    assert (read.sure, read.same) == (None, sum(mine))


def test_stakes_that_are_alike_can_be_shuffled_without_end() -> None:
    study = bench(draws=3, issues=fame(A=100, C=100), **FAME)
    questions, answers = asked(study, "why A wants meet")
    (found,) = checks.placebo(study, questions, answers, shuffles=4, draws=3)
    assert (found.sure, found.same) == (4, 4)


def test_an_open_headline_is_never_sure() -> None:
    """What meeting costs A is worth its fame in half of the draws: no shuffling makes that sure."""
    parts = copy.deepcopy(FAME)
    parts["consequences"][0]["costs"] = {"A": "between 0 and 20"}
    study = bench(draws=20, issues=fame(A=100, C=100), **parts)
    questions, answers = asked(study, "why A wants meet")
    assert answers[0].headline.key == "motive.headline.open"
    (found,) = checks.placebo(study, questions, answers, shuffles=2, draws=20)
    assert (found.sure, found.same) == (0, 0)


def test_shuffled_stakes_are_the_same_stakes_in_other_hands() -> None:
    dossier = Dossier.model_validate(TOY)
    other = checks.shuffled(dossier, 3, 0)
    assert other != dossier
    for j, issue in dossier.issues.items():
        texts = [
            sorted((s.position.text, s.salience.text) for s in i.stakes.values()) for i in (issue, other.issues[j])
        ]  # type: ignore[union-attr]
        assert texts[0] == texts[1]
    assert checks.shuffled(dossier, 3, 0) == other


# ---------------------------------------------------------------- dominance


def test_an_act_that_pays_whatever_others_do_is_dominant() -> None:
    study = bench(options={"p": {"by": "A"}, "q": {"by": "B"}},
                  consequences=[{"when": "p", "gains": {"A": 3}}, {"when": "q", "gains": {"B": 2}}])  # fmt: skip
    asked(study, "what next")
    found = checks.dominance(study)
    assert set(found) == {"A", "B"}, "C can do nothing"
    assert found["A"].tolist() == found["B"].tolist() == [1] * 10


def test_a_combination_that_turns_it_ends_dominance() -> None:
    """q costs B 2, and brings it `between 0 and 4` where A did p: best either way only where that is less than 2."""
    study = bench(
        draws=40,
        options={"p": {"by": "A"}, "q": {"by": "B"}},
        consequences=[
            {"when": "p", "gains": {"A": 3}},
            {"when": "q", "costs": {"B": 2}},
            {"when": "p and q", "gains": {"B": "between 0 and 4"}},
        ],
    )
    study.prepare([hold("p"), hold("p", False)])
    found = checks.dominance(study)
    turned = study.input("consequences[p and q].gains.B") > 2
    assert found["A"].tolist() == [1] * 40
    assert found["B"].tolist() == (~turned).astype(float).tolist()
    assert 0 < found["B"].mean() < 1


# ---------------------------------------------------------------- lists against stakes


def listed(*preferences: str) -> Study:
    """By its stake A gains 10 by p and 5 by q; in all four states of p and q somebody lands."""
    study = bench(
        draws=2,
        options=ACTS,
        consequences=[{"when": "p", "moves": {"j": 20}}, {"when": "q", "moves": {"j": 10}}],
        preferences={"A": list(preferences)},
    )
    study.prepare([hold("p", one) + hold("q", two) for one in (True, False) for two in (True, False)])
    return study


def test_a_list_that_agrees_with_the_stakes() -> None:
    (found,) = checks.lists_against_stakes(listed("p", "q"))
    assert (found.actor, found.tau, found.apart) == ("A", 1.0, ())


def test_a_list_that_puts_the_smaller_gain_first() -> None:
    """{}, p, q, pq against {}, q, p, pq: one pair of six is the other way round."""
    (found,) = checks.lists_against_stakes(listed("q", "p"))
    assert found.tau == pytest.approx(4 / 6)
    ((one, two),) = found.apart
    assert {one, two} == {("p",), ("q",)}


def test_a_list_that_turns_all_round() -> None:
    (found,) = checks.lists_against_stakes(listed("not p", "not q"))
    assert found.tau == pytest.approx(-1)
    assert len(found.apart) == 3, "of six, the furthest apart"
    assert set(found.apart[0]) == {(), ("p", "q")}


def test_a_list_without_stakes_is_compared_with_nothing() -> None:
    study = bench(draws=2, options={"p": {"by": "B"}}, preferences={"B": ["p"]})
    asked(study, "what next")
    assert checks.lists_against_stakes(study) == ()


# ---------------------------------------------------------------- order


def ranged_toy(**parts: Any) -> dict[str, Any]:
    """The toy summit with a range of eight points for every salience."""
    data = copy.deepcopy(TOY)
    for entry in data["issues"].values():
        for held in entry["stakes"].values():
            held["salience"] = f"{held['salience'] - 4} to {held['salience'] + 4}"
    return {**data, **parts}


QUESTIONS = (
    "why RUS wants summit",
    "what RUS and PRK share",
    "how PRK plays",
    "what RUS is worth to PRK",
    "what came of summit",
)


@pytest.fixture(scope="module")
def toy() -> tuple[Study, list[Question], list[Answer]]:
    study = open_study(Dossier.model_validate(ranged_toy()), draws=200)
    return (study, *asked(study, *QUESTIONS))


def test_the_order_of_lines_changes_no_digit(toy: tuple[Study, list[Question], list[Answer]]) -> None:
    study, questions, _ = toy
    turned = checks.permuted(study.dossier)
    assert list(turned.options) == list(study.dossier.options)[::-1]
    assert list(turned.issues["lead"].stakes) == ["USA", "PRK", "RUS"]
    assert turned.consequences == study.dossier.consequences[::-1]
    assert checks.same_in_any_order(study, questions, draws=2)


def test_a_number_that_did_depend_on_the_order_would_be_seen(
    toy: tuple[Study, list[Question], list[Answer]], monkeypatch: pytest.MonkeyPatch
) -> None:
    study, questions, _ = toy
    moved = copy.deepcopy(ranged_toy())
    moved["issues"]["lead"]["status_quo"] = 75.001
    monkeypatch.setattr(checks, "permuted", lambda dossier: Dossier.model_validate(moved))
    assert not checks.same_in_any_order(study, questions, draws=2)


# ---------------------------------------------------------------- audit


def test_every_sentence_of_the_toy_knows_its_inputs(toy: tuple[Study, list[Question], list[Answer]]) -> None:
    study, questions, answers = toy
    found = checks.audit(study, questions, answers)
    assert len(found) == len(questions)
    assert all(row.passes for rows in found for row in rows), [r for rows in found for r in rows if not r.passes]
    assert sum(len(row.moves) for rows in found for row in rows) > 10, "it had something to look at"


def test_a_wrongly_named_input_is_caught() -> None:
    """C's stake in an issue that nothing moves is in no sentence about A's acts."""
    data = ranged_toy()
    data["issues"]["weather"] = {"scale": SCALE, "status_quo": 50, "stakes": {"USA": stake(50, "20 to 40")}}
    study = open_study(Dossier.model_validate(data), draws=200)
    questions, answers = asked(study, "why RUS wants summit")
    wrong = "issues.weather.stakes.USA.salience"
    q, finding = next((q, f) for q, f in enumerate(answers[0].findings) if checks.inputs(f) and f.traces)
    assert isinstance(finding.basis, Computed)
    bad = replace(finding, basis=replace(finding.basis, inputs=(*finding.basis.inputs, wrong)))
    spoilt = replace(answers[0], findings=(*answers[0].findings[:q], bad, *answers[0].findings[q + 1 :]))
    (good_rows,), (bad_rows,) = (checks.audit(study, questions, [a]) for a in (answers[0], spoilt))
    assert all(row.passes for row in good_rows)
    caught = [row for row in bad_rows if not row.passes]
    assert [(row.key, row.idle) for row in caught] == [(finding.key, (wrong,))]


def test_an_input_that_a_read_off_sentence_does_not_name_is_caught() -> None:
    """How far A and B go the same way on j rests on two aims; with one of them struck out its numbers do not stand alone."""
    study = bench(
        draws=24,
        issues={
            "j": {"scale": SCALE, "status_quo": "20 to 30", "stakes": {"A": stake("60 to 90"), "B": stake("55 to 95")}}
        },
        options={"meet": {"by": ["A", "B"]}},
        consequences=[{"when": "meet", "moves": {"j": 20}}],
    )
    questions, answers = asked(study, "what A and B share")
    q, finding = next((q, f) for q, f in enumerate(answers[0].findings) if f.key == "common-ground.stretch")
    named = checks.inputs(finding)
    assert {"issues.j.stakes.A.position", "issues.j.stakes.B.position", "issues.j.status_quo"} <= set(named)
    assert isinstance(finding.basis, Computed)
    less = tuple(p for p in named if p != "issues.j.stakes.A.position")
    bad = replace(finding, basis=replace(finding.basis, inputs=less))
    spoilt = replace(answers[0], findings=(*answers[0].findings[:q], bad, *answers[0].findings[q + 1 :]))
    (good_rows,), (bad_rows,) = (checks.audit(study, questions, [a]) for a in (answers[0], spoilt))
    assert [row.alone for row in good_rows if row.key == finding.key] == [True]
    assert [(row.alone, row.passes) for row in bad_rows if row.key == finding.key] == [(False, False)]


def test_a_sentence_that_is_not_said_again_is_caught(toy: tuple[Study, list[Question], list[Answer]]) -> None:
    study, questions, answers = toy
    finding = next(f for f in answers[0].findings if checks.inputs(f) and f.traces)
    spoilt = replace(answers[0], findings=(replace(finding, key="motive.invented"),))
    (rows,) = checks.audit(study, questions[:1], [spoilt])
    assert [row.found for row in rows if row.key == "motive.invented"] == [False]
    assert not all(row.passes for row in rows)


# ---------------------------------------------------------------- all of them


def test_the_report_of_all_checks() -> None:
    data = ranged_toy(claims={"c": {"says": "c", "means": "RUS wants summit for standing"}})
    data["issues"]["standing"]["stakes"]["RUS"]["because"] = "c"
    study = open_study(Dossier.model_validate(data), draws=100)
    questions = [parse_question("why RUS wants summit", study.dossier)]
    stages: list[tuple[str, int, int]] = []
    report = checks.check_all(study, questions, lambda *stage: stages.append(stage))
    assert [s[1] for s in stages] == list(range(1, checks.STAGES + 1))
    assert all(s[2] == checks.STAGES for s in stages)
    assert report.passes
    assert report.same_order
    assert (report.draws, report.seed, report.coders, report.failing) == (100, 0, 40, ())
    assert report.kept + len(report.fragile) == report.firm
    assert report.circles == {"c": ("issues.standing.stakes.RUS.position", "issues.standing.stakes.RUS.salience")}
    assert set(report.dominance) == {"RUS", "PRK", "USA"}
    assert report.audited > 0
    assert not replace(report, same_order=False).passes
    assert not replace(report, failing=(("q", "k", "why"),)).passes
