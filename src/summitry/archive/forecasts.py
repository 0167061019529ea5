"""The forecasts of a dossier, as data: a claim's share of draws, an act's share of time; and the hash of all that they can depend on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import ConfigDict

from summitry.dossier.loading import dossier_hash
from summitry.questions.contrast import SAID, Study
from summitry.questions.verdicts import judge_all

if TYPE_CHECKING:
    from summitry.dossier.model import Claim, Dossier
    from summitry.questions.answer import Share

VERSION: Final = 1
OUTSIDE: Final = ("title", "sources", "people", "facts", "resolutions", "questions", "variants")
"""Sections that no forecast depends on. They may grow after the event, when outcomes are written down with their evidence."""


@dataclass(frozen=True)
class Forecast:
    """One number that an outcome can be held against. share : 0–1, with both ends of what so few draws leave.

    A claim's is the share of draws in which it is true, an option's the share of time that it is on once things settle.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")  # a seal that holds more than this is none

    kind: Literal["claim", "option"]
    id: str
    says: str
    share: float
    low: float
    high: float
    behaviour: str = SAID


def forecast_hash(dossier: Dossier) -> str:
    """SHA-256 of what forecasts can depend on: the dossier without the sections `OUTSIDE` and without what stands against a claim."""
    blank: dict[str, Any] = {"title": "", "sources": {}, "people": {}, "facts": {}, "resolutions": {}}
    blank |= {"questions": (), "variants": {}, "claims": {c: _alone(claim) for c, claim in dossier.claims.items()}}
    return dossier_hash(dossier.model_copy(update=blank))


def _alone(claim: Claim) -> Claim:
    """A claim without what was found out about it later."""
    return claim.model_copy(update={"against": None, "credibility": None})


def inside(dossier: Dossier) -> list[str]:
    """The sections that the hash covers, by name."""
    return [name for name in type(dossier).model_fields if name not in OUTSIDE]


def forecasts(study: Study) -> tuple[Forecast, ...]:
    """Every claim that can be tested, then every option, in the file's order; looking ahead, as a brief says it."""
    dossier = study.dossier
    claims = [
        _forecast("claim", v.claim, dossier.claims[v.claim].says, v.share)
        for v in judge_all(study).rows
        if v.share is not None
    ]
    options = [
        _forecast("option", name, option.does or option.name or name, study.mean(study.share_on(name).said))
        for name, option in dossier.options.items()
    ]
    return (*claims, *options)


def _forecast(kind: Literal["claim", "option"], name: str, says: str, share: Share) -> Forecast:
    return Forecast(kind, name, says, _short(share.value), _short(share.low), _short(share.high))


def _short(number: float) -> float:
    """Six significant digits: more than the draws bear out, and the same on every machine."""
    return float(f"{number:.6g}")


def as_data(study: Study) -> Mapping[str, Any]:
    """The forecasts with what they were computed from, for a file of their own."""
    draws = study.worlds.draws
    return {
        "summitry_forecasts": VERSION,
        "id": study.dossier.id,
        "hash": forecast_hash(study.dossier),
        "draws": draws.count,
        "seed": draws.seed,
        "version": study.version,
        "forecasts": [asdict(forecast) for forecast in forecasts(study)],
    }
