"""Tables of positions: headings in many words, numbers in many spellings, all faults at once, and out and in again."""

from __future__ import annotations

import builtins
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from summitry.errors import ForeignFormatError, MissingExtra, TooLarge
from summitry.formats.spatial import Point, Reading, Spatial, SpatialActor, SpatialIssue, spatial_of, spatial_text
from summitry.formats.tables import read_excel, read_table, table_text, template, write_excel
from tests.unit.formats.spatial_cases import IDS, TEXTS, spatials

EMISSIONS = """\
actor,capability,position,salience,low,high
Netherlands,0.08,4,80,4,10
Belgium,0.08,7,40,4,10
Luxembourg,0.03,4,20,4,10
Germany,0.16,4,80,4,10
France,0.16,10,60,4,10
Italy,0.16,10,60,4,10
UK,0.16,10,90,4,10
Ireland,0.05,7,10,4,10
Denmark,0.05,4,100,4,10
Greece,0.08,7,70,4,10
"""
"""Scholz, Calbert and Smith, Journal of Theoretical Politics 23(4), 510-531, Table 1, after Bueno de Mesquita (1994), p. 78: years of
delay of emission standards for cars, European Community, 1988."""
TWO = (SpatialActor("NOR", "", 40.0), SpatialActor("SUL", "", 25.5))


def read(tmp_path: Path, text: str | bytes, name: str = "case.csv") -> Reading:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_table(path)


def faults(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ForeignFormatError) as error:
        read(tmp_path, text)
    return [f"{problem.line} {problem.path}: {problem.found}, {problem.expected}" for problem in error.value.problems]


def mean_and_median(issue: SpatialIssue, actors: tuple[SpatialActor, ...]) -> tuple[float, float]:
    """By their definitions: the mean weighted by salience times capability, and where half of the weight is reached."""
    held = [(p.position, p.salience * (a.capability or 0)) for p, a in zip(issue.points, actors, strict=True) if p]
    x, w = np.array(sorted(held)).T
    return float(x @ w / w.sum()), float(x[np.searchsorted(np.cumsum(w), w.sum() / 2)])


def test_the_emission_standards_of_1988_have_the_mean_that_replications_find(tmp_path: Path) -> None:
    found, told = read(tmp_path, EMISSIONS, "emissions.csv")
    assert (told.lost, told.notes) == ([], [])
    (issue,) = found.issues
    assert (issue.name, issue.low, issue.high, len(issue.points)) == ("emissions", 4, 10, 10)
    assert mean_and_median(issue, found.actors) == (pytest.approx(7.389956, abs=5e-7), 7)


def test_the_same_mean_through_a_dossier(tmp_path: Path) -> None:
    from summitry.dossier.document import Document
    from summitry.dossier.loading import load

    before, _ = read(tmp_path, EMISSIONS, "emissions.csv")
    after, _ = spatial_of(load(Document.parse(spatial_text(before, "emissions.csv").text)))
    mean, median = mean_and_median(after.issues[0], before.actors)
    assert (mean, median) == (pytest.approx(7.389956, abs=5e-7), 7)


@pytest.mark.parametrize(
    "text",
    [
        "actor,power,position,salience\nNOR,40,20,80\nSUL,25.5,70,50.25\n",
        "Actor;Influence;Position;Salience\nNOR;40;20;80\nSUL;25,5;70;50,25\n",
        "name\tweight\tideal point\timportance\nNOR\t40\t20\t80%\nSUL\t25,5\t70\t50,25%\n",
        "\ufeffplayer , resources, pos , sal \r\nNOR,40,20,80\r\n\r\nSUL,2.55e1,70,50.25\r\n",
        "State,Capability,case position,case salience\nNOR,40,20,80\nSUL,25.5,70,50.25\n",
        "party,cap,pos_case,sal_case\nNOR,40,20,80\nSUL,25.5,70,50.25\n",
        'actor,issue,capability,position,salience\n"NOR",case,40,20,80\n"SUL",case,25.5,70,50.25\n',
        "stakeholder,cap,position (0-100),salience (%)\nNOR,40,20,80\nSUL,25.5,70,50.25\n",
    ],
)
def test_the_same_in_other_words(tmp_path: Path, text: str) -> None:
    scale = (("", 0.0), ("", 100.0))
    found, told = read(tmp_path, text)
    assert found == Spatial("case", TWO, (SpatialIssue("case", scale, (Point(20, 80), Point(70, 50.25))),))
    assert told.notes == ["no scale of case is said: 0 to 100 is taken; add columns low and high if it is another"]


def test_wide_with_several_issues_and_gaps(tmp_path: Path) -> None:
    text = "actor,Tariffs position,Tariffs salience,Quotas pos,Quotas sal,remark\nNOR,20,0.8,,,x\nSUL,70,0.5,15,0.9,\n"
    found, told = read(tmp_path, text)
    assert [(issue.name, issue.points) for issue in found.issues] == [
        ("Tariffs", (Point(20, 80), Point(70, 50))),
        ("Quotas", (None, Point(15, 90))),
    ]
    assert told.lost == ['column "remark": not understood']


def test_numbered_abbreviations(tmp_path: Path) -> None:
    found, _ = read(
        tmp_path, "Actor,Description,Power,Pstn1,Sal1,Pstn2,Sal2\nA,first,1,75,49,6,5\nB,second,2,82,30,73,21\n"
    )
    assert [issue.name for issue in found.issues] == ["1", "2"]
    assert found.issues[1].points == (Point(6, 5), Point(73, 21))


def test_old_windows_files(tmp_path: Path) -> None:
    found, told = read(tmp_path, "actor;position;salience\nT\xfcrkei;10;20\n".encode("cp1252"))
    assert found.actors[0].name == "T\u00fcrkei"
    assert told.notes[0] == "it is not UTF-8, so it is read as Windows-1252: look at the names"
    sixteen, _ = read(tmp_path, "actor;position;salience\nT\xfcrkei;10;20\n".encode("utf-16"))
    assert sixteen == found


def test_shares_are_put_on_a_hundred(tmp_path: Path) -> None:
    found, told = read(tmp_path, "actor,position,salience\nNOR,20,0.07\nSUL,70,1\n")
    assert found.issues[0].points == (Point(20, 7), Point(70, 100))
    assert "no salience is above 1, so all are taken to be from 0 to 1" in told.notes


def test_without_saliences_all_count_alike(tmp_path: Path) -> None:
    found, told = read(tmp_path, "actor,position\nNOR,20\nSUL,70\n")
    assert found.issues[0].points == (Point(20, 100), Point(70, 100))
    assert "no salience is said on case: all get 100" in told.notes


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = """\
actor,issue,position,salience,capability,low,high,status quo
NOR,tariffs,20,80,40,0,100,60
SUL,tariffs,170,500,-1,0,100,61
NOR,tariffs,1.000.0,10,40,0,100,
NOR,quotas,five,10,41,12,0,
,,7,,,,,
"""
    assert faults(tmp_path, text) == [
        '3 capability of SUL: "-1", a number of at least 0',
        "3 position of SUL on tariffs: 170, a number on the scale, 0 to 100",
        '3 salience of SUL on tariffs: "500", a number from 0 to 100',
        "3 status quo of tariffs: 61, and 60 in line 2, one number for the issue",
        '4 tariffs: actor: "NOR", which stands in line 2 already, each name once',
        '4 position of NOR on tariffs: "1.000.0", a number',
        "5 actor: NOR again with other words or another capability, what line 2 says",
        '5 position of NOR on quotas: "five", a number',
        "5 scale of quotas: 12 to 0, low below high",
        "6 actor: nothing, a name",
        "6 issue: nothing, a name",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("who,where\nA,1\n", '1 headings: "who", "where", a column of actors, headed by one of: actor, name'),
        ("actor,position,pos\nA,1,2\n", '1 headings: "pos" beside "position", one column for position'),
        ("actor,x salience\nA,1\n", "1 headings: a salience of x alone, its position too"),
        ("actor,issue,position,x pos,x sal\nA,y,1,2,3\n", "1 headings: a column of issues, and columns of single ones"),
        ("actor,position,salience\n", "0 actor: no line, a line for each actor"),
        ("", "0 : nothing, a line of headings, and a line for each actor"),
        ("actor,position,salience\nA,1,\n", "2 salience of A on case: nothing, a number from 0 to 100"),
        ("actor,position,salience\nA,,5\nB,1,1\n", "2 salience of A on case: 5 without a position, both, or neither"),
        ("actor,position,salience\nA,1,5\nA,2,6\n", "3 actor: A again, each actor once"),
        ("actor,position,salience\n,1,5\nA,2,6\n", "2 actor: nothing, a name"),
        ("actor,position,salience\nA,250,5\nB,250,1\n", "2 scale of case: none, columns low and high"),
        ("actor,position,salience,low\nA,2,5,0\n", "2 scale of case: one end alone, low and high"),
    ],
)
def test_one_fault(tmp_path: Path, text: str, says: str) -> None:
    assert faults(tmp_path, text)[0].startswith(says)


def test_what_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(ForeignFormatError, match="this is no text"):
        read(tmp_path, b"PK\x03\x04\x00\x00\x00")
    with pytest.raises(ForeignFormatError, match="there is no such file"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(ForeignFormatError, match="this is no file"):
        read_table(tmp_path)


def test_the_template_is_read_without_a_word(tmp_path: Path) -> None:
    found, told = read(tmp_path, template())
    assert (told.lost, told.notes) == ([], [])
    assert [(issue.name, issue.low, issue.high, issue.status_quo) for issue in found.issues] == [
        ("tariffs", 0, 100, 60),
        ("quotas", 0, 12, None),
    ]


@given(spatial=spatials(names=IDS | TEXTS).filter(lambda s: salience_above_one(s)))
def test_out_and_in_it_is_the_same(spatial: Spatial, tmp_path_factory: pytest.TempPathFactory) -> None:
    text, _ = table_text(spatial)
    found, told = read(tmp_path_factory.mktemp("table"), text)
    assert (found.actors, found.issues) == (spatial.actors, spatial.issues)
    assert (told.lost, told.notes) == ([], [])


@given(spatial=spatials(names=IDS | TEXTS, digits=6).filter(lambda s: salience_above_one(s)))
def test_out_and_in_as_excel_it_is_the_same(spatial: Spatial, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("table") / "case.xlsx"
    write_excel(spatial, path)
    found, told = read_excel(path)
    assert (found.actors, found.issues) == (spatial.actors, spatial.issues)
    assert (told.lost, told.notes) == ([], [])


def salience_above_one(spatial: Spatial) -> bool:
    """Or a reader would take them for shares."""
    found = [point.salience for issue in spatial.issues for point in issue.points if point is not None]
    return not any(found) or max(found) > 1


def test_what_a_table_has_no_place_for_is_told() -> None:
    issue = SpatialIssue("level", (("none", 0.0), ("all", 9.0)), (Point(1, 2), None), "How much?")
    _, told = table_text(Spatial("A title", TWO, (issue,), "More"), "file")
    assert told.lost == [
        'title "A title": the name of the file stands for it',
        "description of the whole",
        "labels of the scale of level",
        "what level asks: How much?",
    ]


def test_a_workbook_with_more_than_positions(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Actor", "Position", "Salience", "Power"])
    book.active.append(["=NOR", 20, 80.5, 40])
    book.active["A2"].data_type = "s"
    book.create_sheet("notes")
    book.save(tmp_path / "book.xlsx")
    found, told = read_excel(tmp_path / "book.xlsx")
    assert found.actors == (SpatialActor("=NOR", "", 40.0),)
    assert found.issues[0].points == (Point(20, 80.5),)
    assert told.lost == ['sheet "notes": only the first is read']
    (tmp_path / "no.xlsx").write_bytes(b"no workbook")
    with pytest.raises(ForeignFormatError, match="no Excel workbook that can be read"):
        read_excel(tmp_path / "no.xlsx")


def test_without_openpyxl_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name == "openpyxl":
            raise ImportError(name)
        return known(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"An Excel workbook .* needs the extra 'excel': pip install"):
        read_excel(tmp_path / "any.xlsx")


def test_a_table_of_another_kind_is_refused_before_it_takes_all_memory(tmp_path: Path) -> None:
    lines = "".join(f"actor {i},issue {i},{i % 100},50\n" for i in range(2000))
    with pytest.raises(TooLarge, match="Pairs of an actor and an issue: 4000000, and at most 200000"):
        read(tmp_path, "actor,issue,position,salience\n" + lines)
