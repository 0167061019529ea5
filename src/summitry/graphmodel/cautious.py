"""Play of those who heed sanctions: everybody in turn makes its best improvement that nothing deters (named variants of play).

Under SEQ (or GMR, SMR, SSEQ) an actor leaves exactly the states that are unstable for it under that concept; under R it takes every
improvement. Chained like play itself: each turn one mover, drawn by its pace, goes to its reply or stays. It is kept beside play
for comparison: on cases with many options, worst-case caution counts answers that nobody would give, and little moves at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel.chain import closed_classes
from summitry.graphmodel.model import FloatArray, IntArray, Model, require_index
from summitry.graphmodel.stability import require_concept
from summitry.graphmodel.witness import witness

ROUNDS = 20
MOST_REACHED = 5_000


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


def reply(model: Model, decision_maker: int, state: int, concept: str) -> int:
    """Where a decision maker goes: its best improvement that nothing deters (in a tie the lower index), or it stays."""
    found = witness(model, decision_maker, state, concept)
    return state if found.stable or found.improvement is None else found.improvement


def cautious_play(
    model: Model, start: int, concept: str, pace: Sequence[float] | None = None, rounds: int = ROUNDS
) -> Chain:
    """Play from a state in which everybody makes its best undeterred improvement.

    Parameters
    ----------
    model : a graph model of either form. start : index of the status quo. concept : "R", "GMR", "SMR", "SEQ" or "SSEQ".
    pace : (K,) chances of a turn, in any unit; equal by default. rounds : turns per decision maker.
    Raises
    ------
    EngineInputError : an index is out of range, the concept is not known, a pace is not above 0.
    TooLarge : more than 5,000 states are reached.
    """
    require_concept(concept)
    require_index("state", start, model.n_states)
    k = model.n_decision_makers
    chance = np.ones(k) if pace is None else np.asarray(pace, dtype=np.float64)
    if chance.shape != (k,) or not (chance > 0).all():
        raise EngineInputError(f"pace: expected {k} numbers above 0")
    place: dict[int, int] = {start: 0}
    waiting, rows = [start], []
    for s in waiting:  # grows meanwhile
        targets = [reply(model, i, s, concept) for i in range(k)]
        for t in targets:
            if t not in place:
                place[t] = len(place)
                waiting.append(t)
        if len(place) > MOST_REACHED:
            raise TooLarge("states that cautious play reaches", len(place), MOST_REACHED, "Look at stability alone.")
        rows.append([place[t] for t in targets])
    replies = np.array(rows, dtype=np.int64).reshape(len(rows), k)
    settled, last = _run(replies, chance / chance.sum(), rounds)
    group = closed_classes(replies)
    ends = [tuple(np.flatnonzero(group == g).tolist()) for g in np.unique(group[group >= 0])]
    ranked = sorted(ends, key=lambda members: (-float(last[list(members)].sum()), members))
    return Chain(np.array(list(place), dtype=np.int64), replies, settled, last, tuple(ranked))


def _run(replies: IntArray, chance: FloatArray, rounds: int) -> tuple[FloatArray, FloatArray]:
    n, k = replies.shape
    p: FloatArray = np.zeros(n)
    p[0] = 1.0
    steps = rounds * k
    settled = np.zeros(n)
    for step in range(steps):
        p = np.bincount(replies.ravel(), (p[:, None] * chance).ravel(), n).astype(np.float64)
        if step >= steps // 2:
            settled += p / (steps - steps // 2)
    return settled, p
