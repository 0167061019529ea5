"""What a body would pass on a line against what holds if it passes nothing, and what an agenda setter makes of that.

Voters prefer what is nearer to their position. Those equally far from both vote for the proposal, so that win-sets contain their
ends and an agenda setter's best point exists (Romer & Rosenthal 1978 assume the same). The last axis holds the voters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from summitry.bargaining.votes import VotingRule, passes
from summitry.errors import EngineInputError

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Passes = Callable[[BoolArray], BoolArray]  # who accepts (..., K) to whether it passes (...)


@dataclass(frozen=True)
class WinSet:
    """Points that beat, or for the last voter equal, the reference point: from `low` to `high` (...), issue units.

    The reference point is one of its own ends or lies inside; where nothing beats it, `low == high`.
    """

    reference: FloatArray
    low: FloatArray
    high: FloatArray

    @property
    def is_empty(self) -> BoolArray:
        """Where nothing can be passed against the reference point."""
        return np.asarray(self.low == self.high)


def winset(positions: ArrayLike, reference: ArrayLike, carried: Passes, ends: tuple[float, float]) -> WinSet:
    """The stretch of the scale that a body would pass against a reference point.

    A voter accepts every point between the reference point and its mirror image behind the voter's position. So on either side
    fewer accept the farther a proposal goes, and the stretch ends at the farthest such image up to which enough of them accept.

    Parameters
    ----------
    positions : (..., K) float, issue units. reference : (...) float.
    carried : the rule: who accepts (..., K) bool to whether it passes (...) bool; must be monotone (a further yes never defeats).
    ends : least and greatest point of the scale.
    Returns
    -------
    WinSet, cut at the ends of the scale.
    Raises
    ------
    EngineInputError : no voters, or a number is not finite.
    References
    ----------
    Romer & Rosenthal (1978), Public Choice 33(4), 27-43, doi:10.1007/BF03187594; Tsebelis (2002), Veto Players.
    """
    x, q = np.asarray(positions, float), np.asarray(reference, float)
    if x.ndim == 0 or not x.shape[-1]:
        raise EngineInputError(f"positions: found shape {x.shape}, expected at least one voter on the last axis")
    if not (np.isfinite(x).all() and np.isfinite(q).all()):
        raise EngineInputError("positions, reference: every number must be finite")
    x, q = np.broadcast_arrays(x, q[..., None])
    reach = 2 * x - q
    low, high = q[..., 0].copy(), q[..., 0].copy()
    for k in range(x.shape[-1]):
        edge = reach[..., k]
        up = carried((reach >= edge[..., None]) & (edge > q[..., 0])[..., None])
        down = carried((reach <= edge[..., None]) & (edge < q[..., 0])[..., None])
        high = np.where(up & (edge > high), edge, high)
        low = np.where(down & (edge < low), edge, low)
    least, greatest = np.minimum(ends[0], q[..., 0]), np.maximum(ends[1], q[..., 0])
    return WinSet(q[..., 0], np.clip(low, least, greatest), np.clip(high, least, greatest))


def by_vote(rule: VotingRule, more_yes: ArrayLike = 0.0, more_no: ArrayLike = 0.0) -> Passes:
    """A voting rule as `winset` asks for it: who does not accept votes against. `more_yes`, `more_no`: as for `votes.passes`."""

    def passed(accepting: BoolArray) -> BoolArray:
        return passes(rule, np.where(accepting, 1, -1), more_yes, more_no)

    return passed


def setter_point(won: WinSet, ideal: ArrayLike) -> FloatArray:
    """(...) The point of a win-set nearest to an agenda setter's position (...): what it proposes and gets.

    References : Romer & Rosenthal (1978), as `winset`.
    """
    return np.asarray(np.clip(np.asarray(ideal, float), won.low, won.high))
