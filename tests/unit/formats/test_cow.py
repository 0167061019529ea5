"""Capability data in the layout of the Correlates of War, all of it made up: shares, names, and what is asked for in vain."""

from __future__ import annotations

from pathlib import Path

import pytest

from summitry.dossier.document import Document
from summitry.dossier.loading import load
from summitry.errors import ForeignFormatError
from summitry.formats.cow import cow_text, is_cow

DATA = """\
ccode,year,milex,milper,irst,pec,tpop,upop,cinc
2,2015,1,1,1,1,1,1,0.25
2,2016,1,1,1,1,1,1,0.125
731,2016,1,1,1,1,1,1,0.0134
365,2016,1,1,1,1,1,1,-9
"""
NAMES = """\
stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version
USA,2.0,United States,1816.0,1.0,1.0,2016.0,12.0,31.0,2016.0
PRK,731.0,North Korea,1948.0,9.0,9.0,2016.0,12.0,31.0,2016.0
RUS,365.0,Russia,1816.0,1.0,1.0,2016.0,12.0,31.0,2016.0
YEM,678.0,Yemen Arab Republic,1926.0,9.0,2.0,1990.0,5.0,21.0,2016.0
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "nmc.csv"
    path.write_text(DATA)
    return path


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "states.csv"
    path.write_text(NAMES)
    return path


def test_headings_tell_it_from_other_tables() -> None:
    assert is_cow(DATA)
    assert is_cow(DATA.replace(",", ";"))
    assert not is_cow("actor,year,position\n")


def test_shares_in_per_cent_with_the_source(data: Path, names: Path) -> None:
    text, told = cow_text(data, ["USA", "prk"], 2016, names)
    dossier = load(Document.parse(text))
    assert {key: actor.name for key, actor in dossier.actors.items()} == {"USA": "United States", "PRK": "North Korea"}
    assert [(actor.capability.central(), actor.because) for actor in dossier.actors.values() if actor.capability] == [
        (12.5, "f1"),
        (1.34, "f2"),
    ]
    assert [fact.says for fact in dossier.facts.values()] == [
        "United States held 12.50 per cent of the world's material capabilities in 2016 (CINC)",
        "North Korea held 1.34 per cent of the world's material capabilities in 2016 (CINC)",
    ]
    assert [(fact.in_, fact.at) for fact in dossier.facts.values()] == [
        ("nmc", "ccode 2, year 2016"),
        ("nmc", "ccode 731, year 2016"),
    ]
    assert dossier.sources["nmc"].publisher == "Correlates of War project (Singer, Bremer and Stuckey 1972)"
    assert told.lost[0].startswith("components of the index (milex, milper, irst, pec, tpop, upop)")
    assert told.notes == ["a dossier needs an issue or an option: talks is a stand-in, to be written over"]


def test_by_number_without_names(data: Path) -> None:
    dossier = load(Document.parse(cow_text(data, ["2", "731"], 2016, None).text))
    assert list(dossier.actors) == ["state-2", "state-731"]


def test_windows_lines_and_a_mark(tmp_path: Path, names: Path) -> None:
    path = tmp_path / "nmc.csv"
    path.write_bytes(("\ufeff" + DATA.replace("\n", "\r\n")).encode())
    assert "12.50 per cent" in cow_text(path, ["USA"], 2016, names).text


@pytest.mark.parametrize(
    ("states", "year", "listed", "says"),
    [
        (["USA"], None, True, "--year: found 2 years in the file, expected one of them. Say which, e.g. --year 2016"),
        (["USA"], 1900, True, "--year: found 1900, expected a year of the file, 2015 to 2016"),
        ([], 2016, True, "--states: found none, expected states to take. Name them, e.g. --states USA,PRK,RUS"),
        (["USB"], 2016, True, "--states: found USB, expected a state of the list. Did you mean USA?"),
        (["USA"], 2016, False, "--states: found USA, expected a state of the file. Name the project's state list with"),
        (["RUS"], 2016, True, "nmc.csv:5:1  cinc of RUS: found nothing, expected a number from 0 to 1"),
        (["PRK"], 2015, True, "PRK: found no line for 2015, expected one: it may not have been a state then"),
    ],
)
def test_what_is_asked_for_in_vain(
    data: Path, names: Path, states: list[str], year: int | None, listed: bool, says: str
) -> None:
    with pytest.raises(ForeignFormatError) as error:
        cow_text(data, states, year, names if listed else None)
    assert says in str(error.value)


def test_all_states_in_vain_are_told_at_once(data: Path, names: Path) -> None:
    with pytest.raises(ForeignFormatError) as error:
        cow_text(data, ["XXX", "USA", "YYY"], 2016, names)
    assert [problem.found for problem in error.value.problems] == ["XXX", "YYY"]


def test_a_list_that_is_none(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("code,name\n2,United States\n")
    with pytest.raises(ForeignFormatError) as error:
        cow_text(data, ["USA"], 2016, path)
    assert [problem.expected for problem in error.value.problems] == [
        f"a column {column}, as in the project's state list" for column in ("stateabb", "ccode", "statenme")
    ]
