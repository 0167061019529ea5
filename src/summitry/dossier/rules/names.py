"""Names: ids that can be used, and references to what is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from summitry.dossier.draft import Draft, meant
from summitry.dossier.language import Condition, is_name
from summitry.dossier.paths import Part
from summitry.errors import Problem

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_SPOKEN = {"actors": "an actor", "bodies": "a body", "issues": "an issue", "options": "an option"}
_OTHER = ("sources", "people", "claims", "facts", "pledges", "variants")
_REASONED = ("position", "worth", "salience")


def ids(draft: Draft) -> Iterator[Problem]:
    """Ids that conditions and questions can hold, and that mean one thing."""
    for section, what in _SPOKEN.items():
        for name in draft.names(section):
            if not is_name(name) or name == "others":
                expected = "a letter, then letters, digits, _ or -, and no word such as and, or, not, if, of, others"
                message = f'"{name}" cannot be the id of {what}'
                yield draft.problem(section, name, message=message, mend=f"Write {expected}", key=True)
    for section in _OTHER:
        for name in draft.names(section):
            if not _ID.fullmatch(name):
                message = f'"{name}" cannot be an id'
                yield draft.problem(section, name, message=message, mend="Write letters, digits, _ or -", key=True)
    for one, other in (("actors", "bodies"), ("claims", "facts")):
        for name in draft.names(other):
            if name in draft.names(one):
                message = f'"{name}" is also the id of {_article(one)}'
                yield draft.problem(other, name, message=message, mend="Give one of them another id", key=True)


def _article(section: str) -> str:
    return _SPOKEN.get(section) or f"a {section.removesuffix('s')}"


def actors(draft: Draft) -> Iterator[Problem]:
    """Everybody who owns, holds or is named somewhere is an actor (or a body, where a body may stand)."""
    known, bodies = draft.names("actors"), draft.names("bodies")
    dossier = draft.dossier
    for issue, entry in dossier.issues.items():
        yield from _keys(draft, ("issues", issue, "stakes"), entry.stakes, "actor", known)
    for option, act in dossier.options.items():
        for place, name in enumerate(act.by):
            if name not in known and name not in bodies:
                where = _item(draft, ("options", option, "by"), place)
                yield draft.unknown(*where, what="actor or body", name=name, known=[*known, *bodies])
        yield from _keys(draft, ("options", option, "breach"), act.breach, "actor", known)
    for place, consequence in draft.listed("consequences"):
        yield from _keys(draft, ("consequences", place, "costs"), consequence.costs, "actor", known)
        yield from _keys(draft, ("consequences", place, "gains"), consequence.gains, "actor", known)
    yield from _keys(draft, ("preferences",), dossier.preferences, "actor", known)
    for name, actor in dossier.actors.items():
        if actor.ratifies is not None:
            yield from _values(draft, ("actors", name, "ratifies"), (actor.ratifies,), "actor", known)
    for pledge, promise in dossier.pledges.items():
        yield from _values(draft, ("pledges", pledge, "by"), (promise.by,), "actor", known)
        yield from _values(draft, ("pledges", pledge, "to"), promise.to, "actor", known)
    everybody = [*known, *bodies, *sorted(draft.members - {"others"})]
    for place, tie in draft.listed("ties"):
        for name in tie.between:
            if name not in everybody:
                path = _tie_path(draft, place, tie.kind)
                yield draft.unknown(*path, what="actor or body", name=name, known=everybody)


def _tie_path(draft: Draft, place: int, kind: str) -> tuple[Part, ...]:
    written = draft.document.data["ties"][place]
    return ("ties", place, kind if kind in written else "between")


def bodies(draft: Draft) -> Iterator[Problem]:
    """Veto holders are members, followers follow an actor."""
    known = draft.names("actors")
    for name, body in draft.dossier.bodies.items():
        seats = list(body.seats)
        yield from _values(draft, ("bodies", name, "veto"), body.veto, "member", seats)
        yield from _values(draft, ("bodies", name, "tables"), body.tables, "actor", known)
        for key, vote in body.votes.items():
            if isinstance(vote, dict):
                yield from _votes_on(draft, name, key, list(vote), seats)
            elif key not in seats:
                yield draft.unknown("bodies", name, "votes", key, what="member", name=key, known=seats, key=True)
        for follower, leader in body.follows.items():
            path = ("bodies", name, "follows", follower)
            if follower not in seats:
                yield draft.unknown(*path, what="member", name=follower, known=seats, key=True)
            if leader not in known:
                yield draft.unknown(*path, what="actor", name=leader, known=known)
            if leader == follower or leader in body.follows:
                message = f"{follower} follows {leader}, who follows somebody too"
                yield draft.problem(*path, message=message, mend="Let it follow an actor that decides for itself")


def _votes_on(draft: Draft, body: str, option: str, voters: list[str], seats: list[str]) -> Iterator[Problem]:
    """Votes are stated of members, on options that the body decides."""
    decided = [o for o in draft.dossier.options if draft.dossier.body_of(o) == body]
    path = ("bodies", body, "votes", option)
    if option not in decided:
        yield draft.unknown(*path, what=f"option that {body} decides", name=option, known=decided, key=True)
    for voter in voters:
        if voter not in seats:
            yield draft.unknown(*path, voter, what="member", name=voter, known=seats, key=True)


def acts(draft: Draft) -> Iterator[Problem]:
    """Issues that are moved, and options in conditions, deals, `now` and `event`."""
    known, issues = draft.names("options"), draft.names("issues")
    dossier = draft.dossier
    for place, consequence in draft.listed("consequences"):
        yield from _condition(draft, ("consequences", place, "when"), consequence.when)
        yield from _keys(draft, ("consequences", place, "moves"), consequence.moves, "issue", issues)
    for option, act in dossier.options.items():
        yield from _keys(draft, ("options", option, "sets"), act.sets, "option", known)
        if act.needs is not None:
            yield from _condition(draft, ("options", option, "needs"), act.needs)
    for place, pattern in draft.listed("impossible"):
        yield from _condition(draft, ("impossible", place), pattern)
    for actor, statements in dossier.preferences.items():
        for count, statement in enumerate(statements):
            yield from _condition(draft, ("preferences", actor, count), statement)
    yield from _values(draft, ("now",), dossier.now, "option", known)
    if dossier.event is not None:
        yield from _values(draft, ("event",), (dossier.event,), "option", known)


def beliefs(draft: Draft) -> Iterator[Problem]:
    """Who errs is an actor, and what it errs about is another's position or salience that the file has."""
    known, dossier = draft.names("actors"), draft.dossier
    yield from _keys(draft, ("beliefs",), dossier.beliefs, "actor", known)
    stakes = [
        f"issues.{j}.stakes.{a}.{part}"
        for j, issue in dossier.issues.items()
        for a, stake in issue.stakes.items()
        for part in ("position", "salience")
        if getattr(stake, part) is not None
    ]
    for actor, views in dossier.beliefs.items():
        for path in views:
            where = ("beliefs", actor, path)
            if path not in stakes:
                mend = (
                    meant(path, stakes)
                    or "Write issues.ISSUE.stakes.ACTOR.salience, or .position where the stake has one"
                )
                yield draft.problem(*where, message=f"no position or salience “{path}”", mend=mend, key=True)
            elif path.split(".")[3] == actor:
                mend = "Leave it out: an actor knows what it wants itself"
                yield draft.problem(*where, message=f"{actor} cannot be wrong about itself", mend=mend, key=True)
            elif path.split(".")[3] in dossier.preferences:
                mend = "Leave it out: no list can be believed to be another one yet"
                message = f"{path.split('.')[3]} has a list of preferences, so its stakes count for nothing"
                yield draft.problem(*where, message=message, mend=mend, key=True)


def _condition(draft: Draft, path: tuple[Part, ...], condition: Condition) -> Iterator[Problem]:
    known = draft.names("options")
    for name in sorted(condition.names - set(known)):
        yield draft.unknown(*path, what="option", name=name, known=known)


def evidence(draft: Draft) -> Iterator[Problem]:
    """Reasons are claims or facts; claims and facts stand in sources, and claims are made by people."""
    dossier = draft.dossier
    reasons = [*draft.names("claims"), *draft.names("facts")]
    for path, part in reasoned(draft):
        cited = part.because
        if isinstance(cited, dict):
            fields = [field for field in _REASONED if field in type(part).model_fields] or list(type(part).model_fields)
            yield from _keys(draft, (*path, "because"), cited, "field", fields)
            for field, names in cited.items():
                listed = (names,) if isinstance(names, str) else names
                yield from _values(draft, (*path, "because", field), listed, "claim or fact", reasons)
        elif cited is not None:
            yield from _values(draft, (*path, "because"), part.reasons(), "claim or fact", reasons)
    for section in ("claims", "facts"):
        for name, passage in getattr(dossier, section).items():
            if passage.in_ is not None:
                yield from _values(draft, (section, name, "in"), (passage.in_,), "source", draft.names("sources"))
    for name, claim in dossier.claims.items():
        if claim.by is not None:
            yield from _values(draft, ("claims", name, "by"), (claim.by,), "person", draft.names("people"))
        if claim.against is not None:
            yield from _values(draft, ("claims", name, "against"), (claim.against,), "fact", draft.names("facts"))
    resolvable = [*draft.names("claims"), *draft.names("options")]
    yield from _keys(draft, ("resolutions",), dossier.resolutions, "claim or option", resolvable)


def reasoned(draft: Draft, outcomes: bool = True) -> Iterator[tuple[tuple[Part, ...], Any]]:
    """Every part that can cite a reason, with its path; `outcomes`: resolutions too, which are no input."""
    dossier = draft.dossier
    for issue, entry in dossier.issues.items():
        yield ("issues", issue), entry
        yield from ((("issues", issue, "stakes", actor), stake) for actor, stake in entry.stakes.items())
    sections = ["options", "bodies", "pledges", *(["resolutions"] if outcomes else [])]
    for section in sections:
        yield from (((section, name), part) for name, part in getattr(dossier, section).items())
    for name, option in dossier.options.items():
        if option.precedent is not None:
            yield ("options", name, "precedent"), option.precedent
    for section in ("consequences", "ties"):
        yield from (((section, place), part) for place, part in draft.listed(section))


def _keys(
    draft: Draft, path: tuple[Part, ...], entries: Mapping[str, Any], what: str, known: Iterable[str]
) -> Iterator[Problem]:
    names = list(known)
    for name in entries:
        if name not in names:
            yield draft.unknown(*path, name, what=what, name=name, known=names, key=True)


def _values(
    draft: Draft, path: tuple[Part, ...], values: Iterable[str], what: str, known: Iterable[str]
) -> Iterator[Problem]:
    names = list(known)
    for place, name in enumerate(values):
        if name not in names:
            yield draft.unknown(*_item(draft, path, place), what=what, name=name, known=names)


def _item(draft: Draft, path: tuple[Part, ...], place: int) -> tuple[Part, ...]:
    """The path of an item where the text has a list, and of the value itself where it has one name."""
    written: Any = draft.document.data
    for part in path:
        written = written[part]
    return (*path, place) if isinstance(written, list) else path
