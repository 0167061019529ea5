"""Two parties that may also draw lots between packages: the convex frontier, and the solutions on it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from summitry.bargaining.packages import FloatArray, Rule, _checked, pareto_frontier, require_two


@dataclass(frozen=True)
class Lottery:
    """A mixture of at most two packages. `gains` (2,) expected, over no deal; `packages` and their `weights`, which add up to 1.

    status : as of a `Settlement`; `no_zone` has no packages and gains of zero.
    """

    rule: Rule
    status: Literal["agreed", "nobody_gains", "no_zone"]
    packages: tuple[int, ...]
    weights: tuple[float, ...]
    gains: FloatArray


def convex_frontier(utilities: FloatArray) -> list[int]:
    """Packages at the corners of the frontier of all lotteries, best for the first party first; of equal ones the first.

    Upper hull of the frontier by a monotone chain, O(N log N) (Andrew 1979, Information Processing Letters 9(5), 216-219).

    Parameters
    ----------
    utilities : (N, 2) float.
    """
    u = np.asarray(utilities, float)
    require_two(u, "utilities")
    front = np.flatnonzero(pareto_frontier(u))
    _, first = np.unique(u[front], axis=0, return_index=True)
    hull: list[int] = []
    for n in front[first][::-1]:
        while len(hull) > 1 and _turn(u[hull[-2]], u[hull[-1]], u[n]) <= 0.0:
            hull.pop()
        hull.append(int(n))
    return hull


def _turn(a: FloatArray, b: FloatArray, c: FloatArray) -> float:
    return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))


def with_lotteries(rule: Rule, utilities: FloatArray, disagreement: FloatArray) -> Lottery:
    """A solution on the convex frontier of two parties, where each is the one of its axioms.

    Nash: greatest product of gains. Kalai-Smorodinsky: gains in the proportion of the greatest that each could have. Egalitarian:
    equal gains, or the nearest to them where the frontier ends first. Utilitarian: greatest sum; among equal ones the most equal.

    Parameters
    ----------
    utilities : (N, 2) float; disagreement : (2,) float. Egalitarian and utilitarian need one unit for both.

    References
    ----------
    Nash (1950), doi:10.2307/1907266; Kalai & Smorodinsky (1975), doi:10.2307/1914280; Kalai (1977), doi:10.2307/1913954.
    """
    utilities, disagreement = _checked(utilities, disagreement)
    require_two(utilities, "utilities")
    corners = convex_frontier(utilities)
    gains = utilities[corners] - disagreement
    pieces = _clipped(gains)
    if not pieces:
        return Lottery(rule, "no_zone", (), (), np.zeros(2))
    path = [pieces[0][1], *(end for _, _, end in pieces)]
    ideal = np.array([path[0][0], path[-1][1]])
    point = {
        "nash": lambda: _best_product(path),
        "kalai_smorodinsky": lambda: _on_ray(path, ideal),
        "egalitarian": lambda: _on_ray(path, np.ones(2)),
        "utilitarian": lambda: _best_sum(path),
    }[rule]()
    gains_there = any((p > 0.0).all() for p in path) or len(path) > 1
    packages, weights = _mixture(corners, gains, point)
    return Lottery(rule, "agreed" if gains_there else "nobody_gains", packages, weights, point)


def _clipped(gains: FloatArray) -> list[tuple[int, FloatArray, FloatArray]]:
    """Segments of the frontier in which nobody is below no deal, as (segment, start, end); a frontier of one corner is one point."""
    if len(gains) == 1:
        return [(0, gains[0], gains[0])] if (gains[0] >= 0.0).all() else []
    out = []
    for q, (a, b) in enumerate(pairwise(gains)):
        # along a segment the first party's gain falls and the second's rises
        start = 0.0 if a[1] >= 0.0 else a[1] / (a[1] - b[1])
        stop = 1.0 if b[0] >= 0.0 else a[0] / (a[0] - b[0])
        if b[1] < 0.0 or a[0] < 0.0 or start > stop:
            continue
        ends = [np.maximum(a + t * (b - a), 0.0) for t in (start, stop)]
        out.append((q, ends[0], ends[1]))
    return out


def _best_product(path: list[FloatArray]) -> FloatArray:
    best = max(path, key=lambda p: float(p[0] * p[1]))
    for a, b in pairwise(path):
        d = b - a
        if d[0] * d[1] < 0.0:  # the product along a falling segment is a parabola that opens downwards
            t = -(a[0] * d[1] + a[1] * d[0]) / (2.0 * d[0] * d[1])
            inside = a + min(max(float(t), 0.0), 1.0) * d
            if inside[0] * inside[1] > best[0] * best[1]:
                best = inside
    return np.asarray(best)


def _on_ray(path: list[FloatArray], ideal: FloatArray) -> FloatArray:
    """Where gains stand in the proportion of `ideal`; the end of the path that is nearer where they do so nowhere."""

    def side(p: FloatArray) -> float:
        return float(p[0] * ideal[1] - p[1] * ideal[0])

    if side(path[0]) <= 0.0:
        return path[0]
    for a, b in pairwise(path):
        if side(b) <= 0.0:
            t = side(a) / (side(a) - side(b))
            return np.asarray(a + t * (b - a))
    return path[-1]


def _best_sum(path: list[FloatArray]) -> FloatArray:
    most = max(float(p.sum()) for p in path)
    ends = [p for p in path if p.sum() >= most - 1e-12 * max(abs(most), 1.0)]
    return _on_ray(ends, np.ones(2))


def _mixture(corners: list[int], gains: FloatArray, point: FloatArray) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Which packages, with which weights, make a point of the frontier in expectation."""
    order = gains[::-1, 0]  # rising
    q = len(gains) - 1 - int(np.searchsorted(order, point[0], side="left"))
    if q < 0:
        return (corners[0],), (1.0,)
    a, b = gains[q], gains[min(q + 1, len(gains) - 1)]
    weight = 1.0 if a[0] == b[0] else float(min(max((point[0] - b[0]) / (a[0] - b[0]), 0.0), 1.0))
    parts = [(corners[q], weight)] + ([(corners[q + 1], 1.0 - weight)] if weight < 1.0 else [])
    kept = [(n, w) for n, w in parts if w > 1e-12]
    return tuple(n for n, _ in kept), tuple(w for _, w in kept)
