"""`summitry lab votes`: rules, power and pivots, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summitry.cli.app import main

CASE = """
summitry: 1
id: union
title: A union
actors: {COM: the Commission, A: Aland, B: Bland, C: Cland}
bodies:
  council:
    name: the Council
    members: {A: {states: 1, people: 60}, B: {states: 1, people: 30}, C: {states: 1, people: 10}}
    passes: {states: 2, people: 65 %}
    tables: COM
options:
  rule: {by: council, does: adopt the rule}
consequences:
  - {when: rule, gains: {A: 5, B: between -1 and 1, COM: 1}, costs: {C: 3}}
"""


@pytest.fixture
def case(tmp_path: Path) -> str:
    path = tmp_path / "union.summit.yaml"
    path.write_text(CASE, encoding="utf-8")
    return str(path)


def test_the_security_council_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "votes", "vladivostok-2019", "--central"]) == 0
    said = capsys.readouterr().out
    assert "a proposal needs 9 of 15 votes; a no of the United States, Russia, China, GBR or FRA stops it" in said
    assert said.count("19.63") == 5


def test_numbers_of_a_small_union(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A with one of the others has two states and at least 70 % of the people; without A there are 40. So A: 4/6, B and C: 1/6."""
    assert main(["lab", "votes", case, "--draws", "400", "--json"]) == 0
    council = json.loads(capsys.readouterr().out)["bodies"]["council"]
    assert council["rule"] == (
        "a proposal needs 2 of 3 states and 65 % of people; the Commission alone may put it to the vote"
    )
    members = council["members"]
    assert {m: pytest.approx(row["shapley"]) for m, row in members.items()} == {"A": 4 / 6, "B": 1 / 6, "C": 1 / 6}
    assert [m for m, row in members.items() if row["can_block"]] == ["A"]
    assert not any(row["can_carry"] for row in members.values())
    vote = council["options"]["rule"]
    assert vote["passes"] == pytest.approx(0.5, abs=0.08)  # B gains in half of the draws
    rows = vote["members"]
    assert (rows["B"]["pivotal"], rows["B"]["passes_with_yes"], rows["B"]["passes_with_no"]) == (1, 1, 0)
    assert rows["A"]["pivotal"] == vote["passes"]
    assert rows["C"]["pivotal"] == pytest.approx(1 - vote["passes"])


def test_what_is_not_there_is_said(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    for flags, words in (
        (["--body", "senate"], "'senate' is no body of this dossier. Bodies: council."),
        (["--option", "law"], "'law' is no option that a body decides. Options of bodies: rule."),
    ):
        assert main(["lab", "votes", case, *flags]) == 2
        assert words in " ".join(capsys.readouterr().err.split())
    assert main(["lab", "votes", "toy-summit"]) == 2
    assert "no body that votes" in capsys.readouterr().err
