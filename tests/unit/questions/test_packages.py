"""Clause by party: worth by hand on a deal of two, the three stances, promises."""

from __future__ import annotations

from typing import Any

import pytest

from summitry.dossier.model import Dossier
from summitry.questions import packages
from summitry.questions.ask import open_study

# A gives (costs it 10 of its own money; B gains 30), B pays (A gains `pay`; costs B 5). Salience 100: points are points.
CASE: dict[str, Any] = {
    "summitry": 1, "id": "case", "title": "Case", "event": "deal", "actors": {"A": "Aland", "B": "Bland"},
    "issues": {"j": {"scale": {"none": 0, "all": 100}, "status_quo": 50, "stakes": {
        "A": {"position": 50, "salience": 100}, "B": {"position": 50, "salience": 100}}}},
    "options": {
        "give": {"by": "A"}, "pay": {"by": "B"}, "stay": {"by": "A"},
        "deal": {"by": ["A", "B"], "sets": {"give": "on", "pay": "on"}},
    },
    "pledges": {"p": {"by": "A", "to": ["B"], "act": "give", "due": "2031-01-01"}},
}  # fmt: skip


def grids(gain: float, draws: int = 3) -> dict[str | None, packages.Grid]:
    consequences = [
        {"when": "give", "costs": {"A": 10}, "gains": {"B": 30}},
        {"when": "pay", "gains": {"A": gain}, "costs": {"B": 5}},
    ]
    study = open_study(Dossier.model_validate({**CASE, "consequences": consequences}), draws=draws)
    return {g.deal: g for g in packages.grids(study)}


def stances(grid: packages.Grid) -> dict[str, tuple[str, ...]]:
    return {c.option: tuple(x.stance for x in c.cells) for c in grid.clauses}


def test_worth_of_each_clause_is_what_the_consequences_say() -> None:
    grid = grids(15)["deal"]
    assert grid.parties == ("A", "B")
    worth = {c.option: tuple(x.worth.value for x in c.cells) for c in grid.clauses}
    assert worth == {"give": (pytest.approx(-10), pytest.approx(30)), "pay": (pytest.approx(15), pytest.approx(-5))}
    assert tuple(x.worth.value for x in grid.whole) == (pytest.approx(5), pytest.approx(25))


def test_a_loss_that_the_whole_pays_for_is_negotiable() -> None:
    grid = grids(15)["deal"]
    assert stances(grid) == {"give": ("negotiable", "acceptable"), "pay": ("acceptable", "negotiable")}
    assert grid.clauses[0].cells[0].paid is True
    assert tuple(x.stance for x in grid.whole) == ("acceptable", "acceptable")


def test_a_loss_that_nothing_pays_for_is_refused() -> None:
    grid = grids(4)["deal"]
    assert stances(grid)["give"] == ("refused", "acceptable")
    assert grid.clauses[0].cells[0].paid is False
    assert tuple(x.stance for x in grid.whole) == ("refused", "acceptable")


def test_a_promise_has_to_stand_by_itself() -> None:
    grid = grids(15)[None]
    assert stances(grid) == {"give": ("refused", "acceptable")}
    assert grid.clauses[0].cells[0].paid is None


def test_without_deals_and_promises_there_is_no_grid() -> None:
    plain = {**CASE, "pledges": {}, "options": {"give": {"by": "A"}}, "event": "give"}
    assert packages.grids(open_study(Dossier.model_validate(plain), draws=2)) == ()
