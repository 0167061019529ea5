"""Settlements on a line: weighted mean and median, and bargaining solutions against a reference point or a floor.

The last axis of `positions` and `weights` holds the actors; axes before it are draws and broadcast. Actors of weight 0 do not count.
Where nobody has any weight, all count alike, so that a draw in which nobody cares still has a mean and a median.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from summitry.errors import EngineInputError

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Tie = Literal["lower", "upper", "middle"]
TIES: tuple[Tie, ...] = ("lower", "upper", "middle")

_HALVINGS = 80  # of an interval: far below the spacing of floating-point numbers


def weighted_mean(positions: ArrayLike, weights: ArrayLike) -> FloatArray:
    """Mean of the positions, each with its weight: the compromise model.

    Parameters
    ----------
    positions : (..., K) float, issue units.
    weights : (..., K) float, >= 0; salience times capability, no unit.
    Returns
    -------
    (...) float, issue units.
    Raises
    ------
    EngineInputError : shapes do not fit, a number is not finite, or a weight is negative.
    References
    ----------
    Van den Bos (1991), Dutch EC policy making; Achen (2006), in Thomson et al. (eds), The European Union Decides, ch. 4:
    a first-order approximation of the asymmetric Nash solution where disagreement is very bad for all.
    """
    x, w = _checked(positions, weights)
    mean = (w * x).sum(axis=-1) / w.sum(axis=-1)
    return np.asarray(np.clip(mean, x.min(axis=-1), x.max(axis=-1)))  # rounding must not lead out of the positions


def weighted_median(positions: ArrayLike, weights: ArrayLike, tie: Tie = "lower") -> FloatArray:
    """Position that half of the total weight lies at or below, and half at or above.

    1. Sort by position. 2. Accumulate weight. 3. Take the first position reaching half of the total.

    Parameters
    ----------
    positions : (..., K) float, issue units.
    weights : (..., K) float, >= 0; salience times capability, no unit.
    tie : where exactly half of the weight lies on each side of a gap: its `lower` or `upper` end, or the `middle`.
    Returns
    -------
    (...) float, issue units. With preferences by distance no other point beats it by weight.
    Raises
    ------
    EngineInputError : shapes do not fit, a number is not finite, a weight is negative, or `tie` is unknown.
    References
    ----------
    Black (1948), Journal of Political Economy 56(1), 23-34, doi:10.1086/256633.
    """
    if tie not in TIES:
        raise EngineInputError(f"tie: found {tie!r}, expected one of {', '.join(TIES)}")
    x, w = _checked(positions, weights)
    lower = _first_at_half(x, w)
    if tie == "lower":
        return lower
    upper = -_first_at_half(-x, w)
    return upper if tie == "upper" else np.asarray((lower + upper) / 2)


def _first_at_half(x: FloatArray, w: FloatArray) -> FloatArray:
    order = np.argsort(x, axis=-1, kind="stable")
    sums = np.cumsum(np.take_along_axis(w, order, axis=-1), axis=-1)
    # Weights are sums and products of decimals: half of the total is reached up to the rounding of those.
    reached = sums >= sums[..., -1:] / 2 * (1 - 1e-12)
    first = np.argmax(reached, axis=-1)[..., None]
    return np.asarray(np.take_along_axis(np.take_along_axis(x, order, axis=-1), first, axis=-1)[..., 0])


@dataclass(frozen=True)
class Agreement:
    """What bargaining on a line comes to.

    point : (...) float, issue units; NaN where there is nothing that everybody gains from. gain : (...) bool, False there.
    """

    point: FloatArray
    gain: BoolArray


def nash(
    positions: ArrayLike,
    weights: ArrayLike,
    ends: tuple[float, float],
    *,
    reference: ArrayLike | None = None,
    floor: float | None = None,
) -> Agreement:
    """Asymmetric Nash solution: the point with the greatest product of gains, each to the power of its actor's weight.

    Utility is 1 at an actor's position and falls with distance, by 1 over the length of the scale.

    Parameters
    ----------
    positions, weights : (..., K), as in `weighted_mean`; weights are the exponents.
    ends : least and greatest point of the scale, issue units.
    reference : (...) point that holds if nothing is agreed, issue units. floor : instead, a utility that everybody then has, < 1.
    Returns
    -------
    Agreement. No gain where an actor with weight stands at the reference point, or actors stand on both sides of it.
    Raises
    ------
    EngineInputError : as `weighted_mean`; both or neither of `reference` and `floor`; ends reversed, or positions beyond them.
    References
    ----------
    Nash (1950), Econometrica 18(2), 155-162, doi:10.2307/1907266; Kalai (1977), doi:10.1007/BF01774658 (asymmetric).
    """
    x, w, room, low, high = _bargain(positions, weights, ends, reference, floor)

    def slope(point: FloatArray) -> FloatArray:
        """Of the sum of weighted logarithms of gains; falls along the whole stretch."""
        left = room - np.abs(point[..., None] - x)
        with np.errstate(divide="ignore", invalid="ignore"):
            terms = np.where(w > 0, w * np.sign(x - point[..., None]) / left, 0.0)
        return np.asarray(terms.sum(axis=-1))

    return _agreed(low, high, slope)


def kalai_smorodinsky(
    positions: ArrayLike,
    weights: ArrayLike,
    ends: tuple[float, float],
    *,
    reference: ArrayLike | None = None,
    floor: float | None = None,
) -> Agreement:
    """Kalai-Smorodinsky solution: the point where the least share of its ideal gain that an actor gets is greatest.

    An actor's ideal gain is the most it gains where nobody loses. Weights only tell who counts (above 0). With two actors the shares
    are equal; with more on one line they need not be, and the least of them decides.

    Parameters, Returns, Raises : as `nash`.

    References
    ----------
    Kalai & Smorodinsky (1975), Econometrica 43(3), 513-518, doi:10.2307/1914280.
    """
    x, w, room, low, high = _bargain(positions, weights, ends, reference, floor)
    ideal = room - np.abs(np.clip(x, low[..., None], high[..., None]) - x)

    def slope(point: FloatArray) -> FloatArray:
        """Least share among those whose gain rises with the point, against the least among those whose gain falls."""
        with np.errstate(divide="ignore", invalid="ignore"):
            rising = np.where(w > 0, (room - x + point[..., None]) / ideal, np.inf).min(axis=-1)
            falling = np.where(w > 0, (room + x - point[..., None]) / ideal, np.inf).min(axis=-1)
        return np.asarray(falling - rising)

    return _agreed(low, high, slope)


def _bargain(
    positions: ArrayLike,
    weights: ArrayLike,
    ends: tuple[float, float],
    reference: ArrayLike | None,
    floor: float | None,
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Positions, weights, how far from its position each actor may go, and the stretch where nobody loses."""
    x, w = _checked(positions, weights)
    if not ends[0] < ends[1]:
        raise EngineInputError(f"ends: found {ends[0]:g} to {ends[1]:g}, expected the least before the greatest")
    if x.min() < ends[0] or x.max() > ends[1]:
        raise EngineInputError(f"positions: some lie beyond the ends, {ends[0]:g} and {ends[1]:g}")
    if (reference is None) == (floor is None):
        raise EngineInputError("reference, floor: expected one of the two")
    if reference is not None:
        q = np.asarray(reference, float)[..., None]
        room = np.abs(x - q)
    else:
        room = np.full(x.shape, (ends[1] - ends[0]) * (1.0 - float(floor or 0.0)))
    x, w, room = np.broadcast_arrays(x, w, room)
    counts = w > 0
    low = np.maximum(np.where(counts, x - room, -np.inf).max(axis=-1), ends[0])
    high = np.minimum(np.where(counts, x + room, np.inf).min(axis=-1), ends[1])
    return x, w, room, np.asarray(low), np.asarray(high)


def _agreed(low: FloatArray, high: FloatArray, slope: Callable[[FloatArray], FloatArray]) -> Agreement:
    """Where a falling slope changes its sign, by halving the stretch."""
    gain = high - low > 1e-9 * np.maximum(1.0, np.abs(low) + np.abs(high))
    left, right = np.where(gain, low, 0.0), np.where(gain, high, 1.0)
    for _ in range(_HALVINGS):
        middle = (left + right) / 2
        up = slope(middle) > 0
        left, right = np.where(up, middle, left), np.where(up, right, middle)
    return Agreement(np.where(gain, (left + right) / 2, np.nan), gain)


def _checked(positions: ArrayLike, weights: ArrayLike) -> tuple[FloatArray, FloatArray]:
    x, w = np.asarray(positions, float), np.asarray(weights, float)
    if x.ndim == 0 or w.ndim == 0 or x.shape[-1] != w.shape[-1] or not x.shape[-1]:
        raise EngineInputError(
            f"positions, weights: found shapes {x.shape} and {w.shape}, expected one number an actor on the last axis of both"
        )
    try:
        x, w = np.broadcast_arrays(x, w)
    except ValueError as error:
        raise EngineInputError(f"positions, weights: shapes {x.shape} and {w.shape} do not go together") from error
    for name, values in (("positions", x), ("weights", w)):
        if not np.isfinite(values).all():
            raise EngineInputError(f"{name}: every number must be finite; index {_where(~np.isfinite(values))} is not")
    if (w < 0).any():
        raise EngineInputError(f"weights: none may be negative; index {_where(w < 0)} is")
    return x, np.where(w.sum(axis=-1, keepdims=True) > 0, w, 1.0)


def _where(faults: BoolArray) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(faults)[0])
