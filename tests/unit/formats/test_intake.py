"""Numbers, cells and XML as other programs write them, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.errors import ForeignFormatError
from summitry.formats.intake import (
    Faults,
    content_of,
    delimiter_of,
    number_in,
    numeral,
    per_cent_of,
    plain,
    rows_of,
    text_of,
)
from summitry.formats.xmltree import parse_xml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", "3"), ("3.50", "3.5"), ("3,5", "3.5"), ("-.5", "-0.5"), ("−2", "-2"), ("+1e3", "1000"), ("40 %", "40"), ("12.", "12"),
    ],
)  # fmt: skip
def test_numbers_in_many_spellings(text: str, value: str) -> None:
    assert numeral(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "x", "1.000,5", "1 000", "nan", "inf", "1e", "1e9999", "0x10", "1_000", "1/2", "٣"]
)
def test_what_is_no_number(text: str) -> None:
    assert numeral(text) is None


@given(st.floats(allow_nan=False, allow_infinity=False, max_value=1e299, min_value=-1e299))
def test_digits_say_a_number_exactly(value: float) -> None:
    assert "e" not in plain(value).lower()
    assert float(plain(value)) == value
    faults = Faults("f")
    assert number_in(plain(value), "x", 1, faults) == value
    assert not faults.problems


@given(st.floats(0, 100))
def test_shares_go_out_and_in_exactly(value: float) -> None:
    assert number_in(per_cent_of(value), "x", 1, Faults("f"), (0, 100), times=100) == value


def test_a_number_out_of_bounds_is_told_in_the_units_of_the_file() -> None:
    faults = Faults("f")
    number_in("1.5", "salience", 7, faults, (0, 100), times=100)
    (problem,) = faults.problems
    assert (problem.line, problem.found, problem.expected) == (7, '"1.5"', "a number from 0 to 1")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a,b,c\n1;2,3,4\n", ","),
        ("a;b;c\n1,5;2,5;3,5\n", ";"),
        ("a\tb\n1;2\t3\n", "\t"),
        ('"x;y;z",b\n', ","),
        ("alone\n1\n", ","),
        ("", ","),
        ("\n\na;b\n", ";"),
    ],
)
def test_delimiters(text: str, mark: str) -> None:
    assert delimiter_of(text) == mark


def test_a_quote_that_is_not_closed_swallows_no_more_than_the_cell_limit() -> None:
    with pytest.raises(ForeignFormatError, match="this is no table"):
        rows_of('a,"b' + "x" * 200_000, ",", "f")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_bytes(b"a" * 5_000_001)
    with pytest.raises(ForeignFormatError, match=r"the file has 5\.0 MB, more than 5 MB"):
        content_of(large)
    (tmp_path / "zero.csv").write_bytes(b"a\0b")
    with pytest.raises(ForeignFormatError, match="this is no text"):
        text_of(tmp_path / "zero.csv")


def test_a_tree_knows_its_lines() -> None:
    root = parse_xml(b"<a>\n <b x='1'>one</b>\n <n:c xmlns:n='u'/><b>&lt;two&gt;</b>\n</a>", "f")
    assert [(one.tag, one.line, one.text) for one in root.below()] == [
        ("a", 1, ""),
        ("b", 2, "one"),
        ("c", 3, ""),
        ("b", 3, "<two>"),
    ]
    assert root.all("b")[0].attributes == {"x": "1"}


ATTACKS = {
    "laughs": '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>',
    "a file": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
    "a type elsewhere": '<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd"><a/>',
}


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)
def test_a_document_type_is_refused(text: str) -> None:
    with pytest.raises(ForeignFormatError, match=r"f:1:1  found a document type .* expected plain XML. Take it out"):
        parse_xml(text.encode(), "f")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<a><b></a>", "f:1:9  this is no XML: mismatched tag"),
        ("", "this is no XML: no element found"),
        ("<a>&x;</a>", "this is no XML: undefined entity"),
        ("<a>" * 100 + "</a>" * 100, "more than 60 levels"),
        ('<?xml version="1.0" encoding="no-such"?><a/>', "f"),
    ],
)
def test_what_is_no_xml(text: str, says: str) -> None:
    with pytest.raises(ForeignFormatError) as error:
        parse_xml(text.encode(), "f")
    assert says in str(error.value)
