"""The brief as a Word document: complete, in real styles, with notes that resolve; equal briefs are equal bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx as python_docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from summitry.brief import docx
from summitry.brief import render as shared
from summitry.brief.docx.markup import web_address
from summitry.brief.docx.tables import needs_landscape, widths
from summitry.brief.look import PLAIN, Look
from summitry.brief.outline_model import Block, Outline, Said, Sentence, SourceRow, Table
from summitry.brief.render import day
from summitry.errors import SummitryError
from tests.unit.brief import varda

OUTLINE = varda.outline()
HOSTILE = "\x1b[31m<w:p/>]]> & {PAGE} \u202eevil\ufffe ' \" end"


@cache
def written(outline_key: str = "varda") -> bytes:
    return docx.render(OUTLINE)


def opened(content: bytes) -> Any:
    return python_docx.Document(io.BytesIO(content))


def part(content: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ElementTree.fromstring(archive.read(name))


def told(element: Any) -> str:
    """The text of an element as a reader sees it, with plain spaces."""
    blanks = {"tab": " ", "br": " "}
    pieces: list[str] = []
    for child in element.iter():
        name = str(child.tag).rsplit("}", 1)[-1]
        pieces.append(str(child.text or "") if name == "t" else blanks.get(name, ""))
    return re.sub(r"\s+", " ", "".join(pieces).replace("\u00a0", " ")).strip()


def paragraphs(content: bytes, *styles: str) -> list[str]:
    return [told(p._p) for p in opened(content).paragraphs if p.style.name in styles]


def sentences(outline: Outline) -> Iterator[Sentence]:
    for section in outline.sections:
        yield from (section.headline, *section.findings, *section.nobody, *section.changes)
    for block in outline.blocks:
        yield from block.sentences


def test_headings_stand_in_the_order_of_the_brief() -> None:
    expected = [shared.ANSWERS, *(f"{s.number}. {s.question}" for s in OUTLINE.sections)]
    expected += [block.title for block in OUTLINE.blocks]
    expected += [shared.METHOD, shared.LIMITS, shared.SOURCES, shared.AGAIN]
    assert paragraphs(written(), "Heading 1") == expected
    under = paragraphs(written(), "Heading 2")
    assert under.count(shared.SAID) == sum(bool(section.said) for section in OUTLINE.sections)
    assert under.count(shared.CHANGES) == sum(bool(section.changes) for section in OUTLINE.sections)
    assert paragraphs(written(), "Title") == [OUTLINE.title]


def test_every_sentence_stands_once_with_its_mark() -> None:
    lines = paragraphs(written(), "Brief Answer", "List Bullet", "Brief Quoted Claim", "Brief Own Estimate")
    starts = Counter(
        line
        for line in lines
        for sentence in sentences(OUTLINE)
        if line.startswith(
            f"{sentence.text} {shared.GLYPHS[sentence.mark]} {shared.WORDS[sentence.mark]} {sentence.id}"
        )
    )
    assert len(starts) == len(list(sentences(OUTLINE)))
    assert set(starts.values()) == {1}


def test_voices_and_verdicts_have_styles_of_their_own() -> None:
    document = opened(written())
    by_style = {name: paragraphs(written(), name) for name in ("Brief Quoted Claim", "Brief Own Estimate")}
    assert any("put the loan on the agenda" in line for line in by_style["Brief Quoted Claim"])
    assert any("four months to disburse" in line for line in by_style["Brief Own Estimate"])
    used = {run.style.name for paragraph in document.paragraphs for run in paragraph.runs}
    assert {
        "Brief Mark Follows",
        "Brief Mark Assumed",
        "Brief Mark Reported",
        "Brief Mark Estimate",
        "Brief Verdict Contradicted",
        "Brief Verdict Follows",
        "Brief Verdict",
    } <= used
    for run in document.element.body.iter(qn("w:rPr")):
        assert {child.tag for child in run} <= {qn("w:rStyle"), qn("w:noProof")}, "direct formatting"


def test_everything_else_is_told() -> None:
    seen = told(opened(written()).element.body)
    for section in OUTLINE.sections:
        for said in section.said:
            assert said.text in seen
            assert said.verdict is None or said.verdict in seen
        for line in (section.basis, *section.missing):
            assert line in seen
    for block in OUTLINE.blocks:
        cells = [cell for row in block.table.rows for cell in row] if block.table else []
        for line in (*block.lines, *cells):
            assert line in seen
    for line in (*OUTLINE.notice, *OUTLINE.method, *OUTLINE.limits, *OUTLINE.reproduction.values()):
        assert line in seen
    for source in OUTLINE.sources:
        assert source.title in seen
        assert source.descriptor in seen


def test_notes_resolve_and_tell_what_stands_behind_the_marks() -> None:
    notes = part(written(), "word/footnotes.xml")
    ids = [note.get(qn("w:id")) for note in notes]
    assert ids[:2] == ["-1", "0"]
    assert [note.get(qn("w:type")) for note in notes][:2] == ["separator", "continuationSeparator"]
    body = opened(written()).element.body
    signs = [sign.get(qn("w:id")) for sign in body.iter(qn("w:footnoteReference"))]
    assert signs == ids[2:]
    texts = [told(note) for note in notes]
    for sentence in sentences(OUTLINE):
        for line in (*shared.run_lines(sentence), *([sentence.command] if sentence.command else [])):
            assert any(line in text for text in texts)
    assert any("senior fellow, Institute for Rivers" in text for text in texts)
    settings = part(written(), "word/settings.xml").find(qn("w:footnotePr"))
    assert settings is not None
    assert [note.get(qn("w:id")) for note in settings] == ["-1", "0"]
    style = {child.get(qn("w:val")) for note in notes for child in note.iter(qn("w:pStyle"))}
    assert style == {"FootnoteText"}


def test_sentences_with_the_same_run_share_a_note() -> None:
    body = opened(written()).element.body
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    again = [
        field.get(qn("w:instr")).split()
        for field in body.iter(qn("w:fldSimple"))
        if "NOTEREF" in field.get(qn("w:instr"))
    ]
    assert again
    assert all(words[1] in marks for words in again)
    notes = [told(note) for note in part(written(), "word/footnotes.xml")][2:]
    signs = len(list(body.iter(qn("w:footnoteReference"))))
    assert len(notes) == signs


def test_the_whole_hash_is_left_to_the_end_where_a_note_names_its_beginning() -> None:
    digest = "0123456789ab" * 5
    headline = Sentence("It holds.", "follows", "1a", (f"Inputs {digest[:12]}.",), None, {"dossier": digest})
    sections = (replace(OUTLINE.sections[0], headline=headline),)
    for reproduction, whole in (({"inputs": digest}, False), ({}, True)):
        outline = replace(OUTLINE, sections=sections, reproduction=reproduction)
        first = told(part(docx.render(outline), "word/footnotes.xml")[2])
        assert digest[:12] in first
        assert (digest in first) == whole


def test_links_lead_to_bookmarks_or_to_the_web() -> None:
    document = opened(written())
    names = [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    numbers = [mark.get(qn("w:id")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    assert len(set(names)) == len(names)
    assert len(set(numbers)) == len(numbers)
    links = list(document.element.body.iter(qn("w:hyperlink")))
    inner = [link.get(qn("w:anchor")) for link in links if link.get(qn("w:anchor"))]
    assert set(inner) <= set(names)
    assert {f"question_{section.number}" for section in OUTLINE.sections} <= set(inner)
    outer = [document.part.rels[link.get(qn("r:id"))].target_ref for link in links if link.get(qn("r:id"))]
    assert outer == [source.url for source in OUTLINE.sources if source.url]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("http://example.org./ä%", "http://example.org./%C3%A4%25"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://", ""),
        ("https://[bad", ""),
        ("https://user@example.org/", ""),
        ("https://example.org:99999/", ""),
        ("https://example.org/a b", ""),
    ],
)
def test_only_sound_web_addresses_become_links(url: str, address: str) -> None:
    assert web_address(url) == address


def test_figures_have_a_caption_an_alternative_text_and_their_numbers() -> None:
    shown = [section.figure for section in OUTLINE.sections if section.figure]
    shown += [block.figure for block in OUTLINE.blocks if block.figure]
    document = opened(written())
    pictures = list(document.element.body.iter(qn("wp:docPr")))
    assert [picture.get("descr") for picture in pictures] == [figure.alt for figure in shown]
    assert len({picture.get("id") for picture in pictures}) == len(pictures)
    captions = paragraphs(written(), "Caption")
    assert captions == [f"Figure {number}. {figure.title}" for number, figure in enumerate(shown, start=1)]
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {row.label for figure in shown for row in figure.rows} <= cells
    width = document.sections[0].page_width - document.sections[0].left_margin - document.sections[0].right_margin
    assert all(shape.width <= width for shape in document.inline_shapes)


def test_tables_fit_repeat_their_head_and_keep_rows_whole() -> None:
    document = opened(written())
    section = document.sections[0]
    block = (section.page_width - section.left_margin - section.right_margin) // 635
    assert document.tables
    for table in document.tables:
        assert sum(int(column.get(qn("w:w"))) for column in table._tbl.iter(qn("w:gridCol"))) <= block
        assert table._tbl.find(f".//{qn('w:tblLayout')}").get(qn("w:type")) == "fixed"
        assert table._tbl.tr_lst[0].find(f".//{qn('w:tblHeader')}") is not None
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in table._tbl.tr_lst)
        assert table.style.name == "Brief Table"
    numbers = [p for table in document.tables for row in table.rows for c in row.cells for p in c.paragraphs]
    assert any(p.style.name == "Brief Table Number" and re.search(r"\d", p.text) for p in numbers)


def test_widths_add_up_and_give_words_their_room() -> None:
    table = Table(
        ("id", "who said what", "share"), (("c1", "a long sentence that needs its room " * 4, "94–100 %"),), (2,)
    )
    given = widths(table, 9000)
    assert sum(given) == 9000
    assert given[1] > 6000
    assert not needs_landscape(table, 9000)
    many = Table(tuple(f"column{n}" for n in range(30)), (tuple("extraordinary" for _ in range(30)),))
    assert sum(widths(many, 9000)) == 9000
    assert needs_landscape(many, 9000)


def test_a_table_of_many_columns_turns_its_pages_and_no_others() -> None:
    many = Table(tuple(f"column{n}" for n in range(12)), (tuple("extraordinary" for _ in range(12)),))
    outline = replace(OUTLINE, blocks=(Block("wide", "A wide one", table=many), Block("next", "Upright again")))
    sections = opened(docx.render(outline)).sections
    assert [section.orientation for section in sections] == [0, 1, 0]
    assert [section.different_first_page_header_footer for section in sections] == [True, False, False]


def test_properties_tell_the_day_of_the_brief_and_no_other() -> None:
    properties = opened(written()).core_properties
    assert (properties.title, properties.subject) == (OUTLINE.title, OUTLINE.subtitle)
    assert (properties.author, properties.last_modified_by) == ("Summitry", "Summitry")
    assert properties.language == "en-GB"
    assert properties.created.date().isoformat() == str(day(OUTLINE.as_of)) == "2031-03-02"
    named = opened(docx.render(OUTLINE, Look(name="Office of Rivers"))).core_properties
    assert named.author == "Office of Rivers"
    language = part(written(), "word/styles.xml").find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language is not None
    assert language.get(qn("w:val")) == "en-GB"


@pytest.mark.parametrize(
    ("as_of", "iso"), [("26 April 2019", "2019-04-26"), ("2019-04-26", "2019-04-26"), ("soon", ""), ("", "")]
)
def test_day(as_of: str, iso: str) -> None:
    assert str(day(as_of) or "") == iso


def test_head_and_foot() -> None:
    section = opened(written()).sections[0]
    assert OUTLINE.title in section.header.paragraphs[0].text
    assert "PAGE" in section.footer._element.xml
    assert section.different_first_page_header_footer
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_equal_briefs_are_equal_bytes() -> None:
    assert docx.render(OUTLINE) == written()
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert not any("thumbnail" in name for name in archive.namelist())


def test_hostile_text_is_text() -> None:
    bad = Sentence(HOSTILE, "reported", HOSTILE, (HOSTILE,), HOSTILE)
    said = Said(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    section = replace(
        OUTLINE.sections[0],
        question=HOSTILE,
        headline=bad,
        findings=(bad,),
        said=(said,),
        missing=(HOSTILE,),
        basis=HOSTILE,
    )
    assert section.figure is not None
    figure = replace(section.figure, title=HOSTILE, alt=HOSTILE)
    block = Block(HOSTILE, HOSTILE, (HOSTILE,), (bad,), Table((HOSTILE, ""), ((HOSTILE, HOSTILE),), (1,)))
    outline = replace(
        OUTLINE,
        title=HOSTILE,
        subtitle=HOSTILE,
        as_of=HOSTILE,
        notice=(HOSTILE,),
        sections=(replace(section, figure=figure),),
        blocks=(block,),
        method=(HOSTILE,),
        limits=(HOSTILE,),
        sources=(SourceRow(*(HOSTILE,) * 6, "javascript:alert(1)", 1, HOSTILE),),
        reproduction={HOSTILE: HOSTILE},
    )
    content = docx.render(outline, Look(name=HOSTILE))
    document = opened(content)
    clean = shared.clean(HOSTILE)
    assert document.core_properties.title == clean
    assert document.paragraphs[0].text == clean
    assert not [r for r in document.part.rels.values() if r.is_external]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                text = archive.read(name).decode("utf-8")
                assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e\ufffe]", text)
                ElementTree.fromstring(text)


def test_an_empty_brief_is_a_document_too() -> None:
    outline = Outline("x", "Nothing yet", "", "", (), (), (), (), (), (), {})
    assert next(p.text for p in opened(docx.render(outline)).paragraphs) == "Nothing yet"


# -- an organisation's look ------------------------------------------------------------------------------------------


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A ministry's file: its own Heading 1 under a foreign id, no List Bullet, a narrow page, an author, some text."""
    document = python_docx.Document()
    heading = document.styles["Heading 1"]
    heading.font.color.rgb = RGBColor(0x80, 0, 0)
    heading.font.size = Pt(19)
    heading.element.set(qn("w:styleId"), "berschrift1")
    bullet = document.styles["List Bullet"].element
    bullet.getparent().remove(bullet)
    document.sections[0].page_width = Pt(500)
    document.core_properties.author = "A. Person"
    document.add_paragraph("Text of the template")
    path = tmp_path / "brief.docx"
    document.save(str(path))
    return path


def test_the_styles_and_the_page_of_the_base_win(base: Path) -> None:
    content = docx.render(OUTLINE, Look(docx=base, name="Ministry"))
    document = opened(content)
    heading = next(p for p in document.paragraphs if p.text == shared.ANSWERS)
    assert heading.style.style_id == "berschrift1"
    assert heading.style.font.color.rgb == RGBColor(0x80, 0, 0)
    assert document.sections[0].page_width == Pt(500)
    assert "Text of the template" not in "".join(p.text for p in document.paragraphs)
    assert document.core_properties.author == "Ministry"
    assert {style.name for style in document.styles} >= {"List Bullet", "Brief Answer", "footnote text"}
    names = [style.name.lower() for style in document.styles]
    assert len(set(names)) == len(names)
    numbered = document.styles["List Bullet"].element.find(f".//{qn('w:numId')}").get(qn("w:val"))
    assert numbered in {num.get(qn("w:numId")) for num in document.part.numbering_part.element.iter(qn("w:num"))}
    for table in document.tables:
        assert sum(int(column.get(qn("w:w"))) for column in table._tbl.iter(qn("w:gridCol"))) <= 500 * 20 - 2 * 1800


def test_a_letterhead_of_the_base_stays(base: Path) -> None:
    document = python_docx.Document(str(base))
    document.sections[0].header.paragraphs[0].text = "Ministry of Rivers"
    document.save(str(base))
    section = opened(docx.render(OUTLINE, Look(docx=base, name="Not this"))).sections[0]
    assert section.header.paragraphs[0].text == "Ministry of Rivers"
    assert "PAGE" in section.footer._element.xml


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_logo_and_name_stand_on_the_first_page(kind: str) -> None:
    import vl_convert

    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="40"><rect width="400" height="40"/></svg>'
    logo = svg.encode() if kind == "svg" else vl_convert.svg_to_png(svg)
    header = opened(docx.render(OUTLINE, Look(logo=logo, logo_kind=kind, name="Office of Rivers"))).sections[0]
    assert "Office of Rivers" in header.first_page_header.paragraphs[0].text
    (picture,) = header.first_page_header._element.iter(qn("wp:docPr"))
    assert picture.get("descr") == "Office of Rivers"
    (extent,) = header.first_page_header._element.iter(qn("wp:extent"))
    assert int(extent.get("cx")) <= 6 * 360_000
    assert RELATIONSHIP_TYPE.IMAGE in {r.reltype for r in header.first_page_header.part.rels.values()}


def test_what_is_no_word_file_or_no_picture_is_said(tmp_path: Path) -> None:
    bad = tmp_path / "brief.docx"
    bad.write_bytes(b"no archive")
    with pytest.raises(SummitryError, match="cannot be read as a Word document"):
        docx.render(OUTLINE, Look(docx=bad))
    with pytest.raises(SummitryError, match="logo"):
        docx.render(OUTLINE, Look(logo=b"no picture", logo_kind="png"))
    with pytest.raises(SummitryError, match="logo"):
        docx.render(OUTLINE, Look(logo=b"<svg", logo_kind="svg"))


def test_plain_is_the_default() -> None:
    assert docx.render(OUTLINE, PLAIN) == written()
