"""Offers in turn with time that costs something: what two parties agree on at once, because they know what waiting would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from summitry.bargaining.lotteries import convex_frontier
from summitry.bargaining.packages import FloatArray, IntArray, pareto_frontier, require_two
from summitry.errors import EngineInputError


def alternating_shares(discounts: Sequence[float], rounds: int | None = None) -> tuple[float, float]:
    """Shares of a pie of 1 for the party that offers first and the other, when they offer in turn.

    A share in the t-th round after the first is worth discount^t as much to a party, no agreement nothing. Without a last round
    (`rounds` None) the only subgame-perfect division is (1 - d2) / (1 - d1 d2) for the first (Rubinstein 1982); with one, whoever
    offers last takes all, and one steps back from there (Stahl 1972).

    Parameters
    ----------
    discounts : two numbers in [0, 1), the first for the party that offers first (1 is allowed with a last round).
    rounds : number of offers, >= 1, or None.

    References
    ----------
    Rubinstein (1982), Econometrica 50(1), 97-109, doi:10.2307/1912531; Stahl (1972), Bargaining Theory, Stockholm School of Economics.
    """
    first, second = _discounts(discounts, rounds)
    if rounds is None:
        share = (1.0 - second) / (1.0 - first * second)
        return share, 1.0 - share
    share = 1.0  # of whoever offers, in the last round
    for left in range(rounds - 1):
        replies = (rounds - 2 - left) % 2 == 0  # in the round before, the first party offers and the second replies
        share = 1.0 - (second if replies else first) * share
    return share, 1.0 - share


@dataclass(frozen=True)
class Offers:
    """What each party would offer when it is its turn: (2,) gains of both parties, offered by the first and by the second."""

    by_first: FloatArray
    by_second: FloatArray


def alternating_offers(gains: FloatArray, discounts: Sequence[float], rounds: int | None = None) -> Offers:
    """Offers in turn over packages and lotteries between them; with patient parties both offers come near the Nash solution.

    In the stationary equilibrium each offer leaves the other party exactly what its own next offer is worth to it today; on a
    concave frontier there is one such pair (found by bisection to rounding). With a last round one steps back from it.

    Parameters
    ----------
    gains : (N, 2) float, utilities over no deal; some lottery has to give both a gain. discounts : two numbers in [0, 1).
    rounds : number of offers, or None for no last round; the last one is made by the second party if their number is even.

    Raises
    ------
    EngineInputError : not two parties, no gain for both, discounts out of range.

    References
    ----------
    Rubinstein (1982), doi:10.2307/1912531; Binmore, Rubinstein & Wolinsky (1986), RAND Journal of Economics 17(2), 176-188,
    doi:10.2307/2555382: equally patient parties come to Nash (1950), others to the product of gains with exponents 1/log discount.
    """
    first, second = _discounts(discounts, rounds)
    front = _Frontier.of(gains)
    if rounds is not None:
        mine = _backwards(front, (first, second), rounds)
        other = _backwards(front.turned(), (second, first), rounds)
        return Offers(np.array([mine, front.second_of(mine)]), np.array([front.first_of(other), other]))
    # x: what the first asks for itself; it leaves the second d2 times what the second would ask, which leaves the first d1 x
    low, high = 0.0, front.most_first
    for _ in range(200):
        x = 0.5 * (low + high)
        if front.second_of(x) > second * front.second_of(first * x):
            low = x
        else:
            high = x
    x = 0.5 * (low + high)
    asks = front.second_of(first * x)
    return Offers(np.array([x, front.second_of(x)]), np.array([front.first_of(asks), asks]))


def _backwards(front: _Frontier, discounts: tuple[float, float], rounds: int) -> float:
    """What the party that offers first gets itself, from the last round back."""
    sides = (front, front.turned())
    last = (rounds - 1) % 2
    value = sides[last].most_first
    for left in range(rounds - 2, -1, -1):
        offers = left % 2
        value = sides[offers].first_of(discounts[1 - offers] * value)
    return value


@dataclass(frozen=True)
class _Frontier:
    """A falling concave curve through corners (M, 2), the first party's gain rising; flat to the left, as gains can be thrown away."""

    x: FloatArray
    y: FloatArray

    @classmethod
    def of(cls, gains: FloatArray) -> _Frontier:
        table = np.asarray(gains, float)
        require_two(table, "gains")
        corners = table[convex_frontier(table)][::-1]
        x, y = corners[:, 0], corners[:, 1]
        if y[0] < 0.0 or x[-1] < 0.0:
            raise EngineInputError("gains: no lottery between these packages leaves both parties above no deal")
        x_end = float(x[-1]) if y[-1] >= 0.0 else float(np.interp(0.0, y[::-1], x[::-1]))
        y_end = float(y[0]) if x[0] >= 0.0 else float(np.interp(0.0, x, y))
        inside = (x > 0.0) & (y > 0.0) & (x < x_end) & (y < y_end)
        start = max(float(x[0]), 0.0)
        stop = float(np.interp(x_end, x, y)) if y[-1] >= 0.0 else 0.0
        if x_end <= 0.0 or y_end <= 0.0:
            raise EngineInputError("gains: no lottery between these packages gives both parties a gain")
        return cls(np.array([start, *x[inside], x_end]), np.array([y_end, *y[inside], stop]))

    @property
    def most_first(self) -> float:
        return float(self.x[-1])

    def second_of(self, first: float) -> float:
        """The most that is left for the second party."""
        return float(np.interp(first, self.x, self.y))

    def first_of(self, second: float) -> float:
        """The most that is left for the first party."""
        return float(np.interp(second, self.y[::-1], self.x[::-1]))

    def turned(self) -> _Frontier:
        """The same with the parties the other way round."""
        return _Frontier(self.y[::-1], self.x[::-1])


@dataclass(frozen=True)
class OfferedPackages:
    """Backward induction over packages without lotteries.

    offers : (T,) package offered and accepted in each round, -1 where the offering party would rather wait. agreed : the package
    of the first round in which one is accepted, None if there is none; gains : (2,) what it is worth at the start, discounted.
    settled : do offers of the first rounds no longer depend on how many rounds are left (each party's first two offers are the same)?
    """

    offers: IntArray
    agreed: int | None
    gains: FloatArray
    settled: bool


def offered_packages(gains: FloatArray, discounts: Sequence[float], rounds: int) -> OfferedPackages:
    """Offers in turn when only whole packages can be offered, with a last round.

    From the last round back, the party whose turn it is picks the package that is best for itself among those that leave the other
    no less than waiting would; it waits where waiting is better for itself. Ties: what is better for the other, then what stands
    first. Without lotteries very patient parties need not come near the Nash solution, and without a last round nearly every package
    can be an equilibrium (van Damme, Selten & Winter 1990): so there is a last round here, and `settled` says whether it matters.

    Parameters
    ----------
    gains : (N, 2) float, utilities over no deal. discounts : two numbers in [0, 1]. rounds : >= 1.

    References
    ----------
    Rubinstein (1982), doi:10.2307/1912531; van Damme, Selten & Winter (1990), Games and Economic Behavior 2(2), 188-201.
    """
    table = np.asarray(gains, float)
    require_two(table, "gains")
    pair = _discounts(discounts, rounds)
    keep = np.flatnonzero(pareto_frontier(table) & (table >= 0.0).all(axis=1))
    value = np.zeros(2)
    offers = np.full(rounds, -1, np.int64)
    for t in range(rounds - 1, -1, -1):
        me, other = t % 2, 1 - t % 2
        wait = np.array(pair) * value
        fits = keep[table[keep, other] >= wait[other] - 1e-12]
        value = wait
        if len(fits):
            best = fits[np.lexsort((fits, -table[fits, other], -table[fits, me]))[0]]
            if table[best, me] >= wait[me]:
                offers[t], value = best, table[best]
    when = next((t for t in range(rounds) if offers[t] >= 0), None)
    agreed = None if when is None else int(offers[when])
    return OfferedPackages(offers, agreed, value, rounds > 3 and bool((offers[:2] == offers[2:4]).all()))


def _discounts(discounts: Sequence[float], rounds: int | None) -> tuple[float, float]:
    if len(discounts) != 2 or not all(0.0 <= d <= 1.0 for d in discounts):
        raise EngineInputError(f"discounts: {list(discounts)}, expected two numbers from 0 to 1")
    if rounds is None and max(discounts) >= 1.0:
        raise EngineInputError("discounts: 1 has no meaning without a last round; give `rounds`, or a number below 1")
    if rounds is not None and rounds < 1:
        raise EngineInputError(f"rounds: {rounds}, expected at least one offer")
    return float(discounts[0]), float(discounts[1])
