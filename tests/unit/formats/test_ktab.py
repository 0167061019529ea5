"""Files of KTAB: layout, all faults at once, and out and in again; the files here are made up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.errors import ForeignFormatError
from summitry.formats.ktab import ktab_csv, ktab_xml, read_ktab_csv, read_ktab_xml
from summitry.formats.spatial import Point, Spatial, SpatialActor, SpatialIssue
from tests.unit.formats.spatial_cases import IDS, TEXTS, spatials

CSV = """\
Straits,"A made-up case",3,2,
Actor,Description,Power,Fishing Position,Fishing Salience,Patrols Pos,Patrols Sal,
NOR,Norhaven$$ a republic,    100.5,30,24.0, 20,48.0,
SUL,Sulmar,60,45,44.7,65,41.3,
ISL,,35,0,100,100,0,
"""
XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<Scenario xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="smpSchema.xsd">
  <name>Straits</name> <desc>A made-up case</desc> <prngSeed>42</prngSeed>
  <ModelParameters><VotingRule>PropCbc</VotingRule><PCEModel>Conditional</PCEModel></ModelParameters>
  <Dimensions><dName>Fishing</dName><dName>Patrols</dName></Dimensions>
  <Actors>
    <Actor><name>NOR</name><description>Norhaven, a republic</description><capability>100.5</capability>
      <Position><dCoord>30</dCoord><dCoord>20</dCoord></Position>
      <Salience><dSal>24.0</dSal><dSal>48</dSal></Salience></Actor>
    <Actor><name>SUL</name><description>Sulmar</description><capability>60</capability>
      <Position><dCoord>45</dCoord><dCoord>65</dCoord></Position>
      <Salience><dSal>44.7</dSal><dSal>41.3</dSal></Salience></Actor>
    <Actor><name>ISL</name><description>ISL</description><capability>35</capability>
      <Position><dCoord>0</dCoord><dCoord>100</dCoord></Position>
      <Salience><dSal>100</dSal><dSal>0</dSal></Salience></Actor>
  </Actors>
  <IdealAdjustment><iaPair><adjustingIdeal>NOR</adjustingIdeal><referencePos>SUL</referencePos><adjust>0.1</adjust></iaPair></IdealAdjustment>
</Scenario>
"""
SCALE = (("", 0.0), ("", 100.0))
STRAITS = Spatial(
    "Straits",
    (
        SpatialActor("NOR", "Norhaven, a republic", 100.5),
        SpatialActor("SUL", "Sulmar", 60.0),
        SpatialActor("ISL", "", 35.0),
    ),
    (
        SpatialIssue("Fishing", SCALE, (Point(30, 24), Point(45, 44.7), Point(0, 100))),
        SpatialIssue("Patrols", SCALE, (Point(20, 48), Point(65, 41.3), Point(100, 0))),
    ),
    "A made-up case",
)


def written(tmp_path: Path, text: str | bytes, name: str = "case.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def faults(read: object, path: Path) -> list[str]:
    with pytest.raises(ForeignFormatError) as error:
        read(path)  # type: ignore[operator]
    return [f"{problem.line} {problem.path}: {problem.found}, {problem.expected}" for problem in error.value.problems]


def test_csv(tmp_path: Path) -> None:
    found, told = read_ktab_csv(written(tmp_path, CSV))
    patrols = replace(STRAITS.issues[1], name="Patrols Pos")
    assert found == replace(STRAITS, issues=(STRAITS.issues[0], patrols))
    assert (told.lost, told.notes) == ([], [])


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(",\n", "\n"),
        lambda text: text.replace(",\n", ", \n"),
        lambda text: text + "\n\n",
    ],
    ids=["byte order mark", "CRLF", "no last comma", "a space after the last comma", "blank lines"],
)
def test_csv_as_others_save_it(tmp_path: Path, change: object) -> None:
    assert read_ktab_csv(written(tmp_path, change(CSV))) == read_ktab_csv(written(tmp_path, CSV, "plain.csv"))  # type: ignore[operator]


def test_xml(tmp_path: Path) -> None:
    found, told = read_ktab_xml(written(tmp_path, XML, "case.xml"))
    assert found == STRAITS
    assert told.lost == [
        "parameters of the model: VotingRule PropCbc, PCEModel Conditional",
        "seed 42",
        "how ideals follow others' positions (IdealAdjustment: 1)",
    ]


def test_all_faults_of_a_csv(tmp_path: Path) -> None:
    text = CSV.replace("60,45,44.7", "-1,145,x").replace("ISL,,35", "NOR,,35")
    assert faults(read_ktab_csv, written(tmp_path, text)) == [
        '4 capability of SUL: "-1", a number of at least 0',
        '4 position 1 of SUL: "145", a number from 0 to 100',
        '4 salience 1 of SUL: "x", a number from 0 to 100',
        '5 actor: "NOR", which stands in line 3 already, each name once',
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (CSV.replace(",3,2,", ",4,2,"), "1 actors: 3 actors, 4, as the first line says"),
        (CSV.replace(",3,2,", ",3,1,"), "2 headings: 7 columns, 5: actor, description, capability, and two for each"),
        (CSV.replace(",65,41.3", ",65"), "4 SUL: 6 cells, 7, as many as there are headings"),
        (CSV.replace(",3,2,", ",3,two,"), '1 number of dimensions: "two", a whole number above 0'),
        ("one line,only,1,1", "1 : no such lines, a line"),
    ],
)
def test_counts_that_do_not_fit(tmp_path: Path, text: str, says: str) -> None:
    assert faults(read_ktab_csv, written(tmp_path, text))[0].startswith(says)


def test_all_faults_of_an_xml(tmp_path: Path) -> None:
    text = XML.replace("<capability>60</capability>", "").replace("<dCoord>65</dCoord>", "<dCoord>165</dCoord>")
    text = text.replace("<dSal>100</dSal><dSal>0</dSal>", "<dSal>100</dSal>")
    assert faults(read_ktab_xml, written(tmp_path, text, "case.xml")) == [
        "10 Actor: no <capability>, one",
        '11 position of SUL: "165", a number from 0 to 100',
        "15 Salience of ISL: 1 <dSal>, 2, one for each dimension",
    ]


def test_saliences_that_the_program_refuses_are_read_and_written_smaller(tmp_path: Path) -> None:
    text = CSV.replace("30,24.0, 20,48.0", "30,80, 20,70")
    found, told = read_ktab_csv(written(tmp_path, text))
    assert told.notes == ["saliences of NOR sum to 150, and KTAB takes 100 at most: they are kept as they are"]
    again, _ = read_ktab_csv(written(tmp_path, ktab_csv(found).text, "again.csv"))
    sums = [sum(issue.points[k].salience for issue in again.issues) for k in range(3)]  # type: ignore[union-attr]
    assert max(sums) <= 100
    assert sums == pytest.approx([100, 86 / 1.5, 100 / 1.5], abs=1e-5)
    assert (
        "the level of saliences: all are divided by 1.5, since KTAB lets an actor's sum to 100 at most"
        in ktab_csv(found).told.lost
    )


def test_what_ktab_has_no_place_for_is_told() -> None:
    issue = SpatialIssue(
        "level", (("none", 4.0), ("all", 10.0)), (Point(7, 50), None, Point(10, 20)), "How much?", 5.5, 8.8
    )
    actors = (
        SpatialActor("a very long name of an actor", "x" * 300, 1.0),
        SpatialActor("b"),
        SpatialActor("c", "", 2.0),
    )
    text, told = ktab_csv(Spatial("t", actors, (issue,)))
    assert text.splitlines()[2:] == [
        f"a very long name of an act,{'x' * 256},1,50,50,"[:25] + f",{'x' * 256},1,50,50,",
        "b,b,100,25,0,",
        "c,c,2,100,20,",
    ]
    assert told.lost == [
        "labels of the scale of level",
        "status quo 5.5 of level",
        "outcome 8.8 of level",
        "what level asks: How much?",
        "scale of level: 4 to 10 is put on 0 to 100",
        'end of the name "a very long name of an actor…": KTAB takes 25 characters',
        f'end of the description of a very long name of an actor "{"x" * 40}…": KTAB takes 256 characters',
    ]
    assert told.notes == [
        "no stake in level of b: salience 0 is written",
        "capability is not said of b: 100 is written",
    ]


def test_long_names_stay_apart() -> None:
    actors = tuple(SpatialActor(f"the delegation of the republic of {who}", "", 1.0) for who in ("A", "B", "C"))
    text, _ = ktab_csv(Spatial("t", actors, (SpatialIssue("x", SCALE, (Point(1, 1),) * 3),)))
    names = [line.split(",")[0] for line in text.splitlines()[2:]]
    assert len(set(names)) == 3
    assert max(map(len, names)) <= 25


KTAB_NAMES = TEXTS.filter(lambda text: not set(text) & set('$"') and len(text.encode()) <= 25)
KTAB = spatials(
    names=IDS | KTAB_NAMES.filter(lambda text: not text.isdigit()), texts=KTAB_NAMES, hundred=True, gaps=False, known=False,
    capability=st.floats(0, 1000),
)  # fmt: skip


@given(spatial=KTAB)
def test_out_and_in_as_csv_it_is_the_same(spatial: Spatial, tmp_path_factory: pytest.TempPathFactory) -> None:
    text, told = ktab_csv(spatial)
    assert told.lost == []
    found, _ = read_ktab_csv(written(tmp_path_factory.mktemp("ktab"), text))
    assert found == spatial


@given(spatial=KTAB)
def test_out_and_in_as_xml_it_is_the_same(spatial: Spatial, tmp_path_factory: pytest.TempPathFactory) -> None:
    text, told = ktab_xml(spatial)
    assert told.lost == []
    found, told = read_ktab_xml(written(tmp_path_factory.mktemp("ktab"), text, "case.xml"))
    assert found == spatial
    assert told.lost == ["seed 0"]
