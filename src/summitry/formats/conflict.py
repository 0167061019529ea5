"""A conflict in option form, as other programs write it down: who owns which option, what cannot be, who prefers what.

A state is a bit mask: option 0 is its lowest bit. A state's number is its position among the feasible states.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel.hypergame import Hypergame, Unseen, hypergame, view_of
from summitry.graphmodel.model import MOST_OPTIONS, OptionForm, Several, pattern_of
from summitry.graphmodel.preferences import prioritised
from summitry.graphmodel.stability import CONCEPTS

Direction = Literal["both", "on", "off"]
Condition = tuple[tuple[int, int], ...]
"""An OR of patterns (mask, value): state s satisfies a pattern if s & mask == value. Empty: it never holds."""


@dataclass(frozen=True)
class Statements:
    """Option prioritisation: conditions, most important first; states with equal truths count alike."""

    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Ranking:
    """States (bit masks) in groups, best group first; states of one group are ties."""

    groups: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Payoffs:
    """State (bit mask) and payoff, higher is better."""

    values: tuple[tuple[int, float], ...]


Preference = Statements | Ranking | Payoffs


@dataclass(frozen=True)
class Conflict:
    """A graph model in option form.

    `owners` are, for each option, the numbers of the decision makers who own it (several: a joint option). `directions`:
    "on" can only be switched on, "off" only off. `coalitions` part the decision makers; empty: everybody stands alone.
    `hidden`: for each decision maker, the conditions of states that it cannot see; empty: everybody sees every state.
    """

    title: str
    decision_makers: tuple[str, ...]
    options: tuple[str, ...]
    owners: tuple[tuple[int, ...], ...]
    directions: tuple[Direction, ...]
    infeasible: tuple[Condition, ...]
    preferences: tuple[Preference, ...]
    coalitions: tuple[tuple[int, ...], ...] = ()
    status_quo: int | None = None
    hidden: tuple[tuple[Condition, ...], ...] = ()

    def __post_init__(self) -> None:
        assert len(self.owners) == len(self.directions) == len(self.options), "owners and directions: one an option"
        assert len(self.preferences) == len(self.decision_makers), "preferences: one a decision maker"
        assert len(self.hidden) in (0, len(self.decision_makers)), "hidden: one a decision maker, or none at all"

    def states(self) -> NDArray[np.int64]:
        """Feasible states, ascending.

        Above 24 options they are not enumerated: the states that rankings or payoffs list stand for them.

        Raises
        ------
        TooLarge : more than 24 options, and no states are listed.
        """
        if len(self.options) <= MOST_OPTIONS:
            states = np.arange(1 << len(self.options), dtype=np.int64)
        else:
            listed = {state for preference in self.preferences for state in listed_states(preference)}
            if not listed:
                mend = "Leave options out, or list the states in rankings."
                raise TooLarge("Options whose states are to be enumerated", len(self.options), MOST_OPTIONS, mend)
            states = np.array(sorted(listed), dtype=np.int64)
        for condition in self.infeasible:
            states = states[~holding(condition, states)]
        return states

    def is_feasible(self, s: int) -> bool:
        return not any(s & mask == value for condition in self.infeasible for mask, value in condition)

    def payoffs(self) -> NDArray[np.float64]:
        """Payoff of each decision maker (row) in each feasible state (column): higher is better.

        Statements and rankings give dense ranks, 1 for the worst, so they compare within a row and never across rows.

        Raises
        ------
        TooLarge : as `states`.
        EngineInputError : a ranking or a list of payoffs leaves a feasible state out.
        """
        states = self.states()
        rows = [self._payoff(who, preference, states) for who, preference in enumerate(self.preferences)]
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(states))

    def model(self, several: Several = "consent") -> OptionForm:
        """The graph model that somebody has who sees every state, its moves not listed.

        Parameters
        ----------
        several : what it means that an option has several owners: each other owner must consent before it comes on, or it is
            common to them. See `option_form`.
        Raises
        ------
        TooLarge, EngineInputError : as `payoffs`; or an option has no owner.
        """
        for name, owners in zip(self.options, self.owners, strict=True):
            if not owners:
                raise EngineInputError(f"options: {name!r} has no owner, so nobody could ever change it. Name one.")
        owned = list(enumerate(self.owners))
        own = tuple(
            sum(1 << o for o, owners in owned if k in owners and (several == "common" or len(owners) == 1))
            for k in range(len(self.decision_makers))
        )
        joint = tuple((1 << o, owners) for o, owners in owned if several == "consent" and len(owners) > 1)
        one_way = [sum(1 << o for o, way in enumerate(self.directions) if way == wanted) for wanted in ("on", "off")]
        return OptionForm(self.states(), own, self.payoffs(), only_on=one_way[0], only_off=one_way[1], joint=joint)

    def hypergame(
        self, concepts: str | Sequence[str] = CONCEPTS, *, several: Several = "consent", unseen: Unseen = "unstable"
    ) -> Hypergame:
        """What is stable if each decision maker knows nothing of the states that are `hidden` from it.

        Its view is the conflict without these states and the moves from and to them. It takes everybody else to see what it sees,
        and everybody's preferences for what they are.

        Parameters
        ----------
        concepts, unseen : as in `graphmodel.hypergame`. several : as in `model`.
        Raises
        ------
        TooLarge, EngineInputError : as `model`; or a decision maker sees no state.
        """
        model = self.model(several)
        hidden = self.hidden or ((),) * len(self.decision_makers)
        views = []
        for k, conditions in enumerate(hidden):
            unseen_states = np.logical_or.reduce(
                [np.zeros(model.n_states, dtype=bool), *(holding(one, model.states) for one in conditions)]
            )
            if unseen_states.all():
                raise EngineInputError(
                    f"hidden[{k}]: {self.decision_makers[k]} sees no feasible state. Take a condition out."
                )
            views.append(view_of(model, k, hidden=unseen_states))
        return hypergame(views, concepts, unseen=unseen)

    def _payoff(self, who: int, preference: Preference, states: NDArray[np.int64]) -> NDArray[np.float64]:
        if isinstance(preference, Statements):
            return prioritised(states, preference.conditions) + 1.0
        if isinstance(preference, Ranking):
            ranked = preference.groups
            worth = {s: float(len(ranked) - place) for place, group in enumerate(ranked) for s in group}
        else:
            worth = dict(preference.values)
        missing = [state for state in states.tolist() if state not in worth]
        if missing:
            shown = ", ".join(map(self.state_name, missing[:5]))
            message = f"preferences[{who}]: {self.decision_makers[who]} ranks {len(missing)} feasible states nowhere"
            raise EngineInputError(f"{message}, e.g. {shown}")
        return np.array([worth[state] for state in states.tolist()], dtype=np.float64)

    def state_name(self, s: int) -> str:
        """A state in the field's notation: Y or N for each option, option 0 first."""
        return pattern_of(s, len(self.options))


def one_line(name: str) -> str:
    """A name without line breaks and unprintable characters: names end up in messages, and YAML takes neither."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())


def holding(condition: Condition, states: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which states satisfy a condition."""
    found = np.zeros(len(states), dtype=bool)
    for mask, value in condition:
        found |= states & mask == value
    return found


def listed_states(preference: Preference) -> tuple[int, ...]:
    """The states that a ranking or payoffs name; none for statements."""
    if isinstance(preference, Ranking):
        return tuple(state for group in preference.groups for state in group)
    return tuple(state for state, _ in preference.values) if isinstance(preference, Payoffs) else ()


def ranking_of(row: NDArray[np.float64], states: NDArray[np.int64]) -> Ranking:
    """The ranking that payoffs of the feasible states amount to."""
    order = np.argsort(-row, kind="stable")
    groups = np.split(states[order], np.flatnonzero(np.diff(row[order])) + 1) if len(order) else []
    return Ranking(tuple(tuple(group.tolist()) for group in groups))
