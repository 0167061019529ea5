"""`summitry convert`: a dossier from another program's file, another program's file from a dossier, and what gets lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from summitry.dossier.files import replacing
from summitry.dossier.loading import ENDING, load, open_document
from summitry.errors import ForeignFormatError, Problem, SummitryError
from summitry.formats.conflict import Conflict
from summitry.formats.gmcr import gmcr_reading, write_gmcr
from summitry.formats.intake import Told
from summitry.formats.kinds import SPATIAL, Kind, kind_to_read, kind_to_write
from summitry.formats.spatial import Reading, Spatial, Written, spatial_of, spatial_text
from summitry.formats.summit import conflict_of, dossier_text

Print = Callable[[str], Any]


def run(
    source: str | None,
    target: Path | None,
    force: bool = False,
    *,
    program: str | None = None,
    states: Sequence[str] = (),
    year: int | None = None,
    names: Path | None = None,
    template: Path | None = None,
    print: Print = print,
) -> int:
    """Write `target` from `source`; print a line for each thing that is lost, and for each that had to be assumed.

    `program` names the one to write for where the ending does not tell; `states`, `year` and `names` choose from data of the
    Correlates of War. With `template` alone, a table to write over.
    """
    if template is not None:
        if source is not None or target is not None:
            raise SummitryError("--template writes a table to fill in, and takes no IN and OUT beside it.")
        _free(template, force)
        _save(template, _template(template))
        print(f"{template} is written. Fill it in, then: summitry convert {template} {template.stem}{ENDING}")
        return 0
    if source is None or target is None:
        raise SummitryError("Name two files, IN and OUT, e.g. summitry convert positions.csv tariffs.summit.yaml.")
    to = kind_to_write(str(target), program)
    _free(target, force)
    kind = kind_to_read(source)
    if (states or year is not None or names is not None) and kind is not Kind.COW:
        flags = "--states, --year and --names choose from capability data of the Correlates of War"
        raise SummitryError(f"{flags}, and {source} is a file of another kind ({kind}).")
    told = _convert(source, kind, target, to, _Choice(states, year, names))
    for line in told.lost:
        print(f"lost: {line}")
    for line in told.notes:
        print(f"note: {line}")
    following = f" Next: summitry check {target}" if to is Kind.DOSSIER else ""
    print(f"{target} is written.{following}")
    return 0


class _Choice:
    """What to take of capability data."""

    def __init__(self, states: Sequence[str], year: int | None, names: Path | None):
        self.states, self.year, self.names = states, year, names


def _convert(source: str, kind: Kind, target: Path, to: Kind, choice: _Choice) -> Told:
    """Read, turn and write; nothing is written before all of it is known to go."""
    if kind is Kind.COW:
        return _capabilities(source, target, to, choice)
    if to is Kind.DOSSIER:
        if kind is Kind.DOSSIER:
            raise _refused(target, "a dossier is to become a dossier", "Name a file of another kind, or copy it")
        if kind is Kind.GMCR:
            conflict, lost = gmcr_reading(Path(source))
            text, more = dossier_text(conflict, str(target))
            _save(target, text)
            return Told([*lost, *more])
        if kind is Kind.GENIUS:
            return _from_genius(Path(source), target)
        spatial, told = _spatial(source, kind)
        text, further = spatial_text(spatial, Path(source).name, str(target))
        _save(target, text)
        return told.add(further)
    if to is Kind.GMCR:
        conflict, told = _conflict(source, kind, target)
        told.lost += write_gmcr(conflict, target)
        return told
    if to is Kind.GENIUS:
        return _to_genius(source, kind, target)
    spatial, told = _spatial(source, kind)
    if kind in (Kind.TABLE, Kind.EXCEL, Kind.DECIDE):
        spatial = replace(spatial, title=target.stem)  # its only title was the name of the file
    return told.add(_write_spatial(spatial, target, to))


def _conflict(source: str, kind: Kind, target: Path) -> tuple[Conflict, Told]:
    if kind is Kind.GMCR:
        conflict, lost = gmcr_reading(Path(source))
        return replace(conflict, title=target.stem), Told(list(lost))  # its only title was the name of the file
    if kind is Kind.DOSSIER:
        conflict, lost = conflict_of(load(open_document(source)), source)
        return conflict, Told(list(lost))
    message = f"{source} says who stands where, and a graph model who can do what: neither follows from the other"
    raise _refused(target, message, "Make a dossier of it, and write its options")


def _spatial(source: str, kind: Kind) -> Reading:
    if kind is Kind.DOSSIER:
        return spatial_of(load(open_document(source)), source)
    if kind is Kind.GENIUS:
        message = "what parties get of levels is no position on a scale"
        raise _refused(Path(source), message, "Make a dossier of it, and look at its worth curves")
    if kind not in SPATIAL:
        message = "it says who can do what, and this kind of file who stands where: neither follows from the other"
        raise _refused(Path(source), message, "Make a dossier of it, and write its issues")
    from summitry.formats import decide, ktab, tables

    readers = {
        Kind.TABLE: tables.read_table,
        Kind.EXCEL: tables.read_excel,
        Kind.KTAB_CSV: ktab.read_ktab_csv,
        Kind.KTAB_XML: ktab.read_ktab_xml,
        Kind.DECIDE: decide.read_decide,
    }
    return readers[kind](Path(source))


def _write_spatial(spatial: Spatial, target: Path, to: Kind) -> Told:
    from summitry.formats import decide, ktab, tables

    if to is Kind.EXCEL:
        with replacing(target) as temporary:
            return tables.write_excel(spatial, temporary, target.stem)
    writers: dict[Kind, Callable[[Spatial, str], Written]] = {
        Kind.TABLE: tables.table_text,
        Kind.KTAB_CSV: lambda data, _: ktab.ktab_csv(data),
        Kind.KTAB_XML: lambda data, _: ktab.ktab_xml(data),
        Kind.DECIDE: decide.decide_text,
    }
    text, told = writers[to](spatial, target.stem)
    _save(target, text)
    return told


def _from_genius(source: Path, target: Path) -> Told:
    """A dossier from the XML files of a folder, or from one utility space."""
    from summitry.formats.genius import read_genius
    from summitry.formats.scenario import scenario_text

    reading = read_genius(sorted(source.glob("*.xml")) if source.is_dir() else [source])
    text, told = scenario_text(reading.scenario, source.name, str(target))
    _save(target, text)
    return Told(list(reading.lost)).add(told)


def _to_genius(source: str, kind: Kind, target: Path) -> Told:
    from summitry.formats.genius import write_genius
    from summitry.formats.scenario import scenario_of

    if kind is not Kind.DOSSIER:
        raise _refused(target, "what is written for GENIUS is made of a dossier", "Make a dossier first")
    scenario, told = scenario_of(load(open_document(source)), source)
    write_genius(scenario, target)
    return told


def _capabilities(source: str, target: Path, to: Kind, choice: _Choice) -> Told:
    from summitry.formats.cow import cow_text

    if to is not Kind.DOSSIER:
        message = "capabilities of states say nothing of positions or options"
        raise _refused(target, message, f"Name a *{ENDING} file")
    text, told = cow_text(Path(source), choice.states, choice.year, choice.names, str(target))
    _save(target, text)
    return told


def _template(path: Path) -> str:
    from summitry.formats.tables import template

    if kind_to_write(str(path)) is not Kind.TABLE:
        raise _refused(path, "a template is a table", "Name a .csv file")
    return template()


def _free(target: Path, force: bool) -> None:
    if target.exists() and not force:
        raise _refused(target, "the file is already there", "Name another one, or write over it with --force")


def _save(target: Path, text: str) -> None:
    with replacing(target) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def _refused(file: Path, message: str, mend: str) -> ForeignFormatError:
    return ForeignFormatError([Problem("", message, str(file), mend=mend)])
