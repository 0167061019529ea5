"""What nobody said: an effect on a third party is news until a claim speaks of it, and only if it takes several inputs to have it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from summitry.dossier.language import parse_question
from summitry.dossier.model import Dossier
from summitry.questions import catalogue, unsaid
from summitry.questions.answer import Finding
from summitry.questions.ask import open_study
from summitry.questions.contrast import Study
from summitry.questions.opinion import opinion

COST, GAIN = "consequences[help].costs.C", "consequences[help and meet].gains.C"


def bench(draws: int = 120, *means: str, **parts: Any) -> Study:
    """A and B meet. C then helps, if what that is worth to it once they met is more than it costs; help takes 5 from D."""
    data: dict[str, Any] = {
        "summitry": 1, "id": "case", "title": "Case", "event": "meet", "actors": {a: f"{a}land" for a in "ABCD"},
        "issues": {"j": {"scale": {"none": 0, "all": 100}, "status_quo": 50, "stakes": {"D": {"position": 100, "salience": 50}}}},
        "options": {"meet": {"by": ["A", "B"]}, "help": {"by": "C"}, "other": {"by": "C"}},
        "consequences": [
            {"when": "meet", "gains": {"A": 4, "B": 4}},
            {"when": "help", "costs": {"C": "between 0 and 5", "D": 5}},
            {"when": "help and meet", "gains": {"C": "between 2 and 6"}},
        ],
        "claims": {f"c{q}": {"says": m, "means": m} for q, m in enumerate(means)},
        "questions": ["what came of meet"],
        **parts,
    }  # fmt: skip
    return open_study(Dossier.model_validate(data), draws=draws)


def news(study: Study, coders: Study | None = None, question: str = "what came of meet") -> list[Finding]:
    asked = parse_question(question, study.dossier)
    catalogue.prepare(study, [asked])
    catalogue.answer(study, asked)
    return list(unsaid.unsaid(study, asked, coders))


def pairs(found: list[Finding]) -> list[tuple[str, str]]:
    return [(f.fields["cause"].id, f.fields["target"].id) for f in found]  # type: ignore[union-attr]


def test_what_a_meeting_makes_a_third_party_do_is_news() -> None:
    study = bench()
    (found,) = news(study)
    comes = study.input(GAIN) > study.input(COST)
    assert pairs([found]) == [("meet", "help")], "of all effects of the meeting the largest only"
    assert (found.key, found.fields["kind"], found.fields["more"]) == ("news.act", "act", True)
    assert found.fields["size"].value == pytest.approx(100 * np.mean(comes), abs=0.1)  # type: ignore[union-attr]
    assert set(found.basis.inputs) == {COST, GAIN}  # type: ignore[union-attr]
    assert found.agrees is True
    assert found.holds is not None
    assert found.holds.all(), "help never comes less often"


@pytest.mark.parametrize(
    "means", ["meet brings about help", "meet makes C do help", "nothing came of meet", "C will do help"]
)
def test_only_a_claim_that_names_both_ends_speaks_of_it(means: str) -> None:
    speaks = "meet" in means and "help" in means
    assert (("meet", "help") in pairs(news(bench(120, means)))) is not speaks


def test_a_false_claim_speaks_of_it_too_and_one_about_more_does_not() -> None:
    assert ("meet", "help") not in pairs(news(bench(120, "meet makes C do (not help)")))
    assert ("meet", "help") in pairs(news(bench(120, "D does meet so that C does help"))), "it speaks of D as well"


def test_taking_the_claim_out_makes_it_news_again() -> None:
    said, unsaid_ = bench(120, "meet brings about help"), bench()
    assert pairs(news(said)) == [("meet", "D")], "then what D loses by it is the largest that nobody said"
    assert pairs(news(unsaid_)) == [("meet", "help")]
    assert pairs(news(bench(120, "meet brings about help", "meet helps D"))) == []


def test_what_an_actor_loses_through_others_is_told_in_its_points() -> None:
    """5 at salience 50 are 10 points of j, all of them by C's answer."""
    (found,) = news(bench(120, "meet brings about help"))
    assert (found.key, found.fields["more"], found.fields["part"]) == ("news.worth", False, 1.0)
    assert found.fields["size"].value == pytest.approx(-10, abs=0.1)  # type: ignore[union-attr]
    assert found.fields["size"].unit.id == "j"  # type: ignore[union-attr]


def test_what_the_act_costs_by_itself_is_no_news() -> None:
    """The meeting itself takes 30 from D: less than a fifth of that comes through C."""
    study = bench(120, "meet brings about help", consequences=[
        {"when": "meet", "gains": {"A": 4, "B": 4}, "costs": {"D": 30}},
        {"when": "help", "costs": {"C": "between 0 and 5", "D": 5}},
        {"when": "help and meet", "gains": {"C": "between 2 and 6"}},
    ])  # fmt: skip
    assert news(study) == []


def test_what_turns_on_one_input_or_none_is_no_news() -> None:
    exact = bench(consequences=[
        {"when": "meet", "gains": {"A": 4, "B": 4}},
        {"when": "help", "costs": {"C": "between 0 and 5", "D": 5}},
        {"when": "help and meet", "gains": {"C": 4}},
    ])  # fmt: skip
    assert news(exact) == []


def test_what_needs_an_act_is_no_news() -> None:
    """`help` needs the meeting: that is a rule of the dossier, and no effect."""
    needing = bench(options={"meet": {"by": ["A", "B"]}, "help": {"by": "C", "needs": "meet"}})
    assert ("meet", "help") not in pairs(news(needing))


def test_too_few_draws_find_nothing() -> None:
    assert news(bench(6)) == []


def test_what_other_coders_see_the_other_way_is_no_news() -> None:
    """To these coders help pays as long as nobody met: the meeting ends it."""
    study = bench()
    draws = {p: np.full(40, float(v[0])) for p, v in study.worlds.game.values.items()}
    alike = study.revalued({**draws, COST: np.full(40, 1.0), GAIN: np.full(40, 4.0)})
    other = study.revalued({**draws, COST: np.full(40, -1.0), GAIN: np.full(40, -4.0)})
    mixed = study.revalued({**draws, COST: np.repeat([1.0, -1.0], [30, 10]), GAIN: np.repeat([4.0, -4.0], [30, 10])})
    assert pairs(news(study, alike)) == [("meet", "help")]
    assert ("meet", "help") not in pairs(news(study, other))
    assert ("meet", "help") not in pairs(news(study, mixed)), "a quarter of them is too many"


def test_a_brief_tells_it_under_one_question_only() -> None:
    scale = {"none": 0, "all": 100}
    stakes = {"A": {"position": 60, "salience": 50}, "D": {"position": 100, "salience": 50}}
    issues = {"j": {"scale": scale, "status_quo": 50, "stakes": stakes}}
    study = bench(60, issues=issues, questions=["why A wants meet", "what came of meet"])
    asked = catalogue.usual(study.dossier)
    assert [pairs(news(study, None, q.text)) for q in asked] == [[("meet", "help")]] * 2, "each alone has it"
    assert [pairs(list(group)) for group in opinion(study, asked).news] == [[("meet", "help")], []]
    said = bench(60, "meet brings about help", "meet helps D", issues=issues)
    assert opinion(said, catalogue.usual(said.dossier)).news == ((),)
