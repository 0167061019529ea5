"""What B is worth to A: the sentences."""

from __future__ import annotations

from summitry.brief.names import Namer, capital, draws, ends, listed, number, ordinal, percent, whose
from summitry.brief.wording.catalogue import Fields, fitting, negated, template


@template("importance.headline")
def _(f: Fields, say: Namer) -> str:
    of, to = say(f["of"]), say(f["to"])
    if not f["helps"]:
        return capital(
            f"{of} is a burden to {to}: without it {to} would be better off by {say.points(negated(f['worth']))}."
        )
    through = f", chiefly through {say(f['channel'])}" if f["channel"] else ""
    place = (
        "more than anybody else"
        if f["place"] == 1
        else f"{ordinal(f['place'])} to {say(f['first'])}"
        if f["place"] == 2
        else f"{ordinal(f['place'])} after {say(f['first'])}"
    )
    text = f"{of} is worth as much to {to} as {say.points(f['worth'])}"
    return capital(fitting([f"{text}{through}; {place}.", f"{text}; {place}.", f"{text}."]))


@template("importance.headline.little")
def _(f: Fields, say: Namer) -> str:
    return capital(
        f"not clearly: {say(f['to'])} is better off for {whose(say(f['of']))} being there {draws(f['plus'])}; the difference is {say.points(f['worth'])}."
    )


@template("importance.worth")
def _(f: Fields, say: Namer) -> str:
    worth, direct = f["worth"], f["direct"]
    verb, other = ("worse", "better") if worth.value >= 0 else ("better", "worse")
    if worth.value < 0:
        worth, direct = negated(worth), negated(direct)
    alone = f"by {number(direct.value)}{ends(direct)}"
    if direct.value < 0:
        alone = f"{other} off by {number(-direct.value)}{ends(negated(direct))}"
    return capital(
        f"with {say(f['of'])} away and everybody else answering that, {say(f['to'])} would be {verb} off by {say.points(worth)};"
        f" if nobody answered, {alone}."
    )


@template("importance.channel")
def _(f: Fields, say: Namer) -> str:
    verb = "lose" if f["good"] else "gain"
    amount = f["loss"] if f["good"] else negated(f["loss"])
    return capital(f"without {say(f['option'])} {say(f['to'])} would {verb} {say.points(amount)}.")


@template("importance.options")
def _(f: Fields, say: Namer) -> str:
    rows = [f"{say(o)} ({'more' if up else 'less'} often, by {percent(m)} of the time)" for o, m, up in f["options"]]
    return capital(f"{whose(say(f['of']))} being there changes what others do: {listed(rows)}.")


@template("importance.issues")
def _(f: Fields, say: Namer) -> str:
    rows = [f"{say(j)} {number(a.value, True)} points{ends(a)}" for j, a in f["issues"]]
    return capital(f"what {say(f['of'])} changes on the issues: {listed(rows)}.")


@template("importance.vote")
def _(f: Fields, say: Namer) -> str:
    of, option, body = say(f["of"]), say(f["option"]), say(f["body"])
    if f["yes"].value < 0.2 and f["veto"]:
        why = f", as {say.many(f['blockers'])} would stop it" if f["blockers"] else ""
        return capital(
            f"in {body} the no of {of} can stop {option}, but its yes cannot bring it about: even then it would pass"
            f" {'in only ' if f['yes'].value > 0 else 'in '}{draws(f['yes']).removeprefix('in ')}{why}."
        )
    if f["yes"].value < 0.2:
        return capital(
            f"in {body} {whose(of)} vote changes nothing: {option} would pass {draws(f['yes'])} with its yes."
        )
    return capital(
        f"in {body} {option} would pass {draws(f['yes'])} with {whose(of)} yes, and {draws(f['no'])} without."
    )


@template("importance.interplay")
def _(f: Fields, say: Namer) -> str:
    of, to, third = say(f["of"]), say(f["to"]), say(f["third"])
    w, x = f["with"], f["without"]
    verb = "less" if f["needs"] else "more"
    return capital(
        f"{of} would be worth {verb} to {to} without {third}: {number(x.value)} points{ends(x)}"
        f" instead of {number(w.value)}."
    )


@template("importance.rank")
def _(f: Fields, say: Namer) -> str:
    rows = [f"{say(a)} {number(m.value)}{ends(m)}" for a, m in f["order"]]
    unit = f["order"][0][1].unit
    scale = f" in points of {say(unit)}" if unit is not None else ""
    return capital(f"what each actor is worth to {say(f['to'])}{scale}: {listed(rows)}.")


@template("importance.mediates")
def _(f: Fields, say: Namer) -> str:
    return capital(
        f"{say(f['of'])} mediates: {say.many(f['both'])} are better off for its being there, {draws(f['share'])}."
    )


@template("importance.spoils")
def _(f: Fields, say: Namer) -> str:
    return capital(
        f"{say(f['of'])} spoils: {say.many(f['both'])} are worse off for its being there, {draws(f['share'])}."
    )


@template("importance.splits")
def _(f: Fields, say: Namer) -> str:
    return capital(
        f"{say(f['of'])} splits others: {say.many(f['up'])} better off, {say.many(f['down'])} worse off, {draws(f['share'])}."
    )
