"""The brief in a terminal: nothing wider than asked, nothing lost, nothing that steers the terminal."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from summitry.brief import figures, terminal
from summitry.brief import render as shared
from tests.unit.brief import varda

OUTLINE = varda.outline()
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("width", [40, 52, 80, 100, 120, 200])
def test_no_line_is_wider_than_asked(width: int) -> None:
    for outline in (OUTLINE, varda.retold(lambda text: f"{text} {'long' * 30} 水資源協議")):
        lines = terminal.render(outline, width).splitlines()
        assert max(cell_len(line) for line in lines) <= width
        assert not any(line != line.rstrip() for line in lines)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_everything_is_told(width: int) -> None:
    told = flat(terminal.render(OUTLINE, width))
    for section in OUTLINE.sections:
        for sentence in (section.headline, *section.findings, *section.nobody, *section.changes):
            mark = f"{shared.GLYPHS[sentence.mark]} {shared.WORDS[sentence.mark]} [{sentence.id}]"
            assert f"{sentence.text} {mark}" in told
        for said in section.said:
            assert f"{said.expert}: {said.text}" in told
            assert said.verdict is None or said.verdict in told
        for line in (section.question, section.basis, *section.missing):
            assert line in told
    for line in (*OUTLINE.notice, *OUTLINE.method, *OUTLINE.limits, *OUTLINE.reproduction.values()):
        assert line in told


def test_layout_of_one_answer() -> None:
    assert terminal.render_section(OUTLINE.sections[4], 80, colour=False) == (
        "5  Has anything concrete come of the talks?\n"
        "   One thing: the gauge at Upper Varda. The other two pledges are declared only.\n"
        "   ◆ follows [5a]\n"
        "   · The gauge would be kept by both without anybody's help (likely, 66–74 %).\n"
        "     ◆ follows [5b]\n"
        "   Missing for a fuller answer\n"
        "   · A date for the second pledge.\n"
        "   · Who pays for the gauge.\n"
        "   Basis: 1 source, no expert.\n"
    )


def test_said_with_place_doubt_and_verdict() -> None:
    told = flat(terminal.render_section(OUTLINE.sections[0], 100))
    assert "What the experts said · Okafor: Belmar seeks “standing above all”. ✗ contradicted: standing alone" in told
    assert "71–78 % of draws. [c7, Q1 p4, “probably”]" in told


@pytest.mark.parametrize("width", [44, 60, 110])
def test_what_nobody_said_stands_between_the_experts_and_what_would_change_the_answer(width: int) -> None:
    told = flat(terminal.render_section(OUTLINE.sections[0], width))
    assert re.search(r"\[c8, Q1 p5\] Nobody said · Ardan alone .* ◆ follows \[1i\] Would change this answer ·", told)
    assert "Nobody said" not in terminal.render_section(OUTLINE.sections[1], width)


def test_blocks_stand_between_the_answers_and_the_method() -> None:
    told = flat(terminal.render(OUTLINE, 100))
    places = [
        told.index(text) for text in ("Basis: 1 source, no expert.", *(b.title for b in OUTLINE.blocks), "Method ·")
    ]
    assert places == sorted(places)
    for block in OUTLINE.blocks:
        for line in block.lines:
            assert line in told
        for sentence in block.sentences:
            assert (
                f"· {sentence.text} {shared.GLYPHS[sentence.mark]} {shared.WORDS[sentence.mark]} [{sentence.id}]"
                in told
            )


def test_a_table_that_fits_is_set_in_columns() -> None:
    told = terminal.render(replace(OUTLINE, sections=(), blocks=OUTLINE.blocks[1:]), 60, colour=False)
    assert (
        "End states and what holds them\n"
        "\n"
        "End state     Held by  Share\n"
        "────────────  ───────  ─────\n"
        "Talks & loan  Ardan     62 %\n"
        "No talks      nobody     8 %\n"
    ) in told


@pytest.mark.parametrize("width", [90, 100, 110])
def test_a_table_folds_its_cells_within_their_columns(width: int) -> None:
    lines = table_lines(width)
    head = next(index for index, line in enumerate(lines) if line.startswith("Claim "))
    starts = [found.start() for found in re.finditer("─+", lines[head + 1])]
    table = OUTLINE.blocks[0].table
    assert table is not None
    assert len(starts) == len(table.headers)
    rows = "\n".join(lines[head + 2 :]).split("\n\n")[: len(table.rows)]
    for row, told in zip(table.rows, rows, strict=True):
        for cell, start, end in zip(row, starts, [*starts[1:], None], strict=True):
            assert flat(" ".join(line[start:end] for line in told.splitlines())).strip() == cell


@pytest.mark.parametrize("width", [40, 60])
def test_a_table_too_wide_for_columns_becomes_records(width: int) -> None:
    lines = table_lines(width)
    assert not any("───" in line for line in lines)
    first = next(index for index, line in enumerate(lines) if line.startswith("· Belmar seeks “standing"))
    record = [line for line in lines[first + 1 :] if re.match(r"  \S", line)]
    assert "  Expert: Okafor & Linde" in record
    assert "  Draws: 3–5 %" in record
    assert "  1a" in record  # a column without a heading
    told = flat(" ".join(lines[first:]))
    assert "· The ministers trust each other Expert: Linde Verdict: – cannot be tested Method" in f"{told} Method"


def table_lines(width: int) -> list[str]:
    """The first block's part of the brief, after its sentences."""
    only = replace(OUTLINE, sections=(), blocks=OUTLINE.blocks[:1], method=(), limits=(), sources=(), reproduction={})
    return terminal.render(only, width, colour=False).splitlines()


def test_colour_only_changes_the_colours() -> None:
    plain = terminal.render(OUTLINE, 90, colour=False)
    coloured = terminal.render(OUTLINE, 90, colour=True)
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    assert ESCAPE.sub("", coloured) == plain


def test_no_colour_where_nobody_sees_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert "\x1b" not in terminal.render(OUTLINE, 90)


def test_no_code_from_a_dossier_reaches_the_terminal() -> None:
    hostile = varda.retold(lambda text: f"{text}\x1b[2J\x07\x9b31m\u202e\r\n[bold]{text}[/bold]")
    told = terminal.render(hostile, 100, colour=False)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", told)
    assert "[bold]" in told


def test_numbers_are_not_parted_from_their_per_cent_sign() -> None:
    for width in range(40, 120):
        assert not re.search(r"\d\n *%|\(−?\d+\n *to|\(−?\d+ to\n", terminal.render(OUTLINE, width))


def test_figure_lies_where_its_numbers_say() -> None:
    figure = OUTLINE.sections[3].figure
    assert figure is not None
    lines = terminal.render_section(OUTLINE.sections[3], 80, colour=False).splitlines()
    track = next(line for line in lines if "17 (13 to 22)" in line).removeprefix("   Canthe  ").split("  ")[0]
    low, high = figures.extent(figure)
    for value, column in (
        (17.0, track.index("●")),
        (13.0, track.index("─")),
        (22.0, len(track.rstrip("·")) - 1),
    ):
        assert column == round((value - low) / (high - low) * (len(track) - 1))


def test_narrow_figure_has_its_labels_above() -> None:
    lines = terminal.render_section(OUTLINE.sections[0], 44, colour=False).splitlines()
    label = next(index for index, line in enumerate(lines) if "The loan alone  98 % (96 to 99)" in line)
    assert "●" in lines[label + 1]
