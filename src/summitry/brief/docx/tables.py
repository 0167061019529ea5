"""Tables that fit their page: fixed widths chosen from the text, a header row that comes again, rows that stay whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from docx.oxml.ns import qn

from summitry.brief import columns as columns_of
from summitry.brief.docx.markup import Element, el, kept, paragraph, run
from summitry.brief.outline_model import Table
from summitry.brief.render import clean

EM: Final = 170
"""Twips of an em of the table's text: 8.5 points."""
PADDING: Final = 150
"""Twips that the margins of a cell take, with a little to spare."""
LONGEST: Final = 22
"""Letters of a word that a column makes room for; a longer one is parted by the word processor."""
WIDER: Final = 1.4
"""How much wider than the house's a font may be, or bold letters, before words that have a column's whole width are parted."""
STEP: Final = 60
"""Twips by which columns grow while the width is shared out."""


def drawn(table: Table, width: int, title: str) -> list[Element]:
    """The table as wide as the text block, with the small paragraph that Word wants behind one."""
    columns = widths(table, width)
    properties = el(
        "w:tblPr",
        None,
        el("w:tblStyle", {"w:val": "BriefTable"}),
        el("w:tblW", {"w:w": sum(columns), "w:type": "dxa"}),
        el("w:tblLayout", {"w:type": "fixed"}),
        el("w:tblLook", {"w:val": "0420", "w:firstRow": 1, "w:lastRow": 0, "w:firstColumn": 0, "w:lastColumn": 0}),
        el("w:tblCaption", {"w:val": clean(title)}),
    )
    grid = el("w:tblGrid", None, *(el("w:gridCol", {"w:w": column}) for column in columns))
    head = _row(table.headers, columns, table.numeric, head=True)
    kept_with_next = {0, len(table.rows) - 2}  # no page begins or ends with a single row
    rows = (_row(row, columns, table.numeric, keep=i in kept_with_next) for i, row in enumerate(table.rows))
    return [el("w:tbl", None, properties, grid, head, *rows), paragraph("BriefTableEnd")]


def needs_landscape(table: Table, width: int) -> bool:
    """Would words be parted in a text block of that width, though they are no longer than `LONGEST` letters?"""
    return sum(_narrowest(table)) > width


def widths(table: Table, width: int) -> tuple[int, ...]:
    """Widths of the columns in twips, together `width`.

    1. Each column has room for its longest word. 2. The rest goes, step by step, to the column that makes the rows highest.
    3. What no row needs any more goes to the columns of words. 4. Width moves between two columns while that saves lines.
    """
    least = _narrowest(table)
    if sum(least) > width:
        return _exactly([column * width / sum(least) for column in least], width)
    lengths = [[_length(cell) for cell in row] for row in (table.headers, *table.rows)]
    columns = columns_of.grown(least, lengths, width, STEP, PADDING)
    spare = width - sum(columns)
    words = [index for index in range(len(columns)) if index not in table.numeric] or list(range(len(columns)))
    columns = [c + (spare / len(words) if i in words else 0.0) for i, c in enumerate(columns)]
    steps = (STEP, 3 * STEP, 8 * STEP, 20 * STEP)
    return _exactly(columns_of.evened(columns, least, lengths, steps, PADDING), width)


def numeric_columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """The columns behind the first that hold numbers and nothing else."""
    return tuple(
        column
        for column in range(1, len(head))
        if any(row[column] for row in rows) and all(_NUMBER.fullmatch(row[column]) for row in rows)
    )


_NUMBER: Final = re.compile(r"(?:[−+-]?\d[\d.,]*(?:\s?%)?)?")


def _row(
    cells: Sequence[str], columns: Sequence[int], numeric: Sequence[int], head: bool = False, keep: bool = False
) -> Element:
    properties = el("w:trPr", None, el("w:cantSplit"), el("w:tblHeader") if head else None)
    made = []
    for index, (text, column) in enumerate(zip(cells, columns, strict=True)):
        style = f"BriefTable{'Number' if index in numeric else ''}{'Head' if head else ''}"
        style = "BriefTableText" if style == "BriefTable" else style
        text_paragraph = paragraph(style, *([run(text)] if text else []))
        if keep:
            text_paragraph.find(qn("w:pPr")).append(el("w:keepNext"))
        size = el("w:tcPr", None, el("w:tcW", {"w:w": column, "w:type": "dxa"}))
        made.append(el("w:tc", None, size, text_paragraph))
    return el("w:tr", None, properties, *made)


def _narrowest(table: Table) -> list[int]:
    """For each column the width of its longest word, in twips, with the margins of its cells."""
    rows = (table.headers, *table.rows)
    return [
        round(max((_longest_word(row[column]) for row in rows), default=0.0)) + PADDING
        for column in range(len(table.headers))
    ]


def _longest_word(text: str) -> float:
    words = re.split(r" |(?<=[^\W\d][-/])", kept(clean(text)))
    return max((_length(word[:LONGEST]) for word in words), default=0.0) * WIDER


def _length(text: str) -> float:
    """About the length of a text in twips, in a usual sans-serif."""
    return sum(_ems(sign) for sign in text) * EM


def _ems(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    if sign in "ijltf.,:;'|!I ’‘·()[]\u00a0":
        return 0.27
    return 0.64 if sign.isupper() or sign in "mw%—@" else 0.51


def _exactly(columns: Sequence[float], width: int) -> tuple[int, ...]:
    """Whole twips that add up to `width`; the widest column takes what rounding leaves."""
    whole = [int(column) for column in columns]
    whole[max(range(len(whole)), key=whole.__getitem__)] += width - sum(whole)
    return tuple(whole)
