"""`summitry lab stability`: who would leave an end state, and what holds them, in words and as JSON."""

from __future__ import annotations

import json

import pytest

from summitry.cli.app import main


def test_it_says_who_is_tempted_and_what_holds_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "stability", "toy-summit"]) == 0
    lines = capsys.readouterr().out.splitlines()

    start = lines.index("rest 0.667: ease, summit, talk")
    russia = next(line for line in lines[start:] if line.startswith("  RUS"))
    assert "would gain by: lax; held by an answer that serves those who give it (SEQ): USA: punish, drop ease" in russia
    assert any("has nothing better to go to (R)" in line for line in lines[start:])


def test_short_sighted_the_end_is_a_cycle_and_somebody_is_not_held(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "stability", "toy-summit", "--behaviour", "myopic"]) == 0
    said = capsys.readouterr().out

    assert said.count("cycle 1.000:") == 4
    assert "would gain by: punish; nothing holds it" in said


def test_json_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "stability", "toy-summit", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)

    assert found["behaviour"] == "foresighted"
    thaw = next(one for one in found["end_states"] if one["state"] == ["ease", "summit", "talk"])
    assert thaw["kind"] == "rest"
    assert thaw["equilibrium"] == {"R": False, "GMR": True, "SMR": True, "SEQ": True}
    russia = next(hold for hold in thaw["movers"] if hold["mover"] == "RUS")
    assert russia["held_by"] == "SEQ"
    assert russia["improvement"] == {"by": "RUS", "on": ["lax"], "off": [], "to": ["ease", "lax", "summit", "talk"]}
    assert [step["on"] for step in russia["sanction"]] == [["punish"]]


def test_a_behaviour_that_is_not_known_is_the_users_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "stability", "toy-summit", "--behaviour", "bold"]) == 2
    assert "bold" in capsys.readouterr().err
