"""The other way round: what preferences would have to be for a state to be stable, and how little would make or break it.

For one decision maker a state is stable if every move out of it is either no improvement or met by an answer; both are comparisons of
the state with others by that decision maker's own preference. So the condition is a list of clauses, each met in one of several
ways, and each way a set of states that must be no better than the state itself. Under SEQ and SSEQ what the others would answer
depends on their preferences, which are taken as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from summitry.graphmodel.model import Model, require_index
from summitry.graphmodel.paths import Step, next_steps
from summitry.graphmodel.stability import ANSWERED, IMPROVING, R, require_concept

Way = frozenset[int]


@dataclass(frozen=True)
class Clause:
    """One move out of the state, and the least sets of states that must be no better than it for the move not to matter."""

    move: int
    ways: tuple[Way, ...]

    def holds(self, no_better: Iterable[int]) -> bool:
        """Is the clause met if these states are no better than the state?"""
        return any(way <= set(no_better) for way in self.ways)


@dataclass(frozen=True)
class Change:
    """The least change of one decision maker's ranking that turns a verdict.

    stable : the verdict as things are. passed : the states that the state must rise to (if unstable) or fall below (if stable), the
    next first; in a strict ranking as many swaps of neighbours. None: no change of this decision maker's ranking turns it.
    """

    stable: bool
    passed: tuple[int, ...] | None


def condition(model: Model, decision_maker: int, state: int, concept: str) -> tuple[Clause, ...]:
    """When is a state stable for a decision maker, whatever its preference? The state is stable if and only if every clause holds.

    Parameters
    ----------
    model : a graph model of either form. concept : "R", "GMR", "SMR", "SEQ" or "SSEQ".
    Returns
    -------
    Clauses by the move that they are about; moves that are always answered (by a return to the state itself) are left out.
    Raises
    ------
    EngineInputError : an index is out of range, or the concept is not known.
    References
    ----------
    Kinsara, Kilgour & Hipel (2015), Inverse approach to the graph model for conflict resolution, IEEE Transactions on Systems, Man,
    and Cybernetics: Systems 45(5), 734-742.
    """
    require_concept(concept)
    require_index("decision_maker", decision_maker, model.n_decision_makers)
    require_index("state", state, model.n_states)
    out = []
    for move in model.moves(decision_maker, state).tolist():
        ways = {frozenset([move])}
        if concept != R:
            for end in _brought_about(model, decision_maker, move, concept in IMPROVING):
                after = model.moves(decision_maker, end).tolist() if concept in ANSWERED else []
                ways.add(frozenset([end, *after]) - {state})
        if frozenset() not in ways:
            out.append(Clause(move, _least(ways)))
    return tuple(out)


def least_change(model: Model, decision_maker: int, state: int, concept: str) -> Change:
    """How far a state must rise (or fall) in a decision maker's ranking, all else in its order, to become stable (or unstable).

    No other change does it with fewer swaps: stability asks only which states are no better than this one, and each swap of
    neighbours changes that for one state at most.
    """
    clauses = condition(model, decision_maker, state, concept)
    rank = model.rank[decision_maker]
    needed = max((min(max(rank[x] for x in way) for way in clause.ways) for clause in clauses), default=-np.inf)
    here = rank[state]
    others = [x for x in np.argsort(rank, kind="stable").tolist() if x != state]
    if needed <= here + model.tolerance:
        if not clauses:
            return Change(True, None)
        falls = [x for x in others if needed - model.tolerance <= rank[x] <= here + model.tolerance]
        return Change(True, tuple(reversed(falls)))
    return Change(False, tuple(x for x in others if here + model.tolerance < rank[x] <= needed + model.tolerance))


def _least(ways: set[Way]) -> tuple[Way, ...]:
    """Without the ways that ask for more than another does."""
    kept = [way for way in ways if not any(other < way for other in ways)]
    return tuple(sorted(kept, key=lambda way: (len(way), sorted(way))))


def _brought_about(model: Model, decision_maker: int, start: int, improving: bool) -> set[int]:
    """States that the others reach from one by legal sequences of at least one move."""
    waiting: list[Step] = [(-1, start)]
    seen: set[Step] = set()
    for node in waiting:  # grows meanwhile
        for step in next_steps(model, node, improving, without=decision_maker):
            if step not in seen:
                seen.add(step)
                waiting.append(step)
    return {state for _, state in seen}
