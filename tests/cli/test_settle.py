"""`summitry lab settle`: every model side by side, readings, trace, and what is refused."""

from __future__ import annotations

import json

import pytest

from summitry.cli.app import main

CASE = "emission-standards-1988"


def run(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert main(["lab", "settle", *args]) == 0
    return capsys.readouterr().out


def test_all_models_stand_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, CASE, "--draws", "20")
    assert said.startswith("The delay of the standards, in years; without a decision 10\n")
    for model in ("scholz-paper", "mean", "median", "nash", "kalai-smorodinsky", "scholz-java"):
        assert f"\n {model}: " in said
    assert "the Council of Ministers would pass no change" in " ".join(said.split())


def test_readings_and_every_offer(capsys: pytest.CaptureFixture[str]) -> None:
    said = " ".join(run(capsys, CASE, "--central", "--variants", "--trace").split())
    assert "in 192 readings of its equations" in said
    assert "Round 1: Belgium from 7 to 10 (gives way to France)" in said
    assert "not taken:" in said  # table cells are folded, so that longer words may be cut


def test_json_holds_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = json.loads(run(capsys, CASE, "--central", "--variants", "--trace", "--json"))
    assert (found["issue"], found["by"], found["rounds"]) == ("delay", "council", 5)
    assert found["models"]["mean"]["median"] == pytest.approx(7.389956, abs=1e-6)
    assert found["models"]["nash"]["agreement"] == 0
    assert found["variants"]["quantiles"]["0"] == pytest.approx(4)
    assert found["variants"]["by_switch"]["stays"].keys() == {"1.0", "0.5"}
    taken = [o for o in found["trace"] if o["why"] == "taken"]
    assert {o["to"] for o in taken if o["round"] == 1} >= {"BEL", "LUX"}


def test_a_dossier_that_settles_nothing_and_an_unknown_issue_are_the_users_mistakes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["lab", "settle", "toy-summit"]) == 2
    assert "has no issue that a body settles" in capsys.readouterr().err
    assert main(["lab", "settle", CASE, "--issue", "price"]) == 2
    assert "expected one that a body settles: delay" in capsys.readouterr().err
