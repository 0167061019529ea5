"""Key assumptions check: the desk's own estimates on which headlines lean, and what becomes of the headline if one is wrong.

After the technique of that name (A Tradecraft Primer, US Government 2009): what is taken for granted, whether anything bears it
out, and what would follow if it did not hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from summitry.questions.answer import Answer, Computed, FloatArray, Share
from summitry.questions.contrast import BoolArray, Study
from summitry.questions.grounds import Grounds, own
from summitry.questions.influence import acts_that_come, may_matter

MATTERS = 0.2  # change of a headline's share of draws that is worth a line
SURE = 3.5  # standard errors that it must have: the largest among some hundred inputs flatters itself
MOST = 8


@dataclass(frozen=True)
class Leaning:
    """A headline (`answer`, from 0) and its share of draws while an input lies in the lower, and the upper, third of its draws."""

    answer: int
    low: Share
    high: Share

    @property
    def change(self) -> float:
        return self.high.value - self.low.value


@dataclass(frozen=True)
class Assumption:
    """An input that nobody is cited for, the limits of its outer thirds, and the headlines that lean on it."""

    path: str
    low: float
    high: float
    leanings: tuple[Leaning, ...]


@dataclass(frozen=True)
class Assumptions:
    """The assumptions that move a headline, the strongest first; how many were looked at; headlines that short-sighted actors turn."""

    rows: tuple[Assumption, ...]
    looked: int
    inputs: int
    ahead_only: tuple[int, ...]


def assumptions(study: Study, answers: Sequence[Answer], found: Grounds) -> Assumptions:
    """Own estimates whose thirds part a headline's draws by a fifth or more, beyond chance; none is a result too."""
    acting = acts_that_come(study)
    paths = [p for p in own(found) if np.ptp(study.input(p)) > 1e-12 and may_matter(p, acting)]
    rows = [row for p in paths if (row := _row(study, answers, p)) is not None]
    rows.sort(key=lambda r: (-max(abs(x.change) for x in r.leanings), r.path))
    turned = tuple(q for q, a in enumerate(answers) if a.headline.agrees is False)
    return Assumptions(tuple(rows[:MOST]), len(paths), len(found), turned)


def _row(study: Study, answers: Sequence[Answer], path: str) -> Assumption | None:
    values = study.input(path)
    low, high = (float(v) for v in np.quantile(values, [1 / 3, 2 / 3]))
    below, above = values <= low, values >= high
    leanings = []
    for q, answer in enumerate(answers):
        holds = answer.headline.holds
        if holds is None or len(holds) != len(values) or not isinstance(answer.headline.basis, Computed):
            continue
        if _parts(holds, below, above):
            leanings.append(Leaning(q, study.share(holds[below]), study.share(holds[above])))
    return Assumption(path, low, high, tuple(leanings)) if leanings else None


def _parts(holds: FloatArray, below: BoolArray, above: BoolArray) -> bool:
    """Does the headline hold much more often in one outer third than in the other?"""
    p = float(holds.mean())
    error = np.sqrt(max(p * (1 - p), 1e-12) * (1 / below.sum() + 1 / above.sum()))
    change = abs(float(holds[above].mean()) - float(holds[below].mean()))
    return change >= MATTERS and change >= SURE * error
