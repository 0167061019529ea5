"""Averages and bargaining solutions on a line, against their definitions."""

from __future__ import annotations

import numpy as np
import pytest

from summitry.bargaining.averages import kalai_smorodinsky, nash, weighted_mean, weighted_median
from summitry.errors import EngineInputError

ENDS = (0.0, 10.0)


def test_draws_stand_on_the_leading_axis_and_weights_may_be_shared() -> None:
    positions = np.array([[0.0, 10], [2, 4]])
    assert weighted_mean(positions, [1, 3]).tolist() == [7.5, 3.5]
    assert weighted_median(positions, [1, 3]).tolist() == [10, 4]
    assert weighted_mean([0, 10], [1, 3]).shape == ()


@pytest.mark.parametrize(("tie", "wanted"), [("lower", 2), ("upper", 6), ("middle", 4)])
def test_where_weight_is_halved_at_a_gap_the_named_rule_decides(tie: str, wanted: float) -> None:
    assert weighted_median([0, 2, 6, 9], [1, 2, 2, 1], tie) == wanted  # type: ignore[arg-type]


def test_a_tie_of_weights_that_are_sums_of_decimals_is_still_a_tie() -> None:
    assert weighted_median([0, 1, 5], [0.1, 0.2, 0.3]) == 1
    assert weighted_median([0, 1, 5], [0.1, 0.2, 0.3], "upper") == 5


def test_the_median_is_where_no_other_position_has_more_weight_on_its_side() -> None:
    """Black: with preferences by distance it beats, or ties with, every other point."""
    rng = np.random.default_rng(3)
    for _ in range(100):
        x, w = rng.random(7) * 10, rng.random(7)
        median = weighted_median(x, w)
        for y in np.linspace(0, 10, 41):
            gap = np.abs(x - y) - np.abs(x - median)
            assert w[gap > 0].sum() >= w[gap < 0].sum() - 1e-12


def test_nobody_with_weight_means_that_all_count_alike() -> None:
    assert weighted_mean([0, 4, 8], [0, 0, 0]) == 4
    assert weighted_median([0, 4, 8], [0, 0, 0]) == 4


@pytest.mark.parametrize(
    ("positions", "weights", "told"),
    [
        ([1, 2], [1, 2, 3], "one number an actor"),
        ([], [], "one number an actor"),
        ([1, np.nan], [1, 1], "positions: every number must be finite; index \\(1,\\)"),
        ([1, 2], [1, -1], "weights: none may be negative; index \\(1,\\)"),
    ],
)
def test_arrays_that_do_not_fit_are_named(positions: list[float], weights: list[float], told: str) -> None:
    with pytest.raises(EngineInputError, match=told):
        weighted_mean(positions, weights)


def test_an_unknown_rule_for_ties_is_refused() -> None:
    with pytest.raises(EngineInputError, match="tie: found 'left'"):
        weighted_median([1], [1], "left")  # type: ignore[arg-type]


# ---- bargaining solutions


@pytest.mark.parametrize("solve", [nash, kalai_smorodinsky])
def test_opposed_to_each_other_across_the_reference_point_nobody_can_gain(solve: object) -> None:
    found = solve([3, 5], [1, 1], ENDS, reference=4)  # type: ignore[operator]
    assert not found.gain
    assert np.isnan(found.point)


@pytest.mark.parametrize("solve", [nash, kalai_smorodinsky])
def test_one_who_stands_at_the_reference_point_prevents_gain_unless_it_has_no_weight(solve: object) -> None:
    assert not solve([0, 5], [1, 1], ENDS, reference=0).gain  # type: ignore[operator]
    assert solve([0, 5], [0, 1], ENDS, reference=0).point == pytest.approx(5)  # type: ignore[operator]


@pytest.mark.parametrize("reference", [0.0, 1.5])
def test_nash_maximises_the_weighted_product_of_gains(reference: float) -> None:
    rng = np.random.default_rng(5)
    grid = np.linspace(*ENDS, 4001)
    for _ in range(60):
        x, w = reference + 0.1 + rng.random(4) * (9.9 - reference), rng.random(4) + 0.05
        gains = np.abs(reference - x) - np.abs(grid[:, None] - x)
        product = np.where((gains > 0).all(axis=1), (np.log(np.maximum(gains, 1e-300)) * w).sum(axis=1), -np.inf)
        best = grid[product.argmax()]
        assert nash(x, w, ENDS, reference=reference).point == pytest.approx(best, abs=0.006)


def test_kalai_smorodinsky_makes_the_least_share_of_the_ideal_gain_greatest() -> None:
    rng = np.random.default_rng(7)
    grid = np.linspace(*ENDS, 4001)
    for _ in range(60):
        x = 0.1 + rng.random(4) * 9.9
        gains = x - np.abs(grid[:, None] - x)  # reference point 0
        possible = (gains >= 0).all(axis=1)
        share = np.where(possible, (gains / gains[possible].max(axis=0)).min(axis=1), -1)
        found = kalai_smorodinsky(x, np.ones(4), ENDS, reference=0)
        assert found.point == pytest.approx(grid[share.argmax()], abs=0.006)


def test_kalai_smorodinsky_of_two_by_hand() -> None:
    """From 0, with aims at 3 and 5: gains y and y up to 3, then 6 - y and y; ideals 3 and 5; equal shares at y = 15/4."""
    assert kalai_smorodinsky([3, 5], [1, 1], ENDS, reference=0).point == pytest.approx(15 / 4)


def test_against_a_floor_that_is_very_low_nash_is_near_the_weighted_median_of_linear_gains() -> None:
    """All gains are then almost alike, so that the sum of weights on either side decides: gains are linear, not quadratic."""
    assert nash([2, 5, 8], [1, 1, 3], ENDS, floor=-1e6).point == pytest.approx(8, abs=1e-3)


def test_against_a_floor_two_equals_meet_in_between() -> None:
    found = nash([2, 8], [1, 1], ENDS, floor=0.0)
    assert found.gain
    assert found.point == pytest.approx(5, abs=3.0)
    gains = [1 - abs(float(found.point) - x) / 10 for x in (2, 8)]
    assert np.prod(gains) >= max((1 - abs(y - 2) / 10) * (1 - abs(y - 8) / 10) for y in np.linspace(0, 10, 101)) - 1e-9


def test_a_floor_above_what_any_point_gives_to_all_leaves_no_gain() -> None:
    assert not nash([0, 10], [1, 1], ENDS, floor=0.6).gain
    assert nash([0, 10], [1, 1], ENDS, floor=0.4).gain


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "expected one of the two"),
        ({"reference": 1, "floor": 0.0}, "expected one of the two"),
        ({"reference": 1, "ends": (5.0, 1.0)}, "the least before the greatest"),
        ({"reference": 1, "ends": (0.0, 2.0)}, "beyond the ends"),
    ],
)
def test_what_is_asked_of_a_solution_must_make_sense(given: dict[str, object], told: str) -> None:
    ends = given.pop("ends", ENDS)
    with pytest.raises(EngineInputError, match=told):
        nash([1, 3], [1, 1], ends, **given)  # type: ignore[arg-type]
