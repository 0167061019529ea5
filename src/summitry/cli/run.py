"""`summitry run`: an archive of a folder of dossiers, kept up to date."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from summitry.cli.check import FAULTY, FINE, counted
from summitry.cli.progress import bar

if TYPE_CHECKING:
    from summitry.archive.keep import Advance, Edition, Faulty


def run(folder: Path, *, draws: int | None, seed: int, db: Path | None, force: bool, no_compute: bool) -> int:
    """Compute the briefs that are not there yet, then make the database; 2 if a dossier could not be read or computed."""
    from summitry.archive import database, keep

    if not folder.is_dir():
        print(f"{folder}: there is no such folder.", file=sys.stderr)
        return FAULTY
    editions, faulty = keep.read_all(folder)
    _report(folder, faulty)
    if not editions and not faulty:
        print(f"{folder}: no dossier (*.summit.yaml) in this folder or below it.", file=sys.stderr)
        return FAULTY
    done = 0
    if not no_compute:
        done, failed = keep.compute(editions, keep.Run(draws, seed, force), _watch)
        _report(folder, failed)
        faulty += failed
    target = database.build(folder, editions, db if db is not None else folder / "summitry.db")
    _close(editions, done, faulty, target)
    return FAULTY if faulty else FINE


def _watch(label: str) -> AbstractContextManager[Advance]:
    """A bar for each dossier; its name alone where nobody watches."""
    if not sys.stderr.isatty():
        print(label, file=sys.stderr)
    return bar(label)


def _report(folder: Path, faulty: Sequence[Faulty]) -> None:
    """The problems of each dossier, all of them, as `check` says them."""
    from summitry.errors import DossierError

    for one in faulty:
        is_read = isinstance(one.error, DossierError)
        print(one.error if is_read else f"{folder / one.path}: {one.error}", file=sys.stderr)


def _close(editions: Sequence[Edition], done: int, faulty: Sequence[Faulty], target: Path) -> None:
    """What is in the archive now, in a line or two."""
    from summitry.archive.keep import state_of_brief

    states = [state_of_brief(edition) for edition in editions]
    cases = len({edition.dossier.id for edition in editions})
    there, lacking = states.count("current") - done, len(states) - states.count("current")
    told = [f"{counted(done, 'brief')} computed"]
    told += [f"{there} there already"] if there else []
    told += [f"{lacking} without a brief of the dossier as it stands"] if lacking else []
    print(f"{counted(len(editions), 'dossier')} of {counted(cases, 'case')}: {', '.join(told)}.")
    if faulty:
        print(f"{counted(len(faulty), 'dossier')} could not be read or computed: {', '.join(f.path for f in faulty)}.")
    print(f"Archive written to {target} (publish it: datasette {target} -m {target.parent / 'metadata.json'}).")
