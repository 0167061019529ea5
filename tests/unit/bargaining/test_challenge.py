"""The expected-utility model: what must hold whatever the inputs, the trace, and what is refused."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from summitry.bargaining.challenge import (
    OPEN_STEPS,
    SCHOLZ_JAVA,
    SCHOLZ_PAPER,
    VARIANTS,
    Variant,
    challenge,
    dyads,
    model_form_spread,
    readings,
    trace,
)
from summitry.errors import EngineInputError
from tests.literature.test_scholz2011 import CAPABILITY, POSITION, SALIENCE

DEGENERATE = {
    "all at one point": ([5.0, 5, 5], [0.5, 0.2, 1], [1, 2, 3]),
    "nobody cares": ([1.0, 5, 9], [0, 0, 0], [1, 2, 3]),
    "nobody can do anything": ([1.0, 5, 9], [1, 0.5, 0.2], [0, 0, 0]),
    "one actor": ([3.0], [0.5], [1]),
    "equal security": ([0.0, 10], [0.5, 0.5], [1, 1]),
    "one who cares": ([1.0, 5, 9], [0, 0, 1], [1, 1, 1]),
}


@pytest.mark.parametrize("variant", [*VARIANTS.values(), *readings()[::17], Variant(stays=0.5, stopping="settled")])
@pytest.mark.parametrize("case", DEGENERATE.values(), ids=DEGENERATE)
def test_degenerate_cases_give_finite_numbers(case: tuple[list[float], ...], variant: Variant) -> None:
    x, s, c = (np.array(a, float) for a in case)
    course = challenge(x[None], s, c, variant, rounds=4)
    for numbers in (course.positions, course.exponents, course.medians, course.means):
        assert np.isfinite(numbers).all()
    assert (course.positions >= x.min()).all()
    assert (course.positions <= x.max()).all()
    assert ((course.exponents >= 0.5 - 1e-12) & (course.exponents <= 2 + 1e-12)).all()


def test_the_chances_of_a_pair_add_up_to_one() -> None:
    seen = dyads(POSITION, SALIENCE, CAPABILITY)
    assert seen.prevail + seen.prevail.T == pytest.approx(np.ones((10, 10)), abs=1e-15)


def test_with_two_unequal_actors_the_weaker_chance_is_its_share_of_weight() -> None:
    seen = dyads([0, 10], [1, 0.5], [2, 1])
    assert seen.prevail[0, 1] == pytest.approx(2 / 2.5)


def test_draws_do_not_touch_each_other_and_threads_change_nothing() -> None:
    rng = np.random.default_rng(1)
    x, s, c = rng.random((40, 6)) * 10, rng.random((40, 6)), rng.random((40, 6))
    whole = challenge(x, s, c, rounds=3, workers=1)
    assert np.array_equal(whole.medians, challenge(x, s, c, rounds=3, workers=2).medians)
    alone = [challenge(x[d : d + 1], s[d], c[d], rounds=3).medians[0] for d in range(40)]
    assert np.array_equal(whole.medians, np.array(alone))


def test_once_settled_play_stops_and_positions_stay() -> None:
    course = challenge(
        POSITION[None], SALIENCE, CAPABILITY, dataclasses.replace(SCHOLZ_JAVA, stopping="settled"), rounds=9
    )
    q = int(course.rounds[0])
    assert q < 9
    assert abs(course.medians[0, q] - course.medians[0, q - 1]) < 0.01 * 6
    assert (course.positions[0, q:] == course.positions[0, q]).all()


# ---- the trace


@pytest.mark.parametrize(
    "variant",
    [*VARIANTS.values(), Variant(offer="enforceable"), Variant(offer="least", stays=0.5), Variant(risk="kept")],
)
def test_what_is_taken_in_the_trace_is_how_positions_move(variant: Variant) -> None:
    course = challenge(POSITION[None], SALIENCE, CAPABILITY, variant, rounds=6)
    offers = trace(POSITION, SALIENCE, CAPABILITY, variant, rounds=6)
    for t in range(6):
        moved = course.positions[0, t].copy()
        taken = [o for o in offers if o.round == t + 1 and o.taken]
        assert len({o.to for o in taken}) == len(taken)  # one each
        for o in taken:
            assert o.start == moved[o.to]
            moved[o.to] = o.point
        assert moved == pytest.approx(course.positions[0, t + 1], abs=1e-12)


def test_each_kind_of_offer_is_what_expectations_say() -> None:
    """Section 6.1 and eq. 36: the part of the way that a compromise asks for is the ratio of the two expectations."""
    kinds = set()
    for variant in (SCHOLZ_PAPER, SCHOLZ_JAVA, Variant(conflict="nobody"), Variant(stays=0.5, security="reversed")):
        where = challenge(POSITION[None], SALIENCE, CAPABILITY, variant, rounds=6).positions[0]
        for o in trace(POSITION, SALIENCE, CAPABILITY, variant, rounds=6):
            a, b, other = o.expected, o.answered, where[o.round - 1, o.by]
            kinds.add(o.kind)
            if o.kind == "conflict":
                assert b > a > 0
                assert o.point == other
            elif o.kind == "compromise":
                assert a < 0 < b
                assert o.point - o.start == pytest.approx((other - o.start) * abs(a / b))
            elif o.kind == "acquiesce":
                assert a < 0 < b < -a
                assert o.point == other
            else:
                assert (min(a, b) > 0) if o.kind == "standoff" else (max(a, b) < 0)
                assert o.point == o.start
                assert o.why == "nobody moves"
    assert kinds == {"conflict", "compromise", "acquiesce", "standoff", "stalemate"}


def test_a_refused_offer_says_why() -> None:
    whys = {o.why for v in readings() for o in trace(POSITION, SALIENCE, CAPABILITY, v, rounds=3)}
    assert whys >= {"taken", "kind", "farther", "weaker", "nobody moves"}


def test_between_equals_that_lead_apart_nobody_moves_and_the_trace_says_so() -> None:
    """One in the middle between mirror images."""
    offers = trace([0, 5, 10], [0.9, 0.1, 0.9], [1, 0.2, 1], rounds=1)
    mine = [o for o in offers if o.to == 1]
    assert [o.why for o in mine] == ["torn", "torn"]


# ---- readings


def test_there_are_192_readings_all_different_and_each_switch_has_all_its_settings() -> None:
    found = readings()
    assert len(set(found)) == len(found) == 192
    assert [len({getattr(v, step) for v in found}) for step in OPEN_STEPS] == [2, 2, 2, 2, 2, 2, 3]


def test_the_readings_disagree_over_the_whole_scale() -> None:
    spread = model_form_spread(POSITION[None], SALIENCE, CAPABILITY, rounds=5)
    assert spread.medians.shape == (192, 1, 6)
    assert spread.quantiles([0, 1]) == pytest.approx([4, 10])
    means = spread.by_switch("offer")
    assert np.mean(list(means.values())) == pytest.approx(spread.medians[:, 0, -1].mean())


# ---- what is refused


@pytest.mark.parametrize(
    ("positions", "saliences", "capabilities", "told"),
    [
        ([1.0, 2], [1, 1], [1, 1], r"positions: found shape \(2,\)"),
        ([[1.0, 2]], [1], [1, 1], r"saliences: found shape \(1,\)"),
        ([[1.0, np.inf]], [1, 1], [1, 1], "positions: every number must be finite"),
        ([[1.0, 2]], [1, 80], [1, 1], "saliences: expected numbers from 0 to 1"),
        ([[1.0, 2]], [1, 1], [1, -1], "capabilities: none may be negative"),
    ],
)
def test_arrays_that_do_not_fit_are_named(
    positions: object, saliences: object, capabilities: object, told: str
) -> None:
    with pytest.raises(EngineInputError, match=told):
        challenge(positions, saliences, capabilities)  # type: ignore[arg-type]


def test_settings_and_rounds_that_do_not_exist_are_named() -> None:
    with pytest.raises(EngineInputError, match="offer: found 'best', expected one of ordered"):
        Variant(offer="best")  # type: ignore[arg-type]
    with pytest.raises(EngineInputError, match="stays: found 2"):
        Variant(stays=2)
    with pytest.raises(EngineInputError, match="rounds: found 0"):
        challenge([[1.0, 2]], [1, 1], [1, 1], rounds=0)
    with pytest.raises(EngineInputError, match="all are the same"):
        dyads([1, 1], [1, 1], [1, 1])
