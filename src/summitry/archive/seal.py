"""A sealed forecast: what was computed of which dossier, and how it will be decided, under one hash.

The hash shows that nothing was changed since. When it was made is shown only by where the hash was published.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summitry.archive.files import canonical, pretty, read_json, sha256, stem_of, write_whole
from summitry.archive.forecasts import Forecast, forecast_hash, forecasts, inside
from summitry.archive.rubric import Line, Rubric, parse_rubric
from summitry.dossier.loading import ENDING
from summitry.errors import SummitryError
from summitry.questions.contrast import Study

VERSION: Final = 1
SEAL_ENDING: Final = ".seal.json"
DateFrom = Literal["clock", "command line"]


class SealError(SummitryError):
    """A seal cannot be read, or would be written over another."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SealedDossier(_Part):
    """Which dossier. `hash` covers the sections `covers`: all that forecasts can depend on. Outcomes are not among them."""

    file: str
    hash: str
    covers: tuple[str, ...]


class SealedRubric(_Part):
    """The rubric as it stood, and its hash, which may have been published before."""

    file: str
    hash: str
    text: str


class Seal(_Part):
    """A whole seal. `hash` is over everything else in it, in canonical JSON."""

    summitry_seal: Literal[1]
    case: str
    title: str
    sealed_on: datetime.date
    date_from: DateFrom
    version: str
    draws: int = Field(ge=1)
    seed: int = Field(ge=0)
    dossier: SealedDossier
    forecasts: tuple[Forecast, ...]
    rubric: SealedRubric
    hash: str

    def rubric_lines(self) -> Mapping[str, Line]:
        """How each forecast will be decided."""
        return parse_rubric(self.rubric.text).lines


def make_seal(
    study: Study, rubric: Rubric, day: datetime.date, date_from: DateFrom, *, file: str, rubric_file: str
) -> dict[str, Any]:
    """The seal of a study's forecasts that the rubric has a line for, as data."""
    draws = study.worlds.draws
    content = {
        "summitry_seal": VERSION,
        "case": study.dossier.id,
        "title": study.dossier.title,
        "sealed_on": day.isoformat(),
        "date_from": date_from,
        "version": study.version,
        "draws": draws.count,
        "seed": draws.seed,
        "dossier": {"file": file, "hash": forecast_hash(study.dossier), "covers": inside(study.dossier)},
        "forecasts": [asdict(forecast) for forecast in forecasts(study) if forecast.id in rubric.lines],
        "rubric": {"file": rubric_file, "hash": sha256(rubric.text), "text": rubric.text},
    }
    return {**content, "hash": content_hash(content)}


def content_hash(data: Mapping[str, Any]) -> str:
    """The hash over everything in a seal but the hash itself."""
    return sha256(canonical({key: value for key, value in data.items() if key != "hash"}))


def content_holds(data: Mapping[str, Any]) -> bool:
    """Is the hash in a seal that of its content?"""
    try:
        return "hash" in data and data["hash"] == content_hash(data)
    except (ValueError, RecursionError):  # what JSON does not have: NaN, or nested without end
        return False


def place_of(dossier: str, name: str) -> Path:
    """Where a seal is written if nobody says: beside the dossier's file; of a bundled case, in the folder one is in."""
    path = Path(dossier)
    return path.with_name(f"{stem_of(path)}{SEAL_ENDING}") if path.is_file() else Path(f"{name}{SEAL_ENDING}")


def file_of(dossier: str, name: str) -> str:
    """The name of a dossier's file, without folders."""
    path = Path(dossier)
    return path.name if path.is_file() else f"{name}{ENDING}"


def require_free(target: Path) -> Path:
    """The target itself. A seal is never written over.

    Raises
    ------
    SealError : something is there.
    """
    if target.exists():
        raise SealError(f"{target}: there is a file already, and a seal is never written over. Name another with -o.")
    return target


def save_seal(data: Mapping[str, Any], target: Path) -> Path:
    """Write a seal, whole or not at all."""
    return write_whole(require_free(target), pretty(data))


def read_seal_data(path: Path) -> dict[str, Any]:
    """What a seal's file says, whether or not it holds.

    Raises
    ------
    SealError : no file, or no seal.
    """
    if not path.is_file():
        raise SealError(f"{path}: there is no such file.")
    data = read_json(path)
    if data is None or "summitry_seal" not in data:
        raise SealError(f"{path}: this is no sealed forecast. `summitry seal` writes them, as *{SEAL_ENDING}.")
    return data


def read_seal(path: Path) -> Seal:
    """The seal in a file.

    Raises
    ------
    SealError : no file, no seal, or one whose parts are not those of a seal.
    """
    return as_seal(read_seal_data(path), str(path))


def as_seal(data: Mapping[str, Any], name: str = "seal") -> Seal:
    """The seal that data are.

    Raises
    ------
    SealError : parts are missing, unknown or of another kind, or its rubric lacks a line for a forecast.
    """
    try:
        seal = Seal.model_validate(data)
    except ValidationError as error:
        places = sorted({".".join(map(str, detail["loc"])) for detail in error.errors()})
        raise SealError(f"{name}: this is no whole seal; wrong or missing: {', '.join(places)}.") from error
    try:
        lines = seal.rubric_lines()
    except SummitryError as error:
        raise SealError(f"{name}: its rubric cannot be read: {error}") from error
    lacking = [forecast.id for forecast in seal.forecasts if forecast.id not in lines]
    if lacking:
        raise SealError(f"{name}: its rubric does not say how these are decided: {', '.join(lacking)}.")
    return seal
