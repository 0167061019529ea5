"""One number per path and draw. The only place where randomness enters.

A path's stream is keyed by its name, so worlds share draws, a contrast is paired, and the order of lines changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from summitry.dossier.model import MOST_ROUNDS

if TYPE_CHECKING:
    from summitry.dossier.model import Dossier
    from summitry.dossier.quantities import Quantity

FloatArray = NDArray[np.float64]

HORIZON_PATH = "horizon"


def uniform(path: str, draws: int, seed: int) -> FloatArray:
    """`(draws,)` uniform numbers in (0, 1) of one path. Draw d is the same for any number of draws."""
    digest = hashlib.sha256(path.encode()).digest()
    key = tuple(int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4))
    sequence = np.random.SeedSequence(seed, spawn_key=key)
    u = np.random.Generator(np.random.PCG64(sequence)).random(draws)
    return np.clip(u, 1e-12, 1 - 1e-12)


@dataclass(frozen=True)
class Draws:
    """Numbers of every uncertain input. `count` draws from `seed`; `central`: one draw with every range at its middle or mode."""

    count: int = 200
    seed: int = 0
    central: bool = False

    def of(self, path: str, quantity: Quantity, cut: tuple[float, float] | None = None) -> FloatArray:
        """`(D,)` values of a quantity; `cut` are the ends beyond which it cannot lie."""
        if self.central:
            value = quantity.central()
            return np.full(1, value if cut is None else min(max(value, cut[0]), cut[1]))
        return quantity.quantile(uniform(path, self.count, self.seed), cut)

    @property
    def size(self) -> int:
        return 1 if self.central else self.count


def consequence_keys(dossier: Dossier) -> list[str]:
    """A name for each consequence that does not depend on its place: its id, or its condition; twins are told apart by content."""
    bare = [c.id or c.when.text for c in dossier.consequences]
    content = [
        (b, sorted((k, str(v)) for k, v in {**c.moves, **c.costs, **c.gains}.items()))
        for b, c in zip(bare, dossier.consequences, strict=True)
    ]
    order = sorted(range(len(bare)), key=lambda i: content[i])
    keys = [""] * len(bare)
    seen: dict[str, int] = {}
    for i in order:
        seen[bare[i]] = seen.get(bare[i], 0) + 1
        keys[i] = bare[i] if seen[bare[i]] == 1 else f"{bare[i]} #{seen[bare[i]]}"
    return keys


def believed(believer: str, path: str) -> str:
    """The path of what somebody takes an input for."""
    return f"beliefs.{believer}.{path}"


def capability_path(actor: str) -> str:
    """The path of an actor's say where an issue is settled by bargaining."""
    return f"actors.{actor}.capability"


def input_meant(path: str) -> str:
    """The input that a path is about: itself, or the one that somebody takes for something else."""
    return path.split(".", 2)[2] if path.startswith("beliefs.") else path


def inputs(dossier: Dossier) -> Iterator[tuple[str, Quantity, tuple[float, float] | None]]:
    """Every number that a world reads: path, quantity, the ends at which it is cut."""
    for j, issue in sorted(dossier.issues.items()):
        ends = (issue.low, issue.high)
        yield f"issues.{j}.status_quo", issue.status_quo, ends
        for a, stake in sorted(issue.stakes.items()):
            path = f"issues.{j}.stakes.{a}"
            if stake.position is not None:
                yield f"{path}.position", stake.position, ends
            for knot, worth in sorted((stake.worth or {}).items()):
                yield f"{path}.worth.{knot:g}", worth, (0.0, 100.0)
            yield f"{path}.salience", stake.salience, (0.0, 100.0)
    for key, consequence in sorted(
        zip(consequence_keys(dossier), dossier.consequences, strict=True), key=lambda p: p[0]
    ):
        for part in ("moves", "costs", "gains"):
            for name, quantity in sorted(getattr(consequence, part).items()):
                yield f"consequences[{key}].{part}.{name}", quantity, None
    for o, option in sorted(dossier.options.items()):
        for a, quantity in sorted(option.breach.items()):
            yield f"options.{o}.breach.{a}", quantity, None
    for believer, views in sorted(dossier.beliefs.items()):
        for path, quantity in sorted(views.items()):
            issue = dossier.issues[path.split(".")[1]]
            yield (
                believed(believer, path),
                quantity,
                (issue.low, issue.high) if path.endswith("position") else (0.0, 100.0),
            )
    for b, body in sorted(dossier.bodies.items()):
        for part in ("others", "others_off"):
            votes = getattr(body, part)
            if votes is not None:
                yield f"bodies.{b}.{part}", votes, (0.0, body.unmodelled)
        for member, vote in sorted(body.votes.items()):
            said = (
                {f"votes.{member}.{m}": v for m, v in vote.items()}
                if isinstance(vote, dict)
                else {f"votes.{member}": vote}
            )
            for path, chance in sorted(said.items()):
                if not isinstance(chance, str):
                    yield f"bodies.{b}.{path}", chance, (0.0, 100.0)
    for a, actor in sorted(dossier.actors.items()):
        if actor.capability is not None:
            yield capability_path(a), actor.capability, (0.0, float("inf"))
    if dossier.horizon is not None:
        yield HORIZON_PATH, dossier.horizon, (0.0, float(MOST_ROUNDS))


def all_values(dossier: Dossier, draws: Draws) -> dict[str, FloatArray]:
    """`(D,)` values of every input, by path."""
    return {path: draws.of(path, quantity, cut) for path, quantity, cut in inputs(dossier)}
