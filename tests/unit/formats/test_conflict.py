"""A conflict in option form: its states, their payoffs and their names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from summitry.errors import EngineInputError, TooLarge
from summitry.formats.conflict import Conflict, Payoffs, Preference, Ranking, Statements, ranking_of
from summitry.graphmodel.stability import stability


def conflict(*preferences: Preference, options: int = 2, infeasible: tuple = ()) -> Conflict:
    return Conflict(
        title="t",
        decision_makers=tuple(f"D{i}" for i in range(len(preferences))),
        options=tuple(f"o{i}" for i in range(options)),
        owners=((0,),) * options,
        directions=("both",) * options,
        infeasible=infeasible,
        preferences=preferences,
    )


def test_states_are_the_feasible_ones_in_ascending_order() -> None:
    assert conflict(Statements()).states().tolist() == [0, 1, 2, 3]
    neither_or_both = (((0b11, 0b00), (0b11, 0b11)),)
    assert conflict(Statements(), infeasible=neither_or_both).states().tolist() == [1, 2]


def test_a_state_is_named_by_its_options_in_order() -> None:
    assert conflict(Statements(), options=3).state_name(0b011) == "YYN"


def test_statements_order_states_by_the_first_that_differs() -> None:
    first_off_then_second_on = Statements((((1, 0),), ((2, 2),)))
    assert conflict(first_off_then_second_on).payoffs().tolist() == [[3, 1, 4, 2]]


def test_no_statements_count_all_states_alike() -> None:
    assert conflict(Statements()).payoffs().tolist() == [[1, 1, 1, 1]]


def test_the_last_of_a_hundred_statements_still_parts_states() -> None:
    always = ((0, 0),)
    assert conflict(Statements((((1, 1),), *[always] * 98, ((2, 2),)))).payoffs().tolist() == [[1, 3, 2, 4]]


def test_rankings_give_dense_ranks_and_payoffs_stay() -> None:
    found = conflict(Ranking(((3,), (0, 1), (2,))), Payoffs(((0, 0.5), (1, -2.0), (2, 7.0), (3, 0.5)))).payoffs()
    assert found.tolist() == [[2, 2, 1, 3], [0.5, -2.0, 7.0, 0.5]]


def test_a_ranking_can_be_had_back_from_payoffs() -> None:
    assert ranking_of(np.array([2.0, 2, 1, 3]), np.array([0, 1, 2, 3])) == Ranking(((3,), (0, 1), (2,)))


def test_a_state_that_nobody_ranked_is_named() -> None:
    with pytest.raises(EngineInputError, match=r"preferences\[0\]: D0 ranks 1 feasible states nowhere, e.g. NY"):
        conflict(Ranking(((3,), (0, 1)))).payoffs()


def test_too_many_options_to_enumerate() -> None:
    with pytest.raises(TooLarge, match="at most 24"):
        conflict(Statements(), options=25).states()
    assert conflict(Ranking(((1 << 24,), (0,))), options=25).states().tolist() == [0, 1 << 24]


# ---- several owners, and states that somebody does not see


def treaty(**changes: Any) -> Conflict:
    """A and B may agree on a treaty, which both want most; A may also arm, which it wants next."""
    return replace(
        Conflict(
            title="t",
            decision_makers=("A", "B"),
            options=("treaty", "arm"),
            owners=((0, 1), (0,)),
            directions=("both", "both"),
            infeasible=(),
            preferences=(Statements((((1, 1),), ((2, 2),))), Statements((((1, 1),), ((2, 0),)))),
        ),
        **changes,
    )


def test_a_joint_option_comes_by_consent_or_is_common() -> None:
    found = treaty().model()
    assert [arcs.tolist() for arcs in found.arcs] == [
        [[0, 1], [0, 2], [1, 0], [1, 2], [1, 3], [2, 0], [2, 3], [3, 0], [3, 1], [3, 2]],
        [[0, 1], [1, 0], [2, 3], [3, 2]],
    ]
    assert treaty().model("common").moves(0, 0).tolist() == [1, 2, 3]  # arming in the same move
    against = treaty(preferences=(treaty().preferences[0], Statements((((1, 0),),)))).model()
    assert against.moves(0, 0).tolist() == [2]


def test_an_option_of_nobody_is_refused() -> None:
    with pytest.raises(EngineInputError, match="'treaty' has no owner"):
        treaty(owners=((), (0,))).model()


def test_who_does_not_see_the_treaty_stays_without_it() -> None:
    blind = treaty(hidden=((), (((1, 1),),)))
    found = blind.hypergame("R")
    assert found.seen.tolist() == [[True] * 4, [True, False, True, False]]
    assert stability(blind.model(), "R").equilibria["R"].tolist() == [False, False, False, True]
    assert found.stable["R"].tolist() == [[False, False, False, True], [True, False, True, False]]
    assert found.equilibria["R"].tolist() == [False] * 4
    assert found.expected["R"].tolist() == [[False, False, False, True], [False, False, True, False]]
    assert blind.hypergame("R", unseen="stable").equilibria["R"].tolist() == [False, False, False, True]


def test_where_nothing_is_hidden_the_hypergame_is_the_conflict() -> None:
    truth, found = stability(treaty().model()), treaty().hypergame()
    for concept in truth.stable:
        assert (found.stable[concept] == truth.stable[concept]).all()


def test_somebody_who_sees_nothing_is_named() -> None:
    with pytest.raises(EngineInputError, match=r"hidden\[1\]: B sees no feasible state"):
        treaty(hidden=((), (((1, 1),), ((1, 0),)))).hypergame()
