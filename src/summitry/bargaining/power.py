"""Power indices of a voting rule: Shapley–Shubik and Banzhaf, exact where that can be done, else sampled with errors.

Both ask in which coalitions of the others a member turns losing into winning, everybody saying yes or no. They differ in how
coalitions are weighed: every order of joining alike (Shapley & Shubik), or every coalition alike (Banzhaf; Penrose).

Exact ways: generating functions, i.e. the number of coalitions by size and weight (Mann & Shapley 1962; Brams & Affuso 1976;
several measures: Algaba et al. 2003), where weights are whole or decimal numbers; else the coalitions of two halves, matched
(meet in the middle), or for three and more such measures all of them, up to 20 members. Veto holders are in every coalition that wins, so only the others are counted; a measure in which all weigh
the same is a least size.

References
----------
Shapley & Shubik (1954), American Political Science Review 48(3), 787-792, doi:10.2307/1951053.
Banzhaf (1965), Rutgers Law Review 19, 317-343.
Mann & Shapley (1962), RAND Memorandum RM-3158-PR.
Brams & Affuso (1976), Theory and Decision 7, 29-56, doi:10.1007/BF00141101.
Algaba, Bilbao, Fernández García & López (2003), European Journal of Operational Research 148(2), 237-250.
Castro, Gómez & Tejada (2009), Computers & Operations Research 36(5), 1726-1730 (sampling).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import comb, gcd

import numpy as np
from numpy.typing import NDArray

from summitry.bargaining.votes import TOLERANCE, VotingRule, passes, pivotal
from summitry.errors import EngineInputError, TooLarge

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

MOST_EXACT = 62  # members without a veto: numbers of coalitions then fit 64 bits
MOST_HALVED = 34  # members without a veto, where weights must be matched in halves
MOST_LISTED = 20  # members without a veto, where all their coalitions are listed
MOST_CELLS = 4_000_000
MOST_WORK = 250_000_000
FINEST = 10**6  # weights are read as decimal numbers down to a millionth
LARGEST_WHOLE = 2**53  # above, floating-point numbers skip whole ones


@dataclass(frozen=True, eq=False)
class Power:
    """Indices of each member (K,), no unit.

    shapley : Shapley–Shubik; sums to 1. banzhaf : normalised, sums to 1. absolute : the share of the others' coalitions that
    the member turns (Penrose). All are 0 where nothing can pass, or everything does.
    decisiveness : the share of all coalitions that win, everybody saying yes or no by the toss of a coin (Coleman's power of
    a collectivity to act).
    The standard errors of sampled indices stand in `*_error`; exact indices have none, and `samples` is 0.
    """

    shapley: FloatArray
    banzhaf: FloatArray
    absolute: FloatArray
    shapley_error: FloatArray
    banzhaf_error: FloatArray
    absolute_error: FloatArray
    decisiveness: float
    samples: int = 0


def power(rule: VotingRule, rng: np.random.Generator | None = None, samples: int = 20_000) -> Power:
    """Power indices: exact if that is feasible, else from so many random orders and coalitions if `rng` is given.

    Raises
    ------
    TooLarge : exact counting is out of reach and there is no `rng`.
    """
    game = _Game.of(rule)
    counted = game.counted()
    if counted is not None:
        return _from_swings(rule.members, game.swings(*counted), sum(counted[0]))
    if rng is None:
        mend = "Round the weights to fewer digits, or give a random generator, so that the indices can be sampled."
        raise TooLarge("members whose coalitions would have to be counted", game.free, MOST_HALVED, mend)
    return sampled_power(rule, rng, samples)


def sampled_power(rule: VotingRule, rng: np.random.Generator, samples: int = 20_000) -> Power:
    """Power indices from random orders (Shapley–Shubik) and random coalitions (Banzhaf), with standard errors."""
    if samples < 2:
        raise EngineInputError(f"samples is {samples}, expected at least 2")
    n = rule.members
    pivots, won = np.zeros(n), 0
    swings, squares = np.zeros(n), np.zeros((2, n))  # Σ of own swings × all swings; Σ of all swings squared
    rows = max(1, 2_000_000 // (n * n))
    for first in range(0, samples, rows):
        size = min(rows, samples - first)
        order = np.argsort(rng.random((size, n)), axis=1)
        pivots += _pivot_counts(rule, order)
        votes = np.where(rng.random((size, n)) < 0.5, 1, -1)
        won += int(passes(rule, votes).sum())
        turned = pivotal(rule, votes).astype(float)
        swings += turned.sum(axis=0)
        squares[0] += (turned * turned.sum(axis=1, keepdims=True)).sum(axis=0)
        squares[1] += (turned.sum(axis=1) ** 2).sum()
    shapley, absolute = pivots / samples, swings / samples
    total = swings.sum()
    banzhaf = swings / total if total else np.zeros(n)
    # A ratio of means: its error is that of own swings − share × all swings, over the mean of all (delta method).
    spread = swings - 2 * banzhaf * squares[0] + banzhaf**2 * squares[1]
    error = np.sqrt(np.maximum(spread, 0.0)) / total if total else np.zeros(n)
    errors = _error(shapley, samples), error, _error(absolute, samples)
    return Power(shapley, banzhaf, absolute, *errors, won / samples, samples)


def _error(share: FloatArray, samples: int) -> FloatArray:
    return np.sqrt(share * (1 - share) / samples)


def _pivot_counts(rule: VotingRule, order: IntArray) -> FloatArray:
    """(K,) how often a member is the one with whom a coalition, joined in these orders (R, K), first wins."""
    n = rule.members
    place = np.argsort(order, axis=1)
    low, high = (
        np.zeros(len(order), np.int64),
        np.full(len(order), n),
    )  # members joined: loses with `low`, wins with `high`
    alive = passes(rule, np.ones(n, np.int64)) & ~passes(rule, -np.ones(n, np.int64))
    if not alive:
        return np.zeros(n)
    while (high - low > 1).any():
        middle = (low + high) // 2
        wins = passes(rule, np.where(place < middle[:, None], 1, -1))
        high, low = np.where(wins, middle, high), np.where(wins, low, middle)
    return np.bincount(order[np.arange(len(order)), high - 1], minlength=n).astype(float)


def _from_swings(members: int, by_size: list[list[int]], winning: int) -> Power:
    """Indices from the number of coalitions, by size of the others' coalition, that each member turns, and of those that win."""
    shapley = [
        float(sum((Fraction(c, members * comb(members - 1, s)) for s, c in enumerate(row) if c), Fraction(0)))
        for row in by_size
    ]
    total = [sum(row) for row in by_size]
    everybody = sum(total)
    none = np.zeros(members)
    return Power(
        np.array(shapley),
        np.array([t / everybody if everybody else 0.0 for t in total]),
        np.array([float(Fraction(t, 2 ** (members - 1))) for t in total]),
        none,
        none,
        none,
        float(Fraction(winning, 2**members)),
    )


@dataclass(frozen=True, eq=False)
class _Game:
    """Who wins, for members without a veto once all veto holders are in: a least size, and P measures to be reached.

    vetoes : members that hold one (mask). weights : (P, F) of the free members. floors : (P,) weight that they must reach.
    least, enough : sizes of the free part from which it may win, and from which it wins whatever its weight.
    """

    vetoes: NDArray[np.bool_]
    weights: FloatArray
    floors: FloatArray
    least: int
    enough: int

    @classmethod
    def of(cls, rule: VotingRule) -> _Game:
        veto = rule.veto
        held = int(veto.sum())
        total = rule.weights.sum(axis=1)
        slack = np.where(rule.strict, TOLERANCE, -TOLERANCE)
        floors = (rule.quotas + slack + rule.against * total) / (1 + rule.against)
        floors = np.where(rule.against > 0, np.maximum(floors, TOLERANCE), floors)
        least, rows = 0, []
        for m, row in enumerate(rule.weights):
            if np.ptp(row) <= TOLERANCE:
                least = max(least, _least_size(float(row[0]), float(floors[m]), rule.members) - held)
            else:
                rows.append(m)
        enough = rule.members - held - rule.blocking + 1 if rule.blocking else rule.members + 1
        inside = rule.weights[rows][:, veto].sum(axis=1)
        return cls(veto, rule.weights[rows][:, ~veto], floors[rows] - inside, max(least, 0), enough)

    @property
    def free(self) -> int:
        return self.weights.shape[1] if self.weights.size else int((~self.vetoes).sum())

    def swings(self, won: list[int], won_with: list[list[int]]) -> list[list[int]]:
        """[member][size of the coalition joined] → number of coalitions that it turns."""
        held, n = int(self.vetoes.sum()), self.free
        out = []
        position = iter(range(n))
        for is_veto in self.vetoes.tolist():
            row = [0] * len(self.vetoes)
            if is_veto:
                for s in range(n + 1):
                    row[s + held - 1] = won[s]
            else:
                mine = won_with[next(position)]
                for s in range(n):  # turned: those that win with it, less those that win without it
                    row[s + held] = mine[s + 1] - (won[s] - mine[s])
            out.append(row)
        return out

    def counted(self) -> tuple[list[int], list[list[int]]] | None:
        """Winning coalitions of free members by size (F + 1), and for each member those that hold it (F, F + 1); None: out of reach."""
        reached = self._reached()
        if reached is None:
            return None
        n = self.free
        all_of, with_each = reached
        for s in range(n + 1):
            if s >= self.enough:
                all_of[s] = comb(n, s)
                for row in with_each:
                    row[s] = comb(n - 1, s - 1) if s else 0
            elif s < self.least:
                all_of[s] = 0
                for row in with_each:
                    row[s] = 0
        return all_of, with_each

    def _reached(self) -> tuple[list[int], list[list[int]]] | None:
        """As `counted`, of coalitions that reach the weights, whatever their size."""
        n = self.free
        if len(self.weights) == 0:
            return [comb(n, s) for s in range(n + 1)], [[comb(n - 1, s - 1) if s else 0 for s in range(n + 1)]] * n
        if n == 0:
            return [int((self.floors <= 0).all())], []
        whole = [_whole(w, f) for w, f in zip(self.weights, self.floors, strict=True)]
        if n <= MOST_EXACT and all(w is not None for w in whole):
            weights = np.array([w[0] for w in whole if w is not None])
            floors = [w[1] for w in whole if w is not None]
            shape = (n + 1, *(int(row.sum()) + 1 for row in weights))
            cells = float(np.prod([float(size) for size in shape]))
            if cells <= MOST_CELLS and cells * len(np.unique(weights, axis=1)[0]) <= MOST_WORK:
                return _generated(weights, floors, shape)
        if n <= MOST_HALVED and len(self.weights) <= 2:
            from summitry.bargaining.halves import matched

            return matched(self.weights, self.floors)
        return _listed(self.weights, self.floors) if n <= MOST_LISTED else None


def _least_size(weight: float, floor: float, members: int) -> int:
    """How many members of equal weight reach a floor; one more than there are if none do."""
    return next((s for s in range(members + 1) if s * weight >= floor), members + 1)


def _whole(weights: FloatArray, floor: float) -> tuple[IntArray, int] | None:
    """Weights and floor in whole numbers, as small as may be; None if they are no decimal numbers down to a millionth, or too
    large to be exact."""
    scale = 1
    while np.abs(weights * scale - np.round(weights * scale)).max() > 1e-7:
        scale *= 10
        if scale > FINEST:
            return None
    if max(float(np.abs(weights).sum()), abs(floor)) * scale > LARGEST_WHOLE:
        return None
    whole = np.round(weights * scale).astype(np.int64)
    unit = gcd(*whole.tolist()) or 1
    return whole // unit, int(np.ceil(floor * scale / unit))


def _generated(weights: IntArray, floors: list[int], shape: tuple[int, ...]) -> tuple[list[int], list[list[int]]]:
    """Generating functions: multiply one factor a member, divide it out again for those that do not hold it."""
    n = weights.shape[1]
    number = np.zeros(shape, np.int64)
    number[(0,) * len(shape)] = 1
    for q, w in enumerate(weights.T.tolist()):
        for s in range(q, -1, -1):
            _shifted(number[s + 1], w)[...] += _kept(number[s], w)
    enough = tuple(slice(max(f, 0), None) for f in floors)
    all_of = [int(number[s][enough].sum()) for s in range(n + 1)]
    known: dict[tuple[int, ...], list[int]] = {}
    for member in map(tuple, weights.T.tolist()):
        if member not in known:
            without, row = number[0], [all_of[0]]
            for s in range(n + 1):
                if s:
                    rest = number[s].copy()
                    _shifted(rest, member)[...] -= _kept(without, member)
                    without = rest
                row[s:] = [int(without[enough].sum())]
            known[member] = [a - b for a, b in zip(all_of, row, strict=True)]
    return all_of, [list(known[tuple(w)]) for w in weights.T.tolist()]


def _listed(weights: FloatArray, floors: FloatArray) -> tuple[list[int], list[list[int]]]:
    """Every coalition, one by one: for three and more measures of odd weights."""
    n = weights.shape[1]
    masks = np.arange(1 << n)
    sizes = np.bitwise_count(masks)
    reached = np.ones(len(masks), bool)
    for row, floor in zip(weights, floors, strict=True):
        sums = np.zeros(1)
        for w in row.tolist():
            sums = np.concatenate([sums, sums + w])
        reached &= sums >= floor
    all_of = np.bincount(sizes[reached], minlength=n + 1)
    held = [np.bincount(sizes[reached & (masks >> k & 1 == 1)], minlength=n + 1).tolist() for k in range(n)]
    return all_of.tolist(), held


def _shifted(table: IntArray, by: list[int] | tuple[int, ...]) -> IntArray:
    return table[tuple(slice(w, None) for w in by)]


def _kept(table: IntArray, by: list[int] | tuple[int, ...]) -> IntArray:
    return table[tuple(slice(0, size - w) for w, size in zip(by, table.shape, strict=True))]
