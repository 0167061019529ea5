"""The back of a brief: method, what the checks found, limits, sources, and how to run it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from summitry.brief.names import Namer, capital, counted, listed
from summitry.brief.outline_model import SourceRow
from summitry.dossier.model import Dossier
from summitry.questions.answer import Answer, Computed, Ref, Reported
from summitry.questions.checks import Placebo, survivors
from summitry.questions.contrast import Study
from summitry.questions.grounds import Grounds, own, sources
from summitry.questions.opinion import Opinion
from summitry.scoring.words import table
from summitry.worlds.settlement import settled_issues

RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}

CREDIBILITY = {
    1: "confirmed",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}


def method(study: Study, answers: Sequence[Answer]) -> tuple[str, ...]:
    draws = study.worlds.draws
    solved = len({z for z, _ in study.worlds.solved})
    kinds = [f.kind for a in answers for f in a.findings]
    words = table(study.dossier.words)
    out = [
        f"Each answer compares worlds that start from the same eve and differ in one thing: an act forbidden or fixed, an actor absent,"
        f" a stake left out. {solved} such {'world was' if solved == 1 else 'worlds were'} solved here, each for {draws.size} draws of the ranges in the dossier (seed {draws.seed}).",
        "In a world actors take turns in random order; each does what serves it best, alone, by a joint step that all its parties gain"
        " by, or by a vote. What is said is where that leads over twenty rounds. Actors look ahead three rounds to what the others'"
        " own interest would then do; the same is computed for short-sighted actors, and where the two differ it is said.",
        f"{kinds.count('follows')} of {len(kinds)} findings follow (◆): they need the others' answers and cannot be read off one line."
        f" {kinds.count('assumed')} are assumed (◇): somebody typed them, in other words.",
        f"Words of likelihood are those of {words.title} ({words.citation.rstrip('.')}); the word is that of the middle, both ends"
        " stand beside it, and no other table is mixed in.",
        "Where actors have preference lists, play of actors that look ahead averages list scores: a convention.",
    ]
    if not study.dossier.preferences:
        out.pop()
    return tuple(out)


def limits(dossier: Dossier, reasons: Grounds) -> tuple[str, ...]:
    own, total = own_estimates(reasons)
    return (
        "A share of draws is a share of the ranges stated in the dossier. It is not a probability of the world.",
        f"{own} of {total} input ranges are the desk's own reading; a different coder would choose others.",
        "Nothing shows that play of this kind predicts summits. It makes an argument explicit, so that it can be attacked line by line.",
        *_settled_limits(dossier),
    )


def _settled_limits(dossier: Dossier) -> tuple[str, ...]:
    """What averaging takes for granted, where an issue is settled by it."""
    say = Namer(dossier)
    issues = [say(Ref("issue", j)) for j in settled_issues(dossier)]
    if not issues:
        return ()
    return (
        f"That {listed(issues)} {'settles' if len(issues) == 1 else 'settle'} where positions average out is taken for granted. It holds"
        " for a body that must decide and splits the difference, and says nothing of a case in which somebody may walk away.",
    )


def source_rows(dossier: Dossier, reasons: Grounds, found: Opinion) -> tuple[SourceRow, ...]:
    """Every source that was used by the day of the dossier: its quality in words, passages taken, sentences that rest on it."""
    used: dict[str, int] = {}
    rated: dict[str, Counter[int]] = {}
    for item in [*dossier.claims.values(), *dossier.facts.values()]:
        if item.in_ and (item.known is None or dossier.as_of is None or item.known <= dossier.as_of):
            used[item.in_] = used.get(item.in_, 0) + 1
            if item.credibility is not None:
                rated.setdefault(item.in_, Counter())[item.credibility] += 1
    rests = _rests(dossier, reasons, found)
    return tuple(
        SourceRow(
            name, s.title, s.publisher or "", s.date.isoformat() if s.date else "",
            RELIABILITY.get(s.reliability or "", "not rated"), s.descriptor or "", s.url or "", used[name],
            _credibility(rated.get(name)), rests.get(name, 0),
        )
        for name, s in sorted(dossier.sources.items(), key=lambda p: (-used.get(p[0], 0), p[0]))
        if name in used
    )  # fmt: skip


def _rests(dossier: Dossier, reasons: Grounds, found: Opinion) -> dict[str, int]:
    """How many sentences rest on each source: they quote it, or turn on an input that it is cited for."""
    out: dict[str, int] = {}
    for finding in [f for a in found.answers for f in a.said] + [f for news in found.news for f in news]:
        ids: list[str] = []
        if isinstance(finding.basis, Computed):
            ids = [i for path in finding.basis.inputs for i in reasons.get(path, ())]
        elif isinstance(finding.basis, Reported):
            ids = list(finding.basis.ids)
        for source in sources(dossier, ids):
            out[source] = out.get(source, 0) + 1
    return out


def _credibility(rated: Counter[int] | None) -> str:
    """What is taken from a source, in the words of the Admiralty code: `probably true (3), possibly true (1)`."""
    if not rated:
        return ""
    return listed([f"{CREDIBILITY[code]} ({n})" for code, n in sorted(rated.items())])


def source_notes(dossier: Dossier, reasons: Grounds, rows: Sequence[SourceRow]) -> tuple[str, ...]:
    """The source summary: how many, of which quality, what is used most, what is missing. Ratings are shown, never used as weights."""
    if not rows:
        return ()
    kinds = Counter(r.reliability for r in rows)
    bare, total = own_estimates(reasons)
    weak = [r for r in rows if r.reliability in (RELIABILITY["D"], RELIABILITY["E"], RELIABILITY["F"])]
    out = [
        f"{capital(counted(len(rows)))} source{'s' if len(rows) != 1 else ''}: "
        + listed([f"{n} {kind}" for kind, n in sorted(kinds.items(), key=lambda k: (-k[1], k[0]))])
        + ". Ratings are shown and weigh nothing.",
        f"Used most: {listed([f'{r.title} ({r.used} passages)' for r in rows[:2]])}.",
    ]
    if weak:
        passages = sum(r.used for r in weak)
        out.append(
            f"Weakest: {counted(len(weak))} of them not usually reliable, worse, or not to be judged, behind {passages} passages."
        )
    out.append(f"Missing: {bare} of {total} inputs have no source at all and are the desk's own.")
    return tuple(x.replace("'", "’") for x in out)


def reproduction(study: Study) -> Mapping[str, str]:
    draws = study.worlds.draws
    return {
        "command": f"summitry brief {study.name} --draws {draws.count} --seed {draws.seed}{study.flags}",
        "inputs": study.fingerprint,
        "seed": str(draws.seed),
        "draws": str(draws.size),
        "version": study.version,
        "given": str(study.worlds.given),
    }


def check_lines(found: Opinion) -> tuple[str, ...]:
    """What the standing checks found, for the method box."""
    out = []
    if found.coders:
        kept, of = survivors(found.answers)
        out.append(
            f"{capital(counted(found.coders))} other coders, reading positions up to 12 points, saliences up to 15 points and effects"
            f" up to half as much again otherwise: {kept} of {of} sentences that could fail are true in at least four of five of"
            " their readings; the others are marked fragile."
        )
    if found.placebo:
        out.append(_placebo_line(found.placebo))
    if found.verdicts is not None:
        circular = [v.claim for v in found.verdicts.rows if v.circle]
        if circular:
            some = "claim is itself a reason" if len(circular) == 1 else "claims are themselves reasons"
            out.append(
                f"{capital(counted(len(circular)))} {some} for numbers that bear on the test, and marked so: {', '.join(circular)}."
            )
    return tuple(out)


def _placebo_line(found: Sequence[Placebo]) -> str:
    return (
        f"Placebo: with the stakes shuffled between the actors {found[0].shuffles} times, the headlines in their order would be true"
        f" all the same in {listed([str(p.same) for p in found])}. (summitry lab checks tells more.)"
    )


def own_estimates(found: Grounds) -> tuple[int, int]:
    """How many inputs have no cited reason, of how many."""
    return len(own(found)), len(found)
