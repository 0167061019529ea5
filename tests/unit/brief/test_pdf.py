"""The PDF says all that the outline says, stays inside its pages, is tagged, and takes no text for code."""

from __future__ import annotations

import dataclasses
import io
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pypdf
import pytest
from pypdf.generic import ContentStream

from summitry.brief import pdf
from summitry.brief import render as shared
from summitry.brief.look import PLAIN, Look
from summitry.brief.outline_model import Block, Figure, Link, Node, Outline, Row, Table
from summitry.brief.pdf.notes import Notes
from summitry.brief.pdf.tables import measured
from summitry.brief.pdf.text import code, pieces
from summitry.errors import SummitryError
from tests.unit.brief import varda

A4 = (595.276, 841.89)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" viewBox="0 0 60 40"><path d="M0 0h60v40H0z"/></svg>'
)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PIXEL = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\x10\x20\x30"))
    + _chunk(b"IEND", b"")
)


@cache
def made() -> bytes:
    return pdf.render(varda.outline())


def read(content: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """All text in one line, with plain spaces."""
    pages = (page.extract_text() for page in read(content).pages)
    return re.sub(r"\s+", " ", "\n".join(pages).replace("\u00a0", " "))


def bare(text: str) -> str:
    """Text without spaces: where lines end says nothing of what is said."""
    return re.sub(r"\s+", "", text.replace("\u200b", ""))


def retold(change: Callable[[str], str]) -> Outline:
    """The demo with every text changed, but for the kinds of its figures, which are no text."""
    told = varda.retold(lambda text: text if text in ("dots", "stands", "ties", "paths", "timeline") else change(text))
    assert isinstance(told, Outline)
    return told


def sentences(outline: Outline) -> Iterator[Any]:
    for section in outline.sections:
        yield section.headline
        yield from (*section.findings, *section.nobody, *section.changes)
    for block in outline.blocks:
        yield from block.sentences


def structure(reader: Any) -> Iterator[Any]:
    """The elements of the tag tree."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            yield node
            waiting += [node["/K"]] if "/K" in node else []


def spans(content: bytes) -> Iterator[tuple[float, float, float, float]]:
    """Where the pieces of text begin and the pages' sizes: x, y, width, height."""
    for page in read(content).pages:
        found: list[tuple[float, float]] = []

        def visit(text: str, cm: Any, tm: Any, font: Any, size: Any, found: list[tuple[float, float]] = found) -> None:
            if text.strip():
                found.append((cm[0] * tm[4] + cm[2] * tm[5] + cm[4], cm[1] * tm[4] + cm[3] * tm[5] + cm[5]))

        page.extract_text(visitor_text=visit)
        yield from ((x, y, float(page.mediabox.width), float(page.mediabox.height)) for x, y in found)


def ink_right_of(content: bytes, margin: float) -> bool:
    """Does any line of text end beyond the right margin? Widths are those that the fonts in the file state."""
    return any(end > float(page.mediabox.width) - margin for page in read(content).pages for end in _ends(page))


def _ends(page: Any) -> Iterator[float]:
    fonts = {name: _widths(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()}
    stack: list[tuple[float, ...]] = []
    place: tuple[float, ...] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    matrix, size = place, 1.0
    widths: dict[int, float] = {}
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"q":
            stack.append(place)
        elif operator == b"Q":
            place = stack.pop()
        elif operator == b"cm":
            place = _times(tuple(float(number) for number in operands), place)
        elif operator == b"Tm":
            matrix = tuple(float(number) for number in operands)
        elif operator == b"Tf":
            size, widths = float(operands[1]), fonts[operands[0]]
        elif operator in (b"Tj", b"TJ"):
            parts = operands[0] if operator == b"TJ" else [operands[0]]
            length = sum(-float(part) if isinstance(part, int | float) else _length(part, widths) for part in parts)
            whole = _times(matrix, place)
            yield whole[4] + whole[0] * size * length / 1000


def _times(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, ...]:
    return (
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    )  # fmt: skip


def _length(text: Any, widths: dict[int, float]) -> float:
    raw = text.original_bytes if hasattr(text, "original_bytes") else bytes(text)
    return sum(widths.get(int.from_bytes(raw[at : at + 2]), 1000.0) for at in range(0, len(raw), 2))


def _widths(font: Any) -> dict[int, float]:
    entries = list(font["/DescendantFonts"][0].get_object().get("/W", []))
    widths: dict[int, float] = {}
    while entries:
        first, second = int(entries.pop(0)), entries.pop(0).get_object()
        if isinstance(second, list):
            widths |= {first + index: float(width) for index, width in enumerate(second)}
        else:
            widths |= dict.fromkeys(range(first, int(second) + 1), float(entries.pop(0)))
    return widths


def glyphs_missing(content: bytes) -> bool:
    """Is the box of a missing sign (glyph 0 of a font) drawn anywhere?"""
    for page in read(content).pages:
        for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
            if operator in (b"Tj", b"TJ"):
                parts = operands[0] if operator == b"TJ" else [operands[0]]
                for part in parts:
                    raw = getattr(part, "original_bytes", part if isinstance(part, bytes) else b"")
                    if any(raw[at : at + 2] == b"\0\0" for at in range(0, len(raw), 2)):
                        return True
    return False


# -- what is said ----------------------------------------------------------------------------------------------------


def test_it_says_every_sentence_with_its_mark() -> None:
    text = bare(text_of(made()))
    for sentence in sentences(varda.outline()):
        mark = f"{shared.GLYPHS[sentence.mark]}{shared.WORDS[sentence.mark]}{sentence.id}"
        assert bare(sentence.text) + bare(mark) in text, sentence.id


def test_the_answers_come_first_and_lead_to_their_questions() -> None:
    reader = read(made())
    first = bare(reader.pages[0].extract_text())
    for section in varda.outline().sections:
        assert bare(section.headline.text) in first
        assert bare(section.question) in first
    links = [note.get_object() for note in reader.pages[0]["/Annots"] if "/A" not in note.get_object()]
    assert len(links) >= len(varda.outline().sections)


def test_experts_verdicts_figures_tables_and_the_back_are_there() -> None:
    outline = varda.outline()
    text = bare(text_of(made()))
    for section in outline.sections:
        assert bare(section.basis) in text
        for said in section.said:
            assert bare(f"{said.expert}: {said.text} [{shared.place(said)}]") in text
            assert bare(shared.verdict_text(said.verdict or "")) in text
        if section.figure:
            assert bare(section.figure.title) in text
    for block in outline.blocks:
        for row in block.table.rows if block.table else ():
            assert all(bare(cell) in text for cell in row)
    for line in (*outline.notice, *outline.method, *outline.limits, *outline.reproduction.values()):
        assert bare(line) in text
    for source in outline.sources:
        assert bare(source.title) in text
        assert bare(source.descriptor) in text
        assert bare(source.url) in text


def test_labels_are_left_out_where_nothing_stands_under_them() -> None:
    outline = dataclasses.replace(varda.outline(), sections=(), blocks=(), sources=(), method=(), limits=())
    text = text_of(pdf.render(outline))
    for label in (shared.ANSWERS, shared.SAID, shared.SOURCES, shared.METHOD, shared.LIMITS, shared.RUNS):
        assert label not in text


def test_sentences_with_the_same_run_share_a_note() -> None:
    text = text_of(made())
    assert "1a, 1b, 1f, 1g, 1h Worlds: as things are; without the talks" in text
    assert text.count("Linde, head of programme, Institute for Rivers · Five questions on Varda") <= 4


def test_what_all_runs_have_in_common_is_told_once() -> None:
    told = [varda.sentence(f"9{letter}", "So.", worlds=f"world {letter}") for letter in "abcd"]
    notes = Notes(shared.Anchors(), dataclasses.replace(varda.outline(), reproduction={}))
    places = [notes.run(sentence, f"s-{sentence.id}") for sentence in told]
    rows = notes.told()
    assert [row["marks"][0][0] for row in rows] == ["Each run", "9a", "9b", "9c", "9d"]
    assert [row["place"] for row in rows[1:]] == places
    assert ("text", "200 draws, seed 7") in [line[0] for line in rows[0]["lines"]]


def test_passages_of_one_expert_are_told_in_one_row() -> None:
    said = varda.outline().sections[2].said[0]
    notes = Notes(shared.Anchors(), dataclasses.replace(varda.outline(), reproduction={}))
    for number in range(1, 6):
        notes.passage(dataclasses.replace(said, id=f"c{number}"), f"said-{number}", ("The Herald", ""))
    assert [row["marks"] for row in notes.told()] == [[("c1–c5", "said-1")]]


# -- what makes it a document ----------------------------------------------------------------------------------------


def test_pages_are_a4_and_numbered() -> None:
    pages = read(made()).pages
    for number, page in enumerate(pages, start=1):
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A4, abs=0.01)
        assert f"{number} / {len(pages)}" in page.extract_text()
    assert "The Varda water talks" in pages[1].extract_text()


def test_it_has_a_title_a_language_a_date_and_tags() -> None:
    reader = read(made())
    root = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == "The Varda water talks"
    assert str(reader.metadata.get("/CreationDate", "")).startswith("D:20310302")
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_questions_and_parts_are_bookmarks() -> None:
    titles = [entry.title for entry in read(made()).outline if not isinstance(entry, list)]
    for section in varda.outline().sections:
        assert any(section.question in title for title in titles)
    for title in (*(block.title for block in varda.outline().blocks), shared.METHOD, shared.SOURCES):
        assert title in titles


def test_figures_have_alternative_texts_and_tables_have_heads() -> None:
    found = list(structure(read(made())))
    alternatives = {str(node["/Alt"]) for node in found if "/Alt" in node}
    for section in varda.outline().sections:
        if section.figure:
            assert section.figure.alt in alternatives
    kinds = {str(node.get("/S")) for node in found}
    assert {"/H1", "/L", "/Table", "/TH", "/TD", "/Link", "/Figure"} <= kinds


def test_only_addresses_of_the_web_become_links() -> None:
    outline = varda.outline()
    bad = dataclasses.replace(outline.sources[0], url="javascript:alert(1)")
    worse = dataclasses.replace(outline.sources[1], url="file:///etc/passwd")
    reader = read(pdf.render(dataclasses.replace(outline, sources=(bad, worse, outline.sources[2]))))
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", ())]
    addresses = [str(note["/A"]["/URI"]) for note in notes if "/A" in note and "/URI" in note["/A"]]
    assert set(addresses) == {"https://example.org/bank/2030-q3.pdf"}


def test_the_same_outline_gives_the_same_bytes() -> None:
    assert pdf.render(varda.outline()) == made() == shared.render_file(varda.outline(), "pdf")


@pytest.mark.parametrize("as_of", ["", "spring 2031", "31 February 2031", "2031-02-31"])
def test_a_day_that_is_none_is_no_date(as_of: str) -> None:
    reader = read(pdf.render(dataclasses.replace(varda.outline(), as_of=as_of)))
    assert "/CreationDate" not in (reader.metadata or {})


def test_all_signs_of_a_brief_are_in_its_fonts() -> None:
    assert not glyphs_missing(made())
    signs = "◆ ◇ ✓ ✗ – ≈ “” ● ◐ ○ ■ □ − → … · ½ ² é Ž ő Путин Αθήνα"
    outline = retold(lambda text: f"{text} {signs}")
    content = pdf.render(outline)
    assert not glyphs_missing(content)
    assert bare(signs) in bare(text_of(content))


def test_a_sign_that_no_font_has_is_no_reason_to_fail() -> None:
    outline = dataclasses.replace(varda.outline(), subtitle="A sign of nobody's: \U000e01f0 \U00013000 \ue123")
    assert pdf.render(outline).startswith(b"%PDF")


# -- hostile and long text -------------------------------------------------------------------------------------------

HOSTILE = [
    '#import "x"', "#panic()", "$ x $", "*a*", "_a_", "\\", "<label>", "@ref", "= A", "// no", "/* no", "`x`", "[#x]", '"',
]  # fmt: skip


@pytest.mark.parametrize("sign", HOSTILE)
def test_typst_signs_are_only_text(sign: str) -> None:
    content = pdf.render(retold(lambda text: f"{sign} {text} {sign}"))
    text = bare(text_of(content))
    for section in varda.outline().sections:
        assert bare(f"{sign} {section.headline.text} {sign}") in text
    assert read(content).metadata.title == f"{sign} The Varda water talks {sign}"


def test_control_characters_do_not_reach_the_page() -> None:
    text = text_of(pdf.render(retold(lambda text: f"a\x1b[31mb\u202ec {text}")))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "a[31mbc" in text


def unless_an_id(change: str, short: int = 5) -> Outline:
    """The demo with something put behind every text of `short` signs or more: ids stay as they are."""
    return retold(lambda text: text if len(text) < short else f"{text} {change}")


def long_table() -> Outline:
    rows = tuple((f"row {number}", "some words of a claim " * 9, "✗ contradicted", "3–5 %") for number in range(300))
    block = Block("long", "A long table", table=Table(("id", "claim", "verdict", "share"), rows, (3,)))
    return dataclasses.replace(varda.outline(), sections=(), blocks=(block,))


def many_columns() -> Outline:
    head = tuple(f"column number {index}" for index in range(14))
    block = Block("wide", "A wide table", table=Table(head, (tuple(f"acceptable {i}" for i in range(14)),) * 3))
    return dataclasses.replace(varda.outline(), sections=(), blocks=(block,))


def too_many_columns() -> Outline:
    head = tuple(f"internationally {index}" for index in range(24))
    block = Block("wide", "A wider table", table=Table(head, (head,) * 3))
    return dataclasses.replace(varda.outline(), sections=(), blocks=(block,))


@pytest.mark.parametrize(
    "outline",
    [
        varda.outline,
        lambda: unless_an_id("W" * 100),
        lambda: unless_an_id(f"https://example.org/{'path/' * 20}x"),
        lambda: unless_an_id("and so on " * 130, short=60),
        long_table,
        many_columns,
        too_many_columns,
    ],
    ids=["plain", "long word", "long address", "long sentences", "long table", "many columns", "too many columns"],
)
def test_nothing_leaves_the_page(outline: Callable[[], Outline]) -> None:
    content = pdf.render(outline())
    assert not ink_right_of(content, 40)
    for x, y, width, height in spans(content):
        assert 40 < x < width
        assert 20 < y < height - 20


def test_heads_of_tables_are_repeated_and_wide_tables_are_turned() -> None:
    pages = read(pdf.render(long_table())).pages
    told = [page.extract_text() for page in pages]
    with_rows = [text for text in told if "row " in text]
    assert len(with_rows) > 5
    assert all("verdict" in text for text in with_rows)
    turned = [page for page in read(pdf.render(many_columns())).pages if page.mediabox.width > page.mediabox.height]
    assert len(turned) == 1


def test_columns_have_room_for_their_words_and_share_the_rest() -> None:
    table = varda.outline().blocks[0].table
    told = measured(table)
    assert told is not None
    assert not told["turned"]
    assert sum(told["widths"]) == pytest.approx(453, abs=7)
    assert told["widths"][0] > told["widths"][1]
    assert measured(None) is None
    assert measured(Table(("a",), ())) is None


def test_numbers_and_options_stay_on_one_line_and_long_words_may_be_parted() -> None:
    assert pieces("In 96–99 % of draws") == [("text", "In "), ("keep", "96–99 %"), ("text", " of draws")]
    assert code("summitry ask --draws 40")[1] == ("keep", "--draws")
    parted = pieces("https://example.org/a-very-long/path-of-many-words")
    assert ("part", "") in parted
    assert "".join(text for _, text in parted) == "https://example.org/a-very-long/path-of-many-words"
    assert ("part", "") not in pieces("internationalisation")


# -- figures and looks -----------------------------------------------------------------------------------------------


def test_every_kind_of_figure_is_drawn() -> None:
    ties = Figure(
        "Ties", "Two are tied.", "", "", (0.0, 1.0), (), "ties",
        (Node("a", "Ardan"), Node("b", "Belmar")), (Link("a", "b", "loan"),),
    )  # fmt: skip
    dates = Figure("Days", "A day.", "date", "", (741000.0, 741300.0), (Row("x", 741100, 741050, 741200),), "timeline")
    empty = Figure("Nothing", "Nothing to see.", "", "", (0.0, 1.0), ())
    blocks = tuple(Block(f"b{i}", f"Block {i}", figure=figure) for i, figure in enumerate((ties, dates, empty)))
    content = pdf.render(dataclasses.replace(varda.outline(), sections=(), blocks=blocks))
    alternatives = {str(node["/Alt"]) for node in structure(read(content)) if "/Alt" in node}
    assert {"Two are tied.", "A day."} <= alternatives
    assert "Nothing to see." not in alternatives


@pytest.mark.parametrize(("kind", "logo"), [("svg", DRAWING.encode()), ("png", PIXEL)])
def test_logo_and_name_stand_on_the_first_page(kind: str, logo: bytes) -> None:
    look = Look(logo=logo, logo_kind=kind, name="River #Institute")
    content = pdf.render(varda.outline(), look)
    reader = read(content)
    assert "River #Institute" in reader.pages[0].extract_text()
    assert "River #Institute" in {str(node["/Alt"]) for node in structure(reader) if "/Alt" in node}
    assert content == pdf.render(varda.outline(), look)


def test_a_preamble_sets_the_text_and_says_nothing() -> None:
    look = Look(typst='#set text(size: 16pt, font: "New Computer Modern")\n#show <headline>: set text(fill: red)')
    content = pdf.render(varda.outline(), look)
    assert len(read(content).pages) > len(read(made()).pages)
    assert bare(varda.outline().sections[0].headline.text) in bare(text_of(content))


@pytest.mark.parametrize(
    "typst", ["#nothing-like-it()", '#import "@preview/cetz:0.3.0"', "#set text(", '#read("/etc/passwd")']
)
def test_a_bad_preamble_is_told(typst: str) -> None:
    with pytest.raises(SummitryError, match=r"brief\.typ"):
        pdf.render(varda.outline(), Look(typst=typst))


def test_a_logo_that_is_no_image_is_told() -> None:
    with pytest.raises(SummitryError, match="logo"):
        pdf.render(varda.outline(), dataclasses.replace(PLAIN, logo=b"\x89PNG no", logo_kind="png"))
