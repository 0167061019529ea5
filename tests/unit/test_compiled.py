"""Compiled code lies in a folder of its package's sources, and setting it up leaves Numba's own setting alone."""

from __future__ import annotations

from pathlib import Path

import numba
import pytest

from summitry import compiled
from summitry.compiled import Kernels


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(compiled, "_CHOSEN_BY_USER", None)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "one.py").write_text("A = 1\n")
    return folder


def test_a_change_of_any_file_leads_to_another_folder(package: Path) -> None:
    first = Kernels(package).folder
    assert Kernels(package).folder == first
    (package / "two.py").write_text("B = 2\n")
    assert Kernels(package).folder != first


def test_it_compiles_and_leaves_numbas_folder_as_it_was(package: Path) -> None:
    before = numba.config.CACHE_DIR  # type: ignore[attr-defined]
    kernel = Kernels(package)
    twice = kernel(lambda x: 2 * x)
    assert twice(21) == 42
    assert before == numba.config.CACHE_DIR  # type: ignore[attr-defined]
    assert not kernel.has("one.function")


def test_a_folder_that_the_user_chose_is_taken(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_CHOSEN_BY_USER", "/somewhere")
    assert Kernels(package).folder == "/somewhere"
