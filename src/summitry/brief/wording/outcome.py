"""What came of E: the sentences."""

from __future__ import annotations

from summitry.brief.names import Namer, capital, counted, draws, ends, listed, number, time, whose
from summitry.brief.wording.catalogue import Fields, fitting, template


@template("outcome.headline")
def _(f: Fields, say: Namer) -> str:
    rows = [f"{say(o)} comes {'more' if m > 0 else 'less'} often" for o, _, m in f["caused"]]
    k, n = f["concrete"], f["pledges"]
    made = f"of {counted(n)} pledges made there {'none is' if k == 0 else 'one is' if k == 1 else counted(k) + ' are'} concrete"
    if n == 1:
        made = f"the one pledge made there is {'' if k else 'not '}concrete"
    if not rows:
        return capital(
            f"little: {say(f['event'])} changes no act of anybody's; {made}."
            if f["pledges"]
            else f"no act of anybody's changes because of {say(f['event'])}."
        )
    texts = [f"little: {listed(rows[:m])} because of {say(f['event'])}" for m in range(len(rows), 0, -1)]
    return capital(fitting([*(f"{text}; {made}." for text in texts if n), *(f"{text}." for text in texts)]))


@template("outcome.headline.none")
def _(f: Fields, say: Namer) -> str:
    n = f["pledges"]
    what = "the one pledge made there is not" if n == 1 else f"of {counted(n)} pledges made there none is"
    made = f", and {what} concrete" if n else ""
    return capital(f"nothing concrete: none of {f['acts']} acts comes or goes because of {say(f['event'])}{made}.")


@template("outcome.headline.not-held")
def _(f: Fields, say: Namer) -> str:
    return capital(f"cannot tell: here {say(f['event'])} is held only {draws(f['held'])}.")


@template("outcome.caused")
def _(f: Fields, say: Namer) -> str:
    return capital(
        f"{say(f['event'])} {'brings' if f['more'] else 'holds back'} {say(f['option'])}: {time(f['with'])} with it,"
        f" {time(f['without'])} without."
    )


@template("outcome.unmoved")
def _(f: Fields, say: Namer) -> str:
    parts = []
    if f["happen"]:
        parts.append(f"{say.many(f['happen'], 3)} would be there anyway")
    if f["do_not"]:
        parts.append(f"{say.many(f['do_not'], 4)} {'does' if len(f['do_not']) == 1 else 'do'} not come either way")
    middle = f": {listed(parts)}" if parts else ""
    return capital(
        f"{f['count']} of {f['of']} acts {'goes' if f['count'] == 1 else 'go'} the same way with and without {say(f['event'])}{middle}."
    )


@template("outcome.issues")
def _(f: Fields, say: Namer) -> str:
    rows = [f"{say(j)} {number(a.value, True)} points{ends(a)}" for j, a in f["issues"]]
    return capital(f"what does move: {listed(rows)}.")


@template("outcome.pledge")
def _(f: Fields, say: Namer) -> str:
    lacks = []
    if not f["filled"]:
        lacks.append("it names no date and no quantity")
    if f["needs"]:
        lacks.append(f"it waits for {say.many(f['needs'])}")
    if f["kept"].value < 2 / 3:
        lacks.append("it is never kept" if time(f["kept"]) == "never" else f"it is kept {time(f['kept'])}")
    elif not lacks:
        lacks.append(f"it is kept {time(f['kept'])}, names what and when, and needs nobody else")
    keep = ""
    if f["enforced"] is not None and f["kept"].value >= 2 / 3:
        keep = f" Breaking it would not pay {draws(f['enforced'])}."
    due = f" by {f['due']}" if f["due"] else ""
    older = "" if f["made_there"] else "earlier "
    return capital(
        f"{whose(say(f['by']))} {older}pledge to {f['says'] or say.does(f['act'])}{due} is {f['status']}: {listed(lacks)}.{keep}"
    )


@template("outcome.pledge.untestable")
def _(f: Fields, say: Namer) -> str:
    rows = [f"{say(by)} is to {says}" for by, says in zip(f["by"], f["says"], strict=True)]
    return capital(f"pledges that name no act of this model are declared, and were not computed: {'; '.join(rows)}.")


@template("outcome.potential")
def _(f: Fields, say: Namer) -> str:
    top = max(f["shares"], key=lambda x: x.value)
    often = "none of them ever comes" if time(top) == "never" else f"the most frequent is {say.chance(top)}"
    return capital(f"open to them, and promised by nobody: {say.many(f['options'])}; {often}.")
