"""Graph models: states, who can move where, and how good each state is. Two forms with the same face.

`GraphModel` lists its arcs one by one and may be of any shape. `OptionForm` lists none: a decision maker moves between the states
that agree on everybody else's options, so a million states need no more memory than their payoffs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, Protocol, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from summitry.errors import EngineInputError, TooLarge

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]
Pattern: TypeAlias = tuple[int, int]
Several = Literal["consent", "common"]
"""What it means that an option has several owners: see `option_form`."""

TOLERANCE: Final = 1e-9
MOST_OPTIONS: Final = 24
MOST_ARCS: Final = 20_000_000


class Model(Protocol):
    """What analyses ask of a graph model, whatever its form."""

    @property
    def n_states(self) -> int: ...
    @property
    def rank(self) -> FloatArray: ...
    @property
    def tolerance(self) -> float: ...
    @property
    def arcs(self) -> tuple[IntArray, ...]: ...
    @property
    def n_decision_makers(self) -> int: ...
    def moves(self, decision_maker: int, state: int) -> IntArray: ...
    def improvements(self, decision_maker: int, state: int) -> IntArray: ...


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
class OptionForm:
    """A conflict in option form, its moves not listed. Made by `option_form`, which checks what it is given.

    Attributes
    ----------
    states : (S,) int, bit masks ascending; bit o is option o.
    own : (K,) int, masks of the options that each decision maker sets alone. An option in several of them is common: each
        of its owners sets it alone.
    rank : (K, S) float, payoffs on an ordinal scale of the decision maker's own, higher is better.
    only_on, only_off : masks of the options that can only be switched on, or off.
    barred : moves that are taken out: (decision maker, pattern of the source, pattern of the target), a pattern being
        (mask, value): state s fits it if s & mask == value.
    tolerance : payoffs at most this far apart count as equal; same scale as `rank`.
    joint : options that need consent, (mask of the one option, owners); in nobody's `own`. An owner drops any of them in a
        move together with changes of its own options. It puts one on in a move of its own that changes nothing else, and only
        where every other owner strictly prefers the result. So moves depend on payoffs; `replace` with another `rank` has
        the moves that go with it.
    """

    states: IntArray
    own: tuple[int, ...]
    rank: FloatArray
    only_on: int = 0
    only_off: int = 0
    barred: tuple[tuple[int, Pattern, Pattern], ...] = ()
    tolerance: float = TOLERANCE
    joint: tuple[tuple[int, tuple[int, ...]], ...] = ()

    @property
    def n_states(self) -> int:
        """S, the number of states."""
        return len(self.states)

    @property
    def n_decision_makers(self) -> int:
        """K, the number of decision makers."""
        return len(self.own)

    @property
    def is_free(self) -> bool:
        """Can everybody set its own options in any way, as long as the result is feasible?"""
        return not (self.only_on or self.only_off or self.barred or self.joint)

    def moves(self, decision_maker: int, state: int) -> IntArray:
        """States, ascending, that a decision maker can reach from a state in one move."""
        s, hand = int(self.states[state]), self._hand(decision_maker)
        targets = np.sort((s & ~hand) | _submasks(hand))
        places = np.searchsorted(self.states, targets)
        known = places < self.n_states
        known[known] = self.states[places[known]] == targets[known]
        found = places[known & (targets != s)].astype(np.int64)
        return found[self._allowed(decision_maker, np.full(len(found), state), found)]

    def improvements(self, decision_maker: int, state: int) -> IntArray:
        """States, ascending, that a decision maker can reach in one move and strictly prefers."""
        targets = self.moves(decision_maker, state)
        rank = self.rank[decision_maker]
        return targets[is_better(rank[targets], rank[state], self.tolerance)]

    @cached_property
    def arcs(self) -> tuple[IntArray, ...]:
        """All moves listed, as in `GraphModel`. Raises `TooLarge` above 20 million of one decision maker."""
        return tuple(self._arcs(k) for k in range(self.n_decision_makers))

    def as_explicit(self) -> GraphModel:
        """The same conflict with its moves listed."""
        return GraphModel(self.n_states, self.arcs, self.rank, self.tolerance)

    def _hand(self, decision_maker: int) -> int:
        """Mask of all options that a decision maker may change, alone or by consent."""
        return self.own[decision_maker] | sum(bit for bit, owners in self.joint if decision_maker in owners)

    def _arcs(self, decision_maker: int) -> IntArray:
        arcs = _free_moves(self.states & ~self._hand(decision_maker))
        arcs = arcs[self._allowed(decision_maker, arcs[:, 0], arcs[:, 1])]
        return arcs[np.lexsort((arcs[:, 1], arcs[:, 0]))]

    def _allowed(self, decision_maker: int, sources: IntArray, targets: IntArray) -> BoolArray:
        """Which of the moves between these states (indices) exist; each changes only what the decision maker has a hand in."""
        source, target = self.states[sources], self.states[targets]
        kept = (source & ~target & self.only_on == 0) & (target & ~source & self.only_off == 0)
        for bit, owners in self.joint:
            coming = target & ~source & bit != 0
            agreed = target == source | bit
            for k in owners:
                if k != decision_maker:
                    agreed &= is_better(self.rank[k][targets], self.rank[k][sources], self.tolerance)
            kept &= ~coming | agreed
        for k, (mask, value), (to_mask, to_value) in self.barred:
            if k == decision_maker:
                kept &= ~((source & mask == value) & (target & to_mask == to_value))
        return np.asarray(kept, dtype=np.bool_)


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
    options: Sequence[tuple[str | Sequence[str], str]],
    payoffs: ArrayLike,
    feasible: ArrayLike | None = None,
    *,
    infeasible: Iterable[str] = (),
    only_on: Iterable[str] = (),
    only_off: Iterable[str] = (),
    barred: Iterable[tuple[str, str, str]] = (),
    several: Several = "consent",
    tolerance: float = TOLERANCE,
) -> OptionForm | GraphModel:
    """Graph model in which everybody may change any of their own options, as far as the result is feasible.

    Decision makers are numbered in the order in which `options` first names them. Patterns are written as in the literature, one
    sign an option: `"Y-N"` is every state with the first option on and the third off.

    An option may have several owners, (("A", "B"), "treaty"). Two readings, by `several`:

    "consent": any owner drops it alone, also along with changes of its own options. It comes on by the proposal of one
        owner, which changes nothing else, where every other owner strictly prefers the result to the state as it is. Moves
        then depend on payoffs, and are listed when they are needed (at most 20 million of one decision maker).
    "common": every owner sets it as if it were its own, so one and the same arc belongs to several decision makers. The others
        may then lead back to the very state that was left, which counts as an answer.

    Parameters
    ----------
    options : O pairs (decision maker or decision makers, option).
    payoffs : (K, S) float, finite; higher is better, compared only within a row. States stand in the order of
        `feasible_states` (ascending binary numbers, the first option being the lowest bit), or of `feasible` if that is given (in another order than ascending the moves are listed one by one).
    feasible : (S, O) bool, the states, one a row, true where the option is on; by default all that no pattern forbids.
    infeasible : patterns that no state may fit.
    only_on, only_off : names of options that can only be switched on (irreversible), or only off.
    barred : moves taken out, (decision maker, pattern of the source, pattern of the target).
    several : what it means that an option has several owners, "consent" or "common".
    tolerance : float, >= 0; payoffs at most this far apart count as equal.
    Raises
    ------
    EngineInputError : no options, one named twice, no owner or one twice, unknown names, shapes differ, a state given twice, a
        payoff not finite; options that need consent and states in another order than ascending.
    TooLarge : more than 24 options with no list of feasible states.
    References
    ----------
    Fang, Hipel & Kilgour (1993), Interactive Decision Making: The Graph Model for Conflict Resolution, Wiley.
    Xu, Kilgour, Hipel & Kemkes (2010), Using matrices to link conflict evolution and resolution in a graph model, European
    Journal of Operational Research 207(1), 318-329 (arcs of several decision makers between the same states).
    """
    owners = _checked_owners(options)
    if several not in get_args(Several):
        raise EngineInputError(f"several: {several!r} is not one of {', '.join(get_args(Several))}")
    names = list(dict.fromkeys(name for group in owners for name in group))
    alone = [len(group) == 1 or several == "common" for group in owners]
    own = tuple(sum(1 << o for o, group in enumerate(owners) if alone[o] and name in group) for name in names)
    joint = tuple((1 << o, tuple(map(names.index, owners[o]))) for o in range(len(options)) if not alone[o])
    order = None
    if feasible is None:
        states = feasible_states(len(options), infeasible)
    else:
        settings = _checked_settings(feasible, len(options))
        given = settings.astype(np.int64) @ (1 << np.arange(len(options), dtype=np.int64))
        order = np.argsort(given)
        states = given[order]
    rank = _checked_payoffs(payoffs, tolerance)
    if rank.shape != (len(names), len(states)):
        raise EngineInputError(f"payoffs: shape {rank.shape}, expected {(len(names), len(states))}")
    form = OptionForm(
        states, own, rank if order is None else rank[:, order], _named(options, only_on, "only_on"), _named(options, only_off, "only_off"),
        tuple((_place(names, who), pattern(a, len(options)), pattern(b, len(options))) for who, a, b in barred), float(tolerance),
        joint,
    )  # fmt: skip
    if order is None or (order == np.arange(len(order))).all():
        return form
    if joint:  # listed moves would be those of these payoffs for ever
        raise EngineInputError(
            "feasible: list the states as ascending binary numbers (the first option is the lowest bit): one option needs consent, so moves depend on payoffs"
        )
    return explicit(
        [order[arcs] for arcs in form.arcs], rank, tolerance=tolerance
    )  # states keep the order in which they were given


def feasible_states(n_options: int, infeasible: Iterable[str | Pattern] = ()) -> IntArray:
    """States (S,) as bit masks, ascending, that fit none of the patterns (`"Y-N"`, or mask and value).

    Raises
    ------
    TooLarge : more than 24 options. EngineInputError : a pattern of another length, or no state left.
    """
    if n_options > MOST_OPTIONS:
        raise TooLarge("options without a list of feasible states", n_options, MOST_OPTIONS, "List the states.")
    states = np.arange(1 << n_options, dtype=np.int64)
    for given in infeasible:
        mask, value = pattern(given, n_options) if isinstance(given, str) else given
        states = states[states & mask != value]
    if not len(states):
        raise EngineInputError("infeasible: no state is left")
    return states


def exactly(k: int, options: Sequence[int]) -> list[Pattern]:
    """Patterns (mask, value) of all states in which not exactly `k` of these options (numbers) are on."""
    mask = sum(1 << o for o in options)
    return [(mask, int(value)) for value in _submasks(mask) if int(value).bit_count() != k]


def pattern(text: str, n_options: int) -> Pattern:
    """`"Y-N"` as (mask, value). Raises `EngineInputError` for another length or other signs."""
    if len(text) != n_options or set(text) - set("YN-"):
        raise EngineInputError(f"pattern {text!r}: expected {n_options} signs, each Y, N or -")
    mask = sum(1 << o for o, sign in enumerate(text) if sign != "-")
    return mask, sum(1 << o for o, sign in enumerate(text) if sign == "Y")


def require_index(what: str, index: int, count: int) -> None:
    """Raise EngineInputError unless `index` is one of 0 to `count` − 1."""
    if not 0 <= index < count:
        raise EngineInputError(f"{what} = {index}: expected 0 to {count - 1}")


def pattern_of(state: int, n_options: int) -> str:
    """A state as the literature writes it: Y or N for each option, the first option first."""
    return "".join("Y" if state >> o & 1 else "N" for o in range(n_options))


def option_settings(n_options: int) -> BoolArray:
    """All 2**O states (2**O, O) in option form: row s is s in binary, the first option being the lowest bit.

    Raises
    ------
    TooLarge : more than 24 options.
    """
    if n_options > MOST_OPTIONS:
        raise TooLarge("options without a list of feasible states", n_options, MOST_OPTIONS, "List the states.")
    return (np.arange(2**n_options)[:, None] >> np.arange(n_options) & 1).astype(np.bool_)


def is_better(values: FloatArray, than: FloatArray | float, tolerance: float) -> BoolArray:
    """Where payoffs are better by more than the tolerance: the one place that decides what a strict gain is."""
    return np.asarray(values > np.asarray(than) + tolerance)


def improving_arcs(model: Model, decision_maker: int) -> IntArray:
    """Arcs (E', 2) of a decision maker that lead to a state that it strictly prefers."""
    arcs, rank = model.arcs[decision_maker], model.rank[decision_maker]
    return arcs[is_better(rank[arcs[:, 1]], rank[arcs[:, 0]], model.tolerance)]


def _checked_owners(options: Sequence[tuple[str | Sequence[str], str]]) -> list[tuple[str, ...]]:
    """Owners of each option."""
    owners = [(who,) if isinstance(who, str) else tuple(who) for who, _ in options]
    pairs = [(frozenset(group), name) for group, (_, name) in zip(owners, options, strict=True)]
    if not options or len(set(pairs)) != len(options):
        raise EngineInputError("options: at least one is needed, and none twice")
    for o, group in enumerate(owners):
        if not group or len(set(group)) != len(group):
            raise EngineInputError(f"options[{o}]: owners {group}: expected one or several, each once")
    return owners


def _named(options: Sequence[tuple[str | Sequence[str], str]], wanted: Iterable[str], what: str) -> int:
    names = [option for _, option in options]
    return sum(1 << _place(names, name, what) for name in wanted)


def _place(names: Sequence[str], name: str, what: str = "barred") -> int:
    if names.count(name) != 1:
        raise EngineInputError(
            f"{what}: {name!r} is not one of {', '.join(dict.fromkeys(names))}, or not the only one of that name"
        )
    return names.index(name)


def _submasks(mask: int) -> IntArray:
    """All 2**b submasks of a mask with b bits, ascending, 0 among them."""
    out = np.zeros(1, dtype=np.int64)
    for o in range(mask.bit_length()):
        if mask >> o & 1:
            out = np.concatenate([out, out | 1 << o])
    return out


def _free_moves(held_by_others: IntArray) -> IntArray:
    """Arcs (E, 2) between all different states that agree on the options of everybody else, (S,) masks."""
    n_states = len(held_by_others)
    _, group = np.unique(held_by_others, return_inverse=True)
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
