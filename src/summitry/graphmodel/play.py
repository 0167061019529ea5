"""Play: where things go from the eve of the event when actors in turn do what serves them (`reference` in docs/explanation/play.md).

One exact Markov chain per draw. Kin in the literature: best-response dynamics and stochastic stability (Kandori, Mailath &
Rob 1993, Econometrica 61:29; Young 1993, Econometrica 61:57), levels of reasoning (Nagel 1995, AER 85:1313), farsighted
coalitional stability (Chwe 1994, JET 63:299). Nothing shows that play predicts summits: it is an argument made explicit.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np

from summitry.errors import EngineInputError, TooLarge
from summitry.graphmodel import moves
from summitry.graphmodel.chain import RARE, Visits, draw_play, reach, weigh
from summitry.graphmodel.packing import (
    FULL_OUTLOOKS,
    FULL_STATES,
    FULL_VISITS,
    HOW_MANY,
    MASK,
    N_MOVERS,
    OUTLOOKS,
    PACE,
    REACH,
    STAMP,
    STATES,
    STATUS,
    TOO_MANY_FREE,
    VISITS,
    WHO,
    forget,
    new_memory,
    pack,
)  # fmt: skip
from summitry.graphmodel.rules import MAX_BITS, MAX_FREE, FloatArray, IntArray, Rules, Stakes
from summitry.graphmodel.variants import NOISE, Agreed, masks, play_variant
from summitry.graphmodel.walks import ROUNDS, Walk

Behaviour = Literal["foresighted", "myopic", "careful", "seq", "gmr", "logit"]
BEHAVIOURS: tuple[Behaviour, ...] = ("foresighted", "myopic")
VARIANTS: tuple[Behaviour, ...] = ("careful", "seq", "gmr", "logit")
AHEAD: tuple[Behaviour, ...] = ("foresighted", "careful", "logit")
COMPILED: tuple[Behaviour, ...] = ("foresighted", "myopic", "careful")
HORIZON = 3
MAX_STATES = 2_000_000
FORGET_STATES, CROWDED_STATES = 80_000, 700_000
ROOM = (
    1 << 20,
    1 << 23,
    1 << 18,
)  # states, targets, outlooks at first; enlarging is slow, and compiled code that raises leaks


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
    """

    draw: IntArray
    group: IntArray
    state: IntArray
    late: FloatArray
    mass: FloatArray


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


@dataclass(frozen=True)
class Courses:
    """The chain of one draw. state : (n,) bit masks in order of discovery, the eve first. reply : (n, M) index of the state that
    each mover goes to. pace : (M,) chance that it is a mover's turn."""

    state: IntArray
    reply: IntArray
    pace: FloatArray

    def flow(self, rounds: int = ROUNDS) -> tuple[FloatArray, FloatArray]:
        """Expected number of steps `(n, M)` that each mover takes out of each state in so many rounds, and where things are at the end `(n,)`."""
        n, movers = self.reply.shape
        p: FloatArray = np.zeros(n)
        flow = np.zeros((n, movers))
        p[0] = 1.0
        leaves = self.reply != np.arange(n)[:, None]
        for _ in range(rounds * movers):
            step = p[:, None] * self.pace
            flow += np.where(leaves, step, 0.0)
            p = np.bincount(self.reply.ravel(), step.ravel(), n).astype(float)
        return flow, p


@dataclass(frozen=True)
class Job:
    """A world to play. Jobs of equal `kin` share lists of targets, and replies where nobody concerned is in `changed`.

    kin : what lists of targets depend on: options held on that could fall, and who is waived. changed : mask of actors whose
    utility, consent or vote is not the base's; restaked : whose utility is not. believed : (actor, stakes as it believes them to be,
    its own as they are), the same actors in all jobs that are played together; −1 for one that is not in error. alone : share nothing, and list only targets
    that the world leaves open (needed where an intervention makes a conflict small enough).
    """

    rules: Rules
    stakes: Stakes
    behaviour: Behaviour = "foresighted"
    kin: tuple[int, ...] = ()
    changed: int = 0
    restaked: int = 0
    alone: bool = False
    believed: tuple[tuple[int, Stakes], ...] = ()


def play(
    rules: Rules,
    stakes: Stakes,
    behaviour: Behaviour = "foresighted",
    horizon: int | IntArray = HORIZON,
    workers: int | None = None,
    noise: float = NOISE,
) -> Played:
    """Play every draw of one world from the eve of the event. See `Table.play` for several worlds at once.

    1. In each state each mover has one reply: its best agreed move, by its behaviour. 2. The chain over replies is run for 20
    rounds by power iteration over the states that it reaches. 3. Shares and values are averages over the second half.

    Parameters
    ----------
    rules, stakes : the conflict; D draws in `stakes`.
    behaviour : 'foresighted' weighs what the others then do short-sightedly over `horizon` rounds; 'myopic' does not. 'careful' expects
        the least of it instead of the mean; 'seq' and 'gmr' heed sanctions (`cautious`); 'logit' chooses at random, the better the likelier.
    horizon : rounds, or (D,) rounds in each draw. noise : of 'logit', in points.
    workers : threads; default: processors. Results do not depend on it.

    Raises
    ------
    TooManyFree : an actor has more than 12 options free at once in a state that it may face.
    TooLarge : more than two million states are met; under 'logit', 'seq' and 'gmr' more than 20,000 are reached.
    """
    return Table(horizon, workers, noise).play([Job(rules, stakes, behaviour, alone=True)])[0]


class Table:
    """Plays worlds of one conflict, many at once: draw by draw, all worlds of a draw together, so that they share what they can.

    Draws are split between workers by their number, and no result depends on the split.
    """

    def __init__(self, horizon: int | IntArray = HORIZON, workers: int | None = None, noise: float = NOISE):
        if np.min(horizon, initial=0) < 0:
            raise EngineInputError(f"horizon {np.min(horizon)} is below 0")
        if not 0 < noise < math.inf:
            raise EngineInputError(f"noise {noise:g}: expected a number of points above 0, e.g. {NOISE:g}")
        self.horizon, self.noise = horizon, noise
        self.workers = workers or os.cpu_count() or 1

    def play(self, jobs: Sequence[Job], progress: Callable[[int], None] | None = None) -> list[Played]:
        """Play jobs, which must have the same number of draws; `progress` is told how many (draw, world) pairs are done."""
        for job in jobs:
            if job.behaviour not in BEHAVIOURS + VARIANTS:
                raise EngineInputError(f"behaviour {job.behaviour!r} is not one of {', '.join(BEHAVIOURS + VARIANTS)}")
            if np.ndim(self.horizon) and np.shape(self.horizon) != job.stakes.status_quo.shape[:1]:
                raise EngineInputError("horizon: expected one number of rounds, or one for each draw")
            bits = job.rules.n_options + len(job.rules.mark_deal)
            if bits > MAX_BITS:
                raise TooLarge("options and breach marks", bits, MAX_BITS, "Merge options.")
        groups: dict[object, list[int]] = {}
        for q, job in enumerate(jobs):
            groups.setdefault(q if job.alone else job.kin, []).append(q)
        done: dict[int, Played] = {}
        for members in groups.values():
            done |= zip(members, self._play_kin([jobs[q] for q in members], progress), strict=True)
        return [done[q] for q in range(len(jobs))]

    def _play_kin(self, jobs: list[Job], progress: Callable[[int], None] | None) -> list[Played]:
        draws = jobs[0].stakes.status_quo.shape[0]
        n = min(draws, self.workers)
        shifts = [_Shift(self, jobs, draws * w // n, draws * (w + 1) // n, progress) for w in range(n)]
        if n == 1:
            shifts[0].run()
        else:
            with ThreadPoolExecutor(n) as pool:
                futures = [pool.submit(shift.run) for shift in shifts]
                try:
                    for future in futures:
                        future.result()
                except BaseException:
                    for shift in shifts:
                        shift.stop = True
                    raise
        return [_joined([shift.seats[q] for shift in shifts]) for q in range(len(jobs))]

    def courses(self, job: Job, draws: Sequence[int]) -> list[Courses]:
        """The chain itself, for some of the draws: which states are reached and where each mover's reply leads from them."""
        shift = _Shift(self, [job], 0, job.stakes.status_quo.shape[0], None)
        return [shift.courses(d) for d in draws]

    def effort(self, job: Job) -> int:
        """How large a world is: states met when its first draw is played, those that actors only think of included."""
        shift = _Shift(self, [job], 0, 1, None)
        shift.run()
        return int(shift.memory.C[STATES])

    def reach(self, job: Job) -> IntArray:
        """`(D, K)` revisions that each actor looks ahead, by draw."""
        others = np.full(len(job.rules.own), len(job.rules.movers), dtype=np.int64)
        others[job.rules.movers] -= 1
        rounds = self.horizon if job.behaviour in AHEAD else 0
        return np.broadcast_to(rounds, job.stakes.status_quo.shape[:1])[:, None] * others


class _Seat:
    """One world's share of a shift: packed arrays and results of its draws."""

    def __init__(self, table: Table, job: Job, first: int, last: int):
        n, k = last - first, len(job.rules.own)
        self.behaviour, self.far, self.noise = job.behaviour, job.behaviour in AHEAD, table.noise
        list_fixed = job.rules.fixed if job.alone else 0
        stakes = _stretch(job.stakes, first, last)
        believes = np.zeros(len(job.rules.own), np.int64)
        for row, (actor, _) in enumerate(job.believed, 1):
            if actor >= 0:
                believes[actor] = row
        reach = table.reach(job)
        self.reach, farthest = reach[first:last], reach.max(axis=0)  # memory is laid out for the farthest
        careful = job.behaviour == "careful"
        self.packed = pack(job.rules, stakes, farthest, list_fixed, job.changed, job.restaked, believes, careful)
        views = [pack(job.rules, _stretch(s, first, last), farthest).D for _, s in job.believed]
        self.numbers = np.ascontiguousarray(np.stack([self.packed.D, *views], axis=1))  # (draws, 1 + views, …)
        self.offset = first
        self.options = np.zeros((n, job.rules.n_options))
        self.soon = np.zeros((n, job.rules.n_options))
        self.values = np.zeros((n, k))
        self.levels = np.zeros((n, len(job.stakes.low)))
        self.reached = np.zeros(n, dtype=np.int64)
        self.visits = _new_visits(
            512 * n + 8192
        )  # untouched pages cost nothing, and a draw that runs out is played again
        self.used = 0

    def numbers_of(self, d: int) -> FloatArray:
        """The numbers of one draw, with the reach of its horizon set: rules hold for all draws but for that."""
        at = int(self.packed.I[REACH])
        self.packed.I[at : at + self.reach.shape[1]] = self.reach[d]
        return self.numbers[d]

    def note(self, d: int, walk: Walk, state: IntArray, utility: FloatArray, level: FloatArray) -> None:
        """Write the row of one draw that was played by `variants`, as `draw_play` writes it."""
        on = (state[:, None] >> np.arange(self.options.shape[1]) & 1).astype(np.float64)
        self.options[d], self.soon[d] = walk.settled @ on, walk.soon @ on
        self.values[d], self.levels[d], self.reached[d] = walk.settled @ utility, walk.settled @ level, len(state)
        noted = np.flatnonzero((walk.group >= 0) | (walk.settled > RARE))
        v, first, last = self.visits, self.used, self.used + len(noted)
        while last > len(v.draw):
            v = self.visits = _longer_visits(v)
        v.draw[first:last], v.group[first:last], v.state[first:last] = d, walk.group[noted], state[noted]
        v.late[first:last], v.mass[first:last] = walk.settled[noted], walk.last[noted]
        self.used = last

    def rows(self) -> tuple[IntArray, IntArray, IntArray, FloatArray, FloatArray]:
        n, v = self.used, self.visits
        return v.draw[:n] + self.offset, v.group[:n], v.state[:n], v.late[:n], v.mass[:n]


class _Shift:
    """A worker's stretch of draws over all jobs of one kin, with a memory of its own."""

    def __init__(
        self, table: Table, jobs: Sequence[Job], first: int, last: int, progress: Callable[[int], None] | None
    ):
        self.progress, self.stop, self.knows_draw = progress, False, True
        self.draws = last - first
        self.seats = [_Seat(table, job, first, last) for job in jobs]
        self.widest = max(self.seats, key=lambda seat: seat.far)
        self.memory = new_memory(self.widest.packed, *ROOM)

    def run(self) -> None:
        for d in range(self.draws):
            if self.memory.C[STATES] > FORGET_STATES:
                forget(self.memory)
            stamp = self._stamp()
            for seat in self.seats:
                if self.memory.C[STATES] > CROWDED_STATES:  # many worlds of one draw: what they share is met again soon
                    forget(self.memory)
                    stamp = self._stamp()
                while not self.stop and not self._played(seat, d, stamp):
                    if not self.knows_draw:
                        stamp = self._stamp()  # memory was enlarged and knows nothing of this draw any more
            if self.stop:
                return
            if self.progress is not None:
                self.progress(len(self.seats))

    def courses(self, d: int) -> Courses:
        """The chain of one draw of the only job."""
        (seat,) = self.seats
        packed = seat.packed
        while True:
            self.memory.C[OUTLOOKS] = 0
            try:
                states, reply = reach(
                    packed.I, packed.F, seat.numbers_of(d), *self.memory, self._stamp(), self._stamp(), seat.far
                )
                break
            except OverflowError:
                self._enlarge(seat)
        first = int(packed.I[PACE])
        pace = packed.F[first : first + int(packed.I[N_MOVERS])].copy()
        return Courses(self.memory.S[states, MASK], reply, pace)

    def _stamp(self) -> int:
        """A new stamp, and as many after it as there are rows of beliefs."""
        first = int(self.memory.C[STAMP]) + 1
        self.memory.C[STAMP] += self.widest.numbers.shape[1]
        return first

    def _played(self, seat: _Seat, d: int, stamp: int) -> bool:
        """Play one draw of one world; False if memory had to be enlarged, and the draw is to be played again."""
        numbers = seat.numbers_of(d)
        if seat.behaviour not in COMPILED:
            try:
                conflict = Agreed(seat.packed, numbers, self.memory, stamp, self._stamp())
                walk = play_variant(conflict, seat.behaviour, seat.noise)
                seat.note(d, walk, masks(conflict, walk), *conflict.weigh(walk.states))
            except OverflowError:
                self._enlarge(seat)
                return False
            return True
        for array in (seat.options, seat.soon, seat.values, seat.levels):
            array[d] = 0.0
        self.memory.C[VISITS] = seat.used
        try:
            draw_play(
                seat.packed.I, seat.packed.F, numbers, *self.memory, d, stamp, self._stamp(), seat.far, ROUNDS,
                seat.options[d], seat.soon[d], seat.values[d], seat.levels[d], seat.reached, seat.visits,
            )  # fmt: skip
        except OverflowError:
            self._enlarge(seat)
            return False
        seat.used = int(self.memory.C[VISITS])
        return True

    def _enlarge(self, seat: _Seat) -> None:
        """Make room for what overflowed."""
        memory = self.memory
        code = int(memory.C[STATUS])
        states, targets, outlooks = len(memory.S), len(memory.T), len(memory.O)
        if code == TOO_MANY_FREE:
            raise TooManyFree(int(memory.C[WHO]), int(memory.C[HOW_MANY]))
        self.knows_draw = code == FULL_VISITS
        if code == FULL_VISITS:
            seat.visits = _longer_visits(seat.visits)
            memory.C[STATUS] = 0
            return
        if code == FULL_OUTLOOKS:
            outlooks *= 4
        elif code == FULL_STATES:
            states *= 2
        else:
            targets *= 2
        if states > MAX_STATES:
            raise TooLarge("states met by play", states, MAX_STATES, "Merge options or fix some of them.")
        self.memory = new_memory(self.widest.packed, states, targets, outlooks, memory)
        moves.rehash(self.memory.H, self.memory.S, int(self.memory.C[STATES]))


def _joined(seats: Sequence[_Seat]) -> Played:
    draw, group, state, late, mass = (np.concatenate(c) for c in zip(*(seat.rows() for seat in seats), strict=True))
    return Played(
        options=np.concatenate([seat.options for seat in seats]),
        soon=np.concatenate([seat.soon for seat in seats]),
        values=np.concatenate([seat.values for seat in seats]),
        levels=np.concatenate([seat.levels for seat in seats]),
        reached=np.concatenate([seat.reached for seat in seats]),
        settled=Settled(draw, group, state, late, mass),
    )


def _stretch(stakes: Stakes, first: int, last: int) -> Stakes:
    shared = {"low", "high", "stake_actor", "stake_issue", "curve_start", "knot"}
    return Stakes(*(v if n in shared else np.ascontiguousarray(v[first:last]) for n, v in stakes._asdict().items()))


def _new_visits(room: int) -> Visits:
    draw, group, state = (np.zeros(room, dtype=np.int64) for _ in range(3))
    return Visits(draw, group, state, np.zeros(room), np.zeros(room))


def _longer_visits(visits: Visits) -> Visits:
    out = _new_visits(4 * len(visits.draw))
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
        packed.I,
        packed.F,
        packed.D,
        m.S,
        m.A,
        m.V,
        m.U,
        m.H,
        m.C,
        draw.astype(np.int64),
        state.astype(np.int64),
        utility,
        level,
    )
    return utility, level
