"""Tables that fit their page: widths of columns chosen from the text, on a turned page where an upright one is too narrow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from summitry.brief import columns as columns_of
from summitry.brief.outline_model import Table
from summitry.brief.pdf.text import LONGEST, pieces
from summitry.brief.render import NUMBERS, clean

UPRIGHT, TURNED, GAP, EM = 453.0, 700.0, 9.0, 8.5
"""Points: the text's width on an upright and on a turned page, the gap behind a column, and the letters of a table."""
STEP: Final = 6.0
"""Points by which columns grow while the width is shared out."""
FULL: Final = 0.95
"""How full a line of a cell gets, since words are not parted."""
WHOLE: Final = 20
"""Lines of a row up to which it is not parted by the end of a page."""

Json = dict[str, Any]


def measured(table: Table | None) -> Json | None:
    """A table with the widths of its columns; on a turned page if an upright one would part its words."""
    if table is None or not table.rows:
        return None
    cells = [[clean(cell) for cell in row] for row in (table.headers, *table.rows)]
    least = [max(_longest_word(row[column]) for row in cells) + GAP for column in range(len(table.headers))]
    turned = sum(least) > UPRIGHT + GAP
    width = (TURNED if turned else UPRIGHT) + GAP  # the last column needs no gap behind it
    cramped = sum(least) > width
    columns = [part * width / sum(least) for part in least] if cramped else _shared(least, cells, width)
    longest = [max(2, int((column - GAP) / (0.7 * EM))) if cramped else LONGEST for column in columns]
    made = [[pieces(cell, most) for cell, most in zip(row, longest, strict=True)] for row in cells]
    return {
        "headers": made[0],
        "rows": made[1:],
        "numeric": list(table.numeric),
        "widths": [round(column, 1) for column in (*columns[:-1], max(columns[-1] - GAP, 1.0))],
        "gap": GAP,
        "turned": turned,
        "whole": all(_high(row, columns) <= WHOLE for row in cells),
    }


def _shared(least: Sequence[float], cells: Sequence[Sequence[str]], width: float) -> list[float]:
    """The columns after what is left of the width has been shared out.

    1. Step by step it goes to the column that makes most rows high. 2. Then width moves from one column to another as long as
    that saves lines.
    """
    lengths = [[_length(cell) for cell in row] for row in cells]
    shared = columns_of.grown(least, lengths, width, STEP, GAP, FULL)
    return columns_of.evened(shared, least, lengths, (STEP, 3 * STEP, 8 * STEP), GAP, FULL)


def _high(row: Sequence[str], columns: Sequence[float]) -> float:
    """About how many lines a row has."""
    return max(_length(cell) / FULL / max(column - GAP, EM) for cell, column in zip(row, columns, strict=True))


def _longest_word(text: str) -> float:
    kept = NUMBERS.sub(lambda found: found.group().replace(" ", "_"), text)
    return max((_length(word[:LONGEST]) for word in re.split(r" |(?<=[^\W\d][-/])", kept)), default=0.0)


def _length(text: str) -> float:
    """About the length of a text in the letters of a table, rather too long than too short."""
    return sum(_ems(sign) for sign in text) * EM


def _ems(sign: str) -> float:
    if sign in "ijl.,:;'|!I ’‘·":
        return 0.26
    if sign in "tfr()[]/-“”":
        return 0.36
    if sign in "mwMW%—@●○◐◆◇✓✗→":
        return 0.85
    return 1.0 if ord(sign) > 0x2E80 else 0.62 if sign.isupper() else 0.47 if sign in "sczxvyk" else 0.55
