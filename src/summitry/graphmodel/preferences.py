"""Payoffs from what people can say: statements in order of importance, or states from best to worst."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from summitry.errors import EngineInputError
from summitry.graphmodel.model import BoolArray, FloatArray, IntArray, Pattern, pattern


def prioritised(
    states: IntArray, statements: Sequence[Iterable[Pattern | str]], n_options: int | None = None
) -> FloatArray:
    """Payoffs (S,) by option prioritisation: a state is better if it fulfils the first statement on which two states differ.

    Truth vectors are compared one after the other and never added up as powers of two, so any number of statements will do.

    Parameters
    ----------
    states : (S,) int, bit masks. statements : most important first; each a choice of patterns, (mask, value) or written `"Y-N"`
        (then `n_options` is needed), of which one must fit.
    Returns
    -------
    (S,) whole numbers from 0, the worst; equal where all statements agree.
    References
    ----------
    Fang, Hipel, Kilgour & Peng (2003), A decision support system for interactive decision making, IEEE Transactions on Systems, Man,
    and Cybernetics C 33(1), 42-55.
    """
    return by_truths(truths(states, statements, n_options))


def truths(states: IntArray, statements: Sequence[Iterable[Pattern | str]], n_options: int | None = None) -> BoolArray:
    """Which statement holds in which state, (J, S) bool; parameters as in `prioritised`."""
    holds = np.zeros((len(statements), len(states)), dtype=np.bool_)
    for row, statement in zip(holds, statements, strict=True):
        for one in statement:
            if isinstance(one, str):
                if n_options is None:
                    raise EngineInputError("n_options: needed where patterns are written as text")
                one = pattern(one, n_options)
            row |= states & one[0] == one[1]
    return holds


def by_truths(holds: ArrayLike) -> FloatArray:
    """Payoffs (S,) of truth vectors (J, S) bool, the most important statement first, in lexicographic order; 0 is the worst."""
    rows = np.asarray(holds, dtype=np.bool_)
    rank = np.zeros(rows.shape[1], dtype=np.int64)
    for row in rows:
        _, rank = np.unique(2 * rank + row, return_inverse=True)
    return rank.astype(np.float64)


def ranked(n_states: int, groups: Sequence[int | Sequence[int]]) -> FloatArray:
    """Payoffs (S,) from states listed best first; a list inside the list is a tie.

    Raises
    ------
    EngineInputError : a state is missing, unknown or there twice.
    """
    out = np.full(n_states, np.nan)
    for place, group in enumerate(reversed(list(groups))):
        for state in [group] if isinstance(group, int) else group:
            if not 0 <= state < n_states or not np.isnan(out[state]):
                raise EngineInputError(f"ranking: state {state} is listed twice or is not one of 0 to {n_states - 1}")
            out[state] = place
    if np.isnan(out).any():
        raise EngineInputError(f"ranking: states {np.flatnonzero(np.isnan(out)).tolist()} are missing")
    return out
