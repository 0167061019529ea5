"""Packages: the frontier by its definition, axioms of the solutions, sums of items by listing, offers in turn and their limits."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from summitry.bargaining import additive, lotteries, offers, packages
from summitry.bargaining.packages import RULES, FloatArray
from summitry.errors import EngineInputError, TooLarge

SOLVE = {
    "nash": packages.nash,
    "kalai_smorodinsky": packages.kalai_smorodinsky,
    "egalitarian": packages.egalitarian,
    "utilitarian": packages.utilitarian,
}


@st.composite
def tables(draw: st.DrawFn, parties: tuple[int, int] = (1, 4), most: int = 30, high: int = 9) -> FloatArray:
    """Few distinct numbers, so that ties are common."""
    p = draw(st.integers(*parties))
    n = draw(st.integers(1, most))
    return np.array(
        draw(st.lists(st.lists(st.integers(0, high), min_size=p, max_size=p), min_size=n, max_size=n)), float
    )


def dominated(u: FloatArray) -> list[bool]:
    """By the definition, pair by pair."""
    return [any((v >= w).all() and (v > w).any() for v in u) for w in u]


@settings(deadline=None)
@given(tables())
def test_the_frontier_is_what_nothing_dominates(u: FloatArray) -> None:
    assert packages.pareto_frontier(u).tolist() == [not d for d in dominated(u)]


@pytest.mark.parametrize("parties", [2, 3, 4])
def test_the_frontier_of_many_packages_agrees_with_the_definition(parties: int) -> None:
    """More than a block of rows, floats with close sums."""
    rng = np.random.default_rng(parties)
    u = np.concatenate((rng.random((1200, parties)), 1e-15 * rng.integers(0, 3, (300, parties)) + 0.99))
    found = packages.pareto_frontier(u)
    want = [not ((u >= w).all(axis=1) & (u > w).any(axis=1)).any() for w in u]
    assert found.tolist() == want


@settings(deadline=None)
@given(tables((2, 4)), st.data())
def test_solutions_lie_in_the_zone_and_on_the_frontier(u: FloatArray, data: st.DataObject) -> None:
    d = np.array([data.draw(st.integers(0, 6)) for _ in range(u.shape[1])], float)
    zone = packages.agreement_zone(u, d)
    front = packages.pareto_frontier(u)
    for rule in RULES:
        found = SOLVE[rule](u, d)
        if not zone.any():
            assert (found.status, found.package) == ("no_zone", None)
            continue
        assert found.package is not None
        assert zone[found.tied].all()
        assert front[found.tied].all()
        assert found.package in found.tied
        assert (found.gains == u[found.package] - d).all()
        some = any((row > d).all() for row in u)
        assert found.status == ("agreed" if some else "nobody_gains")


@settings(deadline=None)
@given(tables((2, 4)))
def test_solutions_are_what_their_formulas_say(u: FloatArray) -> None:
    d = np.full(u.shape[1], 2.0)
    inside = [n for n in range(len(u)) if (u[n] >= d).all()]
    assume(inside)
    gains = {n: u[n] - d for n in inside}
    ideal = np.max([gains[n] for n in inside], axis=0)
    ratio = {n: sorted(g / i if i > 0 else 1.0 for g, i in zip(gains[n], ideal, strict=True)) for n in inside}
    best = {
        "nash": max(np.prod(g) for g in gains.values()),
        "utilitarian": max(g.sum() for g in gains.values()),
        "egalitarian": max(sorted(g) for g in gains.values()),
        "kalai_smorodinsky": max(ratio.values()),
    }
    found = {rule: SOLVE[rule](u, d).package for rule in RULES}
    assert np.prod(gains[found["nash"]]) == best["nash"]
    assert gains[found["utilitarian"]].sum() == best["utilitarian"]
    assert sorted(gains[found["egalitarian"]]) == best["egalitarian"]
    assert ratio[found["kalai_smorodinsky"]] == pytest.approx(best["kalai_smorodinsky"])


@settings(deadline=None)
@given(tables((2, 4)), st.permutations(range(4)))
def test_solutions_do_not_care_who_is_who(u: FloatArray, order: list[int]) -> None:
    """Relabelling the parties relabels the set of equally good packages."""
    turn = [p for p in order if p < u.shape[1]]
    d = np.full(u.shape[1], 2.0)
    for rule in RULES:
        assert SOLVE[rule](u, d).tied.tolist() == SOLVE[rule](u[:, turn], d).tied.tolist()


@settings(deadline=None)
@given(tables((2, 4)), st.data())
def test_nash_and_kalai_smorodinsky_do_not_care_for_units(u: FloatArray, data: st.DataObject) -> None:
    d = np.full(u.shape[1], 2.0)
    scale = np.array([2.0 ** data.draw(st.integers(-6, 6)) for _ in d])  # powers of two: exact
    shift = np.array([data.draw(st.integers(-50, 50)) for _ in d], float)
    for rule in ("nash", "kalai_smorodinsky"):
        before, after = SOLVE[rule](u, d), SOLVE[rule](u * scale + shift, d * scale + shift)
        assert before.package == after.package
        assert before.tied.tolist() == after.tied.tolist()


@settings(deadline=None)
@given(tables((2, 4)), st.data())
def test_nash_is_independent_of_irrelevant_alternatives(u: FloatArray, data: st.DataObject) -> None:
    d = np.full(u.shape[1], 1.0)
    found = packages.nash(u, d)
    assume(found.status == "agreed")
    assert found.package is not None
    keep = sorted({found.package} | set(data.draw(st.lists(st.integers(0, len(u) - 1)))))
    fewer = packages.nash(u[keep], d)
    assert np.prod(fewer.gains) == np.prod(found.gains)
    assert keep.index(found.package) in fewer.tied


@settings(deadline=None)
@given(tables((2, 4)), tables((2, 4)))
def test_a_larger_choice_with_the_same_ideal_takes_from_nobody_the_least_share(u: FloatArray, more: FloatArray) -> None:
    """Monotonicity of leximin on finite sets: the smallest share of the ideal cannot fall."""
    p = min(u.shape[1], more.shape[1])
    u, more = u[:, :p], more[:, :p]
    d = np.zeros(p)
    ideal = u.max(axis=0)
    assume((ideal > 0).all())
    wider = np.concatenate((u, np.minimum(more, ideal)))
    least = [float((packages.kalai_smorodinsky(x, d).gains / ideal).min()) for x in (u, wider)]
    assert least[1] >= least[0] - 1e-12


# ------------------------------------------------------------------------------------------------ with lotteries


@settings(deadline=None)
@given(tables((2, 2)), tables((2, 2)))
def test_kalai_smorodinsky_with_lotteries_is_monotone(u: FloatArray, more: FloatArray) -> None:
    """Individual monotonicity: with the same ideal, a larger set leaves neither party with less (the axiom of the paper)."""
    u = np.concatenate((u, [[u[:, 0].max(), 0.0], [0.0, u[:, 1].max()]]))
    assume((u.max(axis=0) > 0).all())
    wider = np.concatenate((u, np.minimum(more, u.max(axis=0))))
    small = lotteries.with_lotteries("kalai_smorodinsky", u, np.zeros(2)).gains
    large = lotteries.with_lotteries("kalai_smorodinsky", wider, np.zeros(2)).gains
    assert (large >= small - 1e-9).all()


@settings(deadline=None)
@given(tables((2, 2), most=8), st.integers(0, 4), st.integers(0, 4))
def test_lotteries_are_as_good_as_any_mixture_on_a_fine_grid(u: FloatArray, a: int, b: int) -> None:
    """Each solution against all mixtures of two packages in steps of a fortieth."""
    d = np.array([a, b], float)
    steps = {
        (k, x[k], y[k]): (d[k] - y[k]) / (x[k] - y[k])
        for x, y in itertools.product(u, u)
        for k in (0, 1)
        if x[k] > y[k]
    }
    crossing = [t for t in set(steps.values()) if 0 <= t <= 1]  # where a mixture leaves somebody just at no deal
    mixed = (
        np.array([t * x + (1 - t) * y for x, y in itertools.product(u, u) for t in [*np.linspace(0, 1, 41), *crossing]])
        - d
    )
    mixed = np.maximum(mixed[(mixed >= -1e-12).all(axis=1)], 0.0)
    found = {rule: lotteries.with_lotteries(rule, u, d) for rule in RULES}
    if not len(mixed):
        return
    assert all(f.status != "no_zone" for f in found.values())
    assert np.prod(found["nash"].gains) >= np.prod(mixed, axis=1).max() - 1e-9
    assert found["utilitarian"].gains.sum() >= mixed.sum(axis=1).max() - 1e-9
    assert found["egalitarian"].gains.min() >= mixed.min(axis=1).max() - 1e-9
    ideal = mixed.max(axis=0)
    if (ideal > 1e-9).all():
        ratio = found["kalai_smorodinsky"].gains / ideal
        assert ratio.min() >= (mixed / ideal).min(axis=1).max() - 1e-9
    for f in found.values():
        assert sum(f.weights) == pytest.approx(1.0)
        made = sum(w * u[n] for n, w in zip(f.packages, f.weights, strict=True)) - d
        assert made == pytest.approx(f.gains, abs=1e-9)


def test_points_of_the_textbook_triangle() -> None:
    """Divide 1 where the second party cares half as much: Nash and Kalai-Smorodinsky split the pie, equal gains give it two thirds."""
    u = np.array([[1.0, 0.0], [0.0, 0.5]])
    d = np.zeros(2)
    assert lotteries.with_lotteries("nash", u, d).gains == pytest.approx([0.5, 0.25])
    assert lotteries.with_lotteries("kalai_smorodinsky", u, d).gains == pytest.approx([0.5, 0.25])
    assert lotteries.with_lotteries("egalitarian", u, d).gains == pytest.approx([1 / 3, 1 / 3])
    assert lotteries.with_lotteries("utilitarian", u, d).gains == pytest.approx([1.0, 0.0])


# ------------------------------------------------------------------------------------------------ items that add up


@st.composite
def item_lists(draw: st.DrawFn) -> list[FloatArray]:
    p = draw(st.integers(1, 3))
    whole = draw(st.booleans())
    out = []
    for _ in range(draw(st.integers(1, 4))):
        rows = draw(st.lists(st.lists(st.integers(-5, 5), min_size=p, max_size=p), min_size=1, max_size=4))
        out.append(np.array(rows) if whole else np.array(rows) / 10.0)
    return out


@settings(deadline=None)
@example([np.array([[0.0, 0.0], [0.2, -0.1]]), np.array([[-0.1, 0.0], [-0.3, 0.1]])])  # two ways to (-0.1, 0)
@given(item_lists())
def test_the_frontier_of_items_is_that_of_all_their_packages(items: list[FloatArray]) -> None:
    choices = list(itertools.product(*(range(len(t)) for t in items)))
    sums = np.array([np.sum([t[x] for t, x in zip(items, choice, strict=True)], axis=0) for choice in choices])
    sums = np.round(sums * 10).astype(int) if sums.dtype.kind == "f" else sums  # tenths are exact as whole numbers
    best = [tuple(row) for row, bad in zip(sums.tolist(), dominated(sums), strict=True) if not bad]
    found = additive.additive_frontier(items)
    points = found.points * 10 if items[0].dtype.kind == "f" else found.points
    points = np.round(points).astype(int)
    assert sorted(map(tuple, points.tolist())) == sorted(set(best))
    assert found.packages == len(choices)
    assert {tuple(p): m for p, m in zip(points.tolist(), found.makers, strict=True)} == {
        p: best.count(p) for p in set(best)
    }
    for point, levels in zip(found.points, found.levels, strict=True):
        assert np.sum([t[x] for t, x in zip(items, levels, strict=True)], axis=0) == pytest.approx(point)


def test_too_many_sums_are_refused_with_advice() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(TooLarge, match="Leave out items"):
        additive.additive_frontier([rng.random((6, 4)) for _ in range(8)], most=5_000)


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.lists(st.integers(-4, 4), min_size=2, max_size=2), min_size=1, max_size=3), min_size=1, max_size=4
    ),
    st.data(),
)
def test_log_rolls_are_all_swaps_by_which_both_gain(rows: list[list[list[int]]], data: st.DataObject) -> None:
    items = [np.array(r, float) for r in rows]
    at = [data.draw(st.integers(0, len(t) - 1)) for t in items]
    want = set()
    for i, j in itertools.permutations(range(len(items)), 2):
        for x, y in itertools.product(range(len(items[i])), range(len(items[j]))):
            a, b = items[i][x] - items[i][at[i]], items[j][y] - items[j][at[j]]
            if a[0] < 0 < a[1] and b[1] < 0 < b[0] and (a + b > 0).all():
                want.add((i, j, (x, y)))
    found = additive.log_rolls(items, at)
    assert {(r.first, r.second, r.to) for r in found} == want
    assert all((r.net > 0).all() for r in found)


# ------------------------------------------------------------------------------------------------ offers in turn

PATIENCE = st.floats(0.05, 0.98)


@settings(deadline=None)
@given(PATIENCE, PATIENCE)
def test_many_rounds_come_to_rubinsteins_division(a: float, b: float) -> None:
    assert offers.alternating_shares((a, b), 1500) == pytest.approx(offers.alternating_shares((a, b)), abs=1e-9)


def test_shares_by_hand() -> None:
    assert offers.alternating_shares((0.9, 0.9), 1) == (1.0, 0.0)
    assert offers.alternating_shares((0.9, 0.8), 2) == pytest.approx(
        (0.2, 0.8)
    )  # the second would take all a round later
    assert offers.alternating_shares((0.9, 0.8), 3) == pytest.approx((1 - 0.8 * (1 - 0.9), 0.08))
    assert offers.alternating_shares((0.5, 0.5)) == pytest.approx((2 / 3, 1 / 3))


@settings(deadline=None)
@given(PATIENCE, PATIENCE, st.one_of(st.none(), st.integers(1, 9)))
def test_offers_on_a_straight_frontier_are_shares_of_a_pie(a: float, b: float, rounds: int | None) -> None:
    found = offers.alternating_offers(np.array([[1.0, 0.0], [0.0, 1.0]]), (a, b), rounds)
    assert found.by_first == pytest.approx(offers.alternating_shares((a, b), rounds), abs=1e-9)
    turned = offers.alternating_shares((b, a), rounds)
    assert found.by_second == pytest.approx(turned[::-1], abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(tables((2, 2), high=20), st.floats(0.05, 0.9), st.floats(0.05, 0.9))
def test_each_offer_leaves_the_other_what_waiting_is_worth(u: FloatArray, a: float, b: float) -> None:
    assume((u > 0).all(axis=1).any())
    found = offers.alternating_offers(u, (a, b))
    limit = offers.alternating_offers(u, (a, b), 200)
    assert found.by_first == pytest.approx(limit.by_first, abs=1e-6)
    assert found.by_second == pytest.approx(limit.by_second, abs=1e-6)
    assert found.by_first[1] >= b * found.by_second[1] - 1e-9
    assert found.by_second[0] >= a * found.by_first[0] - 1e-9


@settings(max_examples=60, deadline=None)
@given(tables((2, 2), high=20))
def test_patient_parties_come_to_the_nash_solution(u: FloatArray) -> None:
    """Binmore, Rubinstein & Wolinsky (1986): the offers of equally patient parties tend to Nash's point, and their product rises to it."""
    assume((u > 0).all(axis=1).any())
    want = lotteries.with_lotteries("nash", u, np.zeros(2)).gains
    for d, near in ((0.99, 0.6), (0.9999, 0.01)):
        found = offers.alternating_offers(u, (d, d))
        assert np.abs(found.by_first - want).max() <= near * u.max()
        assert np.abs(found.by_second - want).max() <= near * u.max()


@settings(deadline=None)
@given(tables((2, 2)), st.integers(1, 7), PATIENCE, PATIENCE)
def test_offered_packages_are_those_of_the_game_tree(u: FloatArray, rounds: int, a: float, b: float) -> None:
    """Against a plain recursion over the game: offer anything or wait, the other says yes or no."""

    def value(t: int) -> FloatArray:
        if t == rounds:
            return np.zeros(2)
        later = np.array([a, b]) * value(t + 1)
        me, other = t % 2, 1 - t % 2
        accepted = [row for row in u if row[other] >= later[other] - 1e-12 and row[other] >= 0]
        best = max([*accepted, later], key=lambda row: (row[me], row[other]))
        return np.asarray(best)

    assert offers.offered_packages(u, (a, b), rounds).gains == pytest.approx(value(0))


@pytest.mark.parametrize("call", [
    lambda: packages.pareto_frontier(np.zeros(3)),
    lambda: packages.nash(np.array([[1.0, np.nan]]), np.zeros(2)),
    lambda: packages.nash(np.ones((2, 2)), np.zeros(3)),
    lambda: additive.additive_frontier([]),
    lambda: additive.additive_frontier([np.ones((2, 2)), np.ones((2, 3))]),
    lambda: additive.log_rolls([np.ones((2, 3))], [0]),
    lambda: additive.log_rolls([np.ones((2, 2))], [2]),
    lambda: offers.alternating_shares((1.0, 0.5)),
    lambda: offers.alternating_shares((0.5, 0.5), 0),
    lambda: offers.alternating_offers(np.array([[-1.0, 5.0]]), (0.5, 0.5)),
    lambda: lotteries.convex_frontier(np.ones((2, 3))),
])  # fmt: skip
def test_what_does_not_fit_is_refused(call: object) -> None:
    with pytest.raises(EngineInputError):
        call()  # type: ignore[operator]
