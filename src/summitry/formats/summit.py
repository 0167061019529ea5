"""A conflict as the text of a dossier (`.summit.yaml`), and a dossier as a conflict.

To a dossier, lost: that an option can only be switched off, coalitions, how far payoffs lie apart. A ranking becomes
statements, one for each group of ties ("it is one of these states"), best first, which order the states in the same way.
From a dossier, lost: all that is not an option in option form: stakes and consequences, deals' terms, needs, votes, what
was said and where.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.check import check
from summitry.dossier.document import Document
from summitry.dossier.model import Dossier
from summitry.dossier.rules.acts import completed
from summitry.errors import DossierError, ForeignFormatError, Problem
from summitry.formats.conflict import (
    Condition,
    Conflict,
    Direction,
    Payoffs,
    Statements,
    listed_states,
    ranking_of,
)
from summitry.formats.naming import id_line, ids_of, quoted
from summitry.graphmodel.model import MOST_OPTIONS

MOST_GROUPS = 48
"""Groups of a ranking that become statements: a list's values are powers of two, and exact up to 2**52."""


class Written(NamedTuple):
    """Text of a dossier, and a line for each thing of the conflict that it does not say."""

    text: str
    lost: tuple[str, ...]


class Reading(NamedTuple):
    """A conflict, and a line for each thing that the dossier says and the conflict does not."""

    conflict: Conflict
    lost: tuple[str, ...]


# ---- a dossier of a conflict


def dossier_text(conflict: Conflict, name: str = "") -> Written:
    """The text of a dossier that passes `check`; `name` stands for the file in messages.

    Raises
    ------
    DossierError : it would not pass, e.g. because there are more than 60 options.
    ForeignFormatError : no state is feasible.
    TooLarge : more than 24 options and no status quo.
    """
    lost = [
        f"misperceptions of {who} ({len(conditions)}): everybody sees every feasible state"
        for who, conditions in zip(conflict.decision_makers, conflict.hidden, strict=False)
        if conditions
    ]
    actors = ids_of(conflict.decision_makers, "DM")
    options = ids_of(conflict.options, "option", taken=actors)
    start = _start(conflict, name, lost)
    lines = [
        "summitry: 1",
        id_line(conflict.title),
        f"title: {quoted(conflict.title)}",
        "actors:",
        *(f"  {actor}: {quoted(full)}" for actor, full in zip(actors, conflict.decision_makers, strict=True)),
        "options:",
    ]
    for place, option in enumerate(options):
        mine = [actors[owner] for owner in conflict.owners[place]]
        by = mine[0] if len(mine) == 1 else f"[{', '.join(mine)}]"
        once = ", irreversible: true" if conflict.directions[place] == "on" else ""
        lines.append(f"  {option}: {{by: {by}, name: {quoted(conflict.options[place])}{once}}}")
        if conflict.directions[place] == "off":
            lost.append(f"option {option} can only be switched off: a dossier lets it be switched on again")
    impossible = [_condition_text(condition, options) for condition in conflict.infeasible if condition]
    lines += ["impossible:", *(f"  - {text}" for text in impossible)] if impossible else []
    lines.append(f"now: [{', '.join(option for place, option in enumerate(options) if start >> place & 1)}]")
    stated = [(actors[who], list(_statements(conflict, who, lost))) for who in range(len(actors))]
    if any(conditions for _, conditions in stated):
        lines.append("preferences:")
    for actor, conditions in stated:
        if conditions:
            lines += [f"  {actor}:", *(f"    - {_condition_text(condition, options)}" for condition in conditions)]
    lines.append("questions: [what next]")
    if len(options) > MOST_OPTIONS and any(map(listed_states, conflict.preferences)):
        lost.append("which states are feasible: states that no ranking lists are feasible too, and count alike")
    for group in conflict.coalitions:
        if len(group) > 1:
            lost.append(f"coalition of {' and '.join(conflict.decision_makers[member] for member in group)}")
    text = "\n".join(lines) + "\n"
    outcome = check(Document.parse(text, name))
    if outcome.problems:
        raise DossierError(outcome.problems)
    return Written(text, tuple(lost))


def _start(conflict: Conflict, name: str, lost: list[str]) -> int:
    """The state that the dossier starts in: the status quo, or the first feasible one, which is told."""
    if conflict.status_quo is not None:
        return conflict.status_quo
    start = 0 if conflict.is_feasible(0) else next(iter(conflict.states().tolist()), None)
    if start is None:
        problem = Problem("infeasible", "the conditions leave no state", name, mend="Take one of them out")
        raise ForeignFormatError([problem])
    lost.append(f"status quo: none is said, so now is the first feasible state, {conflict.state_name(start)}")
    return start


def _statements(conflict: Conflict, who: int, lost: list[str]) -> Iterator[Condition]:
    """Preference statements of a decision maker, most important first, without those that order nothing."""
    preference = conflict.preferences[who]
    if isinstance(preference, Statements):
        yield from (one for one in preference.conditions if one and all(mask for mask, _ in one))
        return
    ranking = preference
    if isinstance(ranking, Payoffs):
        lost.append(f"payoffs of {conflict.decision_makers[who]}: only their order is kept")
        ranking = ranking_of(conflict.payoffs()[who], conflict.states())
    groups = ranking.groups
    if len(groups) > MOST_GROUPS + 1:
        kept = f"the best {MOST_GROUPS} of {len(groups)} groups of states are kept, the others count alike"
        lost.append(f"ranking of {conflict.decision_makers[who]}: {kept}")
    states = np.array([state for group in groups for state in group], dtype=np.int64)
    for group in groups[: min(len(groups) - 1, MOST_GROUPS)]:
        inside = np.array(group, dtype=np.int64)
        yield tuple(_patterns(inside, states[~np.isin(states, inside)], len(conflict.options)))


def _patterns(inside: NDArray[np.int64], outside: NDArray[np.int64], options: int) -> Iterator[tuple[int, int]]:
    """Patterns that hold of all states inside and of none outside: a state's own, without the options it can spare."""
    while len(inside):
        state, mask = int(inside[0]), (1 << options) - 1
        for place in range(options):
            spared = mask & ~(1 << place)
            if not np.any(outside & spared == state & spared):
                mask = spared
        yield mask, state & mask
        inside = inside[inside & mask != state & mask]


def _condition_text(condition: Condition, options: Sequence[str]) -> str:
    patterns = [_pattern_text(mask, value, options) for mask, value in condition]
    return patterns[0] if len(patterns) == 1 else " or ".join(patterns)


def _pattern_text(mask: int, value: int, options: Sequence[str]) -> str:
    named = [place for place in range(len(options)) if mask >> place & 1]
    if not named:
        return f"at least 0 of ({options[0]})"  # holds always
    return " and ".join(options[place] if value >> place & 1 else f"not {options[place]}" for place in named)


# ---- a conflict of a dossier


def conflict_of(dossier: Dossier, name: str = "") -> Reading:
    """The conflict that the options and preference lists of a dossier are; `name` stands for the file in messages.

    Raises
    ------
    ForeignFormatError : it has no options.
    TooLarge : a condition with more than 4096 alternatives.
    """
    if not dossier.options:
        problem = Problem("options", "there are none, and a graph model is made of them", name, mend="Write options")
        raise ForeignFormatError([problem])
    deciding = [body for body in dossier.bodies if any(dossier.body_of(o) == body for o in dossier.options)]
    makers = [*dossier.actors, *deciding]
    index = {option: place for place, option in enumerate(dossier.options)}
    on, _ = completed(dossier)

    def owners(option: str) -> tuple[int, ...]:
        return tuple(sorted(makers.index(owner) for owner in dossier.options[option].by))

    def direction(option: str) -> Direction:
        return "on" if dossier.options[option].irreversible else "both"

    conflict = Conflict(
        title=dossier.title,
        decision_makers=(
            *(actor.name for actor in dossier.actors.values()),
            *(dossier.bodies[body].name or body for body in deciding),
        ),
        options=tuple(option.name or option.does or key for key, option in dossier.options.items()),
        owners=tuple(map(owners, dossier.options)),
        directions=tuple(map(direction, dossier.options)),
        infeasible=tuple(tuple(condition.cubes(index)) for condition in dossier.impossible),
        preferences=tuple(
            Statements(tuple(tuple(condition.cubes(index)) for condition in dossier.preferences.get(maker, ())))
            for maker in makers
        ),
        status_quo=sum(1 << index[option] for option in on),
    )
    return Reading(conflict, tuple(_lost(dossier, deciding)))


_SECTIONS = (
    *("issues", "consequences", "ties", "people", "sources", "claims", "facts", "pledges", "resolutions"),
    *("questions", "variants"),
)


def _lost(dossier: Dossier, deciding: Sequence[str]) -> Iterator[str]:
    """A line for each thing that a conflict in option form has no place for."""
    for actor, entry in dossier.actors.items():
        if actor not in dossier.preferences:
            held = sum(actor in issue.stakes for issue in dossier.issues.values())
            stakes = f"its {held} stake{'' if held == 1 else 's'} {'is' if held == 1 else 'are'} no order of states"
            why = f", and {stakes}" if held else ""
            yield f"what {entry.name} prefers: it has no preference list{why}; it counts all states alike"
        if entry.pace != 1:
            yield f"pace of {entry.name}"
        if entry.ratifies:
            yield f"ratification by {entry.name} of what {dossier.actor_name(entry.ratifies)} agrees to"
    for name, body in dossier.bodies.items():
        if name in deciding:
            yield f"votes in {body.name or name}: it becomes a decision maker that counts all states alike"
        else:
            yield f"body {body.name or name}"
    for name, option in dossier.options.items():
        if option.sets:
            yield f"terms of the deal {name}: {', '.join(option.sets)}"
        if option.breach:
            yield f"cost of breach of {name}"
        if option.needs is not None:
            yield f"what {name} needs: {option.needs}"
    if dossier.event:
        yield f"event {dossier.event}"
    if dossier.as_of:
        yield f"as_of {dossier.as_of}"
    for section in _SECTIONS:
        if count := len(getattr(dossier, section)):
            yield f"{section} ({count})"
