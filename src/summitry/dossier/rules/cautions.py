"""Cautions: what is allowed, and likely not meant."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from summitry.dossier.draft import Draft
from summitry.dossier.paths import Part
from summitry.dossier.quantities import Quantity
from summitry.dossier.rules.acts import completed, nothing_left
from summitry.dossier.rules.names import reasoned
from summitry.errors import Problem
from summitry.scoring import words

NARROW = 0.1
"""Share of the scale up to which a range is narrow."""
FEW = 3
"""Ranges from which it is worth saying that all are narrow."""


def ranges(draft: Draft) -> Iterator[Problem]:
    """All ranges narrow: an expert's range usually spans more than a tenth of the scale."""
    widths = [width for _, width in _widths(draft)]
    spread = [width for width in widths if width > 0]
    if len(widths) >= FEW and not spread:
        message = "every number is exact, so no answer can be uncertain"
        yield draft.problem("issues", message=message, mend="Write ranges, e.g. 30 to 50", key=True)
    elif len(spread) >= FEW and max(spread) <= NARROW:
        message = f"all {len(spread)} ranges span a tenth of the scale or less"
        mend = "Write ranges that you would be surprised to see missed once in ten times"
        yield draft.problem("issues", message=message, mend=mend, key=True)


def _widths(draft: Draft) -> Iterator[tuple[tuple[Part, ...], float]]:
    """Widths of status quo, positions and saliences as shares of their scale."""
    for name, issue in draft.dossier.issues.items():
        length = issue.high - issue.low
        if length <= 0:
            continue
        yield ("issues", name, "status_quo"), issue.status_quo.width / length
        for actor, stake in issue.stakes.items():
            if stake.position is not None:
                yield ("issues", name, "stakes", actor, "position"), stake.position.width / length
            yield ("issues", name, "stakes", actor, "salience"), stake.salience.width / 100


def saliences(draft: Draft) -> Iterator[Problem]:
    """A salience that looks like a share of one."""
    for name, issue in draft.dossier.issues.items():
        for actor, stake in issue.stakes.items():
            if _looks_like_share(stake.salience):
                message = f"the salience {stake.salience} looks like 0 to 1, and is read as 0 to 100"
                mend = f"Write {stake.salience.central() * 100:g} if you mean a share of one"
                yield draft.problem("issues", name, "stakes", actor, "salience", message=message, mend=mend)


def _looks_like_share(salience: Quantity) -> bool:
    return 0 < salience.high <= 1


def reasons(draft: Draft) -> Iterator[Problem]:
    """Values that rest on nothing that is named: counted, one warning."""
    numbered = [
        (path, part)
        for path, part in reasoned(draft, outcomes=False)
        if path[0] in ("issues", "consequences") and part.because is None and part.estimate is None
    ]
    if numbered:
        count = len(numbered)
        message = f"{count} {'entry has' if count == 1 else 'entries have'} no because and no estimate, this one first"
        mend = "Write because: and a claim or fact, or estimate: and a few words; the brief calls them own estimates"
        yield draft.problem(*numbered[0][0], message=message, mend=mend, key=True)


def idle(draft: Draft) -> Iterator[Problem]:
    """Actors with ties or stakes that do nothing today that their absence could take away; to settle an issue is to do something."""
    dossier = draft.dossier
    on, _ = completed(dossier)
    doing = {owner for name in on if name in dossier.options for owner in dossier.owners(name)}
    doing |= {actor for issue in dossier.issues.values() if issue.settled is not None for actor in issue.stakes}
    involved = {actor for issue in dossier.issues.values() for actor in issue.stakes}
    involved |= {name for tie in dossier.ties for name in tie.between}
    resting = [actor for actor in dossier.actors if actor in involved and actor not in doing]
    if resting:
        who = ", ".join(resting)
        verb = "does" if len(resting) == 1 else "do"
        message = f"{who} {verb} nothing today that an absence could take away"
        mend = "Write what an actor does every day as an option, and put it into now"
        yield draft.problem("now" if "now" in draft.document.data else "actors", message=message, mend=mend, key=True)


def together(draft: Draft) -> Iterator[Problem]:
    """Two issues that every consequence moves together: often one stake, counted twice."""
    moved: dict[str, set[int]] = {}
    for place, consequence in draft.listed("consequences"):
        for issue in consequence.moves:
            moved.setdefault(issue, set()).add(place)
    for one, other in combinations(moved, 2):
        if moved[one] == moved[other] and len(moved[one]) > 1:
            message = f"{one} and {other} always move together"
            yield draft.problem("issues", other, message=message, mend="Are they one stake, counted twice?", key=True)


def unused(draft: Draft) -> Iterator[Problem]:
    """Facts, sources and people that nothing cites."""
    dossier = draft.dossier
    cited = {reason for _, part in reasoned(draft) for reason in part.reasons()}
    cited |= {claim.against for claim in dossier.claims.values() if claim.against}
    in_use = {
        "facts": cited,
        "sources": {p.in_ for p in (*dossier.claims.values(), *dossier.facts.values()) if p.in_},
        "people": {claim.by for claim in dossier.claims.values() if claim.by},
    }
    for section, used in in_use.items():
        for name in getattr(dossier, section):
            if name not in used:
                yield draft.problem(section, name, message="nothing cites it", key=True)


def breaches(draft: Draft) -> Iterator[Problem]:
    """Deals that cost nothing to break."""
    for name, option in draft.dossier.options.items():
        if option.is_deal and not option.breach:
            mend = f"Write e.g. breach: {{{option.by[0]}: 5 to 15}}, if breaking it has a price"
            yield draft.problem("options", name, message="nobody pays for breaking this deal", mend=mend, key=True)


def never(draft: Draft) -> Iterator[Problem]:
    """Options that `impossible` rules out in every state."""
    patterns = [pattern for _, pattern in draft.listed("impossible")]
    if not patterns or nothing_left(patterns, {}):
        return
    for name in draft.dossier.options:
        if nothing_left(patterns, {name: True}):
            yield draft.problem("options", name, message="impossible leaves no state in which it is on", key=True)


def twice(draft: Draft) -> Iterator[Problem]:
    """One id for things of two kinds: a question that names it can be read in two ways."""
    for one, other in combinations(("actors", "issues", "options"), 2):
        for name in draft.names(other):
            if name in draft.names(one):
                message = f'"{name}" is also the id of an {one.removesuffix("s")}'
                yield draft.problem(other, name, message=message, mend="A question may mean either", key=True)


def phrases(draft: Draft) -> Iterator[Problem]:
    """`how_sure` in words that the word table does not have: one warning."""
    table = draft.dossier.words
    if table not in words.NAMES:
        return
    tables = [words.table(known) for known in (table, "everyday")]
    unknown = {
        name: claim.how_sure
        for name, claim in draft.dossier.claims.items()
        if claim.how_sure and not any(known.row(claim.how_sure) for known in tables)
    }
    if unknown:
        listed = ", ".join(f'"{phrase}"' for phrase in dict.fromkeys(unknown.values()))
        message = f"the word table {table} does not have {listed}"
        yield draft.problem("claims", next(iter(unknown)), "how_sure", message=message, mend="Quoted, and not scored")
