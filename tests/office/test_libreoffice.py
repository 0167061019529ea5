"""The Word brief as LibreOffice Writer lays it out: nothing missing, A4, and no word outside the text block.

Without LibreOffice or poppler's pdftotext these tests are skipped; `make office` installs both where it can.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from summitry.brief import docx
from summitry.brief.outline_model import Block, Outline, Sentence, Table
from tests.unit.brief import varda

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
PDFTOTEXT = shutil.which("pdftotext")
pytestmark = [
    pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice here; `make office` installs it"),
    pytest.mark.skipif(PDFTOTEXT is None, reason="no pdftotext here; `make office` installs poppler-utils"),
]

A4 = (595.3, 841.9)
LEFT, RIGHT = 62.35, 595.3 - 62.35
"""Edges of the text block in points: margins of 22 mm."""


@dataclass(frozen=True)
class Word:
    """A word of a page, with the edges of its box in points."""

    page: int
    text: str
    left: float
    right: float


def crowded() -> Outline:
    """The Varda brief with what strains a page: words without an end, a table of many rows, many and long notes."""
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
    address = "https://example.org/" + "a-very-long-address/" * 12
    sentences = tuple(
        Sentence(
            f"Finding {n} holds in 96–99 % of draws.", "follows", f"x{n}", (f"Note {n}: {'as it is; ' * 60}",), "run it"
        )
        for n in range(60)
    )
    rows = tuple(
        (
            f"r{n}",
            f"{long if n % 7 == 0 else 'somebody said this of that'} {n}",
            "94–100 %",
            "90–99 %",
            address if n % 9 == 0 else "",
        )
        for n in range(120)
    )
    many = Table(("claim", "who said what", "true if ahead", "if short-sighted", "where"), rows, (2, 3))
    wide = Table(tuple(f"party {n}" for n in range(14)), (tuple("indispensability" for _ in range(14)),) * 3)
    outline = varda.outline()
    first = replace(outline.sections[0], findings=sentences, question=f"Why {long}?")
    blocks = (Block("many", "Many rows", table=many), Block("wide", "Many columns", table=wide), *outline.blocks)
    return replace(outline, sections=(first, *outline.sections[1:]), blocks=blocks)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A LibreOffice profile of its own, so that no running one is disturbed."""
    return tmp_path_factory.mktemp("profile")


@pytest.fixture(scope="module", params=[varda.outline, crowded], ids=["varda", "crowded"])
def made(
    request: pytest.FixtureRequest, profile: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Outline, Path]:
    """A brief and the PDF that LibreOffice makes of it."""
    outline: Outline = request.param()
    folder = tmp_path_factory.mktemp("brief")
    source = folder / "brief.docx"
    source.write_bytes(docx.render(outline))
    assert SOFFICE is not None
    command = [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf"]
    done = subprocess.run(
        [*command, "--outdir", str(folder), str(source)], capture_output=True, text=True, timeout=180, check=False
    )
    pdf = folder / "brief.pdf"
    assert pdf.exists(), done.stderr
    return outline, pdf


def words(pdf: Path) -> list[Word]:
    """Every word of the PDF with its box."""
    assert PDFTOTEXT is not None
    page = subprocess.run([PDFTOTEXT, "-bbox", str(pdf), "-"], capture_output=True, check=True, timeout=60).stdout
    text = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", page).decode("utf-8", "replace")
    root = ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", text))
    space = "{http://www.w3.org/1999/xhtml}"
    return [
        Word(number, word.text or "", float(word.attrib["xMin"]), float(word.attrib["xMax"]))
        for number, sheet in enumerate(root.iter(f"{space}page"))
        for word in sheet.iter(f"{space}word")
    ]


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_every_answer_and_sentence_is_on_paper(made: tuple[Outline, Path]) -> None:
    outline, pdf = made
    seen = flat("".join(word.text for word in words(pdf)))
    for section in outline.sections:
        assert seen.count(flat(section.headline.text)) == 2, "the answer stands on the first page and at its question"
        for sentence in section.findings:
            assert flat(sentence.text) in seen
    for block in outline.blocks:
        assert flat(block.title) in seen
        rows = block.table.rows if block.table else ()
        assert all(flat(row[0]) in seen for row in rows), "a row is missing"
    for source in outline.sources:
        assert flat(source.title) in seen


def test_pages_are_a4_and_only_wide_tables_turn_them(made: tuple[Outline, Path]) -> None:
    outline, pdf = made
    sizes = [
        (float(page.mediabox.width), float(page.mediabox.height))
        for page in PdfReader(io.BytesIO(pdf.read_bytes())).pages
    ]
    assert all(sorted(size) == pytest.approx(A4, abs=1) for size in sizes)
    turned = sum(width > height for width, height in sizes)
    assert turned == (1 if any(block.key == "wide" for block in outline.blocks) else 0)


def test_no_word_leaves_the_text_block(made: tuple[Outline, Path]) -> None:
    _, pdf = made
    sizes = [float(page.mediabox.width) for page in PdfReader(io.BytesIO(pdf.read_bytes())).pages]
    outside = [
        word for word in words(pdf) if word.left < LEFT - 1 or word.right > sizes[word.page] - (A4[0] - RIGHT) + 1
    ]
    assert not outside


def test_pages_are_numbered_and_carry_the_title(made: tuple[Outline, Path]) -> None:
    outline, pdf = made
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf.read_bytes())).pages]
    for number, text in enumerate(pages, start=1):
        assert flat(f"Page {number} of {len(pages)}") in flat(text)
    assert all(flat(outline.title) in flat(text) for text in pages)


def test_properties_reach_the_pdf(made: tuple[Outline, Path]) -> None:
    outline, pdf = made
    told = PdfReader(io.BytesIO(pdf.read_bytes())).metadata
    assert told is not None
    assert told.title == outline.title
    assert told.author == "Summitry"
