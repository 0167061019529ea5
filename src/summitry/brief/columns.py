"""Widths of a table's columns, chosen from the text, for formats in which nothing else chooses them (Word, PDF).

Lengths and widths are in one unit, whichever; `gap` is what a column takes beside its text, `full` how full a line gets.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import permutations

Lengths = Sequence[Sequence[float]]
"""How long the text of each cell is, a row of the table a row."""


def grown(
    least: Sequence[float], lengths: Lengths, width: float, step: float, gap: float, full: float = 1.0
) -> list[float]:
    """The columns after each step of width has gone to the one that makes most rows high; what no row needs is left over."""
    columns = [float(column) for column in least]
    while width - sum(columns) >= step and any(saved := _saved(columns, lengths, step, gap, full)):
        columns[max(range(len(saved)), key=saved.__getitem__)] += step
    return columns


def evened(
    columns: list[float],
    least: Sequence[float],
    lengths: Lengths,
    steps: Sequence[float],
    gap: float,
    full: float = 1.0,
) -> list[float]:
    """The columns after width has moved from one to another as long as that leaves the table with fewer lines."""
    best = _lines(columns, lengths, gap, full)
    for _ in range(20):
        trials = [
            [column + (step if at == to else -step if at == of else 0.0) for at, column in enumerate(columns)]
            for step in steps
            for of, to in permutations(range(len(columns)), 2)
            if columns[of] - step >= least[of]
        ]
        found = min(trials, key=lambda trial: _lines(trial, lengths, gap, full), default=columns)
        if _lines(found, lengths, gap, full) >= best:
            break
        columns, best = found, _lines(found, lengths, gap, full)
    return columns


def _saved(columns: Sequence[float], lengths: Lengths, step: float, gap: float, full: float) -> list[float]:
    """About how many lines a step more would save, for each column that makes a row high."""
    saved = [0.0] * len(columns)
    for row in lengths:
        lines = [length / (column - gap) for length, column in zip(row, columns, strict=True)]
        highest = max(range(len(lines)), key=lines.__getitem__)
        if lines[highest] > full:
            saved[highest] += lines[highest] - row[highest] / (columns[highest] + step - gap)
    return saved


def _lines(columns: Sequence[float], lengths: Lengths, gap: float, full: float) -> int:
    """How many lines the rows take together, a row being as high as the highest of its cells."""
    return sum(
        max(math.ceil(length / full / (column - gap)) for length, column in zip(row, columns, strict=True))
        for row in lengths
    )
