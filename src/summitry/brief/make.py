"""The front door of words: `ask` for one question, `brief` for all. Computes through `questions`, words through `outline`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summitry.brief.editions import MOST_DRAWS, difference, since_block
from summitry.brief.languages import require_language
from summitry.brief.look import Look, read_look
from summitry.brief.outline import build, judged
from summitry.brief.outline_model import Outline, Section
from summitry.dossier.files import replacing
from summitry.dossier.language import Question, nearest, parse_question
from summitry.dossier.loading import as_dossier, open_document
from summitry.errors import DossierError, Problem, QuestionError
from summitry.questions import catalogue, verdicts
from summitry.questions.answer import Answer
from summitry.questions.ask import SEED, open_study, suited_draws
from summitry.questions.contrast import Study
from summitry.questions.opinion import Progress, opinion
from summitry.questions.under import claims_under
from summitry.scoring.words import NAMES, table
from summitry.worlds.interventions import AS_IT_IS, Intervention, of_variant

if TYPE_CHECKING:
    import pandas

    from summitry.dossier.model import Dossier


@dataclass(frozen=True)
class Reply:
    """The answer to one question, in words and in numbers."""

    answer: Answer
    outline: Outline

    @property
    def section(self) -> Section:
        return self.outline.sections[0]

    @property
    def headline(self) -> str:
        """The answer in one sentence of at most 25 words."""
        return self.section.headline.text

    @property
    def findings(self) -> tuple[Any, ...]:
        """Findings as numbers and ids, each with its `basis`; the sentences stand in `section.findings` in the same order."""
        return self.answer.findings

    def to_frame(self) -> pandas.DataFrame:
        """One row a finding: id, kind, sentence, worlds, whether both behaviours agree."""
        import pandas

        rows = [
            {
                "id": s.id,
                "kind": s.mark,
                "text": s.text,
                "worlds": "; ".join(s.basis.get("worlds", ())),
                "agrees": f.agrees,
            }
            for s, f in zip(self.section.findings, self.answer.findings, strict=True)
        ]
        return pandas.DataFrame(rows, columns=["id", "kind", "text", "worlds", "agrees"]).set_index("id")

    def text(self, format: str = "terminal", width: int = 100) -> str:
        """The answer alone as terminal text, or as a brief of one question in another format."""
        if format == "terminal":
            from summitry.brief.terminal import render_reply

            return render_reply(self.outline, width)
        from summitry.brief.render import render

        return render(self.outline, format, width)

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True)
class Brief:
    """A whole brief: the outline and the answers behind it."""

    outline: Outline
    answers: tuple[Answer, ...]
    unanswered: tuple[str, ...] = ()

    def text(self, format: str = "terminal", width: int = 100) -> str:
        from summitry.brief.render import render

        return render(self.outline, format, width)

    def save(self, path: str | Path, format: str | None = None, template: str | Path | Look | None = None) -> Path:
        """Write to a file, in the format of its ending unless one is named; never half a file.

        `template` is a folder with an organisation's look (docs/how-to/use-your-own-look.md).
        """
        from summitry.brief.render import render_file

        target = Path(path)
        look = template if isinstance(template, Look) else read_look(template)
        content = render_file(self.outline, format or target.suffix.lstrip("."), look=look)
        with replacing(target) as temporary:
            temporary.write_bytes(content)
        return target

    @cached_property
    def headlines(self) -> tuple[str, ...]:
        return tuple(s.headline.text for s in self.outline.sections)


def ask(
    case: Dossier | str,
    question: str,
    *,
    draws: int | None = None,
    seed: int = SEED,
    variant: str | None = None,
    what_if: Sequence[str] = (),
    words: str | None = None,
    progress: Progress | None = None,
) -> Reply:
    """Answer one question about a case: `ask("vladivostok-2019", "why RUS wants summit")`.

    `variant` names an intervention of the dossier under which everything is computed; `what_if` are edits `path = value`,
    and what is then said is marked as a what-if. `words` : the word table for likelihoods, else the dossier's own.

    Raises
    ------
    DossierError, QuestionError, InterventionError, TooLarge
    """
    dossier, note = _edited(case, what_if)
    dossier = _worded(dossier, words)
    parsed = parse_question(question, dossier)
    study = _study(dossier, case, draws, seed, variant, what_if, words)
    title = _title_of(dossier, parsed.text)
    lacking = catalogue.missing(dossier, parsed)
    if lacking:
        raise QuestionError(f"This dossier cannot answer {parsed.text!r} yet.", lacking)
    found = opinion(study, [parsed], _told_under(dossier, parsed), progress)
    if found.failed:
        raise QuestionError(found.failed[0][1])
    outline = build(study, [title], found, note)
    return Reply(found.answers[0], outline if parsed.key == "claims" else replace(outline, blocks=()))


def judge(
    case: Dossier | str,
    claim: str,
    *,
    draws: int | None = None,
    seed: int = SEED,
    variant: str | None = None,
    words: str | None = None,
    progress: Progress | None = None,
) -> Reply:
    """The verdict on one claim of a case: `judge("vladivostok-2019", "c7")`."""
    dossier = _worded(as_dossier(case), words)
    if claim not in dossier.claims:
        close = nearest(claim, dossier.claims)
        raise QuestionError(
            f"There is no claim {claim!r}.",
            mend=f"Did you mean {close}?" if close else f"There are: {', '.join(dossier.claims) or 'none'}.",
        )
    study = _study(dossier, case, draws, seed, variant, (), words)
    question = parse_question("claims", dossier)
    found = opinion(study, [], [claim], progress)
    assert found.verdicts is not None
    answer = verdicts.told(study, found.verdicts)
    alone = replace(found, asked=(question,), answers=(answer,), news=((),))
    return Reply(answer, judged(study, alone))


def brief(
    case: Dossier | str,
    *,
    draws: int | None = None,
    seed: int = SEED,
    variant: str | None = None,
    what_if: Sequence[str] = (),
    words: str | None = None,
    reader: str | None = None,
    since: Dossier | str | None = None,
    language: str = "en",
    progress: Progress | None = None,
) -> Brief:
    """The brief of a case: its questions, answered in their order; without any, the usual ones.

    A question that the dossier cannot answer is listed with what is missing; the others are answered all the same. `words` : the
    word table for likelihoods (`icd203`, `phia`, `nato`, `ipcc`, `efsa`, `kent`), else the dossier's own. `reader` : an actor to
    whom the brief is addressed; it says what all this means for it. `since` : the edition before; the brief says first what moved
    since then, and which edit moved it. `language` : so far `en`.

    Raises
    ------
    DossierError : the case cannot be read, or a source that is used has no descriptor: a brief whose reader cannot judge its
    sources is not made. QuestionError, InterventionError, TooLarge
    """
    require_language(language)
    dossier, note = _edited(case, what_if)
    dossier = _worded(dossier, words)
    _require_descriptors(case, dossier)
    study = _study(dossier, case, draws, seed, variant, what_if, words)
    if reader is not None:
        study.flags += f" --reader {reader}"
    if since is not None:
        study.flags += f" --since {since if isinstance(since, str) else since.id}"
        since = as_dossier(since)  # a fault in it is said before anything is computed
    asked = [(line.ask, line.title or "") for line in dossier.questions] or [
        (q, "") for q in catalogue.usual_questions(dossier)
    ]
    parsed, lacking = [], []
    for text, title in asked:
        try:
            question = parse_question(text, dossier)
            missing = catalogue.missing(dossier, question)
            if missing:
                raise QuestionError(f"{title or text}:", missing)
            parsed.append((question, title))
        except QuestionError as error:
            lacking.append(str(error))
    found = opinion(study, [q for q, _ in parsed], None, progress, reader)
    titles = {q.text: title for q, title in parsed}
    lacking += [f"{titles[q.text] or q.text}: {why}" for q, why in found.failed]
    outline = build(study, [titles[q.text] for q in found.asked], found, note)
    outline = replace(outline, notice=(*outline.notice, *(f"Not answered: {text}" for text in lacking)))
    if since is not None:
        moved = since_block(difference(since, case, draws=min(study.worlds.draws.count, MOST_DRAWS), seed=seed))
        outline = replace(outline, blocks=(moved, *outline.blocks))
    return Brief(outline, found.answers, tuple(lacking))


def _told_under(dossier: Dossier, question: Question) -> list[str]:
    """The claims that a brief of the dossier would tell under a question; all where all are asked for."""
    if question.key == "claims":
        return list(dossier.claims)
    asked = catalogue.usual(dossier)
    texts = [q.text for q in asked]
    if question.text not in texts:
        asked, texts = [question], [question.text]
    under = claims_under(dossier, asked, [_title_of(dossier, text) for text in texts])
    return under[texts.index(question.text)]


def _worded(dossier: Dossier, words: str | None) -> Dossier:
    """The dossier with another word table.

    Raises
    ------
    QuestionError : there is no such table, or it makes no words of numbers.
    """
    if words is None:
        return dossier
    usable = [name for name in NAMES if not table(name).reading_only]
    if words not in usable:
        raise QuestionError(f"There is no word table {words!r} to write with.", mend=f"There are: {', '.join(usable)}.")
    return dossier.model_copy(update={"words": words})


def _require_descriptors(case: Dossier | str, dossier: Dossier) -> None:
    """Every source that is cited says what may affect its quality, or no brief is made."""
    cited = {i.in_ for i in [*dossier.claims.values(), *dossier.facts.values()] if i.in_}
    bare = [name for name in dossier.sources if name in cited and not (dossier.sources[name].descriptor or "").strip()]
    if not bare:
        return
    message = "is missing: a brief tells its reader how good each source is"
    mend = "Write a few words, e.g. `descriptor: a minister's own account, made to be heard at home`."
    document = open_document(case) if isinstance(case, str) else None
    paths = [f"sources.{name}.descriptor" for name in bare]
    raise DossierError(
        [document.problem(p, message, mend) if document else Problem(p, message, mend=mend) for p in paths]
    )


def _study(
    dossier: Dossier,
    case: Dossier | str,
    draws: int | None,
    seed: int,
    variant: str | None,
    what_if: Sequence[str],
    words: str | None = None,
) -> Study:
    given: Intervention = AS_IT_IS
    flags = f" --words {words}" if words else ""
    if variant is not None:
        if variant not in dossier.variants:
            close = nearest(variant, dossier.variants)
            raise QuestionError(
                f"There is no variant {variant!r}.",
                mend=f"Did you mean {close}?" if close else f"There are: {', '.join(dossier.variants) or 'none'}.",
            )
        given = of_variant(dossier, variant)
        flags += f" --variant {variant}"
    flags += "".join(f' --what-if "{w}"' for w in what_if)
    taken = suited_draws(dossier) if draws is None else draws
    study = open_study(dossier, name=case if isinstance(case, str) else dossier.id, draws=taken, seed=seed, given=given)
    study.flags = flags
    return study


def _title_of(dossier: Dossier, text: str) -> str:
    """The source's own words for a question, where the dossier lists it."""
    return next((line.title for line in dossier.questions if line.ask == text and line.title), "")


def _edited(case: Dossier | str, what_if: Sequence[str]) -> tuple[Dossier, str | None]:
    """The dossier with edits applied, and how to say so. Variants' own `set` edits are what-ifs too."""
    if not what_if:
        return as_dossier(case), None
    if not isinstance(case, str):
        raise QuestionError("A what-if edits a file: give the dossier's path or bundled name.")
    from summitry.dossier.check import check

    document = open_document(case)
    for edit in what_if:
        path, sign, value = edit.partition("=")
        if not sign or not path.strip() or not value.strip():
            raise QuestionError(
                f"A what-if is written `path = value`, not {edit!r}.", mend='For example "issues.flow.status_quo = 30".'
            )
        document.set(path.strip(), value.strip())
    checked = check(document)
    if checked.dossier is None:
        raise DossierError(checked.problems, checked.warnings)
    return checked.dossier, "; ".join(what_if)
