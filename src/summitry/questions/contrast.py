"""Paired contrasts of worlds: what an intervention changes, draw by draw, and how much of it is direct.

`Study` is what every question works on: a dossier, its worlds (each solved once), and the conversions from draws to
shares, amounts and points of an issue. Everything is measured under both behaviours; looking ahead is what is said,
short-sighted play is what it is compared with.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.language import Condition
from summitry.errors import SummitryError
from summitry.questions.answer import Amount, Computed, Finding, Kind, Meter, Probe, Ref, Share, Value
from summitry.questions.meter import NO_METER
from summitry.worlds.game import CourseSetter
from summitry.worlds.interventions import AS_IT_IS, Intervention, absent, hold
from summitry.worlds.world import BEHAVIOURS, World, Worlds

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

SAID, COMPARED = "foresighted", "myopic"
MOSTLY, RARELY = 0.8, 0.2  # a share of draws from which something is said to hold, or not to
MATTERS = 1.0  # points below which a gain or loss is not worth a sentence
Z90 = 1.6448536269514722
LARGE = 40_000  # states met, or only thought of, in a draw, from which a case counts as large


@dataclass(frozen=True)
class Twin:
    """One number per draw under both behaviours: `said` looking ahead, `other` short-sighted."""

    said: FloatArray
    other: FloatArray

    def map(self, f: Callable[[FloatArray], FloatArray]) -> Twin:
        return Twin(f(self.said), f(self.other))

    def __sub__(self, other: Twin) -> Twin:
        return Twin(self.said - other.said, self.other - other.other)

    def above(self, limit: float) -> Twin:
        return Twin((self.said > limit).astype(float), (self.other > limit).astype(float))

    @property
    def means_agree(self) -> bool:
        """Do both behaviours move it the same way on average?"""
        return bool(np.sign(self.said.mean()) == np.sign(self.other.mean()))

    @property
    def medians_agree(self) -> bool:
        """Do both behaviours move it the same way in the middle draw?"""
        return bool(np.sign(np.median(self.said)) == np.sign(np.median(self.other)))


class Study:
    """A dossier with its worlds: the bench on which questions are answered."""

    def __init__(self, worlds: Worlds, version: str, fingerprint: str, name: str, flags: str = ""):
        self.worlds, self.dossier = worlds, worlds.dossier
        self.version, self.fingerprint, self.name, self.flags = version, fingerprint, name, flags
        self.labels = worlds.game.labels
        self._possible: dict[Intervention, bool] = {}
        self.ahead_only = False  # where short-sighted play is not asked for, both sides of a `Twin` are the same

    def revalued(self, values: dict[str, FloatArray]) -> Study:
        """A bench with the same structure and other numbers: another coder's reading, or one number changed. It looks ahead only."""
        other = Study(self.worlds.revalued(values), self.version, self.fingerprint, self.name, self.flags)
        other._possible = self._possible  # what is possible does not depend on numbers
        other.ahead_only = True
        return other

    # ---------------------------------------------------------------- numbers per draw

    def world(self, z: Intervention = AS_IT_IS, behaviour: str = SAID) -> World:
        return self.worlds.solve(z, behaviour)  # type: ignore[arg-type]

    def prepare(self, wanted: Iterable[Intervention]) -> None:
        """Solve the worlds that are possible among `wanted`, under both behaviours, all at once."""
        behaviours = (SAID,) if self.ahead_only else BEHAVIOURS
        self.worlds.solve_all([(z, b) for z in wanted if self.can_hold(z) for b in behaviours])  # type: ignore[misc]

    def twin(self, z: Intervention, read: Callable[[World], FloatArray]) -> Twin:
        """Read a number per draw from a world under both behaviours."""
        said = read(self.world(z, SAID))
        return Twin(said, said if self.ahead_only else read(self.world(z, COMPARED)))

    def often(self, act: Condition, z: Intervention = AS_IT_IS, soon: bool = False) -> Twin:
        """Share of time in which a condition on options holds: settled, or in the first three rounds (single options only)."""
        option, on = single(act)
        if option is not None:
            return self.share_on(option, z, soon).map(lambda p: p if on else 1.0 - p)
        return self.twin(z, lambda w: w.often(act))

    def value(self, actor: str, z: Intervention = AS_IT_IS) -> Twin:
        return self.twin(z, lambda w: w.value(actor))

    def share_on(self, option: str, z: Intervention = AS_IT_IS, soon: bool = False) -> Twin:
        return self.twin(z, lambda w: w.share(option, soon))

    def level(self, issue: str, z: Intervention = AS_IT_IS) -> Twin:
        return self.twin(z, lambda w: w.level(issue))

    def input(self, path: str) -> FloatArray:
        """`(D,)` drawn values of one input."""
        return self.worlds.game.values[path]

    # ---------------------------------------------------------------- units

    @cached_property
    def is_large(self) -> bool:
        """Does one draw take so long that what is nice to have is left out?"""
        return self.worlds.effort() > LARGE

    @cached_property
    def _units(self) -> dict[str, str | None]:
        return {a: self._main_issue(a) for a in self.dossier.actors}

    def _main_issue(self, actor: str) -> str | None:
        """The issue with a position that an actor cares for most: its points are the unit of its gains."""
        best = [
            (-float(np.median(self.input(f"issues.{j}.stakes.{actor}.salience"))), j)
            for a, j in self.labels.stakes
            if a == actor and self.dossier.issues[j].stakes[actor].position is not None
        ]
        return min(best)[1] if best else None

    def unit(self, actor: str) -> Ref | None:
        issue = self._units[actor]
        return None if issue is None else Ref("issue", issue)

    def points(self, actor: str, gain: Twin) -> Twin:
        """Utility gains as points (per cent of the scale) of the issue that the actor cares for most."""
        issue = self._units[actor]
        if issue is None:
            return gain
        weight = np.maximum(self.input(f"issues.{issue}.stakes.{actor}.salience") / 100.0, 0.01)
        return gain.map(lambda g: g / weight)

    def percent(self, issue: str, change: Twin) -> Twin:
        """Issue units as per cent of the scale."""
        i = self.dossier.issues[issue]
        return change.map(lambda c: 100.0 * c / (i.high - i.low))

    # ---------------------------------------------------------------- direct effects

    def direct(self, actor: str, z: Intervention, put_on: Iterable[str] = (), put_off: Iterable[str] = ()) -> Twin:
        """Expected change of an actor's utility when options are switched by hand in the settled states of a world, all else still."""
        change = CourseSetter(self.worlds.game, tuple(put_on), tuple(put_off))
        k = self.labels.actors.index(actor)
        return self.twin(z, lambda w: change.gain(w.played.settled)[:, k])

    def being_there(self, of: str, to: str) -> tuple[Twin, Twin]:
        """What an actor's being there is worth to another, in its utility; and that part of it which nobody's answer makes."""
        total = self.value(to) - self.value(to, absent(of))
        gone = [o for o in self.labels.options if of in self.dossier.owners(o)]
        return total, self.direct(to, AS_IT_IS, put_off=gone).map(lambda g: -g)

    def gain_by_issue(
        self, actor: str, z: Intervention, without: Intervention, behaviour: str = SAID
    ) -> dict[str, FloatArray]:
        """How a gain of an actor splits over its stakes: `(D,)` utility per issue."""
        game = self.worlds.game
        return {
            j: game.stake_worth(self.world(z, behaviour).played.settled, q)
            - game.stake_worth(self.world(without, behaviour).played.settled, q)
            for q, (a, j) in enumerate(self.labels.stakes)
            if a == actor
        }

    # ---------------------------------------------------------------- structure

    def own(self, actor: str) -> list[str]:
        """Options that an actor sets alone."""
        return [o for o in self.labels.options if self.dossier.owners(o) == (actor,)]

    def joint(self, actor: str) -> list[str]:
        """Options that an actor co-owns."""
        return [o for o in self.labels.options if actor in self.dossier.owners(o) and len(self.dossier.owners(o)) > 1]

    def others_options(self, actor: str) -> list[str]:
        """Options that an actor has no hand in, alone or jointly; body options count as others'."""
        return [o for o in self.labels.options if actor not in self.dossier.owners(o)]

    def can_hold(self, z: Intervention) -> bool:
        """Is a world under this intervention possible at all? Tried once."""
        if z not in self._possible:
            try:
                self.worlds.game.under(self.worlds.given + z)
                self._possible[z] = True
            except SummitryError:
                self._possible[z] = False
        return self._possible[z]

    def change_by(self, other: str, option: str) -> Twin:
        """Change of the share of time that an option of others is on when `option` is held on rather than off."""
        return self.share_on(other, hold(option, True)) - self.share_on(other, hold(option, False))

    def courses(self, actor: str, most: int = 16) -> list[Intervention]:
        """Courses of an actor: every setting of its own options that is possible; single switches where those are too many."""
        own = self.own(actor)
        if not own:
            return []
        if 2 ** len(own) <= most:
            settings = [dict(zip(own, bits, strict=True)) for bits in np.ndindex(*(2,) * len(own))]
        else:
            settings = [{o: on} for o in own for on in (0, 1)]
        out = []
        for setting in settings:
            z = AS_IT_IS
            for o, on in setting.items():
                z += hold(o, bool(on))
            if self.can_hold(z):
                out.append(z)
        return out

    # ---------------------------------------------------------------- from draws to what can be said

    def share(self, holds: FloatArray | BoolArray) -> Share:
        """Share of draws with the 90 % Wilson interval; without one where no input varies, and so nothing was sampled."""
        p = float(np.mean(holds))
        found = wilson(p, len(holds)) if self.varies else Share(p, p, p, len(holds))
        return replace(found, per_draw=np.asarray(holds, float))

    def mean(self, shares: FloatArray) -> Share:
        """Mean over draws of a share of time (0–1), with the 90 % interval of a mean of so many draws."""
        m, n = min(max(float(np.mean(shares)), 0.0), 1.0), len(shares)
        half = Z90 * float(np.std(shares)) / math.sqrt(n)
        return Share(m, max(0.0, m - half), min(1.0, m + half), n, shares)

    def share_of_play(self, p: float) -> Share:
        """A probability that was already averaged over draws; its ends are those of as many draws at most."""
        p = min(max(p, 0.0), 1.0)
        return wilson(p, self.worlds.draws.size) if self.varies else Share(p, p, p, self.worlds.draws.size)

    @cached_property
    def varies(self) -> bool:
        """Is any input uncertain at all?"""
        return any(np.ptp(v) > 1e-12 for v in self.worlds.game.values.values())

    def average(self, numbers: FloatArray, unit: Ref | None = None) -> Amount:
        """Mean over draws with the 90 % interval of a mean of so many: for numbers that are far apart from draw to draw."""
        mid, half = float(np.mean(numbers)), Z90 * float(np.std(numbers)) / math.sqrt(len(numbers))
        return Amount(mid, mid - half, mid + half, unit, numbers)

    def amount(self, numbers: FloatArray, unit: Ref | None = None) -> Amount:
        low, mid, high = (float(v) for v in np.quantile(numbers, [0.05, 0.5, 0.95]))
        return Amount(mid, low, high, unit, numbers)

    def basis(self, *worlds: Intervention, inputs: Iterable[str] = ()) -> Computed:
        texts = tuple(dict.fromkeys(str(self.worlds.given + z) for z in worlds))
        return Computed(
            texts, (SAID, COMPARED), self.worlds.draws.size, self.worlds.draws.seed, self.fingerprint, self.version,
            self.command(worlds[-1] if worlds else AS_IT_IS), tuple(inputs),
        )  # fmt: skip

    def command(self, z: Intervention) -> str:
        flags = (self.worlds.given + z).flags()
        draws = self.worlds.draws
        return " ".join(
            ["summitry lab play", self.name, *([flags] if flags else []), f"--draws {draws.count} --seed {draws.seed}"]
        )

    def finding(
        self,
        key: str,
        fields: Mapping[str, Value],
        worlds: Iterable[Intervention] = (),
        meter: Meter = NO_METER,
        agrees: bool | None = None,
        inputs: Iterable[str] = (),
        holds: FloatArray | BoolArray | None = None,
        probe: Probe | None = None,
    ) -> Finding:
        kind: Kind = "assumed" if meter.assumed else "follows"
        found = probe(self) if holds is None and probe is not None else holds
        true = None if found is None else np.asarray(found, float)
        basis = self.basis(*worlds, inputs=inputs)
        return Finding(key, kind, dict(fields), basis, meter, agrees, holds=true, probe=probe)


def wilson(p: float, n: int) -> Share:
    """Share with its 90 % Wilson score interval (Wilson 1927, JASA 22:209)."""
    z2 = Z90**2
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z90 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Share(p, max(0.0, middle - half) if p > 0 else 0.0, min(1.0, middle + half) if p < 1 else 1.0, n)


def same_side(said: float, other: float, limit: float = 0.5) -> bool:
    """Do two shares of draws lie on the same side of a limit?"""
    return (said > limit) == (other > limit)


def single(act: Condition) -> tuple[str | None, bool]:
    """The option that a condition is about, and whether it is on: `lax`, `not lax`; (None, True) for anything richer."""
    names = sorted(act.names)
    if len(names) == 1:
        on, off = act.holds(frozenset(names)), act.holds(frozenset())
        if on != off:
            return names[0], on
    return None, True


def same_sign(numbers: FloatArray) -> BoolArray:
    """`(D,)` where a number has the sign of the middle draw: what a sentence that gives a direction says."""
    found: BoolArray = np.sign(np.where(np.abs(numbers) < 1e-6, 0.0, numbers)) == np.sign(np.median(numbers))
    return found


def pairs(names: Iterable[str]) -> list[tuple[str, str]]:
    return list(combinations(sorted(names), 2))
