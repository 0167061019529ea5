"""Stability of graph models, one command: `python benchmarks/stability.py [--quick]`; `make bench` runs it last.

The engine against the published matrix form (Xu, Hipel & Kilgour 2009), many preference draws of one case, and the engine alone up
to 16 million states. Payoffs are random and strict, options split evenly, all states feasible. Every measurement has a process of
its own, so that peak memory is its own, and kernels are compiled before a clock starts. No time is asserted, but the exit status is
1 if the engine and the matrix form give different verdicts.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from summitry.graphmodel.model import Model, option_form
from summitry.graphmodel.stability import CONCEPTS, GMR, SEQ, SMR, R, _solver, stability

FloatArray = NDArray[np.float64]
Matrix = NDArray[np.float32]  # (S, S), zeros and ones
Result = TypeVar("Result")

BUILD = Path(__file__).parent.parent / "build"


def options(n_options: int, n_makers: int) -> list[tuple[str, str]]:
    """Options in turn to each decision maker, neighbours to the same."""
    return [(f"dm{o * n_makers // n_options}", f"option{o}") for o in range(n_options)]


def payoffs(n_options: int, n_makers: int, seed: int = 1) -> FloatArray:
    """Strict random payoffs (K, S): the numbers from 0 to S - 1, shuffled for each decision maker."""
    rng = np.random.default_rng(seed)
    out = np.tile(np.arange(2.0**n_options), (n_makers, 1))
    for row in out:
        rng.shuffle(row)
    return out


def timed(work: Callable[[], Result], runs: int) -> tuple[float, Result]:
    """Seconds of the best run, and what the last run gave."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return min(seconds), result


def peak() -> float:
    """Most memory that this process has held (MB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def way(model: Model) -> str:
    """By which of its ways the engine solves a model: plain, sparse (arcs listed) or grouped."""
    solver = _solver(model, CONCEPTS)
    return str(getattr(solver, "func", solver).__qualname__).split(".")[0].strip("_")


def compile_kernels() -> None:
    stability(option_form(options(11, 3), payoffs(11, 3)))


# ------------------------------------------------------------------------------------------------ matrix form


def matrix_form(n_options: int, rank: FloatArray) -> dict[str, NDArray[np.bool_]]:
    """Verdicts (K, S) by concept, from matrices S by S: no loop over states, products in float32, signs taken with > 0.

    As published, but iterated to the fixed point and not to the number of arcs, and with the diagonal of "no better" kept: an answer
    that ends where the mover stood counts, as in the definition by sets (it never does in option form, where one's own options stay
    as one has set them: what is compared does not depend on it). Only the diagonal of the last product is wanted,
    so it is a sum and no product.
    """
    n_makers, n_states = rank.shape
    states = np.arange(n_states)
    masks = [
        sum(1 << o for o, (who, _) in enumerate(options(n_options, n_makers)) if who == f"dm{k}")
        for k in range(n_makers)
    ]
    moves, gains, better = [], [], []
    for k, own in enumerate(masks):
        held = states & ~own
        reach = (held[:, None] == held[None, :]).astype(np.float32)
        np.fill_diagonal(reach, 0)
        gain = (rank[k][None, :] > rank[k][:, None]).astype(np.float32)  # (s, q): q better than s
        moves.append(reach)
        better.append(gain)
        gains.append(reach * gain)
    stable = {name: np.empty(rank.shape, dtype=np.bool_) for name in CONCEPTS}
    for i in range(n_makers):
        others = [k for k in range(n_makers) if k != i]
        no_better = 1 - better[i].T  # (t, s): t no better than s, the diagonal kept
        no_way_out = no_better * (moves[i] @ better[i].T == 0)  # (t, s): nor what i can make of t
        by_moves = brought_about([moves[k] for k in others])
        by_gains = brought_about([gains[k] for k in others])
        stable[R][i] = ~gains[i].any(axis=1)
        for name, reached, bad in ((GMR, by_moves, no_better), (SMR, by_moves, no_way_out), (SEQ, by_gains, no_better)):
            unspoilt = (reached @ bad) == 0  # (q, s): no answer at q is bad for who came from s
            stable[name][i] = ~(gains[i] * unspoilt.T).any(axis=1)
    return stable


def brought_about(moves: list[Matrix]) -> Matrix:
    """What several reach by legal sequences, nobody moving twice in a row; a product is taken only if its factor has grown."""
    reached = [m.copy() for m in moves]
    grown = [True] * len(moves)
    while any(grown):
        for j, own in enumerate(moves):
            others = [k for k in range(len(moves)) if k != j]
            if not any(grown[k] for k in others):
                grown[j] = False
                continue
            ahead = reached[others[0]]
            for k in others[1:]:
                ahead = np.maximum(ahead, reached[k])
            now = ((own @ ahead + own) > 0).astype(np.float32)
            grown[j] = not np.array_equal(now, reached[j])
            reached[j] = now
    return np.maximum.reduce(reached)


# ------------------------------------------------------------------------------------------------ what a process of its own measures


def compare(n_options: int, n_makers: int) -> dict[str, Any]:
    rank = payoffs(n_options, n_makers)
    names = options(n_options, n_makers)
    runs = 3 if n_options <= 10 else 1
    quick, engine = timed(lambda: stability(option_form(names, rank), CONCEPTS), 3)
    engine_peak = peak()
    slow, matrices = timed(lambda: matrix_form(n_options, rank), runs)
    return {
        "states": 2**n_options,
        "way": way(option_form(names, rank)),
        "engine": quick,
        "matrix": slow,
        "engine_peak": engine_peak,
        "matrix_peak": peak(),
        "verdicts": sum(m.size for m in matrices.values()),
        "different": int(sum((engine.stable[name] != m).sum() for name, m in matrices.items())),
        "stable": {name: float(m.mean()) for name, m in matrices.items()},
    }


def alone(n_options: int, n_makers: int) -> dict[str, Any]:
    loaded = peak()
    names, rank = options(n_options, n_makers), payoffs(n_options, n_makers)
    runs = 3 if n_options <= 18 else 1
    seconds, _ = timed(lambda: stability(option_form(names, rank), CONCEPTS), runs)
    row = {"states": 2**n_options, "makers": n_makers, "seconds": seconds, "peak": peak(), "loaded": loaded}
    return row | {"way": way(option_form(names, rank))}


def draws(n_options: int, n_makers: int, n_draws: int) -> dict[str, Any]:
    ranks = [payoffs(n_options, n_makers, seed) for seed in range(n_draws)]
    form = option_form(options(n_options, n_makers), ranks[0])

    def work() -> dict[str, int]:
        counts = {R: 0, SEQ: 0}
        for rank in ranks:
            found = stability(replace(form, rank=rank), (R, SEQ))  # type: ignore[type-var]
            for name, equilibria in found.equilibria.items():
                counts[name] += int(equilibria.sum())
        return counts

    seconds, counts = timed(work, 3)
    return {"seconds": seconds, "equilibria": {name: count / n_draws for name, count in counts.items()}}


JOBS: dict[str, Callable[..., dict[str, Any]]] = {"compare": compare, "alone": alone, "draws": draws}


def fresh(job: str, *sizes: int, threads: int | None = None) -> dict[str, Any]:
    """Do a job in a new process. This one stays small: a new process starts from the peak of the one that starts it."""
    command = [sys.executable, __file__, "--job", job, *map(str, sizes)]
    blas = {name: str(threads) for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS") if threads}
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | blas).stdout
    return dict(json.loads(out))


# ------------------------------------------------------------------------------------------------ what is printed


def against_matrices(sizes: tuple[int, ...]) -> bool:
    """Print, and say whether all verdicts are the same. Matrices at the better of one BLAS thread and one a processor."""
    print(
        "\nEngine against the matrix form, 3 decision makers, R, GMR, SMR, SEQ (seconds; peak MB with what is loaded)"
    )
    same = True
    for n_options in sizes:
        rows = [fresh("compare", n_options, 3, threads=n) | {"threads": n} for n in sorted({1, os.cpu_count() or 1})]
        row = min(rows, key=lambda r: float(r["matrix"]))
        engine = min(r["engine"] for r in rows)
        different = max(r["different"] for r in rows)
        same = same and not different
        print(
            f"  {row['states']:6,} states   engine {engine:8.4f} s {row['engine_peak']:5.0f} MB   "
            f"matrices {row['matrix']:8.3f} s {row['matrix_peak']:5.0f} MB   ratio {row['matrix'] / engine:7.1f}   "
            + (f"all {row['verdicts']:,} verdicts the same" if not different else
               f"DIFFERENT VERDICTS: {different:,} of {row['verdicts']:,}"), flush=True,
        )  # fmt: skip
        print(
            f"         engine {row['way']}; matrices with "
            + ", ".join(f"{r['threads']} BLAS thread(s) {r['matrix']:.3f} s" for r in rows)
            + "; stable: "
            + ", ".join(f"{name} {100 * x:.1f}%" for name, x in row["stable"].items()),
            flush=True,
        )
    return same


def many_draws(n_draws: int) -> None:
    row = fresh("draws", 11, 3, n_draws)
    print(f"\n{n_draws:,} preference draws, 2,048 states, 3 decision makers, R and SEQ")
    print(
        f"  {row['seconds']:.2f} s   {1000 * row['seconds'] / n_draws:.2f} ms a draw   equilibria in the mean: "
        + ", ".join(f"{name} {x:.1f}" for name, x in row["equilibria"].items()),
        flush=True,
    )


def engine_alone(sizes: tuple[tuple[int, int], ...]) -> list[dict[str, Any]]:
    print("\nEngine alone, R, GMR, SMR, SEQ; making the model included")
    rows: list[dict[str, Any]] = []
    for n_options, n_makers in sizes:
        row = fresh("alone", n_options, n_makers)
        growth = ""
        if rows and (rows[-1]["makers"], rows[-1]["way"]) == (n_makers, row["way"]):
            doublings = math.log2(row["states"] / rows[-1]["states"])
            growth = f"   x{(row['seconds'] / rows[-1]['seconds']) ** (1 / doublings):.2f} per doubling"
        print(
            f"  {row['states']:10,} states, {n_makers} decision makers, {row['way']:7} {row['seconds']:9.4f} s   "
            f"peak {row['peak']:6.0f} MB ({row['loaded']:.0f} MB before there is a model){growth}", flush=True,
        )  # fmt: skip
        rows.append(row)
    return rows


def plot(rows: list[dict[str, Any]]) -> None:
    try:
        import altair as alt
        import pandas
    except ImportError:
        print("  (no plot: altair is not there)")
        return
    data = pandas.DataFrame(rows).rename(columns={"makers": "decision makers"})
    chart = alt.Chart(data).mark_line(point=True).encode(
        x=alt.X("states:Q", scale=alt.Scale(type="log", base=2), axis=alt.Axis(values=sorted(r["states"] for r in rows), format=",", labelAngle=-40, labelOverlap=False)),
        y=alt.Y("seconds:Q", scale=alt.Scale(type="log"), axis=alt.Axis(format="~g")), strokeDash="decision makers:N",
    )  # fmt: skip
    BUILD.mkdir(exist_ok=True)
    chart.save(str(BUILD / "stability.png"))
    print(f"  plotted in {BUILD.name}/stability.png")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--quick", action="store_true", help="matrices to 1,024 states, 100 draws, the engine to 65,536"
    )
    parser.add_argument("--job", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.job:
        compile_kernels()
        print(json.dumps(JOBS[given.job[0]](*map(int, given.job[1:]))))
        return
    print(f"Stability of graph models; {os.cpu_count()} processors, NumPy {np.__version__}", flush=True)
    fresh("alone", 10, 3)  # so that kernels lie ready on disk: compiling takes memory, too
    sizes = [(o, 4) for o in range(10, 21, 2)] + [(22, 3), (24, 3)]
    same = against_matrices((8, 10) if given.quick else (8, 10, 12))
    many_draws(100 if given.quick else 1000)
    plot(engine_alone(tuple(sizes[:4] if given.quick else sizes)))
    sys.exit(not same)


if __name__ == "__main__":
    main()
