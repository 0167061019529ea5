"""The exception family of Summitry: every error that a caller may see, with its context as fields.

A fault in the input is an error here; a finding about the world ("no gain", "two behaviours disagree")
is a result and never raised; a fault in our own code is an assertion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class SummitryError(Exception):
    """Base of everything that Summitry raises on purpose."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong (or worth a warning) in a dossier: where it stands and how to mend it.

    `line` and `column` count from 1; 0 means that the place is not known (the whole file).
    """

    path: str
    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    found: str = ""
    expected: str = ""
    mend: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        head = f"{place}  {self.path}: " if self.path else f"{place}  "
        text = self.message or f"found {self.found}, expected {self.expected}"
        return head + text.rstrip(".") + "." + (f" {self.mend}" if self.mend else "")


class DossierError(SummitryError):
    """A dossier cannot be used. Carries every problem that was found, not only the first."""

    def __init__(self, problems: Sequence[Problem], warnings: Sequence[Problem] = ()):
        self.problems = tuple(problems)
        self.warnings = tuple(warnings)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class EngineInputError(SummitryError, ValueError):
    """An engine was handed arrays that do not fit: names the axis and the index."""


class InterventionError(SummitryError, ValueError):
    """Interventions contradict each other, name what does not exist, or leave an impossible start."""


class TooLarge(SummitryError):
    """A computation would exceed its bound: says the count, the bound and how to narrow."""

    def __init__(self, what: str, count: int, bound: int, mend: str):
        self.what, self.count, self.bound, self.mend = what, count, bound, mend
        super().__init__(f"{what}: {count}, and at most {bound} can be handled. {mend}")


class QuestionError(SummitryError, ValueError):
    """A question or claim cannot be understood or answered: says what is missing from the dossier."""

    def __init__(self, message: str, missing: Sequence[str] = (), mend: str = ""):
        self.missing = tuple(missing)
        self.mend = mend
        super().__init__(" ".join([message, *self.missing, mend]).strip())


class ForeignFormatError(DossierError, ValueError):
    """Another program's file cannot be read or written. Carries every problem that was found, as for a dossier."""


class MissingExtra(SummitryError, ImportError):
    """An optional part is not installed: names the extra that brings it."""

    def __init__(self, what: str, extra: str):
        self.what, self.extra = what, extra
        super().__init__(f"{what} needs the extra {extra!r}: pip install 'summitry[{extra}]'")
