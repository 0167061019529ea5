"""The rubric of a seal: for each forecast the question, the day, the source that decides, and a base rate with its class.

A small YAML file, read as strictly as a dossier: every problem at once, each at its line, and nothing is sealed before.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from summitry.dossier.document import Document
from summitry.dossier.faults import shown
from summitry.dossier.files import read_text
from summitry.dossier.language import nearest
from summitry.dossier.model import Dossier
from summitry.dossier.paths import join
from summitry.dossier.yamltree import read_tree
from summitry.errors import DossierError, Problem

REQUIRED: Final = {
    "question": "Write e.g. question: Is the sharing rule signed?",
    "by": "Write the last day that counts, e.g. by: 2031-12-31",
    "source": "Write which source decides, e.g. source: the river commission's register",
    "base_rate": "Write how often such things happen, 0 to 1, e.g. base_rate: 0.3",
    "class": "Write what the base rate is of, e.g. class: water treaties signed within a year of talks, 1990 to 2020",
}
OPTIONAL: Final = ("fallback", "fine_print")
SECTIONS: Final = ("summitry_rubric", "case", "forecasts", "left_out")


class RubricError(DossierError):
    """A rubric is missing or cannot be used. Carries every problem that was found, as a `DossierError` does."""


@dataclass(frozen=True)
class Line:
    """How one forecast will be decided. base_rate : 0–1, of `reference_class`. fallback : a source if the first one stops."""

    question: str
    by: datetime.date
    source: str
    base_rate: float
    reference_class: str
    fallback: str | None = None
    fine_print: str | None = None


@dataclass(frozen=True)
class Rubric:
    """A rubric that fits its dossier: its text, a line for each forecast, and what is not sealed, with the reason."""

    text: str
    lines: Mapping[str, Line]
    left_out: Mapping[str, str]


def read_rubric(path: Path, dossier: Dossier, day: datetime.date) -> Rubric:
    """The rubric of a dossier that is to be sealed on a day.

    Raises
    ------
    RubricError : there is none, it is no rubric, it does not fit the dossier, or the dossier knows an outcome already.
    """
    if not path.is_file():
        mend = "A forecast is sealed with the rubric that will decide it: see docs/how-to/seal-a-forecast.md"
        raise RubricError([Problem("", "there is no such rubric", str(path), mend=mend)])
    try:
        rubric, document = _read(read_text(path), str(path))
    except DossierError as error:
        raise RubricError(error.problems) from error
    problems = [*_shape(document), *_fit(document, dossier, day)]
    if problems:
        raise RubricError(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    return rubric


def parse_rubric(text: str) -> Rubric:
    """The rubric of a text that a seal holds.

    Raises
    ------
    RubricError : it is none.
    """
    try:
        rubric, document = _read(text, "rubric")
    except DossierError as error:
        raise RubricError(error.problems) from error
    if problems := list(_shape(document)):
        raise RubricError(problems)
    return rubric


def to_decide(dossier: Dossier) -> tuple[str, ...]:
    """What a rubric has to speak of: every claim with a meaning, and every option."""
    return (*(name for name, claim in dossier.claims.items() if claim.means), *dossier.options)


def _read(text: str, name: str) -> tuple[Rubric, Document]:
    """Rubric with the lines that can be read, and the document that its problems stand in."""
    if not text.strip() or not isinstance(read_tree(text, name).data, dict):
        mend = "Start with: summitry_rubric: 1"
        raise RubricError([Problem("", "found no sections, expected forecasts: and others", name, 1, 1, mend=mend)])
    document = Document.parse(text, name)
    lines = {n: _line(line) for n, line in _entries(document, "forecasts") if not list(_line_faults(document, n, line))}
    left_out = {name: str(why) for name, why in _entries(document, "left_out")}
    return Rubric(text, lines, left_out), document


def _entries(document: Document, section: str) -> list[tuple[str, Any]]:
    held = document.data.get(section)
    return list(held.items()) if isinstance(held, dict) else []


def _line(data: Mapping[str, Any]) -> Line:
    others = {name: str(data[name]) for name in OPTIONAL if name in data}
    return Line(data["question"], data["by"], data["source"], float(data["base_rate"]), data["class"], **others)


# ------------------------------------------------------------------------------------------------ its shape


def _shape(document: Document) -> Iterator[Problem]:
    """Everything that is wrong with a rubric by itself."""
    data = document.data
    if data.get("summitry_rubric") != 1 or isinstance(data.get("summitry_rubric"), bool):
        yield _wrong(document, "summitry_rubric", data.get("summitry_rubric"), "1", "Write summitry_rubric: 1")
    if not isinstance(data.get("case"), str):
        yield _wrong(document, "case", data.get("case"), "the id of the dossier", "Write e.g. case: varda")
    for key in data:
        if key not in SECTIONS:
            yield _unknown(document, key, key, SECTIONS, "section")
    for section in ("forecasts", "left_out"):
        if not isinstance(data.get(section, {}), dict):
            yield _wrong(document, section, data[section], "a mapping", f"Write {section}: and an id below it")
    if "forecasts" not in data:
        yield document.problem("", '"forecasts" is missing', "Write forecasts: and a line for each of them")
    for name, line in _entries(document, "forecasts"):
        yield from _line_faults(document, name, line)
    for name, why in _entries(document, "left_out"):
        if not _is_text(why):
            mend = "Write why it is not sealed, in a few words"
            yield _wrong(document, join(("left_out", name)), why, "a reason", mend)


def _line_faults(document: Document, name: str, line: Any) -> Iterator[Problem]:
    path = join(("forecasts", name))
    if not isinstance(line, dict):
        yield _wrong(
            document, path, line, f"a mapping with {', '.join(REQUIRED)}", "See docs/how-to/seal-a-forecast.md"
        )
        return
    for key, mend in REQUIRED.items():
        if key not in line:
            yield document.problem(path, f'"{key}" is missing', mend, key=True)
        elif not _fits(key, line[key]):
            yield _wrong(document, join(("forecasts", name, key)), line[key], _EXPECTED.get(key, "text"), mend)
    for key in line:
        if key in OPTIONAL and not _is_text(line[key]):
            yield _wrong(document, join(("forecasts", name, key)), line[key], "text", "Write a few words")
        elif key not in REQUIRED and key not in OPTIONAL:
            yield _unknown(document, join(("forecasts", name, key)), key, (*REQUIRED, *OPTIONAL), "key")


_EXPECTED: Final = {"by": "a day such as 2031-12-31", "base_rate": "a number from 0 to 1"}


def _fits(key: str, value: Any) -> bool:
    if key == "by":
        return type(value) is datetime.date
    if key == "base_rate":
        return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
    return _is_text(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _wrong(document: Document, path: str, value: Any, expected: str, mend: str) -> Problem:
    found = shown(value)
    return document.problem(path, f"found {found}, expected {expected}", mend, found=found, expected=expected)


def _unknown(document: Document, path: str, name: str, known: tuple[str, ...], what: str) -> Problem:
    close = nearest(name, known)
    mend = f"Did you mean {close}?" if close else f"Known here: {', '.join(known)}"
    return document.problem(path, f'unknown {what} "{name}"', mend, key=True, found=name)


# ------------------------------------------------------------------------------------------------ its dossier


def _fit(document: Document, dossier: Dossier, day: datetime.date) -> Iterator[Problem]:
    """Everything that is wrong between a rubric, its dossier and the day of sealing."""
    wanted = to_decide(dossier)
    case = document.data.get("case")
    if isinstance(case, str) and case != dossier.id:
        yield document.problem("case", f"found {shown(case)}, and the dossier is {shown(dossier.id)}", found=case)
    if dossier.as_of is not None and dossier.as_of > day:
        message = f"the dossier knows what was known on {dossier.as_of}, after the day of sealing ({day})"
        yield document.problem("", message, "Seal it on the day that it is made", found=str(dossier.as_of))
    lines, left_out = dict(_entries(document, "forecasts")), dict(_entries(document, "left_out"))
    for section, names in (("forecasts", lines), ("left_out", left_out)):
        for name in names:
            if name not in wanted:
                yield _no_forecast(document, section, name, dossier, wanted)
    for name in lines:
        if name in left_out:
            yield document.problem(join(("left_out", name)), "it is among the forecasts too", "Keep one of the two")
    for name in wanted:
        if name not in lines and name not in left_out:
            message = f"nothing says how {name} will be decided"
            mend = f"Write a line for {name}, or name it under left_out: with the reason"
            yield document.problem("forecasts", message, mend, key=True, expected=name)
    yield from _too_late(document, dossier, day, lines)


def _no_forecast(document: Document, section: str, name: str, dossier: Dossier, wanted: tuple[str, ...]) -> Problem:
    if name in dossier.claims:
        message, mend = (
            f"claim {name} has no meaning that can be tested",
            "Give it `means:` in the dossier, or take it out",
        )
    else:
        close = nearest(name, wanted)
        message = f'no claim or option "{name}"'
        mend = f"Did you mean {close}?" if close else f"There are: {', '.join(wanted) or 'none'}"
    return document.problem(join((section, name)), message, mend, key=True, found=name)


def _too_late(document: Document, dossier: Dossier, day: datetime.date, lines: Mapping[str, Any]) -> Iterator[Problem]:
    for name, line in lines.items():
        by = line.get("by") if isinstance(line, dict) else None
        if type(by) is datetime.date and by <= day:
            message = f"it is to be decided by {by}, and it is sealed on {day}"
            yield document.problem(join(("forecasts", name, "by")), message, "Name a later day", found=str(by))
        resolution = dossier.resolutions.get(name)
        if resolution is not None and resolution.date <= day:
            message = f"its outcome has been in the dossier since {resolution.date}, and it is sealed on {day}"
            mend = "What is known cannot be forecast: name it under left_out:"
            yield document.problem(join(("forecasts", name)), message, mend, key=True, found=str(resolution.date))
