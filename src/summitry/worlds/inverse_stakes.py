"""What one stake would have to be for a state to become stable, or unstable: the least change of a single number that turns a verdict.

The inverse of `graphmodel.inverse` asks how a ranking would have to change with the moves as they are. In a dossier rankings come from
stakes, and whoever is asked for its consent gives it by its stakes; so here one number moves, and with it both the actor's own order
of states and the joint steps and votes that turn on its consent. All other numbers stay at their middles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel.model import BoolArray, FloatArray, GraphModel, IntArray, explicit
from summitry.graphmodel.stability import stability
from summitry.graphmodel.steps import TOLERANCE, Step, Steps, is_agreed
from summitry.worlds.analysis import MOST_STATES, Analysis
from summitry.worlds.game import Game

SCAN = 40  # steps of the scan over the whole scale of a number
PRECISION = 1 / 1000  # of the scale

_Listed = list[tuple[tuple[int, int], tuple[bool, ...]]]
"""Moves as pairs of states, each with whether it is agreed if the decision maker asked loses by it, is indifferent, or gains."""


@dataclass(frozen=True)
class Turn:
    """The least change of one own number that turns the verdict on a state for a decision maker, under `concepts`.

    stable : the verdict as things are. path : the input (`issues.<issue>.stakes.<actor>.position` or `.salience`); None: no single
    number does it. middle, value : the number now and the nearest at which the verdict was seen to be the other, in the unit of the path.
    """

    decision_maker: int
    concepts: tuple[str, ...]
    stable: bool
    path: str | None
    middle: float = 0.0
    value: float = 0.0


def least_stakes(found: Analysis, state: int, progress: Callable[[int, int], None] | None = None) -> list[Turn]:
    """For each decision maker and concept: the one position or salience of its own whose change, the least for its scale, turns a verdict.

    1. List all states that legal steps can reach from the state, whatever the decision maker consents to. 2. For each of its positions
    and saliences, go outwards from the middle in fortieths of the scale (the issue's, or 0 to 100); at each value agree the joint steps
    and votes anew and look at the verdict. 3. Halve the first step that turns it down to a thousandth of the scale. The changes of
    different numbers are compared as shares of their scales. Only where a change of ranking turns the verdict at all. A turn and
    turn back within one fortieth is not seen.

    Parameters
    ----------
    found : of a dossier. state : index. progress : told (1, numbers in all) after each number.
    Raises
    ------
    EngineInputError : not of a dossier. TooLarge : more than 50,000 states are reached.
    """
    if found.worlds is None:
        raise EngineInputError("stakes: a graph model without a dossier has none")
    wanted = {
        k: [c for c in found.explained if found.least_change(k, state, c).passed is not None]
        for k in range(len(found.decision_makers))
    }
    numbers = {k: list(_numbers(found.worlds.game, name)) for k, name in enumerate(found.decision_makers)}
    total = sum(len(numbers[k]) for k, concepts in wanted.items() if concepts)
    rules, _ = found.worlds.game.under(found.worlds.given)
    steps = Steps(rules)  # remembers what is legal, which no number changes
    turns: list[Turn] = []
    for k, concepts in wanted.items():
        if concepts:
            local = _Local(found, state, k, steps)
            turns += _turns(local, k, concepts, numbers[k], lambda: progress and progress(1, total))
    return turns


def _turns(
    local: _Local, k: int, concepts: list[str], numbers: list[tuple[str, float, float]], tick: Callable[[], object]
) -> list[Turn]:
    now = local.verdicts(None, 0.0, concepts)
    best: dict[str, tuple[float, str, float, float]] = {}
    for path, low, high in numbers:
        middle = float(local.game.values[path][0])
        reach = {concept: best[concept][0] if concept in best else 1.0 for concept in concepts}
        for concept, value in _first_turns(local, path, middle, (low, high), now, reach).items():
            size = abs(value - middle) / (high - low)
            if concept not in best or size < best[concept][0]:
                best[concept] = (size, path, middle, value)
        tick()
    grouped: dict[tuple[bool, tuple[float, str, float, float] | None], list[str]] = {}
    for concept in concepts:
        grouped.setdefault((now[concept], best.get(concept)), []).append(concept)
    return [
        Turn(k, tuple(same), stable, *((None,) if least is None else least[1:]))
        for (stable, least), same in grouped.items()
    ]


def _first_turns(
    local: _Local, path: str, middle: float, ends: tuple[float, float], now: dict[str, bool], reach: dict[str, float]
) -> dict[str, float]:
    """The value nearest to the middle at which each verdict is another; nothing for those that do not turn within `reach`, a share
    of the scale."""
    step, precision = (ends[1] - ends[0]) / SCAN, (ends[1] - ends[0]) * PRECISION
    found: dict[str, float] = {}
    for place in range(1, SCAN + 1):
        left = [concept for concept in now if concept not in found and place - 1 < reach[concept] * SCAN]
        if not left:
            break
        for sign in (1, -1):
            near, far = (min(max(middle + sign * step * q, ends[0]), ends[1]) for q in (place - 1, place))
            if near == far:
                continue
            verdicts = local.verdicts(path, far, left)
            for concept in left:
                if verdicts[concept] != now[concept]:
                    value = _halved(local, path, (near, far), concept, now[concept], precision)
                    if concept not in found or abs(value - middle) < abs(found[concept] - middle):
                        found[concept] = value
    return found


def _halved(local: _Local, path: str, between: tuple[float, float], concept: str, now: bool, precision: float) -> float:
    same, other = between
    while abs(other - same) > precision:
        half = (same + other) / 2
        if local.verdicts(path, half, [concept])[concept] == now:
            same = half
        else:
            other = half
    return other


def _numbers(game: Game, actor: str) -> Iterator[tuple[str, float, float]]:
    """Positions and saliences of an actor with the ends of their scales; none of one whose preferences are listed."""
    if actor in game.dossier.preferences:
        return
    for name, issue in sorted(game.dossier.issues.items()):
        stake = issue.stakes.get(actor)
        if stake is not None:
            if stake.position is not None:
                yield f"issues.{name}.stakes.{actor}.position", issue.low, issue.high
            yield f"issues.{name}.stakes.{actor}.salience", 0.0, 100.0


class _Local:
    """All that can come of one state, whatever one decision maker consents to; and the verdicts there by the value of one of its numbers.

    A verdict on a state depends only on what can be reached from it. Steps that do not turn on this decision maker's consent are listed
    once; of the others it is noted for which sign of its own gain they are agreed.
    """

    def __init__(self, found: Analysis, state: int, maker: int, steps: Steps):
        assert found.worlds is not None
        self.game, self.given, self.maker = found.worlds.game, found.worlds.given, maker
        self._rules, self._stakes = self.game.under(self.given)
        self._movers = [self.game.labels.actors.index(name) for name in found.decision_makers]
        self._actor = self._movers[maker]
        self._steps = steps
        self._number: dict[int, int] = {}
        self._worth: dict[int, FloatArray] = {}
        listed: list[_Listed] = [[] for _ in self._movers]
        self._explore(int(found.states[state]), listed)
        sure = (True, True, True)
        self._sure = [_pairs([pair for pair, allowed in arcs if allowed == sure]) for arcs in listed]
        self._asked = [_pairs([pair for pair, allowed in arcs if allowed != sure]) for arcs in listed]
        self._allowed = [
            np.array([allowed for _, allowed in arcs if allowed != sure], np.bool_).reshape(-1, 3) for arcs in listed
        ]
        self._states = np.array(list(self._number), np.int64)
        self._rank = np.stack([self._worth[s] for s in self._number], axis=1)[self._movers]
        self._kept: tuple[bytes, GraphModel] | None = None

    def verdicts(self, path: str | None, value: float, concepts: Sequence[str]) -> dict[str, bool]:
        """Is the state stable, with the number at `path` at `value` (None: as it is)?"""
        game = self.game
        if path is not None:
            game = game.revalued({**game.values, path: np.full_like(game.values[path], value)})
        worth, _ = game.weigh(np.zeros(len(self._states), np.int64), self._states, self.given)
        model = self._model(np.ascontiguousarray(worth[:, self._actor]))
        stable = stability(model, concepts, workers=1).stable
        return {concept: bool(stable[concept][self.maker, 0]) for concept in concepts}

    def _model(self, own: FloatArray) -> GraphModel:
        rank = self._rank.copy()
        rank[self.maker] = own
        kept = [self._consented(m, own) for m in range(len(self._movers))]
        mark = b"".join(one.tobytes() for one in kept)
        if self._kept is None or self._kept[0] != mark:
            arcs = [
                np.concatenate([sure, asked[on]]) for sure, asked, on in zip(self._sure, self._asked, kept, strict=True)
            ]
            self._kept = mark, explicit(arcs, rank)
        return replace(self._kept[1], rank=rank)

    def _consented(self, m: int, own: FloatArray) -> BoolArray:
        """Which of the steps of a mover that turn on this decision maker's consent are agreed."""
        pairs = self._asked[m]
        gain = own[pairs[:, 1]] - own[pairs[:, 0]]
        sign = np.where(gain > TOLERANCE, 2, np.where(gain < -TOLERANCE, 0, 1))
        return np.asarray(self._allowed[m][np.arange(len(sign)), sign])

    def _explore(self, start: int, listed: list[_Listed]) -> None:
        self._number[start] = 0
        waiting = [start]
        while waiting:
            legal = {s: [self._steps.legal(s, k) for k in self._movers] for s in waiting}
            self._weigh({*waiting, *(one.target for lists in legal.values() for steps in lists for one in steps)})
            new: list[int] = []
            for s, lists in legal.items():
                for m, steps in enumerate(lists):
                    for step in steps:
                        self._note(s, step, listed[m], new)
            waiting = new
            if len(self._number) > MOST_STATES:
                raise TooLarge("states around the one asked about", len(self._number), MOST_STATES,
                               "Forbid or hold some options.")  # fmt: skip

    def _note(self, s: int, step: Step, listed: _Listed, new: list[int]) -> None:
        allowed = self._agreed(s, step)
        if not any(allowed) or step.target == s:
            return
        if step.target not in self._number:
            self._number[step.target] = len(self._number)
            new.append(step.target)
        listed.append(((self._number[s], self._number[step.target]), allowed))

    def _agreed(self, s: int, step: Step) -> tuple[bool, ...]:
        """Is a step agreed if the decision maker loses by it, is indifferent, or gains?"""
        if not step.agree | step.on | step.off:
            return (True, True, True)
        gain = self._worth[step.target] - self._worth[s]
        out = []
        for own in (-1.0, 0.0, 1.0):
            gain[self._actor] = own
            out.append(is_agreed(self._rules, step, gain, self._stakes.yes_on[0], self._stakes.yes_off[0]))
        return tuple(out)

    def _weigh(self, states: set[int]) -> None:
        new = np.array(sorted(states - self._worth.keys()), np.int64)
        if len(new):
            worth, _ = self.game.weigh(np.zeros(len(new), np.int64), new, self.given)
            self._worth.update(zip(new.tolist(), worth, strict=True))


def _pairs(arcs: list[tuple[int, int]]) -> IntArray:
    return np.array(arcs, np.int64).reshape(-1, 2)
