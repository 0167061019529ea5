"""The delay of EC emission standards, the worked example of the expected-utility model.

Scholz, Calbert & Smith (2011), Unravelling Bueno de Mesquita's group decision model, ICAART 2011, pp. 18-30 (conference version of
J. Theoretical Politics 23(4), 510-531, doi:10.1177/0951629811418142). Table 1 (after Bueno de Mesquita 1994, p. 78) is typed below;
Table 2 (p. 28) are medians and means after each round, printed with one decimal. They chose Q = 1.

What the paper's equations say is not what its program did: with the equations Table 2 does not appear in any reading tried here, and with
the program, as a replicator who had it describes it (jmckib/bdm-scholz-expected-utility-model), it does, but for two things. Its
decimals are cut and not rounded (9.96 is printed 9.9, 7.47 is 7.4), and the median of round 2 is 9.61 where 9.9 is printed. A slip in
print is likely: rounds 3 to 5 read 9.9 as well, and both neighbours of the cell fit.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from summitry.bargaining.averages import weighted_mean, weighted_median
from summitry.bargaining.challenge import SCHOLZ_JAVA, SCHOLZ_PAPER, Variant, challenge, dyads

# Netherlands, Belgium, Luxembourg, Germany, France, Italy, UK, Ireland, Denmark, Greece
CAPABILITY = np.array([0.08, 0.08, 0.03, 0.16, 0.16, 0.16, 0.16, 0.05, 0.05, 0.08])
POSITION = np.array([4, 7, 4, 4, 10, 10, 10, 7, 4, 7.0])
SALIENCE = np.array([80, 40, 20, 80, 60, 60, 90, 10, 100, 70]) / 100
BELGIUM, FRANCE = 1, 4

TABLE_2_MEDIANS = [8.4, 9.9, 9.9, 9.9, 9.9, 7.4, 8.8, 9.6]
TABLE_2_MEANS = [7.4, 7.5, 7.6, 7.3, 7.3, 7.4, 7.5, 7.6]


def cut(x: float) -> float:
    return math.floor(10 * x) / 10


@pytest.fixture(scope="module")
def java() -> tuple[list[float], list[float]]:
    course = challenge(POSITION[None], SALIENCE, CAPABILITY, SCHOLZ_JAVA, rounds=8)
    return course.medians[0].tolist(), course.means[0].tolist()


@pytest.mark.replicates("Scholz, Calbert & Smith (2011)", "section 7, from Table 1")
def test_the_initial_median_is_seven_and_the_mean_follows_from_table_1() -> None:
    weight = SALIENCE * CAPABILITY
    assert weighted_median(POSITION, weight) == 7
    assert weighted_mean(POSITION, weight) == pytest.approx(7.389956, abs=5e-7)


@pytest.mark.replicates("Scholz, Calbert & Smith (2011)", "Table 2, medians of rounds 1 and 3 to 8")
def test_table_2_medians_appear_as_the_program_had_them(java: tuple[list[float], list[float]]) -> None:
    found = [cut(x) for x in java[0][1:]]
    assert [x for q, x in enumerate(found) if q != 1] == [x for q, x in enumerate(TABLE_2_MEDIANS) if q != 1]


@pytest.mark.xfail(reason="printed 9.9, computed 9.61: see the head of this file")
def test_table_2_median_of_round_2(java: tuple[list[float], list[float]]) -> None:
    assert cut(java[0][2]) == TABLE_2_MEDIANS[1]


@pytest.mark.replicates(
    "Scholz, Calbert & Smith (2011)", "Table 2, means, to within the 0.1 between cutting and rounding"
)
def test_table_2_means_appear_to_within_their_last_digit(java: tuple[list[float], list[float]]) -> None:
    assert np.abs(np.array(java[1][1:]) - TABLE_2_MEANS).max() < 0.1


@pytest.mark.replicates("jmckib/bdm-scholz-expected-utility-model", "its output for ExampleActors.csv, rounds 1 to 8")
def test_the_replicators_medians_to_four_decimals(java: tuple[list[float], list[float]]) -> None:
    """Seen when his program was run: medians from which Table 2 was printed."""
    assert java[0][1:] == pytest.approx([8.4159, 9.6109, 9.9620, 9.9620, 9.9620, 7.4720, 8.8246, 9.6711], abs=5e-5)


@pytest.mark.replicates("dmasad/GroupDecisionModel", "notebook, risk exponents of the first pass, Q = 1")
def test_the_risk_exponents_of_another_replicator_rest_on_net_votes() -> None:
    """He takes for a chance the net votes for a position, from 0, over all votes on the pair; not eq. 31, though it is often quoted with it."""
    printed = [1.1272, 0.7809, 0.5, 1.1272, 1.0779, 1.0779, 2, 0.5248, 1.4717, 1.1405]
    net = dyads(POSITION, SALIENCE, CAPABILITY, Variant(prevail="net")).exponents
    assert net == pytest.approx(printed, abs=5e-5)
    by_the_equation = dyads(POSITION, SALIENCE, CAPABILITY).exponents
    assert np.abs(by_the_equation - printed).max() > 0.2


@pytest.mark.replicates("Scholz, Calbert & Smith (2011)", "section 7, p. 26, on figures 7 and 8: who is at (0, 0)")
def test_who_stands_where_the_viewer_stands_is_at_the_origin() -> None:
    """In the view from Belgium, Ireland and Greece; in the view from France, the United Kingdom and Italy."""
    seen = dyads(POSITION, SALIENCE, CAPABILITY)
    for viewer, at_zero in ((BELGIUM, {7, 9}), (FRANCE, {5, 6})):
        at = np.maximum(abs(seen.expected[viewer]), abs(seen.answered[viewer]))
        found = {k for k in range(10) if k != viewer and at[k] < 1e-12}
        assert found == at_zero


def test_with_the_papers_equations_table_2_does_not_appear() -> None:
    """The likely reason is the program's denominator of all votes on all pairs, which makes every chance to prevail tiny."""
    course = challenge(POSITION[None], SALIENCE, CAPABILITY, SCHOLZ_PAPER, rounds=8)
    assert [cut(x) for x in course.medians[0, 1:]] != TABLE_2_MEDIANS
