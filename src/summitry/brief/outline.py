"""From answers to an outline: sentences with marks, notes behind the marks, claims, sources, method and limits."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from summitry.brief.blocks import blocks, check_lines
from summitry.brief.names import Namer, capital, counted, listed
from summitry.brief.outline_model import Figure, Mark, Outline, Row, Said, Section, Sentence, SourceRow
from summitry.brief.wording import circle_note, figure_words, group_name, sentence, sure_note, verdict_line
from summitry.brief.wording.catalogue import fragile
from summitry.dossier.model import Claim, Dossier
from summitry.questions.answer import Answer, Computed, FigureData, Finding, OwnEstimate, Ref, Reported
from summitry.questions.contrast import Study
from summitry.questions.meter import FIT_ABOVE, INDUCED_BELOW
from summitry.questions.opinion import Opinion
from summitry.questions.under import claims_under
from summitry.questions.verdicts import Verdict, Verdicts, observable
from summitry.worlds.draws import consequence_keys, inputs

RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
Reasons = list[tuple[str, tuple[str, ...]]]  # an input and the claims and facts behind it
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def build(study: Study, titles: Sequence[str], found: Opinion, what_if: str | None = None) -> Outline:
    """The outline of a brief: one section an answer, in the order of the questions. Titles are the source's own questions."""
    dossier = study.dossier
    say = Namer(dossier)
    reasons = _reasons(dossier)
    under = claims_under(dossier, found.asked, titles)
    sections = tuple(
        _section(study, say, reasons, q + 1, titles[q], answer, under[q], found)
        for q, answer in enumerate(found.answers)
    )
    return Outline(
        id=dossier.id,
        title=dossier.title,
        as_of=f"{dossier.as_of.day} {dossier.as_of:%B %Y}" if dossier.as_of else "",
        subtitle=_subtitle(dossier, found.verdicts),
        notice=_notice(study, sections, what_if),
        sections=sections,
        blocks=blocks(study, say, found),
        method=(*_method(study, found.answers), *check_lines(found)),
        limits=_limits(dossier, reasons),
        sources=_sources(dossier),
        reproduction=_reproduction(study),
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
    reasons: Reasons,
    number: int,
    title: str,
    answer: Answer,
    claims: Sequence[str],
    found: Opinion,
) -> Section:
    news = found.news[number - 1] if len(found.news) >= number else ()
    told = [(f"{number}{_letter(q)}", f) for q, f in enumerate(answer.findings)]
    findings = tuple(_sentence(study, say, i, f, headline=False) for i, f in told)
    fresh = [(f"{number}{_letter(len(told) + q)}", f) for q, f in enumerate(news)]
    nobody = tuple(_combining(say, f, _sentence(study, say, i, f, headline=False)) for i, f in fresh)
    said = tuple(_said(study, say, c, found.verdicts) for c in claims if answer.key != "claims")
    warned = _fragile_headline(study, say, number, answer)
    return Section(
        number=number,
        question=title or _question(answer, say),
        ask=answer.ask,
        headline=_sentence(study, say, str(number), answer.headline, headline=True),
        findings=(*warned, *findings),
        said=said,
        nobody=nobody,
        changes=tuple(
            _sentence(study, say, f"{number}.{q + 1}", f, headline=False) for q, f in enumerate(answer.changes)
        ),
        missing=tuple(sentence(f, say) for f in answer.missing),
        figure=_figure(answer.figure, say),
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
    told = _sentence(study, say, f"{number}", answer.headline, headline=True)
    return (replace(told, text=text, id=f"{number}!"),)


def _letter(q: int) -> str:
    return LETTERS[q] if q < 26 else LETTERS[q // 26 - 1] + LETTERS[q % 26]


def _question(answer: Answer, say: Namer) -> str:
    """A question in plain English where the source has none of its own."""
    f = answer.headline.fields
    names = {k: say(v) for k, v in f.items() if isinstance(v, Ref)}
    if answer.key == "motive":
        names["event"] = say.wanting(f["event"])
    patterns = {
        "motive": "Why does {actor} want {event}?",
        "common-ground": "What do {one} and {two} have in common?",
        "strategy": "What is {actor}'s strategy?",
        "importance": "Why does {of} matter to {to}?",
        "outcome": "Has anything concrete come of {event}?",
        "next": "What next?",
        "what-if": "What if: {variant}?",
        "who-can-stop": "Who can stop {option}?",
        "change": "What would change these answers?",
        "information": "Which information matters most?",
        "claims": "What do the worlds say of what was said?",
    }
    return capital(patterns[answer.key].format(**names))


def worded(study: Study, say: Namer, identifier: str, finding: Finding) -> Sentence:
    """A finding as a sentence with its mark and what opens behind it."""
    return _sentence(study, say, identifier, finding, headline=False)


def _sentence(study: Study, say: Namer, identifier: str, finding: Finding, headline: bool) -> Sentence:
    text = sentence(finding, say, headline)
    return Sentence(
        text=text,
        mark=finding.kind,
        id=identifier,
        notes=_notes(study, finding),
        command=finding.basis.command if isinstance(finding.basis, Computed) else None,
        basis=_basis_data(finding),
    )


def _notes(study: Study, finding: Finding) -> tuple[str, ...]:
    basis = finding.basis
    if isinstance(basis, Reported):
        return tuple(_passage(study.dossier, i) for i in basis.ids) or ("A query of the dossier's ties.",)
    if isinstance(basis, OwnEstimate):
        return tuple(f"The desk's own estimate: {p}" for p in basis.paths)
    worlds = list(basis.worlds)
    shown = worlds if len(worlds) <= 8 else [*worlds[:7], f"and {len(worlds) - 7} more of the kind"]
    notes = [
        f"Worlds compared: {'; '.join(shown)}.",
        f"Said of actors that look ahead; short-sighted actors {_agreement(finding.agrees)}.",
        f"{basis.draws} draws, seed {basis.seed}, inputs {basis.dossier[:12]}, summitry {basis.version}.",
    ]
    if basis.inputs:
        notes.append(f"Turns most on: {listed([Namer(study.dossier).input(p) for p in basis.inputs[:6]])}.")
    meter = finding.meter
    if meter is not None and meter.rule == "induced":
        notes.append(
            f"Found or assumed: {100 * meter.value:.0f} % of the effect comes from how others answer (below {100 * INDUCED_BELOW:.0f} %: assumed)."
        )
    elif meter is not None and meter.rule == "fit":
        notes.append(
            f"Found or assumed: the inputs that the sentence names explain {100 * meter.value:.0f} % of its variation"
            f" (above {100 * FIT_ABOVE:.0f} %: assumed)."
        )
    elif meter is not None and meter.rule == "read":
        notes.append("Found or assumed: read off the inputs as they stand on the eve, before anybody acts (assumed).")
    elif meter is not None and meter.rule == "nil":
        notes.append("Found or assumed: a nothing that only mirrors a consequence which nobody typed (assumed).")
    return tuple(notes)


def _agreement(agrees: bool | None) -> str:
    return {True: "agree", False: "do otherwise", None: "do not enter"}[agrees]


def _passage(dossier: Dossier, identifier: str) -> str:
    item = dossier.claims.get(identifier) or dossier.facts.get(identifier)
    if item is None:
        return identifier
    source = dossier.sources.get(item.in_ or "")
    who = f"{dossier.people[item.by].name}, " if isinstance(item, Claim) and item.by in dossier.people else ""
    place = f", {item.at}" if item.at else ""
    return f"{identifier}: {item.says} ({who}{source.title if source else 'no source'}{place})"


def _basis_data(finding: Finding) -> dict[str, Any]:
    basis = finding.basis
    kind = {Computed: "computed", Reported: "reported", OwnEstimate: "estimate"}[type(basis)]
    out: dict[str, Any] = {"kind": kind, "key": finding.key, **dataclasses.asdict(basis)}
    out["fields"] = {k: _plain(v) for k, v in finding.fields.items()}
    out["agrees"] = finding.agrees
    if finding.fragile is not None:
        out["fragile"] = _plain(finding.fragile)
    if finding.meter is not None:
        out["meter"] = dataclasses.asdict(finding.meter)
    return out


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value) if f.name != "per_draw"}
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    if isinstance(value, float):
        return float(f"{value:.6g}")
    return value


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
        out += [n for n in _notes(study, verdict.finding) if not n.startswith("Said of actors")]
    return tuple(out)


def _verdict_data(verdict: Verdict) -> dict[str, Any]:
    out = _basis_data(verdict.finding)
    out["verdict"] = verdict.key
    out["means"] = verdict.form.text if verdict.form else None
    out["share"], out["short"] = _plain(verdict.share), _plain(verdict.short)
    out["circle"] = list(verdict.circle)
    return out


def _draws(study: Study) -> str:
    draws = study.worlds.draws
    return f" --draws {draws.count} --seed {draws.seed}"


# ------------------------------------------------------------------------------------------------ figures, basis, method


def _figure(data: FigureData | None, say: Namer) -> Figure | None:
    if data is None or not data.rows:
        return None
    words = figure_words(data.key, dict(data.fields), say)
    rows = tuple(
        Row(
            capital(listed([say(v) for v in r.label if isinstance(v, Ref)])),
            r.value,
            r.low,
            r.high,
            group_name(r.group),
        )
        for r in data.rows
    )
    top = max(rows, key=lambda r: r.value)
    alt = f"{words['title']}: " + words["alt"].format(top=top.label, value=f"{top.value:.0f}") + "."
    return Figure(words["title"], alt, words["axis"], words["unit"], data.domain, rows)


def _basis(dossier: Dossier, reasons: Reasons, number: int, answer: Answer, said: Sequence[Said]) -> str:
    own, total = _own_estimates(reasons)
    cited = {i for _, ids in reasons for i in ids}
    places = {
        (dossier.claims.get(i) or dossier.facts[i]).in_ for i in cited if i in dossier.claims or i in dossier.facts
    }
    experts = len({s.expert for s in said})
    agree = [f"{number}{_letter(q)}" for q, f in enumerate(answer.findings) if f.agrees is True]
    differ = [f"{number}{_letter(q)}" for q, f in enumerate(answer.findings) if f.agrees is False]
    parts = [f"{len(places - {None})} sources behind the inputs"]
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


def _reasons(dossier: Dossier) -> Reasons:
    """Every input with the claims and facts behind it (none: the desk's own)."""
    out: Reasons = []
    by_key = {k: c.reasons() for k, c in zip(consequence_keys(dossier), dossier.consequences, strict=True)}
    for path, _, _ in inputs(dossier):
        if m := re.match(r"issues\.([^.]+)\.status_quo", path):
            out.append((path, dossier.issues[m[1]].reasons("status_quo") or _whole(dossier.issues[m[1]])))
        elif m := re.match(r"issues\.([^.]+)\.stakes\.([^.]+)\.([a-z]+)", path):
            stake = dossier.issues[m[1]].stakes[m[2]]
            out.append((path, stake.reasons(m[3])))
        elif m := re.match(r"consequences\[(.*)\]\.(?:moves|costs|gains)\.", path):
            out.append((path, by_key.get(m[1], ())))
        elif m := re.match(r"options\.([^.]+)\.breach", path):
            out.append((path, dossier.options[m[1]].reasons()))
        elif m := re.match(r"bodies\.([^.]+)\.", path):
            out.append((path, dossier.bodies[m[1]].reasons()))
    return out


def _whole(part: Any) -> tuple[str, ...]:
    return () if isinstance(part.because, dict) else tuple(part.reasons())


def _own_estimates(reasons: Reasons) -> tuple[int, int]:
    """How many inputs have no cited reason, of how many."""
    return sum(1 for _, ids in reasons if not ids), len(reasons)


def _method(study: Study, answers: Sequence[Answer]) -> tuple[str, ...]:
    draws = study.worlds.draws
    solved = len({z for z, _ in study.worlds.solved})
    kinds = [f.kind for a in answers for f in a.findings]
    out = [
        f"Each answer compares worlds that start from the same eve and differ in one thing: an act forbidden or fixed, an actor absent,"
        f" a stake left out. {solved} such {'world was' if solved == 1 else 'worlds were'} solved here, each for {draws.size} draws of the ranges in the dossier (seed {draws.seed}).",
        "In a world actors take turns in random order; each does what serves it best, alone, by a joint step that all its parties gain"
        " by, or by a vote. What is said is where that leads over twenty rounds. Actors look ahead three rounds to what the others'"
        " own interest would then do; the same is computed for short-sighted actors, and where the two differ it is said.",
        f"{kinds.count('follows')} of {len(kinds)} findings follow (◆): they need the others' answers and cannot be read off one line."
        f" {kinds.count('assumed')} are assumed (◇): somebody typed them, in other words.",
        "Where actors have preference lists, play of actors that look ahead averages list scores: a convention.",
    ]
    if not study.dossier.preferences:
        out.pop()
    return tuple(out)


def _limits(dossier: Dossier, reasons: Reasons) -> tuple[str, ...]:
    own, total = _own_estimates(reasons)
    return (
        "A share of draws is a share of the ranges stated in the dossier. It is not a probability of the world.",
        f"{own} of {total} input ranges are the desk's own reading; a different coder would choose others.",
        "Nothing shows that play of this kind predicts summits. It makes an argument explicit, so that it can be attacked line by line.",
    )


def _sources(dossier: Dossier) -> tuple[SourceRow, ...]:
    used: dict[str, int] = {}
    for item in [*dossier.claims.values(), *dossier.facts.values()]:
        if item.in_ and (item.known is None or dossier.as_of is None or item.known <= dossier.as_of):
            used[item.in_] = used.get(item.in_, 0) + 1
    return tuple(
        SourceRow(
            name, s.title, s.publisher or "", s.date.isoformat() if s.date else "",
            RELIABILITY.get(s.reliability or "", "not rated"), s.descriptor or "", s.url or "", used[name],
        )
        for name, s in sorted(dossier.sources.items(), key=lambda p: (-used.get(p[0], 0), p[0]))
        if name in used
    )  # fmt: skip


def _reproduction(study: Study) -> Mapping[str, str]:
    draws = study.worlds.draws
    return {
        "command": f"summitry brief {study.name} --draws {draws.count} --seed {draws.seed}{study.flags}",
        "inputs": study.fingerprint,
        "seed": str(draws.seed),
        "draws": str(draws.size),
        "version": study.version,
        "given": str(study.worlds.given),
    }
