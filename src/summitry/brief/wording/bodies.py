"""Bodies: a rule of voting in words, and what is said of a vote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summitry.brief.names import Namer, capital, counted, draws, listed, number, whose
from summitry.brief.wording.catalogue import Fields, template

if TYPE_CHECKING:
    from summitry.dossier.model import Body

MAJORITIES = {
    "simple majority": ("more yes than no {votes}", "more than half of all {votes}"),
    "absolute majority": ("more than half of all {votes}",) * 2,
    "two-thirds majority": ("two thirds of the {votes} cast", "two thirds of all {votes}"),
}


def rule(body: Body, say: Namer) -> str:
    """What it takes: `a proposal needs 55 % of members and 65 % of population; …`."""
    clauses = [_needs(body), *_sides(body, say)]
    return "; ".join(clauses)


def _needs(body: Body) -> str:
    if body.is_unanimous:
        if body.abstain == "counts as no":
            return "a proposal needs everybody's yes"
        return "a proposal passes if somebody says yes and nobody says no; an abstention does not prevent it"
    wanted = body.passes if isinstance(body.passes, dict) else {body.measures[0]: body.passes}
    parts = [_threshold(body, measure, wanted[measure]) for measure in body.measures if measure in wanted]
    return f"a proposal needs {listed(parts)}"


def _threshold(body: Body, measure: str, wanted: float | str) -> str:
    votes = measure.replace("_", " ")
    if isinstance(wanted, float):
        total = body.total(measure)
        if body.abstain == "not counted":
            return f"{number(100 * wanted / total)} % of the {votes} cast"
        return f"{wanted:g} of {total:g} {votes}"
    if wanted in MAJORITIES:
        cast = body.abstain == "not counted" or (wanted == "simple majority" and body.abstain is None)
        return MAJORITIES[wanted][0 if cast else 1].format(votes=votes)
    return f"{wanted} of {'the ' + votes + ' cast' if body.abstain == 'not counted' else votes}"


def _sides(body: Body, say: Namer) -> list[str]:
    out = []
    if body.blocking:
        out.append(f"fewer than {counted(body.blocking)} members who do not say yes cannot stop it")
    if body.veto:
        holders = [say.dossier.actor_name(name) for name in body.veto]
        whose_no = "any member" if set(body.veto) >= set(body.members) else listed(holders, "or")
        out.append(f"a no of {whose_no} stops it, an abstention does not")
    if body.quorum is not None:
        wanted = body.quorum if isinstance(body.quorum, dict) else dict.fromkeys(body.measures, body.quorum)
        there = [f"{f'{q} of' if isinstance(q, str) else f'{q:g}'} {m.replace('_', ' ')}" for m, q in wanted.items()]
        out.append(f"{listed(there)} must be present")
    if body.tables:
        setters = [say.dossier.actor_name(name) for name in body.tables]
        out.append(f"{listed(setters, 'or')} alone may put it to the vote")
    return out


def followers(body: Body, say: Namer) -> str:
    """Who votes as whom: `GBR and FRA vote as the United States does.`; empty where nobody follows anybody."""
    led: dict[str, list[str]] = {}
    for member in body.seats:
        if (voter := body.voter(member)) != member:
            led.setdefault(voter, []).append(say.dossier.actor_name(member))
    told = [
        f"{listed(names)} vote{'s' if len(names) == 1 else ''} as {say.dossier.actor_name(voter)} does"
        for voter, names in led.items()
    ]
    return capital("; ".join(told)) + "." if told else ""


@template("importance.pivotal")
def _(f: Fields, say: Namer) -> str:
    of, option, body = say(f["of"]), say(f["option"]), say(f["body"])
    others = [f"{whose(say(m))} {draws(share)}" for m, share in f["others"]]
    mine = f"{whose(of)} vote alone decides on {option} in {body} {draws(f['share'])}"
    return capital(f"{mine}{f', {listed(others)}' if others else ''}.")


@template("importance.power")
def _(f: Fields, say: Namer) -> str:
    of, body = say(f["of"]), say(f["body"])
    shapley, banzhaf = f"{100 * f['shapley']:.1f}", f"{100 * f['banzhaf']:.1f}"
    part = say.dossier.bodies[f["body"].id]
    held = f", with {100 * f['votes']:.1f} % of the {part.measures[0].replace('_', ' ')}"
    can = {
        (True, True): " Alone, it can stop what all others want and carry what all others refuse.",
        (True, False): " Alone, it can stop what all others want, but carry nothing.",
        (False, True): " Alone, it can carry what all others refuse.",
        (False, False): "",
    }[f["blocks"], f["carries"]]
    return capital(
        f"in {body} {rule(part, say)}. By the rule alone, whatever anybody wants, {of} has {shapley} % of the power to turn a"
        f" vote (Shapley–Shubik; {banzhaf} % by Banzhaf){held}.{can}"
    )


@template("who-can-stop.vote")
def _(f: Fields, say: Namer) -> str:
    body, option = say(f["body"]), say(f["option"])
    text = f"in {body} {rule(say.dossier.bodies[f['body'].id], say)}."
    if f["passes"] is not None:
        text += f" Put to the vote on the eve, {option} would pass {draws(f['passes'])}"
        turns = [f"{say(m)} ({draws(s)})" for m, s in f["pivotal"]]
        stops = [f"{say(m)} ({draws(s)})" for m, s in f["vetoes"]]
        text += f"; one vote alone turns it: that of {listed(turns, 'or')}" if turns else "; no single vote turns it"
        text += f"; a veto would come from {listed(stops)}." if stops else "."
    if len(f["able"]) == f["of_all"] > 1:
        text += " By the rule, each member alone can stop it."
    elif f["able"]:
        text += f" By the rule, {say.many(f['able'], word='or')} alone can stop what all others want."
    return capital(text)
