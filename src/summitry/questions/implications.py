"""What it means for one reader: an actor of the dossier to whom the brief is addressed.

Nothing new is computed but what that actor's own question would be answered with: what the event is worth to it, how it does best,
what it most wants of others, and which of the acts that are coming would cost it most.
"""

from __future__ import annotations

import numpy as np

from summitry.dossier.language import nearest, parse_question
from summitry.dossier.model import Dossier
from summitry.errors import QuestionError
from summitry.questions import catalogue, strategy
from summitry.questions.answer import Finding, Ref, Value
from summitry.questions.contrast import MATTERS, Study
from summitry.questions.meter import by_induced
from summitry.worlds.interventions import AS_IT_IS, Intervention, forbid

COMES = 0.2  # share of time from which an act counts as one to reckon with
MOST = 3


def worlds(study: Study, reader: str) -> list[Intervention]:
    """The worlds that the reader's part contrasts."""
    event = study.dossier.event
    mine = strategy.worlds(study, reader) if study.own(reader) or study.joint(reader) else []
    return [AS_IT_IS, *([forbid(event)] if event else []), *mine]


def require_reader(dossier: Dossier, reader: str) -> None:
    """Raise `QuestionError` unless the reader is an actor of the dossier: to be asked before anything is computed."""
    if reader not in dossier.actors:
        close = nearest(reader, dossier.actors)
        raise QuestionError(
            f"There is no actor {reader!r} to read this.",
            mend=f"Did you mean {close}?" if close else f"There are: {', '.join(dossier.actors)}.",
        )


def implications(study: Study, reader: str) -> tuple[Finding, ...]:
    """Findings for the reader, in reading order.

    Raises
    ------
    QuestionError : the dossier has no such actor.
    """
    dossier = study.dossier
    require_reader(dossier, reader)
    study.prepare(worlds(study, reader))
    out = [f for f in (_event(study, reader), _threat(study, reader)) if f is not None]
    question = parse_question(f"how {reader} plays", dossier)
    if not catalogue.missing(dossier, question):
        found = catalogue.answer(study, question)
        kept = [f for f in found.findings if f.key in ("strategy.course", "strategy.makes", "strategy.wants")][:MOST]
        out += [found.headline, *kept]
    return tuple(out)


def _event(study: Study, reader: str) -> Finding | None:
    """What the event is worth to the reader."""
    event = study.dossier.event
    if event is None or event not in study.labels.options:
        return None
    gain = study.points(reader, study.value(reader) - study.value(reader, forbid(event)))
    direct = study.points(reader, study.direct(reader, forbid(event), put_on=[event]))
    fields: dict[str, Value] = {
        "reader": Ref("actor", reader),
        "event": Ref("option", event),
        "better": study.share(gain.said > MATTERS),
        "worse": study.share(gain.said < -MATTERS),
        "gain": study.amount(gain.said, study.unit(reader)),
    }
    return study.finding(
        "reader.event", fields, [AS_IT_IS, forbid(event)], by_induced(gain.said, direct.said), gain.medians_agree,
        holds=np.sign(gain.said) == np.sign(np.median(gain.said)),
    )  # fmt: skip


def _threat(study: Study, reader: str) -> Finding | None:
    """Acts of others that come for a fifth of the time or more, and what they cost the reader while they are on, nobody answering."""
    rows = []
    for o in study.others_options(reader):
        share = study.share_on(o).said
        if o in study.dossier.now or float(share.mean()) < COMES:
            continue
        cost = study.points(reader, study.direct(reader, AS_IT_IS, put_off=[o])).said
        if float(np.median(cost)) > MATTERS:
            rows.append((float(np.median(cost)), o, share, cost))
    rows.sort(key=lambda r: (-r[0], r[1]))
    if not rows:
        return None
    acts = tuple(
        (Ref("option", o), study.mean(share), study.amount(cost, study.unit(reader)))
        for _, o, share, cost in rows[:MOST]
    )
    return study.finding("reader.threat", {"reader": Ref("actor", reader), "acts": acts}, [AS_IT_IS])
