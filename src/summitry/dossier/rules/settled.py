"""Issues that a body settles by bargaining: positions of all, a body that exists, and what each model asks for."""

from __future__ import annotations

from collections.abc import Iterator

from summitry.dossier.draft import Draft
from summitry.dossier.model import MOST_WEIGHT, Issue, Settled
from summitry.errors import Problem

CHALLENGES = ("scholz-paper", "scholz-java")


def settlements(draft: Draft) -> Iterator[Problem]:
    """`settled` stands where stakes have positions, names a body, and says what its model needs and nothing else."""
    for name, issue in draft.dossier.issues.items():
        if issue.settled is not None:
            yield from _stakes(draft, name, issue, issue.settled)
            yield from _names(draft, name, issue, issue.settled)
            yield from _needs(draft, name, issue.settled)


def _stakes(draft: Draft, name: str, issue: Issue, settled: Settled) -> Iterator[Problem]:
    if not issue.stakes:
        message = f"nobody has a stake in {name}, so that there is nothing to settle"
        mend = "Give the members of the body a position and a salience under stakes"
        yield draft.problem("issues", name, "settled", message=message, mend=mend)
    for actor, stake in issue.stakes.items():
        if stake.position is None:
            message = f"{name} is settled by {settled.model}, which asks for positions, and {actor} has worth"
            mend = "Write its ideal as position, or leave settled out"
            yield draft.problem("issues", name, "stakes", actor, message=message, mend=mend)
    body = draft.dossier.bodies.get(settled.by or "")
    if body is not None and issue.stakes and not set(issue.stakes) & set(body.seats):
        message = f"no member of {settled.by} has a stake in {name}"
        mend = f"Give stakes to its members: {', '.join(body.seats)}"
        yield draft.problem("issues", name, "settled", "by", message=message, mend=mend)


def _names(draft: Draft, name: str, issue: Issue, settled: Settled) -> Iterator[Problem]:
    bodies = draft.names("bodies")
    if settled.by is not None and settled.by not in bodies:
        yield draft.unknown("issues", name, "settled", "by", what="body", name=settled.by, known=bodies)
    if settled.proposes is not None and settled.proposes not in issue.stakes:
        path = ("issues", name, "settled", "proposes")
        yield draft.unknown(*path, what=f"actor with a stake in {name}", name=settled.proposes, known=issue.stakes)


def _needs(draft: Draft, name: str, settled: Settled) -> Iterator[Problem]:
    """What only some models ask for."""
    path = ("issues", name, "settled")
    if settled.model == "winset":
        for field, what in (("by", "the body that votes"), ("proposes", "the actor that sets the agenda")):
            if getattr(settled, field) is None:
                mend = "Write e.g. settled: {model: winset, by: council, proposes: COM}"
                yield draft.problem(*path, message=f"winset asks for {field}, {what}", mend=mend)
    elif settled.proposes is not None:
        message = f"{settled.model} knows nobody who proposes"
        yield draft.problem(*path, "proposes", message=message, mend="Leave it out, or write model: winset")
    if settled.rounds is not None and settled.model not in CHALLENGES:
        message = f"{settled.model} has no rounds"
        mend = f"Leave rounds out, or write one of {' and '.join(CHALLENGES)} as model"
        yield draft.problem(*path, "rounds", message=message, mend=mend)
    if settled.tie is not None and settled.model != "median":
        yield draft.problem(*path, "tie", message=f"{settled.model} has no ties", mend="Leave tie out")


def capabilities(draft: Draft) -> Iterator[Problem]:
    """Capabilities are from 0, and all who settle an issue together have one, or none has."""
    dossier = draft.dossier
    for name, actor in dossier.actors.items():
        if (value := actor.capability) is not None and (value.kind == "phrase" or value.low < 0):
            message = f"the capability is {value}, expected a number from 0"
            mend = "Write e.g. capability: 10, or a range such as capability: between 8 and 12"
            yield draft.problem("actors", name, "capability", message=message, mend=mend, found=str(value))
        elif value is not None and value.high > MOST_WEIGHT:
            message = f"the capability is {value}, expected a number up to {MOST_WEIGHT:g}"
            mend = "Write all capabilities in larger units, e.g. in millions"
            yield draft.problem("actors", name, "capability", message=message, mend=mend, found=str(value))
    for name, issue in dossier.issues.items():
        if issue.settled is None:
            continue
        body = dossier.bodies.get(issue.settled.by or "")
        deciding = [a for a in issue.stakes if a in dossier.actors and (body is None or a in body.seats)]
        lacking = [a for a in deciding if dossier.actors[a].capability is None]
        if lacking and len(lacking) < len(deciding):
            message = f"of those who settle {name} some have a capability, and {', '.join(lacking)} has none"
            message = message.replace(" has none", " have none") if len(lacking) > 1 else message
            mend = "Give all of them a capability, or none (their votes in the body count then)"
            yield draft.problem("issues", name, "settled", message=message, mend=mend)
