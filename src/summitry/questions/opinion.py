"""The whole second opinion: answers, verdicts, what nobody said, what other coders would bear out, why things rest, what came true."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from summitry.dossier.language import Question
from summitry.errors import InterventionError, QuestionError
from summitry.questions import (
    assumptions,
    catalogue,
    checks,
    deals,
    explanations,
    flips,
    implications,
    landscape,
    packages,
    scoreboard,
    unsaid,
    verdicts,
)
from summitry.questions.answer import Answer, FigureData, Finding
from summitry.questions.contrast import Study
from summitry.questions.grounds import grounds
from summitry.worlds.interventions import AS_IT_IS

Progress = Callable[[int, int], None]
FURTHER = 80  # draws' worth of work beside the study's own, for the progress bar alone


@dataclass(frozen=True)
class Opinion:
    """Everything that a brief words. `news` holds, for each answer, what follows from its worlds and nobody said; `outlooks` the
    likeliest outcomes and the share of all others; `implications` what it means for the one `reader` it is addressed to."""

    asked: tuple[Question, ...] = ()
    answers: tuple[Answer, ...] = ()
    news: tuple[tuple[Finding, ...], ...] = ()
    verdicts: verdicts.Verdicts | None = None
    coders: int = 0
    placebo: tuple[checks.Placebo, ...] = ()
    ends: tuple[Finding, ...] = ()
    board: scoreboard.Scoreboard | None = None
    failed: tuple[tuple[Question, str], ...] = field(default=())
    scenes: tuple[FigureData, ...] = ()
    outlooks: tuple[tuple[landscape.Outlook, ...], float] = ((), 0.0)
    grids: tuple[packages.Grid, ...] = ()
    deals: tuple[deals.Deal, ...] = ()
    assumed: assumptions.Assumptions | None = None
    reader: str | None = None
    implications: tuple[Finding, ...] = ()


def opinion(
    study: Study,
    questions: Sequence[Question],
    claims: Iterable[str] | None = None,
    progress: Progress | None = None,
    reader: str | None = None,
) -> Opinion:
    """Answer the questions and judge the claims (all of the dossier, unless some are named); for one `reader`, an actor, if named.

    1. All worlds of all questions and claims, solved together. 2. Answers. 3. Forty other coders' answers, which mark the fragile.
    4. What would turn each headline. 5. Verdicts. 6. What follows and no claim speaks of. Ends and scoreboard where all is asked.
    """
    if reader is not None:
        implications.require_reader(study.dossier, reader)
    whole = claims is None
    chosen = list(study.dossier.claims) if claims is None else list(claims)
    _solve(study, questions, chosen, whole, progress, reader)
    asked, answers, failed = _answers(study, questions)
    plain = [q.key in ("claims", "change", "information") for q in asked]
    others = checks.second_coder(study, [q for q, p in zip(asked, plain, strict=True) if not p])
    twins = iter(others.answers)
    answers = [a if p else checks.marked(a, next(twins), others.study) for a, p in zip(answers, plain, strict=True)]
    answers = [a if p or study.is_large else flips.with_flips(study, a) for a, p in zip(answers, plain, strict=True)]
    judged = verdicts.Verdicts(tuple(verdicts.judge(study, c) for c in chosen)) if chosen else None
    news = tuple(() if p else unsaid.unsaid(study, q, others.study) for q, p in zip(asked, plain, strict=True))
    ends = explanations.explain(study) if whole and study.labels.movers else ()
    board = scoreboard.scoreboard(study, judged) if whole and judged is not None else None
    study.worlds.progress = None
    shuffled = checks.shuffled_readings(study, answers) if whole else ()
    said = Opinion(
        tuple(asked), tuple(answers), _once(news), judged, others.count, shuffled, ends, board, tuple(failed), reader=reader,
        implications=implications.implications(study, reader) if reader else (),
    )  # fmt: skip
    return _beside(study, said) if whole else said


def _beside(study: Study, said: Opinion) -> Opinion:
    """What stands beside the answers in a whole brief: who stands where, deals clause by clause, what was taken for granted."""
    if not study.labels.movers:
        return said
    return replace(
        said,
        scenes=landscape.figures(study),
        outlooks=landscape.outlooks(study),
        grids=packages.grids(study),
        deals=deals.deals(study),
        assumed=assumptions.assumptions(study, said.answers, grounds(study.dossier)),
    )


def _solve(
    study: Study,
    questions: Sequence[Question],
    claims: Sequence[str],
    whole: bool,
    progress: Progress | None,
    reader: str | None,
) -> None:
    study.prepare([AS_IT_IS])  # which worlds some claims need depends on whether the event comes about
    wanted = [*catalogue.all_worlds(study, questions), *verdicts.worlds(study, claims)]
    wanted += (
        [*explanations.worlds(study), *landscape.worlds(study), *packages.worlds(study), *deals.worlds(study)]
        if whole
        else []
    )
    wanted += implications.worlds(study, reader) if reader is not None else []
    wanted = list(dict.fromkeys(z for z in wanted if study.can_hold(z)))
    if progress is not None:
        report, total = progress, 2 * len(wanted) * (study.worlds.draws.size + FURTHER)
        study.worlds.progress = lambda done: report(done, total)
    study.prepare(wanted)


def _answers(
    study: Study, questions: Sequence[Question]
) -> tuple[list[Question], list[Answer], list[tuple[Question, str]]]:
    asked, answers, failed = [], [], []
    for question in questions:
        try:
            answers.append(catalogue.answer(study, question))
            asked.append(question)
        except (QuestionError, InterventionError) as error:
            failed.append((question, str(error)))
    return asked, answers, failed


def _once(news: tuple[tuple[Finding, ...], ...]) -> tuple[tuple[Finding, ...], ...]:
    """The same thing is news under one question only."""
    told: list[Finding] = []
    out = []
    for found in news:
        fresh = tuple(
            f
            for f in found
            if not any(
                f.fields["target"] == t.fields["target"] and f.fields["cause"] == t.fields["cause"] for t in told
            )
        )
        told += fresh
        out.append(fresh)
    return tuple(out)
