"""Ties, stands, steps and outcomes: the numbers are those of the inputs and of the worlds."""

from __future__ import annotations

import numpy as np
import pytest

from summitry.dossier.loading import load
from summitry.questions import landscape
from summitry.questions.ask import open_study
from summitry.questions.contrast import Study


@pytest.fixture(scope="module")
def study() -> Study:
    found = open_study(load("vladivostok-2019"), draws=12)
    found.prepare(landscape.worlds(found))
    return found


def test_outcomes_and_all_others_add_up_to_one(study: Study) -> None:
    rows, other = landscape.outlooks(study)
    assert sum(r.share for r in rows) + other == pytest.approx(1)
    assert [r.share for r in rows] == sorted((r.share for r in rows), reverse=True)
    assert 0 <= other < 1


def test_stands_are_inputs_and_levels_on_the_scale(study: Study) -> None:
    data = landscape.stands(study)
    assert data is not None
    for row in data.rows:
        assert row.panel is not None
        issue = study.dossier.issues[row.panel.id]
        numbers = {
            "aim": lambda: study.input(f"issues.{row.panel.id}.stakes.{row.label[0].id}.position"),  # type: ignore[union-attr]  # noqa: B023
            "now": lambda: study.input(f"issues.{row.panel.id}.status_quo"),  # type: ignore[union-attr]  # noqa: B023
            "leads": lambda: study.level(row.panel.id).said,  # type: ignore[union-attr]  # noqa: B023
            "without": None,
        }[row.group]
        if numbers is not None:
            scaled = 100 * (numbers() - issue.low) / (issue.high - issue.low)
            assert row.value == pytest.approx(float(np.median(scaled)))
        assert 0 <= row.low <= row.value <= row.high <= 100


def test_steps_are_those_of_the_chains(study: Study) -> None:
    """Where courses end, told by the acts that change most, is what settled play says of the same acts."""
    data = landscape.paths(study)
    assert data is not None
    ends = {n.id: n.share for n in data.nodes}
    acts = [r.id for r in data.fields["acts"]]  # type: ignore[union-attr]
    told = study.worlds.game.state(acts)
    rows = study.world().played.settled
    for state, share in ends.items():
        if share > 0.05:
            here = (rows.state & told) == int(state)
            assert share == pytest.approx(float(rows.mass[here].sum()) / study.worlds.draws.size, abs=0.02)
    assert all(0 < x.share <= 1 and x.by for x in data.links)
    level = {n.id: n.level for n in data.nodes}
    assert [n for n in level.values() if n == 0] == [0]


def test_a_step_is_taken_by_whose_reply_it_is(study: Study) -> None:
    """The first chain, step by step: a mover that leaves a state goes where its reply says."""
    (course,) = study.worlds.courses([0])
    flow, end = course.flow()
    assert end.sum() == pytest.approx(1)
    assert course.state[0] == study.worlds.game.eve
    moving = course.reply != np.arange(len(course.state))[:, None]
    assert (flow[~moving] == 0).all()


def test_ties_join_actors_of_the_dossier(study: Study) -> None:
    data = landscape.ties(study)
    assert data is not None
    assert {x.source for x in data.links} | {x.target for x in data.links} <= set(study.dossier.actors)
    assert len(data.nodes) == len(study.dossier.actors)
