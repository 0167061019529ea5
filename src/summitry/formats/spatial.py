"""Spatial data, as the field's programs write it down (who wants what of which issue, how much, with what capability),
as the text of a dossier, and a dossier as spatial data.

To a dossier, lost: the coded outcome of an issue, and a short name that cannot be an id where there is a description too.
From a dossier, lost: ranges (their middles are written), worth curves (the point of greatest worth is written), and all that is
not a stake: options, consequences, bodies, what was said and where.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from summitry.dossier.check import check
from summitry.dossier.document import Document
from summitry.dossier.model import Actor, Dossier, Issue
from summitry.dossier.quantities import Quantity
from summitry.errors import DossierError, ForeignFormatError, Problem, TooLarge
from summitry.formats.intake import Told, plain
from summitry.formats.naming import id_line, ids_of, quoted

MOST_PAIRS = 200_000
LEAST, MOST = "least", "most"
"""Labels of a scale's ends where the other program has no words for them."""


@dataclass(frozen=True)
class SpatialActor:
    """`capability` >= 0 on a ratio scale of the file's own (None: not said)."""

    name: str
    description: str = ""
    capability: float | None = None


@dataclass(frozen=True)
class Point:
    """Where an actor stands on an issue (issue units), and its salience, 0 to 100."""

    position: float
    salience: float


@dataclass(frozen=True)
class SpatialIssue:
    """An issue, its scale (label and point, ascending; labels may be empty), and one entry an actor: None has no stake.

    `status_quo`, `outcome` : issue units; None: not said.
    """

    name: str
    scale: tuple[tuple[str, float], ...]
    points: tuple[Point | None, ...]
    description: str = ""
    status_quo: float | None = None
    outcome: float | None = None

    @property
    def low(self) -> float:
        return self.scale[0][1]

    @property
    def high(self) -> float:
        return self.scale[-1][1]


@dataclass(frozen=True)
class Spatial:
    """Actors and issues. Every issue has as many points as there are actors."""

    title: str
    actors: tuple[SpatialActor, ...]
    issues: tuple[SpatialIssue, ...]
    description: str = ""

    def __post_init__(self) -> None:
        assert all(len(issue.points) == len(self.actors) for issue in self.issues), "points: one an actor"
        assert all(issue.low < issue.high for issue in self.issues), "scale: its ends differ"


def require_room(actors: int, issues: int) -> None:
    """Raise TooLarge where there are too many pairs of an actor and an issue: a file of another kind looks like that."""
    if actors * issues > MOST_PAIRS:
        mend = "Is this a table of positions? Leave out what is not needed."
        raise TooLarge("Pairs of an actor and an issue", actors * issues, MOST_PAIRS, mend)


class Reading(NamedTuple):
    """Spatial data, and what a user is told of how it was read."""

    spatial: Spatial
    told: Told


class Written(NamedTuple):
    """A text, and what a user is told of how it was written."""

    text: str
    told: Told


# ---- a dossier of spatial data


def spatial_text(spatial: Spatial, source: str, name: str = "") -> Written:
    """The text of a dossier that passes `check`: actors, and issues with stakes, settled by the mean of the positions.

    An issue without a status quo gets its whole scale, `between its ends`.

    Parameters
    ----------
    source : what the numbers are said to come from, e.g. the file's name. name : stands for the file in messages.
    Raises
    ------
    ForeignFormatError : there is no issue. DossierError : it would not pass.
    """
    if not spatial.issues:
        raise ForeignFormatError([Problem("", "there is no issue, and a dossier needs one", name, mend="Add one")])
    told = Told()
    actors = ids_of((actor.name for actor in spatial.actors), "actor")
    issues = ids_of((issue.name for issue in spatial.issues), "issue", taken=actors)
    lines = [
        "summitry: 1",
        id_line(spatial.title),
        f"title: {quoted(spatial.title or source)}",
        *_actor_lines(spatial.actors, actors, f"estimate: {quoted(f'coded in {source}')}", told),
        "issues:",
    ]
    if spatial.description:
        told.lost.append(f'description of the whole: "{_short(spatial.description)}"')
    for key, issue in zip(issues, spatial.issues, strict=True):
        lines += _issue_lines(key, issue, spatial, actors, source)
        if issue.outcome is not None:
            told.lost.append(f"outcome {plain(issue.outcome)} of {issue.name}: resolutions speak of claims and options")
    if open_ones := [issue.name for issue in spatial.issues if issue.status_quo is None]:
        told.notes.append(f"no status quo is said of {', '.join(open_ones)}: it may lie anywhere on the scale")
    for issue in spatial.issues:
        if any(issue.points) and not _settles(issue, spatial.actors):
            told.notes.append(
                f"capability is said of some who have a stake in {issue.name} only, so it is not settled: mean"
            )
    text = "\n".join(lines) + "\n"
    outcome = check(Document.parse(text, name))
    if outcome.problems:
        raise DossierError(outcome.problems)
    return Written(text, told)


def _actor_lines(actors: Sequence[SpatialActor], ids: Sequence[str], reason: str, told: Told) -> Iterator[str]:
    yield "actors:"
    for key, actor in zip(ids, actors, strict=True):
        if actor.description and key != actor.name:
            told.lost.append(f'short name "{actor.name}": the dossier calls it {key}')
        fields = [f"name: {quoted(actor.description or actor.name)}"]
        if actor.capability is not None:
            fields += [f"capability: {plain(actor.capability)}", reason]
        yield f"  {key}: {{{', '.join(fields)}}}"


def _issue_lines(key: str, issue: SpatialIssue, spatial: Spatial, actors: Sequence[str], source: str) -> Iterator[str]:
    yield f"  {key}:"
    if key != issue.name:
        yield f"    name: {quoted(issue.name)}"
    if issue.description:
        yield f"    asks: {quoted(issue.description)}"
    yield f"    scale: {{{', '.join(f'{quoted(label)}: {plain(point)}' for label, point in _labelled(issue.scale))}}}"
    known = issue.status_quo is not None
    yield f"    status_quo: {plain(issue.status_quo or 0) if known else anywhere(issue.low, issue.high)}"
    yield f"    estimate: {quoted(f'reference point in {source}' if known else f'no reference point in {source}')}"
    if _settles(issue, spatial.actors):
        yield "    settled: mean"
    if any(point is not None for point in issue.points):
        yield "    stakes:"
    reason = quoted(f"coded in {source}")
    for actor, point in zip(actors, issue.points, strict=True):
        if point is not None:
            numbers = f"position: {plain(point.position)}, salience: {plain(point.salience)}"
            yield f"      {actor}: {{{numbers}, estimate: {reason}}}"


def _settles(issue: SpatialIssue, actors: Sequence[SpatialActor]) -> bool:
    """True if its outcome can be a mean: somebody has a stake, and a capability is said of all of those or of none."""
    said = {actor.capability is None for actor, point in zip(actors, issue.points, strict=True) if point is not None}
    return len(said) == 1


def anywhere(low: float, high: float) -> str:
    """The status quo of an issue of which nothing is known: anywhere on its scale."""
    return f"between {plain(low)} and {plain(high)}"


def _labelled(scale: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """A scale whose labels are all there and differ."""
    used: set[str] = set()
    for place, (label, point) in enumerate(scale):
        stand_in = LEAST if place == 0 else MOST if place == len(scale) - 1 else plain(point)
        base = found = label or stand_in
        count = 1
        while found in used:
            count += 1
            found = f"{base} ({count})"
        used.add(found)
        yield found, point


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


# ---- spatial data of a dossier


def spatial_of(dossier: Dossier, name: str = "") -> Reading:
    """The actors, issues and stakes of a dossier; `name` stands for the file in messages.

    Raises
    ------
    ForeignFormatError : it has no issue, or none with a scale of any length.
    """
    if not dossier.issues:
        problem = Problem("issues", "there are none, and spatial data is made of them", name, mend="Write issues")
        raise ForeignFormatError([problem])
    ranges: list[str] = []
    actors = tuple(
        SpatialActor(
            key,
            actor.name if actor.name != key else "",
            _capability(actor, f"capability of {key}", ranges),
        )
        for key, actor in dossier.actors.items()
    )
    issues = tuple(_issue_of(key, issue, dossier, ranges) for key, issue in dossier.issues.items())
    lost = list(_lost(dossier))
    if ranges:
        shown = ", ".join(ranges[:3]) + (", …" if len(ranges) > 3 else "")
        lost.insert(0, f"ranges ({len(ranges)}): their middles are written: {shown}")
    return Reading(Spatial(dossier.title, actors, issues), Told(lost))


def _capability(actor: Actor, what: str, ranges: list[str]) -> float | None:
    return None if actor.capability is None else _middle(actor.capability, what, ranges)


def _middle(value: Quantity, what: str, ranges: list[str], low: float = 0.0, high: float = float("inf")) -> float:
    """The middle of a quantity, within bounds; that it is one is noted."""
    if not value.is_exact:
        ranges.append(what)
    return min(max(value.central(), low), high) + 0.0


def _issue_of(key: str, issue: Issue, dossier: Dossier, ranges: list[str]) -> SpatialIssue:
    ordered = sorted(issue.scale.items(), key=lambda item: item[1])
    quo = issue.status_quo
    unknown = quo.kind == "between" and (quo.low, quo.high) == (issue.low, issue.high)
    return SpatialIssue(
        name=key,
        scale=tuple(("" if label in (LEAST, MOST) else label, float(point)) for label, point in ordered),
        points=tuple(_point(key, issue, actor, ranges) for actor in dossier.actors),
        description=issue.asks or issue.name or "",
        status_quo=None if unknown else _middle(quo, f"status quo of {key}", ranges, issue.low, issue.high),
    )


def _point(key: str, issue: Issue, actor: str, ranges: list[str]) -> Point | None:
    stake = issue.stakes.get(actor)
    if stake is None:
        return None
    salience = _middle(stake.salience, f"salience of {actor} on {key}", ranges, 0.0, 100.0)
    if stake.position is not None:
        return Point(_middle(stake.position, f"position of {actor} on {key}", ranges, issue.low, issue.high), salience)
    assert stake.worth, "position or worth"
    best, _ = max(stake.worth.items(), key=lambda item: item[1].central())
    return Point(best + 0.0, salience)


_SECTIONS = (
    *("bodies", "options", "consequences", "preferences", "beliefs", "ties", "people", "sources", "claims", "facts"),
    *("pledges", "resolutions", "questions", "variants"),
)


def _lost(dossier: Dossier) -> Iterator[str]:
    """A line for each thing that spatial data has no place for."""
    for key, issue in dossier.issues.items():
        curves = [actor for actor, stake in issue.stakes.items() if stake.worth]
        if curves:
            yield f"worth curves on {key} of {', '.join(curves)}: the point of greatest worth is written as the position"
        if issue.settled is not None and (issue.settled.model != "mean" or issue.settled.by):
            by = f" by {issue.settled.by}" if issue.settled.by else ""
            yield f"that {key} is settled{by}: {issue.settled.model}"
    yield from sections_lost(dossier)


def sections_lost(dossier: Dossier) -> Iterator[str]:
    """A line for each section of a dossier that is not about stakes."""
    for section in _SECTIONS:
        if count := len(getattr(dossier, section)):
            yield f"{section} ({count})"
