"""Why a state is stable or not for a decision maker: its improvement, the others' answer, its counter-move.

Everything is an index; words are made elsewhere. The verdict is found afresh by a forward search from each
improvement, so it also checks `stability`, which searches backwards.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from summitry.graphmodel.model import BoolArray, Model, is_better, require_index
from summitry.graphmodel.paths import Step, next_steps, traced
from summitry.graphmodel.stability import ANSWERED, GMR, IMPROVING, R, require_concept


@dataclass(frozen=True)
class Witness:
    """What holds a decision maker in a state, or lets it leave.

    Attributes
    ----------
    stable : the verdict, as in `stability`.
    improvement : a better state that it can move to. If unstable, the best of those that nothing deters; if
        stable, the best of all, which something deters; None if there is none.
    sanction : steps (mover, target), the shortest legal sequence of the others from `improvement` to a state no
        better than where it stood; empty if there is none. For SMR such a sequence after which no counter-move
        helps; if unstable, one that a counter-move undoes, where there is one.
    counter_move : the best state, better than where it stood, that the decision maker can move to after
        `sanction`; None if there is none. Of weight for SMR only; beside GMR and SEQ it says that the sanction
        could be undone.
    """

    stable: bool
    improvement: int | None
    sanction: tuple[Step, ...]
    counter_move: int | None


def witness(model: Model, decision_maker: int, state: int, concept: str) -> Witness:
    """Improvement, sanction and counter-move behind one verdict.

    1. Take the improvements, best first (in a tie the lower index). 2. Search each forwards, breadth first, for a
    sanction. 3. Report the first that has none; if all have one, the best improvement and its sanction. Between
    sanctions equally short, the one that lower numbered movers and targets bring about comes first.

    Parameters
    ----------
    model : a graph model of either form.
    decision_maker, state : indices from 0.
    concept : "R", "GMR", "SMR", "SEQ" or "SSEQ".
    Raises
    ------
    EngineInputError : an index is out of range, or the concept is not known.
    References
    ----------
    See `summitry.graphmodel.stability.stability`.
    """
    require_concept(concept)
    require_index("decision_maker", decision_maker, model.n_decision_makers)
    require_index("state", state, model.n_states)
    improvements = _best_first(model, decision_maker, state)
    if not improvements:
        return Witness(True, None, (), None)
    sanctioning = _sanctioning(model, decision_maker, state, concept)
    sanctions = []
    for improvement in improvements:
        sanction = legal_sequence(model, decision_maker, improvement, sanctioning, improving=concept in IMPROVING)
        if not sanction:
            return _unstable(model, decision_maker, state, improvement, concept)
        sanctions.append(sanction)
    return Witness(True, improvements[0], sanctions[0], _counter_move(model, decision_maker, state, sanctions[0]))


def legal_sequence(
    model: Model, decision_maker: int, start: int, ends: BoolArray, *, improving: bool = False
) -> tuple[Step, ...]:
    """Shortest sequence (mover, target), ... of everybody else from a state to one of `ends`; () if there is none.

    At least one move, nobody twice in a row. Searched breadth first over nodes (state, last mover).

    Parameters
    ----------
    model : a graph model of either form.
    decision_maker : who does not move.
    start : state from which the others move; a sequence may also come back to it.
    ends : (S,) bool, states to arrive at.
    improving : whether each step must be an improvement for its mover.
    """
    before: dict[Step, Step] = {}
    waiting: deque[Step] = deque([(-1, start)])
    while waiting:
        node = waiting.popleft()
        for step in next_steps(model, node, improving, without=decision_maker):
            if step in before:
                continue
            before[step] = node
            if ends[step[1]]:
                return traced(before, step)
            waiting.append(step)
    return ()


def _unstable(model: Model, decision_maker: int, state: int, improvement: int, concept: str) -> Witness:
    """Witness of an improvement that nothing deters; for SMR and SSEQ with the answer that it could undo."""
    sanction: tuple[Step, ...] = ()
    if concept in ANSWERED:
        no_better = _sanctioning(model, decision_maker, state, GMR)
        sanction = legal_sequence(model, decision_maker, improvement, no_better, improving=concept in IMPROVING)
    return Witness(False, improvement, sanction, _counter_move(model, decision_maker, state, sanction))


def _sanctioning(model: Model, decision_maker: int, state: int, concept: str) -> BoolArray:
    """States (S,) that spoil an improvement from `state`: no better than it and, for SMR and SSEQ, no way out of them."""
    if concept == R:
        return np.zeros(model.n_states, dtype=np.bool_)
    rank = model.rank[decision_maker]
    better = is_better(rank, rank[state], model.tolerance)
    spoiling = ~better
    if concept in ANSWERED:
        arcs = model.arcs[decision_maker]
        spoiling[arcs[better[arcs[:, 1]], 0]] = False
    return spoiling


def _counter_move(model: Model, decision_maker: int, state: int, sanction: tuple[Step, ...]) -> int | None:
    """Best move from the end of a sanction to something better than `state`, or None."""
    if not sanction:
        return None
    rank = model.rank[decision_maker]
    targets = model.moves(decision_maker, sanction[-1][1])
    better = targets[is_better(rank[targets], rank[state], model.tolerance)]
    return int(better[np.argmax(rank[better])]) if len(better) else None


def _best_first(model: Model, decision_maker: int, state: int) -> list[int]:
    improvements = model.improvements(decision_maker, state)
    order = np.argsort(-model.rank[decision_maker][improvements], kind="stable")
    ordered: list[int] = improvements[order].tolist()
    return ordered
