"""Deals: the sentences."""

from __future__ import annotations

from summitry.brief.names import Namer, bare, capital, counted, draws, listed, number, other_than, percent, time
from summitry.brief.wording.catalogue import Fields, negated, template
from summitry.questions.answer import Amount, Share

YARDSTICKS = {
    "nash": "the greatest product of gains (Nash)",
    "kalai_smorodinsky": "the most even share of what each could hope for (Kalai and Smorodinsky)",
    "egalitarian": "the most even gains",
    "utilitarian": "the greatest sum of gains",
}
BY_HAND = "weighed by hand, with nobody answering"


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


SURE = 0.8  # share of draws from which a finding is said without reserve, as in verdicts


@template("deal.zone")
def _(f: Fields, say: Namer) -> str:
    who, deal, found = everybody(f["gains"]), say(f["deal"]), f["open"]
    if found.value >= 0.5:
        sizes = listed([f"{say.points(amount)} to {say(a)}" for a, amount, _ in f["gains"]])
        text = f"{who} parties are better off with {deal} than without {draws(found)}; it is worth {sizes}"
    else:
        amount, share = next((x, s) for a, x, s in f["gains"] if a == f["narrow"])
        rare = f"only {draws(found)}" if found.value > 0 else f"in no draw ({percent(found)})"
        text = f"{deal} would leave {who} parties better off {rare}. It fails first on {say(f['narrow'])}: {_narrow(say, amount, share)}"
    often = time(f["comes"])
    text += ". Where things are left to run, it is " + (
        f"{often} in force" if often in ("never", "always") else f"in force {often}"
    )
    if f["bodies"]:
        text += f", and {say.many(f['bodies'])} would have to pass a part of it"
    return capital(f"{text}.")


def _narrow(say: Namer, amount: Amount, share: Share) -> str:
    verb, size = ("costs", negated(amount)) if amount.value < 0 else ("brings", amount)
    return f"to it the deal {verb} as much as {say.points(size)}, and it is better off {draws(share)}"


@template("deal.kept")
def _(f: Fields, say: Namer) -> str:
    rows = f["rows"]
    keep = [(a, s) for a, s, _, _ in rows if s.value >= SURE]
    leave = [(a, other_than(s)) for a, s, _, _ in rows if s.value <= 1.0 - SURE]
    unsure = [(a, s) for a, s, _, _ in rows if 1.0 - SURE < s.value < SURE]
    parts = []
    for who, verb in (
        (keep, "would keep it"),
        (leave, "would do better to leave it for good, also after the others have answered"),
    ):
        if who:
            least = min((s for _, s in who), key=lambda s: s.value)
            each = "each in at least " if len(who) > 1 else "in "
            parts.append(f"{say.many([a for a, _ in who])} {verb}, {each}{percent(least)} of draws")
    for a, s in unsure:
        parts.append(f"whether {say(a)} would keep it is open: it would {draws(s)}")
    held = [a for a, s, _, alone in rows if s.value >= 0.5 and alone.value < 0.5]
    if held:
        parts.append(f"what holds {say.many(held)} is the others’ answer: if nobody answered, leaving would pay")
    return capital(f"once {say(f['deal'])} is signed, {'; '.join(parts)}.")


@template("deal.clause")
def _(f: Fields, say: Namer) -> str:
    name, deal = clause(say, f["clause"], f["on"]), say(f["deal"])
    now, then = percent(f["now"]), percent(f["then"])
    opens = f["then"].value >= 0.5
    if f["has"]:
        verb = "breaks on" if opens else "turns on"
        return capital(
            f"{deal} {verb} {name}: with it all parties gain in {now} of draws, without it in {then}, {BY_HAND}."
        )
    verb = "open" if opens else "close"
    return capital(
        f"adding {name} would {verb} {deal}: all parties would gain in {then} of draws instead of {now}, {BY_HAND}."
    )


@template("deal.outsider")
def _(f: Fields, say: Namer) -> str:
    act, deal, found = f"{say(f['act'])} ({say.many(f['by'])})", say(f["deal"]), draws(f["open"])
    if f["open"].value >= 0.5:
        return capital(
            f"an outsider could open {deal}: with {act} promised for its signature, all parties gain {found}."
        )
    if f["tried"] == 1:
        return capital(
            f"the one act of an outsider that could be added to {deal}, {act}, does not open it: all parties gain {found}."
        )
    return capital(
        f"none of {counted(f['tried'])} acts of outsiders, promised for its signature, opens {deal}; {act} looked best, and with it all parties gain {found}."
    )


@template("deal.none")
def _(f: Fields, say: Namer) -> str:
    n = counted(f["packages"])
    return capital(
        f"none of the {n} packages that these clauses make gives {everybody(f['parties'])} parties a gain at the mean of the draws;"
        f" {package(say, f['nearest'])} comes nearest, {draws(f['open'])}, {BY_HAND}."
    )


@template("deal.best")
def _(f: Fields, say: Namer) -> str:
    rows = [(clauses, rules, share) for clauses, rules, share in f["rows"]]
    n = counted(f["packages"])
    left = f" ({counted(f['left'])} further clauses left out)" if f["left"] else ""

    def name(clauses: object) -> str:
        return f"{say(f['deal'])} as it stands" if f["deal"] and clauses == rows[0][0] else package(say, clauses)

    if len(rows) == 1:
        text = (
            f"of the {n} packages that these clauses make{left}, all four yardsticks of bargaining theory (product of gains, shares of"
            f" what each could hope for, even gains, sum of gains) choose the same at the mean of the draws: {name(rows[0][0])}; draw by draw the product of gains chooses it {draws(rows[0][2])}"
        )
    else:
        told = [
            f"{name(c)} has {listed([YARDSTICKS[r] for r in rules])} ({draws(share).removeprefix('in ')})"
            for c, rules, share in rows
        ]
        text = f"of the {n} packages that these clauses make{left}, {'; '.join(told)}"
    beaten = [f"{say(d)} ({percent(s)})" for d, s in f["beaten"] if s.value >= 0.5]
    if beaten:
        text += (
            f". Another package is better for somebody and worse for nobody than {listed(beaten, 'or')} of draws"
            if len(beaten) == 1
            else f". In most draws another package is better for somebody and worse for nobody than {listed(beaten, 'or')}"
        )
    return capital(f"{text}.")


@template("deal.trade")
def _(f: Fields, say: Namer) -> str:
    first, second = say(f["first"]), say(f["second"])
    gives, gets = clause(say, *f["gives"]), clause(say, *f["gets"])
    return capital(
        f"the trade in it: {first} gives {gives}, which costs it {_size(say, f['costs'], True)}, for {gets}, worth {_size(say, f['brings'])} to it;"
        f" {second} gives {gets} at {_size(say, f['pays'], True)} for what is worth {_size(say, f['wins'])}. Both gain {draws(f['holds'])}."
    )


def _size(say: Namer, amount: Amount, cost: bool = False) -> str:
    return say.points(negated(amount) if cost else amount)


@template("deal.ratifier")
def _(f: Fields, say: Namer) -> str:
    who, principal = say(f["ratifier"]), say(f["principal"])
    free, asked, narrow = f["open"]
    sizes = f"{number(f['narrow'].value)} points instead of {say.points(f['free'])} with nobody to ask"
    left = f"A package that all accept is left in {percent(narrow)} of draws, against {percent(free)} with nobody to ask and {percent(asked)} as {who} is"
    begin = f"{who} with half of its best outcome as its price would"
    if f["verdict"] == "rises":
        return capital(f"{begin} strengthen {principal}’s hand: {sizes}. {left}.")
    if f["verdict"] == "falls":
        return capital(f"{begin} cost {principal} the deal rather than win it a better one: {sizes}. {left}.")
    return capital(f"{begin} not win {principal} a better deal: {sizes}. {left}.")


@template("deal.patience")
def _(f: Fields, say: Namer) -> str:
    first, second = say(f["first"]), say(f["second"])

    def split(pair: tuple[float, float]) -> str:
        return f"{number(pair[0])} and {number(pair[1])}"

    return capital(
        f"if {first} and {second} made offers in turn, with a tenth of a gain lost by every round, they would have {split(f['opens'])} points"
        f" (of an issue of weight 100) where {first} opens and {split(f['replies'])} where {second} does; {split(f['first_hasty'])} if {first},"
        f" opening, lost a fifth, and {split(f['second_hasty'])} if {second} did."
    )
