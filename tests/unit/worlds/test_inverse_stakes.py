"""The least change of a stake that turns a verdict: checked by writing the number into the dossier and solving it anew."""

from __future__ import annotations

import math
from functools import lru_cache

import pytest

from summitry.dossier.loading import as_dossier
from summitry.dossier.model import Dossier
from summitry.dossier.quantities import Quantity
from summitry.errors import EngineInputError
from summitry.worlds.analysis import Analysis, of_worlds
from summitry.worlds.draws import Draws
from summitry.worlds.interventions import mute
from summitry.worlds.inverse_stakes import PRECISION, SCAN, Turn, least_stakes
from summitry.worlds.world import Worlds


def _solved(dossier: Dossier) -> Analysis:
    return of_worlds(Worlds(dossier, Draws(central=True)))


def _edited(dossier: Dossier, path: str, value: float) -> Dossier:
    _, issue, _, actor, field = path.split(".")
    stake = dossier.issues[issue].stakes[actor].model_copy(update={field: Quantity.parse(value)})
    changed = dossier.issues[issue].model_copy(update={"stakes": {**dossier.issues[issue].stakes, actor: stake}})
    return dossier.model_copy(update={"issues": {**dossier.issues, issue: changed}})


@lru_cache
def _toy() -> tuple[Dossier, Analysis]:
    dossier = as_dossier("toy-summit")
    return dossier, _solved(dossier)


def _verdicts(dossier: Dossier, path: str, value: float, names: str, turn: Turn) -> dict[str, bool]:
    found = _solved(_edited(dossier, path, value))
    s = found.state(names)
    return {concept: found.witness(turn.decision_maker, s, concept).stable for concept in turn.concepts}


@pytest.mark.parametrize("names", ["ease,summit,talk", "summit,test", "ease,lax,summit,talk"])
def test_at_the_value_the_verdict_is_turned_and_just_before_it_is_not(names: str) -> None:
    """Solved from the edited file: moves, consent and rankings all anew (the state must be reached there too, which it is)."""
    dossier, found = _toy()
    turns = least_stakes(found, found.state(names))
    seen = [turn for turn in turns if turn.path is not None]
    assert seen
    for turn in seen:
        assert turn.path is not None
        issue = dossier.issues[turn.path.split(".")[1]]
        span = issue.high - issue.low if turn.path.endswith("position") else 100.0
        back = 1.5 * PRECISION * span * (1 if turn.value > turn.middle else -1)
        assert set(_verdicts(dossier, turn.path, turn.value, names, turn).values()) == {not turn.stable}
        assert set(_verdicts(dossier, turn.path, turn.value - back, names, turn).values()) == {turn.stable}


def test_no_other_number_turns_it_with_a_smaller_change() -> None:
    """Every own number, by the steps of the scan and on both sides, up to the least change that was found."""
    dossier, found = _toy()
    names = "ease,summit,talk"
    turn = next(t for t in least_stakes(found, found.state(names)) if t.path is not None and not t.stable)
    actor = found.decision_makers[turn.decision_maker]
    least = abs(turn.value - turn.middle) / 100.0  # all scales of the toy run from 0 to 100
    for issue, part in dossier.issues.items():
        assert (part.low, part.high) == (0.0, 100.0)
        for field in ("position", "salience"):
            if actor not in part.stakes:
                continue
            middle = getattr(part.stakes[actor], field).central()
            for q in range(1, math.ceil(least * SCAN)):  # short of the least change itself
                for value in (middle - 100 * q / SCAN, middle + 100 * q / SCAN):
                    if 0 <= value <= 100:
                        path = f"issues.{issue}.stakes.{actor}.{field}"
                        assert set(_verdicts(dossier, path, value, names, turn).values()) == {turn.stable}


def test_concepts_are_told_once_each_and_only_where_a_ranking_could_turn_them() -> None:
    _, found = _toy()
    s = found.state("ease,summit,talk")
    told = [(turn.decision_maker, concept) for turn in least_stakes(found, s) for concept in turn.concepts]
    wanted = {
        (k, concept)
        for k in range(len(found.decision_makers))
        for concept in found.explained
        if found.least_change(k, s, concept).passed is not None
    }
    assert len(told) == len(set(told))
    assert set(told) == wanted


def test_a_model_without_a_dossier_has_no_stakes() -> None:
    from dataclasses import replace

    _, found = _toy()
    with pytest.raises(EngineInputError, match="without a dossier"):
        least_stakes(replace(found, worlds=None), 0)


def test_where_a_world_mutes_a_stake_verdicts_are_those_of_that_world() -> None:
    given = mute("RUS", "lead")
    found = of_worlds(Worlds(as_dossier("toy-summit"), Draws(central=True), given=given))
    for state in (0, 1, 2):
        for turn in least_stakes(found, state):
            for concept in turn.concepts:
                assert turn.stable == found.found.stable[concept][turn.decision_maker, state]
