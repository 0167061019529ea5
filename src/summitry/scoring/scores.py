"""Scores of probability forecasts of things that came true or not. Lower is better; probabilities are 0–1."""

from __future__ import annotations

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
    p, o = np.asarray(probabilities, float), np.asarray(outcomes, float)
    if p.shape != o.shape or p.ndim != 1 or not len(p):
        raise EngineInputError(f"found shapes {p.shape} and {o.shape}, expected two equal lists of at least one")
    if p.min() < 0 or p.max() > 1 or not np.isin(o, (0.0, 1.0)).all():
        raise EngineInputError("probabilities lie from 0 to 1, outcomes are 0 or 1")
    return float(np.mean((p - o) ** 2))


def base_rates(outcomes: ArrayLike) -> np.ndarray:
    """`(N,)` for each outcome the share of the others that came true; 0.5 where there is no other."""
    o = np.asarray(outcomes, float)
    return np.full(len(o), 0.5) if len(o) < 2 else (o.sum() - o) / (len(o) - 1)
