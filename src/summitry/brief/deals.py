"""The part on deals: a few sentences each, before its grid of clauses, and a figure of who gains what."""

from __future__ import annotations

from collections.abc import Sequence

from summitry.brief.names import Namer, capital, counted, listed
from summitry.brief.outline_model import Block, Figure, Row, Sentence
from summitry.brief.sentences import worded
from summitry.brief.wording.deals import SCALE, package
from summitry.questions.answer import FigureData, FigureRow, Ref
from summitry.questions.contrast import Study
from summitry.questions.deals import Deal
from summitry.questions.opinion import Opinion

KINDS = {
    "none": "no deal",
    "package": "a package of the same clauses",
    "frontier": "undominated",
    "chosen": "chosen by bargaining theory",
}
RULES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai and Smorodinsky",
    "egalitarian": "even gains",
    "utilitarian": "greatest sum",
}
WEIGHED = (
    "Of a deal as it stands, the worlds with it and without it are compared, everybody answering;"
    " packages of its clauses are weighed by their direct effects alone, before anybody answers."
)
POINTS = (
    "Points are hundredths of the scale of the issue that a party cares for most: a gain of 10 points is worth as much to it as"
    " a tenth of that scale, one of more than 100 is worth more than the whole."
)
GAINS_TABLE = (
    f"Gains over no deal, on the average of the draws, in {SCALE}. Undominated: no other package is better for one of the two and not"
    " worse for the other, before rounding."
)


def deal_blocks(study: Study, say: Namer, found: Opinion, grids: Sequence[Block]) -> list[Block]:
    """Each deal's sentences, followed by its grid; grids of deals that nothing is said of come last."""
    told = {b.key.removeprefix("deal-"): b for b in blocks_of(study, say, found.deals)}
    by_deal = {b.key.removeprefix("grid-"): b for b in grids}
    out = []
    for deal in [*told, *(d for d in by_deal if d not in told)]:
        out += [table[deal] for table in (told, by_deal) if deal in table]
    return out


def blocks_of(study: Study, say: Namer, deals: Sequence[Deal], whole: bool = False) -> list[Block]:
    """One block a deal; `whole`: everything that was found, rather than four sentences."""
    out, number = [], 0
    for deal in deals:
        sentences: list[Sentence] = []
        for finding in deal.findings if whole else deal.short:
            number += 1
            sentences.append(worded(study, say, f"d{number}", finding))
        name = say(Ref("option", deal.id))
        title = capital(f"{name}: who gains, who keeps it")
        out.append(Block(f"deal-{deal.id}", title, (WEIGHED,), tuple(sentences), None, figure(deal.figure, say)))
    return out


# ------------------------------------------------------------------------------------------------ the figure


def figure(data: FigureData | None, say: Namer) -> Figure | None:
    """Gains of two parties as points; of more, a line a party for each package that has a name."""
    if data is None or not data.rows:
        return None
    return _points(data, say) if data.kind == "gains" else _lines(data, say)


def _lines(data: FigureData, say: Namer) -> Figure:
    rows = tuple(Row(capital(_name(r, say)), r.value, r.low, r.high, say(Ref("actor", r.group))) for r in data.rows)
    parties = say.many(data.fields["parties"])
    worst = min(data.rows, key=lambda r: r.value)
    alt = f"What each deal brings {parties}: the least is for {say(Ref('actor', worst.group))}, {_name(worst, say)}."
    return Figure(
        "What each deal brings each party",
        alt.replace("'", "’"),
        f"gain over no deal, {SCALE}",
        "points",
        data.domain,
        rows,
    )


def _points(data: FigureData, say: Namer) -> Figure:
    first, second = say(data.fields["first"]), say(data.fields["second"])
    rows = tuple(
        Row(
            "No deal" if r.group == "none" else capital(_name(r, say)),
            r.value,
            r.low,
            r.high,
            _kind(r.group),
            "deal" if _is_deal(r) else "",
            r.second,
        )
        for r in data.rows
    )
    chosen = next((r for r in data.rows if "nash" in r.group.split("+")), None)
    both = sum(r.value > 0 and r.second > 0 for r in data.rows)
    count = data.fields["packages"]
    assert isinstance(count, int)
    alt = (
        f"What {counted(count)} packages bring {first} and {second}: both gain by {counted(both) if both else 'none'}."
    )
    if chosen is not None:
        alt += f" The greatest product of gains has {_name(chosen, say)}."
    title = f"What {first} and {second} gain by each package"
    return Figure(title, alt.replace("'", "’"), f"gain of {first}", f"gain of {second}", data.domain, rows, "gains")


def _name(row: FigureRow, say: Namer) -> str:
    if row.label and isinstance(row.label[0], Ref):
        return listed([say(r) for r in row.label if isinstance(r, Ref)])
    return package(say, row.label)


def _is_deal(row: FigureRow) -> bool:
    return len(row.label) == 1 and isinstance(row.label[0], Ref)


def _kind(group: str) -> str:
    if group in KINDS:
        return KINDS[group]
    return f"{KINDS['chosen']}: {', '.join(RULES[rule] for rule in group.split('+'))}"
