"""The shape of a dossier as JSON Schema, from the models, with the shorthands that a file may use.

Editors complete and check from it: write `# yaml-language-server: $schema=…` on the first line of a dossier.
Rules across fields are `check`'s alone.
"""

from __future__ import annotations

from typing import Any

from summitry.dossier.grammar import RESERVED
from summitry.dossier.model import Dossier

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": "string"}
_NAMES = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_QUANTITY = "A number, a range such as 30 to 50, or a label of the scale."
_BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
_SPOKEN = ("actors", "bodies", "issues", "options")


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) that every dossier of the right shape satisfies; dates are texts in it."""
    schema: dict[str, Any] = _with_known_bounds(Dossier.model_json_schema(by_alias=True))
    parts = schema["$defs"]
    parts["Actor"] = _or_text(parts["Actor"], "The name alone")
    parts["QuestionLine"] = _or_text(parts["QuestionLine"], "The question alone, e.g. why RUS wants summit")
    parts["Tie"] = _tie(parts["Tie"])
    for part, field in (("Issue", "status_quo"), ("Stake", "position")):
        parts[part]["properties"][field] = _or_label(parts[part]["properties"][field])
    parts["Stake"]["oneOf"] = [{"required": ["position"]}, {"required": ["worth"]}]
    for section in _SPOKEN:
        names = {"pattern": "^[A-Za-z][A-Za-z0-9_-]*$", "not": {"enum": sorted({*RESERVED, "others"})}}
        schema["properties"][section]["propertyNames"] = names
    for section, shape in schema["properties"].items():
        if section not in schema["required"] and shape.get("type") in ("object", "array"):
            shape["type"] = [shape["type"], "null"]
    return {"$schema": DIALECT, "title": "Summitry dossier", **{key: schema[key] for key in schema if key != "title"}}


def _with_known_bounds(schema: Any) -> Any:
    """Pydantic's own words for bounds inside mappings, as JSON Schema says them."""
    if isinstance(schema, list):
        return [_with_known_bounds(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {_BOUNDS.get(key, key): _with_known_bounds(value) for key, value in schema.items()}


def _or_text(shape: dict[str, Any], description: str) -> dict[str, Any]:
    return {"anyOf": [{**_TEXT, "description": description}, shape]}


def _or_label(shape: dict[str, Any]) -> dict[str, Any]:
    """A quantity, or a label of the scale, which may be any text."""
    return {"title": shape.get("title", ""), "description": _QUANTITY, "type": ["number", "string", "null"]}


def _tie(shape: dict[str, Any]) -> dict[str, Any]:
    """The kind is a free key: `{alliance: [USA, KOR]}`, `{dependence: PRK on RUS}`."""
    properties = {name: value for name, value in shape["properties"].items() if name not in ("kind", "between")}
    return {
        "title": "Tie",
        "description": shape["description"],
        "type": "object",
        "properties": properties,
        "additionalProperties": _NAMES,
        "minProperties": 1,
    }
