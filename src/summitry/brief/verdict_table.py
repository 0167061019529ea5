"""A table of verdicts as a drawing: states in rows, concepts and decision makers in columns, the options of a state in front.

A filled cell is a state that its decision maker would not leave, an empty one a state that it would; a bar beneath all cells of a
concept, with an E behind them, is an equilibrium. So it reads without colour, and colours follow a reader's dark screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from summitry.brief.charts import COLOURS, EM, FONT, INK, MUTED, PAPER, SMALL, folded
from summitry.brief.render import clean
from summitry.brief.verdict_words import VerdictWords
from summitry.worlds.analysis import Analysis

MOST_ROWS = 40
ROW, CELL, GAP, MARK = 18.0, 15.0, 14.0, 14.0
LONGEST = 26  # letters of a name that stands upright
DARK = {"ink": "#e9e6df", "muted": "#a9a69f", "paper": "#191a1c", "held": "#9cc5ee", "equal": "#efa56b"}
LIGHT = {"ink": INK, "muted": MUTED, "paper": PAPER, "held": COLOURS[0], "equal": COLOURS[1]}


def verdict_table(found: Analysis) -> str:
    """SVG of the status quo and the equilibria, those under most concepts first; at most 40 rows.

    Options that are on, or off, in all of these states are told in a line below; the others have a column with a dot where they are on.
    """
    states = shown_states(found)
    words = VerdictWords(found)
    options = (*found.options, *found.marks)
    count = {o: sum(int(found.states[s]) >> o & 1 for s in states) for o in range(len(options))}
    varying = [o for o, on in count.items() if 0 < on < len(states)]
    everywhere = [options[o] for o, on in count.items() if on == len(states)]
    makers = [words.maker(k) for k in range(len(found.decision_makers))]
    head = 22.0 + 0.95 * EM * SMALL * max(len(_short(name)) for name in (*makers, *(options[o] for o in varying)))
    label = 96.0
    left = label + CELL * len(varying) + GAP
    group = CELL * len(makers) + MARK + GAP
    top = head + 26.0
    parts: list[str] = []
    for q, o in enumerate(varying):
        parts.append(_upright(label + CELL * (q + 0.5), top - 6, options[o]))
    for g, concept in enumerate(found.concepts):
        x = left + group * g
        parts.append(_text(x + CELL * len(makers) / 2, 14, concept, "middle", bold=True))
        parts += [_upright(x + CELL * (k + 0.5), top - 6, name) for k, name in enumerate(makers)]
    for row, s in enumerate(states):
        y = top + ROW * row
        name = f"{s} (status quo)" if s == found.start else str(s)
        parts.append(_text(label - 8, y + ROW / 2, name, "end", bold=s == found.start))
        for q, o in enumerate(varying):
            if int(found.states[s]) >> o & 1:
                parts.append(_dot(label + CELL * (q + 0.5), y + ROW / 2))
        for g, concept in enumerate(found.concepts):
            held = [bool(found.found.stable[concept][k, s]) for k in range(len(makers))]
            parts += _cells(left + group * g, y, held)
    y = top + ROW * len(states) + 18
    width = max(left + group * len(found.concepts), 560.0)
    more = sum(1 for s in found.equilibria() if s not in states)
    legend = "filled: would not leave the state · empty: would leave it · E and a bar: an equilibrium, nobody would leave · dot: option is on"
    lines = [legend]
    if everywhere:
        lines.append(f"On in all of these: {', '.join(everywhere)}.")
    if any(o >= len(found.options) for o in varying):
        lines.append("a/B: B has broken deal a.")
    if more:
        lines.append(f"And {more:,} more equilibria that are not shown.")
    for line in lines:
        for part in folded(line, width):
            parts.append(_text(0, y, part, muted=True))
            y += 15
    title = f"{found.title}: who would leave which state"
    return _svg(width, y, title, parts)


def verdict_page(found: Analysis) -> str:
    """The same table on a page of its own."""
    title = escape(clean(f"{found.title}: stable states"))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>:root{{color-scheme:light dark}}body{{margin:2rem;background:{LIGHT['paper']};color:{INK};font-family:{FONT}}}"
        f"main{{overflow-x:auto}}@media (prefers-color-scheme:dark){{body{{background:{DARK['paper']};color:{DARK['ink']}}}}}</style></head>"
        f"<body><main><h1>{title}</h1>\n{verdict_table(found)}\n</main></body></html>\n"
    )


def shown_states(found: Analysis) -> list[int]:
    """The status quo, then equilibria, the most concepts first; at most 40."""
    first = [] if found.start is None else [found.start]
    return [*first, *(s for s in found.equilibria() if s != found.start)][:MOST_ROWS]


def _cells(x: float, y: float, held: Sequence[bool]) -> list[str]:
    parts = []
    for k, stays in enumerate(held):
        kind = "held" if stays else "left"
        fill = LIGHT["held"] if stays else "none"
        parts.append(
            f'<rect class="{kind}" x="{x + CELL * k + 1.5:g}" y="{y + 3:g}" width="{CELL - 3:g}" height="{ROW - 8:g}" '
            f'fill="{fill}" stroke="{LIGHT["held"] if stays else MUTED}" stroke-width="{1 if stays else 0.6}"/>'
        )
    if all(held):
        end = x + CELL * len(held)
        parts.append(
            f'<path class="equal" d="M{x + 1.5:g} {y + ROW - 2.5:g}H{end - 1.5:g}" stroke="{LIGHT["equal"]}" stroke-width="2"/>'
        )
        parts.append(_text(end + 2, y + ROW / 2, "E", bold=True))
    return parts


def _dot(x: float, y: float) -> str:
    return f'<circle class="ink" cx="{x:g}" cy="{y:g}" r="3.2" fill="{INK}"/>'


def _text(x: float, y: float, text: str, anchor: str = "start", bold: bool = False, muted: bool = False) -> str:
    kind, colour = ("muted", MUTED) if muted else ("ink", INK)
    weight = ' font-weight="bold"' if bold else ""
    return f'<text class="{kind}" x="{x:g}" y="{y + 0.36 * SMALL:g}" text-anchor="{anchor}" fill="{colour}"{weight}>{escape(clean(text))}</text>'


def _upright(x: float, y: float, text: str) -> str:
    at = f"{x + 0.36 * SMALL:g} {y:g}"
    return (
        f'<text class="ink" transform="translate({at}) rotate(-90)" fill="{INK}">{escape(clean(_short(text)))}</text>'
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _svg(width: float, height: float, title: str, parts: Sequence[str]) -> str:
    dark = "".join(
        f".{kind}{{{what}:{DARK[kind]}}}"
        for kind, what in (("ink", "fill"), ("muted", "fill"), ("paper", "fill"), ("equal", "stroke"))
    )
    style = f"@media (prefers-color-scheme:dark){{{dark}.held{{fill:{DARK['held']};stroke:{DARK['held']}}}.left{{stroke:{DARK['muted']}}}}}"
    size = f'width="{width + 24:g}" height="{height + 12:g}" viewBox="-12 -6 {width + 24:g} {height + 12:g}"'
    name = escape(clean(title))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}" font-size="{SMALL:g}" role="img">'
        f"<title>{name}</title><style>{style}</style>"
        f'<rect class="paper" x="-12" y="-6" width="{width + 24:g}" height="{height + 12:g}" fill="{PAPER}"/>{"".join(parts)}</svg>'
    )
