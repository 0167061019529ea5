"""`summitry lab play`: one world, without questions."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from summitry.errors import InterventionError, SummitryError

if TYPE_CHECKING:
    from summitry.worlds.interventions import Intervention
    from summitry.worlds.world import Behaviour

SHOWN = {
    "myopic": "short-sighted",
    "foresighted": "looking ahead",
    "careful": "careful",
    "seq": "heeding SEQ sanctions",
    "gmr": "heeding GMR sanctions",
    "logit": "noisy",
}


def run(
    dossier: str,
    *,
    central: bool,
    draws: int,
    seed: int,
    forbid: list[str],
    hold: list[str],
    absent: list[str],
    waive: list[str],
    mute: list[str],
    only: list[str],
    inform: list[str],
    horizon: int | None,
    behaviour: list[str],
    noise: float,
    json: bool,
) -> int:
    """Print shares, values and end states by behaviour; with `json` the shape that docs/reference/json.md gives."""
    from summitry.dossier.loading import as_dossier
    from summitry.worlds import interventions as z
    from summitry.worlds.world import Draws, Worlds

    wanted_behaviours = _behaviours(behaviour)
    change = switched(forbid, hold) + z.absent(*absent) + z.waive(*waive) + z.inform(*inform)
    for item in mute:
        change += z.mute(*_pair(item, "--mute"))
    wanted: dict[str, list[str]] = {}
    for item in only:
        actor, issue = _pair(item, "--only")
        wanted.setdefault(actor, []).extend([issue] if issue else [])  # `RUS.`: for nothing
    for actor, issues in wanted.items():
        change += z.only(actor, *issues)
    worlds = Worlds(as_dossier(dossier), Draws(draws, seed, central), horizon, noise=noise)
    worlds.solve_all([(change, b) for b in wanted_behaviours])
    results = {str(b): worlds.solve(change, b).summary() for b in wanted_behaviours}
    if json:
        print(jsonlib.dumps(results, indent=2, ensure_ascii=False))
    else:
        _show(str(change), worlds.draws.size, results)
    return 0


def _behaviours(names: Sequence[str]) -> tuple[Behaviour, ...]:
    """The behaviours that are named, the two of a brief if none is."""
    from summitry.dossier.language import nearest
    from summitry.worlds.world import BEHAVIOURS, VARIANTS

    known = {str(b): b for b in (*BEHAVIOURS, *VARIANTS)}
    for name in names:
        if name not in known:
            close = nearest(name, known)
            mend = f"Did you mean {close}?" if close else "See `summitry lab play --help`."
            raise SummitryError(f"--behaviour {name}: expected one of {', '.join(known)}. {mend}")
    return tuple(known[name] for name in dict.fromkeys(names)) or ("myopic", "foresighted")


def switched(forbid: Sequence[str], hold: Sequence[str]) -> Intervention:
    """What `--forbid` and `--hold` ask for."""
    from summitry.worlds import interventions as z

    change = z.forbid(*forbid)
    for item in hold:
        change += z.hold(*_switch(item))
    return change


def _switch(item: str) -> tuple[str, bool]:
    option, sign, state = item.partition("=")
    if state not in ("on", "off", "true", "false", "") or (sign and not state):
        raise InterventionError(f"--hold {item}: found {state!r}, expected on or off. Write: --hold {option}=on")
    return option.strip(), state in ("on", "true", "")


def _pair(item: str, flag: str) -> tuple[str, str]:
    actor, dot, issue = item.partition(".")
    if not dot:
        raise InterventionError(f"{flag} {item}: expected an actor and an issue. Write: {flag} {item}.issue")
    return actor, issue


def _show(world: str, draws: int, results: dict[str, dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    console.print(f"World: {world} · {draws} draw{'s' if draws > 1 else ''}")
    for part, title in (
        ("options", "share of time on (settled)"),
        ("soon", "share of time on (first three rounds)"),
        ("values", "value"),
    ):
        table = Table("", *(SHOWN[b] for b in results), title=title, title_justify="left", box=None)
        for name in next(iter(results.values()))[part]:
            table.add_row(name, *(f"{result[part][name]:.3f}" for result in results.values()))
        console.print(table)
    for behaviour, result in results.items():
        console.print(f"End states, {SHOWN[behaviour]} ({result['reached']} states reached):")
        for end in result["end_states"][:8]:
            states = " | ".join(", ".join(s) or "nothing on" for s in end["states"][:4])
            more = f" | and {len(end['states']) - 4} more" if len(end["states"]) > 4 else ""
            console.print(f"  {end['kind']} {end['probability']:.3f}: {states}{more}")
