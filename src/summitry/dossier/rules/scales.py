"""Numbers: positions, worth and status quo on their scale, salience from 0 to 100, the horizon from 0 to 20."""

from __future__ import annotations

from collections.abc import Iterator

from summitry.dossier.draft import Draft
from summitry.dossier.model import MOST_ROUNDS, Issue, Stake
from summitry.dossier.paths import Part, join
from summitry.dossier.quantities import Quantity
from summitry.errors import Problem


def scales(draft: Draft) -> Iterator[Problem]:
    """Labels of a scale stand for different points."""
    for name, issue in draft.dossier.issues.items():
        seen: dict[float, str] = {}
        for label, point in issue.scale.items():
            if point in seen:
                message = f'"{label}" stands at {point:g}, where "{seen[point]}" stands'
                mend = "Give each label its own point"
                yield draft.problem("issues", name, "scale", label, message=message, mend=mend)
            seen.setdefault(point, label)


def positions(draft: Draft) -> Iterator[Problem]:
    """Status quo, positions and the points of worth curves lie on the scale; worth and salience from 0 to 100."""
    for name, issue in draft.dossier.issues.items():
        if issue.low == issue.high:
            continue
        yield from _on_scale(draft, ("issues", name, "status_quo"), "the status quo", issue.status_quo, issue)
        for actor, stake in issue.stakes.items():
            path = ("issues", name, "stakes", actor)
            if stake.position is not None:
                yield from _on_scale(draft, (*path, "position"), "the position", stake.position, issue)
            yield from _worth(draft, path, stake, issue)
            yield from _of_hundred(draft, (*path, "salience"), "the salience", stake.salience)


def horizon(draft: Draft) -> Iterator[Problem]:
    """The horizon is a number of rounds from 0 to 20."""
    value = draft.dossier.horizon
    if value is not None and (value.kind == "phrase" or value.low < 0 or value.high > MOST_ROUNDS):
        expected = f"a number of rounds from 0 to {MOST_ROUNDS}"
        message = f"the horizon is {value}, expected {expected}"
        mend = "Write e.g. horizon: 3, or a range such as horizon: between 2 and 4"
        yield draft.problem("horizon", message=message, mend=mend, found=str(value), expected=expected)


def _worth(draft: Draft, path: tuple[Part, ...], stake: Stake, issue: Issue) -> Iterator[Problem]:
    written = draft.document.get(join((*path, "worth"))) if stake.worth else {}
    seen: dict[float, str] = {}
    for label in written:
        point = issue.scale[label] if label in issue.scale else float(label)
        if point in seen:
            message = f'"{label}" is the point {point:g}, which "{seen[point]}" is too'
            yield draft.problem(*path, "worth", label, message=message, mend="Keep one of them", key=True)
        elif not issue.low <= point <= issue.high:
            yield draft.problem(*path, "worth", label, message=_off(f"the point {point:g}", issue), key=True)
        seen.setdefault(point, label)
        if stake.worth is not None and point in stake.worth:
            yield from _of_hundred(draft, (*path, "worth", label), "the worth", stake.worth[point])


def _on_scale(draft: Draft, path: tuple[Part, ...], what: str, value: Quantity, issue: Issue) -> Iterator[Problem]:
    if value.low < issue.low or value.high > issue.high:
        expected = f"{issue.low:g} to {issue.high:g}"
        message = _off(f"{what} {value}", issue)
        yield draft.problem(*path, message=message, mend="", found=str(value), expected=expected)


def _off(what: str, issue: Issue) -> str:
    ends = {point: label for label, point in issue.scale.items()}
    return (
        f"{what} is off the scale, which runs from {issue.low:g} ({ends[issue.low]}) "
        f"to {issue.high:g} ({ends[issue.high]})"
    )


def _of_hundred(draft: Draft, path: tuple[Part, ...], what: str, value: Quantity) -> Iterator[Problem]:
    if value.low < 0 or value.high > 100:
        message = f"{what} is {value}, expected a number from 0 to 100"
        mend = f"Write e.g. {path[-1]}: 85, or a range such as {path[-1]}: 70 to 95"
        yield draft.problem(*path, message=message, mend=mend, found=str(value), expected="a number from 0 to 100")
