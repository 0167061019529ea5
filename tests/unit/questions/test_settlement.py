"""Where J settles: what is found, against the seam's own numbers, and what is said."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

import summitry as sm
from summitry.brief.names import Namer
from summitry.brief.wording import sentence
from summitry.brief.wording.settlement import level
from summitry.dossier.language import parse_question
from summitry.dossier.model import Dossier
from summitry.errors import QuestionError
from summitry.questions import catalogue
from summitry.questions.answer import Answer, Finding
from summitry.questions.ask import answer, open_study
from summitry.questions.claims import try_out
from summitry.questions.contrast import Study
from summitry.questions.settlement import settled
from tests.unit.worlds.test_settlement import case

DRAWS = 40


def study_of(dossier: Dossier) -> Study:
    return open_study(dossier, draws=DRAWS)


def by_key(found: Answer, key: str) -> Finding:
    return next(f for f in found.said if f.key == key)


@pytest.fixture(scope="module")
def emission() -> Study:
    return study_of(sm.load("emission-standards-1988"))


@pytest.fixture(scope="module")
def told(emission: Study) -> Answer:
    return answer(emission, "Where does delay settle?")


def test_the_headline_is_the_models_outcome_and_plain_averages_stand_beside_it(emission: Study, told: Answer) -> None:
    s = settled(emission, "delay")
    assert told.headline.fields["outcome"].value == np.median(s.outcome()[0])  # type: ignore[union-attr]
    plain = by_key(told, "settlement.plain").fields
    assert plain["mean"].value == np.median(s.outcome("mean")[0])  # type: ignore[union-attr]
    assert plain["median"].value == np.median(s.outcome("median")[0])  # type: ignore[union-attr]


def test_the_readings_of_the_model_go_over_the_whole_scale(told: Answer) -> None:
    spread = by_key(told, "settlement.spread").fields
    assert (spread["readings"], spread["low"], spread["high"]) == (192, pytest.approx(4), pytest.approx(10))


def test_against_the_longest_delay_nothing_passes_as_thirty_votes_stand_there(told: Answer) -> None:
    """France, Italy and the United Kingdom have 30 of 76 votes, and 54 are needed."""
    assert by_key(told, "settlement.winset").fields["nothing"].value == 1  # type: ignore[union-attr]


def test_who_pulls_hardest_has_most_weight_times_distance(emission: Study, told: Answer) -> None:
    s = settled(emission, "delay")
    pull = np.median(s.weights * (s.positions - s.outcome()[0][:, None]) / s.weights.sum(axis=1, keepdims=True), axis=0)
    pulls = {f.fields["side"]: f.fields["actors"][0].id for f in told.findings if f.key == "settlement.pull"}  # type: ignore[index,union-attr]
    assert pulls == {"up": s.actors[pull.argmax()], "down": s.actors[pull.argmin()]}


def test_the_figure_has_everybody_then_what_holds_the_averages_and_the_outcome(told: Answer) -> None:
    assert told.figure is not None
    groups = [row.group for row in told.figure.rows]
    assert groups == ["position"] * 10 + ["reference", "plain", "outcome"]
    assert sum(row.label[1] for row in told.figure.rows[:10]) == pytest.approx(100, abs=5)  # type: ignore[misc]


def test_each_sentence_says_it_plainly(emission: Study, told: Answer) -> None:
    say = Namer(emission.dossier)
    said = [sentence(f, say) for f in told.said]
    assert re.match(r"The Council of Ministers would settle the delay of the standards at 7\.[34] years", said[0])
    assert "by the weighted mean" in said[0]
    assert len(said[0].split()) <= 25
    assert any("The challenge model gives anything from 4 to 10 years" in s for s in said)
    assert any("would pass no change in" in s and "what holds without a decision, 10." in s for s in said)


def test_a_headline_with_no_agreement_says_what_stays() -> None:
    study = study_of(case("nash"))
    found = answer(study, "where rate settles")
    text = sentence(found.headline, Namer(study.dossier))
    assert text.startswith("Rate stays at 2: in every draw nothing on this issue leaves everybody better off")


def test_other_numbers_may_lead_elsewhere_and_the_headline_is_then_not_true(emission: Study, told: Answer) -> None:
    assert told.headline.probe is not None
    assert told.headline.probe(emission).mean() >= 0.9
    values = dict(emission.worlds.game.values)
    for path in values:
        if path.endswith(".position"):
            values[path] = np.full(DRAWS, 4.0)
    assert told.headline.probe(emission.revalued(values)).mean() == 0


def test_what_no_body_settles_cannot_be_asked() -> None:
    with pytest.raises(QuestionError, match="Nobody settles rate by bargaining"):
        answer(study_of(case(None)), "where rate settles")


def test_a_settled_issue_is_asked_about_where_a_dossier_asks_nothing() -> None:
    assert [q.text for q in catalogue.usual(case())] == ["where rate settles"]
    assert parse_question("Where does rate settle?", case()).issues == ("rate",)


@pytest.mark.parametrize(
    ("means", "true"),
    [
        ("rate settles above 3.7", True), ("rate settles above 3.8", False), ("rate settles below 3.8", True),
        ("rate settles between 3.7 and 3.8", True), ("rate settles between 3.8 and 3.7", True),
        ("rate settles between 4 and 5", False), ("rate settles above -1", True),
    ],
)  # fmt: skip
def test_claims_about_where_it_settles(means: str, true: bool) -> None:
    """The mean is 640/170 = 3.765."""
    test = try_out(study_of(case()), sm_claim(means))
    assert test.holds.said.mean() == test.holds.other.mean() == float(true)


def sm_claim(means: str):  # type: ignore[no-untyped-def]
    from summitry.dossier.language import parse_claim

    form = parse_claim(means)
    assert form.names == (("rate", "issue"),)
    assert parse_claim(form.text) == replace(form)
    return form


def test_points_have_as_many_decimals_as_their_scale_deserves() -> None:
    say = Namer(case())
    assert [level(x, "rate", say) for x in (3.764, 7.0, -0.04, -2.5)] == ["3.8", "7", "0", "−2.5"]
