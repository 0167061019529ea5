"""How A plays: the sentences."""

from __future__ import annotations

from summitry.brief.names import Namer, capital, draws, ends, listed, number, other_than, time
from summitry.brief.wording.catalogue import Fields, fitting, negated, template


@template("strategy.headline")
def _(f: Fields, say: Namer) -> str:
    actor = say(f["actor"])
    does = f"goes for {say.many(f['does'], 2)}" if f["does"] else "does nothing new"
    held = [say(o) for o in f["held_back"][:2]]
    end = ""
    if f["wants"]:
        gets = "gets it" if f["gets"].value >= 0.5 else "does not get it"
        end = f"; what it most wants is {say(f['wants'])}, and it {gets} ({draws(f['gets'])})"
    longest = [f"{actor} {does}{',' if end else ' and'} holds back {listed(held)}{end}."] if held else []
    return capital(fitting([*longest, f"{actor} {does}{end}.", f"{actor} {does}."]))


@template("strategy.plays")
def _(f: Fields, say: Namer) -> str:
    rows = list(zip(f["options"], f["means"], strict=True))
    shown = [f"{say(o)} {time(m)}" for o, m in rows if m.value >= 0.05]
    never = [o for o, m in rows if m.value < 0.05]
    text = (
        f"what {say(f['actor'])} does in the end: {listed(shown)}"
        if shown
        else f"{say(f['actor'])} ends up doing nothing"
    )
    return capital(text + (f"; hardly ever {say.many(never, 4)}." if never else "."))


@template("strategy.course")
def _(f: Fields, say: Namer) -> str:
    first, second = (f"with {say.many(f[k])} alone" if f[k] else "with none of them" for k in ("first", "second"))
    return capital(
        f"of the {f['count']} ways to combine its own acts {say(f['actor'])} does best {first} {draws(f['first_share'])}"
        f" and {second} {draws(f['second_share'])}."
    )


@template("strategy.act")
def _(f: Fields, say: Namer) -> str:
    actor, act, gain = say(f["actor"]), say.does(f["option"]), f["gain"]
    answers = [f"{say(o)} more often" for o, _ in f["more"][:2]] + [f"{say(o)} less often" for o, _ in f["less"][:2]]
    after = f" It would bring {listed(answers)}." if answers else ""
    if f["better"].value >= 0.8:
        return capital(f"it pays {actor} to {act}: better than not {draws(f['better'])}, by {say.points(gain)}.{after}")
    if f["better"].value <= 0.2:
        return capital(
            f"it does not pay {actor} to {act}: worse than not {draws(other_than(f['better']))}, by {say.points(negated(gain))}.{after}"
        )
    return capital(
        f"whether it pays {actor} to {act} is open: better than not {draws(f['better'])}, by {say.points(gain)}.{after}"
    )


@template("strategy.impossible")
def _(f: Fields, say: Namer) -> str:
    return capital(
        f"whether it pays {say(f['actor'])} to {say.does(f['option'])} cannot be told: it cannot be held on and off at will."
    )


@template("strategy.makes")
def _(f: Fields, say: Namer) -> str:
    more = "more" if f["more"] else "less"
    return capital(f"{say(f['option'])} would bring {say(f['other'])} {more} often, by {time(f['mean'])}.")


@template("strategy.deterred")
def _(f: Fields, say: Namer) -> str:
    answer = f"{say(f['answer'])} would {'follow' if f['comes'] else 'end'}"
    return capital(
        f"{say(f['actor'])} would gain at once if it were to {say.does(f['option'])} ({say.points(f['tempted'])}), and does not,"
        f" {draws(f['share'])}: {answer}, and it would lose {number(f['loss'].value)}{ends(f['loss'])}."
    )


@template("strategy.wants")
def _(f: Fields, say: Namer) -> str:
    after = f" Next: {say.many(f['next'])}." if f["next"] else ""
    return capital(
        f"what {say(f['actor'])} most wants of others is {say(f['option'])}: worth as much as {say.points(f['gain'])}."
        f" It comes {draws(f['gets'])}.{after}"
    )
