"""Every form of claim as a contrast: in which draws is it true? One small function a form, all in this file.

A claim and a question are the same computation, once closed and once open. What counts as true is written beside each form;
numbers are in points of an issue of salience 100 where two actors are compared, shares of time are 0–1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from summitry.dossier.conditions import Condition
from summitry.dossier.language import ClaimForm
from summitry.errors import InterventionError
from summitry.questions.answer import FloatArray, Meter, Ref, Value
from summitry.questions.common_ground import SHARED, ideal, leverage_worlds, reach_over, shared_stretch
from summitry.questions.contrast import COMPARED, MATTERS, SAID, Study, Twin, single
from summitry.questions.meter import NO_METER, READ_OFF, by_induced
from summitry.questions.motive import freedom
from summitry.questions.outcome import KEPT, needs_of, promised
from summitry.worlds.game import CourseSetter
from summitry.worlds.interventions import AS_IT_IS, Intervention, absent, forbid, hold, mute, only

CAUSED = 0.15  # share of time by which an act must come more often to count as brought about, in a draw
HALF = 0.5 + 1e-9  # share of time up to which an act is not mostly on
LEVEL = 1.0  # per cent of a scale by which a level must move to count as raised or lowered
TWICE = 2.0  # leverage from which one actor dominates another


class NotTestable(Exception):
    """A claim that this dossier cannot test; `why` names the reason, `fields` what the sentence about it needs."""

    def __init__(self, why: str, **fields: Value):
        self.why, self.fields = why, fields
        super().__init__(why)


@dataclass(frozen=True)
class Test:
    """What the worlds say of a claim, draw by draw.

    holds : (D,) 1 where it is true, under both behaviours. worlds : those compared. fields : what is told beside the verdict.
    """

    __test__ = False  # no test of pytest's

    holds: Twin
    worlds: list[Intervention]
    meter: Meter = NO_METER
    fields: dict[str, Value] = field(default_factory=dict)


def try_out(study: Study, form: ClaimForm) -> Test:
    """Test a claim. Raises `NotTestable` where the dossier lacks what the form needs."""
    for actor in form.actors:
        if actor in study.dossier.preferences and form.key in ("wants-for", "share", "differ"):
            raise NotTestable("list", actor=Ref("actor", actor))
    try:
        return _TESTS[form.key](study, form)
    except InterventionError as clash:  # an actor's absence, or an act held on, that starts from what is impossible
        raise NotTestable("ruled-out") from clash


def worlds(study: Study, form: ClaimForm) -> list[Intervention]:
    """The worlds that a test compares, so that many claims can be solved together."""
    return [z for z in _WORLDS.get(form.key, _no_worlds)(study, form) if study.can_hold(z)]


# ---- A wants E · E helps A · E cannot hurt A · A is freer than B


def _with(study: Study, event: str) -> Intervention:
    """The world with the event: as things are where it is mostly held, else with it held on by hand."""
    if float(study.share_on(event).said.mean()) >= 1.0 - HALF or not study.can_hold(hold(event)):
        return AS_IT_IS
    return hold(event)


def _event(form: ClaimForm) -> str:
    assert form.event is not None
    return form.event


def _gain(study: Study, actor: str, event: str) -> tuple[Twin, Meter, list[Intervention]]:
    """What A gains by E, and whether that is more than what was typed."""
    there, without = _with(study, event), forbid(event)
    gain = study.value(actor, there) - study.value(actor, without)
    direct = study.direct(actor, without, put_on=[event])
    return gain, by_induced(gain.said, direct.said), [there, without]


def _better(gain: Twin, limit: float = 1e-6) -> Twin:
    return gain.above(limit)


def _wants(study: Study, form: ClaimForm) -> Test:
    """A is better off with E than with E forbidden."""
    actor = form.actors[0]
    gain, meter, compared = _gain(study, actor, _event(form))
    return Test(_better(gain), compared, meter, {"gain": _points(study, actor, gain)})


def _points(study: Study, actor: str, gain: Twin) -> Value:
    return study.amount(study.points(actor, gain).said, study.unit(actor))


def _wants_for(study: Study, form: ClaimForm) -> Test:
    """E comes about when A cares for J alone (and not when it cares for nothing), or falls through when A does not care for J.

    Where E does not come about as things are: the part of A's gain by E that runs through J is at least half of all that it gains.
    """
    actor, event, issues = form.actors[0], _event(form), form.issues
    for j in issues:
        if (actor, j) not in study.labels.stakes:
            raise NotTestable("no-stake", actor=Ref("actor", actor), issue=Ref("issue", j))
    _, meter, compared = _gain(study, actor, event)
    if compared[0] != AS_IT_IS:
        return _gains_through(study, actor, event, issues, meter, compared)
    alone, idle, without = only(actor, *issues), only(actor), mute(actor, *issues)
    on = {z: study.share_on(event, z).above(HALF) for z in (AS_IT_IS, alone, idle, without)}

    def true(b: str) -> FloatArray:
        base, enough, nothing, muted = (getattr(on[z], b) > 0 for z in (AS_IT_IS, alone, idle, without))
        return np.asarray((enough & ~nothing) | (base & ~muted), float)

    enough = on[alone].said > on[idle].said
    falls = on[AS_IT_IS].said > on[without].said
    told: dict[str, Value] = {"enough": study.share(enough), "falls": study.share(falls), "event": Ref("option", event)}
    return Test(Twin(true("said"), true("other")), [AS_IT_IS, alone, without], meter, told)


def _gains_through(
    study: Study, actor: str, event: str, issues: tuple[str, ...], meter: Meter, compared: list[Intervention]
) -> Test:
    there, without = compared

    def true(behaviour: str) -> FloatArray:
        parts = study.gain_by_issue(actor, there, without, behaviour)
        mine = np.sum([parts[j] for j in issues], axis=0)
        plus = np.sum([np.maximum(p, 0.0) for p in parts.values()], axis=0)
        return np.asarray((mine > 1e-6) & (mine >= 0.5 * plus), float)

    return Test(Twin(true(SAID), true(COMPARED)), compared, meter, {"event": Ref("option", event)})


def _helps(study: Study, form: ClaimForm) -> Test:
    """A is better off with E than without; with `on J`, what it gains on that issue is positive."""
    actor, event = form.actors[0], _event(form)
    gain, meter, compared = _gain(study, actor, event)
    if form.issues:
        j = form.issues[0]
        if (actor, j) not in study.labels.stakes:
            raise NotTestable("no-stake", actor=Ref("actor", actor), issue=Ref("issue", j))
        there, without = compared
        gain = Twin(*(study.gain_by_issue(actor, there, without, b)[j] for b in (SAID, COMPARED)))
    return Test(_better(gain), compared, meter, {"gain": _points(study, actor, gain)})


def _cannot_hurt(study: Study, form: ClaimForm) -> Test:
    """No end state with E leaves A worse off than the world without; minima are taken inside a draw."""
    actor, event = form.actors[0], _event(form)
    _, _, compared = _gain(study, actor, event)
    k = study.labels.actors.index(actor)
    worst = study.twin(compared[0], lambda w: w.worst_end(study.worlds.game)[:, k])
    loss = study.value(actor, compared[1]) - worst
    told: dict[str, Value] = {"loss": study.amount(np.maximum(study.points(actor, loss).said, 0.0), study.unit(actor))}
    return Test(loss.map(lambda x: (x <= 1e-6).astype(float)), compared, NO_METER, told)


def _freer(study: Study, form: ClaimForm) -> Test:
    """A keeps a greater part than B of what it could gain by deals if its own ratifiers did not have to agree."""
    one, two = form.actors
    parts = [freedom(study, a) for a in (one, two)]
    if parts[0] is None and parts[1] is None:
        raise NotTestable("no-ratifier", actors=(Ref("actor", one), Ref("actor", two)))
    free = [study.twin(AS_IT_IS, lambda w: np.ones(w.draws)) if p is None else p for p in parts]
    told: dict[str, Value] = {"one": study.amount(100 * free[0].said), "two": study.amount(100 * free[1].said)}
    return Test((free[0] - free[1]).above(0.01), [AS_IT_IS], NO_METER, told)


# ---- A and B share J · A and B differ on J · A needs B more · A dominates B


def _share(study: Study, form: ClaimForm) -> Test:
    """Both want J to go the same way from today, the less ambitious by at least three per cent of the scale. Read off the inputs."""
    one, two = form.actors
    _both_stakes(study, form)
    stretch = shared_stretch(study, one, two, form.issues[0])
    true = (np.abs(stretch) >= SHARED).astype(float)
    return Test(Twin(true, true), [AS_IT_IS], READ_OFF, {"stretch": study.amount(np.abs(stretch))})


def _differ(study: Study, form: ClaimForm) -> Test:
    """A and B want J to go opposite ways from today, or the same way to ends a quarter of the scale apart. Read off the inputs."""
    one, two = form.actors
    _both_stakes(study, form)
    j = form.issues[0]
    a, b = ideal(study, one, j), ideal(study, two, j)
    assert a is not None
    assert b is not None
    now, part = study.input(f"issues.{j}.status_quo"), study.dossier.issues[j]
    gap = 100.0 * np.abs(a - b) / (part.high - part.low)
    true = (((a - now) * (b - now) < 0) | (gap >= 25.0)).astype(float)
    return Test(Twin(true, true), [AS_IT_IS], READ_OFF, {"gap": study.amount(gap)})


def _both_stakes(study: Study, form: ClaimForm) -> None:
    for a in form.actors:
        if ideal(study, a, form.issues[0]) is None:
            raise NotTestable("no-stake", actor=Ref("actor", a), issue=Ref("issue", form.issues[0]))


def _joined_meter(pairs_of: Iterable[tuple[Twin, Twin]]) -> Meter:
    rows = list(pairs_of)
    return by_induced(np.concatenate([t.said for t, _ in rows]), np.concatenate([d.said for _, d in rows]))


def _needs_more(study: Study, form: ClaimForm) -> Test:
    """B's being there is worth more to A than A's being there is to B."""
    one, two = form.actors
    rows = [study.being_there(two, one), study.being_there(one, two)]
    told: dict[str, Value] = {"one": study.amount(rows[0][0].said), "two": study.amount(rows[1][0].said)}
    more = rows[0][0] - rows[1][0]
    return Test(_better(more), [AS_IT_IS, absent(one), absent(two)], _joined_meter(rows), told)


def _dominates(study: Study, form: ClaimForm) -> Test:
    """What A's courses make of B's value ranges over at least twice what B's make of A's."""
    forth, back = (reach_over(study, a, b) for a, b in (form.actors, form.actors[::-1]))
    ratio = Twin((forth.said + 0.1) / (back.said + 0.1), (forth.other + 0.1) / (back.other + 0.1))
    told: dict[str, Value] = {"one": study.amount(forth.said), "two": study.amount(back.said)}
    return Test(ratio.above(TWICE - 1e-9), [AS_IT_IS, *leverage_worlds(study, *form.actors)], NO_METER, told)


# ---- A will do o · o makes B do p · A does o so that B does p


def _often(study: Study, act: Condition, z: Intervention = AS_IT_IS, soon: bool = False) -> Twin:
    if not soon or single(act)[0] is not None:
        return study.often(act, z, soon)
    if act.holds(frozenset()) or not all(act.holds(frozenset({o})) for o in act.names):
        raise NotTestable("soon")
    # One of several acts, soon: as often as the most frequent of them at least, and that is what is counted.
    parts = [study.share_on(o, z, soon=True) for o in sorted(act.names)]
    return Twin(np.max([p.said for p in parts], axis=0), np.max([p.other for p in parts], axis=0))


def _will_do(study: Study, form: ClaimForm) -> Test:
    """The act is on (with `not`: off) for more than half of the time."""
    act = form.acts[0]
    often = _often(study, act, soon=form.soon)
    true = often.map(lambda p: ((p <= HALF) if form.negated else (p > HALF)).astype(float))
    told: dict[str, Value] = {"act": act.text, "often": study.mean(often.said)}
    return Test(true, [AS_IT_IS], _chosen(study, form.actors[0], act), told)


def _chosen(study: Study, actor: str, act: Condition) -> Meter:
    """Is doing an act more than following the gain that was typed for it? For an own, free act of A only."""
    option, _ = single(act)
    if option is None or not _is_free(study, option) or actor not in study.dossier.owners(option):
        return NO_METER
    total = study.value(actor, hold(option)) - study.value(actor, hold(option, False))
    direct = study.direct(actor, hold(option, False), put_on=[option])
    return by_induced(total.said, direct.said)


def _is_free(study: Study, option: str) -> bool:
    """Can an option be held on and off without dragging others along?"""
    part = study.dossier.options[option]
    return part.needs is None and not part.is_deal and all(study.can_hold(hold(option, on)) for on in (True, False))


def _settings(study: Study, act: Condition) -> tuple[list[Intervention], Intervention]:
    """Worlds in which an act is done by hand, one for each way to do it (at most four), and the one in which it is not done."""
    option, on = single(act)
    if option is not None:
        return [hold(option, on)], hold(option, not on)
    names = study.labels.options
    cubes = act.cubes({o: q for q, o in enumerate(names)})
    ways = [
        sum((hold(o, bool(value >> q & 1)) for q, o in enumerate(names) if mask >> q & 1), AS_IT_IS)
        for mask, value in cubes[:4]
    ]
    return [z for z in ways if study.can_hold(z)], forbid(*sorted(act.names))


def _change(study: Study, act: Condition, other: Condition, soon: bool) -> tuple[Twin, list[Intervention]]:
    """By how much of the time `other` comes more often when `act` is done by hand than when it is not."""
    ways, without = _settings(study, act)
    if not ways or not study.can_hold(without):
        raise NotTestable("impossible", act=act.text)
    base = _often(study, other, without, soon)
    rises = [_often(study, other, z, soon) - base for z in ways]
    most = Twin(np.max([r.said for r in rises], axis=0), np.max([r.other for r in rises], axis=0))
    return most, [*ways, without]


def _makes(study: Study, form: ClaimForm) -> Test:
    """When o is done rather than not, p comes more often by at least 15 points of time."""
    cause, effect = form.acts
    rise, compared = _change(study, cause, effect, form.soon)
    told: dict[str, Value] = {"cause": cause.text, "act": effect.text, "rise": study.average(100 * rise.said)}
    return Test(rise.above(CAUSED - 1e-9), compared, _by_rule(study, cause, effect), told)


def _by_rule(study: Study, cause: Condition, effect: Condition) -> Meter:
    """An effect that a deal or a need of the dossier makes by definition is read off it."""
    options = study.dossier.options
    names = cause.names
    ruled = any(
        effect.names & set(options[o].sets) for o in names
    ) or any(n is not None and names & n.names for o in effect.names if (n := options[o].needs) is not None)  # fmt: skip
    return READ_OFF if ruled else NO_METER


def _so_that(study: Study, form: ClaimForm) -> Test:
    """A mostly does o, o makes B do p, and A gains more by doing o than it would if p were held as it is without o."""
    actor = form.actors[0]
    cause, effect = form.acts
    rise, compared = _change(study, cause, effect, form.soon)
    does = _often(study, cause).above(HALF)
    option, on = single(effect)
    purpose: Twin | None = None
    if option is not None:
        still = hold(option, not on)
        ways = [z + still for z in compared]
        if all(study.can_hold(z) for z in ways):
            free = study.value(actor, compared[0]) - study.value(actor, compared[-1])
            bound = study.value(actor, ways[0]) - study.value(actor, ways[-1])
            purpose, compared = free - bound, [*compared, ways[0], ways[-1]]
    wanted = _better(purpose) if purpose is not None else does.map(np.ones_like)
    true = Twin(*(d * (r > CAUSED - 1e-9) * w for d, r, w in zip(_both(does), _both(rise), _both(wanted), strict=True)))
    told: dict[str, Value] = {
        "cause": cause.text, "act": effect.text, "does": study.share(does.said > 0), "rise": study.average(100 * rise.said),
        "wanted": study.share(wanted.said > 0),
    }  # fmt: skip
    return Test(true, compared, _by_rule(study, cause, effect), told)


def _both(twin: Twin) -> tuple[FloatArray, FloatArray]:
    return twin.said, twin.other


# ---- A needs B for J or o · without C, B cannot o · B matters more · splits · mediates


def _needs_for(study: Study, form: ClaimForm) -> Test:
    """Without B, A is worse off on J by half a point of an issue of salience 100; or o comes less often by 15 points of time and A gains by o. One of them is enough."""
    actor, other = form.actors
    without = absent(other)
    true = study.value(actor).map(np.zeros_like)
    for target in form.targets:
        part = _needs_issue if target in study.dossier.issues else _needs_act
        found = part(study, actor, other, target)
        true = Twin(np.maximum(true.said, found.said), np.maximum(true.other, found.other))
    for act in form.acts:
        found = _needs_act(study, actor, other, act)
        true = Twin(np.maximum(true.said, found.said), np.maximum(true.other, found.other))
    total, direct = study.being_there(other, actor)
    told: dict[str, Value] = {"worth": _points(study, actor, total)}
    return Test(true, [AS_IT_IS, without], by_induced(total.said, direct.said), told)


def _needs_issue(study: Study, actor: str, other: str, issue: str) -> Twin:
    if (actor, issue) not in study.labels.stakes:
        raise NotTestable("no-stake", actor=Ref("actor", actor), issue=Ref("issue", issue))
    parts = Twin(*(study.gain_by_issue(actor, AS_IT_IS, absent(other), b)[issue] for b in (SAID, COMPARED)))
    return parts.above(MATTERS / 2)


def _needs_act(study: Study, actor: str, other: str, act: str | Condition) -> Twin:
    """An act that comes less often without B, or that never comes and that B must agree to: and A gains by it."""
    condition = act if isinstance(act, Condition) else Condition.parse(act)
    less = study.often(condition) - study.often(condition, absent(other))
    gains = study.value(actor) - study.value(actor, forbid(*sorted(condition.names)))
    rare = float(study.often(condition).said.mean()) < 0.1
    ways, off = _settings(study, condition)
    if rare and ways and study.can_hold(off) and other in _hands(study, condition):
        wish = study.value(actor, ways[0]) - study.value(actor, off)
        return _better(wish)
    return Twin(
        *((x >= CAUSED - 1e-9) * (g > 1e-6).astype(float) for x, g in zip(_both(less), _both(gains), strict=True))
    )


def _hands(study: Study, act: Condition) -> set[str]:
    """Who owns, co-owns or votes on the options of an act and on what they need."""
    d = study.dossier
    named = set(act.names) | {n for o in act.names if (c := d.options[o].needs) is not None for n in c.names}
    bodies = [d.bodies[b] for o in named if (b := d.body_of(o)) is not None]
    return {a for o in named for a in d.owners(o)} | {m for b in bodies for m in b.seats}


def _cannot_without(study: Study, form: ClaimForm) -> Test:
    """Without C the act is on for half of the time at most; with C it is on for more, or an act of C's, or a vote of
    a body in which C sits, would make it so."""
    third, _ = form.actors
    act = form.acts[0]
    without = _often(study, act, absent(third), form.soon)
    helps = [hold(o) for o in _levers(study, third, act)]
    best = _often(study, act, AS_IT_IS, form.soon)
    for z in helps:
        more = _often(study, act, z, form.soon)
        best = Twin(np.maximum(best.said, more.said), np.maximum(best.other, more.other))
    true = Twin(*(((w <= HALF) & (b > HALF)).astype(float) for w, b in zip(_both(without), _both(best), strict=True)))
    told: dict[str, Value] = {"act": act.text, "with": study.mean(best.said), "without": study.mean(without.said)}
    owned = third in {a for o in act.names for a in study.dossier.owners(o)}
    return Test(true, [AS_IT_IS, absent(third), *helps], READ_OFF if owned else NO_METER, told)


def _levers(study: Study, third: str, act: Condition) -> list[str]:
    """Free acts of C, and body options that C votes on, that an act may wait for."""
    d = study.dossier
    needed = {n for o in act.names if (c := d.options[o].needs) is not None for n in c.names}
    mine = [o for o in study.own(third) if _is_free(study, o) and o not in d.now]
    voted = [o for o in needed if (b := d.body_of(o)) is not None and third in d.bodies[b].seats]
    return sorted({*mine, *voted} - set(act.names))


def _matters_more(study: Study, form: ClaimForm) -> Test:
    """B's being there moves A's value by more than C's being there, up or down."""
    one, actor, two = form.actors
    rows = [study.being_there(one, actor), study.being_there(two, actor)]
    more = rows[0][0].map(np.abs) - rows[1][0].map(np.abs)
    told: dict[str, Value] = {"one": _points(study, actor, rows[0][0]), "two": _points(study, actor, rows[1][0])}
    return Test(_better(more), [AS_IT_IS, absent(one), absent(two)], _joined_meter(rows), told)


def _between(study: Study, form: ClaimForm) -> tuple[list[tuple[Twin, Twin]], dict[str, Value]]:
    third, one, two = form.actors
    rows = [study.being_there(third, a) for a in (one, two)]
    return rows, {"one": _points(study, one, rows[0][0]), "two": _points(study, two, rows[1][0])}


def _splits(study: Study, form: ClaimForm) -> Test:
    """Of C and D one is better off for B's being there and the other worse off, each by more than a point."""
    rows, told = _between(study, form)
    gains = list(zip(*(_both(total) for total, _ in rows), strict=True))
    true = Twin(*(((np.maximum(a, b) > MATTERS) & (np.minimum(a, b) < -MATTERS)).astype(float) for a, b in gains))
    return Test(true, [AS_IT_IS, absent(form.actors[0])], _joined_meter(rows), told)


def _mediates(study: Study, form: ClaimForm) -> Test:
    """C and D are both better off for B's being there, each by more than a point."""
    rows, told = _between(study, form)
    gains = list(zip(*(_both(total) for total, _ in rows), strict=True))
    true = Twin(*((np.minimum(a, b) > MATTERS).astype(float) for a, b in gains))
    return Test(true, [AS_IT_IS, absent(form.actors[0])], _joined_meter(rows), told)


# ---- E brings about o · E raises J · A will keep p · nothing came of E


def _brings_about(study: Study, form: ClaimForm) -> Test:
    """With E the act comes more often than with E forbidden, by at least 15 points of time."""
    event, act = _event(form), form.acts[0]
    there, without = _with(study, event), forbid(event)
    rise = _often(study, act, there, form.soon) - _often(study, act, without, form.soon)
    told: dict[str, Value] = {"act": act.text, "rise": study.average(100 * rise.said)}
    return Test(rise.above(CAUSED - 1e-9), [there, without], _by_rule(study, Condition.parse(event), act), told)


def _moves(study: Study, form: ClaimForm) -> Test:
    """With E the level of J is higher (lower) than with E forbidden, by more than one per cent of the scale."""
    event, issue = _event(form), form.issues[0]
    there, without = _with(study, event), forbid(event)
    change = study.percent(issue, study.level(issue, there) - study.level(issue, without))
    sign = 1.0 if form.key == "raises" else -1.0
    j = study.labels.issues.index(issue)
    by_hand = CourseSetter(study.worlds.game, (event,), ()).shift(study.world(without).played.settled)[:, j]
    part = study.dossier.issues[issue]
    meter = by_induced(change.said, 100.0 * by_hand / (part.high - part.low))
    return Test(
        change.map(lambda c: sign * c).above(LEVEL), [there, without], meter, {"change": study.amount(change.said)}
    )


def _will_keep(study: Study, form: ClaimForm) -> Test:
    """What was pledged is so for at least two thirds of the time, whoever must help."""
    assert form.pledge is not None
    pledge = study.dossier.pledges[form.pledge]
    act = promised(pledge.act)
    if act is None:
        raise NotTestable("no-act", pledge=Ref("pledge", form.pledge))
    option, on = act
    kept = study.share_on(option, soon=form.soon).map(lambda p: p if on else 1.0 - p)
    told: dict[str, Value] = {
        "kept": study.mean(kept.said), "needs": tuple(Ref("option", n) for n in needs_of(study, option, pledge.by) if n in study.dossier.options),
    }  # fmt: skip
    condition = Condition.parse(option)
    return Test(kept.above(KEPT - 1e-9), [AS_IT_IS], _chosen(study, pledge.by, condition), told)


def _nothing_came(study: Study, form: ClaimForm) -> Test:
    """No act of anybody's comes or goes by 15 points of time because of E."""
    event = _event(form)
    there, without = _with(study, event), forbid(event)
    options = study.dossier.options
    acts = [o for o in study.labels.options if o != event and event not in options[o].sets]
    if not acts:
        raise NotTestable("no-acts")
    moved = {o: (study.share_on(o, there) - study.share_on(o, without)).map(np.abs) for o in acts}
    most = Twin(np.max([m.said for m in moved.values()], axis=0), np.max([m.other for m in moved.values()], axis=0))
    top = max(moved, key=lambda o: (float(moved[o].said.mean()), o))
    told: dict[str, Value] = {"top": Ref("option", top), "most": study.average(100 * moved[top].said)}
    return Test(most.map(lambda m: (m < CAUSED).astype(float)), [there, without], NO_METER, told)


# ---- which worlds


def _no_worlds(study: Study, form: ClaimForm) -> list[Intervention]:
    return [AS_IT_IS]


def _event_worlds(study: Study, form: ClaimForm) -> list[Intervention]:
    return [_with(study, _event(form)), forbid(_event(form))]


def _wants_for_worlds(study: Study, form: ClaimForm) -> list[Intervention]:
    actor = form.actors[0]
    if any((actor, j) not in study.labels.stakes for j in form.issues):
        return []
    first = _with(study, _event(form))
    stakes = [only(actor, *form.issues), only(actor), mute(actor, *form.issues)] if first == AS_IT_IS else []
    return [first, forbid(_event(form)), *stakes]


def _absences(study: Study, form: ClaimForm) -> list[Intervention]:
    return [absent(a) for a in form.actors if a in study.labels.movers]


def _third(study: Study, form: ClaimForm) -> list[Intervention]:
    return [absent(form.actors[0])]


def _needs_worlds(study: Study, form: ClaimForm) -> list[Intervention]:
    acts = [Condition.parse(t) for t in form.targets if t not in study.dossier.issues] + list(form.acts)
    return [absent(form.actors[1]), *(forbid(*sorted(c.names)) for c in acts)]


def _will_do_worlds(study: Study, form: ClaimForm) -> list[Intervention]:
    option, _ = single(form.acts[0])
    if option is None or not _is_free(study, option) or form.actors[0] not in study.dossier.owners(option):
        return []
    return [hold(option), hold(option, False)]


def _change_worlds(study: Study, form: ClaimForm) -> list[Intervention]:
    ways, without = _settings(study, form.acts[0])
    return [*ways, without]


def _so_that_worlds(study: Study, form: ClaimForm) -> list[Intervention]:
    ways, without = _settings(study, form.acts[0])
    option, on = single(form.acts[1])
    still = [] if option is None else [z + hold(option, not on) for z in (*ways[:1], without)]
    return [*ways, without, *still]


def _leverages(study: Study, form: ClaimForm) -> list[Intervention]:
    return [*leverage_worlds(study, *form.actors), *leverage_worlds(study, *form.actors[::-1])]


def _without_worlds(study: Study, form: ClaimForm) -> list[Intervention]:
    return [absent(form.actors[0]), *(hold(o) for o in _levers(study, form.actors[0], form.acts[0]))]


def _settles(study: Study, form: ClaimForm) -> Test:
    """The level of J, where play settles, is above or below x, or from x to y."""
    issue, (low, *rest) = form.issues[0], form.numbers
    level, said = study.level(issue), study.dossier.issues[issue].settled
    if form.key == "settles-above":
        true, ends = level.above(low), (low, np.inf)
    elif form.key == "settles-below":
        true, ends = level.map(lambda y: (y < low).astype(float)), (-np.inf, low)
    else:
        ends = (min(low, *rest), max(low, *rest))
        true = level.map(lambda y: ((y >= ends[0]) & (y <= ends[1])).astype(float))
    amount = study.amount(level.said)
    fields: dict[str, Value] = {
        "issue": Ref("issue", issue), "level": amount, "model": said.model if said is not None else None,
        "gap": max(ends[0] - amount.value, amount.value - ends[1], 0.0),
    }  # fmt: skip
    return Test(true, [AS_IT_IS], NO_METER, fields)


_TESTS: dict[str, Callable[[Study, ClaimForm], Test]] = {
    "wants": _wants,
    "wants-for": _wants_for,
    "helps": _helps,
    "cannot-hurt": _cannot_hurt,
    "freer": _freer,
    "share": _share,
    "differ": _differ,
    "needs-more": _needs_more,
    "dominates": _dominates,
    "will-do": _will_do,
    "makes": _makes,
    "so-that": _so_that,
    "needs-for": _needs_for,
    "cannot-without": _cannot_without,
    "matters-more": _matters_more,
    "splits": _splits,
    "mediates": _mediates,
    "brings-about": _brings_about,
    "raises": _moves,
    "lowers": _moves,
    "will-keep": _will_keep,
    "nothing-came": _nothing_came,
    "settles-above": _settles,
    "settles-below": _settles,
    "settles-between": _settles,
}
_WORLDS: dict[str, Callable[[Study, ClaimForm], list[Intervention]]] = {
    "wants": _event_worlds,
    "wants-for": _wants_for_worlds,
    "helps": _event_worlds,
    "cannot-hurt": _event_worlds,
    "needs-more": _absences,
    "dominates": _leverages,
    "will-do": _will_do_worlds,
    "makes": _change_worlds,
    "so-that": _so_that_worlds,
    "needs-for": _needs_worlds,
    "cannot-without": _without_worlds,
    "matters-more": lambda s, f: [absent(f.actors[0]), absent(f.actors[2])],
    "splits": _third,
    "mediates": _third,
    "brings-about": _event_worlds,
    "raises": _event_worlds,
    "lowers": _event_worlds,
    "nothing-came": _event_worlds,
}
