"""Graph model for conflict resolution: moves, play and stability on plain arrays. Knows no names, dossiers or words.

    from summitry import graphmodel as gm

    model = gm.option_form(options=[("A", "cooperate"), ("B", "cooperate")], payoffs=[[3, 1, 4, 2], [3, 4, 1, 2]])
    gm.stability(model, gm.SEQ).equilibria["SEQ"]

These names are fetched on first use. Compiled kernels are loaded only for large models, and for cautious play.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summitry.graphmodel.cautious import cautious_play
    from summitry.graphmodel.coalitions import coalitional_stability, coalitionally_stable, simultaneous
    from summitry.graphmodel.foresight import limited_moves, non_myopic
    from summitry.graphmodel.hypergame import View, hypergame, view_of
    from summitry.graphmodel.inverse import condition, least_change, least_statements
    from summitry.graphmodel.model import (
        GraphModel,
        OptionForm,
        exactly,
        explicit,
        feasible_states,
        option_form,
        pattern_of,
    )
    from summitry.graphmodel.paths import reached, simple_paths
    from summitry.graphmodel.preferences import by_truths, prioritised, ranked, truths
    from summitry.graphmodel.relations import relational_stability, relations_of, with_strength, with_unknown
    from summitry.graphmodel.stability import ALL_CONCEPTS, CONCEPTS, GMR, SEQ, SMR, SSEQ, R, stability
    from summitry.graphmodel.survival import survival
    from summitry.graphmodel.witness import witness

_WHERE = {
    **dict.fromkeys(
        ("GraphModel", "OptionForm", "exactly", "explicit", "feasible_states", "option_form", "pattern_of"), "model"
    ),
    **dict.fromkeys(("ALL_CONCEPTS", "CONCEPTS", "GMR", "SEQ", "SMR", "SSEQ", "R", "stability"), "stability"),
    "cautious_play": "cautious",
    **dict.fromkeys(("coalitional_stability", "coalitionally_stable", "simultaneous"), "coalitions"),
    **dict.fromkeys(("limited_moves", "non_myopic"), "foresight"),
    **dict.fromkeys(("relational_stability", "relations_of", "with_strength", "with_unknown"), "relations"),
    **dict.fromkeys(("View", "hypergame", "view_of"), "hypergame"),
    **dict.fromkeys(("condition", "least_change", "least_statements"), "inverse"),
    **dict.fromkeys(("reached", "simple_paths"), "paths"),
    **dict.fromkeys(("by_truths", "prioritised", "ranked", "truths"), "preferences"),
    "survival": "survival",
    "witness": "witness",
}
__all__ = [
    "ALL_CONCEPTS",
    "CONCEPTS",
    "GMR",
    "SEQ",
    "SMR",
    "SSEQ",
    "GraphModel",
    "OptionForm",
    "R",
    "View",
    "by_truths",
    "cautious_play",
    "coalitional_stability",
    "coalitionally_stable",
    "condition",
    "exactly",
    "explicit",
    "feasible_states",
    "hypergame",
    "least_change",
    "least_statements",
    "limited_moves",
    "non_myopic",
    "option_form",
    "pattern_of",
    "prioritised",
    "ranked",
    "reached",
    "relational_stability",
    "relations_of",
    "simple_paths",
    "simultaneous",
    "stability",
    "survival",
    "truths",
    "view_of",
    "with_strength",
    "with_unknown",
    "witness",
]

_NAMED_AS_THEIR_MODULE = ("hypergame", "stability", "survival", "witness")


def __getattr__(name: str) -> Any:
    """Fetch a public name from its module on first use (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name in _NAMED_AS_THEIR_MODULE:
        return import_module(f"{__name__}.{name}")
    value = getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


class _CallableModule(ModuleType):
    """A module with one main function of its own name, which people call: `gm.stability(model)`."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        return getattr(self, self.__name__.rpartition(".")[2])(*args, **options)


class _Front(ModuleType):
    """Keeps `gm.stability(model)` working when an import puts the module in the function's place."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _NAMED_AS_THEIR_MODULE and isinstance(value, ModuleType):
            value.__class__ = _CallableModule
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Front
