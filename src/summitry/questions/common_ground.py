"""What A and B share: on which issues both want the same direction from now, how far, what they can deliver alone, who could free the rest."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from summitry.questions.answer import Answer, FigureData, FigureRow, Finding, Ref, Reported, Value
from summitry.questions.change import hinges
from summitry.questions.contrast import MOSTLY, Study, Twin, pairs, same_side, same_sign
from summitry.questions.influence import turned
from summitry.questions.meter import NO_METER, READ_OFF, by_fit, by_induced
from summitry.worlds.draws import consequence_keys
from summitry.worlds.interventions import AS_IT_IS, Intervention, absent, forbid, hold

FloatArray = NDArray[np.float64]

SHOWN = 4  # issues that get sentences of their own; the headline counts all
SHARED, DELIVERED = 3.0, 0.9  # per cent of a scale worth a sentence; part of a stretch that counts as all of it


def answer(study: Study, one: str, two: str) -> Answer:
    """Shared stretch, deliverable part, release by third parties, rank among pairs, leverage both ways, ties."""
    study.prepare(worlds(study, one, two))
    stretch = {j: shared_stretch(study, one, two, j) for j in study.labels.issues}
    common = [j for j, s in stretch.items() if abs(float(np.median(s))) >= SHARED and _one_sided(s)]
    common.sort(key=lambda j: -abs(float(np.median(stretch[j]))))
    apart = [j for j in study.labels.issues if _opposed(study, one, two, j)]
    refs = {"one": Ref("actor", one), "two": Ref("actor", two)}
    within = Reach(study, one, two)
    reach = {j: within.best(j, stretch[j]) for j in common}
    rank, of = _rank(study, one, two)
    total = {j: abs(stretch[j]) for j in common}
    done = {j: np.minimum(np.maximum(reach[j], 0.0), total[j]) for j in common}
    part = (
        np.sum([done[j] for j in common], axis=0) / np.maximum(np.sum([total[j] for j in common], axis=0), 1e-9)
        if common
        else np.zeros(1)
    )
    headline = study.finding(
        "common-ground.headline" if common else "common-ground.headline.none",
        {
            **refs,
            "issues": tuple(Ref("issue", j) for j in common),
            "alone": study.amount(100.0 * part),
            "rank": rank,
            "of": of,
            "apart": tuple(Ref("issue", j) for j in apart),
        },
        [AS_IT_IS],
        by_fit(part, _named(study, one, two, common)) if common else NO_METER,
        holds=(part < 0.5) == (float(np.median(part)) < 0.5) if common else None,
    )
    mutual = _mutual(study, refs)
    first = [headline] if headline.kind == "assumed" else [mutual]
    if headline.kind == "assumed":
        headline = replace(mutual, key="common-ground.headline.mutual")
    findings = first + [_stretch(study, refs, j, stretch[j], reach[j]) for j in common[:SHOWN]]
    short = [j for j in common if _falls_short(stretch[j], reach[j])]
    findings += [_release(study, within, refs, j, stretch[j], reach[j]) for j in short[:SHOWN]]
    if apart:
        findings.append(
            study.finding(
                "common-ground.differ",
                {**refs, "issues": tuple(Ref("issue", j) for j in apart)},
                [AS_IT_IS],
                READ_OFF,
                inputs=[p for j in apart for p in _aims(study, one, two, j)],
                holds=np.all([_apart(study, one, two, j) for j in apart], axis=0),
            )
        )
    findings += [_rank_finding(study, refs, rank, of), *_leverage(study, one, two), *_ties(study, one, two)]
    rows = tuple(
        row
        for j in common
        for row in (
            FigureRow.of_amount(Ref("issue", j), study.amount(total[j]), "both want"),
            FigureRow.of_amount(Ref("issue", j), study.amount(done[j]), "they can do alone"),
        )
    )
    figure = FigureData("common-ground.figure", rows, (0.0, 100.0), dict(refs)) if rows else None
    return Answer(
        "common-ground",
        f"what {one} and {two} share",
        "",
        headline,
        tuple(f for f in findings if f),
        figure=figure,
        changes=hinges(study, headline.holds, [AS_IT_IS, absent(one), absent(two)])
        if headline.holds is not None
        else (),
    )


def _aims(study: Study, one: str, two: str, issue: str) -> list[str]:
    """Paths of where an issue stands and of what two actors would make of it."""
    stakes = study.dossier.issues[issue].stakes
    out = [f"issues.{issue}.status_quo"]
    for a in (one, two):
        path = f"issues.{issue}.stakes.{a}"
        worth = stakes[a].worth
        out += [f"{path}.worth.{k:g}" for k in sorted(worth)] if worth else [f"{path}.position"]
    return [p for p in out if np.ptp(study.input(p)) > 1e-12]


def _means(study: Study, one: str, two: str, issue: str) -> list[str]:
    """Paths of what acts of the two alone move on an issue."""
    mine = {o for o in study.labels.options if (own := study.dossier.owners(o)) and set(own) <= {one, two}}
    keys = zip(consequence_keys(study.dossier), study.dossier.consequences, strict=True)
    out = [f"consequences[{k}].moves.{issue}" for k, c in keys if issue in c.moves and set(c.when.names) & mine]
    return [p for p in out if np.ptp(study.input(p)) > 1e-12]


def _moving(study: Study, one: str, two: str, issue: str, stretch: FloatArray, reach: FloatArray) -> list[str]:
    """Which of the inputs that a shared stretch, or what the two can do of it alone, may turn on do move them in some draw."""
    values = study.worlds.game.values

    def moves(paths: list[str]) -> bool:
        other = study.revalued({**values, **{p: turned(values[p]) for p in paths}})
        again = shared_stretch(other, one, two, issue)
        return bool((again != stretch).any() or (Reach(other, one, two, alone=True).best(issue, again) != reach).any())

    near = [*_aims(study, one, two, issue), *_means(study, one, two, issue)]
    out = [p for p in near if moves([p])]
    rest = [p for p in near if p not in out]
    return near if rest and moves(rest) else out


def _named(study: Study, one: str, two: str, common: list[str]) -> list[FloatArray]:
    """What the headline names: where both stand and aim on the shared issues, and what acts of the two alone move there."""
    out = []
    for j in common:
        out += [study.input(p) for part in (_aims, _means) for p in part(study, one, two, j)]
    return out


def worlds(study: Study, one: str, two: str) -> list[Intervention]:
    """The worlds that the answer contrasts."""
    both = [absent(one), absent(two)]
    return [AS_IT_IS, *both, *leverage_worlds(study, one, two), *leverage_worlds(study, two, one)]


def _mutual(study: Study, refs: dict[str, Ref]) -> Finding:
    """Is each better off for the other's being there? The played side of common ground: what both make of what they share."""
    one, two = (refs[k].id for k in ("one", "two"))
    worth, direct = {}, {}
    for a, b in ((one, two), (two, one)):
        worth[a], direct[a] = study.being_there(b, a)
    better = {a: study.share(worth[a].said > 1e-6) for a in worth}
    sides = {a: share.value >= 0.5 for a, share in better.items()}
    total, by_hand = (np.concatenate([part[a].said for a in (one, two)]) for part in (worth, direct))

    def true(s: Study) -> FloatArray:
        rows = [(s.value(a) - s.value(a, absent(b))).said > 1e-6 for a, b in ((one, two), (two, one))]
        return np.asarray((rows[0] == sides[one]) & (rows[1] == sides[two]), float)

    return study.finding(
        "common-ground.mutual",
        {
            **refs,
            "one_gains": better[one],
            "two_gains": better[two],
            "to_one": study.amount(study.points(one, worth[one]).said, study.unit(one)),
            "to_two": study.amount(study.points(two, worth[two]).said, study.unit(two)),
        },
        [AS_IT_IS, absent(one), absent(two)],
        by_induced(total, by_hand),
        all(same_side(better[a].value, float((worth[a].other > 1e-6).mean())) for a in worth),
        probe=true,
    )


def ideal(study: Study, actor: str, issue: str) -> FloatArray | None:
    """`(D,)` what an actor would choose on an issue: its position, or where its worth curve is highest; None without a stake."""
    stake = study.dossier.issues[issue].stakes.get(actor)
    if stake is None or actor in study.dossier.preferences:
        return None
    if stake.position is not None:
        return study.input(f"issues.{issue}.stakes.{actor}.position")
    knots = sorted(stake.worth or {})
    table = np.stack([study.input(f"issues.{issue}.stakes.{actor}.worth.{k:g}") for k in knots])
    best: FloatArray = np.array(knots)[np.argmax(table, axis=0)]
    return best


def shared_stretch(study: Study, one: str, two: str, issue: str) -> FloatArray:
    """`(D,)` per cent of the scale, signed: how far both would go in the same direction from now; 0 if not the same direction."""
    a, b = ideal(study, one, issue), ideal(study, two, issue)
    now = study.input(f"issues.{issue}.status_quo")
    if a is None or b is None:
        return np.zeros_like(now)
    part = study.dossier.issues[issue]
    da, db = a - now, b - now
    both = np.where(np.sign(da) == np.sign(db), np.sign(da) * np.minimum(np.abs(da), np.abs(db)), 0.0)
    return 100.0 * both / (part.high - part.low)


def _one_sided(stretch: FloatArray) -> bool:
    sign = np.sign(float(np.median(stretch)))
    return bool(np.mean(np.sign(stretch) == sign) >= MOSTLY)


def _opposed(study: Study, one: str, two: str, issue: str) -> bool:
    a, b = ideal(study, one, issue), ideal(study, two, issue)
    if a is None or b is None:
        return False
    return bool(np.mean(_apart(study, one, two, issue)) >= MOSTLY)


def _apart(study: Study, one: str, two: str, issue: str) -> NDArray[np.bool_]:
    """`(D,)` where two actors with stakes in an issue want opposite directions from today."""
    a, b = ideal(study, one, issue), ideal(study, two, issue)
    assert a is not None
    assert b is not None
    now = study.input(f"issues.{issue}.status_quo")
    found: NDArray[np.bool_] = (a - now) * (b - now) < 0
    return found


def _reachable(study: Study, one: str, two: str, extra: tuple[str, ...] = ()) -> list[int]:
    """States that options of A and B alone (and `extra` switched on) can set from the eve, all else as it is."""
    game = study.worlds.game
    mine = [o for o in study.labels.options if (own := study.dossier.owners(o)) and set(own) <= {one, two}]
    mine = mine[:14]
    out: dict[int, None] = {}
    for bits in range(1 << len(mine)):
        state = game.eve
        for q, o in enumerate(mine):
            if bits >> q & 1:
                is_on = game.eve & game.state([o])
                state = state & ~game.state([o]) if is_on else game.with_on(state, o)
        for o in extra:
            state |= game.state([o])
        settled = game.settle(state)
        if settled is not None and all(settled & game.state([o]) for o in extra):
            out[settled] = None
    return list(out)


class Reach:
    """Issue levels of the states that A and B can set alone, or with third parties' acts: each state is weighed once."""

    def __init__(self, study: Study, one: str, two: str, alone: bool = False):
        self.study = study
        third = [o for o in study.labels.options if not (own := study.dossier.owners(o)) or not set(own) <= {one, two}]
        self.third = [o for o in third if not study.worlds.game.eve & study.worlds.game.state([o])]
        sets = [
            acts for size in range(3) for acts in combinations(self.third, size) if size < 2 or len(self.third) <= 16
        ]
        sets = [()] if alone else sets
        self.states = {acts: _reachable(study, one, two, acts) for acts in sets}
        every = sorted({s for states in self.states.values() for s in states})
        draws = study.worlds.draws.size
        _, levels = study.worlds.game.weigh(
            np.tile(np.arange(draws), len(every)), np.repeat(np.array(every, np.int64), draws)
        )
        table = levels.reshape(len(every), draws, -1)
        self.level = {s: table[q] for q, s in enumerate(every)}

    def best(self, issue: str, stretch: FloatArray, acts: tuple[str, ...] = ()) -> FloatArray:
        """`(D,)` per cent of the scale by which the states with `acts` move an issue in the wanted direction, at most the stretch."""
        j = self.study.labels.issues.index(issue)
        part = self.study.dossier.issues[issue]
        now = self.study.input(f"issues.{issue}.status_quo")
        best = np.zeros(len(stretch))
        for state in self.states[acts]:
            best = np.maximum(best, 100.0 * (self.level[state][:, j] - now) / (part.high - part.low) * np.sign(stretch))
        return np.minimum(best, np.abs(stretch))


def _falls_short(stretch: FloatArray, reach: FloatArray) -> bool:
    return float(np.mean(reach >= DELIVERED * np.abs(stretch))) < MOSTLY


def _stretch(study: Study, refs: dict[str, Ref], issue: str, stretch: FloatArray, reach: FloatArray) -> Finding:
    up = float(np.median(stretch)) > 0
    return study.finding(
        "common-ground.stretch",
        {
            **refs,
            "issue": Ref("issue", issue),
            "up": up,
            "stretch": study.amount(np.abs(stretch)),
            "alone": study.amount(reach),
            "all": not _falls_short(stretch, reach),
            "none": bool(np.median(reach) < 1.0),
        },
        [AS_IT_IS],
        READ_OFF,
        inputs=_moving(study, refs["one"].id, refs["two"].id, issue, stretch, reach),
        holds=same_sign(stretch),
    )


def _release(
    study: Study, within: Reach, refs: dict[str, Ref], issue: str, stretch: FloatArray, reach: FloatArray
) -> Finding:
    """The smallest set of third-party acts (one, then two) with which A and B reach what both want; else the best of them."""
    best: tuple[float, tuple[str, ...], FloatArray] = (float(np.median(reach)), (), reach)
    for size in (1, 2):
        for acts in (a for a in within.states if len(a) == size):
            moved = within.best(issue, stretch, acts)
            if float(np.median(moved)) > best[0] + 2.0:
                best = (float(np.median(moved)), acts, moved)
        if best[1] and float(np.mean(best[2] >= DELIVERED * np.abs(stretch))) >= 0.5:
            break
    return study.finding(
        "common-ground.release" if best[1] else "common-ground.no-release",
        {
            **refs,
            "issue": Ref("issue", issue),
            "acts": tuple(Ref("option", o) for o in best[1]),
            "with": study.amount(best[2]),
            "alone": study.amount(reach),
            "stretch": study.amount(np.abs(stretch)),
        },
        [AS_IT_IS],
        holds=best[2] > reach + 1.0 if best[1] else None,
    )


def closeness(study: Study, one: str, two: str) -> float:
    """Shared stretches of a pair over all issues, each weighted with the smaller of the two saliences (medians)."""
    total = 0.0
    for j in study.labels.issues:
        if ideal(study, one, j) is not None and ideal(study, two, j) is not None:
            weight = np.minimum(*(study.input(f"issues.{j}.stakes.{a}.salience") for a in (one, two))) / 100.0
            total += float(np.median(np.abs(shared_stretch(study, one, two, j)) * weight))
    return total


def _rank(study: Study, one: str, two: str) -> tuple[int, int]:
    table = {pair: closeness(study, *pair) for pair in pairs(study.labels.actors)}
    mine = table[(min(one, two), max(one, two))]
    return 1 + sum(v > mine + 1e-9 for v in table.values()), len(table)


def _rank_finding(study: Study, refs: dict[str, Ref], rank: int, of: int) -> Finding:
    table = sorted(pairs(study.labels.actors), key=lambda p: (-closeness(study, *p), p))
    top = next(p for p in table if set(p) != {refs["one"].id, refs["two"].id}) if len(table) > 1 else ()
    return study.finding(
        "common-ground.rank",
        {**refs, "rank": rank, "of": of, "top": tuple(Ref("actor", a) for a in top)},
        [AS_IT_IS],
        READ_OFF,
    )


def reach_over(study: Study, of: str, over: str) -> Twin:
    """`(D,)` range of what A's courses make of B's value: best minus worst that A can do to B, in B's utility."""
    courses = [z for z in leverage_worlds(study, of, over) if study.can_hold(z)] + [AS_IT_IS]
    values = [study.value(over, z) for z in courses]
    return Twin(np.ptp([v.said for v in values], axis=0), np.ptp([v.other for v in values], axis=0))


def leverage_worlds(study: Study, of: str, over: str) -> list[Intervention]:
    """What A can do to B: each of its own acts switched against the eve, all of them together, each joint act with B refused."""
    turned = [hold(o, o not in study.dossier.now) for o in study.own(of)]
    together = [sum(turned, AS_IT_IS)] if len(turned) > 1 else []
    return [*turned, *together, *(forbid(o) for o in study.joint(of) if over in study.dossier.owners(o))]


def _leverage(study: Study, one: str, two: str) -> list[Finding]:
    forth, back = reach_over(study, one, two), reach_over(study, two, one)
    ratio = Twin(*((f + 0.1) / (b + 0.1) for f, b in ((forth.said, back.said), (forth.other, back.other))))
    more, less = (one, two) if np.median(ratio.said) >= 1 else (two, one)
    turned = ratio if more == one else ratio.map(lambda r: 1.0 / r)
    over, under = (forth, back) if more == one else (back, forth)
    return [
        study.finding(
            "common-ground.leverage",
            {
                "more": Ref("actor", more),
                "less": Ref("actor", less),
                "over": study.amount(over.said),
                "under": study.amount(under.said),
                "ratio": study.amount(turned.said),
                "dominates": study.share(turned.said >= 2.0),
                "side": study.share(turned.said > 1.0),
                "worst": tuple(Ref("option", o) for o in _worst_course(study, more, less)),
            },
            [AS_IT_IS, *leverage_worlds(study, more, less)],
            agrees=same_side(float((turned.said > 1).mean()), float((turned.other > 1).mean())),
            holds=turned.said > 1.0,
        )
    ]


def _worst_course(study: Study, of: str, over: str) -> list[str]:
    """The acts that `of` would newly take in the course that is worst for `over` (by the median of its value)."""
    courses = [z for z in leverage_worlds(study, of, over) if z.held and study.can_hold(z)]
    if not courses:
        return []
    worst = min(courses, key=lambda z: float(np.median(study.value(over, z).said)))
    today = float(np.median(study.value(over).said))
    harmful = [
        o for o, on in sorted(worst.held) if on and float(np.median(study.value(over, hold(o, True)).said)) < today
    ]
    return [o for o in harmful if o not in study.dossier.now]


def _ties(study: Study, one: str, two: str) -> list[Finding]:
    """Standing ties of the pair, and what both have from the same third actor: a query of the dossier, said to be one."""
    direct = sorted(
        (
            t
            for t in study.dossier.ties
            if {one, two} <= set(t.between) and (not t.directed or t.between[0] in (one, two))
        ),
        key=lambda t: (t.kind, t.between, t.of or ""),
    )
    common: list[tuple[str, str]] = []
    for kind in sorted({t.kind for t in study.dossier.ties if t.directed or t.kind in ("sanctions", "alliance")}):
        by = {
            who: {x for t in study.dossier.ties if t.kind == kind and who in t.between for x in t.between} - {who}
            for who in (one, two)
        }
        common += [(kind, x) for x in sorted(by[one] & by[two]) if x not in (one, two)]
    if not direct and not common:
        return []
    ids = tuple(dict.fromkeys(i for t in direct for i in t.reasons()))
    fields: dict[str, Value] = {
        "one": Ref("actor", one),
        "two": Ref("actor", two),
        "ties": tuple(
            (
                t.kind,
                str(t.share or t.km or t.treaty or t.note or ""),
                t.of or "",
                Ref("actor", t.between[0]),
                t.directed,
            )
            for t in direct
        ),
        "common": tuple((kind, Ref("actor", x)) for kind, x in common),
    }
    return [Finding("common-ground.ties", "reported", fields, Reported(ids))]
