"""What next, what if, who can stop: the sentences."""

from __future__ import annotations

from summitry.brief.names import Namer, capital, counted, listed, percent, plain, time
from summitry.brief.wording.catalogue import Fields, fitting, template


@template("next.headline")
def _(f: Fields, say: Namer) -> str:
    if not f["changes"]:
        return "Nothing changes: no act comes or goes for more than half of the time."
    rows = [f"{say(o)}" if on else f"an end to {say(o)}" for o, _, on in f["changes"]]
    end = f": {counted(f['count'])} of {f['of']} acts change{'s' if f['count'] == 1 else ''} from today."
    fewer = [f"{', '.join(rows[:m])} and {counted(f['count'] - m)} more" for m in range(len(rows) - 1, 0, -1)]
    every = [listed(rows)] if f["count"] == len(rows) else []
    return capital(fitting([text + end for text in [*every, *fewer]] or [listed(rows) + end]))


@template("next.option")
def _(f: Fields, say: Namer) -> str:
    chance = say.chance(f["settled"])
    today = "on today" if f["now"] else "not today"
    soon = "" if time(f["soon"]) == time(f["settled"]) else f"; soon {time(f['soon'])}"
    return capital(f"{say(f['option'])} ({today}): {chance}{soon}.")


@template("next.rest")
def _(f: Fields, say: Namer) -> str:
    on = say.many(f["on"]) or "nothing on"
    kind = "Things come to rest" if f["kind"] == "rest" else f"Things go round {f['states']} states, one of them"
    broken = f", with broken: {listed([plain(b) for b in f['broken']])}" if f["broken"] else ""
    return f"{kind} with {on}{broken}: in {percent(f['probability'])} of all courses that things may take."


@template("what-if.headline")
def _(f: Fields, say: Namer) -> str:
    rows = [f"{say(o)} {percent(b)} → {percent(a)}" for o, b, a in f["moved"]]
    if not rows:
        return capital(f"{say(f['variant'])}: no act changes by a tenth of the time.")
    return capital(fitting([f"{say(f['variant'])}: {listed(rows[:m])}." for m in range(len(rows), 0, -1)]))


@template("what-if.option")
def _(f: Fields, say: Namer) -> str:
    return capital(f"{say(f['option'])}: {time(f['before'])} as it is, {time(f['after'])} then.")


@template("what-if.actor")
def _(f: Fields, say: Namer) -> str:
    return capital(f"{say(f['actor'])} would {'gain' if f['gains'] else 'lose'} {say.points(f['amount'])}.")


@template("who-can-stop.headline")
def _(f: Fields, say: Namer) -> str:
    if f["base"].value < 0.5:
        often = "never comes" if time(f["base"]) == "never" else f"is {say.chance(f['base'])}"
        return capital(f"nobody needs to: as things are, {say(f['option'])} {often}.")
    if not f["who"]:
        return capital(f"nobody alone: whatever one actor does, {say(f['option'])} stays on most of the time.")
    return capital(f"{say.many(f['who'])} can stop {say(f['option'])}, which is on {time(f['base'])} as it is.")


@template("who-can-stop.actor")
def _(f: Fields, say: Namer) -> str:
    if f["act"] == f["option"]:
        return capital(f"{say(f['actor'])} need only refuse, and {say(f['option'])} does not come.")
    how = f"with {say(f['act'])}" if f["on"] else f"without {say(f['act'])}"
    often = "does not come" if time(f["left"]) == "never" else f"is on {time(f['left'])}"
    return capital(f"{say(f['actor'])}: {how} {say(f['option'])} {often}.")
