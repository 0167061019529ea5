"""The drawing of packages as points: what one party gains across, what the other gains upwards; those with a name are numbered."""

from __future__ import annotations

from summitry.brief.charts import GRID, INK, MUTED, SMALL, Canvas, _legend
from summitry.brief.names import number
from summitry.brief.outline_model import Figure, Row
from summitry.brief.render import clean
from summitry.brief.wording.deals import SCALE

SIGNS = (
    "no deal",
    "a package of",
    "undominated",
    "chosen by",
)  # in the order of the signs: disc, square, triangle, diamond

UNDOMINATED = "undominated: no other package is better for one and not worse for the other"


def canvas(figure: Figure, width: float) -> Canvas:
    """The figure at a width in pixels: square at most, its key below, so that no label stands on a point."""
    from summitry.brief.figures import tick_text, ticks

    out = Canvas(width)
    kinds = list(dict.fromkeys(_sign(row) for row in figure.rows))
    words = {_sign(row): row.group.split(":")[0] if _sign(row) != 2 else UNDOMINATED for row in figure.rows}
    top = _legend(out, [(q, words[q], q == 1) for q in sorted(kinds)], 0.0) + 6
    left, right, tall = 46.0, width - 12.0, min(0.62 * width, 380.0)
    across = _scale([row.value for row in figure.rows], left + 10, right - 14)
    top = out.block(0, top, f"Gains over no deal, in {SCALE}.", width, colour=MUTED)
    top = out.block(0, top, _upper(figure.unit) + " ↑", width, colour=MUTED) + 6
    bottom = top + tall
    up = _scale([row.second for row in figure.rows], bottom - 10, top + 14)
    marks = ticks(*across.ends)
    for value, text in zip(marks, tick_text(marks), strict=True):
        x = across(value)
        out.line(x, top, x, bottom, GRID, 1.0)
        out.text(x, bottom + 9, text, "center", MUTED)
    marks = ticks(*up.ends)
    for value, text in zip(marks, tick_text(marks), strict=True):
        y = up(value)
        out.line(left, y, right, y, GRID, 1.0)
        out.text(left - 5, y, text, "right", MUTED)
    out.line(across(0.0), top, across(0.0), bottom, MUTED, 1.5)
    out.line(left, up(0.0), right, up(0.0), MUTED, 1.5)
    y = out.block(right, bottom + 19, _upper(figure.axis) + " →", width, "right", MUTED) + 6
    placed: list[tuple[float, float]] = []
    named = [row for row in figure.rows if _sign(row) in (0, 3) or _is_deal(row)]
    for row in sorted(figure.rows, key=_sign):
        out.point(across(row.value), up(row.second), _sign(row), 70 if row in named else 34, _sign(row) == 1)
    for place, row in enumerate((r for r in named if _sign(r) != 0), 1):
        x, at = _free(across(row.value), up(row.second), placed, left, right)
        placed.append((x, at))
        out.text(x, at, str(place), "center", INK, bold=True)
        gain = f" ({tick(row.value)} and {tick(row.second)})"
        why = f", {row.group.split(': ', 1)[1]}" if ": " in row.group and _sign(row) == 3 else ""
        y = out.block(0, y, f"{place}  {clean(row.label)}{gain}{why}", width) + 3
    out.height = y + 0.4 * SMALL
    return out


def tick(value: float) -> str:
    """A gain as it is printed in the key."""
    return number(value, sign=True)


def table(figure: Figure) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The packages that have a name or are undominated: what each party gains."""
    rows = [row for row in figure.rows if _sign(row) != 1 or _is_deal(row)]
    return ("package", clean(figure.axis), clean(figure.unit), "what it is"), tuple(
        (clean(row.label), tick(row.value), tick(row.second), clean(row.group)) for row in rows
    )


class _Scale:
    """A linear scale with a margin, zero always on it."""

    def __init__(self, values: list[float], start: float, stop: float):
        low, high = min(0.0, *values), max(0.0, *values)
        self.ends = (low, high) if high > low else (-1.0, 1.0)
        self.start, self.stop = start, stop

    def __call__(self, value: float) -> float:
        low, high = self.ends
        return self.start + (self.stop - self.start) * (value - low) / (high - low)


def _scale(values: list[float], start: float, stop: float) -> _Scale:
    return _Scale(values, start, stop)


def _sign(row: Row) -> int:
    return next(q for q, word in enumerate(SIGNS) if row.group.startswith(word))


def _is_deal(row: Row) -> bool:
    return row.panel == "deal"


def _upper(text: str) -> str:
    return clean(text)[:1].upper() + clean(text)[1:]


def _free(x: float, y: float, placed: list[tuple[float, float]], left: float, right: float) -> tuple[float, float]:
    """A place beside a point that no other number has."""
    for dx, dy in ((11, -9), (-11, -9), (11, 10), (-11, 10), (0, -16), (0, 17), (22, 0), (-22, 0)):
        spot = (x + dx, y + dy)
        if left < spot[0] < right and all(abs(spot[0] - a) > 12 or abs(spot[1] - b) > 12 for a, b in placed):
            return spot
    return x + 11, y - 9
