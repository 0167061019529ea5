"""Packages, one command: `python benchmarks/packages.py [--quick]`.

The exact frontier of additive items against listing every package (as long as that is possible), from 2 to 16 items of six levels; three
parties; and the frontier of listed packages against pairwise comparison. Values are random: independent ones, and opposed ones (what is
better for one is worse for the other, the hard case). Each time is the best of three. No time is asserted, but the exit status is 1 if
two ways to the same frontier disagree. The plot goes to `build/packages.png`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from summitry.bargaining.additive import additive_frontier
from summitry.bargaining.packages import pareto_frontier
from summitry.errors import TooLarge

FloatArray = NDArray[np.float64]
Result = TypeVar("Result")
BUILD = Path(__file__).parent.parent / "build"
LEVELS, LISTED = 6, 7  # of each item; most items whose packages are listed: 280 thousand


def independent(items: int, parties: int, seed: int = 1) -> list[FloatArray]:
    """Uniform values, each issue with a weight of its own for each party."""
    rng = np.random.default_rng(seed)
    return [rng.random((LEVELS, parties)) * rng.random(parties) for _ in range(items)]


def opposed(items: int, parties: int, seed: int = 1) -> list[FloatArray]:
    """Every level is undominated: values of the first party rise, those of the others fall."""
    rng = np.random.default_rng(seed)
    out = []
    for _ in range(items):
        table = np.sort(rng.random((LEVELS, parties)), axis=0) * rng.random(parties)
        table[:, 1:] = table[::-1, 1:]
        out.append(table)
    return out


def listed(items: list[FloatArray]) -> FloatArray:
    """Points on the frontier by listing every package, sorted."""
    sums = np.zeros((1, items[0].shape[1]))
    for table in items:
        sums = (sums[:, None] + table[None]).reshape(-1, table.shape[1])
    return np.unique(sums[pareto_frontier(sums)], axis=0)


def pairwise(table: FloatArray) -> NDArray[np.bool_]:
    """The frontier by comparing each package with every other."""
    out = np.ones(len(table), bool)
    for n, row in enumerate(table):
        out[n] = not ((table >= row).all(axis=1) & (table > row).any(axis=1)).any()
    return out


def timed(work: Callable[[], Result], runs: int = 3) -> tuple[float, Result]:
    """Seconds of the best run, and what the last run gave."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return min(seconds), result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes only")
    quick = parser.parse_args().quick
    wrong = 0
    rows = []
    listed(independent(2, 2))  # what is done once for all is done before a clock starts
    additive_frontier(independent(2, 2))
    print(
        f"{'values':<12}{'parties':>8}{'items':>6}{'packages':>18}{'points':>8}{'sums':>9}{'seconds':>10}{'listed':>10}{'ratio':>8}"
    )
    sizes = [
        (kind, 2, n)
        for kind in ("independent", "opposed")
        for n in ((2, 4, 6) if quick else (2, 4, 6, 7, 8, 10, 12, 14, 16))
    ]
    sizes += [
        (kind, 3, n) for kind in ("independent", "opposed") for n in ((2, 4) if quick else (2, 4, 5, 6, 7, 8, 9, 10))
    ]
    for kind, parties, n in sizes:
        items = (independent if kind == "independent" else opposed)(n, parties)
        try:
            seconds, found = timed(lambda items=items: additive_frontier(items), 3 if parties == 2 else 1)
        except TooLarge as error:
            print(f"{kind:<12}{parties:>8}{n:>6}  {error}")
            continue
        other, ratio = "", ""
        if n <= (LISTED if parties == 2 else 6):
            slow, points = timed(lambda items=items: listed(items), 1)
            same = len(points) == len(found.points) and np.allclose(points, np.unique(found.points, axis=0))
            wrong += not same
            other, ratio = f"{slow:.4f}", f"{slow / seconds:.2g}" if same else "DIFFERS"
            rows.append(
                {"values": kind, "parties": parties, "items": n, "way": "every package listed", "seconds": slow}
            )
        rows.append({"values": kind, "parties": parties, "items": n, "way": "sums of frontiers", "seconds": seconds})
        print(
            f"{kind:<12}{parties:>8}{n:>6}{found.packages:>18,}{len(found.points):>8}{found.sums:>9}{seconds:>10.4f}{other:>10}{ratio:>8}"
        )
    print(f"\n{'parties':>8}{'packages':>10}{'undominated':>12}{'seconds':>10}{'pairwise':>10}{'ratio':>8}")
    for parties in (2, 3, 4):
        for count in (1_000, 4_000) if quick else (1_000, 4_000, 8_000):
            table = np.random.default_rng(parties).random((count, parties))
            seconds, fast = timed(lambda table=table: pareto_frontier(table))
            slow, plain = timed(lambda table=table: pairwise(table), 1)
            wrong += not (fast == plain).all()
            print(f"{parties:>8}{count:>10,}{fast.sum():>12}{seconds:>10.4f}{slow:>10.3f}{slow / seconds:>8.0f}")
    _plot(rows)
    return int(wrong > 0)


def _plot(rows: list[dict[str, object]]) -> None:
    """Seconds by number of items on a logarithmic axis."""
    import altair as alt
    import vl_convert

    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_line(point=True)
        .encode(
            x=alt.X("items:Q", title="items of six levels"),
            y=alt.Y("seconds:Q", title="seconds", scale=alt.Scale(type="log")),
            color=alt.Color("way:N", title=""),
            strokeDash=alt.StrokeDash("values:N", title="values"),
            column=alt.Column("parties:N", title="parties"),
        )
        .properties(width=300, height=240)
    )
    BUILD.mkdir(exist_ok=True)
    (BUILD / "packages.png").write_bytes(vl_convert.vegalite_to_png(chart.to_json(), vl_version="5.20", scale=2))
    print("\nPlot: build/packages.png")


if __name__ == "__main__":
    sys.exit(main())
