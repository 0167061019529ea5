"""A negotiation scenario as a dossier and back: what parties get of each level, and a word for what is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.dossier.document import Document
from summitry.dossier.loading import load
from summitry.errors import ForeignFormatError
from summitry.formats.genius import GeniusIssue, Profile, Scenario
from summitry.formats.scenario import scenario_of, scenario_text
from tests.unit.formats.spatial_cases import IDS, TEXTS

JOB = Scenario(
    "job",
    (GeniusIssue("salary", ("60", "75", "90")), GeniusIssue("place", ("town", "sea")), GeniusIssue("hat", ("yes",))),
    (
        Profile("employer", (np.array([0.7, 0.35, 0.0]), np.array([0.3, 0.15]), np.array([0.0])), 0.4),
        Profile("candidate", (np.array([0.0, 0.1, 0.5]), np.array([0.0, 0.5]), np.array([0.0])), 0.0, 0.9),
    ),
)


def test_a_dossier_of_a_scenario() -> None:
    text, told = scenario_text(JOB, "job")
    dossier = load(Document.parse(text))
    salary, place = dossier.issues.values()
    assert (salary.scale, place.scale) == ({"60": 60, "75": 75, "90": 90}, {"town": 0, "sea": 1})
    employer, candidate = (salary.stakes[name] for name in ("employer", "candidate"))
    assert employer.worth is not None
    assert candidate.worth is not None
    assert {point: worth.central() for point, worth in employer.worth.items()} == {60: 100, 75: 50, 90: 0}
    assert {point: worth.central() for point, worth in candidate.worth.items()} == {60: 0, 75: 20, 90: 100}
    assert (employer.salience.central(), candidate.salience.central()) == (70, 50)
    assert told.lost == [
        "issue hat: it has one level",
        "reservation value 0.4 of employer: a dossier derives what no agreement is worth",
        "discount factor 0.9 of candidate",
        "that nothing is agreed until every issue is: write options, and deals that set them",
    ]


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Scenarios whose parties' weights sum to 1, each with something at stake in each issue."""
    names = draw(st.lists(IDS, min_size=3, max_size=5, unique=True))
    sizes = draw(st.lists(st.integers(2, 4), min_size=1, max_size=3))
    words = st.lists(TEXTS.filter(lambda text: not any(c.isdigit() for c in text)), min_size=4, max_size=4, unique=True)
    levels = [tuple(draw(words)[:size]) for size in sizes]
    profiles = []
    for name in names[:2]:
        weights = np.array([draw(st.integers(1, 20)) for _ in sizes], dtype=float)
        shares = [np.array(draw(st.lists(st.integers(0, 20), min_size=n, max_size=n)), dtype=float) for n in sizes]
        for share in shares:
            share[draw(st.integers(0, len(share) - 1))] = 20
        own = tuple(w / weights.sum() * share / 20 for w, share in zip(weights, shares, strict=True))
        profiles.append(Profile(name, own))
    issues = tuple(GeniusIssue(f"issue{i}", own) for i, own in enumerate(levels))
    return Scenario("made-up", issues, tuple(profiles))


@given(scenarios())
def test_to_a_dossier_and_back_each_level_is_worth_the_same(scenario: Scenario) -> None:
    found, told = scenario_of(load(Document.parse(scenario_text(scenario, "x").text)))
    assert [(issue.name, issue.levels) for issue in found.issues] == [(i.name, i.levels) for i in scenario.issues]
    for before, after in zip(scenario.items, found.items, strict=True):
        np.testing.assert_allclose(after, before, atol=1e-8)
    assert told.lost == []


def test_a_whole_number_issue_with_many_levels_is_a_line() -> None:
    issue = GeniusIssue("price", tuple(str(v) for v in range(1000, 2001)), 1000)
    rising = np.linspace(0, 1, 1001)
    capped = np.clip(rising * 2, 0, 1)
    scenario = Scenario("price", (issue,), (Profile("seller", (rising,)), Profile("buyer", (capped,))))
    dossier = load(Document.parse(scenario_text(scenario, "x").text))
    (price,) = dossier.issues.values()
    assert price.scale == {"1000": 1000, "2000": 2000}
    assert price.stakes["buyer"].worth is not None
    assert {point: worth.central() for point, worth in price.stakes["buyer"].worth.items()} == {
        1000: 0,
        1500: 100,
        2000: 100,
    }


def test_positions_count_by_nearness() -> None:
    text = """\
summitry: 1
id: x
title: X
actors: {AAA: A, BBB: B}
issues:
  level:
    scale: {none: 0, half: 50, all: 100}
    status_quo: 10
    stakes: {AAA: {position: 80, salience: 50}}
"""
    found, told = scenario_of(load(Document.parse(text)))
    assert [profile.name for profile in found.profiles] == ["AAA"]
    np.testing.assert_allclose(found.profiles[0].utilities[0] * 0.8, [0.2, 0.7, 0.8])
    assert told.lost == ["BBB: it has no stake", "the level of saliences of AAA: weights sum to 1"]


def test_without_stakes_there_is_nothing_to_write() -> None:
    with pytest.raises(ForeignFormatError, match="there are no stakes, and utilities are made of them"):
        scenario_of(load("syria-iraq-1975"))
