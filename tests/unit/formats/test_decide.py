"""Input files of decide: the ways in which they are written, all faults at once, and out and in again; made-up cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.errors import ForeignFormatError
from summitry.formats.decide import decide_text, is_decide, read_decide
from summitry.formats.spatial import Point, Spatial, SpatialActor, SpatialIssue
from tests.unit.formats.spatial_cases import TEXTS, spatials

RECORDS = [
    ["#/", "made up for a test"],
    ["#A", "NOR", "Norhaven", ""],
    ["#A", "SUL", "Sulmar", "a note"],
    ["#P", "toll", "How high is the toll?"],
    ["#M", "toll", "0.5", "a token"],
    ["#M", "toll", "4"],
    ["#M", "toll", "7", "all costs"],
    ["#P", "ring", "ring"],
    ["#D", "NOR", "toll", "3.0", "0.07", "0.6"],
    ["#D", "SUL", "toll", "7", "1", "0.5"],
    ["#D", "NOR", "ring", "100", "0.95", "0.6"],
]
CASE = Spatial(
    "case",
    (SpatialActor("NOR", "Norhaven", 0.6), SpatialActor("SUL", "Sulmar", 0.5)),
    (
        SpatialIssue(
            "toll", (("a token", 0.5), ("all costs", 7.0)), (Point(3, 7), Point(7, 100)), "How high is the toll?"
        ),
        SpatialIssue("ring", (("", 0.0), ("", 100.0)), (Point(100, 95), None)),
    ),
)


def text_of(records: list[list[str]], mark: str = "\t", quote: str = "") -> str:
    return "".join(mark.join(f"{quote}{cell}{quote}" for cell in record) + "\n" for record in records)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "case.txt"
    path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("mark", ["\t", ";", ","])
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_as_files_are_written(tmp_path: Path, mark: str, quote: str) -> None:
    text = text_of(RECORDS, mark, quote)
    assert is_decide(text)
    found, told = read_decide(written(tmp_path, text))
    assert found == CASE
    assert told.lost == ["comments (2)"]


def test_byte_order_mark_and_windows_lines(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeff" + text_of(RECORDS).replace("\n", "\r\n"))
    assert read_decide(path).spatial == CASE


def test_power_that_differs_between_issues_becomes_its_mean(tmp_path: Path) -> None:
    records = [*RECORDS[:-1], ["#D", "NOR", "ring", "100", "0.95", "0.2"]]
    found, told = read_decide(written(tmp_path, text_of(records)))
    assert found.actors[0].capability == pytest.approx(0.4)
    assert "power of NOR by issue, 0.2 to 0.6: its mean is kept" in told.lost


def test_saliences_from_0_to_100(tmp_path: Path) -> None:
    records = [*RECORDS[:8], ["#D", "NOR", "toll", "3", "7", "0.6"], ["#D", "SUL", "toll", "7", "100", "0.5"]]
    found, told = read_decide(written(tmp_path, text_of(records)))
    assert found.issues[0].points == CASE.issues[0].points
    assert told.notes == ["a salience is above 1, so all are taken to be from 0 to 100"]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    records = [
        *RECORDS,
        ["#D", "SUL", "ring", "160", "-0.5", "x"],
        ["#D", "NOR", "toll", "1", "1", "1"],
        ["#D", "ISL", "tolls", "1", "1", "1"],
        ["#X", "what"],
        ["#A", "NOR", "Norhaven again"],
        ["#M", "tol", "1"],
        ["#P", "", "nameless"],
    ]
    with pytest.raises(ForeignFormatError) as error:
        read_decide(written(tmp_path, text_of(records)))
    assert [f"{p.line} {p.path}: {p.found}" for p in error.value.problems] == [
        '12 #D SUL on ring: position: "160"',
        '12 #D SUL on ring: salience: "-0.5"',
        '12 #D SUL: power: "x"',
        "13 #D: NOR on toll again, which stands in line 9",
        '14 #D: "ISL"',
        '14 #D: "tolls"',
        '15 : "#X" at the start of a line',
        '16 #A: "NOR", which stands in line 2 already',
        '17 #M: "tol"',
        "18 #P: no key",
    ]


def test_one_end_of_a_scale_alone(tmp_path: Path) -> None:
    records = [record for record in RECORDS if record[:3] not in (["#M", "toll", "0.5"], ["#M", "toll", "4"])]
    with pytest.raises(ForeignFormatError, match="found one point, 7, expected two ends"):
        read_decide(written(tmp_path, text_of(records)))


def test_capabilities_above_one_are_lessened() -> None:
    points = (Point(1, 50), Point(2, 50), Point(3, 50))
    actors = (SpatialActor("A", "", 50.0), SpatialActor("B", "", 200.0), SpatialActor("C"))
    text, told = decide_text(
        Spatial("t", actors, (SpatialIssue("x", (("", 0.0), ("", 9.0)), points, status_quo=4.0),)), "t"
    )
    assert [line.split("\t")[-1] for line in text.splitlines() if line.startswith("'#D'")] == ["0.25", "1", "1"]
    assert told.lost == [
        "the level of capabilities: all are divided by the greatest, 200, since power ends at 1",
        "status quo 4 of x",
    ]
    assert told.notes == ["capability is not said of C: power 1 is written"]


@given(
    spatial=spatials(
        names=TEXTS, labels=True, gaps=False, known=False, capability=st.floats(0, 1)
    )
)  # fmt: skip
def test_out_and_in_it_is_the_same(spatial: Spatial, tmp_path_factory: pytest.TempPathFactory) -> None:
    text, _ = decide_text(spatial)
    assert is_decide(text)
    found, told = read_decide(written(tmp_path_factory.mktemp("decide"), text))
    assert (found.actors, found.issues) == (spatial.actors, spatial.issues)
    assert told.lost == []
