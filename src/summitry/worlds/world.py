"""Solved worlds: labelled tables of what is on, what it is worth and where it rests; and a house that keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.model import MOST_ROUNDS
from summitry.errors import SummitryError, TooLarge
from summitry.graphmodel.compiled import is_compiled
from summitry.graphmodel.play import BEHAVIOURS, VARIANTS, Behaviour, Courses, Job, Played, Table, TooManyFree
from summitry.graphmodel.variants import NOISE
from summitry.worlds.draws import Draws
from summitry.worlds.game import Game, compile_game
from summitry.worlds.interventions import AS_IT_IS, Intervention
from summitry.worlds.labels import Labels

if TYPE_CHECKING:
    import pandas

    from summitry.dossier.language import Condition
    from summitry.dossier.model import Dossier

FloatArray = NDArray[np.float64]

__all__ = [
    "BEHAVIOURS",
    "NOISE",
    "VARIANTS",
    "Behaviour",
    "Courses",
    "Draws",
    "World",
    "Worlds",
    "is_compiled",
    "solve",
]


@dataclass(frozen=True)
class World:
    """Where things go under one intervention and one behaviour, in every draw.

    Arrays have draws first: `options`, `soon` (D, O) shares of time; `values` (D, K) expected utility; `levels` (D, J) issue
    units; `reached` (D,) number of states. Tables by name: `share(option)`, `value(actor)`, `level(issue)`.
    """

    labels: Labels
    intervention: Intervention
    behaviour: Behaviour
    played: Played = field(repr=False)

    def share(self, option: str, soon: bool = False) -> FloatArray:
        """`(D,)` share of time (0–1) that an option is on: settled second half, or the first three rounds."""
        table = self.played.soon if soon else self.played.options
        return table[:, self.labels.options.index(option)]

    def often(self, act: Condition) -> FloatArray:
        """`(D,)` share of settled time (0–1) in which a condition on options holds."""
        rows = self.played.settled
        states, where = np.unique(rows.state, return_inverse=True)
        holds = np.array([act.holds(frozenset(self.labels.state(int(s)))) for s in states], float)
        total = np.zeros(self.draws)
        np.add.at(total, rows.draw, rows.late)
        found = np.zeros(self.draws)
        np.add.at(found, rows.draw, rows.late * holds[where])
        return np.asarray(found / np.maximum(total, 1e-12))

    def value(self, actor: str) -> FloatArray:
        """`(D,)` expected utility, in points of an issue of salience 100."""
        return self.played.values[:, self.labels.actors.index(actor)]

    def level(self, issue: str) -> FloatArray:
        """`(D,)` expected level of an issue, in its units."""
        return self.played.levels[:, self.labels.issues.index(issue)]

    @property
    def draws(self) -> int:
        return int(self.played.values.shape[0])

    def worst_end(self, game: Game) -> FloatArray:
        """`(D, K)` utility in the end state (a cycle: its mean) that is worst for each actor."""
        rows = self.played.settled
        value, _ = game.weigh(rows.draw, rows.state)
        out = np.full(self.played.values.shape, np.inf)
        for d, members in self._classes():
            mass = rows.mass[members]
            if mass.sum() > 1e-6:
                out[d] = np.minimum(out[d], mass @ value[members] / mass.sum())
        return np.where(np.isinf(out), self.played.values, out)

    def _classes(self) -> list[tuple[int, NDArray[np.int64]]]:
        """Closed classes as (draw, rows of `settled`)."""
        rows = self.played.settled
        closed = np.flatnonzero(rows.group >= 0)
        if not len(closed):
            return []
        key = rows.draw[closed] * (rows.group.max() + 1) + rows.group[closed]
        order = np.argsort(key, kind="stable")
        cuts = np.flatnonzero(np.diff(key[order])) + 1
        return [(int(rows.draw[part[0]]), part) for part in np.split(closed[order], cuts)]

    def end_states(self) -> list[dict[str, Any]]:
        """End states over all draws, most probable first: names on, kind (rest, cycle), probability (mean over draws)."""
        settled = self.played.settled
        total: dict[tuple[tuple[str, ...], ...], float] = {}
        for _, rows in self._classes():
            states = tuple(sorted(self.labels.state(int(s)) for s in settled.state[rows]))
            total[states] = total.get(states, 0.0) + float(settled.mass[rows].sum())
        ranked = sorted(total.items(), key=lambda item: (-item[1], item[0]))
        return [
            {
                "states": [list(s) for s in states],
                "kind": "rest" if len(states) == 1 else "cycle",
                "probability": p / self.draws,
            }
            for states, p in ranked
        ]

    def summary(self) -> dict[str, Any]:
        """Means over draws as plain data, the shape that `summitry lab play --json` prints."""
        return {
            "options": {o: float(self.played.options[:, q].mean()) for q, o in enumerate(self.labels.options)},
            "soon": {o: float(self.played.soon[:, q].mean()) for q, o in enumerate(self.labels.options)},
            "values": {a: float(self.played.values[:, q].mean()) for q, a in enumerate(self.labels.actors)},
            "end_states": self.end_states(),
            "reached": round(float(self.played.reached.mean())),
        }

    def to_frame(self) -> pandas.DataFrame:
        """One row an option, actor or issue: what it is, mean, 5 % and 95 % quantiles over draws."""
        import pandas

        parts = (("option", self.labels.options, self.played.options), ("actor", self.labels.actors, self.played.values),
                 ("issue", self.labels.issues, self.played.levels))  # fmt: skip
        rows = [
            {"kind": kind, "name": name, "mean": x.mean(), "low": np.quantile(x, 0.05), "high": np.quantile(x, 0.95)}
            for kind, names, table in parts
            for name, x in zip(names, table.T, strict=True)
        ]
        return pandas.DataFrame(rows).set_index(["kind", "name"])

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html())


class Worlds:
    """A game and the worlds of it that were asked for: each is solved once. All share the same draws.

    horizon : rounds that actors look ahead, in place of what the dossier says (three where it says nothing). noise : of the behaviour
    `logit`, in points of an issue of salience 100.
    """

    def __init__(
        self,
        dossier: Dossier,
        draws: Draws | None = None,
        horizon: int | None = None,
        given: Intervention = AS_IT_IS,
        progress: Callable[[int], None] | None = None,
        workers: int | None = None,
        noise: float = NOISE,
    ):
        if horizon is not None and not 0 <= horizon <= MOST_ROUNDS:
            raise SummitryError(f"horizon {horizon}: expected a number of rounds from 0 to {MOST_ROUNDS}, e.g. 3")
        self.dossier, self.given, self.workers, self.noise = dossier, given, workers, noise
        self._horizon = horizon
        self.game: Game = compile_game(dossier, draws or Draws())
        self._begin(progress)

    def _begin(self, progress: Callable[[int], None] | None) -> None:
        self.progress = progress
        rounds = self.game.rounds() if self._horizon is None else self._horizon
        self.table = Table(rounds, self.workers, self.noise)
        self._solved: dict[tuple[Intervention, str], World] = {}

    def effort(self) -> int:
        """How large the case is: states met, or only thought of, when it is played once with every range at its middle."""
        middle = Worlds(self.dossier, Draws(central=True), self.horizon, self.given)
        return middle.table.effort(middle.game.job(self.given, "foresighted"))

    def courses(self, draws: Iterable[int], intervention: Intervention = AS_IT_IS) -> list[Courses]:
        """The chains of a world of actors that look ahead, in some of the draws: states, and where each mover goes from them."""
        return self.table.courses(self.game.job(self.given + intervention, "foresighted"), list(draws))

    def revalued(self, values: dict[str, FloatArray]) -> Worlds:
        """Worlds of the same structure with other numbers, none solved yet."""
        other = copy(self)
        other.game = self.game.revalued(values, self.draws.seed)
        other._begin(None)
        return other

    @property
    def draws(self) -> Draws:
        return self.game.draws

    @property
    def horizon(self) -> int:
        """Rounds that actors look ahead; where they are drawn, the middle of all draws."""
        return int(np.median(self.table.horizon))

    @property
    def solved(self) -> Mapping[tuple[Intervention, str], World]:
        """All worlds solved so far."""
        return self._solved

    def solve(self, intervention: Intervention = AS_IT_IS, behaviour: Behaviour = "foresighted") -> World:
        """The world under an intervention (on top of the one that the whole study is `given`)."""
        key = (self.given + intervention, behaviour)
        if key not in self._solved:
            self.solve_all([(intervention, behaviour)])
        return self._solved[key]

    def solve_all(self, wanted: Iterable[tuple[Intervention, Behaviour]]) -> None:
        """Solve many worlds at once: draw by draw, so that they share replies and lists of moves. Those known are skipped."""
        keys = list(dict.fromkeys((self.given + z, b) for z, b in wanted))
        keys = [key for key in keys if key not in self._solved]
        jobs = [self.game.job(z, behaviour) for z, behaviour in keys]
        try:
            played = self._play(jobs)
        except TooManyFree as error:
            actor = self.game.labels.actors[error.actor]
            raise TooLarge(
                f"options that {actor} can set at once", error.count, error.bound,
                "Merge options that always go together, or split the actor.",
            ) from error  # fmt: skip
        for (z, behaviour), result in zip(keys, played, strict=True):
            self._solved[(z, behaviour)] = World(self.game.labels, z, behaviour, result)

    def _play(self, jobs: list[Job]) -> list[Played]:
        try:
            return self.table.play(jobs, self.progress)
        except TooManyFree:
            # What an intervention fixes is not free: without sharing, only what each world itself leaves free is listed.
            return self.table.play([replace(job, alone=True) for job in jobs], self.progress)


def solve(
    case: Dossier | str,
    intervention: Intervention = AS_IT_IS,
    *,
    behaviour: Behaviour = "foresighted",
    draws: int = 200,
    seed: int = 0,
    central: bool = False,
    horizon: int | None = None,
    noise: float = NOISE,
) -> World:
    """Where a case goes under an intervention: `solve(case, absent("CHN"))`.

    behaviour : `foresighted`, `myopic`, or one of the variants `careful`, `seq`, `gmr`, `logit` (docs/explanation/play.md).
    horizon : rounds that actors look ahead, in place of what the case says. noise : of `logit`, in points.

    Raises
    ------
    DossierError : the case cannot be read. InterventionError : contradiction, unknown name, impossible start.
    TooLarge : too many options free at once, or too many states.
    """
    from summitry.dossier.loading import as_dossier

    return Worlds(as_dossier(case), Draws(draws, seed, central), horizon, noise=noise).solve(intervention, behaviour)
