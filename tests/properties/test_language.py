"""Properties of conditions and quantities, on random ones."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from summitry.dossier.language import Condition
from summitry.dossier.quantities import Quantity

NAMES = ("a", "b", "c", "d-2", "share", "AND")
BITS = dict(zip(NAMES, (3, 0, 7, 1, 64, 2), strict=True))


def _joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    wrapped = parts.map(lambda text: f"({text})")
    several = st.lists(wrapped, min_size=2, max_size=4)
    counted = st.lists(parts, min_size=1, max_size=4).flatmap(
        lambda texts: st.builds(
            lambda word, count: f"{word} {count} of ({', '.join(texts)})",
            st.sampled_from(["exactly", "at least", "at most"]),
            st.integers(0, len(texts)),
        )
    )
    return st.one_of(
        wrapped.map(lambda text: f"not {text}"),
        several.map(" and ".join),
        several.map(" or ".join),
        st.tuples(wrapped, wrapped).map(" if ".join),
        st.tuples(wrapped, wrapped).map(" iff ".join),
        counted,
    )


CONDITIONS = st.recursive(st.sampled_from(NAMES), _joined, max_leaves=12).map(Condition.parse)
SUBSETS = [frozenset(on) for size in range(len(NAMES) + 1) for on in combinations(NAMES, size)]


@given(CONDITIONS)
def test_canonical_text_is_a_fixed_point_with_the_same_meaning(condition: Condition) -> None:
    again = Condition.parse(condition.text)
    assert again == condition
    assert again.term == condition.term
    assert all(again.holds(on) == condition.holds(on) for on in SUBSETS)


@given(CONDITIONS)
def test_cubes_are_disjoint_and_agree_with_holds(condition: Condition) -> None:
    cubes = condition.cubes(BITS)
    for on in SUBSETS:
        state = sum(1 << BITS[name] for name in on)
        hits = [state & mask == value for mask, value in cubes]
        assert sum(hits) == condition.holds(on)
    named = sum(1 << BITS[name] for name in condition.names)
    assert all(value & ~mask == 0 and mask & ~named == 0 for mask, value in cubes)


ENDS = st.tuples(st.floats(-1e4, 1e4), st.floats(1e-3, 1e4)).map(lambda pair: (pair[0], pair[0] + pair[1]))
MODES = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(1e-4, 1 - 1e-4))
SHARES = np.linspace(0.0005, 0.9995, 400)


def _with_mode(ends: tuple[float, float], at: float) -> Quantity:
    low, high = ends
    mode = low if at == 0 else high if at == 1 else min(max(low + at * (high - low), low), high)
    return Quantity("mode", low, mode, high, "")


QUANTITIES = st.one_of(
    ENDS.map(lambda ends: Quantity("range", ends[0], sum(ends) / 2, ends[1], "")),
    st.builds(_with_mode, ENDS, MODES),
    ENDS.map(lambda ends: Quantity("between", ends[0], sum(ends) / 2, ends[1], "")),
    st.floats(-1e4, 1e4).map(lambda number: Quantity("exact", number, number, number, "")),
)


@given(QUANTITIES)
def test_quantiles_rise_and_the_central_value_lies_inside(quantity: Quantity) -> None:
    values = quantity.quantile(SHARES)
    assert np.all(np.diff(values) >= 0)
    assert quantity.low <= quantity.central() <= quantity.high
    least, most = quantity.quantile(np.array([1e-9, 1 - 1e-9]))  # a half-normal begins at its central value
    assert least - 1e-6 * quantity.width <= quantity.central() <= most + 1e-6 * quantity.width


@given(QUANTITIES, ENDS)
def test_a_cut_is_kept_and_matches_the_uncut_order(quantity: Quantity, cut: tuple[float, float]) -> None:
    values = quantity.quantile(SHARES, cut)
    assert np.all((cut[0] <= values) & (values <= cut[1]))
    assert np.all(np.diff(values) >= 0)


@given(ENDS)
def test_a_range_holds_nine_tenths(ends: tuple[float, float]) -> None:
    low, high = ends
    values = Quantity("range", low, (low + high) / 2, high, "").quantile(np.array([0.05, 0.5, 0.95]))
    np.testing.assert_allclose(values, [low, (low + high) / 2, high], atol=1e-9 * (abs(low) + high - low))


@given(ENDS, st.floats(1e-4, 1 - 1e-4))
def test_a_range_with_a_mode_has_its_tails_and_one_density_at_the_mode(ends: tuple[float, float], at: float) -> None:
    quantity = _with_mode(ends, at)
    scale = quantity.width
    tails = quantity.quantile(np.array([0.05, 0.95]))
    np.testing.assert_allclose(tails, [quantity.low, quantity.high], atol=1e-6 * scale, rtol=1e-9)
    share = _share_below(quantity, quantity.mode)
    left = quantity.mode - quantity.quantile(np.array([share / 2]))[0]  # the quartile of each half-normal
    right = quantity.quantile(np.array([(1 + share) / 2]))[0] - quantity.mode
    assert abs(share - left / (left + right)) < 1e-4


def _share_below(quantity: Quantity, value: float) -> float:
    low, high = 1e-12, 1 - 1e-12
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if quantity.quantile(np.array([middle]))[0] < value else (low, middle)
    return high


@given(QUANTITIES)
def test_the_text_of_a_quantity_reads_back(quantity: Quantity) -> None:
    assert Quantity.parse(str(quantity)) == quantity
