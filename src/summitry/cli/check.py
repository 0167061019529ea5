"""`summitry check`: every problem of a dossier at its line, and what is likely not meant."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from json import dumps
from pathlib import Path
from typing import Any

from summitry.dossier.check import check
from summitry.dossier.loading import open_document
from summitry.dossier.model import Dossier
from summitry.dossier.sources import Passages, resolve
from summitry.errors import DossierError, Problem

FINE, FAULTY = 0, 2
Print = Callable[[str], Any]


@dataclass(frozen=True)
class Report:
    """What a check of one file found."""

    file: str
    dossier: Dossier | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    passages: Passages | None = None


def run(
    files: Sequence[str | os.PathLike[str]],
    warnings: bool = False,
    sources: Path | None = None,
    json: bool = False,
    print: Print = print,
) -> int:
    """Check files (or bundled names) and print what was found; 0 if all are fine, 2 otherwise.

    `warnings` prints them too; `sources` is a folder of source texts in which passages are looked up.
    """
    reports = [_report(os.fspath(file), sources) for file in files]
    if json:
        print(dumps([_plain(report) for report in reports], ensure_ascii=False, indent=2))
    else:
        for report in reports:
            for line in _lines(report, warnings, named=len(reports) > 1):
                print(line)
    return FAULTY if any(report.problems for report in reports) else FINE


def aligned(problems: Iterable[Problem], mark: str = "") -> list[str]:
    """Problems as lines whose messages begin in one column; `mark` goes before each message."""
    rows = [(_place(problem), problem) for problem in problems]
    width = max((len(place) for place, _ in rows), default=0)
    return [f"{place:<{width}}  {mark}{str(problem)[len(place) :].lstrip()}" for place, problem in rows]


def counted(number: int, word: str) -> str:
    """`1 actor`, `2 actors`."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def _place(problem: Problem) -> str:
    return f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file


def _report(file: str, sources: Path | None) -> Report:
    try:
        document = open_document(file)
    except DossierError as error:
        return Report(file, None, error.problems, error.warnings)
    outcome = check(document)
    if sources is None or outcome.dossier is None:
        return Report(file, outcome.dossier, outcome.problems, outcome.warnings)
    if not sources.is_dir():
        return Report(file, None, (Problem("", "there is no such folder", str(sources)),), outcome.warnings)
    passages = resolve(outcome.dossier, sources, document)
    return Report(file, outcome.dossier, passages.problems, outcome.warnings, passages)


def _lines(report: Report, warnings: bool, named: bool) -> list[str]:
    """Problems, warnings if wanted, and a closing line that counts."""
    lines = aligned(report.problems)
    if warnings:
        lines += aligned(report.warnings, "warning: ")
    if not report.problems:
        return [*lines, f"{report.file}: fine · {_contents(report)}{_hidden(report, warnings)}"]
    count = counted(len(report.problems), "problem")
    if report.warnings:
        shown = "" if warnings else " (summitry check --warnings)"
        count += f", {counted(len(report.warnings), 'warning')}{shown}"
    return [*lines, f"{f'{report.file}: ' if named else ''}{count}. Nothing was computed."]


def _contents(report: Report) -> str:
    dossier = report.dossier
    assert dossier is not None
    sections = ("actors", "issues", "options", "claims")
    text = ", ".join(counted(len(getattr(dossier, section)), section.removesuffix("s")) for section in sections)
    if report.passages is not None:
        found, absent = report.passages.resolved, report.passages.absent
        texts = len({passage.source for passage in found})
        text += f" · {counted(len(found), 'passage')} found in {counted(texts, 'source text')}"
        text += f", {counted(len(absent), 'source')} without a text here" if absent else ""
    return text


def _hidden(report: Report, shown: bool) -> str:
    if not report.warnings:
        return ""
    hint = "" if shown else f" (--warnings shows {'it' if len(report.warnings) == 1 else 'them'})"
    return f" · {counted(len(report.warnings), 'warning')}{hint}"


def _plain(report: Report) -> dict[str, Any]:
    """A report as JSON has it."""
    data: dict[str, Any] = {
        "file": report.file,
        "fine": not report.problems,
        "problems": [dataclasses.asdict(problem) for problem in report.problems],
        "warnings": [dataclasses.asdict(problem) for problem in report.warnings],
    }
    if report.passages is not None:
        data["passages"] = [dataclasses.asdict(passage) for passage in report.passages.resolved]
        data["sources_without_text"] = list(report.passages.absent)
    return data
