"""A brief as JSON: every sentence with what stands behind it. Keys are sorted, so that equal briefs are equal bytes."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping, Sequence, Set
from typing import Any, Final

from summitry.brief.outline_model import Outline

VERSION: Final = 1
"""Raised when a field changes its name or meaning; new fields do not raise it."""


def render(outline: Outline) -> str:
    """The whole outline as indented JSON with a closing newline; field names are those of `outline_model`."""
    document = {"summitry_brief": VERSION, **plain(outline)}
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2, sort_keys=True) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what `render` writes."""
    from pydantic import TypeAdapter

    found = TypeAdapter(Outline).json_schema(mode="serialization")
    found["properties"] = {
        "summitry_brief": {"const": VERSION, "title": "version of this shape"},
        **found["properties"],
    }
    found["required"] = ["summitry_brief", *found["required"]]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found, "title": "A brief of Summitry"}


def plain(value: Any) -> Any:
    """The same value in what JSON has; a number that is not finite becomes null."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, Set):
        return sorted((plain(entry) for entry in value), key=str)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(entry) for entry in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if value is None or isinstance(value, str | bool | int):
        return value
    if hasattr(value, "tolist"):  # NumPy scalars and arrays
        return plain(value.tolist())
    raise TypeError(f"A brief cannot hold {type(value).__name__} as data.")
