"""A brief as one self-contained HTML page: no script, nothing loaded from elsewhere, folds that open without help.

What stands behind a mark opens under its sentence; on paper the same lines are endnotes of their section.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from summitry.brief import figures
from summitry.brief import render as shared
from summitry.brief.look import PLAIN, Look
from summitry.brief.outline_model import Block, Figure, Outline, Said, Section, Sentence, SourceRow, Table
from summitry.brief.render import NUMBERS, Anchors, clean

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

WORDY: Final = 20
"""A column with a cell of more signs than this is one of text."""


@dataclass(frozen=True)
class Placed:
    """A sentence with the anchor of its place and the lines behind its mark."""

    sentence: Sentence
    anchor: str
    lines: tuple[str, ...]

    @property
    def opens(self) -> bool:
        """Is there anything behind the mark?"""
        return bool(self.lines or self.sentence.command)


@dataclass(frozen=True)
class Heard:
    """What an expert said, with its anchor, the anchor and title of its source, and the lines behind its verdict."""

    said: Said
    anchor: str
    source_anchor: str | None
    source_title: str
    lines: tuple[str, ...]

    @property
    def opens(self) -> bool:
        """Is there anything behind the verdict?"""
        return bool(self.lines or self.said.command)


@dataclass(frozen=True)
class Drawn:
    """A figure in two widths, with its table."""

    figure: Figure
    anchor: str
    axis: str
    wide: Markup
    narrow: Markup
    head: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Sheet:
    """A table, placed, with the classes of each of its columns."""

    table: Table
    anchor: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Placard:
    """A block, placed on the page."""

    block: Block
    anchor: str
    sentences: tuple[Placed, ...]
    sheet: Sheet | None
    figure: Drawn | None = None

    @property
    def endnotes(self) -> list[tuple[str, Placed]]:
        """What stands behind the marks, as for a section."""
        return _endnotes(self.sentences)


@dataclass(frozen=True)
class Part:
    """A section, placed on the page."""

    section: Section
    anchor: str
    headline: Placed
    findings: tuple[Placed, ...]
    said: tuple[Heard, ...]
    nobody: tuple[Placed, ...]
    changes: tuple[Placed, ...]
    figure: Drawn | None

    @property
    def endnotes(self) -> list[tuple[str, Placed]]:
        """What stands behind the marks of the section."""
        return _endnotes((self.headline, *self.findings, *self.nobody, *self.changes))


def render(outline: Outline, look: Look = PLAIN) -> str:
    """The whole page, closing with a newline."""
    anchors = Anchors()
    places = [anchors.name(f"source-{source.id}") for source in outline.sources]
    sources = dict(reversed([(source.id, place) for source, place in zip(outline.sources, places, strict=True)]))
    page = _template().render(
        outline=outline,
        parts=[_part(section, outline, sources, anchors) for section in outline.sections],
        placards=[_placard(block, anchors) for block in outline.blocks],
        sources=list(zip(outline.sources, places, strict=True)),
        labels=shared,
        policy=Markup(POLICY.replace('"', "&quot;")),
        look=look,
    )
    return page.strip("\n") + "\n"


def _part(section: Section, outline: Outline, sources: Mapping[str, str], anchors: Anchors) -> Part:
    return Part(
        section=section,
        anchor=anchors.name(f"q{section.number}"),
        headline=_placed(section.headline, anchors),
        findings=tuple(_placed(finding, anchors) for finding in section.findings),
        said=tuple(_heard(said, section, outline.sources, sources, anchors) for said in section.said),
        nobody=tuple(_placed(finding, anchors) for finding in section.nobody),
        changes=tuple(_placed(change, anchors) for change in section.changes),
        figure=_drawn(section.figure, anchors.name(f"figure-{section.number}")) if section.figure else None,
    )


def _placed(sentence: Sentence, anchors: Anchors) -> Placed:
    return Placed(sentence, anchors.name(f"s-{sentence.id}"), shared.run_lines(sentence))


def _endnotes(sentences: Iterable[Placed]) -> list[tuple[str, Placed]]:
    """What stands behind the marks, in reading order; sentences with the same run share one line: `1a, 1b`."""
    shared_by: dict[tuple[tuple[str, ...], str | None], list[Placed]] = {}
    for placed in sentences:
        if placed.opens:
            shared_by.setdefault((placed.lines, placed.sentence.command), []).append(placed)
    return [(", ".join(placed.sentence.id for placed in group), group[0]) for group in shared_by.values()]


def _heard(
    said: Said, section: Section, rows: tuple[SourceRow, ...], sources: Mapping[str, str], anchors: Anchors
) -> Heard:
    at = shared.source_of(said, rows)
    anchor = anchors.name(f"said-{section.number}-{said.id}")
    place, title = (None, said.source) if at is None else (sources[rows[at].id], rows[at].title)
    return Heard(said, anchor, place, title, shared.run_lines(said))


def _placard(block: Block, anchors: Anchors) -> Placard:
    anchor = anchors.name(f"block-{block.key}")
    sentences = tuple(_placed(sentence, anchors) for sentence in block.sentences)
    shown = block.table is not None and block.table.rows
    sheet = _sheet(block.table, f"{anchor}-table") if block.table and shown else None
    return Placard(
        block,
        anchor,
        sentences,
        sheet,
        _drawn(block.figure, anchors.name(f"figure-{block.key}")) if block.figure else None,
    )


def _sheet(table: Table, anchor: str) -> Sheet:
    return Sheet(table, anchor, tuple(_column(table, column) for column in range(len(table.headers))))


def _column(table: Table, column: int) -> str:
    """The classes of a column: a `wordy` one keeps a width in which its text can be read and folds, others do not."""
    wordy = any(len(row[column]) > WORDY for row in table.rows)
    return " ".join(name for name, given in (("numeric", column in table.numeric), ("wordy", wordy)) if given)


def _drawn(figure: Figure, anchor: str) -> Drawn | None:
    if figure.is_empty:
        return None
    head, lines = figures.table(figure)
    wide = Markup(figures.svg(figure, f"{anchor}-wide", figures.WIDE))
    narrow = Markup(figures.svg(figure, f"{anchor}-narrow", figures.NARROW))
    return Drawn(figure, anchor, figures.axis_label(figure), wide, narrow, head, lines)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("summitry.brief"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_tidy,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["link"] = _link
    environment.filters["prose"] = _prose
    environment.filters["exact"] = _exact
    environment.filters["css"] = lambda text: Markup(
        text.replace("<", "")
    )  # rules need no tags; `read_look` refuses what loads
    environment.globals["style"] = Markup(_style(environment))
    return environment.get_template("brief.html.j2")


def _tidy(value: Any) -> Any:
    """Every text that goes into the page, before it is escaped: no control characters."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _prose(text: str) -> Markup:
    """A sentence, escaped, with its numbers kept on one line: `96–99 %`. Its text stays the same."""
    kept = NUMBERS.sub(lambda found: f'<span class="keep">{found.group()}</span>', str(escape(clean(text))))
    return Markup(kept)


def _exact(text: str) -> Markup:
    """Something to be typed, such as a command, escaped; its options are kept on one line."""
    kept = re.sub(
        r"(?<!\S)--?\w[\w-]*", lambda found: f'<span class="keep">{found.group()}</span>', str(escape(clean(text)))
    )
    return Markup(kept)


def _style(environment: Environment) -> str:
    """The style sheet without its comments and indents."""
    assert environment.loader is not None
    text = environment.loader.get_source(environment, "brief.css")[0]
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return "\n".join(line.strip() for line in bare.splitlines() if line.strip())


def _link(url: str) -> str:
    """The address if it is one of the web, else nothing: no other scheme becomes a link."""
    return url if re.fullmatch(r"https?://[^\s<>\"']+", url) else ""
