"""Markov chains that are found from their start: who moves is drawn, and each mover goes to one state or to several with their chances.

Only states that are reached are ever looked at. Probabilities are exact, by power iteration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from summitry.errors import TooLarge
from summitry.graphmodel.chain import closed_classes
from summitry.graphmodel.rules import FloatArray, IntArray

ROUNDS, SOON_ROUNDS = 20, 3

Chances = Mapping[int, float]
"""Where a mover goes: state → chance; they sum to 1."""


@dataclass(frozen=True, eq=False)
class Walk:
    """A chain and where it goes.

    states : (n,) in order of discovery, the start first. soon, settled : (n,) share of time in the first three rounds, and in the second
    half. last : (n,) probability after the last turn. group : (n,) closed class that a state belongs to, −1 if none. A class is closed if
    each of its states leads to each other one, at some chance and in some turns, and none leads out of it: what is in it stays in it.
    """

    states: IntArray
    soon: FloatArray
    settled: FloatArray
    last: FloatArray
    group: IntArray


def walk(
    start: int,
    turn: Callable[[int, int], Chances],
    pace: Sequence[float] | FloatArray,
    most: int,
    advice: str,
    rounds: int = ROUNDS,
) -> Walk:
    """Find and run a chain.

    Parameters
    ----------
    start : any number that stands for a state. turn : where a mover goes from a state; asked once for each pair.
    pace : (M,) chances that it is a mover's turn; sum to 1 (none: nothing ever moves). rounds : turns per mover.
    most : how many states may be reached. advice : what to do where more are.
    Raises
    ------
    TooLarge : more than `most` states are reached.
    """
    place: dict[int, int] = {start: 0}
    waiting, sources, targets, chances = [start], [], [], []
    movers = range(len(pace))
    for s in waiting:  # grows meanwhile
        for m in movers:
            for t, chance in turn(m, s).items():
                if t not in place:
                    place[t] = len(place)
                    waiting.append(t)
                sources.append(place[s])
                targets.append(place[t])
                chances.append(chance * float(pace[m]))
        if len(place) > most:
            raise TooLarge("states that play reaches", len(place), most, advice)
    source, target = np.array(sources, np.int64), np.array(targets, np.int64)
    soon, settled, last = _run(source, target, np.array(chances, np.float64), len(place), len(pace), rounds)
    group = closed_classes(_successors(source, target, len(place)))
    return Walk(np.array(waiting, np.int64), soon, settled, last, group)


def _run(
    source: IntArray, target: IntArray, chance: FloatArray, n: int, movers: int, rounds: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    turns, early = max(rounds * movers, 1), max(SOON_ROUNDS * movers, 1)
    p, soon, settled = np.zeros(n), np.zeros(n), np.zeros(n)
    p[0] = 1.0
    for k in range(turns):
        if movers:
            p = np.bincount(target, p[source] * chance, n).astype(np.float64)
        if k >= turns // 2:
            settled += p / (turns - turns // 2)
        if k < early:
            soon += p / early
    return soon, settled, p


def _successors(source: IntArray, target: IntArray, n: int) -> IntArray:
    """Table (n, most of one state) of the states that each leads to, filled up with the state itself, which changes no class."""
    count = np.bincount(source, minlength=n)
    table = np.repeat(np.arange(n)[:, None], max(int(count.max(initial=0)), 1), axis=1)
    order = np.argsort(source, kind="stable")
    table[source[order], np.arange(len(source)) - np.repeat(np.cumsum(count) - count, count)] = target[order]
    return np.ascontiguousarray(table)
