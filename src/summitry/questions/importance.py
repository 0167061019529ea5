"""What B is worth to A: the world without B, by channel, issue and option; votes; whether B's worth needs a third; mediator or spoiler."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from summitry.questions.answer import Answer, FigureData, FigureRow, Finding, Ref, Value
from summitry.questions.change import hinges
from summitry.questions.contrast import MATTERS, MOSTLY, RARELY, Study, Twin, same_side, same_sign
from summitry.questions.meter import READ_OFF, by_induced
from summitry.worlds.ballots import has_structure, standing
from summitry.worlds.divisions import Division, division
from summitry.worlds.interventions import AS_IT_IS, Intervention, absent, forbid

if TYPE_CHECKING:
    from summitry.dossier.model import Body

MOVED = 0.15


def answer(study: Study, of: str, to: str) -> Answer:
    """V_A(as it is) − V_A(absent B), and what stands behind it. `of` is B, `to` is A."""
    refs = {"of": Ref("actor", of), "to": Ref("actor", to)}
    without = absent(of)
    study.prepare(worlds(study, of, to))
    worth, direct = study.being_there(of, to)
    points = study.points(to, worth)
    meter = by_induced(worth.said, direct.said)
    ranking = _ranking(study, to)
    place = 1 + [a for a, _ in ranking].index(of)
    plus = study.share(worth.said > 1e-6)
    channels = _channels(study, of, to)
    size = abs(float(np.median(points.said)))
    key = (
        "importance.headline"
        if size >= MATTERS and max(plus.value, 1 - plus.value) >= MOSTLY
        else "importance.headline.little"
    )
    little, helps = key == "importance.headline.little", bool(np.median(worth.said) > 0)
    holds = np.abs(points.said) < MATTERS if little else worth.said > 1e-6 if helps else worth.said < -1e-6
    headline = study.finding(
        key,
        {
            **refs,
            "worth": study.amount(points.said, study.unit(to)),
            "plus": plus,
            "helps": bool(np.median(worth.said) > 0),
            "place": place,
            "of_all": len(ranking),
            "first": Ref("actor", ranking[0][0]),
            "channel": channels[0][0] if channels else None,
        },
        [AS_IT_IS, without],
        meter,
        same_side(plus.value, float((worth.other > 1e-6).mean())),
        probe=None if little else lambda s: _sided(s, of, to, helps),
    )
    findings: list[Finding] = [
        _worth(study, refs, worth, direct),
        *_channel_findings(study, refs, channels),
        *_moves(study, of, refs),
        *_votes(study, of),
        *_interplay(study, of, to, refs),
        _rank(study, refs, ranking, place),
        *_between(study, of, to),
    ]
    changes = hinges(study, holds.astype(float), [AS_IT_IS, without])
    figure = _figure(study, to, ranking)
    return Answer(
        "importance", f"what {of} is worth to {to}", "", headline, tuple(findings), changes=changes, figure=figure
    )


def worlds(study: Study, of: str, to: str) -> list[Intervention]:
    """The worlds that the answer contrasts."""
    others = [a for a in study.labels.movers if a != to]
    channels = [forbid(o) for o in study.labels.options if of in study.dossier.owners(o)]
    return [AS_IT_IS, *(absent(a) for a in others), *(absent(of, a) for a in others if a != of), *channels]


def _sided(study: Study, of: str, to: str, helps: bool) -> NDArray[np.float64]:
    """`(D,)` 1 where B's being there moves A's value the way that the headline says."""
    worth = (study.value(to) - study.value(to, absent(of))).said
    return (worth > 1e-6 if helps else worth < -1e-6).astype(float)


def _ranking(study: Study, to: str) -> list[tuple[str, Twin]]:
    """Every other mover by what its being there is worth to A (median points), best first."""
    table = [
        (a, study.points(to, study.value(to) - study.value(to, absent(a)))) for a in study.labels.movers if a != to
    ]
    return sorted(table, key=lambda p: (-float(np.median(p[1].said)), p[0]))


def _worth(study: Study, refs: dict[str, Ref], worth: Twin, direct: Twin) -> Finding:
    to = refs["to"].id
    return study.finding(
        "importance.worth",
        {
            **refs,
            "worth": study.amount(study.points(to, worth).said, study.unit(to)),
            "direct": study.amount(study.points(to, direct).said, study.unit(to)),
            "short": float(np.median(study.points(to, worth).other)),
        },
        [AS_IT_IS, absent(refs["of"].id)],
        by_induced(worth.said, direct.said),
        worth.medians_agree,
        holds=same_sign(worth.said),
    )


def _channels(study: Study, of: str, to: str) -> list[tuple[Ref, Twin]]:
    """Options of B by what A would lose if that one could not be used."""
    out = []
    for o in study.labels.options:
        if of in study.dossier.owners(o) and study.can_hold(forbid(o)):
            loss = study.points(to, study.value(to) - study.value(to, forbid(o)))
            if abs(float(np.median(loss.said))) >= MATTERS:
                out.append((Ref("option", o), loss))
    return sorted(out, key=lambda p: (-abs(float(np.median(p[1].said))), p[0].id))


def _channel_findings(study: Study, refs: dict[str, Ref], channels: list[tuple[Ref, Twin]]) -> list[Finding]:
    out = []
    for option, loss in channels[:3]:
        to = refs["to"].id
        direct = study.points(to, study.direct(to, forbid(option.id), put_on=[option.id]))
        out.append(
            study.finding(
                "importance.channel",
                {
                    **refs,
                    "option": option,
                    "loss": study.amount(loss.said, study.unit(to)),
                    "good": bool(np.median(loss.said) > 0),
                },
                [AS_IT_IS, forbid(option.id)],
                by_induced(loss.said, direct.said),
                loss.medians_agree,
                holds=same_sign(loss.said),
            )
        )
    return out


def _moves(study: Study, of: str, refs: dict[str, Ref]) -> list[Finding]:
    """What else is different without B: others' options and issues that move most."""
    without = absent(of)
    options = []
    for o in study.others_options(of):
        change = study.share_on(o) - study.share_on(o, without)
        if abs(float(change.said.mean())) >= MOVED:
            options.append((Ref("option", o), study.amount(100 * change.said), change))
    issues = []
    for j in study.labels.issues:
        change = study.percent(j, study.level(j) - study.level(j, without))
        if abs(float(np.median(change.said))) >= 3.0:
            issues.append((Ref("issue", j), study.amount(change.said), same_sign(change.said)))
    options.sort(key=lambda p: -abs(float(p[2].said.mean())))
    issues.sort(key=lambda p: -abs(p[1].value))
    out = []
    if options:
        out.append(
            study.finding(
                "importance.options",
                {
                    **refs,
                    "options": tuple(
                        (r, study.mean(np.abs(t.said)), bool(t.said.mean() > 0)) for r, _, t in options[:3]
                    ),
                },
                [AS_IT_IS, without],
                agrees=all(t.means_agree for _, _, t in options[:3]),
                holds=np.all([np.sign(t.said) == np.sign(t.said.mean()) for _, _, t in options[:3]], axis=0),
            )
        )
    if issues:
        out.append(
            study.finding(
                "importance.issues",
                {**refs, "issues": tuple((j, a) for j, a, _ in issues[:3])},
                [AS_IT_IS, without],
                holds=np.all([true for *_, true in issues[:3]], axis=0),
            )
        )
    return out


def _votes(study: Study, of: str) -> list[Finding]:
    """Formal vote: in which share of draws a body's option would pass from the eve with B's yes, and with B's no."""
    out = []
    ruled: set[str] = set()
    for o in study.labels.options:
        name = study.dossier.body_of(o)
        if name is None or of not in study.dossier.bodies[name].seats:
            continue
        body = study.dossier.bodies[name]
        vote = division(study.worlds.game, o)
        if vote is None:
            continue
        mine = vote.of(of)
        passes = vote.yes[:, mine]
        yes = study.share(passes)
        out.append(
            study.finding(
                "importance.vote",
                {
                    "of": Ref("actor", of),
                    "body": Ref("body", name),
                    "option": Ref("option", o),
                    "yes": yes,
                    "no": study.share(vote.no[:, mine]),
                    "veto": of in body.vetoes,
                    "blockers": _blockers(body, vote, of),
                },
                [AS_IT_IS],
                READ_OFF,
                holds=passes == (yes.value >= 0.5),
            )
        )
        if has_structure(body):
            out += [_pivots(study, of, vote), *([] if name in ruled else _power(study, of, name))]
            ruled.add(name)
    return out


def _blockers(body: Body, vote: Division, of: str) -> tuple[Ref, ...]:
    """Who, B and those that vote with it apart, would mostly veto."""
    often: dict[str, float] = {}
    for q, member in enumerate(vote.members):
        voter = body.voter(member)
        if member in body.vetoes and voter != of:
            often[voter] = max(often.get(voter, 0.0), float((vote.votes[:, q] < 0).mean()))
    return tuple(Ref("actor", a) for a, share in sorted(often.items()) if share >= MOSTLY)


def _pivots(study: Study, of: str, vote: Division) -> Finding:
    """In which share of draws B's change of vote turns the result, and whose most often does."""
    shares = {m: study.share(vote.pivotal[:, q]) for q, m in enumerate(vote.members)}
    others = sorted((m for m in shares if m != of and shares[m].value >= RARELY), key=lambda m: (-shares[m].value, m))
    mine = shares[of]
    return study.finding(
        "importance.pivotal",
        {
            "of": Ref("actor", of),
            "body": Ref("body", vote.body),
            "option": Ref("option", vote.option),
            "share": mine,
            "others": tuple((Ref("actor", m), shares[m]) for m in others[:3]),
        },
        [AS_IT_IS],
        READ_OFF,
        holds=vote.pivotal[:, vote.of(of)] == (mine.value >= 0.5),
    )


def _power(study: Study, of: str, name: str) -> list[Finding]:
    """What the rule alone gives B, whatever anybody wants: power indices beside its share of the votes."""
    body = study.dossier.bodies[name]
    found = standing(body)
    if found.power is None:
        return []
    q = found.members.index(of)
    total = body.total(body.measures[0])
    fields: dict[str, Value] = {
        "of": Ref("actor", of),
        "body": Ref("body", name),
        "shapley": float(found.power.shapley[q]),
        "banzhaf": float(found.power.banzhaf[q]),
        "votes": body.seats[of] / total if total else 0.0,
        "blocks": bool(found.blocks[q]),
        "carries": bool(found.carries[q]),
    }
    return [study.finding("importance.power", fields, [], READ_OFF)]


def _interplay(study: Study, of: str, to: str, refs: dict[str, Ref]) -> list[Finding]:
    """Does B's worth need C? [V(as it is) − V(absent B)] − [V(absent C) − V(absent B, C)], in A's points."""
    out = []
    for third in study.labels.movers:
        if third in (of, to):
            continue
        with_third = study.points(to, study.value(to) - study.value(to, absent(of)))
        alone = study.points(to, study.value(to, absent(third)) - study.value(to, absent(of, third)))
        interplay = with_third - alone
        side = float((interplay.said > 1e-6).mean())
        if abs(float(np.median(interplay.said))) >= 2 * MATTERS and max(side, 1 - side) >= MOSTLY:
            out.append(
                (
                    abs(float(np.median(interplay.said))),
                    study.finding(
                        "importance.interplay",
                        {
                            **refs,
                            "third": Ref("actor", third),
                            "with": study.amount(with_third.said, study.unit(to)),
                            "without": study.amount(alone.said, study.unit(to)),
                            "needs": bool(np.median(interplay.said) > 0),
                        },
                        [AS_IT_IS, absent(of), absent(third), absent(of, third)],
                        agrees=interplay.medians_agree,
                        holds=same_sign(interplay.said),
                    ),
                )
            )
    return [f for _, f in sorted(out, key=lambda p: -p[0])[:2]]


def _rank(study: Study, refs: dict[str, Ref], others: list[tuple[str, Twin]], place: int) -> Finding:
    unit = study.unit(refs["to"].id)
    return study.finding(
        "importance.rank",
        {
            **refs,
            "place": place,
            "of_all": len(others),
            "order": tuple((Ref("actor", a), study.amount(t.said, unit)) for a, t in others),
        },
        [AS_IT_IS, *(absent(a) for a, _ in others)],
        agrees=others[0][0] == max(others, key=lambda p: float(np.median(p[1].other)))[0],
    )


def _between(study: Study, of: str, to: str) -> list[Finding]:
    """Mediator (two others both better off with B), spoiler (both worse off) or splitter (one each), among pairs with A first."""
    out = []
    gains = {a: study.points(a, study.value(a) - study.value(a, absent(of))) for a in study.labels.actors if a != of}
    names = sorted(gains, key=lambda a: (a != to, a))
    for q, one in enumerate(names):
        for two in names[q + 1 :]:
            a, b = gains[one].said, gains[two].said
            best = {
                "mediates": np.minimum(a, b) > MATTERS,
                "spoils": np.maximum(a, b) < -MATTERS,
                "splits": (np.maximum(a, b) > MATTERS) & (np.minimum(a, b) < -MATTERS),
            }
            role = max(best, key=lambda r: float(best[r].mean()))
            share = study.share(best[role])
            if share.value >= MOSTLY:
                up, down = (one, two) if float(np.median(a)) >= float(np.median(b)) else (two, one)
                out.append((role, one, two, up, down, share, best[role]))
    findings = []
    for role in ("mediates", "splits", "spoils"):
        mine = [r for r in out if r[0] == role]
        if mine:
            findings.append(
                study.finding(
                    f"importance.{role}",
                    {
                        "of": Ref("actor", of),
                        "pairs": tuple((Ref("actor", r[3]), Ref("actor", r[4])) for r in mine),
                        "up": tuple(Ref("actor", a) for a in dict.fromkeys(r[3] for r in mine)),
                        "down": tuple(Ref("actor", a) for a in dict.fromkeys(r[4] for r in mine)),
                        "both": tuple(Ref("actor", a) for a in dict.fromkeys(x for r in mine for x in (r[1], r[2]))),
                        "share": min((r[5] for r in mine), key=lambda s: s.value),
                    },
                    [AS_IT_IS, absent(of)],
                    holds=np.all([r[6] for r in mine], axis=0),
                )
            )
    return findings


def _figure(study: Study, to: str, others: list[tuple[str, Twin]]) -> FigureData:
    unit = study.unit(to)
    amounts = [(a, study.amount(t.said, unit)) for a, t in others]
    rows = tuple(FigureRow.of_amount(Ref("actor", a), m, "worth") for a, m in amounts)
    ends = (min(0.0, *(r.low for r in rows)), max(0.0, *(r.high for r in rows)))
    return FigureData("importance.figure", rows, ends, {"to": Ref("actor", to), "unit": unit})
