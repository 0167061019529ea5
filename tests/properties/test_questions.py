"""On random dossiers every question is answered or refused in words, shares are shares, and names do not matter."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summitry.brief.outline import build
from summitry.dossier.language import parse_question
from summitry.dossier.model import Dossier
from summitry.errors import InterventionError, QuestionError
from summitry.questions.answer import Amount, Answer, Share
from summitry.questions.ask import answer, open_study
from summitry.questions.opinion import Opinion
from tests.oracle.random_dossiers import dossiers
from tests.properties.test_play import renamed_ids

FEW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
WIDEN = 4.0  # points by which exact numbers of some issues become ranges


def ranged(dossier: dict[str, Any]) -> dict[str, Any]:
    """The same with ranges for saliences, so that draws differ."""
    issues = {}
    for name, issue in dossier["issues"].items():
        stakes = {
            a: {**s, "salience": f"{max(0.0, s['salience'] - WIDEN)} to {s['salience'] + WIDEN}"}
            for a, s in issue["stakes"].items()
        }
        issues[name] = {**issue, "stakes": stakes}
    return {**dossier, "issues": issues}


def questions(dossier: dict[str, Any], data: st.DataObject) -> list[str]:
    """One of every form, about actors and options that chance names."""
    actor = st.sampled_from(list(dossier["actors"]))
    option = st.sampled_from(list(dossier["options"]))
    a, b, o = data.draw(actor), data.draw(actor), data.draw(option)
    return [
        f"why {a} wants {o}",
        f"what {a} and {b} share",
        f"how {a} plays",
        f"what {b} is worth to {a}",
        f"what came of {o}",
        "what next",
        "what if v",
        f"who can stop {o}",
    ]  # fmt: skip


def numbers(value: Any) -> Iterator[Share | Amount]:
    if isinstance(value, Share | Amount):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from numbers(item)
    elif isinstance(value, dict):
        yield from numbers(list(value.values()))


def of_answer(found: Answer) -> Iterator[Share | Amount]:
    for finding in (found.headline, *found.findings, *found.changes, *found.missing):
        yield from numbers(dict(finding.fields))


@FEW
@given(st.data())
def test_every_question_is_answered_or_refused_in_words(data: st.DataObject) -> None:
    plain = data.draw(dossiers())
    plain["variants"] = {"v": {"forbid": [next(iter(plain["options"]))]}}
    case = Dossier.model_validate(ranged(plain) if data.draw(st.booleans()) else plain)
    study = open_study(case, draws=5)
    answered, refused = 0, []
    for text in questions(plain, data):
        try:
            found = answer(study, text)
        except (QuestionError, InterventionError) as error:
            refused.append(str(error).strip())
            continue
        answered += 1
        assert found.headline.kind != "assumed"
        for number in of_answer(found):
            assert math.isfinite(number.low)
            assert number.low - 1e-9 <= number.value <= number.high + 1e-9, (text, number)
            if isinstance(number, Share):
                assert -1e-9 <= number.low <= number.high <= 1 + 1e-9, (text, number)
                assert number.draws == 5
        for row in found.figure.rows if found.figure else ():
            assert row.low - 1e-9 <= row.value <= row.high + 1e-9, (text, row)
        section = build(study, [""], Opinion(asked=(parse_question(text, case),), answers=(found,))).sections[0]
        for sentence in (section.headline, *section.findings, *section.changes):
            assert sentence.text.endswith("."), (text, sentence.text)
            assert "None" not in sentence.text, (text, sentence.text)
    assert all(refused)
    assert answered >= 1, "what next has always an answer"


@FEW
@given(st.data())
def test_the_order_of_names_changes_no_number(data: st.DataObject) -> None:
    """Actors renamed so that their order is kept: every number is the same to the last bit; only the names differ."""
    plain = data.draw(dossiers())
    plain["variants"] = {"v": {"forbid": [next(iter(plain["options"]))]}}
    names = sorted(plain["actors"])
    swap = {a: f"N{q}" for q, a in enumerate(names)}
    other = renamed_ids(plain, swap)
    one, two = (open_study(Dossier.model_validate(d), draws=1) for d in (plain, other))
    for text in questions(plain, data):
        renamed = " ".join(swap.get(word, word) for word in text.split())
        first, second = _outcome(one, text), _outcome(two, renamed)
        assert first.keys() == second.keys(), text
        for key, values in first.items():
            assert values == second[key], (text, key)


def _outcome(study: Any, text: str) -> dict[str, list[tuple[float, float, float]]]:
    try:
        found = answer(study, text)
    except (QuestionError, InterventionError) as error:
        return {type(error).__name__: []}
    out: dict[str, list[tuple[float, float, float]]] = {}
    for finding in (found.headline, *found.findings):
        rows = out.setdefault(f"{finding.key}/{finding.kind}/{finding.agrees}", [])
        rows += [tuple(round(x, 9) for x in (n.value, n.low, n.high)) for n in numbers(dict(finding.fields))]  # type: ignore[misc]
    return out
