"""Stability in option form without listing moves: near-linear in the number of states (compiled).

A decision maker's moves join the states that agree on everybody else's options: a *group*. With each group sorted once by its
decision maker's payoff, what it can bring about is a minimum over the group (over its better part, for improvements), and what the
others can bring about by legal sequences is the least fixed point of such minima:

    G_k(s) = min over the moves q of k from s of min(value(q), min over the other opponents j of G_j(q))

Each pass costs one look at every state. Where options are irreversible or moves are taken out, groups are looked at pair by pair.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from summitry.graphmodel.compiled import kernel
from summitry.graphmodel.model import BoolArray, FloatArray

IntArray = NDArray[Any]  # int64, and int32 for what is as long as the states


@kernel
def sort_groups(states: IntArray, own: int, n_options: int, rank: FloatArray) -> tuple[IntArray, IntArray]:
    """States group by group, the best first in each, and where groups begin (with the end of the last)."""
    n = states.shape[0]
    kept = 0
    places = np.zeros(n_options, np.int64)
    for o in range(n_options):
        if own >> o & 1 == 0:
            places[kept] = o
            kept += 1
    key = np.empty(n, np.int64)
    count = np.zeros((1 << kept) + 1, np.int32)
    for s in range(n):
        code = 0
        for b in range(kept):
            code |= (states[s] >> places[b] & 1) << b
        key[s] = code
        count[code + 1] += 1
    for c in range(1, count.shape[0]):
        count[c] += count[c - 1]
    at = count[:-1].copy()
    order = np.empty(n, np.int32)
    for s in range(n):
        order[at[key[s]]] = s
        at[key[s]] += 1
    n_groups = 0
    for c in range(count.shape[0] - 1):
        if count[c + 1] > count[c]:
            n_groups += 1
    start = np.empty(n_groups + 1, np.int32)
    n_groups = 0
    for c in range(count.shape[0] - 1):
        first, last = count[c], count[c + 1]
        if last > first:
            start[n_groups] = first
            n_groups += 1
            if last - first <= 24:
                for p in range(first + 1, last):
                    s = order[p]
                    q = p
                    while q > first and rank[order[q - 1]] < rank[s]:
                        order[q] = order[q - 1]
                        q -= 1
                    order[q] = s
            else:
                worth = np.empty(last - first)
                for p in range(first, last):
                    worth[p - first] = -rank[order[p]]
                order[first:last] = order[first:last][np.argsort(worth, kind="mergesort")]
    start[n_groups] = n
    return order, start


@kernel
def may_move(s: int, q: int, only_on: int, only_off: int, barred: IntArray, k: int) -> bool:
    """May `k` go from state `s` to state `q` of its group? Rows of `barred`: who, mask and value of the source, and of the target."""
    if s == q or s & ~q & only_on or q & ~s & only_off:
        return False
    for b in range(barred.shape[0]):
        if barred[b, 0] == k and s & barred[b, 1] == barred[b, 2] and q & barred[b, 3] == barred[b, 4]:
            return False
    return True


@kernel
def brought_about(
    states: IntArray, orders: IntArray, starts: IntArray, rank: FloatArray, value: FloatArray, i: int, improving: bool, tolerance: float,
    free: bool, only_on: int, only_off: int, barred: IntArray, least: FloatArray, seen: FloatArray,
) -> None:  # fmt: skip
    """Write into `least` (S,) the least value that everybody but `i` can bring about from each state; +inf where nobody can move.

    orders, starts : (K, S), (K, G + 1), what `sort_groups` gives, padded. seen : (K, S) to reckon on.
    """
    n_makers, n = rank.shape
    ahead = np.empty(n)
    for k in range(n_makers):
        for s in range(n):
            seen[k, s] = np.inf
    changed = True
    while changed:
        changed = False
        for k in range(n_makers):
            if k == i:
                continue
            for s in range(n):
                x = value[s]
                for j in range(n_makers):
                    if j != i and j != k and seen[j, s] < x:
                        x = seen[j, s]
                ahead[s] = x
            if free:
                found = _over_groups(orders[k], starts[k], rank[k], ahead, improving, tolerance, seen[k])
            else:
                found = _pair_by_pair(
                    states,
                    orders[k],
                    starts[k],
                    rank[k],
                    ahead,
                    improving,
                    tolerance,
                    only_on,
                    only_off,
                    barred,
                    k,
                    seen[k],
                )
            changed = changed or found
        if n_makers <= 2:
            break
    for s in range(n):
        least[s] = np.inf
    for k in range(n_makers):
        if k != i:
            for s in range(n):
                least[s] = min(least[s], seen[k, s])


@kernel
def _over_groups(
    order: IntArray,
    start: IntArray,
    rank: FloatArray,
    ahead: FloatArray,
    improving: bool,
    tolerance: float,
    out: FloatArray,
) -> bool:
    """Lower `out` to the least of `ahead` over the moves (improvements) of one decision maker; did anything fall?"""
    changed = False
    for g in range(start.shape[0] - 1):
        first, last = start[g], start[g + 1]
        if improving:
            best = np.inf
            p = first
            for e in range(first, last):
                s = order[e]
                while p < e and rank[order[p]] > rank[s] + tolerance:
                    best = min(best, ahead[order[p]])
                    p += 1
                if best < out[s]:
                    out[s] = best
                    changed = True
        else:
            least = second = np.inf
            who = -1
            for e in range(first, last):
                x = ahead[order[e]]
                if x < least:
                    least, second, who = x, least, order[e]
                elif x < second:
                    second = x
            for e in range(first, last):
                s = order[e]
                x = second if s == who else least
                if x < out[s]:
                    out[s] = x
                    changed = True
    return changed


@kernel
def _pair_by_pair(
    states: IntArray, order: IntArray, start: IntArray, rank: FloatArray, ahead: FloatArray, improving: bool, tolerance: float,
    only_on: int, only_off: int, barred: IntArray, k: int, out: FloatArray,
) -> bool:  # fmt: skip
    changed = False
    for g in range(start.shape[0] - 1):
        for e in range(start[g], start[g + 1]):
            s = order[e]
            least = out[s]
            for p in range(start[g], start[g + 1]):
                q = order[p]
                if improving and rank[q] <= rank[s] + tolerance:
                    break
                if ahead[q] < least and may_move(states[s], states[q], only_on, only_off, barred, k):
                    least = ahead[q]
            if least < out[s]:
                out[s] = least
                changed = True
    return changed


@kernel
def best_answer(
    states: IntArray, order: IntArray, start: IntArray, rank: FloatArray, free: bool, only_on: int, only_off: int, barred: IntArray, k: int,
    out: FloatArray,
) -> None:  # fmt: skip
    """Write the best payoff that a decision maker has by staying or by one move."""
    for g in range(start.shape[0] - 1):
        for e in range(start[g], start[g + 1]):
            s = order[e]
            out[s] = rank[s]
            for p in range(start[g], start[g + 1]):
                q = order[p]
                if rank[q] <= rank[s]:
                    break
                if free or may_move(states[s], states[q], only_on, only_off, barred, k):
                    out[s] = rank[q]
                    break


@kernel
def held(
    states: IntArray, order: IntArray, start: IntArray, rank: FloatArray, least: FloatArray, slack: float, tolerance: float,
    free: bool, only_on: int, only_off: int, barred: IntArray, k: int, out: BoolArray,
) -> None:  # fmt: skip
    """Write where a decision maker stays: every improvement q has `least[q]` at most its own payoff there plus `slack`."""
    for g in range(start.shape[0] - 1):
        first, last = start[g], start[g + 1]
        worst = -np.inf
        p = first
        for e in range(first, last):
            s = order[e]
            if free:
                while p < e and rank[order[p]] > rank[s] + tolerance:
                    worst = max(worst, least[order[p]])
                    p += 1
                out[s] = worst <= rank[s] + slack
            else:
                out[s] = True
                for p in range(first, last):
                    q = order[p]
                    if rank[q] <= rank[s] + tolerance:
                        break
                    if least[q] > rank[s] + slack and may_move(states[s], states[q], only_on, only_off, barred, k):
                        out[s] = False
                        break
