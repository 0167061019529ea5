"""What the axes of a compiled game stand for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Labels:
    """What the axes stand for. All sorted by id, so that the order of a file's lines changes no sum."""

    actors: tuple[str, ...]
    options: tuple[str, ...]
    issues: tuple[str, ...]
    bodies: tuple[str, ...]
    marks: tuple[tuple[str, str], ...]
    movers: tuple[str, ...]
    stakes: tuple[tuple[str, str], ...]
    believers: tuple[str, ...] = ()

    def state(self, mask: int) -> tuple[str, ...]:
        """Names of the options that are on in a state, and of breach marks as `deal/OWNER`."""
        on = [o for q, o in enumerate(self.options) if mask >> q & 1]
        return (*on, *(f"{d}/{a}" for x, (d, a) in enumerate(self.marks) if mask >> (len(self.options) + x) & 1))
