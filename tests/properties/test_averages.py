"""What is true of every line of positions: units, mirror, order and splitting of actors change nothing."""

from __future__ import annotations

from typing import get_args

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from summitry.bargaining import challenge as model
from summitry.bargaining.averages import kalai_smorodinsky, nash, weighted_mean, weighted_median
from summitry.bargaining.challenge import Variant, challenge, dyads
from tests.oracle import challenge as oracle

Case = tuple[np.ndarray, np.ndarray, np.ndarray]
SWITCHES = {name: get_args(kind) for name, kind in model._SWITCHES.items()}
# Those that look at the order of actors, or at where on the scale a point lies, are tried against the oracle alone.
FAIR = {**SWITCHES, "tie": ("strongest",), "offer": ("ordered", "enforceable", "least")}


@st.composite
def cases(draw: st.DrawFn, most: int = 7) -> Case:
    n = draw(st.integers(1, most))
    rounded = st.integers(0, 20).map(lambda k: k / 2)
    fine = st.integers(0, 10_000).map(lambda k: k / 1000)  # the same, or apart by more than rounding can blur
    x = draw(st.lists(rounded if draw(st.booleans()) else fine, min_size=n, max_size=n))
    s = draw(st.lists(st.integers(0, 20), min_size=n, max_size=n))
    c = draw(st.lists(st.integers(0, 30), min_size=n, max_size=n))
    return np.array(x), np.array(s) / 20, np.array(c) / 10


def variants(
    among: dict[str, tuple[str, ...]] = SWITCHES, stays: tuple[float, ...] = (0.0, 0.5, 1.0)
) -> st.SearchStrategy[Variant]:
    return st.builds(
        Variant, stays=st.sampled_from(stays), acquiesce=st.booleans(),
        **{name: st.sampled_from(settings) for name, settings in among.items()},
    )  # fmt: skip


def medians(case: Case, variant: Variant, rounds: int = 3) -> np.ndarray:
    x, s, c = case
    return challenge(x[None], s, c, variant, rounds=rounds).positions[0]


@given(cases(), st.integers(-8, 8), st.integers(1, 64))
def test_a_change_of_units_carries_mean_median_and_solutions_along(case: Case, shift: int, scale: int) -> None:
    x, s, c = case
    w, y = s * c, shift + scale * x
    for average in (weighted_mean, weighted_median):
        assert np.allclose(average(y, w), shift + scale * average(x, w), atol=1e-9 * scale)
    for solve in (nash, kalai_smorodinsky):
        one = solve(x, w, (0, 10), reference=0)
        two = solve(y, w, (shift, shift + 10 * scale), reference=shift)
        assert one.gain == two.gain
        assert np.allclose(two.point, shift + scale * one.point, atol=1e-6 * scale, equal_nan=True)


@given(cases(), st.data())
def test_order_and_splitting_leave_mean_and_median(case: Case, data: st.DataObject) -> None:
    x, s, c = case
    w = s * c
    order = data.draw(st.permutations(range(len(x))))
    k, part = data.draw(st.integers(0, len(x) - 1)), data.draw(st.sampled_from([0.25, 0.5]))
    split = np.append(w, part * w[k])
    split[k] -= part * w[k]
    for average in (weighted_mean, weighted_median):
        assert np.isclose(average(x[order], w[order]), average(x, w))
        if w.sum() > 0:
            assert np.isclose(average(np.append(x, x[k]), split), average(x, w))


@given(cases())
def test_the_mirror_image_of_a_line_has_the_mirrored_median_with_the_other_rule(case: Case) -> None:
    x, s, c = case
    assert weighted_median(-x, s * c, "lower") == -weighted_median(x, s * c, "upper")
    assert weighted_median(-x, s * c, "middle") == -weighted_median(x, s * c, "middle")


@settings(max_examples=150, deadline=None)
@given(cases(), variants())
def test_the_compiled_model_does_what_the_equations_say(case: Case, variant: Variant) -> None:
    x, s, c = case
    found = challenge(x[None], s, c, variant, rounds=3)
    track, risks, median, mean = oracle.play(x, s, c, variant, 3)
    assert np.allclose(found.positions[0], track, atol=1e-7)
    assert np.allclose(found.exponents[0], risks, atol=1e-7)
    assert np.allclose(found.medians[0], median, atol=1e-7)
    assert np.allclose(found.means[0], mean, atol=1e-7)


@settings(deadline=None)
@given(cases(), variants(), st.integers(-4, 4), st.sampled_from([0.5, 2.0, 8.0]))
def test_a_change_of_units_carries_rounds_of_challenges_along(
    case: Case, variant: Variant, shift: int, scale: float
) -> None:
    x, s, c = case
    moved = medians((shift + scale * x, s, c), variant, rounds=1)
    assert np.allclose(moved, shift + scale * medians(case, variant, rounds=1), atol=1e-6 * scale)


@settings(deadline=None)
@given(cases(), variants(FAIR, stays=(1.0,)), st.data())
def test_order_and_mirror_change_no_round_of_challenges(case: Case, variant: Variant, data: st.DataObject) -> None:
    """With Q = 1, so that the median, whose tie rule has a side, does not enter."""
    x, s, c = case
    base = medians(case, variant, rounds=1)[1]
    order = data.draw(st.permutations(range(len(x))))
    assert np.allclose(medians((x[order], s[order], c[order]), variant, rounds=1)[1], base[order], atol=1e-7)
    assert np.allclose(medians((-x, s, c), variant, rounds=1)[1], -base, atol=1e-7)


@settings(deadline=None)
@given(cases(), variants({**SWITCHES, "prevail": ("pair",)}))
def test_the_chances_of_a_pair_add_up_to_one(case: Case, variant: Variant) -> None:
    x, s, c = case
    assume(x.max() > x.min())
    chance = dyads(x, s, c, variant).prevail
    assert np.allclose(chance + chance.T, 1)
    assert (chance >= 0).all()


@settings(deadline=None)
@given(cases(), variants())
def test_everything_is_finite_and_nobody_leaves_the_positions(case: Case, variant: Variant) -> None:
    x, s, c = case
    found = challenge(x[None], s, c, variant, rounds=3)
    for numbers in (found.positions, found.exponents, found.medians, found.means):
        assert np.isfinite(numbers).all()
    assert found.positions.min() >= x.min() - 1e-9
    assert found.positions.max() <= x.max() + 1e-9
