"""Win-sets against a count of votes at every point of a grid."""

from __future__ import annotations

import numpy as np
import pytest

from summitry.bargaining.votes import VotingRule, simple_majority, unanimity
from summitry.bargaining.winset import by_vote, setter_point, winset
from summitry.errors import EngineInputError

ENDS = (0.0, 10.0)


def passed_on_a_grid(x: np.ndarray, q: float, rule: VotingRule, grid: np.ndarray) -> np.ndarray:
    """By the definition: every voter compares distances, and votes are counted with the weights of a single measure."""
    likes = np.abs(grid[:, None] - x) <= np.abs(q - x)
    return likes @ rule.weights[0] >= rule.quotas[0] - 1e-12


@pytest.mark.parametrize("quota", [3, 5, 7])
def test_the_stretch_is_what_a_count_at_every_point_says(quota: float) -> None:
    rng = np.random.default_rng(11)
    grid = np.linspace(*ENDS, 1001)
    weights = np.array([3, 2, 1, 1])
    rule = VotingRule(weights, np.array([quota]))
    for _ in range(60):
        x, q = rng.random(4) * 10, float(rng.random() * 10)
        won = winset(x, q, by_vote(rule), ENDS)
        counted = grid[passed_on_a_grid(x, q, rule, grid) & (np.abs(grid - q) > 1e-9)]
        if won.is_empty:
            assert not len(counted)
        else:
            assert counted.min() == pytest.approx(max(float(won.low), 0), abs=0.011)
            assert counted.max() == pytest.approx(min(float(won.high), 10), abs=0.011)


def test_with_an_odd_number_of_equals_the_median_voter_s_position_cannot_be_beaten() -> None:
    x = np.array([1.0, 4, 9])
    assert winset(x, 4.0, by_vote(simple_majority(3)), ENDS).is_empty
    won = winset(x, 6.0, by_vote(simple_majority(3)), ENDS)
    assert (float(won.low), float(won.high)) == (2.0, 6.0)


def test_under_unanimity_only_those_on_one_side_pass_anything() -> None:
    everyone = by_vote(unanimity(2))
    assert winset(np.array([3.0, 5]), 4.0, everyone, ENDS).is_empty
    won = winset(np.array([3.0, 5]), 0.0, everyone, ENDS)
    assert (float(won.low), float(won.high)) == (0.0, 6.0)


def test_votes_of_nobody_named_count_with_each_draw() -> None:
    x = np.array([[8.0], [8.0]])
    rule = VotingRule(np.array([1.0]), np.array([2.0]))
    won = winset(x, np.zeros(2), by_vote(rule, np.array([[0.0], [1.0]]), np.array([[1.0], [0.0]])), ENDS)
    assert won.is_empty.tolist() == [True, False]
    assert won.high.tolist() == [0, 10]


def test_an_agenda_setter_gets_the_nearest_point_that_passes() -> None:
    won = winset(np.array([1.0, 4, 9]), 6.0, by_vote(simple_majority(3)), ENDS)
    assert setter_point(won, np.array([0.0, 3, 10])).tolist() == [2, 3, 6]


def test_no_voters_or_no_numbers_are_refused() -> None:
    with pytest.raises(EngineInputError, match="at least one voter"):
        winset(np.zeros((3, 0)), 0.0, by_vote(simple_majority(1)), ENDS)
    with pytest.raises(EngineInputError, match="finite"):
        winset([np.nan], 0.0, by_vote(simple_majority(1)), ENDS)
