"""Stability from preference relations, where payoffs do not suffice: preferences partly unknown, or of two strengths.

Payoffs are ranks and put everything in one line. A relation need not: it holds one code per pair of states, so "nobody
knows" may stand between two of them, and what is unknown need not be transitive. Everything here is a dense (S, S)
matrix, written down from the definitions, for models of up to some 2,000 states; for payoffs alone see `stability`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from typing import Final, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel.model import (
    TOLERANCE,
    BoolArray,
    GraphModel,
    IntArray,
    Model,
    OptionForm,
    explicit,
    is_better,
    require_index,
)
from summitry.graphmodel.stability import CONCEPTS, SEQ, SMR, STRONG, WEAK, R, Stability

Relations: TypeAlias = NDArray[np.int8]
"""(K, S, S) int8: `relations[k, s, t]` says how decision maker k sees t from s."""

MUCH_BETTER: Final = 2
BETTER: Final = 1
EQUAL: Final = 0
WORSE: Final = -1
MUCH_WORSE: Final = -2
UNKNOWN: Final = 9
CODES: Final = (MUCH_BETTER, BETTER, EQUAL, WORSE, MUCH_WORSE, UNKNOWN)

RELATIONAL_CONCEPTS: Final = (*CONCEPTS, *STRONG.values(), *WEAK.values())

Extension = Literal["a", "b", "c", "d"]
LEAVING_ON_UNKNOWN: Final = ("a", "c")  # what may be better tempts
DETERRED_BY_UNKNOWN: Final = ("c", "d")  # what may be no better deters

MOST_STATES: Final = 2_048
ARC_BYTES: Final = 64_000_000  # bytes looked at once while sequences are followed

Pairs: TypeAlias = Iterable[tuple[int, int]]


# ------------------------------------------------------------------------------------------------ relations


def relations_of(model: Model) -> Relations:
    """Relations (K, S, S) of a model's payoffs: better, equal or worse, by the model's own tolerance.

    Raises
    ------
    TooLarge : more than 2,048 states.
    """
    require_small(model.n_states)
    relations = np.zeros((model.n_decision_makers, model.n_states, model.n_states), dtype=np.int8)
    for k, rank in enumerate(model.rank):
        better = is_better(rank[None, :], rank[:, None], model.tolerance)
        relations[k] = better.astype(np.int8) - better.T.astype(np.int8)
    return relations


def checked_relations(relations: ArrayLike) -> Relations:
    """A copy as (K, S, S) int8, if every pair has one meaning from both ends and every state equals itself.

    Raises
    ------
    EngineInputError : another shape, an unknown code, a state not equal to itself, t seen from s not the opposite of s
        seen from t. TooLarge : more than 2,048 states.
    """
    given = np.asarray(relations)
    if given.ndim != 3 or given.shape[1] != given.shape[2] or 0 in given.shape:
        raise EngineInputError(f"relations: shape {given.shape}, expected (decision makers, states, states)")
    require_small(given.shape[1])
    opposite = np.where(given == UNKNOWN, UNKNOWN, -given).swapaxes(1, 2)
    for faulty, what in (
        (~np.isin(given, CODES), f"expected one of {CODES}"),
        (np.eye(given.shape[1], dtype=np.bool_) & (given != EQUAL), "a state must equal itself, code 0"),
        (given != opposite, "not the opposite of the same pair seen from the other state"),
    ):
        if faulty.any():
            k, s, t = np.argwhere(faulty)[0].tolist()
            raise EngineInputError(f"relations[{k}, {s}, {t}] = {given[k, s, t]}: {what}")
    return given.astype(np.int8)


def with_unknown(relations: ArrayLike, decision_maker: int, pairs: Pairs) -> Relations:
    """A copy in which nobody knows how the decision maker compares these pairs of states.

    Parameters
    ----------
    relations : (K, S, S) codes. decision_maker : index from 0. pairs : (s, t), in either order.
    Raises
    ------
    EngineInputError : an index out of range, a state paired with itself, relations that do not fit.
    References
    ----------
    Li, Hipel, Kilgour & Fang (2004), Preference Uncertainty in the Graph Model for Conflict Resolution, IEEE
    Transactions on Systems, Man, and Cybernetics A 34(4), 507-520.
    """
    found = checked_relations(relations)
    for s, t in _checked_pairs(found, decision_maker, pairs):
        found[decision_maker, s, t] = found[decision_maker, t, s] = UNKNOWN
    return found


def with_strength(
    relations: ArrayLike,
    decision_maker: int,
    gap: float | None = None,
    *,
    payoffs: ArrayLike | None = None,
    pairs: Pairs | None = None,
) -> Relations:
    """A copy in which some of what the decision maker finds better is much better. Strengths already there stay.

    Give either `gap` or `pairs`. A gap counts levels of its ranking, so 3 means three levels up, ties being one level;
    with `payoffs` it is a difference of these. What is unknown stays unknown.

    Parameters
    ----------
    relations : (K, S, S) codes. decision_maker : index from 0.
    gap : > 0; at least that far above is much better.
    payoffs : (S,) float, finite; a scale on which differences mean something. Needed if the relation is no ranking.
    pairs : (s, t): t is much better than s; must be better already.
    Raises
    ------
    EngineInputError : neither or both of `gap` and `pairs`, a gap not positive, payoffs of another shape or against the
        relation, no payoffs and no ranking, a pair that is not better, an index out of range.
    References
    ----------
    Hamouda, Kilgour & Hipel (2004), Strength of Preference in the Graph Model for Conflict Resolution, Group Decision
    and Negotiation 13, 449-462; (2006), Strength of Preference in Graph Models for Multiple-Decision-Maker Conflicts,
    Applied Mathematics and Computation 179(1), 314-327.
    """
    found = checked_relations(relations)
    if (gap is None) == (pairs is None):
        raise EngineInputError("gap, pairs: give one of the two")
    if pairs is not None:
        much = np.zeros(found.shape[1:], dtype=np.bool_)
        for s, t in _checked_pairs(found, decision_maker, pairs):
            if found[decision_maker, s, t] not in (BETTER, MUCH_BETTER):
                raise EngineInputError(f"pairs: {(s, t)}: state {t} is not better than state {s}")
            much[s, t] = True
    else:
        require_index("decision_maker", decision_maker, len(found))
        assert gap is not None
        if not gap > 0:
            raise EngineInputError(f"gap = {gap}: must be positive")
        code = found[decision_maker]
        scale = _levels(code) if payoffs is None else _checked_scale(payoffs, code)
        much = _is_better(code) & (scale[None, :] - scale[:, None] >= gap - TOLERANCE)
    found[decision_maker][much] = MUCH_BETTER
    found[decision_maker][much.T] = MUCH_WORSE
    return found


def _levels(code: Relations) -> NDArray[np.float64]:
    """Levels (S,) of a relation that is a ranking, the worst being 0."""
    better = _is_better(code)
    _, order = np.unique(better.sum(axis=0), return_inverse=True)  # how many states each one beats
    level = np.asarray(order.reshape(len(code)), dtype=np.float64)
    if (code == UNKNOWN).any() or ((level[None, :] > level[:, None]) != better).any():
        raise EngineInputError("gap: the relation has unknown or intransitive pairs, so no levels; give payoffs")
    return level


def _checked_scale(payoffs: ArrayLike, code: Relations) -> NDArray[np.float64]:
    scale = np.asarray(payoffs, dtype=np.float64)
    if scale.shape != code.shape[:1] or not np.isfinite(scale).all():
        raise EngineInputError(f"payoffs: shape {scale.shape}, expected {code.shape[:1]}, all finite")
    against = _is_better(code) & (scale[None, :] < scale[:, None])
    if against.any():
        s, t = np.argwhere(against)[0].tolist()
        raise EngineInputError(f"payoffs: state {t} is better than state {s}, but has the lower payoff")
    return scale


def _is_better(code: Relations) -> BoolArray:
    return np.asarray((code == BETTER) | (code == MUCH_BETTER))


def _checked_pairs(relations: Relations, decision_maker: int, pairs: Pairs) -> list[tuple[int, int]]:
    require_index("decision_maker", decision_maker, len(relations))
    n_states, given = relations.shape[1], [(int(s), int(t)) for s, t in pairs]
    for s, t in given:
        if not (0 <= s < n_states and 0 <= t < n_states and s != t):
            raise EngineInputError(f"pairs: {(s, t)}: expected two different states from 0 to {n_states - 1}")
    return given


# ------------------------------------------------------------------------------------------------ stability


def relational_stability(
    model: Model | Sequence[ArrayLike],
    relations: ArrayLike,
    concepts: str | Sequence[str] = CONCEPTS,
    extension: Extension = "b",
) -> Stability:
    """Stable states and equilibria from relations: four ways to treat what is unknown, and two strengths of stability.

    | extension | a state is left for what is | an answer deters if it ends |
    |---|---|---|
    | a | better or unknown | no better for certain |
    | b | better | no better for certain |
    | c | better or unknown | no better or unknown |
    | d | better | no better or unknown |

    a is the strictest and d the widest. Under SMR everything that the decision maker can do after the answer must deter
    as well; under SEQ the others answer by moves to what is better or unknown for them, in every extension. With no
    unknown pair all four are the same, and R, GMR, SMR and SEQ those of `stability`.

    "strong GMR", "strong SMR", "strong SEQ": only what is much worse deters (in c and d: or unknown, as in the papers
    that join both ideas, read from the same pattern). A state with no improvement is strongly stable. "weak GMR" and so
    on: stable, not strongly. Their equilibria: strong, where all are strongly stable; weak, where all are stable and
    not all strongly.

    Parameters
    ----------
    model : a graph model of either form, of which only the moves count (by its payoffs, where an option needs consent); or K
        arrays (E, 2) int, (source, target).
    relations : (K, S, S) codes, see `relations_of`.
    concepts : one or several of `RELATIONAL_CONCEPTS`.
    extension : "a", "b", "c" or "d".
    Raises
    ------
    EngineInputError : shapes differ, relations that do not fit, an unknown concept or extension.
    TooLarge : more than 2,048 states.
    References
    ----------
    Li, Hipel, Kilgour & Fang (2004), as in `with_unknown` (the extensions).
    Hamouda, Kilgour & Hipel (2004, 2006), as in `with_strength` (strong and weak).
    """
    found = checked_relations(relations)
    arcs = _arcs(model, found)
    names = tuple(dict.fromkeys((concepts,) if isinstance(concepts, str) else concepts))
    for name in names:
        if name not in RELATIONAL_CONCEPTS:
            raise EngineInputError(f"concepts: {name!r} is not one of {', '.join(RELATIONAL_CONCEPTS)}")
    if extension not in get_args(Extension):
        raise EngineInputError(f"extension: {extension!r} is not one of {', '.join(get_args(Extension))}")

    makers, n_states = range(len(found)), found.shape[1]
    tempting = [a[(_is_better(found[k]) | (found[k] == UNKNOWN))[a[:, 0], a[:, 1]]] for k, a in enumerate(arcs)]

    @cache
    def answers(decision_maker: int, improving: bool) -> BoolArray:
        movers = tempting if improving else arcs
        return legal_ends([movers[k] for k in makers if k != decision_maker], n_states)

    stable: dict[str, BoolArray] = {}
    equilibria: dict[str, BoolArray] = {}
    for base in dict.fromkeys(_base(name) for name in names):
        general, strong = np.ones((2, len(found), n_states), dtype=np.bool_)
        for k in makers:
            case = _Case(found[k], dense(arcs[k], n_states), extension)
            if base == R:
                general[k] = ~np.logical_or.reduce(case.leaving, axis=1)
                continue
            reach = answers(k, base == SEQ)
            general[k] = case.held(reach, case.no_better, answered=base == SMR)
            strong[k] = case.held(reach, case.much_worse, answered=base == SMR)
        for_all = np.logical_and.reduce(general)
        results: dict[str, tuple[BoolArray, BoolArray]] = {base: (general, for_all)}
        if base != R:
            strongly_for_all = np.logical_and.reduce(strong)
            results[STRONG[base]] = strong, strongly_for_all
            results[WEAK[base]] = general & ~strong, for_all & ~strongly_for_all
        for name, (verdicts, together) in results.items():
            stable[name], equilibria[name] = verdicts, together
    return Stability({name: stable[name] for name in names}, {name: equilibria[name] for name in names})


@dataclass(frozen=True)
class _Case:
    """One decision maker's relation (S, S) and moves (S, S), read under an extension."""

    code: Relations
    moves: BoolArray
    extension: Extension

    @property
    def leaving(self) -> BoolArray:
        unknown = self.code == UNKNOWN
        return self.moves & (_is_better(self.code) | (unknown & (self.extension in LEAVING_ON_UNKNOWN)))

    @property
    def no_better(self) -> BoolArray:
        return self._deterring(self.code <= EQUAL)

    @property
    def much_worse(self) -> BoolArray:
        return self._deterring(self.code == MUCH_WORSE)

    def _deterring(self, certain: BoolArray) -> BoolArray:
        return np.asarray(certain | ((self.code == UNKNOWN) & (self.extension in DETERRED_BY_UNKNOWN)))

    def held(self, reach: BoolArray, deterring: BoolArray, answered: bool) -> BoolArray:
        """States (S,) none of whose improvements is free of an answer that deters: `deterring[s, t]`, seen from s."""
        if answered:  # from t the decision maker may go on to u, which must deter as well
            deterring = deterring & ~product(~deterring, self.moves.T)
        return held(self.leaving, reach, deterring)


def _base(name: str) -> str:
    return name.rpartition(" ")[2]


def _arcs(model: Model | Sequence[ArrayLike], relations: Relations) -> tuple[IntArray, ...]:
    if not isinstance(model, GraphModel | OptionForm):
        given = list(model)  # type: ignore[arg-type]
        return explicit(given, np.zeros(relations.shape[:2])).arcs
    expected = (model.n_decision_makers, model.n_states, model.n_states)
    if relations.shape != expected:
        raise EngineInputError(f"relations: shape {relations.shape}, expected {expected}")
    return model.arcs


# ------------------------------------------------------------------------------------------------ matrices


def require_small(n_states: int) -> None:
    """Raise TooLarge above 2,048 states: everything here is dense in pairs of states."""
    if n_states > MOST_STATES:
        raise TooLarge("states", n_states, MOST_STATES, "Merge options, or use `stability`, which needs payoffs only.")


def dense(arcs: IntArray, n_states: int) -> BoolArray:
    """Arcs (E, 2) as a matrix (S, S) bool."""
    matrix = np.zeros((n_states, n_states), dtype=np.bool_)
    matrix[arcs[:, 0], arcs[:, 1]] = True
    return matrix


def product(a: BoolArray, b: BoolArray) -> BoolArray:
    """Boolean matrix product. Counts up to 2,048 are exact in single precision, and BLAS knows no bools."""
    return np.asarray(a.astype(np.float32) @ b.astype(np.float32) > 0)


def held(leaving: BoolArray, reach: BoolArray, deterring: BoolArray) -> BoolArray:
    """States (S,) all of whose improvements are answered.

    Parameters
    ----------
    leaving : (S, S), improvements q of s. reach : (S, S), ends t of what the others can do from q.
    deterring : (S, S), whether t spoils an improvement from s.
    """
    return np.asarray(~(leaving & ~product(deterring, reach.T)).any(axis=1))


def legal_ends(movers: Sequence[IntArray], n_states: int) -> BoolArray:
    """Ends (S, S) of legal sequences from each state: at least one move, no mover twice in a row.

    F_k, the ends of sequences that mover k begins, is J_k + J_k (sum of F_m over m other than k): iterated to the least
    fixed point, on rows of bits, some columns at a time, as an end state has nothing to do with another.

    Parameters
    ----------
    movers : arcs (E, 2) per mover, sorted by source.
    """
    moving = [arcs for arcs in movers if len(arcs)]
    ends = np.zeros((n_states, n_states), dtype=np.bool_)
    if not moving:
        return ends
    width = 8 * max(1, ARC_BYTES // max(len(arcs) for arcs in moving))
    starts = [np.flatnonzero(np.diff(arcs[:, 0], prepend=-1)) for arcs in moving]
    for first in range(0, n_states, width):
        count = min(width, n_states - first)
        begun = [_packed(arcs, n_states, first, count) for arcs in moving]
        changed = len(moving) > 1
        while changed:
            changed = False
            for k, arcs in enumerate(moving):
                others = reduce(np.bitwise_or, (b for m, b in enumerate(begun) if m != k))
                gained = np.bitwise_or.reduceat(others[arcs[:, 1]], starts[k], axis=0)
                rows = arcs[starts[k], 0]
                if (gained & ~begun[k][rows]).any():
                    begun[k][rows] |= gained
                    changed = True
        bits = np.unpackbits(reduce(np.bitwise_or, begun), axis=1, count=count)
        ends[:, first : first + count] = bits.astype(np.bool_)
    return ends


def _packed(arcs: IntArray, n_states: int, first: int, count: int) -> NDArray[np.uint8]:
    """Arcs as rows of bits, (S, bytes), of the targets from `first` on."""
    inside = arcs[(arcs[:, 1] >= first) & (arcs[:, 1] < first + count)]
    matrix = np.zeros((n_states, count), dtype=np.bool_)
    matrix[inside[:, 0], inside[:, 1] - first] = True
    return np.packbits(matrix, axis=1)
