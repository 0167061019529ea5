"""Which inputs a result turns on: those with which it varies from draw to draw."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

import numpy as np

from summitry.dossier.language import RESERVED
from summitry.questions.answer import Answer, Computed, Finding, FloatArray
from summitry.questions.contrast import Study

MOST = 4
LEAST = 0.2  # correlation from which an input is named
SURE = 4.5  # in units of 1/√draws: the best of some hundred inputs flatters itself

_tables: WeakKeyDictionary[Study, tuple[list[str], FloatArray]] = WeakKeyDictionary()


def ranked(study: Study, numbers: FloatArray, sure: float | None = SURE) -> list[tuple[str, float]]:
    """Inputs with their correlation with `numbers` (D,), strongest first; none where nothing varies or draws are too few.

    `sure` : standard errors that a correlation must have, so that chance among so many inputs hardly gives it; None: any.
    """
    paths, table = _standardised(study)
    n = len(numbers)
    if n < 20 or np.ptp(numbers) < 1e-12 or not paths:
        return []
    z = (numbers - numbers.mean()) / numbers.std()
    r = table @ z / n
    limit = 1e-9 if sure is None else max(LEAST if sure >= SURE else 0.0, sure / np.sqrt(n))
    found = [(paths[q], float(r[q])) for q in np.flatnonzero(np.abs(r) >= limit)]
    return sorted(found, key=lambda f: (-abs(f[1]), f[0]))


def inputs_of(study: Study, finding: Finding, sure: float | None = SURE) -> tuple[str, ...]:
    """At most four inputs that the numbers of a sentence vary with."""
    best: dict[str, float] = {}
    for numbers in finding.traces:
        if len(numbers) == study.worlds.draws.size:
            for path, r in ranked(study, numbers, sure):
                best[path] = max(best.get(path, 0.0), abs(r))
    return tuple(sorted(best, key=lambda p: (-best[p], p))[:MOST])


def turned(values: FloatArray) -> FloatArray:
    """An input's draws, each half a range further on: the same distribution, another number in every draw."""
    order = np.argsort(np.argsort(values, kind="stable"), kind="stable")
    found: FloatArray = np.sort(values)[(order + len(values) // 2) % len(values)]
    return found


def naming(finding: Finding, inputs: tuple[str, ...]) -> Finding:
    """A computed finding that names these inputs."""
    assert isinstance(finding.basis, Computed)
    return replace(finding, basis=replace(finding.basis, inputs=inputs))


def with_inputs(study: Study, answer: Answer) -> Answer:
    """The answer with the inputs that each computed sentence turns on; sentences that name their own keep them."""

    def named(finding: Finding) -> Finding:
        if not isinstance(finding.basis, Computed) or finding.basis.inputs:
            return finding
        return naming(finding, inputs_of(study, finding))

    return replace(answer, headline=named(answer.headline), findings=tuple(map(named, answer.findings)))


def acts_that_come(study: Study) -> set[str]:
    """Options that are on in some draw of a world solved so far, or were on the eve: the others' effects never enter."""
    out = set(study.dossier.now)
    for world in study.worlds.solved.values():
        out |= {o for q, o in enumerate(study.labels.options) if float(world.played.options[:, q].max()) > 0.01}
    return out


def may_matter(path: str, acting: set[str]) -> bool:
    """May an input matter at all? A consequence's only if all acts that its condition wants on do come."""
    if m := re.match(r"consequences\[(.+)\]", path):
        wanted = re.sub(r"not (\([^)]*\)|[A-Za-z0-9_-]+)", "", m[1].split(" #")[0])
        names = set(re.findall(r"[A-Za-z][A-Za-z0-9_-]*", wanted)) - RESERVED
        return bool(names & acting) if " or " in wanted else names <= acting
    if m := re.match(r"options\.([^.]+)\.breach", path):
        return m[1] in acting
    return True


def _standardised(study: Study) -> tuple[list[str], FloatArray]:
    if study not in _tables:
        acting = acts_that_come(study)
        values = {p: v for p, v in study.worlds.game.values.items() if np.ptp(v) > 1e-12 and may_matter(p, acting)}
        paths: Sequence[str] = sorted(values)
        rows = [(values[p] - values[p].mean()) / values[p].std() for p in paths]
        _tables[study] = list(paths), np.array(rows)
    return _tables[study]
