"""The brief as Markdown: complete, its marks lead to notes, and no text of a dossier becomes mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from summitry.brief import figures, markdown
from tests.unit.brief import varda

OUTLINE = varda.outline()
TEXT = markdown.render(OUTLINE)


def inline(text: str) -> Iterator[Token]:
    for block in MarkdownIt("commonmark").enable("table").parse(text):
        yield from block.children or ()


def read(text: str) -> str:
    """The text as a reader sees it."""
    return re.sub(r"\s+", " ", " ".join("".join(token.content for token in inline(text)).split()))


def test_everything_is_told() -> None:
    seen = read(TEXT)
    for section in OUTLINE.sections:
        for sentence in (section.headline, *section.findings, *section.nobody, *section.changes):
            assert sentence.text in seen
        for said in section.said:
            assert said.text in seen
            assert said.verdict is None or said.verdict in seen
        for line in (section.question, section.basis, *section.missing):
            assert line in seen
    for block in OUTLINE.blocks:
        for line in (block.title, *block.lines, *(sentence.text for sentence in block.sentences)):
            assert line in seen
    for line in (OUTLINE.title, *OUTLINE.notice, *OUTLINE.method, *OUTLINE.limits, *OUTLINE.reproduction.values()):
        assert line in seen


def test_every_mark_leads_to_one_note() -> None:
    used = re.findall(r"\[\^([a-z0-9-]+)\](?!:)", TEXT)
    noted = re.findall(r"^\[\^([a-z0-9-]+)\]:", TEXT, flags=re.MULTILINE)
    assert used == noted
    assert len(set(noted)) == len(noted)
    sentences = sum(
        1 + len(section.findings) + len(section.nobody) + len(section.changes) for section in OUTLINE.sections
    )
    sentences += sum(len(block.sentences) for block in OUTLINE.blocks)
    assert len(noted) == sentences + sum(len(section.said) for section in OUTLINE.sections)


def test_notes_tell_the_run() -> None:
    note = next(line for line in TEXT.splitlines() if line.startswith("[^1a]:"))
    for part in ("Worlds: as things are; without the talks", "200 draws, seed 7", varda.HASH, "`summitry ask"):
        assert part in note


def test_notes_of_a_claim_tell_how_it_was_tested() -> None:
    note = next(line for line in TEXT.splitlines() if line.startswith("[^c4]:"))
    assert "in herald · Tested as: BEL holds talks" in note
    assert r"\<em\>looking ahead\</em\> \& short-sighted" in note
    assert f'Hash of the inputs: {varda.HASH} · `summitry ask varda.summit.yaml "claim c4 & nothing else"' in note


def test_what_nobody_said_stands_between_the_experts_and_what_would_change_the_answer() -> None:
    first = TEXT.partition("## 1.")[2].partition("## 2.")[0]
    heads = re.findall(r"^### (.+)$", first, flags=re.MULTILINE)
    assert heads == ["What the experts said", "Nobody said", "Would change this answer"]
    assert "- Ardan alone decides" in first.partition("### Nobody said")[2].partition("### ")[0]
    assert TEXT.count("### Nobody said") == 1


def test_blocks_stand_between_the_answers_and_the_method() -> None:
    heads = re.findall(r"^## (.+)$", TEXT, flags=re.MULTILINE)
    at = heads.index("Claims and verdicts")
    assert heads[at - 1].startswith("5. ")
    assert heads[at + 1 : at + 3] == ["End states and what holds them", "Method"]


def test_tables_of_blocks_are_tables_with_escaped_cells() -> None:
    assert "| End state | Held by | Share |\n| :-- | :-- | --: |\n| Talks \\& loan | Ardan | 62 % |\n" in TEXT
    assert r"would give up water \| money \<for\> it | Okafor \& Linde |" in TEXT
    html = MarkdownIt("commonmark").enable("table").render(TEXT)
    cells = [unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", html)]
    for block in OUTLINE.blocks:
        assert block.table is not None
        told = [cell for row in (block.table.headers, *block.table.rows) for cell in row]
        assert any(cells[start : start + len(told)] == told for start in range(len(cells)))


def test_the_same_id_twice_gives_two_notes() -> None:
    twice = markdown.render(varda.retold(lambda text: "1a" if re.fullmatch(r"\d[a-z]", text) else text))
    noted = re.findall(r"^\[\^([a-z0-9-]+)\]:", twice, flags=re.MULTILINE)
    assert len(set(noted)) == len(noted)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a link](https://example.org)",
        "![a picture](https://example.org/x.png)",
        "**bold** _slanted_ `code` ~~gone~~ | cell |",
        "a\n\n# heading\n\n- list",
        "# heading",
        "1. list",
        "- list",
        "+ list",
        "> quoted",
        "<https://example.org>",
        "&lt;b&gt; &amp; \\",
        "[^1a]: note",
        "***",
        "---",
        "===",
    ],
)
def test_text_stays_text(hostile: str) -> None:
    told = markdown.render(varda.retold(lambda text: hostile))
    kinds = {token.type for token in inline(told)}
    assert kinds <= {
        "text",
        "text_special",
        "softbreak",
        "strong_open",
        "strong_close",
        "em_open",
        "em_close",
        "code_inline",
    }
    assert " ".join(hostile.split()) in read(told)
    blocks = [token.type for token in MarkdownIt("commonmark").enable("table").parse(told)]
    expected = [
        token.type
        for token in MarkdownIt("commonmark").enable("table").parse(markdown.render(varda.retold(lambda text: "x")))
    ]
    assert blocks == expected


def test_only_web_addresses_become_links() -> None:
    links = [str(token.attrs["href"]) for token in inline(TEXT) if token.type == "link_open"]
    assert links == ["https://example.org/varda", "https://example.org/bank/2030-q3.pdf"]
    bad = markdown.render(varda.retold(lambda text: text.replace("https:", "javascript:")))
    assert not [token for token in inline(bad) if token.type == "link_open"]


def test_figures_are_tables_of_their_rows() -> None:
    for section in OUTLINE.sections:
        if section.figure is not None:
            for row in figures.table(section.figure)[1]:
                assert f"| {' | '.join(row)} |" in TEXT


def test_code_holds_backticks() -> None:
    assert markdown.code("a `b` c") == "``a `b` c``"
    assert markdown.code("`b`") == "`` `b` ``"


def test_same_bytes_twice_and_a_closing_newline() -> None:
    assert markdown.render(varda.outline()) == TEXT
    assert TEXT.endswith("\n")
    assert not TEXT.endswith("\n\n")
