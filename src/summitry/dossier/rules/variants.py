"""Variants: named interventions and what-ifs that name what is there and do not contradict themselves."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from summitry.dossier.document import Document, store
from summitry.dossier.draft import Draft, validated
from summitry.dossier.faults import faults_of
from summitry.dossier.model import Variant
from summitry.dossier.paths import Part, join, split
from summitry.dossier.rules.scales import positions
from summitry.errors import Problem


def names(draft: Draft) -> Iterator[Problem]:
    """What a variant forbids, holds, takes away or mutes is there."""
    known = {what: draft.names(f"{what}s") for what in ("variant", "option", "actor", "issue")}
    for name, variant in draft.dossier.variants.items():
        for field, what in (
            ("extends", "variant"),
            ("forbid", "option"),
            ("absent", "actor"),
            ("waive", "actor"),
            ("inform", "actor"),
        ):
            for entry in getattr(variant, field):
                if entry not in known[what]:
                    yield draft.unknown("variants", name, field, what=what, name=entry, known=known[what])
        for option in variant.hold:
            if option not in known["option"]:
                path = ("variants", name, "hold", option)
                yield draft.unknown(*path, what="option", name=option, known=known["option"], key=True)
        for field in ("mute", "only"):
            yield from _stakes(draft, name, field, getattr(variant, field))


def _stakes(draft: Draft, name: str, field: str, chosen: dict[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Actors and issues of `mute` and `only`; an actor with a preference list has no salience to change."""
    for actor, issues in chosen.items():
        path: tuple[Part, ...] = ("variants", name, field, actor)
        if actor not in draft.names("actors"):
            yield draft.unknown(*path, what="actor", name=actor, known=draft.names("actors"), key=True)
        elif actor in draft.names("preferences"):
            message = f"{actor} has a list of preferences, so its stakes count for nothing and cannot be changed"
            yield draft.problem(*path, message=message, mend="Take the list out, or leave this out", key=True)
        for issue in issues:
            if issue not in draft.names("issues"):
                yield draft.unknown(*path, what="issue", name=issue, known=draft.names("issues"))


def chains(draft: Draft) -> Iterator[Problem]:
    """No variant builds on itself."""
    variants = draft.dossier.variants
    for name in variants:
        trail = [name]
        if _returns(variants, trail):
            message = f"{' builds on '.join(trail)}: a circle"
            yield draft.problem("variants", name, "extends", message=message, mend="Let one of them stand alone")


def _returns(variants: dict[str, Variant], trail: list[str]) -> bool:
    """True if the last variant of the trail leads back to the first; the trail then shows how."""
    for base in variants[trail[-1]].extends:
        if base == trail[0]:
            trail.append(base)
            return True
        if base in variants and base not in trail:
            trail.append(base)
            if _returns(variants, trail):
                return True
            trail.pop()
    return False


def contradictions(draft: Draft) -> Iterator[Problem]:
    """A variant, with what it builds on, does not ask for two opposite things."""
    dossier = draft.dossier
    for name, variant in dossier.variants.items():
        merged = _merged(dossier.variants, name)
        path = ("variants", name)
        for option, states in merged["hold"].items():
            if True in states and option in merged["forbid"]:
                message = f"{option} is forbidden and held on"
                yield draft.problem(*path, message=message, mend="Keep one of them", key=True)
            elif len(states) > 1:
                yield draft.problem(*path, message=f"{option} is held on and off", mend="Keep one of them", key=True)
            owners = dossier.options[option].by if option in dossier.options else ()
            gone = [actor for actor in owners if actor in merged["absent"]]
            if True in states and gone:
                message = f"{option} is held on, and {gone[0]}, who owns it, is absent"
                yield draft.problem(*path, message=message, mend="Keep one of them", key=True)
        for one, other in (("absent", "waive"), ("mute", "only")):
            for actor in sorted(merged[one] & merged[other]):
                message = f"{actor} stands under {one} and under {other}"
                yield draft.problem(*path, message=message, mend="Keep one of them", key=True)
        yield from _settings(draft, name, variant)


def _merged(variants: dict[str, Variant], name: str) -> dict[str, Any]:
    """What a variant and all that it builds on ask for."""
    found: dict[str, Any] = {"hold": {}, **{field: set() for field in ("forbid", "absent", "waive", "mute", "only")}}
    waiting, seen = [name], set()
    while waiting:
        current = waiting.pop()
        if current in seen or current not in variants:
            continue
        seen.add(current)
        variant = variants[current]
        waiting.extend(variant.extends)
        for field in ("forbid", "absent", "waive", "mute", "only"):
            found[field].update(getattr(variant, field))
        for option, state in variant.hold.items():
            found["hold"].setdefault(option, set()).add(state)
    return found


def _settings(draft: Draft, name: str, variant: Variant) -> Iterator[Problem]:
    """What-ifs change entries that are there, to values that can stand there."""
    for path, value in variant.set.items():
        place: tuple[Part, ...] = ("variants", name, "set", path)
        data = copy.deepcopy(draft.document.data)
        try:
            parts = split(path)
            draft.document.get(join(parts[:-1]))
            store(data, parts, value)
        except (ValueError, KeyError, IndexError, TypeError):
            mend = "Write e.g. issues.pressure.stakes.RUS.salience: 60"
            yield draft.problem(*place, message=f"there is no {path} to change", mend=mend, key=True)
            continue
        for fault in _faults(draft.document, data, path):
            yield draft.problem(*place, message=fault.message, mend=fault.mend)


def _faults(document: Document, data: dict[str, Any], path: str) -> list[Problem]:
    """What is wrong at a path, or below it, once it has been changed."""
    try:
        found = list(positions(Draft(document, validated(data)))) if "worth" not in path else []
    except ValidationError as error:
        found = [fault.problem for fault in faults_of(error, document, data)]
    return [problem for problem in found if problem.path == path or problem.path.startswith((f"{path}.", f"{path}["))]
