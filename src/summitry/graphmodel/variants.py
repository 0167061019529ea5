"""Named variants of play that are no single best reply by outlook: heeding sanctions (`seq`, `gmr`), and noisy choice (`logit`).

They share everything with play but the choice itself: legal steps, consents, votes, utilities, outlooks come from the same kernels and
the same memory. Definitions: docs/explanation/play.md.

References: Fraser & Hipel (1979), IEEE Transactions on Systems, Man, and Cybernetics 9(12), 805-816 (SEQ); Howard (1971), Paradoxes of
Rationality (GMR); McKelvey & Palfrey (1995), Games and Economic Behavior 10, 6-38, and Blume (1993), Games and Economic Behavior 5,
387-424 (logit response).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import numpy as np

from summitry.graphmodel.cautious import Caution
from summitry.graphmodel.chain import TOLERANCE, agreed_targets, weigh_rows
from summitry.graphmodel.moves import state_number
from summitry.graphmodel.packing import (
    MASK,
    MOVERS,
    N_MOVERS,
    N_OPTIONS,
    ORDER,
    OUTLOOKS,
    PACE,
    START,
    Memory,
    Packed,
)
from summitry.graphmodel.rules import FloatArray, IntArray
from summitry.graphmodel.stability import GMR, SEQ
from summitry.graphmodel.walks import Chances, Walk, walk

CONCEPT: Final = {"seq": SEQ, "gmr": GMR}
NOISE = 5.0  # points of an issue of salience 100
CUT = 0.1  # chances below are left out, or idle options would flicker until every state is reached
MOST_REACHED = 20_000


class Agreed:
    """One draw of one world as a conflict of its movers: legal steps that everybody who is asked agrees to. States are rows of memory.

    numbers : (1 + views, …) the draw, and what believers take it for. d, w : stamps of the draw and of the world.
    """

    tolerance = TOLERANCE

    def __init__(self, packed: Packed, numbers: FloatArray, memory: Memory, d: int, w: int):
        head, self.memory = packed.I, memory
        self._arrays = (head, packed.F, numbers, *memory)
        self._packed, self._numbers, self._stamps = packed, numbers, (d, w)
        self.n_decision_makers = int(head[N_MOVERS])
        self.actors: list[int] = head[head[MOVERS] : head[MOVERS] + head[N_MOVERS]].tolist()
        self.pace: FloatArray = packed.F[head[PACE] : head[PACE] + head[N_MOVERS]]
        self._options = int(head[N_OPTIONS])
        self._order: list[int] = head[head[ORDER] : head[ORDER] + self._options].tolist()
        self._moves: dict[tuple[int, int], list[int]] = {}
        memory.C[OUTLOOKS] = 0

    def start(self) -> int:
        """Row of the eve."""
        m = self.memory
        return int(state_number(self._packed.I, self._packed.F, m.S, m.A, m.V, m.H, m.C, self._packed.I[START]))

    def moves(self, mover: int, state: int) -> list[int]:
        """States that a mover can bring about, those that it loses by included; consents and votes by utility."""
        if (mover, state) not in self._moves:
            targets, _ = self._targets(mover, state, far=False)
            self._moves[mover, state] = list(dict.fromkeys(targets[1:].tolist()))
        return self._moves[mover, state]

    def worth(self, mover: int, state: int) -> float:
        """Utility to a mover of a state that `moves` has named or begun at."""
        return float(self.memory.U[self.actors[mover], state, 0])

    def outlooks(self, mover: int, state: int) -> tuple[IntArray, FloatArray]:
        """The state itself and each that a mover can bring about, with W of them; consents and votes by W."""
        targets, worths = self._targets(mover, state, far=True)
        first = np.sort(
            np.unique(targets, return_index=True)[1]
        )  # as listed: numbers of rows depend on what was met before
        return targets[first], worths[first]

    def first(self, state: int, targets: Iterable[int]) -> int:
        """Ties: fewest options changed, then the smallest number with the file's first option as its lowest digit."""
        here = int(self.memory.S[state, MASK])
        everything = (1 << self._options) - 1

        def rank(t: int) -> tuple[int, int, int]:
            mask = int(self.memory.S[t, MASK])
            number = sum(1 << self._order[o] for o in range(self._options) if mask >> o & 1)
            return ((mask ^ here) & everything).bit_count(), number, mask

        return min(targets, key=rank)

    def weigh(self, rows: IntArray) -> tuple[FloatArray, FloatArray]:
        """Utilities (n, K) and levels (n, J) of states."""
        m = self.memory
        utility, level = weigh_rows(
            self._packed.I, self._packed.F, self._numbers, m.S, m.A, m.V, m.U, *self._stamps, rows
        )
        return utility, level

    def _targets(self, mover: int, state: int, far: bool) -> tuple[IntArray, FloatArray]:
        rows, worths = agreed_targets(*self._arrays, *self._stamps, far, self.actors[mover], state)
        return rows, worths


def play_variant(conflict: Agreed, behaviour: str, noise: float) -> Walk:
    """The chain of one draw under `seq`, `gmr` or `logit`.

    Raises
    ------
    TooLarge : too many states are reached, or weighed as answers.
    OverflowError : memory must be enlarged, and the draw played again.
    """
    start = conflict.start()
    if behaviour in CONCEPT:
        advice = "Forbid or hold some options, or look ahead instead."
        return walk(start, _cautiously(conflict, CONCEPT[behaviour]), conflict.pace, MOST_REACHED, advice)
    advice = "Lower the noise, or forbid or hold some options."
    return walk(start, lambda m, s: chances(*conflict.outlooks(m, s), noise), conflict.pace, MOST_REACHED, advice)


def _cautiously(conflict: Agreed, concept: str) -> Callable[[int, int], Chances]:
    caution = Caution(conflict, concept)

    def turn(mover: int, state: int) -> Chances:
        return {caution.reply(mover, state): 1.0}

    return turn


def chances(states: IntArray, worths: FloatArray, noise: float, cut: float = CUT) -> Chances:
    """Logit response: chance of each alternative proportional to exp(worth / noise).

    Alternatives below the cut are left out, unless they are as good as the best, and the rest make up 1.
    """
    best = worths.max()
    weight = np.exp((worths - best) / noise)
    kept = (weight >= cut * weight.sum()) | (worths >= best - TOLERANCE)
    weight = weight[kept]
    return dict(zip(states[kept].tolist(), (weight / weight.sum()).tolist(), strict=True))


def masks(conflict: Agreed, found: Walk) -> IntArray:
    """Bit masks (n,) of the states of a chain."""
    return np.asarray(conflict.memory.S[found.states, MASK])
