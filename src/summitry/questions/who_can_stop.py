"""Who can stop o: whose course, or whose absence, keeps an option off that would otherwise come on."""

from __future__ import annotations

from summitry.questions.answer import Answer, FigureData, FigureRow, Finding, Ref, Share, Value
from summitry.questions.contrast import RARELY, Study, same_side
from summitry.questions.meter import READ_OFF
from summitry.worlds.ballots import blockers, has_structure
from summitry.worlds.divisions import division
from summitry.worlds.interventions import AS_IT_IS, Intervention, forbid, hold

NEVER = 0.005  # share of time below which something is said never to come


def worlds(study: Study, option: str) -> list[Intervention]:
    """The worlds that the answer contrasts."""
    acts = sorted({(o, on) for a in study.labels.movers for o, on in _hands(study, a, option) if o != option})
    return [AS_IT_IS, forbid(option), *(hold(o, on) for o, on in acts)]


def _hands(study: Study, actor: str, option: str) -> list[tuple[str, bool]]:
    """What an actor can settle by itself: its own acts on or off, joint acts off, and a no where it has a veto over the option."""
    out = [(o, on) for o in study.own(actor) for on in (True, False)]
    out += [(o, False) for o in study.joint(actor)]
    if (option, False) not in out and _has_veto(study, actor, option):
        out.append((option, False))
    return out


def _has_veto(study: Study, actor: str, option: str) -> bool:
    """May the actor veto the option, or a term without which the deal does not come, or does it alone put it to the vote?"""
    bodies = {study.dossier.body_of(o) for o in (option, *study.dossier.options[option].sets)} - {None}
    alone = study.dossier.body_of(option)
    if alone is not None and study.dossier.bodies[alone].tables == (actor,):
        return True
    return any(actor in study.dossier.bodies[str(b)].vetoes for b in bodies)


def answer(study: Study, option: str) -> Answer:
    """For each actor the act (held on or off) with which an option is on least; below half of the time it is stopped."""
    base = study.share_on(option)
    rows = []
    comes = study.mean(base.said).high >= NEVER  # else nobody's act stops anything
    for a in study.labels.movers if comes else ():
        best: tuple[Share, str, bool, float, Intervention] | None = None
        for o, on in _hands(study, a, option):
            z = hold(o, on) if o != option else forbid(o)
            if not study.can_hold(z):
                continue
            share = study.share_on(option, z)
            if best is None or float(share.said.mean()) < best[0].value:
                best = (study.mean(share.said), o, on and o != option, float(share.other.mean()), z)
        if best is not None:
            rows.append((a, best))
    able = [(a, b) for a, b in rows if b[0].value < 0.5 <= float(base.said.mean())]
    headline = study.finding(
        "who-can-stop.headline",
        {
            "option": Ref("option", option),
            "base": study.mean(base.said),
            "who": tuple(Ref("actor", a) for a, _ in able),
        },
        [AS_IT_IS, *(b[4] for _, b in able)],
        agrees=all(same_side(b[0].value, b[3]) for _, b in able),
    )
    findings: tuple[Finding, ...] = tuple(
        study.finding(
            "who-can-stop.actor",
            {
                "actor": Ref("actor", a),
                "option": Ref("option", option),
                "act": Ref("option", b[1]),
                "on": b[2],
                "left": b[0],
            },
            [AS_IT_IS, b[4]],
            agrees=same_side(b[0].value, b[3]),
            holds=None if b[0].per_draw is None else (b[0].per_draw < 0.5) == (b[0].value < 0.5),
        )
        for a, b in sorted(rows, key=lambda p: (p[1][0].value, p[0]))
    )
    findings += tuple(_vote(study, o) for o in _voted(study, option))
    figure = FigureData(
        "who-can-stop.figure",
        tuple(FigureRow.of_share(Ref("actor", a), b[0], "left") for a, b in rows),
        (0.0, 100.0),
        {"option": Ref("option", option)},
    )
    return Answer("who-can-stop", f"who can stop {option}", "", headline, findings, figure=figure if rows else None)


def _voted(study: Study, option: str) -> list[str]:
    """The option, or the terms of the deal, on which a body votes whose rule tells more than a number of equal votes does, or gives vetoes."""
    bodies = {o: study.dossier.body_of(o) for o in (option, *study.dossier.options[option].sets)}
    rules = {o: study.dossier.bodies[b] for o, b in bodies.items() if b is not None}
    return [o for o, body in rules.items() if body.vetoes or has_structure(body)]


def _vote(study: Study, option: str) -> Finding:
    """Whose vote alone turns the result on the eve, who would veto, and who could block by the rule alone."""
    body = study.dossier.bodies[str(study.dossier.body_of(option))]
    vote = division(study.worlds.game, option)
    fields: dict[str, Value] = {
        "option": Ref("option", option),
        "body": Ref("body", str(study.dossier.body_of(option))),
        "able": tuple(Ref("actor", m) for m in blockers(body)),
        "of_all": len(body.seats) + bool(body.unmodelled),
    }
    if vote is None:
        return study.finding(
            "who-can-stop.vote", {**fields, "passes": None, "pivotal": (), "vetoes": ()}, [AS_IT_IS], READ_OFF
        )
    turns = [(m, study.share(vote.pivotal[:, q])) for q, m in enumerate(vote.members)]
    stops = [(m, study.share(vote.votes[:, q] < 0)) for q, m in enumerate(vote.members) if m in body.vetoes]
    fields |= {
        "passes": study.share(vote.passes),
        "pivotal": tuple((Ref("actor", m), s) for m, s in _often(turns)[:4]),
        "vetoes": tuple((Ref("actor", m), s) for m, s in _often(stops)[:4]),
    }
    return study.finding("who-can-stop.vote", fields, [AS_IT_IS], READ_OFF)


def _often(shares: list[tuple[str, Share]]) -> list[tuple[str, Share]]:
    return sorted(((m, s) for m, s in shares if s.value >= RARELY), key=lambda p: (-p[1].value, p[0]))
