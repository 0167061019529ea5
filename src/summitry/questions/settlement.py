"""Where J settles: the outcome of the bargaining model that a dossier names for an issue, the plain averages beside it, how far the
readings of an elaborate model are apart, what the body would pass, and who pulls hardest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from summitry.questions.answer import Answer, Computed, FigureData, FigureRow, Finding, FloatArray, Ref, Value
from summitry.questions.contrast import Study
from summitry.worlds.interventions import AS_IT_IS
from summitry.worlds.settlement import Settlement, settlement

MIDDLE = (0.25, 0.75)  # of all readings: what half of them say
NEAR = 0.05  # share of the scale within which two outcomes count as the same


def answer(study: Study, issue: str) -> Answer:
    """Settlement in each draw; the weighted mean and median stand beside every other model, all from the same draws."""
    s = settled(study, issue)
    of: dict[str, Value] = {"issue": Ref("issue", issue)}
    outcome, agreed = s.outcome()
    headline = _finding(
        study,
        "settlement.headline",
        {
            **of,
            **_body(s),
            "model": s.model,
            "outcome": study.amount(outcome),
            "today": study.amount(s.reference),
            "agreed": study.share(agreed),
        },
        probe=_near(issue, *(float(q) for q in np.quantile(outcome, [0.05, 0.95]))),
    )
    findings = [_plain(study, s, of), *_spread(study, s, of), *_passed(study, s, of), *_pulls(study, s, of)]
    return Answer(
        "settlement", f"where {issue} settles", "", headline, tuple(findings), figure=_figure(study, s, outcome)
    )  # fmt: skip


def settled(study: Study, issue: str) -> Settlement:
    """The settlement of an issue in the study's draws, under what it is given."""
    return settlement(study.dossier, issue, study.worlds.game.values, study.worlds.given)


def _near(issue: str, low: float, high: float) -> Callable[[Study], FloatArray]:
    """Does the outcome lie within the range that the headline gives, or within five per cent of the scale from it?"""

    def probe(study: Study) -> FloatArray:
        s = settled(study, issue)
        outcome, slack = s.outcome()[0], NEAR * (s.ends[1] - s.ends[0])
        return np.asarray((outcome >= low - slack) & (outcome <= high + slack), float)

    return probe


def _body(s: Settlement) -> dict[str, Value]:
    said = s.dossier.issues[s.issue].settled
    return {"by": Ref("body", said.by) if said is not None and said.by else None}


def _finding(
    study: Study,
    key: str,
    fields: dict[str, Value],
    holds: FloatArray | NDArray[np.bool_] | None = None,
    probe: Callable[[Study], FloatArray] | None = None,
) -> Finding:
    found = study.finding(key, fields, [AS_IT_IS], holds=holds, probe=probe)
    assert isinstance(found.basis, Computed)
    draws = study.worlds.draws
    command = f"summitry lab settle {study.name} --draws {draws.count} --seed {draws.seed}"
    return replace(found, basis=replace(found.basis, command=command))


def _plain(study: Study, s: Settlement, of: dict[str, Value]) -> Finding:
    """Weighted mean and median: what every elaborate model has to beat."""
    mean, median = s.outcome("mean")[0], s.outcome("median")[0]
    return _finding(
        study,
        "settlement.plain",
        {**of, "model": s.model, "mean": study.amount(mean), "median": study.amount(median)},
    )


def _spread(study: Study, s: Settlement, of: dict[str, Value]) -> list[Finding]:
    """What the challenge model says in all readings of its equations, with every range at its middle: the dossier's model, or beside it."""
    if not s.actors:
        return []
    spread = s.at_the_middle().spread()
    low, quarter, middle, rest, high = (float(q) for q in spread.quantiles([0.0, MIDDLE[0], 0.5, MIDDLE[1], 1.0]))
    fields: dict[str, Value] = {
        **of, "model": s.model, "readings": len(spread.variants), "low": low, "high": high, "middle": middle,
        "from": quarter, "to": rest,
    }  # fmt: skip
    return [_finding(study, "settlement.spread", fields)]


def _passed(study: Study, s: Settlement, of: dict[str, Value]) -> list[Finding]:
    """What the body would pass against the status quo, and whether the outcome is among it."""
    won = s.won()
    if won is None:
        return []
    outcome = s.outcome()[0]
    inside = (outcome >= won.low - 1e-9) & (outcome <= won.high + 1e-9)
    fields: dict[str, Value] = {
        **of, **_body(s), "today": study.amount(s.reference), "low": study.amount(won.low),
        "high": study.amount(won.high), "nothing": study.share(won.is_empty), "inside": study.share(inside),
    }  # fmt: skip
    return [_finding(study, "settlement.winset", fields)]


def _pulls(study: Study, s: Settlement, of: dict[str, Value]) -> list[Finding]:
    """Who pulls the outcome hardest to either side: share of all weight times distance from it, issue units."""
    total = s.weights.sum(axis=1, keepdims=True)
    pull = np.where(total > 0, s.weights / np.where(total > 0, total, 1.0), 0.0) * (
        s.positions - s.outcome()[0][:, None]
    )  # fmt: skip
    middle = np.median(pull, axis=0)
    out = []
    for side, sign in (("up", 1.0), ("down", -1.0)):
        k = int(np.argmax(sign * middle))
        if sign * middle[k] <= 1e-9:
            continue
        mates = [
            Ref("actor", a) for q, a in enumerate(s.actors) if q != k and abs(middle[q] - middle[k]) < 1e-9
        ]  # fmt: skip
        out.append(
            _finding(
                study,
                "settlement.pull",
                {
                    **of,
                    "side": side,
                    "actors": (Ref("actor", s.actors[k]), *mates),
                    "position": study.amount(s.positions[:, k]),
                    "pull": study.amount(np.abs(pull[:, k])),
                },
                holds=(sign * pull[:, k]) >= (sign * pull).max(axis=1) - 1e-9,
            )
        )
    return out


def _figure(study: Study, s: Settlement, outcome: FloatArray) -> FigureData:
    """The scale with everybody on it, what the averages say, where it settles, and how far the body would go."""
    share = np.median(s.weights / np.maximum(s.weights.sum(axis=1, keepdims=True), 1e-12), axis=0)
    order = sorted(range(len(s.actors)), key=lambda k: (float(np.median(s.positions[:, k])), s.actors[k]))

    def row(label: tuple[Value, ...], numbers: FloatArray, group: str) -> FigureRow:
        found = study.amount(numbers)
        return FigureRow(label, found.value, found.low, found.high, group)

    rows = [
        row((Ref("actor", s.actors[k]), round(100.0 * float(share[k]))), s.positions[:, k], "position") for k in order
    ]
    rows.append(row((), s.reference, "reference"))
    rows += [row((model,), s.outcome(model)[0], "plain") for model in ("mean", "median") if model != s.model]
    rows.append(row((), outcome, "outcome"))
    won = s.won()
    if won is not None:
        for edge in (won.low, won.high):
            if np.median(np.abs(edge - s.reference)) > 1e-9:
                rows.append(row((), edge, "passes"))
    fields: dict[str, Value] = {
        "issue": Ref("issue", s.issue), "unit": s.dossier.issues[s.issue].unit or "", "outcome": study.amount(outcome),
        **_body(s),
    }  # fmt: skip
    return FigureData("settlement.figure", tuple(rows), s.ends, fields)
