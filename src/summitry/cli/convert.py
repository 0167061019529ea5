"""`summitry convert`: a dossier from a graph model of GMCR+, a graph model from a dossier, and what gets lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from summitry.dossier.files import replacing
from summitry.dossier.loading import ENDING, load, open_document
from summitry.errors import ForeignFormatError, Problem
from summitry.formats.gmcr import gmcr_reading, write_gmcr
from summitry.formats.summit import conflict_of, dossier_text

GMCR = ".gmcr"
ENDINGS = f"Known endings: {GMCR} (GMCR+) and {ENDING} (a dossier)"
Print = Callable[[str], Any]


def run(source: str, target: Path, force: bool = False, print: Print = print) -> int:
    """Write `target` from `source`, each of the kind that its ending names; print a line for each thing that is lost."""
    kinds = _kind(source, reading=True), _kind(str(target))
    if kinds == (ENDING, ENDING):
        problem = Problem("", "a dossier is to become a dossier", str(target), mend=f"Name a {GMCR} file, or copy it")
        raise ForeignFormatError([problem])
    if target.exists() and not force:
        mend = "Name another one, or write over it with --force"
        raise ForeignFormatError([Problem("", "the file is already there", str(target), mend=mend)])
    if kinds[0] == GMCR:
        conflict, lost = gmcr_reading(Path(source))
    else:
        conflict, lost = conflict_of(load(open_document(source)), source)
    if kinds[1] == GMCR:
        if kinds[0] == GMCR:
            conflict = replace(conflict, title=target.stem)  # its only title was the name of the file
        lost += write_gmcr(conflict, target)
    else:
        text, more = dossier_text(conflict, str(target))
        lost += more
        with replacing(target) as temporary:
            temporary.write_text(text, encoding="utf-8", newline="\n")
    for line in lost:
        print(f"lost: {line}")
    following = f" Next: summitry check {target}" if kinds[1] == ENDING else ""
    print(f"{target} is written.{following}")
    return 0


def _kind(name: str, reading: bool = False) -> str:
    """`.gmcr` or `.summit.yaml`; to be read from, also the name of a bundled case and any YAML file."""
    lower = name.lower()
    if lower.endswith(GMCR):
        return GMCR
    if lower.endswith(ENDING) or (reading and (lower.endswith((".yaml", ".yml")) or Path(name).suffix == "")):
        return ENDING
    found = f'"{Path(name).suffix}"' if Path(name).suffix else "no ending"
    mend = f"{ENDINGS}{', or the name of a bundled case' if reading else ''}"
    raise ForeignFormatError([Problem("", f"the ending says nothing: found {found}", name, mend=mend)])
