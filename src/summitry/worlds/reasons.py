"""Why nobody leaves an end state, who would, and what holds them: stability (R, GMR, SMR, SEQ) around what play reaches.

Play says where things rest; the graph model's concepts say why. They are explanations of one draw, by utility and not by looking
ahead, and no second forecast: a state can be stable that play never reaches, and play can rest where SEQ finds nothing that
holds a mover (looking three rounds ahead, the gain was not worth it).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel.model import GraphModel, explicit
from summitry.graphmodel.play import BEHAVIOURS, Behaviour, evaluate
from summitry.graphmodel.stability import CONCEPTS, GMR, SEQ, SMR, R
from summitry.graphmodel.steps import Step, Steps, is_agreed
from summitry.graphmodel.witness import Witness, witness
from summitry.worlds.draws import Draws
from summitry.worlds.interventions import AS_IT_IS, Intervention
from summitry.worlds.world import World, Worlds

FloatArray = NDArray[np.float64]
Path = tuple[tuple[int, int], ...]

MOST_STATES = 20_000
MOST_HELD = 5
BY_CREDIBILITY = (R, SEQ, SMR, GMR)  # whose witness is shown: an answer in the others' interest before one out of spite


@dataclass(frozen=True)
class Change:
    """A move: who makes it, what it switches `on` and `off` (breach marks as `deal/OWNER`), and the state that it leads to."""

    by: str
    on: tuple[str, ...]
    off: tuple[str, ...]
    to: tuple[str, ...]


@dataclass(frozen=True)
class Hold:
    """One mover in one state.

    stable : verdict by concept. held_by : the concept whose sanction is given; "R" where there is nothing to gain; None where
    nothing holds the mover. improvement : its best move to something better (None under R), or the best that nothing deters.
    sanction : how the others then answer, step by step, to where the mover is no better off than it was. counter : its best
    move after that to something better, where it has one: under GMR and SEQ it says that the sanction could be undone.
    """

    mover: str
    stable: dict[str, bool]
    held_by: str | None
    improvement: Change | None
    sanction: tuple[Change, ...]
    counter: Change | None


@dataclass(frozen=True)
class Held:
    """An end state, or one state of a cycle. `probability` is that of the end state as a whole."""

    state: tuple[str, ...]
    kind: str
    probability: float
    movers: tuple[Hold, ...]

    def is_equilibrium(self, concept: str) -> bool:
        """Is the state stable for every mover?"""
        return all(hold.stable[concept] for hold in self.movers)


def explain(
    worlds: Worlds,
    intervention: Intervention = AS_IT_IS,
    behaviour: Behaviour = "foresighted",
    draw: int | None = None,
) -> list[Held]:
    """What holds whom in the most probable end states (at most five states; a cycle counts each of its states).

    Parameters
    ----------
    worlds : the conflict; `intervention` comes on top of what it is given.
    draw : which draw to explain; None: one with every range at its middle.
    Raises
    ------
    EngineInputError : no such draw.
    TooLarge : more than 12 options of one actor free at once, or more than 20,000 states around what is visited.
    """
    if draw is None and not worlds.draws.central:
        worlds = Worlds(worlds.dossier, Draws(central=True), worlds.horizon, worlds.given, workers=worlds.workers)
    if not 0 <= (draw or 0) < worlds.draws.size:
        raise EngineInputError(f"draw = {draw}: expected 0 to {worlds.draws.size - 1}")
    return Reasons(worlds, intervention, behaviour, draw or 0).held()


class Reasons:
    """The graph model around what play reaches in one draw of one world.

    1. States: what settled play visits under both behaviours, with the eve; one agreed move from there; and one move of the
    others from each improvement over an end state of the behaviour asked about. 2. Moves: acting alone, a joint step from which
    all other owners strictly gain, a vote that passes; by utility. Moves that lead to other states are left out, so an answer
    of several steps that strays far from play may be missed.
    """

    def __init__(self, worlds: Worlds, intervention: Intervention, behaviour: Behaviour = "foresighted", draw: int = 0):
        self.labels, self.draw = worlds.game.labels, draw
        self.rules, self.stakes = worlds.game.under(worlds.given + intervention)
        self.movers = [int(k) for k in self.rules.movers]
        worlds.solve_all([(intervention, b) for b in BEHAVIOURS])
        self.ends = _ends(worlds.solve(intervention, behaviour), draw)[:MOST_HELD]
        self._steps = Steps(self.rules)
        self._worth: dict[int, FloatArray] = {}
        self._moves: dict[int, list[list[int]]] = {}
        visited = set().union(*(_visited(worlds.solve(intervention, b), draw) for b in BEHAVIOURS))
        self.states = self._around(visited | {int(self.rules.start)})
        self.number = {state: s for s, state in enumerate(self.states)}
        self.model = self._model()

    def held(self) -> list[Held]:
        """Each end state with what holds every mover in it, most probable first."""
        return [
            Held(self.labels.state(state), kind, probability, self._holds(self.number[state]))
            for state, kind, probability in self.ends
        ]

    def _around(self, visited: set[int]) -> list[int]:
        self._list_moves(visited)
        near = visited.union(*(targets for s in visited for targets in self._moves[s]))
        self._list_moves(near)
        answers = self._answers()
        self._list_moves(answers)
        return sorted(near | answers)

    def _answers(self) -> set[int]:
        """Where the others can go from an improvement over an end state."""
        return {
            t
            for end, _, _ in self.ends
            for m, k in enumerate(self.movers)
            for better in self._moves[end][m]
            if self._worth[better][k] > self._worth[end][k]
            for n, targets in enumerate(self._moves[better])
            if n != m
            for t in targets
        }

    def _list_moves(self, states: Iterable[int]) -> None:
        """Agreed moves of every mover from each state; all new targets are weighed together."""
        new = sorted(set(states) - self._moves.keys())
        if len(new) + len(self._moves) > MOST_STATES:
            raise TooLarge("states around those that play reaches", len(new) + len(self._moves), MOST_STATES,
                           "Forbid or hold some options.")  # fmt: skip
        legal = {s: [self._legal(s, k) for k in self.movers] for s in new}
        self._weigh(set(new) | {step.target for lists in legal.values() for steps in lists for step in steps})
        for s, lists in legal.items():
            self._moves[s] = [sorted({step.target for step in steps if self._is_agreed(s, step)}) for steps in lists]

    def _legal(self, state: int, actor: int) -> list[Step]:
        try:
            return self._steps.legal(state, actor)
        except TooLarge as error:
            name = self.labels.actors[actor]
            raise TooLarge(
                f"options that {name} can set at once", error.count, error.bound,
                "Merge options that always go together, or split the actor.",
            ) from error  # fmt: skip

    def _is_agreed(self, state: int, step: Step) -> bool:
        if not step.agree | step.on | step.off:
            return True
        gain = self._worth[step.target] - self._worth[state]
        return is_agreed(self.rules, step, gain, self.stakes.yes_on[self.draw], self.stakes.yes_off[self.draw])

    def _weigh(self, states: set[int]) -> None:
        new = np.array(sorted(states - self._worth.keys()), np.int64)
        if len(new):
            worth, _ = evaluate(self.rules, self.stakes, np.full(len(new), self.draw, np.int64), new)
            self._worth.update(zip(new.tolist(), worth, strict=True))

    def _model(self) -> GraphModel:
        def arcs_of(m: int) -> list[tuple[int, int]]:
            inside = self.number
            return [(inside[s], inside[t]) for s in self.states for t in self._moves[s][m] if t in inside]

        rank = np.stack([self._worth[state] for state in self.states], axis=1)[self.movers]
        if not self.movers:
            return GraphModel(len(self.states), (), rank)
        return explicit([np.array(arcs_of(m), np.int64).reshape(-1, 2) for m in range(len(self.movers))], rank)

    def _holds(self, state: int) -> tuple[Hold, ...]:
        return tuple(self._hold(m, state) for m in range(len(self.movers)))

    def _hold(self, mover: int, state: int) -> Hold:
        found = {concept: witness(self.model, mover, state, concept) for concept in CONCEPTS}
        held_by = next((concept for concept in BY_CREDIBILITY if found[concept].stable), None)
        shown = found[held_by or SEQ]
        sanction = self._keenest(mover, state, shown) if held_by == SEQ else shown.sanction
        return Hold(
            self.labels.actors[self.movers[mover]],
            {concept: found[concept].stable for concept in CONCEPTS},
            held_by,
            None if shown.improvement is None else self._change(mover, state, shown.improvement),
            self._changes(shown.improvement, sanction),
            self._counter(mover, state, sanction),
        )

    def _keenest(self, mover: int, state: int, shown: Witness) -> Path:
        """The sanction with its last step the best for who makes it, among those that spoil the improvement as well."""
        assert shown.improvement is not None
        before = shown.sanction[-2][1] if len(shown.sanction) > 1 else shown.improvement
        answerer, rank = shown.sanction[-1][0], self.model.rank
        gains = self.model.improvements(answerer, before)
        spoiling = gains[rank[mover, gains] <= rank[mover, state] + self.model.tolerance]
        return (*shown.sanction[:-1], (answerer, int(spoiling[np.argmax(rank[answerer, spoiling])])))

    def _counter(self, mover: int, state: int, sanction: Path) -> Change | None:
        if not sanction:
            return None
        rank, end = self.model.rank[mover], sanction[-1][1]
        moves = self.model.moves(mover, end)
        better = moves[rank[moves] > rank[state] + self.model.tolerance]
        return self._change(mover, end, int(better[np.argmax(rank[better])])) if len(better) else None

    def _changes(self, start: int | None, steps: Path) -> tuple[Change, ...]:
        places = [start, *(to for _, to in steps)]
        return tuple(
            self._change(mover, at, to) for (mover, to), at in zip(steps, places[:-1], strict=True) if at is not None
        )

    def _change(self, mover: int, before: int, after: int) -> Change:
        s, t = self.states[before], self.states[after]
        by = self.labels.actors[self.movers[mover]]
        return Change(by, self.labels.state(t & ~s), self.labels.state(s & ~t), self.labels.state(t))


def _visited(world: World, draw: int) -> set[int]:
    """States of settled play in one draw."""
    rows = world.played.settled
    return {int(s) for s in rows.state[rows.draw == draw]}


def _ends(world: World, draw: int) -> list[tuple[int, str, float]]:
    """States of the end states of one draw: state, kind, probability of the end state; most probable first, in a cycle the
    state in which most time is spent."""
    rows = world.played.settled
    mine = np.flatnonzero((rows.draw == draw) & (rows.group >= 0))
    out = []
    for group in np.unique(rows.group[mine]):
        members = mine[rows.group[mine] == group]
        kind, probability = "rest" if len(members) == 1 else "cycle", float(rows.mass[members].sum())
        out += [(-probability, int(group), -float(rows.late[q]), int(rows.state[q]), kind) for q in members]
    return [(state, kind, -negative) for negative, _, _, state, kind in sorted(out)]
