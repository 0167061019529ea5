"""Summitry: a second opinion on what experts say about a summit, and how it knows.

    import summitry as sm

    case = sm.load("vladivostok-2019")
    answer = sm.ask(case, "why RUS wants summit")
    world = sm.solve(case, sm.absent("CHN"))
    sm.brief(case).save("brief.html")

Nothing is loaded before it is used, so `import summitry` and `summitry --help` stay quick.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summitry.brief.make import ask, brief
    from summitry.dossier.loading import load
    from summitry.errors import DossierError, SummitryError
    from summitry.worlds.interventions import Intervention, absent, forbid, hold, mute, only, waive
    from summitry.worlds.world import solve

__version__ = "0.1.0"

__all__ = [
    "DossierError",
    "Intervention",
    "SummitryError",
    "__version__",
    "absent",
    "ask",
    "brief",
    "forbid",
    "hold",
    "load",
    "mute",
    "only",
    "solve",
    "waive",
]

_HOMES = {
    "DossierError": "summitry.errors",
    "Intervention": "summitry.worlds.interventions",
    "SummitryError": "summitry.errors",
    "absent": "summitry.worlds.interventions",
    "ask": "summitry.brief.make",
    "forbid": "summitry.worlds.interventions",
    "hold": "summitry.worlds.interventions",
    "load": "summitry.dossier.loading",
    "mute": "summitry.worlds.interventions",
    "only": "summitry.worlds.interventions",
    "solve": "summitry.worlds.world",
    "waive": "summitry.worlds.interventions",
}


def __getattr__(name: str) -> Any:
    """Fetch a public name from its home on first use (PEP 562)."""
    if name == "brief":
        return import_module("summitry.brief")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


class _CallablePackage(ModuleType):
    """`summitry.brief` is a package and, for people, a function too: `sm.brief(case)`."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        return import_module("summitry.brief.make").brief(*args, **options)


class _FrontDoor(ModuleType):
    """Keeps `sm.brief(case)` working when an import of `summitry.brief` puts the package in the function's place."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "brief" and isinstance(value, ModuleType):
            value.__class__ = _CallablePackage
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _FrontDoor
