"""The oracle against the worked numbers of play.md, section 5, found by an independent solver."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.oracle.play import solve
from tests.oracle.toy import TOY

TOLERANCE = 1e-6
THIRD = 1 / 3


@dataclass(frozen=True)
class Row:
    """One row of the table: shares of the six options in file order, V of RUS, PRK, USA, end states, reached."""

    world: str
    behaviour: str
    options: tuple[float, ...]
    values: tuple[float, ...]
    end_states: list[tuple[str, float, set[str]]]
    reached: int
    intervention: dict[str, Any] = field(default_factory=dict)


def chase(also: str) -> list[tuple[str, float, set[str]]]:
    """The cycle in which lax and punish come and go while the rest stays on."""
    return [("cycle", 1, {also, f"{also} lax", f"{also} punish", f"{also} lax punish"})]


ALONE = {"absent": ["USA"]}
ALONE_OPTIONS = (1.000000, 0.999999, 0.999999, 0, 0, 0)
ALONE_VALUES = (-69.899989, -124.050014, -82.149965)

ROWS = [
    Row(
        "as it is", "myopic",
        (1.000000, 0.500007, 0.999999, 0.000011, 0, 0.499996), (-73.700043, -127.649944, -79.450014),
        chase("summit test"), 16,
    ),
    Row(
        "as it is", "foresighted",
        (1.000000, 0, 0.333333, 0.666667, 0.666667, 0.333333), (-54.500000, -120.750000, -59.083332),
        [("rest", 2 * THIRD, {"summit talk ease"}), ("rest", THIRD, {"summit test punish"})], 6,
    ),
    Row(
        "forbid summit", "myopic",
        (0, 0.500005, 1.000000, 0.000006, 0, 0.500001), (-89.700058, -148.149957, -69.950005),
        chase("test"), 14, {"forbid": ["summit"]},
    ),
    Row(
        "forbid summit", "foresighted",
        (0, 0, 0.500000, 0.500000, 0.500000, 0.500000), (-74.500000, -143.875000, -54.999999),
        [("rest", 0.5, {"talk ease"}), ("rest", 0.5, {"test punish"})], 4, {"forbid": ["summit"]},
    ),
    Row("absent USA", "myopic", ALONE_OPTIONS, ALONE_VALUES, [("rest", 1, {"summit lax test"})], 5, ALONE),
    Row("absent USA", "foresighted", ALONE_OPTIONS, ALONE_VALUES, [("rest", 1, {"summit lax test"})], 5, ALONE),
    Row(
        "hold lax on", "foresighted",
        (1.000000, 1, 0.333333, 0.666667, 0.666667, 0.333333), (-58.566662, -113.550000, -60.816668),
        [("rest", 2 * THIRD, {"summit lax talk ease"}), ("rest", THIRD, {"summit lax test punish"})], 6,
        {"hold": {"lax": True}},
    ),
    Row(
        "only RUS standing", "myopic",
        (1.000000, 0, 0.999999, 0.000011, 0, 0), (-17.499941, -131.249992, -77.750007),
        [("rest", 1, {"summit test"})], 6, {"only": {"RUS": ["standing"]}},
    ),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.world}, {row.behaviour}")
def test_reproduces_the_table_of_play_md(row: Row) -> None:
    world = solve(TOY, row.intervention, row.behaviour)

    assert list(world["options"]) == ["summit", "lax", "test", "talk", "ease", "punish"]
    assert tuple(world["options"].values()) == pytest.approx(row.options, abs=TOLERANCE)
    assert list(world["values"]) == ["RUS", "PRK", "USA"]
    assert tuple(world["values"].values()) == pytest.approx(row.values, abs=TOLERANCE)
    assert world["reached"] == row.reached

    expected = {
        frozenset(frozenset(state.split()) for state in states): (kind, p) for kind, p, states in row.end_states
    }
    found = {frozenset(frozenset(state) for state in end["states"]): end for end in world["end_states"]}
    assert found.keys() == expected.keys()
    for states, (kind, probability) in expected.items():
        assert found[states]["kind"] == kind
        assert found[states]["probability"] == pytest.approx(probability, abs=TOLERANCE)


def test_holding_lax_on_costs_russia_what_the_text_says() -> None:
    as_it_is = solve(TOY, None, "foresighted")["values"]["RUS"]
    held = solve(TOY, {"hold": {"lax": True}}, "foresighted")["values"]["RUS"]

    assert as_it_is - held == pytest.approx(4.1, abs=0.05)
