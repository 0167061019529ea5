"""Stability over arcs that are listed one by one: linear in their number (compiled)."""

from __future__ import annotations

import numpy as np

from summitry.graphmodel.compiled import kernel
from summitry.graphmodel.model import FloatArray, IntArray


@kernel
def brought_about(value: FloatArray, by_value: IntArray, into: IntArray, source: IntArray, least: FloatArray) -> None:
    """Write into `least` (S,) the least value over the states that the opponents reach by legal sequences; +inf where they cannot move.

    Target states are taken in ascending value (`by_value`) and searched backwards. A node (state, mover) says: from `state` a legal
    sequence that `mover` begins ends in the target. First found is least, so every node is visited once.

    into, source : (H, S + 1), and a list of arcs of all opponents: opponent k comes to state t from source[into[k, t] : into[k, t + 1]].
    """
    n_opponents, n = into.shape[0], value.shape[0]
    found = np.zeros((n_opponents, n), np.bool_)
    searched = np.zeros((n_opponents, n), np.bool_)
    waiting = np.empty((n_opponents * n + 1, 2), np.int64)
    for s in range(n):
        least[s] = np.inf
    for p in range(n):
        end = by_value[p]
        depth = 1
        waiting[0, 0], waiting[0, 1] = end, -1
        while depth:
            depth -= 1
            state, mover = waiting[depth, 0], waiting[depth, 1]
            for k in range(n_opponents):
                if k == mover or searched[k, state]:
                    continue
                searched[k, state] = True
                for a in range(into[k, state], into[k, state + 1]):
                    s = source[a]
                    if not found[k, s]:
                        found[k, s] = True
                        least[s] = min(least[s], value[end])
                        waiting[depth, 0], waiting[depth, 1] = s, k
                        depth += 1
