"""A brief as one self-contained HTML page: no script, nothing loaded from elsewhere, folds that open without help.

What stands behind a mark opens under its sentence; on paper the same lines are endnotes of their section.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from summitry.brief import figures
from summitry.brief import render as shared
from summitry.brief.outline_model import Figure, Outline, Said, Section, Sentence, SourceRow
from summitry.brief.render import NUMBERS, Anchors, clean

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


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
    """What an expert said, with its anchor, and the anchor and title of its source."""

    said: Said
    anchor: str
    source_anchor: str | None
    source_title: str


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
class Part:
    """A section, placed on the page."""

    section: Section
    anchor: str
    headline: Placed
    findings: tuple[Placed, ...]
    said: tuple[Heard, ...]
    changes: tuple[Placed, ...]
    figure: Drawn | None

    @property
    def endnotes(self) -> list[tuple[str, Placed]]:
        """What stands behind the marks, in reading order; sentences with the same run share one line: `1a, 1b`."""
        shared_by: dict[tuple[tuple[str, ...], str | None], list[Placed]] = {}
        for placed in (self.headline, *self.findings, *self.changes):
            if placed.opens:
                shared_by.setdefault((placed.lines, placed.sentence.command), []).append(placed)
        return [(", ".join(placed.sentence.id for placed in group), group[0]) for group in shared_by.values()]


def render(outline: Outline) -> str:
    """The whole page, closing with a newline."""
    anchors = Anchors()
    places = [anchors.name(f"source-{source.id}") for source in outline.sources]
    sources = dict(reversed([(source.id, place) for source, place in zip(outline.sources, places, strict=True)]))
    page = _template().render(
        outline=outline,
        parts=[_part(section, outline, sources, anchors) for section in outline.sections],
        sources=list(zip(outline.sources, places, strict=True)),
        labels=shared,
        policy=Markup(POLICY.replace('"', "&quot;")),
    )
    return page.strip("\n") + "\n"


def _part(section: Section, outline: Outline, sources: Mapping[str, str], anchors: Anchors) -> Part:
    def place(sentence: Sentence) -> Placed:
        return Placed(sentence, anchors.name(f"s-{sentence.id}"), shared.run_lines(sentence))

    return Part(
        section=section,
        anchor=anchors.name(f"q{section.number}"),
        headline=place(section.headline),
        findings=tuple(place(finding) for finding in section.findings),
        said=tuple(_heard(said, section, outline.sources, sources, anchors) for said in section.said),
        changes=tuple(place(change) for change in section.changes),
        figure=_drawn(section.figure, anchors.name(f"figure-{section.number}")) if section.figure else None,
    )


def _heard(
    said: Said, section: Section, rows: tuple[SourceRow, ...], sources: Mapping[str, str], anchors: Anchors
) -> Heard:
    row = next((row for row in rows if said.source in (row.id, row.title)), None)
    anchor = anchors.name(f"said-{section.number}-{said.id}")
    return Heard(said, anchor, sources[row.id] if row else None, row.title if row else said.source)


def _drawn(figure: Figure, anchor: str) -> Drawn | None:
    if not figure.rows:
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
