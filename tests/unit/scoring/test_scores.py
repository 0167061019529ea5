"""Scores by hand."""

from __future__ import annotations

import pytest

from summitry.errors import EngineInputError
from summitry.scoring.scores import base_rates, brier


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
