"""A brief as Markdown that usual forges render: marks are footnotes, figures and tables are pipe tables, all text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from summitry.brief import figures
from summitry.brief import render as shared
from summitry.brief.outline_model import Block, Figure, Outline, Said, Section, Sentence, SourceRow, Table
from summitry.brief.render import Anchors, clean


def render(outline: Outline) -> str:
    """The whole brief, closing with a newline."""
    notes = _Notes()
    body = [*_head(outline)]
    for section in outline.sections:
        body += _section(section, notes)
    for block in outline.blocks:
        body += _block(block, notes)
    body += _back(outline)
    body += notes.lines
    return "\n\n".join(block for block in body if block) + "\n"


def escaped(text: str) -> str:
    """User text as Markdown text: every sign that could start a mark-up is escaped, at the start of a line too."""
    text = re.sub(r"([\\`*_\[\]<>|~$&^])", r"\\\1", clean(text))
    text = re.sub(r"^(\s*)([#+=-])", r"\1\\\2", text)
    return re.sub(r"^(\s*\d+)([.)])", r"\1\\\2", text)


def code(text: str) -> str:
    """Text as a code span, fenced with more backticks than it holds."""
    inner = clean(text)
    fence = "`" * (max((len(run) for run in re.findall(r"`+", inner)), default=0) + 1)
    pad = " " if inner.startswith("`") or inner.endswith("`") else ""
    return f"{fence}{pad}{inner}{pad}{fence}"


class _Notes:
    """The footnotes in the order in which their marks are met."""

    def __init__(self) -> None:
        self._anchors = Anchors()
        self.lines: list[str] = []

    def sentence(self, sentence: Sentence, strong: bool = False) -> str:
        """The sentence with its mark; the mark leads to what stands behind it."""
        mark = f"{shared.GLYPHS[sentence.mark]} {shared.WORDS[sentence.mark]} {escaped(sentence.id)}"
        text = escaped(sentence.text)
        around = "**" if strong else "*" if sentence.mark == "reported" else ""
        return f"{around}{text}{around} {mark if strong else f'**{mark}**'}{self._note(sentence.id, _behind(sentence))}"

    def said(self, said: Said) -> str:
        """What an expert said, with the verdict and the place; the note tells the passage, then how it was tested."""
        parts = [f"{escaped(said.expert)}: *{escaped(said.text)}*" if said.text else f"{escaped(said.expert)}:"]
        if said.verdict:
            parts.append(f"**{escaped(shared.verdict_text(said.verdict))}**")
        behind = [said.role, f"in {said.source}" if said.source else "", said.note or ""]
        lines = [*(escaped(line) for line in behind if line), *_behind(said)]
        return " ".join(parts) + f" \\[{escaped(shared.place(said))}\\]" + self._note(said.id, lines)

    def _note(self, id: str, lines: Sequence[str]) -> str:
        if not lines:
            return ""
        name = self._anchors.name(id)
        self.lines.append(f"[^{name}]: {' · '.join([escaped(id), *lines])}")
        return f"[^{name}]"


def _behind(told: Sentence | Said) -> list[str]:
    """What opens behind a mark or a verdict, ending with the command that recomputes it."""
    lines = [escaped(line) for line in shared.run_lines(told)]
    return [*lines, code(told.command)] if told.command else lines


def _head(outline: Outline) -> list[str]:
    answers = [
        f"{section.number}. **{escaped(section.question)}** {escaped(section.headline.text)}"
        for section in outline.sections
    ]
    return [
        f"# {escaped(outline.title)}",
        f"*as of {escaped(outline.as_of)}*" if outline.as_of else "",
        escaped(outline.subtitle),
        "\n>\n".join(f"> {escaped(line)}" for line in outline.notice),
        f"## {shared.ANSWERS}" if answers else "",
        "\n".join(answers),
        f"{shared.MARKS}: "
        + " · ".join(
            f"{shared.GLYPHS[mark]} **{shared.WORDS[mark]}**: {shared.MEANINGS[mark]}" for mark in shared.GLYPHS
        ),
    ]


def _section(section: Section, notes: _Notes) -> list[str]:
    blocks = [
        f"## {section.number}. {escaped(section.question)}",
        notes.sentence(section.headline, strong=True),
        _bullets(notes.sentence(finding) for finding in section.findings),
    ]
    blocks += _figure(section.figure) if section.figure is not None and section.figure.rows else []
    blocks += _list(shared.SAID, (notes.said(said) for said in section.said))
    blocks += _list(shared.NOBODY, (notes.sentence(finding) for finding in section.nobody))
    blocks += _list(shared.CHANGES, (notes.sentence(change) for change in section.changes))
    blocks += _list(shared.MISSING, (escaped(line) for line in section.missing))
    return [*blocks, f"**{shared.BASIS}:** {escaped(section.basis)}" if section.basis else ""]


def _figure(figure: Figure) -> list[str]:
    head, lines = figures.table(figure)
    axis = f" *{escaped(figures.axis_label(figure))}.*" if figures.axis_label(figure) else ""
    numeric = {"dots": (1, 2, 3), "stands": (2, 3, 4), "paths": (3,), "gains": (1, 2)}.get(figure.kind, ())
    return [f"**{escaped(figure.title)}.** {escaped(figure.alt)}{axis}", _pipes(head, lines, numeric)]


def _block(block: Block, notes: _Notes) -> list[str]:
    return [
        f"## {escaped(block.title)}",
        *(escaped(line) for line in block.lines),
        _bullets(notes.sentence(sentence) for sentence in block.sentences),
        _table(block.table) if block.table is not None and block.table.rows else "",
        *(_figure(block.figure) if block.figure is not None and not block.figure.is_empty else []),
    ]


def _table(table: Table) -> str:
    return _pipes(table.headers, table.rows, table.numeric)


def _pipes(head: Sequence[str], lines: Iterable[Sequence[str]], numeric: Sequence[int]) -> str:
    """A pipe table; the columns in `numeric` are set to the right."""
    rules = ["--:" if column in numeric else ":--" for column in range(len(head))]
    cells = [[escaped(cell) for cell in head], rules, *([escaped(cell) for cell in line] for line in lines)]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def _back(outline: Outline) -> list[str]:
    blocks = []
    for label, lines in ((shared.METHOD, outline.method), (shared.LIMITS, outline.limits)):
        blocks += [f"## {label}", _bullets(escaped(line) for line in lines)] if lines else []
    if outline.sources:
        blocks += [f"## {shared.SOURCES}", *(escaped(line) for line in outline.source_notes)]
        blocks += [_bullets(_source(source) for source in outline.sources)]
    if outline.reproduction:
        again = (f"{escaped(name)}: {code(value)}" for name, value in outline.reproduction.items())
        blocks += [f"## {shared.AGAIN}", _bullets(again)]
    return blocks


def _source(source: SourceRow) -> str:
    title = escaped(source.title)
    if re.fullmatch(r"https?://[^\s<>()\\]+", source.url):
        title = f"[{title}](<{source.url}>)"
    told = ", ".join(escaped(part) for part in (source.publisher, source.date) if part)
    quality = "; ".join(
        escaped(part).rstrip(".") for part in (source.reliability, source.descriptor, source.credibility) if part
    )
    used = shared.used(source)
    return ". ".join(part for part in (f"{escaped(source.id)}: {title}", told, quality, used) if part) + "."


def _list(label: str, entries: Iterable[str]) -> list[str]:
    listed = _bullets(entries)
    return [f"### {label}", listed] if listed else []


def _bullets(entries: Iterable[str]) -> str:
    return "\n".join(f"- {entry}" for entry in entries)
