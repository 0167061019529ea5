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
            ["pd.xml", "pd.gmcr"],
            'pd.xml  the ending says nothing: found ".xml". Known endings: .gmcr (GMCR+) and .summit.yaml',
        ),
        (["pd.gmcr", "pd"], "pd  the ending says nothing: found no ending. Known endings:"),
        (
            ["toy-summit", "toy.summit.yaml"],
            "toy.summit.yaml  a dossier is to become a dossier. Name a .gmcr file, or copy it",
        ),
        (["none.gmcr", "x.summit.yaml"], "none.gmcr  there is no such file."),
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
