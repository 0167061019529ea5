"""Files of KTAB's Spatial Model of Politics (CSV and XML).

CSV: a line with name, description, numbers of actors and dimensions; a line of headings; then an actor a line: name,
description, capability, and position and salience on each dimension, all from 0 to 100. Cells are parted by commas, and
`$$` stands for a comma in a text. XML says the same, and the parameters of the model.

Reading loses, with a word: the model's parameters (voting rule, victory probability, …), the seed, and how actors take up
each other's positions (`IdealAdjustment`). The program refuses an actor whose saliences sum to more than 100; such a file is read, with a word.
Writing loses the scale (positions are put on 0 to 100), status quo and outcome, and what is longer than the program takes: 25
characters of an actor's name, 256 of its description, 512 of the title. Where an actor's saliences sum to more than 100, all
saliences of the file are lessened alike.

Layout: KAPSARC Toolkit for Behavioral Analysis, github.com/lsyaseen/KTAB, examples/smp (MIT licence).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from summitry.formats.conflict import one_line
from summitry.formats.intake import Faults, Row, Told, content_of, number_in, plain, rows_of, text_of, twins
from summitry.formats.spatial import Point, Reading, Spatial, SpatialActor, SpatialIssue, Written
from summitry.formats.xmltree import Element, escaped, parse_xml

SCALE = (("", 0.0), ("", 100.0))
HUNDRED = (0.0, 100.0)
COMMA = "$$"
LONGEST_NAME, LONGEST_DESCRIPTION, LONGEST_TITLE = 25, 256, 512
FEWEST, MOST = 3, 250
"""Actors that the program takes."""
_POSITION, _SALIENCE = " Position", " Salience"


# ---- reading


def is_ktab_csv(text: str) -> bool:
    """True if the first line ends in two counts, as KTAB's do and headings do not."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.rstrip().rstrip(",").split(",")]
        if any(cells):
            return len(cells) >= 4 and all(cell.isdigit() for cell in cells[-2:]) and not cells[0].isdigit()
    return False


def read_ktab_csv(path: Path) -> Reading:
    """Spatial data of a KTAB CSV file.

    Raises
    ------
    ForeignFormatError : it cannot be read; the error carries all problems, by line.
    """
    text, notes = text_of(path)
    faults = Faults(str(path))
    rows = [_without_last_comma(row) for row in rows_of(text, ",", str(path))]
    if len(rows) < 2 or len(rows[0].cells) < 4:
        faults.add("", "no such lines", "a line `name,description,actors,dimensions`, and a line of headings", line=1)
    faults.stop()
    title, description, n_actors, n_issues = _first_line(rows[0], faults)
    faults.stop()
    heads, body = rows[1], rows[2:]
    width = 3 + 2 * n_issues
    if len(heads.cells) != width:
        expected = f"{width}: actor, description, capability, and two for each of {n_issues} dimensions"
        faults.add("headings", f"{len(heads.cells)} columns", expected, line=heads.line)
    if len(body) != n_actors:
        found, expected = f"{len(body)} actors", f"{n_actors}, as the first line says"
        faults.add("actors", found, expected, "Mend the count, or the lines", line=rows[0].line)
    for row in body:
        if len(row.cells) != width:
            faults.add(row.cell(0), f"{len(row.cells)} cells", f"{width}, as many as there are headings", line=row.line)
    faults.stop()
    twins([(row.cells[0], row.line) for row in body], "actor", faults)
    actors = tuple(
        SpatialActor(
            _named(row.cells[0], "actor", row.line, faults),
            "" if row.cells[1] == row.cells[0] else row.cells[1].replace(COMMA, ","),
            number_in(row.cells[2], f"capability of {row.cells[0]}", row.line, faults, (0, float("inf"))),
        )
        for row in body
    )
    points = [tuple(_point(row, j, faults) for row in body) for j in range(n_issues)]
    names = [heads.cells[3 + 2 * j].replace(COMMA, ",") for j in range(n_issues)]
    names = [name[: -len(_POSITION)] if name.lower().endswith(_POSITION.lower()) else name for name in names]
    twins([(name, heads.line) for name in names], "dimension", faults)
    faults.stop()
    issues = tuple(SpatialIssue(name, SCALE, mine) for name, mine in zip(names, points, strict=True))
    spatial = Spatial(title, actors, issues, description)
    return Reading(spatial, Told([], [*notes, *_oversubscribed(spatial)]))


def _without_last_comma(row: Row) -> Row:
    """KTAB's own files close each line with a comma; others do not."""
    return Row(row.line, row.cells[:-1]) if row.cells[-1] == "" and len(row.cells) > 1 else row


def _first_line(row: Row, faults: Faults) -> tuple[str, str, int, int]:
    """Title, description and the two counts; commas in the description that are no separators belong to it."""
    *texts, actors, issues = row.cells
    counts = []
    for what, cell in (("number of actors", actors), ("number of dimensions", issues)):
        if not cell.isascii() or not cell.isdigit() or not 0 < int(cell) <= 100_000:
            faults.add(what, f'"{cell}"', "a whole number above 0", line=row.line)
        counts.append(int(cell) if cell.isascii() and cell.isdigit() else 0)
    description = ", ".join(texts[1:])
    return texts[0].replace(COMMA, ","), description.replace(COMMA, ","), counts[0], counts[1]


def _named(cell: str, what: str, line: int, faults: Faults) -> str:
    if not cell:
        faults.add(what, "no name", "a name", "Write one", line=line)
    return cell.replace(COMMA, ",")


def _point(row: Row, j: int, faults: Faults) -> Point:
    """Position and salience of an actor on dimension `j`."""
    position, salience = (
        number_in(row.cells[3 + 2 * j + k], f"{what} {j + 1} of {row.cells[0]}", row.line, faults, HUNDRED)
        for k, what in enumerate(("position", "salience"))
    )
    return Point(position, salience)


def _oversubscribed(spatial: Spatial) -> Iterator[str]:
    """Actors that pay more attention than they have: KTAB would refuse the file."""
    for actor, total in zip(spatial.actors, _salience_sums(spatial), strict=True):
        if total > 100:
            yield f"saliences of {actor.name} sum to {total:g}, and KTAB takes 100 at most: they are kept as they are"


def _salience_sums(spatial: Spatial) -> list[float]:
    held = [[issue.points[k] for issue in spatial.issues] for k in range(len(spatial.actors))]
    return [sum(point.salience for point in mine if point is not None) for mine in held]


def is_ktab_xml(root: Element) -> bool:
    return root.tag == "Scenario"


def read_ktab_xml(path: Path) -> Reading:
    """Spatial data of a KTAB XML file.

    Raises
    ------
    ForeignFormatError : it cannot be read; the error carries all problems, by line.
    """
    root = parse_xml(content_of(path), str(path))
    return _XmlReader(Faults(str(path))).read(root)


@dataclass
class _XmlReader:
    faults: Faults

    def read(self, root: Element) -> Reading:
        if not is_ktab_xml(root):
            self.faults.add("", f"<{root.tag}>", "<Scenario>, as KTAB writes it", line=root.line)
        self.faults.stop()
        dimensions = self.needed(root, "Dimensions").all("dName")
        makers = self.needed(root, "Actors").all("Actor")
        for what, found in (("dName", dimensions), ("Actor", makers)):
            if not found:
                self.faults.add(what, "none", "at least one", line=root.line)
        self.faults.stop()
        names = [(self.text(one, "dName"), one.line) for one in dimensions]
        twins(names, "dName", self.faults)
        actors, rows = [], []
        for maker in makers:
            name = self.text(self.needed(maker, "name"), "name of an actor")
            description = one_line(said.text) if (said := maker.first("description")) else ""
            capability = self.needed(maker, "capability")
            where = f"capability of {name}"
            worth = number_in(capability.text, where, capability.line, self.faults, (0, float("inf")))
            actors.append(SpatialActor(name, "" if description == name else description, worth))
            rows.append(self.points(maker, name, len(names)))
        twins([(actor.name, maker.line) for actor, maker in zip(actors, makers, strict=True)], "actor", self.faults)
        self.faults.stop()
        issues = tuple(SpatialIssue(name, SCALE, tuple(row[j] for row in rows)) for j, (name, _) in enumerate(names))
        title, description = (one_line(said.text) if (said := root.first(tag)) else "" for tag in ("name", "desc"))
        spatial = Spatial(title, tuple(actors), issues, description)
        return Reading(spatial, Told(list(self.lost(root)), list(_oversubscribed(spatial))))

    def points(self, maker: Element, name: str, count: int) -> list[Point]:
        found = []
        for part, item in (("Position", "dCoord"), ("Salience", "dSal")):
            holder = self.needed(maker, part)
            items = holder.all(item)
            if len(items) != count and holder.tag:
                expected = f"{count}, one for each dimension"
                self.faults.add(f"{part} of {name}", f"{len(items)} <{item}>", expected, line=holder.line)
            where = f"{part.lower()} of {name}"
            found.append([number_in(one.text, where, one.line, self.faults, HUNDRED) for one in items])
        return [Point(position, salience) for position, salience in zip(*found, strict=False)]

    def needed(self, holder: Element, tag: str) -> Element:
        """A child that must be there; an empty one where it is not, which is noted."""
        child = holder.first(tag)
        if child is None and holder.tag:
            self.faults.add(holder.tag, f"no <{tag}>", "one", f"Add <{tag}>", line=holder.line)
        return child or Element("", holder.line, text="0")

    def text(self, element: Element, what: str) -> str:
        name = one_line(element.text)
        if not name:
            self.faults.add(what, "nothing", "a name", "Write one", line=element.line)
        return name

    def lost(self, root: Element) -> Iterator[str]:
        if parameters := root.first("ModelParameters"):
            said = ", ".join(f"{one.tag} {one.text}" for one in parameters.children)
            yield f"parameters of the model: {said}"
        if (seed := root.first("prngSeed")) and seed.text:
            yield f"seed {seed.text}"
        pairs = adjustment.all("iaPair") if (adjustment := root.first("IdealAdjustment")) else []
        if pairs:
            yield f"how ideals follow others' positions (IdealAdjustment: {len(pairs)})"
        known = {"name", "desc", "prngSeed", "ModelParameters", "Dimensions", "Actors", "IdealAdjustment"}
        for child in root.children:
            if child.tag not in known:
                yield f"<{child.tag}> in line {child.line}: not known"


# ---- writing


def ktab_csv(spatial: Spatial) -> Written:
    """The text of a KTAB CSV file."""
    told = Told()
    fitted = _fitted(spatial, told)
    rows = [
        [
            fitted.title or "Scenario",
            fitted.description,
            str(len(fitted.actors)),
            str(len(fitted.issues)),
        ]
    ]
    rows.append(["Actor", "Description", "Capability"])
    for issue in fitted.issues:
        rows[1] += [f"{issue.name}{_POSITION}", f"{issue.name}{_SALIENCE}"]
    for k, actor in enumerate(fitted.actors):
        # The program's own editor leaves empty cells out, and takes the next for them.
        row = [actor.name, actor.description or actor.name, plain(actor.capability or 0.0)]
        for point in _points(fitted, k):
            row += [plain(point.position), plain(point.salience)]
        rows.append(row)
    lines = [",".join(_cell(cell) for cell in row) + "," for row in rows]
    return Written("\n".join(lines) + "\n", told)


def ktab_xml(spatial: Spatial) -> Written:
    """The text of a KTAB XML file, without model parameters: the program then takes its defaults."""
    told = Told()
    fitted = _fitted(spatial, told)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<Scenario>",
        f"  <name>{escaped(fitted.title)}</name>",
        f"  <desc>{escaped(fitted.description)}</desc>",
        "  <prngSeed>0</prngSeed>",
        "  <Dimensions>",
        *(f"    <dName>{escaped(issue.name)}</dName>" for issue in fitted.issues),
        "  </Dimensions>",
        "  <Actors>",
    ]
    for k, actor in enumerate(fitted.actors):
        points = list(_points(fitted, k))
        lines += [
            "    <Actor>",
            f"      <name>{escaped(actor.name)}</name>",
            # The program stops at an empty description.
            f"      <description>{escaped(actor.description or actor.name)}</description>",
            f"      <capability>{plain(actor.capability or 0.0)}</capability>",
            *_numbers("Position", "dCoord", [point.position for point in points]),
            *_numbers("Salience", "dSal", [point.salience for point in points]),
            "    </Actor>",
        ]
    return Written("\n".join([*lines, "  </Actors>", "</Scenario>"]) + "\n", told)


def _numbers(tag: str, item: str, values: Sequence[float]) -> Iterator[str]:
    yield f"      <{tag}>"
    yield from (f"        <{item}>{plain(value)}</{item}>" for value in values)
    yield f"      </{tag}>"


def _cell(text: str) -> str:
    """A cell without commas and quotes, which the program's reader has rules of its own for."""
    return text.replace(",", COMMA).replace('"', "'")


def _points(spatial: Spatial, k: int) -> Iterator[Point]:
    for issue in spatial.issues:
        yield issue.points[k] or Point(_nowhere(issue), 0.0)


def _nowhere(issue: SpatialIssue) -> float:
    """Where an actor is put that does not care: at the status quo, or in the middle."""
    return (issue.low + issue.high) / 2 if issue.status_quo is None else issue.status_quo


def _fitted(spatial: Spatial, told: Told) -> Spatial:
    """The data as KTAB takes it, with a word for each change."""
    if not FEWEST <= len(spatial.actors) <= MOST:
        told.notes.append(f"KTAB takes {FEWEST} to {MOST} actors, and there are {len(spatial.actors)}")
    for issue in spatial.issues:
        away = [actor.name for actor, point in zip(spatial.actors, issue.points, strict=True) if point is None]
        if away:
            told.notes.append(f"no stake in {issue.name} of {', '.join(away)}: salience 0 is written")
        if any(label for label, _ in issue.scale):
            told.lost.append(f"labels of the scale of {issue.name}")
        if issue.status_quo is not None:
            told.lost.append(f"status quo {plain(issue.status_quo)} of {issue.name}")
        if issue.outcome is not None:
            told.lost.append(f"outcome {plain(issue.outcome)} of {issue.name}")
        if issue.description:
            told.lost.append(f"what {issue.name} asks: {issue.description}")
    issues = [_on_hundred(issue, told) for issue in spatial.issues]
    most = max(_salience_sums(spatial), default=0.0)
    if most > 100:
        issues = [_lessened(issue, most / 100) for issue in issues]
        told.lost.append(
            f"the level of saliences: all are divided by {most / 100:.4g}, since KTAB lets an actor's sum to 100 at most"
        )
    if any(actor.capability is None for actor in spatial.actors):
        unsaid = [actor.name for actor in spatial.actors if actor.capability is None]
        told.notes.append(f"capability is not said of {', '.join(unsaid)}: 100 is written")
    return replace(
        spatial,
        title=_cut(spatial.title, LONGEST_TITLE, "title", told),
        description=_cut(spatial.description, LONGEST_TITLE, "description of the whole", told),
        actors=tuple(_fitting_actors(spatial.actors, told)),
        issues=tuple(issues),
    )


def _fitting_actors(actors: Sequence[SpatialActor], told: Told) -> Iterator[SpatialActor]:
    used: set[str] = set()
    for actor in actors:
        base = name = _cut(actor.name, LONGEST_NAME, "name", told)
        count = 1
        while name in used:
            count += 1
            name = f"{base[: LONGEST_NAME - len(str(count)) - 1]}-{count}"
        used.add(name)
        description = _cut(actor.description, LONGEST_DESCRIPTION, f"description of {actor.name}", told)
        yield SpatialActor(name, description, 100.0 if actor.capability is None else actor.capability)


def _cut(text: str, longest: int, what: str, told: Told) -> str:
    # The program counts bytes.
    content = text.encode("utf-8")
    if len(content) <= longest:
        return text
    kept = content[:longest].decode("utf-8", errors="ignore").rstrip()
    told.lost.append(f'end of the {what} "{text[:40]}…": KTAB takes {longest} characters')
    return kept


def _on_hundred(issue: SpatialIssue, told: Told) -> SpatialIssue:
    if (issue.low, issue.high) == HUNDRED:
        return issue
    span = issue.high - issue.low
    told.lost.append(f"scale of {issue.name}: {plain(issue.low)} to {plain(issue.high)} is put on 0 to 100")

    def put(value: float) -> float:
        return min(max((value - issue.low) / span * 100, 0.0), 100.0)

    quo = None if issue.status_quo is None else put(issue.status_quo)
    return replace(_moved(issue, lambda point: Point(put(point.position), point.salience)), scale=SCALE, status_quo=quo)


def _lessened(issue: SpatialIssue, by: float) -> SpatialIssue:
    # Cut to six places: the program adds them up, and refuses a sum that rounding brings above 100.
    return _moved(issue, lambda point: Point(point.position, math.floor(point.salience / by * 1e6) / 1e6))


def _moved(issue: SpatialIssue, change: Callable[[Point], Point]) -> SpatialIssue:
    return replace(issue, points=tuple(None if point is None else change(point) for point in issue.points))
