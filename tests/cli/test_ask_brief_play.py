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


# ---------------------------------------------------------------- more of the same, case by case


def err(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a mistake says, in one line or few, on stderr alone."""
    assert main([*words]) == 2
    seen = capsys.readouterr()
    assert seen.out == ""
    assert "Traceback" not in seen.err
    return seen.err


def test_mistakes_say_how_to_mend_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Did you mean RUS?" in err(capsys, "ask", "toy-summit", "why RSU wants summit")
    assert "There are: none" in err(capsys, "brief", "toy-summit", "--variant", "calm")
    assert "path = value" in err(capsys, "ask", "toy-summit", "what next", "--draws", "2", "--what-if", "a: 1")
    assert "--hold lax=on" in err(capsys, "lab", "play", "toy-summit", "--hold", "lax=maybe")
    assert "--hold lax=on" in err(capsys, "lab", "play", "toy-summit", "--hold", "lax=")
    assert "RUS.issue" in err(capsys, "lab", "play", "toy-summit", "--only", "RUS")
    assert "'nope'" in err(capsys, "lab", "play", "toy-summit", "--forbid", "nope,nil")
    assert "ease, punish" in err(capsys, "lab", "play", "toy-summit", "--hold", "ease", "--hold", "punish=on")
    assert "no such file" in err(capsys, "lab", "play", "nowhere.yaml")


@pytest.mark.parametrize("form", ["json", "md", "html", "terminal"])
def test_an_answer_in_every_format(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "toy-summit", "what RUS is worth to PRK", "--draws", "3", "--format", form]) == 0
    text = capsys.readouterr().out
    if form == "json":
        data = json.loads(text)
        assert [s["ask"] for s in data["sections"]] == ["what RUS is worth to PRK"]
    assert {"json": '"summitry_brief": 1', "md": "# Toy summit", "html": "<html", "terminal": "◆ follows"}[form] in text


def test_a_brief_printed_as_json_parses_and_names_its_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["brief", "toy-summit", "--draws", "3", "--seed", "5", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["reproduction"]["command"] == "summitry brief toy-summit --draws 3 --seed 5"
    assert len(data["sections"]) == 5


def test_the_command_of_a_sentence_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """Behind each mark stands a command that anyone can run."""
    assert main(["brief", "toy-summit", "--draws", "2", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    commands = {s["command"] for part in data["sections"] for s in [part["headline"], *part["findings"]]} - {None}
    assert len(commands) > 5
    for command in sorted(commands):
        assert command.startswith("summitry lab play toy-summit")
        assert main(command.split()[1:]) == 0, command
        assert "World:" in capsys.readouterr().out


def test_formats_asked_for_are_the_files_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "a" / "b"
    assert main(["brief", "toy-summit", "--draws", "2", "--format", "md", "-o", str(out), "-q"]) == 0
    seen = capsys.readouterr()
    assert seen.out == ""
    assert [p.name for p in out.iterdir()] == ["brief.md"]
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_ask_shows_a_what_if_beside_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["ask", "toy-summit", "what RUS is worth to PRK", "--draws", "2"]
    assert main(words) == 0
    plain = capsys.readouterr().out
    assert main([*words, "--what-if", "issues.standing.stakes.PRK.salience = 10"]) == 0
    beside = capsys.readouterr().out
    headline = " ".join(plain.split("?")[1].split("◆")[0].split())
    assert headline in " ".join(beside.split()), "the answer as it is comes first"
    assert "(not an answer)" in beside
    assert "what if" not in plain.lower()


def test_a_question_left_unanswered_is_told_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = Path(sm.__file__).parent.joinpath("dossier/library/toy-summit.summit.yaml").read_text(encoding="utf-8")
    case = tmp_path / "case.summit.yaml"
    case.write_text(text + "questions: [why USA wants summit, what next]\n", encoding="utf-8")
    assert main(["brief", str(case), "--draws", "2"]) == 0
    seen = capsys.readouterr()
    assert "Not answered" in seen.err
    assert "no hand in summit" in seen.err
    assert "What next?" in seen.out


def test_play_reads_its_flags_and_prints_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["lab", "play", "toy-summit", "--central", "--forbid", "summit", "--hold", "lax", "--hold", "test=off"])
        == 0
    )
    out = capsys.readouterr().out
    assert "World: forbid summit · hold lax=on · hold test=off · 1 draw\n" in out
    assert "looking ahead" in out
    assert re.search(r"lax +1\.000 +1\.000", out)
    assert re.search(r"summit +0\.000 +0\.000", out)
    assert main(["lab", "play", "toy-summit", "--central", "--horizon", "0", "--json"]) == 0
    blind = json.loads(capsys.readouterr().out)
    assert blind["foresighted"]["options"] == pytest.approx(blind["myopic"]["options"]), "no round ahead is short sight"


def test_play_in_other_ways(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["lab", "play", "toy-summit", "--central", "--json", "--behaviour", "seq,gmr", "--behaviour", "careful"])
        == 0
    )
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["seq", "gmr", "careful"]
    assert {frozenset(world) for world in found.values()} == {
        frozenset({"options", "soon", "values", "end_states", "reached"})
    }
    assert (
        main(
            ["lab", "play", "toy-summit", "--central", "--behaviour", "logit", "--noise", "0.01", "--forbid", "summit"]
        )
        == 0
    )
    out = capsys.readouterr().out
    assert "End states, noisy (" in out
    assert re.search(r"talk +0\.500", out), "hardly any noise is looking ahead (play.md, section 5)"
    assert main(["lab", "play", "toy-summit", "--central", "--behaviour", "sqe"]) == 2
    assert "Did you mean seq?" in capsys.readouterr().err
    assert main(["lab", "play", "toy-summit", "--central", "--behaviour", "logit", "--noise", "0"]) == 2
    assert "above 0" in capsys.readouterr().err


def test_the_horizon_of_a_dossier_is_looked_ahead_unless_the_flag_says_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = Path(sm.__file__).parent.joinpath("dossier/library/toy-summit.summit.yaml").read_text(encoding="utf-8")
    case = tmp_path / "case.summit.yaml"

    def played(horizon: str, *flags: str) -> dict[str, object]:
        case.write_text(text.replace("actors:", f"{horizon}\nactors:", 1), encoding="utf-8")
        assert main(["lab", "play", str(case), "--central", "--json", *flags]) == 0
        found: dict[str, object] = json.loads(capsys.readouterr().out)["foresighted"]
        return found

    blind, three = played("", "--horizon", "0"), played("")
    assert blind != three
    assert played("horizon: 0") == blind
    assert played("horizon: 2 to 4") == three, "every range at its middle"
    assert played("horizon: 0", "--horizon", "3") == three


def test_the_verdict_on_one_claim_and_on_all(capsys: pytest.CaptureFixture[str]) -> None:
    """The toy's Russia does not loosen enforcement looking ahead, and does half of the time short-sighted (play.md, section 5)."""
    assert main(["ask", "toy-summit", "--claim", "c2"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Russia will not loosen enforcement" in told
    assert "Follows" in told
    assert main(["ask", "toy-summit", "claims"]) == 0
    table = capsys.readouterr().out
    assert "Of 2 claims 2 can be tested (100 %)" in " ".join(table.split())
    assert {"c1", "c2"} <= set(re.findall(r"\bc\d\b", table))


@pytest.mark.parametrize("typed", [["--claim", "c9"], ["what next", "--claim", "c1"], []], ids=str)
def test_a_wrong_claim_is_an_input_mistake(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "toy-summit", *typed]) == 2
    assert "claim" in capsys.readouterr().err


def test_the_standing_checks_are_printed_and_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "checks", "toy-summit", "--draws", "30", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["coders"] == 40
    assert found["same_order"] is True
    assert [p["shuffles"] for p in found["placebo"]] == [30] * len(found["placebo"])
    assert main(["lab", "checks", "toy-summit", "--draws", "30"]) == 0
    told = capsys.readouterr().out
    for part in ("Second coder", "Placebo", "Dominance", "Lists against stakes", "Circles", "Order of lines", "Audit"):
        assert part in told


def test_a_quiet_brief_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for format in ("md", "docx"):
        call = ["brief", "toy-summit", "--draws", "2", "-q", "-f", format, "-o", str(tmp_path)]
        assert main(call) == 0
        assert (tmp_path / f"brief.{format}").is_file()
    assert capsys.readouterr() == ("", "")
