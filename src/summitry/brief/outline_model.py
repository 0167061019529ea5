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
    """What an expert said, paraphrased; `verdict` is empty until claims are tested."""

    id: str
    expert: str
    role: str
    text: str
    locator: str
    source: str
    how_sure: str | None = None
    verdict: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Row:
    """One line of a figure: label, value, both ends; `group` names its kind in words."""

    label: str
    value: float
    low: float
    high: float
    group: str = ""


@dataclass(frozen=True)
class Figure:
    """One figure a question: dots with ranges on a labelled axis; `alt` states the finding; `unit` follows numbers."""

    title: str
    alt: str
    axis: str
    unit: str
    domain: tuple[float, float]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Section:
    """One question: the answer first."""

    number: int
    question: str
    ask: str
    headline: Sentence
    findings: tuple[Sentence, ...]
    said: tuple[Said, ...]
    changes: tuple[Sentence, ...]
    missing: tuple[str, ...]
    figure: Figure | None
    basis: str


@dataclass(frozen=True)
class SourceRow:
    """A source with what may affect its quality, in words."""

    id: str
    title: str
    publisher: str
    date: str
    reliability: str
    descriptor: str
    url: str
    used: int


@dataclass(frozen=True)
class Outline:
    """A whole brief, worded."""

    id: str
    title: str
    as_of: str
    subtitle: str
    notice: tuple[str, ...]
    sections: tuple[Section, ...]
    method: tuple[str, ...]
    limits: tuple[str, ...]
    sources: tuple[SourceRow, ...]
    reproduction: Mapping[str, str]
