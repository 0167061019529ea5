"""Which information matters: the input that decides comes first, and what it is worth can be counted by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from summitry.dossier.model import Dossier
from summitry.questions import information
from summitry.questions.ask import answer, open_study
from summitry.questions.contrast import Study


@pytest.mark.parametrize(
    ("holds", "gain"),
    [
        # three thirds of two draws each; without knowing one is right in 3 of 6
        ([0, 0, 0, 1, 1, 1], 2 / 6),  # then in 2, 1 and 2 of 2: 5 of 6
        ([0, 0, 1, 1, 1, 1], 2 / 6),  # 4 of 6 without, 6 of 6 with it
        ([0, 1, 0, 1, 0, 1], 0),  # every third is a coin
        ([1, 1, 0, 0, 1, 1], 2 / 6),  # not only which end: the middle third too
        ([1, 1, 1, 1, 1, 1], 0),  # nothing to know
        ([1, 1, 1, 1, 0, 1], 0),  # the last third is a coin, elsewhere one is right anyhow
    ],
)
def test_worth_of_knowing_a_third(holds: list[float], gain: float) -> None:
    values = np.array([10.0, 11, 12, 13, 14, 15])
    assert information.worth(values, np.array(holds, float)) == pytest.approx(gain)
    order = np.array([3, 0, 5, 1, 4, 2])
    assert information.worth(values[order], np.array(holds, float)[order]) == pytest.approx(gain), (
        "in any order of draws"
    )


COST = "consequences[help].costs.B"


def bench(help: str = "between 2 and 7.5", draws: int = 90, **parts: Any) -> Study:
    """A goes. B helps if that costs less than 5. Ten more ranges bear on nothing."""
    data: dict[str, Any] = {
        "summitry": 1, "id": "case", "title": "Case", "actors": {a: f"{a}land" for a in "ABC"},
        "issues": {f"j{q}": {"scale": {"none": 0, "all": 100}, "status_quo": "40 to 60",
                             "stakes": {"C": {"position": 50, "salience": "10 to 90"}}} for q in range(5)},
        "options": {"go": {"by": "A"}, "help": {"by": "B"}},
        "consequences": [
            {"when": "go", "gains": {"A": 1}},
            {"when": "help", "costs": {"B": help}},
            {"when": "go and help", "gains": {"B": 5}},
        ],
        "questions": ["what next"], **parts,
    }  # fmt: skip
    return open_study(Dossier.model_validate(data), draws=draws)


def test_the_input_that_decides_comes_first() -> None:
    study = bench()
    found = information.answer(study)
    first = found.findings[0]
    cheap = study.input(COST) < 5
    assert found.headline.fields["paths"][0] == COST  # type: ignore[index]
    assert found.headline.fields["count"] == 11
    assert (first.fields["path"], first.fields["of"]) == (COST, "what next")
    thirds = np.array_split(cheap[np.argsort(study.input(COST))], 3)
    right = sum(max(t.sum(), len(t) - t.sum()) for t in thirds)
    assert first.fields["gain"] == pytest.approx(100 * (right / 90 - max(cheap.mean(), 1 - cheap.mean())))
    assert first.fields["gain"] > 20  # type: ignore[operator]
    gains = [f.fields["gain"] for f in found.findings]
    assert gains == sorted(gains, reverse=True)  # type: ignore[type-var]
    assert len(found.findings) <= 5
    assert gains[-1] == gains[0] or gains[1] < 0.5 * gains[0], "what else stands here is chance"  # type: ignore[operator]


def test_where_the_answer_is_settled_nothing_is_worth_knowing() -> None:
    found = information.answer(bench("between 1 and 2"))
    assert found.findings == ()
    assert found.headline.fields["paths"] == ()


def test_it_is_a_question_like_others() -> None:
    found = answer(bench(), "which information matters")
    assert (found.key, found.findings[0].fields["path"]) == ("information", COST)
