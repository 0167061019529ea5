"""One door to all renderers, and the fixed words and small rules that they share.

A renderer turns an `Outline` into one text and adds no sentence of its own: only the labels below. The renderers are
imported when they are asked for, so that a terminal brief does not load jinja2.
"""

from __future__ import annotations

import datetime
import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from summitry.brief.look import PLAIN, Look
from summitry.brief.outline_model import Mark, Outline, Said, Sentence, SourceRow
from summitry.errors import SummitryError

FORMATS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "html": ".html",
        "markdown": ".md",
        "json": ".json",
        "terminal": ".txt",
        "pdf": ".pdf",
        "docx": ".docx",
    }
)
"""Names of the formats, each with the ending of its files."""
BINARY: Final = frozenset({"pdf", "docx"})
"""Formats that are no text."""

GLYPHS: Final[Mapping[Mark, str]] = MappingProxyType(
    {"follows": "◆", "assumed": "◇", "reported": "“”", "estimate": "≈"}
)
WORDS: Final[Mapping[Mark, str]] = MappingProxyType(
    {"follows": "follows", "assumed": "assumed", "reported": "reported", "estimate": "own estimate"}
)
MEANINGS: Final[Mapping[Mark, str]] = MappingProxyType(
    {
        "follows": "computed, and more than its inputs restated",
        "assumed": "can be read off what was typed in",
        "reported": "somebody said it; the passage is named",
        "estimate": "the desk's own, without a source",
    }
)

ANSWERS: Final = "The answers"
FURTHER: Final = "Also in this brief"
SAID: Final = "What the experts said"
NOBODY: Final = "Nobody said"
CHANGES: Final = "Would change this answer"
MISSING: Final = "Missing for a fuller answer"
BASIS: Final = "Basis"
METHOD: Final = "Method"
LIMITS: Final = "Limits"
SOURCES: Final = "Sources"
AGAIN: Final = "Run it again"
RUNS: Final = "Runs and passages"
MARKS: Final = "How to read the marks"
VALUE: Final = "value"
TABLE: Final = "as a table"
HOW_TO_READ: Final = "Dot: the value. Line: both ends of its range."

_VERDICTS: Final = (
    ("follows", "✓"),
    ("contradicted", "✗"),
    ("fact wrong", "✗"),
    ("assumed", "◇"),
    ("cannot be tested", "–"),
    ("not tested", "–"),
    ("open", "?"),
)


def render_file(outline: Outline, format: str, width: int = 100, look: Look = PLAIN) -> bytes:
    """The content of a file of the brief, in any of `FORMATS`; texts are UTF-8.

    Raises
    ------
    SummitryError : there is no such format.
    """
    name = format_name(format)
    if name == "pdf":
        from summitry.brief import pdf

        return pdf.render(outline, look)
    if name == "docx":
        from summitry.brief import docx

        return docx.render(outline, look)
    return render(outline, name, width, look=look).encode("utf-8")


def render(outline: Outline, format: str, width: int = 100, colour: bool | None = None, look: Look = PLAIN) -> str:
    """The brief as text in one of `FORMATS` (or by its file ending, `md`); `width` and `colour` matter to the terminal only.

    Raises
    ------
    SummitryError : there is no such format, or it is no text.
    """
    name = format_name(format)
    if name in BINARY:
        raise SummitryError(f"A brief as {name} is no text to print: save it to a file.")
    if name == "html":
        from summitry.brief import html

        return html.render(outline, look)
    if name == "markdown":
        from summitry.brief import markdown

        return markdown.render(outline)
    if name == "json":
        from summitry.brief import data

        return data.render(outline)
    from summitry.brief import terminal

    return terminal.render(outline, width, colour)


def format_name(text: str) -> str:
    """The name in `FORMATS` that a name or a file ending means."""
    wanted = text.lower().lstrip(".")
    endings = {ending.lstrip("."): name for name, ending in FORMATS.items()}
    if wanted in FORMATS:
        return wanted
    if wanted in endings:
        return endings[wanted]
    near = difflib.get_close_matches(wanted, [*FORMATS, *endings], n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise SummitryError(f"No brief can be written as {text!r}. There are: {', '.join(FORMATS)}.{hint}")


def clean(text: str) -> str:
    """One line without control characters: no escape code in a dossier reaches a terminal or a page."""
    joined = " ".join(re.split(r"[ \t\r\n\f\v\u2028\u2029]+", text)).strip(" ")
    return "".join(sign for sign in joined if unicodedata.category(sign) not in {"Cc", "Cs"} and sign not in _UNFIT)


_UNFIT: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")
# overrides of the writing direction, and what XML forbids


NUMBERS: Final = re.compile(r"\(−?\d[\d.,]* to −?\d[\d.,]*\)|−?\d[\d.,]*(?:–\d[\d.,]*)? %|\d[\d.,]*–\d[\d.,]*")
"""Numbers that a line should not part: `96–99 %`, `4 %`, `(2 to 7)`."""


def verdict_text(verdict: str) -> str:
    """The verdict with its sign in front, unless it brings one."""
    text = clean(verdict)
    sign = next((sign for start, sign in _VERDICTS if text.lower().startswith(start)), "")
    return f"{sign} {text}" if sign else text


def place(said: Said) -> str:
    """Where somebody said it: claim, locator and, in the expert's own word, how sure; `c4, Q1 p2, “probably”`."""
    sure = f"“{said.how_sure}”" if said.how_sure else ""
    return clean(", ".join(part for part in (said.id, said.locator, sure) if part))


def run_lines(told: Sentence | Said) -> tuple[str, ...]:
    """The lines behind a mark or a verdict: its notes, and the hash of its inputs where the notes do not tell it."""
    lines = tuple(clean(note) for note in told.notes)
    digest = str(told.basis.get("dossier", ""))
    if not digest or any(digest in line for line in lines):
        return lines
    return (*lines, f"Hash of the inputs: {clean(digest)}")


def used(source: SourceRow) -> str:
    """How often a source is used, and how many sentences rest on it."""
    times = "Used once" if source.used == 1 else f"Used {source.used} times"
    if not source.findings:
        return times
    return f"{times}, behind {source.findings} sentence{'s' if source.findings != 1 else ''}"


def told_once(told: Sentence | Said, outline: Outline) -> tuple[str, ...]:
    """`run_lines` for paper: the whole hash of the inputs is left to the brief's end if a line names its beginning."""
    digest = str(told.basis.get("dossier", ""))
    at_the_end = digest and any(digest in clean(value) for value in outline.reproduction.values())
    if at_the_end and any(digest[:12] in note for note in told.notes):
        return tuple(clean(note) for note in told.notes)
    return run_lines(told)


def source_of(said: Said, sources: Sequence[SourceRow]) -> int | None:
    """Which of the sources somebody's words stand in; None if they are of none of them."""
    return next((q for q, row in enumerate(sources) if said.source in (row.id, row.title)), None)


def source_quality(source: SourceRow) -> str:
    """On paper: what may affect the quality of a source, how often it is used, and how many sentences rest on it."""
    parts = (source.reliability, source.credibility, source.descriptor)
    quality = "; ".join(clean(part).rstrip(".") for part in parts if part)
    times = {1: "once", 2: "twice"}.get(source.used, f"{source.used} times")
    rest = {0: "no sentence here rests on it", 1: "one sentence rests on it"}
    ends = rest.get(source.findings, f"{source.findings} sentences rest on it")
    return f"{finished(quality[:1].upper() + quality[1:])} Used {times}; {ends}.".strip(" ")


def finished(line: str) -> str:
    """A line that closes with a stop."""
    text = clean(line)
    return text if text.endswith((".", "?", "!", "…", ".”", "?”", "!”")) or not text else f"{text}."


def day(as_of: str) -> datetime.date | None:
    """The day that a brief tells in words or figures: `26 April 2019`, `2019-04-26`; None where it is none."""
    text = clean(as_of).lower()
    found = re.fullmatch(r"(\d{1,2}) ([a-z]+) (\d{4})", text)
    if found and found[2] in _MONTHS:
        text = f"{found[3]}-{_MONTHS.index(found[2]) + 1:02d}-{int(found[1]):02d}"
    try:
        return datetime.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)  # fmt: skip  (the clock's own month names follow the machine's language)


class Anchors:
    """Hands out names for places in a text: readable, and each only once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, text: str) -> str:
        """`text` in lower-case letters, digits and hyphens, with a number behind it if that is taken."""
        stem = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"
        candidate, count = stem, 1
        while candidate in self._taken:
            count += 1
            candidate = f"{stem}-{count}"
        self._taken.add(candidate)
        return candidate
