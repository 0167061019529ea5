"""What is written about an event: the text, its models, the rules they keep. Light to import."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summitry.dossier.loading import load
    from summitry.dossier.model import Dossier

__all__ = ["Dossier", "load"]

_HOMES = {"Dossier": "summitry.dossier.model", "load": "summitry.dossier.loading"}


def __getattr__(name: str) -> Any:
    """Fetch a public name from its home on first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
