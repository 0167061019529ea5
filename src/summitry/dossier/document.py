"""The text of a dossier: where every value stands, and edits by path that change only their own lines.

A `Document` owns the text; `data` is the plain reading of it, `marks` lead from a path to a line. Comments, order and
layout survive every edit because the text is spliced, never written anew, and an edit that would change anything else
than it says is refused. Everything that writes a dossier writes through here.
"""

from __future__ import annotations

import contextlib
import copy
import json
import os
import re
import stat
import tempfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from summitry.dossier import splice
from summitry.dossier.files import LARGEST, read_text, too_large
from summitry.dossier.paths import APPEND, Part, join, split
from summitry.dossier.yamltree import Lines, Node, read_tree
from summitry.errors import DossierError, Problem

LONGEST_MESSAGE = 600
"""Characters; a message that quotes a whole tangle is cut in the middle."""


class Mark(NamedTuple):
    """A place in the text; both count from 1."""

    line: int
    column: int


class Marks(Mapping[str, Mark]):
    """Path → place of its value. `key(path)` is the place of its key, `at(path)` the nearest place that there is."""

    def __init__(self, values: Mapping[str, Mark], keys: Mapping[str, Mark]):
        self._values, self._keys = values, keys

    def __getitem__(self, path: str) -> Mark:
        return self._values[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def key(self, path: str) -> Mark:
        """Place of the key of a path; of the item itself in a list; of the nearest holder if there is no such path."""
        return self._keys.get(path) or self.at(path)

    def at(self, path: str) -> Mark:
        """Place of the value of a path, or of the nearest holder that the text has."""
        parts = list(split(path)) if path else []
        while parts:
            place = join(parts)
            if place in self._values:
                held = parts == list(split(path))
                return self._values[place] if held else self._keys.get(place, self._values[place])
            parts.pop()
        return Mark(1, 1)


class Document:
    """A dossier's text with its reading. Made by `read` or `parse`; every edit can be undone."""

    def __init__(self, text: str, name: str = "", path: Path | None = None):
        self._tree = _mapping(read_tree(text, name), text, name)
        self._text = text
        self.name = name
        self.path = path
        self._earlier: list[str] = []
        self._later: list[str] = []

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Document:
        """Document of a file.

        Raises
        ------
        DossierError : no file, a folder, too large, not UTF-8, or not the YAML of a dossier.
        """
        place = Path(path)
        return cls(read_text(place), str(path), place)

    @classmethod
    def parse(cls, text: str, name: str = "") -> Document:
        """Document of a text; `name` stands for the file in messages."""
        if len(text) > LARGEST:
            raise DossierError([too_large(name, len(text))])
        return cls(text, name)

    @property
    def text(self) -> str:
        """The text, to the byte as it was read where nothing was edited."""
        return self._text

    @property
    def data(self) -> dict[str, Any]:
        """Plain reading of the text: dict (keys are text), list, str, int, float, bool, None, date. Read only."""
        data: dict[str, Any] = self._tree.data
        return data

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self._text)

    @cached_property
    def marks(self) -> Marks:
        """Where each path stands."""
        values: dict[str, Mark] = {}
        keys: dict[str, Mark] = {}
        waiting: list[tuple[tuple[Part, ...], Node]] = [((), self._tree)]
        while waiting:
            parts, node = waiting.pop()
            path = join(parts)
            if path:
                values[path] = Mark(*self._lines.at(node.start))
                keys[path] = Mark(*self._lines.at(node.key[0])) if node.key else values[path]
            waiting += [((*parts, part), child) for part, child in node.children.items()]
        return Marks(values, keys)

    def get(self, path: str) -> Any:
        """Plain value at a path (empty: all of it); KeyError if there is none."""
        return self._node(path).data

    def written(self, path: str) -> str:
        """The characters of the value at a path; KeyError if there is none."""
        node = self._node(path)
        return self._text[node.start : node.end]

    def set(self, path: str, value_text: str, note: str | None = None) -> None:
        """Put a value (YAML text) at a path: in place of the old one, or as a new entry; `[+]` adds to a list.

        Text that is no YAML by itself, or would not stay one value where it stands, is put in quotes.
        A `note` becomes a comment line above it, which `notes` finds again.

        Raises
        ------
        DossierError : no such place, the value is no YAML, or more than this path would change; the text stays.
        """
        parts = self._parts(path)
        last: DossierError | None = None
        for candidate in _candidates(value_text):
            try:
                text, tree = self._with(parts, candidate)
            except DossierError as error:
                last = last or error
                continue
            if note is not None:
                text, tree = self._noted(text, tree, parts, note)
            self._keep(text, tree)
            return
        raise last or self._fault(path, "no value", "Write path = value")

    def remove(self, path: str) -> None:
        """Take an entry out.

        Raises
        ------
        DossierError : nothing stands there, or it is the last entry of the file.
        """
        parts = self._parts(path)
        expected = copy.deepcopy(self.data)
        try:
            del _held(expected, parts[:-1])[parts[-1]]
            text = splice.take_out(self._text, self._tree, parts)
        except (KeyError, IndexError, TypeError) as error:
            raise self._fault(path, "there is no such entry, or it is the only one of the file") from error
        tree = _mapping(read_tree(text, self.name), text, self.name)
        if tree.data != expected:
            raise self._fault(path, "it cannot be taken out without touching its neighbours", "Edit the file by hand")
        self._keep(text, tree)

    def notes(self) -> dict[str, str]:
        """Path → note, of the notes that `set` wrote."""
        return {match[1]: match[2].strip() for match in _NOTE.finditer(self._text)}

    def undo(self) -> bool:
        """Go back one edit; False if there is none."""
        return self._step(self._earlier, self._later)

    def redo(self) -> bool:
        """Take back an undo; False if there is none."""
        return self._step(self._later, self._earlier)

    def save(self, path: str | os.PathLike[str] | None = None) -> Path:
        """Write the text, whole or not at all (a temporary file beside the target takes its place)."""
        target = Path(path) if path is not None else self.path
        if target is None:
            raise ValueError("save: a document that was parsed from text needs a path")
        target = target.resolve()
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self._text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644)
            os.replace(name, target)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)
            raise
        return target

    def problem(self, path: str, message: str, mend: str = "", *, key: bool = False, **shown: str) -> Problem:
        """A `Problem` at the place of a path (of its key, if `key`)."""
        mark = self.marks.key(path) if key else self.marks.at(path)
        if len(message) > LONGEST_MESSAGE:
            message = f"{message[: LONGEST_MESSAGE // 2]} … {message[-LONGEST_MESSAGE // 3 :]}"
        return Problem(path, message, self.name, mark.line, mark.column, mend=mend, **shown)

    def _node(self, path: str) -> Node:
        node = self._tree
        for part in split(path) if path else ():
            node = node.children[part]
        return node

    def _parts(self, path: str) -> tuple[Part, ...]:
        try:
            return split(path)
        except ValueError as error:
            raise DossierError([Problem("", str(error), self.name)]) from error

    def _with(self, parts: tuple[Part, ...], value: str) -> tuple[str, Node]:
        """Text and tree with the value there, proven to say that and nothing else."""
        path = join(parts)
        meant = read_tree(value, path).data
        try:
            text = splice.put(self._text, self._tree, parts, value)
            expected = copy.deepcopy(self.data)
            store(expected, parts, meant)
        except KeyError as error:
            raise self._fault(path, "there is no such place", "Write the path of an entry that is there") from error
        tree = _mapping(read_tree(text, self.name), text, self.name)
        if not _same(tree.data, expected):
            raise self._fault(path, f"{value} would change more than this entry", "Put it in quotes, or in braces")
        return text, tree

    def _noted(self, text: str, tree: Node, parts: tuple[Part, ...], note: str) -> tuple[str, Node]:
        path = join(parts)
        node = tree
        for part in parts:
            node = list(node.children.values())[-1] if part == APPEND else node.children[part]
        start = f"# note on {path}:"
        place = node.key[0] if node.key else node.start
        noted = splice.comment_above(text, place, f"{start} {' '.join(note.split())}", start)
        after = _mapping(read_tree(noted, self.name), noted, self.name)
        if not _same(after.data, tree.data):
            raise self._fault(path, "a note has no room there", "Leave it out")
        return noted, after

    def _keep(self, text: str, tree: Node) -> None:
        if text != self._text:
            self._earlier.append(self._text)
            self._later.clear()
        self._show(text, tree)

    def _step(self, one: list[str], other: list[str]) -> bool:
        if not one:
            return False
        other.append(self._text)
        text = one.pop()
        self._show(text, read_tree(text, self.name))
        return True

    def _show(self, text: str, tree: Node) -> None:
        self._text, self._tree = text, tree
        self.__dict__.pop("marks", None)
        self.__dict__.pop("_lines", None)

    def _fault(self, path: str, message: str, mend: str = "") -> DossierError:
        return DossierError([self.problem(path, message, mend)])


_NOTE = re.compile(r"^[ \t]*# note on (\S+|[^:\n]*\"[^\n]*?\"[^:\n]*): ([^\r\n]*)", re.MULTILINE)


def _mapping(tree: Node, text: str, name: str) -> Node:
    if not isinstance(tree.data, dict):
        what = "a list" if isinstance(tree.data, list) else "a single text" if tree.data is not None else "nothing"
        line, column = Lines(text).at(tree.start)
        message = f"found {what}, expected sections such as actors: and issues:"
        raise DossierError([Problem("", message, name, line, column, mend="Start with: summitry: 1")])
    return tree


def _candidates(value: str) -> Iterator[str]:
    """The value as written, then as a quoted text where it does not begin like something else."""
    text = value.strip()
    if text:
        several = "\n" in text
        yield value.strip("\r\n") if several else text
        if text[0] not in "{[\"'|>" and not (several and _holds_more(value)):
            yield json.dumps(" ".join(text.split()), ensure_ascii=False)


def _holds_more(value: str) -> bool:
    """True for the YAML of a mapping or list."""
    try:
        return isinstance(read_tree(value).data, dict | list)
    except DossierError:
        return False


def _held(data: Any, parts: tuple[Part, ...]) -> Any:
    for part in parts:
        data = data[part]
    return data


def store(data: Any, parts: tuple[Part, ...], value: Any) -> None:
    """Put a plain value at a path of plain data, making what is missing on the way."""
    for here, following in zip(parts, (*parts[1:], None), strict=True):
        empty: Any = value if following is None else ([] if isinstance(following, int) else {})
        if isinstance(data, list):
            if here == APPEND or here == len(data):
                data.append(empty)
                here = len(data) - 1
            elif not isinstance(here, int) or not 0 <= here < len(data):
                raise KeyError(here)
        elif not isinstance(data, dict) or not isinstance(here, str):
            raise KeyError(here)
        if following is None:
            data[here] = value
            return
        if isinstance(data, dict) and data.get(here) is None:
            data[here] = empty
        data = data[here]


def _same(one: Any, other: Any) -> bool:
    """Equal in value and kind: 1 is not true, and 40 is not "40"."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(_same(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)
