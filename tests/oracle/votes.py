"""Votes from their definitions, one ballot at a time, in plain Python: the yardstick of `summitry.bargaining`."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, permutations
from math import factorial

from summitry.bargaining.votes import VotingRule


def passes(
    rule: VotingRule, votes: Sequence[int], present: Sequence[bool] | None = None, yes: float = 0, no: float = 0
) -> bool:
    """Vetoes, then the quorum, then the blocking minority, then each measure."""
    members = range(len(votes))
    there = [present is None or present[k] for k in members]
    cast = [votes[k] if there[k] else 0 for k in members]
    if any(cast[k] < 0 and rule.veto[k] for k in members):
        return False
    for m, weights in enumerate(rule.weights):
        if sum(weights[k] for k in members if there[k]) + yes + no < rule.quorum[m] - 1e-9:
            return False
    of_the_whole = all(a == 0 for a in rule.against)
    opposed = sum(cast[k] < 0 or (of_the_whole and cast[k] == 0) for k in members)
    if opposed < rule.blocking:
        return True
    for m, weights in enumerate(rule.weights):
        for_it = sum(weights[k] for k in members if cast[k] > 0) + yes
        against = sum(weights[k] for k in members if cast[k] < 0) + no
        lead = for_it - rule.against[m] * against - rule.quotas[m]
        if (lead <= 1e-9) if rule.strict[m] else (lead < -1e-9):
            return False
        if rule.against[m] > 0 and for_it <= 1e-9:
            return False
    return True


def wins(rule: VotingRule, coalition: frozenset[int] | set[int]) -> bool:
    return passes(rule, [1 if k in coalition else -1 for k in range(rule.members)])


def shapley_by_orders(rule: VotingRule) -> list[Fraction]:
    """Whose joining makes the coalition win, over all orders of joining."""
    n = rule.members
    count = [0] * n
    for order in permutations(range(n)):
        for place, member in enumerate(order):
            if wins(rule, set(order[: place + 1])) and not wins(rule, set(order[:place])):
                count[member] += 1
    return [Fraction(c, factorial(n)) for c in count]


def by_coalitions(rule: VotingRule) -> tuple[list[Fraction], list[int], int]:
    """Shapley–Shubik as a sum over coalitions, swings of each member, and the number of coalitions that win."""
    n = rule.members
    shapley, swings, winning = [Fraction(0)] * n, [0] * n, 0
    for size in range(n + 1):
        for coalition in map(frozenset, combinations(range(n), size)):
            if not wins(rule, coalition):
                continue
            winning += 1
            for member in coalition:
                if not wins(rule, coalition - {member}):
                    swings[member] += 1
                    shapley[member] += Fraction(factorial(size - 1) * factorial(n - size), factorial(n))
    return shapley, swings, winning
