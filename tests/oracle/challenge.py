"""The expected-utility model once more: loops straight from the equations, one draw, no sums shared. Slow on purpose.

Equations by their numbers in Scholz, Calbert & Smith (ICAART 2011, pp. 18-30). Nothing is taken from the engine but its switches.
"""

from __future__ import annotations

import numpy as np

from summitry.bargaining.challenge import Variant

EQUAL = 1e-12


def median(x, w):
    """Lower weighted median from its definition: the least position with half of the weight at or below it."""
    w = w if w.sum() > 0 else np.ones(len(x))
    return min(p for p in x if w[x <= p].sum() >= w.sum() / 2 * (1 - 1e-12))


def mean(x, w):
    w = w if w.sum() > 0 else np.ones(len(x))
    return float(np.clip((w * x).sum() / w.sum(), x.min(), x.max()))


def prevail(x, w, r, R, v: Variant):
    """Eq. 28-31 with a vote of every actor on every pair: K^3."""
    n = len(x)
    e = r if v.votes == "risk" else np.ones(n)

    def vote(k, i, j):
        return w[k] * ((abs(x[k] - x[j]) / R) ** e[k] - (abs(x[k] - x[i]) / R) ** e[k])

    everything = (
        sum(abs(vote(k, i, j)) for k in range(n) for i in range(n) for j in range(n)) if v.prevail == "all" else 0
    )
    out = np.full((n, n), 0.5 if v.prevail == "pair" else 0.0)
    for i in range(n):
        for j in range(n):
            if abs(x[i] - x[j]) <= EQUAL * R:
                continue
            votes = [vote(k, i, j) for k in range(n)]
            total = everything if v.prevail == "all" else sum(map(abs, votes))
            if total > 0:
                won = max(sum(votes), 0) if v.prevail == "net" else sum(z for z in votes if z > 0)
                out[i, j] = won / total
    return out


def expected(i, j, by, x, s, P, mu, R, r, v: Variant, resisting):
    """E^by(U_ij), eq. 15-16, 22-25: `by` lends its exponent, `resisting` its salience."""
    e, d = r[by], abs(x[i] - x[j]) / R
    won, lost = 2 - 4 * max(0.5 - 0.5 * d, 0) ** e, 2 - 4 * (0.5 + 0.5 * d) ** e
    q = v.stays
    near, far = sorted((x[i] - mu, x[j] - mu))
    helps = (
        abs(x[i] - mu) < abs(x[i] - x[j]) - EQUAL * R
        if v.unforced == "nearer"
        else near < -EQUAL * R and far > EQUAL * R
    )
    reach = 0.25 * (abs(x[i] - mu) + abs(x[i] - x[j])) / R
    moved = 2 - 4 * max(0.5 + (-reach if helps else reach), 0) ** e
    idle = q * (2 - 4 * 0.5**e) + (1 - q) * moved
    t = s[resisting]
    return t * (P[i, j] * won + (1 - P[i, j]) * lost) + (1 - t) * won - idle


def pairs(x, s, w, R, r, v: Variant):
    n, mu = len(x), median(x, w)
    P = prevail(x, w, r, R, v)
    E, B = np.zeros((n, n)), np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            E[i, j] = expected(i, j, i, x, s, P, mu, R, r, v, j)
            B[i, j] = expected(
                j, i, i if v.view == "own" else j, x, s, P, mu, R, r, v, i if v.resists == "target" else j
            )
    return P, E, B


def exponents(E, B, v: Variant):
    """Eq. 32-34."""
    n = len(E)
    table = B if v.security == "challengers" else E
    sec = np.array([sum(table[i, j] for j in range(n) if j != i) for i in range(n)])
    if np.ptp(sec) <= EQUAL * n:
        return np.ones(n)
    R = (2 * sec - sec.max() - sec.min()) / np.ptp(sec)
    return (1 - R / 3) / (1 + R / 3)


def offer(a, b, xi, xj, v: Variant):
    """(kind, point) of section 6.1 from the side of the one that may move; None where it need not."""
    if a > EQUAL and b > EQUAL:
        return (1, xj) if v.conflict == "weaker" and b > a + EQUAL else None
    if a < -EQUAL and b > EQUAL:
        if b > -a - EQUAL:
            return 2, xi + (xj - xi) * min(-a / b, 1)
        return (3, xj) if v.acquiesce else None
    return None


def chosen(i, x, R, E, B, v: Variant):
    """Where i goes, section 6.2."""
    best = None
    for j in range(len(x)):
        if abs(x[i] - x[j]) <= EQUAL * R or (made := offer(E[i, j], B[i, j], x[i], x[j], v)) is None:
            continue
        kind, point = made
        move, strength = abs(point - x[i]) / R, 0.0 if v.tie == "first" else -B[i, j]
        if v.offer == "weighted" and kind == 2:
            a, b = abs(E[i, j]), abs(B[i, j])
            move = (a * x[i] + b * x[j]) / (a + b) / R
        key = {"enforceable": (-B[i, j], move), "least": (move, strength)}.get(v.offer, (kind, move, strength))
        order = -1 if best is None else compared(key, best[0])
        if order < 0:
            best = (key, point, False)
        elif order == 0 and v.tie == "strongest" and abs(point - best[1]) > 1e-9 * R:
            best = (best[0], best[1], True)
    return x[i] if best is None or best[2] else best[1]


def compared(one, other):
    for a, b in zip(one, other, strict=True):
        if abs(a - b) > 1e-10:
            return -1 if a < b else 1
    return 0


def play(x, s, c, v: Variant, rounds):
    """Positions (T + 1, K), exponents (T, K), medians and means (T + 1,)."""
    x, s = np.asarray(x, float), np.asarray(s, float)
    w = s * np.asarray(c, float)
    first, r, stopped = np.ptp(x), np.ones(len(x)), False
    tolerance = 1e-12 * max(abs(x.min()), abs(x.max()))
    track, risks = [x], []
    for _ in range(rounds):
        R = first if v.range == "initial" else np.ptp(x)
        if not stopped and np.ptp(x) > tolerance:
            r = np.ones(len(x)) if v.risk == "fresh" else r
            _, E, B = pairs(x, s, w, R, r, v)
            if v.risk != "neutral":
                r = exponents(E, B, v)
                _, E, B = pairs(x, s, w, R, r, v)
            x = np.array([chosen(i, x, R, E, B, v) for i in range(len(x))])
        risks.append(r)
        stopped = stopped or (v.stopping == "settled" and abs(median(x, w) - median(track[-1], w)) < 0.01 * first)
        track.append(x)
    return (
        np.array(track),
        np.array(risks),
        np.array([median(p, w) for p in track]),
        np.array([mean(p, w) for p in track]),
    )
