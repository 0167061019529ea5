"""The backtest: no issue is forecast with what its own proposal taught, and scores are those of the definition."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from summitry.bargaining.predictive import Decisions
from summitry.errors import EngineInputError
from summitry.worlds.backtest import BASELINE, CALIBRATED, Record, backtest, point_forecasts
from tests.unit.bargaining.made_up import decisions


def run(made: Decisions, **how: int) -> Record:
    return backtest(made, elaborate=False, **{"folds": 5, "splits": 2, **how})  # type: ignore[arg-type]


def test_scores_of_the_baseline_by_two_loops() -> None:
    """As many folds as proposals: each issue is forecast with the errors on all issues of other proposals."""
    made = decisions(3, issues=24)
    record = run(made, folds=12, splits=1)
    y, mean = made.outcomes, made.mean
    for i in range(len(made)):
        points = [
            float(np.clip(mean[i] + y[j] - mean[j], 0, 100)) for j in range(24) if made.groups[j] != made.groups[i]
        ]
        away = np.mean([abs(x - y[i]) for x in points])
        apart = np.mean([abs(a - b) for a in points for b in points])
        assert record.scores[BASELINE][i] == pytest.approx(away - apart / 2)
    assert record.rows[BASELINE].mae == pytest.approx(np.abs(mean - y).mean())
    assert record.rows[BASELINE].median_ae == pytest.approx(np.median(np.abs(mean - y)))
    assert record.rows[BASELINE].hit5 == pytest.approx((np.abs(mean - y) <= 5).mean())


def test_no_forecast_has_seen_an_outcome_of_its_own_proposal() -> None:
    """Other outcomes for one proposal change forecasts elsewhere, and none of its own."""
    made = decisions(4, issues=40)
    mine = made.groups == "p3"
    other = dataclasses.replace(made, outcomes=np.where(mine, 100.0 - made.outcomes, made.outcomes))
    before, after = run(made).points[CALIBRATED], run(other).points[CALIBRATED]
    assert np.array_equal(before[mine], after[mine])
    assert not np.array_equal(before[~mine], after[~mine])


def test_an_issue_without_an_outcome_is_counted_and_changes_nothing() -> None:
    made = decisions(5, issues=30)
    without = dataclasses.replace(made, outcomes=np.where(np.arange(30) == 7, np.nan, made.outcomes))
    kept = np.flatnonzero(np.arange(30) != 7)
    record, direct = run(without), run(made.take(kept))
    assert (record.n, record.without_outcome, record.issues.tolist()) == (29, 1, kept.tolist())
    assert record.rows == direct.rows


def test_each_split_deals_every_proposal_once() -> None:
    """Errors are means over splits of one forecast each: the baseline's point is the same in all."""
    made = decisions(6, issues=30)
    record = run(made, splits=3)
    assert record.points[BASELINE] == pytest.approx(made.mean)
    assert record.share.shape == record.stretch.shape == (15,)


def test_where_outcomes_fall_on_positions_the_calibrated_model_wins() -> None:
    rows = run(decisions(8, issues=150, on_positions=1.0), splits=1).rows
    gain = rows[CALIBRATED].crps_gain
    assert gain is not None
    assert gain.low > 0
    assert gain.value == pytest.approx(1 - rows[CALIBRATED].crps / rows[BASELINE].crps)
    assert gain.low < gain.value < gain.high


def test_where_they_are_the_mean_and_noise_it_loses_next_to_nothing() -> None:
    gain = run(decisions(9, issues=150, on_positions=0.0), splits=1).rows[CALIBRATED].crps_gain
    assert gain is not None
    assert gain.value > -0.03


def test_where_errors_carry_over_central_intervals_hold_what_they_promise() -> None:
    row = run(decisions(10, issues=300, on_positions=0.0, noise=8.0), splits=1).rows[CALIBRATED]
    assert row.cover50 == pytest.approx(0.5, abs=0.06)
    assert row.cover80 == pytest.approx(0.8, abs=0.06)
    assert row.inside80 >= row.cover80


def test_the_same_seed_gives_the_same_record_and_another_seed_other_folds() -> None:
    made = decisions(11, issues=40)
    assert run(made).rows == run(made).rows
    assert run(made).rows[CALIBRATED].crps != run(made, seed=1).rows[CALIBRATED].crps


def test_models_that_lack_something_say_so() -> None:
    made = decisions(12, issues=60)
    record = run(made)
    has = ~np.isnan(made.reference_points)
    row = record.rows["reference-point"]
    assert row.n == int(has.sum())
    assert row.mae == pytest.approx(np.abs(made.reference_points - made.outcomes)[has].mean())
    assert row.baseline_mae == pytest.approx(np.abs(made.mean - made.outcomes)[has].mean())
    assert np.array_equal(np.isnan(record.scores["reference-point"]), ~has)
    assert record.rows["nash"].borrowed >= int((~has).sum())
    assert record.rows[BASELINE].crps_gain is None


def test_nash_and_the_mean_that_stands_in_for_it() -> None:
    """Two actors of equal weight, both above a reference point of 0, at 40 and 80.

    Everybody gains up to 80, since the first stands as well at 80 as at 0. Between the positions the product of gains is
    (80 - x) x, greatest at 40; there it is also from below. Shares of the ideal gains, 40 and 80, are equal where (80 - x) / 40 = x / 80.
    """
    made = Decisions(
        np.array([[40.0, 80.0]] * 3), np.ones((3, 2), bool), np.ones((3, 2)), np.ones(2), np.array([0.0, 50.0, np.nan]),
        np.zeros(3), np.array(["a", "b", "c"]),
    )  # fmt: skip
    said = point_forecasts(made, elaborate=False)
    assert said["nash"].values == pytest.approx([40.0, 60.0, 60.0], abs=1e-6)
    assert said["kalai-smorodinsky"].values[0] == pytest.approx(160 / 3, abs=1e-6)
    assert said["nash"].borrowed.tolist() == said["kalai-smorodinsky"].borrowed.tolist() == [False, True, True]


def test_models_of_a_point_by_hand() -> None:
    made = Decisions(
        np.array([[0.0, 10.0, 100.0, np.nan]]), np.array([[True, True, True, False]]), np.array([[0.2, 0.2, 0.6, 1.0]]),
        np.array([1.0, 4.0, 1.0, 9.0]), np.array([30.0]), np.array([np.nan]), np.array(["a"]),
    )  # fmt: skip
    said = {name: float(points.values[0]) for name, points in point_forecasts(made, elaborate=True).items()}
    assert said["constant-50"] == 50
    assert said["reference-point"] == 30
    assert said["plain-mean"] == pytest.approx(110 / 3)
    assert said["salience-mean"] == pytest.approx(62)
    assert said["weighted-mean"] == pytest.approx((0.8 * 10 + 0.6 * 100) / 1.6)
    assert (said["plain-median"], said["weighted-median"]) == (10, 10)
    assert {"scholz-paper", "scholz-java"} <= set(said)
    assert all(0 <= point <= 100 for point in said.values())


def test_another_set_trains_alone_and_without_proposals_that_are_scored() -> None:
    made, other = decisions(13, issues=30), decisions(14, issues=40)
    train = dataclasses.replace(other, groups=np.array([f"t{i // 2}" for i in range(40)]))
    record = backtest(made, train=train, elaborate=False)
    assert (record.folds, record.splits, record.trained_on, record.shared) == (None, 1, 40, 0)
    residuals = train.outcomes - train.mean
    points = np.clip(made.mean[0] + residuals, 0, 100)
    expected = np.abs(points - made.outcomes[0]).mean() - np.abs(points[:, None] - points).mean() / 2
    assert record.scores[BASELINE][0] == pytest.approx(expected)
    mixed = dataclasses.replace(train, groups=np.where(np.arange(40) < 10, "p0", train.groups))
    again = backtest(made, train=mixed, elaborate=False)
    assert (again.trained_on, again.shared) == (30, 10)
    assert again.rows == backtest(made, train=train.take(np.arange(10, 40)), elaborate=False).rows


def test_what_cannot_be_scored_is_refused() -> None:
    made = decisions(15, issues=6)
    with pytest.raises(EngineInputError, match="no more folds than proposals"):
        run(made, folds=4)
    with pytest.raises(EngineInputError, match="splits"):
        run(made, folds=2, splits=0)
    with pytest.raises(EngineInputError, match="outcomes"):
        run(dataclasses.replace(made, outcomes=np.full(6, np.nan)))
    with pytest.raises(EngineInputError, match="train"):
        backtest(made, train=made, elaborate=False)


def test_progress_adds_up() -> None:
    seen: list[tuple[int, int]] = []
    backtest(decisions(16, issues=10), folds=5, splits=2, elaborate=False, progress=lambda *step: seen.append(step))
    assert {total for _, total in seen} == {10}
    assert sum(done for done, _ in seen) == 10
