"""The Elmira aquifer once more: ministry (MoE) and Uniroyal (UR) together upset an outcome that each alone would keep.

Concept: Kilgour, D.M., Hipel, K.W., Fang, L. & Peng, X. (2001), Coalition Analysis in Group Decision Support, Group
Decision and Negotiation 10, 159-175; not opened. The model is that of `test_xu2007.py`, whose source, a MATLAB script
headed "Xu 2007 (c), The Elmira Conflict for Status QUO", was seen. Statements seen: Kinsara, R.A. (2014), A Simple
Guide to GMCR+, sections 5.2 and 5.3, whose states 7 and 10 are s5 and s8 here. What the coalition improves on from
other states was computed for the project's notes by a separate slow solver, and carries no mark `replicates`.
"""

from __future__ import annotations

import numpy as np
import pytest

from summitry.graphmodel.coalitions import coalitional_improvements, coalitional_stability, coalitionally_stable
from summitry.graphmodel.stability import CONCEPTS, R
from tests.literature.test_xu2007 import LG, MOE, UR, elmira


def numbers(verdicts: np.ndarray) -> list[int]:
    return (np.flatnonzero(verdicts) + 1).tolist()


@pytest.mark.replicates(paper="Kinsara (2014), A Simple Guide to GMCR+", where="sections 5.2-5.3, states 7 and 10")
def test_ministry_and_uniroyal_together_leave_s5_for_s8() -> None:
    """By hand: neither can go there alone; via s6 or s7 both can, and like it better (6 > 5, 7 > 6)."""
    arcs = (coalitional_improvements(elmira(), [MOE, UR]) + 1).tolist()
    assert [target for source, target in arcs if source == 5] == [8]
    assert not any(5 in numbers(verdicts) for verdicts in coalitional_stability(elmira(), [MOE, UR]).values())
    alone = [coalitional_stability(elmira(), [k]) for k in (MOE, UR, LG)]
    assert all(5 in numbers(found[concept]) for found in alone for concept in CONCEPTS)


def test_all_improvements_of_the_coalition_by_definition() -> None:
    assert (coalitional_improvements(elmira(), [MOE, UR]) + 1).tolist() == [[2, 4], [5, 8], [6, 8]]


# By hand: nobody moves from s9. From s8 things can go to s9 by Uniroyal, which likes it less (5 < 7), and to s4 by
# local government, which likes it less (3 < 5); whoever moves is a member, so no coalition gains.
def test_s8_and_s9_are_upset_by_nobody_and_s5_is() -> None:
    together = coalitionally_stable(elmira())
    assert numbers(together[R]) == [8, 9]
    assert all({8, 9} <= set(numbers(verdicts)) and 5 not in numbers(verdicts) for verdicts in together.values())
