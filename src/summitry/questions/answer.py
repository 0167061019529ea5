"""What is said to a question: findings as template key, fields and basis. Numbers and ids only; `brief` makes the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Probe = Callable[[Any], FloatArray]
Kind = Literal["follows", "assumed", "reported", "estimate"]


@dataclass(frozen=True)
class Ref:
    """Something named in the dossier, by id; `brief` turns it into its name."""

    kind: Literal["actor", "option", "issue", "body", "variant", "pledge", "claim"]
    id: str


@dataclass(frozen=True)
class Share:
    """Share of draws (0–1) in which something holds, with the 90 % interval that so few draws leave.

    It is a share of the stated ranges of the inputs, not a probability of the world. `per_draw` (D,) is what it was taken from.
    """

    value: float
    low: float
    high: float
    draws: int
    per_draw: FloatArray | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Amount:
    """Median over draws with the 5 % and 95 % quantiles; in points of issue `unit` (share of its scale, 0–100), or plain points.

    `per_draw` (D,) are the numbers that it was taken from.
    """

    value: float
    low: float
    high: float
    unit: Ref | None = None
    per_draw: FloatArray | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Meter:
    """Is a result more than its inputs restated? `assumed` if the induced share is below 0.1, adjusted R² on the named inputs above 0.8,
    a nil only mirrors a consequence that nobody typed, or it is read off the inputs as they stand on the eve (`read`)."""

    assumed: bool
    rule: Literal["induced", "fit", "nil", "read", "none"]
    value: float


@dataclass(frozen=True)
class Computed:
    """A run that anyone can repeat: worlds (interventions as text), behaviours, draws, seed, hash of the inputs, command."""

    worlds: tuple[str, ...]
    behaviours: tuple[str, ...]
    draws: int
    seed: int
    dossier: str
    version: str
    command: str
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reported:
    """Rests on what a claim or a fact of the dossier says."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class OwnEstimate:
    """Rests on numbers that the dossier's author typed without a source."""

    paths: tuple[str, ...]


Basis = Computed | Reported | OwnEstimate
Value = Ref | Share | Amount | str | float | int | bool | None | tuple["Value", ...]


@dataclass(frozen=True)
class Finding:
    """One thing that can be said. `key` names the wording template; `agrees` tells whether both behaviours say it.

    holds : (D,) 1 where the sentence is true in that draw, looking ahead; None for lists and for sentences that are open by
    themselves. probe : the same for another bench (a `Study` with other numbers), from as few worlds as it takes. fragile : the share of second coders in whose reading the sentence is true, where that is too few.
    """

    key: str
    kind: Kind
    fields: Mapping[str, Value]
    basis: Basis
    meter: Meter | None = None
    agrees: bool | None = None
    id: str = ""
    holds: FloatArray | None = field(default=None, repr=False, compare=False)
    probe: Probe | None = field(default=None, repr=False, compare=False)
    fragile: Share | None = None

    @property
    def traces(self) -> tuple[FloatArray, ...]:
        """All numbers per draw that the sentence's own numbers are taken from."""
        return tuple(_traces(tuple(self.fields.values())))

    @property
    def refs(self) -> tuple[Ref, ...]:
        """Everything that the sentence names, once each."""
        return tuple(dict.fromkeys(_refs(tuple(self.fields.values()))))


def _traces(values: tuple[Value, ...]) -> Iterator[FloatArray]:
    for value in values:
        if isinstance(value, tuple):
            yield from _traces(value)
        elif isinstance(value, Share | Amount) and value.per_draw is not None:
            yield value.per_draw


def _refs(values: tuple[Value, ...]) -> Iterator[Ref]:
    for value in values:
        if isinstance(value, tuple):
            yield from _refs(value)
        elif isinstance(value, Ref):
            yield value


@dataclass(frozen=True)
class FigureRow:
    """One line of a figure: a value with both ends. `group` tells rows apart by shape and word, never by colour alone."""

    label: tuple[Value, ...]
    value: float
    low: float
    high: float
    group: str = ""
    panel: Ref | None = None
    second: float = 0.0  # the other party's gain, in a figure of gains

    @classmethod
    def of_share(cls, of: Ref | tuple[Ref, ...], share: Share, group: str) -> FigureRow:
        """A share in per cent."""
        label = of if isinstance(of, tuple) else (of,)
        return cls(label, 100 * share.value, 100 * share.low, 100 * share.high, group)

    @classmethod
    def of_amount(cls, of: Ref, amount: Amount, group: str) -> FigureRow:
        """An amount in its own unit."""
        return cls((of,), amount.value, amount.low, amount.high, group)


@dataclass(frozen=True)
class FigureNode:
    """Somebody, or a state as what it changes from the eve: options that come (`label`) and that go (`off`); `share` of courses
    (0–1) that end there."""

    id: str
    label: tuple[Ref, ...] = ()
    off: tuple[Ref, ...] = ()
    group: str = ""
    level: int = 0
    share: float = 0.0


@dataclass(frozen=True)
class FigureLink:
    """A tie of a `kind`, or a step that somebody takes (`by`), with its share of all courses (0–1) where it has one."""

    source: str
    target: str
    kind: str = ""
    by: tuple[Ref, ...] = ()
    share: float = 0.0
    directed: bool = True
    note: str = ""


@dataclass(frozen=True)
class FigureData:
    """One figure a question: the same numbers as its sentences. `domain` are the axis' ends."""

    key: str
    rows: tuple[FigureRow, ...]
    domain: tuple[float, float]
    fields: Mapping[str, Value] = field(default_factory=dict)
    kind: Literal["dots", "stands", "ties", "paths", "timeline", "gains"] = "dots"
    nodes: tuple[FigureNode, ...] = ()
    links: tuple[FigureLink, ...] = ()


@dataclass(frozen=True)
class Support:
    """What an answer rests on, in counts: sources, experts, share of inputs that are the desk's own (0–1), ids both behaviours share."""

    sources: int
    experts: int
    own_share: float
    agree: tuple[str, ...] = ()
    differ: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The answer to one question: headline first, then findings, the claims made under it, what would change it, one figure."""

    key: str
    ask: str
    title: str
    headline: Finding
    findings: tuple[Finding, ...] = ()
    claims: tuple[str, ...] = ()
    changes: tuple[Finding, ...] = ()
    missing: tuple[Finding, ...] = ()
    figure: FigureData | None = None
    support: Support | None = None
    names: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def said(self) -> tuple[Finding, ...]:
        """The headline, then the findings."""
        return (self.headline, *self.findings)
