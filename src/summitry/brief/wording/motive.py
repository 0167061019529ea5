"""Why A wants E: the sentences."""

from __future__ import annotations

from summitry.brief.names import Namer, capital, counted, draws, listed, number, other_than, percent
from summitry.brief.wording.catalogue import Fields, fitting, template


@template("motive.headline.held")
def _(f: Fields, say: Namer) -> str:
    event, actor = say(f["event"]), say(f["actor"])
    if f["indifferent"]:
        return f"For what {event} spares or brings by itself: it is on even if {actor} cares for none of the issues."
    reasons = f["reasons"]
    if not reasons:
        return f"For no single reason: {event} is held {draws(f['held'])}, but no one or two stakes of {actor} bring it about alone."
    if len(reasons) == 1:
        what = say.many(reasons[0])
        rest = "; no other stake alone would" if f["weak"] and len(reasons[0]) == 1 else ""
        return capital(f"for {what}: that alone brings {actor} to {event} {draws(f['reason_share'])}{rest}.")
    names = [say.many(r) for r in reasons]
    end = f": each alone would bring {actor} to {event} ({draws(f['reason_share'])})."
    rest = f"{counted(len(names) - 1)} more" if len(names) > 2 else ""
    return capital(fitting([f"for {listed(names, 'or')}{end}", f"for {names[0]} or {rest or names[-1]}{end}"]))


@template("motive.headline.open")
def _(f: Fields, say: Namer) -> str:
    return capital(f"{say(f['actor'])} may or may not want {say(f['event'])}: it is held {draws(f['held'])}.")


@template("motive.headline.refused")
def _(f: Fields, say: Namer) -> str:
    actor, event, who = say(f["actor"]), say.wanting(f["event"]), say.many(f["who"], 1)
    lose = "does not gain" if len(f["who"]) == 1 else "do not gain"
    text = f"{actor} wants {event}, and cannot: {who} {lose} by it {draws(f['loses'])}"
    return capital(
        fitting([f"{text}, so it does not come about ({percent(f['held'])}).", f"{text} (on in {percent(f['held'])})."])
    )


@template("motive.would-gain")
def _(f: Fields, say: Namer) -> str:
    return capital(
        f"with {say(f['event'])} {say(f['actor'])} would be better off {draws(f['better'])}, by as much as {say.points(f['gain'])}."
    )


@template("motive.missing")
def _(f: Fields, say: Namer) -> str:
    who = say.many(f["who"])
    return f"Anything that {who} could gain. Add an issue that {who} cares about, or an option that makes refusing cost something."


@template("motive.headline.not-held")
def _(f: Fields, say: Namer) -> str:
    return capital(
        f"{say(f['event'])} does not come about here: it is held {draws(f['held'])}, so nobody's wish for it is borne out."
    )


@template("motive.gain")
def _(f: Fields, say: Namer) -> str:
    actor, event = say(f["actor"]), say(f["event"])
    if f["small"]:
        text = f"{actor} gains next to nothing by {event}: {say.points(f['gain'])}."
    else:
        text = f"{actor} is better off with {event} {draws(f['better'])}, by as much as {say.points(f['gain'])}"
        same = f["through"] is not None and f["through"] == f["gain"].unit
        text += (
            ", and through that above all."
            if same
            else f", most of it through {say(f['through'])}."
            if f["through"]
            else "."
        )
    taken = f["direct"].value - f["gain"].value
    if abs(taken) >= 1:
        text += f" By itself it would bring {number(f['direct'].value)}; what others then do {'takes some back' if taken > 0 else 'adds the rest'}."
    return capital(text)


@template("motive.sufficient")
def _(f: Fields, say: Namer) -> str:
    what = say.many(f["issues"])
    if f["share"].value >= 0.8:
        return capital(
            f"{what} alone {'are' if len(f['issues']) > 1 else 'is'} enough for {say(f['event'])} {draws(f['share'])}."
        )
    return capital(f"{what} alone would do {draws(f['share'])}, no more.")


@template("motive.insufficient")
def _(f: Fields, say: Namer) -> str:
    names = [say(r) for r in f["issues"]]
    if len(names) == 1:
        return capital(f"{names[0]} alone is not: it brings {say(f['event'])} about {draws(f['share'])}.")
    often = "in no draw" if f["share"].high == 0 else f"at most {draws(f['share'])}"
    return f"Not enough alone ({often}): {listed(names, 'or')}."


@template("motive.necessary")
def _(f: Fields, say: Namer) -> str:
    return capital(
        f"if {say(f['actor'])} did not care for {say(f['issue'])}, {say(f['event'])} would fall through {draws(f['share'])}."
    )


@template("motive.win-win")
def _(f: Fields, say: Namer) -> str:
    actor, event = say(f["actor"]), say(f["event"])
    if f["holds"]:
        return capital(
            f"{actor} does not lose by {event}: no end state leaves it worse off than without, {draws(f['share'])}."
        )
    return capital(
        f"not a sure win: {draws(other_than(f['share']))} some end state leaves {actor} worse off than without {event},"
        f" by up to {number(f['loss'].high)} points of {say(f['loss'].unit) if f['loss'].unit else 'value'}."
    )


@template("motive.also-gains")
def _(f: Fields, say: Namer) -> str:
    rows = [f"{say(a)} ({say.points(m)})" for a, m in zip(f["who"], f["amounts"], strict=True)]
    return capital(f"also better off with {say(f['event'])}: {listed(rows)}.")


@template("motive.loses")
def _(f: Fields, say: Namer) -> str:
    rows = [f"{say(a)} ({say.points(m)})" for a, m in zip(f["who"], f["amounts"], strict=True)]
    return capital(f"worse off with {say(f['event'])}: {listed(rows)}.")


@template("motive.freedom")
def _(f: Fields, say: Namer) -> str:
    a = f["freedom"]
    return capital(
        f"{say(f['actor'])} keeps {number(100 * a.value)} % ({number(100 * a.low)} to {number(100 * a.high)}) of what it could gain"
        f" by deals if {say.many(f['ratifiers'])} did not have to agree."
    )
