"""Parts of a brief that belong to no one question: the table of verdicts, why things rest, what came true, and what the checks found."""

from __future__ import annotations

from collections.abc import Sequence

from summitry.brief.annexes import assumption_block, grid_blocks, pledge_block, reader_block, scene_blocks
from summitry.brief.deals import deal_blocks
from summitry.brief.names import Namer, capital, counted, listed, percent
from summitry.brief.outline_model import Block, Table
from summitry.brief.sentences import worded
from summitry.brief.settling import settlement_blocks
from summitry.brief.wording.claims import WORDS
from summitry.questions.answer import Finding, Ref, Share
from summitry.questions.contrast import Study
from summitry.questions.opinion import Opinion
from summitry.questions.scoreboard import Outcome, Scoreboard, misses
from summitry.questions.verdicts import KEYS, Verdicts


def blocks(study: Study, say: Namer, found: Opinion) -> tuple[Block, ...]:
    """All parts that the brief has something for, in reading order."""
    out = reader_block(study, say, found)
    if found.verdicts is not None and found.verdicts.rows:
        out.append(verdict_block(study, say, found.verdicts))
    out += settlement_blocks(study, say, found.answers)
    out += [
        *scene_blocks(study, say, found),
        *deal_blocks(study, say, found, grid_blocks(study, say, found)),
        *pledge_block(study, say, found),
    ]
    if found.ends:
        out.append(_ends(study, say, found.ends))
    out += assumption_block(study, say, found)
    if found.board is not None:
        out.append(_board(study, say, found.board))
    return tuple(out)


def verdict_block(study: Study, say: Namer, found: Verdicts) -> Block:
    """Claim × verdict, those that can be tested first, in the order of the verdicts' list."""
    d = study.dossier
    rows = []
    for key in KEYS:
        for v in (v for v in found.rows if v.key == key):
            claim = d.claims[v.claim]
            who = d.people[claim.by].name if claim.by in d.people else "Unnamed"
            sure = f" (“{claim.how_sure}”)" if claim.how_sure else ""
            rows.append((v.claim, f"{who}: {claim.says}{sure}", WORDS[v.key], _ends_of(v.share), _ends_of(v.short)))
    n = len(found.rows)
    lines = [
        f"Of {n} claims {found.tested} are tested ({100 * found.tested / n:.0f} %). Verdicts: "
        + listed([f"{WORDS[k]} {found.count(k)}" for k in KEYS if found.count(k)])
        + ".",
        "Shares are shares of draws in which the claim is true, as this dossier reads it; a claim holds from 80 %, and fails up to 20 %.",
    ]
    headers = ("claim", "who said what (and how sure)", "verdict", "true if ahead", "if short-sighted")
    return Block("verdicts", "Expert claims and verdicts", tuple(lines), (), Table(headers, tuple(rows), (3, 4)))


def _ends_of(share: Share | None) -> str:
    return "" if share is None else percent(share)


def _ends(study: Study, say: Namer, ends: Sequence[Finding]) -> Block:
    sentences = tuple(worded(study, say, f"e{q + 1}", f) for q, f in enumerate(ends))
    return Block("ends", "Why it rests there", (), sentences)


def _board(study: Study, say: Namer, board: Scoreboard) -> Block:
    lines = []
    n = len(board.scored)
    void = [r for r in board.rows if r.came_true is None]
    how = "A handful, from which nothing follows about the method: " if board.is_handful else ""
    lines.append(
        f"{how}{counted(n)} resolved things could be scored"
        + (f"; {counted(len(void))} ambiguous or annulled are counted and not scored." if void else ".")
    )
    for s in board.scores:
        better = "better" if s.worlds < s.other - 1e-9 else "worse" if s.worlds > s.other + 1e-9 else "no better"
        lines.append(
            f"Against {s.rival} ({s.count}): the worlds do {better}, {s.worlds:.2f} to {s.other:.2f}"
            " (mean squared error, 0 best, a coin 0.25)."
        )
    wrong = misses(board)
    if wrong:
        lines.append("Where the worlds were wrong: " + listed([_miss(study, say, r) for r in wrong]) + ".")
    elif n:
        lines.append("The worlds leaned to the wrong side in none of them.")
    headers = ("what", "computed", "if nothing changed", "the expert's word", "what came", "by which test")
    return Block("scoreboard", "What came true", tuple(capital(x) for x in lines), (),
                 Table(headers, tuple(_outcome(study, say, r) for r in board.rows), (1, 2, 3)))  # fmt: skip


def _miss(study: Study, say: Namer, row: Outcome) -> str:
    came = "came true" if row.came_true else "did not"
    return f"{_what(study, say, row)} ({_percent(row.computed)}; it {came})"


def _what(study: Study, say: Namer, row: Outcome) -> str:
    if row.kind == "option":
        return say(Ref("option", row.id))
    return f"{row.id}, “{study.dossier.claims[row.id].says}”"


def _percent(p: float | None) -> str:
    return "" if p is None else f"{100 * p:.0f} %"


def _outcome(study: Study, say: Namer, row: Outcome) -> tuple[str, ...]:
    came = {True: "yes", False: "no", None: row.status}[row.came_true]
    return (
        capital(_what(study, say, row)), _percent(row.computed), _percent(row.unchanged), _percent(row.said),
        f"{came} ({row.date})", row.criterion,
    )  # fmt: skip
