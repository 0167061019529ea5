"""The page: escaped, self-contained, linked in itself, readable in both colour schemes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources
from itertools import pairwise

import pytest

from summitry.brief import html
from summitry.brief.outline_model import Sentence, Table
from tests.unit.brief import varda

OUTLINE = varda.outline()
PAGE = html.render(OUTLINE)
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Read(HTMLParser):
    """Every element with its attributes, its parents and its text; fails where tags do not nest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], tuple[str, ...]]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, tuple(self._open)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, tuple(self._open)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.text.append(data)

    def seen(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.text))

    def all(self, attribute: str) -> list[str]:
        return [attrs[attribute] for _, attrs, _ in self.elements if attribute in attrs]


READ = Read(PAGE)


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", '" onmouseover="alert(1)', "' x='", "</style><b>", "&lt;i&gt;", "{{ 7 * 7 }}"],
)
def test_text_stays_text(hostile: str) -> None:
    page = html.render(varda.retold(lambda text: f"{text}{hostile}"))
    read = Read(page)
    assert [tag for tag, _, _ in read.elements] == [
        tag for tag, _, _ in READ.elements if tag != "a"
    ] or hostile in read.seen()
    assert {tag for tag, _, _ in read.elements} <= {tag for tag, _, _ in READ.elements}
    assert {name for _, attrs, _ in read.elements for name in attrs} <= {
        name for _, attrs, _ in READ.elements for name in attrs
    }
    every = len(re.findall(re.escape(hostile), read.seen()))
    assert every >= 100


def test_control_characters_do_not_reach_the_page() -> None:
    page = html.render(varda.retold(lambda text: f"{text}\x00\x1b[2J\u202e\ufffe"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\ufffe]", page)


def test_nothing_is_loaded_and_nothing_runs() -> None:
    assert {tag for tag, _, _ in READ.elements}.isdisjoint(
        {"script", "link", "img", "iframe", "object", "form", "base"}
    )
    for name in ("src", "srcset", "action", "data", "poster", "background", "style"):
        assert READ.all(name) == []
    assert not [name for _, attrs, _ in READ.elements for name in attrs if name.startswith("on")]
    style = PAGE.partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    policy = next(
        attrs["content"] for tag, attrs, _ in READ.elements if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")


def test_only_web_addresses_and_own_places_are_links() -> None:
    outside = [href for href in READ.all("href") if not href.startswith("#")]
    assert outside == ["https://example.org/varda", "https://example.org/bank/2030-q3.pdf"]
    bad = Read(html.render(varda.retold(lambda text: text.replace("https:", "javascript:"))))
    assert all(href.startswith("#") for href in bad.all("href"))


def test_places_are_unique_and_links_arrive() -> None:
    for read in (READ, Read(html.render(varda.retold(lambda text: "same")))):
        ids = read.all("id")
        assert len(set(ids)) == len(ids)
        assert {href[1:] for href in read.all("href") if href.startswith("#")} <= set(ids)
        named = [name for label in read.all("aria-labelledby") for name in label.split()]
        assert set(named) <= set(ids)


def every_sentence() -> Iterator[Sentence]:
    for section in OUTLINE.sections:
        yield from (section.headline, *section.findings, *section.nobody, *section.changes)
    for block in OUTLINE.blocks:
        yield from block.sentences


def test_every_sentence_has_its_place_and_opens_its_run() -> None:
    ids = READ.all("id")
    for sentence in every_sentence():
        assert f"s-{sentence.id}" in ids
        block = PAGE.partition(f'id="s-{sentence.id}"')[2]
        fold = block.partition("<details")[2].partition("</details>")[0]
        assert f'<span class="id">{sentence.id}</span>' in fold.partition("</summary>")[0]
        behind = Read(f"<div{fold}</div>").seen()
        for note in sentence.notes:
            assert note in behind
        assert sentence.command is None or sentence.command in behind
        assert "dossier" not in sentence.basis or varda.HASH in behind


def test_a_verdict_is_seen_and_opens_how_it_was_tested() -> None:
    entry = PAGE.partition('id="said-1-c4"')[2].partition('<div class="verdict">')[2]
    summary, _, behind = entry.partition("<summary>")[2].partition("</details>")[0].partition("</summary>")
    said = OUTLINE.sections[0].said[0]
    assert said.verdict is not None
    assert said.command is not None
    assert said.verdict in Read(f"<div>{summary}</div>").seen()
    assert summary.count("✗") == 1
    told = Read(f"<div>{behind}</div>").seen()
    for line in (*said.notes, said.command, varda.HASH):
        assert line in told


def test_a_verdict_with_nothing_behind_it_has_no_fold() -> None:
    entry = PAGE.partition('id="said-1-c7"')[2].partition('<div class="verdict">')[2].partition("</div>")[0]
    assert "✓ follows only if" in entry
    assert "<details" not in entry


def test_what_was_noted_on_a_claim_without_a_verdict_is_not_lost() -> None:
    section = OUTLINE.sections[0]
    claim = replace(section.said[0], verdict=None)
    page = html.render(replace(OUTLINE, sections=(replace(section, said=(claim,)),)))
    entry = page.partition('id="said-1-c4"')[2].partition("</details>")[0]
    assert "Tested as: BEL holds talks" in entry
    assert 'class="verdict"' not in page


def test_what_nobody_said_has_its_own_list() -> None:
    first = PAGE.partition('id="q1"')[2].partition('id="q2"')[0]
    heads = re.findall("<h3>(.+?)</h3>", first)
    assert heads == ["What the experts said", "Nobody said", "Would change this answer", "Runs and passages"]
    listed = first.partition("<h3>Nobody said</h3>")[2].partition("<h3>")[0]
    assert re.findall('id="(.+?)"', listed) == ["s-1i"]
    assert PAGE.count("<h3>Nobody said</h3>") == 1


def test_blocks_stand_between_the_answers_and_the_method_and_are_linked() -> None:
    at = [PAGE.index(f'id="{name}"') for name in ("q5", "block-verdicts", "block-ends", "method-title")]
    assert at == sorted(at)
    answers = PAGE.partition('id="answers"')[2].partition("</section>")[0]
    for block in OUTLINE.blocks:
        assert f'<a href="#block-{block.key}">{block.title}</a>' in answers
        assert block.title in READ.seen().partition("How to read the marks")[2]
        for line in (*block.lines, *(sentence.text for sentence in block.sentences)):
            assert line in READ.seen()
    bare = html.render(replace(OUTLINE, blocks=()))
    assert "Also in this brief" not in bare
    assert '<section class="block"' not in bare


def test_tables_of_blocks_are_tables() -> None:
    sheets = PAGE.split('<div class="sheet"')[1:]
    assert len(sheets) == len(OUTLINE.blocks)
    for block, sheet in zip(OUTLINE.blocks, sheets, strict=True):
        table = block.table
        assert table is not None
        inner = sheet.partition("<table>")[2].partition("</table>")[0]
        assert f"{block.title}, as a table</span></caption>" in inner
        cells = [
            [Read(f"<p>{cell}</p>").seen() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
            for row in re.findall("<tr>(.*?)</tr>", inner)
        ]
        assert cells == [list(row) for row in (table.headers, *table.rows)]
        assert inner.count('<th scope="col"') == sum(1 for header in table.headers if header)
        assert inner.count('<th scope="row"') == len(table.rows)
    assert "water | money &lt;for&gt; it" in PAGE
    assert '<td class="numeric">3–5' not in PAGE  # its numbers are kept together
    assert '<td class="numeric"><span class="keep">3–5 %</span></td>' in PAGE
    assert '<td class="wordy">✗ contradicted: standing alone' in PAGE


def test_a_block_needs_no_table() -> None:
    for table in (None, Table(("a", "b"), ())):
        page = html.render(replace(OUTLINE, blocks=(replace(OUTLINE.blocks[0], table=table),)))
        assert 'id="block-verdicts"' in page
        assert 'class="sheet"' not in page


def test_a_sentence_with_nothing_behind_it_has_no_fold() -> None:
    bare = replace(OUTLINE.sections[4].headline, notes=(), command=None, basis={})
    page = html.render(replace(OUTLINE, sections=(replace(OUTLINE.sections[4], headline=bare),)))
    block = page.partition('id="s-5a"')[2].partition("</div>")[0]
    assert "<details" not in block
    assert '<span class="mark">' in block


def test_everything_is_told() -> None:
    seen = READ.seen()
    for section in OUTLINE.sections:
        assert seen.count(section.headline.text) == 2
        for text in (section.question, section.basis, section.ask, *section.missing):
            assert text in seen
        for said in section.said:
            assert f"{said.expert}: {said.text}" in seen
            assert said.verdict is None or said.verdict in seen
            assert said.role in seen
        for sentence in (*section.findings, *section.nobody, *section.changes):
            assert sentence.text in seen
    for text in (OUTLINE.title, OUTLINE.subtitle, *OUTLINE.notice, *OUTLINE.method, *OUTLINE.limits):
        assert text in seen
    for name, value in OUTLINE.reproduction.items():
        assert f"{name} {value}" in seen or f"{name}{value}" in seen


def test_answers_come_first_and_headings_step_down() -> None:
    levels = [int(tag[1]) for tag, _, _ in READ.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert PAGE.index('id="answers"') < PAGE.index('id="q1"') < PAGE.index('id="s-1a"')
    assert {"header", "main", "footer"} <= {tag for tag, _, _ in READ.elements}
    assert ("html", {"lang": "en"}, ()) in READ.elements


def test_paper_shows_what_the_folds_hide() -> None:
    notes = PAGE.partition('<div class="endnotes">')[2].partition("</div>")[0]
    seen = Read(f"<div>{notes}</div>").seen()
    assert "1a, 1b, 1f, 1g, 1h" in seen
    assert "The desk's own number, typed at line 61." in seen
    assert "Okafor, senior fellow, Institute for Rivers · Five questions on Varda, Q1 p2 · Tested as: BEL holds" in seen
    assert "claim c4 & nothing else" in seen
    assert "1i" in seen
    block = PAGE.partition('id="block-verdicts"')[2].partition('<div class="endnotes">')[2].partition("</div>")[0]
    assert "v1" in Read(f"<div>{block}</div>").seen()


def test_voices_differ_without_colour() -> None:
    style = resources.files("summitry.brief").joinpath("templates/brief.css").read_text(encoding="utf-8")
    assert re.search(r"\.reported \.text, \.quoted \{ font-style: italic", style)
    assert re.search(r"\.estimate \.text \{ font-family: var\(--sans\)", style)
    marks = re.findall(r'<span class="glyph" aria-hidden="true">(.+?)</span> (\w[\w ]*)', PAGE)
    assert {("◆", "follows"), ("◇", "assumed"), ("“”", "reported"), ("≈", "own estimate")} <= {
        (a, b.strip()) for a, b in marks
    }


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_contrast(scheme: int) -> None:
    style = resources.files("summitry.brief").joinpath("templates/brief.css").read_text(encoding="utf-8")
    colours = []
    for block in re.findall(r":root \{(.*?)\}", style, flags=re.DOTALL):
        found = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6});", block))
        colours.append({name: f"#{value[1:] * 2}" if len(value) == 4 else value for name, value in found.items()})
    palette = colours[scheme]
    for ground in ("paper", "raised"):
        for name in ("ink", "muted", "link", "assumed", "reported", "estimate"):
            assert contrast(palette[name], palette[ground]) >= 4.5, (name, ground)
    for group in range(5):
        assert contrast(palette[f"g{group}"], palette["paper"]) >= 4.5


def test_same_bytes_twice_and_small() -> None:
    html._template.cache_clear()
    assert html.render(varda.outline()) == PAGE
    assert len(PAGE.encode()) < 90_000
    assert PAGE.startswith("<!doctype html>\n")
    assert PAGE.endswith("</html>\n")
