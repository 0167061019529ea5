"""Words: from findings to English sentences. One file a question; `catalogue` holds the rules that all of them keep."""

from summitry.brief.wording import (  # noqa: F401  (each enters its templates)
    beliefs,
    bodies,
    change,
    claims,
    common_ground,
    deals,
    explanations,
    importance,
    motive,
    news,
    other,
    outcome,
    reader,
    settlement,
    strategy,
)
from summitry.brief.wording.catalogue import CATALOGUE, sentence
from summitry.brief.wording.claims import circle_note, sure_note, verdict_line
from summitry.brief.wording.figures import figure_words, group_name

__all__ = ["CATALOGUE", "circle_note", "figure_words", "group_name", "sentence", "sure_note", "verdict_line"]
