"""The three full cases: enough of their claims can be tested, nothing later enters a world, and outcomes change no number."""

from __future__ import annotations

from typing import Any

import pytest

from summitry.dossier.loading import as_dossier
from summitry.questions import catalogue, scoreboard, verdicts
from summitry.questions.ask import open_study, suited_draws
from summitry.questions.verdicts import KEYS

CASES = ("vladivostok-2019", "hanoi-2019", "six-party-talks-2005")


@pytest.mark.parametrize("name", CASES)
def test_seven_in_ten_claims_are_tested_and_each_has_one_verdict(name: str) -> None:
    case = as_dossier(name)
    found = verdicts.judge_all(open_study(case, draws=2))
    assert len(case.claims) >= 20
    assert found.tested >= 0.7 * len(case.claims)
    assert sum(found.count(k) for k in KEYS) == len(case.claims)
    assert all((v.share is None) == (v.short is None) for v in found.rows)


@pytest.mark.parametrize("name", CASES)
def test_nothing_later_than_as_of_is_a_reason_for_a_number(name: str) -> None:
    case = as_dossier(name)
    assert case.as_of is not None
    late = {f for f, fact in case.facts.items() if fact.known and fact.known > case.as_of}
    assert late, "outcomes rest on facts that became known later"
    reasons = [
        *(s.reasons() for issue in case.issues.values() for s in issue.stakes.values()),
        *(issue.reasons() for issue in case.issues.values()),
        *(c.reasons() for c in case.consequences),
        *(o.reasons() for o in case.options.values()),
    ]
    assert not late & {r for found in reasons for r in found}
    assert all(r.date > case.as_of for r in case.resolutions.values())
    assert all(claim.known is None or claim.known <= case.as_of for claim in case.claims.values())


def test_no_world_reads_an_outcome() -> None:
    """Outcomes turned round: the same answers and verdicts to the last digit, another scoreboard."""
    case = as_dossier("six-party-talks-2005")
    turned: Any = {
        k: r.model_copy(update={"came_true": not r.came_true}) if isinstance(r.came_true, bool) else r
        for k, r in case.resolutions.items()
    }
    benches = [open_study(d, draws=4) for d in (case, case.model_copy(update={"resolutions": turned}))]
    questions = catalogue.usual(case)[:4]
    answers = [[catalogue.answer(b, q).headline.fields for q in questions] for b in benches]
    assert answers[0] == answers[1]
    found = [verdicts.judge_all(b) for b in benches]
    assert [v.share for v in found[0].rows] == [v.share for v in found[1].rows]
    boards = [scoreboard.scoreboard(b, v) for b, v in zip(benches, found, strict=True)]
    assert boards[0] is not None
    assert boards[1] is not None
    assert {r.id for r in scoreboard.misses(boards[0])} & {r.id for r in scoreboard.misses(boards[1])} == set()
    assert scoreboard.misses(boards[0])


def test_the_larger_a_case_the_fewer_draws_it_takes() -> None:
    taken = {
        c: suited_draws(as_dossier(c)) for c in ("toy-summit", "six-party-talks-2005", "vladivostok-2019", "hanoi-2019")
    }
    assert taken["toy-summit"] == 200
    assert taken["six-party-talks-2005"] == 2000 // 13, "thirteen questions"
    assert 24 < taken["vladivostok-2019"] < 100
    assert taken["hanoi-2019"] == 24
