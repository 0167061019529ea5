"""The languages that a brief can be written in. So far English.

What makes another language: a catalogue of templates under the same finding keys (`wording/`), the fixed labels (`render.py`), the
small change of names and numbers (`names.py`), and a word table of its own: readers of a translated table depart from its
meanings (docs/explanation/analytic-standards.md). Answers hold numbers and ids only, so nothing below `brief` changes.
"""

from __future__ import annotations

from typing import Final

from summitry.errors import QuestionError

LANGUAGES: Final = ("en",)


def require_language(name: str) -> None:
    """Raise `QuestionError` for a language that there is no catalogue of."""
    if name not in LANGUAGES:
        raise QuestionError(f"No brief can be written in {name!r} yet.", mend=f"There is: {', '.join(LANGUAGES)}.")
