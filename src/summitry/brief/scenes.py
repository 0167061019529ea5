"""From figure data to figures with words: titles, labels, legends, and the statement for those who cannot see."""

from __future__ import annotations

import datetime
from collections import Counter

from summitry.brief.names import Namer, capital, counted, listed, number, plain
from summitry.brief.outline_model import Figure, Link, Node, Row
from summitry.brief.wording import figure_words, group_name
from summitry.dossier.model import Pledge
from summitry.questions.answer import FigureData, FigureLink, FigureNode, FigureRow, Ref


def figure(data: FigureData | None, say: Namer) -> Figure | None:
    """The figure of some data, worded; None where there is nothing to draw."""
    if data is None or not (data.rows or data.nodes):
        return None
    return {"dots": _dots, "stands": _stands, "ties": _ties, "paths": _paths}[data.kind](data, say)


def _dots(data: FigureData, say: Namer) -> Figure:
    words = figure_words(data.key, dict(data.fields), say)
    rows = tuple(
        Row(
            _row_label(r, say),
            r.value,
            r.low,
            r.high,
            group_name(r.group),
        )
        for r in data.rows
    )
    top = max(rows, key=lambda r: r.value)
    alt = f"{words['title']}: " + words["alt"].format(top=top.label, value=f"{top.value:.0f}") + "."
    return Figure(words["title"], alt, words["axis"], words["unit"], data.domain, rows)


def _row_label(row: FigureRow, say: Namer) -> str:
    """What a row is about: what it names, with a share of weight where it has one; else the words of its group."""
    named = listed([say(v) if isinstance(v, Ref) else group_name(v) for v in row.label if isinstance(v, Ref | str)])
    shares = [f" ({v} %)" for v in row.label if isinstance(v, int)]
    return capital(named + "".join(shares) or group_name(row.group))


# ------------------------------------------------------------------------------------------------ stands


def _stands(data: FigureData, say: Namer) -> Figure:
    event = data.fields.get("event")
    groups = {
        "aim": "what an actor would choose if nobody objected",
        "now": "today",
        "leads": "where it leads",
        "without": f"where it leads without {say(event)}" if event else "",
    }
    own = {"now": "today", "leads": "where it leads", "without": f"without {say(event)}" if event else ""}
    rows = tuple(
        Row(
            capital(say(r.label[0])) if r.label else capital(own[r.group]),
            r.value,
            r.low,
            r.high,
            groups[r.group],
            capital(say(r.panel)),
        )
        for r in data.rows
    )
    alt = f"Aims, today's level and where things lead, issue by issue. {_most_moved(data, say)}"
    return Figure("Who wants what, and where it leads", alt.replace("'", "’"), "share of each issue's scale".replace("'", "’"),
                  "%", data.domain, rows, "stands")  # fmt: skip


def _most_moved(data: FigureData, say: Namer) -> str:
    """The issue that goes farthest from where it is today."""
    now = {r.panel: r.value for r in data.rows if r.group == "now"}
    leads = {r.panel: r.value for r in data.rows if r.group == "leads"}
    panel = max(now, key=lambda p: (abs(leads[p] - now[p]), str(p)))
    if abs(leads[panel] - now[panel]) < 1:
        return "None moves by a point in the middle of the draws."
    return f"Farthest goes {say(panel)}, from {number(now[panel])} to {number(leads[panel])}."


# ------------------------------------------------------------------------------------------------ ties


def _ties(data: FigureData, say: Namer) -> Figure:
    nodes = tuple(Node(n.id, capital(say(n.label[0]))) for n in data.nodes)
    links = tuple(
        Link(x.source, x.target, plain(x.kind) + (f" ({x.note})" if x.note else ""), 0.0, plain(x.kind), x.directed)
        for x in data.links
    )
    ends = Counter(end for x in data.links for end in (x.source, x.target))
    most = max(data.nodes, key=lambda n: (ends[n.id], n.id))
    alt = (
        f"{capital(counted(len(links)))} standing tie{'s' if len(links) != 1 else ''} between {counted(len(nodes))} actors;"
        f" {say(most.label[0])} has the most, {counted(ends[most.id])}."
    )
    return Figure("Who is tied to whom", alt, "", "", data.domain, (), "ties", nodes, links)


# ------------------------------------------------------------------------------------------------ paths


def _paths(data: FigureData, say: Namer) -> Figure:
    nodes = tuple(
        Node(
            n.id,
            state_words(n, say),
            {"eve": "today", "rest": "things come to rest here", "way": "on the way"}[n.group],
            n.level,
        )
        for n in data.nodes
    )
    links = tuple(Link(x.source, x.target, say.many(x.by, word="or"), 100.0 * x.share, "step") for x in data.links)
    return Figure("By which steps", _way(data, say), "", "%", data.domain, (), "paths", nodes, links)


def state_words(node: FigureNode, say: Namer) -> str:
    """A state by what it changes from today: `the summit, without joint patrols (18 % end here)`."""
    what = capital(_what(node, say)) or "As today"
    ends = f" ({100 * node.share:.0f} % of courses end here)" if node.share >= 0.005 else ""
    return what + ends


def _what(node: FigureNode, say: Namer) -> str:
    return listed([say(o) for o in node.label] + [f"an end to {say(o)}" for o in node.off])


def _way(data: FigureData, say: Namer) -> str:
    """The commonest first step and the commonest end."""
    start = next(n.id for n in data.nodes if n.level == 0)
    first: list[FigureLink] = [x for x in data.links if x.source == start]
    names = {n.id: n for n in data.nodes}
    out = []
    if first:
        step = max(first, key=lambda x: (x.share, x.target))
        changed = list(names[step.target].label) or list(names[step.target].off)
        out.append(
            f"Most often {say.many(step.by, word='or')} moves first, to {say.many(changed)} ({100 * step.share:.0f} % of courses)."
        )
    end = max(data.nodes, key=lambda n: (n.share, n.id))
    rest = f"with {_what(end, say)}" if end.label or end.off else "as today"
    out.append(f"The commonest end of those drawn is {rest} ({100 * end.share:.0f} % of courses).")
    return " ".join(out)


# ------------------------------------------------------------------------------------------------ timeline


def timeline(pledges: list[tuple[str, Pledge, str]], as_of: datetime.date | None, say: Namer) -> Figure | None:
    """Promises from the day they were made to the day they fall due; the third of each entry says what came of it."""
    rows = []
    for words, pledge, came in pledges:
        start = pledge.said or as_of
        if start is None:
            continue
        end = max(pledge.due or start, start)
        rows.append(Row(capital(words), float(end.toordinal()), float(start.toordinal()), float(end.toordinal()), came))
    if len(rows) < 2:
        return None
    ends = [r.low for r in rows] + [r.high for r in rows]
    pad = max(30.0, 0.05 * (max(ends) - min(ends)))
    count = Counter(r.group for r in rows)
    alt = f"{capital(counted(len(rows)))} promises from the day they were made to the day they fall due: " + listed(
        [f"{counted(n)} {group}" for group, n in count.most_common()]
    )
    return Figure(
        "Promises and their days", f"{alt}.", "", "date", (min(ends) - pad, max(ends) + pad), tuple(rows), "timeline"
    )
