"""Decisions that nobody took, drawn from a model that is known."""

from __future__ import annotations

import dataclasses

import numpy as np

from summitry.bargaining.predictive import Decisions


def decisions(
    seed: int, issues: int = 80, actors: int = 7, on_positions: float = 1.0, noise: float = 12.0
) -> Decisions:
    """Made-up decisions: with `on_positions` the outcome is one of the distinct positions, else the weighted mean plus noise."""
    rng = np.random.default_rng(seed)
    positions = rng.choice([0.0, 20.0, 30.0, 50.0, 70.0, 85.0, 100.0], size=(issues, actors))
    takes_part = rng.random((issues, actors)) < 0.8
    takes_part[:, :2] = True
    made = Decisions(
        np.where(takes_part, positions, np.nan),
        takes_part,
        rng.uniform(0.1, 1.0, (issues, actors)),
        rng.uniform(0.5, 4.0, actors),
        np.where(rng.random(issues) < 0.7, rng.choice([0.0, 100.0], issues), np.nan),
        np.zeros(issues),
        np.array([f"p{i // 2}" for i in range(issues)]),
    )
    held = [rng.choice(np.unique(row[on])) for row, on in zip(made.positions, takes_part, strict=True)]
    near = np.clip(made.mean + rng.normal(0, noise, issues), 0, 100)
    outcomes = np.where(rng.random(issues) < on_positions, held, near)
    return dataclasses.replace(made, outcomes=outcomes)
