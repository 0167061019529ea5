"""What a brief tells, in its order, as the elements of a Word document's body."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from itertools import count

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from summitry.brief import figures
from summitry.brief import render as shared
from summitry.brief.docx import page, tables
from summitry.brief.docx.markup import (
    NBSP,
    Element,
    bookmarked,
    code,
    el,
    field,
    fixed,
    inner_link,
    line_break,
    paragraph,
    run,
    tab,
    web_address,
)
from summitry.brief.docx.notes import Notes
from summitry.brief.outline_model import Block, Figure, Outline, Said, Section, Sentence, SourceRow, Table
from summitry.brief.render import clean

VOICES = {
    "follows": "ListBullet",
    "assumed": "ListBullet",
    "reported": "BriefQuotedClaim",
    "estimate": "BriefOwnEstimate",
}
"""The paragraph style of a sentence, by its mark."""

WIDEST, HIGHEST = 0.88, 0.8
"""Shares of the text block that a figure may take: its letters are then no larger than those of the text."""


class Story:
    """The body of one brief, filled from the top; `notes` are its footnotes."""

    def __init__(self, document: Document, outline: Outline) -> None:
        self.notes = Notes()
        self.elements: list[Element] = []
        self.sections = 0
        self._document = document
        self._outline = outline
        self._section = document.element.body.find(qn("w:sectPr"))
        self._block = page.text_block(self._section)
        self._bookmarks = count(1)
        self._figures = count(1)

    def tell(self) -> None:
        """The whole brief."""
        self._front()
        for section in self._outline.sections:
            self._question(section)
        for index, block in enumerate(self._outline.blocks):
            self._part(index, block)
        self._back()

    # -- the first page ------------------------------------------------------------------------------------------

    def _front(self) -> None:
        outline = self._outline
        self._add("Title", run(outline.title))
        if outline.subtitle:
            self._add("Subtitle", run(outline.subtitle))
        if outline.as_of:
            self._add("Subtitle", run(f"As of {outline.as_of}"))
        for line in outline.notice:
            self._add("BriefNotice", run(line))
        if outline.sections:
            self._heading(1, [run(shared.ANSWERS)])
        for section in outline.sections:
            asked = inner_link(_question_place(section), run(section.question, "BriefQuestion"))
            number = fixed(str(section.number))
            self._add("BriefFirstPageAnswer", number, tab(), asked, line_break(), run(section.headline.text))
        self._guide()

    def _guide(self) -> None:
        """What else there is, with links, and how to read the marks."""
        places = [(_block_place(index), block.title) for index, block in enumerate(self._outline.blocks)]
        places += [(place, label) for place, label, there in self._back_parts() if there]
        if places:
            links: list[Element] = [run(f"{shared.FURTHER}: ", "Strong")]
            for index, (place, title) in enumerate(places):
                links += [fixed(" · ")] if index else []
                links.append(inner_link(place, run(title, "BriefLink")))
            self._add("BriefGuide", *links)
        marks: list[Element] = [run(f"{shared.MARKS}: ", "Strong")]
        for index, (mark, glyph) in enumerate(shared.GLYPHS.items()):
            marks += [fixed("; ")] if index else []
            marks.append(fixed(f"{glyph}{NBSP}{shared.WORDS[mark]}", _mark_style(mark)))
            marks.append(fixed(f" – {shared.MEANINGS[mark]}"))
        self._add("BriefGuide", *marks, fixed("."))

    # -- a question ----------------------------------------------------------------------------------------------

    def _question(self, section: Section) -> None:
        self.notes.new_part()
        self._heading(1, [run(f"{section.number}. {section.question}")], _question_place(section))
        self._sentence(section.headline, "BriefAnswer")
        self._sentences(section.findings)
        if section.figure is not None:
            self._figure(section.figure)
        self._headed(shared.SAID, section.said)
        for said in section.said:
            self._said(said)
        for label, sentences in ((shared.NOBODY, section.nobody), (shared.CHANGES, section.changes)):
            self._headed(label, sentences)
            self._sentences(sentences)
        self._headed(shared.MISSING, section.missing)
        self._list(section.missing)
        if section.basis:
            self._add("BriefBasis", run(f"{shared.BASIS}: ", "Strong"), run(section.basis))

    def _sentences(self, sentences: Iterable[Sentence]) -> None:
        for sentence in sentences:
            self._sentence(sentence, VOICES[sentence.mark])

    def _sentence(self, sentence: Sentence, style: str) -> None:
        """A sentence with its mark, and the sign of the note that tells what stands behind it."""
        words = "Emphasis" if sentence.mark == "reported" else "Strong" if style == "BriefAnswer" else ""
        glyph, word = shared.GLYPHS[sentence.mark], shared.WORDS[sentence.mark].replace(" ", NBSP)
        mark = fixed(f"{glyph}{NBSP}{word}{NBSP}{clean(sentence.id)}", _mark_style(sentence.mark))
        sign = self.notes.sign(shared.told_once(sentence, self._outline), sentence.command)
        self._add(style, run(sentence.text, words), fixed(" "), mark, *sign)

    def _said(self, said: Said) -> None:
        """What an expert said, on the next line the verdict and the place; the note tells who, where and how it was tested."""
        content: list[Element] = [run(f"{said.expert}: "), run(said.text, "Emphasis")]
        if said.verdict:
            content += [line_break(), run(shared.verdict_text(said.verdict), _verdict_style(said.verdict))]
        content += [fixed(" "), fixed(f"[{shared.place(said)}]", "BriefPlace")]
        who = ", ".join(part for part in (said.expert, said.role) if part)
        at = shared.source_of(said, self._outline.sources)
        lines = [who, *([said.note] if said.note else []), *shared.told_once(said, self._outline)]
        title, place = (said.source, "") if at is None else (self._outline.sources[at].title, _source_place(at))
        sign = self.notes.sign(lines, said.command, title, place)
        self._add("BriefQuotedClaim", *content, *sign)

    def _figure(self, figure: Figure, with_table: bool = True) -> None:
        """Caption, picture with its alternative text, how to read it, and its numbers as a small table."""
        if figure.is_empty:
            return
        number = next(self._figures)
        self._add("Caption", fixed("Figure "), field("SEQ Figure \\* ARABIC", str(number)), run(f". {figure.title}"))
        self.elements[-1].find(qn("w:pPr")).append(el("w:keepNext"))  # the base file's Caption may lack it
        self._add("BriefFigure", el("w:r", None, el("w:drawing", None, self._picture(figure, number))))
        if figure.kind in ("dots", "stands"):
            self._add("BriefGuide", fixed(shared.HOW_TO_READ))
        head, rows = figures.table(figure)
        if with_table and rows and figure.kind == "dots":  # the others are words already, or two pages of numbers
            numbers = Table(head, rows, tables.numeric_columns(head, rows))
            self.elements += tables.drawn(numbers, self._block.width, f"{figure.title}, {shared.TABLE}")

    def _picture(self, figure: Figure, number: int) -> Element:
        """The picture as wide as the text block, or narrower where it would be higher than most of the page."""
        inline: Element = self._document.part.new_pic_inline(io.BytesIO(figures.png(figure)))
        across = page.twips(self._block.width) * WIDEST / inline.extent.cx
        down = page.twips(self._block.height) * HIGHEST / inline.extent.cy
        page.scale(inline, min(across, down))
        page.named(inline, 100 + number, f"Figure {number}", figure.alt)
        return inline

    # -- blocks and the back -------------------------------------------------------------------------------------

    def _part(self, index: int, block: Block) -> None:
        """A block; on turned pages if its table has more columns than an upright page can take."""
        self.notes.new_part()
        table = block.table if block.table is not None and block.table.rows else None
        turned = table is not None and tables.needs_landscape(table, self._block.width)
        if turned:
            self._break(turned=False)
        self._heading(1, [run(block.title)], _block_place(index))
        for line in block.lines:
            self._add("BodyText", run(line))
        self._sentences(block.sentences)
        if block.figure is not None:
            self._figure(block.figure, with_table=table is None)
        if table is not None:
            self.elements += tables.drawn(table, self._block.turned if turned else self._block.width, block.title)
        if turned:
            self._break(turned=True)

    def _break(self, turned: bool) -> None:
        self.elements.append(page.section_break(self._section, self.sections == 0, turned))
        self.sections += 1

    def _back_parts(self) -> tuple[tuple[str, str, bool], ...]:
        outline = self._outline
        return (
            ("part_method", shared.METHOD, bool(outline.method)),
            ("part_limits", shared.LIMITS, bool(outline.limits)),
            ("part_sources", shared.SOURCES, bool(outline.sources or outline.source_notes)),
            ("part_again", shared.AGAIN, bool(outline.reproduction)),
        )

    def _back(self) -> None:
        outline = self._outline
        for place, label, there in self._back_parts():
            if there:
                self._heading(1, [run(label)], place)
            if label == shared.METHOD:
                self._list(outline.method)
            elif label == shared.LIMITS:
                self._list(outline.limits)
            elif label == shared.SOURCES:
                for line in outline.source_notes:
                    self._add("BodyText", run(line))
                for index, source in enumerate(outline.sources):
                    self._source(index, source)
            else:
                for name, value in outline.reproduction.items():
                    self._add("BodyText", run(f"{name}: ", "Strong"), code(value))

    def _source(self, index: int, source: SourceRow) -> None:
        """Title, publisher and date, the address, and what may affect the quality of it."""
        content = bookmarked(_source_place(index), next(self._bookmarks), run(source.title, "Strong"))
        told = ", ".join(clean(part) for part in (source.publisher, source.date) if part)
        content += [run(f", {told}")] if told else []
        content += [fixed(f" [{clean(source.id)}]", "BriefPlace")]
        if source.url:
            content += [fixed(" "), self._address(source.url)]
        content += [line_break(), run(shared.source_quality(source))]
        self._add("BriefSource", *content)

    def _address(self, url: str) -> Element:
        address = web_address(clean(url))
        if not address:
            return run(url)
        relation = self._document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return el("w:hyperlink", {"r:id": relation, "w:history": 1}, run(url, "Hyperlink"))

    # -- small pieces --------------------------------------------------------------------------------------------

    def _add(self, style: str, *content: Element) -> None:
        self.elements.append(paragraph(style, *content))

    def _heading(self, level: int, content: Sequence[Element], bookmark: str = "") -> None:
        marked = bookmarked(bookmark, next(self._bookmarks), *content) if bookmark else content
        self._add(f"Heading{level}", *marked)

    def _headed(self, label: str, entries: Sequence[object]) -> None:
        if entries:
            self._heading(2, [run(label)])

    def _list(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._add("ListBullet", run(line))


def _mark_style(mark: str) -> str:
    return f"BriefMark{mark.capitalize()}"


def _verdict_style(verdict: str) -> str:
    """Style by what the verdict says; its sign and its words say the same without colour."""
    word = re.sub(r"^[^a-z]+", "", clean(verdict).lower())
    for starts, style in (
        ("follows", "Follows"),
        (("contradicted", "fact wrong"), "Contradicted"),
        ("assumed", "Assumed"),
    ):
        if word.startswith(starts):
            return f"BriefVerdict{style}"
    return "BriefVerdict"


def _question_place(section: Section) -> str:
    return f"question_{section.number}"


def _block_place(index: int) -> str:
    return f"block_{index + 1}"


def _source_place(index: int) -> str:
    return f"source_{index + 1}"
