"""Compiled rounds of the expected-utility model. Symbols are those of Scholz, Calbert & Smith (2011); switches are numbers here.

All arrays belong to one draw: `x` (K,) positions, `s` (K,) saliences 0-1, `w` (K,) salience times capability, `r` (K,) risk exponents,
`spread` the range R. Actor i is looked at first: `E[i, j]` is what i expects of challenging j, `B[i, j]` what, in the view that counts,
j expects of challenging i.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from summitry.compiled import Kernels

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

kernel = Kernels(Path(__file__).parent)

# Switches, in the order in which they are handed over; `Variant` in challenge.py gives them names.
UNFORCED, VIEW, RESISTS, SECURITY, RISK, RANGE, CONFLICT, ACQUIESCE, OFFER, TIE, PREVAIL, VOTES, STOPPING = range(13)

# What lies between two actors, from the side of the one that may have to move. Up to ACQUIESCE_ it is an offer.
NOTHING, CONFLICT_, COMPROMISE_, ACQUIESCE_, STANDOFF, STALEMATE = range(6)

NOBODY = -1  # no offer taken
TORN = -2  # two offers equally good that lead to different points

EQUAL = 1e-12  # expected utilities and distances (as shares of the range) this close are equal
SETTLED = 0.01  # share of the range: a median that moves less has settled


@kernel
def median(x: FloatArray, w: FloatArray) -> float:
    """Lower weighted median; all count alike where nobody has weight."""
    order = np.argsort(x)
    total = w.sum()
    half = 0.5 * (total if total > 0 else float(x.size)) * (1 - 1e-12)
    reached = 0.0
    for k in order:
        reached += w[k] if total > 0 else 1.0
        if reached >= half:
            return x[k]
    return x[order[-1]]


@kernel
def mean(x: FloatArray, w: FloatArray) -> float:
    total = w.sum()
    value = (w * x).sum() / total if total > 0 else x.mean()
    return min(max(value, x.min()), x.max())


@kernel
def _power(base: float, exponent: float) -> float:
    if exponent == 1.0:
        return base
    return max(base, 0.0) ** exponent


@kernel
def _from_log(base: float, log: float, exponent: float) -> float:
    """`base ** exponent` with the logarithm of the base at hand: half the price, and a pair's logarithms serve both of its sides."""
    if exponent == 1.0:
        return base
    return np.exp(exponent * log)


@kernel
def prevail(x: FloatArray, w: FloatArray, r: FloatArray, spread: float, switches: IntArray, P: FloatArray) -> None:
    """P[i, j]: the chance that i's position prevails over j's (eq. 30-31), in O(K^2) by sums over actors in the order of positions.

    Those nearer to the lower of two positions come first in that order, so their votes are a difference of two prefix sums.
    """
    n = x.size
    order = np.argsort(x)
    away = _distances(x, r, spread, switches)
    prefix = np.zeros((n + 1, n))
    for m in range(n):
        for j in range(n):
            prefix[m + 1, j] = prefix[m, j] + w[order[m]] * away[order[m], j]
    everything = _all_votes(x, w, away, order) if switches[PREVAIL] == 1 else 0.0
    for p in range(n):
        i = order[p]
        P[i, i] = 0.5 if switches[PREVAIL] == 0 else 0.0
        nearer = p  # how many, in order, are nearer to i than to j: grows with j
        for q in range(p + 1, n):
            j = order[q]
            if x[j] - x[i] <= EQUAL * spread:
                P[i, j] = P[j, i] = P[i, i]
                continue
            while nearer < n and x[order[nearer]] - x[i] < x[j] - x[order[nearer]]:
                nearer += 1
            for_i = max(prefix[nearer, j] - prefix[nearer, i], 0.0)
            for_j = max((prefix[n, i] - prefix[nearer, i]) - (prefix[n, j] - prefix[nearer, j]), 0.0)
            total = everything if switches[PREVAIL] == 1 else for_i + for_j
            if total <= 0.0:
                P[i, j] = P[j, i] = P[i, i]
            elif switches[PREVAIL] == 0:
                P[i, j] = for_i / total
                P[j, i] = 1.0 - P[i, j]
            elif switches[PREVAIL] == 1:
                P[i, j], P[j, i] = for_i / total, for_j / total
            else:
                P[i, j], P[j, i] = max(for_i - for_j, 0.0) / total, max(for_j - for_i, 0.0) / total


@kernel
def _distances(x: FloatArray, r: FloatArray, spread: float, switches: IntArray) -> FloatArray:
    """[k, j]: how far j is from k, as a share of the range, and to the power of k's exponent where votes are so."""
    n = x.size
    out = np.zeros((n, n))
    for k in range(n):
        for j in range(k):
            distance = abs(x[k] - x[j]) / spread
            if switches[VOTES] == 0:
                out[k, j] = out[j, k] = distance
            elif distance > 0.0:
                log = np.log(distance)
                out[k, j], out[j, k] = _from_log(distance, log, r[k]), _from_log(distance, log, r[j])
    return out


@kernel
def _all_votes(x: FloatArray, w: FloatArray, away: FloatArray, order: IntArray) -> float:
    """Sum of absolute votes of all actors over all ordered pairs of actors' positions.

    An actor's distances in rising order, d_0 <= d_1 <= ..., differ by sum (2 m - n + 1) d_m over unordered pairs; that order is met by
    walking outwards from its own position.
    """
    n = x.size
    total = 0.0
    for place in range(n):
        k = order[place]
        left, right = place - 1, place + 1
        sum_k = 0.0
        for m in range(1, n):
            if right >= n or (left >= 0 and x[k] - x[order[left]] <= x[order[right]] - x[k]):
                near = order[left]
                left -= 1
            else:
                near = order[right]
                right += 1
            sum_k += (2 * m - n + 1) * away[k, near]
        total += 2.0 * w[k] * sum_k
    return total


@kernel
def _left_alone(xi: float, xj: float, mu: float, spread: float, r: float, q: float, rule: int) -> float:
    """Utility to i of leaving j alone: j stays (chance Q), or moves to the median, which helps i or hurts it (eq. 7, 22-24, T)."""
    stays = 2.0 - 4.0 * _power(0.5, r)
    if q == 1.0:
        return stays
    reach = 0.25 * (abs(xi - mu) + abs(xi - xj)) / spread
    blur = EQUAL * spread  # those who met by a compromise differ by rounding, and stand on no side of each other
    nearer = abs(xi - mu) < abs(xi - xj) - blur
    between = min(xi, xj) < mu - blur and mu + blur < max(xi, xj)
    helps = nearer if rule == 0 else between
    moved = 2.0 - 4.0 * _power(0.5 - reach if helps else 0.5 + reach, r)
    return q * stays + (1.0 - q) * moved


@kernel
def expectations(
    x: FloatArray,
    s: FloatArray,
    P: FloatArray,
    mu: float,
    spread: float,
    r: FloatArray,
    q: float,
    switches: IntArray,
    E: FloatArray,
    B: FloatArray,
) -> None:
    """E[i, j] = E^i(U_ij) and B[i, j] = E^j(U_ji), or E^i(U_ji) where all is seen with i's own exponent (eq. 25)."""
    n = x.size
    for i in range(n):
        E[i, i] = B[i, i] = 0.0
        for j in range(i):
            distance = abs(x[i] - x[j]) / spread
            won, lost = max(0.5 - 0.5 * distance, 0.0), 0.5 + 0.5 * distance
            log_won, log_lost = 0.0, 0.0
            if r[i] != 1.0 or r[j] != 1.0:
                log_won, log_lost = np.log(won) if won > 0.0 else -np.inf, np.log(lost)
            for h, o in ((i, j), (j, i)):
                e = r[h]
                U_s = 2.0 - 4.0 * _from_log(won, log_won, e)
                U_f = 2.0 - 4.0 * _from_log(lost, log_lost, e)
                alone = _left_alone(x[h], x[o], mu, spread, e, q, switches[UNFORCED])
                E[h, o] = _challenged(P[h, o], U_s, U_f, s[o]) - alone
                if switches[VIEW] == 1:
                    alone = _left_alone(x[o], x[h], mu, spread, e, q, switches[UNFORCED])
                    B[h, o] = _challenged(P[o, h], U_s, U_f, s[h] if switches[RESISTS] == 0 else s[o]) - alone
                else:
                    B[o, h] = _challenged(P[h, o], U_s, U_f, s[o] if switches[RESISTS] == 0 else s[h]) - alone


@kernel
def _challenged(P: float, U_s: float, U_f: float, resists: float) -> float:
    """Utility of challenging one who resists with that chance (eq. 6)."""
    return resists * (P * U_s + (1.0 - P) * U_f) + (1.0 - resists) * U_s


@kernel
def security(E: FloatArray, B: FloatArray, switches: IntArray) -> FloatArray:
    """(K,) what others expect of challenging each actor, summed (eq. 32, 34); or, with the subscripts reversed, what it expects."""
    n = E.shape[0]
    out = np.zeros(n)
    for i in range(n):
        for j in range(n):
            if i != j:
                out[i] += B[i, j] if switches[SECURITY] == 0 else E[i, j]
    return out


@kernel
def exponents(sec: FloatArray, r: FloatArray) -> None:
    """Risk exponents of securities (eq. 33-34), from 0.5 (least secure) to 2; 1 for all where securities are equal."""
    least, most = sec.min(), sec.max()
    for i in range(sec.size):
        R = (2.0 * sec[i] - most - least) / (most - least) if most - least > EQUAL * sec.size else 0.0
        r[i] = (1.0 - R / 3.0) / (1.0 + R / 3.0)


@kernel
def look(
    x: FloatArray,
    s: FloatArray,
    w: FloatArray,
    spread: float,
    q: float,
    switches: IntArray,
    P: FloatArray,
    E: FloatArray,
    B: FloatArray,
    r: FloatArray,
) -> None:
    """Both passes of a round: probabilities, securities, exponents (`r`, changed in place), and expectations with those."""
    mu = median(x, w) if q < 1.0 else 0.0
    if switches[RISK] == 0:
        r[:] = 1.0
    prevail(x, w, r, spread, switches, P)
    expectations(x, s, P, mu, spread, r, q, switches, E, B)
    if switches[RISK] == 2:
        return
    exponents(security(E, B, switches), r)
    if switches[VOTES] == 1:
        prevail(x, w, r, spread, switches, P)
    expectations(x, s, P, mu, spread, r, q, switches, E, B)


@kernel
def offers(
    x: FloatArray, E: FloatArray, B: FloatArray, spread: float, switches: IntArray, kind: IntArray, point: FloatArray
) -> None:
    """kind[i, j], point[i, j]: what j makes i face, and where i would go if it gave way (section 6.1, figure 6)."""
    n = x.size
    for i in range(n):
        for j in range(n):
            kind[i, j], point[i, j] = NOTHING, x[i]
            if abs(x[i] - x[j]) <= EQUAL * spread:
                continue
            a, b = E[i, j], B[i, j]
            if a < -EQUAL and b < -EQUAL:
                kind[i, j] = STALEMATE
            elif a > EQUAL and b > EQUAL:
                if switches[CONFLICT] == 1:
                    kind[i, j] = STANDOFF
                elif b > a + EQUAL:
                    kind[i, j], point[i, j] = CONFLICT_, x[j]
            elif a < -EQUAL and b > EQUAL:
                if b > -a - EQUAL:
                    kind[i, j], point[i, j] = COMPROMISE_, x[i] + (x[j] - x[i]) * min(-a / b, 1.0)
                elif switches[ACQUIESCE] == 1:
                    kind[i, j], point[i, j] = ACQUIESCE_, x[j]


@kernel
def _keys(
    i: int,
    j: int,
    x: FloatArray,
    E: FloatArray,
    B: FloatArray,
    spread: float,
    switches: IntArray,
    kind: IntArray,
    point: FloatArray,
) -> tuple[float, float, float]:
    """What an offer is preferred for, least first: by its kind or the strength behind it, then by how far it leads."""
    moved = abs(point[i, j] - x[i]) / spread
    if switches[OFFER] == 1:
        return -B[i, j], moved, 0.0
    if switches[OFFER] == 2 and kind[i, j] == COMPROMISE_:
        a, b = abs(E[i, j]), abs(B[i, j])
        moved = (a * x[i] + b * x[j]) / ((a + b) * spread)
    strength = 0.0 if switches[TIE] == 1 else -B[i, j]
    if switches[OFFER] == 3:
        return moved, strength, 0.0
    return float(kind[i, j]), moved, strength


@kernel
def choose(
    x: FloatArray,
    E: FloatArray,
    B: FloatArray,
    spread: float,
    switches: IntArray,
    kind: IntArray,
    point: FloatArray,
    chosen: IntArray,
) -> None:
    """chosen[i]: whose offer i takes (section 6.2); NOBODY, or TORN between points that are equally good."""
    n = x.size
    for i in range(n):
        chosen[i] = NOBODY
        best0, best1, best2, at, torn = 0.0, 0.0, 0.0, 0.0, False
        for j in range(n):
            if not CONFLICT_ <= kind[i, j] <= ACQUIESCE_:
                continue
            key0, key1, key2 = _keys(i, j, x, E, B, spread, switches, kind, point)
            order = -1
            if chosen[i] != NOBODY:
                order = _compared(key0, best0)
                if order == 0:
                    order = _compared(key1, best1)
                if order == 0:
                    order = _compared(key2, best2)
            if order < 0:
                chosen[i], best0, best1, best2, at, torn = j, key0, key1, key2, point[i, j], False
            elif order == 0 and switches[TIE] == 0 and abs(point[i, j] - at) > 1e-9 * spread:
                torn = True
        if torn:
            chosen[i] = TORN


@kernel
def _compared(one: float, other: float) -> int:
    if one < other - 1e-10:
        return -1
    return 1 if one > other + 1e-10 else 0


@kernel
def play(
    x: FloatArray,
    s: FloatArray,
    w: FloatArray,
    q: float,
    switches: IntArray,
    positions: FloatArray,
    risks: FloatArray,
    medians: FloatArray,
    means: FloatArray,
) -> int:
    """One draw, round by round: positions (T + 1, K), risks (T, K), medians and means (T + 1,). Returns the rounds in which it moved on."""
    n, rounds = x.shape[0], risks.shape[0]
    P, E, B, point = np.zeros((n, n)), np.zeros((n, n)), np.zeros((n, n)), np.zeros((n, n))
    kind, chosen = np.zeros((n, n), np.int64), np.zeros(n, np.int64)
    r = np.ones(n)
    positions[0] = x
    medians[0], means[0] = median(x, w), mean(x, w)
    first_spread, tolerance = x.max() - x.min(), 1e-12 * max(abs(x.min()), abs(x.max()))
    done = rounds
    for t in range(rounds):
        now = positions[t]
        positions[t + 1] = now
        spread = first_spread if switches[RANGE] == 0 else now.max() - now.min()
        if t >= done or now.max() - now.min() <= tolerance:  # stopped, or all have met
            done = min(done, t)
            risks[t] = r
        else:
            look(now, s, w, spread, q, switches, P, E, B, r)
            risks[t] = r
            offers(now, E, B, spread, switches, kind, point)
            choose(now, E, B, spread, switches, kind, point, chosen)
            for i in range(n):
                if chosen[i] >= 0:
                    positions[t + 1, i] = point[i, chosen[i]]
        medians[t + 1], means[t + 1] = median(positions[t + 1], w), mean(positions[t + 1], w)
        if switches[STOPPING] == 1 and t < done and abs(medians[t + 1] - medians[t]) < SETTLED * first_spread:
            done = t + 1
    return done


@kernel
def play_all(
    x: FloatArray,
    s: FloatArray,
    w: FloatArray,
    q: float,
    switches: IntArray,
    positions: FloatArray,
    risks: FloatArray,
    medians: FloatArray,
    means: FloatArray,
    done: IntArray,
) -> None:
    """Every draw (D, ...)."""
    for d in range(x.shape[0]):
        done[d] = play(x[d], s[d], w[d], q, switches, positions[d], risks[d], medians[d], means[d])
