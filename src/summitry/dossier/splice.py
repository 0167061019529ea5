"""Edits of YAML text by path: a new text in which only the lines of that path differ.

Plain functions from text and tree to text. Whether the outcome says what was meant is `document.Document`'s to prove,
by reading it again; comments, order and layout stay because they are never touched.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence

from summitry.dossier.paths import APPEND, Part
from summitry.dossier.yamltree import Node

_PLAIN_KEY = re.compile(r"[A-Za-z0-9_][\w .-]*")


def put(text: str, root: Node, parts: Sequence[Part], value: str) -> str:
    """Text with `value` (YAML) at the path: in place of what stands there, or as a new entry of what holds it.

    Raises
    ------
    KeyError : nothing stands where the new entry would have to go.
    """
    node, depth = _deepest(root, parts)
    if depth == len(parts):
        return _replace(text, node, value)
    for part in reversed(parts[depth + 1 :]):
        value = f"{{{_key(part)}: {value}}}" if isinstance(part, str) else f"[{value}]"
    return _insert(text, node, parts[depth], value, top=depth <= 1)


def take_out(text: str, root: Node, parts: Sequence[Part]) -> str:
    """Text without the entry at the path.

    Raises
    ------
    KeyError : nothing stands there.
    """
    node, depth = _deepest(root, parts)
    parent, held = _deepest(root, parts[:-1])
    if depth < len(parts) or held < len(parts) - 1:
        raise KeyError(parts)
    siblings = list(parent.children.values())
    place = siblings.index(node)
    if len(siblings) == 1:
        if parent is root:
            raise KeyError(parts)
        return _replace(text, parent, "[]" if isinstance(parent.data, list) else "{}")
    first = node.key[0] if node.key else node.start
    if parent.style == "flow":
        if place:
            return text[: siblings[place - 1].end] + text[node.end :]
        following = siblings[1]
        return text[:first] + text[following.key[0] if following.key else following.start :]
    line = _line_start(text, first)
    if re.fullmatch(r"[ \t]*(- *)?" if isinstance(parent.data, list) else r"[ \t]*", text[line:first]):
        return text[:line] + text[_next_line(text, node.end) :]
    following = siblings[place + 1]
    return text[:first] + text[following.key[0] if following.key else following.start :]


def comment_above(text: str, start: int, comment: str, instead_of: str) -> str:
    """Text with a comment line right above a character's line; a comment there that begins with `instead_of` goes."""
    line = _line_start(text, start)
    indent = re.match(r"[ \t]*", text[line:])
    before = text[:line]
    previous = _line_start(text, line - 1) if line else 0
    if line and text[previous:line].strip().startswith(instead_of):
        before = text[:previous]
    return before + (indent[0] if indent else "") + comment + _newline(text) + text[line:]


def _deepest(root: Node, parts: Sequence[Part]) -> tuple[Node, int]:
    """The last node on the path that exists, and how many steps lead to it."""
    node = root
    for depth, part in enumerate(parts):
        if part not in node.children:
            return node, depth
        node = node.children[part]
    return node, len(parts)


def _replace(text: str, node: Node, value: str) -> str:
    """Put a value where a value stands. A block below its key moves up to the key's line, comments stay."""
    if node.start == node.end and not _is_block(value):
        return text[: node.start] + " " + value + text[node.end :]
    if node.style == "block" and node.key is not None and not _is_block(value):
        colon = text.index(":", node.key[1]) + 1
        between = text[colon : node.start]
        if "\n" in between or "\r" in between:
            return text[:colon] + " " + value + between.rstrip() + text[node.end :]
    if node.key is not None and _is_block(value):
        return text[: node.start].rstrip(" ") + _indented(text, node.key[0], value) + text[node.end :]
    return text[: node.start] + value + text[node.end :]


def _insert(text: str, parent: Node, part: Part, value: str, top: bool) -> str:
    """Add an entry to a mapping or list that lacks it; in an empty section (`top`) it gets a line of its own."""
    if parent.style == "scalar" and parent.data is not None:
        raise KeyError(part)
    in_list = isinstance(part, int)
    count = len(parent.children)
    if in_list and part not in (APPEND, count):
        raise KeyError(part)
    if parent.style != "scalar" and in_list != isinstance(parent.data, list):
        raise KeyError(part)
    entry = value if in_list else f"{_key(str(part))}: {value}"
    newline = _newline(text)
    if parent.style == "block":
        column = _column(text, parent.start)
        end = _line_end(text, parent.end)
        head = text[:end] + newline + " " * column
        if _is_block(value) and not in_list:
            return head + f"{_key(str(part))}:" + _indented(text, parent.start, value) + text[end:]
        lines = (("- " + entry) if in_list else entry).replace("\n", newline + " " * (column + 2))
        return head + lines + text[end:]
    if count:
        last = list(parent.children.values())[-1]
        return text[: last.end] + ", " + entry + text[last.end :]
    flow = f"[{entry}]" if in_list else f"{{{entry}}}"
    if parent.style == "scalar" and top and not in_list:
        end = _line_end(text, parent.end)
        return text[:end] + newline + "  " + entry + text[end:]
    pad = " " if parent.start == parent.end else ""
    return text[: parent.start] + pad + flow + text[parent.end :]


def _is_block(value: str) -> bool:
    """True for a mapping or list of several lines, which stands below its key."""
    return "\n" in value and value.lstrip()[:1] not in ("{", "[", '"', "'", "|", ">")


def _indented(text: str, holder: int, value: str) -> str:
    """A block value on lines of its own, two columns right of the character `holder`."""
    lines = textwrap.indent(textwrap.dedent(value).strip("\n"), " " * (_column(text, holder) + 2))
    return _newline(text) + lines.replace("\n", _newline(text))


def _key(part: str) -> str:
    return part if _PLAIN_KEY.fullmatch(part) and part == part.strip() else json.dumps(part, ensure_ascii=False)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _line_start(text: str, index: int) -> int:
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1


def _line_end(text: str, index: int) -> int:
    """End of the line, before its line break."""
    match = re.compile(r"[^\r\n]*").match(text, index)
    return match.end() if match else len(text)


def _next_line(text: str, index: int) -> int:
    match = re.compile(r"[^\r\n]*(\r\n|\n|\r)?").match(text, index)
    return match.end() if match else len(text)


def _column(text: str, index: int) -> int:
    """How far a character stands from the start of its line; a byte order mark takes no room."""
    return len(text[_line_start(text, index) : index].removeprefix("\ufeff"))
