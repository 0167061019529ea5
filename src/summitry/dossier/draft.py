"""A dossier as far as it can be read: what the rules look at, also where some of its parts are broken.

Parts that do not validate are left out, and their names are kept, so that one mistake is reported once and
everything else is still checked.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from summitry.dossier.document import Document
from summitry.dossier.faults import Fault, faults_of
from summitry.dossier.language import nearest
from summitry.dossier.model import Dossier
from summitry.dossier.paths import Part, join
from summitry.errors import Problem
from summitry.scoring import words

_STAND_INS: dict[str, Any] = {"summitry": 1, "id": "unnamed", "title": "untitled"}
_TRIES = 4
_GONE = object()


@dataclass(frozen=True)
class Draft:
    """What the rules look at: `dossier` without its broken parts, and every name that the text gives."""

    document: Document
    dossier: Dossier
    order: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Section that is a list → places in the text of the items that could be read."""

    def names(self, section: str) -> tuple[str, ...]:
        """Ids that the text has in a section, broken ones included."""
        entries = self.document.data.get(section)
        return tuple(entries) if isinstance(entries, dict) else ()

    @cached_property
    def members(self) -> frozenset[str]:
        """Names in bodies, of actors or not."""
        return frozenset(name for body in self.dossier.bodies.values() for name in body.members)

    def listed(self, section: str) -> Iterator[tuple[int, Any]]:
        """Items of a list section with their places in the text."""
        items = getattr(self.dossier, section)
        return zip(self.order.get(section, range(len(items))), items, strict=True)

    def problem(self, *parts: Part, message: str, mend: str = "", key: bool = False, **shown: str) -> Problem:
        """A problem at a path; at its key, if `key`."""
        return self.document.problem(join(parts), message, mend, key=key, **shown)

    def unknown(self, *parts: Part, what: str, name: str, known: Iterable[str], key: bool = False) -> Problem:
        """No such name; the nearest one is offered."""
        mend = meant(name, known, what)
        return self.problem(*parts, message=f'no {what} "{name}"', mend=mend, key=key, found=name, expected=what)


def meant(name: str, known: Iterable[str], what: str = "") -> str:
    """The mend for an unknown name: the nearest, or all where they are few."""
    names = list(known)
    close = nearest(name, names)
    if close:
        return f"Did you mean {close}?"
    if not names:
        return f"There is no {what} yet" if what else ""
    return f"Known: {', '.join(names)}" if len(names) <= 8 else ""


def drafted(document: Document) -> tuple[Dossier | None, Draft | None, list[Problem]]:
    """The dossier if its shape is right; the draft of what can be read, if anything can; the problems of shape."""
    data = document.data
    try:
        dossier = validated(data)
    except ValidationError as error:
        faults = faults_of(error, document)
        return None, _rest(document, data, faults), [fault.problem for fault in faults]
    return dossier, Draft(document, dossier), []


def without_empty_sections(data: Mapping[str, Any]) -> dict[str, Any]:
    """Data in which a section with a heading and nothing under it counts as absent."""
    return {key: value for key, value in data.items() if value is not None or key not in Dossier.model_fields}


def validated(data: Mapping[str, Any]) -> Dossier:
    """Dossier of plain data; phrases are read in the word table that it names (in the default one, if that is unknown).

    Raises
    ------
    ValidationError : pydantic's, untranslated.
    """
    table = data.get("words")
    known = isinstance(table, str) and table in words.NAMES
    return Dossier.model_validate(without_empty_sections(data), context={"words": table if known else "icd203"})


def _rest(document: Document, data: Mapping[str, Any], faults: Sequence[Fault]) -> Draft | None:
    """Draft without the parts at fault; None if too little is left."""
    rest = copy.deepcopy(dict(data))
    for _ in range(_TRIES):
        for fault in faults:
            _take_out(rest, fault)
        filled, order = _closed_up(rest)
        try:
            return Draft(document, validated(filled), order)
        except ValidationError as error:
            faults = faults_of(error, document)
    return None


def _take_out(data: dict[str, Any], fault: Fault) -> None:
    """Take the smallest part out that can go: an unknown key, a stake, an entry of a section, or a section."""
    parts = fault.parts
    if not parts:
        return
    if fault.kind == "extra_forbidden":
        cut = len(parts)
    elif len(parts) > 3 and parts[0] == "issues" and parts[2] == "stakes":
        cut = 4
    else:
        cut = min(2, len(parts))
    holder: Any = data
    for part in parts[: cut - 1]:
        holder = holder.get(part) if isinstance(holder, dict) else holder[part] if isinstance(part, int) else None
    last = parts[cut - 1]
    if isinstance(holder, list) and isinstance(last, int):
        holder[last] = _GONE
    elif isinstance(holder, dict):
        holder.pop(last, None)


def _closed_up(data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, tuple[int, ...]]]:
    """Data with stand-ins for what is required, lists without gaps, and the places of their items in the text."""
    filled = {**_STAND_INS, **data}
    order = {}
    for section, value in data.items():
        if isinstance(value, list):
            order[section] = tuple(place for place, item in enumerate(value) if item is not _GONE)
            filled[section] = [value[place] for place in order[section]]
    return filled, order
