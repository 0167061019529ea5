"""What A and B share: the sentences."""

from __future__ import annotations

from summitry.brief.names import Namer, capital, counted, draws, ends, listed, number, ordinal, percent, whose
from summitry.brief.wording.catalogue import Fields, template


@template("common-ground.headline")
def _(f: Fields, say: Namer) -> str:
    k, alone = len(f["issues"]), f["alone"]
    same = f"{say(f['one'])} and {say(f['two'])} want to move the same way on {counted(k)} issue{'s' if k > 1 else ''}"
    part = f"{number(alone.value)} %{ends(alone)}"
    if alone.value < 50:
        return capital(f"{same}, but alone can deliver only {part} of it.")
    return capital(f"{same}, and alone can deliver {part} of it.")


def _each(f: Fields, say: Namer) -> str:
    one, two = say(f["one"]), say(f["two"])
    gains = [(one, two, f["one_gains"]), (two, one, f["two_gains"])]
    up = [g for g in gains if g[2].value >= 0.8]
    down = [g for g in gains if g[2].value <= 0.2]
    if len(up) == 2:
        low = min((g[2] for g in up), key=lambda s: s.value)
        more = "" if low.low == low.high else " or more"
        return f"{one} and {two} are each better off for the other's being there, {draws(low)}{more}"
    if len(down) == 2:
        return f"neither {one} nor {two} is better off for the other's being there"
    if up:
        (a, b, share), other = up[0], next(g for g in gains if g is not up[0])
        return f"{a} is better off for {whose(b)} being there ({percent(share)} of draws); {b} for {whose(a)} in {percent(other[2])}"
    return f"{one} is better off for {whose(two)} being there {draws(f['one_gains'])}, {two} for {whose(one)} {draws(f['two_gains'])}"


@template("common-ground.headline.mutual")
def _(f: Fields, say: Namer) -> str:
    return capital(f"{_each(f, say)}.")


@template("common-ground.mutual")
def _(f: Fields, say: Namer) -> str:
    return capital(
        f"{_each(f, say)}: as much as {say.points(f['to_one'])} to the first, {say.points(f['to_two'])} to the second."
    )


@template("common-ground.headline.none")
def _(f: Fields, say: Namer) -> str:
    return capital(
        f"nothing that counts: on no issue do {say(f['one'])} and {say(f['two'])} want to move the same way from today."
    )


@template("common-ground.stretch")
def _(f: Fields, say: Namer) -> str:
    way = "rise" if f["up"] else "fall"
    alone = "nothing of that" if f["none"] else f"{number(f['alone'].value)}{ends(f['alone'])}"
    text = f"both want {say(f['issue'])} to {way} by {number(f['stretch'].value)} points{ends(f['stretch'])}"
    return capital(
        f"{text}, and can do so without others." if f["all"] else f"{text}; without others they can move it by {alone}."
    )


@template("common-ground.release")
def _(f: Fields, say: Namer) -> str:
    acts = say.many(f["acts"])
    verb = "would" if len(f["acts"]) == 1 else "together would"
    w = f["with"]
    return capital(
        f"{acts} {verb} bring {number(w.value)} points{ends(w)} of what both want on {say(f['issue'])},"
        f" against {number(f['alone'].value)} without others."
    )


@template("common-ground.no-release")
def _(f: Fields, say: Namer) -> str:
    return f"No one or two acts of others would bring more of what both want on {say(f['issue'])}."


@template("common-ground.differ")
def _(f: Fields, say: Namer) -> str:
    return f"They pull in opposite directions on {say.many(f['issues'])}."


@template("common-ground.rank")
def _(f: Fields, say: Namer) -> str:
    top = f" {capital(say.many(f['top']))} share most." if f["top"] else ""
    if f["of"] == 1:
        return "There is no other pair of actors to compare this one with."
    if f["rank"] == 1:
        return f"Of the {f['of']} pairs of actors this one shares most, weighted by how much both care."
    return f"Of the {f['of']} pairs of actors this one comes {ordinal(f['rank'])} in common ground, weighted by how much both care.{top}"


@template("common-ground.leverage")
def _(f: Fields, say: Namer) -> str:
    more, less = say(f["more"]), say(f["less"])
    worst = f", most of it the harm of {say.many(f['worst'], 2)}" if f.get("worst") else ""
    o, u = f["over"], f["under"]
    if max(o.high, u.high) < 0.05:
        return capital(f"neither {more} nor {less} can do anything to the other here.")
    text = (
        f"{more} can do more to {less} than {less} to it: what {more} might do moves {less} by {number(o.value)} points"
        f"{ends(o)}{worst}; the other way round it is {number(u.value)}{ends(u)}."
    )
    return capital(text + f" The upper hand is twofold or more {draws(f['dominates'])}.")


@template("common-ground.ties")
def _(f: Fields, say: Namer) -> str:
    parts = []
    for kind, figure, of, who, directed in f["ties"]:
        if directed:
            if kind == "dependence" and of and figure:
                parts.append(f"{figure} % of {whose(say(who))} {of}")
            else:
                parts.append(f"{whose(say(who))} {kind}{f' ({of})' if of else ''}")
        elif kind == "border":
            parts.append(f"a border of {figure} km" if figure else "a common border")
        else:
            parts.append(f"{kind}{f' ({figure})' if figure else ''}")
    parts += [f"the same {kind} ({say(who)})" for kind, who in f["common"]]
    return capital(f"on record, not computed: {listed(parts)}.")
