"""Word tables: bands as published, and the word for a number on edges, in gaps and in nested tables."""

from __future__ import annotations

import math

import pytest

from summitry.errors import EngineInputError
from summitry.scoring.words import NAMES, table


@pytest.mark.parametrize(
    ("name", "phrase", "band"),
    [
        ("icd203", "almost no chance", (1, 5)),
        ("icd203", "remote", (1, 5)),
        ("icd203", "Highly  Improbable", (5, 20)),
        ("icd203", "improbably", (20, 45)),
        ("icd203", "roughly even odds", (45, 55)),
        ("icd203", "probably", (55, 80)),
        ("icd203", "very likely", (80, 95)),
        ("icd203", "almost certainly", (95, 99)),
        ("icd203", "nearly certain", (95, 99)),
        ("icd203", "probably not", None),
        ("icd203", "may", None),
        ("phia", "realistic possibility", (40, 50)),
        ("phia", "likely", (55, 75)),
        ("nato", "even chance", (40, 60)),
        ("ipcc", "more likely than not", (50, 100)),
        ("efsa", "almost impossible", (0, 1)),
        ("kent", "probably not", (20, 40)),
        ("kent", "certain", (100, 100)),
        ("kent", "possible", None),
        ("everyday", "probably not", (7, 40)),
        ("everyday", "we doubt", (5, 40)),
        ("everyday", "doubtful", (5, 40)),
        ("everyday", "doubtless", (80, 100)),
        ("everyday", "cannot rule out", (1, 20)),
        ("everyday", "might happen", None),
        ("everyday", "hopes", None),
    ],
)
def test_bands(name: str, phrase: str, band: tuple[float, float] | None) -> None:
    assert table(name).band(phrase) == band


@pytest.mark.parametrize(
    ("name", "percent", "word"),
    [
        ("icd203", 0.9, None),
        ("icd203", 1, "almost no chance"),
        ("icd203", 5, "very unlikely"),
        ("icd203", 20, "unlikely"),
        ("icd203", 45, "roughly even chance"),
        ("icd203", 55, "likely"),
        ("icd203", 79.9, "likely"),
        ("icd203", 80, "very likely"),
        ("icd203", 95, "almost certain"),
        ("icd203", 99, "almost certain"),
        ("icd203", 99.1, None),
        ("phia", 5, "remote chance"),
        ("phia", 7, "remote chance"),
        ("phia", 7.5, "highly unlikely"),
        ("phia", 52, "realistic possibility"),
        ("phia", 53, "likely"),
        ("phia", 100, "almost certain"),
        ("nato", 90, "highly likely"),
        ("ipcc", 0.5, "exceptionally unlikely"),
        ("ipcc", 3, "extremely unlikely"),
        ("ipcc", 33, "about as likely as not"),
        ("ipcc", 60, "about as likely as not"),
        ("ipcc", 66, "likely"),
        ("ipcc", 90, "very likely"),
        ("ipcc", 100, "virtually certain"),
        ("efsa", 66, "likely"),
        ("kent", 0, "impossible"),
        ("kent", 0.1, "almost certainly not"),
        ("kent", 61, "chances about even"),
        ("kent", 99.9, "almost certain"),
        ("kent", 100, "certain"),
        ("everyday", 50, None),
    ],
)
def test_words(name: str, percent: float, word: str | None) -> None:
    assert table(name).word(percent) == word


def test_phrase_prints_word_and_both_ends() -> None:
    icd = table("icd203")
    assert icd.phrase(60) == "likely (55–80 %)"
    assert icd.phrase(0.42) == "0.42 %"
    assert icd.phrase(0) == "0 %"
    assert icd.phrase(0.01) == "less than 0.1 %"
    assert icd.phrase(99.95) == "more than 99.9 %"
    assert icd.phrase(100) == "100 %"
    assert table("kent").phrase(100) == "certain (100 %)"


@pytest.mark.parametrize("percent", [-0.1, 100.1, math.nan])
def test_what_is_no_probability_is_refused(percent: float) -> None:
    with pytest.raises(EngineInputError, match="from 0 to 100"):
        table("icd203").word(percent)


def test_unknown_table() -> None:
    with pytest.raises(EngineInputError, match="expected one of icd203, phia"):
        table("icd")


@pytest.mark.parametrize("name", NAMES)
def test_every_table_is_in_order_and_cited(name: str) -> None:
    words = table(name)
    assert words.citation
    for row in words.rows:
        if row.lower is not None:
            assert row.upper is not None
            assert 0 <= row.lower <= row.upper <= 100
        assert words.row(row.term) is not None
    for phrase in words.phrases():
        assert words.band(phrase)
    if not words.reading_only:
        phrases = words.phrases()
        assert len(set(phrases)) == len(phrases)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "everyday"])
def test_a_word_belongs_to_its_number(name: str) -> None:
    """Inside a band the word's band holds the number; words rise with the number."""
    words = table(name)
    order = [row.term for row in words.rows]
    said = [(percent / 10, words.word(percent / 10)) for percent in range(1001)]
    places = [order.index(word) for _, word in said if word]
    assert places == sorted(places)
    halves = {"phia": 2.5, "kent": 4}.get(name, 0)
    for percent, word in said:
        if word:
            lower, upper = words.band(word) or (0, 0)
            assert lower - halves <= percent <= upper + halves
