"""Play: where things go from the eve of the event when actors in turn do what serves them (`reference` in docs/explanation/play.md).

One exact Markov chain per draw. Kin in the literature: best-response dynamics and stochastic stability (Kandori, Mailath &
Rob 1993, Econometrica 61:29; Young 1993, Econometrica 61:57), levels of reasoning (Nagel 1995, AER 85:1313), farsighted
coalitional stability (Chwe 1994, JET 63:299). Nothing shows that play predicts summits: it is an argument made explicit.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np

from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel import moves
from summitry.graphmodel.chain import Visits, draw_play, weigh
from summitry.graphmodel.packing import (
    FULL_OUTLOOKS, FULL_STATES, FULL_VISITS, HOW_MANY, STATES, STATUS, TOO_MANY_FREE, VISITS, WHO, Memory, new_memory, pack,
)  # fmt: skip
from summitry.graphmodel.rules import MAX_BITS, MAX_FREE, FloatArray, IntArray, Rules, Stakes

Behaviour = Literal["foresighted", "myopic"]
BEHAVIOURS: tuple[Behaviour, ...] = ("foresighted", "myopic")
ROUNDS = 20
MAX_STATES = 4_000_000


class TooManyFree(TooLarge):
    """An actor has more options free at once than its replies can be listed for; `actor` is its number."""

    def __init__(self, actor: int, count: int):
        self.actor = actor
        super().__init__("options of one actor free at once", count, MAX_FREE, "Merge some of them.")


@dataclass(frozen=True)
class Settled:
    """States of settled play of all draws, one row a state, draws ascending.

    draw : (V,). group : (V,) closed class within the draw (an end state or a cycle), −1 where play only passes through.
    state : (V,) bit mask. late : (V,) share of settled time. mass : (V,) probability after the last revision.
    value : (V, K) utilities of the state.
    """

    draw: IntArray
    group: IntArray
    state: IntArray
    late: FloatArray
    mass: FloatArray
    value: FloatArray


@dataclass(frozen=True)
class Played:
    """Result of play. options, soon : (D, O) share of time that an option is on, settled half and first three rounds.
    values : (D, K) expected utility, settled. levels : (D, J) expected level of each issue, settled. reached : (D,) states."""

    options: FloatArray
    soon: FloatArray
    values: FloatArray
    levels: FloatArray
    reached: IntArray
    settled: Settled


def play(
    rules: Rules,
    stakes: Stakes,
    behaviour: Behaviour = "foresighted",
    horizon: int = 3,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Played:
    """Play every draw from the eve of the event.

    1. In each state each mover has one reply: its best agreed move, by its behaviour. 2. The chain over replies is run for 20
    rounds by power iteration over the states that it reaches. 3. Shares and values are averages over the second half.

    Parameters
    ----------
    rules, stakes : the conflict; D draws in `stakes`.
    behaviour : 'foresighted' weighs what the others then do short-sightedly over `horizon` rounds; 'myopic' does not.
    workers : threads, each with its own tables; default: processors. Results do not depend on it.
    progress : called with the number of draws done.

    Raises
    ------
    TooManyFree : an actor has more than 12 options free at once in a state that it may face.
    TooLarge : more than four million states are met in one worker.
    """
    draws = stakes.status_quo.shape[0]
    if rules.n_options + len(rules.mark_deal) > MAX_BITS:
        raise TooLarge("options and breach marks", rules.n_options + len(rules.mark_deal), MAX_BITS, "Merge options.")
    if behaviour not in BEHAVIOURS:
        raise EngineInputError(f"behaviour {behaviour!r} is not one of {BEHAVIOURS}")
    if horizon < 0:
        raise EngineInputError(f"horizon {horizon} is below 0")
    workers = min(draws, workers or os.cpu_count() or 1)
    cuts = [draws * w // workers for w in range(workers + 1)]
    jobs = [_Worker(rules, stakes, behaviour, horizon, cuts[w], cuts[w + 1], progress) for w in range(workers)]
    if len(jobs) == 1:
        jobs[0].run()
    else:
        with ThreadPoolExecutor(len(jobs)) as pool:
            futures = [pool.submit(job.run) for job in jobs]
            try:
                for future in futures:
                    future.result()
            except BaseException:
                for job in jobs:
                    job.stop = True
                raise
    return Played(
        *(np.concatenate([getattr(job, name) for job in jobs]) for name in ("options", "soon", "values", "levels")),
        np.concatenate([job.reached for job in jobs]),
        Settled(*(np.concatenate(column) for column in zip(*(job.rows() for job in jobs), strict=True))),
    )


class _Worker:
    """Plays a stretch of draws with its own memory, enlarging it as needed."""

    def __init__(
        self,
        rules: Rules,
        stakes: Stakes,
        behaviour: Behaviour,
        horizon: int,
        first: int,
        last: int,
        progress: Callable[[int], None] | None,
    ):
        self.progress, self.stop = progress, False
        self.far = behaviour == "foresighted"
        n, k = last - first, len(rules.own)
        others = np.full(k, len(rules.movers), dtype=np.int64)
        others[rules.movers] -= 1
        self.packed = pack(rules, _stretch(stakes, first, last), others * horizon * int(self.far))
        self.draws, self.offset = n, first
        self.options = np.zeros((n, rules.n_options))
        self.soon = np.zeros((n, rules.n_options))
        self.values = np.zeros((n, k))
        self.levels = np.zeros((n, len(stakes.low)))
        self.reached = np.zeros(n, dtype=np.int64)
        self.visits = _new_visits(4 * n + 64, k)
        self.memory: Memory = new_memory(self.packed, 4096, 32 * 1024, 8192 if self.far else 1)

    def run(self) -> None:
        d = 0
        while d < self.draws and not self.stop:
            for array in (self.options, self.soon, self.values, self.levels):
                array[d] = 0.0
            before = int(self.memory.C[VISITS])
            try:
                draw_play(
                    self.packed.I, self.packed.F, self.packed.D[d], *self.memory, d, self.far, ROUNDS,
                    self.options[d], self.soon[d], self.values[d], self.levels[d], self.reached, self.visits,
                )  # fmt: skip
            except OverflowError:
                self.memory.C[VISITS] = before
                self._enlarge()
                continue
            d += 1
            if self.progress is not None and (d % 16 == 0 or d == self.draws):
                self.progress(d % 16 or 16)

    def _enlarge(self) -> None:
        """Make room for what overflowed; the draw is then played again on a memory that knows more."""
        c = self.memory.C
        code = int(c[STATUS])
        states, targets, outlooks = len(self.memory.S), len(self.memory.T), len(self.memory.O)
        if code == TOO_MANY_FREE:
            raise TooManyFree(int(c[WHO]), int(c[HOW_MANY]))
        if code == FULL_VISITS:
            self.visits = _longer_visits(self.visits)
            c[STATUS] = 0
            return
        if code == FULL_OUTLOOKS:
            outlooks *= 2
        elif code == FULL_STATES:
            states *= 2
        else:
            targets *= 2
        if states > MAX_STATES:
            raise TooLarge("states met by play", states, MAX_STATES, "Merge options or fix some of them.")
        self.memory = new_memory(self.packed, states, targets, outlooks, self.memory)
        moves.rehash(self.memory.H, self.memory.S, int(self.memory.C[STATES]))

    def rows(self) -> tuple[IntArray, IntArray, IntArray, FloatArray, FloatArray, FloatArray]:
        n, v = int(self.memory.C[VISITS]), self.visits
        return v.draw[:n] + self.offset, v.group[:n], v.state[:n], v.late[:n], v.mass[:n], v.value[:n]


def _stretch(stakes: Stakes, first: int, last: int) -> Stakes:
    shared = {"low", "high", "stake_actor", "stake_issue", "curve_start", "knot"}
    return Stakes(*(v if n in shared else np.ascontiguousarray(v[first:last]) for n, v in stakes._asdict().items()))


def _new_visits(room: int, actors: int) -> Visits:
    ints = [np.zeros(room, dtype=np.int64) for _ in range(3)]
    return Visits(*ints, np.zeros(room), np.zeros(room), np.zeros((room, actors)))


def _longer_visits(visits: Visits) -> Visits:
    out = _new_visits(2 * len(visits.draw), visits.value.shape[1])
    for new, old in zip(out, visits, strict=True):
        new[: len(old)] = old
    return out


def evaluate(rules: Rules, stakes: Stakes, draw: IntArray, state: IntArray) -> tuple[FloatArray, FloatArray]:
    """Utilities `(N, K)` in points and issue levels `(N, J)` in issue units of states `(N,)` in draws `(N,)`.

    No play is involved: this is what the consequences and stakes say of a state.
    """
    packed = pack(rules, stakes, np.zeros(len(rules.own), np.int64))
    m = new_memory(packed, max(64, len(np.unique(state)) + 1), 1, 1)
    utility, level = np.zeros((len(draw), len(rules.own))), np.zeros((len(draw), len(stakes.low)))
    weigh(
        packed.I, packed.F, packed.D, m.S, m.A, m.V, m.H, m.C, draw.astype(np.int64), state.astype(np.int64), utility, level
    )
    return utility, level


def fallen(rules: Rules, state: int) -> int:
    """The state after every option whose needs fail, and every deal one of whose terms no longer holds, has gone off."""
    return int(moves.fallen(_rules_only(rules), state))


def is_impossible(rules: Rules, state: int) -> bool:
    """Does an impossible pattern hold?"""
    return bool(moves.is_impossible(_rules_only(rules), state))


def _rules_only(rules: Rules) -> IntArray:
    none = np.zeros((1, 0))
    ints = np.zeros(0, np.int64)
    c, k, b, x = len(rules.now), len(rules.own), len(rules.passes), len(rules.mark_deal)
    stakes = Stakes(none, none[0], none[0], np.zeros((1, c, 0)), np.zeros((1, c, k)), ints, ints, none, none,
                    np.zeros(1, np.int64), none[0], none, np.zeros((1, x)), np.zeros((1, b)), np.zeros((1, b)))  # fmt: skip
    return pack(rules, stakes, np.zeros(k, np.int64)).I
