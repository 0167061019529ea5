"""Interventions: changed structure, never edited numbers. The one home of "without China".

Values compose with `+`: `absent("CHN") + hold("talk", True)`. Applied to the eve of the event by `game.compile_game`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from summitry.errors import InterventionError

if TYPE_CHECKING:
    from summitry.dossier.model import Dossier, Variant


@dataclass(frozen=True)
class Intervention:
    """What is changed about a world (play.md section 4).

    forbidden : options that are off and fixed. held : (option, on) fixed from the start. absent : actors that own nothing any
    more, idle and vote on nothing. waived : ratifiers whose consent is asked nowhere. muted : (actor, issue) with salience 0.
    only : (actor, issues) actors that care for these issues alone; costs and gains stay. informed : actors that know what others want,
    whatever the dossier says that they believe.
    """

    forbidden: frozenset[str] = frozenset()
    held: frozenset[tuple[str, bool]] = frozenset()
    absent: frozenset[str] = frozenset()
    waived: frozenset[str] = frozenset()
    muted: frozenset[tuple[str, str]] = frozenset()
    only: frozenset[tuple[str, frozenset[str]]] = frozenset()
    informed: frozenset[str] = frozenset()

    def __add__(self, other: Intervention) -> Intervention:
        return Intervention(*(getattr(self, f.name) | getattr(other, f.name) for f in fields(self)))

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) for f in fields(self))

    def __str__(self) -> str:
        """Words that the command line reads back: `forbid summit · absent CHN`; `as it is` for no intervention."""
        parts = [f"forbid {o}" for o in sorted(self.forbidden)]
        parts += [f"hold {o}={'on' if on else 'off'}" for o, on in sorted(self.held)]
        parts += [f"absent {a}" for a in sorted(self.absent)]
        parts += [f"waive {a}" for a in sorted(self.waived)]
        parts += [f"mute {a}.{j}" for a, j in sorted(self.muted)]
        parts += [f"only {a}.{j}" for a, js in sorted((a, sorted(js)) for a, js in self.only) for j in js or [""]]
        parts += [f"inform {a}" for a in sorted(self.informed)]
        return " · ".join(parts) or "as it is"

    def flags(self) -> str:
        """The same as flags of `summitry lab play`."""
        words = [] if not self else str(self).split(" · ")
        return " ".join(f"--{w.replace(' ', ' ', 1)}" for w in words)


AS_IT_IS = Intervention()


def forbid(*options: str) -> Intervention:
    """Options are off and cannot come on."""
    return Intervention(forbidden=frozenset(options))


def hold(option: str, on: bool = True) -> Intervention:
    """An option is on (or off) from the start and stays so; what is held on needs nothing."""
    return Intervention(held=frozenset({(option, on)}))


def absent(*actors: str) -> Intervention:
    """Actors cannot act, agree or vote; what they own or co-own is off. Their stakes remain, so their losses can be read."""
    return Intervention(absent=frozenset(actors))


def waive(*actors: str) -> Intervention:
    """Ratifiers whose consent is asked nowhere and who cannot leave what they co-own."""
    return Intervention(waived=frozenset(actors))


def mute(actor: str, *issues: str) -> Intervention:
    """An actor does not care for these issues."""
    return Intervention(muted=frozenset((actor, issue) for issue in issues))


def only(actor: str, *issues: str) -> Intervention:
    """An actor cares for these issues alone (and for its own costs and gains)."""
    return Intervention(only=frozenset({(actor, frozenset(issues))}))


def inform(*actors: str) -> Intervention:
    """Actors know what the others want: what the dossier says that they wrongly believe does not count."""
    return Intervention(informed=frozenset(actors))


def of_variant(dossier: Dossier, name: str) -> Intervention:
    """The intervention of a named variant, with those that it extends."""
    variant: Variant = dossier.variants[name]
    out = AS_IT_IS
    for parent in variant.extends:
        out += of_variant(dossier, parent)
    out += forbid(*variant.forbid) + absent(*variant.absent) + waive(*variant.waive)
    out += inform(*variant.inform)
    for option, on in variant.hold.items():
        out += hold(option, on)
    for actor, issues in variant.mute.items():
        out += mute(actor, *issues)
    for actor, issues in variant.only.items():
        out += only(actor, *issues)
    return out


def verify(dossier: Dossier, intervention: Intervention) -> None:
    """Raise `InterventionError` where names are unknown or parts contradict each other (all at once)."""
    faults: list[str] = []
    options, actors = set(dossier.options), set(dossier.actors)
    off = set(intervention.forbidden) | {o for o, on in intervention.held if not on}
    on = {o for o, on in intervention.held if on}
    named = {a for a, _ in intervention.muted} | {a for a, _ in intervention.only}
    issues = {j for _, j in intervention.muted} | {j for _, js in intervention.only for j in js}
    faults += [f"no option {o!r}" for o in sorted((off | on) - options)]
    faults += [
        f"no actor {a!r}"
        for a in sorted((intervention.absent | intervention.waived | intervention.informed | named) - actors)
    ]
    faults += [f"no issue {j!r}" for j in sorted(issues - set(dossier.issues))]
    if faults:
        raise InterventionError("; ".join(faults))
    gone = {o: a for a in sorted(intervention.absent) for o in options if a in dossier.owners(o)}
    faults += [f"{o} is held on and held off or forbidden" for o in sorted(on & off)]
    faults += [f"{o} is held on, but {gone[o]} is absent" for o in sorted(on & set(gone))]
    for o in sorted(on):
        for term, wanted in sorted(dossier.options[o].sets.items()):
            if (wanted and (term in off or term in gone)) or (not wanted and term in on):
                faults.append(f"{o} is held on, but its term {term}={'on' if wanted else 'off'} is ruled out")
            for other in sorted(on - {o}):
                if dossier.options[other].sets.get(term, wanted) != wanted and other > o:
                    faults.append(f"{o} and {other} are held on and set {term} differently")
    faults += [f"{a} is absent and waived" for a in sorted(intervention.absent & intervention.waived)]
    faults += [
        f"{a} has a preference list, so no stake of it can be muted" for a in sorted(named & set(dossier.preferences))
    ]
    for actor, wanted_issues in sorted((a, sorted(js)) for a, js in intervention.only):
        rest = [js for a, js in intervention.only if a == actor]
        if len(rest) > 1 and sorted(rest[0]) == wanted_issues:
            faults.append(f"{actor} is to care only for two different sets of issues")
    if faults:
        raise InterventionError("These interventions contradict each other: " + "; ".join(faults))
