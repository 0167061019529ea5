"""From answers to an outline: sentences with marks, notes behind the marks, claims, sources, method and limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from summitry.brief.back import check_lines, limits, method, own_estimates, reproduction, source_notes, source_rows
from summitry.brief.blocks import blocks
from summitry.brief.names import Namer, capital, counted, letter, listed, whose
from summitry.brief.outline_model import Mark, Outline, Said, Section, Sentence
from summitry.brief.scenes import figure
from summitry.brief.sentences import basis_data, notes, plain_data, worded
from summitry.brief.wording import circle_note, sentence, sure_note, verdict_line
from summitry.brief.wording.catalogue import fragile
from summitry.dossier.model import Dossier
from summitry.questions.answer import Answer, Computed, Finding, Ref
from summitry.questions.contrast import Study
from summitry.questions.grounds import Grounds, grounds, sources
from summitry.questions.opinion import Opinion
from summitry.questions.under import claims_under
from summitry.questions.verdicts import Verdict, Verdicts, observable


def build(study: Study, titles: Sequence[str], found: Opinion, what_if: str | None = None) -> Outline:
    """The outline of a brief: one section an answer, in the order of the questions. Titles are the source's own questions."""
    dossier = study.dossier
    say = Namer(dossier)
    reasons = grounds(dossier)
    under = claims_under(dossier, found.asked, titles)
    sections = tuple(
        _section(study, say, reasons, q + 1, titles[q], answer, under[q], found)
        for q, answer in enumerate(found.answers)
    )
    rows = source_rows(dossier, reasons, found)
    return Outline(
        id=dossier.id,
        title=dossier.title,
        as_of=f"{dossier.as_of.day} {dossier.as_of:%B %Y}" if dossier.as_of else "",
        subtitle=_subtitle(dossier, found.verdicts),
        notice=_notice(study, sections, what_if),
        sections=sections,
        blocks=blocks(study, say, found),
        method=(*method(study, found.answers), *check_lines(found)),
        limits=limits(dossier, reasons),
        sources=rows,
        reproduction=reproduction(study),
        source_notes=source_notes(dossier, reasons, rows),
    )


def judged(study: Study, found: Opinion) -> Outline:
    """The outline of one claim's verdict: what was said, what the worlds say of it, and what is behind that."""
    assert found.verdicts is not None
    (verdict,) = found.verdicts.rows
    say = Namer(study.dossier)
    said = _said(study, say, verdict.claim, found.verdicts)
    whole = build(study, [f"{said.expert}: {said.text}"], found)
    mark: Mark = "assumed" if verdict.key == "assumed" else "follows" if verdict.is_tested else "reported"
    told = Sentence(capital(said.verdict or ""), mark, verdict.claim, said.notes, said.command, said.basis)
    notes = tuple(Sentence(n, "reported", verdict.claim) for n in said.notes if n.startswith(CLAIM_NOTES))
    section = replace(whole.sections[0], headline=told, findings=notes, said=())
    again = {**whole.reproduction, "command": said.command or ""}
    return replace(whole, sections=(section,), blocks=(), method=whole.method[:2], reproduction=again)


CLAIM_NOTES = ("Read as", "“", "Rests partly", "Watch for")


def _subtitle(dossier: Dossier, verdicts: Verdicts | None) -> str:
    tested = verdicts.tested if verdicts is not None else sum(1 for c in dossier.claims.values() if c.means)
    told = {s.in_ for s in dossier.claims.values() if s.in_}
    weight = {s: sum(1 for c in dossier.claims.values() if c.in_ == s) for s in told if s in dossier.sources}
    main = [dossier.sources[s] for s in sorted(weight, key=lambda s: (-weight[s], s))]
    of = listed([f"“{s.title}”" + (f" ({s.publisher})" if s.publisher else "") for s in main[:2]])
    if not dossier.claims:
        return "Computed from the dossier alone: nobody's commentary is quoted"
    n = len(dossier.claims)
    return f"A second opinion on {of or 'commentary'} · {n} claims, {tested} tested ({100 * tested / n:.0f} %), {n - tested} quoted only"


def _notice(study: Study, sections: Sequence[Section], what_if: str | None) -> tuple[str, ...]:
    out = []
    if what_if:
        out.append(f"A what-if, not an answer: {what_if}.")
    if study.worlds.given:
        out.append(f"A variant, not the case as it is: {study.worlds.given}.")
    marks = [s.mark for section in sections for s in section.findings]
    if marks and marks.count("assumed") > len(marks) / 2:
        out.append("More than half of what follows was assumed in the dossier and not found by computing.")
    return tuple(out)


# ------------------------------------------------------------------------------------------------ sections


def _section(
    study: Study,
    say: Namer,
    reasons: Grounds,
    number: int,
    title: str,
    answer: Answer,
    claims: Sequence[str],
    found: Opinion,
) -> Section:
    news = found.news[number - 1] if len(found.news) >= number else ()
    told = [(f"{number}{letter(q)}", f) for q, f in enumerate(answer.findings)]
    findings = tuple(worded(study, say, i, f, headline=False) for i, f in told)
    fresh = [(f"{number}{letter(len(told) + q)}", f) for q, f in enumerate(news)]
    nobody = tuple(_combining(say, f, worded(study, say, i, f, headline=False)) for i, f in fresh)
    said = tuple(_said(study, say, c, found.verdicts) for c in claims if answer.key != "claims")
    warned = _fragile_headline(study, say, number, answer)
    return Section(
        number=number,
        question=title or _question(answer, say),
        ask=answer.ask,
        headline=worded(study, say, str(number), answer.headline, headline=True),
        findings=(*warned, *findings),
        said=said,
        nobody=nobody,
        changes=tuple(worded(study, say, f"{number}.{q + 1}", f, headline=False) for q, f in enumerate(answer.changes)),
        missing=tuple(sentence(f, say) for f in answer.missing),
        figure=figure(answer.figure, say),
        basis=_basis(study.dossier, reasons, number, answer, said),
    )


def _combining(say: Namer, finding: Finding, told: Sentence) -> Sentence:
    """What nobody said, with the inputs that it takes."""
    assert isinstance(finding.basis, Computed)
    return replace(told, text=f"{told.text} It turns on {listed([say.input(p) for p in finding.basis.inputs[:3]])}.")


def _fragile_headline(study: Study, say: Namer, number: int, answer: Answer) -> tuple[Sentence, ...]:
    """A first line below a headline that other coders would not bear out."""
    if answer.headline.fragile is None:
        return ()
    text = f"This answer is fragile: {fragile(answer.headline)}.".replace("'", "’")
    told = worded(study, say, f"{number}", answer.headline, headline=True)
    return (replace(told, text=text, id=f"{number}!"),)


def _question(answer: Answer, say: Namer) -> str:
    """A question in plain English where the source has none of its own."""
    f = answer.headline.fields
    names = {k: say(v) for k, v in f.items() if isinstance(v, Ref)}
    if answer.key == "strategy":
        names["whose"] = whose(names["actor"])
    if answer.key == "motive":
        names["event"] = say.wanting(f["event"])
    patterns = {
        "motive": "Why does {actor} want {event}?",
        "common-ground": "What do {one} and {two} have in common?",
        "strategy": "What is {whose} strategy?",
        "importance": "Why does {of} matter to {to}?",
        "outcome": "Has anything concrete come of {event}?",
        "next": "What next?",
        "settlement": "Where does {issue} settle?",
        "what-if": "What if: {variant}?",
        "who-can-stop": "Who can stop {option}?",
        "change": "What would change these answers?",
        "information": "Which information matters most?",
        "claims": "What do the worlds say of what was said?",
    }
    return capital(patterns[answer.key].format(**names))


# ------------------------------------------------------------------------------------------------ experts


def _said(study: Study, say: Namer, name: str, verdicts: Verdicts | None) -> Said:
    dossier = study.dossier
    verdict = verdicts.by_claim.get(name) if verdicts is not None else None
    claim = dossier.claims[name]
    person = dossier.people.get(claim.by or "")
    source = dossier.sources.get(claim.in_ or "")
    against = dossier.facts.get(claim.against or "")
    return Said(
        id=name,
        expert=person.name if person else "Unnamed",
        role=", ".join(p for p in ((person.role, person.at) if person else ()) if p),
        text=claim.says,
        locator=claim.at or "",
        source=source.title if source else "",
        how_sure=claim.how_sure,
        verdict=None if verdict is None else verdict_line(verdict, say),
        note=f"A cited fact stands against it: {against.says}" if against and verdict is None else None,
        notes=() if verdict is None else _verdict_notes(study, say, verdict),
        command=None if verdict is None else f"summitry ask {study.name} --claim {name}{_draws(study)}{study.flags}",
        basis={} if verdict is None else _verdict_data(verdict),
    )


def _verdict_notes(study: Study, say: Namer, verdict: Verdict) -> tuple[str, ...]:
    means = study.dossier.claims[verdict.claim].means
    out = [f"Read as: {verdict.form.text if verdict.form else means}."] if means else []
    if verdict.sure is not None and verdict.share is not None:
        out.append(f"{sure_note(verdict.sure, verdict.share)}.")
    if verdict.circle:
        out.append(f"{circle_note(verdict, say)}.")
    if watched := observable(study, verdict):
        out.append(f"Watch for: {watched}.")
    if verdict.is_tested:
        out += [n for n in notes(study, verdict.finding) if not n.startswith("Said of actors")]
    return tuple(out)


def _verdict_data(verdict: Verdict) -> dict[str, Any]:
    out = basis_data(verdict.finding)
    out["verdict"] = verdict.key
    out["means"] = verdict.form.text if verdict.form else None
    out["share"], out["short"] = plain_data(verdict.share), plain_data(verdict.short)
    out["circle"] = list(verdict.circle)
    return out


def _draws(study: Study) -> str:
    draws = study.worlds.draws
    return f" --draws {draws.count} --seed {draws.seed}"


# ------------------------------------------------------------------------------------------------ figures, basis, method


def _basis(dossier: Dossier, reasons: Grounds, number: int, answer: Answer, said: Sequence[Said]) -> str:
    own, total = own_estimates(reasons)
    places = sources(dossier, {i for ids in reasons.values() for i in ids})
    experts = len({s.expert for s in said})
    agree = [f"{number}{letter(q)}" for q, f in enumerate(answer.findings) if f.agrees is True]
    differ = [f"{number}{letter(q)}" for q, f in enumerate(answer.findings) if f.agrees is False]
    parts = [f"{len(places)} sources behind the inputs"]
    if experts:
        parts.append(f"{counted(experts)} expert{'s' if experts > 1 else ''} quoted")
    parts.append(f"{own} of {total} input ranges are the desk's own reading" if total else "no input ranges")
    if agree:
        parts.append(f"short-sighted actors agree on {_runs(agree)}")
    if differ:
        parts.append(f"{'and' if agree else 'short-sighted actors'} do otherwise on {_runs(differ)}")
    return "; ".join(parts) + "."


def _runs(ids: Sequence[str]) -> str:
    """`1a–1d, 1f`: neighbours drawn together."""
    groups: list[list[str]] = []
    for i in ids:
        if groups and len(i) == len(groups[-1][-1]) and ord(i[-1]) == ord(groups[-1][-1][-1]) + 1:
            groups[-1].append(i)
        else:
            groups.append([i])
    return ", ".join(g[0] if len(g) == 1 else f"{g[0]}–{g[-1]}" for g in groups)
