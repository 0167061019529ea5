"""The English catalogue: one template a finding key. Answers hold numbers and ids; here they become sentences.

Rules kept by every template: the plain word first; each number with both ends; no jargon of the models; what was only assumed is
called so; where short-sighted actors would do otherwise, the sentence says it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from summitry.brief.names import (
    Namer,
    capital,
    counted,
    draws,
    ends,
    listed,
    number,
    ordinal,
    other_than,
    percent,
    plain,
    time,
)
from summitry.questions.answer import Amount, Finding, Ref

Fields = dict[str, Any]
Template = Callable[[Fields, Namer], str]

CATALOGUE: dict[str, Template] = {}


def template(key: str) -> Callable[[Template], Template]:
    """Enter a template under a finding key."""

    def enter(function: Template) -> Template:
        CATALOGUE[key] = function
        return function

    return enter


def sentence(finding: Finding, say: Namer, headline: bool = False) -> str:
    """The sentence of a finding. Assumed ones say so, ones on which the behaviours differ too (headlines leave that to their notes)."""
    text = CATALOGUE[finding.key](dict(finding.fields), say)
    if finding.kind == "assumed":
        text = f"Assumed, not found: {text[:1].lower() + text[1:] if _may_lower(text, say) else text}"
    if finding.agrees is False and not headline:
        text += " Only if actors look ahead: short-sighted actors do otherwise."
    return text.replace("'", "’")


def _may_lower(text: str, say: Namer) -> bool:
    """A sentence may begin small unless it begins with a proper name."""
    names = [a.name for a in say.dossier.actors.values()] + [b.name or "" for b in say.dossier.bodies.values()]
    adjectives = [a.adjective or "" for a in say.dossier.actors.values()]
    first = text.split(" ")[0].removesuffix("’s").removesuffix("'s")
    return not any(
        first == word for name in [*names, *adjectives] for word in name.split(" ")[:1] if word and word != "the"
    )


@template("headline.nothing")
def _(f: Fields, say: Namer) -> str:
    return "Nothing that was not put in: the first finding below only restates the inputs, and the others do not decide it."


# ------------------------------------------------------------------------------------------------ why A wants E


@template("motive.headline.held")
def _(f: Fields, say: Namer) -> str:
    event, actor = say(f["event"]), say(f["actor"])
    if f["indifferent"]:
        return f"For nothing that is written here: {event} is on even if {actor} cares for none of these issues."
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
    return capital(_fitting([f"for {listed(names, 'or')}{end}", f"for {names[0]} or {rest or names[-1]}{end}"]))


@template("motive.headline.open")
def _(f: Fields, say: Namer) -> str:
    return capital(f"{say(f['actor'])} may or may not want {say(f['event'])}: it is held {draws(f['held'])}.")


@template("motive.headline.refused")
def _(f: Fields, say: Namer) -> str:
    actor, event, who = say(f["actor"]), say.wanting(f["event"]), say.many(f["who"], 1)
    lose = "does not gain" if len(f["who"]) == 1 else "do not gain"
    text = f"{actor} wants {event}, and cannot: {who} {lose} by it {draws(f['loses'])}"
    return capital(
        _fitting(
            [f"{text}, so it does not come about ({percent(f['held'])}).", f"{text} (on in {percent(f['held'])})."]
        )
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


# ------------------------------------------------------------------------------------------------ what A and B share


@template("common-ground.headline")
def _(f: Fields, say: Namer) -> str:
    k, alone = len(f["issues"]), f["alone"]
    same = f"{say(f['one'])} and {say(f['two'])} want to move the same way on {counted(k)} issue{'s' if k > 1 else ''}"
    part = f"{number(alone.value)} %{ends(alone)}"
    if alone.value < 50:
        return capital(f"{same}, but alone can deliver only {part} of it.")
    return capital(f"{same}, and alone can deliver {part} of it.")


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
                parts.append(f"{figure} % of {say(who)}'s {of}")
            else:
                parts.append(f"{say(who)}'s {kind}{f' ({of})' if of else ''}")
        elif kind == "border":
            parts.append(f"a border of {figure} km" if figure else "a common border")
        else:
            parts.append(f"{kind}{f' ({figure})' if figure else ''}")
    parts += [f"the same {kind} ({say(who)})" for kind, who in f["common"]]
    return capital(f"on record, not computed: {listed(parts)}.")


# ------------------------------------------------------------------------------------------------ how A plays


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
    return capital(_fitting([*longest, f"{actor} {does}{end}.", f"{actor} {does}."]))


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
            f"it does not pay {actor} to {act}: worse than not {draws(other_than(f['better']))}, by {say.points(_negated(gain))}.{after}"
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


# ------------------------------------------------------------------------------------------------ what B is worth to A


@template("importance.headline")
def _(f: Fields, say: Namer) -> str:
    of, to = say(f["of"]), say(f["to"])
    if not f["helps"]:
        return capital(
            f"{of} is a burden to {to}: without it {to} would be better off by {say.points(_negated(f['worth']))}."
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
    return capital(_fitting([f"{text}{through}; {place}.", f"{text}; {place}.", f"{text}."]))


@template("importance.headline.little")
def _(f: Fields, say: Namer) -> str:
    return capital(
        f"not clearly: {say(f['to'])} is better off for {say(f['of'])}'s being there {draws(f['plus'])}, by {say.points(f['worth'])}."
    )


@template("importance.worth")
def _(f: Fields, say: Namer) -> str:
    d = f["direct"]
    return capital(
        f"with {say(f['of'])} out of the way and everybody answering, {say(f['to'])} would be worse off by {say.points(f['worth'])};"
        f" if nobody answered, by {number(d.value)}{ends(d)}."
    )


@template("importance.channel")
def _(f: Fields, say: Namer) -> str:
    verb = "lose" if f["good"] else "gain"
    amount = f["loss"] if f["good"] else _negated(f["loss"])
    return capital(f"without {say(f['option'])} {say(f['to'])} would {verb} {say.points(amount)}.")


@template("importance.options")
def _(f: Fields, say: Namer) -> str:
    rows = [f"{say(o)} ({percent(m)} of the time {'more' if up else 'less'})" for o, m, up in f["options"]]
    return capital(f"{say(f['of'])}'s being there changes what others do: {listed(rows)}.")


@template("importance.issues")
def _(f: Fields, say: Namer) -> str:
    rows = [f"{say(j)} {number(a.value, True)} points{ends(a)}" for j, a in f["issues"]]
    return capital(f"what {say(f['of'])} changes on the issues: {listed(rows)}.")


@template("importance.vote")
def _(f: Fields, say: Namer) -> str:
    of, option, body = say(f["of"]), say(f["option"]), say(f["body"])
    if f["yes"].value < 0.2 and f["veto"]:
        why = f" ({say.many(f['blockers'])} would stop it)" if f["blockers"] else ""
        return capital(
            f"in {body} {of} is a shield and not a key: its no can stop {option}, its yes cannot bring it{why}: it would pass {draws(f['yes'])}."
        )
    if f["yes"].value < 0.2:
        return capital(f"in {body} {of}'s vote changes nothing: {option} would pass {draws(f['yes'])} with its yes.")
    return capital(f"in {body} {option} would pass {draws(f['yes'])} with {of}'s yes, and {draws(f['no'])} without.")


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
    return capital(f"what each is worth to {say(f['to'])}{scale}: {listed(rows)}.")


@template("importance.mediates")
def _(f: Fields, say: Namer) -> str:
    return capital(
        f"{say(f['of'])} mediates: {say.many(f['both'])} are all better off for its being there, {draws(f['share'])}."
    )


@template("importance.spoils")
def _(f: Fields, say: Namer) -> str:
    return capital(
        f"{say(f['of'])} spoils: {say.many(f['both'])} are all worse off for its being there, {draws(f['share'])}."
    )


@template("importance.splits")
def _(f: Fields, say: Namer) -> str:
    return capital(
        f"{say(f['of'])} splits others: {say.many(f['up'])} better off, {say.many(f['down'])} worse off, {draws(f['share'])}."
    )


# ------------------------------------------------------------------------------------------------ what came of E


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
    return capital(_fitting([*(f"{text}; {made}." for text in texts if n), *(f"{text}." for text in texts)]))


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
        f"{say(f['by'])}'s {older}pledge to {f['says'] or say.does(f['act'])}{due} is {f['status']}: {listed(lacks)}.{keep}"
    )


@template("outcome.pledge.untestable")
def _(f: Fields, say: Namer) -> str:
    rows = [f"{say(by)} is to {says}" for by, says in zip(f["by"], f["says"], strict=True)]
    return capital(f"pledges that name no act of this model are declared, and were not computed: {'; '.join(rows)}.")


@template("outcome.potential")
def _(f: Fields, say: Namer) -> str:
    top = max(f["shares"], key=lambda x: x.value)
    often = "none of them ever comes" if time(top) == "never" else f"the likeliest is on {time(top)}"
    return capital(f"possible, and promised by nobody: {say.many(f['options'])}; {often}.")


# ------------------------------------------------------------------------------------------------ other questions


@template("next.headline")
def _(f: Fields, say: Namer) -> str:
    if not f["changes"]:
        return "Nothing changes: no act comes or goes for more than half of the time."
    rows = [f"{say(o)}" if on else f"an end to {say(o)}" for o, _, on in f["changes"]]
    end = f": {counted(f['count'])} of {f['of']} acts change{'s' if f['count'] == 1 else ''} from today."
    fewer = [f"{', '.join(rows[:m])} and {counted(f['count'] - m)} more" for m in range(len(rows) - 1, 0, -1)]
    every = [listed(rows)] if f["count"] == len(rows) else []
    return capital(_fitting([text + end for text in [*every, *fewer]] or [listed(rows) + end]))


@template("next.option")
def _(f: Fields, say: Namer) -> str:
    from summitry.scoring.words import table

    word = table("icd203").word(100 * f["settled"].value)
    chance = f"{word}, {time(f['settled'])}" if word else time(f["settled"])
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
    return capital(_fitting([f"{say(f['variant'])}: {listed(rows[:m])}." for m in range(len(rows), 0, -1)]))


@template("what-if.option")
def _(f: Fields, say: Namer) -> str:
    return capital(f"{say(f['option'])}: {time(f['before'])} as it is, {time(f['after'])} then.")


@template("what-if.actor")
def _(f: Fields, say: Namer) -> str:
    return capital(f"{say(f['actor'])} would {'gain' if f['gains'] else 'lose'} {say.points(f['amount'])}.")


@template("who-can-stop.headline")
def _(f: Fields, say: Namer) -> str:
    if f["base"].value < 0.5:
        return capital(f"nobody needs to: {say(f['option'])} is on {time(f['base'])} as it is.")
    if not f["who"]:
        return capital(f"nobody alone: whatever one actor does, {say(f['option'])} stays on most of the time.")
    return capital(f"{say.many(f['who'])} can stop {say(f['option'])}, which is on {time(f['base'])} as it is.")


@template("who-can-stop.actor")
def _(f: Fields, say: Namer) -> str:
    if f["act"] == f["option"]:
        return capital(f"{say(f['actor'])} need only refuse, and {say(f['option'])} does not come.")
    how = f"with {say(f['act'])}" if f["on"] else f"without {say(f['act'])}"
    return capital(f"{say(f['actor'])}: {how} {say(f['option'])} is left {time(f['left'])}.")


@template("change.hinge")
def _(f: Fields, say: Namer) -> str:
    what = say.input(f["path"])
    watch = f" Watch for: {f['watch']}." if f.get("watch") else ""
    return capital(
        f"{what}: below {number(f['limit'])} the headline holds {draws(f['below'])}, above it {draws(f['above'])}.{watch}"
    )


@template("change.none")
def _(f: Fields, say: Namer) -> str:
    return f"No single input, within its stated range, clearly turns it: the headline holds {draws(f['share'])}."


def _fitting(texts: list[str], most: int = 25) -> str:
    """The first text of at most 25 words, or the last: a headline drops what its findings say anyway."""
    return next((t for t in texts if len(t.split()) <= most), texts[-1])


def _negated(amount: Amount) -> Amount:
    return Amount(-amount.value, -amount.high, -amount.low, amount.unit)


# ------------------------------------------------------------------------------------------------ figures

FIGURES: dict[str, tuple[str, str, str, str]] = {
    # key: title, what the axis says, unit, statement for those who cannot see it
    "motive.figure": (
        "How often each stake alone brings it about",
        "share of draws",
        "%",
        "{top} comes first with {value} %",
    ),
    "common-ground.figure": (
        "What both want, and what they can do alone",
        "points of each issue's scale",
        "points",
        "{top}: {value} points",
    ),
    "strategy.figure": (
        "What each act is worth to {actor}, once others have answered",
        "points of {unit}",
        "points",
        "best: {top}, {value} points",
    ),
    "importance.figure": (
        "What each actor's being there is worth to {to}",
        "points of {unit}",
        "points",
        "{top} comes first with {value} points",
    ),
    "outcome.figure": ("Each act with and without {event}", "share of time", "%", "{top}: {value} %"),
    "next.figure": ("How often each act is on in the end", "share of time", "%", "{top} comes first with {value} %"),
    "what-if.figure": ("Acts as they are and under the variant", "share of time", "%", "{top}: {value} %"),
    "who-can-stop.figure": (
        "How much is left of {option}, at the worst that each can do",
        "share of time",
        "%",
        "{top}: {value} %",
    ),
}


def figure_words(key: str, fields: Fields, say: Namer) -> dict[str, str]:
    """Title, axis, unit and pattern of the alternative text of a figure."""
    names = {k: say(v) for k, v in fields.items() if isinstance(v, Ref)}
    title, axis, unit, alt = FIGURES[key]
    names.setdefault("unit", "value")
    return {"title": title.format(**names), "axis": axis.format(**names), "unit": unit, "alt": alt}


def group_name(group: str) -> str:
    """Legend words of a figure's groups."""
    return {"alone": "this stake alone", "own act": "own act", "settled": "settled", "left": "left"}.get(group, group)
