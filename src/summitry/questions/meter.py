"""Assumed or follows: does a result say more than its own inputs? The one home of that rule (DESIGN: Meter)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from summitry.questions.answer import Meter

FloatArray = NDArray[np.float64]

INDUCED_BELOW, FIT_ABOVE = 0.1, 0.8
NO_METER = Meter(False, "none", 0.0)
READ_OFF = Meter(True, "read", 0.0)  # computed from the inputs as they stand on the eve: nobody has acted yet


def by_induced(total: FloatArray, direct: FloatArray) -> Meter:
    """Where the intervention sets the act itself: |induced| / (|induced| + |direct|), both averaged over draws as magnitudes.

    `total`, `direct` : (D,) points. Below 0.1 the result is what somebody typed about the act: assumed.
    """
    induced = total - direct
    a, b = float(np.mean(np.abs(induced))), float(np.mean(np.abs(direct)))
    if a + b < 1e-9:
        return nil()
    part = a / (a + b)
    return Meter(part < INDUCED_BELOW, "induced", part)


def by_fit(result: FloatArray, inputs: list[FloatArray]) -> Meter:
    """Adjusted R² of the result on the inputs that the sentence names (least squares with constant). Above 0.8: assumed.

    A result that stays the same while the named inputs vary is not read off them; one whose named inputs are all exact is.
    """
    varying = [x for x in inputs if np.ptp(x) > 1e-12]
    if not varying:
        constant = bool(np.ptp(result) < 1e-12)
        return Meter(constant, "fit", float(constant))
    if np.ptp(result) < 1e-12:
        return Meter(False, "fit", 0.0)
    table = np.column_stack([np.ones(len(result)), *varying])
    fitted = table @ np.linalg.lstsq(table, result, rcond=None)[0]
    left = float(np.sum((result - fitted) ** 2) / np.sum((result - result.mean()) ** 2))
    free = len(result) - table.shape[1]
    explained = 1.0 - left * (len(result) - 1) / free if free > 0 else 0.0  # many inputs fit a few draws by chance
    return Meter(explained > FIT_ABOVE, "fit", max(explained, 0.0))


def nil() -> Meter:
    """A nothing that only mirrors a consequence which nobody typed."""
    return Meter(True, "nil", 0.0)
