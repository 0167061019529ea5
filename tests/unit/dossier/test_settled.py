"""`settled` and `capability`: what is accepted, and every fault at its line with how to mend it."""

from __future__ import annotations

import pytest

from summitry.dossier.check import Checked, check
from summitry.dossier.document import Document

CASE = """\
summitry: 1
id: tariff
title: The tariff
actors:
  A: {name: Alpha}
  B: {name: Beta}
  C: {name: Gamma}
bodies:
  council: {members: {A: 2, B: 1}, passes: 2}
issues:
  rate:
    scale: {none: 0, full: 10}
    status_quo: 2
    settled: mean
    stakes:
      A: {position: 4 to 6, salience: 50}
      B: {position: 9, salience: 40}
      C: {position: 1, salience: 80}
"""


def checked(old: str = "", new: str = "") -> Checked:
    assert CASE.count(old) == 1 or not old, old
    return check(Document.parse(CASE.replace(old, new) if old else CASE, "tariff.summit.yaml"))


@pytest.mark.parametrize(
    "settled",
    [
        "mean",
        "{model: median, tie: middle}",
        "{model: nash, by: council}",
        "{model: scholz-java, rounds: 3}",
        "{model: winset, by: council, proposes: C}",
    ],
)
def test_a_model_by_name_or_with_what_it_asks_for(settled: str) -> None:
    found = checked("settled: mean", f"settled: {settled}")
    assert found.problems == ()
    assert found.dossier is not None
    model = found.dossier.issues["rate"].settled
    assert model is not None
    assert model.model in settled


@pytest.mark.parametrize(
    ("old", "new", "path", "message", "mend"),
    [
        ("settled: mean", "settled: average", "issues.rate.settled", "average", "mean"),
        ("settled: mean", "settled: {model: mean, by: counsil}", "issues.rate.settled.by", 'no body "counsil"', "Did you mean council?"),
        ("settled: mean", "settled: {model: winset, by: council}", "issues.rate.settled", "winset asks for proposes", "proposes: COM"),
        ("settled: mean", "settled: {model: winset, proposes: A}", "issues.rate.settled", "winset asks for by", "by: council"),
        ("settled: mean", "settled: {model: mean, proposes: A}", "issues.rate.settled.proposes", "knows nobody who proposes", "winset"),
        ("settled: mean", "settled: {model: winset, by: council, proposes: D}", "issues.rate.settled.proposes", 'no actor with a stake in rate "D"', "Known: A, B, C"),
        ("settled: mean", "settled: {model: mean, rounds: 3}", "issues.rate.settled.rounds", "mean has no rounds", "scholz-paper and scholz-java"),
        ("settled: mean", "settled: {model: nash, tie: upper}", "issues.rate.settled.tie", "nash has no ties", "Leave tie out"),
        ("settled: mean", "settled: {model: scholz-paper, rounds: 0}", "issues.rate.settled.rounds", "1", ""),
        ("position: 9", "worth: {none: 0, full: 100}", "issues.rate.stakes.B", "asks for positions, and B has worth", "Write its ideal as position"),
        ("{A: 2, B: 1}, passes: 2}", "{D: 2, E: 1}, passes: 2}", "issues.rate.settled.by", "no member of council has a stake", "D, E"),
        ("{name: Alpha}", "{name: Alpha, capability: 3}", "issues.rate.settled", "B, C have none", "all of them a capability, or none"),
        ("{name: Alpha}", "{name: Alpha, capability: -3}", "actors.A.capability", "expected a number from 0", "capability: 10"),
    ],
)  # fmt: skip
def test_each_fault_has_its_line_and_a_mend(old: str, new: str, path: str, message: str, mend: str) -> None:
    text = CASE.replace("settled: mean", "settled: {model: mean, by: council}") if "D: 2" in new else CASE
    assert text.count(old) == 1
    found = check(Document.parse(text.replace(old, new), "tariff.summit.yaml")).problems
    problem = next(p for p in found if p.path == path)
    assert message in str(problem)
    assert mend in str(problem)
    assert problem.line > 1


def test_nobody_to_settle_anything() -> None:
    text = CASE[: CASE.index("    stakes:")]
    (problem,) = check(Document.parse(text, "tariff.summit.yaml")).problems
    assert "nobody has a stake in rate" in str(problem)


def test_members_of_the_body_need_a_capability_and_others_need_none() -> None:
    text = CASE.replace("settled: mean", "settled: {model: mean, by: council}")
    text = text.replace("{name: Alpha}", "{name: Alpha, capability: 3}").replace(
        "{name: Beta}", "{name: Beta, capability: 1 to 2}"
    )
    assert check(Document.parse(text, "tariff.summit.yaml")).problems == ()


def test_to_settle_an_issue_is_to_do_something() -> None:
    """So there is no warning that an absence could take nothing away."""
    assert not any("an absence could take away" in str(w) for w in checked().warnings)
    assert any("an absence could take away" in str(w) for w in checked("    settled: mean\n", "").warnings)
