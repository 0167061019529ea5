"""Stability of two decision makers who look several moves ahead: limited moves L_h, and non-myopic stability.

Whoever is on move either stays or moves once, and then it is the other's turn; each expects both to look ahead as far
as moves remain. Linear in the arcs, so there is no bound on states but that of listing the moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np

from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel.model import BoolArray, IntArray, Model, is_better

MOST_HORIZONS: Final = 10_000


@dataclass(frozen=True, eq=False)
class NonMyopic:
    """What the verdicts of L_h do as h grows.

    Attributes
    ----------
    stable : (2, S) bool, stable for every h from `horizon` on.
    changing : (2, S) bool, stable for some of these h and unstable for others, over and over.
    horizon : the least h, at least 1, from which on the verdicts are constant or repeat.
    period : after how many more moves they repeat; 1 if they are constant.
    """

    stable: BoolArray
    changing: BoolArray
    horizon: int
    period: int

    @property
    def is_constant(self) -> bool:
        """Do the verdicts come to rest, for everybody and every state?"""
        return self.period == 1


def limited_moves(model: Model, h: int) -> BoolArray:
    """Stable states (2, S) of limited-move stability L_h, for two decision makers who rank all states strictly.

    G_0(i, s) = s. With q the move of i from s that maximises its payoff at G_{h-1}(j, q), G_h(i, s) = G_{h-1}(j, q) if
    that is strictly better for i than s, else s. State s is L_h stable for i if G_h(i, s) = s. L_1 is R.

    Parameters
    ----------
    model : a graph model of either form, two decision makers, no two states of equal payoff to one of them.
    h : at least 1, how many moves they look ahead.
    Raises
    ------
    EngineInputError : not two decision makers, a tie (within the model's tolerance), h below 1.
    References
    ----------
    Kilgour (1985), Anticipation and Stability in Two-Person Non-Cooperative Games, in Luterbacher & Ward (eds.),
    Dynamic Models of International Conflict, 26-51, Lynne Rienner.
    """
    _require_two_strict(model)
    if h < 1:
        raise EngineInputError(f"h = {h}: must be at least 1")
    for horizon, ends in enumerate(_anticipated(model)):
        if horizon == h:
            return _staying(ends)
    raise AssertionError("anticipation goes on for ever")


def non_myopic(model: Model) -> NonMyopic:
    """Non-myopic stability: stable under L_h for all large h.

    G_h depends on G_{h-1} alone, and there are finitely many, so from some h on the verdicts repeat. Follow G_h until
    one comes up again; then find the shortest period of the verdicts in between, and the first h from which it holds.

    Parameters
    ----------
    model : as for `limited_moves`.
    Raises
    ------
    EngineInputError : not two decision makers, or a tie. TooLarge : nothing repeats within 10,000 moves.
    References
    ----------
    Brams & Wittman (1981), Nonmyopic Equilibria in 2x2 Games, Conflict Management and Peace Science 6(1), 39-62;
    Kilgour (1984), Equilibria for Far-sighted Players, Theory and Decision 16, 135-157; Kilgour (1985), as in
    `limited_moves`.
    """
    _require_two_strict(model)
    seen: dict[bytes, int] = {}
    verdicts: list[BoolArray] = []
    for h, ends in enumerate(_anticipated(model)):
        key = blake2b(ends.tobytes()).digest()
        if key in seen:
            return _settled(verdicts, seen[key])
        if h > MOST_HORIZONS:
            raise TooLarge("moves ahead until anticipation repeats", h, MOST_HORIZONS, "Use limited_moves.")
        seen[key] = h
        verdicts.append(_staying(ends))
    raise AssertionError("anticipation goes on for ever")


def _anticipated(model: Model) -> Iterator[IntArray]:
    """G_0, G_1, ...: (2, S) int, where it ends if decision maker i is on move at s with h moves left."""
    ends = np.tile(np.arange(model.n_states), (2, 1))
    while True:
        yield ends
        ends = np.stack([_one_more(model, i, ends[1 - i]) for i in range(2)])


def _one_more(model: Model, decision_maker: int, ends_of_other: IntArray) -> IntArray:
    """Where it ends (S,) if a decision maker is on move, given where it ends once the other is."""
    arcs, rank = model.arcs[decision_maker], model.rank[decision_maker]
    source, reached = arcs[:, 0], ends_of_other[arcs[:, 1]]
    best = np.full(model.n_states, -np.inf)
    np.maximum.at(best, source, rank[reached])
    chosen = rank[reached] == best[source]  # several moves at most lead to the same end: payoffs are strict
    target = np.arange(model.n_states)
    target[source[chosen]] = reached[chosen]
    return np.where(is_better(best, rank, model.tolerance), target, np.arange(model.n_states))


def _staying(ends: IntArray) -> BoolArray:
    return np.asarray(ends == np.arange(ends.shape[1]))


def _settled(verdicts: list[BoolArray], first: int) -> NonMyopic:
    """From the verdicts of h = 0, 1, ..., of which those from `first` on repeat for ever."""
    cycle = verdicts[first:]
    period = next(p for p in range(1, len(cycle) + 1) if _repeats(cycle, p))
    horizon = first
    while horizon > 1 and (verdicts[horizon - 1] == _at(verdicts, first, horizon - 1 + period)).all():
        horizon -= 1
    always, ever = np.logical_and.reduce(cycle), np.logical_or.reduce(cycle)
    return NonMyopic(always, ever & ~always, max(horizon, 1), period)


def _repeats(cycle: list[BoolArray], period: int) -> bool:
    return len(cycle) % period == 0 and all((a == b).all() for a, b in zip(cycle, cycle[period:], strict=False))


def _at(verdicts: list[BoolArray], first: int, h: int) -> BoolArray:
    return verdicts[h if h < len(verdicts) else first + (h - first) % (len(verdicts) - first)]


def _require_two_strict(model: Model) -> None:
    if model.n_decision_makers != 2:
        raise EngineInputError(f"model: {model.n_decision_makers} decision makers, limited moves need two")
    for k, rank in enumerate(model.rank):
        order = np.argsort(rank, kind="stable")
        tied = np.flatnonzero(~is_better(rank[order[1:]], rank[order[:-1]], model.tolerance))
        if len(tied):
            a, b = sorted((int(order[tied[0]]), int(order[tied[0] + 1])))
            raise EngineInputError(f"payoffs[{k}]: states {a} and {b} are equal, limited moves need strict payoffs")
