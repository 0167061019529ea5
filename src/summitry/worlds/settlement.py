"""Issues that a body settles by bargaining: from a dossier's names to the engines of averages, win-sets and challenges, and back.

The outcome stands for the issue's status quo in play. Where a model finds nothing that everybody gains from, or a body passes nothing,
the written status quo stands. Holds for bodies that must decide, and is applied nowhere but where a dossier says `settled`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from summitry.bargaining.averages import Tie, kalai_smorodinsky, nash, weighted_mean, weighted_median
from summitry.bargaining.challenge import (
    OPEN_STEPS,
    ROUNDS,
    VARIANTS,
    Offered,
    Spread,
    challenge,
    model_form_spread,
    trace,
)
from summitry.bargaining.winset import WinSet, by_vote, setter_point, winset
from summitry.dossier.model import SETTLEMENT_MODELS
from summitry.errors import SummitryError
from summitry.worlds.ballots import voting_rule
from summitry.worlds.draws import capability_path
from summitry.worlds.interventions import AS_IT_IS, Intervention

if TYPE_CHECKING:
    from summitry.dossier.model import Dossier, Settled

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

CHALLENGES = ("scholz-paper", "scholz-java")
BASELINES = ("mean", "median")
MODELS = SETTLEMENT_MODELS


@dataclass(frozen=True)
class Settlement:
    """One issue that is settled, in every draw: who counts and with what. Arrays have draws first, then actors (D, K).

    positions : issue units. saliences : 0-1. capabilities : votes, or the actors' own unit. reference : (D,) the written status quo.
    """

    dossier: Dossier
    issue: str
    actors: tuple[str, ...]
    positions: FloatArray
    saliences: FloatArray
    capabilities: FloatArray
    reference: FloatArray
    values: dict[str, FloatArray]

    @property
    def weights(self) -> FloatArray:
        """(D, K) salience times capability."""
        return self.saliences * self.capabilities

    @property
    def ends(self) -> tuple[float, float]:
        return self.dossier.issues[self.issue].low, self.dossier.issues[self.issue].high

    @property
    def model(self) -> str:
        return str(self._said.model)

    @property
    def rounds(self) -> int:
        """Rounds of a challenge model: what the dossier says, else five."""
        return self._said.rounds or ROUNDS

    @property
    def _said(self) -> Settled:
        said = self.dossier.issues[self.issue].settled
        assert said is not None, self.issue
        return said

    def outcome(self, model: str | None = None) -> tuple[FloatArray, BoolArray]:
        """(D,) where the issue settles, issue units, and whether there was an agreement; without one the status quo stands.

        model : another than the dossier's, one of `MODELS`.
        """
        name = model or self.model
        if not self.actors:
            return self.reference, np.zeros(self.reference.size, bool)
        x, w = self.positions, self.weights
        agreed = np.ones(len(x), bool)
        if name == "mean":
            return weighted_mean(x, w), agreed
        if name == "median":
            return weighted_median(x, w, self._tie), agreed
        if name in CHALLENGES:
            return self._challenged(name), agreed
        if name == "winset":
            return self._proposed()
        solve = {"nash": nash, "kalai-smorodinsky": kalai_smorodinsky}[name]
        found = solve(x, w, self.ends, reference=self.reference)
        return np.where(found.gain, found.point, self.reference), found.gain

    @property
    def _tie(self) -> Tie:
        tie: Tie = self._said.tie or "lower"
        return tie

    def _challenged(self, name: str) -> FloatArray:
        course = challenge(
            self.positions, self.saliences, self.capabilities, VARIANTS[name], rounds=self.rounds, workers=1
        )  # fmt: skip
        return course.outcome

    def _proposed(self) -> tuple[FloatArray, BoolArray]:
        """What the one who sets the agenda gets passed."""
        proposer, won = self._said.proposes, self.won()
        if won is None:
            return self.reference, np.zeros(self.reference.size, bool)
        path = f"issues.{self.issue}.stakes.{proposer}.position"
        return setter_point(won, self.values[path]), ~won.is_empty

    def won(self) -> WinSet | None:
        """What the body that settles the issue would pass against the status quo; None where none is named.

        Members that have no stake here vote against. Unmodelled votes are as the body says: so many are in favour.
        """
        name = self._said.by
        if name is None:
            return None
        body = self.dossier.bodies[name]
        seats = list(body.seats)
        # A member that follows another votes as that one does.
        voters = [body.voter(member) for member in seats]
        known = np.array([v in self.actors for v in voters])
        columns = [self.actors.index(v) if v in self.actors else 0 for v in voters]
        positions = np.where(known, self.positions[:, columns], self.reference[:, None])
        there = np.array([body.weights(t.measure).get("others", 0.0) for t in body.thresholds()])
        yes = self.values.get(f"bodies.{name}.others", np.zeros(self.reference.size))
        share = (yes / body.unmodelled if body.unmodelled else np.zeros(len(yes)))[:, None]
        passed = by_vote(voting_rule(body), share * there, (1 - share) * there)
        return winset(positions, self.reference, lambda accept: passed(accept & known), self.ends)

    def spread(self, rounds: int | None = None) -> Spread:
        """The challenge model under every reading of its equations, in every draw."""
        return model_form_spread(
            self.positions, self.saliences, self.capabilities, rounds=rounds or self.rounds, workers=1
        )  # fmt: skip

    def traced(self, name: str | None = None, draw: int = 0) -> tuple[Offered, ...]:
        """Every offer in one draw of a challenge model; actors are numbered as in `actors`."""
        variant = VARIANTS[name or self.model]
        return trace(
            self.positions[draw], self.saliences[draw], self.capabilities[draw], variant, rounds=self.rounds
        )  # fmt: skip

    def at_the_middle(self) -> Settlement:
        """The same with one draw, in which every number is the middle of its draws."""
        middle = {
            field: np.median(getattr(self, field), axis=0, keepdims=True)
            for field in ("positions", "saliences", "capabilities", "reference")
        }
        values = {path: np.median(v, keepdims=True) for path, v in self.values.items()}
        return replace(self, **middle, values=values)


def settled_issues(dossier: Dossier) -> tuple[str, ...]:
    """Issues that a body settles, by id."""
    return tuple(sorted(j for j, issue in dossier.issues.items() if issue.settled is not None))


def settlement(
    dossier: Dossier, issue: str, values: dict[str, FloatArray], intervention: Intervention = AS_IT_IS
) -> Settlement:
    """Who settles an issue with what, in every draw of `values`. Who is absent takes no part; who does not care has salience 0.

    Raises
    ------
    SummitryError : nobody settles the issue.
    """
    part = dossier.issues[issue]
    if part.settled is None:
        raise SummitryError(
            f"issues.{issue} is not settled by a body: found no `settled`, expected e.g. settled: {{model: mean, by: council}}."
            " Only a body that must decide averages; leave it out elsewhere."
        )
    body = dossier.bodies[part.settled.by] if part.settled.by else None
    seats = None if body is None else body.weights(body.measures[0])
    actors = tuple(
        a for a in sorted(part.stakes) if (seats is None or a in seats) and a not in intervention.absent
    )  # fmt: skip
    size = len(values[f"issues.{issue}.status_quo"])

    def table(columns: list[FloatArray]) -> FloatArray:
        return np.stack(columns, axis=1) if columns else np.zeros((size, 0))

    def capability(actor: str) -> FloatArray:
        if (own := values.get(capability_path(actor))) is not None:
            return own
        return np.full(size, 1.0 if seats is None else seats[actor])

    path = f"issues.{issue}.stakes"
    idle = _idle(intervention, issue, actors)
    return Settlement(
        dossier,
        issue,
        actors,
        table([values[f"{path}.{a}.position"] for a in actors]),
        table([np.zeros(size) if a in idle else values[f"{path}.{a}.salience"] / 100.0 for a in actors]),
        table([capability(a) for a in actors]),
        values[f"issues.{issue}.status_quo"],
        values,
    )


def _idle(z: Intervention, issue: str, actors: Collection[str]) -> set[str]:
    """Who does not care for the issue in a world."""
    wanted = dict(z.only)
    return {a for a in actors if (a, issue) in z.muted or (a in wanted and issue not in wanted[a])}


def start_level(
    dossier: Dossier, issue: str, values: dict[str, FloatArray], intervention: Intervention = AS_IT_IS
) -> FloatArray:
    """(D,) where an issue stands when play begins: as written, or as the body settles it."""
    if dossier.issues[issue].settled is None:
        return values[f"issues.{issue}.status_quo"]
    return settlement(dossier, issue, values, intervention).outcome()[0]


__all__ = [
    "BASELINES",
    "CHALLENGES",
    "MODELS",
    "OPEN_STEPS",
    "VARIANTS",
    "Offered",
    "Settlement",
    "Spread",
    "settled_issues",
    "settlement",
    "start_level",
]
