"""`summitry lab deals`: a dossier in words and as JSON, GENIUS files, and what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from summitry.cli.app import main
from summitry.formats.genius import GeniusIssue, Profile, Scenario, write_genius


def test_deals_of_a_case(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "deals", "camp-david-1978", "--draws", "4"]) == 0
    text = capsys.readouterr().out
    assert "The separate Sinai treaty: who gains, who keeps it" in text
    assert "4 draws, seed 0" in " ".join(text.split())
    assert not re.search(r"at least \d+–|\bin no draw \(|\)\)|weight 100", " ".join(text.split()))


def test_deals_as_json_have_every_package_and_the_run_of_every_finding(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "deals", "camp-david-1978", "--draws", "4", "--seed", "3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["dossier"], found["draws"], found["seed"]) == ("camp-david-1978", 4, 3)
    assert [d["id"] for d in found["deals"]] == ["full", "linked", "separate"]
    for deal in found["deals"]:
        assert deal["packages"][0]["clauses"] == {}
        assert set(deal["packages"][0]["gains"].values()) == {0.0}
        assert all({"text", "key", "worlds", "behaviours", "draws", "seed"} <= set(f) for f in deal["findings"])


def scenario(folder: Path) -> list[str]:
    issues = (GeniusIssue("flow", ("low", "high")), GeniusIssue("years", ("2", "3", "4"), 2))
    first = Profile("up", (np.array([0.6, 0.0]), np.array([0.1, 0.2, 0.4])), 0.3)
    second = Profile("down", (np.array([0.0, 0.3]), np.array([0.7, 0.4, 0.0])), 0.2)
    return [str(p) for p in write_genius(Scenario("dam", issues, (first, second)), folder)]


def test_a_genius_scenario(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Above 0.3 and 0.2 are (low, 2) 0.7/0.7 and (low, 3) 0.8/0.4: products 0.20 and 0.10."""
    files = scenario(tmp_path)
    assert main(["lab", "deals", *files, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["packages"] == 6
    chosen = found["frontier"][found["solutions"]["nash"]["point"]]
    assert chosen["levels"] == {"flow": "low", "years": "2"}
    assert chosen["utilities"] == {"up": pytest.approx(0.7), "down": pytest.approx(0.7)}
    assert main(["lab", "deals", *files]) == 0
    assert "dam: 2 issues, 6 packages" in capsys.readouterr().out


def test_what_does_not_belong_together_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = scenario(tmp_path)
    assert main(["lab", "deals", "camp-david-1978", files[0]]) == 2
    assert "Give one dossier" in capsys.readouterr().err
    assert main(["lab", "deals", "camp-david-1978", "hanoi-2019"]) == 2
    assert "expected one" in capsys.readouterr().err
    assert main(["lab", "deals", files[0]]) == 2
    assert "no utility space" in capsys.readouterr().err
