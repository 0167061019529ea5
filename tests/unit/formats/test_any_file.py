"""Whatever stands in a file, it is read, or refused with a clear fault; and what is read passes `check` as a dossier."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.cli.convert import run
from summitry.errors import SummitryError
from tests.unit.formats.test_cow import DATA
from tests.unit.formats.test_decide import RECORDS, text_of
from tests.unit.formats.test_ktab import CSV, XML
from tests.unit.formats.test_tables import EMISSIONS

LONG = (
    "actor,description,capability,issue,position,salience,low,high,status quo\nA,x,1,t,2,3,0,9,4\nB,,2,t,3,50,0,9,4\n"
)
FILES = {
    "table.csv": EMISSIONS,
    "long.csv": LONG,
    "ktab.csv": CSV,
    "ktab.xml": XML,
    "decide.txt": text_of(RECORDS),
    "decide.csv": text_of(RECORDS, ";", "'"),
    "cow.csv": DATA,
}
PIECES = [
    "",
    ",",
    ";",
    "\t",
    "\n",
    '"',
    "'",
    "0",
    "-1",
    "1e400",
    "nan",
    "#D",
    "<",
    ">",
    "&x;",
    "\ufeff",
    "\0",
    "é",
    "$$",
    "  ",
]


@given(data=st.data())
@settings(max_examples=300)
def test_a_file_with_a_slip_is_read_or_refused(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    name = data.draw(st.sampled_from(sorted(FILES)))
    text = FILES[name]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.sampled_from([0, 0, 1, 2, 5, 40])))
        text = text[:start] + data.draw(st.sampled_from(PIECES) | st.text(max_size=3)) + text[end:]
    content = text.encode("utf-8", errors="replace")
    convert(tmp_path_factory.mktemp("any"), name, content)


@given(name=st.sampled_from(["a.csv", "a.txt", "a.xml", "a.xlsx", "a.tsv"]), content=st.binary(max_size=300))
def test_bytes_of_any_kind_are_read_or_refused(
    name: str, content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    convert(tmp_path_factory.mktemp("any"), name, content)


def convert(folder: Path, name: str, content: bytes) -> None:
    source, target = folder / name, folder / "case.summit.yaml"
    source.write_bytes(content)
    chosen: dict[str, Any] = {"states": ["2", "731"], "year": 2016} if name == "cow.csv" else {}
    try:
        run(str(source), target, print=lambda line: None, **chosen)
    except SummitryError:
        assert sorted(path.name for path in folder.iterdir()) == [name]
    else:
        assert target.exists()
