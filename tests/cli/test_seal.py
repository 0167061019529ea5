"""`summitry seal` and `summitry verify` as a person runs them."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from summitry.cli.app import main
from tests.unit.archive.varda import MARCH, RUBRIC, resolved

DAY = "2031-03-03"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A dossier with a rubric beside it."""
    path = tmp_path / "varda-march.summit.yaml"
    path.write_text(MARCH)
    (tmp_path / "varda.rubric.yaml").write_text(RUBRIC)
    return path


def sealed(case: Path, *words: str) -> int:
    rubric = case.with_name("varda.rubric.yaml")
    return main(["seal", str(case), "--rubric", str(rubric), "--draws", "6", *words])


def test_a_seal_is_written_beside_its_dossier_and_holds(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sealed(case, "--date", DAY) == 0
    path = case.with_name("varda-march.seal.json")
    said = capsys.readouterr().out
    data = json.loads(path.read_text())
    assert f"3 forecasts of The Varda water talks sealed on {DAY}" in said
    assert "Left out, with a reason in the rubric: talks." in said
    assert data["hash"] in said
    assert str(case.parent) not in path.read_text()
    assert main(["verify", str(path)]) == 0
    told = capsys.readouterr().out
    assert [line.split()[1] for line in told.splitlines() if line.startswith("✓")] == [
        "content", "rubric", "dossier", "numbers",
    ]  # fmt: skip
    assert "a day typed by its maker" in told
    assert "Nothing of it is decided yet." in told


def test_the_clock_is_read_where_no_day_is_named(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case.write_text(MARCH.replace("as_of: 2031-03-02\n", ""))
    rubric = case.with_name("varda.rubric.yaml")
    rubric.write_text(RUBRIC.replace("2031-12-31", "9999-12-31"))
    assert sealed(case) == 0
    data = json.loads(case.with_name("varda-march.seal.json").read_text())
    assert data["date_from"] == "clock"
    assert abs(datetime.date.fromisoformat(data["sealed_on"]) - datetime.date.today()) <= datetime.timedelta(days=1)


def test_a_changed_seal_exits_with_one(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sealed(case, "--date", DAY)
    path = case.with_name("varda-march.seal.json")
    path.write_text(path.read_text().replace('"share": 1.0', '"share": 0.0').replace('"seed": 0', '"seed": 7'))
    capsys.readouterr()
    assert main(["verify", str(path)]) == 1
    assert "✗ content" in capsys.readouterr().out


def test_a_changed_dossier_exits_with_one(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sealed(case, "--date", DAY)
    case.write_text(MARCH.replace("salience: 10 to 60", "salience: 60 to 90"))
    assert main(["verify", str(case.with_name("varda-march.seal.json"))]) == 1
    said = capsys.readouterr().out
    assert "✓ content" in said
    assert "✗ dossier" in said
    assert "✗ numbers" in said
    assert "was sealed as" in said


def test_the_dossier_is_named_or_found_or_missed(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sealed(case, "--date", DAY)
    path = str(case.with_name("varda-march.seal.json"))
    other = case.rename(case.with_name("renamed.summit.yaml"))
    assert main(["verify", path]) == 0
    away = case.parent / "elsewhere"
    away.mkdir()
    moved = other.rename(away / other.name)
    assert main(["verify", path]) == 1
    assert "– dossier" in capsys.readouterr().out
    assert main(["verify", path, str(moved)]) == 0


def test_outcomes_are_scored_beside_a_base_rate_and_a_coin(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sealed(case, "--date", DAY)
    case.write_text(resolved(MARCH, {"lend": "true", "share": "true", "c1": "ambiguous"}))
    assert main(["verify", str(case.with_name("varda-march.seal.json"))]) == 0
    said = capsys.readouterr().out
    assert "2 forecasts scored" in said
    for words in ("the worlds", "the base rate", "a coin", "(1 clipped at 0.01)", "1 ambiguous"):
        assert words in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "add --rubric FILE"),
        (["--rubric", "none.yaml"], "there is no such rubric"),
        (["--rubric", "varda.rubric.yaml", "--date", "soon"], "expected a day"),
        (["--rubric", "varda.rubric.yaml", "--date", "2031-03-01"], "after the day of sealing"),
    ],
)
def test_what_cannot_be_sealed_exits_with_two_and_writes_nothing(
    case: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(case.parent)
    assert main(["seal", case.name, *words]) == 2
    assert said in capsys.readouterr().err
    assert list(case.parent.glob("*.json")) == []


def test_a_seal_is_never_written_over(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sealed(case, "--date", DAY) == 0
    assert sealed(case, "--date", DAY) == 2
    assert "never written over" in capsys.readouterr().err
    assert sealed(case, "--date", DAY, "-o", str(case.with_name("second.seal.json"))) == 0


def test_what_is_no_seal_exits_with_two(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(case)]) == 2
    assert main(["verify", str(case.with_name("none.seal.json"))]) == 2
    assert "Traceback" not in capsys.readouterr().err
