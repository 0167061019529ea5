"""The chain of play of one draw (compiled; play.md sections 3 and 4): worths, replies, distribution, end states.

Everything is remembered per state within a draw: stamps are the draw's number plus one, so nothing is cleared in between.
Arrays as `packing` lays them out; `D` is the row of the draw, `d` its stamp.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from summitry.graphmodel.moves import list_targets, state_number
from summitry.graphmodel.packing import (
    AT, BREACH, CURVE, FULL_OUTLOOKS, FULL_VISITS, HIGH, KNOT, KNOWN, LISTED, LOW, MARK_OWNER, MASK, MOVERS, MOVES, N_ACTIVE,
    N_ACTORS, N_BODIES, N_ISSUES, N_MARKS, N_MOVERS, N_OPTIONS, N_STAKES, NET, ORDER, OUTLOOKS, PACE, PASSES, POSITION, REACH,
    S_ASKED, S_FIRST, S_LAST, S_OUTLOOK, S_REPLY, SALIENCE, STAKE_ACTOR, STAKE_ISSUE, START, STATES, STATUS, STATUS_QUO,
    V_FAR, V_LEVEL, V_SCORE, VETO, VISITS, WEIGHT, WORTH, YES_OFF, YES_ON,
)  # fmt: skip
from summitry.graphmodel.rules import FloatArray, IntArray

TOLERANCE = 1e-9
RARE = 1e-9  # settled shares below this are not noted
SHIFT = 32  # stamp above, row number below


class Visits(NamedTuple):
    """States in which settled play spends time, or rests, of all draws; one row a state.

    draw; group : number of its closed class within the draw, −1 if play passes through; state; late : share of settled time;
    mass : probability after the last revision; value : (V, K) utilities.
    """

    draw: IntArray
    group: IntArray
    state: IntArray
    late: FloatArray
    mass: FloatArray
    value: FloatArray


@njit(cache=True, nogil=True)
def see(I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, d: int, n: int) -> None:
    """Compute utilities and issue levels of the state in row `n`."""
    if S[n, KNOWN] == d:
        return
    S[n, KNOWN] = d
    n_issues, n_actors = I[N_ISSUES], I[N_ACTORS]
    u, level = 0, I[V_LEVEL]
    row = V[n]
    for j in range(n_issues):
        row[level + j] = D[I[STATUS_QUO] + j]
    for k in range(n_actors):
        row[u + k] = 0.0
    for q in range(S[n, N_ACTIVE]):
        c = abs(A[n, q]) - 1
        sign = 1.0 if A[n, q] > 0 else -1.0
        moves, net = I[MOVES] + c * n_issues, I[NET] + c * n_actors
        for j in range(n_issues):
            row[level + j] += sign * D[moves + j]
        for k in range(n_actors):
            row[u + k] += sign * D[net + k]
    for j in range(n_issues):
        row[level + j] = min(max(row[level + j], F[I[LOW] + j]), F[I[HIGH] + j])
    for q in range(I[N_STAKES]):
        j = I[I[STAKE_ISSUE] + q]
        first, last = I[I[CURVE] + q], I[I[CURVE] + q + 1]
        if last > first:
            worth = _on_curve(F, D, I[KNOT], I[WORTH], first, last, row[level + j]) - 100.0
        else:
            worth = -100.0 * abs(D[I[POSITION] + q] - row[level + j]) / (F[I[HIGH] + j] - F[I[LOW] + j])
        row[u + I[I[STAKE_ACTOR] + q]] += D[I[SALIENCE] + q] * worth
    for k in range(n_actors):
        if I[I[LISTED] + k]:
            row[u + k] = row[I[V_SCORE] + k]
    for x in range(I[N_MARKS]):
        if S[n, MASK] >> (I[N_OPTIONS] + x) & 1:
            row[u + I[I[MARK_OWNER] + x]] -= D[I[BREACH] + x]


@njit(cache=True, nogil=True)
def _on_curve(F: FloatArray, D: FloatArray, knot: int, worth: int, first: int, last: int, y: float) -> float:
    if y <= F[knot + first]:
        return D[worth + first]
    for q in range(first + 1, last):
        if y <= F[knot + q]:
            part = (y - F[knot + q - 1]) / (F[knot + q] - F[knot + q - 1])
            return D[worth + q - 1] + part * (D[worth + q] - D[worth + q - 1])
    return D[worth + last - 1]


@njit(cache=True, nogil=True)
def _fewer(I: IntArray, s: int, t: int, best: int) -> bool:
    """Is `t` to be preferred to `best` in a tie: fewest options changed, then the smallest number in the file's order?"""
    n_options = I[N_OPTIONS]
    options = (1 << n_options) - 1
    if (t ^ best) & options == 0:
        return t < best
    x, y = (s ^ t) & options, (s ^ best) & options
    nx = ny = 0
    for o in range(n_options):
        nx += (x >> o) & 1
        ny += (y >> o) & 1
    if nx != ny:
        return nx < ny
    top = -1
    smaller = False
    for o in range(n_options):
        if ((t ^ best) >> o) & 1 and I[I[ORDER] + o] > top:
            top = I[I[ORDER] + o]
            smaller = (t >> o) & 1 == 0
    return smaller


@njit(cache=True, nogil=True)
def _voters(I: IntArray, F: FloatArray, bodies: int) -> int:
    """Mask of the actors whose gain or loss decides votes of these bodies."""
    out = 0
    n_actors = I[N_ACTORS]
    for b in range(I[N_BODIES]):
        if bodies >> b & 1:
            for k in range(n_actors):
                if F[I[WEIGHT] + b * n_actors + k] > 0 or I[I[VETO] + b * n_actors + k]:
                    out |= 1 << k
    return out


@njit(cache=True, nogil=True)
def _passes(I: IntArray, F: FloatArray, V: FloatArray, b: int, w: int, s: int, t: int, yes: float) -> bool:
    """Does body `b` pass the step from row `s` to row `t`? Worths stand in columns from `w`; `yes`: unmodelled yes votes."""
    n_actors = I[N_ACTORS]
    total = yes
    for k in range(n_actors):
        gain = V[t, w + k] - V[s, w + k]
        if gain < -TOLERANCE and I[I[VETO] + b * n_actors + k]:
            return False
        if gain > TOLERANCE:
            total += F[I[WEIGHT] + b * n_actors + k]
    return total >= F[I[PASSES] + b]


@njit(cache=True, nogil=True)
def _agreed(I: IntArray, F: FloatArray, D: FloatArray, V: FloatArray, T: IntArray, w: int, s: int, q: int) -> bool:
    """Do all whose consent target `q` needs strictly gain, and do the bodies that it needs pass it?"""
    t, agree, on, off = T[q, 0], T[q, 1], T[q, 2], T[q, 3]
    if agree:
        for k in range(I[N_ACTORS]):
            if agree >> k & 1 and V[t, w + k] - V[s, w + k] <= TOLERANCE:
                return False
    if on | off:
        for b in range(I[N_BODIES]):
            if on >> b & 1 and not _passes(I, F, V, b, w, s, t, D[I[YES_ON] + b]):
                return False
            if off >> b & 1 and not _passes(I, F, V, b, w, s, t, D[I[YES_OFF] + b]):
                return False
    return True


@njit(cache=True, nogil=True)
def _choose(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, V: FloatArray, T: IntArray, w: int, a: int, s: int, still: int
) -> int:
    """State that `a` goes to from row `s`: the agreed target of highest worth, if that exceeds staying; `still` agree to nothing.

    Worths stand in columns of V from `w`, filled for `s` and all targets, for `a` and for whoever is asked where `a` gains.
    """
    first, last = S[s, I[S_FIRST] + a], S[s, I[S_LAST] + a]
    stay = V[s, w + a] + TOLERANCE
    best = stay
    chosen = s
    for q in range(first, last):
        worth = V[T[q, 0], w + a]
        if worth > best and T[q, 1] & still == 0 and _agreed(I, F, D, V, T, w, s, q):
            best = worth
            chosen = T[q, 0]
    if chosen == s:
        return s
    for q in range(first, last):
        t = T[q, 0]
        worth = V[t, w + a]
        if worth >= best - TOLERANCE and worth > stay and t != chosen and T[q, 1] & still == 0:
            if _fewer(I, S[s, MASK], S[t, MASK], S[chosen, MASK]) and _agreed(I, F, D, V, T, w, s, q):
                chosen = t
    return chosen


@njit(cache=True, nogil=True)
def _short_reply(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, R: IntArray, T: IntArray, H: IntArray,
    C: IntArray, d: int, a: int, s: int, i: int,
) -> int:  # fmt: skip
    """Short-sighted reply of `a` in row `s` while `i` agrees to nothing (`i` = K: nobody stands still)."""
    n_actors = I[N_ACTORS]
    list_targets(I, F, S, A, V, T, H, C, s, a)
    alone = i == n_actors or S[s, I[S_ASKED] + a] >> i & 1 == 0
    known = S[s, I[S_REPLY] + a] if alone else R[s, a * n_actors + i]
    if known >> SHIFT == d:
        return known & ((1 << SHIFT) - 1)
    see(I, F, D, S, A, V, d, s)
    for q in range(S[s, I[S_FIRST] + a], S[s, I[S_LAST] + a]):
        see(I, F, D, S, A, V, d, T[q, 0])
    t = _choose(I, F, D, S, V, T, 0, a, s, 0 if alone else 1 << i)
    if alone:
        S[s, I[S_REPLY] + a] = d << SHIFT | t
    else:
        R[s, a * n_actors + i] = d << SHIFT | t
    return t


@njit(cache=True, nogil=True)
def _enter_outlook(I: IntArray, S: IntArray, O: FloatArray, C: IntArray, d: int, i: int, n: int) -> None:
    row = C[OUTLOOKS]
    if row >= O.shape[0]:
        C[STATUS] = FULL_OUTLOOKS
        raise OverflowError
    S[n, I[S_OUTLOOK] + i] = d << SHIFT | row
    C[OUTLOOKS] = row + 1


@njit(cache=True, nogil=True)
def _look_ahead(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, R: IntArray, T: IntArray, H: IntArray,
    O: FloatArray, C: IntArray, d: int, i: int, n: int,
) -> None:  # fmt: skip
    """Expected sums of actor `i`'s utility over 0 … reach revisions by the others, for row `n` and all states that follow."""
    n_movers = I[N_MOVERS]
    low = (1 << SHIFT) - 1
    reach = I[I[REACH] + i]
    turns = 0.0
    for m in range(n_movers):
        if I[I[MOVERS] + m] != i:
            turns += F[I[PACE] + m]
    base = C[OUTLOOKS]
    room = 64
    queue = np.empty(room, np.int64)
    nxt = np.empty((room, n_movers), np.int64)
    queue[0] = n
    _enter_outlook(I, S, O, C, d, i, n)
    size = 1
    head = 0
    while head < size:
        s = queue[head]
        see(I, F, D, S, A, V, d, s)
        for m in range(n_movers):
            a = I[I[MOVERS] + m]
            if a == i:
                continue
            t = _short_reply(I, F, D, S, A, V, R, T, H, C, d, a, s, i)
            if S[t, I[S_OUTLOOK] + i] >> SHIFT != d:
                if size == room:
                    room *= 2
                    queue = longer(queue, room)
                    nxt = longer_rows(nxt, room)
                _enter_outlook(I, S, O, C, d, i, t)
                queue[size] = t
                size += 1
            nxt[head, m] = S[t, I[S_OUTLOOK] + i] & low
        head += 1
    for q in range(size):
        O[base + q, 0] = V[queue[q], i]
    for h in range(1, reach + 1):
        for q in range(size):
            total = 0.0
            for m in range(n_movers):
                if I[I[MOVERS] + m] != i:
                    total += F[I[PACE] + m] * O[nxt[q, m], h - 1]
            O[base + q, h] = V[queue[q], i] + total / turns


@njit(cache=True, nogil=True)
def longer(array: IntArray, room: int) -> IntArray:
    """A copy with more room."""
    out = np.empty(room, np.int64)
    out[: array.shape[0]] = array
    return out


@njit(cache=True, nogil=True)
def longer_rows(table: IntArray, room: int) -> IntArray:
    """A copy with room for more rows."""
    out = np.empty((room, table.shape[1]), np.int64)
    out[: table.shape[0]] = table
    return out


@njit(cache=True, nogil=True)
def _outlook(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, R: IntArray, T: IntArray, H: IntArray,
    O: FloatArray, C: IntArray, d: int, k: int, n: int,
) -> float:  # fmt: skip
    """Worth of row `n` to `k` looking ahead: mean utility over the state itself and what the others then do."""
    reach = I[I[REACH] + k]
    if reach == 0:
        see(I, F, D, S, A, V, d, n)
        worth = V[n, k]
    else:
        if S[n, I[S_OUTLOOK] + k] >> SHIFT != d:
            _look_ahead(I, F, D, S, A, V, R, T, H, O, C, d, k, n)
        worth = O[S[n, I[S_OUTLOOK] + k] & ((1 << SHIFT) - 1), reach] / (reach + 1.0)
    V[n, I[V_FAR] + k] = worth
    return worth


@njit(cache=True, nogil=True)
def _far_reply(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, R: IntArray, T: IntArray, H: IntArray,
    O: FloatArray, C: IntArray, d: int, a: int, s: int,
) -> int:  # fmt: skip
    """Reply of `a` in row `s` when everybody looks ahead: worths are outlooks, also those of who must agree or vote."""
    list_targets(I, F, S, A, V, T, H, C, s, a)
    stay = _outlook(I, F, D, S, A, V, R, T, H, O, C, d, a, s)
    for q in range(S[s, I[S_FIRST] + a], S[s, I[S_LAST] + a]):
        t = T[q, 0]
        if _outlook(I, F, D, S, A, V, R, T, H, O, C, d, a, t) - stay <= TOLERANCE:
            continue
        asked = T[q, 1] | _voters(I, F, T[q, 2] | T[q, 3])
        for k in range(I[N_ACTORS]):
            if asked >> k & 1:
                _outlook(I, F, D, S, A, V, R, T, H, O, C, d, k, s)
                _outlook(I, F, D, S, A, V, R, T, H, O, C, d, k, t)
    return _choose(I, F, D, S, V, T, I[V_FAR], a, s, 0)


@njit(cache=True, nogil=True)
def _reach(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, R: IntArray, T: IntArray, H: IntArray,
    O: FloatArray, C: IntArray, d: int, far: bool,
) -> tuple[IntArray, IntArray]:  # fmt: skip
    """States that play reaches, in order of discovery, and each mover's reply as an index into them."""
    n_movers = I[N_MOVERS]
    room = 64
    states = np.empty(room, np.int64)
    nxt = np.empty((room, n_movers), np.int64)
    states[0] = state_number(I, F, S, A, V, H, C, I[START])
    S[states[0], AT] = 0
    n = 1
    head = 0
    while head < n:
        s = states[head]
        for m in range(n_movers):
            a = I[I[MOVERS] + m]
            if far:
                t = _far_reply(I, F, D, S, A, V, R, T, H, O, C, d, a, s)
            else:
                t = _short_reply(I, F, D, S, A, V, R, T, H, C, d, a, s, I[N_ACTORS])
            at = S[t, AT]
            if at >= n or states[at] != t:
                if n == room:
                    room *= 2
                    states = longer(states, room)
                    nxt = longer_rows(nxt, room)
                at = n
                states[n] = t
                S[t, AT] = n
                n += 1
            nxt[head, m] = at
        head += 1
    return states[:n], nxt[:n]


@njit(cache=True, nogil=True)
def draw_play(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, R: IntArray, T: IntArray, H: IntArray,
    O: FloatArray, C: IntArray, draw: int, far: bool, rounds: int, settled: FloatArray, soon: FloatArray, value: FloatArray,
    level: FloatArray, reached: IntArray, visits: Visits,
) -> None:  # fmt: skip
    """Play one draw and write its row: settled (O,), soon (O,), value (K,), level (J,), reached, visits."""
    C[OUTLOOKS] = 0
    d = draw + 1
    n_movers = I[N_MOVERS]
    steps = rounds * n_movers if n_movers else 1
    early_steps = 3 * n_movers if n_movers else 1
    states, nxt = _reach(I, F, D, S, A, V, R, T, H, O, C, d, far)
    n = states.shape[0]
    p, late, early = np.zeros(n), np.zeros(n), np.zeros(n)
    p[0] = 1.0
    for k in range(steps):
        if n_movers:
            new = np.zeros(n)
            for s in range(n):
                if p[s] > 0.0:
                    for m in range(n_movers):
                        new[nxt[s, m]] += F[I[PACE] + m] * p[s]
            p = new
        if k >= steps // 2:
            late += p / (steps - steps // 2)
        if k < early_steps:
            early += p / early_steps
    for q in range(n):
        s = states[q]
        see(I, F, D, S, A, V, d, s)
        for o in range(I[N_OPTIONS]):
            if S[s, MASK] >> o & 1:
                settled[o] += late[q]
                soon[o] += early[q]
        for k in range(value.shape[0]):
            value[k] += late[q] * V[s, k]
        for j in range(level.shape[0]):
            level[j] += late[q] * V[s, I[V_LEVEL] + j]
    reached[draw] = n
    group = closed_classes(nxt)
    for q in range(n):
        if group[q] >= 0 or late[q] > RARE:
            e = C[VISITS]
            if e >= visits.draw.shape[0]:
                C[STATUS] = FULL_VISITS
                raise OverflowError
            visits.draw[e], visits.group[e], visits.state[e] = draw, group[q], S[states[q], MASK]
            visits.late[e], visits.mass[e] = late[q], p[q]
            for k in range(value.shape[0]):
                visits.value[e, k] = V[states[q], k]
            C[VISITS] = e + 1


@njit(cache=True, nogil=True)
def closed_classes(nxt: IntArray) -> IntArray:
    """`(n,)` number of the closed class that a state belongs to, −1 if none: Tarjan's strong components without an arc out."""
    n, n_movers = nxt.shape
    index, comp = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
    low, arc = np.zeros(n, np.int64), np.zeros(n, np.int64)
    stack, work = np.zeros(n, np.int64), np.zeros(n, np.int64)
    n_comp = 0
    count = size = depth = 1
    index[0] = 0
    while depth > 0:
        v = work[depth - 1]
        if arc[v] < n_movers:
            t = nxt[v, arc[v]]
            arc[v] += 1
            if index[t] < 0:
                index[t] = low[t] = count
                count += 1
                stack[size] = t
                size += 1
                work[depth] = t
                depth += 1
            elif comp[t] < 0:
                low[v] = min(low[v], index[t])
        else:
            depth -= 1
            if depth > 0:
                low[work[depth - 1]] = min(low[work[depth - 1]], low[v])
            if low[v] == index[v]:
                while True:
                    size -= 1
                    comp[stack[size]] = n_comp
                    if stack[size] == v:
                        break
                n_comp += 1
    closed = np.ones(n_comp, np.bool_)
    for v in range(n):
        for m in range(n_movers):
            if comp[nxt[v, m]] != comp[v]:
                closed[comp[v]] = False
    for v in range(n):
        if not closed[comp[v]]:
            comp[v] = -1 - comp[v]
    return np.maximum(comp, -1)


@njit(cache=True, nogil=True)
def weigh(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, H: IntArray, C: IntArray,
    draw: IntArray, state: IntArray, utility: FloatArray, level: FloatArray,
) -> None:  # fmt: skip
    """Write utilities (N, K) and levels (N, J) of given states in given draws; `D` has a row a draw."""
    for r in range(draw.shape[0]):
        n = state_number(I, F, S, A, V, H, C, state[r])
        see(I, F, D[draw[r]], S, A, V, draw[r] + 1, n)
        utility[r] = V[n, : utility.shape[1]]
        level[r] = V[n, I[V_LEVEL] : I[V_LEVEL] + level.shape[1]]
