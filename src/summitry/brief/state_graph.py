"""A drawing of a graph model that stays legible: what improvements reach from the status quo, who moves, where it is stable."""

from __future__ import annotations

from summitry.brief.charts import COLOURS, EM, SMALL, Canvas, drawn
from summitry.worlds.analysis import Analysis

MOST_STATES, MOST_A_ROW = 16, 6
DASHES = ("", "5 3", "2 2")
WIDTH = 900.0


def state_graph(found: Analysis, start: int | None = None) -> str:
    """SVG of at most 16 states: the status quo, and a shortest way by improvements to each equilibrium, those under most concepts first.

    A filled circle is an equilibrium under every concept that was asked for, a square under some, a hollow triangle under none. Arrows are
    improvements, in the colour (and dash) of who makes them; other improvements between the states are not drawn. Without a status
    quo, the equilibria alone.
    """
    levels, steps = _ways(found, start if start is not None else found.start)
    canvas = Canvas(WIDTH)
    y = _legend(canvas, found)
    at: dict[int, tuple[float, float, float]] = {}
    for states in _rows(levels):
        cell, foot = WIDTH / len(states), y
        for q, s in enumerate(states):
            x, below = cell * (q + 0.5), y + 12
            for text, bold in ((_numbered(found, s), False), (_concepts(found, s), True)):
                if text:
                    below = canvas.block(x, below, text, cell - 18, "center", bold=bold)
            at[s] = (x, y, below)
            foot = max(foot, below)
        y = foot + 62
    _arrows(canvas, steps, at)
    for s, (x, top, _) in at.items():
        group = _group(found, s)
        canvas.point(x, top, group, 80, hollow=group == 2)
    canvas.height = y - 50
    return drawn(canvas)


def _ways(found: Analysis, start: int | None) -> tuple[dict[int, int], list[tuple[int, int, int]]]:
    """The states that are drawn, each with its row (how many improvements away), and the steps (from, mover, to)."""
    ranked = found.equilibria()
    if start is None:
        return dict.fromkeys(ranked[:MOST_STATES], 0), []
    way = found.reached(start, improving=True)
    levels: dict[int, int] = {start: 0}
    steps: dict[tuple[int, int, int], None] = {}
    for s in [s for s in ranked if way.distance[s] > 0]:
        path = way.path(s)
        if len(levels.keys() | {target for _, target in path}) > MOST_STATES:
            continue
        before = start
        for mover, target in path:
            levels.setdefault(target, int(way.distance[target]))
            steps[before, mover, target] = None
            before = target
    return levels, list(steps)


def _rows(levels: dict[int, int]) -> list[list[int]]:
    out = []
    for level in sorted(set(levels.values())):
        states = sorted(s for s, at in levels.items() if at == level)
        out += [states[k : k + MOST_A_ROW] for k in range(0, len(states), MOST_A_ROW)]
    return out


def _arrows(canvas: Canvas, steps: list[tuple[int, int, int]], at: dict[int, tuple[float, float, float]]) -> None:
    for s, k, t in steps:
        (x, top, below), (x2, top2, _) = at[s], at[t]
        if top2 > top:
            canvas.arrow(x, below + 2, x2, top2 - 9, *_pen(k))
        else:
            side = 10.0 if x2 > x else -10.0
            canvas.arrow(x + side, top, x2 - side, top2, *_pen(k))


def _pen(k: int) -> tuple[str, float, str]:
    return COLOURS[k % len(COLOURS)], 1.4, DASHES[k // len(COLOURS) % len(DASHES)]


def _legend(canvas: Canvas, found: Analysis) -> float:
    x, y = 0.0, 8.0
    for group, words in enumerate(("equilibrium under all concepts", "under some", "under none")):
        canvas.point(x + 6, y, group, 60, hollow=group == 2)
        canvas.text(x + 16, y + 0.5, words)
        x += 34 + EM * SMALL * len(words)
    x, y = 0.0, y + 18
    for k, name in enumerate(found.decision_makers):
        if x and x + 60 + EM * SMALL * len(name) > WIDTH:
            x, y = 0.0, y + 16
        canvas.arrow(x, y, x + 26, y, *_pen(k))
        canvas.text(x + 32, y + 0.5, name)
        x += 52 + EM * SMALL * len(name)
    return y + 34


def _group(found: Analysis, s: int) -> int:
    count = sum(bool(on[s]) for on in found.found.equilibria.values())
    return 0 if count == len(found.concepts) else 1 if count else 2


def _numbered(found: Analysis, s: int) -> str:
    return f"{s}: {', '.join(found.names_on(s)) or 'nothing on'}"


def _concepts(found: Analysis, s: int) -> str:
    return " ".join(concept for concept, on in found.found.equilibria.items() if on[s])
