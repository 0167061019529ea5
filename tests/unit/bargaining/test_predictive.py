"""Distributions of where a body settles: positions that are held, errors around their mean, and the mixture that is fitted."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.bargaining.predictive import (
    SPREAD_FLOOR,
    Decisions,
    PositionsAndMean,
    around,
    distinct_positions,
    fit_positions_and_mean,
)
from summitry.errors import EngineInputError
from summitry.scoring.crps import crps
from tests.unit.bargaining.made_up import decisions


@given(st.integers(0, 50))
def test_each_position_that_is_held_counts_once(seed: int) -> None:
    made = decisions(seed, issues=3)
    values, weights = distinct_positions(made)
    for i in range(len(made)):
        held = sorted(set(made.positions[i][made.takes_part[i]]))
        assert values[i][weights[i] > 0].tolist() == held
        assert weights[i][weights[i] > 0] == pytest.approx([1 / len(held)] * len(held))


def test_mean_and_spread_by_hand() -> None:
    made = Decisions(
        np.array([[0.0, 100.0, np.nan]]), np.array([[True, True, False]]), np.array([[0.5, 0.5, 1.0]]), np.array([1.0, 3.0, 9.0]),
        np.array([np.nan]), np.array([50.0]), np.array(["p"]),
    )  # fmt: skip
    assert made.mean.tolist() == [75.0]
    assert made.spread == pytest.approx([SPREAD_FLOOR + np.sqrt(0.25 * 75**2 + 0.75 * 25**2)])
    assert made.weights().tolist() == [[0.5, 1.5, 0.0]]


def test_where_nobody_who_takes_part_has_weight_all_that_do_count_alike() -> None:
    made = decisions(1, issues=2)
    idle = dataclasses.replace(made, saliences=np.zeros_like(made.saliences))
    assert idle.mean == pytest.approx(np.nanmean(made.positions, axis=1))


def test_errors_are_cut_at_the_ends_of_the_scale() -> None:
    values, weights = around(np.array([10.0, 90.0]), np.array([-20.0, 5.0, 20.0]), np.array([1.0, 2.0]))
    assert values.tolist() == [[0.0, 15.0, 30.0], [50.0, 100.0, 100.0]]
    assert weights.sum(axis=1) == pytest.approx([1.0, 1.0])
    with pytest.raises(EngineInputError):
        around(np.array([10.0]), np.array([]))


@given(st.integers(0, 30), st.floats(0, 1))
def test_the_mixture_has_its_share_on_positions(seed: int, share: float) -> None:
    """Errors that lead to 41 exactly, where nobody stands: all else lies on positions."""
    made = decisions(seed, issues=1)
    away = np.array([(41.0 - made.mean[0]) / made.spread[0]])
    forecast = PositionsAndMean(share, 1.0, away).forecast(made)
    mass = np.diff(forecast.below[0], prepend=0.0)
    assert mass[np.isclose(forecast.points[0], 41.0)].sum() == pytest.approx(1 - share, abs=1e-9)


@pytest.mark.parametrize("on_positions", [0.0, 0.3, 0.7])
def test_the_fit_is_no_worse_than_the_best_of_a_grid(on_positions: float) -> None:
    known = decisions(5, on_positions=on_positions)
    fitted = fit_positions_and_mean(known)

    def loss(share: float, stretch: float) -> float:
        return float(crps(PositionsAndMean(share, stretch, fitted.residuals).forecast(known), known.outcomes).mean())

    grid = [(a, b) for a in np.linspace(0, 1, 11) for b in np.geomspace(0.1, 4, 15)]
    assert loss(fitted.share, fitted.stretch) <= min(loss(*at) for at in grid) + 0.01


def test_the_fit_tells_decisions_on_positions_from_decisions_around_the_mean() -> None:
    assert fit_positions_and_mean(decisions(7, issues=250, on_positions=1.0)).share > 0.85
    assert fit_positions_and_mean(decisions(7, issues=250, on_positions=0.0)).share < 0.15


def test_a_forecast_knows_no_outcome_of_what_it_forecasts_and_no_order_of_actors() -> None:
    model, made = fit_positions_and_mean(decisions(1)), decisions(2)
    plain = model.forecast(made)
    blind = model.forecast(dataclasses.replace(made, outcomes=np.full(len(made), np.nan)))
    assert np.array_equal(plain.points, blind.points)
    turned = dataclasses.replace(
        made, positions=made.positions[:, ::-1], takes_part=made.takes_part[:, ::-1], saliences=made.saliences[:, ::-1],
        capabilities=made.capabilities[::-1],
    )  # fmt: skip
    other = model.forecast(turned)
    assert crps(other, made.outcomes) == pytest.approx(crps(plain, made.outcomes))


def test_what_does_not_fit_is_refused() -> None:
    made = decisions(1)
    with pytest.raises(EngineInputError, match="capabilities"):
        dataclasses.replace(made, capabilities=np.ones(3))
    with pytest.raises(EngineInputError, match="outcomes"):
        dataclasses.replace(made, outcomes=made.outcomes + 200)
    with pytest.raises(EngineInputError, match="takes_part"):
        dataclasses.replace(made, takes_part=np.zeros_like(made.takes_part))
    with pytest.raises(EngineInputError, match="known"):
        fit_positions_and_mean(dataclasses.replace(made, outcomes=np.full(len(made), np.nan)))
