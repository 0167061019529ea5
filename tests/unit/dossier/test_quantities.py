"""Quantities: what can be written, what is refused and how it is mended, and the quantiles of each kind."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from pydantic import BaseModel, ValidationError

from summitry.dossier.quantities import Quantity, QuantityError
from summitry.errors import EngineInputError, SummitryError


@pytest.mark.parametrize(
    ("written", "kind", "low", "mode", "high", "shown"),
    [
        (40, "exact", 40, 40, 40, "40"),
        (2.5, "exact", 2.5, 2.5, 2.5, "2.5"),
        ("40", "exact", 40, 40, 40, "40"),
        (" -12  to -4 ", "range", -12, -8, -4, "-12 to -4"),
        ("30 to 50", "range", 30, 40, 50, "30 to 50"),
        ("30 TO 50", "range", 30, 40, 50, "30 to 50"),
        ("1% to 2 %", "range", 1, 1.5, 2, "1 to 2"),
        ("30 to 35 to 50", "mode", 30, 35, 50, "30 to 35 to 50"),
        ("between 30 and 50", "between", 30, 40, 50, "between 30 and 50"),
        ("likely", "phrase", 55, 67.5, 80, "likely"),
        ("Probably", "phrase", 55, 67.5, 80, "Probably"),
        ("7 to 7", "range", 7, 7, 7, "7 to 7"),
    ],
)
def test_what_can_be_written(written: object, kind: str, low: float, mode: float, high: float, shown: str) -> None:
    quantity = Quantity.parse(written)
    assert (quantity.kind, quantity.low, quantity.mode, quantity.high) == (kind, low, mode, high)
    assert str(quantity) == shown
    assert quantity.central() == mode
    assert quantity.width == high - low
    assert quantity.is_exact == (low == high)
    assert Quantity.parse(quantity) is quantity
    assert Quantity.parse(str(quantity)) == quantity


def test_a_phrase_is_read_from_the_named_table() -> None:
    assert Quantity.parse("likely", "nato") == Quantity("phrase", 60, 75, 90, "likely")
    assert Quantity.parse("probably not", "everyday") == Quantity("phrase", 7, 23.5, 40, "probably not")


@pytest.mark.parametrize(
    ("written", "mend"),
    [
        ("50 to 30", "write 30 to 50"),
        ("between 5 and 1.5", "write between 1.5 and 5"),
        ("30 to 60 to 50", "write 30 to 50 to 60"),
        ("30-50", "write 30 to 50"),
        ("30 – 50", "write 30 to 50"),
        ("50..30", "write 30 to 50"),
        ("−12 to −4", "write -12 to -4"),
        ("1,000 to 2,000", "write 1000 to 2000"),
        ("5 per cent", "write 5%"),
        ("from 3 to 5", "write 3 to 5"),
        ("about 40", "write 40, or a range with it as the mode: low to 40 to high"),
        ("x40", "write e.g. 40, or a range such as 30 to 50"),
    ],
)
def test_a_slip_is_mended(written: str, mend: str) -> None:
    with pytest.raises(QuantityError) as caught:
        Quantity.parse(written)
    assert caught.value.mend == mend
    assert caught.value.found == written


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (True, "true"),
        (None, "nothing"),
        ("", "nothing"),
        (math.nan, "nan"),
        (math.inf, "inf"),
        (10**400, str(10**400)),
        ("NaN", "NaN"),
        ("1e999", "1e999"),
        ("1 to 1e999", "1 to 1e999"),
        ("1 to 2 to 1e999", "1 to 2 to 1e999"),
        ([1, 2], "a list"),
        ({"low": 1}, "a mapping"),
        ("1 to 2 to 3 to 4", "1 to 2 to 3 to 4"),
    ],
)
def test_what_is_no_quantity_is_refused(written: object, found: str) -> None:
    with pytest.raises(QuantityError) as caught:
        Quantity.parse(written)
    assert caught.value.found == found
    assert isinstance(caught.value, (SummitryError, ValueError))


def test_a_phrase_that_is_not_in_the_table_gets_the_table() -> None:
    with pytest.raises(QuantityError, match="almost no chance, very unlikely"):
        Quantity.parse("fairly sure")
    with pytest.raises(QuantityError, match="states a likelihood"):
        Quantity.parse("may")
    with pytest.raises(EngineInputError, match="no word table 'icd'"):
        Quantity.parse("likely", "icd")


U = np.array([0.05, 0.5, 0.95])


def test_quantiles_of_each_kind() -> None:
    assert Quantity.parse(40).quantile(U) == pytest.approx([40, 40, 40])
    assert Quantity.parse("30 to 50").quantile(U) == pytest.approx([30, 40, 50])
    assert Quantity.parse("between 30 and 50").quantile(U) == pytest.approx([31, 40, 49])
    assert Quantity.parse("likely").quantile(U) == pytest.approx([56.25, 67.5, 78.75])
    # a range is normal: its quartiles lie 0.6744898 standard deviations out, the ends 1.6448536
    quartile = 40 + 10 * 0.6744897501960817 / 1.6448536269514722
    assert Quantity.parse("30 to 50").quantile(np.array([0.75])) == pytest.approx([quartile])


def test_a_mode_at_an_end_is_a_half_normal() -> None:
    # five per cent beyond the far end: 20 units are 1.959964 standard deviations; the median lies 0.6744898 out
    median = 30 + 20 * 0.6744897501960817 / 1.959963984540054
    assert Quantity.parse("30 to 30 to 50").quantile(np.array([1e-9, 0.5, 0.95])) == pytest.approx([30, median, 50])
    mirrored = Quantity.parse("30 to 50 to 50").quantile(np.array([0.05, 0.5, 1 - 1e-9]))
    assert mirrored == pytest.approx([30, 80 - median, 50])


def test_a_cut_truncates_and_renormalises() -> None:
    cut = Quantity.parse("between 0 and 100").quantile(U, (50, 60))
    assert cut == pytest.approx([50.5, 55, 59.5])
    half = Quantity.parse("-10 to 10").quantile(np.array([0.9]), (0, 1000))  # a half-normal
    assert half == pytest.approx([10])
    assert Quantity.parse("30 to 50").quantile(U, (-1e9, 1e9)) == pytest.approx([30, 40, 50])


def test_a_cut_far_out_in_a_tail_keeps_its_digits() -> None:
    # the tail of a normal beyond z, z large, is exponential with rate z: its median lies ln 2 / z further out
    sigma = 10 / 1.6448536269514722
    (median,) = Quantity.parse("30 to 50").quantile(np.array([0.5]), (40 + 30 * sigma, 1e6))
    assert median == pytest.approx(40 + sigma * (30 + math.log(2) / 30), abs=1e-3)
    (mirrored,) = Quantity.parse("30 to 50").quantile(np.array([0.5]), (-1e6, 40 - 30 * sigma))
    assert mirrored == pytest.approx(80 - median)


@pytest.mark.parametrize("written", [140, "1390 to 1400", "1390 to 1391 to 1400", "between 130 and 150", "7 to 7"])
def test_what_lies_outside_a_cut_goes_to_the_nearer_end(written: object) -> None:
    end = 100 if written != "7 to 7" else 8
    assert Quantity.parse(written).quantile(U, (8, 100)) == pytest.approx([end] * 3)


def test_quantile_refuses_what_is_no_share() -> None:
    quantity = Quantity.parse("30 to 50")
    assert quantity.quantile(np.zeros((0, 3))).shape == (0, 3)
    for u in (0.0, 1.0, math.nan):
        with pytest.raises(EngineInputError, match="outside"):
            quantity.quantile(np.array([0.5, u]))
    with pytest.raises(EngineInputError, match="lower end first"):
        quantity.quantile(U, (1, 0))


class Field(BaseModel):
    value: Quantity


def test_as_a_field() -> None:
    assert Field.model_validate({"value": "30 to 50"}).value == Quantity("range", 30, 40, 50, "30 to 50")
    assert Field.model_validate({"value": "likely"}, context={"words": "nato"}).value.low == 60
    assert Field.model_validate({"value": 4}).model_dump_json() == '{"value":4.0}'
    assert Field.model_validate({"value": "4 to 5"}).model_dump() == {"value": "4 to 5"}
    with pytest.raises(ValidationError) as caught:
        Field.model_validate({"value": "50 to 30"})
    (error,) = caught.value.errors()
    assert error["type"] == "quantity"
    assert error["msg"] == "found 50 to 30, expected the lower end first"
    assert error["ctx"] == {"found": "50 to 30", "expected": "the lower end first", "mend": "write 30 to 50"}


def test_the_schema_accepts_its_own_examples() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = Field.model_json_schema()
    examples = json.loads(json.dumps(schema))["properties"]["value"]["examples"]
    for value in [*examples, "-1.5% to 2 %"]:
        jsonschema.validate({"value": value}, schema)
        Quantity.parse(value)
    for value in ["30-50", True, None, "1 to 2 to 3 to 4"]:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"value": value}, schema)
