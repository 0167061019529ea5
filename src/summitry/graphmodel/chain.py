"""The chain of play of one draw (compiled; play.md sections 3 and 4): worths, replies, distribution, end states.

Everything is remembered per state and stamped, so nothing is cleared in between. Worlds of one draw share what they can: `d` is
the stamp of a draw (levels, utilities and replies of the base world), `w` that of one world of it (what differs there, and all
outlooks). Arrays as `packing` lays them out; `D` are the numbers of the draw, and where it has rows (looking ahead), the first.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from summitry.graphmodel.compiled import bare_kernel, kernel
from summitry.graphmodel.moves import list_targets, state_number, voters
from summitry.graphmodel.packing import (
    ACTIVE,
    AGAINST,
    AT,
    BELIEVES,
    BREACH,
    CAREFUL,
    CHANGED,
    CURVE,
    E_COLUMN,
    E_START,
    EFFECT,
    FIXED,
    FULL_OUTLOOKS,
    FULL_VISITS,
    HIGH,
    INSTEAD,
    KNOT,
    KNOWN,
    LISTED,
    LOW,
    MARK_OWNER,
    MASK,
    MOVERS,
    N_ACTIVE,
    N_ACTORS,
    N_BODIES,
    N_ISSUES,
    N_MARKS,
    N_MOVERS,
    N_OPTIONS,
    ORDER,
    OUTLOOKS,
    PACE,
    PASSES,
    POSITION,
    Q_OF,
    Q_START,
    REACH,
    RESTAKED,
    S_ASKED,
    S_FIRST,
    S_LAST,
    S_OUTLOOK,
    S_REPLY,
    S_WORLD_REPLY,
    SALIENCE,
    STAKE_ISSUE,
    START,
    STATUS,
    STATUS_QUO,
    V_LEVEL,
    V_NET,
    V_SCORE,
    VETO,
    VISITS,
    WEIGHT,
    WORTH,
    YES_OFF,
    YES_ON,
)  # fmt: skip
from summitry.graphmodel.rules import FloatArray, IntArray

TOLERANCE = 1e-9
RARE = 1e-6  # settled shares below this are not noted
SHIFT = 32  # stamp above, row number below
LOW_BITS = (1 << SHIFT) - 1


class Visits(NamedTuple):
    """States in which settled play spends time, or rests, of all draws; one row a state.

    draw; group : number of its closed class within the draw, −1 if play passes through; state; late : share of settled time;
    mass : probability after the last revision.
    """

    draw: IntArray
    group: IntArray
    state: IntArray
    late: FloatArray
    mass: FloatArray


@bare_kernel
def see(
    I: IntArray,
    F: FloatArray,
    D: FloatArray,
    S: IntArray,
    A: IntArray,
    V: FloatArray,
    U: FloatArray,
    d: int,
    w: int,
    n: int,
    k: int,
) -> None:
    """Compute the utility of actor `k` in the state of row `n`, and the state's issue levels where not yet known."""
    stamp = w if I[RESTAKED] >> k & 1 else d
    if U[k, n, 1] == stamp:
        return
    U[k, n, 1] = stamp
    row, level = V[n], I[V_LEVEL]
    if S[n, KNOWN] != d:
        S[n, KNOWN] = d
        _see_levels(I, F, D, S, A, row, n)
    total = row[I[V_NET] + k]
    for p in range(I[I[Q_START] + k], I[I[Q_START] + k + 1]):
        q = I[I[Q_OF] + p]
        j = I[I[STAKE_ISSUE] + q]
        first, last = I[I[CURVE] + q], I[I[CURVE] + q + 1]
        if last > first:
            worth = _on_curve(F, D, I[KNOT], I[WORTH], first, last, row[level + j]) - 100.0
        else:
            worth = -100.0 * abs(D[I[POSITION] + q] - row[level + j]) / (F[I[HIGH] + j] - F[I[LOW] + j])
        total += D[I[SALIENCE] + q] * worth
    if I[I[LISTED] + k]:
        total = row[I[V_SCORE] + k]
    for x in range(I[N_MARKS]):
        if I[I[MARK_OWNER] + x] == k and S[n, MASK] >> (I[N_OPTIONS] + x) & 1:
            total -= D[I[BREACH] + x]
    U[k, n, 0] = total


@bare_kernel
def _see_levels(I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, row: FloatArray, n: int) -> None:
    """Issue levels, cut at the ends of their scales, and net gains of the consequences that changed."""
    level = I[V_LEVEL]
    for j in range(I[N_ISSUES]):
        row[level + j] = D[I[STATUS_QUO] + j]
    for k in range(I[N_ACTORS]):
        row[I[V_NET] + k] = 0.0
    effect, column = I[EFFECT], I[E_COLUMN]
    for q in range(S[n, N_ACTIVE]):
        c = abs(A[n, q]) - 1
        sign = 1.0 if A[n, q] > 0 else -1.0
        for e in range(I[I[E_START] + c], I[I[E_START] + c + 1]):
            row[I[column + e]] += sign * D[effect + e]
    for j in range(I[N_ISSUES]):
        row[level + j] = min(max(row[level + j], F[I[LOW] + j]), F[I[HIGH] + j])


@bare_kernel
def _on_curve(F: FloatArray, D: FloatArray, knot: int, worth: int, first: int, last: int, y: float) -> float:
    if y <= F[knot + first]:
        return D[worth + first]
    for q in range(first + 1, last):
        if y <= F[knot + q]:
            part = (y - F[knot + q - 1]) / (F[knot + q] - F[knot + q - 1])
            return D[worth + q - 1] + part * (D[worth + q] - D[worth + q - 1])
    return D[worth + last - 1]


@bare_kernel
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


@bare_kernel
def _reaches(
    I: IntArray, F: FloatArray, D: FloatArray, U: FloatArray, b: int, w: int, s: int, t: int, known: int
) -> bool:
    """Does ballot `b` on the step from row `s` to row `t` reach what it takes? Worths stand in planes of U from `w`, votes that
    are known beforehand in `D` from `known`.
    """
    n_actors = I[N_ACTORS]
    total = D[known + b]
    for k in range(n_actors):
        gain = U[w + k, t, 0] - U[w + k, s, 0]
        if gain > TOLERANCE:
            total += F[I[WEIGHT] + b * n_actors + k]
        elif gain < -TOLERANCE:
            if I[I[VETO] + b * n_actors + k]:
                return False
            total -= F[I[AGAINST] + b] * F[I[WEIGHT] + b * n_actors + k]
    return total >= F[I[PASSES] + b] - TOLERANCE


@bare_kernel
def _passes(
    I: IntArray, F: FloatArray, D: FloatArray, U: FloatArray, b: int, w: int, s: int, t: int, known: int
) -> bool:
    """Does ballot `b` pass the step from row `s` to row `t`, or the one that may in its place?"""
    if _reaches(I, F, D, U, b, w, s, t, known):
        return True
    c = I[I[INSTEAD] + b]
    return c >= 0 and _reaches(I, F, D, U, c, w, s, t, known)


@bare_kernel
def _agreed(I: IntArray, F: FloatArray, D: FloatArray, U: FloatArray, T: IntArray, w: int, s: int, q: int) -> bool:
    """Do all whose consent target `q` needs strictly gain, and do the bodies that it needs pass it?"""
    t, agree, on, off = T[q, 0], T[q, 1], T[q, 2], T[q, 3]
    if agree:
        for k in range(I[N_ACTORS]):
            if agree >> k & 1 and U[w + k, t, 0] - U[w + k, s, 0] <= TOLERANCE:
                return False
    if on | off:
        for b in range(I[N_BODIES]):
            if on >> b & 1 and not _passes(I, F, D, U, b, w, s, t, I[YES_ON]):
                return False
            if off >> b & 1 and not _passes(I, F, D, U, b, w, s, t, I[YES_OFF]):
                return False
    return True


@bare_kernel
def _choose(
    I: IntArray,
    F: FloatArray,
    D: FloatArray,
    S: IntArray,
    U: FloatArray,
    T: IntArray,
    v: int,
    a: int,
    s: int,
    still: int,
    fixed: int,
) -> int:
    """Row of `T` that `a` chooses from state row `s`: the agreed target of highest worth, if that exceeds staying; −1: stays.

    `still` agree to nothing; `fixed` options cannot change. Worths stand in planes of U from `v`, filled for `s` and all
    targets, for `a` and for whoever is asked where `a` gains.
    """
    first, last = S[s, I[S_FIRST] + a] - 1, S[s, I[S_LAST] + a]
    worth_of = U[v + a]
    stay = worth_of[s, 0] + TOLERANCE
    best = stay
    chosen = -1
    for q in range(first, last):
        worth = worth_of[T[q, 0], 0]
        if worth > best and T[q, 1] & still == 0 and T[q, 4] & fixed == 0 and _agreed(I, F, D, U, T, v, s, q):
            best = worth
            chosen = q
    if chosen < 0:
        return -1
    for q in range(first, last):
        t = T[q, 0]
        worth = worth_of[t, 0]
        if (
            worth >= best - TOLERANCE
            and worth > stay
            and t != T[chosen, 0]
            and T[q, 1] & still == 0
            and T[q, 4] & fixed == 0
        ):
            if _fewer(I, S[s, MASK], S[t, MASK], S[T[chosen, 0], MASK]) and _agreed(I, F, D, U, T, v, s, q):
                chosen = q
    return chosen


@bare_kernel
def _best_short(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, U: FloatArray, T: IntArray, d: int, w: int, a: int, s: int,
    still: int, fixed: int,
) -> int:  # fmt: skip
    """Row of `T` of the short-sighted reply of `a`, −1: stays; sees whatever the choice needs."""
    stamp = w if I[RESTAKED] >> a & 1 else d
    see(I, F, D, S, A, V, U, d, w, s, a)
    stay = U[a, s, 0] + TOLERANCE
    n_actors = I[N_ACTORS]
    for q in range(S[s, I[S_FIRST] + a] - 1, S[s, I[S_LAST] + a]):
        t = T[q, 0]
        if U[a, t, 1] != stamp:
            see(I, F, D, S, A, V, U, d, w, t, a)
        if U[a, t, 0] > stay and (T[q, 1] | T[q, 2] | T[q, 3]):
            asked = T[q, 1] | voters(I, F, T[q, 2] | T[q, 3])
            for k in range(n_actors):
                if asked >> k & 1:
                    see(I, F, D, S, A, V, U, d, w, s, k)
                    see(I, F, D, S, A, V, U, d, w, t, k)
    return _choose(I, F, D, S, U, T, 0, a, s, still, fixed)


@bare_kernel
def _short_reply(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, U: FloatArray, T: IntArray, H: IntArray,
    C: IntArray, d: int, w: int, a: int, s: int, i: int,
) -> int:  # fmt: skip
    """State row that `a` goes to from row `s` short-sightedly while `i` agrees to nothing (`i` = K: nobody stands still)."""
    if not I[I[ACTIVE] + a]:
        return s
    if S[s, I[S_FIRST] + a] == 0:
        list_targets(I, F, S, A, V, T, H, C, s, a)
    q = _world_reply(I, F, D, S, A, V, U, T, d, w, a, s)
    if q >= 0 and i != I[N_ACTORS] and T[q, 1] >> i & 1:
        q = _best_short(I, F, D, S, A, V, U, T, d, w, a, s, 1 << i, I[FIXED])
    return s if q < 0 else T[q, 0]


@bare_kernel
def _world_reply(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, U: FloatArray, T: IntArray,
    d: int, w: int, a: int, s: int,
) -> int:  # fmt: skip
    """Row of `T` of the short-sighted reply of `a` when everybody may agree, −1: stays; remembered.

    Fewer targets do not make another one best, so a reply of the base world (stamp `d`) serves every world of the same draw in
    which `a` has not changed and nothing that the reply changes is fixed, if nobody asked has changed either or if no target
    that needs others' consent or votes would be as good (`is_free`). Others carry their world's stamp `w`.
    """
    fixed = I[FIXED]
    known = S[s, I[S_WORLD_REPLY] + a]
    if known >> SHIFT == w:
        return (known & LOW_BITS) - 1
    if I[CHANGED] >> a & 1 == 0:
        known = S[s, I[S_REPLY] + a]
        if known >> SHIFT != d:
            unchanged = S[s, I[S_ASKED] + a] & I[CHANGED] == 0
            q = _best_short(I, F, D, S, A, V, U, T, d, w, a, s, 0, 0) if unchanged else -2
            if unchanged:
                known = d << SHIFT | (q + 1) << 1 | _is_free(I, U, S, T, a, s, q)
                S[s, I[S_REPLY] + a] = known
        if known >> SHIFT == d and (known & 1 or S[s, I[S_ASKED] + a] & I[CHANGED] == 0):
            q = ((known & LOW_BITS) >> 1) - 1
            if q < 0 or T[q, 4] & fixed == 0:
                return q
    q = _best_short(I, F, D, S, A, V, U, T, d, w, a, s, 0, fixed)
    S[s, I[S_WORLD_REPLY] + a] = w << SHIFT | (q + 1)
    return q


@bare_kernel
def _is_free(I: IntArray, U: FloatArray, S: IntArray, T: IntArray, a: int, s: int, chosen: int) -> int:
    """1 if no target that needs anybody's consent or vote is as good for `a` as the chosen one (−1: as staying), else 0."""
    best = U[a, s, 0] + TOLERANCE if chosen < 0 else U[a, T[chosen, 0], 0] - TOLERANCE
    for q in range(S[s, I[S_FIRST] + a] - 1, S[s, I[S_LAST] + a]):
        if T[q, 1] | T[q, 2] | T[q, 3] and U[a, T[q, 0], 0] >= best:
            return 0
    return 1


@bare_kernel
def _enter_outlook(I: IntArray, S: IntArray, O: FloatArray, C: IntArray, w: int, i: int, n: int) -> None:
    row = C[OUTLOOKS]
    if row >= O.shape[0]:
        C[STATUS] = FULL_OUTLOOKS
        raise OverflowError
    S[n, I[S_OUTLOOK] + i] = w << SHIFT | row
    C[OUTLOOKS] = row + 1


@bare_kernel
def _look_ahead(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, U: FloatArray, T: IntArray, H: IntArray,
    O: FloatArray, N: IntArray, Q: IntArray, C: IntArray, d: int, w: int, i: int, n: int,
) -> None:  # fmt: skip
    """Expected sums of actor `i`'s utility over 0 … reach revisions by the others, for row `n` and all states that follow.

    If it is careful, in place of each sum the least utility that any of so many revisions can bring. The others reply as `i` believes that they would: by the row of numbers that it goes by, whose stamps follow those of the draw.
    """
    row_of = I[I[BELIEVES] + i]
    taken, dd, ww = D[row_of], d + row_of, w + row_of
    n_movers, movers, pace = I[N_MOVERS], I[MOVERS], I[PACE]
    world_reply, base_reply = I[S_WORLD_REPLY], I[S_REPLY]
    outlook, asked, changed, fixed = I[S_OUTLOOK] + i, I[S_ASKED], I[CHANGED], I[FIXED]
    reach = I[I[REACH] + i]
    stamp = w if I[RESTAKED] >> i & 1 else d
    turns = 0.0
    n_others = 0
    for m in range(n_movers):
        if I[movers + m] != i:
            turns += F[pace + m]
            n_others += 1
    base = C[OUTLOOKS]
    _enter_outlook(I, S, O, C, w, i, n)
    Q[base] = n
    head = base
    while head < C[OUTLOOKS]:
        s = Q[head]
        if U[i, s, 1] != stamp:
            see(I, F, D[0], S, A, V, U, d, w, s, i)
        k = 0
        for m in range(n_movers):
            a = I[movers + m]
            if a == i:
                continue
            # The remembered replies are looked up here: a call would cost more than the look.
            q = -2
            known = S[s, world_reply + a]
            if known >> SHIFT == ww:
                q = (known & LOW_BITS) - 1
            elif changed >> a & 1 == 0:
                known = S[s, base_reply + a]
                if known >> SHIFT == dd and (known & 1 or S[s, asked + a] & changed == 0):
                    q = ((known & LOW_BITS) >> 1) - 1
                    if q >= 0 and T[q, 4] & fixed:
                        q = -2
            if q == -2 or (q >= 0 and T[q, 1] >> i & 1):
                t = _short_reply(I, F, taken, S, A, V, U, T, H, C, dd, ww, a, s, i)
            else:
                t = s if q < 0 else T[q, 0]
            if S[t, outlook] >> SHIFT != w:
                Q[C[OUTLOOKS] % Q.shape[0]] = t
                _enter_outlook(I, S, O, C, w, i, t)
            N[head, k] = S[t, outlook] & LOW_BITS
            k += 1
        head += 1
    for row in range(base, head):
        O[row, 0] = U[i, Q[row], 0]
    if I[CAREFUL]:
        for h in range(1, reach + 1):
            for row in range(base, head):
                least = O[row, 0]
                for k in range(n_others):
                    least = min(least, O[N[row, k], h - 1])
                O[row, h] = least
        return
    for h in range(1, reach + 1):
        for row in range(base, head):
            total = 0.0
            k = 0
            for m in range(n_movers):
                if I[movers + m] != i:
                    total += F[pace + m] * O[N[row, k], h - 1]
                    k += 1
            O[row, h] = O[row, 0] + total / turns


@kernel
def longer(array: IntArray, room: int) -> IntArray:
    """A copy with more room."""
    out = np.empty(room, np.int64)
    out[: array.shape[0]] = array
    return out


@kernel
def longer_rows(table: IntArray, room: int) -> IntArray:
    """A copy with room for more rows."""
    out = np.empty((room, table.shape[1]), np.int64)
    out[: table.shape[0]] = table
    return out


@bare_kernel
def _outlook(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, U: FloatArray, T: IntArray, H: IntArray,
    O: FloatArray, N: IntArray, Q: IntArray, C: IntArray, d: int, w: int, k: int, n: int,
) -> float:  # fmt: skip
    """Worth of row `n` to `k` looking ahead: mean (or least) utility over the state itself and what the others then do."""
    reach = I[I[REACH] + k]
    if reach == 0:
        see(I, F, D[0], S, A, V, U, d, w, n, k)
        worth = U[k, n, 0]
    else:
        if S[n, I[S_OUTLOOK] + k] >> SHIFT != w:
            _look_ahead(I, F, D, S, A, V, U, T, H, O, N, Q, C, d, w, k, n)
        worth = O[S[n, I[S_OUTLOOK] + k] & LOW_BITS, reach]
        if not I[CAREFUL]:
            worth /= reach + 1.0
    U[I[N_ACTORS] + k, n, 0] = worth
    return worth


@bare_kernel
def _far_reply(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, U: FloatArray, T: IntArray, H: IntArray,
    O: FloatArray, N: IntArray, Q: IntArray, C: IntArray, d: int, w: int, a: int, s: int,
) -> int:  # fmt: skip
    """State row that `a` goes to from row `s` when everybody looks ahead: worths are outlooks, also those of who is asked."""
    if not I[I[ACTIVE] + a]:
        return s
    list_targets(I, F, S, A, V, T, H, C, s, a)
    best = _outlook(I, F, D, S, A, V, U, T, H, O, N, Q, C, d, w, a, s) + TOLERANCE
    first, last = S[s, I[S_FIRST] + a] - 1, S[s, I[S_LAST] + a]
    for q in range(first, last):
        if T[q, 4] & I[FIXED] == 0:
            worth = _outlook(I, F, D, S, A, V, U, T, H, O, N, Q, C, d, w, a, T[q, 0])
            if worth > best and T[q, 1] | T[q, 2] | T[q, 3] == 0:
                best = worth
    for q in range(first, last):
        asked = T[q, 1] | voters(I, F, T[q, 2] | T[q, 3])
        # What others make of a target matters only if it would be as good as the best that needs nobody.
        if asked and T[q, 4] & I[FIXED] == 0 and U[I[N_ACTORS] + a, T[q, 0], 0] >= best - TOLERANCE:
            for k in range(I[N_ACTORS]):
                if asked >> k & 1:
                    _outlook(I, F, D, S, A, V, U, T, H, O, N, Q, C, d, w, k, s)
                    _outlook(I, F, D, S, A, V, U, T, H, O, N, Q, C, d, w, k, T[q, 0])
    q = _choose(I, F, D[0], S, U, T, I[N_ACTORS], a, s, 0, I[FIXED])
    return s if q < 0 else T[q, 0]


@kernel
def agreed_targets(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, U: FloatArray, T: IntArray, H: IntArray,
    O: FloatArray, N: IntArray, Q: IntArray, C: IntArray, d: int, w: int, far: bool, a: int, s: int,
) -> tuple[IntArray, FloatArray]:  # fmt: skip
    """Rows of the states that `a` can go to from row `s` with the consent and votes that it takes, staying first, and their worths to it.

    Worths are outlooks if `far`, else utilities; consents and votes go by the same. In the latter case everybody's utility of
    all these states is seen. A state that several steps lead to is given once for each that is agreed.
    """
    n_actors = I[N_ACTORS]
    plane = n_actors if far else 0
    first = last = 0
    if I[I[ACTIVE] + a]:
        list_targets(I, F, S, A, V, T, H, C, s, a)
        first, last = S[s, I[S_FIRST] + a] - 1, S[s, I[S_LAST] + a]
    rows, worths = np.empty(1 + last - first, np.int64), np.empty(1 + last - first)
    _weigh_for(I, F, D, S, A, V, U, T, H, O, N, Q, C, d, w, far, a, s)
    rows[0], worths[0] = s, U[plane + a, s, 0]
    n = 1
    for q in range(first, last):
        if T[q, 4] & I[FIXED]:
            continue
        t = T[q, 0]
        asked = T[q, 1] | voters(I, F, T[q, 2] | T[q, 3])
        for k in range(n_actors):
            if k == a or asked >> k & 1:
                _weigh_for(I, F, D, S, A, V, U, T, H, O, N, Q, C, d, w, far, k, s)
                _weigh_for(I, F, D, S, A, V, U, T, H, O, N, Q, C, d, w, far, k, t)
        if _agreed(I, F, D[0], U, T, plane, s, q):
            rows[n], worths[n] = t, U[plane + a, t, 0]
            n += 1
    if not far:
        for p in range(n):
            for k in range(n_actors):
                see(I, F, D[0], S, A, V, U, d, w, rows[p], k)
    return rows[:n], worths[:n]


@bare_kernel
def _weigh_for(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, U: FloatArray, T: IntArray, H: IntArray,
    O: FloatArray, N: IntArray, Q: IntArray, C: IntArray, d: int, w: int, far: bool, k: int, n: int,
) -> None:  # fmt: skip
    """See what row `n` is worth to `k`: its outlook if `far`, else its utility."""
    if far:
        _outlook(I, F, D, S, A, V, U, T, H, O, N, Q, C, d, w, k, n)
    else:
        see(I, F, D[0], S, A, V, U, d, w, n, k)


@kernel
def reach(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, U: FloatArray, T: IntArray, H: IntArray,
    O: FloatArray, N: IntArray, Q: IntArray, C: IntArray, d: int, w: int, far: bool,
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
                t = _far_reply(I, F, D, S, A, V, U, T, H, O, N, Q, C, d, w, a, s)
            else:
                t = _short_reply(I, F, D[0], S, A, V, U, T, H, C, d, w, a, s, I[N_ACTORS])
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


@kernel
def draw_play(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, U: FloatArray, T: IntArray, H: IntArray,
    O: FloatArray, N: IntArray, Q: IntArray, C: IntArray, draw: int, d: int, w: int, far: bool, rounds: int, settled: FloatArray, soon: FloatArray, value: FloatArray,
    level: FloatArray, reached: IntArray, visits: Visits,
) -> None:  # fmt: skip
    """Play one draw and write its row: settled (O,), soon (O,), value (K,), level (J,), reached, visits."""
    C[OUTLOOKS] = 0
    n_movers = I[N_MOVERS]
    steps = rounds * n_movers if n_movers else 1
    early_steps = 3 * n_movers if n_movers else 1
    states, nxt = reach(I, F, D, S, A, V, U, T, H, O, N, Q, C, d, w, far)
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
        for k in range(value.shape[0]):
            see(I, F, D[0], S, A, V, U, d, w, s, k)
        for o in range(I[N_OPTIONS]):
            if S[s, MASK] >> o & 1:
                settled[o] += late[q]
                soon[o] += early[q]
        for k in range(value.shape[0]):
            value[k] += late[q] * U[k, s, 0]
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
            C[VISITS] = e + 1


@kernel
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


@kernel
def weigh_rows(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, U: FloatArray, d: int, w: int, rows: IntArray,
) -> tuple[FloatArray, FloatArray]:  # fmt: skip
    """Utilities (n, K) and levels (n, J) of rows (n,) in the draw that `D` holds."""
    utility, level = np.empty((rows.shape[0], I[N_ACTORS])), np.empty((rows.shape[0], I[N_ISSUES]))
    for r in range(rows.shape[0]):
        for k in range(I[N_ACTORS]):
            see(I, F, D[0], S, A, V, U, d, w, rows[r], k)
            utility[r, k] = U[k, rows[r], 0]
        for j in range(I[N_ISSUES]):
            level[r, j] = V[rows[r], I[V_LEVEL] + j]
    return utility, level


@bare_kernel
def weigh(
    I: IntArray, F: FloatArray, D: FloatArray, S: IntArray, A: IntArray, V: FloatArray, U: FloatArray, H: IntArray, C: IntArray,
    draw: IntArray, state: IntArray, utility: FloatArray, level: FloatArray,
) -> None:  # fmt: skip
    """Write utilities (N, K) and levels (N, J) of given states in given draws; `D` has a row a draw."""
    for r in range(draw.shape[0]):
        n = state_number(I, F, S, A, V, H, C, state[r])
        for k in range(utility.shape[1]):
            see(I, F, D[draw[r]], S, A, V, U, draw[r] + 1, draw[r] + 1, n, k)
        for k in range(utility.shape[1]):
            utility[r, k] = U[k, n, 0]
        for j in range(level.shape[1]):
            level[r, j] = V[n, I[V_LEVEL] + j]
