"""Source texts: from a locator to the characters that it means, with hash and quoted words verified.

A text is read as paragraphs: blocks between blank lines. A block that starts a question (`2) …`, `2. …`, `Q2 …`,
numbered in order) is its heading and no paragraph of it; nor is an expert's byline right below a heading, nor a caption
or credit. Source texts stay where they are: nothing of them is copied, only indices are kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from summitry.dossier import locators
from summitry.dossier.document import Document
from summitry.dossier.locators import Locator
from summitry.dossier.model import Dossier, Passage, Source
from summitry.dossier.paths import join
from summitry.errors import Problem

_BLOCK = re.compile(r"\S(?:[^\n]|\n(?![ \t\r]*\n))*")
_HEADING = re.compile(r"(?:Q ?(\d{1,2})\b[).:]?|(\d{1,2})[).])(?=\s|$)", re.IGNORECASE)
_CREDIT = re.compile(
    r"getty images|\bvia chatham house\b|\b(?:photo|image|picture|cartoon|illustration|credit)s?(?: credit)?\s*:"
    r"|(?:©|/) ?(?:afp|reuters|ap|epa|shutterstock)\b",
    re.IGNORECASE,
)
_LONGEST_CREDIT = 250
_LONGEST_BYLINE = 160
_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})


@dataclass(frozen=True)
class Resolved:
    """A claim or fact found in its source: characters `start` to `end` of the text of `source`."""

    path: str
    source: str
    at: str
    start: int
    end: int


@dataclass(frozen=True)
class Passages:
    """What was found in the source texts at hand, what was not, and which sources have no text here."""

    resolved: tuple[Resolved, ...]
    problems: tuple[Problem, ...]
    absent: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Paragraph:
    start: int
    end: int
    section: int


def resolve(dossier: Dossier, directory: Path, document: Document | None = None) -> Passages:
    """Find every claim and fact in the source texts of a folder (`file` of the source, or its id with `.txt`).

    A source whose text is not there is passed over, unless the dossier names its file; `document` gives problems
    their lines.
    """
    resolved: list[Resolved] = []
    problems: list[Problem] = []
    texts: dict[str, _Text] = {}
    absent: list[str] = []
    for name, source in dossier.sources.items():
        text, problem = _read(name, source, directory, document)
        if problem is not None:
            problems.append(problem)
        elif text is None:
            absent.append(name)
        if text is not None:
            texts[name] = text
    for section in ("claims", "facts"):
        for name, passage in getattr(dossier, section).items():
            text = texts.get(passage.in_ or "")
            if text is None:
                continue
            outcome = _found(text, join((section, name)), passage, document)
            if isinstance(outcome, Resolved):
                resolved.append(outcome)
            else:
                problems.append(outcome)
    return Passages(tuple(resolved), tuple(problems), tuple(absent))


class _Text:
    """A source text with its paragraphs."""

    def __init__(self, source: str, text: str):
        self.source = source
        self.text = text
        self.paragraphs = list(_paragraphs(text))
        self.sections = max((paragraph.section for paragraph in self.paragraphs), default=0)

    def span(self, where: Locator) -> tuple[int, int] | str:
        """Characters of a place, or why there is none."""
        if where.kind == "character":
            start, end = where.first, where.last or where.first
            if end >= len(self.text):
                return f"the text has {len(self.text)} characters"
            return self._around(start) if start == end else (start, end)
        chosen = [p for p in self.paragraphs if where.section in (None, p.section)]
        if where.section is not None and not chosen:
            return f"the text has {self.sections or 'no'} numbered question{'' if self.sections == 1 else 's'}"
        if where.kind == "section":
            return chosen[0].start, chosen[-1].end
        last = where.last or where.first
        if last > len(chosen):
            what = f"Q{where.section}" if where.section else "the text"
            return f"{what} has {len(chosen)} paragraph{'' if len(chosen) == 1 else 's'}"
        return chosen[where.first - 1].start, chosen[last - 1].end

    def _around(self, index: int) -> tuple[int, int]:
        """The paragraph from a character on."""
        end = next((p.end for p in self.paragraphs if p.start <= index < p.end), index + 1)
        return index, end

    def holds(self, words: str, start: int, end: int) -> bool:
        return _plain(words) in _plain(self.text[start:end])

    def nearest(self, words: str, start: int) -> str | None:
        """Locator of the paragraph nearest to a character in which the words stand."""
        holding = [p for p in self.paragraphs if self.holds(words, p.start, p.end)]
        if not holding:
            return None
        return self.locator(min(holding, key=lambda paragraph: abs(paragraph.start - start)))

    def locator(self, paragraph: _Paragraph) -> str:
        within = [p for p in self.paragraphs if p.section == paragraph.section]
        if paragraph.section:
            return f"Q{paragraph.section} p{within.index(paragraph) + 1}"
        return f"p {self.paragraphs.index(paragraph) + 1}"


def _read(name: str, source: Source, directory: Path, document: Document | None) -> tuple[_Text | None, Problem | None]:
    """Text of a source, if it is at hand; a problem if its file or its hash is not the one named."""
    path = directory / (source.file or f"{name}.txt")
    field = "file" if source.file else "title"
    if not path.is_file():
        if source.file is None:
            return None, None
        return None, _problem(document, join(("sources", name, field)), f"there is no {source.file} in {directory}")
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{path.name} is not UTF-8 (byte {error.start})"
        return None, _problem(document, join(("sources", name, field)), message, "Save it again as UTF-8")
    found = hashlib.sha256(content).hexdigest()
    if source.sha256 is not None and source.sha256 != found:
        message = f"{path.name} is another text: its hash is {found[:12]}…, not {source.sha256[:12]}…"
        return _Text(name, text), _problem(
            document, join(("sources", name, "sha256")), message, "Find the text that was cited, or cite this one"
        )
    return _Text(name, text), None


def _found(text: _Text, path: str, passage: Passage, document: Document | None) -> Resolved | Problem:
    """Where a claim or fact stands, or what does not fit. A place in words, or a page, means the whole text."""
    span: tuple[int, int] | str = (0, len(text.text))
    if passage.at is not None:
        where = locators.read(passage.at)
        if where is not None and where.kind != "elsewhere":
            span = text.span(where)
    if isinstance(span, str):
        mend = ""
        if passage.words and (place := text.nearest(passage.words, 0)):
            mend = f"The words stand in {place}"
        return _problem(document, f"{path}.at", f"{passage.at} is not in {text.source}: {span}", mend)
    start, end = span
    if passage.words is not None and not text.holds(passage.words, start, end):
        place = text.nearest(passage.words, start)
        mend = f"They stand in {place}" if place else "They stand nowhere in the text"
        message = f'"{passage.words}" does not stand in {passage.at or text.source}'
        return _problem(document, f"{path}.words", message, mend)
    return Resolved(path, text.source, passage.at or "", start, end)


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    """Blocks that are paragraphs, each with the question (from 1) that it stands under; 0 before the first."""
    section, below_heading = 0, False
    for match in _BLOCK.finditer(text):
        block = match[0].rstrip()
        heading = _HEADING.match(block)
        if heading and int(heading[1] or heading[2]) == section + 1 and _is_short(block):
            section, below_heading = section + 1, True
            continue
        if (below_heading and _is_byline(block)) or _is_credit(block):
            continue
        below_heading = False
        yield _Paragraph(match.start(), match.start() + len(block), section)


def _is_short(block: str) -> bool:
    return "\n" not in block and len(block) <= 300


def _is_byline(block: str) -> bool:
    """A name, a role and a place on one line, without a full stop."""
    return "\n" not in block and len(block) <= _LONGEST_BYLINE and "," in block and block[-1] not in ".!?…:”\"'’"


def _is_credit(block: str) -> bool:
    return len(block) <= _LONGEST_CREDIT and _CREDIT.search(block) is not None


def _plain(text: str) -> str:
    """Text in which quotes, dashes, case and line breaks make no difference."""
    return " ".join(text.translate(_SAME).casefold().split())


def _problem(document: Document | None, path: str, message: str, mend: str = "") -> Problem:
    return document.problem(path, message, mend) if document else Problem(path, message, mend=mend)
