"""What would change an answer: the input, and the threshold on it, that best separates the draws in which the headline holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.questions.answer import Finding, Share, Value
from summitry.questions.contrast import Study
from summitry.worlds.interventions import AS_IT_IS, Intervention

SEPARATES = 0.35  # difference of the two shares that makes a threshold worth a sentence
LEAST = 0.15  # share of draws that must lie on either side of it
SURE = 5.0  # standard errors by which the two shares must differ: the best of some hundred inputs is looked for
MOST = 2


@dataclass(frozen=True)
class Threshold:
    """A limit on one input and the shares of draws, on either side of it, in which something holds."""

    path: str
    limit: float
    below: Share
    above: Share

    @property
    def gap(self) -> float:
        return abs(self.above.value - self.below.value)


def thresholds(study: Study, holds: NDArray[np.float64], worlds: list[Intervention]) -> list[Threshold]:
    """Limits on single inputs that part the draws in which something holds from the others, the sharpest first.

    `holds` : (D,) 1 where it holds, looking ahead. Limits are searched over each input's drawn values, one input at a time; with
    few draws the best of many candidates flatters itself, so small differences are left out (`SURE` standard errors).
    """
    share = float(np.mean(holds))
    acting = _acting(study, worlds)
    found = []
    for path, values in study.worlds.game.values.items():
        if np.ptp(values) < 1e-12 or not _in_play(path, acting):
            continue
        order = np.argsort(values, kind="stable")
        sorted_holds = holds[order]
        n = len(order)
        below = np.cumsum(sorted_holds)[:-1] / np.arange(1, n)
        above = (sorted_holds.sum() - np.cumsum(sorted_holds)[:-1]) / np.arange(n - 1, 0, -1)
        inside = slice(int(LEAST * n), int((1 - LEAST) * n))
        gap = np.abs(above - below)[inside]
        if not len(gap) or gap.max() < SEPARATES:
            continue
        at = int(np.argmax(gap)) + inside.start
        error = np.sqrt(share * (1 - share) * (1 / (at + 1) + 1 / (n - at - 1)))
        if gap.max() < SURE * error:
            continue
        limit = float((values[order[at]] + values[order[at + 1]]) / 2)
        low = values < limit
        found.append(Threshold(path, limit, study.share(holds[low]), study.share(holds[~low])))
    return sorted(found, key=lambda t: (-t.gap, t.path))


def hinges(study: Study, holds: NDArray[np.float64], worlds: list[Intervention]) -> tuple[Finding, ...]:
    """At most two thresholds, the sharpest first; a sentence that none separates where none does."""
    share = float(np.mean(holds))
    found = [] if share in (0.0, 1.0) else thresholds(study, holds, worlds)[:MOST]
    if not found:
        return (study.finding("change.none", {"share": study.share(holds)}, worlds),)
    return tuple(
        study.finding("change.hinge", threshold_fields(study, t), worlds or [AS_IT_IS], inputs=(t.path,)) for t in found
    )


def threshold_fields(study: Study, t: Threshold) -> dict[str, Value]:
    """What a sentence on a threshold needs; `watch` are the dossier's words for what one would see."""
    return {"path": t.path, "limit": t.limit, "below": t.below, "above": t.above, "watch": watch(study, t.path)}


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


def watch(study: Study, path: str) -> str:
    """The observable that the dossier names for the issue or option behind an input."""
    d = study.dossier
    if m := re.match(r"issues\.([^.]+)\.", path):
        return d.issues[m[1]].watch or ""
    if m := re.match(r"consequences\[(.+)\]", path):
        names = [w for w in re.findall(r"[A-Za-z0-9_-]+", m[1]) if w in d.options]
        return next((w for o in names if (w := d.options[o].watch)), None) or ""
    return ""
