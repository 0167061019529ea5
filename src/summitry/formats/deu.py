"""Decision-making in the European Union (DEU): contested issues with positions, saliences, reference points and outcomes.

The tidy form of the data set: text, fields separated by tabs, with or without double quotes. A first row of column names; if the second has no
proposal (`prnr`), it holds a capability for each actor under its position column; then one row an issue. A column `pXX` holds the
position of actor XX, `sXX` its salience, `rp` the reference point, `out` the outcome, all 0–100; `isnr` names the issue. Blank or NA:
not known. Any actors may be there.

Reading loses every other column (titles, procedure, dates). A salience that is missing where there is a position becomes the median of
those in the file; an issue on which nobody has a position is left out; without the row of capabilities all are 1. `DeuReading.notes` says so.

Data: Arregui & Perarnaud (2021), doi:10.34810/data53.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from summitry.bargaining.predictive import Decisions
from summitry.dossier.files import read_text
from summitry.errors import DossierError, ForeignFormatError, Problem

MOST_SHOWN = 20
"""Problems of one file that are told; a file of another kind has thousands."""
_FIELD = re.compile(r'"((?:[^"]|"")*)"|([^\t"][^\t]*)?')
_UNKNOWN = ("", "NA")


@dataclass(frozen=True)
class DeuReading:
    """What a file holds. actors : names as in the columns, without the p. issues : (N,) names. notes : what was filled in or left out."""

    decisions: Decisions
    actors: tuple[str, ...]
    issues: tuple[str, ...]
    notes: tuple[str, ...]


def read_deu(path: Path) -> DeuReading:
    """Issues of a tidy DEU file.

    Raises
    ------
    ForeignFormatError : it cannot be read, or holds no issue with a position; the error carries all problems, up to twenty.
    """
    if not path.exists():
        raise ForeignFormatError([Problem("", "there is no such file", str(path), mend="Name a file that is there")])
    try:
        text = read_text(path)
    except DossierError as error:
        raise ForeignFormatError(error.problems) from error
    return _Reader(str(path)).read(text.removeprefix("\ufeff"))


class _Field(NamedTuple):
    text: str
    line: int
    column: int


class _Reader:
    """One reading: collects every problem before it gives up."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def read(self, text: str) -> DeuReading:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        rows = [self.fields(number, line) for number, line in lines]
        if not rows:
            self.fault(_Field("", 1, 1), "", "an empty file", "a row of column names, then one row an issue")
        self.stop_if_faulty()
        header, body = rows[0], rows[1:]
        columns = self.columns(header)
        actors = self.actors(columns, header)
        self.stop_if_faulty()
        for row in body:
            if len(row) != len(header):
                found, expected = f"{len(row)} fields", f"{len(header)}, one for each column name"
                self.fault(_Field("", row[0].line, 1), "", found, expected, "Look for a missing or extra tab")
        self.stop_if_faulty()
        notes: list[str] = []
        capabilities = np.ones(len(actors))
        if body and not self.known(body[0][columns["prnr"]]):
            row, body = body[0], body[1:]
            capabilities = np.array([self.capability(row[columns["p" + one]], "p" + one) for one in actors])
            if not self.problems and not (capabilities > 0).any():
                self.fault(row[0], "", "capabilities that are all 0", "at least one above 0")
        else:
            notes.append(
                "The file has no row of capabilities (a second row without prnr): all actors count as equally capable."
            )
        return self.decisions(body, columns, actors, capabilities, notes)

    def decisions(
        self,
        body: Sequence[list[_Field]],
        columns: dict[str, int],
        actors: tuple[str, ...],
        capabilities: np.ndarray,
        notes: list[str],
    ) -> DeuReading:
        names = self.issue_names(body, columns)
        groups = [self.proposal(row[columns["prnr"]]) for row in body]

        def table(keys: Sequence[str]) -> np.ndarray:
            cells = [[self.number(row[columns[key]], key) for key in keys] for row in body]
            return np.array(cells, float).reshape(len(body), len(keys))

        positions, saliences = table(["p" + one for one in actors]), table(["s" + one for one in actors])
        reference = table(["rp"])[:, 0] if "rp" in columns else np.full(len(body), np.nan)
        outcomes = table(["out"])[:, 0]
        takes_part = ~np.isnan(positions)
        some = takes_part.any(axis=1)
        if not self.problems and not some.any():
            self.fault(_Field("", 1, 1), "", "no issue with a position", "at least one row that has some")
        self.stop_if_faulty()
        if "rp" not in columns:
            notes.append("The file has no column rp: no issue has a reference point.")
        if not some.all():
            notes.append(f"Left out, since nobody has a position: {_count(int((~some).sum()), 'issue')}.")
        unknown = takes_part & np.isnan(saliences)
        if unknown.any():
            stated = saliences[takes_part & ~np.isnan(saliences)]
            middle = float(np.median(stated)) if len(stated) else 50.0
            whence = "the median of the file" if len(stated) else "since the file states none"
            places = _count(int(unknown.sum()), "missing salience")
            notes.append(f"{places} of {int(takes_part.sum())} taken as {middle:g}, {whence}.")
            saliences = np.where(unknown, middle, saliences)
        found = Decisions(
            positions[some],
            takes_part[some],
            np.where(takes_part, saliences, 0.0)[some] / 100.0,
            capabilities,
            reference[some],
            outcomes[some],
            np.array(groups, dtype=np.str_)[some],
        )
        kept = tuple(name for name, on in zip(names, some, strict=True) if on)
        return DeuReading(found, actors, kept, tuple(notes))

    # ---- header

    def fields(self, line: int, text: str) -> list[_Field]:
        """Fields of a line with the column at which each begins, counted from 1."""
        found, place = [], 0
        while True:
            match = _FIELD.match(text, place)
            assert match is not None  # it matches nothing, too
            quoted = match[1]
            found.append(
                _Field((match[2] or "" if quoted is None else quoted.replace('""', '"')).strip(), line, place + 1)
            )
            if match.end() < len(text) and text[match.end()] != "\t":
                expected, mend = "a tab, or the end of the line, after a quoted field", "Close the quote or double it"
                self.fault(_Field("", line, match.end() + 1), "", _shown(text[match.end() :]), expected, mend)
                return found
            if match.end() >= len(text):
                return found
            place = match.end() + 1

    def columns(self, header: Sequence[_Field]) -> dict[str, int]:
        """Column names to their places."""
        places: dict[str, int] = {}
        for place, field in enumerate(header):
            if field.text in places:
                self.fault(field, field.text, "this column name a second time", "each name once")
            places.setdefault(field.text, place)
        for name, mend in (("prnr", "It says which issues belong to one proposal"), ("out", "It holds the outcomes")):
            if name not in places:
                separated = "" if len(header) > 1 else ", separated by tabs"
                self.fault(header[0], "", f"no column {name}", f"one among the column names{separated}", mend)
        return places

    def actors(self, columns: dict[str, int], header: Sequence[_Field]) -> tuple[str, ...]:
        """Names of actors: those with a column of positions and one of saliences."""
        found = tuple(name[1:] for name in columns if len(name) > 1 and name[0] == "p" and "s" + name[1:] in columns)
        for (
            name,
            place,
        ) in columns.items():  # three letters are an actor's column and nothing else: the other one is missing
            if len(name) == 3 and name[0] in "ps" and name[1:] not in found:
                other = {"p": "s", "s": "p"}[name[0]] + name[1:]
                self.fault(header[place], name, f"no column {other} beside it", "both for each actor")
        if len(found) < 2 and not self.problems:
            expected = "at least two pairs of a position pXX and a salience sXX"
            self.fault(header[0], "", f"{_count(len(found), 'pair')} of columns of actors", expected)
        return found

    # ---- rows

    def issue_names(self, body: Sequence[list[_Field]], columns: dict[str, int]) -> list[str]:
        if "isnr" not in columns:
            return [f"line {row[0].line}" for row in body]
        seen: dict[str, int] = {}
        for row in body:
            field = row[columns["isnr"]]
            if not self.known(field):
                self.fault(field, "isnr", "nothing", "a name for the issue")
            elif field.text in seen:
                self.fault(field, "isnr", f"{field.text}, also on line {seen[field.text]}", "each issue once")
            seen.setdefault(field.text, field.line)
        return [row[columns["isnr"]].text for row in body]

    def proposal(self, field: _Field) -> str:
        if not self.known(field):
            self.fault(field, "prnr", "nothing", "the proposal that the issue belongs to")
        return field.text

    def capability(self, field: _Field, path: str) -> float:
        value = self.value(field)
        if value is None or not 0 <= value < math.inf:
            self.fault(field, path, _shown(field.text), "a capability: a number of at least 0")
            return 0.0
        return value

    def number(self, field: _Field, path: str) -> float:
        """A number from 0 to 100; NaN where it is not known."""
        if not self.known(field):
            return math.nan
        value = self.value(field)
        if value is None or not 0 <= value <= 100:
            self.fault(field, path, _shown(field.text), "a number from 0 to 100", "Leave it blank if it is not known")
            return math.nan
        return value

    def value(self, field: _Field) -> float | None:
        try:
            return float(field.text)
        except ValueError:
            return None

    def known(self, field: _Field) -> bool:
        return field.text not in _UNKNOWN

    # ---- problems

    def fault(self, field: _Field, path: str, found: str, expected: str, mend: str = "") -> None:
        self.problems.append(Problem(path, "", self.file, field.line, field.column, found, expected, mend))

    def stop_if_faulty(self) -> None:
        if not self.problems:
            return
        more = len(self.problems) - MOST_SHOWN
        shown = self.problems[:MOST_SHOWN]
        if more > 0:
            shown.append(Problem("", f"and {_count(more, 'problem')} more of this kind", self.file))
        raise ForeignFormatError(shown)


def _shown(text: str) -> str:
    if not text:
        return "nothing"
    return repr(text) if len(text) <= 40 else repr(text[:37] + "...")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
