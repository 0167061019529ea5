"""Locators that a person can type: `Q2 p2` (question, paragraph), `p 3`, `p 3-4`, `para 4`, `at 592`."""

from __future__ import annotations

import re
from dataclasses import dataclass

MEND = "Write e.g. Q2 p2 (second question, second paragraph), p 3, p 3-4, page 7, or at 592 (character)"

_SECTION = re.compile(r"Q ?(\d{1,3})(?:[, ]*p ?(\d{1,4})(?: ?[-–] ?(\d{1,4}))?)?", re.IGNORECASE)
_PARAGRAPH = re.compile(r"(?:p|para|paragraph)\.? ?(\d{1,4})(?: ?[-–] ?(\d{1,4}))?", re.IGNORECASE)
_CHARACTER = re.compile(r"at (\d{1,8})(?: ?[-–] ?(\d{1,8}))?", re.IGNORECASE)
_MEANT_AS_ONE = re.compile(r"(?:q|p|pp|para|paragraph|at)[. ]*\d.*|\d[\d ,.–-]*", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"(?:page|table|figure|article|annex|note|line) ?(\d{1,5})(?: ?[-–] ?(\d{1,5}))?", re.IGNORECASE
)


@dataclass(frozen=True)
class Locator:
    """A place in a source. `section` counts questions from 1; `first` to `last` are paragraphs of it, or of the text.

    `kind`: section (a whole question), paragraph, character (`first` is an index from 0), or elsewhere (a page or
    table, which a plain text does not show).
    """

    kind: str
    section: int | None = None
    first: int = 1
    last: int | None = None


def read(text: str) -> Locator | None:
    """The place that a locator names; None if it cannot be read, or runs backwards."""
    text = " ".join(text.split())
    if match := _SECTION.fullmatch(text):
        section = int(match[1])
        if match[2] is None:
            return Locator("section", section) if section else None
        return _spanned("paragraph", match[2], match[3], section or None) if section else None
    for kind, pattern in (("paragraph", _PARAGRAPH), ("character", _CHARACTER), ("elsewhere", _ELSEWHERE)):
        if match := pattern.fullmatch(text):
            return _spanned(kind, match[1], match[2], None)
    return None


def looks_like_one(text: str) -> bool:
    """True for what was meant as a locator, readable or not; False for a place in words (`the briefing`)."""
    return _MEANT_AS_ONE.fullmatch(" ".join(text.split())) is not None


def _spanned(kind: str, first: str, last: str | None, section: int | None) -> Locator | None:
    one, other = int(first), int(last or first)
    if other < one or (one == 0 and kind != "character"):
        return None
    return Locator(kind, section, one, other)
