"""Votes in bodies: what passes under a rule, who is pivotal, who can block and who can carry. Plain arrays, no names.

Votes are +1 (yes), 0 (abstains) and −1 (no), along the last axis of an array of any shape, K members. A rule asks one test a
measure (votes, members, population, …), all to be met at once, and may give vetoes. Everything here is monotone: a vote that
turns from no to abstention, or from abstention to yes, never undoes what passes; `pivotal` rests on that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from summitry.errors import EngineInputError

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

TOLERANCE = 1e-9  # sums of decimal weights are exact to far less; weights that differ by less do not differ


@dataclass(frozen=True, eq=False)
class VotingRule:
    """When a body passes something. Shapes: M measures, K members.

    A measure passes if the weight of yes votes minus `against` times the weight of no votes is at least `quotas` (more than
    it, where `strict`). So `against = 0` is a threshold of the whole, where an abstention counts as a no; a share q of the
    votes cast, where an abstention is not counted, is `quotas = 0`, `against = q / (1 − q)`, and takes at least one yes.

    Parameters
    ----------
    weights : (M, K) float, ≥ 0; one measure may be given as (K,).
    quotas : (M,) float, in units of the weights.
    against : (M,) float, ≥ 0, no unit. strict : (M,) bool.
    veto : (K,) bool; a no of such a member stops everything, its abstention or absence nothing.
    blocking : fewer members than this against it (no votes; abstentions too where `against` is 0 in every measure) cannot
        stop it, whatever the measures say: the four of Article 16(4) TEU. 0: no such clause. Vetoes stand.
    quorum : (M,) float, weight that must be present, abstaining or not.
    tables : (K,) bool; who may put something to the vote.

    Raises
    ------
    EngineInputError : shapes differ, a weight is negative or not a number.
    """

    weights: FloatArray
    quotas: FloatArray
    against: FloatArray = field(default_factory=lambda: np.zeros(1))
    strict: BoolArray = field(default_factory=lambda: np.zeros(1, bool))
    veto: BoolArray = field(default_factory=lambda: np.zeros(1, bool))
    blocking: int = 0
    quorum: FloatArray = field(default_factory=lambda: np.zeros(1))
    tables: BoolArray = field(default_factory=lambda: np.ones(1, bool))

    def __post_init__(self) -> None:
        weights = np.atleast_2d(np.asarray(self.weights, float))
        m, k = weights.shape
        object.__setattr__(self, "weights", weights)
        for name, size, kind in (
            ("quotas", m, float), ("against", m, float), ("strict", m, bool), ("quorum", m, float),
            ("veto", k, bool), ("tables", k, bool),
        ):  # fmt: skip
            object.__setattr__(self, name, _filled(name, getattr(self, name), size, kind))
        if not np.isfinite(weights).all() or (weights < 0).any():
            place = tuple(int(i[0]) for i in np.nonzero(~np.isfinite(weights) | (weights < 0)))
            raise EngineInputError(f"weights[{place[0]}, {place[1]}] is {weights[place]:g}, expected a number from 0")
        if not (np.isfinite(self.quotas).all() and (self.against >= 0).all() and np.isfinite(self.against).all()):
            raise EngineInputError("quotas must be numbers and `against` numbers from 0")
        if self.blocking < 0:
            raise EngineInputError(f"blocking is {self.blocking}, expected a number of members from 0")

    @property
    def members(self) -> int:
        """K."""
        return self.weights.shape[1]


def simple_majority(members: ArrayLike) -> VotingRule:
    """More yes than no; abstentions are not counted. `members`: how many there are, or the weights of their votes."""
    return VotingRule(_weights(members), np.zeros(1), np.ones(1), np.ones(1, bool))


def absolute_majority(members: ArrayLike) -> VotingRule:
    """More than half of all votes say yes, cast or not."""
    weights = _weights(members)
    return VotingRule(weights, np.array([weights.sum() / 2]), strict=np.ones(1, bool))


def share_of_all(members: ArrayLike, share: float, veto: BoolArray | None = None) -> VotingRule:
    """At least this share (0–1) of all votes say yes: an abstention counts as a no."""
    weights = _weights(members)
    return VotingRule(weights, np.array([share * weights.sum()]), veto=np.zeros(1, bool) if veto is None else veto)


def share_of_cast(members: ArrayLike, share: float, veto: BoolArray | None = None) -> VotingRule:
    """At least this share (0–1) of the votes cast say yes: abstentions are not counted; nothing passes without a yes."""
    if not 0 <= share < 1:
        raise EngineInputError(
            f"a share of the votes cast is {share:g}, expected one from 0 to below 1; see `unanimity`"
        )
    none = np.zeros(1, bool)
    return VotingRule(
        _weights(members), np.zeros(1), np.array([share / (1 - share)]), veto=none if veto is None else veto
    )


def unanimity(members: ArrayLike, abstention_prevents: bool = True) -> VotingRule:
    """Everybody says yes; or, where abstention does not prevent it (Article 238(4) TFEU), somebody does and nobody says no."""
    weights = _weights(members)
    if abstention_prevents:
        return VotingRule(weights, np.array([weights.sum()]))
    return VotingRule(weights, np.zeros(1), strict=np.ones(1, bool), veto=np.ones(weights.size, bool))


def passes(
    rule: VotingRule, votes: ArrayLike, more_yes: ArrayLike = 0.0, more_no: ArrayLike = 0.0, present: ArrayLike = True
) -> BoolArray:
    """Does it pass? One answer for each row of votes.

    Parameters
    ----------
    votes : (..., K) −1, 0 or +1.
    more_yes, more_no : (..., M), or one number for all; weight of votes that belong to no member of the rule.
    present : (..., K) bool; who is there. Who is not casts no vote, whatever `votes` says; this matters for `quorum` only.

    Returns
    -------
    (...,) bool.

    Raises
    ------
    EngineInputError : the last axis is not K, or a vote is none of −1, 0, +1.
    """
    tally = _tally(rule, votes, more_yes, more_no, present)
    found: BoolArray = _decided(rule, tally.margin, tally.yes, tally.vetoes, tally.opposed) & tally.quorate
    return found


class Swing(NamedTuple):
    """(..., K) bool: does it pass if this member says yes, and if it says no, all other votes as they are?"""

    yes: BoolArray
    no: BoolArray


def with_each(
    rule: VotingRule, votes: ArrayLike, more_yes: ArrayLike = 0.0, more_no: ArrayLike = 0.0, present: ArrayLike = True
) -> Swing:
    """What passes with each member's yes and with its no. Arguments as for `passes`; who is asked counts as present."""
    votes, present = _checked(rule, votes, present)
    tally = _tally(rule, votes, more_yes, more_no, present)
    w = rule.weights.T
    own = ((votes > 0) & present)[..., None] * w
    own_no = _says_no(votes, present)[..., None] * w
    margin = tally.margin[..., None, :] - own + rule.against * own_no
    yes = tally.yes[..., None, :] - own
    vetoes = tally.vetoes[..., None] - (_says_no(votes, present) & rule.veto)
    opposed = tally.opposed[..., None] - _against_it(rule, votes, present)
    quorate = ((tally.there[..., None, :] + ~present[..., None] * w) >= rule.quorum - TOLERANCE).all(-1)
    return Swing(
        _decided(rule, margin + w, yes + w, vetoes, opposed) & quorate,
        _decided(rule, margin - rule.against * w, yes, vetoes + rule.veto, opposed + 1) & quorate,
    )


def pivotal(
    rule: VotingRule, votes: ArrayLike, more_yes: ArrayLike = 0.0, more_no: ArrayLike = 0.0, present: ArrayLike = True
) -> BoolArray:
    """(..., K) whose change of vote, alone, turns the result. As rules are monotone: it passes with its yes, not with its no."""
    swing = with_each(rule, votes, more_yes, more_no, present)
    return swing.yes & ~swing.no


def can_block(rule: VotingRule) -> BoolArray:
    """(K,) whose no alone stops what all others want: a shield."""
    return ~with_each(rule, np.ones(rule.members, np.int64)).no


def can_carry(rule: VotingRule) -> BoolArray:
    """(K,) whose yes alone passes what all others refuse: a key."""
    return with_each(rule, -np.ones(rule.members, np.int64)).yes


class _Tally(NamedTuple):
    margin: FloatArray
    yes: FloatArray
    vetoes: NDArray[np.int64]
    opposed: NDArray[np.int64]
    there: FloatArray
    quorate: BoolArray


def _tally(rule: VotingRule, votes: ArrayLike, more_yes: ArrayLike, more_no: ArrayLike, present: ArrayLike) -> _Tally:
    votes, present = _checked(rule, votes, present)
    w = rule.weights.T
    said_no = _says_no(votes, present)
    yes = ((votes > 0) & present) @ w + np.asarray(more_yes, float)
    no = said_no @ w + np.asarray(more_no, float)
    there = present @ w + np.asarray(more_yes, float) + np.asarray(more_no, float)
    return _Tally(
        yes - rule.against * no,
        yes,
        (said_no & rule.veto).sum(-1),
        _against_it(rule, votes, present).sum(-1),
        there,
        (there >= rule.quorum - TOLERANCE).all(-1),
    )


def _decided(
    rule: VotingRule, margin: FloatArray, yes: FloatArray, vetoes: NDArray[np.int64], opposed: NDArray[np.int64]
) -> BoolArray:
    met = np.where(rule.strict, margin > rule.quotas + TOLERANCE, margin >= rule.quotas - TOLERANCE)
    met &= (rule.against == 0) | (yes > TOLERANCE)  # a share of no votes at all is no majority
    return (met.all(-1) | (opposed < rule.blocking)) & (vetoes == 0)


def _says_no(votes: NDArray[np.int64], present: BoolArray) -> BoolArray:
    """Who is there and says no."""
    return (votes < 0) & present


def _against_it(rule: VotingRule, votes: NDArray[np.int64], present: BoolArray) -> BoolArray:
    """Who counts as against: those that say no, and where a threshold is of the whole all that do not say yes."""
    if (rule.against == 0).all():
        return ~((votes > 0) & present)
    return _says_no(votes, present)


def _checked(rule: VotingRule, votes: ArrayLike, present: ArrayLike) -> tuple[NDArray[np.int64], BoolArray]:
    array = np.asarray(votes)
    if array.ndim == 0 or array.shape[-1] != rule.members:
        raise EngineInputError(f"votes have the shape {array.shape}, expected (..., {rule.members})")
    if not np.isin(array, (-1, 0, 1)).all():
        raise EngineInputError("a vote is −1 (no), 0 (abstains) or +1 (yes)")
    return array.astype(np.int64), np.broadcast_to(np.asarray(present, bool), array.shape)


def _filled(name: str, given: ArrayLike, size: int, kind: type) -> NDArray[np.generic]:
    array: NDArray[np.generic] = np.asarray(given, kind)
    if array.ndim > 1 or (array.ndim == 1 and len(array) not in (1, size)):
        raise EngineInputError(f"{name} has the shape {array.shape}, expected ({size},)")
    return np.array(np.broadcast_to(array, (size,)))


def _weights(members: ArrayLike) -> FloatArray:
    array = np.asarray(members, float)
    return np.ones(int(array)) if array.ndim == 0 else array
