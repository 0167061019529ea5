"""The price of oil, seventeen actors (the "Sultan" example).

Bueno de Mesquita (1997), International Interactions 23(3-4), 235-266, doi:10.1080/03050629708434909, was not read: the table is that of
two public replications (file Sultan.csv), and a third copy has 14.1 and 0.75 for the military. Scholz, Calbert & Smith (2011, p. 28)
could not reproduce its results with Q = 0.5 or Q = 1 ("wildly different"), and no result of it is at hand here; so there is nothing to
compare rounds with. What is tested is the start, which both replications print.
"""

from __future__ import annotations

import numpy as np
import pytest

from summitry.bargaining.averages import weighted_mean, weighted_median

TABLE = np.array([
    (0.65, 14.25, 0.80), (0.85, 14.20, 0.85), (0.55, 14.20, 0.65), (0.70, 14.10, 0.75), (0.50, 14.10, 0.75), (0.75, 14.00, 0.85),
    (0.65, 14.00, 0.90), (0.85, 13.95, 0.85), (0.95, 13.90, 0.90), (0.60, 13.75, 0.80), (0.95, 13.40, 0.95), (0.45, 13.35, 0.75),
    (1.00, 13.25, 0.90), (1.05, 13.00, 0.90), (0.60, 13.00, 0.70), (0.80, 12.90, 0.85), (0.75, 12.85, 0.75),
])  # fmt: skip


@pytest.mark.replicates(
    "jmckib/bdm-scholz-expected-utility-model", "Sultan.csv, median and mean before the first round"
)
def test_the_initial_median_and_mean() -> None:
    capability, position, salience = TABLE.T
    assert weighted_median(position, capability * salience) == 13.9
    assert weighted_mean(position, capability * salience) == pytest.approx(13.6199, abs=5e-5)
