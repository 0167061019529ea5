"""The drawings of ties, stands, paths and timelines: laid out here, drawn by Altair, made static by vl-convert.

Places are worked out in pixels, so that nothing overlaps at either width and equal figures are equal bytes; Altair gets lines,
points and texts. Both are slow to import and are imported when something is drawn.
"""

from __future__ import annotations

import datetime
import math
import re
import textwrap
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from summitry.brief.outline_model import Figure, Link, Node, Row
from summitry.brief.render import clean

INK, MUTED, GRID, PAPER = "#1d2023", "#565b61", "#d8d5cc", "#fdfcf9"
COLOURS: Final = ("#1c4a75", "#9a4a12", "#2f6b4f", "#6b3f7c", "#5a5a5a")
SHAPES: Final = ("circle", "square", "triangle-up", "diamond", "cross")
FONT: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
SMALL: Final = 11.0
EM: Final = 0.58  # width of a letter of the usual sans-serif, generously, in ems


@dataclass
class Canvas:
    """Lines, points and texts in pixels from the upper left."""

    width: float
    lines: list[dict[str, Any]] = field(default_factory=list)
    points: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    height: float = 0.0

    def line(
        self, x: float, y: float, x2: float, y2: float, colour: str = INK, wide: float = 1.5, dash: str = ""
    ) -> None:
        self.lines.append({"x": x, "y": y, "x2": x2, "y2": y2, "c": colour, "w": wide, "d": dash})

    def point(self, x: float, y: float, group: int, size: float = 60.0, hollow: bool = False) -> None:
        colour = COLOURS[group % len(COLOURS)]
        self.points.append(
            {"x": x, "y": y, "c": colour, "f": PAPER if hollow else colour, "s": SHAPES[group % len(SHAPES)], "z": size}
        )

    def text(self, x: float, y: float, text: str, align: str = "left", colour: str = INK, bold: bool = False) -> None:
        self.texts.append(
            {"x": x, "y": y, "t": clean(text), "a": align, "c": colour, "b": "bold" if bold else "normal"}
        )

    def block(
        self, x: float, y: float, text: str, width: float, align: str = "left", colour: str = INK, bold: bool = False
    ) -> float:
        """A folded text from `y` downwards; the `y` below it."""
        for row in folded(text, width):
            self.text(x, y + 0.5 * SMALL, row, align, colour, bold)
            y += 1.25 * SMALL
        return y

    def arrow(self, x: float, y: float, x2: float, y2: float, colour: str, wide: float, dash: str = "") -> None:
        """A line with a head at its end."""
        self.line(x, y, x2, y2, colour, wide, dash)
        angle = math.atan2(y2 - y, x2 - x)
        for turn in (2.6, -2.6):
            self.line(x2, y2, x2 + 8 * math.cos(angle + turn), y2 + 8 * math.sin(angle + turn), colour, max(wide, 1.5))


def folded(text: str, width: float) -> list[str]:
    """A text in lines that fit a width in pixels."""
    return textwrap.wrap(clean(text), max(6, int(width / (EM * SMALL)))) or [""]


def svg(figure: Figure, prefix: str, width: int) -> str:
    """The figure for a page: named by its title and statement, its colours those of the page's theme where it has them."""
    plain = picture(figure, width)
    for colour, name in zip(
        (INK, MUTED, GRID, PAPER, *COLOURS),
        ("ink", "muted", "rule", "paper", "g0", "g1", "g2", "g3", "g4"),
        strict=True,
    ):
        plain = re.sub(rf'(fill|stroke)="{colour}"', rf'\1="var(--{name},{colour})"', plain)
    names = f'id="{prefix}-title"', f'id="{prefix}-desc"'
    told = f"<title {names[0]}>{_escaped(figure.title)}</title><desc {names[1]}>{_escaped(figure.alt)}</desc>"
    head, rest = plain.split(">", 1)
    return f'{head} class="chart" role="img" aria-labelledby="{prefix}-title {prefix}-desc">{told}{rest}'


@lru_cache(maxsize=64)
def picture(figure: Figure, width: int) -> str:
    """The figure by itself, in its own colours."""
    canvas = {"stands": _stands, "ties": _ties, "paths": _paths, "timeline": _timeline, "gains": _gains}[figure.kind](
        figure, float(width)
    )
    return drawn(canvas)


def _escaped(text: str) -> str:
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# -- drawing ---------------------------------------------------------------------------------------------------------


def drawn(canvas: Canvas) -> str:
    """What Altair and vl-convert make of a canvas, without the roles and classes that a page has no use for."""
    import altair as alt
    import vl_convert

    x, y = alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None)
    layers: list[Any] = []
    # what hides a line behind words is drawn after all lines, dashed ones too
    for hiding, dash, wide in sorted({(row["c"] == PAPER, row["d"], row["w"]) for row in canvas.lines}):
        rows = [r for r in canvas.lines if (r["c"] == PAPER, r["d"], r["w"]) == (hiding, dash, wide)]
        mark = alt.Chart(_data(rows)).mark_rule(
            strokeWidth=wide, strokeDash=[int(n) for n in dash.split()] or alt.Undefined
        )
        layers.append(mark.encode(x=x, y=y, x2="x2:Q", y2="y2:Q", color=alt.Color("c:N", scale=None)))
    for shape in sorted({row["s"] for row in canvas.points}):
        rows = [row for row in canvas.points if row["s"] == shape]
        mark = alt.Chart(_data(rows)).mark_point(shape=shape, strokeWidth=1.5, opacity=1)
        layers.append(
            mark.encode(
                x=x,
                y=y,
                stroke=alt.Stroke("c:N", scale=None),
                fill=alt.Fill("f:N", scale=None),
                size=alt.Size("z:Q", scale=None),
            )
        )
    for align in sorted({row["a"] for row in canvas.texts}):
        for weight in ("bold", "normal"):
            rows = [row for row in canvas.texts if row["a"] == align and row["b"] == weight]
            if rows:
                mark = alt.Chart(_data(rows)).mark_text(
                    align=align, baseline="middle", fontSize=SMALL, font=FONT, fontWeight=weight
                )
                layers.append(mark.encode(x=x, y=y, text="t:N", color=alt.Color("c:N", scale=None)))
    chart = alt.layer(*layers).properties(width=canvas.width, height=canvas.height, padding=2, background="transparent")
    made: str = vl_convert.vegalite_to_svg(chart.configure_view(stroke=None).to_json(), vl_version="5.20")
    made = re.sub(r' (role|aria-[a-z]+|class)="[^"]*"', "", made)
    return re.sub(r"<\?xml[^>]*\?>|<!DOCTYPE[^>]*>", "", made).strip()


def _data(rows: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.Data(values=rows)  # type: ignore[no-untyped-call]


def _legend(canvas: Canvas, entries: list[tuple[int, str, bool]], y: float) -> float:
    """Signs and their words, on as many lines as they need."""
    x = 0.0
    for group, words, hollow in entries:
        need = 18 + EM * SMALL * len(words) + 14
        if x and x + need > canvas.width:
            x, y = 0.0, y + 16
        canvas.point(x + 6, y + 8, group, 50, hollow)
        if need > canvas.width:
            y = canvas.block(x + 16, y + 2, words, canvas.width - 18) - 12
        else:
            canvas.text(x + 16, y + 8.5, words)
        x += need
    return y + 24


# -- stands ----------------------------------------------------------------------------------------------------------


def _stands(figure: Figure, width: float) -> Canvas:
    """A panel an issue on its scale from 0 to 100: a line an actor, then today and where it leads."""
    canvas = Canvas(width)
    kinds = list(dict.fromkeys(row.group for row in figure.rows))
    y = _legend(canvas, [(q, kind, kind != kinds[0] and kind == "today") for q, kind in enumerate(kinds)], 0.0)
    label = 0.24 * width if width >= 500 else 0.34 * width
    left, right = label + 6, width - 8

    def across(value: float) -> float:
        return left + (right - left) * value / 100.0

    for panel in dict.fromkeys(row.panel for row in figure.rows):
        rows = [row for row in figure.rows if row.panel == panel]
        y = canvas.block(0, y, panel, width, bold=True) + 2
        lines = [folded(row.label, label) for row in rows]
        bottom = y + sum(1.3 * SMALL * len(x) for x in lines)
        for tick in (0, 25, 50, 75, 100):
            canvas.line(across(tick), y, across(tick), bottom, GRID, 1.0)
        for row, words in zip(rows, lines, strict=True):
            tall = 1.3 * SMALL * len(words)
            for q, word in enumerate(words):
                canvas.text(label, y + 1.3 * SMALL * (q + 0.5), word, "right", INK if row.group == kinds[0] else MUTED)
            group, middle = kinds.index(row.group), y + tall / 2
            canvas.line(across(row.low), middle, across(row.high), middle, COLOURS[group % len(COLOURS)], 1.5)
            canvas.point(across(row.value), middle, group, 45, row.group == "today")
            y += tall
        for tick in (0, 50, 100):
            canvas.text(
                across(tick), y + 8, str(tick), "center" if 0 < tick < 100 else "left" if tick == 0 else "right", MUTED
            )
        y += 26
    canvas.block(left, y - 6, f"{figure.axis} ({figure.unit})", right - left, colour=MUTED)
    canvas.height = y + 12
    return canvas


# -- ties ------------------------------------------------------------------------------------------------------------


def _ties(figure: Figure, width: float) -> Canvas:
    """Actors on a ring; one line a pair with all that binds it. On a narrow page the words stand in the table alone."""
    import networkx as nx

    canvas = Canvas(width)
    wide = width >= 500
    graph: Any = nx.Graph()
    graph.add_nodes_from(sorted(n.id for n in figure.nodes))
    place = nx.circular_layout(graph)
    height = 0.72 * width if wide else 1.05 * width
    inner = width / 2 - (95 if wide else 60), height / 2 - 40
    at = {n: (width / 2 + inner[0] * float(p[0]), height / 2 + inner[1] * float(p[1])) for n, p in place.items()}
    pairs: dict[tuple[str, str], list[Link]] = {}
    for link in figure.links:
        pairs.setdefault((min(link.source, link.target), max(link.source, link.target)), []).append(link)
    taken = [(x - 55, y - 34, x + 55, y + 34) for x, y in at.values()]  # where names stand
    for (a, b), links in sorted(pairs.items()):
        adverse = all(x.group in ("sanctions", "rivalry", "hostility", "dispute", "war") for x in links)
        canvas.line(*at[a], *at[b], MUTED, 1.5, "5 4" if adverse else "")
        if wide:
            words = ", ".join(dict.fromkeys(_tie_words(x_, a, figure.nodes) for x_ in links))
            rows = folded(words, 130)
            x, y = _free_place(at[a], at[b], rows, taken)
            for k, row in enumerate(rows):
                _on_paper(canvas, x, y + 1.2 * SMALL * (k - (len(rows) - 1) / 2), row)
    for node in figure.nodes:
        x, y = at[node.id]
        canvas.point(x, y, 0, 90)
        out = 1 if y >= height / 2 else -1
        rows = folded(node.label, 110)
        for k, row in enumerate(rows if out > 0 else rows[::-1]):
            canvas.text(x, y + out * (15 + 1.2 * SMALL * k), row, "center", INK, bold=True)
    canvas.height = height
    return canvas


def _free_place(
    a: tuple[float, float], b: tuple[float, float], rows: list[str], taken: list[tuple[float, float, float, float]]
) -> tuple[float, float]:
    """Where on a line its words hide least of other words, the middle first; the place is taken from then on."""
    half, high = 0.5 * EM * SMALL * max(map(len, rows)) + 4, 0.6 * SMALL * len(rows) + 2

    def box(part: float) -> tuple[float, float, float, float]:
        x, y = (a[k] + part * (b[k] - a[k]) for k in (0, 1))
        return x - half, y - high, x + half, y + high

    def hidden(mine: tuple[float, float, float, float]) -> float:
        return sum(
            max(0.0, min(mine[2], t[2]) - max(mine[0], t[0])) * max(0.0, min(mine[3], t[3]) - max(mine[1], t[1]))
            for t in taken
        )

    best = min((0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.22, 0.78), key=lambda part: round(hidden(box(part)), 3))
    taken.append(box(best))
    return (taken[-1][0] + taken[-1][2]) / 2, (taken[-1][1] + taken[-1][3]) / 2


def _tie_words(link: Link, first: str, nodes: tuple[Node, ...]) -> str:
    """`dependence of China`: whose it is, where a tie has a direction."""
    if not link.directed:
        return link.group
    names = {n.id: n.label for n in nodes}
    name = names[link.source]
    return f"{link.group} {'by' if link.group == 'sanctions' else 'of'} {'the ' + name[4:] if name.startswith('The ') else name}"


def _on_paper(canvas: Canvas, x: float, y: float, text: str) -> None:
    """A text with the line behind it hidden."""
    half = 0.86 * EM * SMALL * len(text) / 2 + 2
    canvas.lines.append({"x": x - half, "y": y, "x2": x + half, "y2": y, "c": PAPER, "w": 12.0, "d": ""})
    canvas.text(x, y, text, "center", MUTED)


# -- paths -----------------------------------------------------------------------------------------------------------


def _paths(figure: Figure, width: float) -> Canvas:
    """States from above (today) downwards, a row a level; arrows with who moves and how often."""
    canvas = Canvas(width)
    kinds = list(dict.fromkeys(n.group for n in figure.nodes))
    y = _legend(canvas, [(q, kind, False) for q, kind in enumerate(kinds)], 0.0) + 4
    levels = sorted({n.level for n in figure.nodes})
    at: dict[str, tuple[float, float]] = {}
    below: dict[str, float] = {}
    drawn: list[tuple[Node, float, float, float]] = []
    for level in levels:
        nodes = [n for n in figure.nodes if n.level == level]
        cell = width / len(nodes)
        foot = y
        for q, node in enumerate(nodes):
            x = cell * (q + 0.5)
            end = y + 14 + 1.25 * SMALL * len(folded(node.label, cell - 14))
            at[node.id], below[node.id] = (x, y), end
            drawn.append((node, x, y, cell - 14))
            foot = max(foot, end)
        y = foot + 74
    for q, link in enumerate(figure.links):
        (x, _), (x2, y2) = at[link.source], at[link.target]
        start = below[link.source] + 2
        if y2 <= at[link.source][1]:
            start, x, x2 = at[link.source][1], x + 8, x2 + 8
        canvas.arrow(x, start, x2, y2 - 8, MUTED, 1.0 + link.weight / 25.0)
        part = (0.26, 0.5, 0.74)[q % 3]
        words = f"{link.label}, {link.weight:.0f} %" if width >= 500 else f"{link.weight:.0f} %"
        for k, row in enumerate(rows := folded(words, 220)):
            _on_paper(
                canvas,
                x + part * (x2 - x),
                start + part * (y2 - 8 - start) + 1.2 * SMALL * (k - (len(rows) - 1) / 2),
                row,
            )
    for node, x, top, room in drawn:
        canvas.point(x, top, kinds.index(node.group), 70)
        canvas.block(x, top + 10, node.label, room, "center")
    canvas.height = y - 64
    return canvas


# -- timeline --------------------------------------------------------------------------------------------------------


def _timeline(figure: Figure, width: float) -> Canvas:
    """A line a promise, from the day it was made to the day it falls due."""
    canvas = Canvas(width)
    kinds = list(dict.fromkeys(re.sub(r" \(.*", "", row.group) for row in figure.rows))
    y = _legend(canvas, [(q, kind, False) for q, kind in enumerate(kinds)], 0.0)
    low, high = figure.domain

    def across(day: float) -> float:
        return 8 + (width - 16) * (day - low) / (high - low)

    top = y
    for row in figure.rows:
        y = canvas.block(0, y, row.label, width) + 5
        group = kinds.index(re.sub(r" \(.*", "", row.group))
        canvas.line(across(row.low), y, across(row.high), y, COLOURS[group % len(COLOURS)], 3.0)
        canvas.point(across(row.value), y, group, 60)
        y += 16
    for day in _days(low, high, 5 if width >= 500 else 3):
        canvas.lines.insert(0, {"x": across(day), "y": top, "x2": across(day), "y2": y, "c": GRID, "w": 1.0, "d": ""})
        canvas.text(
            across(day),
            y + 10,
            day_words(day),
            "center" if 60 < across(day) < width - 60 else "left" if across(day) < 61 else "right",
            MUTED,
        )
    canvas.height = y + 22
    return canvas


def _days(low: float, high: float, most: int) -> list[float]:
    """First days of months, evenly apart, at most so many."""
    start, end = datetime.date.fromordinal(int(low)), datetime.date.fromordinal(int(high))
    months = [(start.year, start.month + 1)]
    while True:
        year, month = months[-1]
        year, month = (year + 1, 1) if month > 12 else (year, month)
        months[-1] = (year, month)
        if datetime.date(year, month, 1) > end:
            months.pop()
            break
        months.append((year, month + 1))
    step = max(1, math.ceil(len(months) / most))
    return [float(datetime.date(y, m, 1).toordinal()) for y, m in months[::step]]


def day_words(day: float) -> str:
    """`1 May 2019`."""
    date = datetime.date.fromordinal(int(day))
    return f"{date.day} {date:%B %Y}"


def _gains(figure: Figure, width: float) -> Canvas:
    from summitry.brief.gains import canvas

    return canvas(figure, width)


def table(figure: Figure) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The figure as a table: ties, steps or days in words."""
    names = {n.id: n.label for n in figure.nodes}
    if figure.kind == "ties":
        rows = [(names[x.source], "on" if x.directed else "and", names[x.target], x.label) for x in figure.links]
        return ("one", "", "other", "tie"), tuple(tuple(map(clean, row)) for row in rows)
    if figure.kind == "paths":
        steps = [(names[x.source], names[x.target], x.label, f"{x.weight:.0f} %") for x in figure.links]
        return ("from", "to", "who moves", "share of courses"), tuple(tuple(map(clean, row)) for row in steps)
    if figure.kind == "gains":
        from summitry.brief import gains

        return gains.table(figure)
    days = [(r.label, day_words(r.low), day_words(r.high), r.group) for r in figure.rows]
    return ("promise", "made on", "due by", "what came"), tuple(tuple(map(clean, row)) for row in days)


def reading(row: Row) -> str:
    """A line of a timeline in words."""
    return f"{day_words(row.low)} to {day_words(row.high)}, {clean(row.group)}"
