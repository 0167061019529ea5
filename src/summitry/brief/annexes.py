"""Parts of a brief beside its answers: for one reader, who stands where and how it may go, deals and promises clause by clause,
and what was taken for granted."""

from __future__ import annotations

from collections.abc import Sequence

from summitry.brief.names import Namer, bare, capital, counted, listed, number, percent
from summitry.brief.outline_model import Block, Table
from summitry.brief.scenes import figure, timeline
from summitry.brief.sentences import worded
from summitry.brief.wording.catalogue import negated
from summitry.questions.answer import Finding, Ref
from summitry.questions.assumptions import Assumption, Leaning
from summitry.questions.contrast import Study
from summitry.questions.landscape import Outlook
from summitry.questions.opinion import Opinion
from summitry.questions.outcome import promised
from summitry.questions.packages import Cell, Clause, Grid

STANCES = {"acceptable": "● acceptable", "negotiable": "◐ negotiable", "refused": "○ refused"}
LEGEND = (
    "● acceptable: the party does not lose by the clause in 80 % of draws. ○ refused: it loses, and the whole does not make up for it,"
    " in 80 %. ◐ negotiable: all else. Weighed where things rest without the deal, with nobody answering."
)


def reader_block(study: Study, say: Namer, found: Opinion) -> list[Block]:
    """What it means for the reader."""
    if found.reader is None:
        return []
    who = study.dossier.actor_name(found.reader)
    sentences = tuple(worded(study, say, f"r{q + 1}", f) for q, f in enumerate(found.implications))
    lines = () if sentences else (f"Nothing here turns on {who}, and nothing touches what it cares for.",)
    return [Block("reader", f"What this means for {who}", lines, sentences)]


def scene_blocks(study: Study, say: Namer, found: Opinion) -> list[Block]:
    """Ties, stands and paths; beside the paths all outcomes with their shares, which add up to 100 %."""
    out = []
    for data in found.scenes:
        drawn = figure(data, say)
        if drawn is None:
            continue
        lines: tuple[str, ...] = (drawn.alt,)
        table = None
        if data.kind == "paths":
            listed_, other = found.outlooks
            table = _outlooks(say, listed_, other)
            acts = data.fields["acts"]
            lines = (
                drawn.alt,
                f"Only {say.many(acts)} are told apart here; the steps are those of {data.fields['draws']} draws, the outcomes below of all.",
            )
        out.append(Block(data.kind, drawn.title, lines, (), table, drawn))
    return out


def _outlooks(say: Namer, rows: Sequence[Outlook], other: float) -> Table | None:
    if not rows:
        return None
    shares = _whole_percents([r.share for r in rows] + [other])
    body = [
        (_outlook(say, r), f"{p} %", say.many([Ref("actor", a) for a in r.worst_for]))
        for r, p in zip(rows, shares, strict=False)
    ]
    body.append(("Anything else", f"{shares[-1]} %", ""))
    return Table(("where things rest", "share of courses", "worst of these for"), tuple(body), (1,))


def _outlook(say: Namer, row: Outlook) -> str:
    parts = [say(Ref("option", o)) for o in row.on] + [f"an end to {say(Ref('option', o))}" for o in row.off]
    return capital(listed(parts)) or "None of these acts"


def _whole_percents(shares: Sequence[float]) -> list[int]:
    """Shares that add up to 1 as whole per cents that add up to 100 (largest remainders)."""
    raw = [100.0 * s for s in shares]
    out = [int(r) for r in raw]
    order = sorted(range(len(raw)), key=lambda q: (-(raw[q] - out[q]), q))
    for q in order[: 100 - sum(out)]:
        out[q] += 1
    return out


# ------------------------------------------------------------------------------------------------ deals and promises


def grid_blocks(study: Study, say: Namer, found: Opinion) -> list[Block]:
    """One table a deal: clauses by party, each in one of three states, with the reason."""
    return [_deal(study, say, g) for g in found.grids if g.deal is not None]


def _deal(study: Study, say: Namer, grid: Grid) -> Block:
    name = say(Ref("option", str(grid.deal)))
    parties = [study.dossier.actor_name(a) for a in grid.parties]
    rows = [(_clause(say, c), *(_cell(say, x) for x in c.cells)) for c in grid.clauses]
    rows.append(("The whole", *(_whole(say, x) for x in grid.whole)))
    before = [_precedent(study, o) for o in (*(c.option for c in grid.clauses), str(grid.deal))]
    headers: tuple[str, ...] = ("clause", *parties)
    if any(before):
        rows = [(*row, told or "none given") for row, told in zip(rows, before, strict=True)]
        headers = (*headers, "precedent")
    against = [p for p, x in zip(parties, grid.whole, strict=True) if x.stance == "refused"]
    torn = [p for p, x in zip(parties, grid.whole, strict=True) if x.stance == "negotiable"]
    told = f"As a whole {listed(against)} would refuse it" if against else "As a whole nobody would refuse it"
    told += f"; {listed(torn)} might" + (" go either way." if torn else "") if torn else "."
    run = f"Worlds: {'; '.join(grid.basis.worlds)}; {grid.basis.draws} draws, seed {grid.basis.seed}."
    return Block(f"grid-{grid.deal}", capital(f"{name}, clause by clause"), (told, LEGEND, run), (),
                 Table(headers, tuple(rows)))  # fmt: skip


def _precedent(study: Study, option: str) -> str:
    """What was agreed like it before, with the claims or facts that say so."""
    found = study.dossier.options[option].precedent
    if found is None:
        return ""
    cited = found.reasons()
    return found.says + (f" [{', '.join(cited)}]" if cited else "")


def _clause(say: Namer, clause: Clause) -> str:
    name = say(Ref("option", clause.option))
    return capital(name if clause.on else f"no {bare(name)}")


def _cell(say: Namer, cell: Cell) -> str:
    why = _worth(say, cell)
    if cell.paid is True:
        why += "; the rest pays for it"
    elif cell.paid is False:
        why += "; the rest does not pay for it"
    return f"{STANCES[cell.stance]}: {why}"


def _whole(say: Namer, cell: Cell) -> str:
    return f"{STANCES[cell.stance]}: {_worth(say, cell)}"


def _worth(say: Namer, cell: Cell) -> str:
    if abs(cell.worth.value) < 0.5 and cell.worth.high - cell.worth.low < 1.0:
        return "indifferent"
    verb, size = ("loses", negated(cell.worth)) if cell.worth.value < 0 else ("gains", cell.worth)
    return f"{verb} {say.points(size)}"


def pledge_block(study: Study, say: Namer, found: Opinion) -> list[Block]:
    """Every promise: who, to whom, what, by when, in which form, what play makes of it, and what came of it."""
    pledges = study.dossier.pledges
    if not pledges:
        return []
    computed = {
        f.fields["pledge"].id: f  # type: ignore[union-attr]
        for a in found.answers
        for f in a.said
        if f.key == "outcome.pledge"
    }
    grid = next((g for g in found.grids if g.deal is None), None)
    rows, drawn = [], []
    for name, p in sorted(pledges.items(), key=lambda x: (str(x[1].said or ""), str(x[1].due or ""), x[0])):
        act = promised(p.act)
        what = p.says or (say.does(Ref("option", act[0])) if act else name)
        to = listed([study.dossier.actor_name(a) for a in p.to])
        came = _came(study, act)
        rows.append(
            (
                f"{study.dossier.actor_name(p.by)}: {what}" + (f" (to {to})" if to else ""),
                str(p.said or ""),
                str(p.due or "none"),
                p.form or "",
                _judged(computed.get(name)),
                _sides(study, say, grid, name),
                came,
            )
        )
        drawn.append((f"{study.dossier.actor_name(p.by)}: {what}", p, came))
    headers = ("promise", "made on", "due by", "form", "as computed", "for whom", "what came")
    lines = (
        "Concrete: it names what and when or how much, is kept in two thirds of the time, and waits for nobody else."
        " What came is known from the record and entered no world.",
    )
    table = Table(headers, tuple(rows))
    return [Block("pledges", "Promises", lines, (), table, timeline(drawn, study.dossier.as_of, say))]


def _judged(found: Finding | None) -> str:
    if found is None:
        return "not computed"
    kept = found.fields["kept"]
    return f"{found.fields['status']}, kept {percent(kept)} of the time"  # type: ignore[arg-type]


def _sides(study: Study, say: Namer, grid: Grid | None, name: str) -> str:
    """What keeping it is worth to each party, where it is not nothing."""
    clause = next((c for c in grid.clauses if c.id == name), None) if grid else None
    if grid is None or clause is None:
        return ""
    told = [
        f"{study.dossier.actor_name(a)} {STANCES[x.stance]} ({number(x.worth.value, True)})"
        for a, x in zip(grid.parties, clause.cells, strict=True)
        if abs(x.worth.value) >= 0.5
    ]
    return "; ".join(told) or "all indifferent"


def _came(study: Study, act: tuple[str, bool] | None) -> str:
    """What came of a promise, from the resolution of its act."""
    resolution = study.dossier.resolutions.get(act[0]) if act else None
    if resolution is None:
        return "not resolved"
    if not isinstance(resolution.came_true, bool):
        return str(resolution.came_true)
    assert act is not None
    return ("kept" if resolution.came_true == act[1] else "not kept") + f" ({resolution.date.isoformat()})"


# ------------------------------------------------------------------------------------------------ assumptions


def assumption_block(study: Study, say: Namer, found: Opinion) -> list[Block]:
    """What was taken for granted, and what becomes of the answers if it is wrong."""
    if found.assumed is None:
        return []
    a = found.assumed
    lines = [
        f"{a.looked} of {a.inputs} inputs are the desk's own and bear on what comes. "
        + (
            f"Those on which an answer leans, strongest first ({counted(len(a.rows))}):"
            if a.rows
            else "None of them, low or high in its range, moves an answer by a fifth of the draws."
        )
    ]
    if a.ahead_only:
        which = listed([str(q + 1) for q in a.ahead_only])
        several = len(a.ahead_only) > 1
        lines.append(
            f"That actors look ahead is assumed too. If they are short-sighted, the answer{'s' if several else ''} to question"
            f"{'s' if several else ''} {which} {'become' if several else 'becomes'} another."
        )
    else:
        lines.append(
            "That actors look ahead is assumed too; with short-sighted actors every answer points the same way."
        )
    table = Table(
        ("the desk's own estimate", "if it is wrong"), tuple((_assumed(say, r), _if_wrong(say, r)) for r in a.rows)
    )
    return [Block("assumptions", "What was taken for granted", tuple(x.replace("'", "’") for x in lines), (),
                  table if a.rows else None)]  # fmt: skip


def _assumed(say: Namer, row: Assumption) -> str:
    middle = f"{number(row.low)} to {number(row.high)}"
    return capital(f"{say.input(row.path)} (middle third of its range: {middle})").replace("'", "’")


def _if_wrong(say: Namer, row: Assumption) -> str:
    return (
        "; ".join(capital(_leaning(row, x)) if q == 0 else _leaning(row, x) for q, x in enumerate(row.leanings)) + "."
    )


def _leaning(row: Assumption, x: Leaning) -> str:
    weak, side, limit = (x.low, "below", row.low) if x.change > 0 else (x.high, "above", row.high)
    firm = x.high if x.change > 0 else x.low
    fate = "no longer holds" if weak.value < 0.5 else "is less sure"
    return (
        f"{side} {number(limit)}, the answer to question {x.answer + 1} {fate}: true in {percent(weak)} of draws,"
        f" against {percent(firm)} at the other end"
    )
