"""Words: from findings to English sentences. One file a question; `catalogue` holds the rules that all of them keep."""

from summitry.brief.wording import (  # noqa: F401  (each enters its templates)
    change,
    common_ground,
    importance,
    motive,
    other,
    outcome,
    strategy,
)
from summitry.brief.wording.catalogue import CATALOGUE, sentence
from summitry.brief.wording.figures import figure_words, group_name

__all__ = ["CATALOGUE", "figure_words", "group_name", "sentence"]
