"""How A plays: which course serves it, what it makes others do, which act of another it most wants, and what holds it back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from summitry.questions.answer import Answer, FigureData, FigureRow, Finding, Probe, Ref, Value
from summitry.questions.change import hinges
from summitry.questions.contrast import MATTERS, MOSTLY, RARELY, Study, Twin, same_side
from summitry.questions.meter import NO_METER, by_induced
from summitry.worlds.interventions import AS_IT_IS, Intervention, hold

Change = tuple[str, NDArray[np.float64]]
MOVED = 0.15  # change of an option's share of time that is worth a sentence


def answer(study: Study, actor: str) -> Answer:
    """For each act of A: value of holding it on against off, others' answers; the act of another that A most wants; deterrence."""
    study.prepare(worlds(study, actor))
    me = Ref("actor", actor)
    hands = [*study.own(actor), *study.joint(actor)]
    shares = {o: study.share_on(o) for o in hands}
    does = [o for o in hands if float(shares[o].said.mean()) >= MOSTLY]
    leaves = [o for o in hands if float(shares[o].said.mean()) <= RARELY]
    wants = _wanted(study, actor)
    acts = [_act(study, actor, o) for o in study.own(actor)]
    deterred = [f for o in study.own(actor) if (f := _deterred(study, actor, o)) is not None]
    forcing = [f for o in _at_hand(study, actor) if (f := _makes(study, actor, o)) is not None]
    top = wants[0] if wants else None
    key = "strategy.headline"
    held_back = [o for o in leaves if o in study.own(actor)]
    gets = study.share(study.share_on(top[0]).above(0.5).said) if top else None
    fields: dict[str, Value] = {
        "actor": me,
        "does": tuple(Ref("option", o) for o in does),
        "leaves": tuple(Ref("option", o) for o in leaves),
        "held_back": tuple(Ref("option", o) for o in held_back),
        "open": tuple(Ref("option", o) for o in hands if o not in does and o not in leaves),
        "wants": Ref("option", top[0]) if top else None,
        "gets": gets,
        "worth": study.amount(study.points(actor, top[1]).said, study.unit(actor)) if top else None,
        "now": tuple(Ref("option", o) for o in study.dossier.now if o in hands),
    }
    if top:
        meter = by_induced(top[1].said, study.direct(actor, AS_IT_IS, put_on=[top[0]]).said)
    else:
        meter = next((f.meter for f in acts if f.meter is not None and f.fields["option"] in fields["does"]), NO_METER)  # type: ignore[operator]
    headline = study.finding(
        key, fields, [AS_IT_IS, *([hold(top[0])] if top else [])], meter,
        all(same_side(float(shares[o].said.mean()), float(shares[o].other.mean())) for o in does + leaves),
        probe=_headline_probe(does[:2], held_back[:2], top[0] if top else None, gets is not None and gets.value >= 0.5),
    )  # fmt: skip
    findings = [
        _plays(study, actor, shares),
        *_best_course(study, actor),
        *acts,
        *forcing,
        *deterred,
        *_wants(study, actor, wants),
    ]
    got = study.share_on(top[0]).above(0.5).said if top else np.ones(1)
    decisive = shares[does[0]].above(0.5).said if does else got if got.mean() >= 0.5 else 1.0 - got
    changes = hinges(study, decisive, [AS_IT_IS]) if does or top else ()
    figure = _figure(study, actor)
    return Answer("strategy", f"how {actor} plays", "", headline, tuple(findings), changes=changes, figure=figure)


def _headline_probe(does: list[str], held_back: list[str], wanted: str | None, gets: bool) -> Probe:
    """Does A mostly do what the headline says, leave what it says, and get (or not) what it most wants?"""

    def true(study: Study) -> NDArray[np.float64]:
        parts = [study.share_on(o).said > 0.5 for o in does] + [study.share_on(o).said <= 0.5 for o in held_back]
        if wanted is not None:
            parts.append((study.share_on(wanted).said > 0.5) == gets)
        return np.all(parts, axis=0).astype(float) if parts else np.ones(study.worlds.draws.size)

    return true


def worlds(study: Study, actor: str) -> list[Intervention]:
    """The worlds that the answer contrasts."""
    mine = [*study.own(actor), *_at_hand(study, actor)]
    return [
        AS_IT_IS,
        *study.courses(actor),
        *(hold(o, on) for o in mine for on in (True, False)),
        *(hold(o, True) for o in _welcome(study, actor)),
    ]


def _at_hand(study: Study, actor: str) -> list[str]:
    """Joint acts of A that are within reach today: the event, and what needs nothing more and sets nothing."""
    options = study.dossier.options
    near = [o for o in study.joint(actor) if options[o].needs is None and not options[o].is_deal]
    return sorted({*near, *([study.dossier.event] if study.dossier.event in study.joint(actor) else [])})


def _welcome(study: Study, actor: str) -> list[str]:
    """Acts of others that would help A on the eve if nobody answered, in at least half of the draws: only these are tried out."""
    game, k = study.worlds.game, study.labels.actors.index(actor)
    draws = np.arange(study.worlds.draws.size)
    here, _ = game.weigh(draws, np.full(len(draws), game.eve))
    out = []
    for o in study.others_options(actor):
        if o in study.dossier.now or not study.can_hold(hold(o, True)):
            continue
        there, _ = game.weigh(draws, np.full(len(draws), game.with_on(game.eve, o)))
        if float(np.mean(there[:, k] > here[:, k] + 1e-9)) >= 0.5:
            out.append(o)
    return out


def _held(study: Study, actor: str, option: str, on: bool) -> Twin | None:
    z = hold(option, on)
    return study.value(actor, z) if study.can_hold(z) else None


def _plays(study: Study, actor: str, shares: dict[str, Twin]) -> Finding:
    rows = sorted(shares, key=lambda o: (-float(shares[o].said.mean()), o))
    return study.finding(
        "strategy.plays",
        {
            "actor": Ref("actor", actor),
            "options": tuple(Ref("option", o) for o in rows),
            "shares": tuple(study.amount(100 * shares[o].said) for o in rows),
            "means": tuple(study.mean(shares[o].said) for o in rows),
            "short": tuple(float(shares[o].other.mean()) for o in rows),
        },
        [AS_IT_IS],
        agrees=all(same_side(float(s.said.mean()), float(s.other.mean())) for s in shares.values()),
    )


def _best_course(study: Study, actor: str) -> list[Finding]:
    """Which setting of all of A's own acts together serves it best, once others have answered, and in which share of draws."""
    courses = study.courses(actor)
    if len(courses) < 3:
        return []
    values = np.stack([study.value(actor, z).said for z in courses])
    shorts = np.stack([study.value(actor, z).other for z in courses])
    best = np.argmax(values, axis=0)
    counts = np.bincount(best, minlength=len(courses))
    first, second = (int(c) for c in np.argsort(-counts, kind="stable")[:2])
    short = int(np.argmax(np.bincount(np.argmax(shorts, axis=0), minlength=len(courses))))

    def on(course: Intervention) -> tuple[Ref, ...]:
        return tuple(Ref("option", o) for o, is_on in sorted(course.held) if is_on)

    return [
        study.finding(
            "strategy.course",
            {
                "actor": Ref("actor", actor),
                "first": on(courses[first]),
                "first_share": study.share(best == first),
                "second": on(courses[second]),
                "second_share": study.share(best == second),
                "count": len(courses),
            },
            courses,
            agrees=short == first,
            holds=best == first,
        )
    ]


def _act(study: Study, actor: str, option: str) -> Finding:
    """Is it better for A to do `option` or to leave it, once the others have answered?"""
    on, off = _held(study, actor, option, True), _held(study, actor, option, False)
    if on is None or off is None:
        return study.finding(
            "strategy.impossible", {"actor": Ref("actor", actor), "option": Ref("option", option)}, [AS_IT_IS]
        )
    gain = on - off
    direct = study.direct(actor, hold(option, False), put_on=[option])
    better = study.share(gain.said > 1e-6)
    up, down = _answers(study, actor, option)
    return study.finding(
        "strategy.act",
        {
            "actor": Ref("actor", actor),
            "option": Ref("option", option),
            "better": better,
            "gain": study.amount(study.points(actor, gain).said, study.unit(actor)),
            "direct": study.amount(study.points(actor, direct).said, study.unit(actor)),
            "more": tuple((Ref("option", o), study.amount(100 * d)) for o, d in up),
            "less": tuple((Ref("option", o), study.amount(-100 * d)) for o, d in down),
            "now": option in study.dossier.now,
        },
        [hold(option, True), hold(option, False)],
        by_induced(gain.said, direct.said),
        same_side(better.value, float((gain.other > 1e-6).mean())),
        holds=None if RARELY < better.value < MOSTLY else (gain.said > 1e-6) == (better.value >= MOSTLY),
    )


def _answers(study: Study, actor: str, option: str) -> tuple[list[Change], list[Change]]:
    """Others' options whose share rises or falls when A holds `option` on rather than off: `(D,)` changes."""
    up, down = [], []
    for o in study.others_options(actor):
        change = study.change_by(o, option).said
        if change.mean() >= MOVED:
            up.append((o, change))
        elif change.mean() <= -MOVED:
            down.append((o, change))
    return sorted(up, key=lambda p: -p[1].mean()), sorted(down, key=lambda p: p[1].mean())


def _makes(study: Study, actor: str, option: str) -> Finding | None:
    """The strongest answer that a joint act of A draws from somebody else, if holding it is possible."""
    if not (study.can_hold(hold(option, True)) and study.can_hold(hold(option, False))):
        return None
    up, down = _answers(study, actor, option)
    both = [(o, change) for o, change in [*up, *down] if o not in study.dossier.options[option].sets]
    if not both:
        return None
    other, change = max(both, key=lambda p: abs(float(p[1].mean())))
    return study.finding(
        "strategy.makes",
        {
            "actor": Ref("actor", actor),
            "option": Ref("option", option),
            "other": Ref("option", other),
            "more": bool(change.mean() > 0),
            "change": study.amount(100 * np.abs(change)),
            "mean": study.mean(np.abs(change)),
        },
        [hold(option, True), hold(option, False)],
        agrees=study.change_by(other, option).means_agree,
        holds=np.sign(change) == np.sign(change.mean()),
    )


def _deterred(study: Study, actor: str, option: str) -> Finding | None:
    """An act that would help A if nobody answered, and that A leaves because somebody would: which answer, and what it costs."""
    off_now = study.share_on(option).above(0.5).map(lambda on: 1.0 - on)
    possible = study.can_hold(hold(option, True)) and study.can_hold(hold(option, False))
    if float(off_now.said.mean()) < 0.5 or not possible:
        return None
    tempted = study.direct(actor, AS_IT_IS, put_on=[option])
    held = study.value(actor, hold(option, True)) - study.value(actor, hold(option, False))
    deterred = (off_now.said > 0) & (tempted.said > 1e-6) & (held.said < -1e-6)
    share = study.share(deterred)
    if share.value < 0.5:
        return None
    changes = {o: study.change_by(o, option).said for o in study.others_options(actor)}
    answering = max(changes, key=lambda o: (abs(float(changes[o][deterred].mean())), o), default=None)
    if answering is None or abs(float(changes[answering][deterred].mean())) < MOVED:
        return None  # nobody answers: A's own acts stand in the way of each other
    return study.finding(
        "strategy.deterred",
        {
            "actor": Ref("actor", actor),
            "option": Ref("option", option),
            "answer": Ref("option", answering),
            "comes": bool(changes[answering][deterred].mean() > 0),
            "change": study.amount(100 * np.abs(changes[answering][deterred])),
            "share": share,
            "tempted": study.amount(study.points(actor, tempted).said[deterred], study.unit(actor)),
            "loss": study.amount(-study.points(actor, held).said[deterred], study.unit(actor)),
        },
        [AS_IT_IS, hold(option, True), hold(option, False)],
        by_induced(held.said[deterred], tempted.said[deterred]),
        same_side(share.value, float(((off_now.other > 0) & (tempted.other > 1e-6) & (held.other < -1e-6)).mean())),
        holds=deterred,
    )


def _wanted(study: Study, actor: str) -> list[tuple[str, Twin]]:
    """Acts of others by what they would be worth to A if they were done: argmax V_A(hold o) − V_A(as it is)."""
    out = []
    for o in _welcome(study, actor):
        gain = study.value(actor, hold(o, True)) - study.value(actor)
        if float(np.median(study.points(actor, gain).said)) >= MATTERS:
            out.append((o, gain))
    return sorted(out, key=lambda p: (-float(np.median(p[1].said)), p[0]))


def _wants(study: Study, actor: str, wants: list[tuple[str, Twin]]) -> list[Finding]:
    if not wants:
        return []
    option, gain = wants[0]
    got = study.share(study.share_on(option).above(0.5).said)
    direct = study.direct(actor, AS_IT_IS, put_on=[option])
    return [
        study.finding(
            "strategy.wants",
            {
                "actor": Ref("actor", actor),
                "option": Ref("option", option),
                "owners": tuple(
                    Ref("body" if o in study.dossier.bodies else "actor", o) for o in study.dossier.options[option].by
                ),
                "gain": study.amount(study.points(actor, gain).said, study.unit(actor)),
                "gets": got,
                "next": tuple(Ref("option", o) for o, _ in wants[1:3]),
            },
            [AS_IT_IS, hold(option, True)],
            by_induced(gain.said, direct.said),
            bool(np.median(gain.other) > 0),
            holds=gain.said > 1e-6,
        )
    ]


def _figure(study: Study, actor: str) -> FigureData | None:
    rows = []
    unit = study.unit(actor)
    for o in study.own(actor):
        on, off = _held(study, actor, o, True), _held(study, actor, o, False)
        if on is not None and off is not None:
            a = study.amount(study.points(actor, on - off).said, unit)
            rows.append(FigureRow.of_amount(Ref("option", o), a, "own act"))
    if not rows:
        return None
    ends = (min(0.0, *(r.low for r in rows)), max(0.0, *(r.high for r in rows)))
    return FigureData(
        "strategy.figure",
        tuple(sorted(rows, key=lambda r: -r.value)),
        ends,
        {"actor": Ref("actor", actor), "unit": unit},
    )
