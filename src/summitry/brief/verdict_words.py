"""Verdicts on states in plain sentences: why somebody would leave a state or stay, how states are reached, what would turn a verdict.

Acts of a dossier are told by its own verb phrases and names, those of a bare graph model by the names of the options. A state is told
by what is on, or by what sets it apart from another; its number follows in brackets.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from summitry.brief.names import Namer, capital, listed
from summitry.questions.answer import Ref

if TYPE_CHECKING:
    from summitry.worlds.analysis import Analysis, Witness
    from summitry.worlds.inverse_stakes import Turn

OWN_INTEREST = ("SEQ", "SSEQ")  # the others answer only by what serves them
MOST_CHANGES = 5
NOTHING = "nothing on"
Steps = Sequence[tuple[int, int]]


class VerdictWords:
    """Words for the states, steps and verdicts of one analysis."""

    def __init__(self, found: Analysis):
        self.found = found
        self._named: _Acts | _Options = (
            _Options(found) if found.worlds is None else _Acts(found, Namer(found.worlds.dossier))
        )

    # ---- who, where, which way

    def maker(self, k: int) -> str:
        """The name of a decision maker."""
        return self._named.maker(self.found.decision_makers[k])

    def state(self, s: int) -> str:
        """What is on in a state."""
        return listed([self._named.thing(o) for o in self._bits(int(self.found.states[s]))]) or NOTHING

    def against(self, s: int, other: int) -> str:
        """What sets a state apart from another, with its number: `the same with UN relief and without a freeze (state 7)`.

        Where the two have little in common, all that is on in it.
        """
        a, b = int(self.found.states[other]), int(self.found.states[s])
        more, less = ([self._named.thing(o) for o in self._bits(mask)] for mask in (b & ~a, a & ~b))
        if len(more) + len(less) > MOST_CHANGES:
            return f"the one with {self.state(s)} (state {s})"
        parts = [f"{word} {listed(names)}" for word, names in (("with", more), ("without", less)) if names]
        return f"the same {' and '.join(parts)} (state {s})"

    def key(self, states: Iterable[int]) -> list[str]:
        """What the short names of options stand for, those that are on in some of the states; empty for a bare graph model."""
        if self.found.worlds is None:
            return []
        on = 0
        for s in states:
            on |= int(self.found.states[s])
        options = self.found.options
        return [f"{options[o]}: {self._named.thing(o)}" for o in self._bits(on) if o < len(options)]

    def step(self, k: int, before: int, after: int) -> str:
        """What a decision maker does, as a verb phrase without `to`: `loosen enforcement`, `agree with Iran to hold talks`."""
        a, b = int(self.found.states[before]), int(self.found.states[after])
        return self._named.step(self.found.decision_makers[k], self._bits(b & ~a), self._bits(a & ~b))

    def _bits(self, mask: int) -> list[int]:
        return [o for o in range(len(self.found.options) + len(self.found.marks)) if mask >> o & 1]

    # ---- verdicts

    def explained(self, s: int) -> list[str]:
        """Why each decision maker would leave a state or stay: what it would gain by, and under each concept what stands against that."""
        lines = []
        for k in range(len(self.found.decision_makers)):
            who = capital(self.maker(k))
            seen: dict[int | None, dict[tuple[str, str], list[str]]] = {}
            for concept in self.found.explained:
                one = self.found.witness(k, s, concept)
                same = seen.setdefault(one.improvement, {})
                verdict = "stable" if one.stable else "unstable"
                same.setdefault((verdict, self._why(k, s, concept, one)), []).append(concept)
            for improvement, reasons in seen.items():
                if improvement is None:
                    alone = "" if self.found.worlds is None else ", alone or with those who would agree,"
                    concepts = ", ".join(c for listed_together in reasons.values() for c in listed_together)
                    lines.append(f"{who}: stable ({concepts}). Nothing that it can do{alone} leaves it better off.")
                    continue
                lines.append(f"{who} would gain if it were to {self.step(k, s, improvement)} (state {improvement}).")
                lines += [
                    f"  {verdict} ({', '.join(concepts)}): {why}." for (verdict, why), concepts in reasons.items()
                ]
        return lines

    def _why(self, k: int, s: int, concept: str, one: Witness) -> str:
        """What stands, or does not stand, against an improvement under a concept."""
        if one.improvement is None:
            return ""
        if concept == "R":
            return "what the others would answer does not count under this concept"
        if not one.sanction:
            answer = "no answer that serves those who give it" if concept in OWN_INTEREST else "no answer of the others"
            return f"{answer} would take that gain away"
        end = one.sanction[-1][1]
        back = "where it was" if end == s else "no better off than before"
        undo = "" if one.counter_move is None else f"{self.step(k, end, one.counter_move)} (state {one.counter_move})"
        after = ", with no move of its own to mend that"
        if undo:
            gain = f"it could then {undo} and gain after all"
            after = f"; that {gain} does not count under this concept" if one.stable else f", but {gain}"
        answer = self._answer(one.improvement, one.sanction, concept in OWN_INTEREST)
        return f"{answer}. That would leave {self.maker(k)} {back} (state {end}){after}"

    def _answer(self, start: int, sanction: Steps, serving: bool) -> str:
        steps = [
            f"{self.maker(who)} could {self.step(who, before, to)}"
            for (who, to), before in zip(sanction, [start, *(to for _, to in sanction)], strict=False)
        ]
        serves = ", each step to the good of who takes it" if len(steps) > 1 else ", to its own good"
        return "; then ".join(steps) + (serves if serving else "")

    def _by_maker(self, reason: Callable[[int, str], str]) -> list[str]:
        lines = []
        for k in range(len(self.found.decision_makers)):
            same: dict[str, list[str]] = {}
            for concept in self.found.explained:
                same.setdefault(reason(k, concept), []).append(concept)
            lines += [f"{capital(self.maker(k))} ({', '.join(concepts)}): {text}" for text, concepts in same.items()]
        return lines

    # ---- what would turn a verdict

    def inverse(self, s: int) -> list[str]:
        """How far a state would have to rise or fall in each decision maker's own order for a verdict on it to turn."""
        return self._by_maker(lambda k, concept: self._turned(k, s, concept))

    def _turned(self, k: int, s: int, concept: str) -> str:
        change = self.found.least_change(k, s, concept)
        verdict = "stable" if change.stable else "unstable"
        if change.passed is None:
            return f"{verdict}, in whatever order it puts the states."
        places = f"{len(change.passed):,} {'place' if len(change.passed) == 1 else 'places'}"
        last = self.against(change.passed[-1], s)
        if change.stable:
            return f"stable. It would leave if it put this state {places} lower, below {last}."
        return f"unstable. It would stay if it put this state {places} higher, level with {last}."

    def stakes(self, turns: Sequence[Turn]) -> list[str]:
        """The least change of one number of a decision maker's own that turns each verdict: a line each."""
        lines = []
        for turn in turns:
            who = f"{capital(self.maker(turn.decision_maker))} ({', '.join(turn.concepts)})"
            verdict = "stable" if turn.stable else "unstable"
            if turn.path is None:
                lines.append(f"{who}: {verdict}; no single one of its positions and concerns turns that.")
                continue
            way = "at least" if turn.value > turn.middle else "at most"
            does = "leave" if turn.stable else "stay"
            lines.append(
                f"{who}: {verdict}. It would {does} if {self._named.input(turn.path)} were {way} {_outwards(turn.value, turn.middle)}, not {turn.middle:.4g}."
            )
        return lines

    # ---- ways and ends

    def paths(self, start: int, most: int) -> list[str]:
        """How each equilibrium is reached from a state, by improvements where that is possible."""
        improving, any_move = (self.found.reached(start, improving=only) for only in (True, False))
        lines = []
        for s in self.found.equilibria()[:most]:
            concepts = ", ".join(c for c in self.found.concepts if self.found.found.equilibria[c][s])
            way = improving if improving.distance[s] >= 0 else any_move
            moves = int(way.distance[s])
            if s == start:
                how = "where things stand"
            elif moves < 0:
                how = "not reached"
            else:
                what = "improvement" if way is improving else "move"
                worse = "" if way is improving else ", not all for the better"
                how = f"{moves} {what}{'s' * (moves != 1)}{worse}: {self._walk(start, way.path(s))}"
            lines.append(f"state {s} ({concepts}): {how}")
        return lines

    def ends(self, start: int, concept: str, most: int = 8) -> list[str]:
        """Where things come to rest, or go round, when everybody makes its best improvement that nothing deters."""
        chain = self.found.cautious(start, concept)
        lines = []
        for members in chain.ends:
            states = [int(chain.states[q]) for q in members]
            kind = "rests in" if len(states) == 1 else f"goes round {len(states)} states:"
            shown = "; ".join(f"state {s} ({self.state(s)})" for s in states[:most])
            share = 100 * float(chain.last[list(members)].sum())
            lines.append(f"{share:.0f} %: {kind} {shown}{' …' if len(states) > most else ''}")
        return lines

    def _walk(self, start: int, path: Steps) -> str:
        steps, at = [], start
        for who, to in path:
            steps.append(f"{self.maker(who)}: {self.step(who, at, to)}")
            at = to
        return " → ".join(steps)


class _Options:
    """Names of a bare graph model as they are."""

    def __init__(self, found: Analysis):
        self._names = (*found.options, *found.marks)

    def maker(self, name: str) -> str:
        return name

    def thing(self, o: int) -> str:
        return self._names[o]

    def step(self, mover: str, on: list[int], off: list[int]) -> str:
        chosen, dropped = ([f"{verb} “{self._names[o]}”" for o in q] for verb, q in (("choose", on), ("drop", off)))
        return _joined([*chosen, *dropped])

    def input(self, path: str) -> str:
        return path


class _Acts:
    """Acts of a dossier by its verb phrases and names."""

    def __init__(self, found: Analysis, say: Namer):
        self._options, self._marks, self._say, self._dossier = found.options, found.marks, say, say.dossier

    def maker(self, name: str) -> str:
        return self._dossier.actor_name(name)

    def input(self, path: str) -> str:
        return self._say.input(path)

    def thing(self, o: int) -> str:
        """What is there while an option or a breach mark is on."""
        if o < len(self._options):
            return self._noun(self._options[o])
        deal, owner = self._marks[o - len(self._options)].split("/")
        return f"the breach of {self._noun(deal)} by {self.maker(owner)}"

    def step(self, mover: str, on: list[int], off: list[int]) -> str:
        count = len(self._options)
        begun, ended = ([self._options[o] for o in q if o < count] for q in (on, off))
        broken = {self._marks[o - count].split("/")[0] for o in on if o >= count}
        settled = {term for option in begun for term in self._dossier.options[option].sets}  # by a deal told itself
        ended = [option for option in ended if option not in broken | settled]
        parts = [self._begun(mover, option) for option in begun if option not in settled]
        parts += [f"break {self._noun(deal)}" for deal in sorted(broken)]
        parts += [self._ended(option) for option in ended if self._is_of(mover, option)]
        fallen = [self._noun(option) for option in ended if not self._is_of(mover, option)]
        if fallen:
            return f"{_joined(parts)}, so that {listed(fallen)} {'falls' if len(fallen) == 1 else 'fall'} away"
        return _joined(parts) or "let the breach be forgotten"

    def _begun(self, mover: str, option: str) -> str:
        does, part, body = self._say.does(Ref("option", option)), self._dossier.options[option], self._body(option)
        if body:
            return f"get {body} to {does}"
        others = listed([self.maker(a) for a in self._dossier.owners(option) if a != mover])
        if others and part.is_deal and part.name:
            return f"agree with {others} on {self._noun(option)}"
        if others:
            return f"agree with {others} {does.removeprefix('agree ') if does.startswith('agree ') else f'to {does}'}"
        return does

    def _ended(self, option: str) -> str:
        if body := self._body(option):
            return f"get {body} to revoke {self._noun(option)}"
        named = self._dossier.options[option].name
        return f"drop {self._noun(option)}" if named else f"no longer {self._say.does(Ref('option', option))}"

    def _body(self, option: str) -> str:
        body = self._dossier.body_of(option)
        return "" if body is None else self._say(Ref("body", body))

    def _is_of(self, mover: str, option: str) -> bool:
        return mover in self._dossier.owners(option) or bool(self._body(option))

    def _noun(self, option: str) -> str:
        """The noun of an act, as something that is there already: `the freeze`, not `a freeze`."""
        return re.sub("^an? ", "the ", self._say(Ref("option", option)))


def _outwards(value: float, middle: float) -> str:
    """A limit with few digits, rounded away from the middle, so that what is said still turns the verdict."""
    fine = 10 if abs(value) >= 10 else 100
    whole = math.ceil(value * fine - 1e-9) if value > middle else math.floor(value * fine + 1e-9)
    return f"{whole / fine:g}"


def _joined(parts: Sequence[str]) -> str:
    """Verb phrases in a row; by semicolons where one has a comma or an `and` of its own."""
    if len(parts) > 1 and any("," in part or " and " in part for part in parts):
        return "; ".join(parts[:-1]) + f"; and {parts[-1]}"
    return listed(parts)
