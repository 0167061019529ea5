"""Sequential votes on several texts: amendment and successive agendas, with sincere and with sophisticated voting.

An amendment agenda pits the first text against the second, what is left against the third, and so on. A successive agenda takes
one text at a time: what passes is adopted and ends the matter, what fails is gone; the last text stands if nothing passed.
Who votes sincerely looks at the texts named in the vote alone (Farquharson's sincere voting: the pair, or the text now against the
best of those still to come); who votes in a sophisticated way foresees the later votes and compares where both results lead.

References
----------
Farquharson (1969), Theory of Voting. Yale University Press.
Miller (1977), Graph-theoretical approaches to the theory of voting, American Journal of Political Science 21(4), 769-803.
McKelvey & Niemi (1978), Journal of Economic Theory 18(1), 1-22 (backward induction).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from summitry.bargaining.votes import TOLERANCE, VotingRule, passes
from summitry.errors import EngineInputError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


class Tournament(NamedTuple):
    """What beats what in each draw. Shapes: D draws, T texts.

    beats : (D, T, T) `[:, x, y]`: x, put against y as what stands, passes. condorcet : (D,) the text that beats every other; −1: none.
    unbeaten : (D, T) texts that nothing beats (the core). top_cycle : (D, T) the smallest set each of which beats all outside it
    where one text always beats the other; more than one text without a Condorcet winner: a cycle, or pairs that stand still.
    """

    beats: BoolArray
    condorcet: IntArray
    unbeaten: BoolArray
    top_cycle: BoolArray


def tournament(rule: VotingRule, utilities: ArrayLike) -> Tournament:
    """All votes of pairs. utilities : (D, K, T), any scale; differences up to 1e-9 are none, and who sees none abstains."""
    u = _checked(rule, utilities)
    beats = passes(rule, np.moveaxis(_vote(u[..., :, None], u[..., None, :]), 1, -1))
    texts = u.shape[2]
    beats &= ~np.eye(texts, dtype=bool)
    winner = beats.sum(axis=2) == texts - 1
    condorcet = np.where(winner.any(axis=1), winner.argmax(axis=1), -1)
    return Tournament(beats, condorcet, np.asarray(~beats.any(axis=1)), _top_cycle(beats))


def amendment(rule: VotingRule, utilities: ArrayLike, order: ArrayLike, sophisticated: bool = True) -> IntArray:
    """(D,) text adopted. The challenger of each vote takes the place of what stands if it passes; else what stands stays.

    utilities : (D, K, T). order : (N,) texts as they come up; the first stands at first (a status quo that is voted on last
    stands last in the list, and then must pass as the challenger of what was amended: put it first if it need not).
    """
    u = _checked(rule, utilities)
    line = _order(order, u.shape[2])
    draws = np.arange(len(u))
    if not sophisticated:
        stands = np.full(len(u), line[0])
        for challenger in line[1:]:
            adopted = passes(rule, _vote(u[:, :, challenger], u[draws, :, stands]))
            stands = np.where(adopted, challenger, stands)
        return stands
    # Backwards: what comes out if text c stands when the votes from the k-th challenger on are still to come.
    leads_to = np.tile(np.arange(u.shape[2]), (len(u), 1))
    for k in range(len(line) - 1, 0, -1):
        if_passed = leads_to[:, line[k]]
        for c in line[:k]:
            if_failed = leads_to[:, c]
            adopted = passes(rule, _vote(u[draws, :, if_passed], u[draws, :, if_failed]))
            leads_to[:, c] = np.where(adopted, if_passed, if_failed)
    return leads_to[:, line[0]]


def successive(rule: VotingRule, utilities: ArrayLike, order: ArrayLike, sophisticated: bool = True) -> IntArray:
    """(D,) text adopted; the last of `order` (N,) stands if no other passes. utilities : (D, K, T)."""
    u = _checked(rule, utilities)
    line = _order(order, u.shape[2])
    draws = np.arange(len(u))
    outcome = np.full(len(u), line[-1])
    for k in range(len(line) - 2, -1, -1):
        rest = u[draws, :, outcome] if sophisticated else u[:, :, line[k + 1 :]].max(axis=2)
        adopted = passes(rule, _vote(u[:, :, line[k]], rest))
        outcome = np.where(adopted, line[k], outcome)
    return outcome


def _vote(one: FloatArray, other: FloatArray) -> IntArray:
    """+1 for `one`, −1 for `other`, 0 where they are worth the same."""
    return np.where(np.abs(one - other) <= TOLERANCE, 0, np.sign(one - other)).astype(np.int64)


def _top_cycle(beats: BoolArray) -> BoolArray:
    """Texts that reach every other along "is not beaten by" (Schwartz 1972: GETCHA)."""
    reach: BoolArray = ~np.swapaxes(beats, 1, 2)
    for k in range(beats.shape[1]):
        reach = reach | (reach[:, :, k, None] & reach[:, None, k, :])
    return np.asarray(reach.all(axis=2))


def _checked(rule: VotingRule, utilities: ArrayLike) -> FloatArray:
    u = np.asarray(utilities, float)
    if u.ndim != 3 or u.shape[1] != rule.members or u.shape[2] < 1:
        raise EngineInputError(f"utilities have the shape {u.shape}, expected (draws, {rule.members}, texts)")
    return u


def _order(order: ArrayLike, texts: int) -> list[int]:
    line = np.asarray(order, np.int64).ravel().tolist()
    if not line or len(set(line)) < len(line) or min(line) < 0 or max(line) >= texts:
        raise EngineInputError(f"the order {line} does not name different texts from 0 to {texts - 1}")
    return line
