"""What pydantic finds wrong with a dossier's shape, as problems in plain words at their lines."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from summitry.dossier.document import Document
from summitry.dossier.language import nearest
from summitry.dossier.model import Dossier, Tie
from summitry.dossier.paths import Part, join
from summitry.errors import Problem

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "dict_type": "a mapping, e.g. {key: value}",
    "model_type": "a mapping, e.g. {key: value}",
    "model_attributes_type": "a mapping, e.g. {key: value}",
    "tuple_type": "a list, e.g. [a, b]",
    "date_type": "a day such as 2019-04-26",
    "date_parsing": "a day such as 2019-04-26",
    "date_from_datetime_parsing": "a day such as 2019-04-26",
    "date_from_datetime_inexact": "a day such as 2019-04-26",
}
_BOUNDS = {"greater_than": "above", "greater_than_equal": "from", "less_than": "below", "less_than_equal": "up to"}
_UNIONS = {
    "because": ("the id of a claim or fact, a list of ids, or {field: id}", "Write because: c1, or because: [c1, f2]"),
    "came_true": ("true, false, ambiguous or annulled", "Write came_true: true"),
    "treaty": ("a year or a name", "Write treaty: 1953"),
}
_PATTERNS = {
    "id": ("small letters, digits and hyphens", "Write e.g. id: vladivostok-2019"),
    "sha256": ("64 hexadecimal digits", "Leave it out, or paste the output of sha256sum"),
}
_EXAMPLES = {
    "summitry": "Write summitry: 1",
    "id": "Write e.g. id: vladivostok-2019",
    "title": "Write title: and a name for the event",
    "actors": "Write e.g. actors: {RUS: Russia, PRK: North Korea}",
    "scale": "Write e.g. scale: {none: 0, full: 100}",
    "status_quo": "Write where things stand now, e.g. status_quo: 40",
    "salience": "Write how much it matters, 0 to 100, e.g. salience: 70 to 90",
    "by": "Write who decides, e.g. by: RUS, or by: [RUS, PRK]",
    "when": "Write the acts that bring it about, e.g. when: summit",
    "says": "Write what was said, in a few words of your own",
    "name": "Write name: and a name",
    "members": "Write e.g. members: {RUS: 1, USA: 1, others: 10}",
    "passes": "Write how many votes it takes, e.g. passes: 9",
    "came_true": "Write came_true: true, false, ambiguous or annulled",
    "date": "Write date: and a day, e.g. 2019-12-31",
    "by_criterion": "Write what decided it",
    "ask": "Write e.g. ask: why RUS wants summit",
}


@dataclass(frozen=True)
class Fault:
    """A problem of shape, with the part of the text that must go for the rest to be read."""

    problem: Problem
    parts: tuple[Part, ...]
    kind: str


def faults_of(error: ValidationError, document: Document, data: Mapping[str, Any] | None = None) -> list[Fault]:
    """One fault a place, in the order of the text; what each branch of a union says of the same value is one fault.

    `data` is what was validated, where that is not the reading of the document itself (a what-if).
    """
    found: dict[tuple[tuple[Part, ...], bool], Fault] = {}
    for detail in error.errors():
        parts, rest = _in_text(detail["loc"], document.data if data is None else data)
        key = "[key]" in rest
        fault = Fault(_problem(document, parts, rest, detail, key), (*parts, *_added(detail)), detail["type"])
        found.setdefault((fault.parts, key), fault)
    return sorted(found.values(), key=lambda fault: (fault.problem.line, fault.problem.column))


def _added(detail: ErrorDetails) -> tuple[Part, ...]:
    return (detail["loc"][-1],) if detail["type"] == "missing" else ()


def _in_text(loc: Sequence[Part], data: Any) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The steps of a pydantic location that the text has, and those left over (union branches, widened shorthands)."""
    parts: list[Part] = []
    for count, part in enumerate(loc):
        step: Part | None = None
        if isinstance(data, Mapping):
            step = _key(data, part, parts)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            step = part
        if step is None:
            return tuple(parts), tuple(loc[count:])
        parts.append(step)
        data = data[step]
    return tuple(parts), ()


def _key(data: Mapping[str, Any], part: Part, above: Sequence[Part]) -> str | None:
    """The key of the text that a step stands for: itself, the kind of a tie, or the point of a `worth` curve."""
    if str(part) in data:
        return str(part)
    if part == "between" and len(above) == 2 and above[0] == "ties":
        return next((key for key in data if key not in Tie.model_fields), None)
    if above and above[-1] == "worth":
        return next((key for key in data if _number(key) == _number(part)), None)
    return None


def _number(text: Part) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _problem(
    document: Document, parts: Sequence[Part], rest: Sequence[Part], detail: ErrorDetails, key: bool
) -> Problem:
    path = join(parts)
    kind = detail["type"]
    if kind == "missing":
        field = str(detail["loc"][-1])
        message = f'"{field}" is missing'
        return document.problem(path, message, _EXAMPLES.get(field, f"Write {field}: and a value"), key=True)
    if kind == "extra_forbidden":
        return document.problem(path, *_unknown(parts), key=True)
    if kind == "quantity" and (label := _no_label(document, parts, detail["input"])):
        return document.problem(path, *label)
    found, expected, message, mend = _words(parts, rest, detail)
    return document.problem(path, message, mend, key=key, found=found, expected=expected)


def _no_label(document: Document, parts: Sequence[Part], value: Any) -> tuple[str, str] | None:
    """Message and mend for a word on a scale that is none of its labels."""
    if len(parts) < 3 or parts[0] != "issues" or parts[-1] not in ("status_quo", "position"):
        return None
    issue = (document.data.get("issues") or {}).get(parts[1])
    scale = issue.get("scale") if isinstance(issue, dict) else None
    if not isinstance(scale, dict) or not isinstance(value, str) or any(letter.isdigit() for letter in value):
        return None
    close = nearest(value, scale)
    mend = f"Did you mean {close}?" if close else f"Write a number, a range, or one of: {', '.join(scale)}"
    return f'the scale has no label "{value}"', mend


def _unknown(parts: Sequence[Part]) -> tuple[str, str]:
    """Message and mend for a key that the model does not know."""
    name = str(parts[-1]) if parts else ""
    model = _model_at(parts[:-1])
    known = [] if model is None else [field.alias or name for name, field in model.model_fields.items()]
    what = "section" if len(parts) == 1 else "key"
    close = nearest(name, known)
    mend = f"Did you mean {close}?" if close else f"Known here: {', '.join(known)}"
    return f'unknown {what} "{name}"', mend


def _words(parts: Sequence[Part], rest: Sequence[Part], detail: ErrorDetails) -> tuple[str, str, str, str]:
    """Found, expected, message and mend of an error."""
    context: dict[str, Any] = dict(detail.get("ctx", {}))
    kind, field, value = detail["type"], str(parts[-1]) if parts else "", detail["input"]
    found = shown(value)
    if field in _UNIONS:
        expected, mend = _UNIONS[field]
        return found, expected, f"found {found}, expected {expected}", mend
    if kind == "float_parsing" and "[key]" in rest:
        return found, "a point of the scale", f"found {found}, expected a number or a label of the scale", ""
    if kind == "literal_error":
        return _choice(found, value, context)
    if kind == "string_pattern_mismatch":
        expected, mend = _PATTERNS.get(field, ("another form", ""))
    elif kind == "too_short":
        expected, mend = f"at least {context['min_length']}", ""
        found = f"{context['actual_length']} entries"
    elif kind in _BOUNDS:
        expected, mend = f"a number {_BOUNDS[kind]} {next(iter(context.values())):g}", ""
    elif kind in _EXPECTED:
        expected = _EXPECTED[kind]
        mend = f'Put it in quotes: "{value}"' if kind == "string_type" and _is_plain(value) else ""
    else:
        mend = str(context.get("mend", ""))
        return str(context.get("found", found)), str(context.get("expected", "")), detail["msg"], sentence(mend)
    return found, expected, f"found {found}, expected {expected}", mend


def _choice(found: str, value: Any, context: Mapping[str, Any]) -> tuple[str, str, str, str]:
    expected = str(context.get("expected", "")).replace("'", "")
    choices = expected.replace(" or ", ", ").split(", ")
    close = nearest(value, choices) if isinstance(value, str) else None
    mend = f"Did you mean {close}?" if close else f"Write {choices[0]}" if len(choices) == 1 else ""
    return found, expected, f"found {found}, expected {expected}", mend


def _is_plain(value: Any) -> bool:
    return isinstance(value, int | float) or (value is not None and not isinstance(value, Mapping | list | tuple))


def shown(value: Any) -> str:
    """A value as it is named in a message: text in quotes, collections by kind."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value if len(value) <= 60 else value[:57] + "…"}"'
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else str(value)


def sentence(text: str) -> str:
    """With a capital at the start."""
    return text[:1].upper() + text[1:]


def _model_at(parts: Iterable[Part]) -> type[BaseModel] | None:
    """The model that a path leads to."""
    shape: Any = Dossier
    for part in parts:
        shape = _step(_bare(shape), part)
    shape = _bare(shape)
    return shape if isinstance(shape, type) and issubclass(shape, BaseModel) else None


def _step(shape: Any, part: Part) -> Any:
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        for name, field in shape.model_fields.items():
            if part in (name, field.alias):
                return field.annotation
        return None
    arguments = typing.get_args(shape)
    if typing.get_origin(shape) is dict:
        return arguments[1]
    return arguments[0] if typing.get_origin(shape) is tuple else None


def _bare(shape: Any) -> Any:
    """A shape without `Annotated` and `| None`."""
    while typing.get_origin(shape) is typing.Annotated:
        shape = typing.get_args(shape)[0]
    if typing.get_origin(shape) in (typing.Union, types.UnionType):
        return _bare(next((part for part in typing.get_args(shape) if part is not type(None)), None))
    return shape
