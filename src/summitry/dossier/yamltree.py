"""YAML text → a tree of values that know the characters they take.

Built from the events of ruamel.yaml's pure reader, one at a time and without recursion: what a dossier needs of
YAML 1.2 (mappings, lists, scalars) is kept, and the rest (anchors, aliases, tags, several documents, keys without a
value, numbers that are none) is refused with its place, before anything is expanded or constructed. Keys are text.
"""

from __future__ import annotations

import bisect
import datetime
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from summitry.dossier.paths import Part, join
from summitry.dossier.yamlfaults import in_plain_words
from summitry.errors import DossierError, Problem

DEEPEST = 40
"""A dossier is six levels deep; more than this is a mistake or an attack."""
MOST_VALUES = 200_000

_INTEGER = re.compile(r"[-+]?[0-9]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+|0o[0-7]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NULL = ("", "~", "null", "Null", "NULL")
_BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# What ruamel.yaml lets through on garbage, beside its own errors.
_READER_SLIPS = (ValueError, OverflowError, IndexError, KeyError, TypeError, AttributeError, AssertionError)


@dataclass
class Node:
    """A value of the text: plain data, and the characters `start` to `end` that it takes, without comments after it."""

    start: int
    end: int
    style: str
    """`scalar`, `flow` (written in braces or brackets) or `block`."""
    data: Any = None
    key: tuple[int, int] | None = None
    """Characters of the key that it stands under, if it stands under one."""
    children: dict[Part, Node] = field(default_factory=dict)


class Lines:
    """Character index → (line, column), both from 1."""

    def __init__(self, text: str):
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]

    def at(self, index: int) -> tuple[int, int]:
        line = bisect.bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1

    def start(self, line: int) -> int:
        """Index of the first character of a line (from 1)."""
        return self._starts[line - 1]


def read_tree(text: str, name: str = "") -> Node:
    """Tree of one YAML document.

    Raises
    ------
    DossierError : the text is no YAML, or uses a part of YAML that a dossier does without.
    """
    return _Builder(text, name).build()


class _Builder:
    """Puts events together. `stack` holds the open collections, each with the key that waits for its value."""

    def __init__(self, text: str, name: str):
        self.shift = 1 if text.startswith("\ufeff") else 0
        self.text = text
        self.name = name
        self.lines = Lines(text)
        self.stack: list[Node] = []
        self.keys: list[tuple[str, int, int] | None] = []
        self.path: list[Part] = []
        self.root: Node | None = None
        self.values = 0
        self.problems: list[Problem] = []

    def build(self) -> Node:
        for event in self._events():
            kind = type(event).__name__
            if kind == "DocumentStartEvent" and self.root is not None:
                self._refuse(self._start(event), "a second document (---) in one file", "Keep one dossier a file")
            elif kind == "AliasEvent":
                self._refuse(
                    self._start(event), f"an alias (*{event.anchor})", "Write the value out, or put the text in quotes"
                )
            elif kind in ("MappingStartEvent", "SequenceStartEvent"):
                self._plain(event)
                self._open(event, {} if kind == "MappingStartEvent" else [])
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                self._close(event)
            elif kind == "ScalarEvent":
                self._plain(event)
                self._scalar(event)
        if self.problems:
            raise DossierError(self.problems)
        if self.root is None:
            self._refuse(0, "the file is empty", "Start one with: summitry new FILE")
        assert self.root is not None
        return self.root

    def _events(self) -> Iterator[Any]:
        try:
            yield from YAML(typ="safe", pure=True).parse(self.text[self.shift :])
        except YAMLError as error:
            index, words, mend = in_plain_words(error)
            raise DossierError([self._problem(index + self.shift, words, mend, bare=True)]) from error
        except _READER_SLIPS as error:
            raise DossierError([self._problem(0, f"YAML cannot be read ({error})", "", bare=True)]) from error

    def _plain(self, event: Any) -> None:
        """Refuse anchors and tags; count values and depth."""
        start = self._start(event)
        if event.anchor:
            self._refuse(start, f"an anchor (&{event.anchor})", "Write the value out, or put the text in quotes")
        if event.ctag is not None or event.tag:
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self._refuse(start, f"a tag ({tag})", "Put a text that starts with ! in quotes; in a condition write: not")
        self.values += 1
        if self.values > MOST_VALUES:
            self._refuse(start, f"more than {MOST_VALUES} values", "A dossier has some thousands")
        if len(self.stack) > DEEPEST:
            self._refuse(start, f"brackets or lists nested more than {DEEPEST} deep", "A dossier is about six deep")

    def _open(self, event: Any, data: Any) -> None:
        if self._awaits_key():
            self._refuse(self._start(event), "a list or mapping as a key", "Write a word before the colon")
        node = Node(self._start(event), self._start(event), "flow" if event.flow_style else "block", data)
        self.path = self._here()
        self._place(node)
        self.stack.append(node)
        self.keys.append(None)

    def _close(self, event: Any) -> None:
        node = self.stack.pop()
        self.keys.pop()
        self.path = self.path[:-1]
        if node.style == "flow":
            node.end = event.end_mark.index + self.shift
        else:
            node.end = max([node.start, *(child.end for child in node.children.values())])

    def _scalar(self, event: Any) -> None:
        start, end = self._start(event), event.end_mark.index + self.shift
        if event.style in ("|", ">"):
            end = start + len(self.text[start:end].rstrip())
        if any(0xD800 <= ord(character) <= 0xDFFF for character in event.value):
            self._refuse(start, "half a character (a lone surrogate)", "Write the character itself")
        if self._awaits_key():
            self._key(event.value, start, end)
            return
        node = Node(start, end, "scalar", event.value)
        if event.style is None or event.style == "":
            node.data = self._value(event.value, start)
            if start == end and self.stack and self.stack[-1].style == "flow":
                self._empty(start)
        self._place(node)

    def _awaits_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].data, dict) and self.keys[-1] is None

    def _key(self, key: str, start: int, end: int) -> None:
        earlier = self.stack[-1].children.get(key)
        if earlier is not None and earlier.key is not None:
            line = self.lines.at(earlier.key[0])[0]
            self._note(start, f'the key "{key}" stands twice: here and in line {line}', "Keep one of them", key)
        self.keys[-1] = (key, start, end)

    def _place(self, node: Node) -> None:
        """Put a value under the waiting key, at the end of the open list, or at the root."""
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent.data, list):
            parent.children[len(parent.data)] = node
            parent.data.append(node.data)
            return
        waiting = self.keys[-1]
        assert waiting is not None
        key, start, end = waiting
        node.key = (start, end)
        parent.children[key] = node
        parent.data[key] = node.data
        self.keys[-1] = None

    def _empty(self, start: int) -> None:
        """A key without a value in braces: most often an unquoted comma in the text before it."""
        waiting = self.keys[-1]
        if waiting is None:
            return
        key, place, _ = waiting
        before = [(name, node) for name, node in self.stack[-1].children.items() if isinstance(name, str)]
        mend = f"Write {key}: and its value"
        if before and isinstance(before[-1][1].data, str):
            name, node = before[-1]
            mend = f'A comma starts a new key: put the text in quotes: {name}: "{node.data}, {key}"'
        self._note(place, f'the key "{key}" has no value', mend, key)

    def _value(self, text: str, start: int) -> Any:
        """Plain scalar by the rules of YAML 1.2, with dates; infinities and faulty dates are noted as problems."""
        if text in _NULL:
            return None
        if text in _BOOLEAN:
            return _BOOLEAN[text]
        number: float | int | None = None
        if _INTEGER.fullmatch(text) and len(text) < 300:
            number = int(text)
        elif _HEXADECIMAL.fullmatch(text) and len(text) < 200:
            number = int(text, 0)
        elif _DECIMAL.fullmatch(text):
            number = float(text)
        if number is not None and math.isfinite(number):
            return number
        if number is not None or _NO_NUMBER.fullmatch(text):
            self._note(start, f"found {text[:20]}, expected a finite number", "Write a plain number")
            return 0
        date = _DATE.fullmatch(text)
        if date is None:
            return text
        try:
            return datetime.date(int(date[1]), int(date[2]), int(date[3]))
        except ValueError:
            self._note(start, f"there is no day {text}", "Write year-month-day, e.g. 2019-04-26")
            return None

    def _start(self, event: Any) -> int:
        return int(event.start_mark.index) + self.shift

    def _here(self) -> list[Part]:
        """Path of the value that comes next; of the open collection while no key waits."""
        if not self.stack:
            return []
        if isinstance(self.stack[-1].data, list):
            return [*self.path, len(self.stack[-1].data)]
        waiting = self.keys[-1]
        return self.path if waiting is None else [*self.path, waiting[0]]

    def _problem(self, index: int, message: str, mend: str, *more: Part, bare: bool = False) -> Problem:
        """A problem at a character; `bare` where the path says nothing (the text breaks off, or nests too deep)."""
        line, column = self.lines.at(index)
        parts = [] if bare or len(self.path) >= DEEPEST else self._here()
        path = join([*parts, *(part for part in more if not parts or parts[-1] != part)])
        return Problem(path, message, file=self.name, line=line, column=column, mend=mend)

    def _note(self, index: int, message: str, mend: str, *more: Part) -> None:
        self.problems.append(self._problem(index, message, mend, *more))

    def _refuse(self, index: int, message: str, mend: str) -> None:
        raise DossierError([self._problem(index, message, mend)])
