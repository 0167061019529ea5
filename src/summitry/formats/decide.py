"""Input files of the program decide (the exchange model of Stokman and Van Oosten), one record a line.

`#A key, name, comment` an actor; `#P key, description` an issue; `#M issue, position, meaning` a point of its scale, whose least
and greatest are its ends (0 and 100 where there is none); `#D actor, issue, position, salience, power`; `#/`, `#0` and `#O`
comments. Cells are parted by tabs, semicolons or commas, with or without single quotes. Salience and power are from 0 to 1.

Reading loses, with a word: comments, and that an actor's power differs between issues (its mean is kept). Writing loses status quo, outcome and
the title; an actor without a capability gets power 1, and capabilities above 1 are divided by the greatest.

Layout: github.com/foarsitter/decide-exchange-model, docs/inputfiles.md.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from summitry.formats.intake import (
    Faults,
    Row,
    Told,
    delimiter_of,
    number_in,
    numeral,
    per_cent_of,
    plain,
    rows_of,
    text_of,
    twins,
)
from summitry.formats.spatial import Point, Reading, Spatial, SpatialActor, SpatialIssue, Written, require_room

COMMENTS = ("#/", "#0", "#O")
SCALE = (("", 0.0), ("", 100.0))


def is_decide(text: str) -> bool:
    """True if every line is a record of decide's, by its first two characters."""
    marks = [line.lstrip().lstrip("'\"")[:2].upper() for line in text.splitlines() if line.strip(" \t,;\"'")]
    return bool(marks) and any(mark in ("#A", "#D") for mark in marks) and marks[0].startswith("#")


def read_decide(path: Path) -> Reading:
    """Spatial data of a decide file.

    Raises
    ------
    ForeignFormatError : it cannot be read; the error carries all problems, by line.
    """
    text, notes = text_of(path)
    quote = "'" if text.lstrip().startswith("'") else '"'
    reader = _Reader(Faults(str(path)), Told([], list(notes)))
    return reader.read(rows_of(text, delimiter_of(text, quote), str(path), quote), path.stem)


@dataclass
class _Reader:
    faults: Faults
    told: Told
    actors: dict[str, Row] = field(default_factory=dict)
    issues: dict[str, Row] = field(default_factory=dict)
    scales: dict[str, dict[float, str]] = field(default_factory=lambda: defaultdict(dict))
    stakes: dict[tuple[str, str], Row] = field(default_factory=dict)
    comments: int = 0

    def read(self, rows: list[Row], title: str) -> Reading:
        for row in rows:
            self.record(row)
        for what, defined in (("#A", self.actors), ("#P", self.issues)):
            if not defined:
                self.faults.add(what, "no such line", "at least one")
        twins([(row.cell(1), row.line) for row in rows if row.cells[0].upper() == "#A"], "#A", self.faults)
        twins([(row.cell(1), row.line) for row in rows if row.cells[0].upper() == "#P"], "#P", self.faults)
        require_room(len(self.actors), len(self.issues))
        for row in rows:
            if row.cells[0].upper() == "#M":
                self.point_of_scale(row)
        for row in rows:
            if row.cells[0].upper() == "#D":
                self.stake(row)
        for issue, points in self.scales.items():
            if len(points) == 1:
                found = f"one point, {plain(next(iter(points)))}"
                mend = "Add an #M line for the other end, or take this one out (then 0 to 100)"
                self.faults.add(f"#M {issue}", found, "two ends", mend)
        issues = tuple(self.issue(key, row) for key, row in self.issues.items())
        actors = tuple(SpatialActor(key, _name(row), self.power(key)) for key, row in self.actors.items())
        self.faults.stop()
        if self.of_hundred():
            self.told.notes.append("a salience is above 1, so all are taken to be from 0 to 100")
        if self.comments:
            self.told.lost.append(f"comments ({self.comments})")
        return Reading(Spatial(title, actors, issues), self.told)

    def record(self, row: Row) -> None:
        mark, key = row.cells[0].upper(), row.cell(1)
        if mark in ("#A", "#P") and key:
            (self.actors if mark == "#A" else self.issues).setdefault(key, row)
            self.comments += mark == "#A" and bool(row.cell(3)) and row.cell(3) != row.cell(2)
        elif mark in ("#A", "#P"):
            self.faults.add(mark, "no key", "a key in the second cell", line=row.line)
        elif mark.startswith(COMMENTS):
            self.comments += 1
        elif mark not in ("#M", "#D"):
            expected = "#A, #P, #M, #D or a comment (#/)"
            self.faults.add("", f'"{row.cells[0]}" at the start of a line', expected, line=row.line)

    def point_of_scale(self, row: Row) -> None:
        issue = row.cell(1)
        if self.known(issue, self.issues, "#M", "#P", row.line):
            place = number_in(row.cell(2), f"#M {issue}", row.line, self.faults)
            if place in self.scales[issue]:
                self.faults.add(f"#M {issue}", f"{plain(place)} twice", "each point once", line=row.line)
            self.scales[issue].setdefault(place, " ".join(cell for cell in row.cells[3:] if cell))

    def stake(self, row: Row) -> None:
        actor, issue = row.cell(1), row.cell(2)
        known = self.known(actor, self.actors, "#D", "#A", row.line)
        known &= self.known(issue, self.issues, "#D", "#P", row.line)
        if (actor, issue) in self.stakes:
            earlier = self.stakes[actor, issue].line
            found = f"{actor} on {issue} again, which stands in line {earlier}"
            self.faults.add("#D", found, "one line for each actor and issue", line=row.line)
        elif known:
            self.stakes[actor, issue] = row
            self.comments += any(row.cells[6:])

    def known(self, key: str, among: dict[str, Row], where: str, defined: str, line: int) -> bool:
        if key not in among:
            mend = f"Write it as its {defined} line does, or add one"
            self.faults.add(where, f'"{key}"', f"a key that a {defined} line defines", mend, line=line)
        return key in among

    def issue(self, key: str, row: Row) -> SpatialIssue:
        scale = sorted(self.scales[key].items()) or [(point, label) for label, point in SCALE]
        bounds = (scale[0][0], scale[-1][0])
        # The ends count, and points in between that have a meaning.
        kept = [(label, point) for j, (point, label) in enumerate(scale) if label or j in (0, len(scale) - 1)]
        hundred = 1 if self.of_hundred() else 100
        points: list[Point | None] = []
        for actor in self.actors:
            stake = self.stakes.get((actor, key))
            if stake is None:
                points.append(None)
                continue
            where = f"#D {actor} on {key}"
            position = number_in(stake.cell(3), f"{where}: position", stake.line, self.faults, bounds)
            salience = number_in(stake.cell(4), f"{where}: salience", stake.line, self.faults, (0, 100), hundred)
            points.append(Point(position, salience))
        description = row.cell(2) if row.cell(2) != key else ""
        return SpatialIssue(key, tuple(kept), tuple(points), description)

    def of_hundred(self) -> bool:
        """True if saliences are from 0 to 100: some files have them so, which the program lets pass."""
        found = (numeral(row.cell(4)) for row in self.stakes.values())
        return any(value is not None and value > 1 for value in found)

    def power(self, actor: str) -> float | None:
        rows = [row for (who, _), row in self.stakes.items() if who == actor]
        powers = [
            number_in(row.cell(5), f"#D {actor}: power", row.line, self.faults, (0, float("inf"))) for row in rows
        ]
        if not powers:
            return None
        low, high = min(powers), max(powers)
        if low == high:
            return low
        self.told.lost.append(f"power of {actor} by issue, {plain(low)} to {plain(high)}: its mean is kept")
        return sum(powers) / len(powers)


def _name(row: Row) -> str:
    return row.cell(2) if row.cell(2) != row.cell(1) else ""


def decide_text(spatial: Spatial, name: str = "") -> Written:
    """The text of a decide file: cells in single quotes, parted by tabs; `name`, the file's, is no title that gets lost."""
    told = Told()
    if spatial.title not in ("", name):
        told.lost.append(f'title "{spatial.title}": the name of the file stands for it')
    if spatial.description:
        told.lost.append("description of the whole")
    powers = _powers(spatial, told)
    lines = [_record("#A", actor.name, actor.description or actor.name, "") for actor in spatial.actors]
    for issue in spatial.issues:
        lines.append(_record("#P", issue.name, issue.description or issue.name))
        for label, point in issue.scale:
            lines.append(_record("#M", issue.name, point, *([label] if label else [])))
        if issue.status_quo is not None:
            told.lost.append(f"status quo {plain(issue.status_quo)} of {issue.name}")
        if issue.outcome is not None:
            told.lost.append(f"outcome {plain(issue.outcome)} of {issue.name}")
    for k, actor in enumerate(spatial.actors):
        for issue in spatial.issues:
            if stake := issue.points[k]:
                numbers = [plain(stake.position), per_cent_of(stake.salience), plain(powers[k])]
                lines.append("\t".join([_record("#D", actor.name, issue.name), *numbers]))
    return Written("\n".join(lines) + "\n", told)


def _powers(spatial: Spatial, told: Told) -> list[float]:
    said = [actor.capability for actor in spatial.actors if actor.capability is not None]
    unsaid = [actor.name for actor in spatial.actors if actor.capability is None]
    most = max([1.0, *said])
    if most > 1:
        told.lost.append(
            f"the level of capabilities: all are divided by the greatest, {plain(most)}, since power ends at 1"
        )
    if unsaid:
        told.notes.append(f"capability is not said of {', '.join(unsaid)}: power 1 is written")
    return [1.0 if actor.capability is None else actor.capability / most for actor in spatial.actors]


def _record(mark: str, *cells: str | float) -> str:
    return "\t".join([f"'{mark}'", *(plain(cell) if isinstance(cell, float) else _quoted(cell) for cell in cells)])


def _quoted(text: str) -> str:
    return "'" + text.replace("\t", " ").replace("'", "''") + "'"
