"""What nobody said: effects on third parties that follow, that another coder would bear out, and that no claim speaks of.

The worlds that a question contrasts hold more than its answer tells. Each of them that differs from the case in one act or one
actor is searched for what it does to acts and actors that the change does not touch by itself: only others' answers can do that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from summitry.dossier.language import ClaimForm, Question
from summitry.questions import catalogue, verdicts
from summitry.questions.answer import Amount, Finding, FloatArray, Ref, Value
from summitry.questions.contrast import MATTERS, MOSTLY, Study, Twin
from summitry.questions.influence import inputs_of, naming, turned
from summitry.questions.meter import by_induced
from summitry.worlds.interventions import AS_IT_IS, Intervention, absent, forbid, hold

MOST = 3  # a question
MOVED = 10.0  # points of time
GAIN = 2 * MATTERS  # points of value
ANSWERED = 0.2  # part of an effect on an actor that must come through others' answers
LEAST_INPUTS, TRIALS = 2, 4
TRIED, FEWER = (
    12,
    4,
)  # effects a question whose inputs are moved one by one; fewer in a large case, and in one draw each
SURE = 3.0  # standard errors by which an effect must vary with an input that is named


@dataclass(frozen=True)
class Cause:
    """One change of the case: an actor that is not there, or an act that is done rather than not."""

    kind: str
    id: str
    there: Intervention
    without: Intervention

    @property
    def ref(self) -> Ref:
        return Ref("actor" if self.kind == "absent" else "option", self.id)


def unsaid(study: Study, question: Question, coders: Study | None = None) -> tuple[Finding, ...]:
    """At most three of the largest effects a question that no claim speaks of; one for each cause, and one for what it moves.

    `coders` : the bench of second coders with the same worlds solved; an effect must have its direction in four of five of them.
    """
    forms = [f for c in study.dossier.claims if (f := verdicts.form_of(study, c)) is not None]
    found = [(c, f) for c in _causes(study, question) for f in _effects(study, c, coders)]
    found = [(c, f) for c, f in found if not any(speaks_of(study, form, f) for form in forms)]
    found.sort(key=lambda pair: (-round(_size(pair[1]), 6), pair[1].key, str(pair[1].fields)))
    told: set[Value] = set()
    out: list[Finding] = []
    tried = 0
    for cause, finding in found:
        names = {finding.fields["cause"], finding.fields["target"]}
        if len(out) < MOST and not names & told and tried < (FEWER if study.is_large else TRIED):
            tried += 1
            inputs = _moving(study, cause, finding)
            if len(inputs) >= LEAST_INPUTS:
                told |= names
                out.append(naming(finding, inputs))
    return tuple(out)


def speaks_of(study: Study, form: ClaimForm, finding: Finding) -> bool:
    """Does a claim, true or false, name both what an effect comes from and what it falls on (or who owns these), and nobody else?"""
    d = study.dossier
    cause, target = (_with_owners(study, finding.fields[part]) for part in ("cause", "target"))
    names = {name for name, _ in form.names if name in d.actors or name in d.options}
    if d.event not in cause | target:
        names.discard(str(d.event))
    return bool(names & cause) and bool(names & target) and names <= cause | target


def _with_owners(study: Study, ref: Value) -> set[str]:
    assert isinstance(ref, Ref)
    return {ref.id, *(study.dossier.owners(ref.id) if ref.kind == "option" else ())}


def _causes(study: Study, question: Question) -> list[Cause]:
    worlds = set(catalogue.all_worlds(study, [question]))
    out = [Cause("absent", a, AS_IT_IS, z) for a in study.labels.movers if (z := absent(a)) in worlds]
    for o in study.labels.options:
        if forbid(o) in worlds:
            out.append(Cause("act", o, AS_IT_IS, forbid(o)))
        elif hold(o) in worlds and hold(o, False) in worlds:
            out.append(Cause("done", o, hold(o), hold(o, False)))
    return out


def _effects(study: Study, cause: Cause, coders: Study | None) -> Iterator[Finding]:
    touched = _touched(study, cause)
    for o in study.labels.options:
        if o not in touched:
            change = _change(study, cause, Ref("option", o))
            if abs(float(change.said.mean())) * 100 >= MOVED:
                yield from _told(study, cause, Ref("option", o), change, coders)
    owners = {cause.id} if cause.kind == "absent" else set(study.dossier.owners(cause.id))
    for a in study.labels.actors:
        if a not in owners:
            gain = _change(study, cause, Ref("actor", a))
            if abs(float(np.median(study.points(a, gain).said))) >= GAIN:
                yield from _told(study, cause, Ref("actor", a), gain, coders)


def _touched(study: Study, cause: Cause) -> set[str]:
    """Options that a cause changes by rule: its own, what they set or are set by, and what needs them."""
    options = study.dossier.options
    mine = {cause.id}
    if cause.kind == "absent":
        mine = {o for o in options if cause.id in study.dossier.owners(o)}
    sets = {t for o in mine for t in options[o].sets} | {d for d in options if set(options[d].sets) & mine}
    needs = {o for o, part in options.items() if part.needs is not None and set(part.needs.names) & mine}
    voted = {o for o in options if cause.kind == "absent" and (b := study.dossier.body_of(o)) is not None and cause.id in study.dossier.bodies[b].seats}  # fmt: skip
    return mine | sets | needs | voted


def _told(study: Study, cause: Cause, target: Ref, change: Twin, coders: Study | None) -> Iterator[Finding]:
    """The effect as a finding, if it has one direction in four of five draws and in four of five coders' readings."""
    middle = float(change.said.mean()) if target.kind == "option" else float(np.median(change.said))
    holds = _not_against(change.said, middle)
    if float(holds.mean()) < MOSTLY:
        return
    if coders is not None and float(_not_against(_change(coders, cause, target).said, middle).mean()) < MOSTLY:
        return
    fields: dict[str, Value] = {"cause": cause.ref, "kind": cause.kind, "target": target, "more": middle > 0}
    worlds = [cause.there, cause.without]
    other = float(np.mean(change.other)) if target.kind == "option" else float(np.median(change.other))
    agrees = (other > 0) == (middle > 0) and abs(other) > 0.25 * abs(middle)
    if target.kind == "option":
        fields["size"] = study.average(100 * change.said)
        yield study.finding("news.act", fields, worlds, agrees=agrees, holds=holds)
        return
    meter = by_induced(change.said, _direct(study, cause, target.id))
    if meter.value >= ANSWERED and meter.rule == "induced":
        fields["size"] = study.amount(study.points(target.id, change).said, study.unit(target.id))
        fields["part"] = meter.value
        yield study.finding("news.worth", fields, worlds, meter, agrees, holds=holds)


def _not_against(numbers: FloatArray, middle: float) -> FloatArray:
    """`(D,)` 1 where a number does not go the other way."""
    found: FloatArray = (numbers * np.sign(middle) >= -1e-6).astype(float)
    return found


def _change(study: Study, cause: Cause, target: Ref) -> Twin:
    """What a cause does to the share of time of an act, or to the value of an actor."""
    if target.kind == "option":
        return study.share_on(target.id, cause.there) - study.share_on(target.id, cause.without)
    return study.value(target.id, cause.there) - study.value(target.id, cause.without)


def _direct(study: Study, cause: Cause, actor: str) -> FloatArray:
    """What the change does to an actor by itself, nobody answering."""
    if cause.kind == "absent":
        return study.being_there(cause.id, actor)[1].said
    return study.direct(actor, cause.without, put_on=[cause.id]).said


def _moving(study: Study, cause: Cause, finding: Finding) -> tuple[str, ...]:
    """The inputs that an effect varies with, and that move it when each is changed alone, in some of a few draws."""
    near = inputs_of(study, finding, None if study.is_large else SURE)
    trials = 1 if study.is_large else TRIALS
    target = finding.fields["target"]
    assert isinstance(target, Ref)
    if not near:
        return ()
    rows = (np.arange(len(near) * trials) * 7) % study.worlds.draws.size
    values = {p: v[rows].copy() for p, v in study.worlds.game.values.items()}
    before = _change(study, cause, target).said[rows]
    for q, path in enumerate(near):
        place = slice(q * trials, (q + 1) * trials)
        values[path][place] = turned(study.input(path))[rows][place]
    bench = study.revalued(values)
    bench.prepare([cause.there, cause.without])
    after = _change(bench, cause, target).said
    moved = [(np.abs(after - before)[q * trials : (q + 1) * trials] > 1e-9).any() for q in range(len(near))]
    return tuple(p for p, m in zip(near, moved, strict=True) if m)


def _size(finding: Finding) -> float:
    size = finding.fields["size"]
    assert isinstance(size, Amount)
    return abs(size.value)
