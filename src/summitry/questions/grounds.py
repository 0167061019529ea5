"""What stands behind the inputs: which claims and facts each number is given for, and which sources those come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from summitry.dossier.model import Dossier
from summitry.worlds.draws import consequence_keys, inputs

Grounds = Mapping[str, tuple[str, ...]]
"""Input path → ids of the claims and facts behind it; none: the desk's own estimate."""


def grounds(dossier: Dossier) -> Grounds:
    """Every input with the claims and facts behind it, in the order of the inputs."""
    by_key = {k: c.reasons() for k, c in zip(consequence_keys(dossier), dossier.consequences, strict=True)}
    out: dict[str, tuple[str, ...]] = {}
    for path, _, _ in inputs(dossier):
        if m := re.match(r"issues\.([^.]+)\.status_quo", path):
            issue = dossier.issues[m[1]]
            out[path] = tuple(issue.reasons("status_quo") or _whole(issue))
        elif m := re.match(r"issues\.([^.]+)\.stakes\.([^.]+)\.([a-z]+)", path):
            out[path] = tuple(dossier.issues[m[1]].stakes[m[2]].reasons(m[3]))
        elif m := re.match(r"consequences\[(.*)\]\.(?:moves|costs|gains)\.", path):
            out[path] = tuple(by_key.get(m[1], ()))
        elif m := re.match(r"options\.([^.]+)\.breach", path):
            out[path] = tuple(dossier.options[m[1]].reasons())
        elif m := re.match(r"actors\.([^.]+)\.capability", path):
            out[path] = tuple(dossier.actors[m[1]].reasons("capability") or _whole(dossier.actors[m[1]]))
        elif m := re.match(r"bodies\.([^.]+)\.", path):
            out[path] = tuple(dossier.bodies[m[1]].reasons())
    return out


def own(found: Grounds) -> tuple[str, ...]:
    """Inputs that nobody is cited for."""
    return tuple(path for path, ids in found.items() if not ids)


def sources(dossier: Dossier, ids: Iterable[str]) -> set[str]:
    """The sources that claims and facts come from."""
    items = (dossier.claims.get(i) or dossier.facts.get(i) for i in ids)
    return {item.in_ for item in items if item is not None and item.in_}


def _whole(part: Any) -> tuple[str, ...]:
    return () if isinstance(part.because, dict) else tuple(part.reasons())
