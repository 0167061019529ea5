"""`summitry lab backtest`: models of settlement scored on decisions of the European Union."""

from __future__ import annotations

import csv
import json as jsonlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summitry.formats.deu import DeuReading
    from summitry.worlds.backtest import Interval, Record, Row

COLUMNS = ("issue", "proposal", "outcome", "model", "point", "absolute_error", "crps")


def run(
    file: Path,
    *,
    train: Path | None = None,
    folds: int | None = None,
    seed: int = 0,
    json: bool = False,
    table: bool = False,
) -> int:
    """Print how each model did; with `json` all figures, with `table` (CSV) what it said on each issue."""
    from summitry.cli.patience import stoppable
    from summitry.errors import SummitryError
    from summitry.formats.deu import read_deu
    from summitry.worlds.backtest import FOLDS, backtest

    if train is not None and folds is not None:
        raise SummitryError(
            "--folds and --train exclude each other: with --train the other file alone trains. Leave one out."
        )
    if json and table:
        raise SummitryError("--json and --csv exclude each other. Leave one out.")
    reading = read_deu(file)
    other, trained_on = (None, None) if train is None else (read_deu(train), train.name)
    with _bar("Scoring") as progress:
        record = stoppable(
            lambda: backtest(
                reading.decisions,
                train=None if other is None else other.decisions,
                folds=folds or FOLDS,
                seed=seed,
                progress=progress,
            )
        )
    notes = [
        *reading.notes,
        *([] if other is None or train is None else [f"{train.name}: {one}" for one in other.notes]),
    ]
    if json:
        print(jsonlib.dumps(_data(record, file.name, trained_on, notes), indent=2, ensure_ascii=False))
    elif table:
        _table(record, reading)
    else:
        _show(record, file.name, trained_on, notes)
    return 0


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A callback `(done more, total)` that draws a bar where somebody watches; `progress.bar` is for the engine of play."""
    from rich.console import Console
    from rich.progress import Progress

    from summitry.worlds.backtest import is_compiled

    if not is_compiled():
        print("Compiling the engine for this machine: once, about 20 seconds …", file=sys.stderr)
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(label, total=None)
        yield lambda done, total: progress.update(task, advance=done, total=total)


def _data(record: Record, file: str, train: str | None, notes: list[str]) -> dict[str, Any]:
    from summitry.worlds.backtest import BASELINE, CALIBRATED

    best = record.rows[CALIBRATED]
    return {
        "file": file,
        "train": train,
        "n": record.n,
        "proposals": record.proposals,
        "without_outcome": record.without_outcome,
        "folds": record.folds,
        "splits": record.splits,
        "seed": record.seed,
        "trained_on": record.trained_on,
        "shared": record.shared,
        "models": {name: _row(row) for name, row in record.rows.items()},
        "dropped": list(record.dropped),
        "calibrated": CALIBRATED,
        "baseline": BASELINE,
        "parameters": {"share": float(record.share.mean()), "stretch": float(record.stretch.mean())},
        "crps_gain": _row(best)["crps_gain"],
        "mae_difference": best.mae_difference and asdict(best.mae_difference),
        "notes": notes,
    }


def _row(row: Row) -> dict[str, Any]:
    """Figures of a model; its gain is a share of the baseline's CRPS, and called that."""
    figures = asdict(row)
    if row.crps_gain is not None:
        figures["crps_gain"] = {"share": row.crps_gain.value, "low": row.crps_gain.low, "high": row.crps_gain.high}
    return figures


def _table(record: Record, reading: DeuReading) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(COLUMNS)
    for place, issue in enumerate(record.issues.tolist()):
        decisions = reading.decisions
        start = (reading.issues[issue], str(decisions.groups[issue]), float(decisions.outcomes[issue]))
        for name in record.rows:
            if record.points[name][place] == record.points[name][place]:  # not NaN: it says something
                row = (record.points[name][place], record.errors[name][place], record.scores[name][place])
                writer.writerow((*start, name, *map(float, row)))


def _show(record: Record, file: str, train: str | None, notes: list[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    from summitry.worlds.backtest import BASELINE, CALIBRATED

    console = Console(highlight=False, markup=False, soft_wrap=True)
    say = console.print
    missing = f"; {_count(record.without_outcome, 'issue')} without one not scored" if record.without_outcome else ""
    say(f"{file}: {_count(record.n, 'issue')} of {_count(record.proposals, 'proposal')} with a known outcome{missing}.")
    for note in notes:
        say(note)
    if record.folds is not None:
        say(
            f"Each issue is forecast from the outcomes of other proposals: {record.folds} folds, drawn {record.splits} times (seed "
            f"{record.seed}), scores averaged."
        )
    else:
        left = f"; {_count(record.shared, 'issue')} of proposals that are scored left out" if record.shared else ""
        say(f"Trained on {_count(record.trained_on or 0, 'known decision')} of {train}{left}.")
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column("model", no_wrap=True)
    for column in ("MAE", "med.", "hit 5", "CRPS", "50 %", "80 %", "gain %", "95 % interval"):
        table.add_column(column, justify="right", no_wrap=True)
    for name, row in record.rows.items():
        interval = () if row.crps_gain is None else _percent(row.crps_gain)
        shares = (f"{100 * one:.0f}" for one in (row.cover50, row.cover80))
        table.add_row(
            name,
            f"{row.mae:.2f}",
            f"{row.median_ae:.2f}",
            f"{100 * row.hit5:.0f}",
            f"{row.crps:.2f}",
            *shares,
            *interval,
        )
    say()
    console.print(table)
    say()
    for line in _reading(record):
        say(line)
    best = record.rows[CALIBRATED]
    share, stretch = float(record.share.mean()), float(record.stretch.mean())
    say(
        f"{CALIBRATED} (calibrated): with probability {share:.2f} one of the positions held, all equally likely; otherwise the weighted mean with "
        f"its errors elsewhere, in proportion to the spread of positions, times {stretch:.2f}."
    )
    if best.crps_gain is not None and best.mae_difference is not None:
        gain, among = _percent(best.crps_gain)
        difference = best.mae_difference
        say(
            f"Its gain in CRPS over {BASELINE} (the baseline) is {gain} % ({among}), and its MAE differs by {difference.value:+.2f} points "
            f"({difference.low:+.2f} to {difference.high:+.2f})."
        )
    say("It holds for bodies that have to decide, and is no forecast for a dossier of another kind.")


def _reading(record: Record) -> Iterator[str]:
    """How the columns are to be read, and where a model is not itself."""
    from summitry.worlds.backtest import BASELINE

    yield (
        "MAE and med.: mean and median absolute error, in points of 0–100. Hit 5: per cent of issues within five points. CRPS: score of the "
        "whole distribution, less is better. 50 %, 80 %: per cent of outcomes in the central interval; one on a point that straddles its end "
        f"counts in part. Gain: how much less the CRPS is than that of {BASELINE} on the same issues, in per cent, with a paired bootstrap by "
        "proposal."
    )
    for name, row in record.rows.items():
        if row.borrowed:
            yield (
                f"{name}: on {_count(row.borrowed, 'issue')} without a reference point, or where no point leaves everybody better off than it, "
                "the weighted mean takes its place."
            )
        if row.n < record.n:
            yield f"{name}: scored on {row.n} of {record.n} issues; weighted-mean has MAE {row.baseline_mae:.2f} and CRPS {row.baseline_crps:.2f} there."
    for name in record.dropped:
        yield f"{name}: not scored, since in some fold no decision could train it."


def _percent(gain: Interval) -> tuple[str, str]:
    """The estimate, and its interval."""
    value, low, high = (f"{100 * one:.1f}" for one in (gain.value, gain.low, gain.high))
    return value, f"{low} to {high}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
