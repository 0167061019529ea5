"""What would turn a headline: limits are those that can be worked out by hand, to a sixty-fourth of all that an input can be."""

from __future__ import annotations

from typing import Any

import pytest

from summitry.dossier.model import Dossier
from summitry.questions import flips
from summitry.questions.answer import Answer, Finding
from summitry.questions.ask import answer, open_study
from summitry.questions.contrast import Study

SCALE = {"none": 0, "all": 100}
SALIENCE, POSITION = "issues.fame.stakes.A.salience", "issues.fame.stakes.A.position"
MOVES, COSTS = "consequences[meet].moves.fame", "consequences[meet].costs.A"


def bench(
    salience: Any = 50, position: Any = 100, moves: Any = 20, costs: Any = 3, draws: int = 30, **parts: Any
) -> Study:
    """The meeting moves fame from 50 by 20, which A wants at 100, and costs A 3: it is held if salience · 20 % > 3. B gains by it."""
    data: dict[str, Any] = {
        "summitry": 1, "id": "case", "title": "Case", "event": "meet", "actors": {"A": "A", "B": "B"},
        "issues": {"fame": {"scale": SCALE, "status_quo": 50, "watch": "the papers",
                            "stakes": {"A": {"position": position, "salience": salience}}}},
        "options": {"meet": {"by": ["A", "B"], "watch": "the airport"}},
        "consequences": [{"when": "meet", "moves": {"fame": moves}, "costs": {"A": costs}, "gains": {"B": 5}}],
        "questions": ["why A wants meet"],
        **parts,
    }  # fmt: skip
    return open_study(Dossier.model_validate(data), draws=draws)


def turned(study: Study) -> Answer:
    return flips.with_flips(study, answer(study, "why A wants meet"))


def of(found: Answer, key: str) -> list[Finding]:
    return [f for f in found.changes if f.key == key]


@pytest.mark.parametrize(
    ("given", "path", "limit", "within"),
    [
        # at 20 points of fame a salience of 15 is worth what the meeting costs; from 0 to 100 in quarters, these in sixteenths
        ({"salience": "40 to 60"}, SALIENCE, 15, 100 / 64),
        # half of what the fame moves must be more than 3; from 0 to three times about 20
        ({"moves": "18 to 22"}, MOVES, 6, 3 * 23 / 64),
        # an aim x between 50 and 70 is nearer by 2x − 120 points, which must be more than 6
        ({"position": "between 95 and 100"}, POSITION, 63, 100 / 64),
    ],
)
def test_the_limit_is_the_one_worked_out_by_hand(given: dict[str, str], path: str, limit: float, within: float) -> None:
    (found,) = of(turned(bench(**given)), "change.flip")
    assert found.fields["path"] == path
    assert found.fields["above"] is False
    assert found.fields["inside"] is False
    assert limit - within <= found.fields["limit"] <= limit + 1e-9, "the first value at which the headline fails"  # type: ignore[operator]
    assert found.basis.inputs == (path,)  # type: ignore[union-attr]


def test_a_cost_that_must_rise() -> None:
    """Fame is worth 10: the meeting falls through where it costs as much."""
    (found,) = of(turned(bench(costs="3 to 5")), "change.flip")
    assert (found.fields["path"], found.fields["above"]) == (COSTS, True)
    assert 10 - 1e-9 <= found.fields["limit"] <= 10 + 3 * 5.6 / 64  # type: ignore[operator]
    assert found.fields["watch"] == "the airport"


def test_what_to_watch_is_the_issues_own() -> None:
    (found,) = of(turned(bench(salience="40 to 60")), "change.flip")
    assert found.fields["watch"] == "the papers"


WIDE: Any = {"salience": "between 10 and 60", "draws": 60}


def test_a_limit_within_the_stated_range_says_so_and_comes_first() -> None:
    (inside,) = of(turned(bench(**WIDE)), "change.flip")
    assert inside.fields["inside"] is True
    both = of(turned(bench(**WIDE, moves="19 to 21")), "change.flip")
    assert [f.fields["path"] for f in both] == [SALIENCE, MOVES]
    assert [f.fields["inside"] for f in both] == [True, False]


@pytest.mark.parametrize("draws", [30, 40])
def test_the_stated_range_is_what_is_stated_whatever_was_drawn(draws: int) -> None:
    """At about 14 the meeting falls through, and the range goes from 10 to 60."""
    (found,) = of(turned(bench(salience="10 to 60", draws=draws)), "change.flip")
    assert 13 < found.fields["limit"] < 15  # type: ignore[operator]
    assert found.fields["inside"] is True


def test_where_no_single_input_turns_it_that_is_said() -> None:
    """It costs nothing and A gains by it anyhow."""
    free = bench(salience="40 to 60", consequences=[{"when": "meet", "moves": {"fame": 20}, "gains": {"A": 1, "B": 5}}])
    (said,) = turned(free).changes
    assert said.key == "change.none"
    assert said.fields["share"].value == 1  # type: ignore[union-attr]


def test_that_nothing_was_found_is_said_of_every_headline_with_a_yes_or_no() -> None:
    """docs/reference/questions.md: `Where nothing is found, that is said.`"""
    study = bench(salience="40 to 60")
    plain = answer(study, "what next")
    assert plain.headline.probe is not None
    assert flips.with_flips(study, plain).changes


def test_inputs_that_are_exact_are_not_tried() -> None:
    given = answer(study := bench(), "why A wants meet")
    assert flips.with_flips(study, given) == given


def test_two_that_turn_it_only_together() -> None:
    """Fame and land bring 10 each and cost 17. Either salience at its low end (40) leaves 18, both leave 16."""
    study = bench(
        issues={j: {"scale": SCALE, "status_quo": 50, "stakes": {"A": {"position": 100, "salience": "40 to 60"}}} for j in ("fame", "land")},
        consequences=[{"when": "meet", "moves": {"fame": 20, "land": 20}, "costs": {"A": 17}, "gains": {"B": 5}}],
    )  # fmt: skip
    (found,) = of(turned(study), "change.together")
    assert set(found.fields["paths"]) == {SALIENCE, "issues.land.stakes.A.salience"}  # type: ignore[arg-type]
    assert found.fields["ways"] == (False, False), "both down"


def test_one_that_turns_it_alone_is_no_list() -> None:
    assert of(turned(bench(**WIDE)), "change.together") == []


def test_the_answer_counts_headlines_that_no_input_turns_within_its_range() -> None:
    firm, loose = flips.answer(bench(salience="40 to 60")), flips.answer(bench(**WIDE))
    assert [(a.headline.fields["all"], a.headline.fields["firm"]) for a in (firm, loose)] == [(1, 1), (1, 0)]
    assert firm.findings[0].fields["of"] == "why A wants meet"
    assert {f.key for f in firm.findings} == {"change.flip"}
