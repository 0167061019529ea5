"""Which states of a graph model nobody leaves: Nash (R), GMR, SMR, SEQ and SSEQ stability, and the equilibria.

A graph model is a set of states, one directed graph of moves per decision maker over them, and one payoff per
decision maker and state. Opponents answer by any legal sequence of moves: at least one, nobody twice in a row.
A state is left only if an improvement leads away from it that the answers cannot spoil, and an answer spoils it
when it ends no better than where the mover stood (a tie spoils it, and so does a return to that very state).

Small models are solved here in plain Python, linear in their arcs; larger ones by compiled kernels: in option form without
listing moves (`grouped`), else over arcs (`sparse`). All give the same. Compare with the set-based oracle in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Final

import numpy as np

from summitry.errors import EngineInputError
from summitry.graphmodel.model import BoolArray, FloatArray, IntArray, Model, OptionForm, improving_arcs, is_better

R: Final = "R"
GMR: Final = "GMR"
SMR: Final = "SMR"
SEQ: Final = "SEQ"
SSEQ: Final = "SSEQ"
CONCEPTS: Final = (R, GMR, SMR, SEQ)
ALL_CONCEPTS: Final = (*CONCEPTS, SSEQ)
IMPROVING: Final = (SEQ, SSEQ)  # the others answer by improvements of their own
ANSWERED: Final = (SMR, SSEQ)  # what the decision maker can do after the answer counts

LARGE_STATES = 16_384
SMALL_STATES, SMALL_ARCS = 1_024, 20_000  # up to here plain Python is at hand before kernels are loaded

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Stability:
    """Verdicts by concept: `stable[concept]` is (K, S) bool, `equilibria[concept]` (S,) bool: stable for all."""

    stable: dict[str, BoolArray]
    equilibria: dict[str, BoolArray]


def stability(
    model: Model, concepts: str | Sequence[str] = CONCEPTS, *, progress: Progress | None = None, workers: int = 2
) -> Stability:
    """Stable states of each decision maker, and equilibria, under the named concepts.

    With r the decision maker's payoff, b(t) the best it can have at t or one move on, and g, m, e, x (q) the least r, the least b,
    the least r along improvements, and the least b along improvements, of what the others can bring about from q: state s is
    GMR / SMR / SEQ / SSEQ stable if g / m / e / x (q) <= r(s) for every improvement q; R stable if there is no improvement.

    Parameters
    ----------
    model : GraphModel.
    concepts : one or several of "R", "GMR", "SMR", "SEQ", "SSEQ".
    progress : told how many of how many verdicts (decision maker and concept) are there. workers : threads.
    Raises
    ------
    EngineInputError : a concept is not known.
    References
    ----------
    Nash (1950), PNAS 36(1), 48-49, doi:10.1073/pnas.36.1.48 (R).
    Howard (1971), Paradoxes of Rationality, MIT Press (GMR, SMR).
    Fraser & Hipel (1979), IEEE Transactions on Systems, Man, and Cybernetics 9(12), 805-816 (SEQ).
    Fang, Hipel & Kilgour (1993), Interactive Decision Making, Wiley (legal sequences, more than two).
    Rego & Vieira (2017), Group Decision and Negotiation 26, 269-289 (SSEQ).
    """
    names = tuple(dict.fromkeys((concepts,) if isinstance(concepts, str) else concepts))
    for name in names:
        require_concept(name)
    stable = {name: np.ones((model.n_decision_makers, model.n_states), dtype=np.bool_) for name in names}
    solver = _solver(model, names)
    wanted = [(k, name) for k in _decision_makers(model) for name in names]
    with ExitStack() as stack:
        solved: Iterable[BoolArray] = (solver(*one) for one in wanted)
        if workers > 1 and model.n_states > LARGE_STATES:  # below, threads cost more than they bring
            pool = stack.enter_context(ThreadPoolExecutor(min(workers, len(wanted))))
            solved = pool.map(lambda one: solver(*one), wanted)
        for done, ((k, name), verdicts) in enumerate(zip(wanted, solved, strict=True), 1):
            stable[name][k] = verdicts
            if progress is not None:
                progress(done, len(wanted))
    return Stability(stable, {name: np.logical_and.reduce(verdicts) for name, verdicts in stable.items()})


def require_concept(concept: str) -> None:
    """Raise EngineInputError unless the concept is one of `ALL_CONCEPTS`."""
    if concept not in ALL_CONCEPTS:
        raise EngineInputError(f"concepts: {concept!r} is not one of {', '.join(ALL_CONCEPTS)}")


def _decision_makers(model: Model) -> range:
    return range(model.n_decision_makers)


def _solver(model: Model, names: Sequence[str]) -> Callable[[int, str], BoolArray]:
    """What gives the stable states (S,) of a decision maker under a concept, with all that concepts share prepared."""
    if isinstance(model, OptionForm) and model.n_states > SMALL_STATES:
        return _grouped(model)
    if model.n_states > SMALL_STATES or sum(len(arcs) for arcs in model.arcs) > SMALL_ARCS:
        return _sparse(model, names)
    answers = {True: _answers(model, True), False: _answers(model, False)}
    return partial(_plain, model, answers)


# ------------------------------------------------------------------------------------------------ plain


def _plain(model: Model, answers: dict[bool, tuple[list[list[int]], ...]], decision_maker: int, name: str) -> BoolArray:
    values = _best_answer(model, decision_maker) if name in ANSWERED else model.rank[decision_maker]
    others = [answers[name in IMPROVING][k] for k in _decision_makers(model) if k != decision_maker and name != R]
    return _holds(model, decision_maker, _worst_brought_about(values, others))


def _answers(model: Model, improving: bool) -> tuple[list[list[int]], ...]:
    arcs = [improving_arcs(model, k) for k in _decision_makers(model)] if improving else model.arcs
    return tuple(_sources_by_target(a, model.n_states) for a in arcs)


def _holds(model: Model, decision_maker: int, worst: FloatArray) -> BoolArray:
    """States (S,) whose improvements q all risk something no better: `worst[q]` (S,)."""
    rank, improvements = model.rank[decision_maker], improving_arcs(model, decision_maker)
    held = np.ones(model.n_states, dtype=np.bool_)
    tempting = is_better(worst[improvements[:, 1]], rank[improvements[:, 0]], model.tolerance)
    held[improvements[tempting, 0]] = False
    return held


def _best_answer(model: Model, decision_maker: int) -> FloatArray:
    """Best payoff (S,) that a decision maker can have by staying or by one move."""
    rank, arcs = model.rank[decision_maker], model.arcs[decision_maker]
    best: FloatArray = rank.copy()
    np.maximum.at(best, arcs[:, 0], rank[arcs[:, 1]])
    return best


def _worst_brought_about(values: FloatArray, sources: Sequence[list[list[int]]]) -> FloatArray:
    """Least value (S,) over the states that the others reach by legal sequences; +inf where they cannot move.

    Take the states t in ascending value and search backwards from each. A node (state, mover) says: from `state`
    a legal sequence that `mover` begins ends in t. First found is least, so every node is visited once; nobody
    moves twice in a row, so (source, k) may precede (state, mover) only for k other than mover. The arcs of k into
    a state are looked at once in all, so the whole is linear in arcs.

    Parameters
    ----------
    values : (S,) float, what an end state is worth.
    sources : per opponent and target state, the states from which it can move there.
    """
    worst = np.full(len(values), np.inf).tolist()
    found = [[False] * len(values) for _ in sources]
    searched = [[False] * len(values) for _ in sources]
    missing = sum(len({source for into in by_target for source in into}) for by_target in sources)
    for end in np.argsort(values, kind="stable").tolist():
        if not missing:
            break
        value = float(values[end])
        waiting = [(end, -1)]
        while waiting:
            state, mover = waiting.pop()
            for k, by_target in enumerate(sources):
                if k == mover or searched[k][state]:
                    continue
                searched[k][state] = True
                for source in by_target[state]:
                    if not found[k][source]:
                        found[k][source] = True
                        missing -= 1
                        worst[source] = min(worst[source], value)
                        waiting.append((source, k))
    return np.asarray(worst, dtype=np.float64)


def _sources_by_target(arcs: IntArray, n_states: int) -> list[list[int]]:
    """For each state, the states from which an arc leads to it."""
    order = np.argsort(arcs[:, 1], kind="stable")
    sources = arcs[order, 0].tolist()
    bounds = np.searchsorted(arcs[order, 1], np.arange(n_states + 1)).tolist()
    return [sources[first:end] for first, end in pairwise(bounds)]


# ------------------------------------------------------------------------------------------------ compiled


def _sparse(model: Model, names: Sequence[str]) -> Callable[[int, str], BoolArray]:
    from summitry.graphmodel import sparse

    n = model.n_states
    needed = {name in IMPROVING for name in names if name != R}
    lists = {
        improving: [
            _by_target(improving_arcs(model, k) if improving else model.arcs[k], n) for k in _decision_makers(model)
        ]
        for improving in needed
    }

    def solve(decision_maker: int, name: str) -> BoolArray:
        least = np.full(n, np.inf)
        others = [k for k in _decision_makers(model) if k != decision_maker]
        if name != R and others:
            values = _best_answer(model, decision_maker) if name in ANSWERED else model.rank[decision_maker]
            parts = [lists[name in IMPROVING][k] for k in others]
            shift = np.cumsum([0, *(len(source) for _, source in parts)])
            into = np.stack([bounds + d for (bounds, _), d in zip(parts, shift[:-1], strict=True)])
            source = np.concatenate([source for _, source in parts])
            sparse.brought_about(values, np.argsort(values, kind="stable"), into, source, least)
        return _holds(model, decision_maker, least)

    return solve


def _by_target(arcs: IntArray, n_states: int) -> tuple[IntArray, IntArray]:
    """Arcs sorted by target: where each target's begin (S + 1,), and their sources."""
    order = np.argsort(arcs[:, 1], kind="stable")
    return np.searchsorted(arcs[order, 1], np.arange(n_states + 1)), np.ascontiguousarray(arcs[order, 0])


def _grouped(model: OptionForm) -> Callable[[int, str], BoolArray]:
    from summitry.graphmodel import grouped

    n, makers = model.n_states, model.n_decision_makers
    width = max(int(model.states[-1]).bit_length(), max(own.bit_length() for own in model.own))
    parts = [grouped.sort_groups(model.states, own, width, model.rank[k]) for k, own in enumerate(model.own)]
    orders = np.stack([order for order, _ in parts])
    starts = np.full((makers, max(len(start) for _, start in parts)), n, dtype=np.int32)
    for k, (_, start) in enumerate(parts):
        starts[k, : len(start)] = start
    barred = np.array([[k, *a, *b] for k, a, b in model.barred], dtype=np.int64).reshape(-1, 5)
    rules = (model.is_free, model.only_on, model.only_off, barred)

    def solve(decision_maker: int, name: str) -> BoolArray:
        k, rank = decision_maker, model.rank[decision_maker]
        least, verdicts = np.empty(n), np.empty(n, dtype=np.bool_)
        if name != R:
            values = rank
            if name in ANSWERED:
                values = np.empty(n)
                grouped.best_answer(model.states, orders[k], starts[k], rank, *rules, k, values)
            grouped.brought_about(
                model.states, orders, starts, model.rank, values, k, name in IMPROVING, model.tolerance, *rules, least, np.empty((makers, n))
            )  # fmt: skip
        grouped.held(model.states, orders[k], starts[k], rank, least, name == R, model.tolerance, *rules, k, verdicts)
        return verdicts

    return solve
