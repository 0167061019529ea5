"""What if VARIANT: what a named variant changes, for whom, against the world as it is."""

from __future__ import annotations

import numpy as np

from summitry.questions.answer import Amount, Answer, FigureData, FigureRow, Ref
from summitry.questions.contrast import MATTERS, MOSTLY, Study
from summitry.worlds.interventions import AS_IT_IS, Intervention, of_variant

MOVED = 0.1


def worlds(study: Study, variant: str) -> list[Intervention]:
    """The worlds that the answer contrasts."""
    return [AS_IT_IS, of_variant(study.dossier, variant)]


def answer(study: Study, variant: str) -> Answer:
    """Options whose share of time moves, and actors that gain or lose, under a variant."""
    z = of_variant(study.dossier, variant)
    moved = []
    for o in study.labels.options:
        change = study.share_on(o, z) - study.share_on(o)
        if abs(float(change.said.mean())) >= MOVED:
            moved.append(
                (
                    Ref("option", o),
                    study.mean(study.share_on(o).said),
                    study.mean(study.share_on(o, z).said),
                    change,
                )
            )
    moved.sort(key=lambda p: -abs(p[2].value - p[1].value))
    gains: list[tuple[Ref, Amount]] = []
    losses: list[tuple[Ref, Amount]] = []
    for a in study.labels.actors:
        gain = study.points(a, study.value(a, z) - study.value(a)).said
        if abs(float(np.median(gain))) >= MATTERS and max(float((gain > 0).mean()), float((gain < 0).mean())) >= MOSTLY:
            (gains if np.median(gain) > 0 else losses).append(
                (Ref("actor", a), study.amount(np.abs(gain), study.unit(a)))
            )
    headline = study.finding(
        "what-if.headline",
        {
            "variant": Ref("variant", variant),
            "moved": tuple((r, before, after) for r, before, after, _ in moved[:3]),
            "gains": tuple(g[0] for g in gains),
            "losses": tuple(x[0] for x in losses),
        },
        [AS_IT_IS, z],
        agrees=all(c.means_agree for *_, c in moved[:3]),
    )
    findings = [
        study.finding(
            "what-if.option",
            {"option": r, "before": before, "after": after},
            [AS_IT_IS, z],
            agrees=c.means_agree,
        )
        for r, before, after, c in moved
    ]
    findings += [
        study.finding("what-if.actor", {"actor": r, "amount": a, "gains": up}, [AS_IT_IS, z])
        for group, up in ((gains, True), (losses, False))
        for r, a in group
    ]
    rows = tuple(
        FigureRow.of_share(r, v, group)
        for r, before, after, _ in moved
        for v, group in ((before, "as it is"), (after, "variant"))
    )
    figure = FigureData("what-if.figure", rows, (0.0, 100.0), {"variant": Ref("variant", variant)}) if rows else None
    return Answer("what-if", f"what if {variant}", "", headline, tuple(findings), figure=figure)
