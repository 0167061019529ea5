"""Clause by party: what each part of a deal, and each public promise, is worth to those whose consent it needs.

Everything is weighed where things rest without the deal, switched by hand and with nobody answering: what a party has on the
table when it is asked to sign. Whether it comes about and is kept is play's matter, not this table's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from summitry.questions.answer import Amount, Computed, FloatArray, Share
from summitry.questions.contrast import MATTERS, MOSTLY, Study, Twin
from summitry.questions.outcome import promised
from summitry.worlds.game import CourseSetter, mean_by_draw
from summitry.worlds.interventions import AS_IT_IS, Intervention, forbid

Stance = Literal["acceptable", "negotiable", "refused"]
Worth = dict[str, FloatArray]
"""Actor → `(D,)` points of the issue that it cares for most."""

MOST_PARTIES = 6


@dataclass(frozen=True)
class Cell:
    """What one clause is worth to one party.

    stance : `acceptable`, it does not lose by it in 80 % of draws; `refused`, it loses in 80 % and the whole does not make up for
    it in 80 %; `negotiable` otherwise. worth : in points of the issue that the party cares for most. loses : share of draws. paid : does the whole make up for a
    loss; None where there is no whole or nothing is lost.
    """

    stance: Stance
    worth: Amount
    loses: Share
    paid: bool | None = None


@dataclass(frozen=True)
class Clause:
    """A term of a deal, or a promise: which option, on or off, and a cell for each party."""

    id: str
    option: str
    on: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """A deal (its option) or all promises (`deal` None): clauses by party, and the whole for each party."""

    deal: str | None
    parties: tuple[str, ...]
    clauses: tuple[Clause, ...]
    whole: tuple[Cell, ...]
    basis: Computed


def worlds(study: Study) -> list[Intervention]:
    """The worlds in whose resting places deals and promises are weighed."""
    return [AS_IT_IS, *(forbid(d) for d in deals(study))]


def deals(study: Study) -> list[str]:
    """Options that set others, in the order of their ids."""
    return [o for o in study.labels.options if study.dossier.options[o].is_deal]


def grids(study: Study) -> tuple[Grid, ...]:
    """One grid a deal, and one of all promises that name an act."""
    found = [_deal(study, d) for d in deals(study) if study.can_hold(forbid(d))]
    promises = _promises(study)
    return tuple(g for g in [*found, promises] if g is not None and g.parties and g.clauses)


def _deal(study: Study, deal: str) -> Grid:
    terms = study.dossier.options[deal].sets
    parties = _parties(study, [deal, *terms])
    bench = _Bench(study, forbid(deal), (deal,), ())
    total, adds = bench.worth(), {t: bench.adds(t) for t in terms}
    clauses = tuple(
        Clause(t, t, on, tuple(_cell(study, a, adds[t][a], total[a]) for a in parties))
        for t, on in sorted(terms.items())
    )
    cells = tuple(_cell(study, a, total[a], total[a]) for a in parties)
    return Grid(deal, parties, clauses, cells, study.basis(forbid(deal)))


def _promises(study: Study) -> Grid | None:
    acts = {n: a for n, p in sorted(study.dossier.pledges.items()) if (a := promised(p.act)) is not None}
    if not acts:
        return None
    who = [a for n in acts for a in (study.dossier.pledges[n].by, *study.dossier.pledges[n].to)]
    parties = tuple(sorted({a for a in who if a in study.dossier.actors}))[:MOST_PARTIES]
    clauses = []
    for name, (option, on) in acts.items():
        with_it, without = ((option,), ()), ((), (option,))
        kept = _Bench(study, AS_IT_IS, *(with_it if on else without)).worth()
        broken = _Bench(study, AS_IT_IS, *(without if on else with_it)).worth()
        cells = tuple(_cell(study, a, kept[a] - broken[a], None) for a in parties)
        clauses.append(Clause(name, option, on, cells))
    return Grid(None, parties, tuple(clauses), (), study.basis(AS_IT_IS))


def _parties(study: Study, options: Sequence[str]) -> tuple[str, ...]:
    """Whose consent an option or its terms need: owners, and the members of a body that decides."""
    found: list[str] = []
    for o in options:
        body = study.dossier.body_of(o)
        found += study.dossier.owners(o) if body is None else study.dossier.bodies[body].members
    return tuple(a for a in dict.fromkeys(found) if a in study.dossier.actors)[:MOST_PARTIES]


class _Bench:
    """Options switched by hand in the resting places of a world, all else still."""

    def __init__(self, study: Study, world: Intervention, on: tuple[str, ...], off: tuple[str, ...]):
        self.study, self.game = study, study.worlds.game
        self.rows = study.world(world).played.settled
        setter = CourseSetter(self.game, on, off)
        unique, where = np.unique(self.rows.state, return_inverse=True)
        kept = tuple(dict.fromkeys((*on, *off)))
        self.after = np.array([made_possible(study, setter.switched(int(s)), kept)[0] for s in unique], np.int64)[where]
        self.there = self._utility(self.after)

    def worth(self) -> Worth:
        """What the switch brings each actor."""
        return self._over(self.rows.state)

    def adds(self, term: str) -> Worth:
        """What a term adds to the rest of a deal, for each actor."""
        bit = self.game.state([term])
        return self._over((self.after & ~bit) | (self.rows.state & bit))

    def _over(self, before: NDArray[np.int64]) -> Worth:
        change = mean_by_draw(self.rows, self.there - self._utility(before), self.study.worlds.draws.size)
        gains = {a: change[:, k] for k, a in enumerate(self.study.labels.actors)}
        return {a: self.study.points(a, Twin(gain, gain)).said for a, gain in gains.items()}

    def _utility(self, states: NDArray[np.int64]) -> FloatArray:
        return self.game.weigh(self.rows.draw, states)[0]


def made_possible(study: Study, state: int, kept: Sequence[str]) -> tuple[int, bool]:
    """A state switched to by hand and whether it can be: if something rules it out, the first act that does so is taken to end.

    Who signs an easing of sanctions ends those that it is incompatible with. What was switched (`kept`, with the terms of deals in
    it), deals and what cannot be undone stay as they are.
    """
    game, options = study.worlds.game, study.dossier.options
    if not game.gravity.is_impossible(state):
        return state, True
    firm = {*kept, *(t for o in kept for t in options[o].sets)}
    for o in study.labels.options:
        bit = game.state([o])
        if state & bit and o not in firm and not options[o].is_deal and not options[o].irreversible:
            out = game.gravity.fallen(state & ~bit)
            if not game.gravity.is_impossible(out):
                return out, True
    return state, False


def _cell(study: Study, actor: str, worth: FloatArray, total: FloatArray | None) -> Cell:
    """`total` is what the whole brings the party; without one, a promise has to stand by itself."""
    loses = worth < -MATTERS
    share, whole = float(loses.mean()), worth if total is None else total
    stance: Stance = "acceptable" if share <= 1.0 - MOSTLY else "negotiable"
    if share >= MOSTLY and float((whole < 0.0).mean()) >= MOSTLY:
        stance = "refused"
    paid = None if total is None or share <= 1.0 - MOSTLY else bool(np.median(whole) > 0.0)
    return Cell(stance, study.amount(worth, study.unit(actor)), study.share(loses), paid)
