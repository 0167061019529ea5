"""Packages of items whose worth adds up: the exact frontier without listing packages, and log-rolls between items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from summitry.bargaining.packages import FloatArray, IntArray, Numbers, pareto_frontier, require_two
from summitry.errors import EngineInputError, TooLarge

MOST_SUMS = 4_000_000  # partial sums held at once: about 300 MB for two parties
GRID = 2.0**-40  # of the greatest possible sum: finer differences between sums of floats are rounding
MENDS = "Leave out items of little weight, merge levels that are nearly the same, or round values so that more sums are equal."


@dataclass(frozen=True)
class AdditiveFrontier:
    """Undominated packages of items.

    points : (F, P) float, distinct sums of utilities, best for the first party first. levels : (F, I) int, the level of each item
    in one package that makes the point. makers : (F,) float, how many undominated choices of levels make it (whole numbers, exact
    up to 2^53). packages : how many packages there are in all. sums : most partial sums held at once.
    """

    points: FloatArray
    levels: IntArray
    makers: FloatArray
    packages: int
    sums: int


def additive_frontier(items: Sequence[Numbers], most: int = MOST_SUMS) -> AdditiveFrontier:
    """Exact Pareto frontier of all packages that take one level of each item, utilities adding up over items.

    A package whose first k items are dominated stays dominated whatever is added, so that only undominated partial sums are kept
    (Nemhauser & Ullmann 1969; a Minkowski sum of frontiers, item by item, items of few levels first). With F_k undominated sums
    after item k of L_k levels: O(sum of L_k F_(k-1) log) time for one or two parties and as in `pareto_frontier` for more; memory
    O(I max F + max L_k F_(k-1)). F may grow as the number of packages in the worst case; for random values it stays small
    (Beier & Voecking 2004). Whole numbers are summed exactly; sums of floats closer than 2^-40 of the greatest sum count as equal,
    so that 0.1 + 0.2 and 0.3 are one point, and every point is undominated up to that.

    Parameters
    ----------
    items : I tables (L_i, P), int or float: utility of each level of an item to each party; weights are multiplied in already.
    most : bound on partial sums held at once.

    Raises
    ------
    EngineInputError : no item, an item without levels, numbers of parties that differ, a number that is not finite.
    TooLarge : more than `most` partial sums.

    References
    ----------
    Nemhauser & Ullmann (1969), Management Science 15(9), 494-505, doi:10.1287/mnsc.15.9.494; Beier & Voecking (2004), Journal of
    Computer and System Sciences 69(3), 306-329, doi:10.1016/j.jcss.2004.04.004.
    """
    tables = _items(items)
    exact = all(np.issubdtype(t.dtype, np.integer) for t in tables)
    parties = tables[0].shape[1]
    grid = 0 if exact else GRID * max(sum(float(np.abs(t).max()) for t in tables), 1e-300)
    order = sorted(range(len(tables)), key=lambda i: (len(tables[i]), i))
    sums: Numbers = np.zeros((1, parties), np.int64 if exact else float)
    makers: FloatArray = np.ones(1)
    steps: list[tuple[IntArray, IntArray]] = []
    held = 1
    for i in order:
        useful = np.flatnonzero(pareto_frontier(tables[i]))
        count = len(sums) * len(useful)
        if count > most:
            raise TooLarge("partial sums of a frontier", count, most, MENDS)
        held = max(held, count)
        grown = (sums[:, None, :] + tables[i][useful][None]).reshape(count, parties)
        # compared on the grid, kept as they are: rounded sums would drift apart as items are added
        keys = np.round(grown / grid) if grid else grown
        kept = np.flatnonzero(pareto_frontier(keys))
        _, first, where = np.unique(keys[kept], axis=0, return_index=True, return_inverse=True)
        sums = grown[kept[first]]
        makers = np.bincount(where.reshape(-1), weights=makers[kept // len(useful)], minlength=len(sums)).astype(float)
        steps.append((kept[first] // len(useful), useful[kept[first] % len(useful)]))
    levels = _levels(order, steps, len(sums))
    points = np.sum([t[levels[:, i]] for i, t in enumerate(tables)], axis=0).astype(float)
    best_first = np.lexsort(points.T[::-1])[::-1]
    return AdditiveFrontier(points[best_first], levels[best_first], makers[best_first], prod(map(len, tables)), held)


def _levels(order: list[int], steps: list[tuple[IntArray, IntArray]], count: int) -> IntArray:
    """Back along the parents of each sum."""
    out = np.zeros((count, len(order)), np.int64)
    at = np.arange(count)
    for i, (parent, level) in zip(reversed(order), reversed(steps), strict=True):
        out[:, i] = level[at]
        at = parent[at]
    return out


def _items(items: Sequence[Numbers]) -> list[Numbers]:
    tables = [np.asarray(t) for t in items]
    if not tables:
        raise EngineInputError("items: none, expected at least one table of levels by parties")
    for i, t in enumerate(tables):
        if t.ndim != 2 or not t.shape[0] or t.shape[1] != tables[0].shape[-1]:
            raise EngineInputError(
                f"items[{i}]: shape {t.shape}, expected levels by parties like items[0] {tables[0].shape}"
            )
        if not np.issubdtype(t.dtype, np.number) or not np.isfinite(t).all():
            raise EngineInputError(f"items[{i}]: every entry has to be a finite number")
    return tables


# ------------------------------------------------------------------------------------------------ log-rolls


@dataclass(frozen=True)
class LogRoll:
    """Two items on which two parties give in turn.

    first, second : items; the first party gives on `first` and gets on `second`, the other the reverse. to : their new levels.
    gains : (2, 2) float, party by item: what each loses and wins. Both rows add up to more than nothing.
    """

    first: int
    second: int
    to: tuple[int, int]
    gains: FloatArray

    @property
    def net(self) -> FloatArray:
        """(2,) what each party has of it in all."""
        return np.asarray(self.gains.sum(axis=1))


def log_rolls(items: Sequence[Numbers], at: Sequence[int]) -> list[LogRoll]:
    """Swaps over two items from a package, in each of which a party gives on what it cares less for and both gain.

    For every ordered pair of items and every change of their levels; O((sum of levels)^2). Best first: by the smaller of the two
    parties' net gains, each as a share of what the party's whole scale is worth, so that units do not matter.

    Parameters
    ----------
    items : I tables (L_i, 2); at : (I,) the level of each item now.

    Raises
    ------
    EngineInputError : not two parties, or a level that is not there.
    """
    tables = [np.asarray(t, float) for t in _items(items)]
    require_two(tables[0], "items[0]")
    if len(at) != len(tables) or any(not 0 <= x < len(t) for x, t in zip(at, tables, strict=False)):
        raise EngineInputError(f"at: {list(at)}, expected one level of each of {len(tables)} items")
    scale = np.maximum(np.sum([np.ptp(t, axis=0) for t in tables], axis=0), 1e-300)
    change = [t - t[x] for t, x in zip(tables, at, strict=True)]
    found = []
    for i, a in enumerate(change):
        gives = np.flatnonzero((a[:, 0] < 0) & (a[:, 1] > 0))
        for j, b in enumerate(change):
            gets = np.flatnonzero((b[:, 0] > 0) & (b[:, 1] < 0)) if j != i else ()
            for x in gives:
                found += [
                    LogRoll(i, j, (int(x), int(y)), np.stack((a[x], b[y]), axis=1))
                    for y in gets
                    if (a[x] + b[y] > 0).all()
                ]
    return sorted(found, key=lambda r: (-float((r.net / scale).min()), r.first, r.second, r.to))
