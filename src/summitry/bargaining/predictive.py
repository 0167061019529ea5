"""Where a body settles, as a distribution: a point with the errors it made elsewhere, or a mixture of positions and mean.

Decisions of one body on issues whose scale runs from 0 to 100. Known decisions train a forecaster; it never sees the outcome of what it
forecasts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from summitry.bargaining.averages import weighted_mean
from summitry.errors import EngineInputError
from summitry.scoring.crps import Forecasts, crps, forecasts

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

ENDS = (0.0, 100.0)
SPREAD_FLOOR = 10.0
"""Points that are added to the spread of positions: where all agree, outcomes still miss their mean."""
STRETCHES = (0.1, 4.0)
"""Bounds between which `fit_positions_and_mean` looks for its stretch."""


@dataclass(frozen=True)
class Decisions:
    """Contested issues of one body, with what each actor wanted and, where known, what came.

    positions : (N, K) float, 0–100; NaN where `takes_part` is false. takes_part : (N, K) bool, at least one in each row.
    saliences : (N, K) float, 0–1; used where an actor takes part. capabilities : (K,) float, >= 0.
    reference_points, outcomes : (N,) float, 0–100; NaN where there is none, or it is not known.
    groups : (N,) labels of what was negotiated together, e.g. the proposals that issues belong to.
    """

    positions: FloatArray
    takes_part: BoolArray
    saliences: FloatArray
    capabilities: FloatArray
    reference_points: FloatArray
    outcomes: FloatArray
    groups: NDArray[np.str_]

    def __post_init__(self) -> None:
        rows, actors = self.positions.shape
        for name, shape in (
            ("takes_part", (rows, actors)),
            ("saliences", (rows, actors)),
            ("capabilities", (actors,)),
            ("reference_points", (rows,)),
            ("outcomes", (rows,)),
            ("groups", (rows,)),
        ):
            if getattr(self, name).shape != shape:
                raise EngineInputError(f"{name}: found shape {getattr(self, name).shape}, expected {shape}")
        if not self.takes_part.any(axis=1).all():
            raise EngineInputError(f"takes_part: nobody does in row {int((~self.takes_part.any(axis=1)).argmax())}")
        held = self.positions[self.takes_part]
        for name, values in (
            ("positions", held),
            ("reference_points", self.reference_points[~np.isnan(self.reference_points)]),
            ("outcomes", self.outcomes[~np.isnan(self.outcomes)]),
        ):
            if not ((values >= ENDS[0]) & (values <= ENDS[1])).all():
                raise EngineInputError(f"{name}: all lie from {ENDS[0]:g} to {ENDS[1]:g}")

    def __len__(self) -> int:
        return len(self.positions)

    def take(self, rows: IntArray | BoolArray) -> Decisions:
        """Some of the issues: their numbers, or a mask."""
        return Decisions(
            self.positions[rows],
            self.takes_part[rows],
            self.saliences[rows],
            self.capabilities,
            self.reference_points[rows],
            self.outcomes[rows],
            self.groups[rows],
        )

    @cached_property
    def filled(self) -> FloatArray:
        """`(N, K)` positions; who takes no part stands, without weight, where the first that does stands."""
        first = self.takes_part.argmax(axis=1)[:, None]
        return np.where(self.takes_part, self.positions, np.take_along_axis(self.positions, first, axis=1))

    def weights(self, *, salience: bool = True, capability: bool = True) -> FloatArray:
        """`(N, K)` product of the measures named, 0 for who takes no part; where all would be 0, all that do count alike."""
        weights = self.takes_part.astype(float)
        if salience:
            weights = weights * np.where(self.takes_part, self.saliences, 0.0)
        if capability:
            weights = weights * self.capabilities
        return np.where(weights.sum(axis=1, keepdims=True) > 0, weights, self.takes_part.astype(float))

    @cached_property
    def mean(self) -> FloatArray:
        """`(N,)` mean of the positions weighted by capability times salience."""
        return weighted_mean(self.filled, self.weights())

    @cached_property
    def spread(self) -> FloatArray:
        """`(N,)` standard deviation of the positions around `mean`, with the same weights, plus `SPREAD_FLOOR`."""
        weights = self.weights()
        square = (weights * (self.filled - self.mean[:, None]) ** 2).sum(axis=1) / weights.sum(axis=1)
        return np.asarray(np.sqrt(square) + SPREAD_FLOOR)


def around(points: FloatArray, residuals: FloatArray, scale: FloatArray | float = 1.0) -> tuple[FloatArray, FloatArray]:
    """Points and weights of: a point plus each of the errors made elsewhere, equally likely, cut at the ends of the scale.

    points : (N,) 0–100. residuals : (R,) outcome minus point, at least one. scale : factor of the residuals, one or (N,).
    """
    if not len(residuals):
        raise EngineInputError("residuals: found none, expected at least one")
    spread = np.broadcast_to(np.asarray(scale, float), points.shape)[:, None] * residuals
    values = np.clip(points[:, None] + spread, *ENDS)
    return values, np.full(values.shape, 1.0 / values.shape[1])


def distinct_positions(decisions: Decisions) -> tuple[FloatArray, FloatArray]:
    """Points `(N, K)` and weights `(N, K)`: each position that somebody holds once, all equally likely."""
    values = np.sort(decisions.filled, axis=1)
    new = np.ones(values.shape, bool)
    new[:, 1:] = values[:, 1:] != values[:, :-1]
    return values, new / new.sum(axis=1, keepdims=True)


@dataclass(frozen=True)
class PositionsAndMean:
    """The outcome is one of the positions that are held, or else falls around their weighted mean.

    share : 0–1, probability of the first; each distinct position is then equally likely. stretch : > 0, factor of the errors around the
    mean. residuals : (R,) errors of the mean elsewhere, each divided by the `spread` of its own issue.
    """

    share: float
    stretch: float
    residuals: FloatArray

    def forecast(self, decisions: Decisions) -> Forecasts:
        """A distribution for each issue."""
        held, equally = distinct_positions(decisions)
        near, alike = around(decisions.mean, self.residuals, self.stretch * decisions.spread)
        return forecasts(
            np.hstack([held, near]),
            np.hstack([self.share * equally, (1.0 - self.share) * alike]),
        )


def fit_positions_and_mean(known: Decisions) -> PositionsAndMean:
    """Share and stretch with the least mean CRPS on known decisions.

    CRPS is quadratic in the share of a mixture: for a stretch, its values at 0, one half and 1 give the best share. The stretch is sought
    by Brent's method on its logarithm within `STRETCHES`.

    Parameters
    ----------
    known : decisions with outcomes, at least one.
    Raises
    ------
    EngineInputError : no decision, or one without an outcome.
    """
    from scipy.optimize import minimize_scalar

    if not len(known) or np.isnan(known.outcomes).any():
        raise EngineInputError("known: expected at least one decision, each with an outcome")
    residuals = np.sort((known.outcomes - known.mean) / known.spread)
    only_positions = _loss(PositionsAndMean(1.0, 1.0, residuals), known)

    def best(stretch: float) -> tuple[float, float]:
        """Share and loss."""
        none = _loss(PositionsAndMean(0.0, stretch, residuals), known)
        half = _loss(PositionsAndMean(0.5, stretch, residuals), known)
        slope, bend = 4 * half - 3 * none - only_positions, 2 * (none + only_positions) - 4 * half
        share = float(np.clip(-slope / (2 * bend), 0.0, 1.0)) if bend > 1e-12 else float(slope < 0)
        return share, none + slope * share + bend * share**2

    found = minimize_scalar(
        lambda log: best(float(np.exp(log)))[1], bounds=np.log(STRETCHES), method="bounded", options={"xatol": 0.02}
    )
    stretch = float(np.exp(found.x))
    return PositionsAndMean(best(stretch)[0], stretch, residuals)


def _loss(model: PositionsAndMean, known: Decisions) -> float:
    return float(crps(model.forecast(known), known.outcomes).mean())
