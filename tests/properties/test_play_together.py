"""Worlds played together are, bit for bit, the worlds played alone: sharing, order and workers change nothing."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summitry.dossier.model import Dossier
from summitry.graphmodel.play import BEHAVIOURS, Behaviour
from summitry.worlds.draws import Draws
from summitry.worlds.interventions import AS_IT_IS, Intervention, absent
from summitry.worlds.world import World, Worlds
from tests.oracle.random_dossiers import dossiers, interventions
from tests.properties.test_play import as_intervention

MANY = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
DRAWS = 5

Batch = list[tuple[Intervention, Behaviour]]


@MANY
@given(st.data())
def test_together_is_each_alone(data: st.DataObject) -> None:
    """A world that is solved in a batch equals itself solved in a fresh house, whatever came before it in the batch."""
    dossier, batch = data.draw(cases())
    alone = [solved(dossier, [world])[0] for world in batch]
    for world, one, other in zip(batch, alone, solved(dossier, batch), strict=True):
        assert_equal(world, one, other)


@SOME
@given(st.data())
def test_workers_change_nothing(data: st.DataObject) -> None:
    dossier, batch = data.draw(cases())
    for world, one, three in zip(batch, solved(dossier, batch, 1), solved(dossier, batch, 3), strict=True):
        assert_equal(world, one, three)


FOLLOWED: dict[str, Any] = {
    "summitry": 1,
    "id": "followed",
    "title": "A vote that turns on a follower",
    "actors": {"RUS": "Russia", "PRK": "North Korea"},
    "bodies": {"council": {"members": {"RUS": 1, "GBR": 1}, "follows": {"GBR": "PRK"}, "passes": 2}},
    "issues": {
        "lead": {
            "scale": {"low": 0, "high": 100},
            "status_quo": 50,
            "stakes": {a: {"position": 100, "salience": "40 to 60"} for a in ("RUS", "PRK")},
        }
    },
    "options": {"resolution": {"by": "council", "does": "pass a resolution"}},
    "consequences": [{"when": "resolution", "moves": {"lead": 20}}],
}


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_a_vote_taken_away_in_the_first_world_counts_in_the_next(behaviour: Behaviour) -> None:
    """Lists of targets are shared: what the first world knows of who votes must not bind the world as it is."""
    dossier = Dossier.model_validate(FOLLOWED)
    without, as_it_is = solved(dossier, [(absent("PRK"), behaviour), (AS_IT_IS, behaviour)])
    assert without.share("resolution").max() == 0.0
    assert as_it_is.share("resolution").min() > 0.9


@st.composite
def cases(draw: st.DrawFn) -> tuple[Dossier, Batch]:
    """A dossier whose draws differ, and two to eight worlds of it in any order, often without the world as it is."""
    exact = draw(dossiers())
    found = [as_intervention(draw(interventions(exact))) for _ in range(draw(st.integers(1, 4)))]
    worlds = [(z, behaviour) for z in dict.fromkeys([AS_IT_IS, *found]) for behaviour in BEHAVIOURS]
    return Dossier.model_validate(uncertain(draw, exact)), draw(st.permutations(worlds))[: draw(st.integers(2, 8))]


def uncertain(draw: st.DrawFn, exact: dict[str, Any]) -> dict[str, Any]:
    """The dossier with about half of its saliences and effects as ranges."""
    out = deepcopy(exact)
    for issue in out["issues"].values():
        for stake in issue["stakes"].values():
            stake["salience"] = widened(draw, stake["salience"], 0, 100)
    for consequence in out.get("consequences", ()):
        for part in ("moves", "costs", "gains"):
            for name, number in consequence.get(part, {}).items():
                consequence[part][name] = widened(draw, number, -1000, 1000)
    return out


def widened(draw: st.DrawFn, number: float, least: float, most: float) -> float | str:
    """The number itself, or a range around it that stays within bounds."""
    width = draw(st.sampled_from([0, 0, 5, 20]))
    return f"{max(least, number - width):.6f} to {min(most, number + width):.6f}" if width else number


def solved(dossier: Dossier, batch: Batch, workers: int = 1) -> list[World]:
    """The worlds of a batch, solved at once in a fresh house."""
    worlds = Worlds(dossier, Draws(DRAWS), workers=workers)
    worlds.solve_all(batch)
    return [worlds.solved[world] for world in batch]


def assert_equal(world: tuple[Intervention, Behaviour], one: World, other: World) -> None:
    """All arrays of two solved worlds are equal to the last bit."""
    first, second = arrays(one), arrays(other)
    for name, array in first.items():
        assert array.tobytes() == second[name].tobytes(), (*world, name)


def arrays(world: World) -> dict[str, Any]:
    """All arrays of a solved world by name."""
    found = {**vars(world.played), **vars(world.played.settled)}
    del found["settled"]
    return found
