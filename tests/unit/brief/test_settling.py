"""Settlements as parts of the brief: how far off such models have been, and what a challenge model accepted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from summitry.brief.names import Namer
from summitry.brief.outline_model import Block
from summitry.brief.settling import MISSED, settlement_blocks
from summitry.questions.ask import answer, open_study
from tests.unit.worlds.test_settlement import case

RECORD = Path(__file__).parents[3] / "docs" / "explanation" / "record.md"


def blocks(model: str) -> dict[str, Block]:
    study = open_study(case(model), draws=10)
    return {b.key: b for b in settlement_blocks(study, Namer(study.dossier), (answer(study, "where rate settles"),))}


def test_how_far_off_is_told_in_units_of_the_issue_with_its_source() -> None:
    found = blocks("mean")
    assert list(found) == ["record-rate"]
    said = " ".join(found["record-rate"].lines)
    length = case("mean").issues["rate"].high - case("mean").issues["rate"].low
    assert f"missed the decision by {MISSED['mean']} % of the scale" in said
    number = re.search(r"average, which is ([\d.]+) ", said)
    assert number is not None
    assert float(number[1]) == pytest.approx(length * 0.23, rel=0.1)
    assert "doi:10.34810/data53" in said
    assert "leave this error out" in said


def test_a_challenge_model_also_tells_its_rounds_and_a_model_without_a_record_tells_nothing() -> None:
    assert list(blocks("scholz-paper")) == ["record-rate", "settlement-rate"]
    assert blocks("nash") == {}


def test_the_figures_are_those_of_the_page_on_the_record() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| ([\d.]+) \|", RECORD.read_text(encoding="utf-8"), re.MULTILINE))
    names = {"mean": "weighted-mean", "median": "weighted-median"}
    assert {model: round(float(rows[names.get(model, model)])) for model in MISSED} == MISSED
