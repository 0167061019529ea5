"""Scores of probability forecasts of things that came true or not. Lower is better; probabilities are 0–1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from summitry.errors import EngineInputError


def brier(probabilities: ArrayLike, outcomes: ArrayLike) -> float:
    """Mean squared distance of forecasts from what came (0 best, 1 worst; a coin scores 0.25).

    Parameters
    ----------
    probabilities : (N,) 0–1. outcomes : (N,) 0 or 1.
    Raises
    ------
    EngineInputError : shapes differ, nothing to score, or a number out of range.
    References
    ----------
    Brier (1950), Monthly Weather Review 78:1-3 (there summed over both outcomes, which gives twice this number).
    """
    p, o = _paired(probabilities, outcomes)
    return float(np.mean((p - o) ** 2))


@dataclass(frozen=True)
class LogScore:
    """Mean surprise in natural units; `clipped` forecasts gave what came less than `bound`, and count as if they had given that."""

    value: float
    clipped: int
    bound: float


def log_score(probabilities: ArrayLike, outcomes: ArrayLike, bound: float = 0.01) -> LogScore:
    """Mean of minus the logarithm of the probability given to what came (0 best; a coin scores ln 2 = 0.69).

    A forecast of 0 for what came would score infinity, so no outcome is taken to have had less than `bound`.

    Parameters
    ----------
    probabilities : (N,) 0–1. outcomes : (N,) 0 or 1. bound : above 0, below 0.5.
    Raises
    ------
    EngineInputError : shapes differ, nothing to score, or a number out of range.
    References
    ----------
    Good (1952), Journal of the Royal Statistical Society B 14(1):107-114.
    """
    if not 0 < bound < 0.5:
        raise EngineInputError(f"found a bound of {bound}, expected one above 0 and below 0.5")
    p, o = _paired(probabilities, outcomes)
    given = np.where(o == 1.0, p, 1.0 - p)
    return LogScore(float(np.mean(-np.log(np.maximum(given, bound)))), int((given < bound).sum()), bound)


def _paired(probabilities: ArrayLike, outcomes: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Both as `(N,)` arrays that can be scored."""
    p, o = np.asarray(probabilities, float), np.asarray(outcomes, float)
    if p.shape != o.shape or p.ndim != 1 or not len(p):
        raise EngineInputError(f"found shapes {p.shape} and {o.shape}, expected two equal lists of at least one")
    if not (p >= 0).all() or not (p <= 1).all() or not np.isin(o, (0.0, 1.0)).all():
        raise EngineInputError("probabilities lie from 0 to 1, outcomes are 0 or 1")
    return p, o


def base_rates(outcomes: ArrayLike) -> np.ndarray:
    """`(N,)` for each outcome the share of the others that came true; 0.5 where there is no other."""
    o = np.asarray(outcomes, float)
    return np.full(len(o), 0.5) if len(o) < 2 else (o.sum() - o) / (len(o) - 1)
