"""The lie of the land, for the eye: who is tied to whom, where each stands on each issue and where it leads, and by which steps.

Nothing here is a finding of its own: the numbers are the inputs, and those of the worlds that the answers rest on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from summitry.dossier.model import Tie
from summitry.questions.answer import FigureData, FigureLink, FigureNode, FigureRow, FloatArray, Ref
from summitry.questions.contrast import Study
from summitry.worlds.interventions import AS_IT_IS, Intervention, forbid
from summitry.worlds.world import Courses

MOST_ISSUES, MOST_ACTS, MOST_STATES, MOST_DRAWS = 6, 4, 9, 40
SELDOM = 0.04  # share of courses below which a step is not drawn


def figures(study: Study) -> tuple[FigureData, ...]:
    """Ties, stands, paths: those for which the dossier has anything."""
    return tuple(f for f in (ties(study), stands(study), paths(study)) if f is not None)


# ------------------------------------------------------------------------------------------------ ties


def ties(study: Study) -> FigureData | None:
    """Actors and the standing facts between them; alike ties of one pair are drawn once."""
    dossier = study.dossier
    links: dict[tuple[str, str, str, bool], FigureLink] = {}
    for tie in dossier.ties:
        for source, target in _between(tie):
            if source in dossier.actors and target in dossier.actors:
                key = (source, target, tie.kind, tie.directed)
                links.setdefault(key, FigureLink(source, target, tie.kind, directed=tie.directed, note=tie.of or ""))
    if not links:
        return None
    nodes = tuple(FigureNode(a, (Ref("actor", a),)) for a in sorted(dossier.actors))
    return FigureData("ties.figure", (), (0.0, 1.0), {}, "ties", nodes, tuple(links[k] for k in sorted(links)))


def _between(tie: Tie) -> list[tuple[str, str]]:
    """The pairs that a tie joins: from the first name to the others if it is directed, all pairs if not."""
    first, *others = tie.between
    if tie.directed:
        return [(first, other) for other in others]
    names = sorted(tie.between)
    return [(a, b) for q, a in enumerate(names) for b in names[q + 1 :]]


# ------------------------------------------------------------------------------------------------ where each stands


def worlds(study: Study) -> list[Intervention]:
    """The worlds that are drawn: as it is and, where there is an event, without it."""
    event = study.dossier.event
    return [AS_IT_IS, *([forbid(event)] if event else [])]


def stands(study: Study) -> FigureData | None:
    """Each issue on its scale from 0 to 100: the actors' aims, where it is now, and where it goes with and without the event."""
    weight = {
        j: sum(float(np.median(study.input(f"issues.{j}.stakes.{a}.salience"))) for a in study.dossier.issues[j].stakes)
        for j in study.dossier.issues
    }
    rows: list[FigureRow] = []
    for j in sorted(weight, key=lambda j: (-weight[j], j))[:MOST_ISSUES]:
        rows += _issue(study, j)
    return FigureData("stands.figure", tuple(rows), (0.0, 100.0), _event(study), "stands") if rows else None


def _event(study: Study) -> Mapping[str, Ref]:
    return {"event": Ref("option", study.dossier.event)} if study.dossier.event else {}


def _issue(study: Study, j: str) -> list[FigureRow]:
    issue, panel = study.dossier.issues[j], Ref("issue", j)

    def row(label: tuple[Ref, ...], level: FloatArray, group: str) -> FigureRow:
        scaled = 100.0 * (level - issue.low) / (issue.high - issue.low)
        low, mid, high = (float(v) for v in np.quantile(scaled, [0.05, 0.5, 0.95]))
        return FigureRow(label, mid, low, high, group, panel)

    rows = [
        row((Ref("actor", a),), study.input(f"issues.{j}.stakes.{a}.position"), "aim")
        for a in sorted(issue.stakes)
        if issue.stakes[a].position is not None
    ]
    rows.append(row((), study.input(f"issues.{j}.status_quo"), "now"))
    rows.append(row((), study.level(j).said, "leads"))
    if study.dossier.event:
        rows.append(row((), study.level(j, forbid(study.dossier.event)).said, "without"))
    return rows


# ------------------------------------------------------------------------------------------------ paths


@dataclass
class Trail:
    """What many courses together do: expected visits of states, steps between them with who takes them, and where things end."""

    steps: dict[tuple[int, int], dict[str, float]] = field(default_factory=dict)
    ends: dict[int, float] = field(default_factory=dict)
    passed: dict[int, float] = field(default_factory=dict)

    def add(self, course: Courses, movers: tuple[str, ...], share: float, acts: int) -> None:
        """One more course, weighed by its share; of its states only the `acts` of this mask are told apart."""
        flow, end = course.flow()
        told = course.state & acts
        for s, m in np.argwhere(flow > 1e-9):
            a, b = int(told[s]), int(told[course.reply[s, m]])
            if a != b:
                taken = self.steps.setdefault((a, b), {})
                taken[movers[m]] = taken.get(movers[m], 0.0) + share * float(flow[s, m])
                self.passed[b] = self.passed.get(b, 0.0) + share * float(flow[s, m])
        for s in np.flatnonzero(end > 1e-9):
            self.ends[int(told[s])] = self.ends.get(int(told[s]), 0.0) + share * float(end[s])


def paths(study: Study) -> FigureData | None:
    """From the eve to where things rest: the most frequent steps over some of the draws, who takes them, how often.

    Only the acts that change most are told apart, or each draw would have a path of its own. A step's share is the expected
    number of times that it is taken in a course: a share of courses, unless things go in a circle.
    """
    if not study.labels.movers:
        return None
    acts = _changing(study)
    draws = range(min(study.worlds.draws.size, 8 if study.is_large else MOST_DRAWS))
    trail, told = Trail(), study.worlds.game.state(acts)
    for course in study.worlds.courses(draws):
        trail.add(course, study.labels.movers, 1.0 / len(draws), told)
    eve = study.worlds.game.eve & told
    shown = _shown(trail, eve)
    links = [
        (a, b, taken)
        for (a, b), taken in trail.steps.items()
        if a in shown and b in shown and sum(taken.values()) >= SELDOM
    ]
    level = _levels(eve, links)
    if len(level) < 2:
        return None
    nodes = [
        _node(study, state, acts, level[state], trail.ends.get(state, 0.0))
        for state in sorted(level, key=lambda s: (level[s], -trail.passed.get(s, 0.0), s))
    ]
    steps = tuple(
        FigureLink(str(a), str(b), "step", _takers(taken), min(1.0, sum(taken.values())))
        for a, b, taken in sorted(links, key=lambda x: (level.get(x[0], 0), -sum(x[2].values()), x[0], x[1]))
        if a in level and b in level
    )
    return FigureData(
        "paths.figure",
        (),
        (0.0, 100.0),
        {"draws": len(draws), "acts": tuple(Ref("option", o) for o in acts)},
        "paths",
        tuple(nodes),
        steps,
    )


def _changing(study: Study) -> tuple[str, ...]:
    """The acts whose share of time differs most from the eve: on average, and at least a little."""
    change = {o: abs(float(study.share_on(o).said.mean()) - (o in study.dossier.now)) for o in study.labels.options}
    ranked = sorted(change, key=lambda o: (-change[o], o))
    return tuple(o for o in ranked if change[o] >= SELDOM)[:MOST_ACTS]


def _shown(trail: Trail, eve: int) -> set[int]:
    """The eve, the states where courses most often end, and those most often passed on the way."""
    ends = sorted(trail.ends, key=lambda s: (-trail.ends[s], s))[: MOST_STATES // 2]
    chosen = [eve, *(s for s in ends if trail.ends[s] >= SELDOM)]
    for s in sorted(trail.passed, key=lambda s: (-trail.passed[s], s)):
        if len(dict.fromkeys(chosen)) >= MOST_STATES:
            break
        chosen.append(s)
    return set(chosen)


def _levels(eve: int, links: list[tuple[int, int, dict[str, float]]]) -> dict[int, int]:
    """How many steps from the eve a state is, by the shortest way that is drawn; states that no drawn way reaches are left out."""
    level, edge = {eve: 0}, [eve]
    while edge:
        reached = sorted({b for a, b, _ in links if a in edge and b not in level})
        level |= dict.fromkeys(reached, level[edge[0]] + 1)
        edge = reached
    return level


def _takers(taken: dict[str, float]) -> tuple[Ref, ...]:
    """Who takes a step, most often first; those who take it less than a quarter of the time are left out."""
    total = sum(taken.values())
    ranked = sorted(taken, key=lambda a: (-taken[a], a))
    often = [a for a in ranked if taken[a] >= 0.25 * total] or ranked[:1]
    return tuple(Ref("actor", a) for a in often)[:3]


def _node(study: Study, state: int, acts: tuple[str, ...], level: int, end: float) -> FigureNode:
    names, now = study.labels.state(state), set(study.dossier.now)
    terms = {t for o in names for t in study.dossier.options[o].sets}
    fresh = tuple(Ref("option", o) for o in names if o not in now and o not in terms)
    gone = tuple(Ref("option", o) for o in acts if o in now and o not in names)
    group = "eve" if level == 0 else "rest" if end >= SELDOM else "way"
    return FigureNode(str(state), fresh, gone, group, level, end)


# ------------------------------------------------------------------------------------------------ outcomes


@dataclass(frozen=True)
class Outlook:
    """Where things rest, told by the acts that change most: what is `on` and `off` of them, the share of all courses (0–1), and the
    actors for whom no other listed outcome is worse."""

    on: tuple[str, ...]
    off: tuple[str, ...]
    share: float
    worst_for: tuple[str, ...] = ()


def outlooks(study: Study, most: int = 6) -> tuple[tuple[Outlook, ...], float]:
    """The likeliest outcomes over all draws, and the share of all others: together 1."""
    rows = study.world().played.settled
    acts = _changing(study)
    told = rows.state & study.worlds.game.state(acts)
    mass = np.zeros(study.worlds.draws.size)
    np.add.at(mass, rows.draw, rows.mass)
    weight = rows.mass / np.maximum(mass, 1e-12)[rows.draw] / study.worlds.draws.size
    value, _ = study.worlds.game.weigh(rows.draw, rows.state)
    found = []
    for state in np.unique(told):
        here = told == state
        share = float(weight[here].sum())
        if share > 0.005:
            worth = (weight[here, None] * value[here]).sum(axis=0) / share
            found.append((share, int(state), worth))
    found.sort(key=lambda f: (-f[0], f[1]))
    listed = found[:most]
    worst: dict[int, list[str]] = {}
    for k, actor in enumerate(study.labels.actors):
        if len(listed) > 1 and actor in study.labels.movers:
            least = min(listed, key=lambda f: (f[2][k], f[1]))
            worst.setdefault(least[1], []).append(actor)
    now = set(study.dossier.now)
    out = tuple(
        Outlook(
            tuple(o for o in acts if o in study.labels.state(state)),
            tuple(o for o in acts if o not in study.labels.state(state) and o in now),
            share,
            tuple(worst.get(state, ())),
        )
        for share, state, _ in listed
    )
    return out, max(0.0, 1.0 - sum(o.share for o in out))
