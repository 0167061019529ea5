"""The files of an archive: for each dossier its brief and its forecasts as JSON, computed only where they are not there yet."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from summitry.archive.files import dossier_files, pretty, read_json, stem_of, write_whole
from summitry.archive.forecasts import as_data, forecast_hash
from summitry.dossier.loading import dossier_hash, load
from summitry.dossier.model import Dossier
from summitry.errors import SummitryError

Advance = Callable[[int, int], None] | None
Watch = Callable[[str], AbstractContextManager[Advance]]
BRIEFS, FORECASTS = "briefs", "forecasts"


@dataclass(frozen=True)
class Edition:
    """One dossier file of an archive: its place in the folder, what it says, and where its results are kept."""

    folder: Path
    path: str
    dossier: Dossier
    hash: str

    @property
    def file(self) -> Path:
        return self.folder / self.path

    def kept(self, kind: str) -> Path:
        """Where a result is kept: `briefs/varda-march.json`, in the same folders as the dossier."""
        return self.folder / kind / Path(self.path).parent / f"{stem_of(self.file)}.json"

    @property
    def order(self) -> tuple[str, str, str]:
        """Editions of a case by the day of the last thing known."""
        return self.dossier.id, self.dossier.as_of.isoformat() if self.dossier.as_of else "", self.path


@dataclass(frozen=True)
class Faulty:
    """A dossier that could not be read or computed, and why."""

    path: str
    error: SummitryError


def read_all(folder: Path) -> tuple[list[Edition], list[Faulty]]:
    """Every dossier of a folder, by case and day; those that cannot be read apart."""
    editions, faulty = [], []
    for file in dossier_files(folder):
        path = file.relative_to(folder).as_posix()
        try:
            dossier = load(file)
        except SummitryError as error:
            faulty.append(Faulty(path, error))
            continue
        editions.append(Edition(folder, path, dossier, dossier_hash(dossier)))
    return sorted(editions, key=lambda edition: edition.order), faulty


def kept_brief(edition: Edition) -> dict[str, Any] | None:
    """The brief's JSON if it is of the dossier as it stands, else None."""
    brief = read_json(edition.kept(BRIEFS))
    return brief if brief is not None and _run_of(brief).get("inputs") == edition.hash else None


def kept_forecasts(edition: Edition) -> dict[str, Any] | None:
    """The forecasts if they are of what the dossier lets worlds read today, else None. Outcomes do not make them old."""
    found = read_json(edition.kept(FORECASTS))
    return found if found is not None and found.get("hash") == forecast_hash(edition.dossier) else None


def state_of_brief(edition: Edition) -> Literal["current", "old", "none"]:
    """`old`: kept, and the dossier has changed since (or the file cannot be read)."""
    if kept_brief(edition) is not None:
        return "current"
    return "old" if edition.kept(BRIEFS).is_file() else "none"


def _run_of(brief: dict[str, Any]) -> dict[str, Any]:
    run = brief.get("reproduction")
    return run if isinstance(run, dict) else {}


@dataclass(frozen=True)
class Run:
    """How results are computed. draws : None for as many as suit the case. force : also what is there already."""

    draws: int | None
    seed: int
    force: bool = False


def compute(
    editions: list[Edition], run: Run, watch: Watch = lambda label: nullcontext(None)
) -> tuple[int, list[Faulty]]:
    """Compute and keep what is not there yet. How many dossiers that took, and those that could not be computed.

    Every file is whole or not there, so a run that was stopped goes on with the next one.
    """
    waiting = [(edition, draws) for edition in editions if (draws := _due(edition, run)) is not None]
    faulty = []
    for count, (edition, draws) in enumerate(waiting, 1):
        try:
            with watch(f"{count} of {len(waiting)} · {edition.path} · {draws} draws") as advance:
                _keep(edition, run, draws, advance)
        except SummitryError as error:
            faulty.append(Faulty(edition.path, error))
    return len(waiting) - len(faulty), faulty


def _due(edition: Edition, run: Run) -> int | None:
    """The draws to compute it with; None if all is there for this hash, draws, seed and version."""
    from summitry.questions.ask import suited_draws

    draws = suited_draws(edition.dossier) if run.draws is None else run.draws
    is_there = _has_brief(edition, draws, run.seed) and _has_forecasts(edition, draws, run.seed)
    return None if is_there and not run.force else draws


def _has_brief(edition: Edition, draws: int, seed: int) -> bool:
    from summitry import __version__

    brief = kept_brief(edition)
    wanted = {"draws": str(draws), "seed": str(seed), "version": __version__}
    return brief is not None and wanted.items() <= _run_of(brief).items()


def _has_forecasts(edition: Edition, draws: int, seed: int) -> bool:
    from summitry import __version__

    found = kept_forecasts(edition)
    return found is not None and {"draws": draws, "seed": seed, "version": __version__}.items() <= found.items()


def _keep(edition: Edition, run: Run, draws: int, advance: Advance) -> None:
    from summitry.brief.make import brief
    from summitry.questions.ask import open_study

    if run.force or not _has_forecasts(edition, draws, run.seed):
        study = open_study(edition.dossier, name=edition.path, draws=draws, seed=run.seed)
        write_whole(edition.kept(FORECASTS), pretty(as_data(study)))
    if run.force or not _has_brief(edition, draws, run.seed):
        made = brief(str(edition.file), draws=draws, seed=run.seed, progress=advance)
        write_whole(edition.kept(BRIEFS), _from_the_folder(made.text("json"), edition))


def _from_the_folder(text: str, edition: Edition) -> str:
    """A brief whose commands name the dossier as one sees it from the archive's folder, wherever that lies."""
    import json

    def told(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: named(entry) if key == "command" else told(entry) for key, entry in value.items()}
        return [told(entry) for entry in value] if isinstance(value, list) else value

    def named(command: Any) -> Any:
        return command.replace(str(edition.file), edition.path) if isinstance(command, str) else command

    return pretty(told(json.loads(text)))
