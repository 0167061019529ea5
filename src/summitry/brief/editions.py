"""What moved between two editions of a dossier, and which edit moved it.

Both editions are answered with the same draws: every number is drawn from a stream of its own, so what no edit reaches stays the same to
the last digit. A sentence that moved is traced by making each edit alone in the earlier edition and looking whether it moves there.
"""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from summitry.brief.names import Namer, capital, counted, letter, listed, percent
from summitry.brief.outline_model import Block, Table
from summitry.brief.wording import sentence
from summitry.brief.wording.claims import WORDS
from summitry.dossier.check import check
from summitry.dossier.document import Document
from summitry.dossier.loading import as_dossier, open_document
from summitry.dossier.model import Dossier
from summitry.errors import SummitryError
from summitry.questions import catalogue, verdicts
from summitry.questions.answer import Finding, Ref
from summitry.questions.ask import open_study, suited_draws

MOST_DRAWS = 60  # so many are enough to see what moves, and two editions are to be answered within a minute
SILENT = frozenset({"title", "as_of", "sources", "people", "facts", "resolutions", "variants"})
"""Sections that no world reads and no sentence of an answer is made of."""

Where = tuple[str, ...]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Edit:
    """One field that differs. `before` or `after` is None where it is not there; `note` is the one kept beside the edit."""

    path: str
    before: Any
    after: Any
    note: str = ""
    where: Where = ()

    @property
    def is_silent(self) -> bool:
        """Can it move no answer and no verdict?"""
        words = self.where[0] == "claims" and self.where[-1] not in ("means", "against") and self.after is not None
        return self.where[0] in SILENT or (words and self.before is not None)

    def __str__(self) -> str:
        note = f" (note: “{self.note}”)" if self.note else ""
        return f"{self.path}: {_shown(self.before)} → {_shown(self.after)}{note}"


@dataclass(frozen=True)
class Told:
    """A sentence of an edition: its id in the brief, its text and its kind."""

    id: str
    text: str
    kind: str


@dataclass(frozen=True)
class Moved:
    """A sentence that differs: one side is None where it is new or gone. `because` are the edits that alone move it; none: only
    several of them together do."""

    key: str
    before: Told | None
    after: Told | None
    because: tuple[Edit, ...] = ()

    @property
    def told(self) -> Told:
        """The sentence as it stands, or stood."""
        told = self.after or self.before
        assert told is not None
        return told

    @property
    def kind(self) -> str:
        """`moved`, `new` or `gone`."""
        return "new" if self.before is None else "gone" if self.after is None else "moved"


@dataclass(frozen=True)
class Difference:
    """Everything between two editions."""

    edits: tuple[Edit, ...]
    moved: tuple[Moved, ...]
    standing: int
    draws: int
    seed: int
    names: tuple[str, str] = ("", "")
    days: tuple[str, str] = ("", "")

    def count(self, kind: str) -> int:
        """How many sentences moved, are new, are gone."""
        return sum(m.kind == kind for m in self.moved)

    @property
    def silent(self) -> tuple[Edit, ...]:
        """The edits that can move nothing."""
        return tuple(e for e in self.edits if e.is_silent)

    @property
    def summary(self) -> str:
        """`2 findings moved, 19 stand, 1 is new`, or that nothing changed."""
        if not self.edits:
            return "No change: the two editions say the same."
        parts = []
        for kind, word in (("moved", "moved"), ("new", "new"), ("gone", "gone")):
            n = self.count(kind)
            if n and kind == "moved":
                parts.append(f"{n} finding{'s' if n > 1 else ''} moved")
            elif n:
                parts.append(f"{n} {'is' if n == 1 else 'are'} {word}")
        fields = f"{len(self.edits)} field{'s' if len(self.edits) > 1 else ''} changed"
        return (
            f"{', '.join([*parts, f'{self.standing} stand'])}; {fields}."
            if parts
            else f"Nothing moved: {self.standing} findings stand; {fields}."
        )


def difference(
    before: Dossier | str,
    after: Dossier | str,
    *,
    draws: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Difference:
    """What moved from one edition to the next: answers and verdicts, sentence by sentence, each with the edits that move it alone.

    `draws` : default 60, fewer for a very large case; both editions are answered with the same.
    """
    one, two = as_dossier(before), as_dossier(after)
    found = edits(one, two, _notes(after))
    taken = draws or min(MOST_DRAWS, suited_draws(one), suited_draws(two))
    names = tuple(x if isinstance(x, str) else x.id for x in (before, after))
    days = tuple(x.as_of.isoformat() if x.as_of else "" for x in (one, two))
    loud = [e for e in found if not e.is_silent]
    steps = _Steps(progress, 1 + (1 if loud else 0) + (len(loud) if len(loud) > 1 else 0))
    old = _answered(one, taken, seed, steps)
    new = _answered(two, taken, seed, steps) if loud else old
    moved = [
        Moved(k, old.get(k), new.get(k))
        for k in [*new, *(k for k in old if k not in new)]
        if _differs(old.get(k), new.get(k))
    ]
    traced = _traced(one, two, old, moved, loud, taken, seed, steps)
    standing = sum(1 for k in new if k in old and not _differs(old[k], new[k]))
    return Difference(tuple(found), tuple(traced), standing, taken, seed, (names[0], names[1]), (days[0], days[1]))


# ------------------------------------------------------------------------------------------------ edits


def edits(before: Dossier, after: Dossier, notes: Mapping[str, str] | None = None) -> list[Edit]:
    """The fields that differ, by path. Lists without ids are compared as a whole, consequences by their id or condition."""
    one, two = _flat(before), _flat(after)
    out = []
    for where in [*two, *(w for w in one if w not in two)]:
        if one.get(where) != two.get(where):
            path = _path(where)
            out.append(Edit(path, one.get(where), two.get(where), (notes or {}).get(path, ""), where))
    return sorted(out, key=lambda e: e.where)


def _flat(dossier: Dossier) -> dict[Where, Any]:
    return dict(_leaves(_keyed(dossier), ()))


def _keyed(dossier: Dossier) -> dict[str, Any]:
    """The dossier as plain data; consequences under a key each, so that the order of lines is no difference."""
    data: dict[str, Any] = dossier.model_dump(mode="json", by_alias=True, exclude_none=True)
    seen = Counter[str]()
    rows = {}
    for row in data.pop("consequences", []):
        name = str(row.get("id") or row["when"])
        seen[name] += 1
        rows[name if seen[name] == 1 else f"{name} #{seen[name]}"] = row
    data["consequences"] = rows
    for section in ("ties", "impossible", "now"):
        data[section] = sorted(data.get(section, []), key=str)
    return data


def _leaves(data: Any, where: Where) -> Iterator[tuple[Where, Any]]:
    if isinstance(data, Mapping) and data:
        for key, entry in data.items():
            yield from _leaves(entry, (*where, str(key)))
    elif data not in ({}, [], None, ""):
        yield where, data


def _path(where: Where) -> str:
    """A path as `edit` takes it: `issues.flow.status_quo`, `consequences[lax].moves.flow`."""
    if where[0] == "consequences":
        return ".".join([f"consequences[{where[1]}]", *where[2:]])
    return ".".join(where)


def _notes(case: Dossier | str) -> Mapping[str, str]:
    return open_document(case).notes() if isinstance(case, str) else {}


def _shown(value: Any) -> str:
    text = "nothing" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _made(before: Dossier, after: Dossier, chosen: Sequence[Edit]) -> Dossier | None:
    """The earlier edition with some of the edits made in it; None where they make no dossier without the others."""
    data, target = copy.deepcopy(_keyed(before)), _keyed(after)
    for edit in chosen:
        _put(data, target, edit.where)
    data["consequences"] = list(data["consequences"].values())
    return check(Document.parse(json.dumps(data, ensure_ascii=False))).dossier  # JSON is YAML too


def _put(data: dict[str, Any], target: Mapping[str, Any], where: Where) -> None:
    """Copy one field of the target into the data, or take it out where the target has none."""
    source: Any = target
    for part in where:
        source = source.get(part) if isinstance(source, Mapping) else None
    place: Any = data
    for part in where[:-1]:
        place = place.setdefault(part, {})
    if source is None:
        place.pop(where[-1], None)
    else:
        place[where[-1]] = copy.deepcopy(source)


# ------------------------------------------------------------------------------------------------ answers


@dataclass
class _Steps:
    """Counts answered editions for a progress bar."""

    progress: Progress | None
    total: int
    done: int = field(default=0)

    def step(self) -> None:
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, self.total)


def _answered(dossier: Dossier, draws: int, seed: int, steps: _Steps) -> dict[str, Told]:
    """Every sentence of the answers and every verdict, by a key that stays when numbers change."""
    study = open_study(dossier, draws=draws, seed=seed)
    say = Namer(dossier)
    asked = catalogue.usual(dossier)
    study.prepare([*catalogue.all_worlds(study, asked), *verdicts.worlds(study, list(dossier.claims))])
    out: dict[str, Told] = {}
    for number, question in enumerate(asked, 1):
        try:
            answer = catalogue.answer(study, question)
        except SummitryError:
            continue
        out[f"{question.text} | headline"] = Told(
            str(number), sentence(answer.headline, say, True), answer.headline.kind
        )
        seen = Counter[str]()
        for q, finding in enumerate(answer.findings):
            name = _subject(finding)
            seen[name] += 1
            out[f"{question.text} | {name} {seen[name]}"] = Told(
                f"{number}{letter(q)}", sentence(finding, say), finding.kind
            )
    for claim in dossier.claims:
        verdict = verdicts.judge(study, claim)
        share = f", true in {percent(verdict.share)} of draws" if verdict.share is not None else ""
        out[f"claim {claim}"] = Told(claim, capital(f"{WORDS[verdict.key]}{share}."), verdict.key)
    steps.step()
    return out


def _subject(finding: Finding) -> str:
    """What a sentence is about, whatever its numbers: its template and the single things that it names."""
    named = [f"{k}={v.id}" for k, v in sorted(finding.fields.items()) if isinstance(v, Ref)]
    return " ".join([finding.key, *named])


def _differs(one: Told | None, two: Told | None) -> bool:
    return one is None or two is None or (one.text, one.kind) != (two.text, two.kind)


def _traced(
    before: Dossier, after: Dossier, old: Mapping[str, Told], moved: Sequence[Moved], loud: Sequence[Edit], draws: int,
    seed: int, steps: _Steps,
) -> list[Moved]:  # fmt: skip
    """Which edits alone move each sentence; edits that make no dossier alone are made together."""
    if not moved:
        return []
    if len(loud) == 1:
        return [Moved(m.key, m.before, m.after, (loud[0],)) for m in moved]
    groups: list[tuple[Edit, ...]] = []
    apart: list[Edit] = []
    for edit in loud:
        (groups.append((edit,)) if _made(before, after, [edit]) is not None else apart.append(edit))
    if apart:
        groups.append(tuple(apart))
    why: dict[str, list[Edit]] = {}
    for group in groups:
        dossier = _made(before, after, group)
        alone = _answered(dossier, draws, seed, steps) if dossier is not None else {}
        for m in moved:
            if dossier is not None and _differs(old.get(m.key), alone.get(m.key)) and (m.before or alone.get(m.key)):
                why.setdefault(m.key, []).extend(group)
    return [Moved(m.key, m.before, m.after, tuple(why.get(m.key, ()))) for m in moved]


# ------------------------------------------------------------------------------------------------ in words


def lines(found: Difference) -> list[str]:
    """The difference as lines: the count, each sentence before and after, and why."""
    out = [found.summary]
    for m in found.moved:
        told, gap = m.told, " " * len(m.told.id)
        if m.before is not None and m.after is not None:
            out += [f"  {told.id}  was: {m.before.text}", f"  {gap}  now: {m.after.text}"]
        else:
            out.append(f"  {told.id}  {m.kind}: {told.text}")
        out.append(f"  {gap}  {because(m)}")
    if quiet := found.silent:
        out.append(
            f"Moves no answer: {listed([e.path for e in quiet[:6]])}"
            + (f" and {len(quiet) - 6} more." if len(quiet) > 6 else ".")
        )
    if found.edits:
        out.append(f"Both editions at {found.draws} draws, seed {found.seed}.")
    return out


def because(moved: Moved) -> str:
    """Why a sentence moved."""
    if not moved.because:
        return "because of several edits together; none moves it alone"
    return (
        "because "
        + "; ".join(str(e) for e in moved.because[:3])
        + (f"; and {len(moved.because) - 3} more" if len(moved.because) > 3 else "")
    )


def since_block(found: Difference) -> Block:
    """`Since the last edition`: what moved and why, as a part of the brief."""
    day = f" of {found.days[0]}" if found.days[0] else ""
    rows = [
        (m.told.id, m.before.text if m.before else "new", m.after.text if m.after else "gone", capital(because(m)))
        for m in found.moved
    ]
    lines_ = [f"{found.summary} Compared at {found.draws} draws, seed {found.seed}; the sentences below may differ a little from those of the full run."
              if found.edits else found.summary]  # fmt: skip
    if quiet := found.silent:
        lines_.append(
            f"{capital(counted(len(quiet)))} of the changed fields cannot move an answer: {listed([e.path for e in quiet[:6]])}."
        )
    table = Table(("", "before", "now", "why"), tuple(rows)) if rows else None
    return Block("since", f"Since the last edition{day}", tuple(lines_), (), table)
