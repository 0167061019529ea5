"""What comes of errors: what actors wrongly believe of each other, and which acts come or fail because of it."""

from __future__ import annotations

import numpy as np

from summitry.questions.answer import Finding, OwnEstimate, Ref, Value
from summitry.questions.contrast import Study
from summitry.worlds.draws import believed
from summitry.worlds.interventions import AS_IT_IS, Intervention, inform

MOVED = 10.0  # points of time
MOST = 3


def worlds(study: Study) -> list[Intervention]:
    """The case, and the case in which nobody errs."""
    wrong = _wrong(study)
    return [AS_IT_IS, inform(*wrong)] if wrong else []


def misjudgements(study: Study) -> tuple[Finding, ...]:
    """What each actor gets wrong, then at most three acts that come more or less often because of it; none where nobody errs."""
    return (*_views(study), *_acts(study)) if _wrong(study) else ()


def _wrong(study: Study) -> tuple[str, ...]:
    """Who errs, in what the whole study is given."""
    return tuple(a for a in study.labels.believers if a not in study.worlds.given.informed)


def _views(study: Study) -> list[Finding]:
    out = []
    for believer in _wrong(study):
        for path in sorted(study.dossier.beliefs[believer]):
            _, issue, _, of, part = path.split(".")
            mine = believed(believer, path)
            taken, real = (study.amount(study.input(p)) for p in (mine, path))
            fields: dict[str, Value] = {
                "who": Ref("actor", believer),
                "of": Ref("actor", of),
                "issue": Ref("issue", issue),
                "part": part,
            }
            basis = OwnEstimate((mine, path))
            out.append(Finding("belief.view", "estimate", {**fields, "believed": taken, "real": real}, basis))
    return out


def _acts(study: Study) -> list[Finding]:
    """Acts by how far they move if everybody knew better, in those draws taken together."""
    known = inform(*_wrong(study))
    study.prepare(worlds(study))
    who = tuple(Ref("actor", a) for a in _wrong(study))
    moved = {o: study.share_on(o, AS_IT_IS) - study.share_on(o, known) for o in study.labels.options}
    ranked = sorted(moved, key=lambda o: (-abs(float(moved[o].said.mean())), o))
    out = []
    for o in [o for o in ranked if abs(float(moved[o].said.mean())) * 100 >= MOVED][:MOST]:
        change = moved[o]
        fields: dict[str, Value] = {
            "who": who,
            "option": Ref("option", o),
            "now": study.mean(study.share_on(o, AS_IT_IS).said),
            "informed": study.mean(study.share_on(o, known).said),
        }
        holds = np.sign(np.where(np.abs(change.said) < 1e-6, 0.0, change.said)) != -np.sign(change.said.mean())
        out.append(study.finding("belief.act", fields, worlds(study), holds=holds))
    if not out:
        most = study.mean(np.abs(moved[ranked[0]].said)) if ranked else study.mean(np.zeros(study.worlds.draws.size))
        out.append(study.finding("belief.none", {"who": who, "most": most}, worlds(study)))
    return out
