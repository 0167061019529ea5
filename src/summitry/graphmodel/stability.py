"""Which states of a graph model nobody leaves: Nash (R), GMR, SMR and SEQ stability, and the equilibria.

A graph model is a set of states, one directed graph of moves per decision maker over them, and one payoff per
decision maker and state. Opponents answer by any legal sequence of moves: at least one, nobody twice in a row.
A state is left only if an improvement leads away from it that the answers cannot spoil, and an answer spoils it
when it ends no better than where the mover stood (a tie spoils it, and so does a return to that very state).

This is the plain version over explicit arcs, linear in their number. Compare with the set-based oracle in the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from summitry.errors import EngineInputError, TooLarge

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]

R: Final = "R"
GMR: Final = "GMR"
SMR: Final = "SMR"
SEQ: Final = "SEQ"
CONCEPTS: Final = (R, GMR, SMR, SEQ)

TOLERANCE: Final = 1e-9
MOST_OPTIONS: Final = 20
MOST_ARCS: Final = 20_000_000


@dataclass(frozen=True, eq=False)
class GraphModel:
    """States, moves and payoffs. Made by `explicit` or `option_form`, which check what they are given.

    Attributes
    ----------
    n_states : S, at least 1.
    arcs : K arrays (E, 2) int, (source, target), one array per decision maker; sorted, no arc twice, none from a
        state to itself.
    rank : (K, S) float, payoffs on an ordinal scale of the decision maker's own, higher is better.
    tolerance : payoffs at most this far apart count as equal; same scale as `rank`.
    """

    n_states: int
    arcs: tuple[IntArray, ...]
    rank: FloatArray
    tolerance: float = TOLERANCE

    @property
    def n_decision_makers(self) -> int:
        """K, the number of decision makers."""
        return len(self.arcs)

    def moves(self, decision_maker: int, state: int) -> IntArray:
        """States, ascending, that a decision maker can reach from a state in one move."""
        arcs = self.arcs[decision_maker]
        first, end = np.searchsorted(arcs[:, 0], [state, state + 1])
        return arcs[first:end, 1]

    def improvements(self, decision_maker: int, state: int) -> IntArray:
        """States, ascending, that a decision maker can reach in one move and strictly prefers."""
        targets = self.moves(decision_maker, state)
        rank = self.rank[decision_maker]
        return targets[is_better(rank[targets], rank[state], self.tolerance)]


@dataclass(frozen=True, eq=False)
class Stability:
    """Verdicts by concept: `stable[concept]` is (K, S) bool, `equilibria[concept]` (S,) bool: stable for all."""

    stable: dict[str, BoolArray]
    equilibria: dict[str, BoolArray]


def explicit(arcs: Sequence[ArrayLike], payoffs: ArrayLike, *, tolerance: float = TOLERANCE) -> GraphModel:
    """Graph model of the arcs as they are given, which need be neither transitive nor reversible.

    Parameters
    ----------
    arcs : K arrays (E, 2) int, (source, target), states counted from 0; an arc given twice counts once.
    payoffs : (K, S) float, finite; higher is better, compared only within a row.
    tolerance : float, >= 0; payoffs at most this far apart count as equal.
    Raises
    ------
    EngineInputError : shapes differ, a payoff is not finite, an arc leaves the states or leads back to its source.
    """
    rank = _checked_payoffs(payoffs, tolerance)
    n_decision_makers, n_states = rank.shape
    if len(arcs) != n_decision_makers:
        raise EngineInputError(f"arcs: {len(arcs)} decision makers, but payoffs has {n_decision_makers} rows")
    checked = tuple(_checked_arcs(array, index, n_states) for index, array in enumerate(arcs))
    return GraphModel(n_states, checked, rank, float(tolerance))


def option_form(
    options: Sequence[tuple[str, str]],
    payoffs: ArrayLike,
    feasible: ArrayLike | None = None,
    *,
    tolerance: float = TOLERANCE,
) -> GraphModel:
    """Graph model in which everybody may change any of their own options, as long as the result is feasible.

    Decision makers are numbered in the order in which `options` first names them.

    Parameters
    ----------
    options : O pairs (decision maker, option).
    payoffs : (K, S) float, finite; higher is better, compared only within a row.
    feasible : (S, O) bool, the states, one a row, true where the option is on; by default all 2**O of them in the
        order of `option_settings`.
    tolerance : float, >= 0; payoffs at most this far apart count as equal.
    Raises
    ------
    EngineInputError : no options, one named twice, shapes differ, a state given twice, a payoff not finite.
    TooLarge : more than 20 options with no list of feasible states, or more than 20 million arcs.
    References
    ----------
    Fang, Hipel & Kilgour (1993), Interactive Decision Making: The Graph Model for Conflict Resolution, Wiley.
    """
    if not options or len(set(options)) != len(options):
        raise EngineInputError("options: at least one is needed, and none twice")
    settings = option_settings(len(options)) if feasible is None else _checked_settings(feasible, len(options))
    names = list(dict.fromkeys(decision_maker for decision_maker, _ in options))
    owners = np.array([names.index(decision_maker) for decision_maker, _ in options])
    rank = _checked_payoffs(payoffs, tolerance)
    if rank.shape != (len(names), len(settings)):
        raise EngineInputError(f"payoffs: shape {rank.shape}, expected {(len(names), len(settings))}")
    arcs = [_free_moves(settings[:, owners != owner]) for owner in range(len(names))]
    return explicit(arcs, rank, tolerance=tolerance)


def option_settings(n_options: int) -> BoolArray:
    """All 2**O states (2**O, O) in option form: row s is s in binary, the first option being the lowest bit.

    Raises
    ------
    TooLarge : more than 20 options.
    """
    if n_options > MOST_OPTIONS:
        raise TooLarge("options without a list of feasible states", n_options, MOST_OPTIONS, "List the states.")
    return (np.arange(2**n_options)[:, None] >> np.arange(n_options) & 1).astype(np.bool_)


def stability(model: GraphModel, concepts: str | Sequence[str] = CONCEPTS) -> Stability:
    """Stable states of each decision maker, and equilibria, under the named concepts.

    With r the decision maker's payoff, b(t) the best it can have at t or one move on, and g, m, e (q) the least
    r, the least b, and the least r along improvements, of what the others can bring about from q: state s is
    GMR / SMR / SEQ stable if g / m / e (q) <= r(s) for every improvement q; R stable if there is no improvement.

    Parameters
    ----------
    model : GraphModel.
    concepts : one or several of "R", "GMR", "SMR", "SEQ".
    Raises
    ------
    EngineInputError : a concept is not known.
    References
    ----------
    Nash (1950), PNAS 36(1), 48-49, doi:10.1073/pnas.36.1.48 (R).
    Howard (1971), Paradoxes of Rationality, MIT Press (GMR, SMR).
    Fraser & Hipel (1979), IEEE Transactions on Systems, Man, and Cybernetics 9(12), 805-816 (SEQ).
    Fang, Hipel & Kilgour (1993), Interactive Decision Making, Wiley (legal sequences, more than two).
    """
    names = (concepts,) if isinstance(concepts, str) else tuple(concepts)
    for name in names:
        require_concept(name)
    sources = tuple(_sources_by_target(arcs, model.n_states) for arcs in model.arcs)
    improving = tuple(_sources_by_target(improving_arcs(model, k), model.n_states) for k in _decision_makers(model))
    stable = {name: np.ones((model.n_decision_makers, model.n_states), dtype=np.bool_) for name in names}
    for decision_maker in _decision_makers(model):
        for name in names:
            answers = improving if name == SEQ else sources
            values = _best_answer(model, decision_maker) if name == SMR else model.rank[decision_maker]
            others = [answers[k] for k in _decision_makers(model) if k != decision_maker and name != R]
            worst = _worst_brought_about(values, others)
            stable[name][decision_maker] = _holds(model, decision_maker, worst)
    return Stability(stable, {name: np.logical_and.reduce(verdicts) for name, verdicts in stable.items()})


def is_better(values: FloatArray, than: FloatArray | float, tolerance: float) -> BoolArray:
    """Where payoffs are better by more than the tolerance: the one place that decides what a strict gain is."""
    return np.asarray(values > np.asarray(than) + tolerance)


def improving_arcs(model: GraphModel, decision_maker: int) -> IntArray:
    """Arcs (E', 2) of a decision maker that lead to a state that it strictly prefers."""
    arcs, rank = model.arcs[decision_maker], model.rank[decision_maker]
    return arcs[is_better(rank[arcs[:, 1]], rank[arcs[:, 0]], model.tolerance)]


def require_concept(concept: str) -> None:
    """Raise EngineInputError unless the concept is one of `CONCEPTS`."""
    if concept not in CONCEPTS:
        raise EngineInputError(f"concepts: {concept!r} is not one of {', '.join(CONCEPTS)}")


def _decision_makers(model: GraphModel) -> range:
    return range(model.n_decision_makers)


def _holds(model: GraphModel, decision_maker: int, worst: FloatArray) -> BoolArray:
    """States (S,) whose improvements q all risk something no better: `worst[q]` (S,)."""
    rank, improvements = model.rank[decision_maker], improving_arcs(model, decision_maker)
    held = np.ones(model.n_states, dtype=np.bool_)
    tempting = is_better(worst[improvements[:, 1]], rank[improvements[:, 0]], model.tolerance)
    held[improvements[tempting, 0]] = False
    return held


def _best_answer(model: GraphModel, decision_maker: int) -> FloatArray:
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


def _free_moves(held_by_others: BoolArray) -> IntArray:
    """Arcs (E, 2) between all different states that agree on the options (S, others') of everybody else."""
    n_states = len(held_by_others)
    _, group = np.unique(held_by_others, axis=0, return_inverse=True)
    group = group.reshape(n_states)
    order, size = np.argsort(group, kind="stable"), np.bincount(group)
    count = int((size.astype(np.int64) ** 2).sum()) - n_states
    if count > MOST_ARCS:
        raise TooLarge("arcs of one decision maker", count, MOST_ARCS, "Merge options or list fewer states.")
    repeats = size[group[order]]
    source = np.repeat(order, repeats)
    place = np.arange(len(source)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    first = np.cumsum(size) - size
    target = order[first[group[source]] + place]
    moving = source != target
    return np.stack([source[moving], target[moving]], axis=1)


def _checked_payoffs(payoffs: ArrayLike, tolerance: float) -> FloatArray:
    rank = np.array(payoffs, dtype=np.float64)
    if rank.ndim != 2 or 0 in rank.shape:
        raise EngineInputError(f"payoffs: shape {rank.shape}, expected (decision makers, states), neither of them 0")
    if not np.isfinite(rank).all():
        row, column = np.argwhere(~np.isfinite(rank))[0].tolist()
        raise EngineInputError(f"payoffs[{row}, {column}] = {rank[row, column]}: must be finite")
    if not 0 <= tolerance < np.inf:
        raise EngineInputError(f"tolerance = {tolerance}: must be finite and not negative")
    return rank


def _checked_arcs(arcs: ArrayLike, decision_maker: int, n_states: int) -> IntArray:
    given = np.asarray(arcs)
    pairs = np.zeros((0, 2), dtype=np.int64) if given.size == 0 else given
    if pairs.ndim != 2 or pairs.shape[1] != 2 or not np.issubdtype(pairs.dtype, np.integer):
        raise EngineInputError(f"arcs[{decision_maker}]: expected whole numbers of shape (arcs, 2), got {given.shape}")
    faulty = ((pairs < 0) | (pairs >= n_states)).any(axis=1) | (pairs[:, 0] == pairs[:, 1])
    if faulty.any():
        index = int(np.argmax(faulty))
        raise EngineInputError(
            f"arcs[{decision_maker}][{index}] = {tuple(pairs[index].tolist())}: "
            f"expected two different states from 0 to {n_states - 1}"
        )
    code = np.unique(pairs[:, 0].astype(np.int64) * n_states + pairs[:, 1])
    return np.stack([code // n_states, code % n_states], axis=1)


def _checked_settings(feasible: ArrayLike, n_options: int) -> BoolArray:
    settings = np.asarray(feasible, dtype=np.bool_)
    if settings.ndim != 2 or settings.shape[1] != n_options:
        raise EngineInputError(f"feasible: shape {settings.shape}, expected (states, {n_options})")
    _, first = np.unique(settings, axis=0, return_index=True)
    if len(first) != len(settings):
        twice = int(np.setdiff1d(np.arange(len(settings)), first)[0])
        raise EngineInputError(f"feasible[{twice}]: the same state as an earlier row")
    return settings
