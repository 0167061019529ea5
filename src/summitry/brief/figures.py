"""Figures: dots with ranges on a labelled axis, as an SVG drawn here so that equal numbers are equal bytes; the others are in `charts`.

Shape as well as colour tells groups apart, text is measured (generously) before it is placed, and the SVG reads alone:
its colours stand in attributes, which the page's style sheet may override by class.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from summitry.brief import charts
from summitry.brief.charts import COLOURS, GRID, INK, MUTED
from summitry.brief.outline_model import Figure, Row
from summitry.brief.render import VALUE, clean

WIDE: Final = 640
NARROW: Final = 330
SIZE: Final = 13.0
LINE: Final = 17.0
SHAPES: Final = ("●", "○", "■", "□", "◆")
"""Signs of the groups in text, in the order of their first row; the drawn shapes are the same."""


# -- numbers, shared with the terminal and the tables ----------------------------------------------------------------


def extent(figure: Figure) -> tuple[float, float]:
    """The ends of the axis: the stated domain, stretched where a row would fall outside."""
    low = min([figure.domain[0], *(row.low for row in figure.rows), *(row.value for row in figure.rows)])
    high = max([figure.domain[1], *(row.high for row in figure.rows), *(row.value for row in figure.rows)])
    return (low, high) if high > low else (low - 0.5, low + 0.5)


def decimals(figure: Figure) -> int:
    """How many decimals its numbers deserve: none on an axis of 10 or more, two at most."""
    low, high = extent(figure)
    return 0 if high - low >= 10 else 1 if high - low >= 1 else 2


def number(value: float, places: int) -> str:
    """A number as it is printed: fixed decimals, a true minus sign, no minus zero."""
    text = f"{value:.{places}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def reading(figure: Figure, row: Row) -> str:
    """Value and both ends as read out beside a line: `97 % (95 to 99)`; a long unit stands at the axis instead."""
    places = decimals(figure)
    unit = f" {clean(figure.unit)}" if 0 < len(figure.unit) <= 3 else ""
    return f"{number(row.value, places)}{unit} ({number(row.low, places)} to {number(row.high, places)})"


def axis_label(figure: Figure) -> str:
    """What the axis measures, with its unit."""
    axis, unit = clean(figure.axis), clean(figure.unit)
    space = "\u00a0" if len(unit) <= 3 else " "
    return f"{axis}{space}({unit})" if unit and axis and unit not in axis else axis or unit


def groups(figure: Figure) -> tuple[str, ...]:
    """The groups in the order of their first row."""
    return tuple(dict.fromkeys(row.group for row in figure.rows))


def sign(figure: Figure, row: Row) -> str:
    """The sign of a row's group."""
    return SHAPES[groups(figure).index(row.group) % len(SHAPES)]


def ticks(low: float, high: float) -> tuple[float, ...]:
    """Round numbers from `low` to `high`: the longest step of 1, 2, 5, 10, 20, 25, 50, … that leaves at least four."""
    power = 10.0 ** math.ceil(math.log10(high - low))
    while True:
        for factor in (5, 2.5, 2, 1) if power > 1 else (5, 2, 1):
            step = factor * power
            first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
            if last - first >= 3:
                return tuple(index * step for index in range(first, last + 1))
        power /= 10.0


def tick_text(values: Sequence[float]) -> tuple[str, ...]:
    """Ticks with as many decimals as their step needs."""
    step = values[1] - values[0] if len(values) > 1 else 1.0
    places = next((places for places in range(4) if abs(round(step, places) - step) < step * 1e-6), 4)
    return tuple(number(value, places) for value in values)


def table(figure: Figure) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The figure as a table: its head, and a line for each row."""
    if figure.kind in ("ties", "paths", "timeline", "gains"):
        return charts.table(figure)
    if figure.kind == "stands":
        return ("issue", *_table(figure)[0]), tuple(
            (clean(row.panel), *line) for row, line in zip(figure.rows, _table(figure)[1], strict=True)
        )
    return _table(figure)


def _table(figure: Figure) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    places, grouped = decimals(figure), any(row.group for row in figure.rows)
    head = ("", VALUE, "from", "to")
    lines = tuple(
        (clean(row.label), *(number(value, places) for value in (row.value, row.low, row.high)))
        + ((clean(row.group),) if grouped else ())
        for row in figure.rows
    )
    return (*head, "kind") if grouped else head, lines


# -- the drawing -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Plan:
    """Where things stand: the track from `left` to `right`, and whether labels stand beside it or above it."""

    width: int
    left: float
    right: float
    label_width: float
    beside: bool


def svg(figure: Figure, prefix: str, width: int = WIDE) -> str:
    """The figure as an `<svg>` of that width in user units; `prefix` makes its ids unique on a page.

    At 520 and more, labels stand beside the lines; below, above them, so that a telephone shows letters at full size.
    """
    if figure.kind != "dots":
        return charts.svg(figure, prefix, width)
    plan, parts, y = _plan(figure, width), [], 4.0
    legend, y = _legend(figure, plan, y)
    top, rows = y, []
    for row in figure.rows:
        drawn, y = _row(figure, plan, row, y)
        rows += drawn
    parts += [*(_grid(figure, plan, top, y) if plan.beside else []), *legend, *rows]
    axis, y = _axis(figure, plan, y)
    parts += axis
    names = f'id="{prefix}-title"', f'id="{prefix}-desc"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" role="img" viewBox="0 0 {width} {_n(y)}" '
        f'width="{width}" height="{_n(y)}" aria-labelledby="{prefix}-title {prefix}-desc" '
        f'font-family="system-ui, Segoe UI, Roboto, Helvetica, Arial, sans-serif" font-size="{_n(SIZE)}">'
    )
    told = f"<title {names[0]}>{_text(figure.title)}</title>", f"<desc {names[1]}>{_text(figure.alt)}</desc>"
    return "\n".join([head, *told, *parts, "</svg>"])


def picture(figure: Figure, width: int = WIDE) -> str:
    """The figure by itself, in its own colours, for paper."""
    return svg(figure, "figure", width) if figure.kind == "dots" else charts.picture(figure, width)


def png(figure: Figure, width: int = WIDE, scale: float = 2.0) -> bytes:
    """The figure as pixels, so many times as fine as on a page, for a word processor."""
    import vl_convert

    made: bytes = vl_convert.svg_to_png(picture(figure, width), scale=scale)
    return made


def _plan(figure: Figure, width: int) -> _Plan:
    read = max([_length(reading(figure, row)) for row in figure.rows], default=0.0)
    if width < 520:
        return _Plan(width, 14.0, width - 14.0, width - read - 14.0, beside=False)
    widest = max([_length(clean(row.label)) for row in figure.rows], default=0.0)
    label = min(widest, width * 0.36)
    return _Plan(width, label + 20.0, width - read - 20.0, label, beside=True)


def _legend(figure: Figure, plan: _Plan, y: float) -> tuple[list[str], float]:
    """One sign and its words for each group, on as many lines as they need; nothing if there are no groups."""
    named = [group for group in groups(figure) if group]
    parts: list[str] = []
    x = 0.0
    for group in named:
        lines = _wrap(clean(group), plan.width - 20.0)
        need = 20.0 + max(_length(line) for line in lines)
        if x and x + need > plan.width:
            x, y = 0.0, y + LINE
        parts.append(_shape(groups(figure).index(group), x + 7.0, y + 8.0))
        parts += [_label(line, x + 18.0, y + 12.5 + LINE * index) for index, line in enumerate(lines)]
        y += LINE * (len(lines) - 1)
        x += need + 18.0
    return parts, y + LINE + 10.0 if named else y


def _row(figure: Figure, plan: _Plan, row: Row, y: float) -> tuple[list[str], float]:
    lines = _wrap(clean(row.label), plan.label_width)
    block = LINE * len(lines)
    group = groups(figure).index(row.group)
    if plan.beside:
        height = max(block, LINE) + 12.0
        middle = y + height / 2
        base = middle - block / 2 + 12.5
        read_at = middle + 4.5
    else:
        height, middle, base, read_at = block + 28.0, y + block + 11.0, y + 12.5, y + 12.5
    parts = [_label(line, 0.0, base + LINE * index) for index, line in enumerate(lines)]
    parts.append(_label(reading(figure, row), plan.width, read_at, anchor="end", kind="number"))
    low, value, high = (_across(figure, plan, number) for number in (row.low, row.value, row.high))
    colour = COLOURS[group % len(COLOURS)]
    caps = "".join(f"M{_n(end)} {_n(middle - 7)}v14" for end in (low, high) if abs(end - value) >= 9)
    parts.append(
        f'<path class="range g{group % len(COLOURS)}" d="M{_n(low)} {_n(middle)}H{_n(high)}{caps}" '
        f'fill="none" stroke="{colour}" stroke-width="2"/>'
    )
    parts.append(_shape(group, value, middle))
    grid = [] if plan.beside else _grid(figure, plan, middle - 10.0, middle + 10.0)
    return grid + parts, y + height


def _grid(figure: Figure, plan: _Plan, top: float, bottom: float) -> list[str]:
    """Thin lines at the ticks, and a darker one at zero where the axis runs to both sides of it."""
    low, high = extent(figure)
    lines = []
    for value in ticks(low, high):
        x = _n(_across(figure, plan, value))
        zero = low < 0 < high and abs(value) < 1e-12
        look = f'class="zero" stroke="{MUTED}"' if zero else f'class="grid" stroke="{GRID}"'
        lines.append(f'<line {look} x1="{x}" x2="{x}" y1="{_n(top)}" y2="{_n(bottom)}" stroke-width="1"/>')
    return lines


def _axis(figure: Figure, plan: _Plan, y: float) -> tuple[list[str], float]:
    low, high = extent(figure)
    at = ticks(low, high)
    parts = [
        f'<line class="axis" x1="{_n(plan.left)}" x2="{_n(plan.right)}" y1="{_n(y)}" y2="{_n(y)}" '
        f'stroke="{MUTED}" stroke-width="1"/>'
    ]
    for value, text in zip(at, tick_text(at), strict=True):
        x, half = _across(figure, plan, value), _length(text) / 2
        x = min(max(x, half), plan.width - half)
        parts.append(_label(text, x, y + LINE, anchor="middle", kind="tick"))
    y += LINE + 4.0
    start = plan.left if plan.beside else 0.0
    for line in _wrap(axis_label(figure), plan.width - start):
        y += LINE
        parts.append(_label(line, start, y - 3.0, kind="tick"))
    return parts, y + 4.0


def _across(figure: Figure, plan: _Plan, value: float) -> float:
    low, high = extent(figure)
    return plan.left + (value - low) / (high - low) * (plan.right - plan.left)


def _shape(group: int, x: float, y: float) -> str:
    """Filled disc, ring, filled square, open square, diamond: told apart in grey too."""
    index = group % len(SHAPES)
    colour = COLOURS[index]
    hollow = index in (1, 3)
    kind = f"dot g{index} {'open' if hollow else 'filled'}"
    paint = f'fill="{"#ffffff" if hollow else colour}" stroke="{colour}" stroke-width="2"'
    if index < 2:
        return f'<circle class="{kind}" cx="{_n(x)}" cy="{_n(y)}" r="5" {paint}/>'
    if index < 4:
        return f'<rect class="{kind}" x="{_n(x - 4.5)}" y="{_n(y - 4.5)}" width="9" height="9" {paint}/>'
    return f'<path class="{kind}" d="M{_n(x)} {_n(y - 6)}l6 6l-6 6l-6 -6Z" {paint}/>'


# -- text ------------------------------------------------------------------------------------------------------------


def _label(text: str, x: float, y: float, anchor: str = "start", kind: str = "label") -> str:
    colour = MUTED if kind == "tick" else INK
    place = "" if anchor == "start" else f" text-anchor={quoteattr(anchor)}"
    return f'<text class="{kind}" x="{_n(x)}" y="{_n(y)}"{place} fill="{colour}">{_text(text)}</text>'


def _text(text: str) -> str:
    return escape(clean(text))


def _n(value: float) -> str:
    """A coordinate with at most one decimal."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _wrap(text: str, width: float) -> list[str]:
    """Lines no longer than `width`, broken at spaces, and inside a word only if it is too long for a line alone."""
    lines: list[str] = []
    current = ""
    for word in text.split(" "):
        trial = f"{current} {word}" if current else word
        if _length(trial) <= width:
            current = trial
            continue
        if current:
            lines.append(current)
        while _length(word) > width and len(word) > 1:
            cut = next((end for end in range(len(word) - 1, 0, -1) if _length(word[:end]) <= width), 1)
            lines.append(word[:cut])
            word = word[cut:]
        current = word
    return [*lines, current] if current or not lines else lines


def _length(text: str) -> float:
    """A generous guess at the width of a text in a usual sans-serif at `SIZE`, so that no font cuts it."""
    return sum(_advance(letter) for letter in text) * SIZE


def _advance(letter: str) -> float:
    """Width of a letter in ems, after DejaVu Sans and Verdana, the widest of the usual fonts."""
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.02
    if letter in "ijl.,:;'|!I ’‘·\u00a0":
        return 0.35
    if letter in "frt()[]-/":
        return 0.43
    if letter in "mwMW@%—":
        return 1.0
    return 0.84 if letter in "−+=<>~GOQ" else 0.79 if letter.isupper() else 0.645
