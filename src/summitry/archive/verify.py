"""Does a seal hold? Hashes are taken again, the numbers computed again; and where outcomes are known, the score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from summitry.archive.files import dossier_files, sha256
from summitry.archive.forecasts import Forecast, forecast_hash, forecasts
from summitry.archive.seal import Seal, SealError, as_seal, content_holds
from summitry.dossier.loading import load
from summitry.dossier.model import Dossier
from summitry.errors import SummitryError
from summitry.questions.ask import open_study
from summitry.scoring.scores import LogScore, brier, log_score

CLOSE = 2e-6
"""Numbers are sealed with six significant digits; the last may turn over on another machine."""


@dataclass(frozen=True)
class Check:
    """One thing that holds or does not; None where it could not be looked at."""

    what: str
    holds: bool | None
    text: str


def check_content(data: Mapping[str, Any]) -> tuple[list[Check], Seal | None]:
    """What can be seen from the seal alone; and the seal, if its parts are those of a seal."""
    checks = [_content(data)]
    try:
        seal = as_seal(data)
    except SealError as error:
        return [*checks, Check("rubric", _rubric_hash(data), ""), Check("seal", False, str(error))], None
    right = sha256(seal.rubric.text) == seal.rubric.hash
    text = f"hash {seal.rubric.hash[:12]} is {'right' if right else 'not that of its text'}"
    return [
        *checks,
        Check("rubric", right, f"{text}; it says how each forecast is decided ({len(seal.forecasts)})"),
    ], seal


def _content(data: Mapping[str, Any]) -> Check:
    if content_holds(data):
        return Check("content", True, f"hash {data['hash'][:12]} is right: nothing was changed since it was sealed")
    return Check("content", False, "the hash is not that of the content: something was changed since it was sealed")


def _rubric_hash(data: Mapping[str, Any]) -> bool | None:
    rubric = data.get("rubric")
    if not isinstance(rubric, dict) or not isinstance(rubric.get("text"), str):
        return None
    return bool(sha256(rubric["text"]) == rubric.get("hash"))


def find_dossier(seal: Seal, folder: Path) -> Path | None:
    """The dossier of a seal in a folder: the file that it names, else any that has the sealed hash."""
    named = folder / Path(seal.dossier.file).name
    if named.is_file():
        return named
    return next((path for path in dossier_files(folder) if path.parent == folder and _has_hash(path, seal)), None)


def _has_hash(path: Path, seal: Seal) -> bool:
    try:
        return forecast_hash(load(path)) == seal.dossier.hash
    except SummitryError:
        return False


def check_dossier(seal: Seal, dossier: Dossier) -> Check:
    """Does the dossier still say what was sealed?"""
    found = forecast_hash(dossier)
    if found == seal.dossier.hash:
        text = (
            f"hash {found[:12]} of all that forecasts depend on is the sealed one (outcomes and evidence may be added)"
        )
        return Check("dossier", True, text)
    return Check("dossier", False, f"hash {found[:12]}, and {seal.dossier.hash[:12]} was sealed: it was changed since")


def check_numbers(seal: Seal, dossier: Dossier) -> Check:
    """Does computing again give the same numbers?"""
    from summitry import __version__

    study = open_study(dossier, name=seal.dossier.file, draws=seal.draws, seed=seal.seed)
    again = {forecast.id: forecast for forecast in forecasts(study)}
    other = [sealed for sealed in seal.forecasts if not _is_same(sealed, again.get(sealed.id))]
    wanted = [name for name in seal.rubric_lines() if name in again]
    lost = [name for name in wanted if name not in {sealed.id for sealed in seal.forecasts}]
    by = "" if seal.version == __version__ else f" (sealed by version {seal.version}, computed by {__version__})"
    run = f"{seal.draws} draws, seed {seal.seed}"
    count = len(seal.forecasts)
    if not other and not lost:
        return Check("numbers", True, f"computed again, {run}: the same ({count} of {count}){by}")
    differences = [_difference(sealed, again.get(sealed.id)) for sealed in other]
    differences += [f"{name} is decided by the rubric and was not sealed" for name in lost]
    told = "; ".join(differences[:5])
    more = f"; and {len(differences) - 5} more" if len(differences) > 5 else ""
    return Check("numbers", False, f"computed again, {run}: {told}{more}{by}")


def _is_same(sealed: Forecast, again: Forecast | None) -> bool:
    if again is None:
        return False
    words = (again.kind, again.id, again.says, again.behaviour)
    pairs = ((sealed.share, again.share), (sealed.low, again.low), (sealed.high, again.high))
    return words == (sealed.kind, sealed.id, sealed.says, sealed.behaviour) and all(
        abs(a - b) <= CLOSE for a, b in pairs
    )


def _difference(sealed: Forecast, again: Forecast | None) -> str:
    if again is None:
        return f"{sealed.id} is not forecast any more"
    if abs(sealed.share - again.share) > CLOSE:
        return f"{sealed.id} was sealed as {sealed.share:g} and is {again.share:g}"
    differ = [name for name, value in vars(again).items() if value != getattr(sealed, name)]
    return f"{sealed.id} differs in {', '.join(differ)}"


# ------------------------------------------------------------------------------------------------ the score


@dataclass(frozen=True)
class Decided:
    """A sealed forecast and what came of it; `status` says why it is not scored, where it is not."""

    id: str
    says: str
    share: float
    base_rate: float
    status: Literal["true", "false", "ambiguous", "annulled", "known before", "open"]

    @property
    def outcome(self) -> float | None:
        return {"true": 1.0, "false": 0.0}.get(self.status)


@dataclass(frozen=True)
class Rated:
    """Both scores of one forecaster."""

    who: str
    brier: float
    log: LogScore


@dataclass(frozen=True)
class Score:
    """All sealed forecasts with what came of them, and the scores over those that came true or did not."""

    rows: tuple[Decided, ...]
    rated: tuple[Rated, ...]

    def count(self, status: str) -> int:
        return sum(row.status == status for row in self.rows)


def score(seal: Seal, dossier: Dossier) -> Score:
    """The score of a seal by the outcomes in a dossier: of the worlds, of the rubric's base rates, of a coin."""
    lines = seal.rubric_lines()
    rows = tuple(
        Decided(f.id, f.says, f.share, lines[f.id].base_rate, _status(f.id, seal, dossier)) for f in seal.forecasts
    )
    scored = [row for row in rows if row.outcome is not None]
    came = [row.outcome or 0.0 for row in scored]
    rivals = {
        "the worlds": [row.share for row in scored],
        "the base rate": [row.base_rate for row in scored],
        "a coin": [0.5 for _ in scored],
    }
    rated = [_rated(who, said, came) for who, said in rivals.items()] if scored else []
    return Score(rows, tuple(rated))


def _rated(who: str, said: Sequence[float], came: Sequence[float]) -> Rated:
    return Rated(who, brier(said, came), log_score(said, came))


def _status(
    name: str, seal: Seal, dossier: Dossier
) -> Literal["true", "false", "ambiguous", "annulled", "known before", "open"]:
    resolution = dossier.resolutions.get(name)
    if resolution is None:
        return "open"
    if resolution.date <= seal.sealed_on:
        return "known before"
    return resolution.status
