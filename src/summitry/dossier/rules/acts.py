"""Acts: who owns them, what deals set, what bodies can pass, what cannot be, and what is so on the eve of the event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summitry.dossier.draft import Draft
from summitry.dossier.language import Condition
from summitry.dossier.model import Body, Dossier, Option
from summitry.errors import Problem, TooLarge

MOST_OPTIONS = 60
MOST_TRIED = 16
"""Options in `impossible` up to which it is tried whether any state is left."""


def owners(draft: Draft) -> Iterator[Problem]:
    """An option is an actor's, several actors', or one body's."""
    dossier = draft.dossier
    if not draft.names("issues") and not draft.names("options"):
        message = "there is neither an issue nor an option"
        yield draft.problem(message=message, mend="Write issues: (what is wanted) or options: (who can do what)")
    if len(draft.names("options")) > MOST_OPTIONS:
        message = f"there are {len(draft.names('options'))} options, and at most {MOST_OPTIONS} can be handled"
        yield draft.problem("options", message=message, mend="Merge options that go together", key=True)
    for name, option in dossier.options.items():
        among = [owner for owner in option.by if owner in draft.names("bodies")]
        path = ("options", name, "by")
        if len(among) > 1:
            message = f"two bodies ({' and '.join(among)}) decide one option"
            yield draft.problem(*path, message=message, mend="Make it two options, one needing the other")
        elif among and len(option.by) > 1:
            message = f"a body ({among[0]}) and an actor decide one option"
            yield draft.problem(*path, message=message, mend=f"Write by: {among[0]}, or make it two options")
        elif len(set(option.by)) < len(option.by):
            yield draft.problem(*path, message="an owner is named twice", mend="Name each owner once")


def deals(draft: Draft) -> Iterator[Problem]:
    """A deal has at least two owners, sets what is theirs or a body's, and no other deal; breach is for its owners."""
    dossier = draft.dossier
    for name, option in dossier.options.items():
        path = ("options", name)
        if option.breach and not option.sets:
            message = "breach is for deals, and this option sets nothing"
            mend = "Write sets: {option: on}, or put the cost into a consequence"
            yield draft.problem(*path, "breach", message=message, mend=mend, key=True)
        if not option.sets:
            continue
        if dossier.body_of(name) or len(option.by) < 2:
            message = "a deal (an option that sets others) needs at least two owners"
            yield draft.problem(*path, "by", message=message, mend="Write e.g. by: [USA, PRK]")
            continue
        for other in option.sets:
            yield from _term(draft, name, other)
        for actor in option.breach:
            if actor in draft.names("actors") and actor not in option.by:
                message = f"{actor} does not own the deal, so it cannot break it"
                mend = f"Owners: {', '.join(option.by)}"
                yield draft.problem(*path, "breach", actor, message=message, mend=mend, key=True)


def _term(draft: Draft, deal: str, other: str) -> Iterator[Problem]:
    dossier = draft.dossier
    act = dossier.options.get(other)
    if act is None:
        return
    path = ("options", deal, "sets", other)
    if act.is_deal:
        message = f"{other} is a deal itself" if other != deal else "a deal cannot set itself"
        yield draft.problem(*path, message=message, mend="Set the options that it sets", key=True)
    elif not dossier.body_of(other):
        missing = [owner for owner in act.by if owner not in dossier.options[deal].by and owner in dossier.actors]
        if missing:
            who = " and ".join(missing)
            message = f"{other} belongs to {who}, and {who} {'is' if len(missing) == 1 else 'are'} no party to the deal"
            mend = f"Write by: [{', '.join([*dossier.options[deal].by, *missing])}], or leave {other} out"
            yield draft.problem(*path, message=message, mend=mend, key=True)


def bodies(draft: Draft) -> Iterator[Problem]:
    """Yes votes of others exist; what it takes to pass can be reached."""
    for name, body in draft.dossier.bodies.items():
        for field, votes in (("others", body.others), ("others_off", body.others_off)):
            if votes is not None and (votes.low < 0 or votes.high > body.unmodelled):
                message = f"{votes} votes say yes, and there are {body.unmodelled:g} votes of others"
                mend = "Write their number into members, e.g. members: {USA: 1, others: 10}"
                yield draft.problem("bodies", name, field, message=message, mend=mend)
        yield from _reachable(draft, name, body)
        yield from _clauses(draft, name, body)
    for name, option in draft.dossier.options.items():
        yield from _setter(draft, name, option)


def _reachable(draft: Draft, name: str, body: Body) -> Iterator[Problem]:
    for threshold in body.thresholds():
        most, needed = _most_votes(draft, body, threshold.measure), threshold.quota
        if most < needed - 1e-9 or (threshold.strict and most <= needed):
            more = "more than " if threshold.strict else ""
            of = "votes" if threshold.measure == "votes" else f"of {threshold.measure}"
            message = f"it takes {more}{needed:g} {of}, and at most {most:g} can say yes"
            mend = "Lower passes, let members follow an actor, state how they vote, or say how many others vote yes"
            yield draft.problem("bodies", name, "passes", message=message, mend=mend, found=f"{needed:g}")
            return
    never = [member for member, vote in body.votes.items() if vote == "absent"]
    if not body.present(never):
        message = "so many members are absent that the quorum is never reached"
        yield draft.problem("bodies", name, "quorum", message=message, mend="Lower quorum, or change their votes")


def _clauses(draft: Draft, name: str, body: Body) -> Iterator[Problem]:
    """What does not go together in one body."""
    path = ("bodies", name)
    others = "others" in body.members
    if body.is_unanimous and others and body.abstain != "counts as no":
        message = "nobody may say no, and how the unnamed members vote is not said one by one"
        yield draft.problem(
            *path, "members", message=message, mend="Name them all, or write a number of votes as passes"
        )
    if body.blocking and (others or body.is_unanimous or any(t.against for t in body.thresholds())):
        why = (
            "unnamed members are"
            if others
            else "nobody may object"
            if body.is_unanimous
            else "abstentions are not counted"
        )
        message = f"blocking counts the members that do not say yes, and here {why}{' not counted one by one' if others else ''}"
        yield draft.problem(*path, "blocking", message=message, mend="Leave blocking out, or name all members and give thresholds of the whole")  # fmt: skip
    if body.blocking and body.blocking > len(body.seats):
        message = f"{body.blocking} against are needed to stop it, and there are {len(body.seats)} members"
        yield draft.problem(*path, "blocking", message=message, mend="Lower blocking")
    stated: dict[str, tuple[str, ...]] = {
        m: ("votes", m) for m, vote in body.votes.items() if not isinstance(vote, dict)
    }
    for option, votes in body.votes.items():
        if isinstance(votes, dict):
            stated |= {m: ("votes", option, m) for m in votes}
    for member, where in stated.items():
        if member in body.follows:
            message = f"{member} follows {body.follows[member]}, and its own vote is stated"
            yield draft.problem(
                *path, *where, message=message, mend="Take it out of follows, or out of votes", key=True
            )


def _setter(draft: Draft, name: str, option: Option) -> Iterator[Problem]:
    """A deal that sets what only some may put to the vote has one of them among its owners."""
    dossier = draft.dossier
    for term in option.sets:
        decides = dossier.body_of(term) if term in dossier.options else None
        setters = dossier.bodies[decides].tables if decides is not None else ()
        if setters and not set(setters) & set(option.by):
            message = f"only {' or '.join(setters)} may put {term} to the vote, and none of them owns this deal"
            mend = f"Write by: [{', '.join([*option.by, setters[0]])}], or leave {term} out"
            yield draft.problem("options", name, "sets", term, message=message, mend=mend, key=True)


def _most_votes(draft: Draft, body: Body, measure: str) -> float:
    """Greatest weight that can say yes to anything: actors, followers, stated votes, and others as far as they ever do."""
    known = draft.names("actors")
    said = {m for key, vote in body.votes.items() for m in (vote if isinstance(vote, dict) else [key])}
    weights = body.weights(measure)
    there = weights.pop("others", 0.0)
    deciding = sum(w for name, w in weights.items() if name in known or name in body.follows or name in said)
    tails = [votes for votes in (body.others, body.others_off) if votes is not None]
    reach = [votes.high if votes.kind in ("exact", "between", "phrase") else body.unmodelled for votes in tails]
    return deciding + (max(reach, default=0.0) * there / body.unmodelled if body.unmodelled else 0.0)


def impossible(draft: Draft) -> Iterator[Problem]:
    """Some state is possible, and the terms of each deal are."""
    patterns = [pattern for _, pattern in draft.listed("impossible")]
    if not patterns or "impossible" not in draft.document.data:
        return
    if nothing_left(patterns, {}):
        message = "these leave no state at all"
        yield draft.problem("impossible", message=message, mend="Take one of them out", key=True)
        return
    for name, option in draft.dossier.options.items():
        if option.sets and nothing_left(patterns, {**option.sets, name: True}):
            message = "what it sets is impossible together"
            yield draft.problem("options", name, "sets", message=message, mend="Change its terms, or impossible")


def nothing_left(patterns: Sequence[Condition], given: dict[str, bool]) -> bool:
    """True if every state with the given options is in one of the patterns; False too where it would take too long."""
    names = sorted({name for pattern in patterns for name in pattern.names})
    if len(names) > MOST_TRIED:
        return False
    index = {name: bit for bit, name in enumerate(names)}
    try:
        cubes = [cube for pattern in patterns for cube in pattern.cubes(index)]
    except TooLarge:
        return False
    for name, on in given.items():
        if name in index:
            cubes = _where(cubes, 1 << index[name], on)
    return _covers(cubes)


def _covers(cubes: list[tuple[int, int]]) -> bool:
    """True if every state lies in a cube (mask, value): split on an option of the first cube until one takes all."""
    if any(mask == 0 for mask, _ in cubes):
        return True
    if not cubes:
        return False
    bit = cubes[0][0] & -cubes[0][0]
    return _covers(_where(cubes, bit, False)) and _covers(_where(cubes, bit, True))


def _where(cubes: list[tuple[int, int]], bit: int, on: bool) -> list[tuple[int, int]]:
    """Cubes within the states in which one option is on, or off."""
    value = bit if on else 0
    return [(mask & ~bit, rest & ~bit) for mask, rest in cubes if not mask & bit or rest & bit == value]


def now(draft: Draft) -> Iterator[Problem]:
    """What is so on the eve of the event can be so, and the event is not yet."""
    dossier = draft.dossier
    on, contradictions = completed(dossier)
    for place, name in enumerate(dossier.now):
        if name == dossier.event:
            message = f"{name} is the event, and worlds start on its eve"
            yield draft.problem("now", place, message=message, mend="Take it out of now")
    for deal, option in contradictions:
        state = "on" if dossier.options[deal].sets[option] else "off"
        message = f"{deal} is on now and sets {option} {state}, which it is not"
        yield draft.problem("now", message=message, mend=f"Take {deal} or {option} out of now, or change its terms")
    if contradictions:
        return
    for place, pattern in draft.listed("impossible"):
        if pattern.holds(on):
            message = f'what is so now is impossible: "{pattern}" (impossible[{place}])'
            where = "now" if dossier.now else "impossible"
            yield draft.problem(where, message=message, mend="Change now, or impossible")
    for name in sorted(on):
        needs = dossier.options[name].needs if name in dossier.options else None
        if needs is not None and not needs.holds(on):
            message = f"{name} is on now and needs {needs}, which does not hold"
            yield draft.problem("now", message=message, mend=f"Take {name} out of now, or put in what it needs")
    if dossier.event in on and dossier.event not in dossier.now:
        message = f"a deal that is on now puts {dossier.event} on, which is the event"
        yield draft.problem("now", message=message, mend="Worlds start on the eve of the event")


def completed(dossier: Dossier) -> tuple[frozenset[str], list[tuple[str, str]]]:
    """Options that are on now, with what deals put on; and (deal, option) where a deal's terms do not hold."""
    listed = set(dossier.now)
    deals_on = [name for name in dossier.now if name in dossier.options and dossier.options[name].is_deal]
    on = listed | {o for deal in deals_on for o, state in dossier.options[deal].sets.items() if state}
    broken = [
        (deal, option)
        for deal in deals_on
        for option, state in dossier.options[deal].sets.items()
        if (option in on) != state
    ]
    return frozenset(on), broken
