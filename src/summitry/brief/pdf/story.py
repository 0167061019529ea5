"""An outline as plain data for the template, with the places that links lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from summitry.brief import figures
from summitry.brief import render as shared
from summitry.brief.look import Look
from summitry.brief.outline_model import Block, Figure, Outline, Said, Section, Sentence, SourceRow
from summitry.brief.pdf.notes import Notes
from summitry.brief.pdf.tables import measured
from summitry.brief.pdf.text import code, pieces
from summitry.brief.render import Anchors, clean

WHOLE: Final = 1200
"""Signs of a sentence up to which it is not parted by the end of a page."""
FIGURE_WIDE, FIGURE_HIGH = 142.0, 195.0
"""Millimetres that a figure may take."""

Json = dict[str, Any]


class Story:
    """An outline as plain data, with the places that links lead to."""

    def __init__(self, outline: Outline, look: Look) -> None:
        self._outline = outline
        self._look = look
        self._anchors = Anchors()
        self._sources = [self._anchors.name(f"source-{row.id}") for row in outline.sources]

    def told(self) -> Json:
        """Everything that the template reads."""
        outline, look = self._outline, self._look
        title = clean(outline.title) or clean(outline.id) or "Brief"
        back = (("back-method", shared.METHOD, outline.method), ("back-limits", shared.LIMITS, outline.limits))
        return {
            "title": title,
            "short": title if len(title) <= 70 else title[:69].rstrip() + "…",
            "heading": pieces(title, 16),  # letters more than twice as large
            "as-of": clean(outline.as_of),
            "told-as-of": pieces(outline.as_of),
            "day": (on.year, on.month, on.day) if (on := shared.day(outline.as_of)) else None,
            "language": outline.language if re.fullmatch(r"[a-z]{2,3}", outline.language) else "en",
            "described": clean(outline.subtitle),
            "name": clean(look.name),
            "logo": {"kind": look.logo_kind, "bytes": list(look.logo)} if look.logo else None,
            "labels": _labels(),
            "subtitle": pieces(outline.subtitle),
            "notice": [pieces(line) for line in outline.notice],
            "marks": [
                {"mark": mark, "glyph": glyph, "word": shared.WORDS[mark], "meaning": shared.MEANINGS[mark]}
                for mark, glyph in shared.GLYPHS.items()
            ],
            "sections": [self._section(section) for section in outline.sections],
            "blocks": (blocks := [self._block(block) for block in outline.blocks]),
            "further": [{"title": block["title"], "place": block["place"]} for block in blocks],
            "back": [(place, label, [pieces(line) for line in lines]) for place, label, lines in back if lines],
            "source-notes": [pieces(line) for line in outline.source_notes],
            "sources": [_source(row, place) for row, place in zip(outline.sources, self._sources, strict=True)],
            "again": [(pieces(name), code(value)) for name, value in outline.reproduction.items()],
        }

    def _section(self, section: Section) -> Json:
        notes = self._new_notes()
        return {
            "place": self._anchors.name(f"q{section.number}"),
            "number": str(section.number),
            "question": pieces(section.question),
            "whole": len(section.question) + len(section.headline.text) <= WHOLE,
            "headline": self._sentence(section.headline, notes),
            "findings": self._sentences(section.findings, notes),
            "figure": _figure(section.figure),
            "said": [self._said(said, notes) for said in section.said],
            "nobody": self._sentences(section.nobody, notes),
            "changes": self._sentences(section.changes, notes),
            "missing": [pieces(line) for line in section.missing],
            "basis": pieces(section.basis),
            "ask": code(section.ask),
            "notes": notes.told(),
        }

    def _block(self, block: Block) -> Json:
        notes = self._new_notes()
        return {
            "place": self._anchors.name(f"block-{block.key}"),
            "title": pieces(block.title),
            "lines": [pieces(line) for line in block.lines],
            "leads": not block.sentences and sum(len(line) for line in block.lines) <= WHOLE // 2,
            "sentences": self._sentences(block.sentences, notes),
            "figure": _figure(block.figure),
            "table": measured(block.table),
            "notes": notes.told(),
        }

    def _new_notes(self) -> Notes:
        return Notes(self._anchors, self._outline)

    def _sentences(self, sentences: Iterable[Sentence], notes: Notes) -> list[Json]:
        return [self._sentence(sentence, notes) for sentence in sentences]

    def _sentence(self, sentence: Sentence, notes: Notes) -> Json:
        place = self._anchors.name(f"s-{sentence.id}")
        return {
            "place": place,
            "text": pieces(sentence.text),
            "mark": sentence.mark,
            "glyph": shared.GLYPHS[sentence.mark],
            "word": shared.WORDS[sentence.mark],
            "id": clean(sentence.id),
            "note": notes.run(sentence, place),
            "whole": len(sentence.text) <= WHOLE,
        }

    def _said(self, said: Said, notes: Notes) -> Json:
        place = self._anchors.name(f"said-{said.id}")
        rows = self._outline.sources
        index = shared.source_of(said, rows)
        origin = (said.source, "") if index is None else (rows[index].title, self._sources[index])
        passage = notes.passage(said, place, origin)
        extra = replace(said, notes=(said.note, *said.notes)) if said.note else said
        return {
            "place": place,
            "expert": pieces(said.expert),
            "text": pieces(said.text),
            "at": pieces(shared.place(said)),
            "verdict": pieces(shared.verdict_text(said.verdict)) if said.verdict else [],
            "note": notes.run(extra, place) or passage,
            "whole": len(said.text) + len(said.verdict or "") <= WHOLE,
        }


def _labels() -> Mapping[str, str]:
    return {
        "answers": shared.ANSWERS,
        "further": shared.FURTHER,
        "said": shared.SAID,
        "nobody": shared.NOBODY,
        "changes": shared.CHANGES,
        "missing": shared.MISSING,
        "basis": shared.BASIS,
        "sources": shared.SOURCES,
        "again": shared.AGAIN,
        "runs": shared.RUNS,
        "marks": shared.MARKS,
    }


def _source(row: SourceRow, place: str) -> Json:
    """A source: title, publisher and date, what may affect its quality, and its address, a link if it is one of the web."""
    told = ", ".join(clean(part) for part in (row.publisher, row.date) if part)
    quality = shared.source_quality(row)
    url = clean(row.url)
    return {
        "place": place,
        "id": pieces(row.id),
        "title": pieces(row.title),
        "told": pieces(f", {told}") if told else [],
        "quality": pieces(quality),
        "url": pieces(url),
        "whole": len(row.title) + len(told) + len(quality) + len(url) <= WHOLE,
        "address": url if re.fullmatch(r"https?://[^\s<>\"']+", url) else "",
    }


def _figure(figure: Figure | None) -> Json | None:
    if figure is None or figure.is_empty:
        return None
    svg = figures.picture(figure, figures.WIDE)
    svg = re.sub(r'font-family="[^"]*"', "font-family=\"'Source Sans 3'\"", svg)  # a font that every machine has
    size = re.search(r'<svg\b[^>]*?viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    shape = float(size[1]) / float(size[2]) if size else 1.0
    room = max(FIGURE_HIGH - 4.5 * (len(figure.title) // 90), 40.0)  # a long title takes some of it
    return {
        "title": pieces(figure.title[:WHOLE]),
        "alt": clean(figure.alt) or clean(figure.title),
        "how": shared.HOW_TO_READ if figure.kind in ("dots", "stands") else "",
        "svg": svg,
        "width": round(min(FIGURE_WIDE, room * shape), 2),
    }
