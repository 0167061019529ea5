"""CRPS of weighted points against its definition and known closed forms, coverage against what it promises, and the bootstrap."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.errors import EngineInputError
from summitry.scoring.crps import covered, crps, forecasts, resampled_means, within

numbers = st.integers(-50, 150).map(float)
atoms = st.lists(st.tuples(numbers, st.integers(0, 5)), min_size=1, max_size=8).filter(lambda a: any(w for _, w in a))


def one(points: list[float], weights: list[float], outcome: float) -> float:
    return float(crps(forecasts([points], [weights]), [outcome])[0])


def split(pairs: list[tuple[float, int]]) -> tuple[list[float], list[float]]:
    return [x for x, _ in pairs], [float(w) for _, w in pairs]


@given(atoms, numbers)
def test_it_is_the_integral_of_the_squared_distance_from_the_step(pairs: list[tuple[float, int]], y: float) -> None:
    """Integrated numerically from the definition: points are whole numbers, so both functions are constant between halves."""
    x, w = split(pairs)
    grid = np.arange(-60, 160) + 0.5
    below = np.array([sum(b for a, b in zip(x, w, strict=True) if a <= t) for t in grid]) / sum(w)
    assert one(x, w, y) == pytest.approx(float(((below - (grid >= y)) ** 2).sum()), abs=1e-9)


@given(atoms, st.floats(-60, 160))
def test_it_is_the_mean_distance_from_the_outcome_less_half_that_of_two_draws(
    pairs: list[tuple[float, int]], y: float
) -> None:
    """The second form of Gneiting & Raftery (2007), eq. 21, by two loops."""
    x, w = split(pairs)
    p = [b / sum(w) for b in w]
    away = sum(a * abs(v - y) for a, v in zip(p, x, strict=True))
    apart = sum(a * b * abs(u - v) for a, u in zip(p, x, strict=True) for b, v in zip(p, x, strict=True))
    assert one(x, w, y) == pytest.approx(away - apart / 2, abs=1e-9)


def test_a_point_scores_its_error_and_two_points_a_brier_score() -> None:
    assert one([30.0], [2.0], 50.0) == 20.0
    assert one([0.0, 1.0], [0.3, 0.7], 1.0) == pytest.approx(0.3**2)
    assert one([0.0, 1.0], [0.3, 0.7], 0.0) == pytest.approx(0.7**2)
    assert one([1.0, 0.0], [0.7, 0.3], 3.0) == pytest.approx(2.0 + 0.3**2)


@pytest.mark.parametrize("y", [-0.5, 0.0, 0.2, 0.5, 1.0, 2.0])
def test_many_even_points_score_like_the_uniform_distribution(y: float) -> None:
    """Closed form on 0–1: (y³ + (1 − y)³) / 3, and the distance to the interval plus a third beyond it."""
    m = 4000
    inside = min(max(y, 0.0), 1.0)
    expected = (inside**3 + (1 - inside) ** 3) / 3 + abs(y - inside)
    assert one([(i + 0.5) / m for i in range(m)], [1.0] * m, y) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("y", [-2.0, 0.0, 0.7, 3.0])
def test_many_normal_points_score_like_the_normal_distribution(y: float) -> None:
    """Closed form (Gneiting & Raftery 2007, p. 367): y (2 Φ(y) − 1) + 2 φ(y) − 1/√π."""
    m, normal = 20_000, NormalDist()
    points = [normal.inv_cdf((i + 0.5) / m) for i in range(m)]
    expected = y * (2 * normal.cdf(y) - 1) + 2 * normal.pdf(y) - 1 / math.sqrt(math.pi)
    assert one(points, [1.0] * m, y) == pytest.approx(expected, abs=1e-4)


@given(atoms, atoms)
def test_no_other_forecast_is_expected_to_beat_the_true_distribution(
    truth: list[tuple[float, int]], other: list[tuple[float, int]]
) -> None:
    x, w = split(truth)

    def expected(pairs: list[tuple[float, int]]) -> float:
        scores = crps(forecasts([split(pairs)[0]] * len(x), [split(pairs)[1]] * len(x)), x)
        return float(np.average(scores, weights=w))

    assert expected(truth) <= expected(other) + 1e-9


@given(atoms, st.floats(0.01, 0.99))
def test_a_right_forecast_covers_what_it_promises_and_closed_intervals_no_less(
    pairs: list[tuple[float, int]], share: float
) -> None:
    x, w = split(pairs)
    forecast = forecasts([x] * len(x), [w] * len(x))
    assert float(np.average(covered(forecast, x, share), weights=w)) == pytest.approx(share, abs=1e-9)
    assert float(np.average(within(forecast, x, share), weights=w)) >= share - 1e-9


def test_coverage_by_hand() -> None:
    """Half the probability on 0, half on 100: the central 80 % runs from 0.1 to 0.9, and takes four fifths of either point."""
    forecast = forecasts([[0.0, 100.0]] * 3, [[1.0, 1.0]] * 3)
    assert covered(forecast, [0.0, 100.0, 50.0], 0.8).tolist() == pytest.approx([0.8, 0.8, 1.0])
    assert within(forecast, [0.0, 100.0, 50.0], 0.8).tolist() == [True, True, True]
    even = forecasts([list(range(10))] * 2, [[1.0] * 10] * 2)
    assert covered(even, [0.5, 4.5], 0.5).tolist() == [0.0, 1.0]
    assert within(even, [0.5, 4.5], 0.5).tolist() == [False, True]


@given(atoms, st.floats(0.0, 1.0))
def test_a_quantile_is_the_first_point_that_reaches_its_level(pairs: list[tuple[float, int]], level: float) -> None:
    x, w = split(pairs)
    found = float(forecasts([x], [w]).quantile(level)[0])
    up_to = sum(b for a, b in zip(x, w, strict=True) if a <= found) / sum(w)
    under = sum(b for a, b in zip(x, w, strict=True) if a < found) / sum(w)
    assert up_to >= level - 1e-9
    assert under < level + 1e-9


def test_resampling_keeps_clusters_whole() -> None:
    """Two rows of opposite value in each cluster: torn apart, means would stray from zero."""
    values = np.array([[1.0, 2.0], [-1.0, -2.0]] * 20)
    means = resampled_means(values, np.repeat(np.arange(20), 2), 200, np.random.default_rng(1))
    assert means.shape == (200, 2)
    assert np.abs(means).max() < 1e-12


def test_resampled_means_spread_as_the_clusters_do() -> None:
    """Forty clusters of five equal rows carry the information of forty rows."""
    rng = np.random.default_rng(3)
    each = rng.normal(size=40)
    means = resampled_means(np.repeat(each, 5)[:, None], np.repeat(np.arange(40), 5), 20_000, rng)[:, 0]
    assert means.mean() == pytest.approx(each.mean(), abs=0.01)
    assert means.std() == pytest.approx(each.std() / math.sqrt(40), rel=0.03)


def test_clusters_of_unequal_size_weigh_what_they_hold() -> None:
    means = resampled_means(np.array([[6.0], [0.0], [0.0]]), np.array(["a", "b", "b"]), 2000, np.random.default_rng(0))
    assert sorted(set(np.round(means[:, 0], 9).tolist())) == [0.0, 2.0, 6.0]


@pytest.mark.parametrize(
    ("points", "weights"),
    [
        ([[1.0]], [[0.0]]),
        ([[1.0]], [[-1.0]]),
        ([[math.nan]], [[1.0]]),
        ([[1.0, 2.0]], [[1.0]]),
        ([1.0], [1.0]),
        ([[]], [[]]),
    ],
)
def test_what_is_no_distribution_is_refused(points: list[list[float]], weights: list[list[float]]) -> None:
    with pytest.raises(EngineInputError):
        forecasts(points, weights)


def test_what_cannot_be_scored_is_refused() -> None:
    forecast = forecasts([[1.0]], [[1.0]])
    for outcomes in ([], [1.0, 2.0], [math.nan]):
        with pytest.raises(EngineInputError):
            crps(forecast, outcomes)
    for share in (0.0, 1.0):
        with pytest.raises(EngineInputError):
            covered(forecast, [1.0], share)
    with pytest.raises(EngineInputError):
        resampled_means([[1.0], [2.0]], ["a", "a"], 10, np.random.default_rng(0))
