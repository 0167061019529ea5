"""One command, all figures: `make bench`, or `python benchmarks/run.py --quick`. Ratios are taken within one run.

Compiled play against the plain transcription of its definition (tests/oracle/play.py), the Vladivostok brief, a large case, cost
against draws, options and actors, the start of the command line; then the engines, each a script of its own: stability.py, votes.py,
packages.py, challenge.py. No time is asserted: times are for reading.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE))

from cases import case  # noqa: E402

from summitry.dossier.model import Dossier  # noqa: E402
from summitry.worlds.draws import Draws  # noqa: E402
from summitry.worlds.world import BEHAVIOURS, Worlds  # noqa: E402
from tests.oracle.play import solve as slow_solve  # noqa: E402


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def world(dossier: dict[str, Any], behaviour: Any, draws: int) -> float:
    """Seconds for one world, once compiled and with the game built anew."""
    worlds = Worlds(Dossier.model_validate(dossier), Draws(draws))
    return timed(lambda: worlds.solve(behaviour=behaviour))


def against_the_definition(draws: int, slow_draws: int) -> None:
    print(f"\nOne world, 14 options, 6 actors: compiled at {draws} draws against the definition in plain Python")
    for behaviour in BEHAVIOURS:
        quick = world(case(14, 6, exact=False), behaviour, draws) / draws
        slow = statistics.median(
            timed(lambda s=s, b=behaviour: slow_solve(case(14, 6, seed=1 + s), None, b)) for s in range(slow_draws)
        )
        print(
            f"  {behaviour:12} {1000 * quick:9.3f} ms a draw   {1000 * slow:9.1f} ms plain   ratio {slow / quick:8.0f}"
        )


def large(draws: int) -> None:
    print(f"\nLarge: 40 options, 12 actors, one world of {draws} draws")
    for behaviour in ("myopic", "foresighted"):
        print(f"  {behaviour:12} {world(case(40, 12, exact=False, dear=True), behaviour, draws):8.1f} s", flush=True)


def growth(draws: int) -> list[dict[str, Any]]:
    print("\nCost of one world (seconds)")
    rows = []
    for what, sizes in (("draws", (draws, 2 * draws, 4 * draws)), ("options", (8, 12, 16, 20)), ("actors", (3, 6, 9))):
        for size in sizes:
            options = size if what == "options" else 14
            actors = size if what == "actors" else 6
            n = size if what == "draws" else draws
            for behaviour in BEHAVIOURS:
                seconds = world(case(options, actors, exact=False), behaviour, n)
                rows.append({"against": what, "size": size, "behaviour": behaviour, "seconds": seconds})
                print(f"  {what:8} {size:6}  {behaviour:12} {seconds:8.3f}", flush=True)
    return rows


def plot(rows: list[dict[str, Any]]) -> None:
    try:
        import altair as alt
        import pandas
    except ImportError:
        print("  (no plot: altair comes with the extra dev)")
        return
    chart = alt.Chart(pandas.DataFrame(rows)).mark_line(point=True).encode(
        x=alt.X("size:Q"), y=alt.Y("seconds:Q", scale=alt.Scale(type="log")), strokeDash="behaviour:N", column="against:N"
    ).resolve_scale(x="independent")  # fmt: skip
    out = HERE / "out"
    out.mkdir(exist_ok=True)
    chart.save(str(out / "growth.png"))
    print(f"  plotted in {out.name}/growth.png")


def whole_process(label: str, command: list[str], runs: int = 1) -> None:
    seconds = [timed(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(runs)]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    print(f"  {label:44} {statistics.median(seconds):8.2f} s   (largest child so far {peak:.2f} GB)", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a tenth of the draws")
    quick = parser.parse_args().quick
    draws = 100 if quick else 1000
    print(f"{os.cpu_count()} processors")
    compiling = timed(lambda: [world(case(8, 3), b, 2) for b in BEHAVIOURS])
    print(f"First world of this process: {compiling:.1f} s (compiling, unless compiled kernels lay ready)")
    against_the_definition(draws, 1 if quick else 3)
    large(draws)
    plot(growth(draws // 10))
    print("\nWhole processes")
    summitry = [sys.executable, "-m", "summitry"]
    whole_process("summitry --help", [*summitry, "--help"], 5)
    flags = ["--draws", "20"] if quick else []
    whole_process(
        f"summitry brief vladivostok-2019 {' '.join(flags)}",
        [*summitry, "brief", "vladivostok-2019", "--quiet", *flags],
    )
    print(flush=True)
    for engine in ("stability", "votes", "packages", "challenge"):
        print(f"\n== {engine}.py", flush=True)
        subprocess.run([sys.executable, str(HERE / f"{engine}.py"), *(["--quick"] if quick else [])], check=True)


if __name__ == "__main__":
    main()
