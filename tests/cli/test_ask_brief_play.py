"""`ask`, `brief` and `lab play` as a person runs them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import summitry as sm
from summitry.cli.app import main


def test_ask_prints_the_answer_and_its_marks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "toy-summit", "how RUS plays", "--draws", "4"]) == 0
    said = capsys.readouterr().out
    assert "What is Russia's strategy?" in said
    assert "[1]" in said
    assert "follows" in said


@pytest.mark.parametrize(
    "words",
    [
        ["ask", "toy-summit", "why XXX wants summit"],
        ["ask", "toy-summit", "nonsense"],
        ["ask", "toy-summit", "what next", "--variant", "none"],
        ["ask", "toy-summit", "what next", "--what-if", "no equals sign"],
        ["brief", "no-such-case"],
        ["lab", "play", "toy-summit", "--hold", "lax=maybe"],
        ["lab", "play", "toy-summit", "--forbid", "summit", "--hold", "summit=on"],
        ["lab", "play", "toy-summit", "--mute", "RUS"],
    ],
)
def test_mistakes_exit_with_two_and_no_traceback(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    seen = capsys.readouterr()
    assert "Traceback" not in seen.err + seen.out
    assert seen.err.strip()


def test_brief_writes_three_files_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["brief", "toy-summit", "--draws", "4", "-o", str(tmp_path / "out"), "--no-open"]) == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["brief.html", "brief.json", "brief.md"]
    data = json.loads((tmp_path / "out" / "brief.json").read_text(encoding="utf-8"))
    for section in data["sections"]:
        for sentence in [section["headline"], *section["findings"]]:
            assert sentence["basis"]["kind"] in ("computed", "reported", "estimate")
            if sentence["basis"]["kind"] == "computed":
                assert sentence["basis"]["worlds"]
                assert sentence["basis"]["draws"] == 4
            assert sentence["mark"] in ("follows", "assumed", "reported", "estimate")


def test_same_seed_same_bytes_in_whatever_order_the_lines_stand(tmp_path: Path) -> None:
    text = Path(sm.__file__).parent.joinpath("dossier/library/toy-summit.summit.yaml").read_text(encoding="utf-8")
    one = tmp_path / "case.summit.yaml"
    one.write_text(text, encoding="utf-8")
    first = sm.brief(str(one), draws=6).text("json")
    body = re.search(r"(?s)\nconsequences:\n(.*?)\nclaims:", text)
    assert body is not None
    lines = body[1].splitlines()
    one.write_text(text.replace(body[1], "\n".join(reversed(lines))), encoding="utf-8")
    assert sm.brief(str(one), draws=6).text("json") == first


def test_a_what_if_is_shown_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["brief", "toy-summit", "--draws", "4", "--what-if", "issues.pressure.status_quo = 60"]) == 0
    assert "A what-if, not an answer" in capsys.readouterr().out


@pytest.mark.parametrize("case", ["toy-summit", "syria-iraq-1975", "vladivostok-2019"])
def test_headlines_are_short_and_plain(case: str) -> None:
    for headline in sm.brief(case, draws=8).headlines:
        assert len(headline.split()) <= 25, headline
        assert not re.search(r"\b(SEQ|salience|utility|equilibrium|payoff)\b", headline)


def test_play_prints_the_table_of_the_definition(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "play", "toy-summit", "--central", "--hold", "lax=on", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["foresighted"]
    assert found["values"]["RUS"] == pytest.approx(-58.566662, abs=1e-5)
    assert found["reached"] == 6
