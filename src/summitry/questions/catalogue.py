"""Which questions there are, what each needs of a dossier, and where it is answered."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from summitry.errors import QuestionError
from summitry.questions.answer import Answer
from summitry.questions.contrast import Study

if TYPE_CHECKING:
    from summitry.dossier.language import Question
    from summitry.dossier.model import Dossier

LATER = {
    "change": "What would change an answer is not computed yet.",
    "information": "Which information matters is not computed yet.",
    "claims": "Claims are quoted, and not tested yet.",
}


def _motive(study: Study, q: Question) -> Answer:
    return _module("motive").answer(study, q.actors[0], q.option)


def _common_ground(study: Study, q: Question) -> Answer:
    return _module("common_ground").answer(study, *q.actors)


def _strategy(study: Study, q: Question) -> Answer:
    return _module("strategy").answer(study, q.actors[0])


def _importance(study: Study, q: Question) -> Answer:
    return _module("importance").answer(study, *q.actors)


def _outcome(study: Study, q: Question) -> Answer:
    return _module("outcome").answer(study, q.option)


def _next(study: Study, q: Question) -> Answer:
    return _module("whats_next").answer(study)


def _what_if(study: Study, q: Question) -> Answer:
    return _module("what_if").answer(study, q.variant)


def _who_can_stop(study: Study, q: Question) -> Answer:
    return _module("who_can_stop").answer(study, q.option)


ANSWERS: dict[str, Callable[[Study, Question], Answer]] = {
    "motive": _motive,
    "common-ground": _common_ground,
    "strategy": _strategy,
    "importance": _importance,
    "outcome": _outcome,
    "next": _next,
    "what-if": _what_if,
    "who-can-stop": _who_can_stop,
}


def _module(name: str):  # type: ignore[no-untyped-def]
    return import_module(f"summitry.questions.{name}")


def answer(study: Study, question: Question) -> Answer:
    """Answer a parsed question, or raise `QuestionError` that says what the dossier lacks."""
    if question.key in LATER:
        raise QuestionError(LATER[question.key], mend="Ask one of: " + "; ".join(sorted(ANSWERS)) + ".")
    lacking = missing(study.dossier, question)
    if lacking:
        raise QuestionError(f"This dossier cannot answer {question.text!r} yet.", lacking)
    return ANSWERS[question.key](study, question)


def missing(dossier: Dossier, question: Question) -> list[str]:
    """What a dossier would need before a question can be answered at all; empty if nothing."""
    out = []
    for actor in question.actors:
        if actor not in dossier.preferences and not any(actor in i.stakes for i in dossier.issues.values()):
            out.append(f"{actor} has no stake: add it under the `stakes` of an issue.")
    if question.key == "common-ground" and not any(set(question.actors) <= set(i.stakes) for i in dossier.issues.values()):
        out.append(f"No issue on which both {' and '.join(question.actors)} have a stake: give both a position on one.")
    if question.key in ("strategy",) and not any(question.actors[0] in dossier.owners(o) for o in dossier.options):
        out.append(f"{question.actors[0]} can do nothing: add an option `by: {question.actors[0]}`.")
    if question.key == "importance" and not any(
        question.actors[0] in dossier.owners(o) for o in dossier.options
    ) and not any(question.actors[0] in b.seats for b in dossier.bodies.values()):  # fmt: skip
        out.append(f"{question.actors[0]} can do nothing and votes nowhere: its absence would change nothing.")
    if question.key in ("outcome", "next", "motive") and not dossier.options:
        out.append("No options: say who can do what.")
    return out
