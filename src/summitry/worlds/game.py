"""Dossier + draws + intervention → rules and stakes as arrays, with the labels kept aside. Names end here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.model import MOST_ROUNDS
from summitry.errors import DossierError, InterventionError, Problem
from summitry.graphmodel.play import HORIZON, Behaviour, Job, Settled, evaluate
from summitry.graphmodel.rules import Cubes, Rules, Stakes
from summitry.graphmodel.steps import Gravity
from summitry.worlds.ballots import ballots, known_votes
from summitry.worlds.draws import HORIZON_PATH, Draws, all_values, believed, consequence_keys
from summitry.worlds.interventions import AS_IT_IS, Intervention, verify
from summitry.worlds.labels import Labels
from summitry.worlds.settlement import settled_issues, start_level

if TYPE_CHECKING:
    from summitry.dossier.language import Condition
    from summitry.dossier.model import Dossier

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Game:
    """One dossier's numbers under every draw, ready to be changed by interventions. `values` are the inputs by path."""

    dossier: Dossier
    draws: Draws
    labels: Labels
    values: dict[str, FloatArray]
    eve: int
    base: Rules
    stakes: Stakes

    def under(self, intervention: Intervention) -> tuple[Rules, Stakes]:
        """Rules and stakes of a world. Raises `InterventionError` for contradictions and impossible starts."""
        if not intervention:
            return self.base, self.stakes
        verify(self.dossier, intervention)
        return _intervened_rules(self, intervention), _intervened_stakes(self, intervention)

    def revalued(self, values: dict[str, FloatArray], seed: int = 0) -> Game:
        """The same structure with other numbers: `values` (D,) of every input, D as many draws as they hold."""
        rows = len(next(iter(values.values()))) if values else 1
        draws = Draws(rows, seed)
        return replace(self, draws=draws, values=values, stakes=_stakes(self.dossier, self.labels, draws, values))

    def job(self, intervention: Intervention, behaviour: Behaviour) -> Job:
        """What is to be played. Worlds are kin unless a ratifier is waived or something that could fall is held on."""
        rules, stakes = self.under(intervention)
        options = self.dossier.options
        firm = [o for o, on in intervention.held if on and (options[o].is_deal or options[o].needs is not None)]
        kin = (self.state(firm), _bits(tuple(intervention.waived), self.labels.actors))
        restaked = {a for a, _ in intervention.muted} | {a for a, _ in intervention.only}
        moved = (rules.weight != self.base.weight).any(axis=0) | (rules.veto != self.base.veto).any(axis=0)
        voters = {a for k, a in enumerate(self.labels.actors) if moved[k]}
        changed = _bits(tuple(restaked | voters | intervention.absent), self.labels.actors)
        believed = tuple(
            (-1 if a in intervention.informed else self.labels.actors.index(a), self._as_seen_by(a, intervention))
            for a in self.labels.believers
        )
        restaked_bits = _bits(tuple(restaked), self.labels.actors)
        # Where a body settles an issue without somebody, everybody's utilities are others: such a world shares nothing.
        alone = not np.array_equal(stakes.status_quo, self.stakes.status_quo)
        return Job(rules, stakes, behaviour, kin, changed, restaked_bits, alone=alone, believed=believed)

    def _as_seen_by(self, believer: str, intervention: Intervention) -> Stakes:
        """Everybody's stakes as an actor believes them to be: its own, and those it is not wrong about, as they are."""
        position, salience = self.stakes.position.copy(), self.stakes.salience.copy()
        for q, (a, j) in enumerate(self.labels.stakes):
            path = believed(believer, f"issues.{j}.stakes.{a}")
            if f"{path}.position" in self.values:
                position[:, q] = self.values[f"{path}.position"]
            if f"{path}.salience" in self.values:
                salience[:, q] = self.values[f"{path}.salience"] / 100.0
        seen = self.stakes._replace(position=position, salience=salience)
        return _intervened_stakes(replace(self, stakes=seen), intervention)

    def rounds(self) -> int | NDArray[np.int64]:
        """Rounds that actors look ahead: in each draw `(D,)` where the dossier says so, rounded to whole ones; else three."""
        drawn = self.values.get(HORIZON_PATH)
        if drawn is None:
            return HORIZON
        return np.floor(np.clip(drawn, 0, MOST_ROUNDS) + 0.5).astype(np.int64)

    def state(self, names: Sequence[str]) -> int:
        """Bit mask of the options named."""
        return _bits(tuple(names), self.labels.options)

    def with_on(self, state: int, option: str) -> int:
        """A state with an option switched on by hand; a deal puts what it sets."""
        state |= self.state([option])
        for term, on in self.dossier.options[option].sets.items():
            state = state | self.state([term]) if on else state & ~self.state([term])
        return state

    def weigh(
        self, draw: NDArray[np.int64], state: NDArray[np.int64], given: Intervention = AS_IT_IS
    ) -> tuple[FloatArray, FloatArray]:
        """Utilities `(N, K)` and issue levels `(N, J)` of states `(N,)` in draws `(N,)`, without any play; with the stakes of a world."""
        return evaluate(*self.under(given), draw, state)

    def settle(self, state: int) -> int | None:
        """A state after what must fall has fallen; None if that is impossible."""
        out = self.gravity.fallen(state)
        return None if self.gravity.is_impossible(out) else out

    @cached_property
    def gravity(self) -> Gravity:
        """What falls in a state and which states are impossible, under no intervention."""
        return Gravity(self.base)

    def stake_worth(self, settled: Settled, q: int) -> FloatArray:
        """`(D,)` expected contribution of stake `q` to its actor's utility over the settled states of a world."""
        _, levels = self.weigh(settled.draw, settled.state)
        s, d = self.stakes, settled.draw
        j = int(s.stake_issue[q])
        y = levels[:, j]
        first, last = int(s.curve_start[q]), int(s.curve_start[q + 1])
        if last > first:
            knots = s.knot[first:last]
            worth = np.array([np.interp(v, knots, s.worth[i, first:last]) for v, i in zip(y, d, strict=True)]) - 100.0
        else:
            worth = -100.0 * np.abs(s.position[d, q] - y) / (s.high[j] - s.low[j])
        return mean_by_draw(settled, (s.salience[d, q] * worth)[:, None], self.draws.size)[:, 0]


class CourseSetter:
    """Switches options by hand in given states, all else still: what would follow directly, with nobody answering."""

    def __init__(self, game: Game, on: tuple[str, ...], off: tuple[str, ...]):
        self.game, self.on, self.off = game, on, game.state(off)

    def switched(self, state: int) -> int:
        """Where the switch leads from a state, once what must fall has fallen."""
        state &= ~self.off
        for o in self.on:
            state = self.game.with_on(state, o)
        return self.game.gravity.fallen(state)

    def gain(self, settled: Settled) -> FloatArray:
        """`(D, K)` expected change of utility over the settled states of a world."""
        return self._change(settled)[0]

    def shift(self, settled: Settled) -> FloatArray:
        """`(D, J)` expected change of issue levels over the settled states of a world."""
        return self._change(settled)[1]

    def _change(self, settled: Settled) -> tuple[FloatArray, FloatArray]:
        unique, where = np.unique(settled.state, return_inverse=True)
        moved = np.array([self.switched(int(s)) for s in unique], np.int64)
        before = self.game.weigh(settled.draw, settled.state)
        after = self.game.weigh(settled.draw, moved[where])
        gain, shift = (mean_by_draw(settled, b - a, self.game.draws.size) for a, b in zip(before, after, strict=True))
        return gain, shift


def mean_by_draw(settled: Settled, rows: FloatArray, draws: int) -> FloatArray:
    out = np.zeros((draws, rows.shape[1]))
    np.add.at(out, settled.draw, settled.late[:, None] * rows)
    weight = np.zeros(draws)
    np.add.at(weight, settled.draw, settled.late)
    return out / np.maximum(weight, 1e-12)[:, None]


def compile_game(dossier: Dossier, draws: Draws | None = None) -> Game:
    """Arrays of a dossier. Draws are taken first, before any intervention, so that all worlds share them."""
    draws = draws or Draws()
    labels = _labels(dossier)
    values = all_values(dossier, draws)
    eve = _eve(dossier, labels)
    rules = _rules(dossier, labels, eve)
    gravity = Gravity(rules)
    start = gravity.fallen(eve)
    if start != eve or gravity.is_impossible(start):
        text = "is impossible" if start == eve else "lacks a need or contradicts a deal's terms"
        raise DossierError([Problem("now", f"the eve of the event {text}")])
    return Game(dossier, draws, labels, values, eve, rules, _stakes(dossier, labels, draws, values))


def _labels(dossier: Dossier) -> Labels:
    actors, options = tuple(sorted(dossier.actors)), tuple(sorted(dossier.options))
    marks = tuple((o, a) for o in options for a in sorted(dossier.options[o].breach))
    deciding = {dossier.body_of(o) for o in options} - {None}
    movers = tuple(
        a
        for a in actors
        if any(a in dossier.owners(o) for o in options)
        or any(a in (*dossier.bodies[b].seats, *dossier.bodies[b].tables) for b in deciding if b is not None)
    )
    stakes = tuple(
        (a, j)
        for a in actors
        for j in sorted(dossier.issues)
        if a in dossier.issues[j].stakes and a not in dossier.preferences
    )
    believers = tuple(sorted(a for a, views in dossier.beliefs.items() if views))
    issues, bodies = tuple(sorted(dossier.issues)), tuple(sorted(dossier.bodies))
    return Labels(actors, options, issues, bodies, marks, movers, stakes, believers)


def _bits(names: Sequence[str] | frozenset[str], axis: tuple[str, ...]) -> int:
    return sum(1 << axis.index(name) for name in set(names))


def _eve(dossier: Dossier, labels: Labels) -> int:
    """The file's `now`, where a deal puts what it sets."""
    on = set(dossier.now)
    for o in dossier.now:
        for term, wanted in dossier.options[o].sets.items():
            (on.add if wanted else on.discard)(term)
    return _bits(frozenset(on), labels.options)


def _cubes(conditions: Sequence[Condition], labels: Labels) -> Cubes:
    index = {o: q for q, o in enumerate(labels.options)}
    return Cubes.of([c.cubes(index) for c in conditions])


def _rules(dossier: Dossier, labels: Labels, eve: int) -> Rules:
    actors, options = labels.actors, labels.options
    ints = np.int64
    joint = [o for o in options if len(dossier.owners(o)) > 1]
    owners = {o: _bits(dossier.owners(o), actors) for o in options}
    needs = [dossier.options[o].needs for o in options]
    index = {o: q for q, o in enumerate(options)}
    keys = consequence_keys(dossier)
    order = sorted(range(len(keys)), key=lambda i: keys[i])
    listed = [(a, q, c) for a in actors for q, c in enumerate(dossier.preferences.get(a, ()))]
    holds = _cubes([dossier.consequences[i].when for i in order], labels)
    pace = np.array([dossier.actors[a].pace for a in labels.movers], dtype=float)
    file_rank = {o: q for q, o in enumerate(dossier.options)}
    now = [any(eve & m == v for m, v in c.cubes(index)) for c in (dossier.consequences[i].when for i in order)]
    return Rules(
        n_options=len(options),
        start=eve,
        fixed=0,
        held_on=0,
        irreversible=_bits(frozenset(o for o in options if dossier.options[o].irreversible), options),
        order=np.array([file_rank[o] for o in options], ints),
        own=np.array([_bits([o for o in options if dossier.owners(o) == (a,)], options) for a in actors], ints),
        joint=np.array([_bits([o for o in joint if a in dossier.owners(o)], options) for a in actors], ints),
        consent=np.ones(len(actors), ints),
        active=np.ones(len(actors), ints),
        movers=np.array([actors.index(a) for a in labels.movers], ints),
        pace=pace / pace.sum() if len(pace) else pace,
        proposals=np.array([index[o] for o in joint], ints),
        owners=np.array([owners[o] for o in joint], ints),
        sets_on=np.array([_bits([t for t, on in dossier.options[o].sets.items() if on], options) for o in joint], ints),
        sets_off=np.array(
            [_bits([t for t, on in dossier.options[o].sets.items() if not on], options) for o in joint], ints
        ),
        mark_deal=np.array([joint.index(d) for d, _ in labels.marks], ints),
        mark_owner=np.array([actors.index(a) for _, a in labels.marks], ints),
        has_need=np.array([n is not None for n in needs], ints),
        needs=Cubes.of([n.cubes(index) if n is not None else [] for n in needs]),
        impossible=_cubes(sorted(dossier.impossible, key=lambda c: c.text), labels),
        holds=holds,
        now=np.array(now, ints),
        listed=np.array([a in dossier.preferences for a in actors], ints),
        statements=_cubes([c for _, _, c in listed], labels),
        statement_of=np.array([actors.index(a) for a, _, _ in listed], ints),
        statement_value=np.array([_list_value(len(dossier.preferences[a]), q) for a, q, _ in listed], float),
        **ballots(dossier, labels)._asdict(),
    )


def _list_value(length: int, place: int) -> float:
    """Worth of the statement at `place` (0 = most important) of a list: option prioritisation (Peng 1999; Fang et al. 2003)."""
    return 100.0 * float(2 ** (length - 1 - place)) / float(2**length - 1)


def _stakes(dossier: Dossier, labels: Labels, draws: Draws, values: dict[str, FloatArray]) -> Stakes:
    n, j, k = draws.size, len(labels.issues), len(labels.actors)
    keys = sorted(consequence_keys(dossier))
    by_key = dict(zip(consequence_keys(dossier), dossier.consequences, strict=True))
    moves, net = np.zeros((n, len(keys), j)), np.zeros((n, len(keys), k))
    for c, key in enumerate(keys):
        for issue in by_key[key].moves:
            moves[:, c, labels.issues.index(issue)] = values[f"consequences[{key}].moves.{issue}"]
        for actor in by_key[key].gains:
            net[:, c, labels.actors.index(actor)] += values[f"consequences[{key}].gains.{actor}"]
        for actor in by_key[key].costs:
            net[:, c, labels.actors.index(actor)] -= values[f"consequences[{key}].costs.{actor}"]
    position, salience = np.zeros((n, len(labels.stakes))), np.zeros((n, len(labels.stakes)))
    start, knots, worths = [0], [], []
    for q, (a, i) in enumerate(labels.stakes):
        stake, path = dossier.issues[i].stakes[a], f"issues.{i}.stakes.{a}"
        salience[:, q] = values[f"{path}.salience"] / 100.0
        if stake.position is not None:
            position[:, q] = values[f"{path}.position"]
        for knot in sorted(stake.worth or {}):
            knots.append(knot)
            worths.append(values[f"{path}.worth.{knot:g}"])
        start.append(len(knots))
    yes_on, yes_off = known_votes(dossier, labels, draws, values)
    return Stakes(
        status_quo=_columns([start_level(dossier, i, values) for i in labels.issues], n),
        low=np.array([dossier.issues[i].low for i in labels.issues], float),
        high=np.array([dossier.issues[i].high for i in labels.issues], float),
        moves=moves,
        net=net,
        stake_actor=np.array([labels.actors.index(a) for a, _ in labels.stakes], np.int64),
        stake_issue=np.array([labels.issues.index(i) for _, i in labels.stakes], np.int64),
        position=position,
        salience=salience,
        curve_start=np.array(start, np.int64),
        knot=np.array(knots, float),
        worth=_columns(worths, n),
        breach=_columns([values[f"options.{d}.breach.{a}"] for d, a in labels.marks], n),
        yes_on=yes_on,
        yes_off=yes_off,
    )


def _columns(columns: Sequence[FloatArray], rows: int) -> FloatArray:
    return np.ascontiguousarray(np.stack(columns, axis=1)) if columns else np.zeros((rows, 0))


def _intervened_rules(game: Game, z: Intervention) -> Rules:
    dossier, labels, rules = game.dossier, game.labels, game.base
    options, actors = labels.options, labels.actors
    gone = frozenset(o for o in options if set(dossier.owners(o)) & z.absent)
    off = _bits(z.forbidden | gone | {o for o, on in z.held if not on}, options)
    on = _bits(frozenset(o for o, on in z.held if on), options)
    start = (game.eve & ~off) | on
    for p, o in enumerate(rules.proposals):
        if on >> int(o) & 1:
            start = (start | int(rules.sets_on[p])) & ~int(rules.sets_off[p])
    start = (start & ~off) | on
    changed = rules._replace(
        **ballots(dossier, labels, z.absent)._asdict(),
        fixed=off | on,
        held_on=on,
        consent=np.array([a not in z.waived for a in actors], np.int64),
        active=np.array([a not in z.absent for a in actors], np.int64),
    )
    gravity = Gravity(changed)
    start = gravity.fallen(start)
    if gravity.is_impossible(start):
        state = ", ".join(labels.state(start)) or "nothing on"
        raise InterventionError(f"{z}: the world would start in an impossible state ({state})")
    return changed._replace(start=start)


def _intervened_stakes(game: Game, z: Intervention) -> Stakes:
    stakes = game.stakes
    if z.absent and any(body.votes for body in game.dossier.bodies.values()):
        yes_on, yes_off = known_votes(game.dossier, game.labels, game.draws, game.values, z.absent)
        stakes = stakes._replace(yes_on=yes_on, yes_off=yes_off)
    if (z.absent or z.muted or z.only) and settled_issues(game.dossier):
        levels = [start_level(game.dossier, i, game.values, z) for i in game.labels.issues]
        stakes = stakes._replace(status_quo=_columns(levels, game.draws.size))
    if not z.muted and not z.only:
        return stakes
    wanted = dict(z.only)
    salience = game.stakes.salience.copy()
    for q, (a, i) in enumerate(game.labels.stakes):
        if (a, i) in z.muted or (a in wanted and i not in wanted[a]):
            salience[:, q] = 0.0
    return stakes._replace(salience=salience)


__all__ = ["AS_IT_IS", "Game", "Labels", "compile_game"]
