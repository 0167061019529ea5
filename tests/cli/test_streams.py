"""What commands do where they cannot write as they would: another encoding, a closed stream, a folder in a file's place."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from summitry.cli.app import main

VOTES = [sys.executable, "-m", "summitry", "lab", "votes", "vladivostok-2019", "--central"]


def test_a_terminal_without_utf8_gets_an_answer() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(VOTES, capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"9 of 15 votes" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_a_closed_stream_is_no_fault() -> None:
    done = subprocess.run(["sh", "-c", '"$@" >&-', "sh", *VOTES], capture_output=True, check=False)
    assert b"Traceback" not in done.stderr


def test_a_folder_in_the_place_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("out.csv").mkdir()
    Path("in.csv").mkdir()
    assert main(["convert", "emission-standards-1988", "out.csv", "--force"]) == 2
    assert capsys.readouterr().err == "out.csv: Is a directory.\n"
    assert main(["convert", "in.csv", "in.summit.yaml"]) == 2
    assert capsys.readouterr().err.startswith("in.csv  this is no file. Name the file itself\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_a_horizon_and_draws_beyond_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "play", "toy-summit", "--horizon", "1000000000"]) == 2
    assert "expected a number of rounds from 0 to 20" in capsys.readouterr().err
    assert main(["lab", "play", "toy-summit", "--draws", "1000000000000000"]) == 2
    assert "more memory than there is" in capsys.readouterr().err
