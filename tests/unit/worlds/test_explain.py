"""What holds whom in an end state: the toy summit by hand, and the plain listing of moves against the compiled one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import summitry as sm
from summitry.dossier.model import Dossier
from summitry.errors import TooLarge
from summitry.graphmodel.stability import CONCEPTS, stability
from summitry.graphmodel.steps import Gravity, Steps
from summitry.worlds.draws import Draws
from summitry.worlds.game import compile_game
from summitry.worlds.interventions import AS_IT_IS
from summitry.worlds.reasons import Change, Held, Hold, Reasons, explain
from summitry.worlds.world import Worlds
from tests.oracle.moves import fallen as plainly_fallen
from tests.oracle.moves import is_impossible as is_plainly_impossible
from tests.oracle.moves import legal_steps
from tests.oracle.random_dossiers import dossiers, interventions
from tests.properties.test_play import as_intervention

SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def toy() -> Worlds:
    return Worlds(sm.load("toy-summit"), Draws(central=True))


def held_in(held: list[Held], *state: str) -> Held:
    return next(one for one in held if set(one.state) == set(state))


def hold_of(held: Held, mover: str) -> Hold:
    return next(hold for hold in held.movers if hold.mover == mover)


def test_russia_is_tempted_by_lax_and_held_by_punish(toy: Worlds) -> None:
    """By hand, in summit, talk, ease: pressure 80 - 25 = 55, lead 75 - 10 + 5 = 70, standing 35 + 20 + 10 = 65, tests 10.

    Russia now: .2·15 + .6·55 + .5·15 + .3·10 = 46.5 below its best. With lax: pressure 47, so .2·7 = 1.4 for 3.0, and 1 of
    cost: 45.9, a gain of 0.6. Washington then has 52.65 below its best (.55·38 + .55·25 + .2·40 + .7·10 + 3). Punishing and
    taking the relief back (the two cannot go together): pressure 72, so .55·13 = 7.15 for 20.9, 3 of cost for 3, and 8 gained:
    30.9, its best answer. Russia then: .2·32 + 33 + 7.5 + 3 + 1 + 14 = 64.9, and it had 46.5.
    """
    held = held_in(explain(toy), "summit", "talk", "ease")
    russia = hold_of(held, "RUS")

    assert held.kind == "rest"
    assert held.probability == pytest.approx(2 / 3, abs=1e-6)
    assert russia.stable == {"R": False, "GMR": True, "SMR": True, "SEQ": True}
    assert russia.held_by == "SEQ"
    assert russia.improvement == Change("RUS", ("lax",), (), ("ease", "lax", "summit", "talk"))
    assert russia.sanction == (Change("USA", ("punish",), ("ease",), ("lax", "punish", "summit", "talk")),)
    assert russia.counter is None  # without lax: .2·32 + 33 + 7.5 + 3 = 49.9, still below
    assert held.is_equilibrium("SEQ")
    assert not held.is_equilibrium("R")


def test_the_worths_behind_it_are_those_computed_by_hand(toy: Worlds) -> None:
    states = [("summit", "talk", "ease"), ("summit", "talk", "ease", "lax"), ("summit", "talk", "lax", "punish")]
    masks = np.array([toy.game.state(state) for state in states])
    worth, _ = toy.game.weigh(np.zeros(3, np.int64), masks)
    actors = toy.game.labels.actors

    assert worth[:, actors.index("RUS")] == pytest.approx([-46.5, -45.9, -64.9])
    assert worth[1:, actors.index("USA")] == pytest.approx([-52.65, -30.9])


def test_north_korea_has_nothing_better_in_the_thaw(toy: Worlds) -> None:
    """Without the meeting it would lose .45·10 on the lead and .8·20 on its standing; a test cannot go with relief."""
    north_korea = hold_of(held_in(explain(toy), "summit", "talk", "ease"), "PRK")

    assert north_korea.held_by == "R"
    assert (north_korea.improvement, north_korea.sanction, north_korea.counter) == (None, (), None)


def test_in_each_state_of_a_cycle_somebody_has_something_to_gain(toy: Worlds) -> None:
    held = explain(toy, behaviour="myopic")

    assert {one.kind for one in held} == {"cycle"}
    assert {frozenset(one.state) - {"summit", "test"} for one in held} == {
        frozenset(), frozenset({"lax"}), frozenset({"punish"}), frozenset({"lax", "punish"}),
    }  # fmt: skip
    assert not any(one.is_equilibrium("R") for one in held)
    unheld = hold_of(held_in(held, "summit", "test", "lax"), "USA")
    assert unheld.held_by is None
    assert unheld.improvement is not None
    assert unheld.improvement.on == ("punish",)


def test_an_intervention_and_a_draw_can_be_asked_for(toy: Worlds) -> None:
    without = explain(toy, sm.forbid("punish"))
    assert all("punish" not in one.state for one in without)

    ranged = Worlds(sm.load("vladivostok-2019"), Draws(5))
    assert explain(ranged, draw=3)[0].probability > 0


def test_what_is_given_to_the_worlds_holds(toy: Worlds) -> None:
    given = Worlds(toy.dossier, Draws(central=True), given=sm.absent("USA"))
    assert [set(one.state) for one in explain(given)] == [{"summit", "lax", "test"}]


def test_too_many_options_are_said_with_the_name() -> None:
    many = [f"o{n}" for n in range(13)]
    case = Dossier.model_validate(
        {
            "summitry": 1, "id": "many", "title": "Many",
            "actors": {"A": "A", "B": "B"},
            "options": {**{o: {"by": "A"} for o in many}, "b": {"by": "B"}},
        }
    )  # fmt: skip
    with pytest.raises(TooLarge, match="options that A can set at once: 13"):
        explain(Worlds(case, Draws(central=True)))


@SOME
@given(st.data())
def test_plain_listing_is_the_compiled_one(data: st.DataObject) -> None:
    dossier = data.draw(dossiers())
    plain = data.draw(interventions(dossier))
    game = compile_game(Dossier.model_validate(dossier), Draws(central=True))
    rules, _ = game.under(as_intervention(plain))
    compiled = Steps(rules)
    waiting, seen = [int(rules.start)], {int(rules.start)}
    while waiting and len(seen) < 150:
        state = waiting.pop()
        for actor in map(int, rules.movers):
            steps = legal_steps(rules, state, actor)
            assert compiled.legal(state, actor) == steps
            targets = {step.target for step in steps}
            waiting += targets - seen
            seen |= targets
    masks = np.random.default_rng(0).integers(0, 1 << rules.n_options, 20).tolist()
    assert [plainly_fallen(rules, s) for s in masks] == [Gravity(rules).fallen(s) for s in masks]
    assert [is_plainly_impossible(rules, s) for s in masks] == [Gravity(rules).is_impossible(s) for s in masks]


@SOME
@given(st.data())
def test_moves_are_those_that_play_could_make_and_verdicts_those_of_the_analysis(data: st.DataObject) -> None:
    """Two ways to one verdict (forward search, backward search); and where short-sighted play rests, nobody can improve."""
    dossier = data.draw(dossiers())
    intervention = as_intervention(data.draw(interventions(dossier)))
    worlds = Worlds(Dossier.model_validate(dossier), Draws(central=True))
    reasons = Reasons(worlds, intervention, "myopic")
    verdicts = stability(reasons.model)
    for one, (state, kind, _) in zip(reasons.held(), reasons.ends, strict=True):
        for m, hold in enumerate(one.movers):
            for concept in CONCEPTS:
                assert hold.stable[concept] == verdicts.stable[concept][m, reasons.number[state]]
        assert one.is_equilibrium("R") == (kind == "rest")


def test_nothing_is_asked_of_nobody() -> None:
    case = Dossier.model_validate({"summitry": 1, "id": "still", "title": "Still", "actors": {"A": "A", "B": "B"},
                                   "issues": {"x": {"scale": {"a": 0, "b": 1}, "status_quo": 0}}})  # fmt: skip
    held = explain(Worlds(case, Draws(central=True)), AS_IT_IS)
    assert [(one.state, one.movers) for one in held] == [((), ())]
