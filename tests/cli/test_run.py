"""`summitry run` as a person runs it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from summitry.archive import keep
from summitry.cli.app import main
from tests.unit.archive.varda import MARCH, archive


def run(folder: Path, *words: str) -> int:
    return main(["run", str(folder), "--draws", "4", *words])


def test_run_keeps_briefs_and_makes_a_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive(tmp_path)
    assert run(tmp_path) == 0
    seen = capsys.readouterr()
    assert "2 dossiers of 1 case: 2 briefs computed." in seen.out
    assert "datasette" in seen.out
    assert "1 of 2 · varda-march.summit.yaml · 4 draws" in seen.err
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix != ".yaml") == [
        "briefs", "forecasts", "metadata.json", "summitry.db",
    ]  # fmt: skip
    assert run(tmp_path) == 0
    assert "0 briefs computed, 2 there already." in capsys.readouterr().out
    assert run(tmp_path, "--force") == 0
    assert "2 briefs computed." in capsys.readouterr().out


def test_bad_files_are_told_all_at_once_and_the_others_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive(tmp_path)
    (tmp_path / "bad.summit.yaml").write_text(
        MARCH.replace("salience: 70", "salience: 700").replace("BEL: Bel", "XX: B")
    )
    (tmp_path / "worse.summit.yaml").write_text("summitry: [")
    assert run(tmp_path) == 2
    seen = capsys.readouterr()
    assert "bad.summit.yaml:" in seen.err
    assert "worse.summit.yaml:" in seen.err
    assert "700" in seen.err
    assert 'no actor "BEL"' in seen.err
    assert "Traceback" not in seen.err
    assert "2 dossiers of 1 case: 2 briefs computed." in seen.out
    assert "2 dossiers could not be read or computed: bad.summit.yaml, worse.summit.yaml." in seen.out
    database = sqlite3.connect(tmp_path / "summitry.db")
    assert database.execute("select count(*) from editions").fetchone() == (2,)
    database.close()


def test_stopped_it_leaves_whole_files_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    archive(tmp_path)
    once = keep._keep

    def stop(edition: keep.Edition, *rest: object) -> None:
        if edition.path.startswith("varda-april"):
            raise KeyboardInterrupt
        once(edition, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(keep, "_keep", stop)
        assert run(tmp_path) == 130
    assert "Nothing half-written" in capsys.readouterr().err
    assert not (tmp_path / "summitry.db").exists()
    assert run(tmp_path) == 0
    assert "1 brief computed, 1 there already." in capsys.readouterr().out


def test_without_computing_the_database_is_made_of_what_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive(tmp_path / "in")
    assert run(tmp_path / "in", "--no-compute", "--db", str(tmp_path / "out" / "talks.db")) == 0
    assert "0 briefs computed, 2 without a brief of the dossier as it stands." in capsys.readouterr().out
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["metadata.json", "talks.db"]
    assert not (tmp_path / "in" / "briefs").exists()


def test_a_folder_that_is_none_or_empty_is_an_input_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "none") == 2
    assert "there is no such folder" in capsys.readouterr().err
    assert run(tmp_path) == 2
    assert "no dossier" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
