"""A negotiation scenario of GENIUS (items × levels × parties) as the text of a dossier, and a dossier's issues as a scenario.

To a dossier: an issue becomes an issue, its levels points of the scale (their own numbers, or else 0, 1, 2 in the order of the file), and
what a party gets of them a worth curve: salience is the party's greatest utility on the issue, times 100. Lost: what no
agreement is worth, what time costs, and that nothing is agreed until every issue is. There are no options: who can do what is not in the file.
From a dossier: the labelled points of a scale become levels, with the worth of a curve or the nearness to a position; each
party's weights are made to sum to 1. Lost: all points without a label, and all that is not a stake.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.check import check
from summitry.dossier.document import Document
from summitry.dossier.model import Dossier, Issue, Stake
from summitry.errors import DossierError, ForeignFormatError, Problem
from summitry.formats.genius import GeniusIssue, Profile, Scenario
from summitry.formats.intake import Told, numeral, plain
from summitry.formats.naming import id_line, ids_of, quoted
from summitry.formats.spatial import Written, anywhere, sections_lost

MOST_SHOWN = 12
"""Levels of an integer issue that a worth curve lists one by one; above, the ends stand for a straight line."""


def scenario_text(scenario: Scenario, source: str, name: str = "") -> Written:
    """The text of a dossier that passes `check`; `source` is what the numbers come from, `name` stands for the file in messages.

    Raises
    ------
    ForeignFormatError : no issue has two levels. DossierError : it would not pass.
    """
    told = Told()
    kept = [i for i, issue in enumerate(scenario.issues) if len(issue.levels) > 1]
    told.lost += [f"issue {issue.name}: it has one level" for issue in scenario.issues if len(issue.levels) < 2]
    if not kept:
        raise ForeignFormatError([Problem("", "no issue has two levels", name, mend="A dossier needs one")])
    parties = ids_of((profile.name for profile in scenario.profiles), "party")
    keys = ids_of((scenario.issues[i].name for i in kept), "issue", taken=parties)
    shares = [_shares(profile, told) for profile in scenario.profiles]
    lines = ["summitry: 1", id_line(scenario.name), f"title: {quoted(scenario.name or source)}", "actors:"]
    lines += [f"  {key}: {quoted(profile.name)}" for key, profile in zip(parties, scenario.profiles, strict=True)]
    lines.append("issues:")
    for key, i in zip(keys, kept, strict=True):
        lines += _issue_lines(key, scenario.issues[i], [own[i] for own in shares], parties, source)
    told.lost += [
        f"reservation value {profile.reservation:g} of {profile.name}: a dossier derives what no agreement is worth"
        for profile in scenario.profiles
        if profile.reservation
    ]
    told.lost += [f"discount factor {p.discount:g} of {p.name}" for p in scenario.profiles if p.discount != 1]
    told.lost.append("that nothing is agreed until every issue is: write options, and deals that set them")
    told.notes.append("no status quo is said, so each may lie anywhere on its scale")
    text = "\n".join(lines) + "\n"
    outcome = check(Document.parse(text, name))
    if outcome.problems:
        raise DossierError(outcome.problems)
    return Written(text, told)


def _shares(profile: Profile, told: Told) -> list[NDArray[np.float64]]:
    """Utilities of a party, at most 1 on each issue."""
    most = max((float(utilities.max()) for utilities in profile.utilities), default=0.0)
    if most <= 1:
        return list(profile.utilities)
    told.lost.append(f"the level of utilities of {profile.name}: all are divided by {most:g}")
    return [utilities / most for utilities in profile.utilities]


def _issue_lines(
    key: str, issue: GeniusIssue, utilities: Sequence[NDArray[np.float64]], parties: Sequence[str], source: str
) -> Iterator[str]:
    points = _points(issue)
    shown = list(range(len(points)))
    if issue.lowest is not None and len(points) > MOST_SHOWN:
        shown = [0, len(points) - 1]
    scale = ", ".join(f"{quoted(issue.levels[q])}: {plain(points[q])}" for q in shown)
    yield f"  {key}:"
    if key != issue.name:
        yield f"    name: {quoted(issue.name)}"
    yield f"    scale: {{{scale}}}"
    yield f"    status_quo: {anywhere(min(points), max(points))}"
    yield f"    estimate: {quoted(f'no status quo in {source}')}"
    yield "    stakes:"
    for party, own in zip(parties, utilities, strict=True):
        best = float(own.max())
        if best > 0:
            worth = ", ".join(f"{quoted(issue.levels[q])}: {_plain(own[q] / best * 100)}" for q in _bends(own, shown))
            reason = quoted(f"utilities in {source}")
            yield f"      {party}: {{worth: {{{worth}}}, salience: {_plain(best * 100)}, estimate: {reason}}}"


def _plain(value: float) -> str:
    """A number without the noise of dividing and multiplying."""
    return plain(round(value, 9))


def _points(issue: GeniusIssue) -> list[float]:
    """Where the levels stand: at their own numbers where all are numbers and differ, or in the order of the file."""
    numbers = [numeral(level) for level in issue.levels]
    found = [float(number) for number in numbers if number is not None]
    return found if len(set(found)) == len(issue.levels) else [float(q) for q in range(len(issue.levels))]


def _bends(own: NDArray[np.float64], shown: Sequence[int]) -> list[int]:
    """Levels that a curve has to name: those shown, and where it bends (levels between are on a line)."""
    bends = [q for q in range(1, len(own) - 1) if abs(2 * own[q] - own[q - 1] - own[q + 1]) > 1e-9]
    return sorted({*shown, *bends})


# ---- a scenario of a dossier


def scenario_of(dossier: Dossier, name: str = "") -> tuple[Scenario, Told]:
    """The issues of a dossier as items with levels, and every actor that has a stake in one as a party.

    Raises
    ------
    ForeignFormatError : it has no issue, or nobody has a stake.
    """
    parties = [key for key in dossier.actors if any(key in issue.stakes for issue in dossier.issues.values())]
    if not parties:
        problem = Problem("issues", "there are no stakes, and utilities are made of them", name, mend="Write stakes")
        raise ForeignFormatError([problem])
    told = Told(list(sections_lost(dossier)))
    told.lost += [f"{key}: it has no stake" for key in dossier.actors if key not in parties]
    levels = {key: sorted(issue.scale.items(), key=lambda item: item[1]) for key, issue in dossier.issues.items()}
    issues = tuple(GeniusIssue(key, tuple(label for label, _ in points)) for key, points in levels.items())
    profiles = []
    for party in parties:
        own = [
            _utilities(issue, issue.stakes.get(party), [point for _, point in levels[key]])
            for key, issue in dossier.issues.items()
        ]
        total = sum(float(one.max()) for one in own) or 1.0
        if abs(total - 1) > 1e-9:
            told.lost.append(f"the level of saliences of {party}: weights sum to 1")
        profiles.append(Profile(party, tuple(one / total for one in own)))
    told.notes.append("points of scales without a label are no levels; every reservation value is 0")
    return Scenario(dossier.id, issues, tuple(profiles)), told


def _utilities(issue: Issue, stake: Stake | None, points: Sequence[float]) -> NDArray[np.float64]:
    """What levels are worth to an actor: salience and worth, both as shares of 100, in the middle of their ranges."""
    if stake is None:
        return np.zeros(len(points))
    if stake.worth:
        curve = sorted((point, worth.central()) for point, worth in stake.worth.items())
        worth = np.interp(points, [point for point, _ in curve], [value for _, value in curve])
    else:
        assert stake.position is not None, "position or worth"
        away = np.abs(np.array(points) - stake.position.central())
        worth = 100 - 100 * away / (issue.high - issue.low)
    return np.clip(worth, 0, 100) * stake.salience.central() / 1e4
