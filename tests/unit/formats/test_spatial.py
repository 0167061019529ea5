"""Spatial data as a dossier and back: every number and name that has a place there, and a word for what has none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from summitry.dossier.document import Document
from summitry.dossier.loading import load
from summitry.errors import ForeignFormatError
from summitry.formats.spatial import Point, Spatial, SpatialActor, SpatialIssue, spatial_of, spatial_text
from tests.unit.formats.spatial_cases import TEXTS, spatials

SMALL = Spatial(
    title="Tariffs of two",
    actors=(SpatialActor("NOR", "Norhaven", 40.0), SpatialActor("the south", "", 25.0)),
    issues=(
        SpatialIssue(
            "tariffs", (("none", 0.0), ("half", 50.0), ("all", 100.0)), (Point(20, 80), None), "How high?", 60.0
        ),
        SpatialIssue("quotas", (("", 0.0), ("", 12.0)), (Point(5, 30), Point(12, 90.5)), outcome=7.5),
    ),
)


def without_outcomes(spatial: Spatial) -> Spatial:
    return replace(spatial, issues=tuple(replace(issue, outcome=None) for issue in spatial.issues))


def test_a_dossier_of_spatial_data() -> None:
    text, told = spatial_text(SMALL, "small.csv")
    dossier = load(Document.parse(text))
    assert list(dossier.actors) == ["NOR", "the-south"]
    assert [actor.name for actor in dossier.actors.values()] == ["Norhaven", "the south"]
    tariffs, quotas = dossier.issues.values()
    assert tariffs.scale == {"none": 0, "half": 50, "all": 100}
    assert (tariffs.asks, str(tariffs.status_quo), list(tariffs.stakes)) == ("How high?", "60", ["NOR"])
    assert str(quotas.status_quo) == "between 0 and 12"
    stake = quotas.stakes["the-south"]
    assert stake.position is not None
    assert (stake.position.central(), stake.salience.central(), stake.estimate) == (12, 90.5, "coded in small.csv")
    assert [settled.model for issue in (tariffs, quotas) if (settled := issue.settled)] == ["mean", "mean"]
    capabilities = [actor.capability.central() for actor in dossier.actors.values() if actor.capability]
    assert capabilities == [40, 25]
    assert "outcome 7.5 of quotas: resolutions speak of claims and options" in told.lost
    assert told.notes == ["no status quo is said of quotas: it may lie anywhere on the scale"]


@given(spatials())
def test_to_a_dossier_and_back_it_is_the_same(spatial: Spatial) -> None:
    text, _ = spatial_text(spatial, "x")
    found, told = spatial_of(load(Document.parse(text)))
    assert found == without_outcomes(spatial)
    assert told.lost == []


@given(spatials(names=TEXTS, labels=True))
def test_any_names_become_ids_and_no_number_changes(spatial: Spatial) -> None:
    text, told = spatial_text(spatial, "x")
    found, _ = spatial_of(load(Document.parse(text)))
    assert [issue.points for issue in found.issues] == [issue.points for issue in spatial.issues]
    assert [issue.status_quo for issue in found.issues] == [issue.status_quo for issue in spatial.issues]
    for before, after in zip(spatial.actors, found.actors, strict=True):
        assert (before.description or before.name) == (after.description or after.name)
        if before.description and before.name != after.name:
            assert f'short name "{before.name}": the dossier calls it {after.name}' in told.lost


def test_ranges_and_curves_become_points_with_a_word() -> None:
    text = """\
summitry: 1
id: x
title: X
actors: {AAA: A, BBB: B}
issues:
  level:
    scale: {none: 0, all: 100}
    status_quo: 10 to 30
    stakes:
      AAA: {position: 20 to 40 to 50, salience: 50}
      BBB: {worth: {none: 10, 60: 100, all: 20}, salience: 40 to 60}
options: {talks: {by: [AAA, BBB]}}
"""
    found, told = spatial_of(load(Document.parse(text)))
    (issue,) = found.issues
    assert issue.points == (Point(40, 50), Point(60, 50))
    assert issue.status_quo == 20
    assert told.lost == [
        "ranges (3): their middles are written: position of AAA on level, salience of BBB on level, status quo of level",
        "worth curves on level of BBB: the point of greatest worth is written as the position",
        "options (1)",
    ]


def test_what_is_settled_needs_a_capability_of_all_or_of_none() -> None:
    some = replace(SMALL, actors=(SMALL.actors[0], replace(SMALL.actors[1], capability=None)))
    text, told = spatial_text(some, "x")
    tariffs, quotas = load(Document.parse(text)).issues.values()
    assert tariffs.settled is not None  # only the one that has a capability has a stake in them
    assert quotas.settled is None
    assert "capability is said of some who have a stake in quotas only, so it is not settled: mean" in told.notes


def test_without_issues_there_is_nothing_to_write() -> None:
    only_acts = load("syria-iraq-1975")
    with pytest.raises(ForeignFormatError, match="there are none, and spatial data is made of them"):
        spatial_of(only_acts, "case")
    with pytest.raises(ForeignFormatError, match="there is no issue, and a dossier needs one"):
        spatial_text(replace(SMALL, issues=()), "x")
