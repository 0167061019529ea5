"""Limited moves in the Prisoner's Dilemma and in Chicken, by hand.

Concept: Kilgour, D.M. (1985), Anticipation and Stability in Two-Person Non-Cooperative Games, in Luterbacher, U. &
Ward, M.D. (eds.), Dynamic Models of International Conflict, Lynne Rienner, 26-51. It was not opened, and no published
table of the two games was seen; payoff orders are those of the textbooks, typed from memory. The verdicts follow from
the definition by hand, in the comment above each; a separate slow solver found the same for the project's notes. So
nothing here carries the mark `replicates`.
"""

from __future__ import annotations

import numpy as np
import pytest

from summitry.graphmodel.foresight import limited_moves, non_myopic
from summitry.graphmodel.model import GraphModel, explicit

STATES = ("CC", "CD", "DC", "DD")  # the row's choice, then the column's
CC, CD, DC, DD = range(4)
EITHER_WAY_ROW = [(CC, DC), (DC, CC), (CD, DD), (DD, CD)]
EITHER_WAY_COLUMN = [(CC, CD), (CD, CC), (DC, DD), (DD, DC)]
PRISONERS_DILEMMA = explicit([EITHER_WAY_ROW, EITHER_WAY_COLUMN], [[3, 1, 4, 2], [3, 4, 1, 2]])
CHICKEN = explicit([EITHER_WAY_ROW, EITHER_WAY_COLUMN], [[3, 2, 4, 1], [3, 4, 2, 1]])


def stable_for_row_and_column(verdicts: np.ndarray) -> tuple[set[str], set[str]]:
    row, column = ({STATES[s] for s in range(4) if holds[s]} for holds in verdicts.tolist())
    return row, column


def equilibria(model: GraphModel, h: int) -> set[str]:
    row, column = stable_for_row_and_column(limited_moves(model, h))
    return row & column


# Row, one move: CC to DC (4) and CD to DD (2). Two moves: from CC to DC the column, its last move, goes on to DD (2 <
# 3), so the row stays; from CD to DD the column would make it DC only for 1 < 2, and stays, so the row goes. Three
# moves change nothing: at DC the column would go to DD, where the row stays, and at DD the column stays. The column is
# the mirror image.
@pytest.mark.parametrize("h", range(1, 9))
def test_prisoners_dilemma(h: int) -> None:
    held = stable_for_row_and_column(limited_moves(PRISONERS_DILEMMA, h))
    if h == 1:
        assert held == ({"DC", "DD"}, {"CD", "DD"})
        assert equilibria(PRISONERS_DILEMMA, h) == {"DD"}
    else:
        assert held == ({"CC", "DC", "DD"}, {"CC", "CD", "DD"})
        assert equilibria(PRISONERS_DILEMMA, h) == {"CC", "DD"}


# Row, two moves: from CC to DC, where the column stays (2 > 1): it goes. From CD to DD, from where the column, looking
# one move, goes to DC (4 > 2): it goes. From DD to CD, where the column stays (4): it goes. DC is its best. So all but
# DC are left, and no state is held by both. Three moves: from CC to DC, from where the column, by the mirror image,
# goes to DD to be answered with CD, 2 < 3 for the row: it stays. From CD and DD as before. More moves repeat this.
@pytest.mark.parametrize("h", range(1, 9))
def test_chicken(h: int) -> None:
    held = stable_for_row_and_column(limited_moves(CHICKEN, h))
    expected = {1: ({"CD", "DC"}, {"CD", "DC"}), 2: ({"DC"}, {"CD"})}
    assert held == expected.get(h, ({"CC", "DC"}, {"CC", "CD"}))
    assert equilibria(CHICKEN, h) == {1: {"CD", "DC"}, 2: set()}.get(h, {"CC"})


@pytest.mark.parametrize(("model", "horizon", "both"), [(PRISONERS_DILEMMA, 2, {"CC", "DD"}), (CHICKEN, 3, {"CC"})])
def test_non_myopic_verdicts_come_to_rest(model: GraphModel, horizon: int, both: set[str]) -> None:
    found = non_myopic(model)
    row, column = stable_for_row_and_column(found.stable)
    assert (row & column, found.horizon, found.period) == (both, horizon, 1)
    assert not found.changing.any()
