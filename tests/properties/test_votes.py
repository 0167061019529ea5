"""What is true of every voting rule: votes and power indices against their definitions, and what must not matter to them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.bargaining import halves
from summitry.bargaining import power as power_module
from summitry.bargaining.power import Power, power, sampled_power
from summitry.bargaining.votes import VotingRule, can_block, can_carry, passes, pivotal, with_each
from tests.oracle import votes as oracle

CLOSE = {"rtol": 0, "atol": 1e-12}


@st.composite
def rules(draw: Any, most: int = 7, plain: bool = False, decimals: int = 1) -> VotingRule:
    """Rules of all kinds; `plain` leaves out what a power index is blind to (quorum, abstention)."""
    n, m = draw(st.integers(1, most)), draw(st.integers(1, 3))
    scale = 10**decimals
    numbers = st.integers(0, 6 * scale).map(lambda x: x / scale)
    weights = np.array(draw(st.lists(st.lists(numbers, min_size=n, max_size=n), min_size=m, max_size=m)))
    if draw(st.booleans()):
        weights[-1] = 1.0  # members count as a measure
    shares = draw(st.lists(st.sampled_from([0.0, 0.3, 0.5, 0.65, 0.8, 1.0]), min_size=m, max_size=m))
    against = np.array(draw(st.lists(st.sampled_from([0.0, 0.0, 1.0, 2.0]), min_size=m, max_size=m)))
    quotas = np.where(against > 0, 0.0, np.array(shares) * weights.sum(axis=1))
    return VotingRule(
        weights,
        quotas,
        against,
        np.array(draw(st.lists(st.booleans(), min_size=m, max_size=m))),
        np.array(draw(st.lists(st.sampled_from([False, False, True]), min_size=n, max_size=n))),
        draw(st.sampled_from([0, 0, 2, 3])),
        None if plain else weights.sum(axis=1) * draw(st.sampled_from([0, 0.5, 0.9])),
    )


ballots = st.sampled_from([-1, 0, 1])


@given(rules(), st.data())
@settings(deadline=None, max_examples=300)
def test_what_passes_and_who_is_pivotal(rule: VotingRule, data: Any) -> None:
    n = rule.members
    votes = data.draw(st.lists(ballots, min_size=n, max_size=n))
    there = data.draw(st.lists(st.booleans(), min_size=n, max_size=n))
    yes, no = data.draw(st.sampled_from([(0.0, 0.0), (1.5, 0.0), (1.0, 2.0)]))
    assert passes(rule, votes, yes, no, there) == oracle.passes(rule, votes, there, yes, no)
    swing, turns = with_each(rule, votes, yes, no, there), pivotal(rule, votes, yes, no, there)
    for k in range(n):
        outcomes = [
            oracle.passes(rule, [*votes[:k], v, *votes[k + 1 :]], [*there[:k], True, *there[k + 1 :]], yes, no)
            for v in (-1, 0, 1)
        ]
        assert outcomes == sorted(outcomes)  # monotone
        assert (swing.no[k], swing.yes[k]) == (outcomes[0], outcomes[2])
        assert turns[k] == (len(set(outcomes)) == 2)


@given(rules(), st.data())
@settings(deadline=None)
def test_rows_are_answered_one_by_one(rule: VotingRule, data: Any) -> None:
    row = st.lists(ballots, min_size=rule.members, max_size=rule.members)
    votes = np.array(data.draw(st.lists(row, min_size=1, max_size=4)))
    assert passes(rule, votes).tolist() == [bool(passes(rule, v)) for v in votes]
    assert pivotal(rule, votes[None])[0].tolist() == [pivotal(rule, v).tolist() for v in votes]


@given(rules())
@settings(deadline=None)
def test_who_blocks_and_who_carries(rule: VotingRule) -> None:
    everybody = set(range(rule.members))
    assert can_block(rule).tolist() == [not oracle.wins(rule, everybody - {k}) for k in range(rule.members)]
    assert can_carry(rule).tolist() == [oracle.wins(rule, {k}) for k in range(rule.members)]


def check(found: Power, rule: VotingRule) -> None:
    shapley, swings, winning = oracle.by_coalitions(rule)
    everything = sum(swings)
    np.testing.assert_allclose(found.shapley, [float(s) for s in shapley], **CLOSE)
    np.testing.assert_allclose(found.absolute, np.array(swings) / 2 ** (rule.members - 1), **CLOSE)
    np.testing.assert_allclose(found.banzhaf, np.array(swings) / max(everything, 1), **CLOSE)
    assert found.decisiveness == winning / 2**rule.members
    if everything:
        assert found.shapley.sum() == pytest.approx(1, abs=1e-12)
        assert found.banzhaf.sum() == pytest.approx(1, abs=1e-12)


@given(rules(most=6, plain=True))
@settings(deadline=None, max_examples=60)
def test_shapley_shubik_over_all_orders(rule: VotingRule) -> None:
    np.testing.assert_allclose(power(rule).shapley, [float(s) for s in oracle.shapley_by_orders(rule)], **CLOSE)


@given(rules(most=9, plain=True))
@settings(deadline=None, max_examples=60)
def test_indices_over_all_coalitions(rule: VotingRule) -> None:
    check(power(rule), rule)


def test_a_dozen_members_over_all_coalitions() -> None:
    weights = [[9, 8, 7, 7, 5, 4, 4, 3, 2, 1, 1, 0], [1.5, 22, 3.25, 8, 1, 1, 6, 2, 9.75, 0.5, 4, 2]]
    rule = VotingRule(weights, [31, 40], veto=np.arange(12) == 4, blocking=2)
    check(power(rule), rule)


@given(rules(most=9, plain=True, decimals=0), st.sampled_from([np.pi, 1 / 3, np.sqrt(2)]))
@settings(deadline=None, max_examples=60)
def test_weights_that_are_no_decimals_are_matched_in_halves(rule: VotingRule, unit: float) -> None:
    rows = rule.weights[:2] * unit
    if any(np.ptp(row) > 0 for row in rows):
        scaled = VotingRule(rows, rule.quotas[:2] * unit, rule.against[:2], rule.strict[:2], rule.veto, rule.blocking)
        whole = [power_module._whole(w, 0.0) for w in rows]
        assert any(w is None for w in whole)
        check(power(scaled), scaled)


@given(st.integers(1, 11), st.integers(1, 2), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=40)
def test_halves_and_generating_functions_count_alike(n: int, measures: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights = rng.integers(0, 8, (measures, n))
    floors = [int(rng.integers(0, row.sum() + 2)) for row in weights]
    shape = (n + 1, *(int(row.sum()) + 1 for row in weights))
    halved = halves.matched(weights.astype(float), np.array(floors, float))
    assert power_module._generated(weights, floors, shape) == halved


@given(rules(most=8, plain=True), st.sampled_from([2.0, 0.5, 7.0]), st.randoms())
@settings(deadline=None, max_examples=60)
def test_neither_scale_nor_order_matters(rule: VotingRule, factor: float, dice: Any) -> None:
    found = power(rule)
    kept = {"against": rule.against, "strict": rule.strict, "blocking": rule.blocking}
    scaled = power(VotingRule(rule.weights * factor, rule.quotas * factor, veto=rule.veto, **kept))
    order = list(range(rule.members))
    dice.shuffle(order)
    moved = power(VotingRule(rule.weights[:, order], rule.quotas, veto=rule.veto[order], **kept))
    for name in ("shapley", "banzhaf", "absolute"):
        np.testing.assert_allclose(getattr(scaled, name), getattr(found, name), **CLOSE)
        np.testing.assert_allclose(getattr(moved, name), getattr(found, name)[order], **CLOSE)


@given(rules(most=8, plain=True))
@settings(deadline=None, max_examples=60)
def test_equals_are_equal_and_a_dummy_has_nothing(rule: VotingRule) -> None:
    found = power(rule)
    n = rule.members
    for a in range(n):
        for b in range(a):
            if (rule.weights[:, a] == rule.weights[:, b]).all() and rule.veto[a] == rule.veto[b]:
                assert found.shapley[a] == pytest.approx(found.shapley[b], abs=1e-12)
                assert found.banzhaf[a] == pytest.approx(found.banzhaf[b], abs=1e-12)
    if rule.blocking == 0:
        kept = {"against": rule.against, "strict": rule.strict}
        joined = VotingRule(np.c_[rule.weights, np.zeros(len(rule.weights))], rule.quotas, veto=np.r_[rule.veto, False], **kept)  # fmt: skip
        more = power(joined)
        assert more.shapley[-1] == more.banzhaf[-1] == more.absolute[-1] == 0
        np.testing.assert_allclose(more.shapley[:-1], found.shapley, **CLOSE)


@given(st.integers(1, 4), st.integers(1, 6), st.data())
@settings(deadline=None, max_examples=40)
def test_a_veto_is_a_weight_without_which_nothing_reaches(vetoes: int, others: int, data: Any) -> None:
    """`flags` counts votes and gives vetoes; `weights` gives holders so much that the rest cannot make up for one of them."""
    n, wanted = vetoes + others, data.draw(st.integers(0, others))
    veto = np.arange(n) < vetoes
    flags = power(VotingRule(np.ones(n), [vetoes + wanted], veto=veto))
    weights = power(VotingRule(np.where(veto, others + 1, 1), [vetoes * (others + 1) + wanted]))
    np.testing.assert_allclose(flags.shapley, weights.shapley, **CLOSE)
    np.testing.assert_allclose(flags.banzhaf, weights.banzhaf, **CLOSE)


def test_samples_lie_about_the_exact_indices() -> None:
    rule = VotingRule([[9, 7, 6, 6, 4, 3, 1], np.ones(7)], [20, 4], veto=[True, *[False] * 6])
    exact, found = power(rule), sampled_power(rule, np.random.default_rng(3), 20_000)
    for name in ("shapley", "banzhaf", "absolute"):
        error = getattr(found, f"{name}_error")
        assert (error < 0.01).all()
        # Seven errors, each of about one standard deviation: four would be one in 16,000.
        assert (np.abs(getattr(found, name) - getattr(exact, name)) <= 4 * error + 1e-12).all()
    again = sampled_power(rule, np.random.default_rng(3), 20_000)
    assert (again.shapley == found.shapley).all()
    assert found.shapley.sum() == pytest.approx(1)
