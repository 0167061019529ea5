"""What would change an answer: the input, and the threshold on it, that best separates the draws in which the headline holds."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from summitry.questions.answer import Finding, Meter, Value
from summitry.questions.contrast import Study
from summitry.worlds.interventions import AS_IT_IS, Intervention

SEPARATES = 0.35  # difference of the two shares that makes a threshold worth a sentence
LEAST = 0.15  # share of draws that must lie on either side of it
SURE = 5.0  # standard errors by which the two shares must differ: the best of some hundred inputs is looked for
MOST = 2


def hinges(study: Study, holds: NDArray[np.float64], worlds: list[Intervention]) -> tuple[Finding, ...]:
    """At most two thresholds, the sharpest first; a sentence that none separates where the headline neither always nor never holds.

    `holds` : (D,) 1 where the headline holds, looking ahead. Thresholds are searched over each input's drawn values, one input
    at a time; with few draws the best of many candidates flatters itself, so small differences are not printed.
    """
    share = float(np.mean(holds))
    if share in (0.0, 1.0):
        return (study.finding("change.none", {"share": study.share(holds)}, worlds),)
    acting = _acting(study, worlds)
    found = []
    for path, values in study.worlds.game.values.items():
        if np.ptp(values) < 1e-12 or not _in_play(path, acting):
            continue
        order = np.argsort(values, kind="stable")
        above_all = holds[order]
        n = len(order)
        below = np.cumsum(above_all)[:-1] / np.arange(1, n)
        above = (above_all.sum() - np.cumsum(above_all)[:-1]) / np.arange(n - 1, 0, -1)
        inside = slice(int(LEAST * n), int((1 - LEAST) * n))
        gap = np.abs(above - below)[inside]
        if len(gap) and gap.max() >= SEPARATES:
            at = int(np.argmax(gap)) + inside.start
            error = np.sqrt(share * (1 - share) * (1 / (at + 1) + 1 / (n - at - 1)))
            if gap.max() < SURE * error:
                continue
            limit = float((values[order[at]] + values[order[at + 1]]) / 2)
            found.append((float(gap.max()), path, limit))
    found.sort(key=lambda f: (-f[0], f[1]))
    out = []
    for _, path, limit in found[:MOST]:
        low = study.input(path) < limit
        fields: dict[str, Value] = {
            "path": path,
            "limit": limit,
            "below": study.share(holds[low]),
            "above": study.share(holds[~low]),
            "watch": _watch(study, path),
        }
        out.append(
            study.finding("change.hinge", fields, worlds or [AS_IT_IS], Meter(False, "none", 0.0), inputs=(path,))
        )
    return tuple(out) or (study.finding("change.none", {"share": study.share(holds)}, worlds),)


def _acting(study: Study, worlds: list[Intervention]) -> set[str]:
    """Options that are on in some settled state of some draw of the worlds, or were on the eve: the others' effects never enter."""
    out = set(study.dossier.now)
    for z in worlds:
        world = study.world(z)
        out |= {o for q, o in enumerate(study.labels.options) if float(world.played.options[:, q].max()) > 0.01}
    return out


def _in_play(path: str, acting: set[str]) -> bool:
    """May an input matter at all? A consequence's only if some option that its condition names is ever on."""
    if m := re.match(r"consequences\[(.+)\]", path):
        return bool(set(re.findall(r"[A-Za-z0-9_-]+", m[1])) & acting)
    if m := re.match(r"options\.([^.]+)\.breach", path):
        return m[1] in acting
    return True


def _watch(study: Study, path: str) -> str:
    """The observable that the dossier names for the issue or option behind an input."""
    d = study.dossier
    if m := re.match(r"issues\.([^.]+)\.", path):
        return d.issues[m[1]].watch or ""
    if m := re.match(r"consequences\[(.+)\]", path):
        names = [w for w in re.findall(r"[A-Za-z0-9_-]+", m[1]) if w in d.options]
        return next((w for o in names if (w := d.options[o].watch)), None) or ""
    return ""
