"""`check`: everything that is wrong with a dossier, and what is likely not meant, each at its line.

Problems of shape come from the models (`faults`), problems across fields from `rules`; both are reported together,
because the rules look at a `Draft` that leaves broken parts out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from summitry.dossier.document import Document
from summitry.dossier.draft import Draft, drafted, meant
from summitry.dossier.model import Dossier
from summitry.dossier.rules import acts, cautions, evidence, names, scales, settled, variants
from summitry.errors import Problem
from summitry.scoring import words

Rule = Callable[[Draft], Iterator[Problem]]


def word_table(draft: Draft) -> Iterator[Problem]:
    """The word table is one that is known."""
    table = draft.dossier.words
    if table not in words.NAMES:
        mend = meant(table, words.NAMES)
        yield draft.problem("words", message=f'no word table "{table}"', mend=mend, found=table)


RULES: tuple[Rule, ...] = (
    word_table,
    names.ids,
    names.actors,
    names.bodies,
    names.acts,
    names.beliefs,
    names.evidence,
    scales.scales,
    scales.positions,
    scales.horizon,
    settled.settlements,
    settled.capabilities,
    acts.owners,
    acts.deals,
    acts.bodies,
    acts.impossible,
    acts.now,
    evidence.dates,
    evidence.passages,
    evidence.meanings,
    evidence.questions,
    variants.names,
    variants.chains,
    variants.contradictions,
)
CAUTIONS: tuple[Rule, ...] = (
    cautions.ranges,
    cautions.saliences,
    cautions.reasons,
    cautions.idle,
    cautions.together,
    cautions.unused,
    cautions.breaches,
    cautions.never,
    cautions.twice,
    cautions.phrases,
)


@dataclass(frozen=True)
class Checked:
    """Outcome of a check. `dossier` is there only if there is no problem; warnings never stand in the way."""

    dossier: Dossier | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def check(document: Document) -> Checked:
    """Read a document as a dossier and apply every rule."""
    try:
        return _checked(document)
    except RecursionError:
        message = "a condition, a question or a claim has too many brackets or words to be read"
        return Checked(None, (Problem("", message, document.name),))


def _checked(document: Document) -> Checked:
    dossier, draft, problems = drafted(document)
    if draft is None:
        return Checked(None, _in_order(problems))
    problems += _applied(RULES, draft)
    warnings = _in_order(_applied(CAUTIONS, draft))
    return Checked(None if problems else dossier, _in_order(problems), warnings)


def _applied(rules: Iterable[Rule], draft: Draft) -> list[Problem]:
    return [problem for rule in rules for problem in rule(draft)]


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By place in the text; what two rules say in the same words is said once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (problem.line, problem.column, problem.path)))
