"""Those who heed sanctions: everybody in turn makes its best improvement that nothing deters (named variants of play).

Under SEQ (or GMR, SMR, SSEQ) a decision maker leaves exactly the states that are unstable for it under that concept; under R it takes
every improvement. Chained like play itself: each turn one mover, drawn by its pace, goes to its reply or stays. Kept beside play for
comparison: on cases with many options, worst-case caution counts answers that nobody would give, and little moves at all.

`Caution` asks a conflict for moves and worths only where it looks, so it serves graph models and the agreed moves of play alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel.model import FloatArray, IntArray, Model, require_index
from summitry.graphmodel.stability import ANSWERED, IMPROVING, R, require_concept
from summitry.graphmodel.walks import ROUNDS, walk

MOST_REACHED, MOST_WEIGHED = 5_000, 200_000


class Conflict(Protocol):
    """What caution asks: who can go where, and what a state is worth; worths at most `tolerance` apart are equal."""

    @property
    def n_decision_makers(self) -> int: ...
    @property
    def tolerance(self) -> float: ...
    def moves(self, decision_maker: int, state: int) -> Sequence[int]: ...
    def worth(self, decision_maker: int, state: int) -> float:
        """Asked only of states between which `moves` has been asked."""
        ...

    def first(self, state: int, targets: Iterable[int]) -> int:
        """The target that is taken where several are equally good."""
        ...


class Caution:
    """Replies under one concept. What was found of answers is remembered.

    The others answer a move by any legal sequence: at least one step, nobody twice in a row, without the mover; under SEQ and SSEQ
    each step improves on the one before for whoever takes it. An answer deters if it ends no better than where the mover stood;
    under SMR and SSEQ, if no move of its own from there leads to better either.
    """

    def __init__(self, conflict: Conflict, concept: str):
        require_concept(concept)
        self.conflict, self.concept = conflict, concept
        self._onward: dict[tuple[int, int], list[int]] = {}
        self._least: dict[tuple[int, int], tuple[float, bool]] = {}

    def reply(self, decision_maker: int, state: int) -> int:
        """Where a decision maker goes: its best improvement that nothing deters, or it stays.

        Raises
        ------
        TooLarge : answers lead to more than 200,000 states.
        """
        conflict, k = self.conflict, decision_maker
        targets, stand = conflict.moves(k, state), conflict.worth(k, state)
        better = [t for t in targets if self._is_better(conflict.worth(k, t), stand)]
        better.sort(key=lambda t: -conflict.worth(k, t))
        free = (t for t in better if not self._is_deterred(k, t, stand))
        best = next(free, None)
        if best is None:
            return state
        least = conflict.worth(k, best) - conflict.tolerance
        equals = [t for t in better if conflict.worth(k, t) >= least and not self._is_deterred(k, t, stand)]
        return conflict.first(state, equals)

    def _is_deterred(self, k: int, target: int, stand: float) -> bool:
        """Can the others bring it from a target to something no better than where it stood?"""
        if self.concept == R:
            return False
        least, is_all = self._least.get((k, target), (float("inf"), False))
        if not is_all and self._is_better(least, stand):
            least, is_all = self._search(k, target, stand)
            self._least[k, target] = least, is_all
        return not self._is_better(least, stand)

    def _search(self, k: int, target: int, stand: float) -> tuple[float, bool]:
        """The least that is found for `k` where the others' answers end, and whether all were looked at: not once one deters."""
        least = float("inf")
        seen, met = {(-1, target)}, {target}
        waiting = [(-1, target)]
        for last, s in waiting:  # grows meanwhile: breadth first
            for j in range(self.conflict.n_decision_makers):
                if j in (k, last):
                    continue
                for t in self._steps(j, s):
                    if (j, t) in seen:
                        continue
                    seen.add((j, t))
                    met.add(t)
                    least = min(least, self._left_with(k, t))
                    if not self._is_better(least, stand):
                        return least, False
                    waiting.append((j, t))
            if len(met) > MOST_WEIGHED:
                raise TooLarge(
                    "states that answers lead to",
                    len(met),
                    MOST_WEIGHED,
                    "Forbid or hold some options, or look ahead instead.",
                )
        return least, True

    def _steps(self, j: int, s: int) -> list[int]:
        """States that an opponent can bring about in one step."""
        if (j, s) not in self._onward:
            targets = self.conflict.moves(j, s)
            if self.concept in IMPROVING:
                stand = self.conflict.worth(j, s)
                targets = [t for t in targets if self._is_better(self.conflict.worth(j, t), stand)]
            self._onward[j, s] = list(targets)
        return self._onward[j, s]

    def _left_with(self, k: int, s: int) -> float:
        """What a state is worth in the end: by itself, or by the best that `k` can still make of it."""
        worth = self.conflict.worth(k, s)
        if self.concept in ANSWERED:
            return max([worth, *(self.conflict.worth(k, t) for t in self.conflict.moves(k, s))])
        return worth

    def _is_better(self, worth: float, than: float) -> bool:
        return worth - than > self.conflict.tolerance


@dataclass(frozen=True, eq=False)
class Chain:
    """Where cautious play goes.

    states : (n,) indices of the states that it reaches, the start first. reply : (n, K) places in `states` that each decision maker
    goes to. settled, last : (n,) share of time in the second half, and probability after the last turn. ends : closed classes, as
    places in `states`, most probable first: one state (a rest) or several (a cycle).
    """

    states: IntArray
    reply: IntArray
    settled: FloatArray
    last: FloatArray
    ends: tuple[tuple[int, ...], ...]


def cautious_play(
    model: Model, start: int, concept: str, pace: Sequence[float] | None = None, rounds: int = ROUNDS
) -> Chain:
    """Play on a graph model from a state in which everybody makes its best undeterred improvement (in a tie the lower index).

    Parameters
    ----------
    model : a graph model of either form. start : index of the status quo. concept : "R", "GMR", "SMR", "SEQ" or "SSEQ".
    pace : (K,) chances of a turn, in any unit; equal by default. rounds : turns per decision maker.
    Raises
    ------
    EngineInputError : an index is out of range, the concept is not known, a pace is not above 0.
    TooLarge : more than 5,000 states are reached, or answers lead to more than 200,000.
    """
    caution = Caution(Listed(model), concept)
    require_index("state", start, model.n_states)
    k = model.n_decision_makers
    chance = np.ones(k) if pace is None else np.asarray(pace, dtype=np.float64)
    if chance.shape != (k,) or not (chance > 0).all():
        raise EngineInputError(f"pace: expected {k} numbers above 0")
    replies: dict[tuple[int, int], int] = {}

    def turn(i: int, s: int) -> dict[int, float]:
        replies[i, s] = caution.reply(i, s)
        return {replies[i, s]: 1.0}

    found = walk(start, turn, chance / chance.sum(), MOST_REACHED, "Look at stability alone.", rounds)
    place = {s: q for q, s in enumerate(found.states.tolist())}
    reply = np.array([[place[replies[i, s]] for i in range(k)] for s in place], dtype=np.int64).reshape(len(place), k)
    ends = [tuple(np.flatnonzero(found.group == g).tolist()) for g in np.unique(found.group[found.group >= 0])]
    ranked = sorted(ends, key=lambda members: (-float(found.last[list(members)].sum()), members))
    return Chain(found.states, reply, found.settled, found.last, tuple(ranked))


class Listed:
    """A graph model as a conflict."""

    def __init__(self, model: Model):
        self.model, self.tolerance, self.n_decision_makers = model, model.tolerance, model.n_decision_makers

    def moves(self, decision_maker: int, state: int) -> list[int]:
        """States, ascending, one move away."""
        targets: list[int] = self.model.moves(decision_maker, state).tolist()
        return targets

    def worth(self, decision_maker: int, state: int) -> float:
        """The payoff."""
        return float(self.model.rank[decision_maker, state])

    def first(self, state: int, targets: Iterable[int]) -> int:
        """The lower index."""
        return min(targets)
