"""Bodies as voting rules, for the engine of votes and, laid out as ballots, for play: the seam between `Body` and arrays.

Play asks several ballots at once: one a measure of the body that decides. A share of the votes cast also takes that somebody
says yes (a ballot of its own), and a blocking minority that is too small lets something pass whatever the measures say (a ballot
that may pass in place of the others). Options on which members' votes are stated have ballots of their own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from summitry.bargaining.power import Power, power
from summitry.bargaining.votes import VotingRule, can_block, can_carry
from summitry.errors import TooLarge
from summitry.worlds.draws import Draws, uniform

if TYPE_CHECKING:
    from summitry.dossier.model import Body, Dossier
    from summitry.worlds.labels import Labels

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

MOST_BALLOTS = 62
MOST_UNNAMED = 200  # members of one vote each; shares of a bank are counted in hundred thousands, and held by few
TOLERANCE = 1e-9  # of the engines: gains and votes that differ by less do not differ
JUST_MORE = 2e-9  # added to what must be exceeded, so that reaching it to within the tolerance is not enough
SOME = 3e-9  # a weight that any yes vote exceeds
NEVER = float("inf")
VOTES_BY_WORD = {"yes": 1, "no": -1, "abstain": 0, "absent": 0}


def voting_rule(body: Body, with_others: bool = False) -> VotingRule:
    """A body's rule over its named members, by name; `with_others`: then over its unmodelled votes, as members of one vote
    (with several measures, where their number is not known, and where they are too many for members, as one bloc).
    """
    wanted = body.thresholds()
    rows = []
    for t in wanted:
        weights = body.weights(t.measure)
        rest = weights.pop("others", 0.0)
        count = _unnamed(body) if with_others else 0
        rows.append([*weights.values(), *([rest / count] * count if count else [])])
    members = len(rows[0])
    veto = np.zeros(members, bool)
    veto[: len(body.seats)] = [name in body.vetoes for name in body.seats]
    return VotingRule(
        np.array(rows),
        np.array([t.quota for t in wanted]),
        np.array([t.against for t in wanted]),
        np.array([t.strict for t in wanted]),
        veto,
        body.blocking or 0,
        tables=np.array([not body.tables or name in body.tables for name in body.seats] + [False] * (members - len(body.seats))),
    )  # fmt: skip


def _unnamed(body: Body) -> int:
    if "others" not in body.members:
        return 0
    count = round(body.unmodelled)
    return count if len(body.measures) == 1 and 1 <= count <= MOST_UNNAMED else 1


def has_structure(body: Body) -> bool:
    """Does the rule tell more than a number of equal votes does: unequal weights, several measures, shares, clauses, stated votes?"""
    weights = set(body.seats.values())
    plain = isinstance(body.passes, float) and len(body.measures) == 1 and len(weights) <= 1
    return not plain or bool(body.abstain or body.blocking or body.quorum or body.tables or body.votes)


class Standing(NamedTuple):
    """What the rule alone says of each named member: (members,) arrays; `power` holds the indices of these, in their order."""

    members: tuple[str, ...]
    power: Power | None
    blocks: BoolArray
    carries: BoolArray


def standing(body: Body, seed: int = 0) -> Standing:
    """Power indices, and who can block and who can carry alone. Unmodelled votes count as members of one vote each.

    `power` is None where it is not known how many unnamed members there are: no whole number of votes, several measures, or so many
    votes (above 200) that they cannot be meant as members of one vote.
    """
    rule = voting_rule(body, with_others=True)
    known = "others" not in body.members or (
        len(body.measures) == 1 and abs(body.unmodelled - _unnamed(body)) < TOLERANCE
    )
    found = power(rule, np.random.default_rng(seed)) if known else None
    n = len(body.seats)
    return Standing(tuple(body.seats), found, can_block(rule)[:n], can_carry(rule)[:n])


def blockers(body: Body) -> tuple[str, ...]:
    """Members whose no alone stops what all others want, by the rule."""
    able = can_block(voting_rule(body, with_others=True)).tolist()
    return tuple(member for member, alone in zip(body.seats, able, strict=False) if alone)


# ------------------------------------------------------------------------------------------------ ballots for play


@dataclass(frozen=True)
class _Ballot:
    """One row: a body, its threshold (by number; −1 counts members), the option whose stated votes it takes, what it needs."""

    body: str
    threshold: int
    option: str
    passes: float
    against: float = 0.0
    instead: int = -1

    def weights(self, body: Body) -> dict[str, float]:
        if self.threshold < 0:
            return dict.fromkeys(body.seats, 1.0)
        return body.weights(body.thresholds()[self.threshold].measure)


class Ballots(NamedTuple):
    """What `graphmodel.rules.Rules` holds of votes. Shapes as there: B ballots, K actors, O options."""

    body_of: IntArray
    asks: IntArray
    weight: FloatArray
    veto: IntArray
    tables: IntArray
    passes: FloatArray
    against: FloatArray
    instead: IntArray
    voice: IntArray


def ballots(dossier: Dossier, labels: Labels, gone: Collection[str] = ()) -> Ballots:
    """The ballots of a dossier's bodies while some actors are absent: these and their followers vote on nothing.

    Raises
    ------
    TooLarge : more than 62 ballots.
    """
    rows, groups = _rows(dossier, labels)
    shape = (len(rows), len(labels.actors))
    weight, veto, tables = np.zeros(shape), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    voice = np.zeros(len(rows), np.int64)
    needed = np.array([row.passes for row in rows], float)
    for b, row in enumerate(rows):
        body = dossier.bodies[row.body]
        weights = row.weights(body)
        for setter in body.tables or body.seats:
            if setter in labels.actors and setter not in gone:
                tables[b, labels.actors.index(setter)] = 1
        for member in sorted(body.seats):
            for name in {member, body.voter(member)} & set(labels.actors):
                voice[b] |= 1 << labels.actors.index(name)
            voter = body.voter(member, gone)
            if (
                voter in labels.actors
                and not {voter, member} & set(gone)
                and not stated_vote(body, row.option, member, gone)
            ):
                k = labels.actors.index(voter)
                weight[b, k] += weights[member]
                veto[b, k] |= int(member in body.vetoes)
        if not body.present({*gone, *stated_absent(body, row.option)}):
            needed[b] = NEVER
    asked = [groups.get((dossier.body_of(o) or "", o), ()) for o in labels.options]
    return Ballots(
        np.array([g[0] if g else -1 for g in asked], np.int64),
        np.array([sum(1 << b for b in g) for g in asked], np.int64),
        weight,
        veto,
        tables,
        needed,
        np.array([row.against for row in rows], float),
        np.array([row.instead for row in rows], np.int64),
        voice,
    )


def known_votes(
    dossier: Dossier, labels: Labels, draws: Draws, values: dict[str, FloatArray], gone: Collection[str] = ()
) -> tuple[FloatArray, FloatArray]:
    """(D, B) votes known beforehand, for switching on and for switching off: yes less `against` times no; −∞ for a veto."""
    rows, _ = _rows(dossier, labels)
    out = (np.zeros((draws.size, len(rows))), np.zeros((draws.size, len(rows))))
    for b, row in enumerate(rows):
        body = dossier.bodies[row.body]
        weights = row.weights(body)
        for lead, part, sign in ((out[0], "others", 1), (out[1], "others_off", -1)):
            lead[:, b] += _unmodelled(body, row, weights, values.get(f"bodies.{row.body}.{part}"))
            for member in sorted(body.seats):
                if found := stated_vote(body, row.option, member, gone):
                    votes = sign * cast(f"bodies.{row.body}.{found[0]}", found[1], draws, values)
                    lead[:, b] += weights[member] * np.where(votes > 0, 1.0, np.where(votes < 0, -row.against, 0.0))
                    if member in body.vetoes:
                        lead[votes < 0, b] = -NEVER
    return out


def cast(path: str, vote: object, draws: Draws, values: dict[str, FloatArray]) -> IntArray:
    """(D,) a stated vote (−1, 0, 1), or one whose chance of a yes is an input: yes where a number of its own falls below it."""
    if isinstance(vote, str):
        return np.full(draws.size, VOTES_BY_WORD[vote])
    chance = values[path] / 100.0
    turn = np.full(draws.size, 0.5) if draws.central else uniform(f"{path} as cast", draws.size, draws.seed)
    return np.where(turn < chance, 1, -1)


def _unmodelled(body: Body, row: _Ballot, weights: dict[str, float], yes: FloatArray | None) -> FloatArray | float:
    """Lead among the votes of nobody named: so many say yes (in other measures in proportion); the rest counts as no where noes do."""
    there = weights.get("others", 0.0) if row.threshold >= 0 else 0.0
    if yes is None:
        return -row.against * there
    in_favour = yes if there == body.unmodelled or not body.unmodelled else yes * (there / body.unmodelled)
    return in_favour - row.against * (there - in_favour)


def stated_vote(body: Body, option: str, member: str, gone: Collection[str]) -> tuple[str, object] | None:
    """The stated vote that a member casts, its own or that of the member it follows; none of an absent one's."""
    stated = body.stated(option)
    if member in gone:
        return None
    voter = body.voter(member, gone)
    return stated.get(member) or (stated.get(voter) if voter not in gone else None)


def stated_absent(body: Body, option: str) -> set[str]:
    return {member for member, (_, vote) in body.stated(option).items() if vote == "absent"}


def _rows(dossier: Dossier, labels: Labels) -> tuple[list[_Ballot], dict[tuple[str, str], tuple[int, ...]]]:
    """All ballots, each body's first by its place among the bodies; and which of them decide an option of a body.

    Ballots that count an option's own stated votes are keyed by it; all other options of the body share the rest.
    """
    rows: list[_Ballot] = []
    groups: dict[tuple[str, str], tuple[int, ...]] = {}
    firsts = [_of_one(dossier.bodies[b], b, "") for b in labels.bodies]
    rows += [first[0] for first in firsts]
    for place, (name, mine) in enumerate(zip(labels.bodies, firsts, strict=True)):
        group = _entered(rows, mine, place)
        for o in labels.options:
            if dossier.body_of(o) == name:
                own = isinstance(dossier.bodies[name].votes.get(o), dict)
                groups[name, o] = _entered(rows, _of_one(dossier.bodies[name], name, o), None) if own else group
    if len(rows) > MOST_BALLOTS:
        mend = "Merge bodies or measures, or state votes for a body as a whole and not by option."
        raise TooLarge(
            "ballots (measures of all bodies, anew for each option with stated votes)", len(rows), MOST_BALLOTS, mend
        )
    return rows, groups


def _entered(rows: list[_Ballot], mine: list[_Ballot], first: int | None) -> tuple[int, ...]:
    """Append ballots (the first stands already if its place is given); the numbers of those that must pass."""
    places = []
    for q, row in enumerate(mine):
        if q == 0 and first is not None:
            places.append(first)
        else:
            places.append(len(rows))
            rows.append(row)
    if mine[-1].threshold >= 0:
        return tuple(places)
    for place in places[:-1]:
        rows[place] = _Ballot(**{**rows[place].__dict__, "instead": places[-1]})
    return tuple(places[:-1])


def _of_one(body: Body, name: str, option: str) -> list[_Ballot]:
    """A ballot a measure, one that some yes is cast where a share of the votes cast decides, and one that counts members at last."""
    out = []
    for q, t in enumerate(body.thresholds()):
        out.append(_Ballot(name, q, option, t.quota + (JUST_MORE if t.strict else 0.0), t.against))
    for q, t in enumerate(body.thresholds()):
        if t.against > 0 and not t.strict:
            out.append(_Ballot(name, q, option, SOME))
    if body.blocking:
        out.append(_Ballot(name, -1, option, len(body.seats) - body.blocking + 1))
    return out
