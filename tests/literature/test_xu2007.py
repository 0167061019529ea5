"""The Elmira aquifer, 1991: ministry (MoE), Uniroyal (UR) and local government (LG) over a clean-up order.

Source of the model: a MATLAB script headed "Xu 2007 (c), The Elmira Conflict for Status QUO", kept in a public
collection of code; its moves and payoffs were seen and are typed below. States are s1 to s9; s9 (Uniroyal abandons its
plant) stands for four states that nobody tells apart. The model is older than the script: Fang, Hipel, Kilgour & Peng
(2003), IEEE Transactions on Systems, Man, and Cybernetics C 33(1), 42-66, for one, treat it, as far as is remembered;
no paper's table of it was opened.

Statements seen when the project's notes were written: Kinsara, R.A. (2014), A Simple Guide to GMCR+, sections 5.2 and
5.3, on the same model without coalescing (its states 1, 7, 10 are s1, s5, s8). Not seen: a published table of
equilibria. What stands under `BY_DEFINITION` was computed from the definitions by a separate slow solver for the
notes; it agrees with what is remembered of Fang et al. (2003), which is no evidence, and carries no mark `replicates`.
"""

from __future__ import annotations

import numpy as np
import pytest

from summitry.graphmodel.model import GraphModel, explicit
from summitry.graphmodel.stability import CONCEPTS, GMR, SEQ, R, stability
from summitry.graphmodel.witness import Witness, legal_sequence, witness

MOE, UR, LG = range(3)
MOVES = [
    [(1, 2), (3, 4), (5, 6), (7, 8)],
    [(1, 3), (1, 9), (2, 4), (2, 9), (3, 9), (4, 9), (5, 7), (5, 9), (6, 8), (6, 9), (7, 9), (8, 9)],
    [(1, 5), (5, 1), (2, 6), (6, 2), (7, 3), (3, 7), (4, 8), (8, 4)],
]
PAYOFFS = [
    [4, 3, 8, 7, 5, 2, 9, 6, 1],
    [9, 2, 4, 8, 6, 1, 3, 7, 5],
    [6, 2, 8, 3, 7, 4, 9, 5, 1],
]
# Uniroyal's ranking in the example file of GMCR+, best first: its tail differs from the script's.
UR_ELSEWHERE = [1, 4, 8, 5, 9, 2, 3, 7, 6]

ALL = [1, 2, 3, 4, 5, 6, 7, 8, 9]
BY_DEFINITION = {
    "R": (ALL, [1, 4, 5, 8, 9], [5, 6, 7, 8, 9]),
    "GMR": (ALL, [1, 4, 5, 8, 9], ALL),
    "SMR": (ALL, [1, 4, 5, 8, 9], ALL),
    "SEQ": (ALL, [1, 4, 5, 8, 9], [2, 3, 5, 6, 7, 8, 9]),
}
EQUILIBRIA_BY_DEFINITION = {"R": [5, 8, 9], "GMR": [1, 4, 5, 8, 9], "SMR": [1, 4, 5, 8, 9], "SEQ": [5, 8, 9]}


def elmira(payoffs: list[list[int]] = PAYOFFS) -> GraphModel:
    return explicit([np.array(arcs) - 1 for arcs in MOVES], payoffs)


def numbers(verdicts: list[bool]) -> list[int]:
    return [state for state, holds in enumerate(verdicts, start=1) if holds]


@pytest.mark.parametrize("concept", CONCEPTS)
def test_stability_by_definition(concept: str) -> None:
    result = stability(elmira(), concept)
    assert tuple(numbers(row) for row in result.stable[concept].tolist()) == BY_DEFINITION[concept]
    assert numbers(result.equilibria[concept].tolist()) == EQUILIBRIA_BY_DEFINITION[concept]


@pytest.mark.parametrize("concept", CONCEPTS)
def test_uniroyals_other_ranking_has_the_same_equilibria_by_definition(concept: str) -> None:
    payoffs = [PAYOFFS[MOE], [9 - UR_ELSEWHERE.index(state) for state in ALL], PAYOFFS[LG]]
    assert (
        numbers(stability(elmira(payoffs), concept).equilibria[concept].tolist()) == EQUILIBRIA_BY_DEFINITION[concept]
    )


@pytest.mark.replicates(paper="Kinsara (2014), A Simple Guide to GMCR+", where="sections 5.2-5.3, state 7")
def test_s5_is_an_equilibrium_of_separate_decision_makers() -> None:
    result = stability(elmira())
    assert all(result.equilibria[concept][5 - 1] for concept in CONCEPTS)


@pytest.mark.replicates(paper="Kinsara (2014), A Simple Guide to GMCR+", where="sections 5.2-5.3, states 1, 7 and 10")
def test_local_government_leads_to_s5_and_ministry_and_uniroyal_together_to_s8() -> None:
    """The guide counts five moves of the two out of its state 7; here s9 stands for two of its states."""
    model = elmira()
    assert (model.improvements(LG, 1 - 1) + 1).tolist() == [5]
    assert not any(8 - 1 in model.moves(decision_maker, 5 - 1) for decision_maker in (MOE, UR, LG))
    reached = [s for s in ALL if legal_sequence(model, LG, 5 - 1, np.array(ALL) == s)]
    assert reached == [6, 7, 8, 9]
    liked_by_both = [s for s in reached if all(PAYOFFS[k][s - 1] > PAYOFFS[k][5 - 1] for k in (MOE, UR))]
    assert liked_by_both == [8]


def test_what_holds_local_government_in_s1_by_hand() -> None:
    """Insisting leads to s5 (7 > 6). The ministry could answer with s6 (4), which it would not like (2 < 5) and from
    which local government can only go to s2 (2). Nobody improves from s5, so a credible answer there is none."""
    assert witness(elmira(), LG, 1 - 1, GMR) == Witness(True, 5 - 1, ((MOE, 6 - 1),), None)
    assert witness(elmira(), LG, 1 - 1, SEQ) == Witness(False, 5 - 1, (), None)
    assert witness(elmira(), LG, 1 - 1, R) == Witness(False, 5 - 1, (), None)
