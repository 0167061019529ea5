"""From a path or a bundled name to a checked dossier."""

from __future__ import annotations

import hashlib
import json
import os
from importlib.resources import files
from pathlib import Path
from typing import Any

from summitry.dossier.check import check
from summitry.dossier.document import Document
from summitry.dossier.language import nearest
from summitry.dossier.model import Dossier
from summitry.errors import DossierError, Problem

ENDING = ".summit.yaml"
_UNORDERED = ("consequences", "ties", "impossible", "now")


def load(source: str | os.PathLike[str] | Document) -> Dossier:
    """Dossier of a file, of a bundled name such as `vladivostok-2019`, or of an open document.

    Raises
    ------
    DossierError : it cannot be read, or has problems; the error carries all of them, with the warnings.
    """
    outcome = check(source if isinstance(source, Document) else open_document(source))
    if outcome.dossier is None:
        raise DossierError(outcome.problems, outcome.warnings)
    return outcome.dossier


def as_dossier(case: Dossier | str | os.PathLike[str] | Document) -> Dossier:
    """The dossier itself, or the one that `load` finds under a path or a name."""
    return case if isinstance(case, Dossier) else load(case)


def open_document(source: str | os.PathLike[str]) -> Document:
    """Document of a path or of a bundled name. A file of that name goes first.

    Raises
    ------
    DossierError : there is no such file and no such bundled dossier, or it cannot be read.
    """
    text = os.fspath(source)
    path = Path(text)
    is_name = path.name == text and not text.endswith((".yaml", ".yml"))
    if not is_name or path.is_file():
        return Document.read(source)
    return Document.read(source) if path.is_dir() and not _bundled_file(text).is_file() else library_document(text)


def library_document(name: str) -> Document:
    """Document of a bundled dossier, which is not to be written to.

    Raises
    ------
    DossierError : there is none of that name.
    """
    path = _bundled_file(name)
    if path.is_file():
        return Document.read(path)
    names = [known for known, _ in bundled()]
    close = nearest(name, names)
    mend = f"Did you mean {close}?" if close else f"Bundled: {', '.join(names) or 'none'}"
    raise DossierError([Problem("", "there is no such file and no such bundled dossier", name, mend=mend)])


def bundled() -> list[tuple[str, str]]:
    """Name and title of each bundled dossier, by name."""
    return [(path.name.removesuffix(ENDING), _title(path)) for path in sorted(_library().glob(f"*{ENDING}"))]


def dossier_hash(dossier: Dossier) -> str:
    """SHA-256 of what a dossier says, in hexadecimal: blind to comments, layout, shorthands and the order of lines.

    Sections that map ids sort by id; lists whose order means nothing (consequences, ties, impossible, now) sort too.
    """
    data = dossier.model_dump(mode="json", by_alias=True)
    for section in _UNORDERED:
        data[section] = sorted(data[section], key=_canonical)
    return hashlib.sha256(_canonical(data).encode("utf-8")).hexdigest()


def _canonical(data: Any) -> str:
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _bundled_file(name: str) -> Path:
    return _library() / f"{name}{ENDING}" if Path(name).name == name else Path()


def _library() -> Path:
    return Path(str(files("summitry.dossier").joinpath("library")))


def _title(path: Path) -> str:
    """Title of a bundled dossier, from its text alone (a whole reading takes longer than a list should)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("title:"):
            return line.removeprefix("title:").split(" #")[0].strip().strip("\"'")
    return path.name.removesuffix(ENDING)
