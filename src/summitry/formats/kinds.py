"""Which program a file is of: by its ending, and where several programs share one, by what stands in it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from summitry.dossier.loading import ENDING
from summitry.errors import ForeignFormatError, Problem
from summitry.formats.cow import is_cow
from summitry.formats.decide import is_decide
from summitry.formats.intake import content_of, text_of
from summitry.formats.ktab import is_ktab_csv, is_ktab_xml
from summitry.formats.xmltree import parse_xml


class Kind(StrEnum):
    """Kinds of files."""

    DOSSIER = "dossier"
    GMCR = "gmcr"
    TABLE = "table"
    EXCEL = "excel"
    KTAB_CSV = "ktab-csv"
    KTAB_XML = "ktab-xml"
    DECIDE = "decide"
    COW = "cow"
    GENIUS = "genius"


SPATIAL = (Kind.TABLE, Kind.EXCEL, Kind.KTAB_CSV, Kind.KTAB_XML, Kind.DECIDE)
"""Kinds that say who stands where on which issue."""
TEXTS = (".csv", ".tsv", ".tab", ".txt", ".dat")
ENDINGS = f"{ENDING}, .gmcr (GMCR+), .csv (a table), .xlsx, .xml (KTAB), .txt (decide); a folder with --as genius"
_BY_ENDING = {".gmcr": Kind.GMCR, ".xlsx": Kind.EXCEL, ".csv": Kind.TABLE, ".xml": Kind.KTAB_XML, ".txt": Kind.DECIDE}
_ALLOWED = {
    "ktab": {".csv": Kind.KTAB_CSV, ".xml": Kind.KTAB_XML},
    "decide": dict.fromkeys(TEXTS, Kind.DECIDE),
    "table": {".csv": Kind.TABLE, ".xlsx": Kind.EXCEL},
    "gmcr": {".gmcr": Kind.GMCR},
    "dossier": {ENDING: Kind.DOSSIER},
    "genius": {"": Kind.GENIUS},
}
PROGRAMS = tuple(_ALLOWED)
"""What `--as` may say."""


def kind_to_read(source: str) -> Kind:
    """Kind of a file that is there, of a folder of XML files, or of a bundled case, which is named without an ending.

    Raises
    ------
    ForeignFormatError : its ending, or what stands in it, is of no program that is known.
    """
    ending = _ending(source)
    if Path(source).is_dir() and any(Path(source).glob("*.xml")):
        return Kind.GENIUS
    if ending in (ENDING, ".yaml", ".yml", ""):
        return Kind.DOSSIER
    if ending in (".gmcr", ".xlsx"):
        return _BY_ENDING[ending]
    path = Path(source)
    if ending == ".xml":
        root = parse_xml(content_of(path), source)
        if is_ktab_xml(root):
            return Kind.KTAB_XML
        if root.tag in ("negotiation_template", "utility_space"):
            return Kind.GENIUS
        expected = "<Scenario> (KTAB), <negotiation_template> or <utility_space> (GENIUS)"
        raise ForeignFormatError([Problem("", "", source, root.line, 1, found=f"<{root.tag}>", expected=expected)])
    if ending in TEXTS:
        text = text_of(path).text
        known = ((is_decide, Kind.DECIDE), (is_cow, Kind.COW), (is_ktab_csv, Kind.KTAB_CSV))
        return next((kind for fits, kind in known if fits(text)), Kind.TABLE)
    raise _unknown(source, f"{ENDINGS}, or the name of a bundled case")


def kind_to_write(target: str, program: str | None = None) -> Kind:
    """Kind of a file to be written: by its ending, or of the program (`PROGRAMS`) that is asked for.

    Raises
    ------
    ForeignFormatError : the ending is of no program, or not of this one.
    """
    ending = _ending(target)
    if program is not None:
        allowed = _ALLOWED.get(program)
        if allowed is None:
            problem = Problem("--as", "", "", found=program, expected=f"one of {', '.join(PROGRAMS)}")
            raise ForeignFormatError([problem])
        if ending not in allowed:
            ends = "is written into a folder" if "" in allowed else f"ends in {' or '.join(allowed)}"
            raise ForeignFormatError([Problem("", f"what is written for {program} {ends}", target, mend="Name it so")])
        return allowed[ending]
    if ending == ENDING:
        return Kind.DOSSIER
    if ending in _BY_ENDING:
        return _BY_ENDING[ending]
    raise _unknown(target, ENDINGS)


def _ending(name: str) -> str:
    return ENDING if name.lower().endswith(ENDING) else Path(name).suffix.lower()


def _unknown(name: str, known: str) -> ForeignFormatError:
    found = f'"{Path(name).suffix}"' if Path(name).suffix else "no ending"
    message = f"the ending says nothing: found {found}"
    return ForeignFormatError([Problem("", message, name, mend=f"Known endings: {known}")])
