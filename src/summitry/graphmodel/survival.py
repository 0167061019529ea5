"""How sure equilibria are: in which share of preference draws each state is one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from summitry.errors import EngineInputError
from summitry.graphmodel.model import FloatArray, GraphModel, OptionForm
from summitry.graphmodel.stability import CONCEPTS, Progress, stability


def survival(
    model: OptionForm | GraphModel,
    draws: Iterable[ArrayLike],
    concepts: str | Sequence[str] = CONCEPTS,
    *,
    progress: Progress | None = None,
) -> dict[str, FloatArray]:
    """Share (S,) of preference draws (0 to 1) in which each state is an equilibrium, by concept.

    Parameters
    ----------
    model : whose moves are kept; its own payoffs do not enter. draws : each (K, S), payoffs of everybody, higher is better.
    progress : told how many draws are done, of how many (0 where `draws` has no length).
    Raises
    ------
    EngineInputError : a draw has another shape, or there is none.
    """
    names = (concepts,) if isinstance(concepts, str) else tuple(concepts)
    total = {name: np.zeros(model.n_states) for name in names}
    count, expected = 0, len(draws) if isinstance(draws, Sequence | np.ndarray) else 0
    for draw in draws:
        rank = np.asarray(draw, dtype=np.float64)
        if rank.shape != model.rank.shape:
            raise EngineInputError(f"draws[{count}]: shape {rank.shape}, expected {model.rank.shape}")
        found = stability(replace(model, rank=rank), names, workers=1)
        for name in names:
            total[name] += found.equilibria[name]
        count += 1
        if progress is not None:
            progress(count, expected)
    if not count:
        raise EngineInputError("draws: there is none")
    return {name: share / count for name, share in total.items()}
