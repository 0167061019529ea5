"""`summitry new`: a first dossier, or a copy of a bundled one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from summitry.cli.check import FAULTY, FINE, aligned
from summitry.dossier.document import Document
from summitry.dossier.loading import ENDING, library_document
from summitry.dossier.starter import slug, starter
from summitry.errors import DossierError

Print = Callable[[str], Any]


def run(
    target: Path, case: str | None = None, title: str | None = None, force: bool = False, print: Print = print
) -> int:
    """Write a starter dossier, or a copy of the bundled `case`, to a file that is not there yet (or with `force`).

    A target without an ending gets `.summit.yaml`; in a folder the file is named after the case or the title.
    """
    place = _place(target, case, title)
    if place.exists() and not force:
        print(f"{place}: the file is already there. Name another one, or write over it with --force")
        return FAULTY
    try:
        document = _document(place, case, title)
        place.parent.mkdir(parents=True, exist_ok=True)
        document.save(place)
    except DossierError as error:
        for line in aligned(error.problems):
            print(line)
        return FAULTY
    except OSError as error:
        print(f"{place}: the file cannot be written ({error.strerror or error})")
        return FAULTY
    print(f'{place} is written. Next: summitry check {place}, then summitry ask {place} "{_first_question(document)}"')
    return FINE


def _place(target: Path, case: str | None, title: str | None) -> Path:
    if target.is_dir():
        return target / f"{case or slug(title or 'dossier')}{ENDING}"
    return target if target.suffix in (".yaml", ".yml") else target.with_name(f"{target.name}{ENDING}")


def _document(place: Path, case: str | None, title: str | None) -> Document:
    """The text to write; a given title goes into a copy too."""
    if case is None:
        name = place.name.removesuffix(ENDING).removesuffix(place.suffix)
        return Document.parse(starter(name, title or name), str(place))
    document = library_document(case)
    if title is not None:
        document.set("title", title)
    return document


def _first_question(document: Document) -> str:
    """A question to begin with, from the dossier's own."""
    questions = document.data.get("questions") or ["what next"]
    first = questions[0]
    return str(first.get("ask") if isinstance(first, dict) else first)
