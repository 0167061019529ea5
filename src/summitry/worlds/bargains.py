"""What bargaining theory makes of packages whose worth is known, in every draw: the seam between named clauses and plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.bargaining.additive import AdditiveFrontier, LogRoll, additive_frontier, log_rolls
from summitry.bargaining.lotteries import Lottery, convex_frontier, with_lotteries
from summitry.bargaining.offers import Offers, alternating_offers
from summitry.bargaining.packages import RULES, Rule, Settlement, pareto_frontier, solutions
from summitry.errors import EngineInputError

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

__all__ = [
    "RULES",
    "AdditiveFrontier",
    "Choices",
    "LogRoll",
    "Lottery",
    "Rule",
    "Scenario",
    "Settlement",
    "additive_frontier",
    "choices",
    "convex_frontier",
    "narrowed",
    "offers",
    "scenario",
]


@dataclass(frozen=True)
class Choices:
    """What is chosen among packages in each draw.

    frontier (D, N) : undominated in that draw. zone (D, N) : every party gains. chosen : rule → (D,) package, -1 where no package
    gives every party a gain.
    """

    frontier: BoolArray
    zone: BoolArray
    chosen: dict[Rule, IntArray]


def choices(gains: FloatArray) -> Choices:
    """Frontier, zone and solutions draw by draw; `gains` (D, N, P) over no deal. Only packages by which every party gains are chosen."""
    draws, packages, _ = gains.shape
    zone: BoolArray = np.asarray((gains > 1e-9).all(axis=2))
    frontier = np.zeros((draws, packages), bool)
    chosen = {rule: np.full(draws, -1, np.int64) for rule in RULES}
    for d in range(draws):
        frontier[d] = pareto_frontier(gains[d])
        inside = np.flatnonzero(zone[d])
        if len(inside):
            for rule, found in solutions(gains[d][inside], np.zeros(gains.shape[2])).items():
                assert found.package is not None
                chosen[rule][d] = inside[found.package]
    return Choices(frontier, zone, chosen)


def narrowed(gains: FloatArray, ratifier: FloatArray, asks: float) -> FloatArray:
    """`(D, P)` gains of bargainers at the Nash solution among packages that a ratifier lets pass; zero where none is left.

    gains (D, N, P) : of those who bargain. ratifier (D, N) : the ratifier's gains. asks : share of its greatest gain that it has
    to be left with to agree, 0 to 1; -inf where nobody asks it. It vetoes and does not bargain.
    """
    out = np.zeros((gains.shape[0], gains.shape[2]))
    for d, (mine, other) in enumerate(zip(gains, ratifier, strict=True)):
        limit = asks * max(float(other.max()), 0.0) if np.isfinite(asks) else -np.inf
        inside = np.flatnonzero((mine > 1e-9).all(axis=1) & (other >= limit) & ((other > 1e-9) | ~np.isfinite(limit)))
        if len(inside):
            found = solutions(mine[inside], np.zeros(mine.shape[1]))["nash"]
            out[d] = found.gains
    return out


def offers(gains: FloatArray, discounts: tuple[float, float]) -> Offers | None:
    """What two parties would agree on if they offered in turn, lotteries allowed; `gains` (N, 2); None if nothing gives both a gain."""
    try:
        return alternating_offers(gains, discounts)
    except EngineInputError:
        return None


@dataclass(frozen=True)
class Scenario:
    """Items × levels × parties, analysed.

    frontier : undominated packages. settlements : rule → choice, as an index of `frontier.points`. mixed : rule → with lotteries
    (two parties only). by_discount : what two parties would offer in turn with the discounts of the scenario, None unless both
    lose by delay. rolls : the best log-rolls from the package of Nash's solution's own starting point, the first party's best.
    """

    frontier: AdditiveFrontier
    settlements: dict[Rule, Settlement]
    mixed: dict[Rule, Lottery]
    by_discount: Offers | None
    rolls: tuple[LogRoll, ...]
    start: tuple[int, ...]


def scenario(
    items: Sequence[FloatArray], disagreement: FloatArray, discounts: Sequence[float], most_rolls: int = 3
) -> Scenario:
    """Frontier and solutions of additive items; log-rolls start from levels in the middle of each item.

    Raises
    ------
    EngineInputError : tables that do not fit each other. TooLarge : too many partial sums.
    """
    front = additive_frontier(items)
    two = len(disagreement) == 2
    start = tuple(_middle(t) for t in items)
    return Scenario(
        front,
        solutions(front.points, disagreement),
        {rule: with_lotteries(rule, front.points, disagreement) for rule in RULES} if two else {},
        offers(front.points - disagreement, (discounts[0], discounts[1])) if two and max(discounts) < 1.0 else None,
        tuple(log_rolls(items, start)[:most_rolls]) if two else (),
        start,
    )


def _middle(table: FloatArray) -> int:
    """The level that leaves the worse off of the parties best, as shares of what is at stake for each: where a split would start."""
    spread = np.maximum(np.ptp(table, axis=0), 1e-300)
    share = (table - table.min(axis=0)) / spread
    return int(np.argmax(share.min(axis=1)))
