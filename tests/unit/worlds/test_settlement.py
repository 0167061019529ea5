"""From a dossier to a settlement: who counts with what, what interventions change, and that the outcome starts play."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from summitry.dossier.model import SETTLEMENT_MODELS, Dossier
from summitry.errors import SummitryError
from summitry.worlds.draws import Draws, all_values
from summitry.worlds.interventions import AS_IT_IS, Intervention, absent, hold, mute, only
from summitry.worlds.settlement import CHALLENGES, Settlement, settled_issues, settlement
from summitry.worlds.world import Worlds

STAKES = {
    "A": {"position": 4, "salience": 50},
    "B": {"position": 9, "salience": 40},
    "C": {"position": 1, "salience": 80},
}


def case(settled: Any = "mean", stakes: Any = STAKES, **parts: Any) -> Dossier:
    data: dict[str, Any] = {
        "summitry": 1, "id": "tariff", "title": "The tariff", "actors": dict.fromkeys("ABC", "X"),
        "bodies": {"council": {"members": {"A": 2, "B": 1, "others": 1}, "passes": 3, "others": 1}},
        "issues": {"rate": {"scale": {"none": 0, "full": 10}, "status_quo": 2, "settled": settled, "stakes": stakes}},
        **parts,
    }  # fmt: skip
    return Dossier.model_validate(data)


def found(dossier: Dossier, z: Intervention = AS_IT_IS, draws: Draws | None = None) -> Settlement:
    return settlement(dossier, "rate", all_values(dossier, draws or Draws(central=True)), z)


def outcome(dossier: Dossier, z: Intervention = AS_IT_IS, model: str | None = None) -> float:
    return float(found(dossier, z).outcome(model)[0][0])


def test_without_a_body_all_with_a_stake_count_alike_but_for_their_salience() -> None:
    assert outcome(case()) == pytest.approx((4 * 50 + 9 * 40 + 1 * 80) / 170)


def test_only_members_of_the_body_count_with_their_votes() -> None:
    assert outcome(case({"model": "mean", "by": "council"})) == pytest.approx((4 * 50 * 2 + 9 * 40) / 140)


def test_capabilities_take_the_place_of_votes() -> None:
    actors = {"A": {"name": "X", "capability": 1}, "B": {"name": "X", "capability": 5}, "C": "X"}
    dossier = case({"model": "mean", "by": "council"}, actors=actors)
    assert outcome(dossier) == pytest.approx((4 * 50 + 9 * 40 * 5) / 250)


def test_who_is_absent_takes_no_part_and_who_does_not_care_has_no_weight() -> None:
    without_c = (4 * 50 + 9 * 40) / 90
    assert outcome(case(), absent("C")) == pytest.approx(without_c)
    assert outcome(case(), mute("C", "rate")) == pytest.approx(without_c)
    assert outcome(case(), only("C")) == pytest.approx(without_c)
    assert outcome(case(), only("C", "rate")) == outcome(case())
    assert outcome(case(), absent("A", "B", "C")) == 2  # nobody is left: the status quo stands


def test_where_nobody_can_gain_by_agreeing_the_status_quo_stands_and_it_is_said() -> None:
    value, agreed = found(case("nash")).outcome()
    assert (value.tolist(), agreed.tolist()) == ([2], [False])
    value, agreed = found(case("nash"), absent("C")).outcome()
    assert agreed.all()
    assert 2 < value[0] <= 9


def test_every_model_that_a_dossier_may_name_is_computed() -> None:
    dossier = case({"model": "winset", "by": "council", "proposes": "B"})
    values = [found(dossier).outcome(model)[0][0] for model in SETTLEMENT_MODELS]
    assert np.isfinite(values).all()
    assert set(CHALLENGES) < set(SETTLEMENT_MODELS)


def test_the_agenda_setter_gets_the_farthest_that_passes() -> None:
    """A (2 votes, aim 4) accepts from 2 up to 6; with B and the unnamed vote 4 of 3 needed; B alone with the unnamed one is too few."""
    dossier = case({"model": "winset", "by": "council", "proposes": "B"})
    won = found(dossier).won()
    assert won is not None
    assert (won.low[0], won.high[0]) == (2, 6)
    assert outcome(dossier) == 6
    assert outcome(case({"model": "winset", "by": "council", "proposes": "C"})) == 2


def test_a_member_without_a_stake_votes_against_and_a_follower_votes_as_its_leader() -> None:
    bodies = {"council": {"members": {"A": 1, "D": 1}, "passes": 2}}
    won = found(case({"model": "mean", "by": "council"}, bodies=bodies)).won()
    assert won is not None
    assert won.is_empty.all()
    bodies = {"council": {"members": {"A": 1, "D": 1}, "passes": 2, "follows": {"D": "A"}}}
    won = found(case({"model": "mean", "by": "council"}, bodies=bodies)).won()
    assert won is not None
    assert won.high[0] == 6


def test_the_outcome_is_where_play_starts_in_every_draw() -> None:
    stakes = {**STAKES, "A": {"position": "3 to 5", "salience": 50}}
    dossier = case(
        "median", stakes, options={"cut": {"by": "C"}}, consequences=[{"when": "cut", "moves": {"rate": -1}}]
    )
    worlds = Worlds(dossier, Draws(20))
    expected = settlement(dossier, "rate", worlds.game.values).outcome()[0]
    assert np.ptp(expected) > 0
    assert worlds.solve(hold("cut", False)).level("rate") == pytest.approx(expected)
    assert worlds.solve(hold("cut")).level("rate") == pytest.approx(expected - 1)


def test_play_under_an_intervention_settles_anew_and_is_the_same_as_if_asked_alone() -> None:
    dossier = case(options={"cut": {"by": "C"}, "lift": {"by": "B"}}, consequences=[
        {"when": "cut", "moves": {"rate": -2}}, {"when": "lift", "moves": {"rate": 3}},
    ])  # fmt: skip
    together, zs = Worlds(dossier, Draws(10)), [AS_IT_IS, absent("A"), mute("C", "rate"), hold("cut", False)]
    together.solve_all([(z, "foresighted") for z in zs])
    for z in zs:
        alone = Worlds(dossier, Draws(10)).solve(z)
        assert together.solve(z).level("rate") == pytest.approx(alone.level("rate"))
        assert together.solve(z).played.values == pytest.approx(alone.played.values)
    fixed = hold("cut", False) + hold("lift", False)
    assert together.solve(absent("A") + fixed).level("rate")[0] == pytest.approx(outcome(dossier, absent("A")))


def test_an_issue_that_nobody_settles_is_refused_with_what_to_write() -> None:
    dossier = case(None)
    assert settled_issues(dossier) == ()
    with pytest.raises(SummitryError, match=r"settled: \{model: mean, by: council\}"):
        found(dossier)


def test_at_the_middle_there_is_one_draw_and_a_trace_of_it() -> None:
    stakes = {**STAKES, "A": {"position": "3 to 5", "salience": 50}}
    middle = found(case("scholz-paper", stakes), draws=Draws(30)).at_the_middle()
    assert middle.positions.shape == (1, 3)
    assert {o.to for o in middle.traced()} <= {0, 1, 2}
    assert middle.spread().medians.shape[:2] == (192, 1)
