"""The expected-utility model of group decisions (Bueno de Mesquita 1985, 1994), in named readings of its equations.

Its papers leave open, or contradict each other on, most of the steps. Each open step is a switch of `Variant`; `VARIANTS` names the
readings that somebody published, and `model_form_spread` says how far the readings are apart. A number of this model without the name
of its variant says nothing.

References
----------
Scholz, Calbert & Smith (2011), Journal of Theoretical Politics 23(4), 510-531, doi:10.1177/0951629811418142; equations and tables by
their numbers in the conference version (ICAART 2011, pp. 18-30). Bueno de Mesquita (1985), APSR 79(1), 156-177,
doi:10.2307/1956125; (1994), in Bueno de Mesquita & Stokman (eds), European Community Decision Making, ch. 4; (1997), International
Interactions 23(3-4), 235-266, doi:10.1080/03050629708434909.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from summitry.bargaining import challenge_kernels as kernels
from summitry.errors import EngineInputError

FloatArray = NDArray[np.float64]

Unforced = Literal["nearer", "opposite"]
View = Literal["each", "own"]
Resists = Literal["target", "printed"]
Security = Literal["challengers", "reversed"]
Risk = Literal["fresh", "kept", "neutral"]
Range = Literal["initial", "current"]
Conflict = Literal["weaker", "nobody"]
Offer = Literal["ordered", "enforceable", "weighted", "least"]
Tie = Literal["strongest", "first"]
Prevail = Literal["pair", "all", "net"]
Votes = Literal["linear", "risk"]
Stopping = Literal["never", "settled"]
Kind = Literal["conflict", "compromise", "acquiesce", "standoff", "stalemate"]
Why = Literal["taken", "kind", "farther", "weaker", "torn", "nobody moves"]

ROUNDS = 5


@dataclass(frozen=True)
class Variant:
    """One reading of the equations. Defaults are the paper's text (Scholz, Calbert & Smith 2011).

    stays : Q, 0 to 1, the chance that a rival stays put if left alone: 1 in 1985 and in the paper's example, 0.5 in 1986 and 2009.
    unforced : T, when a rival's own move to the median helps: it ends `nearer` (figures 1-4), or only if it comes from the `opposite`
        side of the median (2009). Without effect where Q is 1.
    view : what an actor makes of the other's expectation: as `each` holds it (superscript j), or with its `own` exponent (superscript i).
    resists : whose salience is the chance of resistance: the `target`'s; or j's on both sides of a pair, as eq. 25b is `printed`.
    security : sums what `challengers` expect of attacking an actor (1985), or with subscripts `reversed` what it expects (1997). The
        superscript, printed differently in text and equation, makes no difference while exponents are 1.
    risk : exponents are found from 1 anew each round (`fresh`), from those of the round before (`kept`), or are 1 (`neutral`).
    range : distances are shares of the `initial` or the `current` spread of positions.
    conflict : if both expect to gain, the `weaker` by expectation gives way (figure 6), or `nobody` does ("uncertain outcome").
    acquiesce : whether a loser whose loss exceeds the other's gain goes all the way.
    offer : which offer is taken: conflict, compromise, acquiescence in this `ordered` way, then the least move; the most `enforceable`
        (greatest expectation behind it), then the least move; the `least` move of all; or ordered, with compromises by the lowest
        `weighted` mean of both positions.
    tie : between equally good offers: the `strongest`, and if they lead apart none; or the `first` in the order of actors.
    prevail : votes for a position over those on the `pair` (eq. 30-31), or over the votes on `all` pairs; or the `net` votes for it, from 0,
        over those on the pair.
    votes : are `linear` in distance, or distance to the power of the voter's `risk` exponent.
    stopping : `never` before the last round (the paper), or once `settled`: the median moves by less than 1 % of the range.
    """

    stays: float = 1.0
    unforced: Unforced = "nearer"
    view: View = "each"
    resists: Resists = "target"
    security: Security = "challengers"
    risk: Risk = "fresh"
    range: Range = "initial"
    conflict: Conflict = "weaker"
    acquiesce: bool = True
    offer: Offer = "ordered"
    tie: Tie = "strongest"
    prevail: Prevail = "pair"
    votes: Votes = "linear"
    stopping: Stopping = "never"

    def __post_init__(self) -> None:
        if not 0 <= self.stays <= 1:
            raise EngineInputError(f"stays: found {self.stays:g}, expected a chance from 0 to 1")
        for name, kind in _SWITCHES.items():
            if (value := getattr(self, name)) not in get_args(kind):
                raise EngineInputError(f"{name}: found {value!r}, expected one of {', '.join(get_args(kind))}")


_SWITCHES: Mapping[str, object] = MappingProxyType({
    "unforced": Unforced, "view": View, "resists": Resists, "security": Security, "risk": Risk, "range": Range,
    "conflict": Conflict, "offer": Offer, "tie": Tie, "prevail": Prevail, "votes": Votes, "stopping": Stopping,
})  # fmt: skip

SCHOLZ_PAPER = Variant()
# What the authors' own program does, by the account of a replicator who had it; with it their Table 2 appears.
SCHOLZ_JAVA = Variant(view="own", acquiesce=False, offer="weighted", tie="first", prevail="all", votes="risk")
VARIANTS: Mapping[str, Variant] = MappingProxyType({"scholz-paper": SCHOLZ_PAPER, "scholz-java": SCHOLZ_JAVA})


@dataclass(frozen=True)
class Course:
    """What became of positions, round by round. T rounds; index 0 on the time axis is the start.

    positions : (D, T + 1, K) issue units. exponents : (D, T, K) risk exponents of each round, 0.5 to 2.
    medians, means : (D, T + 1), weighted by salience times capability. rounds : (D,) rounds played until all met or it stopped.
    """

    positions: FloatArray
    exponents: FloatArray
    medians: FloatArray
    means: FloatArray
    rounds: NDArray[np.int64]

    @property
    def outcome(self) -> FloatArray:
        """(D,) The forecast: the weighted median after the last round."""
        return self.medians[:, -1]


def challenge(
    positions: ArrayLike,
    saliences: ArrayLike,
    capabilities: ArrayLike,
    variant: Variant = SCHOLZ_PAPER,
    *,
    rounds: int = ROUNDS,
    workers: int | None = None,
) -> Course:
    """Rounds of challenges in every draw: who can expect to move whom, and who gives way how far.

    Parameters
    ----------
    positions : (D, K) float, issue units. saliences : (D, K) or (K,) float, 0-1. capabilities : (D, K) or (K,) float, >= 0.
    rounds : T, at least 1. workers : threads that share the draws; None: two, or one where draws are few.
    Returns
    -------
    Course. Where all stand at one point nothing moves; equal securities give exponents of 1; a chance of 0/0 is 1/2 (0 where
    `prevail` is not `pair`); where nobody has weight, all count alike in median and mean.
    Raises
    ------
    EngineInputError : shapes do not fit, a number is not finite, a salience is not from 0 to 1, a capability negative.
    """
    x, s, w = _checked(positions, saliences, capabilities)
    if rounds < 1:
        raise EngineInputError(f"rounds: found {rounds}, expected at least 1")
    d, k = x.shape
    course = Course(
        np.empty((d, rounds + 1, k)), np.empty((d, rounds, k)), np.empty((d, rounds + 1)), np.empty((d, rounds + 1)),
        np.empty(d, np.int64),
    )  # fmt: skip
    codes, threads = _codes(variant), workers or (min(2, os.cpu_count() or 1) if d * k * k >= 10_000 else 1)

    def run(part: slice) -> None:
        kernels.play_all(
            x[part], s[part], w[part], variant.stays, codes,
            course.positions[part], course.exponents[part], course.medians[part], course.means[part], course.rounds[part],
        )  # fmt: skip

    cuts = np.linspace(0, d, threads + 1).astype(int)
    parts = [slice(int(a), int(b)) for a, b in itertools.pairwise(cuts) if b > a]
    if len(parts) == 1:
        run(parts[0])
    else:
        with ThreadPoolExecutor(len(parts)) as pool:
            list(pool.map(run, parts))
    return course


@dataclass(frozen=True)
class Dyads:
    """All pairs at the start of a round, (K, K): what actor i (row) sees when it looks at j.

    prevail : chance that i's position prevails over j's. expected : what i expects of challenging j; answered : what, in the variant's
    view, j expects of challenging i; utility, -4 to 4. exponents : (K,) risk exponents that these rest on.
    """

    prevail: FloatArray
    expected: FloatArray
    answered: FloatArray
    exponents: FloatArray


def dyads(
    positions: ArrayLike, saliences: ArrayLike, capabilities: ArrayLike, variant: Variant = SCHOLZ_PAPER
) -> Dyads:
    """Chances and expectations of the first round of one case (K,). Raises `EngineInputError` as `challenge`, and if all stand at one point."""
    x, s, w = _checked(np.atleast_2d(positions), saliences, capabilities)
    if x.max() == x.min():
        raise EngineInputError("positions: all are the same, so that nobody challenges anybody")
    return _Rounds(x[0], s[0], w[0], variant).look(x[0])


@dataclass(frozen=True)
class Offered:
    """Something that one actor put to another: indices and numbers, no words.

    round : from 1. to, by : actors. kind : `conflict`, `compromise`, `acquiesce` move `to` if it takes it; a `standoff` (conflict in which
    nobody gives way) and a `stalemate` move nobody. start, point : where `to` stands, and where it would go. expected, answered : what `to`
    expects of challenging `by`, and `by` of challenging `to`. why : `taken`, or why not: another `kind` comes first, it leads `farther` than
    another, another has more behind it (`weaker`), `torn` between equals that lead apart, or `nobody moves`.
    """

    round: int
    to: int
    by: int
    kind: Kind
    start: float
    point: float
    expected: float
    answered: float
    why: Why

    @property
    def taken(self) -> bool:
        return self.why == "taken"


_KINDS: Mapping[int, Kind] = MappingProxyType({
    kernels.CONFLICT_: "conflict", kernels.COMPROMISE_: "compromise", kernels.ACQUIESCE_: "acquiesce",
    kernels.STANDOFF: "standoff", kernels.STALEMATE: "stalemate",
})  # fmt: skip


def trace(
    positions: ArrayLike,
    saliences: ArrayLike,
    capabilities: ArrayLike,
    variant: Variant = SCHOLZ_PAPER,
    *,
    rounds: int = ROUNDS,
) -> tuple[Offered, ...]:
    """Every offer of every round of one case (K,), by round, receiver and proposer; and what became of it.

    Parameters, Raises : as `challenge`, for one draw. References : Scholz, Calbert & Smith (2011), section 6.
    """
    x, s, w = _checked(np.atleast_2d(positions), saliences, capabilities)
    played = challenge(x, s, capabilities, variant, rounds=rounds, workers=1)
    table = _Rounds(x[0], s[0], w[0], variant)
    found: list[Offered] = []
    for t in range(int(played.rounds[0])):
        found += table.offers(t + 1, played.positions[0, t])
    return tuple(found)


@dataclass(frozen=True)
class Spread:
    """One case under many readings: `variants` (V); medians, means (V, D, T + 1), issue units."""

    variants: tuple[Variant, ...]
    medians: FloatArray
    means: FloatArray

    def quantiles(self, shares: ArrayLike, time: int = -1) -> FloatArray:
        """Quantiles, over readings and draws, of the median after a round (default: the last)."""
        return np.asarray(np.quantile(self.medians[:, :, time], np.asarray(shares, float)))

    def by_switch(self, switch: str, time: int = -1) -> dict[object, float]:
        """Mean of the median after a round over all readings (and draws) that share a setting of one switch, by setting."""
        settings = [getattr(v, switch) for v in self.variants]
        return {
            one: float(np.mean([m[:, time] for m, s in zip(self.medians, settings, strict=True) if s == one]))
            for one in dict.fromkeys(settings)
        }


OPEN_STEPS = ("stays", "prevail", "view", "security", "range", "conflict", "offer")


def readings() -> tuple[Variant, ...]:
    """The 192 combinations of seven open steps: Q, prevailing, view, security, range, conflict, offer."""
    prevailing: tuple[Prevail, ...] = ("pair", "all")
    choices: tuple[Offer, ...] = ("ordered", "enforceable", "least")
    return tuple(
        Variant(stays=q, prevail=p, view=v, security=s, range=r, conflict=c, offer=o)
        for q, p, v, s, r, c, o in itertools.product(
            (1.0, 0.5), prevailing, get_args(View), get_args(Security), get_args(Range), get_args(Conflict), choices
        )
    )


def model_form_spread(
    positions: ArrayLike,
    saliences: ArrayLike,
    capabilities: ArrayLike,
    *,
    variants: tuple[Variant, ...] | None = None,
    rounds: int = ROUNDS,
    workers: int | None = None,
) -> Spread:
    """The same case under every reading of the equations (`readings()`, or those given).

    Parameters, Raises : as `challenge`.
    """
    chosen = readings() if variants is None else variants
    courses = [
        challenge(positions, saliences, capabilities, v, rounds=rounds, workers=workers) for v in chosen
    ]  # fmt: skip
    return Spread(chosen, np.stack([c.medians for c in courses]), np.stack([c.means for c in courses]))


class _Rounds:
    """The kernels of one case, a round at a time."""

    def __init__(self, x: FloatArray, s: FloatArray, w: FloatArray, variant: Variant):
        self.s, self.w, self.variant, self.codes = s, w, variant, _codes(variant)
        self.initial = float(np.ptp(x))
        self.exponents = np.ones(x.size)  # kept from round to round, for the variant that does

    def look(self, x: FloatArray) -> Dyads:
        k = x.size
        P, E, B = np.zeros((k, k)), np.zeros((k, k)), np.zeros((k, k))
        kernels.look(
            x, self.s, self.w, self._spread(x), self.variant.stays, self.codes, P, E, B, self.exponents
        )  # fmt: skip
        return Dyads(P, E, B, self.exponents.copy())

    def offers(self, round: int, x: FloatArray) -> list[Offered]:
        k, spread, seen = x.size, self._spread(x), self.look(x)
        kind, point, chosen = np.zeros((k, k), np.int64), np.zeros((k, k)), np.zeros(k, np.int64)
        E, B = seen.expected, seen.answered
        kernels.offers(x, E, B, spread, self.codes, kind, point)
        kernels.choose(x, E, B, spread, self.codes, kind, point, chosen)

        def why(i: int, j: int) -> Why:
            if kind[i, j] not in (kernels.CONFLICT_, kernels.COMPROMISE_, kernels.ACQUIESCE_):
                return "nobody moves"
            best = int(chosen[i])
            if best == j:
                return "taken"
            if best == kernels.TORN:
                return "torn"
            if self.variant.offer == "enforceable":
                return "weaker" if B[i, j] < B[i, best] - 1e-10 else "farther"
            if self.variant.offer != "least" and kind[i, j] != kind[i, best]:
                return "kind"
            return "farther" if abs(point[i, j] - x[i]) > abs(point[i, best] - x[i]) + 1e-10 * spread else "weaker"

        return [
            Offered(round, i, j, _KINDS[int(kind[i, j])], float(x[i]), float(point[i, j]), float(E[i, j]), float(B[i, j]), why(i, j))
            for i in range(k) for j in range(k) if kind[i, j] != kernels.NOTHING
        ]  # fmt: skip

    def _spread(self, x: FloatArray) -> float:
        return self.initial if self.variant.range == "initial" else float(np.ptp(x))


def _codes(variant: Variant) -> NDArray[np.int64]:
    """Switches as numbers, in the order that the kernels expect."""
    order = (
        "unforced",
        "view",
        "resists",
        "security",
        "risk",
        "range",
        "conflict",
        "acquiesce",
        "offer",
        "tie",
        "prevail",
        "votes",
        "stopping",
    )
    return np.array(
        [int(variant.acquiesce) if n == "acquiesce" else get_args(_SWITCHES[n]).index(getattr(variant, n)) for n in order],
        np.int64,
    )  # fmt: skip


def _checked(positions: ArrayLike, saliences: ArrayLike, capabilities: ArrayLike) -> tuple[FloatArray, ...]:
    """Positions, saliences and weights (D, K), each in one piece of memory."""
    x, s, c = (np.asarray(a, float) for a in (positions, saliences, capabilities))
    if x.ndim != 2 or not x.size:
        raise EngineInputError(f"positions: found shape {x.shape}, expected (draws, actors), neither 0")
    for name, values in (("saliences", s), ("capabilities", c)):
        if values.shape not in (x.shape, x.shape[1:]):
            raise EngineInputError(f"{name}: found shape {values.shape}, expected {x.shape} or {x.shape[1:]}")
    for name, values in (("positions", x), ("saliences", s), ("capabilities", c)):
        if not np.isfinite(values).all():
            raise EngineInputError(f"{name}: every number must be finite")
    if (s < 0).any() or (s > 1).any():
        raise EngineInputError("saliences: expected numbers from 0 to 1")
    if (c < 0).any():
        raise EngineInputError("capabilities: none may be negative")
    s, c = np.broadcast_to(s, x.shape), np.broadcast_to(c, x.shape)
    return np.ascontiguousarray(x), np.ascontiguousarray(s), np.ascontiguousarray(s * c)
