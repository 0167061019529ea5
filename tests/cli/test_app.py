"""The shell of the command line: what it lists, what it hands on, and how errors leave it."""

from __future__ import annotations

import importlib
import inspect
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import typer

import summitry.cli
from summitry import __version__
from summitry.cli.app import app, main
from summitry.errors import DossierError, Problem, QuestionError

HERE = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
HEAVY = ("numpy", "numba", "scipy", "pandas", "pydantic", "lark", "ruamel.yaml", "jinja2")
CALLS = {
    "new": ["new", "a.summit.yaml", "--case", "toy-summit", "--title", "A title", "--force"],
    "check": ["check", "a.summit.yaml", "b.summit.yaml", "--warnings", "--sources", "texts", "--json"],
    "edit": ["edit", "a.summit.yaml", "title = Other", "--note", "why", "--dry-run"],
    "convert": ["convert", "a.gmcr", "a.summit.yaml", "--force"],
    "solve": [
        "lab",
        "solve",
        "a.gmcr",
        "--concepts",
        "R,SEQ",
        "--explain",
        "YN",
        "--paths",
        "--from",
        "0",
        "--inverse",
        "1",
    ],
    "ask": [
        "ask",
        "toy-summit",
        "what next",
        "--draws",
        "20",
        "--seed",
        "3",
        "--what-if",
        "a = 1",
        "--what-if",
        "b = 2",
    ],
    "brief": ["brief", "toy-summit", "--format", "md", "--format", "json", "-o", "out", "--no-open", "-q"],
    "diff": ["diff", "a.summit.yaml", "toy-summit", "--draws", "20", "--seed", "3", "--brief", "--json"],
    "run": ["run", "talks", "--draws", "20", "--seed", "3", "--db", "talks.db", "--force", "--no-compute"],
    "seal": ["seal", "toy-summit", "--rubric", "r.yaml", "--draws", "20", "-o", "x.seal.json", "--date", "2031-03-03"],
    "verify": ["verify", "x.seal.json", "toy-summit"],
    "cases": ["cases"],
    "schema": ["schema"],
    "play": ["lab", "play", "toy-summit", "--forbid", "lax,test", "--hold", "talk=on", "--only", "RUS.lead", "--json"],
    "stability": ["lab", "stability", "toy-summit", "--behaviour", "myopic", "--json"],
    "checks": ["lab", "checks", "toy-summit", "--draws", "30", "--json"],
    "votes": ["lab", "votes", "a.summit.yaml", "--body", "council", "--option", "relief", "--central", "--json"],
    "deals": ["lab", "deals", "a.summit.yaml", "--draws", "30", "--seed", "3", "--json"],
    "settle": ["lab", "settle", "a.summit.yaml", "--issue", "rate", "--variants", "--trace", "--draws", "30", "--json"],
    "backtest": ["lab", "backtest", "deu", "a.csv", "--train", "b.csv", "--seed", "3", "--json"],
}


def commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words that call it."""

    def below(group: Any, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from below(command, (*words, name))
            else:
                yield (*words, name), command

    yield from below(typer.main.get_command(app), ())


def failing(error: BaseException) -> Callable[..., int]:
    """A stand-in for a command that ends in an error."""

    def run(*args: object, **options: object) -> int:
        raise error

    return run


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[..., int]], None]:
    """Puts a function in the place of a command's `run`."""

    def put(name: str, run: Callable[..., int]) -> None:
        module = type("Command", (), {"run": staticmethod(run)})
        monkeypatch.setattr(summitry.cli, name, module, raising=False)

    return put


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    for words, _ in commands():
        assert words[0] in out


@pytest.mark.parametrize("words", [words for words, _ in commands()], ids=" ".join)
def test_every_command_has_help(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--help"]) == 0
    assert "Usage: summitry" in capsys.readouterr().out


def test_calls_cover_every_command() -> None:
    assert {words[:2][-1] for words, _ in commands()} == set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_what_is_typed_fits_the_command(name: str, stand_in: Callable[[str, Callable[..., int]], None]) -> None:
    """The call that the shell makes binds to the real `run`, and its status is the exit status."""
    signature = inspect.signature(importlib.import_module(f"summitry.cli.{name}").run)
    seen: list[inspect.BoundArguments] = []

    def run(*args: object, **options: object) -> int:
        seen.append(signature.bind(*args, **options))
        return 5

    stand_in(name, run)
    assert main(CALLS[name]) == 5
    assert len(seen) == 1


def test_options_reach_the_command(stand_in: Callable[[str, Callable[..., int]], None]) -> None:
    seen: dict[str, object] = {}

    def run(dossier: str, **options: object) -> int:
        seen.update(options, dossier=dossier)
        return 0

    stand_in("play", run)
    assert main([*CALLS["play"], "--absent", "USA", "--absent", "CHN, KOR", "--mute", "PRK.tests"]) == 0
    assert seen["forbid"] == ["lax", "test"]
    assert seen["absent"] == ["USA", "CHN", "KOR"]
    assert (seen["hold"], seen["mute"], seen["only"]) == (["talk=on"], ["PRK.tests"], ["RUS.lead"])
    assert (seen["draws"], seen["seed"], seen["horizon"], seen["central"], seen["json"]) == (200, 0, None, False, True)
    assert (seen["behaviour"], seen["noise"]) == ([], 5.0)


def test_open_is_unsaid_unless_said(stand_in: Callable[[str, Callable[..., int]], None]) -> None:
    seen: list[object] = []

    def run(dossier: str, *, open_: bool | None, formats: list[str], **options: object) -> int:
        seen.append((open_, formats))
        return 0

    stand_in("brief", run)
    for flags in ([], ["--open"], ["--no-open", "--format", "md", "--format", "html"]):
        assert main(["brief", "toy-summit", *flags]) == 0
    assert seen == [(None, []), (True, []), (False, ["md", "html"])]


@pytest.mark.parametrize(
    "typed",
    [["nosuch"], ["ask"], ["brief", "toy-summit", "--draws", "0"], ["brief", "x", "--format", "doc"]],
)
def test_a_mistyped_command_line_exits_with_2(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(typed) == 2
    captured = capsys.readouterr()
    assert "Usage: summitry" in captured.err
    assert captured.out == ""


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"summitry {__version__}\n"


def test_cases_lists_the_bundled_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cases"]) == 0
    assert "toy-summit" in capsys.readouterr().out


class TestRim:
    """Errors become text here and nowhere else."""

    @pytest.fixture(autouse=True)
    def _ask(self, stand_in: Callable[[str, Callable[..., int]], None]) -> None:
        self.stand_in = stand_in

    def ask(self, error: BaseException) -> int:
        self.stand_in("ask", failing(error))
        return main(["ask", "toy-summit", "what next"])

    def test_dossier_error_shows_all_problems_and_the_count(self, capsys: pytest.CaptureFixture[str]) -> None:
        problems = [
            Problem("issues.flow.stakes.BLE", 'no actor "BLE"', "varda.summit.yaml", 41, 22, mend="Did you mean BEL?"),
            Problem("title", "found nothing, expected a text", "varda.summit.yaml", 3, 1),
        ]
        assert self.ask(DossierError(problems, [Problem("", "odd")])) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.splitlines() == [
            'varda.summit.yaml:41:22  issues.flow.stakes.BLE: no actor "BLE". Did you mean BEL?',
            "varda.summit.yaml:3:1  title: found nothing, expected a text.",
            "2 problems, 1 warning (summitry check --warnings). Nothing was computed.",
        ]

    def test_other_errors_of_the_family_show_their_text(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.ask(QuestionError("No such question.", mend="Ask another.")) == 2
        captured = capsys.readouterr()
        assert (captured.out, captured.err) == ("", "No such question. Ask another.\n")

    def test_a_file_that_cannot_be_written_is_the_users_to_mend(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.ask(PermissionError(13, "Permission denied", "/out/brief.html")) == 2
        assert capsys.readouterr().err == "/out/brief.html: Permission denied.\n"

    def test_ctrl_c(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.ask(KeyboardInterrupt()) == 130
        assert capsys.readouterr().err == "Stopped. Nothing half-written.\n"

    def test_our_own_fault_keeps_its_traceback(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.ask(AssertionError("a bug")) == 1
        err = capsys.readouterr().err
        assert "Traceback" in err
        assert "fault in Summitry" in err


def test_a_broken_dossier_leaves_no_traceback(tmp_path: Any) -> None:
    broken = tmp_path / "broken.summit.yaml"
    broken.write_text("summitry: 1\nid: broken\ntitle: Broken\nactors: {A: Aland}\nisues: {}\n", encoding="utf-8")
    for typed in (["ask", str(broken), "what next"], ["brief", str(broken)], ["lab", "play", str(broken)]):
        done = python("-m", "summitry", *typed)
        assert done.returncode == 2
        assert f"{broken}:5:1" in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""


def test_a_reader_that_goes_away_is_no_news() -> None:
    script = (
        "import sys; from summitry.cli.app import main; from summitry.cli import cases\n"
        "cases.run = lambda: [print('x' * 100) for _ in range(10_000)] and 0\n"
        "sys.exit(main(['cases']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=HERE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_help_loads_nothing_heavy() -> None:
    script = f"""
import sys
from summitry.cli.app import main
main(["--help"])
sys.exit(str({{*{HEAVY}}} & {{*sys.modules}}))
"""
    assert python("-c", script).stderr == "set()\n"


def test_module_and_command_are_one() -> None:
    done = python("-m", "summitry", "--version")
    assert (done.returncode, done.stdout) == (0, f"summitry {__version__}\n")


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, encoding="utf-8", timeout=120, env=HERE
    )
