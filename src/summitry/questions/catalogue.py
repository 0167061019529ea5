"""Which questions there are, what each needs of a dossier, and where it is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from summitry.dossier.language import parse_question
from summitry.errors import QuestionError
from summitry.questions.answer import Answer
from summitry.questions.contrast import Study
from summitry.questions.influence import with_inputs
from summitry.worlds.interventions import AS_IT_IS, Intervention

if TYPE_CHECKING:
    from summitry.dossier.language import Question
    from summitry.dossier.model import Dossier

# Question key → the module that answers it, and which parts of the question it is handed.
ANSWERED: dict[str, tuple[str, Callable[[Question], tuple[str, ...]]]] = {
    "motive": ("motive", lambda q: (q.actors[0], str(q.option))),
    "common-ground": ("common_ground", lambda q: q.actors),
    "strategy": ("strategy", lambda q: q.actors),
    "importance": ("importance", lambda q: q.actors),
    "outcome": ("outcome", lambda q: (str(q.option),)),
    "next": ("whats_next", lambda q: ()),
    "what-if": ("what_if", lambda q: (str(q.variant),)),
    "who-can-stop": ("who_can_stop", lambda q: (str(q.option),)),
    "change": ("flips", lambda q: ()),
    "information": ("information", lambda q: ()),
    "settlement": ("settlement", lambda q: q.issues),
    "claims": ("verdicts", lambda q: ()),
}


def usual(dossier: Dossier) -> list[Question]:
    """The dossier's own questions that it can answer; without any, the five of a meeting of two, else what next."""
    asked = [line.ask for line in dossier.questions] or usual_questions(dossier)
    parsed = [parse_question(text, dossier) for text in asked]
    return [q for q in parsed if q.key not in ("change", "information", "claims") and not missing(dossier, q)]


def usual_questions(dossier: Dossier) -> list[str]:
    """What is asked of a dossier that lists no questions."""
    owners = dossier.owners(dossier.event) if dossier.event else ()
    if len(owners) != 2:
        settled = [f"where {j} settles" for j, issue in dossier.issues.items() if issue.settled is not None]
        return [*settled, "what next"] if dossier.options or not settled else settled
    one, two = owners
    event = dossier.event
    return [
        f"why {one} wants {event}",
        f"what {one} and {two} share",
        f"how {two} plays",
        f"what {one} is worth to {two}",
        f"what came of {event}",
    ]


def prepare(study: Study, questions: Iterable[Question]) -> None:
    """Solve the worlds of many questions together: that is much faster than one question after the other."""
    study.prepare(all_worlds(study, questions))


def size(study: Study, questions: Iterable[Question]) -> int:
    """How many worlds `prepare` would solve, each behaviour counted."""
    return 2 * len(all_worlds(study, questions))


def all_worlds(study: Study, questions: Iterable[Question]) -> list[Intervention]:
    """The worlds that the answers to many questions contrast."""
    wanted: list[Intervention] = [AS_IT_IS]
    for question in questions:
        if question.key in ANSWERED and not missing(study.dossier, question):
            name, parts = ANSWERED[question.key]
            module = import_module(f"summitry.questions.{name}")
            if hasattr(module, "worlds"):
                wanted += module.worlds(study, *parts(question))
    return [z for z in dict.fromkeys(wanted) if study.can_hold(z)]


def answer(study: Study, question: Question) -> Answer:
    """Answer a parsed question, or raise `QuestionError` that says what the dossier lacks."""
    lacking = missing(study.dossier, question)
    if lacking:
        raise QuestionError(f"This dossier cannot answer {question.text!r} yet.", lacking)
    name, parts = ANSWERED[question.key]
    found: Answer = import_module(f"summitry.questions.{name}").answer(study, *parts(question))
    return _without_assumed_headline(with_inputs(study, found))


def _without_assumed_headline(found: Answer) -> Answer:
    """What could be read off its own inputs is never a headline: it becomes the first finding, and the headline says so."""
    if found.headline.kind != "assumed":
        return found
    plain = replace(found.headline, key="headline.nothing", kind="follows", meter=None)
    return replace(found, headline=plain, findings=(found.headline, *found.findings))


def missing(dossier: Dossier, question: Question) -> list[str]:
    """What a dossier would need before a question can be answered at all; empty if nothing."""
    out = []
    for actor in question.actors:
        if actor not in dossier.preferences and not any(actor in i.stakes for i in dossier.issues.values()):
            out.append(f"{actor} has no stake: add it under the `stakes` of an issue.")
    if question.key == "common-ground" and not any(
        set(question.actors) <= set(i.stakes) for i in dossier.issues.values()
    ):
        out.append(f"No issue on which both {' and '.join(question.actors)} have a stake: give both a position on one.")
    if question.key in ("strategy",) and not any(question.actors[0] in dossier.owners(o) for o in dossier.options):
        out.append(f"{question.actors[0]} can do nothing: add an option `by: {question.actors[0]}`.")
    if (
        question.key == "importance"
        and not any(question.actors[0] in dossier.owners(o) for o in dossier.options)
        and not any(
            question.actors[0] in (*dossier.bodies[b].seats, *dossier.bodies[b].tables)
            for o in dossier.options
            if (b := dossier.body_of(o)) is not None
        )
    ):
        out.append(f"{question.actors[0]} can do nothing and votes nowhere: its absence would change nothing.")
    if question.key == "motive" and question.actors[0] in dossier.preferences:
        out.append(f"{question.actors[0]} has a list of preferences, which does not part its reasons: give it stakes.")
    if question.key in ("common-ground", "importance") and len(set(question.actors)) < 2:
        out.append("Name two different actors.")
    out += [
        f"Nobody settles {j} by bargaining: where a body must decide it, add e.g. settled: {{model: mean, by: council}}."
        for j in question.issues
        if dossier.issues[j].settled is None
    ]
    if question.key == "claims" and not dossier.claims:
        out.append("No claims: write what experts said under `claims`.")
    if question.key in ("outcome", "next", "motive") and not dossier.options:
        out.append("No options: say who can do what.")
    return out
