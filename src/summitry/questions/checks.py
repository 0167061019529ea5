"""Standing checks on a dossier's answers: would another coder find the same, would nonsense be as sure, do sentences know their inputs?

Each check can fail, and says in numbers how far it does. None of them makes an answer true: they say how much it hangs on
who typed the numbers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from summitry.dossier.language import Question
from summitry.dossier.model import Dossier
from summitry.questions import catalogue, verdicts
from summitry.questions.answer import Answer, Computed, Finding, FloatArray, Ref, Share
from summitry.questions.ask import open_study
from summitry.questions.contrast import MOSTLY, IntArray, Study, wilson
from summitry.questions.influence import turned
from summitry.worlds.draws import Draws, all_values, input_meant

CODERS, FEWEST_CODERS, SHUFFLES = 40, 12, 30
POSITION, SALIENCE, EFFECT = 12.0, 15.0, 1.5  # points of the scale, points, factor
DRAWS_PER_SHUFFLE = 5
CONTEXTS = 200


# ---------------------------------------------------------------- second coder


@dataclass(frozen=True)
class Coders:
    """What other readings of the same case make of each question's answer."""

    count: int
    answers: tuple[Answer, ...]
    study: Study


def second_coder(study: Study, questions: Sequence[Question], coders: int | None = None) -> Coders:
    """Answer the questions once more, each draw being another coder's reading of the middle of every range.

    Positions and points of worth curves move by up to 12 per cent of their scale, saliences by up to 15 points (both evenly),
    effects (moves, costs, gains, breach) by a factor from 1/1.5 to 1.5 (evenly in its logarithm). Same seed, same coders.
    Forty of them, but no more than half as many as the study has draws (and never fewer than twelve), unless a number is given.
    """
    coders = min(CODERS, max(FEWEST_CODERS, study.worlds.draws.size // 2)) if coders is None else coders
    other = study.revalued(_readings(study.dossier, coders, study.worlds.draws.seed))
    other.prepare(catalogue.all_worlds(other, questions))
    return Coders(coders, tuple(catalogue.answer(other, q) for q in questions), other)


def _readings(dossier: Dossier, coders: int, seed: int) -> dict[str, FloatArray]:
    middle = all_values(dossier, Draws(central=True))
    return {path: _reading(dossier, path, float(value[0]), coders, seed) for path, value in middle.items()}


def _reading(dossier: Dossier, path: str, middle: float, coders: int, seed: int) -> FloatArray:
    u = 2.0 * _uniform(f"second coder {path}", coders, seed) - 1.0
    path = input_meant(path)  # what somebody believes is read like what is so
    last = path.rsplit(".", 1)[-1]
    if path.startswith("issues.") and last == "position":
        issue = dossier.issues[path.split(".")[1]]
        wide = (issue.high - issue.low) / 100.0
        return np.clip(middle + POSITION * wide * u, issue.low, issue.high)
    if path.startswith("issues.") and ".worth." in path:
        return np.clip(middle + POSITION * u, 0.0, 100.0)
    if last == "salience":
        return np.clip(middle + SALIENCE * u, 0.0, 100.0)
    if path.startswith("consequences[") or ".breach." in path:
        return np.asarray(middle * EFFECT**u)
    return np.full(coders, middle)


def _uniform(name: str, count: int, seed: int) -> FloatArray:
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(key,))).random(count)


def survival(finding: Finding, others: Answer, bench: Study) -> Share | None:
    """Share of coders in whose reading a sentence is true; one of no coders where their answers do not hold it at all.

    None for sentences that claim nothing that could fail: lists, and those that call themselves open.
    """
    if finding.holds is None or float(finding.holds.mean()) < MOSTLY:
        return None
    coders = bench.worlds.draws.size
    if finding.probe is not None:
        return wilson(float(finding.probe(bench).mean()), coders)
    twin = next((f for f in others.said if is_about_the_same(finding, f)), None)
    if twin is None or twin.holds is None:
        return UNSAID
    true = float(twin.holds.mean())
    return wilson(true if _points(twin) == _points(finding) else 1.0 - true, coders)


UNSAID = Share(0.0, 0.0, 0.0, 0)
TURNED = ("holds", "up", "more", "helps", "good", "needs", "comes", "gains")  # which way a sentence points
IDENTITY = ("on", "kind", "role")  # what is part of what it is about
APART = 0.5  # part of the names of a list that two sentences must share


def is_same(one: Finding, other: Finding) -> bool:
    """Do two findings say the same of the same things, whatever their numbers?"""
    return is_about_the_same(one, other) and _points(one) == _points(other)


def is_about_the_same(one: Finding, other: Finding) -> bool:
    """The same sentence about the same things, whichever way it points."""
    if one.key != other.key:
        return False
    for name, value in one.fields.items():
        twin = other.fields.get(name)
        if (isinstance(value, Ref) and name not in ("through", "channel", "top", "act")) or name in IDENTITY:
            if value != twin:
                return False
        elif isinstance(value, tuple) and value and all(isinstance(v, Ref) for v in value):
            mine, its = set(value), set(twin) if isinstance(twin, tuple) else set()
            if len(mine & its) < APART * len(mine | its):
                return False
    return True


def _points(finding: Finding) -> tuple[object, ...]:
    return tuple(finding.fields.get(name) for name in TURNED if isinstance(finding.fields.get(name), bool))


def marked(answer: Answer, others: Answer, bench: Study) -> Answer:
    """The answer with its sentences marked that fewer than four in five coders would bear out; `bench` is the coders' own."""

    def mark(finding: Finding) -> Finding:
        found = survival(finding, others, bench)
        return finding if found is None or found.value >= MOSTLY else replace(finding, fragile=found)

    return replace(answer, headline=mark(answer.headline), findings=tuple(map(mark, answer.findings)))


def survivors(answers: Sequence[Answer]) -> tuple[int, int]:
    """How many sentences other coders bear out, of how many that could fail."""
    said = [f for a in answers for f in a.said]
    firm = [f for f in said if f.holds is not None and float(f.holds.mean()) >= MOSTLY]
    return sum(f.fragile is None for f in firm), len(firm)


# ---------------------------------------------------------------- placebo


@dataclass(frozen=True)
class Placebo:
    """One question: in how many of the shufflings a headline is as sure (of anything; None where not tried), and the same is said."""

    ask: str
    shuffles: int
    sure: int | None
    same: int


def placebo(
    study: Study,
    questions: Sequence[Question],
    answers: Sequence[Answer],
    shuffles: int = SHUFFLES,
    draws: int = DRAWS_PER_SHUFFLE,
    step: Callable[[], None] | None = None,
) -> tuple[Placebo, ...]:
    """Stakes shuffled between the actors of each issue: how often would a headline be as sure of nonsense?

    *Sure* is a headline that follows and holds in four of five draws (or that says in as many that nothing comes of it).
    """
    sure, same = [0] * len(questions), [0] * len(questions)
    for k in range(shuffles):
        other = open_study(
            shuffled(study.dossier, k, study.worlds.draws.seed), draws=draws, seed=study.worlds.draws.seed
        )
        other.ahead_only = True
        other.prepare(catalogue.all_worlds(other, questions))
        for q, question in enumerate(questions):
            headline = catalogue.answer(other, question).headline
            if _is_sure(headline):
                sure[q] += 1
                same[q] += is_same(answers[q].headline, headline)
        if step:
            step()
    return tuple(Placebo(a.ask, shuffles, s, t) for a, s, t in zip(answers, sure, same, strict=True))


def shuffled_readings(study: Study, answers: Sequence[Answer], shuffles: int = SHUFFLES) -> tuple[Placebo, ...]:
    """The placebo of a brief: one reading a shuffling, every range at its middle; would the same headline be true?"""
    rows = [_hands_changed(study.dossier, k, study.worlds.draws.seed) for k in range(shuffles)]
    bench = study.revalued({p: np.array([row[p] for row in rows]) for p in study.worlds.game.values})
    return tuple(
        Placebo(a.ask, shuffles, None, int(a.headline.probe(bench).sum()))
        for a in answers
        if a.headline.probe is not None
    )


def _hands_changed(dossier: Dossier, number: int, seed: int) -> dict[str, float]:
    """The middle of every input, the stakes of each issue in other hands (curves among those who have curves)."""
    out = {p: float(v[0]) for p, v in all_values(dossier, Draws(central=True)).items()}
    mixed = dict(out)
    for j, issue in dossier.issues.items():
        for curved in (False, True):
            holders = sorted(a for a, s in issue.stakes.items() if (s.position is None) == curved)
            for a, b in _swapped(holders, f"{number} {j}", seed).items():
                mine, its = f"issues.{j}.stakes.{a}.", f"issues.{j}.stakes.{b}."
                mixed |= {
                    p: out[its + p.removeprefix(mine)]
                    for p in out
                    if p.startswith(mine) and its + p.removeprefix(mine) in out
                }
    return mixed


def _swapped(holders: Sequence[str], name: str, seed: int) -> dict[str, str]:
    """Each holder and the one whose stake it is given: a permutation of its own for each name."""
    order = np.argsort([_uniform(f"placebo {name} {a}", 1, seed)[0] for a in holders])
    return {a: holders[int(q)] for a, q in zip(holders, order, strict=True)}


def _is_sure(headline: Finding) -> bool:
    return (
        headline.kind == "follows"
        and headline.key != "headline.nothing"
        and headline.holds is not None
        and float(headline.holds.mean()) >= MOSTLY
    )


def shuffled(dossier: Dossier, number: int, seed: int) -> Dossier:
    """A dossier in which, on every issue, the stakes have changed hands among those who have one."""
    issues = {}
    for j, issue in dossier.issues.items():
        hands = _swapped(sorted(issue.stakes), f"{number} {j}", seed)
        issues[j] = issue.model_copy(update={"stakes": {a: issue.stakes[b] for a, b in hands.items()}})
    return dossier.model_copy(update={"issues": issues})


# ---------------------------------------------------------------- dominance


def dominance(study: Study) -> dict[str, FloatArray]:
    """Per actor with acts of its own: (D,) 1 where one setting of them is best whatever the others do.

    Judged by utility over the states that settled play visits in any world solved so far (at most 200), each own act switched
    with all else still.
    """
    states = _visited(study)
    if len(states) > CONTEXTS:
        states = [states[i] for i in np.linspace(0, len(states) - 1, CONTEXTS).astype(int)]
    draws = study.worlds.draws.size
    out = {}
    for k, a in enumerate(study.labels.actors):
        if not study.own(a):
            continue
        fixed = np.ones(draws, bool)
        for o in study.own(a):
            signs = _signs(study, states, o, k)
            fixed &= (signs.min(axis=0) >= 0) | (signs.max(axis=0) <= 0)
        out[a] = fixed.astype(float)
    return out


def _visited(study: Study) -> list[int]:
    """States that settled play visits in any world solved so far."""
    return sorted({int(s) for w in study.worlds.solved.values() for s in np.unique(w.played.settled.state)})


def _signs(study: Study, states: list[int], option: str, actor: int) -> FloatArray:
    """`(C, D)` sign of what switching an act on brings its owner, over the contexts in which both settings are possible."""
    g, bit, draws = study.worlds.game, study.worlds.game.state([option]), study.worlds.draws.size
    pairs: set[tuple[int, int]] = set()
    for s in states:
        off, on = g.settle(s & ~bit), g.settle(g.with_on(s, option))
        if off is not None and on is not None and not off & bit and on & bit:
            pairs.add((off, on))
    if not pairs:
        return np.zeros((1, draws))
    table = sorted(pairs)
    d = np.tile(np.arange(draws), len(table))

    def worth(side: int) -> FloatArray:
        which = np.repeat(np.array([p[side] for p in table], np.int64), draws)
        return g.weigh(d, which)[0][:, actor].reshape(len(table), draws)

    gain = worth(1) - worth(0)
    return np.sign(np.where(np.abs(gain) < 1e-9, 0.0, gain))


# ---------------------------------------------------------------- lists against stakes


@dataclass(frozen=True)
class ListAgainstStakes:
    """Kendall's τ between an actor's list and what its stakes imply, and the pairs of contexts on which they disagree most."""

    actor: str
    tau: float
    apart: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def lists_against_stakes(study: Study) -> tuple[ListAgainstStakes, ...]:
    """For each actor with a preference list and stakes: do both order the states that play visits alike (ranges at their middle)?"""
    from scipy.stats import kendalltau

    out = []
    for a in sorted(study.dossier.preferences):
        if not any(a in issue.stakes for issue in study.dossier.issues.values()):
            continue
        bare = study.dossier.model_copy(
            update={"preferences": {b: p for b, p in study.dossier.preferences.items() if b != a}}
        )
        worth = []
        states = _visited(study)[:CONTEXTS]
        for dossier in (study.dossier, bare):
            other = open_study(dossier, draws=1)
            other = other.revalued(all_values(dossier, Draws(central=True)))
            k = other.labels.actors.index(a)
            worth.append(other.worlds.game.weigh(np.zeros(len(states), np.int64), np.array(states, np.int64))[0][:, k])
        tau = float(kendalltau(worth[0], worth[1]).statistic)
        apart = sorted(
            ((abs(worth[1][i] - worth[1][j]), i, j) for i, j in combinations(range(len(states)), 2)
             if (worth[0][i] - worth[0][j]) * (worth[1][i] - worth[1][j]) < 0),
            reverse=True,
        )  # fmt: skip
        name = study.labels.state
        out.append(ListAgainstStakes(a, tau, tuple((name(states[i]), name(states[j])) for _, i, j in apart[:3])))
    return tuple(out)


# ---------------------------------------------------------------- circles and order


def circles(study: Study) -> dict[str, tuple[str, ...]]:
    """Claims that are the reason for a number that bears on their own test."""
    out = {}
    for c in study.dossier.claims:
        form = verdicts.form_of(study, c)
        if form is not None and (found := verdicts.circles(study, c, form)):
            out[c] = found
    return out


def permuted(dossier: Dossier) -> Dossier:
    """The same dossier with the lines of every section in reverse order (not of questions, nor of sources' places)."""

    def turned(value: object) -> object:
        return dict(reversed(list(value.items()))) if isinstance(value, dict) else value

    names = ("actors", "bodies", "issues", "options", "claims", "facts", "people", "sources", "pledges", "variants")
    update: dict[str, object] = {name: turned(getattr(dossier, name)) for name in names}
    update["issues"] = {
        j: i.model_copy(update={"stakes": turned(i.stakes)}) for j, i in reversed(list(dossier.issues.items()))
    }
    update["consequences"] = tuple(reversed(dossier.consequences))
    return dossier.model_copy(update=update)


def same_in_any_order(study: Study, questions: Sequence[Question], draws: int = 4) -> bool:
    """Are the numbers of every sentence the same, to the last digit, when the file's lines stand in reverse?"""
    found = []
    for dossier in (study.dossier, permuted(study.dossier)):
        other = open_study(dossier, draws=draws, seed=study.worlds.draws.seed)
        other.prepare(catalogue.all_worlds(other, questions))
        found.append([_digits(catalogue.answer(other, q)) for q in questions])
    return found[0] == found[1]


def _digits(answer: Answer) -> tuple[object, ...]:
    return tuple((f.key, tuple(sorted(f.fields.items(), key=lambda p: p[0]))) for f in answer.said)


# ---------------------------------------------------------------- audit


@dataclass(frozen=True)
class Audited:
    """One sentence: inputs that it names and that do move its numbers in some draw, and those that do not.

    alone : for a sentence read off the inputs, whether its numbers stand when all that it does not name is changed; None for one
    that rests on play, which may turn on more than it names. found : False where the sentence was not said again in the audit.
    """

    key: str
    moves: tuple[str, ...]
    idle: tuple[str, ...]
    alone: bool | None
    found: bool = True

    @property
    def passes(self) -> bool:
        return self.found and not self.idle and self.alone is not False


def audit(
    study: Study, questions: Sequence[Question], answers: Sequence[Answer], draws: int = 4
) -> tuple[tuple[Audited, ...], ...]:
    """Change each input that a sentence names, alone, to the other half of its range: does a number of the sentence move?

    Every named input is changed in `draws` draws of its own, and compared with the same draws as they are. For sentences read off
    the inputs everything else is changed as well: their numbers must stand to the last digit.
    """
    apart = _unnamed(study, questions, answers)
    first = _tried(study, questions, answers, {p for a in answers for f in _audited(a) for p in inputs(f)}, draws)
    idle = {p for rows in first for row in rows for p in row.idle}
    again = _tried(study, questions, answers, idle, LONGER * draws) if idle else first
    return tuple(
        tuple(
            _together(study, question, f, replace(_better(one, two), alone=_stands(f, unnamed)))
            for f, one, two in zip(_audited(a), rows, more, strict=True)
        )
        for question, a, rows, more, unnamed in zip(questions, answers, first, again, apart, strict=True)
    )


def _together(study: Study, question: Question, finding: Finding, row: Audited) -> Audited:
    """Inputs of a sentence read off the inputs may matter only together: where one alone leaves what another then decides."""
    if not row.idle or not _is_read_off(finding):
        return row
    values = {p: turned(v) if p in row.idle else v for p, v in study.worlds.game.values.items()}
    still = _stands(finding, _run(study, [question], values)[0])
    return row if still else replace(row, moves=(*row.moves, *row.idle), idle=())


LONGER = 25  # times as many draws for an input that moved nothing at first


def _better(one: Audited, two: Audited) -> Audited:
    """What either trial found to move."""
    moves = tuple(dict.fromkeys([*one.moves, *two.moves]))
    idle = tuple(p for p in one.idle if p not in moves)
    return replace(one, moves=moves, idle=idle, found=one.found or two.found)


def _tried(
    study: Study, questions: Sequence[Question], answers: Sequence[Answer], chosen: set[str], draws: int
) -> list[list[Audited]]:
    """One trial: `draws` draws of its own for each input."""
    named, size = sorted(chosen), study.worlds.draws.size
    at = {p: (np.arange(draws) + q * draws) % size for q, p in enumerate(named)}
    if not named:
        return [[Audited(f.key, (), (), None) for f in _audited(a)] for a in answers]
    rows = np.concatenate([at[p] for p in named])
    values = {p: v[rows].copy() for p, v in study.worlds.game.values.items()}
    for q, p in enumerate(named):
        values[p][q * draws : (q + 1) * draws] = turned(study.input(p))[at[p]]
    place = {p: slice(q * draws, (q + 1) * draws) for q, p in enumerate(named)}
    wanted = [q for q, a in zip(questions, answers, strict=True) if any(chosen & set(inputs(f)) for f in _audited(a))]
    changed = dict(zip([q.text for q in wanted], _run(study, wanted, values), strict=True))
    return [
        [_audit_one(f, changed.get(q.text), at, place) for f in _audited(a)]
        for q, a in zip(questions, answers, strict=True)
    ]


def _audited(answer: Answer) -> list[Finding]:
    return [f for f in answer.said if isinstance(f.basis, Computed) and f.traces]


def inputs(finding: Finding) -> tuple[str, ...]:
    """Paths of the inputs that a sentence names."""
    return finding.basis.inputs if isinstance(finding.basis, Computed) else ()


def _run(study: Study, questions: Sequence[Question], values: dict[str, FloatArray]) -> list[Answer]:
    other = study.revalued(values)
    other.prepare(catalogue.all_worlds(other, questions))
    return [catalogue.answer(other, q) for q in questions]


def _unnamed(study: Study, questions: Sequence[Question], answers: Sequence[Answer]) -> list[Answer | None]:
    """Answers with sentences read off the inputs, computed again with every input changed that none of these names."""
    out: list[Answer | None] = []
    for question, answer in zip(questions, answers, strict=True):
        read = {p for f in _audited(answer) if _is_read_off(f) for p in inputs(f)}
        if not read:
            out.append(None)
            continue
        values = {p: v if p in read else turned(v) for p, v in study.worlds.game.values.items()}
        out.append(_run(study, [question], values)[0])
    return out


def _is_read_off(finding: Finding) -> bool:
    return finding.meter is not None and finding.meter.rule == "read" and bool(inputs(finding))


def _audit_one(finding: Finding, changed: Answer | None, at: dict[str, IntArray], place: dict[str, slice]) -> Audited:
    mine = [p for p in inputs(finding) if p in at]
    if not mine or changed is None:
        return Audited(finding.key, (), (), None)
    twin = next((f for f in changed.said if _is_kin(finding, f)), None)
    if twin is None:
        return Audited(finding.key, (), tuple(mine), None, found=False)
    moves = tuple(
        p for p in mine
        if any((now[place[p]] != was[at[p]]).any() for was, now in zip(finding.traces, twin.traces, strict=False))
    )  # fmt: skip
    return Audited(finding.key, moves, tuple(p for p in mine if p not in moves), None)


def _is_kin(one: Finding, other: Finding) -> bool:
    """The same kind of sentence about the same actor, act or issue, whatever its lists hold in other draws."""
    names = ("actor", "one", "two", "of", "to", "third", "event", "option", "issue", "pledge", "more", "less")
    return one.key == other.key and all(
        one.fields.get(n) == other.fields.get(n) for n in names if isinstance(one.fields.get(n), Ref)
    )


def _stands(finding: Finding, unnamed: Answer | None) -> bool | None:
    """Do the numbers of a sentence read off the inputs stand when all that it does not name is changed?"""
    if not _is_read_off(finding) or unnamed is None:
        return None
    still = _twin(finding, unnamed)
    return still is not None and [t.tobytes() for t in still.traces] == [t.tobytes() for t in finding.traces]


def _twin(finding: Finding, answer: Answer) -> Finding | None:
    return next((f for f in answer.said if is_same(finding, f)), None)


# ---------------------------------------------------------------- all of them


@dataclass(frozen=True)
class Report:
    """What all checks found, in plain numbers and ids."""

    draws: int
    seed: int
    coders: int
    kept: int
    firm: int
    fragile: tuple[tuple[str, str, float], ...]
    placebo: tuple[Placebo, ...]
    follows: int
    findings: int
    dominance: dict[str, float]
    lists: tuple[ListAgainstStakes, ...]
    circles: dict[str, tuple[str, ...]]
    same_order: bool
    audited: int
    failing: tuple[tuple[str, str, str], ...]

    @property
    def passes(self) -> bool:
        return self.same_order and not self.failing


STAGES = 6 + SHUFFLES


def check_all(
    study: Study, questions: Sequence[Question], stage: Callable[[str, int, int], None] = lambda what, done, of: None
) -> Report:
    """Run every check on the answers to some questions; `stage` is told what is done, of how much."""
    done = [0]

    def step(what: str = "placebo") -> None:
        done[0] += 1
        stage(what, done[0], STAGES)

    study.prepare(catalogue.all_worlds(study, questions))
    plain = [catalogue.answer(study, q) for q in questions]
    step("answers")
    others = second_coder(study, questions, CODERS)
    answers = [marked(a, b, others.study) for a, b in zip(plain, others.answers, strict=True)]
    step("second coder")
    shuffled_ = placebo(study, questions, answers, step=step)
    audited = audit(study, questions, answers)
    step("audit")
    dominant = {a: float(share.mean()) for a, share in dominance(study).items()}
    step("dominance")
    lists = lists_against_stakes(study)
    step("lists")
    same = same_in_any_order(study, questions)
    step("order")
    kept, firm = survivors(answers)
    said = [f for a in answers for f in a.said]
    return Report(
        study.worlds.draws.size, study.worlds.draws.seed, others.count, kept, firm,
        tuple((a.ask, f.key, f.fragile.value) for a in answers for f in a.said if f.fragile is not None),
        shuffled_, sum(f.kind == "follows" for f in said), len(said), dominant, lists, circles(study), same,
        sum(len(rows) for rows in audited), tuple(_failing(answers, audited)),
    )  # fmt: skip


def _failing(answers: Sequence[Answer], audited: Sequence[Sequence[Audited]]) -> list[tuple[str, str, str]]:
    out = []
    for answer, rows in zip(answers, audited, strict=True):
        for row in rows:
            if not row.found:
                out.append((answer.ask, row.key, "was not said again"))
            elif row.idle:
                out.append((answer.ask, row.key, f"is not moved by {', '.join(row.idle)}"))
            elif row.alone is False:
                out.append((answer.ask, row.key, "is moved by what it does not name"))
    return out
