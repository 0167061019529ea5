"""Who can go where: acting alone, proposing, tabling (compiled; play.md section 2). Arrays as `packing` lays them out.

Legal targets do not depend on the numbers of a draw, so they are found once per state and actor and kept in `T`:
(state, who must consent, bodies that must pass switching on, … switching off, options changed before anything falls).
What an intervention fixes is sorted out when a target is chosen, so that worlds can share a list.
"""

from __future__ import annotations

import numpy as np

from summitry.graphmodel.compiled import bare_kernel
from summitry.graphmodel.packing import (
    ASKS,
    BODY_OF,
    CHANGED,
    CONSENT,
    DEALS,
    FULL_STATES,
    FULL_TARGETS,
    HELD_ON,
    HOLDS,
    HOW_MANY,
    IMPOSSIBLE,
    IRREVERSIBLE,
    JOINT,
    LIST_FIXED,
    MARK_DEAL,
    MARK_OWNER,
    MASK,
    N_ACTIVE,
    N_ACTORS,
    N_BODIES,
    N_CONS,
    N_IMPOSSIBLE,
    N_JOINT,
    N_MARKS,
    N_OPTIONS,
    N_STATEMENTS,
    NEEDS,
    NEEDY,
    NOW,
    OWN,
    OWNERS,
    PROPOSALS,
    S_ASKED,
    S_FIRST,
    S_LAST,
    SETS_OFF,
    SETS_ON,
    STATEMENT_OF,
    STATEMENT_VALUE,
    STATEMENTS,
    STATES,
    STATUS,
    TABLES,
    TARGETS,
    TOO_MANY_FREE,
    V_SCORE,
    VOICE,
    WHO,
)  # fmt: skip
from summitry.graphmodel.rules import MAX_FREE, FloatArray, IntArray


@bare_kernel
def holds(I: IntArray, conditions: int, c: int, s: int) -> bool:
    """Does condition `c` of a group of conditions hold in state `s`?"""
    start, mask, value = I[conditions], I[conditions + 1], I[conditions + 2]
    for q in range(I[start + c], I[start + c + 1]):
        if s & I[mask + q] == I[value + q]:
            return True
    return False


@bare_kernel
def is_impossible(I: IntArray, s: int) -> bool:
    """Does any impossible pattern hold in `s`?"""
    for c in range(I[N_IMPOSSIBLE]):
        if holds(I, IMPOSSIBLE, c, s):
            return True
    return False


@bare_kernel
def fallen(I: IntArray, s: int) -> int:
    """`s` after every option whose needs fail, and every deal one of whose terms no longer holds, has gone off; repeated."""
    while True:
        gone = 0
        can_fall = s & ~I[HELD_ON]
        if can_fall & (I[NEEDY] | I[DEALS]) == 0:
            return s
        if can_fall & I[NEEDY]:
            for o in range(I[N_OPTIONS]):
                if can_fall & I[NEEDY] & 1 << o and not holds(I, NEEDS, o, s):
                    gone |= 1 << o
        for p in range(I[N_JOINT] if can_fall & I[DEALS] else 0):
            bit = 1 << I[I[PROPOSALS] + p]
            if can_fall & bit:
                on, off = I[I[SETS_ON] + p], I[I[SETS_OFF] + p]
                if s & on != on or s & off:
                    gone |= bit
        if gone == 0:
            return s
        s &= ~gone


@bare_kernel
def _locked(I: IntArray, s: int) -> int:
    """Options that a deal which is on in `s` holds."""
    out = 0
    if s & I[DEALS] == 0:
        return out
    for p in range(I[N_JOINT]):
        if s >> I[I[PROPOSALS] + p] & 1:
            out |= I[I[SETS_ON] + p] | I[I[SETS_OFF] + p]
    return out


@bare_kernel
def _legal(I: IntArray, s: int, new: int, locked: int) -> bool:
    """Judged before anything falls: nothing fixed or locked changes, nothing irreversible goes off, what comes on has its needs."""
    changed = s ^ new
    if changed == 0 or changed & (I[LIST_FIXED] | locked) or s & ~new & I[IRREVERSIBLE]:
        return False
    coming = new & ~s & I[NEEDY]
    if coming == 0:
        return True
    for o in range(I[N_OPTIONS]):
        if coming >> o & 1 and not holds(I, NEEDS, o, new):
            return False
    return True


@bare_kernel
def slot_of(key: int, size: int) -> int:
    """Where the search for a state begins in a hash table whose size is a power of two (splitmix64)."""
    x = np.uint64(key)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    x ^= x >> np.uint64(31)
    return np.int64(x & np.uint64(size - 1))  # type: ignore[return-value]


@bare_kernel
def rehash(H: IntArray, S: IntArray, n: int) -> None:
    """Enter the first `n` states of `S` into an empty hash table."""
    for number in range(n):
        h = slot_of(S[number, MASK], H.shape[0])
        while H[h, 1] > 0:
            h = (h + 1) & (H.shape[0] - 1)
        H[h, 0], H[h, 1] = S[number, MASK], number + 1


@bare_kernel
def state_number(
    I: IntArray, F: FloatArray, S: IntArray, A: IntArray, V: FloatArray, H: IntArray, C: IntArray, s: int
) -> int:
    """Row of state `s`; entered with what holds in it when it is met for the first time."""
    h = slot_of(s, H.shape[0])
    while H[h, 1] > 0:
        if H[h, 0] == s:
            return H[h, 1] - 1
        h = (h + 1) & (H.shape[0] - 1)
    n = C[STATES]
    if n >= S.shape[0]:
        C[STATUS] = FULL_STATES
        raise OverflowError
    S[n, MASK] = s
    k = 0
    for c in range(I[N_CONS]):
        change = (1 if holds(I, HOLDS, c, s) else 0) - I[I[NOW] + c]
        if change != 0:
            A[n, k] = (c + 1) * change
            k += 1
    S[n, N_ACTIVE] = k
    for q in range(I[N_STATEMENTS]):
        if holds(I, STATEMENTS, q, s):
            V[n, I[V_SCORE] + I[I[STATEMENT_OF] + q]] += F[I[STATEMENT_VALUE] + q]
    C[STATES] = n + 1
    H[h, 0], H[h, 1] = s, n + 1
    return n


@bare_kernel
def _push(
    I: IntArray, F: FloatArray, S: IntArray, A: IntArray, V: FloatArray, T: IntArray, H: IntArray, C: IntArray,
    s: int, new: int, t: int, agree: int, on: int, off: int,
) -> bool:  # fmt: skip
    """Enter a target, unless it is where we stand or impossible."""
    if t == s or is_impossible(I, t):
        return False
    if C[TARGETS] >= T.shape[0]:
        C[STATUS] = FULL_TARGETS
        raise OverflowError
    number = state_number(I, F, S, A, V, H, C, t)
    row = T[C[TARGETS]]
    row[0], row[1], row[2], row[3], row[4] = number, agree, on, off, s ^ new
    C[TARGETS] += 1
    return True


@bare_kernel
def _act_alone(
    I: IntArray,
    F: FloatArray,
    S: IntArray,
    A: IntArray,
    V: FloatArray,
    T: IntArray,
    H: IntArray,
    C: IntArray,
    s: int,
    a: int,
) -> None:
    joint = I[I[JOINT] + a]
    free = I[I[OWN] + a]
    if I[I[CONSENT] + a]:
        free |= joint & s
    free &= ~I[LIST_FIXED] & ~(s & I[IRREVERSIBLE])
    n = 0
    for o in range(I[N_OPTIONS]):
        n += free >> o & 1
    if n > MAX_FREE:
        C[STATUS], C[WHO], C[HOW_MANY] = TOO_MANY_FREE, a, n
        raise OverflowError
    flip = free & -free  # the subsets of `free`, in ascending order
    while flip:
        following = (flip - free) & free
        new = s ^ flip
        if _legal(I, s, new, _locked(I, s & ~(flip & joint))):
            t = fallen(I, new)
            for x in range(I[N_MARKS]):
                bit = 1 << I[I[PROPOSALS] + I[I[MARK_DEAL] + x]]
                if I[I[MARK_OWNER] + x] == a and s & bit and not t & bit:
                    t |= 1 << (I[N_OPTIONS] + x)
            _push(I, F, S, A, V, T, H, C, s, new, t, 0, 0, 0)
        flip = following


@bare_kernel
def _propose(
    I: IntArray,
    F: FloatArray,
    S: IntArray,
    A: IntArray,
    V: FloatArray,
    T: IntArray,
    H: IntArray,
    C: IntArray,
    s: int,
    a: int,
) -> int:
    """Enter the joint options and deals that `a` can propose; returns whose consent some of them need."""
    asked = 0
    locked = _locked(I, s)
    for p in range(I[N_JOINT]):
        bit = 1 << I[I[PROPOSALS] + p]
        owners = I[I[OWNERS] + p]
        if s & bit or not owners >> a & 1:
            continue
        new = (s | bit | I[I[SETS_ON] + p]) & ~I[I[SETS_OFF] + p]
        if not _legal(I, s, new, locked):
            continue
        on = off = 0
        for o in range(I[N_OPTIONS]):
            if (s ^ new) >> o & 1:
                if new >> o & 1:
                    on |= I[I[ASKS] + o]
                else:
                    off |= I[I[ASKS] + o]
        agree = 0
        for k in range(I[N_ACTORS]):
            if k != a and owners >> k & 1 and I[I[CONSENT] + k]:
                agree |= 1 << k
        if _push(I, F, S, A, V, T, H, C, s, new, fallen(I, new), agree, on, off):
            asked |= agree | _may_vote(I, F, on | off)
    return asked


@bare_kernel
def voters(I: IntArray, F: FloatArray, bodies: int) -> int:
    """Mask of the actors whose gain or loss may decide these ballots."""
    out = 0
    for b in range(I[N_BODIES]):
        if bodies >> b & 1:
            out |= I[I[VOICE] + b]
    return out


@bare_kernel
def _may_vote(I: IntArray, F: FloatArray, bodies: int) -> int:
    """Mask of the actors whose gain or loss may decide votes of these bodies in some world that shares the list.

    Whose vote this world took away does not count among its voters, and counts in others; `CHANGED` names all of these.
    """
    return voters(I, F, bodies) | I[CHANGED] if bodies else 0


@bare_kernel
def _table(
    I: IntArray,
    F: FloatArray,
    S: IntArray,
    A: IntArray,
    V: FloatArray,
    T: IntArray,
    H: IntArray,
    C: IntArray,
    s: int,
    a: int,
) -> int:
    """Enter the body options that `a` can table; returns whose votes they need."""
    asked = 0
    locked = _locked(I, s)
    for o in range(I[N_OPTIONS]):
        b = I[I[BODY_OF] + o]
        if b < 0 or not I[I[TABLES] + b * I[N_ACTORS] + a]:
            continue
        new = s ^ (1 << o)
        if _legal(I, s, new, locked):
            asks = I[I[ASKS] + o]
            on = asks if new >> o & 1 else 0
            _push(I, F, S, A, V, T, H, C, s, new, fallen(I, new), 0, on, asks ^ on)
            asked |= _may_vote(I, F, asks)
    return asked


@bare_kernel
def list_targets(
    I: IntArray,
    F: FloatArray,
    S: IntArray,
    A: IntArray,
    V: FloatArray,
    T: IntArray,
    H: IntArray,
    C: IntArray,
    n: int,
    a: int,
) -> None:
    """Enter all legal targets of actor `a` from the state in row `n`, once; columns first (plus one) and last tell which rows of `T`."""
    if S[n, I[S_FIRST] + a] > 0:
        return
    first = C[TARGETS]
    s = S[n, MASK]
    _act_alone(I, F, S, A, V, T, H, C, s, a)
    asked = _propose(I, F, S, A, V, T, H, C, s, a) | _table(I, F, S, A, V, T, H, C, s, a)
    S[n, I[S_ASKED] + a] = asked
    S[n, I[S_LAST] + a] = C[TARGETS]
    S[n, I[S_FIRST] + a] = first + 1  # 0: not yet listed
