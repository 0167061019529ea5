"""Names of other programs as ids and quoted texts of a dossier."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from summitry.dossier.language import is_name
from summitry.dossier.starter import slug
from summitry.dossier.yamltree import read_tree
from summitry.formats.conflict import one_line


def ids_of(names: Iterable[str], stand_in: str, taken: Sequence[str] = ()) -> list[str]:
    """An id for each name: the name itself where it can be one, or its letters; each only once."""
    used, ids = set(taken), list[str]()
    for name in names:
        base = name if can_be_id(name) else slug(name)
        if not can_be_id(base):
            base = f"{stand_in}-{slug(name)}"
        found, count = base, 1
        while found in used:
            count += 1
            found = f"{base}-{count}"
        used.add(found)
        ids.append(found)
    return ids


def id_line(title: str) -> str:
    """The `id` of a dossier, from its title: in quotes where YAML would read a number or a date."""
    key = slug(title)
    return f"id: {key if read_tree(f'- {key}').data == [key] else quoted(key)}"


def can_be_id(text: str) -> bool:
    """True for a name that conditions can hold and that YAML reads as the text it is: not `true` or `null`."""
    return is_name(text) and text != "others" and read_tree(f"- {text}").data == [text]


def quoted(text: str) -> str:
    """A text on one line in double quotes, as YAML and JSON both read it."""
    return json.dumps(one_line(text), ensure_ascii=False)
