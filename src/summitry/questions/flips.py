"""What would change an answer: how far each single input would have to go, and which inputs together need least to turn it.

Reckoned from one reading, that with every range at its middle (or the nearest draw in which the headline is true): thresholds in
the draws themselves are `change.hinges`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from summitry.questions import catalogue
from summitry.questions.answer import Answer, Finding, FloatArray, Value
from summitry.questions.change import watch
from summitry.questions.contrast import Study
from summitry.questions.influence import ranked
from summitry.worlds.draws import Draws, all_values, consequence_keys, input_meant, inputs
from summitry.worlds.interventions import AS_IT_IS

TRIED = 6  # inputs a headline that it names, and as many that it varies with most
STEPS, FINER = 4, 16  # steps over all that an input can be, and within the step in which the headline fails
SHOWN, LONGEST = 3, 4


@dataclass(frozen=True)
class Flip:
    """How far an input must go, alone, for a headline to fail. `inside` its stated range (central 90 %), or beyond it."""

    path: str
    start: float
    limit: float
    inside: bool


def with_flips(study: Study, answer: Answer) -> Answer:
    """The answer with what would turn its headline: nearest single inputs, and the shortest list that does it together."""
    headline = answer.headline
    if headline.probe is None or headline.holds is None or not headline.holds.any():
        return answer
    paths = _candidates(study, headline)
    if not paths:
        none = study.finding("change.none", {"share": study.share(headline.holds)}, [AS_IT_IS])
        return answer if answer.changes or not study.varies else replace(answer, changes=(none,))
    start = _start(study, headline)
    found = sorted(_flips(study, headline, start, paths), key=lambda f: (not f.inside, _far(study, f), f.path))
    told = {str(f.fields["path"]) for f in answer.changes if f.key == "change.hinge"}
    more = [_flip_finding(study, headline, f) for f in found if f.path not in told][:SHOWN]
    together = _together(study, headline, start, paths)
    if together is not None and 1 < len(together) <= LONGEST:
        more.append(
            study.finding(
                "change.together",
                {"paths": together, "ways": _ways(study, headline, together)},
                [AS_IT_IS],
                inputs=together,
            )
        )
    kept = [f for f in answer.changes if f.key != "change.none" or not more]
    if not (kept or more):
        kept = [study.finding("change.nothing", {"count": len(paths)}, [AS_IT_IS], inputs=paths)]
    return replace(answer, changes=(*kept, *more))


def _candidates(study: Study, headline: Finding) -> tuple[str, ...]:
    """The inputs that the headline's truth, or the numbers behind it, vary with most."""
    assert headline.holds is not None
    best: dict[str, float] = {}
    for numbers in (headline.holds, *headline.traces):
        if len(numbers) == study.worlds.draws.size:
            for path, r in ranked(study, numbers, sure=None):
                best[path] = max(best.get(path, 0.0), abs(r))
    near = [p for p in _named(study, headline) if np.ptp(study.input(p)) > 1e-12]
    return tuple(dict.fromkeys([*near[:TRIED], *sorted(best, key=lambda p: (-best[p], p))[:TRIED]]))


def _named(study: Study, headline: Finding) -> list[str]:
    """Stakes of the actors in the issues that the headline names, and what the acts that it names move there."""
    ids = {kind: [r.id for r in headline.refs if r.kind == kind] for kind in ("actor", "issue", "option")}
    out = [
        f"issues.{j}.stakes.{a}.{part}"
        for j in ids["issue"] for a in ids["actor"] if a in study.dossier.issues[j].stakes for part in ("salience", "position")
    ]  # fmt: skip
    keys = zip(consequence_keys(study.dossier), study.dossier.consequences, strict=True)
    out += [
        f"consequences[{key}].moves.{j}"
        for key, c in keys for j in ids["issue"] if j in c.moves and set(c.when.names) & set(ids["option"])
    ]  # fmt: skip
    return [p for p in out if p in study.worlds.game.values]


def _start(study: Study, headline: Finding) -> dict[str, float]:
    """One reading in which the headline is true: the draw nearest to the middle of all ranges among those."""
    assert headline.holds is not None
    middle = all_values(study.dossier, Draws(central=True))
    values = study.worlds.game.values
    far = np.zeros(study.worlds.draws.size)
    for path, v in values.items():
        if (spread := float(v.std())) > 1e-12:
            far += ((v - middle[path][0]) / spread) ** 2
    nearest = int(np.argmin(np.where(headline.holds > 0, far, np.inf)))
    return {path: float(v[nearest]) for path, v in values.items()}


def _ends(study: Study, path: str, start: float) -> tuple[float, float]:
    """How far an input can go at all: its scale; for effects from nothing to three times as much."""
    path = input_meant(path)
    if m := re.match(r"issues\.([^.]+)\.(status_quo|stakes\.[^.]+\.position)$", path):
        issue = study.dossier.issues[m[1]]
        return issue.low, issue.high
    if path.startswith("issues."):
        return 0.0, 100.0
    if re.match(r"bodies\.[^.]+\.votes\.", path):
        return 0.0, 100.0
    if m := re.match(r"bodies\.([^.]+)\.", path):
        return 0.0, study.dossier.bodies[m[1]].unmodelled
    return min(0.0, 3.0 * start), max(0.0, 3.0 * start)


def _truth(study: Study, headline: Finding, rows: list[dict[str, float]]) -> FloatArray:
    """`(R,)` 1 where the headline is true, one reading of all inputs a row."""
    assert headline.probe is not None
    bench = study.revalued({p: np.array([row[p] for row in rows]) for p in rows[0]})
    return headline.probe(bench)


def _flips(study: Study, headline: Finding, start: dict[str, float], paths: Sequence[str]) -> list[Flip]:
    tried: list[tuple[str, float]] = []
    for path in paths:
        low, high = _ends(study, path, start[path])
        tried += [(path, float(x)) for x in np.linspace(low, high, STEPS + 1)]
    truth = _truth(study, headline, [start, *({**start, p: x} for p, x in tried)])
    if truth[0] == 0:
        return []
    out = []
    for path in paths:
        fails = [x for (p, x), t in zip(tried, truth[1:], strict=True) if p == path and t == 0]
        if fails:
            nearest = min(fails, key=lambda x: abs(x - start[path]))
            out.append((path, nearest, _last_true(tried, truth[1:], path, start[path], nearest)))
    return _refined(study, headline, start, out)


def _last_true(tried: list[tuple[str, float]], truth: FloatArray, path: str, start: float, fails: float) -> float:
    """The value nearest to a failing one, on the way to it, at which the headline still holds."""
    low, high = min(start, fails), max(start, fails)
    between = [x for (p, x), t in zip(tried, truth, strict=True) if p == path and t > 0 and low <= x <= high]
    return min([*between, start], key=lambda x: abs(x - fails))


def _refined(
    study: Study, headline: Finding, start: dict[str, float], found: list[tuple[str, float, float]]
) -> list[Flip]:
    """Limits to within a sixteenth of a step."""
    rows, spans = [start], []
    for path, fails, holds in found:
        points = [float(x) for x in np.linspace(holds, fails, FINER + 1)[1:-1]]
        spans.append((path, points, fails))
        rows += [{**start, path: x} for x in points]
    truth = _truth(study, headline, rows)
    out, at = [], 1
    for path, points, fails in spans:
        bad = [x for x, t in zip(points, truth[at : at + len(points)], strict=True) if t == 0]
        limit = bad[0] if bad else fails
        at += len(points)
        out.append(Flip(path, start[path], limit, _inside(study, path, limit)))
    return out


def _stated(study: Study, path: str) -> tuple[float, float]:
    """The ends of an input's stated range: its central 90 per cent, whatever was drawn of it."""
    for name, quantity, cut in inputs(study.dossier):
        if name == path:
            low, high = quantity.quantile(np.array([0.05, 0.95]), cut)
            return float(low), float(high)
    raise KeyError(path)


def _inside(study: Study, path: str, limit: float) -> bool:
    low, high = _stated(study, path)
    return low <= limit <= high


def _far(study: Study, flip: Flip) -> float:
    """Distance in widths of the stated range."""
    return abs(flip.limit - flip.start) / max(float(np.ptp(_stated(study, flip.path))), 1e-9)


def _flip_finding(study: Study, headline: Finding, flip: Flip) -> Finding:
    fields: dict[str, Value] = {
        "path": flip.path,
        "limit": flip.limit,
        "above": flip.limit > flip.start,
        "inside": flip.inside,
        "watch": watch(study, flip.path),
    }
    return study.finding("change.flip", fields, [AS_IT_IS], inputs=(flip.path,))


def _bad_end(study: Study, headline: Finding, path: str) -> float:
    """The end of an input's stated range towards which the headline gives way."""
    assert headline.holds is not None
    r = 0.0
    for numbers in (headline.holds, *headline.traces):
        if len(numbers) == study.worlds.draws.size:
            r = next((x for p, x in ranked(study, numbers, sure=None) if p == path), 0.0)
            if r:
                break
    low, high = _stated(study, path)
    return low if r > 0 else high


def _ways(study: Study, headline: Finding, paths: Sequence[str]) -> tuple[bool, ...]:
    """For each input of a list: does it go to the upper end of its range?"""
    return tuple(_bad_end(study, headline, p) > float(np.median(study.input(p))) for p in paths)


def _together(study: Study, headline: Finding, start: dict[str, float], paths: Sequence[str]) -> tuple[str, ...] | None:
    """The shortest list, taken from the strongest inputs on, that turns the headline when each goes to the end of its range."""
    rows, now = [start], dict(start)
    for path in paths:
        now = {**now, path: _bad_end(study, headline, path)}
        rows.append(now)
    truth = _truth(study, headline, rows)
    if truth[0] == 0:
        return None
    fails = np.flatnonzero(truth[1:] == 0)
    return tuple(paths[: int(fails[0]) + 1]) if len(fails) else None


def answer(study: Study) -> Answer:
    """`what would change this`: for the headline of every question of the dossier, what would turn it."""
    asked = catalogue.usual(study.dossier)
    study.prepare(catalogue.all_worlds(study, asked))
    found = [with_flips(study, catalogue.answer(study, q)) for q in asked]
    firm = [
        a
        for a in found
        if not any(f.key in ("change.flip", "change.hinge") and f.fields.get("inside", True) for f in a.changes)
    ]
    headline = study.finding("change.headline", {"all": len(found), "firm": len(firm)}, [AS_IT_IS])
    findings = [replace(f, fields={**f.fields, "of": a.ask}) for a in found for f in a.changes]
    return Answer("change", "what would change this", "", headline, tuple(findings))
