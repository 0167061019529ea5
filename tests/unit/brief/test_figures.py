"""Figures: well-formed, true to their rows, nothing cut, the same bytes each time."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from summitry.brief import figures
from summitry.brief.outline_model import Figure, Row
from tests.unit.brief import varda

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = [section.figure for section in varda.outline().sections if section.figure is not None]
WIDTHS = [figures.WIDE, figures.NARROW]


def drawn(figure: Figure, width: int) -> ElementTree.Element:
    return ElementTree.fromstring(figures.svg(figure, "f", width))


def centre(element: ElementTree.Element) -> float:
    if element.tag == f"{SVG}circle":
        return float(element.attrib["cx"])
    if element.tag == f"{SVG}rect":
        return float(element.attrib["x"]) + float(element.attrib["width"]) / 2
    found = re.match(r"M([\d.]+)", element.attrib["d"])
    assert found is not None
    return float(found.group(1))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.title)
def test_drawn_where_the_rows_say(figure: Figure, width: int) -> None:
    root = drawn(figure, width)
    axis = next(line for line in root.iter(f"{SVG}line") if line.attrib["class"] == "axis")
    left, right = float(axis.attrib["x1"]), float(axis.attrib["x2"])
    low, high = figures.extent(figure)

    def value(x: float) -> float:
        return low + (x - left) / (right - left) * (high - low)

    exact = (high - low) * 0.06 / (right - left)
    legend = len([group for group in figures.groups(figure) if group])
    dots = [element for element in root if element.attrib.get("class", "").startswith("dot")][legend:]
    ranges = [element for element in root if element.attrib.get("class", "").startswith("range")]
    assert len(dots) == len(ranges) == len(figure.rows)
    for row, dot, reach in zip(figure.rows, dots, ranges, strict=True):
        assert value(centre(dot)) == pytest.approx(row.value, abs=exact)
        ends = re.match(r"M([\d.]+) [\d.]+H([\d.]+)", reach.attrib["d"])
        assert ends is not None
        assert [value(float(end)) for end in ends.groups()] == pytest.approx([row.low, row.high], abs=exact)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.title)
def test_numbers_beside_the_lines_and_in_the_table_are_the_rows(figure: Figure) -> None:
    read = [text.text for text in drawn(figure, figures.WIDE).iter(f"{SVG}text") if text.attrib["class"] == "number"]
    head, lines = figures.table(figure)
    for row, text, line in zip(figure.rows, read, lines, strict=True):
        told = [float(number.replace("−", "-")) for number in re.findall(r"−?\d+(?:\.\d+)?", text or "")]
        assert told == [row.value, row.low, row.high]
        assert [float(cell.replace("−", "-")) for cell in line[1:4]] == [row.value, row.low, row.high]
        assert line[0] == row.label
        assert len(line) == len(head)


def test_title_and_description_name_the_drawing() -> None:
    root = drawn(FIGURES[0], figures.WIDE)
    assert root.attrib["role"] == "img"
    named = root.attrib["aria-labelledby"].split()
    texts = {element.attrib["id"]: element.text for element in root if "id" in element.attrib}
    assert [texts[name] for name in named] == [FIGURES[0].title, FIGURES[0].alt]


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut_or_overlaps_however_long(width: int) -> None:
    label = f"An uncommonly long label with {'Ww' * 40} in it, 水資源協議"
    rows = tuple(Row(f"{label} {index}", 10.0 * index, 0.0, 100.0, f"group {label} {index}") for index in range(7))
    figure = replace(FIGURES[0], rows=rows, axis=label * 3)
    root = drawn(figure, width)
    height = float(root.attrib["height"])
    boxes = []
    for text in root.iter(f"{SVG}text"):
        long = figures._length(text.text or "")
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        left = x - {"end": long, "middle": long / 2}.get(text.attrib.get("text-anchor", ""), 0.0)
        assert left >= -0.1
        assert left + long <= width + 0.1
        assert 10 <= y <= height - 2
        boxes.append((left, left + long, y))
    for index, (left, right, y) in enumerate(boxes):
        for other_left, other_right, other_y in boxes[index + 1 :]:
            assert abs(y - other_y) >= 12 or right <= other_left + 0.1 or other_right <= left + 0.1


def test_groups_differ_in_shape_too() -> None:
    figure = replace(FIGURES[0], rows=tuple(Row(str(index), 5.0, 5.0, 5.0, f"group {index}") for index in range(5)))
    dots = [element for element in drawn(figure, figures.WIDE) if element.attrib.get("class", "").startswith("dot")]
    looks = {(element.tag, element.attrib["fill"] == "#ffffff") for element in dots}
    assert len(looks) == 5
    assert len(set(figures.SHAPES)) == 5


def test_text_is_escaped() -> None:
    hostile = varda.retold(lambda text: f'{text}<script>&"\x00', FIGURES[0])
    assert "<script" not in figures.svg(hostile, "f")
    assert any("<script>&" in (text.text or "") for text in drawn(hostile, figures.WIDE).iter(f"{SVG}text"))


def test_same_bytes_twice() -> None:
    assert figures.svg(FIGURES[0], "f") == figures.svg(FIGURES[0], "f")


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 100, ("0", "25", "50", "75", "100")),
        (-10, 40, ("−10", "0", "10", "20", "30", "40")),
        (0, 25, ("0", "5", "10", "15", "20", "25")),
        (0, 10, ("0", "2", "4", "6", "8", "10")),
        (0, 1, ("0.0", "0.2", "0.4", "0.6", "0.8", "1.0")),
        (-3, 2, ("−3", "−2", "−1", "0", "1", "2")),
        (13, 88, ("20", "40", "60", "80")),
    ],
)
def test_ticks_are_round(low: float, high: float, expected: tuple[str, ...]) -> None:
    assert figures.tick_text(figures.ticks(low, high)) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [(-0.2, 0, "0"), (-3.0, 0, "−3"), (97.6, 0, "98"), (0.25, 1, "0.2"), (1.5, 2, "1.50")],
)
def test_numbers(value: float, places: int, expected: str) -> None:
    assert figures.number(value, places) == expected


def test_a_row_outside_the_domain_stretches_the_axis() -> None:
    figure = replace(FIGURES[0], rows=(Row("far", 120.0, -20.0, 130.0),))
    assert figures.extent(figure) == (-20.0, 130.0)
    assert figures.extent(replace(figure, domain=(5.0, 5.0), rows=(Row("flat", 5.0, 5.0, 5.0),))) == (4.5, 5.5)


def test_a_long_unit_stands_at_the_axis() -> None:
    assert figures.reading(FIGURES[0], FIGURES[0].rows[0]) == "98 % (96 to 99)"
    assert figures.reading(FIGURES[1], FIGURES[1].rows[0]) == "30 (24 to 36)"
    assert figures.axis_label(FIGURES[1]) == "Flow in dry months (points of the scale)"
    assert figures.axis_label(FIGURES[2]) == "Worth to Belmar, in points of flow"
