"""Prisoner's Dilemma and Chicken, where sequential stability parts from Nash, and from the metagame concepts.

Concept: Fraser, N.M. & Hipel, K.W. (1979), Solving Complex Conflicts, IEEE Transactions on Systems, Man, and
Cybernetics 9(12), 805-816. The graph form: Kilgour, D.M., Hipel, K.W. & Fang, L. (1987), The Graph Model for
Conflicts, Automatica 23(1), 41-55. Neither was opened, and no published graph-model table of the two games was seen.
The payoff orders are the standard ones of the textbooks, typed from memory. The verdicts follow from the definitions
by hand, in the comment above each; a separate slow solver found the same for the project's notes. Nothing here
carries the mark `replicates`: the one statement on the Prisoner's Dilemma that was seen in print stands in
`test_jacobi2017.py`.
"""

from __future__ import annotations

import pytest

from summitry.graphmodel.model import GraphModel, explicit
from summitry.graphmodel.stability import CONCEPTS, GMR, SEQ, SMR, R, stability
from summitry.graphmodel.witness import Witness, witness

STATES = ("CC", "CD", "DC", "DD")  # the row's choice, then the column's
CC, CD, DC, DD = range(4)
ROW, COLUMN = range(2)
EITHER_WAY_ROW = [(CC, DC), (DC, CC), (CD, DD), (DD, CD)]
EITHER_WAY_COLUMN = [(CC, CD), (CD, CC), (DC, DD), (DD, DC)]


def game(row: list[float], column: list[float]) -> GraphModel:
    return explicit([EITHER_WAY_ROW, EITHER_WAY_COLUMN], [row, column])


PRISONERS_DILEMMA = game([3, 1, 4, 2], [3, 4, 1, 2])
CHICKEN = game([3, 2, 4, 1], [3, 4, 2, 1])


def stable_for_row_and_column(model: GraphModel, concept: str) -> tuple[set[str], set[str]]:
    row, column = stability(model, concept).stable[concept].tolist()
    return {STATES[s] for s in range(4) if row[s]}, {STATES[s] for s in range(4) if column[s]}


def equilibria(model: GraphModel, concept: str) -> set[str]:
    return {STATES[s] for s in range(4) if stability(model, concept).equilibria[concept][s]}


# Row's improvements: CC to DC and CD to DD. From DC the column improves to DD (2 > 1), which is worse for the row than
# CC (2 < 3), and which the row can leave only for CD (1): CC is held under all but R. From DD the column can only go to
# DC, the row's best: CD is never held. The column is the mirror image.
@pytest.mark.parametrize("concept", CONCEPTS)
def test_prisoners_dilemma(concept: str) -> None:
    if concept == R:
        assert stable_for_row_and_column(PRISONERS_DILEMMA, concept) == ({"DC", "DD"}, {"CD", "DD"})
        assert equilibria(PRISONERS_DILEMMA, concept) == {"DD"}
    else:
        assert stable_for_row_and_column(PRISONERS_DILEMMA, concept) == ({"CC", "DC", "DD"}, {"CC", "CD", "DD"})
        assert equilibria(PRISONERS_DILEMMA, concept) == {"CC", "DD"}


def test_what_holds_cooperation_in_the_prisoners_dilemma() -> None:
    assert witness(PRISONERS_DILEMMA, ROW, CC, SEQ) == Witness(True, DC, ((COLUMN, DD),), None)
    assert witness(PRISONERS_DILEMMA, ROW, CD, SEQ) == Witness(False, DD, (), None)


# Row's improvements: CC to DC and DD to CD. From DC the column can go to DD only, worst for both, so no improvement: it
# is a threat (GMR), which the row can leave only for CD, worse than CC (2 < 3), so it holds under SMR too, but not
# under SEQ. From CD the column can go to CC (3), better for the row than DD (1): DD is never held.
@pytest.mark.parametrize("concept", CONCEPTS)
def test_chicken(concept: str) -> None:
    if concept in (R, SEQ):
        assert stable_for_row_and_column(CHICKEN, concept) == ({"CD", "DC"}, {"CD", "DC"})
        assert equilibria(CHICKEN, concept) == {"CD", "DC"}
    else:
        assert stable_for_row_and_column(CHICKEN, concept) == ({"CC", "CD", "DC"}, {"CC", "CD", "DC"})
        assert equilibria(CHICKEN, concept) == {"CC", "CD", "DC"}


def test_what_holds_cooperation_in_chicken() -> None:
    for concept in (GMR, SMR):
        assert witness(CHICKEN, ROW, CC, concept) == Witness(True, DC, ((COLUMN, DD),), None)
    assert witness(CHICKEN, ROW, CC, SEQ) == Witness(False, DC, (), None)
