"""From the status quo: which states are reached, in how many moves, by whom, and along which paths."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from summitry.errors import TooLarge
from summitry.graphmodel.model import IntArray, Model, require_index

Step = tuple[int, int]

MOST_NODES = 200_000
MOST_PATHS = 10_000


@dataclass(frozen=True, eq=False)
class Reached:
    """What legal sequences of moves reach from a state.

    start : where they begin. improving : whether each move is an improvement for its mover. distance : (S,) least number of moves,
    0 for the start, −1 where no sequence leads.
    """

    start: int
    improving: bool
    distance: IntArray
    _before: dict[Step, Step]

    def path(self, state: int) -> tuple[Step, ...]:
        """A shortest path as steps (mover, target); () for the start and for states that are not reached.

        Of paths equally short, the one that lower numbered movers and targets bring about.
        """
        if self.distance[state] <= 0:
            return ()
        return traced(self._before, next(step for step in self._before if step[1] == state))

    def last_movers(self, state: int) -> tuple[int, ...]:
        """Decision makers that can make the last move of a sequence to a state, ascending."""
        return tuple(sorted(mover for mover, target in self._before if target == state))


def reached(model: Model, start: int, *, improving: bool = False, longest: int | None = None) -> Reached:
    """Status quo analysis: all states that legal sequences (nobody twice in a row) reach from a state.

    Parameters
    ----------
    model : a graph model of either form. start : index of the status quo.
    improving : whether each move must be an improvement for its mover. longest : most moves; all by default.
    Raises
    ------
    EngineInputError : no such state. TooLarge : more than 200,000 pairs of state and last mover are met.
    References
    ----------
    Li, Kilgour & Hipel (2005), Status quo analysis in the graph model for conflict resolution, Journal of the Operational Research
    Society 56, 699-707. The line digraph of (state, last mover): Xu, Li, Hipel & Kilgour (2009).
    """
    require_index("state", start, model.n_states)
    before: dict[Step, Step] = {}
    distance = np.full(model.n_states, -1, dtype=np.int64)
    distance[start] = 0
    waiting: deque[tuple[Step, int]] = deque([((-1, start), 0)])
    while waiting:
        node, moves = waiting.popleft()
        if longest is not None and moves == longest:
            continue
        for step in next_steps(model, node, improving):
            if step not in before:
                before[step] = node
                if len(before) > MOST_NODES:
                    raise TooLarge("pairs of state and last mover", len(before), MOST_NODES, "Ask for fewer moves.")
                if distance[step[1]] < 0:
                    distance[step[1]] = moves + 1
                waiting.append((step, moves + 1))
    return Reached(start, improving, distance, before)


def simple_paths(
    model: Model, start: int, end: int, longest: int, *, improving: bool = False
) -> list[tuple[Step, ...]]:
    """All legal paths from one state to another that visit no state twice, shortest first, as steps (mover, target).

    Parameters
    ----------
    longest : most moves, at least 1.
    Raises
    ------
    EngineInputError : no such state. TooLarge : more than 10,000 paths.
    """
    for state in (start, end):
        require_index("state", state, model.n_states)
    found: list[tuple[Step, ...]] = []

    def walk(node: Step, steps: tuple[Step, ...], visited: frozenset[int]) -> None:
        if len(steps) == longest:
            return
        for step in next_steps(model, node, improving):
            if step[1] == end:
                found.append((*steps, step))
                if len(found) > MOST_PATHS:
                    raise TooLarge("paths", len(found), MOST_PATHS, "Ask for fewer moves.")
            elif step[1] not in visited:
                walk(step, (*steps, step), visited | {step[1]})

    walk((-1, start), (), frozenset([start]))
    return sorted(found, key=lambda path: (len(path), path))


def next_steps(model: Model, node: Step, improving: bool, without: int = -1) -> Iterator[Step]:
    """The steps (mover, target) that may follow a node (last mover, state): nobody moves twice in a row, and `without` not at all."""
    last, state = node
    for mover in range(model.n_decision_makers):
        if mover not in (last, without):
            targets = model.improvements(mover, state) if improving else model.moves(mover, state)
            for target in targets.tolist():
                yield mover, target


def traced(before: dict[Step, Step], step: Step) -> tuple[Step, ...]:
    """The steps that led to `step`, itself included, in the order in which they were made."""
    steps = []
    while step in before:
        steps.append(step)
        step = before[step]
    return tuple(reversed(steps))
