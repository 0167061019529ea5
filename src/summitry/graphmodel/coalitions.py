"""Stability when several act together: coalitions that move for the good of all members, and answers made at once.

Dense matrices (S, S), written down from the definitions, for models of up to some 2,000 states.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, reduce
from itertools import combinations
from operator import or_
from typing import Final

import numpy as np

from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel.model import BoolArray, IntArray, Model, OptionForm, is_better
from summitry.graphmodel.relations import dense, held, legal_ends, product, require_small
from summitry.graphmodel.stability import CONCEPTS, GMR, SEQ, SMR, R

MOST_COALITIONS: Final = 255  # of eight decision makers


def coalitional_improvements(model: Model, coalition: Iterable[int]) -> IntArray:
    """Arcs (E, 2), sorted: where a coalition can bring things, each member strictly better off at the end.

    Members move by legal sequences (no member twice in a row), and a step may harm a member: only the end counts. Where an option
    needs consent, each owner still judges the step that puts it on by itself.

    Parameters
    ----------
    model : a graph model of either form. coalition : indices of members, from 0.
    Raises
    ------
    EngineInputError : no member, or an index out of range. TooLarge : more than 2,048 states.
    References
    ----------
    Kilgour, Hipel, Fang & Peng (2001), Coalition Analysis in Group Decision Support, Group Decision and Negotiation 10,
    159-175.
    """
    return _Together(model).improvements(_checked_coalition(model, coalition))


def coalitional_stability(model: Model, coalition: Iterable[int]) -> dict[str, BoolArray]:
    """States (S,) that a coalition H has no reason to leave, under R, GMR, SMR and SEQ of coalitions.

    With improvements as in `coalitional_improvements`, and all legal sequences of those outside H as answers:

    R (coalitional Nash): H has no improvement.
    GMR: each improvement has an answer that is no better than s for some member.
    SMR: and wherever H can go from there, there is still such a member (not always the same one).
    SEQ: each improvement has such an answer among sequences of coalitional improvements by sub-coalitions of those
        outside H. Read here so: at least one step; each step leads, by any legal sequence of its sub-coalition's
        members, to a state that all of them like better than the one before it; no sub-coalition takes two steps
        running, but one that shares members with the last may go on.

    One member alone has the verdicts of `stability` under R, GMR and SMR. SEQ may hold more states than there, as the
    others may answer together. SEQ lies within GMR where everybody's moves are transitive, as they are in option form
    without one-way or barred moves. Nobody is outside the coalition of all, so nothing deters it: its four verdicts are
    one.

    Parameters
    ----------
    model : a graph model of either form. coalition : indices of members, from 0.
    Raises
    ------
    EngineInputError : no member, or an index out of range.
    TooLarge : more than 2,048 states, or more than eight decision makers outside the coalition.
    References
    ----------
    Kilgour, Hipel, Fang & Peng (2001), as in `coalitional_improvements` (R).
    Inohara & Hipel (2008), Coalition Analysis in the Graph Model for Conflict Resolution, Systems Engineering 11(4),
    343-359; Interrelationships among Noncooperative and Coalition Stability Concepts, Journal of Systems Science and
    Systems Engineering 17(1), 1-29 (GMR, SMR, SEQ).
    """
    return _Together(model).verdicts(_checked_coalition(model, coalition))


def coalitionally_stable(model: Model, coalitions: Iterable[Iterable[int]] | None = None) -> dict[str, BoolArray]:
    """States (S,) that none of the coalitions has reason to leave, by concept; by default none of all non-empty ones.

    Parameters
    ----------
    model : a graph model of either form. coalitions : each the indices of its members, from 0.
    Raises
    ------
    EngineInputError : no coalition, one without members, an index out of range.
    TooLarge : more than 2,048 states, or more than 255 coalitions.
    References
    ----------
    See `coalitional_stability`.
    """
    everybody = frozenset(range(model.n_decision_makers))
    wanted = _parts(everybody) if coalitions is None else [_checked_coalition(model, members) for members in coalitions]
    if not wanted:
        raise EngineInputError("coalitions: at least one is needed")
    together = _Together(model)
    stable = {concept: np.ones(model.n_states, dtype=np.bool_) for concept in CONCEPTS}
    for coalition in dict.fromkeys(wanted):
        for concept, verdicts in together.verdicts(coalition).items():
            stable[concept] &= verdicts
    return stable


class _Together:
    """What coalitions of one model can do, each worked out once."""

    def __init__(self, model: Model):
        require_small(model.n_states)
        self.model, self.everybody = model, frozenset(range(model.n_decision_makers))
        self.improvements = cache(self._improvements)

    def verdicts(self, coalition: frozenset[int]) -> dict[str, BoolArray]:
        n, outside = self.model.n_states, self.everybody - coalition
        better, leaving = self._better_for_all(coalition), dense(self.improvements(coalition), n)
        answers, own = self._reach(outside), self._reach(coalition)
        credible = legal_ends([self.improvements(part) for part in _parts(outside)], n)
        undone = product(better, own.T)  # from t the coalition can go on to something better than s for all
        return {
            R: np.asarray(~leaving.any(axis=1)),
            GMR: held(leaving, answers, ~better),
            SMR: held(leaving, answers, ~better & ~undone),
            SEQ: held(leaving, credible, ~better),
        }

    def _improvements(self, coalition: frozenset[int]) -> IntArray:
        return np.argwhere(self._reach(coalition) & self._better_for_all(coalition))

    def _reach(self, coalition: frozenset[int]) -> BoolArray:
        return legal_ends([self.model.arcs[k] for k in sorted(coalition)], self.model.n_states)

    def _better_for_all(self, coalition: frozenset[int]) -> BoolArray:
        """(S, S): is t better than s for every member?"""
        ranks = self.model.rank[sorted(coalition)]
        return np.logical_and.reduce([is_better(rank[None, :], rank[:, None], self.model.tolerance) for rank in ranks])


def _parts(members: frozenset[int]) -> list[frozenset[int]]:
    """All non-empty coalitions of these, the small ones first."""
    count = 2 ** len(members) - 1
    if count > MOST_COALITIONS:
        raise TooLarge("coalitions", count, MOST_COALITIONS, "Name the coalitions, or merge decision makers.")
    return [frozenset(part) for size in range(1, len(members) + 1) for part in combinations(sorted(members), size)]


def _checked_coalition(model: Model, coalition: Iterable[int]) -> frozenset[int]:
    members = frozenset(int(k) for k in coalition)
    if not members:
        raise EngineInputError("coalition: at least one member is needed")
    for k in sorted(members):
        if not 0 <= k < model.n_decision_makers:
            raise EngineInputError(f"coalition: member {k}, expected 0 to {model.n_decision_makers - 1}")
    return members


def simultaneous(form: OptionForm) -> BoolArray:
    """Stable states (K, S) under simultaneous sanctioning, SIM: the others act at the same moment as the one who
    leaves.

    State s is SIM stable for i if each of its improvements is spoiled by some combination of improvements that the
    others have from s itself, made at once with it. Each other makes one of its own or stays, and at least one moves;
    all changes of options are joined; a combination that is not feasible does not count; one that ends no better than s
    for i spoils.

    1. Take the feasible states t for which each other's options are as in s, or as after an improvement of its own from
    s. 2. Keep those which are no better than s for i. 3. s is stable if each improvement's setting of i's options is
    found among them. No product over the others is formed, so many others cost no more than few.

    Hand analysis of two decision makers tries SIM only where both are unstable under SEQ: there use
    `(seq | (~seq.any(axis=0) & sim)).all(axis=0)`, with `seq` (2, S) the verdicts of SEQ.

    Parameters
    ----------
    form : an OptionForm, as only options say what two moves at once lead to.
    Raises
    ------
    EngineInputError : another form of model, or options of several owners. TooLarge : more than 2,048 states.
    References
    ----------
    Fraser & Hipel (1984), Conflict Analysis: Models and Resolutions, North-Holland.
    """
    if not isinstance(form, OptionForm):
        raise EngineInputError("form: simultaneous moves need a model in option form, its states ascending")
    if form.joint or sum(form.own) != reduce(or_, form.own):
        raise EngineInputError(
            "form: an option has several owners. What two of them bring about who change it at once, or whether a consent "
            "still stands while others move, no source says; use SEQ, or give the option one owner."
        )
    require_small(form.n_states)
    makers = range(form.n_decision_makers)
    parts = [form.states & own for own in form.own]
    better = [dense(form.arcs[k], form.n_states) for k in makers]
    for k in makers:
        better[k] &= is_better(form.rank[k][None, :], form.rank[k][:, None], form.tolerance)
    stable = np.ones((form.n_decision_makers, form.n_states), dtype=np.bool_)
    for s in range(form.n_states):
        if not any(better[k][s].any() for k in makers):
            continue
        wanted = [np.unique(parts[k][better[k][s]]) for k in makers]
        joins = [(parts[k] == parts[k][s]) | np.isin(parts[k], wanted[k]) for k in makers]
        for i in makers:
            others = [k for k in makers if k != i]
            # that all others stay need not be ruled out: then t is the improvement itself, better than s
            spoiling = ~is_better(form.rank[i], form.rank[i][s], form.tolerance)
            spoiling &= np.logical_and.reduce([joins[k] for k in others], axis=0)
            stable[i, s] = bool(np.isin(wanted[i], parts[i][spoiling]).all())
    return stable
