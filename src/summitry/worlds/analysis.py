"""A graph model with names: which states are stable for whom, under which concepts, as tables and plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel.cautious import Chain, cautious_play
from summitry.graphmodel.inverse import Change, least_change
from summitry.graphmodel.model import BoolArray, IntArray, Model, explicit, pattern_of
from summitry.graphmodel.paths import Reached, reached
from summitry.graphmodel.stability import CONCEPTS, Progress, Stability, stability
from summitry.graphmodel.steps import Steps, is_agreed
from summitry.graphmodel.witness import Witness, witness
from summitry.worlds.draws import Draws
from summitry.worlds.world import Worlds

if TYPE_CHECKING:
    import pandas

MOST_STATES = 50_000

__all__ = ["MOST_STATES", "Analysis", "Witness", "of_dossier", "of_worlds"]


@dataclass(frozen=True)
class Analysis:
    """Stability of a whole conflict.

    decision_makers, options : names. states : (S,) bit masks over the options, in the order of `model`. marks : names of further
    bits (breach marks). start : index of the status quo, if there is one. worlds : the dossier's worlds, if it comes from a dossier.
    """

    title: str
    decision_makers: tuple[str, ...]
    options: tuple[str, ...]
    states: IntArray
    model: Model = field(repr=False)
    concepts: tuple[str, ...] = CONCEPTS
    marks: tuple[str, ...] = ()
    start: int | None = None
    progress: Progress | None = field(default=None, repr=False)
    worlds: Worlds | None = field(default=None, repr=False)

    @cached_property
    def found(self) -> Stability:
        """The verdicts, computed once.

        Beside the concepts of `stability`: SIM (option form), L1, L2, … and NM (two decision makers without ties).
        """
        plain = tuple(c for c in self.concepts if not _is_further(c))
        found = stability(self.model, plain, progress=self.progress)
        stable = {c: _further(self.model, c) if _is_further(c) else found.stable[c] for c in self.concepts}
        return Stability(stable, {c: np.logical_and.reduce(verdicts) for c, verdicts in stable.items()})

    @property
    def explained(self) -> tuple[str, ...]:
        """The concepts for which there are witnesses and least changes."""
        return tuple(c for c in self.concepts if not _is_further(c))

    def names_on(self, s: int) -> list[str]:
        """Options that are on in state number `s`."""
        state = int(self.states[s])
        return [name for o, name in enumerate((*self.options, *self.marks)) if state >> o & 1]

    def pattern(self, s: int) -> str:
        """A state in the field's notation: Y or N for each option, the first option first."""
        return pattern_of(int(self.states[s]), len(self.options))

    def state(self, text: str) -> int:
        """Number of a state that is given as number from 0, as `YN…`, as names with commas, or as `nothing`.

        Raises
        ------
        EngineInputError : there is no such state.
        """
        if text.isdigit():
            place = int(text)
            if place < self.model.n_states:
                return place
            raise EngineInputError(f"state {text}: expected 0 to {self.model.n_states - 1}")
        if len(text) == len(self.options) and set(text) <= set("YN"):
            mask = sum(1 << o for o, sign in enumerate(text) if sign == "Y")
        else:
            names = [] if text == "nothing" else [name.strip() for name in text.split(",")]
            unknown = [name for name in names if name not in self.options]
            if unknown:
                raise EngineInputError(
                    f"state {text!r}: no option {unknown[0]!r}; there are: {', '.join(self.options)}"
                )
            mask = sum(1 << self.options.index(name) for name in set(names))
        hits = np.flatnonzero(self.states == mask)
        if not len(hits):
            raise EngineInputError(f"state {text!r} is not one of the {self.model.n_states} states of this conflict")
        return int(hits[0])

    def equilibria(self) -> list[int]:
        """States that are an equilibrium under some concept, the most concepts first."""
        count = sum(verdicts.astype(np.int64) for verdicts in self.found.equilibria.values())
        order = np.argsort(-np.asarray(count), kind="stable")
        return [int(s) for s in order if np.asarray(count)[s]]

    def witness(self, decision_maker: int, state: int, concept: str) -> Witness:
        """Improvement, sanction and counter-move behind one verdict."""
        return witness(self.model, decision_maker, state, concept)

    def least_change(self, decision_maker: int, state: int, concept: str) -> Change:
        """The least change of a decision maker's ranking that turns one verdict."""
        return least_change(self.model, decision_maker, state, concept)

    def reached(self, start: int, *, improving: bool = False) -> Reached:
        """Status quo analysis."""
        return reached(self.model, start, improving=improving)

    def cautious(self, start: int, concept: str) -> Chain:
        """Where things go when everybody makes its best improvement that nothing deters."""
        return cautious_play(self.model, start, concept)

    def coalitional(self, coalitions: Sequence[Sequence[int]]) -> list[dict[str, BoolArray]]:
        """Which states each coalition would not leave, by concept."""
        from summitry.graphmodel.coalitions import coalitional_stability

        return [coalitional_stability(self.model, coalition) for coalition in coalitions]

    def as_data(self) -> dict[str, Any]:
        """The shape that `summitry lab solve --json` prints (docs/reference/json.md)."""
        stable = {
            concept: {name: np.flatnonzero(verdicts[k]).tolist() for k, name in enumerate(self.decision_makers)}
            for concept, verdicts in self.found.stable.items()
        }
        equilibria = {concept: np.flatnonzero(verdicts).tolist() for concept, verdicts in self.found.equilibria.items()}
        return {
            "states": [self.names_on(s) for s in range(self.model.n_states)],
            "stable": stable,
            "equilibria": equilibria,
        }

    def to_frame(self) -> pandas.DataFrame:
        """One row a state: its pattern and, for each concept, the decision makers for whom it is stable, and whether it is an equilibrium."""
        import pandas

        data: dict[str, Any] = {"state": [self.pattern(s) for s in range(self.model.n_states)]}
        for concept, verdicts in self.found.stable.items():
            for k, name in enumerate(self.decision_makers):
                data[f"{concept} {name}"] = verdicts[k]
            data[concept] = self.found.equilibria[concept]
        return pandas.DataFrame(data)

    def _repr_html_(self) -> str:
        return str(self.to_frame().iloc[self.equilibria()].to_html())


def _is_further(concept: str) -> bool:
    return concept in ("SIM", "NM") or (concept[:1] == "L" and concept[1:].isdigit())


def _further(model: Model, concept: str) -> BoolArray:
    from summitry.graphmodel.coalitions import simultaneous
    from summitry.graphmodel.foresight import limited_moves, non_myopic

    if concept == "SIM":
        return simultaneous(model)  # type: ignore[arg-type]  # another form is refused with a reason
    return non_myopic(model).stable if concept == "NM" else limited_moves(model, int(concept[1:]))


def of_worlds(
    worlds: Worlds, concepts: Sequence[str] = CONCEPTS, draw: int = 0, progress: Progress | None = None
) -> Analysis:
    """The graph model of a dossier: every state that agreed moves reach from the eve in one draw, by utility and not by looking ahead.

    A joint step is a move if all other owners strictly gain by it, a body's if the vote passes.

    Raises
    ------
    TooLarge : more than 50,000 states are reached.
    """
    rules, stakes = worlds.game.under(worlds.given)
    steps, movers, labels = Steps(rules), [int(k) for k in rules.movers], worlds.game.labels
    number: dict[int, int] = {int(rules.start): 0}
    arcs: list[list[tuple[int, int]]] = [[] for _ in movers]
    worth: dict[int, Any] = {}
    waiting = [int(rules.start)]
    while waiting:
        legal = {s: [steps.legal(s, k) for k in movers] for s in waiting}
        met = {*waiting, *(one.target for lists in legal.values() for found in lists for one in found)}
        new = sorted(met - worth.keys())
        values, _ = worlds.game.weigh(np.full(len(new), draw, np.int64), np.array(new, np.int64), worlds.given)
        worth.update(zip(new, values, strict=True))
        waiting = []
        for s, lists in legal.items():
            for m, found in enumerate(lists):
                for one in found:
                    asks = one.agree | one.on | one.off
                    if asks and not is_agreed(
                        rules, one, worth[one.target] - worth[s], stakes.yes_on[draw], stakes.yes_off[draw]
                    ):
                        continue
                    if one.target not in number:
                        number[one.target] = len(number)
                        waiting.append(one.target)
                    arcs[m].append((number[s], number[one.target]))
        if len(number) > MOST_STATES:
            raise TooLarge("states that agreed moves reach", len(number), MOST_STATES, "Forbid or hold some options.")
    states = np.array(list(number), np.int64)
    rank = np.stack([worth[int(s)] for s in states], axis=1)[movers]
    model = explicit([np.array(found, np.int64).reshape(-1, 2) for found in arcs], rank)
    marks = tuple(f"{deal}/{owner}" for deal, owner in labels.marks)
    return Analysis(
        worlds.dossier.title, tuple(labels.actors[k] for k in movers), labels.options, states, model, tuple(concepts), marks, 0, worlds=worlds
    )  # fmt: skip


def of_dossier(case: Any, concepts: Sequence[str] = CONCEPTS) -> Analysis:
    """The graph model of a dossier with every range at its middle."""
    from summitry.dossier.loading import as_dossier

    return of_worlds(Worlds(as_dossier(case), Draws(central=True)), concepts)
