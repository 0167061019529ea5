"""`summitry lab stability`: why nobody leaves an end state, who would, and what holds them."""

from __future__ import annotations

import json as jsonlib
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from summitry.worlds.reasons import Change, Held, Hold

LABELS = {"foresighted": "looking ahead", "myopic": "short-sighted"}
HOLDS = {
    "SEQ": "an answer that serves those who give it",
    "SMR": "an answer that could not be undone, but would not serve those who give it",
    "GMR": "an answer that could be undone, and would not serve those who give it",
}


def run(dossier: str, *, behaviour: Literal["foresighted", "myopic"] = "foresighted", json: bool = False) -> int:
    """Print each end state with who would leave it; with `json` the shape that docs/reference/json.md gives."""
    from summitry.dossier.loading import as_dossier
    from summitry.worlds.reasons import explain
    from summitry.worlds.world import Draws, Worlds

    held = explain(Worlds(as_dossier(dossier), Draws(central=True)), behaviour=behaviour)
    if json:
        found = {"behaviour": behaviour, "end_states": [_as_data(one) for one in held]}
        print(jsonlib.dumps(found, indent=2, ensure_ascii=False))
    else:
        _show(behaviour, held)
    return 0


def _as_data(held: Held) -> dict[str, Any]:
    concepts = list(held.movers[0].stable) if held.movers else []
    return {**asdict(held), "equilibrium": {concept: held.is_equilibrium(concept) for concept in concepts}}


def _show(behaviour: str, held: list[Held]) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, soft_wrap=True)
    console.print(f"End states, {LABELS[behaviour]}, every range at its middle; gains are judged at once, by utility.")
    if not held:
        console.print("Play does not come to rest.")
    for one in held:
        console.print(f"\n{one.kind} {one.probability:.3f}: {_listed(one.state)}")
        for hold in one.movers:
            console.print(f"  {hold.mover:<5} {_said(hold)}")


def _said(hold: Hold) -> str:
    if hold.improvement is None:
        return "has nothing better to go to (R)"
    would = f"would gain by: {_move(hold.improvement)}"
    if hold.held_by is None:
        return f"{would}; nothing holds it"
    answers = ", then ".join(f"{step.by}: {_move(step)}" for step in hold.sanction)
    undo = f"; it could then: {_move(hold.counter)}" if hold.counter else ""
    return f"{would}; held by {HOLDS[hold.held_by]} ({hold.held_by}): {answers}{undo}"


def _move(change: Change) -> str:
    return ", ".join([*change.on, *(f"drop {name}" for name in change.off)])


def _listed(state: tuple[str, ...]) -> str:
    return ", ".join(state) or "nothing on"
