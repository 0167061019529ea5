"""Coalitions that reach one or two floors, for weights that are no whole numbers: two halves, matched (Horowitz & Sahni 1974).

The coalitions of each half are listed; for one of the left half, those of the right half that lack nothing together with it are
counted by bisection (one measure) or by sweeping along the first measure over a Fenwick tree of the second (two measures).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from summitry.compiled import Kernels

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

kernel = Kernels(Path(__file__).parent)


def matched(weights: FloatArray, floors: FloatArray) -> tuple[list[int], list[list[int]]]:
    """Coalitions by size that reach every floor, and for each member those that hold it.

    Parameters
    ----------
    weights : (P, F) float, P 1 or 2. floors : (P,) float; a sum reaches a floor if it is not less (to rounding: put the
        tolerance into the floor).

    Returns
    -------
    (F + 1) and (F, F + 1) whole numbers.
    """
    n = weights.shape[1]
    middle = n // 2
    left, right = _Half(weights[:, :middle]), _Half(weights[:, middle:])
    all_of = np.zeros(n + 1, np.int64)
    with_each = np.zeros((n, n + 1), np.int64)
    for half, other, first in ((left, right, 0), (right, left, middle)):
        partners = _partners(half, other, floors)
        for s in range(half.size + 1):
            mine = half.sizes == s
            mates = partners[mine]
            held = half.members[mine].T.astype(np.int64) @ mates
            with_each[first : first + half.size, s : s + other.size + 1] += held
            if half is left:
                all_of[s : s + other.size + 1] += mates.sum(axis=0)
    return all_of.tolist(), with_each.tolist()


class _Half:
    """All coalitions of some members: their sums (P, 2^F), sizes (2^F,) and members (2^F, F)."""

    def __init__(self, weights: FloatArray):
        self.size = weights.shape[1]
        masks = np.arange(1 << self.size)
        self.members = (masks[:, None] >> np.arange(self.size)) & 1 == 1
        self.sizes = self.members.sum(axis=1)
        self.sums = weights @ self.members.T


def _partners(half: _Half, other: _Half, floors: FloatArray) -> IntArray:
    """(coalitions of `half`, sizes of the other half) how many of the other's reach the floors together with it."""
    out = np.zeros((len(half.sizes), other.size + 1), np.int64)
    lacks = floors[:, None] - half.sums
    for s in range(other.size + 1):
        sums = other.sums[:, other.sizes == s]
        if len(sums) == 1:
            out[:, s] = sums.shape[1] - np.searchsorted(np.sort(sums[0]), lacks[0], side="left")
        else:
            out[:, s] = _dominating(lacks, sums)
    return out


def _dominating(lacks: FloatArray, sums: FloatArray) -> IntArray:
    """(Q,) how many columns of `sums` (2, N) are at least `lacks` (2, Q) in both rows."""
    by_first = np.argsort(-sums[0], kind="stable")
    asked = np.argsort(-lacks[0], kind="stable")
    ranks = np.searchsorted(np.sort(sums[1]), sums[1][by_first], side="left")
    wanted = np.searchsorted(np.sort(sums[1]), lacks[1][asked], side="left")
    out = np.empty(lacks.shape[1], np.int64)
    out[asked] = _swept(sums[0][by_first], ranks, lacks[0][asked], wanted)
    return out


@kernel
def _swept(first: FloatArray, ranks: IntArray, lacks: FloatArray, wanted: IntArray) -> IntArray:
    """Both lists by falling first measure: enter what suffices there into the tree, count those of rank `wanted` or more."""
    n = ranks.shape[0]
    tree = np.zeros(n + 1, np.int64)
    out = np.zeros(lacks.shape[0], np.int64)
    entered = 0
    for q in range(lacks.shape[0]):
        while entered < n and first[entered] >= lacks[q]:
            i = ranks[entered] + 1
            while i <= n:
                tree[i] += 1
                i += i & -i
            entered += 1
        below = 0
        i = wanted[q]
        while i > 0:
            below += tree[i]
            i -= i & -i
        out[q] = entered - below
    return out
