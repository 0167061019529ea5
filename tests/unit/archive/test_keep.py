"""What is computed, what is kept, and what is not computed again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from summitry.archive import keep
from summitry.archive.files import dossier_files, write_whole
from tests.unit.archive.varda import APRIL, MARCH, archive, resolved

RUN = keep.Run(draws=4, seed=0)


def computed(folder: Path, run: keep.Run = RUN) -> list[str]:
    """Compute what is due; the dossiers that took it."""
    seen: list[str] = []

    def watch(label: str) -> Any:
        from contextlib import nullcontext

        seen.append(label.split(" · ")[1])
        return nullcontext(None)

    keep.compute(keep.read_all(folder)[0], run, watch)
    return seen


def test_briefs_are_kept_and_not_computed_again(tmp_path: Path) -> None:
    folder = archive(tmp_path)
    assert computed(folder) == ["varda-march.summit.yaml", "varda-april.summit.yaml"]
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.json")) == [
        "briefs/varda-april.json", "briefs/varda-march.json",
        "forecasts/varda-april.json", "forecasts/varda-march.json",
    ]  # fmt: skip
    assert computed(folder) == []
    assert computed(folder, keep.Run(draws=4, seed=1)) != []
    assert computed(folder, keep.Run(draws=5, seed=1)) != []
    assert len(computed(folder, keep.Run(draws=5, seed=1, force=True))) == 2


def test_a_changed_dossier_is_computed_again_and_no_other(tmp_path: Path) -> None:
    folder = archive(tmp_path)
    computed(folder)
    (folder / "varda-april.summit.yaml").write_text(APRIL.replace("status_quo: 20", "status_quo: 25"))
    assert computed(folder) == ["varda-april.summit.yaml"]


def test_another_version_computes_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = archive(tmp_path)
    computed(folder)
    monkeypatch.setattr("summitry.__version__", "9.9.9")
    assert len(computed(folder)) == 2


def test_a_run_that_was_stopped_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = archive(tmp_path)

    def stop_at_the_second(target: Path, text: str) -> Path:
        if target.name == "varda-april.json" and target.parent.name == "briefs":
            raise KeyboardInterrupt
        return write_whole(target, text)

    with monkeypatch.context() as patch:
        patch.setattr(keep, "write_whole", stop_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            computed(folder)
    assert [p.name for p in (folder / "briefs").iterdir()] == ["varda-march.json"]
    assert computed(folder) == ["varda-april.summit.yaml"]


def test_nothing_is_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "a.json"
    target.write_text("old")
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(target, "new")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_broken_result_is_computed_again(tmp_path: Path) -> None:
    folder = archive(tmp_path)
    computed(folder)
    (folder / "briefs" / "varda-march.json").write_text('{"reproduction": {"inputs"')
    assert computed(folder) == ["varda-march.summit.yaml"]


def test_a_result_does_not_say_where_the_archive_lies(tmp_path: Path) -> None:
    folder = archive(tmp_path / "one place" / "deep")
    other = archive(tmp_path / "other")
    computed(folder)
    computed(other)
    for path in ("briefs/varda-march.json", "forecasts/varda-march.json"):
        text = (folder / path).read_text()
        assert str(tmp_path) not in text
        assert text == (other / path).read_text()
    command = json.loads((folder / "briefs/varda-march.json").read_text())["reproduction"]["command"]
    assert command == "summitry brief varda-march.summit.yaml --draws 4 --seed 0"


def test_dossiers_are_found_at_any_depth_and_kept_apart(tmp_path: Path) -> None:
    archive(tmp_path / "a")
    archive(tmp_path / "b" / "c")
    archive(tmp_path / ".hidden")
    assert len(dossier_files(tmp_path)) == 4
    assert len(computed(tmp_path)) == 4
    assert len(list((tmp_path / "briefs").rglob("*.json"))) == 4


def test_editions_stand_by_case_and_day(tmp_path: Path) -> None:
    archive(tmp_path)
    assert [e.path for e in keep.read_all(tmp_path)[0]] == ["varda-march.summit.yaml", "varda-april.summit.yaml"]


def test_forecasts_do_not_grow_old_by_an_outcome(tmp_path: Path) -> None:
    folder = archive(tmp_path)
    computed(folder)
    (folder / "varda-march.summit.yaml").write_text(resolved(MARCH, {"lend": "true"}))
    march = keep.read_all(folder)[0][0]
    assert keep.kept_forecasts(march) is not None
    assert keep.kept_brief(march) is None
    assert keep.state_of_brief(march) == "old"
