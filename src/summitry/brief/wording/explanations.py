"""Why it rests there: the sentences."""

from __future__ import annotations

from typing import Any

from summitry.brief.names import Namer, capital, counted, draws, ends, listed, number, percent, time
from summitry.brief.wording.bodies import rule
from summitry.brief.wording.catalogue import Fields, template
from summitry.questions.answer import Amount, Share

# ------------------------------------------------------------------------------------------------ end states


@template("explain.end")
def _(f: Fields, say: Namer) -> str:
    cycle = f"things go round {counted(f['states'])} settings, one of them"
    rest = "things come to rest" if f["kind"] == "rest" else cycle
    always = f["probability"].low > 0.995
    often = "" if always else f"in {percent(f['probability'])} of all courses that events may take, "
    return f"{capital(f'{often}{rest} {_acts(f, say)}')}.{_content(f, say)}"


def _acts(f: Fields, say: Namer) -> str:
    """`with A and B, as today C, and an end to D`."""
    parts = []
    if f["new"]:
        parts.append(say.many(f["new"]))
    if f["kept"]:
        parts.append(f"as today {say.many(f['kept'])}")
    if f["ended"]:
        parts.append(f"an end to {say.many(f['ended'])}")
    if f["broken"]:
        parts.append(listed([f"{say(deal)} broken by {say(who)}" for deal, who in f["broken"]]))
    return f"with {'; '.join(parts)}" if parts else "with none of the acts"


def _content(f: Fields, say: Namer) -> str:
    """Who has nothing better to go to, and who has only in some of the draws looked at."""
    k, where = len(f["content"]), ""
    if f["looked"] > 1:
        where = f" in the {counted(f['looked'])} draws looked at"
    if k == f["count"]:
        return f" Nobody has anything better to go to{where}."
    parts = []
    if k:
        parts.append(f"{say.many(f['content'])} {'has' if k == 1 else 'have'} nothing better to go to{where}")
    if f["rarely"]:
        some = "in some of them" if k else f"in some of the {counted(f['looked'])} draws looked at"
        parts.append(f"{say.many(f['rarely'])} {'has' if len(f['rarely']) == 1 else 'have'} something better {some}")
    return f" {capital('; '.join(parts))}." if parts else ""


@template("explain.end.held")
def _(f: Fields, say: Namer) -> str:
    counter = f" {capital(say(f['actor']))} could still turn to {_move(f['counter'], say, 2)}." if f["counter"] else ""
    return f"{_tempted(f, say)}. {capital(_answer(f, say))}.{counter}"


@template("explain.end.free")
def _(f: Fields, say: Namer) -> str:
    if f["kind"] == "cycle":
        return f"{_tempted(f, say)}, and does: nothing holds it there."
    ahead = f"{counted(f['horizon'])} rounds ahead, staying serves it better"
    return f"{_tempted(f, say)}. No answer was found that undoes the gain; but {ahead}."


def _tempted(f: Fields, say: Namer) -> str:
    """`In two of the five draws looked at, A would gain 3 points of … at once by …`."""
    where = "" if f["looked"] < 2 else f"in {counted(f['draws'])} of the {counted(f['looked'])} draws looked at, "
    gain: Amount | None = f["gain"]
    size = "" if gain is None else f" {say.points(gain)}"
    return capital(f"{where}{say(f['actor'])} would gain{size} at once by {_move(f['move'], say)}")


def _answer(f: Fields, say: Namer) -> str:
    """What holds a mover: whose answer, which, and whether it serves whoever gives it."""
    first, last, steps = f["first"], f["last"], f["steps"]
    if steps > 2:
        ends_in = f"from {_move(first, say)} ({say(first[0])}) to {_move(last, say)} ({say(last[0])})"
        return f"only a chain of {counted(steps)} answers, {ends_in}, would undo that"
    serves = "which would serve it in any case" if f["anyway"] else "to its own gain"
    then = ""
    if steps == 2:
        then, serves = f", and {say(last[0])} then with {_move(last, say)}", "each to its own gain"
    spite = "though not to its own gain" if steps == 1 else "though not each to its own gain"
    final = f"{spite}; {say(f['actor'])} could not then mend it"
    why = {"SEQ": serves, "SMR": final, "GMR": spite}[f["held_by"]]
    return f"but {say(first[0])} could answer with {_move(first, say)}{then}, {why}"


def _move(move: tuple[Any, ...], say: Namer, most: int = 3) -> str:
    """`a US return to talks and an end to secondary sanctions`; past `most` parts the rest is counted."""
    _, on, off, broken = move
    lost = [deal for deal, _ in broken]
    parts = [f"breaking {say(o)}" for o in lost]
    parts += [say(o) for o in on]
    parts += [f"an end to {say(o)}" for o in off if o not in lost]
    more = [f"{counted(len(parts) - most)} more"] if len(parts) > most else []
    return listed(parts[:most] + more)


# ------------------------------------------------------------------------------------------------ against a wish


def _wish(f: Fields, say: Namer) -> str:
    """`North Korea and China would welcome UN relief, worth as much to North Korea as 47 points of …`."""
    who, what = say.many(f["wishers"], 3), say(f["option"])
    change = f"an end to {what}" if f["on"] else what
    if f["instead"]:
        change += f" in place of {say.many(f['instead'])}"
    size = ""
    if f["worth"] is not None:
        to = f" to {say(f['most'])}" if len(f["wishers"]) > 1 else ""
        size = f", worth {say.points(f['worth'])}{to}"
    return f"{who} would welcome {change}{size}"


@template("explain.against.undo")
def _(f: Fields, say: Namer) -> str:
    what = "it" if f["by"] == (f["option"],) else say.many(f["by"])
    return capital(f"{_wish(f, say)}, but {what} cannot be undone.")


@template("explain.against.lock")
def _(f: Fields, say: Namer) -> str:
    return capital(f"{_wish(f, say)}, but the terms of {say.many(f['by'])} stand against it{_often(f['share'])}.")


@template("explain.against.need")
def _(f: Fields, say: Namer) -> str:
    whose = "this" if f["by"] == (f["option"],) else f"its term {say(f['by'][0])}"
    lacking, often = f["lacking"], _often(f["share"])
    if not lacking:
        need = f"{say.condition(f['need'])}, which fails{often}"
    elif f["any"]:
        need = f"{say.many(lacking, word='or')}, and has {'neither' if len(lacking) == 2 else 'none of them'}{often}"
    else:
        need = f"{say.many(lacking)}, which {'is' if len(lacking) == 1 else 'are'} missing{often}"
    even = f" Even then {say.many(f['refuse'])} would not gain." if f["refuse"] else ""
    return capital(f"{_wish(f, say)}, but {whose} needs {need}.{even}")


@template("explain.against.clash")
def _(f: Fields, say: Namer) -> str:
    if not f["by"]:
        return capital(f"{_wish(f, say)}, but what would then be left is ruled out{_often(f['share'])}.")
    verb = "stands" if len(f["by"]) == 1 else "stand"
    return capital(
        f"{_wish(f, say)}, but this cannot go together with {say.many(f['by'])}, which {verb}{_often(f['share'])}."
    )


@template("explain.against.veto")
def _(f: Fields, say: Namer) -> str:
    rows = [f"{say(a)} would stop it{_often(share)}" for a, share in f["vetoes"]]
    return capital(f"{_wish(f, say)}, but in {say(f['body'])} {listed(rows)}.")


@template("explain.against.votes")
def _(f: Fields, say: Namer) -> str:
    too_few = "" if f["share"].low == 1.0 else f", too few {draws(f['share'])}"
    found, needed = number(f["votes"].value), number(f["needed"])
    found = f"{f['votes'].value:.1f}" if found == needed else found
    votes = f"{found}{ends(f['votes'])} of the {needed} votes that it needs"
    return capital(f"{_wish(f, say)}, but in {say(f['body'])} it finds {votes}{too_few}.")


@template("explain.against.rule")
def _(f: Fields, say: Namer) -> str:
    body = say.dossier.bodies[f["body"].id]
    too_few = "" if f["share"].low == 1.0 else f" {draws(f['share'])}"
    return capital(f"{_wish(f, say)}, but in {say(f['body'])} it would not pass{too_few}: {rule(body, say)}.")


@template("explain.against.partner")
def _(f: Fields, say: Namer) -> str:
    rows = [f"{say(who)} {_costs(loss, worse, say)}{_often(share)}" for who, share, loss, worse in f["refuse"]]
    rest = f["share"].value <= 0.8
    elsewhere = " Otherwise all would gain at once, and what would follow holds them back." if rest else ""
    return capital(f"{_wish(f, say)}. All who share in it must agree, and {listed(rows)}.{elsewhere}")


@template("explain.against.owner")
def _(f: Fields, say: Namer) -> str:
    (who, loss, worse), later = f["owners"][0], f.get("later")
    often = _often(f["share"])
    if len(f["owners"]) > 1:
        names, costs = listed([say(a) for a, _, _ in f["owners"]]), [m for _, m, _ in f["owners"]]
        rows = [f"{say(a)} {say.points(m)}" for a, m, w in f["owners"] if m is not None and w]
        none = "neither" if len(costs) == 2 else "none"
        cost = f", losing at once: {listed(rows)}" if rows and None not in costs else ""
        return capital(f"{_wish(f, say)}. {names} could each end it, and {none} would gain by that{often}{cost}.")
    answered = f" and {number(later.value)}{ends(later)} once others have answered" if later is not None else ""
    text = f"{_wish(f, say)}. That is up to {say(who)}, which{often} {_costs(loss, worse, say)}"
    if loss is None or not worse:
        return capital(f"{text}.")
    return capital(f"{text} at once{answered}{_follows(f, say)}.")


def _costs(loss: Amount | None, worse: bool, say: Namer) -> str:
    """`would lose 3 points of …`; `would be worse off` where a ranking tells no amounts."""
    if not worse:
        return "would not gain by it"
    return "would by its own ranking be worse off" if loss is None else f"would lose {say.points(loss)}"


def _follows(f: Fields, say: Namer) -> str:
    """`: secondary sanctions would follow`: the answer that counts most, where there is one."""
    return "".join(f": {_comes(answer, say)}" for answer in f.get("answers", ())[:1])


def _comes(answer: tuple[Any, ...], say: Namer) -> str:
    """`secondary sanctions would follow (54–78 % of the time)`."""
    option, _, comes, more = answer
    often = "" if more.low > 0.995 else f" ({time(more)})"
    return f"{say(option)} would {'follow' if comes else 'end'}{often}"


@template("explain.against.deterred")
def _(f: Fields, say: Namer) -> str:
    rows = listed([_comes(answer, say) for answer in f["answers"]])
    text = f"{say(f['owner'])} would gain{_at_once(f, say)}, but {rows}, and it would lose{_then(f)}"
    return f"{capital(_wish(f, say))}. {_in_draws(f['share'], text)}."


@template("explain.against.later")
def _(f: Fields, say: Namer) -> str:
    text = f"{say(f['owner'])} would gain{_at_once(f, say)}, but lose{_then(f)} once everybody has answered"
    return f"{capital(_wish(f, say))}. {_in_draws(f['share'], text)}; no single act of others accounts for it."


@template("explain.against.far")
def _(f: Fields, say: Namer) -> str:
    text = f"{say(f['owner'])} would lose{_at_once(f, say)} and gain{_then(f)} only in the long run"
    return f"{capital(_wish(f, say))}. {_in_draws(f['share'], text)}: further ahead than actors look here."


@template("explain.against.open")
def _(f: Fields, say: Namer) -> str:
    gain = "would gain" if len(f["owners"]) == 1 else "would all gain"
    text = f"{say.many(f['owners'])} {gain} by it at once" if f["owners"] else f"{say(f['body'])} would pass it"
    held = "what would follow holds it back, and no one answer was singled out"
    return f"{capital(_wish(f, say))}. {_in_draws(f['share'], text)}; {held}."


def _often(share: Share) -> str:
    """` in 94–100 % of draws`; nothing where it is so in every draw and none was sampled."""
    return "" if share.low == 1.0 else f" {draws(share)}"


def _in_draws(share: Share, text: str) -> str:
    """`In 60–80 % of draws A would …`."""
    return capital(f"{_often(share)} {text}".strip())


def _at_once(f: Fields, say: Namer) -> str:
    return " at once" if f["at_once"] is None else f" {say.points(f['at_once'])} at once"


def _then(f: Fields) -> str:
    return "" if f["later"] is None else f" {number(f['later'].value)}{ends(f['later'])}"
