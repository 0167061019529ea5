"""Paths into a dossier, as people read and type them: `issues.pressure.stakes.RUS.position`, `consequences[3].when`.

A key that holds a dot, a bracket or a quote is quoted: `issues.flow.scale."U.S. alone"`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

Part = str | int

_STEP = re.compile(r"""(?P<dot>^|\.)(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^.\[\]"]+))|\[(?P<index>\d+|\+)\]""")
_PLAIN = re.compile(r'[^.\[\]"\n]+')
APPEND = -1
"""The index that stands for a new item at the end of a list (written `[+]`)."""


def join(parts: Iterable[Part]) -> str:
    """Path text of keys and indices: `("consequences", 3, "when")` is `consequences[3].when`."""
    text = ""
    for part in parts:
        if isinstance(part, int):
            text += "[+]" if part == APPEND else f"[{part}]"
        else:
            key = part if _PLAIN.fullmatch(part) else json.dumps(part, ensure_ascii=False)
            text += f".{key}" if text else key
    return text


def split(path: str) -> tuple[Part, ...]:
    """Keys and indices of a path text, the inverse of `join`.

    Raises
    ------
    ValueError : the text is no path.
    """
    parts: list[Part] = []
    place = 0
    while place < len(path):
        step = _STEP.match(path, place)
        if step is None or (step["index"] is None and (step["dot"] == ".") == (place == 0)):
            raise ValueError(f"{path!r} is no path: write e.g. issues.pressure.status_quo or consequences[3].when")
        if step["index"] is not None:
            parts.append(APPEND if step["index"] == "+" else int(step["index"]))
        elif step["quoted"] is not None:
            parts.append(json.loads(f'"{step["quoted"]}"'))
        else:
            parts.append(step["plain"].strip())
        place = step.end()
    if not parts or path.endswith("."):
        raise ValueError(f"{path!r} is no path: write e.g. issues.pressure.status_quo")
    return tuple(parts)
