"""The part on deals: sentences before the grid, the figure for two and for more, precedents in the grid."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from summitry.brief import figures
from summitry.brief.annexes import grid_blocks
from summitry.brief.deals import blocks_of, deal_blocks
from summitry.brief.gains import canvas
from summitry.brief.names import Namer
from summitry.brief.outline_model import Figure
from summitry.dossier.model import Dossier
from summitry.questions import deals, packages
from summitry.questions.ask import open_study
from summitry.questions.opinion import Opinion

CASE: dict[str, Any] = {
    "summitry": 1, "id": "case", "title": "Case", "event": "talks", "actors": {"A": "Aland", "B": "Bland", "C": "Cland"},
    "issues": {"j": {"scale": {"none": 0, "all": 100}, "status_quo": 50, "stakes": {
        a: {"position": 50, "salience": 100} for a in "ABC"}}},
    "facts": {"f1": {"says": "They did so in 1925."}},
    "options": {
        "give": {"by": "A", "name": "the water", "precedent": {"says": "the treaty of 1925", "because": "f1"}},
        "pay": {"by": "B", "name": "the payment"}, "talks": {"by": ["A", "C"]}, "more": {"by": "B", "name": "the dam"},
        "small": {"by": ["A", "B"], "name": "the small deal", "sets": {"give": "on", "pay": "on"}},
        "large": {"by": ["A", "B"], "name": "the large deal", "sets": {"give": "on", "pay": "on", "more": "on"}},
        "wide": {"by": ["A", "B", "C"], "name": "the wide deal", "sets": {"give": "on", "pay": "on"}},
    },
    "consequences": [
        {"when": "give", "costs": {"A": 10}, "gains": {"B": 30, "C": 1}}, {"when": "pay", "costs": {"B": 5}, "gains": {"A": 15}},
        {"when": "more", "costs": {"B": 4}, "gains": {"A": 9}},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def opened() -> tuple[Any, Namer, Opinion]:
    study = open_study(Dossier.model_validate(CASE), draws=2)
    return study, Namer(study.dossier), Opinion(grids=packages.grids(study), deals=deals.deals(study))


def test_each_deal_stands_before_its_grid(opened: tuple[Any, Namer, Opinion]) -> None:
    study, say, found = opened
    keys = [b.key for b in deal_blocks(study, say, found, grid_blocks(study, say, found))]
    assert keys == ["deal-large", "grid-large", "deal-small", "grid-small", "deal-wide", "grid-wide"]
    told = blocks_of(study, say, found.deals)
    assert all(2 <= len(b.sentences) <= 4 for b in told)
    ids = [s.id for b in told for s in b.sentences]
    assert ids == [f"d{q}" for q in range(1, len(ids) + 1)]


def drawn(opened: tuple[Any, Namer, Opinion], deal: str) -> Figure | None:
    study, say, found = opened
    return next(b.figure for b in blocks_of(study, say, found.deals) if b.key == f"deal-{deal}")


def test_two_parties_are_points_and_no_number_hides_another(opened: tuple[Any, Namer, Opinion]) -> None:
    """Eight packages of three clauses, no deal among them; one figure for all deals of the same two."""
    figure = drawn(opened, "large")
    assert figure is not None
    assert drawn(opened, "small") is None
    assert figure.kind == "gains"
    points = {row.label: (row.value, row.second) for row in figure.rows}
    assert len(points) == 8
    assert points["No deal"] == (0.0, 0.0)
    assert points["The small deal"] == pytest.approx((5.0, 25.0))
    assert points["The large deal"] == pytest.approx((14.0, 21.0))
    chosen = [row.label for row in figure.rows if "Nash" in row.group]
    assert chosen == ["The large deal"]  # 14 × 21 is the greatest product
    for width in (figures.WIDE, figures.NARROW):
        made = canvas(figure, float(width))
        assert all(0 <= p["x"] <= width and 0 <= p["y"] <= made.height for p in made.points)
        numbers = [(t["x"], t["y"]) for t in made.texts if t["b"] == "bold"]
        assert len(numbers) == len(set(numbers)) == 2
        assert all(
            abs(t["x"] - p["x"]) > 3 or abs(t["y"] - p["y"]) > 3
            for t in made.texts
            if t["b"] == "bold"
            for p in made.points
        )
        tree = ElementTree.fromstring(figures.svg(figure, "f", width))
        assert float(tree.attrib["viewBox"].split()[2]) <= width + 8


def test_the_table_of_a_figure_leaves_out_packages_without_a_name(opened: tuple[Any, Namer, Opinion]) -> None:
    figure = drawn(opened, "large")
    assert figure is not None
    head, rows = figures.table(figure)
    assert head[1:3] == ("gain of Aland", "gain of Bland")
    labels = [row[0] for row in rows]
    assert {"No deal", "The small deal", "The large deal"} <= set(labels)
    assert "The payment" in labels  # the best that A could have
    assert "The dam" not in labels  # the payment is better for A at nearly the same price, and with the water for both


def test_more_than_two_parties_are_lines(opened: tuple[Any, Namer, Opinion]) -> None:
    figure = drawn(opened, "wide")
    assert figure is not None
    assert figure.kind == "dots"
    assert [(row.label, row.group, row.value) for row in figure.rows if row.label == "The wide deal"] == [
        ("The wide deal", who, pytest.approx(gain)) for who, gain in (("Aland", 5), ("Bland", 25), ("Cland", 1))
    ]


def test_a_precedent_stands_in_the_grid_with_its_fact(opened: tuple[Any, Namer, Opinion]) -> None:
    study, say, found = opened
    block = next(b for b in grid_blocks(study, say, found) if b.key == "grid-small")
    assert block.table is not None
    assert block.table.headers == ("clause", "Aland", "Bland", "precedent")
    assert [row[-1] for row in block.table.rows] == ["the treaty of 1925 [f1]", "none given", "none given"]
