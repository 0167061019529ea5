"""Why A wants E: what it gains, through which stakes, which of them would be enough, who else gains, what could go wrong for it."""

from __future__ import annotations

import numpy as np

from summitry.errors import QuestionError
from summitry.questions.answer import Answer, FigureData, FigureRow, Finding, FloatArray, Ref
from summitry.questions.change import hinges
from summitry.questions.contrast import MATTERS, MOSTLY, RARELY, Study, Twin, pairs, same_side, same_sign
from summitry.questions.meter import by_induced
from summitry.worlds.interventions import AS_IT_IS, Intervention, forbid, hold, mute, only, waive

TOUCHED = (
    1.0  # per cent of a scale by which E must move an issue, in some draw, for a stake in it to be a possible reason
)


def answer(study: Study, actor: str, event: str) -> Answer:
    """Contrast the world with one in which E is forbidden, and worlds in which A cares only for some of its stakes.

    sufficient(J) : share of draws in which E is on more than half of the time when A cares for J alone.
    necessary(J) : share in which E is on as things are, and not when A does not care for J.
    """
    if actor not in study.dossier.owners(event):
        raise QuestionError(
            f"{actor} has no hand in {event}, so it cannot bring it about.",
            [f"{event} is decided by {', '.join(study.dossier.options[event].by)}."],
            f"Ask why one of them wants {event}, or what {event} is worth to {actor} (`{event} helps {actor}`).",
        )
    study.prepare(worlds(study, actor, event))
    without = forbid(event)
    held = study.share_on(event).above(0.5)
    gain = study.value(actor) - study.value(actor, without)
    direct = study.direct(actor, without, put_on=[event])
    fields = {"actor": Ref("actor", actor), "event": Ref("option", event)}
    if float(held.said.mean()) <= RARELY:
        return _not_held(study, actor, event)
    enough = _sufficient(study, actor, event)
    findings = [
        _gain(study, actor, event, fields),
        *_reasons(study, actor, event, enough),
        *_necessary(study, actor, event),
        _win_win(study, actor, event),
        *_others(study, actor, event),
        *_freedom(study, actor),
    ]
    held_share = study.share(held.said)
    alone = [f for f in enough if f.value >= MOSTLY]
    meter = by_induced(gain.said, direct.said)
    key = "motive.headline.held" if held_share.value >= MOSTLY else "motive.headline.open"
    # With all saliences of A at zero E must not be on: otherwise no stake explains anything.
    idle = study.share(study.share_on(event, only(actor)).above(0.5).said)
    ranked = sorted(enough, key=lambda r: (-r.value, r.issues))
    lead = ranked[0].issues if ranked and ranked[0].value > 0 else None
    decided = only(actor, *lead) if lead and alone else AS_IT_IS
    headline = study.finding(
        key,
        {
            **fields,
            "held": held_share,
            "reasons": tuple(tuple(Ref("issue", j) for j in r.issues) for r in ranked if r.value >= MOSTLY),
            "reason_share": min((r.share for r in alone), key=lambda s: s.value, default=None),
            "weak": tuple(Ref("issue", r.issues[0]) for r in ranked if len(r.issues) == 1 and r.value <= RARELY),
            "weak_share": max(
                (r.share for r in ranked if len(r.issues) == 1 and r.value <= RARELY),
                key=lambda s: s.value,
                default=None,
            ),
            "indifferent": idle.value > 0.5,
            "gain": study.amount(study.points(actor, gain).said, study.unit(actor)),
        },
        [AS_IT_IS, without, *(only(actor, *r.issues) for r in alone)],
        meter,
        same_side(held_share.value, float(held.other.mean())),
        probe=lambda s: s.share_on(event, decided).above(0.5).said,
    )
    assert headline.holds is not None
    changes = hinges(study, headline.holds, [decided])
    figure = _figure(study, actor, enough)
    return Answer("motive", f"why {actor} wants {event}", "", headline, tuple(findings), changes=changes, figure=figure)


def _not_held(study: Study, actor: str, event: str) -> Answer:
    """E does not come about: would A want it at all, and which other owner loses by it?"""
    without, with_it = forbid(event), hold(event, True)
    fields = {"actor": Ref("actor", actor), "event": Ref("option", event)}
    held = study.share_on(event).above(0.5)
    parts = [a for a in study.dossier.owners(event) if a != actor]
    direct = {a: study.direct(a, without, put_on=[event]) for a in [actor, *parts]}
    losing = {a: study.share(direct[a].said <= 1e-9) for a in parts}
    stopped = sorted((a for a in parts if losing[a].value >= MOSTLY), key=lambda a: (-losing[a].value, a))
    possible = study.can_hold(with_it)
    gain = study.value(actor, with_it) - study.value(actor, without) if possible else direct[actor]
    wants = study.share(gain.said > 1e-6)
    headline = study.finding(
        "motive.headline.refused" if stopped and wants.value >= MOSTLY else "motive.headline.not-held",
        {
            **fields,
            "held": study.share(held.said),
            "wants": wants,
            "who": tuple(Ref("actor", a) for a in stopped),
            "loses": min((losing[a] for a in stopped), key=lambda s: s.value) if stopped else None,
        },
        [AS_IT_IS, without],
        agrees=same_side(float(held.said.mean()), float(held.other.mean())),
        probe=lambda s: 1.0 - s.share_on(event).above(0.5).said,
    )
    findings = [
        study.finding(
            "motive.would-gain",
            {
                **fields,
                "gain": study.amount(study.points(actor, gain).said, study.unit(actor)),
                "better": wants,
            },
            [with_it, without] if possible else [without],
            by_induced(gain.said, direct[actor].said),
            same_side(wants.value, float((gain.other > 1e-6).mean())),
            holds=gain.said > 1e-6,
        )
    ]
    missing = (
        [study.finding("motive.missing", {"who": tuple(Ref("actor", a) for a in stopped)}, [AS_IT_IS])]
        if stopped
        else []
    )
    changes = hinges(study, 1.0 - held.said, [AS_IT_IS])
    return Answer(
        "motive", f"why {actor} wants {event}", "", headline, tuple(findings), changes=changes, missing=tuple(missing)
    )


def worlds(study: Study, actor: str, event: str) -> list[Intervention]:
    """The worlds that the answer contrasts."""
    stakes = _stakes(study, actor)
    if float(study.share_on(event).above(0.5).said.mean()) <= RARELY:
        return [AS_IT_IS, forbid(event), hold(event, True)]
    ratifiers, deals = _ratifiers(study, actor)
    bound = [forbid(*deals), waive(*ratifiers), forbid(*deals) + waive(*ratifiers)] if ratifiers and deals else []
    return [
        AS_IT_IS,
        forbid(event),
        *bound,
        only(actor),
        *(only(actor, j) for j in stakes),
        *(mute(actor, j) for j in stakes),
    ]


class Reason:
    """A set of stakes and the draws in which it alone, and not nothing, brings E about, looking ahead and short-sighted."""

    def __init__(self, study: Study, issues: tuple[str, ...], on: Twin):
        self.issues, self.on = issues, on.said
        self.share, self.other = study.share(on.said), float(on.other.mean())
        self.value = self.share.value


def _stakes(study: Study, actor: str) -> list[str]:
    return [j for a, j in study.labels.stakes if a == actor]


def _sufficient(study: Study, actor: str, event: str) -> list[Reason]:
    """Single stakes; pairs of stakes of which neither is enough alone, where no single one is.

    Where A comes to E though it cares for nothing, for gains that stand on no issue, no stake is what brings it there.
    """

    def reason(*issues: str) -> Reason:
        on, nothing = (study.share_on(event, only(actor, *js)).above(0.5) for js in (issues, ()))
        return Reason(study, issues, Twin(on.said * (1 - nothing.said), on.other * (1 - nothing.other)))

    stakes = _stakes(study, actor)
    single = [reason(j) for j in stakes]
    idle = float(study.share_on(event, only(actor)).above(0.5).said.mean())
    if idle > 0.5 or any(r.value >= MOSTLY for r in single):
        return single
    return single + [r for pair in pairs(stakes) if (r := reason(*pair)).value >= MOSTLY]


def _gain(study: Study, actor: str, event: str, fields: dict[str, Ref]) -> Finding:
    without = forbid(event)
    gain = study.value(actor) - study.value(actor, without)
    direct = study.direct(actor, without, put_on=[event])
    parts = study.gain_by_issue(actor, AS_IT_IS, without)
    ranked = sorted(parts, key=lambda j: (-float(np.median(parts[j])), j))
    lead = next((j for j in ranked if np.median(parts[j]) > 0), None)
    points = study.points(actor, gain)
    return study.finding(
        "motive.gain",
        {
            **fields,
            "gain": study.amount(points.said, study.unit(actor)),
            "direct": study.amount(study.points(actor, direct).said, study.unit(actor)),
            "better": study.share(gain.said > 1e-6),
            "through": None if lead is None else Ref("issue", lead),
            "small": abs(float(np.median(points.said))) < MATTERS,
        },
        [AS_IT_IS, without],
        by_induced(gain.said, direct.said),
        same_side(float((gain.said > 1e-6).mean()), float((gain.other > 1e-6).mean())),
        holds=same_sign(gain.said),
    )


def _reasons(study: Study, actor: str, event: str, enough: list[Reason]) -> list[Finding]:
    ranked = sorted(enough, key=lambda r: (len(r.issues), -r.value, r.issues))
    out = []
    sure = [r for r in ranked if r.value >= MOSTLY]
    for r in ranked:
        if r.value >= MOSTLY and len(sure) == 1:
            continue  # the headline says it
        if r.value >= MOSTLY or (len(r.issues) == 1 and RARELY < r.value < MOSTLY):
            out.append(
                study.finding(
                    "motive.sufficient",
                    {
                        "actor": Ref("actor", actor),
                        "event": Ref("option", event),
                        "issues": tuple(Ref("issue", j) for j in r.issues),
                        "share": r.share,
                        "short": study.share(np.array([r.other])).value,
                    },
                    [only(actor, *r.issues)],
                    agrees=same_side(r.value, r.other),
                    holds=r.on if r.value >= MOSTLY else None,
                )
            )
    nothing = [r for r in ranked if len(r.issues) == 1 and r.value <= RARELY]
    if nothing:
        out.append(
            study.finding(
                "motive.insufficient",
                {
                    "actor": Ref("actor", actor),
                    "event": Ref("option", event),
                    "issues": tuple(Ref("issue", r.issues[0]) for r in nothing),
                    "share": max((r.share for r in nothing), key=lambda s: s.value),
                },
                [only(actor, *r.issues) for r in nothing],
                agrees=all(same_side(r.value, r.other) for r in nothing),
                holds=np.all([r.on == 0 for r in nothing], axis=0),
            )
        )
    return out


def _necessary(study: Study, actor: str, event: str) -> list[Finding]:
    held = study.share_on(event).above(0.5)
    out = []
    for j in _stakes(study, actor):
        muted = study.share_on(event, mute(actor, j)).above(0.5)
        falls = (held.said > 0) & (muted.said == 0)
        gone = study.share(falls)
        if gone.value >= RARELY:
            out.append(
                study.finding(
                    "motive.necessary",
                    {
                        "actor": Ref("actor", actor),
                        "event": Ref("option", event),
                        "issue": Ref("issue", j),
                        "share": gone,
                    },
                    [AS_IT_IS, mute(actor, j)],
                    agrees=same_side(gone.value, float(((held.other > 0) & (muted.other == 0)).mean())),
                    holds=falls,
                )
            )
    return out


def _win_win(study: Study, actor: str, event: str) -> Finding:
    """No end state leaves A worse off than without E: minima over end states are taken inside a draw."""
    without = forbid(event)
    k = study.labels.actors.index(actor)
    worst = study.twin(AS_IT_IS, lambda w: w.worst_end(study.worlds.game)[:, k])
    base = study.value(actor, without)
    safe = study.share(worst.said >= base.said - 1e-6)
    loss = study.points(actor, base - worst)
    return study.finding(
        "motive.win-win",
        {
            "actor": Ref("actor", actor),
            "event": Ref("option", event),
            "share": safe,
            "holds": safe.value >= 0.9,
            "loss": study.amount(np.maximum(loss.said, 0.0), study.unit(actor)),
        },
        [AS_IT_IS, without],
        agrees=(safe.value >= 0.9) == (float((worst.other >= base.other - 1e-6).mean()) >= 0.9),
        holds=(worst.said >= base.said - 1e-6) == (safe.value >= 0.9),
    )


def _others(study: Study, actor: str, event: str) -> list[Finding]:
    """Who else gains and who loses by E, in at least four of five draws and by more than a point."""
    without = forbid(event)
    out = []
    for sign, key in ((1.0, "motive.also-gains"), (-1.0, "motive.loses")):
        named, sides, true = [], [], np.ones(study.worlds.draws.size, bool)
        for other in study.labels.actors:
            if other == actor:
                continue
            gain = study.points(other, study.value(other) - study.value(other, without))
            side = float((sign * gain.said > 0).mean())
            if side >= MOSTLY and abs(float(np.median(gain.said))) >= MATTERS:
                named.append((Ref("actor", other), study.amount(sign * gain.said, study.unit(other))))
                sides.append(float((sign * gain.other > 0).mean()) > 0.5)
                true &= sign * gain.said > 0
        if named:
            named.sort(key=lambda item: -item[1].value)
            out.append(
                study.finding(
                    key,
                    {
                        "event": Ref("option", event),
                        "who": tuple(n for n, _ in named),
                        "amounts": tuple(a for _, a in named),
                    },
                    [AS_IT_IS, without],
                    agrees=all(sides),
                    holds=true,
                )
            )
    return out


def freedom(study: Study, actor: str) -> Twin | None:
    """`(D,)` gain over no deal where play settles, over the same with the actor's own ratifiers waived (0–1); None without any."""
    ratifiers, deals = _ratifiers(study, actor)
    if not ratifiers or not deals:
        return None
    none, free = forbid(*deals), waive(*ratifiers)
    bound = study.value(actor) - study.value(actor, none)
    loose = study.value(actor, free) - study.value(actor, none + free)

    def ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
        usable = whole > 1e-6
        return np.asarray(np.clip(np.where(usable, part / np.where(usable, whole, 1.0), 1.0), 0.0, 1.0))

    return Twin(ratio(bound.said, loose.said), ratio(bound.other, loose.other))


def _ratifiers(study: Study, actor: str) -> tuple[list[str], list[str]]:
    """Who must agree to an actor's deals at home, and which deals there are."""
    ratifiers = [a for a, part in study.dossier.actors.items() if part.ratifies == actor]
    return ratifiers, [o for o, part in study.dossier.options.items() if part.is_deal]


def _freedom(study: Study, actor: str) -> list[Finding]:
    ratio = freedom(study, actor)
    if ratio is None:
        return []
    ratifiers, deals = _ratifiers(study, actor)
    return [
        study.finding(
            "motive.freedom",
            {
                "actor": Ref("actor", actor),
                "ratifiers": tuple(Ref("actor", r) for r in ratifiers),
                "freedom": study.amount(ratio.said),
            },
            [AS_IT_IS, forbid(*deals), waive(*ratifiers)],
        )
    ]


def _figure(study: Study, actor: str, enough: list[Reason]) -> FigureData:
    rows = tuple(
        FigureRow.of_share(tuple(Ref("issue", j) for j in r.issues), r.share, "alone")
        for r in sorted(enough, key=lambda r: (-r.value, r.issues))
    )
    return FigureData("motive.figure", rows, (0.0, 100.0), {"actor": Ref("actor", actor)})
