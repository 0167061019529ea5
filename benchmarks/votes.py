"""Power indices, one command: `python benchmarks/votes.py [--quick]`.

The engine against two baselines in the same run: plain Python over all coalitions, as the definition reads, and the same in NumPy,
all coalitions of a size at once as arrays. Weights are whole numbers from 1 to 30, drawn with seed 1; the quota is 60 % of their sum. Then the
engine alone: whole weights, weights that are no decimal numbers (their square roots), and two measures. No time is asserted, but the
exit status is 1 if the ways differ.
"""

from __future__ import annotations

import argparse
import platform
import time
from collections.abc import Callable
from math import comb
from pathlib import Path
from typing import Any

import numpy as np

from summitry.bargaining.power import power, sampled_power
from summitry.bargaining.votes import VotingRule

BUILD = Path(__file__).parent.parent / "build"


def weights(n: int) -> np.ndarray:
    return np.random.default_rng(1).integers(1, 31, n).astype(float)


def quota(w: np.ndarray) -> float:
    return float(np.ceil(0.6 * w.sum()))


def plain(w: list[float], least: float) -> tuple[list[float], list[float]]:
    """Shapley–Shubik and normalised Banzhaf by the definition: every coalition, every member in it."""
    n = len(w)
    shapley, swings = [0.0] * n, [0] * n
    for mask in range(1 << n):
        total, size = 0.0, 0
        for k in range(n):
            if mask >> k & 1:
                total += w[k]
                size += 1
        if total >= least:
            for k in range(n):
                if mask >> k & 1 and total - w[k] < least:
                    swings[k] += 1
                    shapley[k] += 1 / (n * comb(n - 1, size - 1))
    everybody = sum(swings)
    return shapley, [s / everybody for s in swings]


def arrays(w: np.ndarray, least: float) -> tuple[np.ndarray, np.ndarray]:
    """The same in NumPy: sums and sizes of all coalitions, then a member at a time."""
    n = len(w)
    sums, sizes = np.zeros(1), np.zeros(1, np.int64)
    for x in w.tolist():
        sums, sizes = np.concatenate([sums, sums + x]), np.concatenate([sizes, sizes + 1])
    masks = np.arange(1 << n)
    share = np.array([0.0, *(1 / (n * comb(n - 1, s - 1)) for s in range(1, n + 1))])
    shapley, swings = np.zeros(n), np.zeros(n)
    for k in range(n):
        turned = (masks >> k & 1 == 1) & (sums >= least) & (sums - w[k] < least)
        swings[k], shapley[k] = turned.sum(), share[sizes[turned]].sum()
    return shapley, swings / swings.sum()


def timed(work: Callable[[], Any], runs: int = 1) -> tuple[float, Any]:
    best, found = float("inf"), None
    for _ in range(runs):
        start = time.perf_counter()
        found = work()
        best = min(best, time.perf_counter() - start)
    return best, found


def against_enumeration(python: tuple[int, ...], numpy: tuple[int, ...]) -> bool:
    """Print seconds and ratios; False if any index differs by more than 1e-9."""
    same = True
    print("Whole weights: engine against all coalitions in plain Python and in NumPy")
    for n in sorted({*python, *numpy}):
        w = weights(n)
        rule = VotingRule(w, np.array([quota(w)]))
        quick, found = timed(lambda r=rule: power(r), 5)
        line = f"  {n:3} members  engine {1000 * quick:8.2f} ms"
        for name, sizes, work in (("Python", python, plain), ("NumPy", numpy, arrays)):
            if n in sizes:
                slow, other = timed(lambda f=work, w=w: f(w.tolist() if f is plain else w, quota(w)))
                same &= np.allclose(other[0], found.shapley, atol=1e-9) and np.allclose(
                    other[1], found.banzhaf, atol=1e-9
                )
                line += f"   {name} {slow:9.4f} s, ratio {slow / quick:9.1f}"
        print(line, flush=True)
    return same


def alone(sizes: tuple[int, ...]) -> list[dict[str, Any]]:
    """Cost of the engine by kind of weights and number of members."""
    print("\nThe engine alone")
    rows = []
    for n in sizes:
        w = weights(n)
        odd = np.sqrt(w)
        two = np.stack([w, np.random.default_rng(2).integers(1, 31, n)])
        kinds = {
            "whole": VotingRule(w, np.array([quota(w)])),
            "no decimals": VotingRule(odd, np.array([0.6 * odd.sum()])) if n <= 34 else None,
            "two whole measures": VotingRule(two, np.array([quota(row) for row in two])) if n <= 30 else None,
            "members and people": VotingRule(np.stack([np.ones(n), odd]), np.array([0.55 * n, 0.65 * odd.sum()])) if n <= 34 else None,
        }  # fmt: skip
        for kind, rule in kinds.items():
            if rule is not None:
                seconds, _ = timed(lambda r=rule: power(r), 3 if n <= 30 else 1)
                rows.append({"members": n, "weights": kind, "milliseconds": 1000 * seconds})
                print(f"  {n:3} members, {kind:19} {1000 * seconds:9.2f} ms", flush=True)
    return rows


def sampled(n: int, samples: int) -> None:
    w = np.sqrt(np.random.default_rng(3).integers(1, 1000, n).astype(float))
    rule = VotingRule(w, np.array([0.85 * w.sum()]))
    seconds, found = timed(lambda: sampled_power(rule, np.random.default_rng(0), samples))
    print(
        f"\nSampled: {n} members, {samples} samples, {seconds:.2f} s, greatest standard error {found.shapley_error.max():.4f}"
    )


def plot(rows: list[dict[str, Any]]) -> None:
    import altair as alt

    BUILD.mkdir(exist_ok=True)
    chart = alt.Chart(alt.Data(values=rows)).mark_line(point=True).encode(
        x=alt.X("members:Q"), y=alt.Y("milliseconds:Q", scale=alt.Scale(type="log")), color="weights:N"
    )  # fmt: skip
    chart.save(str(BUILD / "votes.png"))
    print(f"  plotted in {BUILD.name}/votes.png")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small sizes only")
    quick = parser.parse_args().quick
    print(f"{platform.machine()}, Python {platform.python_version()}, NumPy {np.__version__}")
    power(VotingRule(np.sqrt(weights(6)), np.array([5.0])))  # whatever is compiled or loaded late
    same = against_enumeration((10, 14) if quick else (10, 14, 18), (10, 14, 18) if quick else (10, 14, 18, 22))
    plot(alone((10, 20, 30) if quick else (10, 15, 20, 25, 30, 34, 45, 60)))
    sampled(190, 2_000 if quick else 20_000)
    print("" if same else "\nThe ways DIFFER")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())
