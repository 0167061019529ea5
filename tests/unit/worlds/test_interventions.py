"""Interventions: they add up, read as words, and where they make no sense one error names every part."""

from __future__ import annotations

import json
from typing import Any

import pytest

from summitry.cli.app import main
from summitry.dossier.model import Dossier
from summitry.errors import InterventionError
from summitry.worlds.draws import Draws
from summitry.worlds.interventions import (
    AS_IT_IS,
    Intervention,
    absent,
    forbid,
    hold,
    mute,
    of_variant,
    only,
    verify,
    waive,
)
from summitry.worlds.world import Worlds, solve

CASE = Dossier.model_validate(
    {
        "summitry": 1,
        "id": "case",
        "title": "A case",
        "actors": {"A": "Aland", "B": "Beland", "C": "Celand"},
        "issues": {
            "land": {"scale": {"none": 0, "all": 100}, "status_quo": 50, "stakes": {
                "A": {"position": 100, "salience": 50}, "B": {"position": 100, "salience": 50}}},
            "fame": {"scale": {"none": 0, "all": 100}, "status_quo": 50, "stakes": {
                "A": {"position": 100, "salience": 50}, "B": {"position": 0, "salience": 50}}},
        },
        "options": {
            "x": {"by": "A"},
            "y": {"by": "B"},
            "meet": {"by": ["A", "B"]},
            "deal": {"by": ["A", "B"], "sets": {"x": "on", "y": "off"}},
            "pact": {"by": ["A", "B"], "sets": {"x": "off"}},
        },
        "impossible": ["x and y"],
        "preferences": {"C": ["x", "not y"]},
        "variants": {
            "base": {"absent": "C"},
            "more": {"extends": "base", "forbid": "meet", "hold": {"x": "on"}},
            "most": {"extends": ["more"], "waive": "B", "mute": {"A": ["land"]}, "only": {"B": "fame"}},
        },
    }
)  # fmt: skip


def test_they_add_up_in_any_order_and_repeat_nothing() -> None:
    one = absent("C") + hold("x") + forbid("meet", "y")
    other = forbid("y") + forbid("meet") + hold("x", True) + absent("C") + absent("C")
    assert one == other
    assert hash(one) == hash(other)
    assert AS_IT_IS + one == one
    assert bool(one)
    assert not AS_IT_IS
    assert forbid("x") != hold("x", False)


def test_they_read_as_words() -> None:
    assert str(AS_IT_IS) == "as it is"
    z = only("B", "land", "fame") + mute("A", "land") + waive("B") + absent("C") + hold("y", False) + forbid("x")
    assert str(z) == "forbid x · hold y=off · absent C · waive B · mute A.land · only B.fame · only B.land"
    assert str(only("A")) != "as it is", "an actor that cares for nothing is a changed world"


@pytest.mark.parametrize(
    "z",
    [
        AS_IT_IS,
        forbid("summit") + hold("lax") + hold("test", False),
        absent("USA") + mute("RUS", "lead"),
        only("RUS", "standing", "lead") + waive("PRK"),
        only("RUS"),
    ],
    ids=str,
)
def test_their_flags_lead_the_command_line_to_the_same_world(
    z: Intervention, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lab", "play", "toy-summit", "--central", "--json", *z.flags().split()]) == 0
    assert json.loads(capsys.readouterr().out)["foresighted"] == solve("toy-summit", z, central=True).summary()


CONTRADICTIONS: list[tuple[Intervention, list[str]]] = [
    (hold("x") + forbid("x"), ["x", "held on", "forbidden"]),
    (hold("x") + hold("x", False), ["x", "held on and held off"]),
    (hold("x") + absent("A"), ["x", "A is absent"]),
    (hold("meet") + absent("B"), ["meet", "B is absent"]),
    (hold("deal") + forbid("x"), ["deal", "x=on"]),
    (hold("deal") + hold("y"), ["deal", "y=off"]),
    (hold("deal") + hold("pact"), ["deal", "pact", "x"]),
    (absent("A") + waive("A"), ["A", "absent and waived"]),
    (mute("C", "land"), ["C", "list"]),
    (only("C", "land"), ["C", "list"]),
    (only("A", "land") + only("A", "fame"), ["A", "two different sets"]),
]


@pytest.mark.parametrize(("z", "parts"), CONTRADICTIONS, ids=lambda v: str(v) if isinstance(v, Intervention) else "")
def test_contradictions_are_one_error_that_names_the_parts(z: Intervention, parts: list[str]) -> None:
    for call in (lambda: verify(CASE, z), lambda: solve(CASE, z, draws=1)):
        with pytest.raises(InterventionError) as caught:
            call()
        for part in parts:
            assert part in str(caught.value)
        assert "\n" not in str(caught.value)


def test_two_contradictions_are_one_error() -> None:
    with pytest.raises(InterventionError) as caught:
        verify(CASE, hold("x") + forbid("x") + absent("A") + waive("A"))
    for part in ("x is held on and held off", "x is held on, but A is absent", "A is absent and waived"):
        assert part in str(caught.value)


def test_unknown_names_are_told_all_at_once() -> None:
    z = forbid("nope") + hold("nil") + absent("Z") + waive("Y") + mute("A", "lande") + only("X", "fame")
    with pytest.raises(InterventionError) as caught:
        verify(CASE, z)
    for name in ("nope", "nil", "Z", "Y", "lande", "X"):
        assert repr(name) in str(caught.value)
    assert "'fame'" not in str(caught.value)


def test_a_start_that_is_impossible_names_intervention_and_state() -> None:
    with pytest.raises(InterventionError, match=r"hold x=on · hold y=on: .*impossible state \(x, y\)"):
        solve(CASE, hold("x") + hold("y"), draws=1)


def test_what_goes_together_is_no_error() -> None:
    for z in (hold("deal") + hold("x"), hold("deal") + forbid("y"), mute("A", "land") + only("A", "land"), hold("y")):
        verify(CASE, z)


def test_waiving_asks_no_consent() -> None:
    """A gains by the meeting, B loses; B is asked unless it is waived, and a waived B cannot leave."""
    data: dict[str, Any] = {
        "summitry": 1, "id": "w", "title": "W", "actors": {"A": "A", "B": "B"},
        "options": {"meet": {"by": ["A", "B"]}},
        "consequences": [{"when": "meet", "gains": {"A": 5}, "costs": {"B": 5}}],
    }  # fmt: skip
    worlds = Worlds(Dossier.model_validate(data), Draws(central=True))
    for behaviour in ("myopic", "foresighted"):
        assert worlds.solve(AS_IT_IS, behaviour).share("meet") == 0  # type: ignore[arg-type]
        assert worlds.solve(waive("B"), behaviour).share("meet") == pytest.approx(1, abs=1e-5)  # type: ignore[arg-type]


def test_variants_take_over_what_they_extend() -> None:
    assert of_variant(CASE, "base") == absent("C")
    assert of_variant(CASE, "more") == absent("C") + forbid("meet") + hold("x")
    assert of_variant(CASE, "most") == of_variant(CASE, "more") + waive("B") + mute("A", "land") + only("B", "fame")


def test_a_study_given_an_intervention_adds_to_it() -> None:
    worlds = Worlds(CASE, Draws(central=True), given=forbid("x"))
    assert worlds.solve(forbid("y")).intervention == forbid("x", "y")
    with pytest.raises(InterventionError, match="x is held on"):
        worlds.solve(hold("x"))
