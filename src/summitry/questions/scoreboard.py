"""What came true: resolved claims and acts against what the worlds, the experts, *nothing changes*, a base rate and a coin said.

Outcomes are read here and nowhere else: no world knows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from summitry.dossier.language import ClaimForm
from summitry.questions.contrast import Study
from summitry.questions.verdicts import Verdicts
from summitry.scoring import words
from summitry.scoring.scores import base_rates, brier

if TYPE_CHECKING:
    from summitry.dossier.model import Resolution

HANDFUL = 10
Rival = Literal["nothing changes", "base rate", "coin", "the experts' words"]


@dataclass(frozen=True)
class Outcome:
    """One resolved thing. came_true : None where it was ambiguous or annulled. computed, unchanged, said : forecasts 0–1, None
    where there is none. `computed` is a claim's share of draws, an act's share of time."""

    id: str
    kind: Literal["claim", "option"]
    came_true: bool | None
    status: str
    date: str
    criterion: str
    because: tuple[str, ...]
    computed: float | None
    unchanged: float | None
    said: float | None

    @property
    def is_miss(self) -> bool:
        """Did the worlds lean to the wrong side?"""
        return self.came_true is not None and self.computed is not None and (self.computed > 0.5) != self.came_true


@dataclass(frozen=True)
class Score:
    """Brier scores of the worlds and a rival over the same outcomes."""

    rival: Rival
    count: int
    worlds: float
    other: float


@dataclass(frozen=True)
class Scoreboard:
    rows: tuple[Outcome, ...]
    scores: tuple[Score, ...]

    @property
    def scored(self) -> tuple[Outcome, ...]:
        return tuple(r for r in self.rows if r.came_true is not None and r.computed is not None)

    @property
    def is_handful(self) -> bool:
        return len(self.scored) < HANDFUL


def scoreboard(study: Study, found: Verdicts) -> Scoreboard | None:
    """Every resolution of the dossier with its forecasts; None where nothing is resolved."""
    rows = tuple(_row(study, name, r, found) for name, r in study.dossier.resolutions.items())
    return Scoreboard(rows, tuple(_scores(rows))) if rows else None


def _row(study: Study, name: str, resolution: Resolution, found: Verdicts) -> Outcome:
    status = resolution.came_true
    outcome = status if isinstance(status, bool) else None
    common = (
        outcome, str(status), resolution.date.isoformat(), resolution.by_criterion or "", tuple(resolution.reasons())
    )  # fmt: skip
    if name in study.dossier.claims:
        verdict = found.by_claim[name]
        share = None if verdict.share is None else verdict.share.value
        unchanged = None if verdict.form is None else _unchanged(study, verdict.form)
        return Outcome(name, "claim", *common, share, unchanged, _said(study, name))
    settled = float(study.share_on(name).said.mean())
    return Outcome(name, "option", *common, settled, float(name in study.dossier.now), None)


def _unchanged(study: Study, form: ClaimForm) -> float | None:
    """What *nothing changes* makes of a claim: acts stay as on the eve, nothing brings anything about. None for wishes and worths."""
    if form.key == "will-do":
        holds = form.acts[0].holds(frozenset(study.dossier.now))
        return float(holds != form.negated)
    if form.key in ("makes", "so-that", "brings-about", "raises", "lowers"):
        return 0.0
    return 1.0 if form.key == "nothing-came" else None


def _said(study: Study, claim: str) -> float | None:
    """The expert's own phrase as a number: the middle of its band; None where no phrase was used or no table has it."""
    band = words.band_of(study.dossier.claims[claim].how_sure, study.dossier.words)
    return None if band is None else (band[1] + band[2]) / 200.0


def _scores(rows: Sequence[Outcome]) -> list[Score]:
    scored = [r for r in rows if r.came_true is not None and r.computed is not None]
    if not scored:
        return []
    rates = dict(zip((r.id for r in scored), base_rates([float(bool(r.came_true)) for r in scored]), strict=True))
    rivals: dict[Rival, dict[str, float | None]] = {
        "nothing changes": {r.id: r.unchanged for r in scored},
        "base rate": {r.id: float(rates[r.id]) for r in scored},
        "coin": {r.id: 0.5 for r in scored},
        "the experts' words": {r.id: r.said for r in scored},
    }
    out = []
    for rival, forecast in rivals.items():
        mine = [r for r in scored if forecast[r.id] is not None]
        if mine:
            came = [float(bool(r.came_true)) for r in mine]
            other = [float(forecast[r.id] or 0.0) for r in mine]
            out.append(
                Score(rival, len(mine), brier([float(r.computed or 0.0) for r in mine], came), brier(other, came))
            )
    return out


def misses(board: Scoreboard) -> tuple[Outcome, ...]:
    """Where the worlds leaned to the wrong side, the surest first."""
    wrong = [r for r in board.rows if r.is_miss]
    return tuple(sorted(wrong, key=lambda r: (-abs((r.computed or 0.0) - 0.5), r.id)))
