"""What the worlds say of what experts said: a word, the numbers behind it, and on what it turns."""

from __future__ import annotations

from collections.abc import Callable

from summitry.brief.names import Namer, bare, capital, draws, ends, listed, number, percent, time, whose
from summitry.brief.wording.catalogue import Fields, template
from summitry.brief.wording.settlement import MISSED, error, levels, missed
from summitry.questions.answer import Amount, Share
from summitry.questions.verdicts import Sure, Verdict
from summitry.scoring import words

WORDS = {
    "follows": "follows",
    "follows-if": "follows only if",
    "open": "open",
    "contradicted": "contradicted",
    "assumed": "assumed",
    "untestable": "cannot be tested",
    "fact-wrong": "fact wrong",
}
Evidence = Callable[[Fields, Namer], str]


def verdict_line(verdict: Verdict, say: Namer) -> str:
    """`contradicted: standing alone brings Russia to the summit in 3–5 % of draws; true in 4–12 % …`."""
    f = dict(verdict.finding.fields)
    word = WORDS[verdict.key]
    if verdict.key == "fact-wrong":
        against = say.dossier.claims[verdict.claim].against
        tested = f" Its test: true {draws(verdict.share)}." if verdict.share is not None else ""
        return f"{word}: {say.dossier.facts[against].says if against else ''}{tested}".replace("..", ".")
    if verdict.share is None:
        why = _WHY[verdict.why](f, say)
        return f"{word} {why}" if why == "here" else f"{word}: {why}"
    evidence = _evidence(verdict, f, say)
    return (f"{word}{_hinge(verdict, say) if verdict.key == 'follows-if' else ':'} " + evidence).replace("'", "’")


def _evidence(verdict: Verdict, f: Fields, say: Namer) -> str:
    share, short = verdict.share, verdict.short
    assert share is not None
    assert short is not None
    told = _TOLD[verdict.finding.key.removeprefix("claim.")](f, say)
    told = f"{told}; " if told else ""
    if verdict.key == "assumed":
        so = "says so itself" if share.value >= 0.5 else "itself says otherwise"
        return f"{told}the dossier {so}, so this is no finding (true {draws(share)})"
    if verdict.key == "follows-if":
        return f"{told}true {draws(share)} in all"
    same = (share.value >= 0.8 and short.value >= 0.8) or (share.value <= 0.2 and short.value <= 0.2)
    beside = ", of short-sighted actors too" if same else f" ({percent(short)} if actors are short-sighted)"
    lean = ""
    if verdict.key == "open":
        lean = (
            "; no single input decides it"
            if verdict.hinge is None
            else f"; it leans on {say.input(verdict.hinge.path)}"
        )
    return f"{told}true {draws(share)}{beside}{lean}"


def _hinge(verdict: Verdict, say: Namer) -> str:
    if verdict.behaviour is not None:
        how = "look ahead" if verdict.behaviour == "ahead" else "are short-sighted"
        assert verdict.share is not None
        assert verdict.short is not None
        good, bad = (verdict.share, verdict.short) if verdict.behaviour == "ahead" else (verdict.short, verdict.share)
        return f" actors {how} ({percent(good)} of draws; otherwise {percent(bad)}):"
    t = verdict.hinge
    assert t is not None
    side = "above" if t.above.value > t.below.value else "below"
    good, bad = (t.above, t.below) if side == "above" else (t.below, t.above)
    return f" {say.input(t.path)} is {side} {number(t.limit)} ({percent(good)} of draws; otherwise {percent(bad)}):"


def sure_note(sure: Sure, share: Share) -> str:
    """How the expert's own word compares: `“probably” (55–80 %, ICD 203) is too high`."""
    title = words.table(sure.table).title
    band = f"{number(sure.lower)}–{number(sure.upper)} %, {title}"
    verb = {"fits": "fits", "too high": "is too high", "too low": "is too low"}[sure.relation]
    return f"“{sure.phrase}” ({band}) {verb}: computed {percent(share)}"


def circle_note(verdict: Verdict, say: Namer) -> str:
    """Which inputs the claim is itself the reason for."""
    names = [
        f"the effect of {say.condition(p[13:-1].split(' #')[0])}" if p.startswith("consequences[") else say.input(p)
        for p in verdict.circle
    ]
    return f"Rests partly on itself: the claim is the reason for {listed(names)}"


def act(text: str, say: Namer) -> str:
    """A condition on options as a noun: `short-range launches or tests`; `not lax` → `no looser enforcement`."""
    words_of = say.condition(text)
    return f"no {bare(words_of.removeprefix('not '))}" if words_of.startswith("not ") else words_of


_WHY: dict[str, Evidence] = {
    "no-means": lambda f, say: "here",
    "no-ratifier": lambda f, say: (
        f"nobody at home must agree to the deals of {say.many(f['actors'], word='or')} in this dossier"
    ),
    "no-stake": lambda f, say: f"{say(f['actor'])} has no stake in {say(f['issue'])} here",
    "no-act": lambda f, say: "the pledge names no act of this dossier",
    "ruled-out": lambda f, say: "a world that its test needs is impossible here",
    "no-acts": lambda f, say: "there is no other act that could come of it",
    "list": lambda f, say: f"{say(f['actor'])} has a list of preferences, which does not part its reasons",
    "impossible": lambda f, say: f"{act(f['act'], say)} cannot be held on and off at will",
    "soon": lambda f, say: "what happens soon is told of single acts, or of one of several, only",
}


def _gain(f: Fields, say: Namer) -> str:
    return f"{say(f['actors'][0])} would gain {say.points(f['gain'])}"


def _wants_for(f: Fields, say: Namer) -> str:
    what = say.many(f["issues"])
    if "enough" not in f:
        return f"half of what {say(f['actors'][0])} would gain by {say(f['event'])}, or more, would have to come through {what}"
    verb = "bring" if len(f["issues"]) > 1 else "brings"
    return (
        f"{what} alone {verb} {say(f['actors'][0])} to {say(f['event'])} {draws(f['enough'])};"
        f" without caring for it {say(f['event'])} would fall through {draws(f['falls'])}"
    )


def _two(f: Fields, say: Namer, unit: str = " points") -> str:
    one, two = f["one"], f["two"]
    return f"{number(one.value)}{unit}{ends(one)} against {number(two.value)}{ends(two)}"


def _rise(f: Fields, say: Namer) -> str:
    rise: Amount = f["rise"]
    return f"{act(f['act'], say)} comes {number(abs(rise.value))} points of time{ends(_size(rise))} {'more' if rise.value >= 0 else 'less'} often on average"


def _size(amount: Amount) -> Amount:
    """The size of a change, without its sign."""
    if amount.value >= 0:
        return amount
    return Amount(-amount.value, -amount.high, -amount.low, amount.unit)


def _purpose(f: Fields, say: Namer) -> str:
    return (
        f"it does so {draws(f['does'])}, {act(f['act'], say)} then comes {number(f['rise'].value, True)} points of time"
        f"{ends(f['rise'])} more often on average, and it pays for that reason {draws(f['wanted'])}"
    )


def _kept(f: Fields, say: Namer) -> str:
    waits = f", and it waits for {say.many(f['needs'])}" if f["needs"] else ""
    return f"it is so {time(f['kept'])}{waits}"


def _settles(f: Fields, say: Namer) -> str:
    text, j = f"it settles at {levels(f['level'], f['issue'].id, say)}", f["issue"].id
    if f["model"] not in MISSED or not 0 < f["gap"] <= error(f["model"], j, say):
        return text
    return f"{text}, which misses the claim by less than this model has missed decisions on average, {missed(f['model'], j, say)}"


_TOLD: dict[str, Evidence] = {
    "wants": _gain,
    "helps": _gain,
    "wants-for": _wants_for,
    "cannot-hurt": lambda f, say: f"at worst it loses {say.points(f['loss'])}",
    "freer": lambda f, say: f"it keeps {_two(f, say, ' %')} of what it could gain if nobody at home had to agree",
    "share": lambda f, say: f"both would go the same way by {number(f['stretch'].value)} points{ends(f['stretch'])}",
    "differ": lambda f, say: f"their aims lie {number(f['gap'].value)} points{ends(f['gap'])} apart",
    "needs-more": lambda f, say: f"each is worth to the other {_two(f, say)}",
    "dominates": lambda f, say: f"what each can do to the other: {_two(f, say)}",
    "will-do": lambda f, say: f"{act(f['act'], say)}: {time(f['often'])}",
    "makes": _rise,
    "so-that": _purpose,
    "needs-for": lambda f, say: f"{whose(say(f['actors'][1]))} being there is worth {say.points(f['worth'])} to it",
    "cannot-without": lambda f, say: (
        f"{act(f['act'], say)}: {time(f['with'])} at best with it, {time(f['without'])} without"
    ),
    "matters-more": lambda f, say: f"worth {_two(f, say)}",
    "splits": lambda f, say: (
        f"{say(f['actors'][1])} {number(f['one'].value, True)}{ends(f['one'])}, {say(f['actors'][2])} {number(f['two'].value, True)}{ends(f['two'])}"
    ),
    "mediates": lambda f, say: (
        f"{say(f['actors'][1])} {number(f['one'].value, True)}{ends(f['one'])}, {say(f['actors'][2])} {number(f['two'].value, True)}{ends(f['two'])}"
    ),
    "brings-about": _rise,
    "raises": lambda f, say: f"{number(f['change'].value, True)} points{ends(f['change'])}",
    "lowers": lambda f, say: f"{number(f['change'].value, True)} points{ends(f['change'])}",
    "will-keep": _kept,
    "nothing-came": lambda f, say: (
        f"what moves most is {say(f['top'])}, by {number(f['most'].value)} points of time{ends(f['most'])} on average"
    ),
    "settles-above": _settles,
    "settles-below": _settles,
    "settles-between": _settles,
}


@template("claims.headline")
def _(f: Fields, say: Namer) -> str:
    parts = [
        f"{n} {word}"
        for n, word in (
            (f["follows"], "follows" if f["follows"] == 1 else "follow"),
            (f["follows_if"], "only on a condition"),
            (f["open"], "open"),
            (f["contradicted"], "contradicted"),
            (f["assumed"], "only repeating the dossier"),
            (f["fact_wrong"], "against a fact"),
        )
        if n
    ]
    share = f" ({100 * f['tested'] / f['all']:.0f} %)" if f["all"] else ""
    return capital(f"of {f['all']} claims {f['tested']} can be tested{share}: {listed(parts)}.")
