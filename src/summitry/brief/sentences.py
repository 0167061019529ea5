"""From a finding to its sentence with a mark, and to what opens behind the mark."""

from __future__ import annotations

import dataclasses
from typing import Any

from summitry.brief.names import Namer, listed
from summitry.brief.outline_model import Sentence
from summitry.brief.wording import sentence
from summitry.dossier.model import Claim, Dossier
from summitry.questions.answer import Computed, Finding, OwnEstimate, Reported
from summitry.questions.contrast import Study
from summitry.questions.meter import FIT_ABOVE, INDUCED_BELOW


def worded(study: Study, say: Namer, identifier: str, finding: Finding, headline: bool = False) -> Sentence:
    """A finding as a sentence with its mark and what opens behind it."""
    text = sentence(finding, say, headline)
    return Sentence(
        text=text,
        mark=finding.kind,
        id=identifier,
        notes=notes(study, finding),
        command=finding.basis.command if isinstance(finding.basis, Computed) else None,
        basis=basis_data(finding),
    )


def notes(study: Study, finding: Finding) -> tuple[str, ...]:
    """What opens behind a mark: the run, or the passage."""
    basis = finding.basis
    if isinstance(basis, Reported):
        return tuple(passage(study.dossier, i) for i in basis.ids) or ("A query of the dossier's ties.",)
    if isinstance(basis, OwnEstimate):
        return tuple(f"The desk's own estimate: {p}" for p in basis.paths)
    worlds = list(basis.worlds)
    shown = worlds if len(worlds) <= 8 else [*worlds[:7], f"and {len(worlds) - 7} more of the kind"]
    lines = [
        f"Worlds compared: {'; '.join(shown)}.",
        f"Said of actors that look ahead; short-sighted actors {_agreement(finding.agrees)}.",
        f"{basis.draws} draws, seed {basis.seed}, inputs {basis.dossier[:12]}, summitry {basis.version}.",
    ]
    if basis.inputs:
        lines.append(f"Turns most on: {listed([Namer(study.dossier).input(p) for p in basis.inputs[:6]])}.")
    meter = finding.meter
    if meter is not None and meter.rule == "induced":
        lines.append(
            f"Found or assumed: {100 * meter.value:.0f} % of the effect comes from how others answer (below {100 * INDUCED_BELOW:.0f} %: assumed)."
        )
    elif meter is not None and meter.rule == "fit":
        lines.append(
            f"Found or assumed: the inputs that the sentence names explain {100 * meter.value:.0f} % of its variation"
            f" (above {100 * FIT_ABOVE:.0f} %: assumed)."
        )
    elif meter is not None and meter.rule == "read":
        lines.append("Found or assumed: read off the inputs as they stand on the eve, before anybody acts (assumed).")
    elif meter is not None and meter.rule == "nil":
        lines.append("Found or assumed: a nothing that only mirrors a consequence which nobody typed (assumed).")
    return tuple(lines)


def _agreement(agrees: bool | None) -> str:
    return {True: "agree", False: "do otherwise", None: "do not enter"}[agrees]


def passage(dossier: Dossier, identifier: str) -> str:
    """A claim or fact with who said it, where."""
    item = dossier.claims.get(identifier) or dossier.facts.get(identifier)
    if item is None:
        return identifier
    source = dossier.sources.get(item.in_ or "")
    who = f"{dossier.people[item.by].name}, " if isinstance(item, Claim) and item.by in dossier.people else ""
    place = f", {item.at}" if item.at else ""
    return f"{identifier}: {item.says} ({who}{source.title if source else 'no source'}{place})"


def basis_data(finding: Finding) -> dict[str, Any]:
    """The same as data, for JSON."""
    basis = finding.basis
    kind = {Computed: "computed", Reported: "reported", OwnEstimate: "estimate"}[type(basis)]
    out: dict[str, Any] = {"kind": kind, "key": finding.key, **dataclasses.asdict(basis)}
    out["fields"] = {k: plain_data(v) for k, v in finding.fields.items()}
    out["agrees"] = finding.agrees
    if finding.fragile is not None:
        out["fragile"] = plain_data(finding.fragile)
    if finding.meter is not None:
        out["meter"] = dataclasses.asdict(finding.meter)
    return out


def plain_data(value: Any) -> Any:
    """Dataclasses and tuples as dicts and lists, numbers to six digits, without what was drawn."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain_data(getattr(value, f.name)) for f in dataclasses.fields(value) if f.name != "per_draw"}
    if isinstance(value, tuple | list):
        return [plain_data(v) for v in value]
    if isinstance(value, float):
        return float(f"{value:.6g}")
    return value
