"""Why it rests there: what holds everybody in an end state, and why an option stays off (or on) against somebody's wish.

End states are explained by the graph model around them (`worlds.reasons`), in a few of the draws that end there: the one
with every range at its middle may end where hardly any other does. Options that somebody would welcome are explained over all draws, from what stands in the way: a need, a deal's term, an impossible
pattern, a step that cannot be undone; a vote; a co-owner that would not gain; an owner that would lose, or that others'
answers deter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from summitry.errors import TooLarge
from summitry.questions import beliefs
from summitry.questions.answer import Amount, Computed, Finding, Meter, Ref, Value
from summitry.questions.contrast import COMPARED, MATTERS, MOSTLY, RARELY, SAID, Study, Twin, same_side
from summitry.questions.meter import NO_METER, by_induced
from summitry.worlds import reasons
from summitry.worlds.interventions import AS_IT_IS, Intervention, hold
from summitry.worlds.reasons import Change, Held, Hold

if TYPE_CHECKING:
    from summitry.dossier.model import Dossier

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

MOST_ENDS, MOST_LEAVERS, MOST_AGAINST = 3, 3, 8
MOST_LOOKED = 2  # draws in which an end state is explained: each takes a third of a second
RECURS = 0.4  # share of them in which a move must tempt, and be held by the same answer, to be told
MOVED = 0.15  # change of an option's share of time that counts as an answer
TOLERANCE = 1e-9


def explain(study: Study) -> tuple[Finding, ...]:
    """What holds whom in the end states, and what stands against each wish that is not met; the greatest wish first."""
    study.prepare(worlds(study))
    return (*_ends(study), *(_against(study, case) for case in _cases(study)), *beliefs.misjudgements(study))


def worlds(study: Study) -> list[Intervention]:
    """The worlds that are contrasted: an act held on and off, where somebody wishes it otherwise and nothing else bars it.

    Deals and options with needs are never held: that is expensive. The world as it is gets solved to see who wishes what.
    """
    acts = [case.option for case in _cases(study) if _bar(case) is None and _is_cheap(study, case.option)]
    return [AS_IT_IS, *(hold(o, on) for o in acts for on in (True, False)), *beliefs.worlds(study)]


# ------------------------------------------------------------------------------------------------ end states


@dataclass(frozen=True)
class End:
    """An end state (one state, or those of a cycle) over all draws. draws : (draw, probability of ending there in it),
    the surest first. looked : (draw, what holds whom in it) for some of them."""

    states: frozenset[int]
    probability: float
    draws: tuple[tuple[int, float], ...]
    looked: tuple[tuple[int, Held], ...] = ()


def _ends(study: Study) -> list[Finding]:
    """The most probable end states, each with the moves that tempt somebody away from it and what holds them."""
    if not study.labels.movers:
        return []
    short = _end_states(study, COMPARED)
    out: list[Finding] = []
    for end in _end_states(study, SAID)[: 1 if study.is_large else MOST_ENDS]:
        looked = replace(end, looked=tuple(_looked_at(study, end)))
        leavers = _leavers(study, looked)
        out += [_end(study, looked, short, {f.fields["actor"] for f in leavers}), *leavers]
    return out


def _end_states(study: Study, behaviour: str) -> list[End]:
    """End states over all draws, most probable first."""
    rows = study.world(AS_IT_IS, behaviour).played.settled
    members: dict[tuple[int, int], list[int]] = {}
    for q in np.flatnonzero(rows.group >= 0):
        members.setdefault((int(rows.draw[q]), int(rows.group[q])), []).append(int(q))
    found: dict[frozenset[int], list[tuple[int, float]]] = {}
    for (draw, _), at in members.items():
        found.setdefault(frozenset(rows.state[at].tolist()), []).append((draw, float(rows.mass[at].sum())))
    ends = [
        End(
            states,
            sum(p for _, p in where) / study.worlds.draws.size,
            tuple(sorted(where, key=lambda w: (-w[1], w[0]))),
        )
        for states, where in found.items()
    ]
    return sorted(ends, key=lambda end: (-end.probability, sorted(end.states)))


def _looked_at(study: Study, end: End) -> Iterator[tuple[int, Held]]:
    """What holds whom there, in those draws that end there most surely: one where no input varies, else a few."""
    states = {study.labels.state(state) for state in end.states}
    for draw, _ in end.draws[: MOST_LOOKED if study.varies else 1]:
        try:
            held = reasons.explain(study.worlds, draw=draw)
        except TooLarge:
            continue
        here = next((one for one in held if one.state in states), None)
        if here is not None:
            yield draw, here


def _end(study: Study, end: End, short: list[End], told: set[Value]) -> Finding:
    """An end state; `told` are the movers whose temptation gets a sentence of its own."""
    now, movers = set(study.dossier.now), study.labels.movers
    state = end.looked[0][1].state if end.looked else study.labels.state(min(end.states))
    tempted = {h.mover for _, held in end.looked for h in held.movers if h.improvement is not None}
    on = _options(state)
    return _explained(
        study,
        "explain.end",
        {
            "kind": "rest" if len(end.states) == 1 else "cycle",
            "states": len(end.states),
            "new": tuple(r for r in on if r.id not in now),
            "kept": tuple(r for r in on if r.id in now),
            "ended": tuple(Ref("option", o) for o in study.dossier.now if o not in state),
            "broken": _broken(state),
            "probability": study.share_of_play(end.probability),
            "looked": len(end.looked),
            "content": tuple(Ref("actor", a) for a in movers if a not in tempted) if end.looked else (),
            "rarely": tuple(Ref("actor", a) for a in movers if a in tempted and Ref("actor", a) not in told),
            "count": len(movers),
            "stable": _equilibrium(end),
        },
        agrees=end.states in [other.states for other in short[: 1 if study.is_large else MOST_ENDS]],
    )


def _equilibrium(end: End) -> tuple[Value, ...]:
    """Each concept with the number of draws looked at in which the state is stable for everybody: one click below."""
    concepts = [c for _, held in end.looked[:1] for h in held.movers[:1] for c in h.stable]
    return tuple((c, sum(held.is_equilibrium(c) for _, held in end.looked)) for c in concepts)


def _leavers(study: Study, end: End) -> list[Finding]:
    """The moves that tempt a mover, with the answer that holds it, if both recur in the draws looked at: at most three."""
    found: dict[object, list[tuple[int, Held, Hold]]] = {}
    for draw, held in end.looked:
        for mover in held.movers:
            if mover.improvement is not None:
                alike = (mover.mover, mover.improvement, mover.held_by, mover.sanction[:1])
                found.setdefault(alike, []).append((draw, held, mover))
    enough = [told for told in found.values() if len(told) >= RECURS * len(end.looked)]
    ranked = sorted(enough, key=lambda told: (-len(told), told[0][2].mover, told[0][0]))
    return [_leaver(study, end, told) for told in ranked[:MOST_LEAVERS]]


def _leaver(study: Study, end: End, told: list[tuple[int, Held, Hold]]) -> Finding:
    """One mover, one move and the answer that holds it; of answers with the same start the shortest is told."""
    _, held, mover = min(told, key=lambda one: (len(one[2].sanction), one[0]))
    assert mover.improvement is not None
    answers = mover.sanction
    return _explained(
        study,
        f"explain.end.{'held' if mover.held_by else 'free'}",
        {
            "actor": Ref("actor", mover.mover),
            "move": _change(study, mover.improvement),
            "gain": _gain_of(study, mover.mover, told),
            "kind": held.kind,
            "held_by": mover.held_by,
            "first": _change(study, answers[0]) if answers else None,
            "last": _change(study, answers[-1]) if answers else None,
            "steps": len(answers),
            "anyway": bool(answers) and _would_anyway(answers[0], held),
            "counter": None if mover.counter is None else _change(study, mover.counter),
            "draws": len(told),
            "looked": len(end.looked),
            "horizon": study.worlds.horizon,
            "stable": tuple(c for c, is_stable in mover.stable.items() if is_stable),
        },
    )


def _explained(study: Study, key: str, fields: dict[str, Value], agrees: bool | None = None) -> Finding:
    """A finding on an end state; where no input varies and nothing is changed, `lab stability` repeats it."""
    found = study.finding(key, fields, [AS_IT_IS], agrees=agrees)
    if study.worlds.given or study.varies:
        return found
    assert isinstance(found.basis, Computed)
    return replace(found, basis=replace(found.basis, command=f"summitry lab stability {study.name}"))


def _change(study: Study, change: Change) -> tuple[Value, ...]:
    """Who, what it switches on, what off, which deals it breaks. What a deal brings by its terms is not listed beside it."""
    options = study.dossier.options
    terms = {term for deal in change.on if deal in options for term in options[deal].sets}
    on, off = ([o for o in part if o not in terms] for part in (change.on, change.off))
    return (Ref("actor", change.by), _options(on), _options(off), _broken(change.on))


def _options(names: Iterable[str]) -> tuple[Ref, ...]:
    return tuple(Ref("option", o) for o in names if "/" not in o)


def _broken(names: Iterable[str]) -> tuple[Value, ...]:
    """Breach marks, `deal/OWNER`, as (deal, owner)."""
    marks = (name.split("/") for name in names if "/" in name)
    return tuple((Ref("option", deal), Ref("actor", owner)) for deal, owner in marks)


def _gain_of(study: Study, actor: str, told: list[tuple[int, Held, Hold]]) -> Amount | None:
    """What the move brings at once in the draws told of, in points of the issue that the actor cares for most."""
    if actor in study.dossier.preferences:
        return None
    draws = np.array([draw for draw, _, _ in told], np.int64)
    worth = []
    for names in ([held.state for _, held, _ in told], [h.improvement.to for _, _, h in told if h.improvement]):
        states = np.array([_mask(study, state) for state in names], np.int64)
        worth.append(study.worlds.game.weigh(draws, states)[0][:, study.labels.actors.index(actor)])
    gain, every = worth[1] - worth[0], np.zeros(study.worlds.draws.size)
    every[draws] = gain
    return study.amount(study.points(actor, Twin(every, every)).said[draws], study.unit(actor))


def _mask(study: Study, names: Sequence[str]) -> int:
    """The state with these options on and these breach marks."""
    labels = study.labels
    marks = [f"{deal}/{owner}" for deal, owner in labels.marks]
    broken = sum(1 << len(labels.options) + marks.index(name) for name in names if "/" in name)
    return study.worlds.game.state([name for name in names if "/" not in name]) | broken


def _would_anyway(answer: Change, held: Held) -> bool:
    """Is the same step what would serve whoever answers best from the end state itself? Then it is no answer to the move."""
    own = next((h.improvement for h in held.movers if h.mover == answer.by), None)
    return own is not None and (own.on, own.off) == (answer.on, answer.off)


# ------------------------------------------------------------------------------------------------ switching by hand


@dataclass(frozen=True)
class Place:
    """Where switching an option by hand leads from one state.

    bar : what the rules say against the step: `undo` (something that cannot be undone), `lock` (a term of a deal that is
    on), `need`, `clash` (an impossible pattern), or nothing. by : the options that stand in the way. swapped : own acts of
    the same owner that have to go for it, and so go in the same move.
    """

    state: int
    bar: str = ""
    by: tuple[str, ...] = ()
    swapped: tuple[str, ...] = ()


class Probe:
    """One option switched by hand in every settled state of the world as it is, all else still, under one behaviour.

    An option whose needs fail is weighed as if it could be had: it is wished for all the same.
    """

    def __init__(self, study: Study, option: str, on: bool, behaviour: str):
        self.study, self.option, self.on = study, option, on
        self.rows = study.world(AS_IT_IS, behaviour).played.settled
        unique, where = np.unique(self.rows.state, return_inverse=True)
        found = [_place(study, int(s), option, on) for s in unique]
        self.places = [found[q] for q in where]
        before, _ = study.worlds.game.weigh(self.rows.draw, self.rows.state)
        after, _ = study.worlds.game.weigh(self.rows.draw, np.array([p.state for p in self.places], np.int64))
        self.gain: FloatArray = after - before  # (V, K) utility

    def mean(self, values: NDArray[np.generic]) -> FloatArray:
        """`(D,)` mean over the settled time of each draw of a number per row `(V,)`."""
        out, weight = np.zeros(self.study.worlds.draws.size), np.zeros(self.study.worlds.draws.size)
        np.add.at(out, self.rows.draw, self.rows.late * values.astype(float))
        np.add.at(weight, self.rows.draw, self.rows.late)
        return out / np.maximum(weight, 1e-12)

    def gains(self, actor: str) -> FloatArray:
        """`(D,)` expected utility that the switch brings an actor at once."""
        return self.mean(self.gain[:, self.study.labels.actors.index(actor)])

    def barred(self, bar: str) -> BoolArray:
        """`(D,)` where the rules bar the switch so, for more than half of the time."""
        return self.mean(np.array([p.bar == bar for p in self.places])) > 0.5

    def commonest(self, part: str, bar: str = "") -> tuple[str, ...]:
        """The options that stand in the way (`by`), or go with it (`swapped`), in most of the time."""
        time: dict[tuple[str, ...], float] = {}
        for place, late in zip(self.places, self.rows.late, strict=True):
            if place.bar == bar or part == "swapped":
                names = getattr(place, part)
                time[names] = time.get(names, 0.0) + float(late)
        return min(time, key=lambda names: (-time[names], names), default=())


def _place(study: Study, state: int, option: str, on: bool) -> Place:
    game, labels = study.worlds.game, study.labels
    bit = game.state([option])
    if bool(state & bit) == on:
        return Place(state)
    new = game.with_on(state, option) if on else state & ~bit
    before, after = set(labels.state(state)), set(labels.state(new))
    fallen = game.gravity.fallen(new)
    target = fallen if bool(fallen & bit) == on else new
    for bar, by in _bars(study, option, before, after):
        return Place(target, bar, by)
    return _past_clash(study, option, on, target)


def _bars(study: Study, option: str, before: set[str], after: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the rules say against a step, before anything falls: the first is the one that is told."""
    options = study.dossier.options
    changed = (before ^ after) & set(options)
    if undone := sorted(o for o in changed & before if options[o].irreversible):
        yield "undo", tuple(undone)
    if deals := sorted(d for d in before & set(options) if d != option and changed & set(options[d].sets)):
        yield "lock", tuple(deals)
    for o in sorted(changed & after, key=lambda o: (o != option, o)):
        needs = options[o].needs
        if needs is not None and not needs.holds(after):
            yield "need", (o,)


def _past_clash(study: Study, option: str, on: bool, target: int) -> Place:
    """The target, or where it is impossible the one without those acts of the same owner that stand against it."""
    game, dossier = study.worlds.game, study.dossier
    if not game.gravity.is_impossible(target):
        return Place(target)
    state = set(study.labels.state(target))
    against = {o for c in dossier.impossible if c.holds(state) for o in c.names if o in state and o != option}
    free = [o for o in against if dossier.owners(o) == dossier.owners(option) and not dossier.options[o].irreversible]
    if on and len(dossier.owners(option)) == 1 and free:
        without = game.gravity.fallen(target & ~game.state(free))
        if not game.gravity.is_impossible(without):
            return Place(without, swapped=tuple(sorted(free)))
    return Place(target, "clash", tuple(sorted(against)))


# ------------------------------------------------------------------------------------------------ against a wish


@dataclass(frozen=True)
class Case:
    """An option that stays as it is, and the actors that would welcome a change, with what it would bring them at once."""

    study: Study = field(repr=False)
    option: str
    on: bool  # what they wish it to be
    wishers: tuple[tuple[str, FloatArray], ...] = field(repr=False)  # (D,) points each, the greatest wish first
    said: Probe = field(repr=False)

    @cached_property
    def other(self) -> Probe:
        """The same among short-sighted actors."""
        return Probe(self.study, self.option, self.on, COMPARED)

    @property
    def owners(self) -> tuple[str, ...]:
        return self.study.dossier.owners(self.option)

    def twin(self, read: str, name: str) -> Twin:
        """A number per draw from both probes: `gains` of an actor, or whether it is `barred`."""
        said, other = (np.asarray(getattr(probe, read)(name), float) for probe in (self.said, self.other))
        return Twin(said, other)


@dataclass(frozen=True)
class Reason:
    """Why an option stays as it is. said, other : (D,) where that is the reason, looking ahead and short-sighted."""

    key: str
    fields: dict[str, Value]
    said: BoolArray
    other: BoolArray
    meter: Meter = NO_METER
    worlds: tuple[Intervention, ...] = ()


def _cases(study: Study) -> list[Case]:
    """Options that stay off (or on) for at least 80 % of the time, though somebody would welcome a change: at most eight."""
    rules, _ = study.worlds.game.under(study.worlds.given)
    out = []
    for q, o in enumerate(study.labels.options):
        time = float(study.share_on(o).said.mean())
        if RARELY < time < MOSTLY or rules.fixed >> q & 1:
            continue
        probe = Probe(study, o, time <= RARELY, SAID)
        if wishers := _wishers(study, probe):
            out.append(Case(study, o, probe.on, wishers, probe))
    out.sort(key=lambda case: (-float(np.median(case.wishers[0][1])), case.option))
    return out[:MOST_AGAINST]


def _wishers(study: Study, probe: Probe) -> tuple[tuple[str, FloatArray], ...]:
    """Actors that the switch would serve at once by at least a point, in at least 80 % of draws; with their points."""
    found = []
    for a in study.labels.actors:
        if a in study.worlds.given.absent:
            continue
        points = study.points(a, Twin(probe.gains(a), probe.gains(a))).said
        if float(np.mean(points >= MATTERS)) >= MOSTLY:
            found.append((a, points))
    return tuple(sorted(found, key=lambda w: (-float(np.median(w[1])), w[0])))


def _against(study: Study, case: Case) -> Finding:
    reason = _bar(case) or _partners(case) or _vote(case) or _deciders(case)
    stays = study.share_on(case.option).map(lambda on: on if not case.on else 1.0 - on)
    wished = np.all([p > 0 for _, p in case.wishers], axis=0)
    unlisted = next((w for w in case.wishers if w[0] not in study.dossier.preferences), None)
    return study.finding(
        f"explain.against.{reason.key}",
        {
            "option": Ref("option", case.option),
            "on": not case.on,
            "stays": study.mean(stays.said),
            "wishers": tuple(Ref("actor", a) for a, _ in case.wishers),
            "worth": study.amount(unlisted[1], study.unit(unlisted[0])) if unlisted else None,
            "most": Ref("actor", (unlisted or case.wishers[0])[0]),
            "instead": tuple(Ref("option", o) for o in case.said.commonest("swapped")),
            **reason.fields,
        },
        [AS_IT_IS, *reason.worlds],
        reason.meter,
        bool(np.mean(stays.other > 0.5) > 0.5) and same_side(float(reason.said.mean()), float(reason.other.mean())),
        holds=reason.said & wished & (stays.said > 0.5),
    )


# ------------------------------------------------------------------------------------------------ rules and votes


def _bar(case: Case) -> Reason | None:
    """A rule that stands in the way in at least half of the draws, whoever wants what."""
    for bar in ("undo", "lock", "need", "clash"):
        barred = case.twin("barred", bar)
        if barred.said.mean() >= 0.5:
            by = case.said.commonest("by", bar)
            fields: dict[str, Value] = {"by": _options(by), "share": case.study.share(barred.said)}
            if bar == "need":
                fields |= _need(case, by[0]) | {"refuse": tuple(Ref("actor", a) for a in _unwilling(case))}
            return Reason(bar, fields, barred.said > 0, barred.other > 0)
    return None


def _need(case: Case, option: str) -> dict[str, Value]:
    """What an option needs, as the dossier writes it, and in simple needs what of it is mostly missing."""
    needs = case.study.dossier.options[option].needs
    assert needs is not None
    parts = needs.term.parts if needs.term.op in ("and", "or") else (needs.term,)
    simple = all(part.op == "name" for part in parts)
    off = [p.name for p in parts if simple and float(case.study.share_on(p.name).said.mean()) < 0.5]
    return {"need": needs.text, "any": needs.term.op == "or", "lacking": tuple(Ref("option", o) for o in off)}


def _unwilling(case: Case) -> list[str]:
    """Owners who would not gain at once in at least half of the draws."""
    return [a for a in case.owners if np.mean(case.said.gains(a) <= TOLERANCE) >= 0.5]


def _vote(case: Case) -> Reason | None:
    """A body that would not pass it: vetoes first, then votes that are missing. Deals ask the bodies whose options they set."""
    for body, option, on in _bodies(case):
        said, other = _Ballot(case.said, option, on), _Ballot(case.other, option, on)
        if said.fails.mean() < 0.5:
            continue
        study = case.study
        vetoes = sorted(((a, study.share(no)) for a, no in said.vetoes()), key=lambda v: (-v[1].value, v[0]))
        vetoes = [v for v in vetoes if v[1].value >= RARELY] or vetoes[:2]
        stopped = bool(vetoes) and (vetoes[0][1].value >= 0.5 or float(said.short.mean()) < 0.5)
        fields: dict[str, Value] = {
            "body": Ref("body", body),
            "vetoes": tuple((Ref("actor", a), share) for a, share in vetoes[:3]),
            "votes": study.amount(said.votes),
            "needed": said.passes if said.counts else 0.0,
            "share": study.share(said.fails),
        }
        return Reason("veto" if stopped else "votes" if said.counts else "rule", fields, said.fails, other.fails)
    return None


def _bodies(case: Case) -> list[tuple[str, str, bool]]:
    """Bodies that a change asks, each with the first option that it is asked about, and whether to switch it on."""
    dossier = case.study.dossier
    own = dossier.body_of(case.option)
    if own is not None:
        return [(own, case.option, case.on)]
    terms = dossier.options[case.option].sets if case.on else {}
    asked: dict[tuple[str, bool, str], str] = {}
    for o, on in sorted(terms.items()):
        body = dossier.body_of(o)
        if body is not None:
            asked.setdefault((body, on, o if _own_votes(dossier, o) else ""), o)
    return [(body, o, on) for (body, on, _), o in asked.items()]


def _own_votes(dossier: Dossier, option: str) -> bool:
    """Are votes stated on this very option of a body?"""
    body = dossier.body_of(option)
    return body is not None and isinstance(dossier.bodies[body].votes.get(option), dict)


class _Ballot:
    """How a body would vote on a switch, in the settled states: those that gain at once vote yes, veto holders that lose stop it.

    votes : (D,) weight of yes on the measure that is most often short, of the `passes` that it takes; this is all that there is
    to say where `counts` is true: one measure, a threshold of the whole, no other clause.
    """

    def __init__(self, probe: Probe, option: str, on: bool):
        study = probe.study
        rules, stakes = study.worlds.game.under(study.worlds.given)
        asked = [b for b in range(len(rules.passes)) if rules.asks[study.labels.options.index(option)] >> b & 1]
        yes, no = probe.gain > TOLERANCE, probe.gain < -TOLERANCE
        known = (stakes.yes_on if on else stakes.yes_off)[probe.rows.draw]

        def lead(b: int) -> FloatArray:
            found: FloatArray = known[:, b] + (yes @ rules.weight[b] - rules.against[b] * (no @ rules.weight[b]))
            return found

        def met(b: int) -> BoolArray:
            reached: BoolArray = lead(b) >= rules.passes[b] - TOLERANCE
            return reached | met(int(rules.instead[b])) if rules.instead[b] >= 0 else reached

        short = {b: ~met(b) for b in asked}
        worst = max(asked, key=lambda b: float(short[b].mean()))
        self._no = no & (rules.veto[worst] > 0)
        self._probe, self.passes = probe, float(rules.passes[worst])
        rule = study.dossier.bodies[str(study.dossier.body_of(option))]
        self.counts = isinstance(rule.passes, float) and not (
            rule.abstain or rule.blocking or rule.quorum or rule.votes
        )
        any_short = np.any(list(short.values()), axis=0)
        self.votes: FloatArray = probe.mean(lead(worst) if self.counts else any_short.astype(float))  # (D,)
        self.short: BoolArray = probe.mean(any_short) > 0.5  # (D,)
        self.fails: BoolArray = probe.mean(any_short | self._no.any(axis=1)) > 0.5  # (D,)

    def vetoes(self) -> Iterator[tuple[str, BoolArray]]:
        """Each veto holder with `(D,)` where it would use it."""
        for k in np.flatnonzero(self._no.any(axis=0)):
            yield self._probe.study.labels.actors[k], self._probe.mean(self._no[:, k]) > 0.5


# ------------------------------------------------------------------------------------------------ owners


def _partners(case: Case) -> Reason | None:
    """Co-owners of a joint act or deal that stays off, who would not gain by it."""
    if len(case.owners) < 2 or not case.on:
        return None
    refused = {a: case.twin("gains", a).map(lambda gain: (gain <= TOLERANCE).astype(float)) for a in case.owners}
    anybody = Twin(*(np.max([getattr(r, part) for r in refused.values()], axis=0) for part in ("said", "other")))
    if anybody.said.mean() < 0.5:
        return None
    ranked = sorted(refused, key=lambda a: (-float(refused[a].said.mean()), a))
    named = [a for a in ranked if refused[a].said.mean() >= 0.5] or ranked[:1]
    study = case.study
    fields: dict[str, Value] = {
        "refuse": tuple(
            (Ref("actor", a), study.share(refused[a].said), *_loss(case, a, refused[a].said > 0)) for a in named[:3]
        ),
        "share": study.share(anybody.said),
    }
    return Reason("partner", fields, anybody.said > 0, anybody.other > 0)


def _loss(case: Case, actor: str, mine: BoolArray) -> tuple[Amount | None, bool]:
    """What the change would cost an actor at once, in the draws `mine` (D,), or None where its list tells no amounts; and
    whether it would lose at all rather than be as well off."""
    gain = case.study.points(actor, case.twin("gains", actor)).said[mine]
    return _amount(case, actor, -gain), bool(np.median(gain) < -TOLERANCE)


def _deciders(case: Case) -> Reason:
    """Owners who could change it alone (or by agreeing, where all would gain at once) and do not: what is it to them?"""
    study = case.study
    held = _is_cheap(study, case.option)
    then = {a: _once_answered(case, a) for a in case.owners} if held else {}
    at_once = {a: case.twin("gains", a) for a in case.owners}
    who = _decisive(case, at_once, then)
    if who is None:
        return _open(case, case.owners)
    now, later = at_once[who], then.get(who)
    said, other = (
        _label(
            np.array([getattr(gain, part) for gain in at_once.values()]),
            getattr(now, part),
            None if later is None else getattr(later, part),
            all_agree=case.on,
        )
        for part in ("said", "other")
    )
    key = max(("owner", "deterred", "far", "open"), key=lambda name: float((said == name).mean()))
    mine = said == key
    if key == "open":
        return _open(case, case.owners if case.on else (who,), mine, other == key)
    if key == "owner":
        return _owners(case, now, later, mine, other == key)
    assert later is not None
    points, after = study.points(who, now).said[mine], study.points(who, later).said[mine]
    fields: dict[str, Value] = {
        "owner": Ref("actor", who),
        "at_once": _amount(case, who, points if key == "deterred" else -points),
        "later": _amount(case, who, -after if key == "deterred" else after),
        "share": study.share(mine),
    }
    meter = by_induced(later.said[mine], now.said[mine])
    if key == "deterred":
        answers = _answers(case, who, mine)
        fields["answers"] = answers
        key = "deterred" if answers else "later"
    return Reason(key, fields, mine, other == ("deterred" if key == "later" else key), meter, _held(case))


def _label(gains: FloatArray, now: FloatArray, later: FloatArray | None, all_agree: bool) -> NDArray[np.str_]:
    """`(D,)` what keeps the owners from it: `owner` (none gains at once), `far` (the one asked gains only once others have
    answered), `deterred` (gains at once, loses then), `open` (neither), `refused` (all must agree, and not all gain).

    gains : (owners, D) at once. now, later : (D,) of the owner asked, at once and once answered.
    """
    nobody = gains.max(axis=0) <= TOLERANCE
    refused = ~nobody & (gains.min(axis=0) <= TOLERANCE) & all_agree
    tempted: NDArray[np.str_] = np.full(now.shape, "open", dtype="<U8")
    if later is not None:
        tempted = np.where((now > TOLERANCE) & (later < -1e-6), "deterred", "open")
        nobody_later = np.where(later > 1e-6, "far", "owner")
    else:
        nobody_later = np.full(now.shape, "owner", dtype="<U8")
    return np.where(nobody, nobody_later, np.where(refused, "refused", tempted))


def _decisive(case: Case, at_once: dict[str, Twin], then: dict[str, Twin]) -> str | None:
    """The owner to ask: the most tempted where one is enough, the one that answers hurt most where all must agree."""
    if not case.owners:
        return None
    if len(case.owners) > 1 and case.on:
        return min(then, key=lambda a: (float(np.median(then[a].said)), a), default=None)
    return min(case.owners, key=lambda a: (-float(np.mean(at_once[a].said > TOLERANCE)), a))


def _owners(case: Case, now: Twin, later: Twin | None, said: BoolArray, other: BoolArray) -> Reason:
    """All that could change it would lose by it."""
    study = case.study
    losses = tuple((Ref("actor", a), *_loss(case, a, said)) for a in case.owners)
    fields: dict[str, Value] = {"owners": losses, "share": study.share(said)}
    if len(case.owners) == 1 and later is not None:
        fields["later"] = _amount(case, case.owners[0], -study.points(case.owners[0], later).said[said])
        worse = float(np.median((later - now).said[said])) < 0
        fields["answers"] = _answers(case, case.owners[0], said) if worse else ()
    meter = NO_METER if later is None else by_induced(later.said, now.said)
    return Reason("owner", fields, said, other, meter, _held(case) if later is not None else ())


def _open(case: Case, who: Sequence[str], said: BoolArray | None = None, other: BoolArray | None = None) -> Reason:
    """Those who decide would gain at once, and nothing that is computed here says what holds them."""
    every = np.ones(case.study.worlds.draws.size, bool)
    said, other = (every if part is None else part for part in (said, other))
    fields: dict[str, Value] = {
        "owners": tuple(Ref("actor", a) for a in who),
        "share": case.study.share(said),
        "body": Ref("body", b) if (b := case.study.dossier.body_of(case.option)) is not None else None,
    }
    return Reason("open", fields, said, other)


def _answers(case: Case, actor: str, mine: BoolArray) -> tuple[Value, ...]:
    """The acts of others, two at most, that come or go with it where it deters: option, whose, does it come, how much more often."""
    study = case.study
    sign = 1.0 if case.on else -1.0
    changes = {o: sign * study.change_by(o, case.option).said for o in study.others_options(actor) if o != case.option}
    ranked = sorted(changes, key=lambda o: (-abs(float(changes[o][mine].mean())), o))
    return tuple(
        (Ref("option", o), _whose(study, o), bool(changes[o][mine].mean() > 0), study.mean(np.abs(changes[o][mine])))
        for o in ranked[:2]
        if abs(float(changes[o][mine].mean())) >= MOVED
    )


def _whose(study: Study, option: str) -> tuple[Ref, ...]:
    return tuple(Ref("body" if b in study.dossier.bodies else "actor", b) for b in study.dossier.options[option].by)


def _once_answered(case: Case, actor: str) -> Twin:
    """What an actor gains by the change once others have answered: V(held as wished) − V(held as it is)."""
    wished, kept = hold(case.option, case.on), hold(case.option, not case.on)
    return case.study.value(actor, wished) - case.study.value(actor, kept)


def _held(case: Case) -> tuple[Intervention, ...]:
    return hold(case.option, True), hold(case.option, False)


def _amount(case: Case, actor: str, points: FloatArray) -> Amount | None:
    return None if actor in case.study.dossier.preferences else case.study.amount(points, case.study.unit(actor))


def _is_cheap(study: Study, option: str) -> bool:
    """Can it be held on and off, and at little expense: an act of one or more actors that needs and sets nothing?"""
    part = study.dossier.options[option]
    plain = bool(study.dossier.owners(option)) and part.needs is None and not part.is_deal
    return plain and study.can_hold(hold(option, True)) and study.can_hold(hold(option, False))
