"""What came of E: what it causes beyond what would happen anyway, which pledges are concrete, what nobody pledged."""

from __future__ import annotations

import numpy as np

from summitry.questions.answer import (
    Answer,
    FigureData,
    FigureRow,
    Finding,
    FloatArray,
    Probe,
    Ref,
    Reported,
    Share,
    Value,
)
from summitry.questions.change import hinges
from summitry.questions.contrast import Study, Twin, same_side, same_sign
from summitry.questions.meter import NO_METER, by_induced
from summitry.worlds.interventions import AS_IT_IS, Intervention, forbid, hold

MOVED, KEPT = 0.1, 2.0 / 3.0


def answer(study: Study, event: str) -> Answer:
    """caused_o = P_o(as it is) − P_o(forbid E) for every other option; pledges as concrete, declared or potential."""
    what = Ref("option", event)
    without = forbid(event)
    study.prepare(worlds(study, event))
    caused = {
        o: study.share_on(o) - study.share_on(o, without)
        for o in study.labels.options
        if o != event and event not in study.dossier.options[o].sets
    }
    moved = sorted(
        (o for o in caused if abs(float(caused[o].said.mean())) >= MOVED),
        key=lambda o: -abs(float(caused[o].said.mean())),
    )
    pledges = [_pledge(study, name, event) for name, p in sorted(study.dossier.pledges.items()) if promised(p.act)]
    made = [name for name, p in study.dossier.pledges.items() if p.made_at == event]
    concrete = [f for f in pledges if f.fields["status"] == "concrete" and f.fields["made_there"]]
    key = "outcome.headline.none" if not moved and not concrete else "outcome.headline"
    happens = study.share(study.share_on(event).above(0.5).said)
    if happens.value < 0.5:
        key = "outcome.headline.not-held"
    headline = study.finding(
        key,
        {
            "event": what,
            "held": happens,
            "caused": tuple(
                (Ref("option", o), study.amount(100 * caused[o].said), float(caused[o].said.mean())) for o in moved[:2]
            ),
            "concrete": len(concrete),
            "pledges": len(made),
            "acts": len(caused),
        },
        [AS_IT_IS, without],
        agrees=all(caused[o].means_agree for o in moved[:2]),
        probe=_headline_probe(key, event, list(caused)) if caused else None,
    )
    findings = [
        *_caused(study, event, caused, moved),
        *_unmoved(study, event, caused, moved),
        *_issues(study, event),
        *sorted(pledges, key=lambda f: not f.fields["made_there"]),
        *_uncomputed(study),
        *_potential(study, event),
    ]
    rows = []
    for o in sorted(caused, key=lambda o: -abs(float(caused[o].said.mean())))[:8]:
        for z, group in ((AS_IT_IS, "with"), (without, "without")):
            rows.append(FigureRow.of_share(Ref("option", o), _time(study, o, z), group))
    figure = FigureData("outcome.figure", tuple(rows), (0.0, 100.0), {"event": what}) if rows else None
    changes = hinges(study, headline.holds, [AS_IT_IS, without]) if headline.holds is not None else ()
    return Answer("outcome", f"what came of {event}", "", headline, tuple(findings), changes=changes, figure=figure)


def _headline_probe(key: str, event: str, acts: list[str]) -> Probe:
    """Is it as the headline says: E not held, no act that comes or goes because of it, or some?"""

    def true(study: Study) -> FloatArray:
        if key == "outcome.headline.not-held":
            return (study.share_on(event).said <= 0.5).astype(float)
        most = np.max([np.abs((study.share_on(o) - study.share_on(o, forbid(event))).said) for o in acts], axis=0)
        return np.asarray((most < MOVED) == (key == "outcome.headline.none"), float)

    return true


def worlds(study: Study, event: str) -> list[Intervention]:
    """The worlds that the answer contrasts."""
    acts = [a for p in study.dossier.pledges.values() if (a := promised(p.act)) is not None]
    return [AS_IT_IS, forbid(event), *(hold(o, on) for o, _ in acts for on in (True, False))]


def _caused(study: Study, event: str, caused: dict[str, Twin], moved: list[str]) -> list[Finding]:
    out = []
    for o in moved[:4]:
        change = caused[o]
        out.append(
            study.finding(
                "outcome.caused",
                {
                    "event": Ref("option", event),
                    "option": Ref("option", o),
                    "with": _time(study, o, AS_IT_IS),
                    "without": _time(study, o, forbid(event)),
                    "more": bool(change.said.mean() > 0),
                    "short": float(change.other.mean()),
                    "draws": study.share(np.abs(change.said) > 0.05),
                },
                [AS_IT_IS, forbid(event)],
                agrees=change.means_agree and bool(abs(change.other.mean()) >= MOVED / 2),
                holds=np.sign(np.where(np.abs(change.said) < 0.01, 0.0, change.said)) == np.sign(change.said.mean()),
            )
        )
    return out


def _time(study: Study, option: str, z: Intervention) -> Share:
    return study.mean(study.share_on(option, z).said)


def _unmoved(study: Study, event: str, caused: dict[str, Twin], moved: list[str]) -> list[Finding]:
    """Acts that go the same way with and without E: named, because commentary likes to credit a meeting with them."""
    still = [o for o in caused if o not in moved and abs(float(caused[o].said.mean())) < 0.05]
    if not still:
        return []
    return [
        study.finding(
            "outcome.unmoved",
            {
                "event": Ref("option", event),
                "happen": tuple(Ref("option", o) for o in still if _time(study, o, AS_IT_IS).value >= 0.8),
                "do_not": tuple(Ref("option", o) for o in still if _time(study, o, AS_IT_IS).value <= 0.2),
                "now": tuple(Ref("option", o) for o in still if o in study.dossier.now),
                "count": len(still),
                "of": len(caused),
            },
            [AS_IT_IS, forbid(event)],
            agrees=all(abs(float(caused[o].other.mean())) < MOVED for o in still),
            holds=np.all([np.abs(caused[o].said) < MOVED for o in still], axis=0),
        )
    ]


def _issues(study: Study, event: str) -> list[Finding]:
    out = []
    for j in study.labels.issues:
        change = study.percent(j, study.level(j) - study.level(j, forbid(event)))
        if abs(float(np.median(change.said))) >= 2.0:
            out.append((abs(float(np.median(change.said))), Ref("issue", j), study.amount(change.said), change))
    out.sort(key=lambda p: -p[0])
    if not out:
        return []
    return [
        study.finding(
            "outcome.issues",
            {"event": Ref("option", event), "issues": tuple((r, a) for _, r, a, _ in out[:3])},
            [AS_IT_IS, forbid(event)],
            agrees=all(c.medians_agree for *_, c in out[:3]),
            holds=np.all([same_sign(c.said) for *_, c in out[:3]], axis=0),
        )
    ]


def promised(act: str | None) -> tuple[str, bool] | None:
    """The option that a pledge is about and whether it promises it on: `labour` or `not labour`. Other conditions cannot be tested."""
    if act is None:
        return None
    words = act.split()
    if len(words) == 1:
        return words[0], True
    return (words[1], False) if len(words) == 2 and words[0] == "not" else None


def _uncomputed(study: Study) -> list[Finding]:
    """Pledges whose act is no option (or no plain one): said to be declared, and reported, not computed."""
    rest = [(name, p) for name, p in sorted(study.dossier.pledges.items()) if promised(p.act) is None]
    if not rest:
        return []
    ids = tuple(dict.fromkeys(i for _, p in rest for i in p.reasons()))
    fields: dict[str, Value] = {
        "by": tuple(Ref("actor", p.by) for _, p in rest),
        "says": tuple(p.says or name for name, p in rest),
    }
    return [Finding("outcome.pledge.untestable", "reported", fields, Reported(ids))]


def _pledge(study: Study, name: str, event: str) -> Finding:
    """Concrete = filled in, kept at least two thirds of the time, needs nobody else; declared otherwise."""
    pledge = study.dossier.pledges[name]
    act = promised(pledge.act)
    assert act is not None
    base: dict[str, Value] = {
        "pledge": Ref("pledge", name),
        "by": Ref("actor", pledge.by),
        "says": pledge.says or "",
        "due": str(pledge.due or ""),
        "said": str(pledge.said or ""),
        "filled": pledge.due is not None or bool(pledge.quantity),
        "act": Ref("option", act[0]),
        "on": act[1],
        "made_there": pledge.made_at == event,
    }
    option, on = act
    kept = study.share_on(option).map(lambda p: p if on else 1.0 - p)
    needs = needs_of(study, option, pledge.by) if on else []
    enforced, meter, worlds = None, NO_METER, [AS_IT_IS]
    if study.can_hold(hold(option, True)) and study.can_hold(hold(option, False)):
        leave = study.value(pledge.by, hold(option, not on)) - study.value(pledge.by, hold(option, on))
        enforced = study.share(leave.said <= 1e-6)
        direct = study.direct(pledge.by, hold(option, on), **{"put_off" if on else "put_on": [option]})
        meter = by_induced(leave.said, direct.said)
        worlds += [hold(option, True), hold(option, False)]
    concrete = bool(base["filled"]) and float(kept.said.mean()) >= KEPT and not needs
    return study.finding(
        "outcome.pledge",
        {
            **base,
            "status": "concrete" if concrete else "declared",
            "kept": study.mean(kept.said),
            "short": float(kept.other.mean()),
            "kept_range": study.share(kept.said >= KEPT),
            "enforced": enforced,
            "needs": tuple(_named(study, n) for n in needs),
            "now": (option in study.dossier.now) == on,
        },
        worlds,
        meter,
        same_side(float(kept.said.mean()), float(kept.other.mean()), KEPT),
        holds=(kept.said >= KEPT) == (float(kept.said.mean()) >= KEPT),
    )


def _named(study: Study, name: str) -> Ref:
    if name in study.dossier.actors:
        return Ref("actor", name)
    return Ref("body", name) if name in study.dossier.bodies else Ref("option", name)


def needs_of(study: Study, act: str, by: str) -> list[str]:
    """Whose act beyond the pledger's own a pledge waits for: co-owners, a body, and the needs of the option."""
    option = study.dossier.options[act]
    out = sorted(a for a in option.by if a != by)
    if option.needs is not None:
        out += sorted(o for o in option.needs.names if by not in study.dossier.owners(o) and o not in study.dossier.now)
    return out


def _potential(study: Study, event: str) -> list[Finding]:
    """Joint projects and deals that nobody pledged, and how often they come on: possible, not promised."""
    pledged = {a[0] for p in study.dossier.pledges.values() if (a := promised(p.act)) is not None}
    parties = set(study.dossier.owners(event))
    rows = [
        o
        for o in study.labels.options
        if o not in pledged and o != event and len(own := study.dossier.owners(o)) > 1 and parties & set(own)
    ]
    if not rows:
        return []
    rows.sort(key=lambda o: (-_time(study, o, AS_IT_IS).value, o))
    return [
        study.finding(
            "outcome.potential",
            {
                "event": Ref("option", event),
                "options": tuple(Ref("option", o) for o in rows),
                "shares": tuple(_time(study, o, AS_IT_IS) for o in rows),
                "needs": tuple(tuple(sorted(n.names)) if (n := study.dossier.options[o].needs) else () for o in rows),
            },
            [AS_IT_IS],
        )
    ]
