"""Text files of other programs as they come: encoding, cells, numbers, and every fault in them at once."""

from __future__ import annotations

import codecs
import csv
import io
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from summitry.dossier.files import LARGEST
from summitry.errors import ForeignFormatError, Problem
from summitry.formats.conflict import one_line

DELIMITERS = ",;\t"
_NUMBER = re.compile(r"[+-]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass
class Faults:
    """Collects what is wrong with a file, so that all of it is told at once."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, path: str, found: str, expected: str, mend: str = "", *, line: int = 0) -> None:
        """Note a fault; `path` names the field, `line` counts from 1 (0: the whole file)."""
        column = 1 if line else 0
        problem = Problem(path, "", self.file, line, column, found=found, expected=expected, mend=mend)
        self.problems.append(problem)

    def stop(self) -> None:
        """Raise a ForeignFormatError if anything is wrong."""
        if self.problems:
            raise ForeignFormatError(sorted(self.problems, key=lambda problem: problem.line))


@dataclass
class Told:
    """What a user is told of a conversion: a line for each thing that is `lost`, and for each that had to be assumed (`notes`)."""

    lost: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, other: Told) -> Told:
        """This, and what another has to tell."""
        return Told([*self.lost, *other.lost], [*self.notes, *other.notes])


class Row(NamedTuple):
    """Cells of a table, stripped, and the line that they end on."""

    line: int
    cells: tuple[str, ...]

    def cell(self, place: int | None) -> str:
        """A cell, empty where the row is too short or the table has no such column."""
        return self.cells[place] if place is not None and place < len(self.cells) else ""


class Text(NamedTuple):
    """A file's text, and a line for each thing that had to be assumed to read it."""

    text: str
    notes: tuple[str, ...]


def content_of(path: Path) -> bytes:
    """Bytes of a file.

    Raises
    ------
    ForeignFormatError : no such file, a folder, too large, or it cannot be read.
    """
    name = str(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ForeignFormatError([Problem("", "this is no file", name, mend="Name the file itself")])
        if status.st_size > LARGEST:
            message = f"the file has {status.st_size / 1e6:.1f} MB, more than {LARGEST / 1e6:.0f} MB"
            raise ForeignFormatError([Problem("", message, name, mend="Leave out what is not needed")])
        return path.read_bytes()
    except FileNotFoundError as error:
        problem = Problem("", "there is no such file", name, mend="Name a file that is there")
        raise ForeignFormatError([problem]) from error
    except ForeignFormatError:  # a ValueError too
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ForeignFormatError([Problem("", f"the file cannot be read ({reason})", name)]) from error


def text_of(path: Path) -> Text:
    """Text of a file in UTF-8 or UTF-16 (with a byte order mark), or else in Windows-1252, which is told.

    Raises
    ------
    ForeignFormatError : it cannot be read, or is no text.
    """
    content = content_of(path)
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
        notes: tuple[str, ...] = ()
    except UnicodeDecodeError:
        text, notes = (
            content.decode("cp1252", errors="replace"),
            ("it is not UTF-8, so it is read as Windows-1252: look at the names",),
        )
    if "\0" in text:
        problem = Problem("", "this is no text", str(path), mend="Save it as text (CSV, UTF-8)")
        raise ForeignFormatError([problem])
    return Text(text, notes)


def delimiter_of(text: str, quote: str = '"') -> str:
    """Comma, semicolon or tab: what the first line, outside quotes, has most of; a comma if it has none."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(f"{quote}[^{quote}]*{quote}", "", first)
    return max("\t;,", key=bare.count) if any(mark in bare for mark in DELIMITERS) else ","


def rows_of(text: str, delimiter: str, file: str, quote: str = '"') -> list[Row]:
    """Rows of a table that are not blank, cells stripped and on one line.

    Raises
    ------
    ForeignFormatError : a quote is not closed, or a cell is too long.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote, skipinitialspace=True)
    rows = []
    try:
        for cells in reader:
            stripped = tuple(map(one_line, cells))
            if any(stripped):
                rows.append(Row(reader.line_num, stripped))
    except csv.Error as error:
        problem = Problem("", f"this is no table: {error}", file, reader.line_num, 1, mend="Look at its quotes")
        raise ForeignFormatError([problem]) from error
    return rows


def numeral(text: str) -> Decimal | None:
    """The number that a cell holds, exactly as written; a per cent sign is a reading aid. None: it holds none.

    A comma is a decimal sign: in a table whose cells are parted by commas there is none in a number.
    """
    plain = text.replace("−", "-").removesuffix("%").rstrip()
    return Decimal(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None


def number_in(
    cell: str, path: str, line: int, faults: Faults, bounds: tuple[float, float] | None = None, times: int = 1
) -> float:
    """A number of a file, times 1 or 100, exactly; 0 where it is none or out of bounds, which is noted."""
    found = numeral(cell)
    low, high = bounds or (float("-inf"), float("inf"))
    value = float(found * times) if found is not None else float("nan")
    if low <= value <= high and abs(value) < 1e300:
        return value + 0.0  # no minus zero
    expected = "a number"
    if bounds:
        expected = f"a number from {low / times:g} to {high / times:g}"
        expected = f"a number of at least {low / times:g}" if high == float("inf") else expected
    faults.add(path, f'"{cell}"' if cell else "nothing", expected, f"Write {expected}", line=line)
    return 0.0


def plain(value: float) -> str:
    """A number in digits, without an exponent, as short as it can be told exactly."""
    text = format(Decimal(repr(float(value))) + 0, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def per_cent_of(value: float) -> str:
    """A number that is divided by 100, in digits, exactly."""
    text = format(Decimal(repr(float(value))).scaleb(-2), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def twins(names: Sequence[tuple[str, int]], what: str, faults: Faults) -> None:
    """Note each name that stands twice, with both lines."""
    seen: dict[str, int] = {}
    for name, line in names:
        if name in seen:
            found = f'"{name}", which stands in line {seen[name]} already'
            faults.add(what, found, "each name once", "Rename one of them, or take it out", line=line)
        seen.setdefault(name, line)
