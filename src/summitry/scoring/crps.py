"""Forecasts of a number as weighted points, scored exactly: CRPS, coverage of central intervals, and how sure a difference of scores is.

Lower CRPS is better; it is in the units of the outcome and, for a forecast that is one point, the absolute error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from summitry.errors import EngineInputError

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Forecasts:
    """Discrete distributions, one a row.

    points : (N, M) float, rising in each row, units of the outcome. below : (N, M) float, probability of a point or less; last 1.
    """

    points: FloatArray
    below: FloatArray

    def __len__(self) -> int:
        return len(self.points)

    def quantile(self, level: float) -> FloatArray:
        """`(N,)` the least points that at least `level` (0–1) of the probability lies at or below."""
        # Sums of weights reach a level only up to their rounding.
        first = (self.below >= min(level, 1.0) - 1e-12).argmax(axis=1)
        return np.asarray(self.points[np.arange(len(self)), first])


def forecasts(points: ArrayLike, weights: ArrayLike) -> Forecasts:
    """Distributions from points in any order.

    Parameters
    ----------
    points : (N, M) float, units of the outcome; a point may stand several times. weights : (N, M) float, >= 0; made to add up to 1.
    Raises
    ------
    EngineInputError : shapes differ or are empty, a number is not finite, a weight is negative, or a row has none.
    """
    x, w = np.asarray(points, float), np.asarray(weights, float)
    if x.shape != w.shape or x.ndim != 2 or not x.shape[1]:
        raise EngineInputError(f"points, weights: found shapes {x.shape} and {w.shape}, expected two equal tables")
    if not np.isfinite(x).all() or not np.isfinite(w).all() or (w < 0).any():
        raise EngineInputError("points are finite, and weights are finite and not negative")
    total = w.sum(axis=1, keepdims=True)
    if not (total > 0).all():
        raise EngineInputError(f"weights: row {int((total[:, 0] <= 0).argmax())} has no weight above 0")
    order = np.argsort(x, axis=1, kind="stable")
    below = np.cumsum(np.take_along_axis(w, order, axis=1), axis=1)
    return Forecasts(np.take_along_axis(x, order, axis=1), below / below[:, -1:])


def crps(forecast: Forecasts, outcomes: ArrayLike) -> FloatArray:
    """Continuous ranked probability score: the squared distance of the distribution function from the outcome's step, integrated.

    Exact for weighted points. Between two neighbouring points (the outcome counted as one) both functions are constant.

    Parameters
    ----------
    outcomes : (N,) float, finite.
    Returns
    -------
    (N,) float, >= 0, units of the outcome.
    Raises
    ------
    EngineInputError : not one finite outcome a forecast.
    References
    ----------
    Hersbach (2000), Weather and Forecasting 15(5), 559-570, eqs 18-26;
    Gneiting & Raftery (2007), Journal of the American Statistical Association 102, 359-378, eq. 20.
    """
    y = _outcomes(forecast, outcomes)
    left, right, below = forecast.points[:, :-1], forecast.points[:, 1:], forecast.below[:, :-1]
    before = np.clip(y, left, right) - left  # the part of each gap that lies below the outcome
    inside = before * below**2 + (right - left - before) * (1.0 - below) ** 2
    outside = np.maximum(forecast.points[:, 0] - y[:, 0], 0.0) + np.maximum(y[:, 0] - forecast.points[:, -1], 0.0)
    return np.asarray(inside.sum(axis=1) + outside)


def covered(forecast: Forecasts, outcomes: ArrayLike, share: float) -> FloatArray:
    """How much of each outcome lies in the central interval of this share: 0 or 1, or between where a point straddles an end.

    An end of a central interval may cut through a point of positive probability. An outcome there counts with the part of that
    probability which lies inside, so a forecast that is right covers `share` on average, whatever its points. (The outcome's place is
    spread evenly from the probability below it to the probability up to it, and no dice are thrown.)

    Parameters
    ----------
    outcomes : (N,) float, finite. share : above 0, below 1.
    Returns
    -------
    (N,) float, 0–1.
    Raises
    ------
    EngineInputError : not one finite outcome a forecast, or `share` out of range.
    References
    ----------
    Czado, Gneiting & Held (2009), Biometrics 65(4), 1254-1261, sec. 2.1 (the transform that is not randomised).
    """
    y = _outcomes(forecast, outcomes)
    low, high = _ends(share)
    up_to = np.where(forecast.points <= y, forecast.below, 0.0).max(axis=1)
    under = np.where(forecast.points < y, forecast.below, 0.0).max(axis=1)
    width = up_to - under
    inside = np.minimum(up_to, high) - np.maximum(under, low)
    with np.errstate(divide="ignore", invalid="ignore"):
        share_inside = np.where(width > 0, np.clip(inside / width, 0.0, 1.0), (under > low) & (under < high))
    return np.asarray(share_inside)


def within(forecast: Forecasts, outcomes: ArrayLike, share: float) -> NDArray[np.bool_]:
    """`(N,)` whether an outcome lies in the closed central interval, both ends counted; with points this holds more than `share`.

    Parameters, Raises : as `covered`.
    """
    y = _outcomes(forecast, outcomes)[:, 0]
    low, high = _ends(share)
    return np.asarray((y >= forecast.quantile(low)) & (y <= forecast.quantile(high)))


def resampled_means(values: ArrayLike, clusters: ArrayLike, repeats: int, rng: np.random.Generator) -> FloatArray:
    """Means of columns when whole clusters are drawn anew: the paired bootstrap, since the columns share the draws.

    Parameters
    ----------
    values : (N, Q) float, e.g. the scores of Q forecasts. clusters : (N,) labels; rows of one cluster stay together.
    repeats : how often as many clusters as there are, at least 2, are drawn with replacement.
    Returns
    -------
    (repeats, Q) float.
    Raises
    ------
    EngineInputError : shapes do not fit, or there are fewer than two clusters.
    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 8 (whole units are drawn where rows are dependent).
    """
    x, labels = np.asarray(values, float), np.asarray(clusters)
    if x.ndim != 2 or labels.shape != x.shape[:1]:
        raise EngineInputError(f"values, clusters: found shapes {x.shape} and {labels.shape}, expected a label a row")
    names, which = np.unique(labels, return_inverse=True)
    if len(names) < 2:
        raise EngineInputError(f"clusters: found {len(names)}, expected at least 2")
    sums = np.zeros((len(names), x.shape[1]))
    np.add.at(sums, which, x)
    sizes = np.bincount(which)
    drawn = rng.integers(len(names), size=(repeats, len(names)))
    return np.asarray(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)[:, None])


def _ends(share: float) -> tuple[float, float]:
    if not 0 < share < 1:
        raise EngineInputError(f"share: found {share}, expected a number above 0 and below 1")
    return (1.0 - share) / 2, (1.0 + share) / 2


def _outcomes(forecast: Forecasts, outcomes: ArrayLike) -> FloatArray:
    """`(N, 1)`"""
    y = np.asarray(outcomes, float)
    if y.shape != (len(forecast),) or not np.isfinite(y).all():
        raise EngineInputError(f"outcomes: found shape {y.shape}, expected {len(forecast)} finite numbers")
    return y[:, None]
