"""Evidence: dates, locators, quoted words, what claims mean, and the questions."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from summitry.dossier import locators
from summitry.dossier.draft import Draft
from summitry.dossier.language import Condition, LanguageError, claim_problems, parse_claim, parse_question
from summitry.dossier.model import Claim, Fact
from summitry.dossier.rules.names import reasoned
from summitry.errors import Problem, QuestionError

MOST_WORDS = 12
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def dates(draft: Draft) -> Iterator[Problem]:
    """No input rests on what was known only after `as_of`; resolutions are later; nothing is due before it was said."""
    dossier = draft.dossier
    as_of = dossier.as_of
    for name, source in dossier.sources.items():
        if source.date and source.retrieved and source.retrieved < source.date:
            message = f"retrieved on {source.retrieved}, before it was published on {source.date}"
            yield draft.problem("sources", name, "retrieved", message=message)
    for name, pledge in dossier.pledges.items():
        if pledge.said and pledge.due and pledge.due < pledge.said:
            message = f"due on {pledge.due}, before it was said on {pledge.said}"
            yield draft.problem("pledges", name, "due", message=message)
    if as_of is None:
        return
    for name, claim in dossier.claims.items():
        yield from _late_claim(draft, name, claim, as_of)
    for path, part in reasoned(draft, outcomes=False):
        for reason in dict.fromkeys(part.reasons()):
            fact = dossier.facts.get(reason)
            if fact is not None and (day := _known(draft, fact)) and day > as_of:
                message = f"evidence dated after as_of: {reason} was known on {day}, and as_of is {as_of}"
                mend = "Such a fact can serve resolutions only"
                yield draft.problem(*path, "because", message=message, mend=mend)
    for name, pledge in dossier.pledges.items():
        if pledge.said and pledge.said > as_of:
            message = f"said on {pledge.said}, after as_of ({as_of})"
            yield draft.problem("pledges", name, "said", message=message, mend="Take it out, or move as_of")
    for name, resolution in dossier.resolutions.items():
        if resolution.date <= as_of:
            message = f"resolved on {resolution.date}, not after as_of ({as_of})"
            yield draft.problem("resolutions", name, "date", message=message, mend="What was known then is a fact")


def _late_claim(draft: Draft, name: str, claim: Claim, as_of: datetime.date) -> Iterator[Problem]:
    day = _known(draft, claim)
    if day and day > as_of:
        field = "known" if claim.known else "in"
        message = f"evidence dated after as_of: the claim was made on {day}, and as_of is {as_of}"
        yield draft.problem("claims", name, field, message=message, mend="Take it out, or move as_of")
    fact = draft.dossier.facts.get(claim.against or "")
    if fact is not None and (known := _known(draft, fact)) and known > as_of:
        message = f"evidence dated after as_of: {claim.against} was known on {known}, and as_of is {as_of}"
        yield draft.problem("claims", name, "against", message=message, mend="Write a resolution instead")


def _known(draft: Draft, passage: Claim | Fact) -> datetime.date | None:
    """The day on which it was public: its own, or its source's."""
    source = draft.dossier.sources.get(passage.in_ or "")
    return passage.known or (source.date if source else None)


def passages(draft: Draft) -> Iterator[Problem]:
    """Locators can be read and lie within the source; at most twelve words are quoted."""
    for section in ("claims", "facts"):
        for name, passage in getattr(draft.dossier, section).items():
            if passage.words is not None and (count := len(passage.words.split())) > MOST_WORDS:
                message = f"{count} words are quoted, expected at most {MOST_WORDS}"
                yield draft.problem(section, name, "words", message=message, mend="Quote the words that decide")
            if passage.at is None:
                continue
            path = (section, name, "at")
            where = locators.read(passage.at)
            if where is None and section == "facts" and not locators.looks_like_one(passage.at):
                continue  # facts may say in words where they stand: "opening remarks"
            if where is None:
                message = f'"{passage.at}" is no place that can be found'
                yield draft.problem(*path, message=message, mend=locators.MEND, found=passage.at)
                continue
            source = draft.dossier.sources.get(passage.in_ or "")
            if source and source.sections and where.section and where.section > source.sections:
                have = _NUMBERS[source.sections] if source.sections < len(_NUMBERS) else str(source.sections)
                questions = "question" if source.sections == 1 else "questions"
                yield draft.problem(*path, message=f'{passage.at}, but "{source.title}" has {have} {questions}')


def meanings(draft: Draft) -> Iterator[Problem]:
    """What claims mean has a form that can be tested, and names what is there; acts of pledges too."""
    for name, claim in draft.dossier.claims.items():
        if claim.means is None:
            continue
        path = ("claims", name, "means")
        try:
            form = parse_claim(claim.means)
        except QuestionError as error:
            yield draft.problem(*path, message=_without_stop(error.args[0], error.mend), mend=error.mend)
            continue
        for unknown, kind, close in claim_problems(form, draft.dossier):
            if any(unknown in draft.names(section) for section in _sections(kind)):
                continue
            mend = f"Did you mean {close}?" if close else ""
            yield draft.problem(*path, message=f'no {kind} "{unknown}"', mend=mend, found=unknown)
    for name, pledge in draft.dossier.pledges.items():
        if pledge.act is not None:
            yield from _pledged(draft, name, pledge.act)


def _sections(kind: str) -> list[str]:
    return ["bodies" if word == "body" else f"{word}s" for word in kind.split(" or ")]


def _pledged(draft: Draft, name: str, act: str) -> Iterator[Problem]:
    path = ("pledges", name, "act")
    known = draft.names("options")
    try:
        condition = Condition.parse(act)
    except LanguageError as error:
        yield draft.problem(*path, message=error.message, mend=error.mend)
        return
    for unknown in sorted(condition.names - set(known)):
        yield draft.unknown(*path, what="option", name=unknown, known=known)


def questions(draft: Draft) -> Iterator[Problem]:
    """Questions have a form that can be answered, and name what is there."""
    lost = {
        name
        for section in ("actors", "bodies", "issues", "options", "variants")
        for name in draft.names(section)
        if name not in getattr(draft.dossier, section)
    }
    for place, question in draft.listed("questions"):
        if lost & set(question.ask.replace("?", " ").split()):
            continue
        written = draft.document.data["questions"][place]
        path = ("questions", place, "ask") if isinstance(written, dict) else ("questions", place)
        try:
            parse_question(question.ask, draft.dossier)
        except QuestionError as error:
            yield draft.problem(*path, message=_without_stop(error.args[0], error.mend), mend=error.mend)


def _without_stop(text: str, mend: str) -> str:
    """The message of an error whose text has its mend at the end."""
    message = text.removesuffix(mend).strip().removesuffix(".")
    return message[:1].lower() + message[1:]
