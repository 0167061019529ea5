"""Deals: the sentences."""

from __future__ import annotations

from collections.abc import Sequence

from summitry.brief.names import Namer, bare, capital, counted, draws, ends, listed, number, other_than, percent, time
from summitry.brief.wording.catalogue import Fields, negated, template
from summitry.questions.answer import Amount, Ref, Share

SOLUTIONS = {
    "nash": "the greatest product of gains (Nash)",
    "kalai_smorodinsky": "the most even share of what each could hope for (Kalai and Smorodinsky)",
    "egalitarian": "the most even gains",
    "utilitarian": "the greatest sum of gains",
}
BY_HAND = "by direct effects alone, before anybody answers"
SCALE = "points of an issue of the highest possible concern"  # of gains that are compared between parties


def clause(say: Namer, option: object, on: object) -> str:
    """A clause by name: `the freeze`, `no tests`."""
    name = say(option)
    return name if on else f"no {bare(name)}"


def package(say: Namer, clauses: object) -> str:
    """`the freeze, US easing and no tests`."""
    return listed([clause(say, o, on) for o, on in clauses]) or "none of these clauses"  # type: ignore[attr-defined]


def everybody(parties: object) -> str:
    """`both`, `all four`."""
    n = len(parties)  # type: ignore[arg-type]
    return "both" if n == 2 else f"all {counted(n)}"


CLEARLY = 0.2  # shares of draws that differ by less are not told as different
SURE = 0.8  # share of draws from which a finding is said without reserve, as in verdicts


def _each(say: Namer, rows: Sequence[tuple[Ref, Share]]) -> str:
    """`China (95–100 % of draws) and Russia (88–96 %)`: names alone where nothing was sampled."""
    told = [f"{say(a)}" + ("" if s.low == s.high else f" ({percent(s)})") for a, s in rows]
    told[:1] = [first.replace(" %)", " % of draws)") for first in told[:1]]
    return listed(told)


@template("deal.zone")
def _(f: Fields, say: Namer) -> str:
    who, deal, found = everybody(f["gains"]), say(f["deal"]), f["open"]
    worth = listed([f"{say.points(amount)} to {say(a)}" for a, amount, _ in f["gains"]])
    if found.value >= SURE:
        text = f"{who} parties are better off with {deal} than without {draws(found)}; it is worth {worth}"
    elif found.value > 1.0 - SURE:
        rest = f"It is worth {worth}" if found.value >= 0.5 else _narrow(f, say)
        text = f"whether {deal} would leave {who} parties better off is open: it would {draws(found)}. {rest}"
    elif found.value > 0:
        text = f"{deal} would leave {who} parties better off {draws(found).replace('in ', 'in only ', 1)}. {_narrow(f, say)}"
    elif found.low == found.high:
        text = f"{deal} would not leave {who} parties better off. {_narrow(f, say)}"
    else:
        text = f"{deal} would leave {who} parties better off in none of {found.draws} draws. {_narrow(f, say)}"
    often = time(f["comes"])
    text += ". If events take their course, it is " + (
        f"{often} in force" if often in ("never", "always") else f"in force {often}"
    )
    if f["bodies"]:
        text += f". Part of it needs a vote of {say.many(f['bodies'])}"
    return capital(f"{text}.")


def _narrow(f: Fields, say: Namer) -> str:
    """Who stands in the way first, and what the deal is to it."""
    amount, share = next((x, s) for a, x, s in f["gains"] if a == f["narrow"])
    also = "" if percent(share) == percent(f["open"]) else f"; it is better off {draws(share)}"
    return f"{capital(say(f['narrow']))} stands first in its way and {_balance(say, amount)}{also}"


def _balance(say: Namer, amount: Amount) -> str:
    """A gain, a loss, or a range that holds both."""
    if amount.low < 0 < amount.high:
        unit = f" of {say(amount.unit)}" if amount.unit is not None else ""
        low, high = number(amount.low, True), number(amount.high, True)
        return f"would come out anywhere between {low} and {high} points{unit} ({number(amount.value, True)} in the middle)"
    if number(amount.value) == "0" and amount.low == amount.high:
        return "would gain nothing by it"
    verb, size = ("lose", negated(amount)) if amount.value < 0 else ("gain", amount)
    return f"would {verb} the equivalent of {say.points(size)}"


@template("deal.kept")
def _(f: Fields, say: Namer) -> str:
    rows = f["rows"]
    keep = [(a, s) for a, s, _, _ in rows if s.value >= SURE]
    leave = [(a, other_than(s)) for a, s, _, _ in rows if s.value <= 1.0 - SURE]
    unsure = [(a, s) for a, s, _, _ in rows if 1.0 - SURE < s.value < SURE]
    parts = []
    if keep:
        parts.append(f"{_each(say, keep)} would keep it")
    if leave:
        parts.append(f"{_each(say, leave)} would gain by leaving it for good, even after the others have answered")
    if unsure:
        parts.append(f"whether {_each(say, unsure)} would keep it is open")
    text = f"once {say(f['deal'])} is signed, {'; '.join(parts)}."
    alone = [
        (a, other_than(by_itself))
        for a, s, _, by_itself in rows
        if s.value >= 0.5 > by_itself.value and s.value - by_itself.value >= CLEARLY
    ]
    if alone:
        text += f" If nobody answered, {_each(say, alone)} would gain by leaving: what speaks against that is the others’ answer."
    return capital(text)


@template("deal.clause")
def _(f: Fields, say: Namer) -> str:
    name, deal = clause(say, f["clause"], f["on"]), say(f["deal"])
    now, then = draws(f["now"]), draws(f["then"])
    if f["has"]:
        return capital(
            f"much depends on one clause of {deal}, {name}: with it all parties gain {now}, without it {then} ({BY_HAND})."
        )
    verb = "help" if f["then"].value >= 0.5 else "hurt"
    return capital(f"adding {name} would {verb} {deal}: all parties would gain {then} instead of {now} ({BY_HAND}).")


@template("deal.outsider")
def _(f: Fields, say: Namer) -> str:
    act, deal, found = f"{say(f['act'])} ({say.many(f['by'])})", say(f["deal"]), f["open"]
    if found.value >= 0.5:
        verb = "could" if found.value >= SURE else "might"
        return capital(
            f"an outsider {verb} make {deal} acceptable to all: if {act} is promised for its signature, all parties gain {draws(found)}."
        )
    often = draws(found) if found.value == 0 else draws(found).replace("in ", "in only ", 1)
    if f["tried"] == 1:
        return capital(
            f"one act of an outsider could be promised for the signature of {deal}: {act}. Even then all parties gain {often}."
        )
    return capital(
        f"even with the most promising of {counted(f['tried'])} acts of outsiders, {act}, promised for the signature of {deal},"
        f" all parties gain {often}."
    )


@template("deal.none")
def _(f: Fields, say: Namer) -> str:
    n, near = counted(f["packages"]), package(say, f["nearest"])
    often = draws(f["open"])
    return capital(
        f"on the average of the draws, none of the {n} packages that can be made of these clauses leaves {everybody(f['parties'])} parties"
        f" better off ({BY_HAND}). The nearest to it is {near}: with that, all gain {often}."
    )


@template("deal.best")
def _(f: Fields, say: Namer) -> str:
    rows = [(clauses, rules, share) for clauses, rules, share in f["rows"]]
    count = f["left"]
    left = f" ({counted(count)} further clause{'s' * (count != 1)} left out)" if count else ""
    made = f"{counted(f['packages'])} packages that can be made of these clauses{left}"

    def name(clauses: object) -> str:
        return f"{say(f['deal'])} as it stands" if f["deal"] and clauses == rows[0][0] else package(say, clauses)

    if len(rows) == 1:
        often = draws(rows[0][2])
        often = often.replace("in ", "in only ", 1) if 0 < rows[0][2].value < 0.5 else often
        text = (
            f"of the {made}, the four solutions of bargaining theory (Nash; Kalai and Smorodinsky; most even gains; greatest sum of gains)"
            f" all choose the same on the average of the draws: {name(rows[0][0])}."
            f" Draw by draw, Nash’s solution chooses it {often}"
        )
    else:
        told = []
        for clauses, rules, share in rows:
            what = listed([SOLUTIONS[r] for r in rules])
            first = "the first of these " if len(rules) > 1 else ""
            told.append(f"{what} {'come' if len(rules) > 1 else 'comes'} with {name(clauses)} ({first}{draws(share)})")
        text = f"of the {made}, on the average of the draws {'; '.join(told)}"
    beaten = [(d, s) for d, s in f["beaten"] if s.value >= 0.5]
    if len(beaten) == 1:
        deal, share = beaten[0]
        text += (
            f". {capital(draws(share))} another package is better for somebody and worse for nobody than {say(deal)}"
        )
    elif beaten:
        names = listed([f"{say(d)} ({draws(s)})" for d, s in beaten], "or")
        text += f". Another package is often better for somebody and worse for nobody than {names}"
    return capital(f"{text}.")


@template("deal.trade")
def _(f: Fields, say: Namer) -> str:
    first, second = say(f["first"]), say(f["second"])
    gives, gets = clause(say, *f["gives"]), clause(say, *f["gets"])
    return capital(
        f"the trade in it: {first} gives {gives}, at a cost of {_size(say, f['costs'], True)}, and gets {gets}, worth {_size(say, f['brings'])} to it."
        f" {capital(second)} gives {gets}, at a cost of {_size(say, f['pays'], True)}, and gets {gives}, worth {_size(say, f['wins'])} to it."
        f" Both gain {draws(f['holds'])} ({BY_HAND})."
    )


def _size(say: Namer, amount: Amount, cost: bool = False) -> str:
    return say.points(negated(amount) if cost else amount)


@template("deal.ratifier")
def _(f: Fields, say: Namer) -> str:
    who, principal = say(f["ratifier"]), say(f["principal"])
    free, asked, narrow = (percent(s) for s in f["open"])
    now, before = number(f["narrow"].value), number(f["free"].value)
    unit = f" of {say(f['free'].unit)}" if f["free"].unit is not None else ""
    sizes = (
        f"{now} points{unit}{ends(f['narrow'])}, against {before}{ends(f['free'])} if nobody had to ratify"
        if now != before or ends(f["narrow"]) != ends(f["free"])
        else f"{now} points{unit}{ends(f['narrow'])}, the same as if nobody had to ratify"
    )
    left = (
        f"Whatever {who} asks for, a package that all accept exists in {narrow} of draws"
        if free == asked == narrow
        else f"A package that all accept would exist in {narrow} of draws, against {asked} with {who} as it is"
        f" and {free} if nobody had to ratify"
    )
    begin = f"if {who} held out for half of the best that it could have,"
    result = {
        "rises": f"{principal} would mostly get more",
        "falls": f"{principal} would mostly lose by it rather than get a better deal",
        "stays": f"{principal} would not get a better deal",
    }[f["verdict"]]
    return capital(f"{begin} {result}: {sizes}. {left}.")


@template("deal.patience")
def _(f: Fields, say: Namer) -> str:
    first, second = say(f["first"]), say(f["second"])

    def split(pair: tuple[float, float]) -> str:
        return f"{number(pair[0])} and {number(pair[1])}"

    return capital(
        f"if {first} and {second} made offers in turn, and every round of delay cost each a tenth of its gain, they would end with"
        f" {split(f['opens'])} points if {first} opened and {split(f['replies'])} if {second} did ({SCALE})."
        f" Impatience costs: with {first} opening they would end with {split(f['first_hasty'])} if each round cost {first} a fifth,"
        f" and with {split(f['second_hasty'])} if it cost {second} a fifth."
    )
