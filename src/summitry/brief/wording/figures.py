"""Titles, axes and alternative texts of figures."""

from __future__ import annotations

from summitry.brief.names import Namer
from summitry.brief.wording.catalogue import Fields
from summitry.brief.wording.settlement import levels
from summitry.questions.answer import Ref

FIGURES: dict[str, tuple[str, str, str, str]] = {
    # key: title, what the axis says, unit, statement for those who cannot see it
    "motive.figure": (
        "How often each stake alone brings it about",
        "share of draws",
        "%",
        "{top} comes first with {value} %",
    ),
    "common-ground.figure": (
        "What both want, and what they can do alone",
        "points of each issue's scale",
        "points",
        "{top}: {value} points",
    ),
    "strategy.figure": (
        "What each act is worth to {actor}, once others have answered",
        "points of {unit}",
        "points",
        "best: {top}, {value} points",
    ),
    "importance.figure": (
        "What each actor's being there is worth to {to}",
        "points of {unit}",
        "points",
        "{top} comes first with {value} points",
    ),
    "settlement.figure": (
        "Where everybody stands on {issue}, and where it settles",
        "{issue}",
        "",
        "it settles at {outcome}",
    ),
    "outcome.figure": ("Each act with and without {event}", "share of time", "%", "{top}: {value} %"),
    "next.figure": ("How often each act is on in the end", "share of time", "%", "{top} comes first with {value} %"),
    "what-if.figure": ("Acts as they are and under the variant", "share of time", "%", "{top}: {value} %"),
    "who-can-stop.figure": (
        "How much is left of {option}, at the worst that each can do",
        "share of time",
        "%",
        "{top}: {value} %",
    ),
}


def figure_words(key: str, fields: Fields, say: Namer) -> dict[str, str]:
    """Title, axis, unit and pattern of the alternative text of a figure."""
    names = {k: say(v) for k, v in fields.items() if isinstance(v, Ref)}
    title, axis, unit, alt = FIGURES[key]
    if key == "settlement.figure":
        unit = str(fields["unit"])
        alt = alt.replace("{outcome}", levels(fields["outcome"], fields["issue"].id, say, unit=False))
    names.setdefault("unit", "value")
    return {"title": title.format(**names), "axis": axis.format(**names), "unit": unit, "alt": alt}


def group_name(group: str) -> str:
    """Legend words of a figure's groups."""
    return GROUPS.get(group, group)


GROUPS = {
    "alone": "this stake alone",
    "left": "left",
    "position": "where each stands, with its share of all weight",
    "reference": "what holds without a decision",
    "outcome": "where it settles",
    "plain": "plain averages",
    "mean": "weighted mean",
    "median": "weighted median",
    "passes": "the farthest that would pass against that",
}
