"""Draws: one stream a path, keyed by its name, the same whatever stands beside it."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from summitry.dossier.model import Dossier
from summitry.dossier.quantities import Quantity
from summitry.worlds.draws import Draws, all_values, consequence_keys, inputs, uniform

CASE: dict[str, Any] = {
    "summitry": 1,
    "id": "case",
    "title": "A case",
    "actors": {"A": "Aland", "B": "Beland"},
    "bodies": {"council": {"members": {"A": 1, "others": 5}, "passes": 3, "others": "4 to 9", "others_off": "0 to 2"}},
    "issues": {
        "land": {
            "scale": {"none": 0, "all": 100},
            "status_quo": "30 to 50",
            "stakes": {
                "A": {"position": "90 to 120", "salience": "between 30 and 50"},
                "B": {"worth": {"none": 0, "all": "80 to 90 to 100"}, "salience": 40},
            },
        }
    },
    "options": {"x": {"by": "A"}, "y": {"by": "B"}, "deal": {"by": ["A", "B"], "sets": {"x": "on"}, "breach": {"A": "5 to 15"}}},
    "consequences": [
        {"when": "x", "moves": {"land": "1 to 3"}},
        {"when": "y", "costs": {"A": "1 to 3"}},
        {"when": "x and y", "gains": {"B": "2 to 4"}},
        {"when": "x", "costs": {"B": "5 to 9"}},
        {"id": "named", "when": "x or y", "costs": {"B": "5 to 9"}},
    ],
}  # fmt: skip


def values(data: dict[str, Any], count: int = 50, seed: int = 0) -> dict[str, np.ndarray[Any, Any]]:
    return all_values(Dossier.model_validate(data), Draws(count, seed))


def test_every_number_has_a_path() -> None:
    paths = {path for path, _, _ in inputs(Dossier.model_validate(CASE))}
    assert {
        "issues.land.status_quo", "issues.land.stakes.A.position", "issues.land.stakes.A.salience",
        "issues.land.stakes.B.worth.0", "issues.land.stakes.B.worth.100", "issues.land.stakes.B.salience",
        "consequences[y].costs.A", "consequences[x and y].gains.B", "consequences[named].costs.B",
        "options.deal.breach.A", "bodies.council.others", "bodies.council.others_off",
    } < paths  # fmt: skip
    assert len(paths) == 12 + 2  # and the two consequences of x


def test_paths_have_streams_of_their_own() -> None:
    u, v = uniform("a", 2000, 0), uniform("b", 2000, 0)
    assert abs(np.corrcoef(u, v)[0, 1]) < 0.08
    assert not np.array_equal(u, uniform("a", 2000, 1))
    assert np.array_equal(u, uniform("a", 2000, 0))
    assert 0 < u.min() < 0.01 < 0.99 < u.max() < 1


def test_adding_an_input_moves_no_other() -> None:
    more = copy.deepcopy(CASE)
    more["actors"]["C"] = "Celand"
    more["issues"]["aaa"] = {"scale": {"none": 0, "all": 10}, "status_quo": "1 to 2"}
    more["issues"]["land"]["stakes"]["C"] = {"position": "1 to 2", "salience": "1 to 2"}
    more["options"]["a"] = {"by": "C"}
    more["consequences"].insert(0, {"when": "a", "costs": {"A": "0 to 9"}})
    before, after = values(CASE), values(more)
    assert set(before) < set(after)
    for path, numbers in before.items():
        assert np.array_equal(numbers, after[path]), path


def test_more_draws_begin_with_the_same_draws() -> None:
    few, many = values(CASE, 20), values(CASE, 90)
    for path, numbers in few.items():
        assert np.array_equal(numbers, many[path][:20]), path


def test_a_seed_is_another_world_of_draws() -> None:
    assert not np.array_equal(values(CASE)["issues.land.status_quo"], values(CASE, seed=1)["issues.land.status_quo"])


def test_the_ends_of_a_range_leave_five_per_cent_outside_on_either_side() -> None:
    numbers = Draws(20_000).of("path", Quantity.parse("30 to 50"))
    assert np.mean(numbers < 30) == pytest.approx(0.05, abs=0.006)
    assert np.mean(numbers > 50) == pytest.approx(0.05, abs=0.006)
    assert np.median(numbers) == pytest.approx(40, abs=0.3)
    with_mode = Draws(20_000).of("path", Quantity.parse("30 to 35 to 50"))
    assert np.mean(with_mode < 30) == pytest.approx(0.05, abs=0.006)
    assert np.mean(with_mode > 50) == pytest.approx(0.05, abs=0.006)
    hard = Draws(20_000).of("path", Quantity.parse("between 30 and 50"))
    assert 30 <= hard.min() < 30.1 < 49.9 < hard.max() <= 50
    assert np.mean(hard < 35) == pytest.approx(0.25, abs=0.012)


def test_a_range_is_cut_at_the_ends_of_its_scale_and_not_heaped_there() -> None:
    position = values(CASE, 4000)["issues.land.stakes.A.position"]
    assert position.max() <= 100
    assert np.mean(position == 100) < 0.001
    # normal with mean 105 and sd 15/1.645 = 9.12, cut at 100: half of what is left lies below 100 − 9.12·0.43…
    assert np.mean(position < 90) == pytest.approx(
        0.05 / 0.2918, abs=0.025
    )  # P(X < 90) / P(X < 100), Φ(−0.548) = 0.2918
    others = values(CASE, 4000)["bodies.council.others"]
    assert others.min() >= 0
    assert others.max() <= 5, "never more yes votes than there are"


def test_the_order_of_consequences_changes_no_draw() -> None:
    turned = copy.deepcopy(CASE)
    turned["consequences"].reverse()
    before, after = values(CASE), values(turned)
    assert before.keys() == after.keys()
    for path, numbers in before.items():
        assert np.array_equal(numbers, after[path]), path
    keys = dict(zip(consequence_keys(Dossier.model_validate(turned)), turned["consequences"], strict=True))
    for key, consequence in zip(consequence_keys(Dossier.model_validate(CASE)), CASE["consequences"], strict=True):
        assert keys[key] == consequence


def test_twins_draw_apart() -> None:
    drawn = values(CASE)
    moves = next(p for p in drawn if p.startswith("consequences[x") and p.endswith("moves.land"))
    costs = next(p for p in drawn if p.startswith("consequences[x") and p.endswith("costs.B") and " or " not in p)
    assert moves.split("]")[0] != costs.split("]")[0]
    assert abs(np.corrcoef(drawn[moves], drawn[costs])[0, 1]) < 0.5


def test_central_is_the_middle_or_the_mode_before_any_cut() -> None:
    central = all_values(Dossier.model_validate(CASE), Draws(count=9, central=True))
    expected = {
        "issues.land.status_quo": 40,
        "issues.land.stakes.A.position": 100,  # the middle is 105, and then it is cut
        "issues.land.stakes.A.salience": 40,
        "issues.land.stakes.B.worth.100": 90,
        "options.deal.breach.A": 10,
        "bodies.council.others": 5,  # the middle is 6.5, and there are five
        "consequences[x and y].gains.B": 3,
    }
    for path, number in expected.items():
        assert central[path].tolist() == [number], path
    assert Draws(count=9, central=True).size == 1
