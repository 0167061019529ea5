"""A brief for the terminal: question, answer, findings, what experts said, and the figure as lines of dots.

Plain text at a given width with hanging indents; colour only where somebody sees it.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from summitry.brief import figures
from summitry.brief import render as shared
from summitry.brief.outline_model import Block, Figure, Mark, Outline, Said, Section, Sentence, SourceRow, Table
from summitry.brief.render import NUMBERS, clean

SMALLEST: Final = 40
_COLUMN: Final = 16
"""No column of a table is folded to fewer cells than this, unless all its words are shorter."""
_WORD: Final = 24
"""A word of a table longer than this is cut before its column takes more."""
_NBSP: Final = "\u00a0"
_STYLES: Final[dict[Mark, str]] = {"follows": "cyan", "assumed": "yellow", "reported": "magenta", "estimate": "green"}
_COLOURS: Final = ("cyan", "yellow", "green", "magenta", "white")

Piece = tuple[str, str]
"""Text and its style."""


def render(outline: Outline, width: int, colour: bool | None = None) -> str:
    """The whole brief; `colour` is on only in a terminal unless it is said (and never where `NO_COLOR` is set)."""
    paper = _Paper(width)
    _head(paper, outline)
    for section in outline.sections:
        _section(paper, section)
    for block in outline.blocks:
        _block(paper, block)
    _back(paper, outline)
    return paper.text(colour)


def render_section(section: Section, width: int, colour: bool | None = None) -> str:
    """One question with its answer, as `summitry ask` prints it."""
    paper = _Paper(width)
    _section(paper, section)
    return paper.text(colour)


def render_reply(outline: Outline, width: int, colour: bool | None = None) -> str:
    """All that `summitry ask` prints: the answer, and the parts beside it where there are any."""
    paper = _Paper(width)
    for section in outline.sections:
        _section(paper, section)
    for block in outline.blocks:
        _block(paper, block)
        paper.gap()
    return paper.text(colour)


# -- the parts -------------------------------------------------------------------------------------------------------


def _head(paper: _Paper, outline: Outline) -> None:
    title, as_of = clean(outline.title).upper(), clean(f"as of {outline.as_of}") if outline.as_of else ""
    gap = paper.width - cell_len(title) - cell_len(as_of)
    if gap >= 2:
        paper.put([(title, "bold"), (_NBSP * gap if as_of else "", ""), (as_of.replace(" ", _NBSP), "dim")])
    else:
        paper.put([(title, "bold")])
        paper.put([(as_of, "dim")])
    for line in (outline.subtitle, *outline.notice):
        paper.put([(clean(line), "")])
    paper.gap()


def _section(paper: _Paper, section: Section) -> None:
    number = f"{section.number}  "
    pad = " " * len(number)
    paper.put([(clean(section.question), "bold")], number, pad, lead_style="bold")
    paper.put(_marked(section.headline, strong=True), pad, pad)
    for finding in section.findings:
        paper.put(_marked(finding), f"{pad}· ", f"{pad}  ")
    _labelled(paper, pad, shared.SAID, [_said(said) for said in section.said])
    _labelled(paper, pad, shared.NOBODY, [_marked(finding) for finding in section.nobody])
    _labelled(paper, pad, shared.CHANGES, [_marked(change) for change in section.changes])
    _labelled(paper, pad, shared.MISSING, [[(_glued(clean(line)), "")] for line in section.missing])
    if section.basis:
        paper.put([(f"{shared.BASIS}: ", "bold"), (_glued(clean(section.basis)), "")], pad, pad)
    if section.figure is not None and section.figure.rows:
        paper.gap()
        _figure(paper, section.figure, pad)
    paper.gap()


def _marked(sentence: Sentence, strong: bool = False) -> list[Piece]:
    """The sentence, then its mark as one unbroken word: `◆ follows [1a]`."""
    mark = f"{shared.GLYPHS[sentence.mark]} {shared.WORDS[sentence.mark]} [{clean(sentence.id)}]".replace(" ", _NBSP)
    text = _glued(clean(sentence.text))
    return [
        (text, "bold" if strong else "italic" if sentence.mark == "reported" else ""),
        ("  ", ""),
        (mark, _STYLES[sentence.mark]),
    ]


def _said(said: Said) -> list[Piece]:
    where = f"[{shared.place(said)}]".replace(" ", _NBSP)
    pieces = [(f"{clean(said.expert)}: ", "bold"), (_glued(clean(said.text)), "italic"), ("  ", "")]
    if said.verdict:
        sign, _, rest = _glued(shared.verdict_text(said.verdict)).partition(" ")
        pieces += [(f"{sign}{_NBSP}{rest}" if rest else sign, ""), ("  ", "")]
    if said.note:
        pieces += [(f"({_glued(clean(said.note))})", ""), ("  ", "")]
    return [*pieces, (where, "dim")]


def _labelled(paper: _Paper, pad: str, label: str, entries: Iterable[list[Piece]]) -> None:
    listed = list(entries)
    if listed and label:
        paper.put([(label, "bold")], pad, pad)
    for entry in listed:
        paper.put(entry, f"{pad}· ", f"{pad}  ")


def _block(paper: _Paper, block: Block) -> None:
    paper.put([(clean(block.title), "bold")])
    for line in block.lines:
        paper.put([(_glued(clean(line)), "")])
    for sentence in block.sentences:
        paper.put(_marked(sentence), "· ", "  ")
    if block.table is not None and block.table.rows:
        paper.gap()
        _table(paper, block.table)
    if block.figure is not None and block.figure.kind in ("ties", "paths", "timeline", "stands", "gains"):
        paper.gap()
        head, lines = figures.table(block.figure)
        _table(paper, Table(head, lines))
    paper.gap()


def _back(paper: _Paper, outline: Outline) -> None:
    for label, lines in ((shared.METHOD, outline.method), (shared.LIMITS, outline.limits)):
        _labelled(paper, "", label, [[(_glued(clean(line)), "")] for line in lines])
        if lines:
            paper.gap()
    _labelled(paper, "", shared.SOURCES, [[(_glued(clean(line)), "")] for line in outline.source_notes])
    _labelled(paper, "", "", [_source(source) for source in outline.sources])
    if outline.sources:
        paper.gap()
    if outline.reproduction:
        paper.put([(shared.AGAIN, "bold")])
        names = [clean(name) for name in outline.reproduction]
        wide = min(max(map(cell_len, names)) + 2, paper.width // 3)
        for name, value in zip(names, outline.reproduction.values(), strict=True):
            lead = name + " " * (wide - cell_len(name)) if cell_len(name) < wide else ""
            paper.put([("" if lead else f"{name}: ", ""), (clean(value), "")], f"  {lead}", "  " + " " * wide)


def _source(source: SourceRow) -> list[Piece]:
    told = ", ".join(clean(part) for part in (source.publisher, source.date) if part)
    quality = "; ".join(
        clean(part).rstrip(".") for part in (source.reliability, source.descriptor, source.credibility) if part
    )
    parts = [
        f"[{clean(source.id)}] {clean(source.title)}",
        told,
        quality,
        shared.used(source),
    ]
    pieces = [(". ".join(part for part in parts if part) + ".", "")]
    return [*pieces, (f" {clean(source.url)}", "dim")] if source.url else pieces


# -- tables ----------------------------------------------------------------------------------------------------------


def _table(paper: _Paper, table: Table) -> None:
    """Columns side by side with folded cells, or one record a row where the columns would be too narrow to read."""
    headers = [_glued(clean(header)) for header in table.headers]
    rows = [[_glued(clean(cell)) for cell in row] for row in table.rows]
    widths = _column_widths([headers, *rows], paper.width)
    if widths is None:
        for row in rows:
            _record(paper, headers, row)
        return
    _table_row(paper, headers, widths, table.numeric, "bold")
    paper.line([("  ".join("─" * wide for wide in widths), "dim")])
    # an empty line parts the rows once any of them takes more than one line: else nobody sees where a row ends
    folded = any(len(_fold(cell, wide)) > 1 for row in rows for cell, wide in zip(row, widths, strict=True))
    for index, row in enumerate(rows):
        if folded and index:
            paper.gap()
        _table_row(paper, row, widths, table.numeric)


def _column_widths(rows: list[list[str]], width: int) -> list[int] | None:
    """The widths of the columns, two apart; None if one would have to be narrower than its words can stand.

    What is left after the least widths goes, cell by cell, to the column that folds into the most lines.
    """
    columns = list(zip(*rows, strict=True))
    full = [max(1, *map(cell_len, column)) for column in columns]
    widths = [min(whole, max(_COLUMN, _longest_word(column))) for column, whole in zip(columns, full, strict=True)]
    room = width - 2 * (len(columns) - 1) - sum(widths)
    if room < 0:
        return None
    for _ in range(room):
        most = max(range(len(columns)), key=lambda column: full[column] / widths[column])
        if widths[most] >= full[most]:
            break
        widths[most] += 1
    return widths


def _longest_word(column: Iterable[str]) -> int:
    """Cells of the longest word, as far as a column gives way to words: an address may be cut."""
    return min(_WORD, max((cell_len(word) for cell in column for word in cell.split(" ")), default=0))


def _table_row(paper: _Paper, row: list[str], widths: list[int], numeric: tuple[int, ...], style: str = "") -> None:
    cells = [_fold(cell, wide) for cell, wide in zip(row, widths, strict=True)]
    for index in range(max(map(len, cells))):
        parts = []
        for column, (lines, wide) in enumerate(zip(cells, widths, strict=True)):
            text = lines[index] if index < len(lines) else ""
            space = " " * (wide - cell_len(text))
            parts.append(space + text if column in numeric else text + space)
        paper.line([(_plain_spaces("  ".join(parts)), style)])


def _record(paper: _Paper, headers: list[str], row: list[str]) -> None:
    """One row as a list: its first cell, and below it the others with the names of their columns."""
    paper.put([(row[0], "bold")], "· ", "  ")
    for header, cell in zip(headers[1:], row[1:], strict=True):
        if cell:
            paper.put([(f"{header}: " if header else "", "dim"), (cell, "")], "  ", "    ")


# -- the figure ------------------------------------------------------------------------------------------------------


def _figure(paper: _Paper, figure: Figure, pad: str) -> None:
    """Dots with ranges on an axis: labels beside the lines, or above them where the terminal is narrow."""
    room = paper.width - len(pad)
    readings = [figures.reading(figure, row) for row in figure.rows]
    read = max(cell_len(text) for text in readings)
    label = min(max(cell_len(clean(row.label)) for row in figure.rows), room * 2 // 5)
    track = min(room - label - read - 4, 61)
    beside = track >= 21
    if not beside:
        label, track = 0, min(room, 61)
    paper.put([(clean(figure.title), "bold")], pad, pad)
    _figure_legend(paper, figure, pad)
    for row, text in zip(figure.rows, readings, strict=True):
        line = _track(figure, row.low, row.value, row.high, track, figures.sign(figure, row))
        colour = _COLOURS[figures.groups(figure).index(row.group) % len(_COLOURS)]
        if beside:
            first, *more = _fold(clean(row.label), label)
            lead = pad + first + " " * (label - cell_len(first) + 2)
            paper.line([(lead, ""), (line, colour), ("  ", ""), (text, "")])
            for rest in more:
                paper.line([(pad + rest, "")])
        else:
            paper.put([(clean(row.label), ""), ("  ", ""), (text.replace(" ", _NBSP), "")], pad, pad)
            paper.line([(pad, ""), (line, colour)])
    start = pad + " " * (label + 2 if beside else 0)
    rule, numbers = _axis(figure, track)
    paper.line([(start + rule, "dim")])
    paper.line([(start + numbers, "dim")])
    if figures.axis_label(figure):
        paper.put([(figures.axis_label(figure), "dim")], start, start)


def _figure_legend(paper: _Paper, figure: Figure, pad: str) -> None:
    named = [
        (group, figures.SHAPES[index % len(figures.SHAPES)])
        for index, group in enumerate(figures.groups(figure))
        if group
    ]
    entries = [f"{sign} {clean(group)}".replace(" ", _NBSP) for group, sign in named]
    if entries:
        paper.put([("   ".join(entries), "")], pad, pad)


def _track(figure: Figure, low: float, value: float, high: float, length: int, sign: str) -> str:
    cells = ["·"] * length
    for column in range(_column(figure, low, length), _column(figure, high, length) + 1):
        cells[column] = "─"
    cells[_column(figure, value, length)] = sign
    return "".join(cells)


def _axis(figure: Figure, length: int) -> tuple[str, str]:
    """The rule with a notch at each tick, and the numbers below it where they have room."""
    low, high = figures.extent(figure)
    at = figures.ticks(low, high)
    rule, numbers = ["─"] * length, ""
    for value, text in zip(at, figures.tick_text(at), strict=True):
        column = _column(figure, value, length)
        rule[column] = "┴"
        start = min(max(column - len(text) // 2, 0), length - len(text))
        if start >= len(numbers) + (1 if numbers else 0):
            numbers = numbers.ljust(start) + text
    return "".join(rule), numbers


def _column(figure: Figure, value: float, length: int) -> int:
    low, high = figures.extent(figure)
    return round((value - low) / (high - low) * (length - 1))


# -- paper: lines with hanging indents -------------------------------------------------------------------------------


class _Paper:
    """Collects lines no wider than `width`; text is broken at spaces, and inside a word only where it has to be."""

    def __init__(self, width: int) -> None:
        self.width = max(width, SMALLEST)
        self._lines: list[Text] = []

    def put(self, pieces: list[Piece], first: str = "", rest: str = "", lead_style: str = "") -> None:
        """One paragraph: `first` stands before its first line, `rest` before all others."""
        text = Text.assemble(*pieces)
        if not text.plain.strip(" "):
            return
        for index, line in enumerate(_broken(text, self.width - cell_len(first), self.width - cell_len(rest))):
            lead = first if index == 0 else rest
            line.plain = _plain_spaces(line.plain)
            self._lines.append(Text.assemble((lead, lead_style), line))

    def line(self, pieces: list[Piece]) -> None:
        """One line as it is."""
        self._lines.append(Text.assemble(*pieces))

    def gap(self) -> None:
        """One empty line, never two."""
        if self._lines and self._lines[-1].plain:
            self._lines.append(Text())

    def text(self, colour: bool | None) -> str:
        """Everything, with colour codes if wanted."""
        while self._lines and not self._lines[-1].plain:
            self._lines.pop()
        console = Console(record=True, file=io.StringIO(), width=self.width, highlight=False, markup=False, emoji=False)
        for line in self._lines:
            line.rstrip()
            console.print(line, soft_wrap=True)
        return console.export_text(styles=_sees_colour() if colour is None else colour)


def _broken(text: Text, first: int, rest: int) -> list[Text]:
    """`text` cut into lines, the first no wider than `first`, the others than `rest`.

    Only plain spaces are places to break, so that glued words stay together; a word too long for a line is cut.
    """
    lines: list[Text] = []
    start = end = 0
    for word in re.finditer(r"[^ ]+", text.plain):
        if end > start and cell_len(text.plain[start : word.end()]) > (rest if lines else first):
            lines.append(text[start:end])
            start = end = word.start()
        if end == start:
            start = word.start()
        while cell_len(text.plain[start : word.end()]) > (room := rest if lines else first):
            cut = start + 1
            while cell_len(text.plain[start : cut + 1]) <= room:
                cut += 1
            lines.append(text[start:cut])
            start = cut
        end = word.end()
    return [*lines, text[start:end]] if end > start else lines


def _glued(text: str) -> str:
    """The text with spaces inside numbers that do not break; they become plain spaces again on the line."""
    return NUMBERS.sub(lambda found: found.group().replace(" ", _NBSP), text)


def _plain_spaces(text: str) -> str:
    return text.replace(_NBSP, " ").replace("\u202f", " ")


def _fold(text: str, width: int) -> list[str]:
    return [line.plain for line in _broken(Text(text), width, width)] or [""]


def _sees_colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
