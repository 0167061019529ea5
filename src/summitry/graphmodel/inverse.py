"""The other way round: what preferences would have to be for a state to be stable, and how little would make or break it.

For one decision maker a state is stable if every move out of it is either no improvement or met by an answer; both are comparisons of
the state with others by that decision maker's own preference. So the condition is a list of clauses, each met in one of several
ways, and each way a set of states that must be no better than the state itself. Under SEQ and SSEQ what the others would answer
depends on their preferences, which are taken as they are.

How little would do is counted in two ways: in swaps of a ranking (`least_change`), or in edits of a list of statements
(`least_statements`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel.model import Model, OptionForm, require_index
from summitry.graphmodel.paths import Step, next_steps
from summitry.graphmodel.stability import ANSWERED, IMPROVING, R, require_concept

Way = frozenset[int]

MOST_LISTS: Final = 200_000


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


@dataclass(frozen=True)
class Edit:
    """One change of a list of statements. Each costs one.

    kind : "drop" takes the statement out, "negate" turns it into its opposite in its place, "raise" moves it up by one place, past
    the one that stands before it then. statement : its number, from 0, in the list as it was given.
    """

    kind: Literal["drop", "negate", "raise"]
    statement: int


@dataclass(frozen=True)
class Revision:
    """A list of statements that turns a verdict, and a shortest way to it.

    edits : in the order in which they are made. statements : what results, most important first: number in the list as it was given,
    and whether it stands as it was (False: negated).
    """

    edits: tuple[Edit, ...]
    statements: tuple[tuple[int, bool], ...]


@dataclass(frozen=True)
class StatementChange:
    """The least changes of one decision maker's statements that turn a verdict.

    stable : the verdict as things are. revisions : all lists that turn it with the fewest edits; (): none does, or none within the
    number of edits that was allowed.
    """

    stable: bool
    revisions: tuple[Revision, ...]


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
    EngineInputError : an index is out of range, the concept is not known, or the decision maker is one of those whose consent an
        option needs (then the others' moves depend on its preference too; R is still answered).
    References
    ----------
    Kinsara, Kilgour & Hipel (2015), Inverse approach to the graph model for conflict resolution, IEEE Transactions on Systems, Man,
    and Cybernetics: Systems 45(5), 734-742.
    """
    require_concept(concept)
    require_index("decision_maker", decision_maker, model.n_decision_makers)
    require_index("state", state, model.n_states)
    if concept != R and isinstance(model, OptionForm):
        _require_no_consent(model, decision_maker)
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


def least_statements(
    model: Model, decision_maker: int, state: int, concept: str, holds: ArrayLike, *, most: int | None = None
) -> StatementChange:
    """The fewest edits of a decision maker's statements, in order of importance, that make a state stable (or, if it is, unstable).

    An edit drops a statement, negates it, or moves it up by one place; each costs one. Lists are searched breadth first: all with
    one edit, with two, and so on; the search ends with the first number of edits that turns the verdict, and all lists found with
    that number are returned, in the order of the search: drops, then negations, then moves, each from the most important
    statement on. Whoever drops all statements counts all states alike and is stable everywhere, so to make a state stable takes
    at most as many edits as there are statements.

    Parameters
    ----------
    model : a graph model of either form; the decision maker's own payoffs do not enter.
    decision_maker, state : indices from 0. concept : "R", "GMR", "SMR", "SEQ" or "SSEQ".
    holds : (J, S) bool, which statement holds in which state, the most important first: see `preferences.truths`.
    most : how many edits at most; as many as it takes by default.
    Raises
    ------
    EngineInputError : as `condition`, or `holds` has another shape. TooLarge : more than 200,000 lists are met; lower `most`.
    References
    ----------
    Fang, Hipel, Kilgour & Peng (2003), as in `preferences.prioritised` (statements); Kinsara, Kilgour & Hipel (2015), as in
    `condition` (the inverse question, there over rankings).
    """
    rows = np.asarray(holds, dtype=np.bool_)
    if rows.ndim != 2 or rows.shape[1] != model.n_states:
        raise EngineInputError(f"holds: shape {rows.shape}, expected (statements, {model.n_states})")
    clauses = condition(model, decision_maker, state, concept)
    asked = sorted({x for clause in clauses for way in clause.ways for x in way})
    lead = rows[:, asked].astype(np.int8) - rows[:, [state]]  # (J, asked): +1 where only the other state fulfils it

    def is_stable(statements: tuple[tuple[int, bool], ...]) -> bool:
        """A state is better if it leads on the first statement on which it differs."""
        first = np.zeros(len(asked), dtype=np.int8)
        for j, as_it_was in statements:
            first = np.where(first == 0, lead[j] if as_it_was else -lead[j], first)
        no_better = {x for x, sign in zip(asked, first.tolist(), strict=True) if sign <= 0}
        return all(any(way <= no_better for way in clause.ways) for clause in clauses)

    start = tuple((j, True) for j in range(len(rows)))
    stable = is_stable(start)
    if not clauses:  # stable by moves alone
        return StatementChange(True, ())
    met, layer = {start}, [Revision((), start)]
    while layer and (most is None or len(layer[0].edits) < most):
        following, turned = list[Revision](), list[Revision]()
        for before in layer:
            for edit, statements in _edited(before.statements):
                if statements in met:
                    continue
                met.add(statements)
                if len(met) > MOST_LISTS:
                    mend = "Lower `most`, or give fewer statements."
                    raise TooLarge("lists of statements", len(met), MOST_LISTS, mend)
                found = Revision((*before.edits, edit), statements)
                following.append(found)
                if is_stable(statements) != stable:
                    turned.append(found)
        if turned:
            return StatementChange(stable, tuple(turned))
        layer = following
    return StatementChange(stable, ())


def _edited(statements: tuple[tuple[int, bool], ...]) -> Iterator[tuple[Edit, tuple[tuple[int, bool], ...]]]:
    """All lists one edit away."""
    for place, (j, _) in enumerate(statements):
        yield Edit("drop", j), statements[:place] + statements[place + 1 :]
    for place, (j, as_it_was) in enumerate(statements):
        yield Edit("negate", j), (*statements[:place], (j, not as_it_was), *statements[place + 1 :])
    for place in range(1, len(statements)):
        above, raised = statements[place - 1 : place + 1]
        yield Edit("raise", raised[0]), (*statements[: place - 1], raised, above, *statements[place + 1 :])


def _require_no_consent(form: OptionForm, decision_maker: int) -> None:
    if any(decision_maker in owners for _, owners in form.joint):
        raise EngineInputError(
            f"decision_maker = {decision_maker}: its consent to a joint option follows from its preference, so that the others' "
            "moves would change with it and no one condition holds; solve the model with other payoffs instead"
        )


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
