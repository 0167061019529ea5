"""Settlements as parts of the brief: how far off such models have been, and what a challenge model accepted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from summitry.brief.names import Namer
from summitry.brief.outline_model import Block
from summitry.brief.settling import settlement_blocks
from summitry.brief.wording.claims import _TOLD
from summitry.brief.wording.settlement import MISSED
from summitry.dossier.language import parse_claim
from summitry.questions.ask import answer, open_study
from summitry.questions.claims import try_out
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
    assert "do not include this error" in said


def test_a_challenge_model_also_tells_its_rounds_and_a_model_without_a_record_tells_nothing() -> None:
    assert list(blocks("scholz-paper")) == ["record-rate", "settlement-rate"]
    assert blocks("nash") == {}


def test_the_figures_are_those_of_the_page_on_the_record() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| ([\d.]+) \|", RECORD.read_text(encoding="utf-8"), re.MULTILINE))
    names = {"mean": "weighted-mean", "median": "weighted-median"}
    assert {model: round(float(rows[names.get(model, model)])) for model in MISSED} == MISSED


@pytest.mark.parametrize(
    ("means", "near"),
    [("rate settles above 3.8", True), ("rate settles above 7", False), ("rate settles between 4 and 5", True), ("rate settles above 3", False)],
)  # fmt: skip
def test_a_claim_that_is_missed_by_less_than_the_models_error_is_told_so(means: str, near: bool) -> None:
    """The mean is 3.765; on a scale of ten the mean misses decisions by 2.3."""
    test = try_out(open_study(case(), draws=10), parse_claim(means))
    text = _TOLD["settles-above"](test.fields, Namer(case()))
    assert ("by less than this model has missed decisions on average, 2.3 points of the scale" in text) == near
