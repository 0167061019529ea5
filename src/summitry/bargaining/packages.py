"""Packages between parties: the zone of agreement, the Pareto frontier, and what bargaining theory would choose.

A package is a row of utilities, one a party; `disagreement` is what each party has without any. Nothing here knows what a package
is made of: sums over items are in `additive`, offers in turn in `offers`, mixtures of packages in `lotteries`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from summitry.errors import EngineInputError

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
Numbers = NDArray[Any]  # int or float: whole numbers stay exact

Rule = Literal["nash", "kalai_smorodinsky", "egalitarian", "utilitarian"]
RULES: tuple[Rule, ...] = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
TIE = 1e-9  # relative: what lies closer to the best than this share of it is as good
BLOCK = 512


@dataclass(frozen=True)
class Settlement:
    """What a solution chooses.

    status : `agreed`; `nobody_gains`, packages leave nobody below no deal but some party gains by none of them; `no_zone`, every
    package leaves somebody below no deal. package : index of the choice, None if there is no zone. tied : (T,) int, all undominated
    packages that the solution holds for equally good, the choice among them. gains : (P,) float over no deal, zeros if there is no zone.
    """

    rule: Rule
    status: Literal["agreed", "nobody_gains", "no_zone"]
    package: int | None
    tied: IntArray
    gains: FloatArray


def agreement_zone(utilities: FloatArray, disagreement: FloatArray) -> BoolArray:
    """Packages (N,) that leave no party below no deal; `utilities` (N, P), `disagreement` (P,), any unit of each party's own."""
    utilities, disagreement = _checked(utilities, disagreement)
    return np.asarray((utilities >= disagreement).all(axis=1))


def pareto_frontier(utilities: Numbers) -> BoolArray:
    """Packages (N,) that no other makes somebody better off than without making anybody worse off. Exact; equal rows all stay.

    One or two parties: sort by the first, sweep by the best of the second, O(N log N) time, O(N) memory. More: rows are sorted by
    their sum and then in lexicographic order, so that what dominates a row stands before it, and each block of 512 is filtered by
    the frontier found so far and then within itself: O(N F P) for a frontier of F, at worst O(N^2 P), memory O(512 F).

    Parameters
    ----------
    utilities : (N, P) float or int, finite, P >= 1.

    Raises
    ------
    EngineInputError : no table of numbers, no party, or a number that is not finite.

    References
    ----------
    Kung, Luccio & Preparata (1975), Journal of the ACM 22(4), 469-476, doi:10.1145/321906.321910 (two dimensions).
    """
    utilities = _table(utilities)
    if utilities.shape[1] <= 2:
        return _sweep(utilities)
    rows, where = np.unique(utilities, axis=0, return_inverse=True)
    return _filter(rows)[where.reshape(-1)]


def _sweep(u: Numbers) -> BoolArray:
    first, second = u[:, 0], u[:, -1]
    order = np.lexsort((second, first))[::-1]
    x, y = first[order], second[order]
    fresh = np.concatenate(([True], x[1:] != x[:-1])) if len(x) else np.zeros(0, bool)
    group = np.cumsum(fresh) - 1
    best = y[fresh]  # of each value of the first utility, greatest value first
    ahead = np.maximum.accumulate(best)
    rises = np.concatenate(([True], best[1:] > ahead[:-1])) if len(best) else np.zeros(0, bool)
    out = np.zeros(len(u), bool)
    out[order] = (y == best[group]) & rises[group]
    return out


def _filter(rows: Numbers) -> BoolArray:
    """Distinct rows (N, P) that none dominates."""
    total = rows[:, 0].copy()
    for column in rows.T[1:]:
        total = total + column  # in the same order for every row: rounding cannot put a dominated row first
    order = np.lexsort((*rows.T[::-1], total))[::-1]
    keep = np.zeros(len(rows), bool)
    found = rows[:0]
    for start in range(0, len(rows), BLOCK):
        which = order[start : start + BLOCK]
        block = rows[which]
        alive = np.ones(len(block), bool)
        for part in range(0, len(found), BLOCK):  # what dominates most stands first, so most fall at once
            open_ = np.flatnonzero(alive)
            if not len(open_):
                break
            alive[open_] = ~_covered(block[open_], found[part : part + BLOCK])
        which, block = which[alive], block[alive]
        inside: BoolArray = np.asarray((block[None] >= block[:, None]).all(axis=2))
        np.fill_diagonal(inside, False)  # rows are distinct: what is at least as good everywhere dominates
        which, block = which[~inside.any(axis=1)], block[~inside.any(axis=1)]
        keep[which] = True
        found = np.concatenate((found, block))
    return keep


def _covered(block: Numbers, by: Numbers) -> BoolArray:
    out = np.ones((len(block), len(by)), bool)
    for p in range(block.shape[1]):
        out &= by[None, :, p] >= block[:, None, p]
    return np.asarray(out.any(axis=1))


# ------------------------------------------------------------------------------------------------ solutions


def nash(utilities: FloatArray, disagreement: FloatArray) -> Settlement:
    """The package of the zone with the greatest product of gains over no deal.

    Ties: what is dominated is left out; then the package whose smallest gain, as a share of the party's greatest in the zone, is
    largest (then the next smallest, and so on); then the one that stands first. If no package gives everybody a gain, all products
    are zero and the tie rule decides among all undominated ones (status `nobody_gains`).

    Parameters
    ----------
    utilities : (N, P) float, each party's own unit; disagreement : (P,) float, in the same units.

    References
    ----------
    Nash (1950), Econometrica 18(2), 155-162, doi:10.2307/1907266; for finite sets Mariotti (1998), Social Choice
    and Welfare 15(3), 413-421.
    """
    return _settle("nash", utilities, disagreement, lambda gains, shares: np.prod(shares, axis=1), relative=True)


def kalai_smorodinsky(utilities: FloatArray, disagreement: FloatArray) -> Settlement:
    """The package that gives the parties as equal shares as can be of the most that each could have.

    A finite set has no point on the line to the ideal point in general, so that the rule for one is: the smallest share of a
    party's greatest gain in the zone is made as large as possible, then the next smallest, and so on (leximin of gain ratios). On the
    convex hull it is the point on the line: see `lotteries`. A party that can gain by nothing is left out of the comparison.
    Ties and units as for `nash`.

    References
    ----------
    Kalai & Smorodinsky (1975), Econometrica 43(3), 513-518, doi:10.2307/1914280; leximin: Imai (1983), Econometrica 51(2), 389-401.
    """
    return _settle(
        "kalai_smorodinsky", utilities, disagreement, lambda gains, shares: shares.min(axis=1), relative=True
    )


def egalitarian(utilities: FloatArray, disagreement: FloatArray) -> Settlement:
    """The package that makes the smallest gain as large as possible, then the next smallest (leximin of gains).

    It compares gains between parties, so that all utilities have to be in one unit. Ties as for `nash`, with gains for shares.

    References
    ----------
    Kalai (1977), Econometrica 45(7), 1623-1630, doi:10.2307/1913954.
    """
    return _settle("egalitarian", utilities, disagreement, lambda gains, shares: gains.min(axis=1), relative=False)


def utilitarian(utilities: FloatArray, disagreement: FloatArray) -> Settlement:
    """The package of the zone with the greatest sum of gains; all utilities in one unit. Ties as for `egalitarian`."""
    return _settle("utilitarian", utilities, disagreement, lambda gains, shares: gains.sum(axis=1), relative=False)


def solutions(utilities: FloatArray, disagreement: FloatArray) -> dict[Rule, Settlement]:
    """All four, by their rule."""
    by: dict[Rule, Callable[[FloatArray, FloatArray], Settlement]] = {
        "nash": nash,
        "kalai_smorodinsky": kalai_smorodinsky,
        "egalitarian": egalitarian,
        "utilitarian": utilitarian,
    }
    return {rule: solve(utilities, disagreement) for rule, solve in by.items()}


def _settle(
    rule: Rule,
    utilities: FloatArray,
    disagreement: FloatArray,
    score: Callable[[FloatArray, FloatArray], FloatArray],
    *,
    relative: bool,
) -> Settlement:
    utilities, disagreement = _checked(utilities, disagreement)
    zone = np.flatnonzero((utilities >= disagreement).all(axis=1))
    if not len(zone):
        return Settlement(rule, "no_zone", None, np.zeros(0, np.int64), np.zeros(utilities.shape[1]))
    zone = zone[pareto_frontier(utilities[zone])]  # all four choose from the frontier of the zone
    gains = utilities[zone] - disagreement
    ideal = gains.max(axis=0)
    shares = np.where(ideal > 0.0, gains / np.where(ideal > 0.0, ideal, 1.0), 1.0)
    # a party that can gain by nothing has share 1 throughout: for the product it has to count as zero
    worth = score(gains, np.where(ideal > 0.0, shares, 0.0) if rule == "nash" else shares)
    tied = worth >= worth.max() - TIE * max(abs(float(worth.max())), 1e-300)
    chosen = zone[tied][_leximin(shares[tied] if relative else gains[tied])]
    kept = zone[tied] if rule in ("nash", "utilitarian") else _as_good(zone, shares if relative else gains, int(chosen))
    return Settlement(
        rule,
        "agreed" if (gains > 0.0).all(axis=1).any() else "nobody_gains",
        int(chosen),
        np.asarray(np.sort(kept), np.int64),
        utilities[chosen] - disagreement,
    )


def _leximin(rows: FloatArray) -> int:
    """The row whose sorted entries are lexicographically greatest; the first of equals, up to rounding."""
    ranked = np.sort(rows, axis=1)
    alive = np.arange(len(rows))
    for column in ranked.T:
        best = float(column[alive].max())
        alive = alive[column[alive] >= best - TIE * max(abs(best), 1e-300)]
    return int(alive[0])


def _as_good(zone: IntArray, rows: FloatArray, chosen: int) -> IntArray:
    """Packages with the same entries as the chosen one, whoever has which."""
    ranked = np.sort(rows, axis=1)
    mine = ranked[np.flatnonzero(zone == chosen)[0]]
    close = np.abs(ranked - mine) <= TIE * np.maximum(np.abs(mine), 1e-300)
    return np.asarray(zone[close.all(axis=1)], np.int64)


# ------------------------------------------------------------------------------------------------ checks


def _table(utilities: Numbers) -> Numbers:
    table = np.asarray(utilities)
    if table.ndim != 2 or table.shape[1] < 1:
        raise EngineInputError(
            f"utilities: shape {table.shape}, expected packages by parties (N, P) with P of at least 1"
        )
    if not np.issubdtype(table.dtype, np.number) or not np.isfinite(table).all():
        raise EngineInputError("utilities: every entry has to be a finite number")
    return table


def _checked(utilities: FloatArray, disagreement: FloatArray) -> tuple[FloatArray, FloatArray]:
    table = np.asarray(_table(utilities), float)
    point = np.asarray(disagreement, float)
    if point.shape != (table.shape[1],):
        raise EngineInputError(f"disagreement: shape {point.shape}, expected one number a party, ({table.shape[1]},)")
    if not np.isfinite(point).all():
        raise EngineInputError("disagreement: every entry has to be a finite number")
    return table, point


def require_two(table: FloatArray, what: str) -> None:
    """Raise `EngineInputError` unless a table has two parties."""
    if table.ndim != 2 or table.shape[1] != 2:
        raise EngineInputError(f"{what}: shape {table.shape}, expected two parties (N, 2)")
