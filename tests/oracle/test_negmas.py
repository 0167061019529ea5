"""Frontier and solutions against NegMAS, where it is installed (`pip install negmas`): a peer for tests, nothing of it is used.

NegMAS searches the frontier for its points; its `kalai_points` are the egalitarian ones, its `ks_points` take the frontier point nearest to
the line to the ideal point, another rule for finite sets than ours, and are not compared. Its frontier leaves out what is below a
reserved value, so that the frontier is compared without one.
"""

from __future__ import annotations

import numpy as np
import pytest

from summitry.bargaining import packages

negmas = pytest.importorskip("negmas")


@pytest.mark.parametrize("seed", range(200))
def test_frontier_nash_and_egalitarian_points_agree(seed: int) -> None:
    from negmas.preferences.ops import kalai_points, max_welfare_points, nash_points, pareto_frontier

    rng = np.random.default_rng(seed)
    parties, count = int(rng.integers(2, 5)), int(rng.integers(5, 80))
    u = rng.integers(0, 12, (count, parties)) / 16.0 if seed % 2 else rng.random((count, parties))
    d = np.quantile(u, 0.25, axis=0)  # inside every range, as NegMAS takes the least utility in place of anything lower
    space = negmas.make_os([negmas.make_issue(count, "package")])
    outcomes = [(n,) for n in range(count)]
    made = negmas.preferences.MappingUtilityFunction
    utilities = [
        made({(n,): float(u[n, k]) for n in range(count)}, reserved_value=float(d[k]), outcome_space=space)
        for k in range(parties)
    ]
    plain = [made({(n,): float(u[n, k]) for n in range(count)}, outcome_space=space) for k in range(parties)]
    points, _ = pareto_frontier(plain, outcomes=outcomes)
    front = packages.pareto_frontier(u)
    assert {tuple(map(float, p)) for p in points} == {tuple(map(float, row)) for row in u[front]}
    if not (u > d).all(axis=1).any():
        return
    within = [tuple(map(float, row)) for row in u[front & packages.agreement_zone(u, d)]]
    for theirs, solve, score in (
        (nash_points, packages.nash, lambda g: float(np.prod(g))),
        (kalai_points, packages.egalitarian, lambda g: float(np.min(g))),
        (max_welfare_points, packages.utilitarian, lambda g: float(np.sum(g))),
    ):
        found = theirs(utilities, within, outcomes=outcomes)
        assert found
        best = solve(u, d).gains
        assert score(np.array(found[0][0]) - d) == pytest.approx(score(best))
