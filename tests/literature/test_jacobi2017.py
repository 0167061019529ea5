"""The United States and North Korea, October 2017, and a word on the Prisoner's Dilemma.

Source: Jacobi, Z. (5 November 2017), The Graph Model of Conflict Resolution - Introduction,
socratic-form-microscopy.com/2017/11/05/gmcr-for-dummies/. A lesson in a blog, not a refereed paper. Its text was seen;
its stability table, an image, was not. Typed from the text: the twelve states by their binary numbers (strike 1,
withdraw 2, invade 4, abandon 8; strike and withdraw together are infeasible), both rankings, that a nuclear strike
cannot be undone, and that the other three options are treated as reversible.

The text names four equilibria under Nash, sequential stability and simultaneous sanctioning: the status quo (0),
withdrawal against renouncement (10), all out nuclear war (5), and all out conventional war (4), the last by
simultaneous sanctioning. All four are reached.
"""

from __future__ import annotations

import numpy as np
import pytest

from summitry.graphmodel.coalitions import simultaneous
from summitry.graphmodel.model import GraphModel, OptionForm, explicit, option_form
from summitry.graphmodel.stability import GMR, SEQ, R, stability

OPTIONS = [("US", "strike"), ("US", "withdraw"), ("NK", "invade"), ("NK", "abandon")]
STATES = [0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14]
US_RANKING = [8, 0, 9, 10, 12, 5, 4, 13, 14, 1, 2, 6]  # best first
NK_RANKING = [6, 14, 2, 10, 0, 4, 12, 5, 1, 13, 8, 9]
US, NK = range(2)
STRIKE = 1


def korea() -> GraphModel:
    payoffs = [[-float(ranking.index(state)) for state in STATES] for ranking in (US_RANKING, NK_RANKING)]
    free = option_form(OPTIONS, payoffs, [[bool(state >> bit & 1) for bit in range(4)] for state in STATES])
    us, nk = ([arc for arc in arcs.tolist() if not unlaunches(*arc)] for arcs in free.arcs)
    return explicit([us, nk], payoffs)


def korea_in_option_form() -> OptionForm:
    payoffs = [[-float(ranking.index(state)) for state in STATES] for ranking in (US_RANKING, NK_RANKING)]
    settings = [[bool(state >> bit & 1) for bit in range(4)] for state in STATES]
    form = option_form(OPTIONS, payoffs, settings, only_on=["strike"])
    assert isinstance(form, OptionForm)
    return form


def unlaunches(source: int, target: int) -> bool:
    return bool(STATES[source] & STRIKE and not STATES[target] & STRIKE)


def equilibria(concept: str) -> set[int]:
    return named(stability(korea(), concept).equilibria[concept])


def named(holds: np.ndarray) -> set[int]:
    return {state for state, held in zip(STATES, holds.tolist(), strict=True) if held}


def improvements(decision_maker: int, state: int) -> set[int]:
    return {STATES[target] for target in korea().improvements(decision_maker, STATES.index(state)).tolist()}


@pytest.mark.replicates(paper="Jacobi (2017), Graph Model of Conflict Resolution", where="Stability, four equilibria")
def test_equilibria_without_simultaneous_sanctioning() -> None:
    assert equilibria(SEQ) == {0, 5, 10}
    assert equilibria(R) <= equilibria(SEQ)


@pytest.mark.replicates(paper="Jacobi (2017), Graph Model of Conflict Resolution", where="Stability, four equilibria")
def test_equilibria_with_simultaneous_sanctioning() -> None:
    """By hand at 4: the United States would strike, North Korea stop invading; both at once give 1, worse for both."""
    sequential = stability(korea(), SEQ).stable[SEQ]
    at_once = simultaneous(korea_in_option_form())
    by_hand = sequential | (~sequential.any(axis=0) & at_once)  # tried only where it is unstable for both
    for stable in (sequential | at_once, by_hand):
        assert named(stable.all(axis=0)) == {0, 4, 5, 10}
    assert 4 not in named(sequential.any(axis=0))


@pytest.mark.replicates(paper="Jacobi (2017), Graph Model of Conflict Resolution", where="Stability, on states 9 and 4")
def test_improvements_named_in_the_text() -> None:
    assert 8 not in improvements(US, 9)
    assert improvements(US, 4) == {5}
    assert improvements(NK, 4) == {0}


@pytest.mark.replicates(paper="Jacobi (2017), Graph Model of Conflict Resolution", where="Stability, R and GMR")
def test_prisoners_dilemma_as_said_in_the_text() -> None:
    """Both defecting is Nash stable; cooperation is stable in general metarationality, and not Nash stable."""
    options = [("row", "defect"), ("column", "defect")]  # states: none, row, column, both defect
    result = stability(option_form(options, [[3, 4, 1, 2], [3, 1, 4, 2]]))
    assert result.equilibria[R].tolist() == [False, False, False, True]
    assert result.equilibria[GMR][0]
