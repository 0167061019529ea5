"""Which information matters: by how much knowing one input better would settle the headlines."""

from __future__ import annotations

import numpy as np

from summitry.questions import catalogue
from summitry.questions.answer import Answer, FloatArray
from summitry.questions.contrast import Study
from summitry.worlds.interventions import AS_IT_IS

PARTS = 3  # an input is learnt to a third of its range
SHOWN = 5


def answer(study: Study) -> Answer:
    """For each input the share of draws in which the headlines would be called right more often, on average, once it is narrowed."""
    asked = catalogue.usual(study.dossier)
    study.prepare(catalogue.all_worlds(study, asked))
    answers = [catalogue.answer(study, q) for q in asked]
    truths = [(a.ask, a.headline.holds) for a in answers if a.headline.holds is not None]
    table = []
    for path, values in study.worlds.game.values.items():
        if np.ptp(values) > 1e-12 and truths:
            gains = [worth(values, holds) for _, holds in truths]
            table.append((float(np.mean(gains)), path, truths[int(np.argmax(gains))][0], max(gains)))
    noise = float(np.median([t[0] for t in table])) if table else 0.0
    best = [t for t in sorted(table, key=lambda t: (-t[0], t[1])) if t[0] > 2 * noise + 1e-9][:SHOWN]
    headline = study.finding(
        "information.headline",
        {"paths": tuple(t[1] for t in best[:2]), "count": len(table)},
        [AS_IT_IS],
        inputs=[t[1] for t in best[:2]],
    )
    findings = [
        study.finding("information.input", {"path": path, "of": ask, "gain": 100.0 * gain}, [AS_IT_IS], inputs=(path,))
        for _, path, ask, gain in best
    ]
    return Answer("information", "which information matters", "", headline, tuple(findings))


def worth(values: FloatArray, holds: FloatArray) -> float:
    """By how much the share of draws in which one would call `holds` right rises when it is known in which third `values` lies.

    An expected value of information in the sense of Raiffa & Schlaifer (1961), for a call that is right or wrong.
    """
    order = np.argsort(values, kind="stable")
    parts = np.array_split(holds[order], PARTS)
    known = sum(len(p) * max(p.mean(), 1 - p.mean()) for p in parts if len(p)) / len(holds)
    return float(known - max(holds.mean(), 1 - holds.mean()))
