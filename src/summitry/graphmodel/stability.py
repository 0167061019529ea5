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
from summitry.graphmodel.model import (
    TOLERANCE,
    BoolArray,
    FloatArray,
    IntArray,
    Model,
    OptionForm,
    improving_arcs,
)

R: Final = "R"
GMR: Final = "GMR"
SMR: Final = "SMR"
SEQ: Final = "SEQ"
SSEQ: Final = "SSEQ"
CONCEPTS: Final = (R, GMR, SMR, SEQ)
ALL_CONCEPTS: Final = (*CONCEPTS, SSEQ)
IMPROVING: Final = (SEQ, SSEQ)  # the others answer by improvements of their own
ANSWERED: Final = (SMR, SSEQ)  # what the decision maker can do after the answer counts
OF_TWO_STRENGTHS: Final = (GMR, SMR, SEQ)
STRONG: Final = {concept: f"strong {concept}" for concept in OF_TWO_STRENGTHS}
WEAK: Final = {concept: f"weak {concept}" for concept in OF_TWO_STRENGTHS}

LARGE_STATES = 16_384
SMALL_STATES, SMALL_ARCS = 1_024, 20_000  # up to here plain Python is at hand before kernels are loaded

Progress = Callable[[int, int], None]
Solver = Callable[[int, str, Sequence[float]], list[BoolArray]]
"""From a decision maker, a concept and slacks: for each slack, the states (S,) all of whose improvements q risk something that is worth
at most the state's own payoff plus the slack. What the others can bring about is worked out once for all slacks."""


@dataclass(frozen=True, eq=False)
class Stability:
    """Verdicts by concept: `stable[concept]` is (K, S) bool, `equilibria[concept]` (S,) bool: stable for all.

    Equilibria of "weak GMR" and so on are the states that are stable for all and not strongly stable for all.
    """

    stable: dict[str, BoolArray]
    equilibria: dict[str, BoolArray]


def stability(
    model: Model,
    concepts: str | Sequence[str] = CONCEPTS,
    *,
    much: float | Sequence[float] | None = None,
    progress: Progress | None = None,
    workers: int = 2,
) -> Stability:
    """Stable states of each decision maker, and equilibria, under the named concepts.

    With r the decision maker's payoff, b(t) the best it can have at t or one move on, and g, m, e, x (q) the least r, the least b,
    the least r along improvements, and the least b along improvements, of what the others can bring about from q: state s is
    GMR / SMR / SEQ / SSEQ stable if g / m / e / x (q) <= r(s) for every improvement q; R stable if there is no improvement.

    With `much`, preference has two strengths: a payoff lower by at least that much is much worse. Each of GMR, SMR and SEQ
    among the concepts then comes in two halves: "strong GMR", where every improvement q can be met by what is much worse,
    g(q) <= r(s) - much, and "weak GMR", stable but not strongly; so for SMR and SEQ. A state with no improvement is strongly
    stable. This reads payoffs as an interval scale; where strength is said pair by pair, see `relational_stability`.

    Parameters
    ----------
    model : a graph model of either form.
    concepts : one or several of "R", "GMR", "SMR", "SEQ", "SSEQ".
    much : by how much a payoff must be lower to be much worse, on the scale of `model.rank`: one number, or one a decision
        maker, as scales differ; greater than the model's tolerance.
    progress : told how many of how many verdicts (decision maker and concept) are there. workers : threads.
    Raises
    ------
    EngineInputError : a concept is not known; `much` has another length, or is not finite or not above the tolerance.
    References
    ----------
    Nash (1950), PNAS 36(1), 48-49, doi:10.1073/pnas.36.1.48 (R).
    Howard (1971), Paradoxes of Rationality, MIT Press (GMR, SMR).
    Fraser & Hipel (1979), IEEE Transactions on Systems, Man, and Cybernetics 9(12), 805-816 (SEQ).
    Fang, Hipel & Kilgour (1993), Interactive Decision Making, Wiley (legal sequences, more than two).
    Rego & Vieira (2017), Group Decision and Negotiation 26, 269-289 (SSEQ).
    Hamouda, Kilgour & Hipel (2004), Group Decision and Negotiation 13, 449-462; (2006), Applied Mathematics and
    Computation 179(1), 314-327 (strong and weak).
    """
    names = tuple(dict.fromkeys((concepts,) if isinstance(concepts, str) else concepts))
    for name in names:
        require_concept(name)
    margins = None if much is None else _checked_margins(much, model)
    solver = _solver(model, names)
    wanted = [(k, name) for k in _decision_makers(model) for name in names]
    stable: dict[str, BoolArray] = {}

    def solve(one: tuple[int, str]) -> dict[str, BoolArray]:
        k, name = one
        if margins is None or name not in OF_TWO_STRENGTHS:
            return {name: solver(k, name, [model.tolerance])[0]}
        general, strong = solver(k, name, [model.tolerance, TOLERANCE - float(margins[k])])
        return {name: general, STRONG[name]: strong, WEAK[name]: general & ~strong}

    with ExitStack() as stack:
        solved: Iterable[dict[str, BoolArray]] = map(solve, wanted)
        if workers > 1 and model.n_states > LARGE_STATES:  # below, threads cost more than they bring
            pool = stack.enter_context(ThreadPoolExecutor(min(workers, len(wanted))))
            solved = pool.map(solve, wanted)
        for done, ((k, _), verdicts) in enumerate(zip(wanted, solved, strict=True), 1):
            for name, row in verdicts.items():
                stable.setdefault(name, np.ones(model.rank.shape, dtype=np.bool_))[k] = row
            if progress is not None:
                progress(done, len(wanted))
    equilibria = {name: np.logical_and.reduce(verdicts) for name, verdicts in stable.items()}
    for name in OF_TWO_STRENGTHS:
        if WEAK[name] in equilibria:  # weak for all together: not for each of them
            equilibria[WEAK[name]] = equilibria[name] & ~equilibria[STRONG[name]]
    return Stability(stable, equilibria)


def require_concept(concept: str) -> None:
    """Raise EngineInputError unless the concept is one of `ALL_CONCEPTS`."""
    if concept not in ALL_CONCEPTS:
        raise EngineInputError(f"concepts: {concept!r} is not one of {', '.join(ALL_CONCEPTS)}")


def _checked_margins(much: float | Sequence[float], model: Model) -> FloatArray:
    given = np.asarray(much, dtype=np.float64)
    if given.shape not in ((), (model.n_decision_makers,)):
        raise EngineInputError(f"much: shape {given.shape}, expected one number or {model.n_decision_makers}")
    if not (np.isfinite(given) & (given - TOLERANCE > model.tolerance)).all():
        raise EngineInputError(f"much = {much}: must be finite and greater than the tolerance, {model.tolerance}")
    return np.broadcast_to(given, (model.n_decision_makers,))


def _decision_makers(model: Model) -> range:
    return range(model.n_decision_makers)


def _solver(model: Model, names: Sequence[str]) -> Solver:
    if isinstance(model, OptionForm) and not model.joint and model.n_states > SMALL_STATES:
        return _grouped(model)
    if model.n_states > SMALL_STATES or sum(len(arcs) for arcs in model.arcs) > SMALL_ARCS:
        return _sparse(model, names)
    answers = {True: _answers(model, True), False: _answers(model, False)}
    return partial(_plain, model, answers)


# ------------------------------------------------------------------------------------------------ plain


def _plain(
    model: Model,
    answers: dict[bool, tuple[list[list[int]], ...]],
    decision_maker: int,
    name: str,
    slacks: Sequence[float],
) -> list[BoolArray]:
    values = _best_answer(model, decision_maker) if name in ANSWERED else model.rank[decision_maker]
    others = [answers[name in IMPROVING][k] for k in _decision_makers(model) if k != decision_maker and name != R]
    worst = _worst_brought_about(values, others)
    return [_holds(model, decision_maker, worst, slack) for slack in slacks]


def _answers(model: Model, improving: bool) -> tuple[list[list[int]], ...]:
    arcs = [improving_arcs(model, k) for k in _decision_makers(model)] if improving else model.arcs
    return tuple(_sources_by_target(a, model.n_states) for a in arcs)


def _holds(model: Model, decision_maker: int, worst: FloatArray, slack: float) -> BoolArray:
    """States (S,) whose improvements q all risk something no better: `worst[q]` (S,)."""
    rank, improvements = model.rank[decision_maker], improving_arcs(model, decision_maker)
    held = np.ones(model.n_states, dtype=np.bool_)
    tempting = worst[improvements[:, 1]] > rank[improvements[:, 0]] + slack
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


def _sparse(model: Model, names: Sequence[str]) -> Solver:
    from summitry.graphmodel import sparse

    n = model.n_states
    needed = {name in IMPROVING for name in names if name != R}
    lists = {
        improving: [
            _by_target(improving_arcs(model, k) if improving else model.arcs[k], n) for k in _decision_makers(model)
        ]
        for improving in needed
    }

    def solve(decision_maker: int, name: str, slacks: Sequence[float]) -> list[BoolArray]:
        least = np.full(n, np.inf)
        others = [k for k in _decision_makers(model) if k != decision_maker]
        if name != R and others:
            values = _best_answer(model, decision_maker) if name in ANSWERED else model.rank[decision_maker]
            parts = [lists[name in IMPROVING][k] for k in others]
            shift = np.cumsum([0, *(len(source) for _, source in parts)])
            into = np.stack([bounds + d for (bounds, _), d in zip(parts, shift[:-1], strict=True)])
            source = np.concatenate([source for _, source in parts])
            sparse.brought_about(values, np.argsort(values, kind="stable"), into, source, least)
        return [_holds(model, decision_maker, least, slack) for slack in slacks]

    return solve


def _by_target(arcs: IntArray, n_states: int) -> tuple[IntArray, IntArray]:
    """Arcs sorted by target: where each target's begin (S + 1,), and their sources."""
    order = np.argsort(arcs[:, 1], kind="stable")
    return np.searchsorted(arcs[order, 1], np.arange(n_states + 1)), np.ascontiguousarray(arcs[order, 0])


def _grouped(model: OptionForm) -> Solver:
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

    def solve(k: int, name: str, slacks: Sequence[float]) -> list[BoolArray]:
        rank, least = model.rank[k], np.full(n, np.inf)
        if name != R:
            values = rank
            if name in ANSWERED:
                values = np.empty(n)
                grouped.best_answer(model.states, orders[k], starts[k], rank, *rules, k, values)
            grouped.brought_about(
                model.states, orders, starts, model.rank, values, k, name in IMPROVING, model.tolerance, *rules, least, np.empty((makers, n))
            )  # fmt: skip
        held = [np.empty(n, dtype=np.bool_) for _ in slacks]
        for slack, verdicts in zip(slacks, held, strict=True):
            grouped.held(model.states, orders[k], starts[k], rank, least, slack, model.tolerance, *rules, k, verdicts)
        return held

    return solve
