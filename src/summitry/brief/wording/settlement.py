"""Where an issue settles: the sentences, and the words for offers in a trace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from summitry.brief.names import MINUS, Namer, capital, draws, listed, other_than
from summitry.brief.wording.catalogue import Fields, fitting, template
from summitry.questions.answer import Amount, Ref

if TYPE_CHECKING:
    from summitry.worlds.settlement import Offered

MODEL_NAMES = {
    "mean": "the weighted mean",
    "median": "the weighted median",
    "winset": "the agenda setter's best proposal",
    "nash": "the Nash bargaining solution",
    "kalai-smorodinsky": "the Kalai–Smorodinsky solution",
    "scholz-paper": "the challenge model (variant scholz-paper)",
    "scholz-java": "the challenge model (variant scholz-java)",
}
MISSED = {"mean": 23, "median": 27, "scholz-paper": 32, "scholz-java": 28}
"""Mean distance from the decision, in per cent of the scale: 243 issues of 96 proposals, docs/explanation/record.md."""
KINDS = {
    "conflict": "both expect to gain by a contest",
    "compromise": "asks it to come part of the way",
    "acquiesce": "asks it to give way",
    "standoff": "both expect to gain by a contest",
    "stalemate": "both expect to lose by a contest",
}
WHY = {
    "taken": "accepted",
    "kind": "not taken: another kind of offer comes first",
    "farther": "not taken: another leads less far",
    "weaker": "not taken: another has more behind it",
    "torn": "not taken: two equal offers lead apart",
    "nobody moves": "nobody moves",
}


def level(x: float, issue: str, say: Namer) -> str:
    """A point of a scale, with as many decimals as its length deserves."""
    part = say.dossier.issues[issue]
    length = part.high - part.low
    text = f"{x:.{0 if length >= 50 else 1 if length >= 5 else 2}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return (MINUS + text[1:]) if text.startswith("-") and float(text) else text.lstrip("-")


def levels(amount: Amount, issue: str, say: Namer, unit: bool = True) -> str:
    """A point with both ends: `8.4 years (7.9 to 9)`."""
    low, high = level(amount.low, issue, say), level(amount.high, issue, say)
    word = f" {say.dossier.issues[issue].unit}" if unit and say.dossier.issues[issue].unit else ""
    return f"{level(amount.value, issue, say)}{word}" + (f" ({low} to {high})" if low != high else "")


def error(model: str, issue: str, say: Namer) -> float:
    """By how much a model of the record missed decisions on average, in units of an issue."""
    part = say.dossier.issues[issue]
    return (part.high - part.low) * MISSED[model] / 100


def missed(model: str, issue: str, say: Namer) -> str:
    """The same in words: `1.4 years`."""
    return f"{level(error(model, issue, say), issue, say)} {say.dossier.issues[issue].unit or 'points of the scale'}"


def model_name(model: str) -> str:
    return MODEL_NAMES[model]


@template("settlement.headline")
def _(f: Fields, say: Namer) -> str:
    j = f["issue"].id
    who = f"{say(f['by'])} would settle {say(f['issue'])}" if f["by"] else f"{say(f['issue'])} settles"
    if f["agreed"].value < 0.5:
        why = "no proposal passes" if f["model"] == "winset" else "nothing on this issue leaves everybody better off"
        none = other_than(f["agreed"])
        stays = "stays" if none.value >= 0.8 else "more often than not stays"
        return capital(f"{say(f['issue'])} {stays} at {levels(f['today'], j, say)}: {draws(none)} {why}.")
    if f["agreed"].value < 0.8:
        reserve = f"but finds an agreement {draws(f['agreed'])}" if f["by"] else f"but {draws(f['agreed'])}"
        reserve = reserve.replace("in ", "in only ", 1)
        return capital(f"{who} at {levels(f['outcome'], j, say)}, by {model_name(f['model'])}, {reserve}.")
    return capital(
        fitting(
            [
                f"{who} at {levels(f['outcome'], j, say)}, by {model_name(f['model'])}; without a decision it is {levels(f['today'], j, say, False)}.",
                f"{who} at {levels(f['outcome'], j, say)}, by {model_name(f['model'])}.",
            ]
        )
    )


@template("settlement.plain")
def _(f: Fields, say: Namer) -> str:
    j = f["issue"].id
    mean, median = levels(f["mean"], j, say, False), levels(f["median"], j, say, False)
    beside = {"mean": f"median of the positions is {median}", "median": f"mean of the positions is {mean}"}
    text = f"For comparison, the weighted {beside.get(f['model'], f'mean of the positions is {mean} and the weighted median {median}')}."
    if f["model"] not in MISSED:
        return text
    return capital(
        f"this range leaves out the model's own error: {model_name(f['model'])} missed decisions of the European Union by"
        f" {missed(f['model'], j, say)} of such a scale on average (“How far such settlements have been off”). {text}"
    )


@template("settlement.spread")
def _(f: Fields, say: Namer) -> str:
    j = f["issue"].id
    low, high, start, end = (level(f[k], j, say) for k in ("low", "high", "from", "to"))
    unit = say.dossier.issues[j].unit or ""
    if low == high:
        return f"All {f['readings']} readings of the challenge model's equations give {low}."
    same = f["model"].startswith("scholz")
    who = "The same model" if same else "The challenge model"
    return (
        f"{who} gives anything from {low} to {high} {unit}".rstrip()
        + f", depending on how its equations are read; the middle half of {f['readings']} readings gives {start} to {end}."
    )


@template("settlement.winset")
def _(f: Fields, say: Namer) -> str:
    j, body = f["issue"].id, say(f["by"])
    today = levels(f["today"], j, say, False)
    if f["nothing"].value > 0.5:
        beyond = " A settlement elsewhere takes a bargain beyond this issue." if f["inside"].value < 0.5 else ""
        return capital(
            f"on this issue alone, {body} would pass no change {draws(f['nothing'])}: enough votes prefer no other level to"
            f" what holds without a decision, {today}.{beyond}"
        )
    parts = []
    if f["high"].value > f["today"].value:
        parts.append(f"up to {levels(f['high'], j, say, False)}")
    if f["low"].value < f["today"].value:
        parts.append(f"down to {levels(f['low'], j, say, False)}")
    never = f" It would pass no change {draws(f['nothing'])}." if f["nothing"].value > 0 else ""
    return capital(
        f"on this issue alone, {body} would prefer anything {listed(parts)} to what holds without a decision, {today}."
        f"{never} The settlement lies within that {draws(f['inside'])}."
    )


@template("settlement.pull")
def _(f: Fields, say: Namer) -> str:
    j, many = f["issue"].id, len(f["actors"]) > 1
    side = "upwards" if f["side"] == "up" else "downwards"
    unit = f" {say.dossier.issues[j].unit}" if say.dossier.issues[j].unit else ""
    each = " each" if many else ""
    pull = f["pull"]
    low, high = level(pull.low, j, say), level(pull.high, j, say)
    ends = f" ({low} to {high})" if low != high else ""
    return capital(
        f"{say.many(f['actors'])} pull{'' if many else 's'} hardest {side}, to {levels(f['position'], j, say, False)}:"
        f" the pull, which is the share of the total weight times the distance from the outcome, is"
        f" {level(pull.value, j, say)}{unit}{ends}{each}."
    )


# ------------------------------------------------------------------------------------------------ the trace


def trace_rows(offers: Sequence[Offered], actors: Sequence[str], issue: str, say: Namer) -> list[tuple[str, ...]]:
    """One row an offer: round, to whom, by whom, what it is, from where to where, what became of it."""

    def name(k: int) -> str:
        return say(Ref("actor", actors[k]))

    return [
        (
            str(o.round),
            name(o.to),
            name(o.by),
            KINDS[o.kind],
            f"{level(o.start, issue, say)} → {level(o.point, issue, say)}" if o.why != "nobody moves" else "",
            WHY[o.why],
        )
        for o in offers
    ]


TRACE_HEADERS = ("round", "to", "from", "what it is", "would move", "what became of it")


def moves_told(offers: Sequence[Offered], actors: Sequence[str], issue: str, say: Namer) -> list[str]:
    """What was accepted, round by round, as one line each: `Round 1: Greece from 7 to 9.2 (compromise with France); …`."""
    out = []
    for q in sorted({o.round for o in offers}):
        taken = [o for o in offers if o.round == q and o.taken]
        told = [
            f"{say(Ref('actor', actors[o.to]))} from {level(o.start, issue, say)} to {level(o.point, issue, say)}"
            f" ({'compromise with' if o.kind == 'compromise' else 'gives way to'} {say(Ref('actor', actors[o.by]))})"
            for o in taken
        ]
        out.append(f"Round {q}: {'; '.join(told) if told else 'nobody moves'}.")
    return out
