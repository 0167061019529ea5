"""Tables of actors and issues: CSV with commas, semicolons or tabs, and Excel (`.xlsx`, with the extra `excel`).

Long: a line for each actor and issue, with columns actor, issue, position, salience and, where there are such, description,
capability, low, high, status quo, outcome. Wide: a line for each actor, with a column of positions and one of saliences for each
issue (`Tariffs position`, `Tariffs salience`), or these two alone for a single issue. Other words for the same are known.

Reading loses, with a word, columns that are not understood. Writing is long, and loses titles, what issues ask, and labels of scales.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from summitry.errors import ForeignFormatError, MissingExtra, Problem
from summitry.formats.conflict import one_line
from summitry.formats.intake import (
    Faults,
    Row,
    Told,
    content_of,
    delimiter_of,
    number_in,
    numeral,
    plain,
    rows_of,
    text_of,
    twins,
)
from summitry.formats.spatial import Point, Reading, Spatial, SpatialActor, SpatialIssue, Written, require_room

HEADINGS = {
    "actor": (
        "actor",
        "name",
        "actor name",
        "player",
        "party",
        "stakeholder",
        "state",
        "country",
        "member state",
        "group",
    ),
    "description": ("description", "full name", "long name", "desc"),
    "capability": ("capability", "capabilities", "power", "influence", "weight", "resources", "clout", "cap"),
    "issue": ("issue", "dimension", "topic", "issue name"),
    "position": ("position", "pos", "pstn", "ideal", "ideal point", "stance", "policy position"),
    "salience": ("salience", "sal", "saliency", "importance", "priority"),
    "low": ("low", "scale low", "minimum", "min", "lower", "least"),
    "high": ("high", "scale high", "maximum", "max", "upper", "most"),
    "status quo": ("status quo", "reference point", "reference", "sq", "rp"),
    "outcome": ("outcome", "result", "decision"),
}
"""What a column holds, and the headings by which it is known, in small letters."""
COLUMNS = tuple(HEADINGS)
MOST_LINES = 50_000
"""Lines of a sheet that are read."""
_OF_HEADING = {heading: column for column, headings in HEADINGS.items() for heading in headings}
_TEMPLATE = (
    ("NOR", "Norhaven", 40, "tariffs", 20, 80, 0, 100, 60),
    ("SUL", "Sulmar", 25, "tariffs", 70, 50, 0, 100, 60),
    ("NOR", "Norhaven", 40, "quotas", 5, 30, 0, 12, ""),
    ("SUL", "Sulmar", 25, "quotas", 12, 90, 0, 12, ""),
)


# ---- reading


def read_table(path: Path) -> Reading:
    """Spatial data of a table in a text file.

    Raises
    ------
    ForeignFormatError : it cannot be read; the error carries all problems, by line.
    """
    text, notes = text_of(path)
    return table_reading(rows_of(text, delimiter_of(text), str(path)), str(path), path.stem, Told([], list(notes)))


def read_excel(path: Path) -> Reading:
    """Spatial data of the first sheet of an Excel workbook; formulas count for the values that they last had.

    Raises
    ------
    MissingExtra : openpyxl is not installed. ForeignFormatError : it cannot be read; the error carries all problems.
    """
    openpyxl = _openpyxl()
    content = content_of(path)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, read_only=True)
        sheet, *others = book.worksheets
        sheet.reset_dimensions()  # some programs declare a million empty lines
        lines = islice(enumerate(sheet.iter_rows(values_only=True), 1), MOST_LINES)
        cells = [(line, tuple(map(_shown, row))) for line, row in lines]
    except Exception as error:  # openpyxl lets through whatever zip, XML and its own readers stumble over
        mend = "Save it again as .xlsx, or as CSV"
        raise ForeignFormatError(
            [Problem("", "this is no Excel workbook that can be read", str(path), mend=mend)]
        ) from error
    told = Told([f'sheet "{other.title}": only the first is read' for other in others])
    if len(cells) == MOST_LINES:
        told.lost.append(f"what stands after line {MOST_LINES}")
    return table_reading([Row(line, row) for line, row in cells if any(row)], str(path), path.stem, told)


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtra("An Excel workbook (or save it as CSV)", "excel") from error
    return openpyxl


def _shown(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return plain(float(value)) if abs(value) < 1e300 else str(value)
    return "" if value is None else one_line(str(value))


def table_reading(rows: Sequence[Row], file: str, title: str, told: Told) -> Reading:
    """Spatial data of a table's rows, the headings first.

    Raises
    ------
    ForeignFormatError : it is no such table; the error carries all problems.
    """
    faults = Faults(file)
    if not rows:
        faults.add(
            "", "nothing", "a line of headings, and a line for each actor", "summitry convert --template FILE.csv"
        )
    faults.stop()
    columns = _columns(rows[0], title, faults, told)
    faults.stop()
    return _Reader(faults, told, columns, rows[1:]).read(title)


@dataclass
class _Columns:
    """Where things stand: the column of each field, and for wide tables each issue's position and salience."""

    fields: dict[str, int]
    wide: dict[str, dict[str, int]] = field(default_factory=dict)


def _columns(heads: Row, title: str, faults: Faults, told: Told) -> _Columns:
    found = _Columns({})
    for place, heading in enumerate(heads.cells):
        key = _normal(heading)
        column = _OF_HEADING.get(key)
        issue, what = _of_issue(heading)
        if column and column not in found.fields:
            found.fields[column] = place
        elif column:
            other = heads.cells[found.fields[column]]
            mend = "Take one of them out, or name an issue in its heading"
            faults.add("headings", f'"{heading}" beside "{other}"', f"one column for {column}", mend, line=heads.line)
        elif what and issue:
            if what in found.wide.setdefault(issue, {}):
                faults.add("headings", f'"{heading}" twice', "each once", line=heads.line)
            found.wide[issue][what] = place
        elif heading:
            told.lost.append(f'column "{heading}": not understood')
    if "position" in found.fields and "issue" not in found.fields:
        mine: dict[str, int] = {
            what: found.fields.pop(what) for what in ("position", "salience") if what in found.fields
        }
        found.wide = {title: mine, **found.wide}
    known = ", ".join(f'"{heading}"' for heading in heads.cells if heading)
    needed = ["actor", *([] if found.wide else ["issue", "position"])]
    for column in needed:
        if column not in found.fields:
            expected = f"a column of {column}s, headed by one of: {', '.join(HEADINGS[column][:6])}"
            faults.add(
                "headings", known or "none", expected, "See summitry convert --template FILE.csv", line=heads.line
            )
    for issue, parts in found.wide.items():
        if "position" not in parts:
            faults.add("headings", f"a salience of {issue} alone", "its position too", line=heads.line)
    if "issue" in found.fields and found.wide:
        faults.add("headings", "a column of issues, and columns of single ones", "one of the two", line=heads.line)
    return found


def _normal(heading: str) -> str:
    """A heading in small letters, without what stands in brackets, underscores and signs."""
    return " ".join(re.sub(r"\(.*?\)|[_\-:%./]", " ", heading).lower().split())


def _of_issue(heading: str) -> tuple[str, str]:
    """The issue of a heading such as `Tariffs position` or `sal_tariffs`, and which of the two it is; empty for others."""
    words = re.sub(r"\(.*?\)", " ", heading).replace("_", " ").replace(":", " ").split()
    for place in (-1, 0):
        match = re.fullmatch(r"([a-zA-Z]+)([0-9]*)", words[place]) if words else None
        what = _OF_HEADING.get(match[1].lower()) if match else None
        if match and what in ("position", "salience"):
            rest = [*words[:-1], match[2]] if place == -1 else [match[2], *words[1:]]
            return " ".join(word for word in rest if word).strip(" -"), what
    return "", ""


@dataclass
class _Reader:
    faults: Faults
    told: Told
    columns: _Columns
    rows: Sequence[Row]

    def read(self, title: str) -> Reading:
        actors = self.actors()
        cells = self.cells()
        issues: dict[str, list[tuple[str, Row]]] = {}
        for issue, actor, row in cells:
            issues.setdefault(issue, []).append((actor, row))
        require_room(len(actors), len(issues))
        if not actors:
            self.faults.add("actor", "no line", "a line for each actor")
        if not issues:
            self.faults.add("issue", "none", "at least one issue with positions")
        if not actors or not issues:
            self.faults.stop()
        times = self.times(cells)
        found = tuple(self.issue(issue, list(actors), mine, times) for issue, mine in issues.items())
        self.faults.stop()
        return Reading(Spatial(title, tuple(actors.values()), found), self.told)

    def cell(self, row: Row, column: str) -> str:
        return row.cell(self.columns.fields.get(column))

    def actors(self) -> dict[str, SpatialActor]:
        """Actors in the order in which they first stand; what is said of one twice must agree."""
        found: dict[str, tuple[Row, SpatialActor]] = {}
        for row in self.rows:
            name = self.cell(row, "actor")
            if not name:
                if self.columns.wide or self.cell(row, "position"):
                    self.faults.add("actor", "nothing", "a name", "Write one, or take the line out", line=row.line)
                continue
            text = self.cell(row, "capability")
            where, bounds = f"capability of {name}", (0.0, float("inf"))
            capability = number_in(text, where, row.line, self.faults, bounds) if text else None
            actor = SpatialActor(name, self.cell(row, "description"), capability)
            earlier, known = found.setdefault(name, (row, actor))
            if earlier is not row and (self.columns.wide or actor != known):
                clash = "" if self.columns.wide else " with other words or another capability"
                mend = "Say the same of it in each line" if clash else "Rename one of them"
                expected = f"what line {earlier.line} says" if clash else "each actor once"
                self.faults.add("actor", f"{name} again{clash}", expected, mend, line=row.line)
        return {name: actor for name, (_, actor) in found.items()}

    def cells(self) -> list[tuple[str, str, Row]]:
        """Issue, actor and row of each line, or of each pair of cells of a wide table; the actor may be empty."""
        if self.columns.wide:
            return [(issue, self.cell(row, "actor"), row) for issue in self.columns.wide for row in self.rows]
        found = []
        for row in self.rows:
            issue = self.cell(row, "issue")
            if issue:
                found.append((issue, self.cell(row, "actor"), row))
            elif self.cell(row, "position"):
                self.faults.add("issue", "nothing", "a name", "Write which issue the position is on", line=row.line)
        return found

    def place(self, issue: str, what: str) -> int | None:
        return self.columns.wide[issue].get(what) if self.columns.wide else self.columns.fields.get(what)

    def times(self, cells: Sequence[tuple[str, str, Row]]) -> int:
        """What saliences are to be multiplied by: 100 where all of them are from 0 to 1, which is noted."""
        found = [numeral(row.cell(self.place(issue, "salience"))) for issue, _, row in cells]
        numbers = [number for number in found if number is not None]
        if numbers and max(numbers) <= 1 and any(numbers):
            self.told.notes.append("no salience is above 1, so all are taken to be from 0 to 1")
            return 100
        return 1

    def issue(self, issue: str, actors: Sequence[str], mine: Sequence[tuple[str, Row]], times: int) -> SpatialIssue:
        twins([(actor, row.line) for actor, row in mine if actor], f"{issue}: actor", self.faults)
        positions = {
            actor: number_in(text, f"position of {actor} on {issue}", row.line, self.faults)
            for actor, row in mine
            if actor and (text := row.cell(self.place(issue, "position")))
        }
        low, high = self.scale(issue, [row for _, row in mine], list(positions.values()))
        points: dict[str, Point] = {}
        for actor, row in mine:
            text = row.cell(self.place(issue, "salience"))
            where = f"salience of {actor} on {issue}"
            if actor in positions:
                if not low <= positions[actor] <= high:
                    expected = f"a number on the scale, {plain(low)} to {plain(high)}"
                    self.faults.add(f"position of {actor} on {issue}", plain(positions[actor]), expected, line=row.line)
                salience = 100.0
                if self.place(issue, "salience") is not None:
                    salience = number_in(text, where, row.line, self.faults, (0, 100), times)
                points[actor] = Point(positions[actor], salience)
            elif text and numeral(text) != 0:
                self.faults.add(where, f"{text} without a position", "both, or neither", line=row.line)
        if self.place(issue, "salience") is None:
            self.told.notes.append(f"no salience is said on {issue}: all get 100")
        known = [self.common(issue, column, [row for _, row in mine]) for column in ("status quo", "outcome")]
        for column, value in zip(("status quo", "outcome"), known, strict=True):
            if value is not None and not low <= value <= high:
                expected = f"a number on the scale, {plain(low)} to {plain(high)}"
                self.faults.add(f"{column} of {issue}", plain(value), expected, line=mine[0][1].line)
        ends = (("", low), ("", high))
        return SpatialIssue(issue, ends, tuple(map(points.get, actors)), "", known[0], known[1])

    def scale(self, issue: str, rows: Sequence[Row], positions: Sequence[float]) -> tuple[float, float]:
        """Ends of a scale: as said, or else 0 to 100, or else as far as positions reach."""
        low, high = self.common(issue, "low", rows), self.common(issue, "high", rows)
        if low is not None and high is not None:
            if low < high:
                return low, high
            found = f"{plain(low)} to {plain(high)}"
            self.faults.add(f"scale of {issue}", found, "low below high", line=rows[0].line)
        elif low is not None or high is not None:
            self.faults.add(f"scale of {issue}", "one end alone", "low and high", line=rows[0].line)
        least, most = min(positions, default=0.0), max(positions, default=100.0)
        if least >= 0 and most <= 100:
            least, most = 0.0, 100.0
        if least == most:
            self.faults.add(f"scale of {issue}", "none", "columns low and high", line=rows[0].line)
            return least - 1, most + 1
        if low is None and high is None:
            mend = "add columns low and high if it is another"
            self.told.notes.append(f"no scale of {issue} is said: {plain(least)} to {plain(most)} is taken; {mend}")
        return least, most

    def common(self, issue: str, column: str, rows: Sequence[Row]) -> float | None:
        """A number that each line of an issue may say, and none other than the others."""
        found: dict[float, int] = {}
        for row in rows:
            if text := self.cell(row, column):
                found.setdefault(number_in(text, f"{column} of {issue}", row.line, self.faults), row.line)
        if len(found) > 1:
            (first, line), (second, other) = list(found.items())[:2]
            said = f"{plain(second)}, and {plain(first)} in line {line}"
            self.faults.add(f"{column} of {issue}", said, "one number for the issue", line=other)
        return next(iter(found), None)


# ---- writing


def table_text(spatial: Spatial, name: str = "") -> Written:
    """The text of a long table, a line for each actor and issue, with commas; `name`, the file's, is no title that gets lost."""
    told = Told(list(_lost(spatial, name)))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell if isinstance(cell, str) else plain(cell) for cell in row] for row in _lines(spatial))
    return Written(out.getvalue(), told)


def write_excel(spatial: Spatial, path: Path, name: str = "") -> Told:
    """Write a long table as an Excel workbook of one sheet.

    Raises
    ------
    MissingExtra : openpyxl is not installed.
    """
    book = _openpyxl().Workbook()
    sheet = book.active
    sheet.title = "positions"
    for line, row in enumerate([COLUMNS, *_lines(spatial)], 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(line, column)
            cell.value = value or None if isinstance(value, str) else value
            if isinstance(value, str) and value:
                cell.data_type = "s"  # a name that begins with = is no formula
    sheet.freeze_panes = "B2"
    book.save(path)
    return Told(list(_lost(spatial, name)))


def template() -> str:
    """The text of a table to write over: two actors, two issues, every column but the outcome."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS[:-1])
    order = ("actor", "description", "capability", "issue", "position", "salience", "low", "high", "status quo")
    assert order == COLUMNS[:-1]
    writer.writerows(_TEMPLATE)
    return out.getvalue()


def _lines(spatial: Spatial) -> Iterator[list[str | float]]:
    """Every actor on every issue, so that order and actors without a stake are kept."""
    for issue in spatial.issues:
        for actor, point in zip(spatial.actors, issue.points, strict=True):
            stake = ["", ""] if point is None else [point.position, point.salience]
            rest = [issue.low, issue.high, issue.status_quo, issue.outcome]
            cells = [actor.name, actor.description, actor.capability, issue.name, *stake, *rest]
            yield ["" if cell is None else cell for cell in cells]


def _lost(spatial: Spatial, name: str) -> Iterator[str]:
    if spatial.title not in ("", name):
        yield f'title "{spatial.title}": the name of the file stands for it'
    if spatial.description:
        yield "description of the whole"
    for issue in spatial.issues:
        if any(label for label, _ in issue.scale):
            yield f"labels of the scale of {issue.name}"
        if issue.description:
            yield f"what {issue.name} asks: {issue.description}"
