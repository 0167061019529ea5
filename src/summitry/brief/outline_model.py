"""The shape of a brief between wording and paper: every renderer (terminal, Markdown, HTML, JSON) reads this and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Mark = Literal["follows", "assumed", "reported", "estimate"]


@dataclass(frozen=True)
class Sentence:
    """One sentence with the mark that tells its voice, and what opens behind the mark.

    `notes` are plain lines (worlds, behaviours, draws and seed; or passage and expert); `command` recomputes it;
    `basis` is the same as data, for JSON. `id` is like `1a`.
    """

    text: str
    mark: Mark
    id: str
    notes: tuple[str, ...] = ()
    command: str | None = None
    basis: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What an expert said, paraphrased, and what the worlds say of it.

    `verdict` is a sign, a word and a few words of why: `✗ contradicted: 3–5 % of draws`; None where nothing was tested at all.
    `notes` and `command` are what opens behind the verdict, as for a `Sentence`.
    """

    id: str
    expert: str
    role: str
    text: str
    locator: str
    source: str
    how_sure: str | None = None
    verdict: str | None = None
    note: str | None = None
    notes: tuple[str, ...] = ()
    command: str | None = None
    basis: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One line of a figure: label, value, both ends; `group` names its kind in words, `panel` the part of the figure it stands in;
    `second` is the other coordinate in a figure of gains."""

    label: str
    value: float
    low: float
    high: float
    group: str = ""
    panel: str = ""
    second: float = 0.0


@dataclass(frozen=True)
class Node:
    """Somebody, or a state of things, in a figure of ties or paths. `level` counts the steps from the left (paths only)."""

    id: str
    label: str
    group: str = ""
    level: int = 0


@dataclass(frozen=True)
class Link:
    """A tie between two nodes, or a step from one to the next; `weight` is its share in per cent where it has one, else 0."""

    source: str
    target: str
    label: str
    weight: float = 0.0
    group: str = ""
    directed: bool = True


@dataclass(frozen=True)
class Figure:
    """A figure: `alt` states the finding; `unit` follows numbers.

    kind : `dots`, one row a line, dots with ranges on one axis. `stands`, the same with a panel an issue: where each actor
    stands, where things are now and where the worlds lead, in per cent of the issue's scale. `ties`, actors (`nodes`) and
    what binds them (`links`). `paths`, states by level from the left and the steps between them. `timeline`, rows from `low`
    to `high` as days (`datetime.date.toordinal`), `value` the day that is marked. `gains`, packages as points: `value` is what the
    first party gains (`axis`), `second` what the other does (`unit`).
    """

    title: str
    alt: str
    axis: str
    unit: str
    domain: tuple[float, float]
    rows: tuple[Row, ...]
    kind: Literal["dots", "stands", "ties", "paths", "timeline", "gains"] = "dots"
    nodes: tuple[Node, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Is there nothing to draw?"""
        return not (self.rows or self.nodes)


@dataclass(frozen=True)
class Table:
    """A table of words: one tuple a row, as long as `headers`; `numeric` are the columns set to the right."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True)
class Block:
    """A part of the brief that belongs to no one question: a title, plain lines, sentences with marks, a table, a figure.

    `key` is stable (`since`, `verdicts`, `record-ISSUE`, `settlement-ISSUE`, `deal-DEAL`, `grid-DEAL`, `pledges`, `ends`, `assumptions`, `scoreboard`) and serves as anchor.
    """

    key: str
    title: str
    lines: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    table: Table | None = None
    figure: Figure | None = None


@dataclass(frozen=True)
class Section:
    """One question: the answer first. `nobody` are findings that no expert voiced."""

    number: int
    question: str
    ask: str
    headline: Sentence
    findings: tuple[Sentence, ...]
    said: tuple[Said, ...]
    nobody: tuple[Sentence, ...]
    changes: tuple[Sentence, ...]
    missing: tuple[str, ...]
    figure: Figure | None
    basis: str


@dataclass(frozen=True)
class SourceRow:
    """A source with what may affect its quality, in words.

    `reliability` is of the source, `credibility` of what is taken from it; `used` counts passages, `findings` the sentences that
    rest on them.
    """

    id: str
    title: str
    publisher: str
    date: str
    reliability: str
    descriptor: str
    url: str
    used: int
    credibility: str = ""
    findings: int = 0


@dataclass(frozen=True)
class Outline:
    """A whole brief, worded."""

    id: str
    title: str
    as_of: str
    subtitle: str
    notice: tuple[str, ...]
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    method: tuple[str, ...]
    limits: tuple[str, ...]
    sources: tuple[SourceRow, ...]
    reproduction: Mapping[str, str]
    source_notes: tuple[str, ...] = ()
    language: str = "en"
