"""Files of the DEU data set: what is read, what is filled in and said, and every fault with its place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from summitry.errors import ForeignFormatError
from summitry.formats.deu import read_deu

HEADER = ["prnr", "isnr", "proc", "paa", "pbb", "pcom", "saa", "sbb", "scom", "rp", "out"]
CAPABILITIES = ["", "", "", "0.5", "2", "4", "", "", "", "", ""]
FIRST = ["d1", "d1i1", "COD", "0", "100", "", "80", "60", "", "0", "40"]
SECOND = ["d1", "d1i2", "COD", "20", "", "70", "", "", "40", "", ""]


def write(folder: Path, *rows: list[str], quoted: bool = False, end: str = "\n") -> Path:
    path = folder / "issues.csv"
    cells = [[f'"{cell}"' if quoted else cell for cell in row] for row in rows]
    path.write_text(end.join("\t".join(row) for row in cells) + end, encoding="utf-8", newline="")
    return path


def faults(path: Path) -> list[str]:
    with pytest.raises(ForeignFormatError) as caught:
        read_deu(path)
    return [f"{p.line}:{p.column} {p.path}: {p.found}" for p in caught.value.problems]


@pytest.mark.parametrize("quoted", [True, False])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_is_read(tmp_path: Path, quoted: bool, end: str) -> None:
    reading = read_deu(write(tmp_path, HEADER, CAPABILITIES, FIRST, SECOND, quoted=quoted, end=end))
    found = reading.decisions
    assert (reading.actors, reading.issues) == (("aa", "bb", "com"), ("d1i1", "d1i2"))
    assert found.capabilities.tolist() == [0.5, 2.0, 4.0]
    assert found.takes_part.tolist() == [[True, True, False], [True, False, True]]
    assert found.positions[found.takes_part].tolist() == [0.0, 100.0, 20.0, 70.0]
    assert found.saliences == pytest.approx(np.array([[0.8, 0.6, 0.0], [0.6, 0.0, 0.4]]))
    assert (found.reference_points[0], found.outcomes[0], found.groups.tolist()) == (0.0, 40.0, ["d1", "d1"])
    assert np.isnan([found.reference_points[1], found.outcomes[1]]).all()


def test_what_is_filled_in_or_left_out_is_said(tmp_path: Path) -> None:
    nobody = ["d2", "d2i1", "COD", "", "NA", "", "10", "", "", "", "10"]
    reading = read_deu(write(tmp_path, HEADER, FIRST, SECOND, nobody))
    assert reading.issues == ("d1i1", "d1i2")
    assert reading.decisions.capabilities.tolist() == [1.0, 1.0, 1.0]
    assert list(reading.notes) == [
        "The file has no row of capabilities (a second row without prnr): all actors count as equally capable.",
        "Left out, since nobody has a position: 1 issue.",
        "1 missing salience of 4 taken as 60, the median of the file.",
    ]


def test_any_actors_and_no_reference_points_will_do(tmp_path: Path) -> None:
    header = ["out", "sx", "px", "sworld", "pworld", "prnr"]
    reading = read_deu(write(tmp_path, header, ["5", "1", "2", "3", "4", "q"]))
    assert (reading.actors, reading.issues) == (("x", "world"), ("line 2",))
    assert reading.decisions.positions.tolist() == [[2.0, 4.0]]
    assert "The file has no column rp: no issue has a reference point." in reading.notes


def test_every_fault_has_its_place(tmp_path: Path) -> None:
    first = ["d1", "d1i1", "COD", "101", "x", "", "80", "-1", "", "0", "nan"]
    second = ["", "d1i1", "COD", "1", "2", "3", "4", "5", "6", "7", "8"]
    assert faults(write(tmp_path, HEADER, [*CAPABILITIES[:4], "-2", *CAPABILITIES[5:]], first, second)) == [
        "2:8 pbb: '-2'",
        "4:2 isnr: d1i1, also on line 3",
        "4:1 prnr: nothing",
        "3:13 paa: '101'",
        "3:17 pbb: 'x'",
        "3:23 sbb: '-1'",
        "3:29 out: 'nan'",
    ]


def test_columns_count_as_they_stand_in_the_file(tmp_path: Path) -> None:
    """With quotes, and with a tab and a quote inside a field."""
    path = tmp_path / "issues.csv"
    path.write_text('"prnr"\tpaa\tsaa\tpbb\tsbb\tout\n"a\t""1"""\t10\t20\t"x"\t30\t40\n', encoding="utf-8")
    assert faults(path) == ["2:17 pbb: 'x'"]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["a,b,c"], ["1,2,3"]], "1:1 : no column prnr"),
        ([[*HEADER, "out"]], "1:49 out: this column name a second time"),
        ([["prnr", "out", "paa"]], "1:10 paa: no column saa beside it"),
        ([["prnr", "out", "paa", "saa"]], "1:1 : 1 pair of columns of actors"),
        ([HEADER, FIRST[:-1]], "2:1 : 10 fields"),
        ([HEADER, CAPABILITIES], "1:1 : no issue with a position"),
        ([HEADER, [*CAPABILITIES[:3], "0", "0", "0", *CAPABILITIES[6:]], FIRST], "2:1 : capabilities that are all 0"),
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, rows: list[list[str]], found: str) -> None:
    assert found in faults(write(tmp_path, *rows))


def test_a_quote_that_is_not_closed_is_found(tmp_path: Path) -> None:
    path = tmp_path / "issues.csv"
    path.write_text('prnr\tpaa\tsaa\tpbb\tsbb\tout\n"a\t10\t20\t30\t30\t40\n', encoding="utf-8")
    assert faults(path)[0].startswith("2:1 : '\"a")


def test_many_faults_are_told_as_twenty_and_a_count(tmp_path: Path) -> None:
    rows = [["d", f"i{n}", "", "a", "b", "c", "1", "1", "1", "1", "1"] for n in range(10)]
    told = faults(write(tmp_path, HEADER, *rows))
    assert len(told) == 21


def test_no_file_and_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(ForeignFormatError, match="there is no such file"):
        read_deu(tmp_path / "gone.csv")
    (tmp_path / "empty.csv").write_text("\n", encoding="utf-8")
    assert faults(tmp_path / "empty.csv") == ["1:1 : an empty file"]
    with pytest.raises(ForeignFormatError, match="this is a folder"):
        read_deu(tmp_path)
