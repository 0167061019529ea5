"""What stands behind the marks of one part of a brief, as its endnotes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from summitry.brief import render as shared
from summitry.brief.outline_model import Outline, Said, Sentence
from summitry.brief.pdf.text import code, pieces
from summitry.brief.render import Anchors, clean

EACH: Final = "Each run"
"""Stands before what all runs of a part have in common."""

Json = dict[str, Any]


@dataclass(frozen=True)
class _Note:
    """What one row of notes tells; sentences with equal notes share it. `source` is a title and its place."""

    lines: tuple[str, ...] = ()
    command: str = ""
    source: tuple[str, str] = ("", "")
    is_passage: bool = False


class Notes:
    """What stands behind the marks of one part."""

    def __init__(self, anchors: Anchors, outline: Outline) -> None:
        self._anchors = anchors
        self._outline = outline
        self._notes: dict[_Note, list[tuple[str, str]]] = {}
        self._places: dict[_Note, str] = {}

    def run(self, told: Sentence | Said, back: str) -> str:
        """The place of the note on the run behind a mark, which leads `back`; empty where nothing stands behind it."""
        return self._add(_Note(shared.told_once(told, self._outline), told.command or ""), told.id, back)

    def passage(self, said: Said, back: str, source: tuple[str, str]) -> str:
        """The place of the note on who said it and where, shared by all that this expert said there."""
        who = ", ".join(clean(part) for part in (said.expert, said.role) if part)
        return self._add(_Note((who,) if who else (), "", source, is_passage=True), said.id, back)

    def _add(self, note: _Note, id: str, back: str) -> str:
        if not (note.lines or note.command or note.source[0]):
            return ""
        self._notes.setdefault(note, []).append((clean(id), back))
        return self._places.setdefault(note, self._anchors.name(f"note-{id}"))

    def told(self) -> list[Json]:
        """The notes in the order in which their marks are met; what all runs have in common is told once, first."""
        runs = [note.lines for note in self._notes if note.command and len(note.lines) > 1]  # one line: it was not run
        same = tuple(line for line in runs[0] if all(line in lines for lines in runs)) if len(runs) > 2 else ()
        rows = [_row(_Note(), _Note(same), [(EACH, "")], self._anchors.name("note-each"))] if same else []
        lone = {marks[0]: note for note, marks in self._notes.items() if note.is_passage and len(marks) == 1}
        joined = {marks[0]: lone[marks[0]] for note, marks in self._notes.items() if self._joins(note, lone)}
        for note, marks in self._notes.items():
            if note.is_passage and joined.get(marks[0]) == note:
                continue
            run = replace(note, lines=tuple(line for line in note.lines if line not in same)) if note.command else note
            lead = note if note.is_passage else joined.get(marks[0], _Note()) if len(marks) == 1 else _Note()
            rows.append(_row(lead, _Note() if note.is_passage else run, marks, self._places[note]))
        return rows

    def _joins(self, note: _Note, lone: Mapping[tuple[str, str], _Note]) -> bool:
        """Is it the run of one claim alone, whose passage is nobody else's? Then one row tells both."""
        marks = self._notes[note]
        return not note.is_passage and len(marks) == 1 and marks[0] in lone


def _row(passage: _Note, run: _Note, marks: Sequence[tuple[str, str]], place: str) -> Json:
    title, source_place = passage.source
    return {
        "place": place,
        "marks": _spans(marks),
        "lead": [pieces(line) for line in passage.lines],
        "source": {"text": pieces(title), "place": source_place} if title else None,
        "lines": [pieces(line) for line in run.lines],
        "command": code(run.command),
    }


def _spans(marks: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Ids with their places; four or more in a row, `c1, c2, c3, c4`, are told as `c1–c4`."""
    rows: list[list[tuple[str, str]]] = []
    for mark in marks:
        if rows and _next(rows[-1][-1][0]) == mark[0]:
            rows[-1].append(mark)
        else:
            rows.append([mark])
    spans: list[tuple[str, str]] = []
    for row in rows:
        spans += [(f"{row[0][0]}–{row[-1][0]}", row[0][1])] if len(row) > 3 else row
    return spans


def _next(id: str) -> str:
    """The id behind one: `c8` behind `c7`, `1b` behind `1a`; empty where there is none."""
    if found := re.fullmatch(r"([a-z]+)(\d+)", id):
        return f"{found[1]}{int(found[2]) + 1}"
    found = re.fullmatch(r"(\d+)([a-y])", id)
    return f"{found[1]}{chr(ord(found[2]) + 1)}" if found else ""
