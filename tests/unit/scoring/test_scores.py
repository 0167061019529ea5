"""Scores by hand."""

from __future__ import annotations

import math

import pytest

from summitry.errors import EngineInputError
from summitry.scoring.scores import LogScore, base_rates, brier, log_score


def test_brier_by_hand() -> None:
    assert brier([1, 0], [1, 0]) == 0
    assert brier([1, 0], [0, 1]) == 1
    assert brier([0.5, 0.5, 0.5], [1, 0, 1]) == 0.25
    assert brier([0.8, 0.3], [1, 1]) == pytest.approx((0.04 + 0.49) / 2)


@pytest.mark.parametrize(
    ("forecast", "came"),
    [([0.5], [1, 0]), ([], []), ([[0.5]], [[1]]), ([1.1], [1]), ([-0.1], [0]), ([0.5], [0.5])],
)
def test_brier_refuses_what_it_cannot_score(forecast: list[float], came: list[float]) -> None:
    with pytest.raises(EngineInputError):
        brier(forecast, came)


def test_the_base_rate_of_an_outcome_is_that_of_the_others() -> None:
    assert base_rates([1, 1, 0]).tolist() == [0.5, 0.5, 1.0]
    assert base_rates([1, 0]).tolist() == [0, 1]
    assert base_rates([1]).tolist() == [0.5]
    assert base_rates([]).tolist() == []


def test_log_score_by_hand() -> None:
    assert log_score([0.5, 0.5], [1, 0]).value == pytest.approx(math.log(2))
    assert log_score([0.8, 0.3], [1, 0]).value == pytest.approx(-(math.log(0.8) + math.log(0.7)) / 2)
    assert log_score([1.0], [1]) == LogScore(0.0, 0, 0.01)


def test_log_score_of_the_impossible_is_clipped_and_counted() -> None:
    found = log_score([0.0, 1.0, 0.5], [1, 0, 1], bound=0.001)
    assert found.value == pytest.approx((2 * math.log(1000) + math.log(2)) / 3)
    assert (found.clipped, found.bound) == (2, 0.001)
    assert log_score([0.01], [1]).clipped == 0


@pytest.mark.parametrize(("forecast", "came", "bound"), [([], [], 0.01), ([1.1], [1], 0.01), ([float("nan")], [1], 0.01), ([0.5], [1], 0.0), ([0.5], [1], 0.5)])  # fmt: skip
def test_log_score_refuses_what_it_cannot_score(forecast: list[float], came: list[float], bound: float) -> None:
    with pytest.raises(EngineInputError):
        log_score(forecast, came, bound)
