"""Voting rules by hand, what they refuse, and agendas."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.bargaining.agendas import amendment, successive, tournament
from summitry.bargaining.power import power
from summitry.bargaining.votes import (
    VotingRule,
    absolute_majority,
    passes,
    pivotal,
    share_of_all,
    share_of_cast,
    simple_majority,
    unanimity,
    with_each,
)
from summitry.errors import EngineInputError, TooLarge


@pytest.mark.parametrize(
    ("rule", "votes", "expected"),
    [
        (simple_majority(5), [1, 0, 0, 0, 0], True),
        (simple_majority(5), [1, -1, 0, 0, 0], False),
        (simple_majority(5), [0, 0, 0, 0, 0], False),
        (absolute_majority(5), [1, 1, 0, 0, 0], False),
        (absolute_majority(5), [1, 1, 1, -1, -1], True),
        (absolute_majority(4), [1, 1, 0, 0], False),
        (share_of_all(3, 2 / 3), [1, 1, -1], True),
        (share_of_all(3, 2 / 3), [1, 0, 0], False),
        (share_of_cast(3, 2 / 3), [1, 0, 0], True),
        (share_of_cast(3, 2 / 3), [1, 1, -1], True),
        (share_of_cast(3, 2 / 3), [0, 0, 0], False),
        (share_of_cast(2, 2 / 3), [1, -1], False),
        (unanimity(3), [1, 1, 0], False),
        (unanimity(3), [1, 1, 1], True),
        (unanimity(3, abstention_prevents=False), [1, 0, 0], True),
        (unanimity(3, abstention_prevents=False), [1, 1, -1], False),
        (unanimity(3, abstention_prevents=False), [0, 0, 0], False),
    ],
)
def test_kinds_of_majority(rule: VotingRule, votes: list[int], expected: bool) -> None:
    assert bool(passes(rule, votes)) == expected


def europe(blocking: int) -> VotingRule:
    """Three large members of 30 % of the people each and seven small ones."""
    return VotingRule(
        [np.ones(10), [30, 30, 30, *[10 / 7] * 7]],  # type: ignore[list-item, arg-type]
        [5.5, 65],  # type: ignore[arg-type]
        blocking=blocking,
    )


def test_several_thresholds_and_the_blocking_minority() -> None:
    """All but two of the large: 8 of 10 members but 40 % of the people. Two against are too few to block if it takes three or more."""
    votes = [-1, -1, 1, *[1] * 7]
    assert not passes(europe(0), votes)
    assert not passes(europe(2), votes)
    assert passes(europe(3), votes)
    assert not passes(europe(3), [0, -1, 0, *[1] * 7]), "an abstention is no yes: three do not say yes"
    assert not passes(europe(0), [1, 1, 1, *[-1] * 7]), "90 % of the people, three members"


def test_a_veto_is_a_no_and_neither_an_abstention_nor_an_absence() -> None:
    rule = VotingRule(np.ones(4), [2], veto=[True, False, False, False])  # type: ignore[arg-type]
    assert passes(rule, [0, 1, 1, 0])
    assert not passes(rule, [-1, 1, 1, 1])
    assert passes(rule, [-1, 1, 1, 1], present=[False, True, True, True])


def test_a_quorum_counts_who_is_there() -> None:
    rule = VotingRule(np.ones(4), [1], quorum=[3])  # type: ignore[arg-type]
    assert passes(rule, [1, 0, 0, 0])
    assert not passes(rule, [1, 0, 0, 0], present=[True, True, False, False])
    swing = with_each(rule, [1, 0, 0, 0], present=[True, True, False, False])
    assert swing.yes.tolist() == swing.no.tolist() == [False, False, True, True], "it is their coming that matters"


def test_votes_of_nobody_named() -> None:
    rule = VotingRule(np.ones(2), [4])  # type: ignore[arg-type]
    assert passes(rule, [[1, 0], [1, 0]], more_yes=[[3.0], [2.0]]).tolist() == [True, False]
    assert pivotal(rule, [1, -1], more_yes=3.0).tolist() == [True, False]
    assert pivotal(rule, [-1, -1], more_yes=3.0).tolist() == [True, True]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: VotingRule([1, -1], [1]), r"weights\[0, 1\] is -1"),
        (lambda: VotingRule([1, np.nan], [1]), r"weights\[0, 1\] is nan"),
        (lambda: VotingRule([1, 1], [1, 2]), "quotas has the shape"),
        (lambda: VotingRule([1, 1], [1], veto=[True, False, True]), "veto has the shape"),
        (lambda: VotingRule([1, 1], [np.inf]), "quotas must be numbers"),
        (lambda: VotingRule([1, 1], [1], blocking=-1), "blocking is -1"),
        (lambda: share_of_cast(3, 1.0), "below 1"),
        (lambda: passes(simple_majority(3), [1, 1]), r"expected \(\.\.\., 3\)"),
        (lambda: passes(simple_majority(3), [1, 1, 2]), "a vote is"),
        (lambda: amendment(simple_majority(3), np.zeros((1, 3, 2)), [0, 0]), "different texts"),
        (lambda: tournament(simple_majority(3), np.zeros((3, 2))), "utilities have the shape"),
    ],
)
def test_what_does_not_fit_is_refused(make: Any, message: str) -> None:
    with pytest.raises(EngineInputError, match=message):
        make()


def test_too_many_odd_weights_are_sampled_or_refused() -> None:
    weights = np.sqrt(np.arange(1.0, 41.0))
    rule = VotingRule(weights, [weights.sum() * 0.6])  # type: ignore[arg-type]
    with pytest.raises(TooLarge, match="40"):
        power(rule)
    found = power(rule, np.random.default_rng(1), samples=2_000)
    assert found.samples == 2_000
    assert found.shapley.sum() == pytest.approx(1)
    assert found.shapley_error.max() > 0


# ------------------------------------------------------------------------------------------------ agendas

CYCLE = np.array([[[3, 2, 1], [1, 3, 2], [2, 1, 3]]], float)  # a > b > c, b > c > a, c > a > b


def test_a_cycle_is_named_and_the_agenda_decides() -> None:
    """Condorcet's cycle: sincerely the text that comes up last wins (Miller 1977); a foreseeing majority knows it and votes for the
    text that beats it: of a against b, then c: a leads to c (c beats a), b stays b (b beats c), and b beats c."""
    found = tournament(simple_majority(3), CYCLE)
    assert found.condorcet.tolist() == [-1]
    assert found.top_cycle.tolist() == [[True, True, True]]
    assert not found.unbeaten.any()
    for order in ([0, 1, 2], [1, 2, 0], [2, 0, 1]):
        assert amendment(simple_majority(3), CYCLE, order, sophisticated=False)[0] == order[-1]
        assert amendment(simple_majority(3), CYCLE, order)[0] == order[1]


def test_a_poison_amendment() -> None:
    """Three blocs like those of the Powell amendment (Riker 1982): bill b, amended bill a, status quo q. a beats b; b beats q; q beats a."""
    u = np.array([[[2, 3, 1], [3, 1, 2], [1, 2, 3]]], float)  # texts: b, a, q
    assert amendment(simple_majority(3), u, [0, 1, 2], sophisticated=False)[0] == 2, "amended, and lost"
    assert amendment(simple_majority(3), u, [0, 1, 2])[0] == 0, "not amended, and carried"


def test_successive_votes() -> None:
    """First c, then a, then b, over the cycle: nobody else holds c best, nor a against b alone: two prefer a to b."""
    assert successive(simple_majority(3), CYCLE, [2, 0, 1], sophisticated=False)[0] == 0
    assert successive(simple_majority(3), CYCLE, [2, 0, 1])[0] == 2, "the vote on a would pass, and two prefer c to a"


def by_tree(rule: VotingRule, u: np.ndarray, order: list[int], stands: int) -> int:
    """The definition, one draw: at each vote all compare what either result leads to in the end."""
    if not order:
        return stands
    yes, no = by_tree(rule, u, order[1:], order[0]), by_tree(rule, u, order[1:], stands)
    votes = np.sign(np.round(u[:, yes] - u[:, no], 9)).astype(int)
    return yes if passes(rule, votes) else no


def by_turn(rule: VotingRule, u: np.ndarray, order: list[int]) -> int:
    if len(order) == 1:
        return order[0]
    rest = by_turn(rule, u, order[1:])
    return order[0] if passes(rule, np.sign(np.round(u[:, order[0]] - u[:, rest], 9)).astype(int)) else rest


@given(st.integers(1, 5), st.integers(1, 4), st.integers(0, 2**32 - 1), st.booleans())
@settings(deadline=None, max_examples=80)
def test_agendas_are_their_definition(members: int, texts: int, seed: int, qualified: bool) -> None:
    rng = np.random.default_rng(seed)
    u = rng.integers(0, 4, (4, members, texts)).astype(float)
    order = rng.permutation(texts).tolist()
    rule = share_of_all(members, 0.7) if qualified else simple_majority(members)
    found = tournament(rule, u)
    for d in range(4):
        assert amendment(rule, u, order)[d] == by_tree(rule, u[d], order[1:], order[0])
        assert successive(rule, u, order)[d] == by_turn(rule, u[d], order)
        beats = [[bool(passes(rule, np.sign(u[d][:, x] - u[d][:, y]).astype(int))) and x != y for y in range(texts)] for x in range(texts)]  # fmt: skip
        assert found.beats[d].tolist() == beats
        winners = [x for x in range(texts) if all(beats[x][y] for y in range(texts) if y != x)]
        assert found.condorcet[d] == (winners[0] if winners else -1)
        if winners and not qualified:
            for sophisticated in (True, False):
                assert amendment(rule, u, order, sophisticated)[d] == winners[0]
            assert found.top_cycle[d].tolist() == [x == winners[0] for x in range(texts)]
        dominant = [set(s) for s in product(range(texts), repeat=texts)]
        inside = [s for s in dominant if all(not beats[y][x] for x in s for y in set(range(texts)) - s)]
        assert any(set(np.flatnonzero(found.top_cycle[d]).tolist()) == s for s in inside)
