"""What it means for one reader: the sentences."""

from __future__ import annotations

from summitry.brief.names import Namer, capital, draws, listed
from summitry.brief.wording.catalogue import Fields, negated, template


@template("reader.event")
def _(f: Fields, say: Namer) -> str:
    reader, event = say(f["reader"]), say(f["event"])
    if f["gain"].value > 0 and f["better"].value >= 0.5:
        return capital(f"{reader} is better off with {event} {draws(f['better'])}, by {say.points(f['gain'])}.")
    if f["gain"].value < 0 and f["worse"].value >= 0.5:
        return capital(f"{reader} is worse off with {event} {draws(f['worse'])}, by {say.points(negated(f['gain']))}.")
    return capital(
        f"whether {event} is held makes little difference to {reader}: {say.points(f['gain'], True)};"
        f" better off {draws(f['better'])}, worse off {draws(f['worse'])}."
    )


@template("reader.threat")
def _(f: Fields, say: Namer) -> str:
    rows = [f"{say(o)} ({say.chance(share)}; it costs {say.points(cost)})" for o, share, cost in f["acts"]]
    return capital(f"of what is coming, this would cost {say(f['reader'])} most: {listed(rows)}.")
