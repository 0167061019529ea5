"""`summitry lab votes`: rules, power and pivots, in words and as JSON."""

from __future__ import annotations

import json
import re
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
    said = " ".join(capsys.readouterr().out.split())
    assert "a proposal needs 9 of 15 votes; a no of the United States, Russia, China, GBR or FRA stops it" in said
    assert said.count("19.63") == 5
    assert "UN relief (relief): put to the vote on the eve" in said
    # so the American vote decides, in spite of two more vetoes
    assert re.search("(GBR and FRA|FRA and GBR) vote as the United States does", said)


def test_who_abstains_has_a_column_and_where_nobody_can_block_alone_it_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["lab", "votes", "emission-standards-1988", "--central"]) == 0
    said = capsys.readouterr().out
    assert "no member alone can block or carry" in said
    assert "alone it can" not in said
    assert main(["lab", "votes", "baku-2024", "--option", "floor", "--central"]) == 0
    said = capsys.readouterr().out
    assert "a no of any member stops it" in " ".join(said.split())
    (china,) = [line for line in said.splitlines() if line.strip().startswith("China") and line.count("%") > 1]
    shares = [int(x) for x in re.findall(r"(\d+) %", china)]
    assert "abstains" in said
    assert sum(shares[:3]) == 100  # yes, no, abstains


def test_numbers_of_a_small_union(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A with one of the others has two states and at least 70 % of the people; without A there are 40. So A: 4/6, B and C: 1/6."""
    assert main(["lab", "votes", case, "--draws", "400", "--json"]) == 0
    council = json.loads(capsys.readouterr().out)["bodies"]["council"]
    assert council["rule"] == (
        "a proposal needs 65 % of people and 2 of 3 states; the Commission alone may put it to the vote"
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


def test_the_order_of_lines_changes_no_byte(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Members, their measures and thresholds the other way round."""
    turned = tmp_path / "turned" / "union.summit.yaml"
    turned.parent.mkdir()
    text = CASE.replace("A: {states: 1, people: 60}, B: {states: 1, people: 30}, C: {states: 1, people: 10}", "C: {people: 10, states: 1}, A: {people: 60, states: 1}, B: {people: 30, states: 1}")  # fmt: skip
    text = text.replace("{states: 2, people: 65 %}", "{people: 65 %, states: 2}")
    assert text != CASE
    turned.write_text(text, encoding="utf-8")
    told = []
    for path in (case, str(turned)):
        assert main(["lab", "votes", path, "--draws", "20", "--json"]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]


@pytest.mark.parametrize(("people", "status"), [("1e308", 2), ("900000000000000", 0)])
def test_huge_weights_are_refused_where_they_stand_or_counted(
    case: str, people: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(case).write_text(CASE.replace("people: 60", f"people: {people}"), encoding="utf-8")
    assert main(["lab", "votes", case, "--draws", "2", "--json"]) == status
    said = capsys.readouterr()
    if status:
        assert "bodies.council.members.A" in said.err
        assert "a number up to 1e+15" in said.err
    else:
        assert json.loads(said.out)["bodies"]["council"]["members"]["A"]["can_block"]


def test_millions_of_unnamed_votes_are_no_members(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    rule = "members: {A: 5000000, B: 1, C: 1, others: 4000000}\n    passes: absolute majority\n    others: 0 to 4000000\n    tables: COM"
    text = CASE[: CASE.index("    members")] + "    " + rule + CASE[CASE.index("\noptions") :]
    Path(case).write_text(text, encoding="utf-8")
    assert main(["lab", "votes", case, "--draws", "2", "--json"]) == 0
    members = json.loads(capsys.readouterr().out)["bodies"]["council"]["members"]
    assert members["A"] == {"shapley": None, "banzhaf": None, "banzhaf_absolute": None, "can_block": True, "can_carry": True}  # fmt: skip
