"""The slow oracle of play: `shared/reference/play.md`, written down once more in plain Python.

The kernel in `src/` is checked against it, so it shares no code and no reader with the package. A state is a
frozenset of names: the options that are on, and one mark `deal/OWNER` for each breach. A step is a frozenset
of the options that flip. Where the text leaves a choice, a comment beginning with `Choice:` says which was made.
"""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from typing import Any

State = frozenset[str]
Step = frozenset[str]
Shares = dict[State, float]
Condition = Callable[[State], bool]
Judge = Callable[[str, State], float]

TOLERANCE = 1e-9
MOST_FREE = 12
ROUNDS, SOON_ROUNDS = 20, 3
LEAST_CHANCE = 0.1  # of an alternative under logit, or it is left out


class OracleError(ValueError):
    """A dossier or intervention that contradicts itself, names what is not there, or starts in an impossible state."""


class OracleTooLarge(ValueError):
    """More than 12 options of one actor are free at once in a reached state."""


def solve(
    dossier: dict[str, Any],
    intervention: dict[str, Any] | None = None,
    behaviour: str = "foresighted",
    horizon: int = 3,
    noise: float = 5.0,
) -> dict[str, Any]:
    """Where things go from the eve of the event: section 4 of play.md, from a dossier whose quantities are all exact.

    `intervention` has any of the keys `forbid: [o]`, `hold: {o: True}`, `absent: [A]`, `waive: [A]`,
    `mute: [(A, issue)]`, `only: {A: [issue]}`. Returns `options` and `soon` (shares), `values` (mean utility),
    `end_states`, `unsettled` and `reached`. The variants `careful` and `logit` as docs/explanation/play.md has them.
    """
    if behaviour not in ("myopic", "foresighted", "careful", "logit"):
        raise OracleError(f"no such behaviour: {behaviour}")
    game = Game(dossier)
    return Play(game, Intervention(game, intervention or {}), behaviour, horizon, noise).result()


# ---------------------------------------------------------------------------------------------- conditions


def parse_condition(text: str, options: Iterable[str]) -> Condition:
    """Read a condition such as `a and not b`, `a if b`, `exactly 1 of (a, b)` into a function of the state."""
    return _Parser(str(text), set(options)).whole()


class _Parser:
    """Recursive descent: iff < if < or < and < not < atom; `if` and `iff` do not chain."""

    TOKEN = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_-]*|\d+|[(),])")
    WORDS = frozenset({"not", "and", "or", "if", "iff"})

    def __init__(self, text: str, options: set[str]) -> None:
        self.text, self.options, self.at = text, options, 0
        self.tokens: list[str] = []
        end, rest = 0, text.rstrip()
        while end < len(rest):
            found = self.TOKEN.match(rest, end)
            if not found:
                raise OracleError(f"cannot read {rest[end:]!r} in the condition {text!r}")
            self.tokens.append(found[1])
            end = found.end()

    def whole(self) -> Condition:
        condition = self.equivalence()
        if self.peek():
            raise self.surprise()
        return condition

    def peek(self, ahead: int = 0) -> str:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ""

    def take(self, token: str) -> bool:
        """Step over `token` if it comes next."""
        if self.peek() != token:
            return False
        self.at += 1
        return True

    def demand(self, token: str) -> None:
        if not self.take(token):
            raise self.surprise()

    def surprise(self) -> OracleError:
        return OracleError(f"did not expect {self.peek() or 'the end'!r} in the condition {self.text!r}")

    def equivalence(self) -> Condition:
        left = self.conditional()
        if not self.take("iff"):
            return left
        right = self.conditional()
        return lambda s: left(s) == right(s)

    def conditional(self) -> Condition:
        then = self.disjunction()
        if not self.take("if"):
            return then
        premise = self.disjunction()
        return lambda s: then(s) or not premise(s)

    def disjunction(self) -> Condition:
        parts = [self.conjunction()]
        while self.take("or"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else lambda s: any(part(s) for part in parts)

    def conjunction(self) -> Condition:
        parts = [self.negation()]
        while self.take("and"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else lambda s: all(part(s) for part in parts)

    def negation(self) -> Condition:
        if self.take("not"):
            inner = self.negation()
            return lambda s: not inner(s)
        return self.atom()

    def atom(self) -> Condition:
        if self.take("("):
            inner = self.equivalence()
            self.demand(")")
            return inner
        if self.peek() == "exactly" and self.peek(1).isdigit():
            self.at += 1
            number, parts = self.count()
            return lambda s: sum(part(s) for part in parts) == number
        if self.peek() == "at" and self.peek(1) == "least" and self.peek(2).isdigit():
            self.at += 2
            number, parts = self.count()
            return lambda s: sum(part(s) for part in parts) >= number
        name = self.peek()
        if name in self.WORDS or not re.match("[A-Za-z_]", name):
            raise self.surprise()
        if name not in self.options:
            raise OracleError(f"{name!r} in the condition {self.text!r} is no option")
        self.at += 1
        return lambda s: name in s

    def count(self) -> tuple[int, list[Condition]]:
        """`2 of (a, b and c, d)`, after `exactly` or `at least`."""
        number = int(self.peek())
        self.at += 1
        self.demand("of")
        self.demand("(")
        parts = [self.equivalence()]
        while self.take(","):
            parts.append(self.equivalence())
        self.demand(")")
        return number, parts


# ---------------------------------------------------------------------------------------------- what is written


@dataclass(frozen=True)
class Option:
    """One act. `owners` has one name (own) or several (joint); `body` is set instead where a body decides."""

    name: str
    owners: tuple[str, ...]
    body: str | None
    needs: Condition | None
    irreversible: bool
    sets: dict[str, bool]
    breach: dict[str, float]

    @property
    def is_deal(self) -> bool:
        return bool(self.sets)

    @property
    def is_joint(self) -> bool:
        return len(self.owners) > 1

    def has_needs(self, state: State) -> bool:
        return self.needs is None or self.needs(state)

    def keeps_terms(self, state: State) -> bool:
        return all((name in state) == on for name, on in self.sets.items())


@dataclass(frozen=True)
class Body:
    """Who decides together. `others` are unmodelled votes; their yes votes depend on the direction of the change."""

    members: dict[str, dict[str, float]]  # by measure
    there: dict[str, float]  # unmodelled votes by measure
    passes: dict[str, float | str]
    abstain: str | None
    veto: tuple[str, ...]
    follows: dict[str, str]
    others_yes: dict[bool, float]  # switching on (True) or off (False); in per cent if there are several measures
    blocking: int
    quorum: dict[str, float | str]
    tables: tuple[str, ...]
    votes: dict[str, Any]

    def total(self, measure: str) -> float:
        return sum(weights[measure] for weights in self.members.values()) + self.there[measure]

    def stated(self, member: str, option: str) -> str | None:
        """What a member is known to vote on switching the option on; a chance is taken for what is likelier, as in the one draw
        that stands in the middle."""
        here = self.votes.get(option)
        vote = here[member] if isinstance(here, dict) and member in here else self.votes.get(member)
        if vote is None or isinstance(vote, dict | str):
            return vote if isinstance(vote, str) else None
        return "yes" if vote > 50 else "no"


@dataclass(frozen=True)
class Stake:
    """What an actor wants on an issue: `curve` holds (level, worth) points, with worth 100 at its best."""

    salience: float
    position: float | None
    curve: tuple[tuple[float, float], ...]

    def worth(self, level: float, length: float) -> float:
        if self.position is not None:
            return -100 * abs(self.position - level) / length
        return interpolate(self.curve, level) - 100


@dataclass(frozen=True)
class Issue:
    least: float
    greatest: float
    status_quo: float
    stakes: dict[str, Stake]

    def clip(self, level: float) -> float:
        return min(max(level, self.least), self.greatest)


@dataclass(frozen=True)
class Consequence:
    when: Condition
    moves: dict[str, float]
    costs: dict[str, float]
    gains: dict[str, float]


def interpolate(points: tuple[tuple[float, float], ...], x: float) -> float:
    """Linear between the points (sorted by x), flat outside."""
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]


class Game:
    """The dossier as play needs it: names, numbers and conditions, in file order."""

    def __init__(self, dossier: dict[str, Any]) -> None:
        actors = dossier["actors"]
        self.actors: list[str] = list(actors)
        self.pace = {name: entry.get("pace", 1) if isinstance(entry, dict) else 1 for name, entry in actors.items()}
        self.bodies = {name: read_body(name, entry, self) for name, entry in section(dossier, "bodies").items()}
        names = list(section(dossier, "options"))
        self.options = {
            name: read_option(name, entry, names, self) for name, entry in section(dossier, "options").items()
        }
        self.deals = [option for option in self.options.values() if option.is_deal]
        for deal in self.deals:
            self._check_deal(deal)
        self.issues = {name: read_issue(name, entry, self) for name, entry in section(dossier, "issues").items()}
        self.impossible = [parse_condition(text, names) for text in dossier.get("impossible") or []]
        self.consequences = [read_consequence(entry, names, self) for entry in dossier.get("consequences") or []]
        # Choice: an empty preference list is no list.
        self.preferences = {
            self.actor(name, "preferences"): [parse_condition(text, names) for text in statements]
            for name, statements in section(dossier, "preferences").items()
            if statements
        }
        self.now = self._completed(dossier.get("now") or [])
        self.minds = {
            name: Game(believed(dossier, views)) for name, views in section(dossier, "beliefs").items() if views
        }

    def actor(self, name: str, where: str) -> str:
        if name not in self.actors:
            raise OracleError(f"{where}: {name!r} is no actor")
        return name

    def movers(self) -> list[str]:
        """Actors that own or co-own an option, or are members of a body that owns one; in file order."""
        able: set[str] = set()
        for option in self.options.values():
            able.update(option.owners)
            if option.body:
                able.update([*self.bodies[option.body].members, *self.bodies[option.body].tables])
        return [actor for actor in self.actors if actor in able]

    def is_impossible(self, state: State) -> bool:
        return any(pattern(state) for pattern in self.impossible)

    def _check_deal(self, deal: Option) -> None:
        if not deal.is_joint:
            raise OracleError(f"{deal.name}: a deal needs several owners")
        for name in deal.sets:
            if name not in self.options:
                raise OracleError(f"{deal.name} sets {name!r}, which is no option")
            if self.options[name].is_deal:
                raise OracleError(f"{deal.name} sets another deal, {name}")
            if not set(self.options[name].owners) <= set(deal.owners):
                raise OracleError(f"{deal.name} sets {name}, whose owners do not all co-own the deal")

    def _completed(self, now: list[str]) -> State:
        """The options that are on at the start, with what the deals among them put."""
        for name in now:
            if name not in self.options:
                raise OracleError(f"now: {name!r} is no option")
        on = frozenset(now)
        puts = {name for deal in self.deals if deal.name in on for name, put_on in deal.sets.items() if put_on}
        on = on | puts
        for name in on:
            if not self.options[name].has_needs(on):
                raise OracleError(f"now: {name} lacks what it needs")
            if not self.options[name].keeps_terms(on):
                raise OracleError(f"now: the terms of {name} do not hold")
        if self.is_impossible(on):
            raise OracleError("now is impossible")
        return on


def section(dossier: dict[str, Any], name: str) -> dict[str, Any]:
    return dossier.get(name) or {}


def as_names(value: Any) -> list[str]:
    """`RUS`, `[RUS, PRK]` or nothing, as a list."""
    return [value] if isinstance(value, str) else list(value or [])


def as_on(value: Any) -> bool:
    """`on`, `off`, `true`, `false`, however the YAML reader handed them over."""
    if isinstance(value, bool):
        return value
    words = {"on": True, "true": True, "off": False, "false": False}
    if value not in words:
        raise OracleError(f"{value!r} is neither on nor off")
    return words[value]


def read_body(name: str, entry: dict[str, Any], game: Game) -> Body:
    members = {m: w if isinstance(w, dict) else {"votes": w} for m, w in entry["members"].items()}
    measures = list(next(iter(members.values())))
    unmodelled = members.pop("others", dict.fromkeys(measures, 0))
    there = unmodelled[measures[0]] if len(measures) == 1 else 100  # then so many per cent of them say yes
    # Choice: the yes votes of the others are not rounded, and stay between none and all of them.
    others_yes = {
        True: min(max(entry.get("others", 0), 0), there),
        False: min(max(entry.get("others_off", 0), 0), there),
    }
    veto, follows = as_names(entry.get("veto")), dict(entry.get("follows") or {})
    for member in [*veto, *follows]:
        if member not in members:
            raise OracleError(f"bodies.{name}: {member!r} is no member")
    for member, leader in follows.items():
        seen = {member}
        while leader in follows:
            if leader in seen:
                raise OracleError(f"bodies.{name}: {leader} follows itself")
            seen.add(leader)
            leader = follows[leader]
        game.actor(leader, f"bodies.{name}.follows.{member}")
    by_measure = [
        value if isinstance(value, dict) else {} if value is None else {measures[0]: value}
        for value in (entry["passes"], entry.get("quorum"))
    ]
    return Body(
        members,
        unmodelled,
        by_measure[0],
        entry.get("abstain"),
        tuple(veto),
        follows,
        others_yes,
        entry.get("blocking", 0),
        by_measure[1],
        as_names(entry.get("tables")),
        dict(entry.get("votes") or {}),
    )


def amount(written: float | str, total: float) -> float:
    """A number, or a share of the whole."""
    if isinstance(written, str):
        return 2 / 3 * total if written == "two-thirds majority" else float(written.rstrip("% ")) / 100 * total
    return written


def read_option(name: str, entry: dict[str, Any], names: list[str], game: Game) -> Option:
    by = as_names(entry["by"])
    body = by[0] if by[0] in game.bodies else None
    if body and len(by) > 1:
        raise OracleError(f"options.{name}: a body and an actor together")
    owners = () if body else tuple(dict.fromkeys(game.actor(owner, f"options.{name}.by") for owner in by))
    breach = dict(entry.get("breach") or {})
    for owner in breach:
        if owner not in owners:
            raise OracleError(f"options.{name}.breach: {owner!r} is no owner")
    if breach and not entry.get("sets"):
        raise OracleError(f"options.{name}: only a deal has a breach, and it sets something")
    needs = parse_condition(entry["needs"], names) if entry.get("needs") is not None else None
    sets = {option: as_on(value) for option, value in (entry.get("sets") or {}).items()}
    return Option(name, owners, body, needs, as_on(entry.get("irreversible", False)), sets, breach)


def believed(dossier: dict[str, Any], views: dict[str, float]) -> dict[str, Any]:
    """The dossier as somebody sees it who is wrong about some positions and saliences."""
    seen = copy.deepcopy({key: value for key, value in dossier.items() if key != "beliefs"})
    for path, value in views.items():
        _, issue, _, actor, part = path.split(".")
        seen["issues"][issue]["stakes"][actor][part] = value
    return seen


def read_issue(name: str, entry: dict[str, Any], game: Game) -> Issue:
    scale = entry["scale"]

    def level(value: Any) -> float:
        """A number stands for itself, a label for its place on the scale."""
        if isinstance(value, str):
            if value not in scale:
                raise OracleError(f"issues.{name}: {value!r} is no label of the scale")
            value = scale[value]
        return float(value)

    stakes: dict[str, Stake] = {}
    for actor, stake in (entry.get("stakes") or {}).items():
        curve = tuple(sorted((level(point), worth) for point, worth in (stake.get("worth") or {}).items()))
        position = None if curve else level(stake["position"])
        stakes[game.actor(actor, f"issues.{name}.stakes")] = Stake(stake["salience"], position, curve)
    return Issue(min(scale.values()), max(scale.values()), level(entry["status_quo"]), stakes)


def read_consequence(entry: dict[str, Any], names: list[str], game: Game) -> Consequence:
    moves, costs, gains = (dict(entry.get(key) or {}) for key in ("moves", "costs", "gains"))
    for actor in [*costs, *gains]:
        game.actor(actor, "consequences")
    for issue in moves:
        if issue not in game.issues:
            raise OracleError(f"consequences: {issue!r} is no issue")
    return Consequence(parse_condition(entry["when"], names), moves, costs, gains)


# ---------------------------------------------------------------------------------------------- interventions


class Intervention:
    """What is held on or off and fixed, who is absent, whose consent nobody asks, which stakes are silent."""

    def __init__(self, game: Game, wanted: dict[str, Any]) -> None:
        unknown = set(wanted) - {"forbid", "hold", "absent", "waive", "mute", "only", "inform"}
        if unknown:
            raise OracleError(f"no such intervention: {', '.join(sorted(unknown))}")
        self.absent = frozenset(game.actor(name, "absent") for name in as_names(wanted.get("absent")))
        self.informed = frozenset(game.actor(name, "inform") for name in as_names(wanted.get("inform")))
        self.waived = frozenset(game.actor(name, "waive") for name in as_names(wanted.get("waive")))
        forbidden = as_names(wanted.get("forbid"))
        hold = {name: as_on(on) for name, on in (wanted.get("hold") or {}).items()}
        for name in [*forbidden, *hold]:
            if name not in game.options:
                raise OracleError(f"{name!r} is no option")
        self.held_on = frozenset(name for name, on in hold.items() if on)
        self.held_off = frozenset(
            [name for name, on in hold.items() if not on]
            + forbidden
            + [option.name for option in game.options.values() if self.absent & set(option.owners)]
        )
        self._check_held(game)
        self.silent = frozenset(self._silent(game, wanted))

    @property
    def fixed(self) -> frozenset[str]:
        return self.held_on | self.held_off

    def start(self, game: Game) -> State:
        """The completed `now` with everything held put; what must fall has not fallen yet."""
        on = (game.now - self.held_off) | self.held_on
        for name in self.held_on:
            for option, put_on in game.options[name].sets.items():
                on = on | {option} if put_on else on - {option}
        return on

    def _check_held(self, game: Game) -> None:
        """Nothing may be wanted both on and off, directly or as a term of a deal held on."""
        wanted_on, wanted_off = set(self.held_on), set(self.held_off)
        for name in self.held_on:
            for option, put_on in game.options[name].sets.items():
                (wanted_on if put_on else wanted_off).add(option)
        if wanted_on & wanted_off:
            raise OracleError(f"wanted both on and off: {', '.join(sorted(wanted_on & wanted_off))}")

    @staticmethod
    def _silent(game: Game, wanted: dict[str, Any]) -> Iterator[tuple[str, str]]:
        # Choice: `only` mutes the other stakes, so it is refused like `mute` for an actor with a list;
        # `mute` and `only` on one actor add up (each only takes stakes away) and are no contradiction.
        kept = {actor: as_names(issues) for actor, issues in (wanted.get("only") or {}).items()}
        muted = [(actor, issue) for actor, issue in wanted.get("mute") or []]
        for issue in [*(issue for _, issue in muted), *(issue for issues in kept.values() for issue in issues)]:
            if issue not in game.issues:
                raise OracleError(f"{issue!r} is no issue")
        for actor in [*kept, *(actor for actor, _ in muted)]:
            if game.actor(actor, "mute or only") in game.preferences:
                raise OracleError(f"{actor} has a list of preferences: no stake of it can be muted")
        yield from muted
        for actor, issues in kept.items():
            yield from ((actor, issue) for issue in game.issues if issue not in issues)


# ---------------------------------------------------------------------------------------------- play


class Play:
    """One world: a game under an intervention and a behaviour. Results of methods are remembered for one solve."""

    def __init__(
        self, game: Game, intervention: Intervention, behaviour: str, horizon: int, noise: float = 5.0
    ) -> None:
        self.noise = noise
        self.game, self.intervention, self.behaviour, self.horizon = game, intervention, behaviour, horizon
        self.movers = game.movers()
        self.bit = {name: 1 << place for place, name in enumerate(game.options)}
        self.levels = cache(self._levels)
        self.utility = cache(self._utility)
        self.short_reply = cache(self._short_reply)
        self.outlook = cache(self._outlook)
        self.reply = cache(self._reply)
        self.response = cache(self._response)
        self.minds = {
            name: Play(mind, intervention, behaviour, horizon)
            for name, mind in game.minds.items()
            if name not in intervention.informed
        }
        self.start = self.fall(intervention.start(game))
        if game.is_impossible(self.start):
            raise OracleError("the intervention leaves an impossible start")

    # ---- section 1: utility and falling

    def _levels(self, on: State) -> dict[str, float]:
        """Where every issue stands."""
        moved = {name: issue.status_quo for name, issue in self.game.issues.items()}
        for change, consequence in self.changes(on):
            for name, move in consequence.moves.items():
                moved[name] += move * change
        return {name: issue.clip(moved[name]) for name, issue in self.game.issues.items()}

    def changes(self, state: State) -> Iterator[tuple[int, Consequence]]:
        """C(s): +1 for a consequence that came to hold since the file's `now`, -1 for one that ceased to."""
        for consequence in self.game.consequences:
            change = int(consequence.when(state)) - int(consequence.when(self.game.now))
            if change:
                yield change, consequence

    def _utility(self, actor: str, state: State) -> float:
        if actor in self.game.preferences:
            total = self.score(self.game.preferences[actor], state)
        else:
            total = 0.0
            levels = self.levels(state)
            for name, issue in self.game.issues.items():
                if actor in issue.stakes and (actor, name) not in self.intervention.silent:
                    stake = issue.stakes[actor]
                    total += stake.salience / 100 * stake.worth(levels[name], issue.greatest - issue.least)
            for change, consequence in self.changes(state):
                total += (consequence.gains.get(actor, 0) - consequence.costs.get(actor, 0)) * change
        return total - sum(deal.breach[actor] for deal in self.game.deals if mark(deal, actor) in state)

    @staticmethod
    def score(statements: list[Condition], state: State) -> float:
        """Option prioritisation: each statement outweighs all that follow it; 100 when all hold."""
        k = len(statements)
        weights: list[int] = [2 ** (k - 1 - j) for j in range(k)]
        return (
            100 * sum(weight for weight, holds in zip(weights, statements, strict=True) if holds(state)) / sum(weights)
        )

    def fall(self, state: State) -> State:
        """Switch off, all at once and until nothing falls, what lacks its needs and deals whose terms do not hold."""
        while True:
            falling = {
                option.name
                for option in self.game.options.values()
                if option.name in state
                and option.name not in self.intervention.held_on
                and not (option.has_needs(state) and option.keeps_terms(state))
            }
            if not falling:
                return state
            state = state - falling

    # ---- section 2: what an actor can do in its turn

    def targets(self, actor: str, s: State, judge: Judge, frozen: str | None) -> Iterator[State]:
        """States other than `s` to which an actor can go. `frozen` is an actor that agrees to nothing."""
        if actor in self.intervention.absent:
            return
        for step in nonempty_subsets(self.free(actor, s)):
            if self.is_legal(s, step):
                t = self.landing(s, step, alone=actor)
                if self.is_target(s, t):
                    yield t
        for step, asked in [*self.proposals(actor, s), *self.tablings(actor, s)]:
            if self.is_legal(s, step):
                t = self.landing(s, step, alone=None)
                if not self.is_target(s, t):
                    continue
                if self.all_agree(asked, s, t, judge, frozen) and self.all_pass(step, s, t, judge):
                    yield t

    def free(self, actor: str, s: State) -> list[str]:
        """Options that acting alone can flip: own ones, and joint ones that are on and that the actor can leave."""
        flippable = [
            option.name
            for option in self.game.options.values()
            if actor in option.owners
            and (not option.is_joint or (option.name in s and actor not in self.intervention.waived))
            and option.name not in self.intervention.fixed
            and not (option.irreversible and option.name in s)
        ]
        locked_for_good = self.locked(s, frozenset(flippable))
        return [name for name in flippable if name not in locked_for_good]

    def proposals(self, actor: str, s: State) -> Iterator[tuple[Step, list[str]]]:
        """Each joint option or deal that could be put forward, as a step, with the other owners."""
        for option in self.game.options.values():
            if option.is_joint and actor in option.owners and option.name not in s:
                terms = {name for name, on in option.sets.items() if (name in s) != on}
                yield frozenset({option.name} | terms), [owner for owner in option.owners if owner != actor]

    def tablings(self, actor: str, s: State) -> Iterator[tuple[Step, list[str]]]:
        """Each option of a body of which the actor is a member, or which it may table; no owner has to be asked."""
        for option in self.game.options.values():
            body = self.game.bodies.get(option.body or "")
            if body and actor in (body.tables or body.members):
                yield frozenset({option.name}), []

    def is_legal(self, s: State, step: Step) -> bool:
        """Judged before anything falls."""
        if not step or step & self.intervention.fixed or step & self.locked(s, step):
            return False
        made = s ^ step
        for name in step:
            option = self.game.options[name]
            if name in s and option.irreversible:
                return False
            if name not in s and not option.has_needs(made):
                return False
        return True

    def locked(self, s: State, dropped: frozenset[str]) -> set[str]:
        """What the deals that are on, other than those dropped, hold as it is."""
        return {name for deal in self.game.deals if deal.name in s and deal.name not in dropped for name in deal.sets}

    def landing(self, s: State, step: Step, alone: str | None) -> State:
        """The state after the step, what falls with it, and the breach marks of an actor that acts alone."""
        t = self.fall(s ^ step)
        if alone is None:
            return t
        broken = {
            mark(deal, alone)
            for deal in self.game.deals
            if deal.name in s and deal.name not in t and alone in deal.breach
        }
        return t | broken

    def is_target(self, s: State, t: State) -> bool:
        return t != s and not self.game.is_impossible(t)

    def all_agree(self, owners: list[str], s: State, t: State, judge: Judge, frozen: str | None) -> bool:
        """Every owner that must be asked strictly gains; a waived one is not asked, a frozen one agrees to nothing."""
        asked = [owner for owner in owners if owner not in self.intervention.waived]
        return frozen not in asked and all(judge(owner, t) - judge(owner, s) > TOLERANCE for owner in asked)

    def all_pass(self, step: Step, s: State, t: State, judge: Judge) -> bool:
        """Every body passes each of its options that the step changes, in the direction of the change.

        Choice: where a deal changes several options of one body, each needs its own pass.
        """
        for name in sorted(step):
            body = self.game.options[name].body
            if body and not self.passes(self.game.bodies[body], name, name not in s, s, t, judge):
                return False
        return True

    def passes(self, body: Body, option: str, switching_on: bool, s: State, t: State, judge: Judge) -> bool:
        votes = {member: self.vote(body, option, member, switching_on, s, t, judge) for member in body.members}
        missing = {m for m, vote in votes.items() if vote is None or m in self.intervention.absent}
        against = [member for member, vote in votes.items() if vote == -1]
        unanimous = next(iter(body.passes.values())) in ("unanimity", "consensus") and body.abstain != "counts as no"
        if any(member in body.veto or unanimous for member in against):
            return False
        for measure, least in body.quorum.items():
            present = body.total(measure) - sum(body.members[m][measure] for m in missing)
            if present < amount(least, body.total(measure)) - TOLERANCE:
                return False
        if body.blocking and sum(vote != 1 for vote in votes.values()) < body.blocking:
            return True
        return all(self.reaches(body, measure, votes, switching_on) for measure in body.passes)

    def reaches(self, body: Body, measure: str, votes: dict[str, int | None], switching_on: bool) -> bool:
        """One measure. Choice: thresholds are read with the same tolerance, so that weights such as 0.1 add up."""
        wanted, total = body.passes[measure], body.total(measure)
        unmodelled = body.there[measure]
        yes = body.others_yes[switching_on] * (1 if len(body.there) == 1 else unmodelled / 100)
        no = unmodelled - yes
        yes += sum(body.members[m][measure] for m, vote in votes.items() if vote == 1)
        no += sum(body.members[m][measure] for m, vote in votes.items() if vote == -1)
        if wanted == "simple majority":
            return yes > (total / 2 if body.abstain == "counts as no" else no) + TOLERANCE
        if wanted in ("unanimity", "consensus"):
            return yes >= total - TOLERANCE if body.abstain == "counts as no" else yes > TOLERANCE
        if wanted == "absolute majority":
            return yes > total / 2 + TOLERANCE
        least = amount(wanted, total)
        if body.abstain != "not counted":
            return yes >= least - TOLERANCE
        cast = yes + no  # of all votes cast, the same share; some are
        return yes > TOLERANCE and yes * (total - least) >= least * (cast - yes) - TOLERANCE * (total - least)

    def vote(
        self, body: Body, option: str, member: str, switching_on: bool, s: State, t: State, judge: Judge
    ) -> int | None:
        """1 yes, 0 abstains, −1 no, None: is not there. Choice: a stated vote on switching on is turned round for switching off."""
        voter = self.voter(body, member)
        said = None if member in self.intervention.absent else body.stated(member, option)
        if said is None and voter is not None:
            said = body.stated(voter, option)
            said = "abstain" if said == "absent" and voter != member else said
        if said is not None:
            votes = {"yes": 1, "no": -1, "abstain": 0, "absent": 0}
            return None if said == "absent" else votes[said] * (1 if switching_on else -1)
        if voter is None:
            return 0
        gain = judge(voter, t) - judge(voter, s)
        return 1 if gain > TOLERANCE else -1 if gain < -TOLERANCE else 0

    def voter(self, body: Body, member: str) -> str | None:
        """The actor by whose gains a member votes (itself or its leader); None if it abstains.

        Choice: a leader that follows somebody in the same body hands that vote on.
        """
        while member in body.follows and member not in self.intervention.absent:
            member = body.follows[member]
        return member if member in self.game.actors and member not in self.intervention.absent else None

    # ---- section 3: behaviour

    def _response(self, actor: str, s: State) -> Shares:
        """Where an actor goes from `s` in the world itself, and with which chance."""
        if self.behaviour != "logit":
            return {self.reply(actor, s): 1.0}
        worth = {t: self.outlook(actor, t) for t in {s, *self.targets(actor, s, self.outlook, None)}}
        total = sum(math.exp(w / self.noise) for w in worth.values())
        share = {t: math.exp(w / self.noise) / total for t, w in worth.items()}
        kept = {t for t in share if share[t] >= LEAST_CHANCE or max(worth.values()) - worth[t] <= TOLERANCE}
        return {t: share[t] / sum(share[k] for k in kept) for t in kept}

    def _reply(self, actor: str, s: State) -> State:
        """Where an actor goes from `s` in the world itself."""
        return self.best(actor, s, self.utility if self.behaviour == "myopic" else self.outlook, frozen=None)

    def _short_reply(self, actor: str, s: State, frozen: str) -> State:
        """Where an actor goes from `s` in the thoughts of `frozen`, who does nothing but vote, by what `frozen` believes of it."""
        mind = self.minds.get(frozen)
        return self.best(actor, s, mind.utility if mind else self.utility, frozen)

    def best(self, actor: str, s: State, judge: Judge, frozen: str | None) -> State:
        worth = {t: judge(actor, t) for t in self.targets(actor, s, judge, frozen)}
        if not worth:
            return s
        highest = max(worth.values())
        if not highest - judge(actor, s) > TOLERANCE:
            return s
        return min((t for t in worth if highest - worth[t] <= TOLERANCE), key=lambda t: self.rank(s, t))

    def rank(self, s: State, t: State) -> tuple[int, int, list[str]]:
        """Among equals: fewest options changed, then the smallest number with the first option as the lowest bit.

        Choice: the number is that of `t` (not of the change); breach marks are no options, and only where
        all else is equal the target with the fewer marks in alphabetical order comes first.
        """
        changed = sum(name in self.bit for name in s ^ t)
        number = sum(self.bit[name] for name in t if name in self.bit)
        return changed, number, sorted(name for name in t if name not in self.bit)

    def _outlook(self, actor: str, s: State) -> float:
        """W: mean utility over `s` and the states after each of `horizon` rounds of the other movers' short replies."""
        # Choice: for an actor that is no mover (it may lead a follower), the others are all movers.
        others = [mover for mover in self.movers if mover != actor]
        revisions = self.horizon * len(others)
        if self.behaviour == "careful":
            return self.least(actor, s, others, revisions)
        shares: Shares = {s: 1.0}
        total = self.utility(actor, s)
        for _ in range(revisions):
            shares = self.revised(shares, others, lambda mover, state: {self.short_reply(mover, state, actor): 1.0})
            total += sum(share * self.utility(actor, state) for state, share in shares.items())
        return total / (1 + revisions)

    def least(self, actor: str, s: State, others: list[str], revisions: int) -> float:
        """The least utility over `s` and wherever so many revisions by the others can have led."""
        possible = {s}
        worst = self.utility(actor, s)
        for _ in range(revisions):
            possible = {self.short_reply(mover, state, actor) for state in possible for mover in others}
            worst = min([worst, *(self.utility(actor, state) for state in possible)])
        return worst

    # ---- section 4: the chain

    def revised(self, shares: Shares, movers: list[str], response: Callable[[str, State], Shares]) -> Shares:
        """The distribution after one of the movers, drawn by pace, has responded."""
        pace = sum(self.game.pace[mover] for mover in movers)
        after: Shares = {}
        for state, share in shares.items():
            for mover in movers:
                for t, chance in response(mover, state).items():
                    after[t] = after.get(t, 0.0) + share * self.game.pace[mover] / pace * chance
        return after

    def result(self) -> dict[str, Any]:
        history = self.history()
        settled = mean_shares(history[len(history) // 2 :])
        soon = mean_shares(history[: max(1, SOON_ROUNDS * len(self.movers))])
        end_states = self.end_states(history[-1])
        return {
            "options": {name: share_of(name, settled) for name in self.game.options},
            "soon": {name: share_of(name, soon) for name in self.game.options},
            "values": {
                actor: sum(share * self.utility(actor, state) for state, share in settled.items())
                for actor in self.game.actors
            },
            "end_states": end_states,
            "unsettled": max(0.0, 1.0 - sum(end["probability"] for end in end_states)),
            "reached": len({self.start}.union(*history)),
        }

    def history(self) -> list[Shares]:
        """The distribution after each revision k = 0 ... N-1; with no mover, the start alone."""
        shares: Shares = {self.start: 1.0}
        if not self.movers:
            return [shares]
        history = []
        for _ in range(ROUNDS * len(self.movers)):
            for state in shares:
                self.check_size(state)
            shares = self.revised(shares, self.movers, self.response)
            history.append(shares)
        return history

    def check_size(self, state: State) -> None:
        # Choice: options that are fixed, irreversibly on or locked for good are not free, and only states
        # of the chain count, not those of the look-ahead.
        for actor in self.movers:
            free = self.free(actor, state)
            if actor not in self.intervention.absent and len(free) > MOST_FREE:
                raise OracleTooLarge(
                    f"{len(free)} options of {actor} are free at once; merge some of {', '.join(free)}"
                )

    def end_states(self, last: Shares) -> list[dict[str, Any]]:
        """Closed classes of the graph of replies, with the mass on each at the last revision."""
        after = cache(self._after)
        found = []
        for members in {after(state) for state in last}:
            if all(after(state) == members for state in members):
                found.append(
                    {
                        "states": sorted(sorted(state) for state in members),
                        "kind": "rest" if len(members) == 1 else "cycle",
                        "probability": sum(last.get(state, 0.0) for state in members),
                    }
                )
        return sorted(found, key=lambda end: (-end["probability"], end["states"]))

    def _after(self, state: State) -> frozenset[State]:
        """All states that replies lead to from a state, itself included."""
        found, waiting = {state}, [state]
        while waiting:
            s = waiting.pop()
            for t in {t for mover in self.movers for t in self.response(mover, s)} - found:
                found.add(t)
                waiting.append(t)
        return frozenset(found)


def mark(deal: Option, owner: str) -> str:
    return f"{deal.name}/{owner}"


def nonempty_subsets(names: list[str]) -> Iterator[frozenset[str]]:
    for size in range(1, len(names) + 1):
        for chosen in combinations(names, size):
            yield frozenset(chosen)


def mean_shares(history: list[Shares]) -> Shares:
    mean: Shares = {}
    for shares in history:
        for state, share in shares.items():
            mean[state] = mean.get(state, 0.0) + share / len(history)
    return mean


def share_of(name: str, shares: Shares) -> float:
    return sum((share for state, share in shares.items() if name in state), 0.0)
