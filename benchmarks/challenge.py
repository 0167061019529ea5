"""The expected-utility model, one command: `python benchmarks/challenge.py [--peer PATH] [--quick]`.

The engine against a plain transcription of the equations in NumPy (`tests/oracle` has one in loops, which is slower still), and, where a
checkout of hamzagul07/schelling is named, against its solver in the same run and process: 10 rounds, 20 actors, 1,000 draws. That program
reads `conflict` as nobody's move, the range as the current one and takes the least move of all offers, so the engine does the same there;
how far outcomes agree is printed.
Then the engine alone by size. Nothing is asserted; kernels are compiled before a clock starts. The plot goes to `build/challenge.png`.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summitry.bargaining.challenge import SCHOLZ_JAVA, SCHOLZ_PAPER, Variant, challenge

FloatArray = NDArray[np.float64]
BUILD = Path(__file__).parent.parent / "build"
ROUNDS = 10
LIKE_PEER = Variant(conflict="nobody", range="current", offer="least")


def inputs(draws: int, actors: int, seed: int = 1) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Positions 0 to 100, saliences 0.1 to 1 and capabilities 0 to 1, (draws, actors)."""
    rng = np.random.default_rng(seed)
    return 100 * rng.random((draws, actors)), 0.1 + 0.9 * rng.random((draws, actors)), rng.random((draws, actors))


def seconds(work: Callable[[], Any], runs: int = 1) -> tuple[float, Any]:
    best, found = float("inf"), None
    for _ in range(runs):
        start = time.perf_counter()
        found = work()
        best = min(best, time.perf_counter() - start)
    return best, found


# ------------------------------------------------------------------------------------------------ plain NumPy


def plain(x: FloatArray, s: FloatArray, c: FloatArray, rounds: int) -> FloatArray:
    """One draw by the equations, whole matrices at a time, K^3 for the votes (reading: nobody moves in a conflict, current range, Q = 1)."""
    w = s * c
    for _ in range(rounds):
        R = np.ptp(x)
        if R == 0:
            break
        d = np.abs(x[:, None] - x) / R
        votes = w[:, None, None] * (d[:, None, :] - d[:, :, None])  # of k on i against j
        total = np.abs(votes).sum(axis=0)
        P = np.divide(np.maximum(votes, 0).sum(axis=0), total, out=np.full_like(total, 0.5), where=total > 0)

        def expected(r: FloatArray, P: FloatArray = P, d: FloatArray = d) -> FloatArray:
            won, lost = 2 - 4 * (0.5 - 0.5 * d) ** r[:, None], 2 - 4 * (0.5 + 0.5 * d) ** r[:, None]
            return s * (P * won + (1 - P) * lost) + (1 - s) * won - (2 - 4 * 0.5 ** r[:, None])

        first = expected(np.ones(len(x)))
        security = first.sum(axis=0) - np.diag(first)
        spread = np.ptp(security)
        basis = (2 * security - security.max() - security.min()) / spread if spread > 0 else np.zeros(len(x))
        E = expected((1 - basis / 3) / (1 + basis / 3))
        x = np.array([moved(i, x, E) for i in range(len(x))])
    return x


def moved(i: int, x: FloatArray, E: FloatArray) -> float:
    """Where i goes: the least of what it is asked for, part of the way by a compromise or all of it."""
    a, b = E[i], E[:, i]
    asked = (a < 0) & (b > 0) & (x != x[i])
    if not asked.any():
        return float(x[i])
    step = (x[asked] - x[i]) * np.minimum(-a[asked] / b[asked], 1.0)
    return float(x[i] + step[np.lexsort((-b[asked], np.round(np.abs(step), 9)))[0]])


def against_plain(draws: int, actors: int) -> None:
    x, s, c = inputs(draws, actors)
    mine, course = seconds(lambda: challenge(x, s, c, LIKE_PEER, rounds=ROUNDS), 3)
    theirs, ends = seconds(lambda: np.array([plain(*row, ROUNDS) for row in zip(x, s, c, strict=True)]))
    same = np.isclose(course.positions[:, -1], ends, atol=1e-6).all(axis=1).mean()
    print(f"{actors:>4} actors, {draws:>6} draws, plain NumPy: {theirs:8.2f} s, engine {mine:7.3f} s, {theirs / mine:6.0f} times;"
          f" {100 * same:.1f} % of draws end alike", flush=True)  # fmt: skip


# ------------------------------------------------------------------------------------------------ the peer


def against_peer(path: Path, draws: int, actors: int) -> None:
    """The other program's `run_round`, without its reports; and its whole `run` where it can be imported."""
    sys.path.insert(0, str(path / "src" if (path / "src").is_dir() else path))
    from schelling.solver.config import SolverConfig  # type: ignore[import-not-found]
    from schelling.solver.rounds import run_round  # type: ignore[import-not-found]
    from schelling.solver.votes import weighted_median  # type: ignore[import-not-found]

    config = SolverConfig(q=1.0, max_rounds=ROUNDS)
    x, s, c = inputs(draws, actors)

    def theirs() -> FloatArray:
        out = np.empty(draws)
        for d in range(draws):
            at, w = x[d], s[d] * c[d]
            for _ in range(ROUNDS):
                at = run_round(at, s[d], w, config).new_positions
            out[d] = weighted_median(at, w)
        return out

    slow, medians = seconds(theirs)
    fast, course = seconds(lambda: challenge(x, s, c, LIKE_PEER, rounds=ROUNDS), 3)
    single, _ = seconds(lambda: challenge(x, s, c, LIKE_PEER, rounds=ROUNDS, workers=1), 3)
    near = (np.abs(course.outcome - medians) < 1e-6).mean()
    print(f"{actors:>4} actors, {draws:>6} draws, schelling:   {slow:8.2f} s, engine {fast:7.3f} s, {slow / fast:6.0f} times"
          f" (one thread {single:.3f} s, {slow / single:.0f} times); {100 * near:.1f} % of medians alike", flush=True)  # fmt: skip


# ------------------------------------------------------------------------------------------------ by size


def by_size(quick: bool) -> None:
    sizes = [(10, 1000), (20, 1000), (50, 1000), (100, 200), (200, 50)]
    sizes += [] if quick else [(50, 10_000)]
    rows = []
    for actors, draws in sizes:
        x, s, c = inputs(draws, actors)
        for name, variant in (("scholz-paper", SCHOLZ_PAPER), ("scholz-java", SCHOLZ_JAVA)):
            took, _ = seconds(
                lambda x=x, s=s, c=c, v=variant: challenge(x, s, c, v, rounds=ROUNDS), 1 if draws > 5000 else 3
            )
            rows.append((name, actors, draws, took))
            print(
                f"{actors:>4} actors, {draws:>6} draws, {name:<13} {took:7.3f} s, {1e6 * took / draws / ROUNDS:8.1f} µs a round and draw",
                flush=True,
            )
    _plot(rows)


def _plot(rows: list[tuple[str, int, int, float]]) -> None:
    import altair as alt

    BUILD.mkdir(exist_ok=True)
    data = alt.Data(values=[{"variant": n, "actors": k, "µs": 1e6 * t / d / ROUNDS} for n, k, d, t in rows])
    chart = alt.Chart(data).mark_line(point=True).encode(
        x=alt.X("actors:Q", scale=alt.Scale(type="log")), y=alt.Y("µs:Q", scale=alt.Scale(type="log"), title="µs a round and draw"),
        color="variant:N", strokeDash="variant:N",
    )  # fmt: skip
    chart.save(str(BUILD / "challenge.png"), scale_factor=2)
    print(f"Plot: {BUILD / 'challenge.png'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", type=Path, help="a checkout of hamzagul07/schelling")
    parser.add_argument("--quick", action="store_true", help="without 10,000 draws of 50 actors")
    args = parser.parse_args()
    challenge(*inputs(4, 5), SCHOLZ_PAPER, rounds=2)  # compiles
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, load {load:.1f} at the start; {ROUNDS} rounds.")
    against_plain(200 if args.quick else 1000, 20)
    if args.peer:
        against_peer(args.peer, 1000, 20)
    by_size(args.quick)
    print(f"Load at the end {os.getloadavg()[0]:.1f}.")


if __name__ == "__main__":
    main()
