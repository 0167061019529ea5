"""Words of likelihood: from a phrase to its band, and from a number to its word. Per cent (0-100) throughout.

The tables are data (`tables/words.json`) and never merged: a text uses one, and names it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from summitry.errors import EngineInputError

NAMES = ("icd203", "phia", "nato", "ipcc", "efsa", "kent", "everyday")


@dataclass(frozen=True)
class WordRow:
    """A term, its input synonyms `also`, and its band in per cent; no band where a table gives the term no number.

    `assessed` is false for words that state no likelihood (`may`): what numbers stand here are readers' guesses.
    `percentiles` (10th, 25th, 50th, 75th, 90th) and `study` (a letter of the citation) belong to the everyday table.
    """

    term: str
    also: tuple[str, ...] = ()
    lower: float | None = None
    upper: float | None = None
    middle: float | None = None
    percentiles: tuple[float, ...] = ()
    study: str = ""
    assessed: bool = True
    note: str = ""


@dataclass(frozen=True)
class WordTable:
    """One published scale of words, and where it comes from. One that is `reading_only` makes no words of numbers."""

    name: str
    title: str
    citation: str
    rows: tuple[WordRow, ...]
    reading_only: bool = False

    def row(self, phrase: str) -> WordRow | None:
        """The first row with this term or synonym, whatever its case and spacing."""
        wanted = _plain(phrase)
        return next((row for row in self.rows if wanted in (row.term, *row.also)), None)

    def band(self, phrase: str) -> tuple[float, float] | None:
        """Lower and upper end of a phrase in per cent; None if the table lacks it or it states none (`may`)."""
        row = self.row(phrase)
        if row is None or row.lower is None or row.upper is None or not row.assessed:
            return None
        return row.lower, row.upper

    def phrases(self) -> tuple[str, ...]:
        """Every phrase that has a band here, terms and synonyms, in the order of the table."""
        return tuple(p for row in self.rows if self.band(row.term) for p in (row.term, *row.also))

    def word(self, percent: float) -> str | None:
        """The table's own term (first row, no synonym) for a number from 0 to 100, or None where it has no word.

        1. Rows that touch: the upper row includes the edge (ICD 203: 5 is `very unlikely`, 80 `very likely`); the
           last row includes its upper end. 2. Nested rows (IPCC): the strongest true word, that is the narrowest row.
        3. In a gap (PHIA, Kent) the nearer term, halfway the upper one; a row of one point (Kent's `certain`) is said
           of that point alone. 4. Below the lowest row and above the highest: None. A table for reading only: None.
        """
        row = self._row_of(percent)
        return row.term if row else None

    def phrase(self, percent: float) -> str:
        """Word with both ends of its band, `likely (55–80 %)`; where the table has no word, the number: `0.4 %`."""
        row = self._row_of(percent)
        if row is None or row.lower is None or row.upper is None:
            return _number(percent)
        ends = f"{row.lower:g}" if row.lower == row.upper else f"{row.lower:g}–{row.upper:g}"
        return f"{row.term} ({ends} %)"

    def _row_of(self, percent: float) -> WordRow | None:
        if not 0 <= percent <= 100:
            raise EngineInputError(f"found {percent}, expected a probability from 0 to 100 per cent")
        bands = [(row.lower, row.upper, row) for row in self.rows if row.lower is not None and row.upper is not None]
        if self.reading_only or not bands:
            return None
        top = max(upper for _, upper, _ in bands)
        if not min(lower for lower, _, _ in bands) <= percent <= top:
            return None
        inside = [band for band in bands if band[0] <= percent < band[1] or percent == band[1] in (top, band[0])]
        if inside:
            return min(inside, key=lambda band: band[1] - band[0])[2]
        wide = [band for band in bands if band[0] < band[1]]
        return min(wide, key=lambda band: (max(band[0] - percent, percent - band[1]), -band[0]))[2]


@cache
def table(name: str) -> WordTable:
    """The word table of this name (one of `NAMES`).

    Raises
    ------
    EngineInputError : there is no such table.
    """
    if name not in NAMES:
        raise EngineInputError(f"no word table {name!r}, expected one of {', '.join(NAMES)}")
    data = json.loads(files("summitry.scoring").joinpath("tables/words.json").read_text(encoding="utf-8"))[name]
    rows = tuple(_row(entry) for entry in data["rows"])
    return WordTable(name, data["title"], data["citation"], rows, data.get("reading_only", False))


def band_of(phrase: str | None, name: str) -> tuple[str, float, float] | None:
    """How a phrase is read: (table, lower, upper per cent) in the table of this name, else in measured everyday use; else None."""
    for known in (name, "everyday") if phrase else ():
        if (band := table(known).band(phrase or "")) is not None:
            return known, *band
    return None


def _row(entry: Mapping[str, Any]) -> WordRow:
    percentiles = tuple(entry.get("percentiles", ()))
    lower, middle, upper = percentiles[::2] if percentiles else (entry.get(key) for key in ("lower", "middle", "upper"))
    return WordRow(
        term=entry["term"],
        also=tuple(entry.get("also", ())),
        lower=lower,
        upper=upper,
        middle=middle,
        percentiles=percentiles,
        study=entry.get("set", ""),
        assessed=entry.get("assessed", True),
        note=entry.get("note", ""),
    )


def _plain(phrase: str) -> str:
    return " ".join(phrase.casefold().split())


def _number(percent: float) -> str:
    if 0 < percent < 0.1:
        return "less than 0.1 %"
    if 99.9 < percent < 100:
        return "more than 99.9 %"
    return f"{percent:.3g} %"
