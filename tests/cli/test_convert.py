"""`summitry convert`: both ways, what it says is lost, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summitry.cli.app import main

PRISONERS = {
    "options": [
        {"name": "Row defects", "permittedDirection": "both"},
        {"name": "Column defects", "permittedDirection": "fwd"},
    ],
    "decisionMakers": [
        {"name": "Row", "options": [0], "preferences": [[[1, "N"]], [[0, "Y"]]]},
        {"name": "Column", "options": [1], "preferences": [[[0, "N"]], [[1, "Y"]]], "misperceptions": [[[0, "Y"]]]},
    ],
    "infeasibles": [],
}


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pd.gmcr").write_text(json.dumps(PRISONERS), encoding="utf-8")


def test_from_gmcr_to_a_dossier_that_check_accepts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "pd.gmcr", "pd.summit.yaml"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "lost: misperceptions of Column (1): everybody sees every feasible state",
        "lost: status quo: none is said, so now is the first feasible state, NN",
        "pd.summit.yaml is written. Next: summitry check pd.summit.yaml",
    ]
    assert main(["check", "pd.summit.yaml", "--warnings"]) == 0
    assert (
        'column-defects: {by: Column, name: "Column defects", irreversible: true}' in Path("pd.summit.yaml").read_text()
    )


def test_from_a_dossier_to_gmcr_and_again_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "syria-iraq-1975", "one.gmcr"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "lost: sources (1)",
        "lost: facts (1)",
        "lost: questions (3)",
        'lost: title "Syria and Iraq on the Euphrates, 1975": GMCR+ shows the name of the file',
        "lost: status quo NNN: a .gmcr file has no place for one",
        "one.gmcr is written.",
    ]
    assert main(["convert", "one.gmcr", "two.gmcr"]) == 0
    assert capsys.readouterr().out == "two.gmcr is written.\n"
    assert Path("one.gmcr").read_bytes() == Path("two.gmcr").read_bytes()
    assert [maker["name"] for maker in json.loads(Path("one.gmcr").read_text())["decisionMakers"]] == ["Syria", "Iraq"]


@pytest.mark.parametrize("case", ["toy-summit", "vladivostok-2019", "hanoi-2019", "camp-david-1978"])
def test_bundled_cases_go_there_and_back(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", case, "case.gmcr"]) == 0
    assert main(["convert", "case.gmcr", "case.summit.yaml"]) == 0
    assert main(["check", "case.summit.yaml"]) == 0


def test_what_is_there_is_written_over_only_by_force(capsys: pytest.CaptureFixture[str]) -> None:
    before = Path("pd.gmcr").read_bytes()
    assert main(["convert", "syria-iraq-1975", "pd.gmcr"]) == 2
    assert (
        "pd.gmcr  the file is already there. Name another one, or write over it with --force" in capsys.readouterr().err
    )
    assert Path("pd.gmcr").read_bytes() == before
    assert main(["convert", "syria-iraq-1975", "pd.gmcr", "--force"]) == 0
    assert Path("pd.gmcr").read_bytes() != before


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (
            ["pd.xml", "x.gmcr"],
            "pd.xml  there is no such file.",
        ),
        (["pd.gmcr", "pd"], "pd  the ending says nothing: found no ending. Known endings:"),
        (
            ["toy-summit", "toy.summit.yaml"],
            "toy.summit.yaml  a dossier is to become a dossier. Name a file of another kind, or copy it",
        ),
        (["none.gmcr", "x.summit.yaml"], "none.gmcr  there is no such file."),
        (
            ["pd.pdf", "x.gmcr"],
            'pd.pdf  the ending says nothing: found ".pdf". Known endings: .summit.yaml, .gmcr (GMCR+)',
        ),
        (["none", "x.gmcr"], "none  there is no such file and no such bundled dossier."),
    ],
)
def test_what_is_refused_is_said_without_a_traceback(
    typed: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["convert", *typed]) == 2
    said = capsys.readouterr()
    assert said.err.startswith(says)
    assert "Traceback" not in said.err
    assert said.out == ""
    assert [path.name for path in Path().iterdir()] == ["pd.gmcr"]


def test_all_faults_of_a_file_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    faulty = {**PRISONERS, "infeasibles": [[[7, "Y"]], "x"]}
    Path("pd.gmcr").write_text(json.dumps(faulty), encoding="utf-8")
    assert main(["convert", "pd.gmcr", "pd.summit.yaml"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "pd.gmcr  infeasibles[0][0]: found 7, expected a number from 0 to 1. Count options from 0",
        'pd.gmcr  infeasibles[1]: found "x", expected a list of [option, "Y" or "N"]. Write e.g. [[0, "Y"], [2, "N"]]',
        "2 problems. Nothing was computed.",
    ]
    assert not Path("pd.summit.yaml").exists()


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "--help"]) == 0
    assert "summitry convert elmira.gmcr elmira.summit.yaml" in capsys.readouterr().out


# ---- positions: tables, KTAB, decide

POSITIONS = """\
actor;description;capability;position;salience;low;high;status quo
NOR;Norhaven;40;3,5;80;0;12;6
SUL;Sulmar;25;12;50,5;0;12;6
ISL;Isle;10;0;5;0;12;6
"""


def test_a_table_becomes_a_dossier_that_check_accepts(capsys: pytest.CaptureFixture[str]) -> None:
    Path("quotas.csv").write_text(POSITIONS, encoding="utf-8-sig", newline="")
    assert main(["convert", "quotas.csv", "quotas.summit.yaml"]) == 0
    assert capsys.readouterr().out == "quotas.summit.yaml is written. Next: summitry check quotas.summit.yaml\n"
    assert main(["check", "quotas.summit.yaml"]) == 0
    text = Path("quotas.summit.yaml").read_text()
    assert 'NOR: {position: 3.5, salience: 80, estimate: "coded in quotas.csv"}' in text


@pytest.mark.parametrize(
    ("name", "program", "lost"),
    [
        ("case-ktab.csv", ["--as", "ktab"], 2),
        ("case.xml", [], 2),
        ("case.txt", [], 2),
        ("case-decide.csv", ["--as", "decide"], 2),
        ("case.xlsx", [], 0),
        ("case-table.csv", ["--as", "table"], 0),
    ],
)
def test_each_program_reads_back_what_was_written_for_it(
    name: str, program: list[str], lost: int, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("quotas.csv").write_text(POSITIONS, encoding="utf-8")
    assert main(["convert", "quotas.csv", name, *program]) == 0
    said = capsys.readouterr().out
    assert said.count("lost: ") == lost, said
    assert main(["convert", name, "again.csv"]) == 0
    assert main(["convert", "again.csv", "again.summit.yaml"]) == 0
    assert main(["check", "again.summit.yaml"]) == 0
    rows = [line.split(",") for line in Path("again.csv").read_text().splitlines()]
    held = {row[0]: (float(row[2]), float(row[4]), float(row[5])) for row in rows[1:]}
    ends = float(rows[1][6]), float(rows[1][7])
    expected = {"NOR": (40, 3.5, 80), "SUL": (25, 12, 50.5), "ISL": (10, 0, 5)}
    for actor, (capability, position, salience) in expected.items():
        share = capability / 40 if name in ("case.txt", "case-decide.csv") else capability
        assert held[actor] == pytest.approx((share, ends[0] + position / 12 * (ends[1] - ends[0]), salience))


def test_a_dossier_goes_out_as_positions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "hanoi-2019", "hanoi.csv"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("lost: ranges (")
    assert any(line.startswith("lost: options (") for line in said)
    assert main(["convert", "hanoi.csv", "again.summit.yaml"]) == 0
    assert main(["check", "again.summit.yaml"]) == 0


def test_a_scenario_of_genius_goes_out_and_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "hanoi-2019", "hanoi", "--as", "genius"]) == 0
    assert Path("hanoi/hanoi-2019-domain.xml").exists()
    assert main(["convert", "hanoi", "again.summit.yaml"]) == 0
    assert main(["check", "again.summit.yaml"]) == 0
    assert main(["convert", "again.summit.yaml", "hanoi", "--as", "genius"]) == 2
    assert "hanoi  the file is already there" in capsys.readouterr().err


def test_the_template_is_a_table_to_fill_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "--template", "mine.csv"]) == 0
    assert capsys.readouterr().out == (
        "mine.csv is written. Fill it in, then: summitry convert mine.csv mine.summit.yaml\n"
    )
    assert main(["convert", "mine.csv", "mine.summit.yaml"]) == 0
    assert main(["check", "mine.summit.yaml"]) == 0
    assert main(["convert", "--template", "mine.csv"]) == 2
    assert main(["convert", "--template", "mine.txt"]) == 2
    assert main(["convert", "mine.csv", "--template", "other.csv"]) == 2
    assert main(["convert", "mine.csv"]) == 2


def test_capabilities_of_states(capsys: pytest.CaptureFixture[str]) -> None:
    Path("nmc.csv").write_text("ccode,year,cinc\n2,2016,0.125\n731,2016,0.0134\n")
    Path("states.csv").write_text("stateabb,ccode,statenme\nUSA,2,United States\nPRK,731,North Korea\n")
    chosen = ["--states", "USA,PRK", "--year", "2016", "--names", "states.csv"]
    assert main(["convert", "nmc.csv", "two.summit.yaml", *chosen]) == 0
    assert main(["check", "two.summit.yaml"]) == 0
    assert 'PRK: {name: "North Korea", capability: 1.34, because: f2}' in Path("two.summit.yaml").read_text()
    assert main(["convert", "nmc.csv", "two.csv", *chosen]) == 2
    assert main(["convert", "pd.gmcr", "pd.summit.yaml", *chosen]) == 2
    assert "pd.gmcr is a file of another kind (gmcr)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["pd.gmcr", "pd.csv"], "pd.gmcr  it says who can do what, and this kind of file who stands where"),
        (["quotas.csv", "x.gmcr"], "x.gmcr  quotas.csv says who stands where, and a graph model who can do what"),
        (["quotas.csv", "folder", "--as", "genius"], "folder  what is written for GENIUS is made of a dossier"),
        (
            ["quotas.csv", "x.csv", "--as", "excel"],
            "--as: found excel, expected one of ktab, decide, table, gmcr, dossier",
        ),
        (["quotas.csv", "x.csv", "--as", "gmcr"], "x.csv  what is written for gmcr ends in .gmcr. Name it so"),
        (["quotas.csv", "x.csv", "--as", "genius"], "x.csv  what is written for genius is written into a folder"),
        (["evil.xml", "x.csv"], "evil.xml:1:1  found a document type (<!DOCTYPE …>), which could name other files"),
        (["other.xml", "x.csv"], "other.xml:1:1  found <html>, expected <Scenario> (KTAB), <negotiation_template>"),
        (["empty.csv", "x.csv"], "empty.csv  found nothing, expected a line of headings"),
    ],
)
def test_what_does_not_go_is_said_and_nothing_is_written(
    typed: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("quotas.csv").write_text(POSITIONS, encoding="utf-8")
    Path("evil.xml").write_text('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><Scenario>&x;</Scenario>')
    Path("other.xml").write_text("<html/>")
    Path("empty.csv").write_text("")
    before = sorted(path.name for path in Path().iterdir())
    assert main(["convert", *typed]) == 2
    said = capsys.readouterr()
    assert said.err.strip().startswith(says)
    assert "Traceback" not in said.err
    assert said.out == ""
    assert sorted(path.name for path in Path().iterdir()) == before


def test_all_faults_of_a_table_are_told_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("quotas.csv").write_text(POSITIONS.replace("3,5;80", "13;180").replace("25;12", "much;12"))
    assert main(["convert", "quotas.csv", "quotas.summit.yaml"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "quotas.csv:2:1  position of NOR on quotas: found 13, expected a number on the scale, 0 to 12.",
        'quotas.csv:2:1  salience of NOR on quotas: found "180", expected a number from 0 to 100. '
        "Write a number from 0 to 100",
        'quotas.csv:3:1  capability of SUL: found "much", expected a number of at least 0. Write a number of at least 0',
        "3 problems. Nothing was computed.",
    ]
    assert not Path("quotas.summit.yaml").exists()


def test_solve_says_that_a_file_has_coalitions(capsys: pytest.CaptureFixture[str]) -> None:
    Path("pd.gmcr").write_text(json.dumps({**PRISONERS, "coalitions": [[0, 1]]}), encoding="utf-8")
    assert main(["lab", "solve", "pd.gmcr"]) == 0
    assert (
        'note: the file has coalitions, and everybody acts alone here; --coalitions "Row+Column" says what they would not leave'
        in capsys.readouterr().err
    )
    assert main(["lab", "solve", "pd.gmcr", "--coalitions", "Row+Column"]) == 0
    assert "Row+Column, R: " in capsys.readouterr().out
