"""Published power indices of real councils.

Shapley, L.S. & Shubik, M. (1954), A Method for Evaluating the Distribution of Power in a Committee System, American
Political Science Review 48(3), 787-792, doi:10.2307/1951053, define the index; the paper has the Council of eleven members. The
figures of the fifteen (since 1966: nine votes, five vetoes) are those that textbooks give, 0.1963 and 0.0019; they also follow by
hand, below. The Council of 1958: Brams, S.J. & Affuso, P.J. (1976), Power and Size: A New Paradox, Theory and Decision 7, 29-56,
doi:10.1007/BF00141101; the fractions are the usual ones. Of the EU of fifteen and of twenty-seven the normalised indices of
Felsenthal, D.S. & Machover, M. (1998), The Measurement of Voting Power, and (2001), The Treaty of Nice and Qualified Majority
Voting, Social Choice and Welfare 18, 431-464, doi:10.1007/s003550100123, typed from memory as they are commonly printed: the
texts were not opened, so these carry no mark. Votes of Nice and populations: Protocol on the Enlargement, and the Seville group's
page on it (esi2.us.es/~mbilbao/niza.htm), opened. The Electoral College of 2000: swings computed with D. Leech's program ipgenf on
the page of D.E. Sidran (cs.uiowa.edu/~dsidran/2000%20Power%20Indices.htm), opened.
"""

from __future__ import annotations

from math import comb, factorial

import numpy as np
import pytest

from summitry.bargaining.power import power
from summitry.bargaining.votes import VotingRule, can_block, can_carry, share_of_all

COUNCIL = VotingRule(np.ones(15), [9], veto=np.arange(15) < 5)  # type: ignore[arg-type]
EEC = VotingRule([4, 4, 4, 2, 2, 1], [12])  # type: ignore[arg-type]
EU15 = VotingRule([10, 10, 10, 10, 8, 5, 5, 5, 5, 4, 4, 3, 3, 3, 2], [62])  # type: ignore[arg-type]
NICE_VOTES = [29] * 4 + [27] * 2 + [14, 13] + [12] * 5 + [10] * 3 + [7] * 5 + [4] * 5 + [3]
NICE_PEOPLE = [  # millions
    82.038, 59.247, 58.966, 57.612, 39.394, 38.667, 22.489, 15.760, 10.533, 10.290, 10.213, 10.092, 9.980, 8.854, 8.230,
    8.082, 5.393, 5.313, 5.160, 3.744, 3.701, 2.439, 1.978, 1.446, 0.752, 0.429, 0.379,
]  # fmt: skip
ELECTORS = [
    54, 33, 32, 25, 23, 22, 21, 18, 15, 14, 13, 13, 12, 12, 11, 11, 11, 11, 10, 10, 9, 9, 8, 8, 8, 8, 8, 8, 7, 7, 7,
    6, 6, 5, 5, 5, 5, 4, 4, 4, 4, 4, 4, *[3] * 8,
]  # fmt: skip


def test_the_security_council_by_four_published_digits() -> None:
    found = power(COUNCIL).shapley
    assert [round(float(s), 4) for s in found[[0, 14]]] == [0.1963, 0.0019]


def test_the_security_council_by_hand() -> None:
    """One of the ten turns a vote if exactly the five and three more stand before it: C(9, 3) choices, 8! · 6! orders of 15!."""
    small = comb(9, 3) * factorial(8) * factorial(6) / factorial(15)
    np.testing.assert_allclose(power(COUNCIL).shapley, [(1 - 10 * small) / 5] * 5 + [small] * 10, rtol=1e-12)
    assert can_block(COUNCIL).tolist() == [True] * 5 + [False] * 10
    assert not can_carry(COUNCIL).any(), "a shield, not a key"


def test_the_council_of_1958() -> None:
    found = power(EEC)
    np.testing.assert_allclose(found.shapley, np.array([14, 14, 14, 9, 9, 0]) / 60, rtol=1e-12)
    np.testing.assert_allclose(found.banzhaf, np.array([5, 5, 5, 3, 3, 0]) / 21, rtol=1e-12)


def test_the_council_of_fifteen() -> None:
    """Four digits: 62 of 87 votes."""
    found = power(EU15)
    kinds = [0, 4, 5, 9, 11, 14]
    assert [round(float(x), 4) for x in found.shapley[kinds]] == [0.1167, 0.0955, 0.0552, 0.0454, 0.0353, 0.0207]
    assert [round(float(x), 4) for x in found.banzhaf[kinds]] == [0.1116, 0.0924, 0.0587, 0.0479, 0.0359, 0.0226]


def test_the_council_of_nice() -> None:
    """Three measures at once: 255 of 345 votes, 14 of 27 members, 62 % of the people. Three digits, as populations differ a little."""
    people = np.array(NICE_PEOPLE)
    found = power(VotingRule([NICE_VOTES, np.ones(27), people], [255, 14, 0.62 * people.sum()])).banzhaf  # type: ignore[arg-type, list-item]
    kinds = {0: 0.0778, 4: 0.0742, 6: 0.0426, 7: 0.0397, 8: 0.0368, 13: 0.0309, 16: 0.0218, 21: 0.0125, 26: 0.0094}
    assert [round(float(found[k]), 4) for k in kinds] == list(kinds.values())


@pytest.mark.replicates("Leech, ipgenf", "Sidran, Power indices for the 2000 U.S. presidential election, column Swings")
def test_the_electoral_college_of_2000_by_swings() -> None:
    """270 of 538 electors, 51 members: numbers of coalitions, to the last digit."""
    swings = [525_180_666_785_903, 292_267_988_381_903, 282_842_187_059_467, 218_271_801_954_339, 200_234_772_354_797]
    found = power(VotingRule(ELECTORS, [270]))  # type: ignore[arg-type]
    assert sum(ELECTORS) == 538
    assert (found.absolute[:5] * 2**50).astype(np.int64).tolist() == swings
    assert round(float(found.banzhaf[0]), 6) == 0.111428


def test_a_big_threshold_gives_one_member_a_veto() -> None:
    """The Fund's 85 %: with 16.5 % of the votes one member alone can block, and has the power of no other: it is in every winner."""
    weights = np.array([16.5, 6.1, 6.1, 5.3, 4.0, *[6.2] * 10])
    rule = share_of_all(weights, 0.85)
    assert can_block(rule).tolist() == [True] + [False] * 14
    found = power(rule)
    assert found.shapley[0] == max(found.shapley) > weights[0] / weights.sum()
    assert (np.diff(found.shapley[np.argsort(weights)]) >= -1e-12).all()
