"""Files of the graph-model program GMCR+ (`.gmcr`, JSON).

Reading loses what the program does not use either (payoffs, `coalitionsFull`, the nodes of a reachability export) without
a word, and with a word: statements or rankings that the file switches off, keys that are not known, and the name of an option that
an earlier one has too (its owner's is put behind it). Two decision makers of one name are refused. Misperceptions are kept, and said to
be lost all the same: `Conflict.hypergame` heeds them and writing hands them on, but `Conflict.model` and dossiers know of none.
Writing loses the title (the program shows the file's name), the status quo, the numbers of payoffs, who else owns a joint
option, and, where only some decision makers have rankings, the statements of the others.

States are numbered from 1, among the feasible ones, after the options are sorted by owner: options are kept in that order.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from summitry import __version__
from summitry.dossier.files import read_text, replacing
from summitry.errors import DossierError, ForeignFormatError, Problem, TooLarge
from summitry.formats.conflict import (
    Condition,
    Conflict,
    Direction,
    Payoffs,
    Preference,
    Ranking,
    Statements,
    one_line,
    ranking_of,
)
from summitry.graphmodel.model import MOST_OPTIONS

_DIRECTIONS: dict[str, Direction] = {"both": "both", "fwd": "on", "back": "off"}
_WRITTEN = {direction: word for word, direction in _DIRECTIONS.items()}
_OLD_NAMES = {
    "useManualPreferenceVectors": "useManualPreferenceRanking",
    "preferenceVector": "preferenceRanking",
}
_TOP = {"options", "decisionMakers", "infeasibles", "coalitions", "useManualPreferenceRanking"}
_UNUSED = {"program", "version", "coalitionsFull", "nodes"}
"""Keys that say nothing about the conflict, or nothing that is not said elsewhere."""
_OPTION = {"name", "permittedDirection"}
_DECISION_MAKER = {"name", "options", "preferences", "misperceptions", "preferenceRanking", "payoffs"}

T = TypeVar("T")


class Reading(NamedTuple):
    """A conflict, and a line for each thing that the file says and the conflict does not."""

    conflict: Conflict
    lost: tuple[str, ...]


def read_gmcr(path: Path) -> Conflict:
    """The conflict of a `.gmcr` file; what gets lost is warned of (`gmcr_reading` hands it over instead).

    Raises
    ------
    ForeignFormatError : it cannot be read; the error carries all problems.
    TooLarge : a manual ranking over more than 24 options.
    """
    conflict, lost = gmcr_reading(path)
    for line in lost:
        warnings.warn(f"{path}: lost: {line}", stacklevel=2)
    return conflict


def gmcr_reading(path: Path) -> Reading:
    """The conflict of a `.gmcr` file with what gets lost; raises what `read_gmcr` does."""
    try:
        return _Reader(str(path)).read(_data(path), path.stem)
    except RecursionError as error:
        raise ForeignFormatError([Problem("", "its conditions are nested too deep to be read", str(path))]) from error


def write_gmcr(conflict: Conflict, path: Path) -> tuple[str, ...]:
    """Write a `.gmcr` file, whole or not at all, and return a line for each thing that it cannot say.

    Raises
    ------
    TooLarge : rankings or payoffs over more than 24 options.
    EngineInputError : a ranking or a list of payoffs leaves a feasible state out.
    """
    lost: list[str] = []
    data = _as_data(_sorted_by_owner(conflict, lost))
    if conflict.title != path.stem:
        lost.append(f'title "{conflict.title}": GMCR+ shows the name of the file')
    if conflict.status_quo is not None:
        lost.append(f"status quo {conflict.state_name(conflict.status_quo)}: a .gmcr file has no place for one")
    with replacing(path) as temporary:
        temporary.write_text(_layout(data) + "\n", encoding="utf-8", newline="\n")
    return tuple(lost)


# ---- reading


def _data(path: Path) -> Any:
    """Plain data of a JSON file."""
    if not path.exists():
        raise ForeignFormatError([Problem("", "there is no such file", str(path), mend="Name a file that is there")])
    try:
        return json.loads(read_text(path).removeprefix("\ufeff"), object_pairs_hook=_without_twins)
    except DossierError as error:
        raise ForeignFormatError(error.problems) from error
    except json.JSONDecodeError as error:
        mend = "Save it again with GMCR+, or mend this place by hand"
        found = Problem("", f"this is no JSON: {error.msg}", str(path), error.lineno, error.colno, mend=mend)
    except _Twin as error:
        found = Problem("", f'the key "{error}" stands twice in one object', str(path), mend="Take one of them out")
    except ValueError as error:
        found = Problem("", f"this is no JSON that can be read ({error})", str(path), mend="Save it again with GMCR+")
    raise ForeignFormatError([found])


class _Twin(Exception):
    """A key that stands twice: JSON readers keep the last without a word."""


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twin(next(name for name in names if names.count(name) > 1))
    return data


@dataclass
class _Reader:
    """Collects problems while it reads on with a stand-in, so that all are told at once."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def read(self, data: Any, title: str) -> Reading:
        data = self.object(data, "", "an object with options and decisionMakers")
        self.stop_if_faulty()
        options = self.items(data, "", "options", self.option)
        makers = self.items(data, "", "decisionMakers", lambda item, path: self.object(item, path, "a decision maker"))
        if not makers and not self.problems:
            self.fault("decisionMakers", "nobody", "at least one decision maker", "Add one")
        names = [self.text(maker, f"decisionMakers[{i}]", "name") for i, maker in enumerate(makers)]
        self.twins(names)
        self.contradictions(data, makers)
        owned = self.owned(makers, len(options))
        self.stop_if_faulty()

        # Options are renumbered by owner, as the program does at load: state numbers are counted in that order.
        order = [option for mine in owned for option in mine]
        place = {option: bit for bit, option in enumerate(order)}
        who = [maker for maker, mine in enumerate(owned) for _ in mine]

        def condition(item: Any, path: str) -> Condition:
            return self.condition(item, path, place)

        manual = self.switch(data, "useManualPreferenceRanking")
        infeasible = tuple(self.items(data, "", "infeasibles", condition, needed=False))
        statements = [
            Statements(tuple(self.items(maker, f"decisionMakers[{i}]", "preferences", condition, needed=not manual)))
            for i, maker in enumerate(makers)
        ]
        hidden = tuple(
            tuple(self.items(maker, f"decisionMakers[{i}]", "misperceptions", condition, needed=False))
            for i, maker in enumerate(makers)
        )
        coalitions = self.coalitions(data, len(makers))
        self.unknown_keys(data, makers)
        self.stop_if_faulty()

        preferences: tuple[Preference, ...] = tuple(statements)
        plain = Conflict(
            title=title,
            decision_makers=tuple(names),
            options=self.told_apart([options[option][0] for option in order], order, [names[k] for k in who]),
            owners=tuple((maker,) for maker in who),
            directions=tuple(options[option][1] for option in order),
            infeasible=infeasible,
            preferences=preferences,
            coalitions=coalitions,
            hidden=hidden if any(hidden) else (),
        )
        states = [] if len(order) > MOST_OPTIONS and not manual else self.feasible(plain)
        self.stop_if_faulty()
        if manual:
            preferences = tuple(self.ranking(maker, i, states, plain) for i, maker in enumerate(makers))
        self.switched_off(manual, makers, names, statements)
        self.stop_if_faulty()
        return Reading(replace(plain, preferences=preferences), tuple(self.lost))

    # ---- parts

    def twins(self, names: Sequence[str]) -> None:
        """Decision makers of one name: nobody could say whose preferences are whose."""
        seen: dict[str, int] = {}
        for i, name in enumerate(names):
            if name and name in seen:
                found = f'"{name}", as decisionMakers[{seen[name]}].name'
                self.fault(f"decisionMakers[{i}].name", found, "a name of its own", "Rename one of them")
            seen.setdefault(name, i)

    def told_apart(self, names: Sequence[str], order: Sequence[int], owners: Sequence[str]) -> tuple[str, ...]:
        """Names of options with the owner, then a number, behind those that an earlier option has too, which is told."""
        found: list[str] = []
        for name, place, owner in zip(names, order, owners, strict=True):
            new, count = name, 1
            while new in found or (new != name and new in names):
                new = f"{name} ({owner})" if count == 1 else f"{name} ({owner}, {count})"
                count += 1
            if new != name:
                first = order[names.index(name)]
                self.lost.append(f'options[{place}].name "{name}", as options[{first}].name: it is called "{new}"')
            found.append(new)
        return tuple(found)

    def contradictions(self, data: dict[str, Any], makers: Sequence[dict[str, Any]]) -> None:
        """A key under its old name and its new one, saying different things."""
        parts = [("", data), *((f"decisionMakers[{i}].", maker) for i, maker in enumerate(makers))]
        for path, part in parts:
            for old, new in _OLD_NAMES.items():
                if old in part and new in part and part[old] != part[new]:
                    found = f"{_shown(part[new])}, and {old} says {_shown(part[old])}"
                    self.fault(f"{path}{new}", found, "one of the two", f"Take one out; {old} is its old name")

    def option(self, item: Any, path: str) -> tuple[str, Direction]:
        item = self.object(item, path, "an option with name and permittedDirection")
        word = item.get("permittedDirection", "both")
        if not isinstance(word, str) or word not in _DIRECTIONS:
            mend = "Write fwd for what can only be switched on, back for only off"
            self.wrong(f"{path}.permittedDirection", word, "both, fwd or back", mend)
            word = "both"
        return self.text(item, path, "name"), _DIRECTIONS[word]

    def owned(self, makers: Sequence[dict[str, Any]], count: int) -> list[list[int]]:
        """Options of each decision maker; every option must have one owner, or its place among the others is unknown."""

        def index(item: Any, path: str) -> int:
            return self.index(item, path, count, "options")

        owned = [self.items(maker, f"decisionMakers[{i}]", "options", index) for i, maker in enumerate(makers)]
        owner: dict[int, str] = {}
        for i, mine in enumerate(owned):
            for j, option in enumerate(mine):
                if option < 0:
                    continue
                path = f"decisionMakers[{i}].options[{j}]"
                if option in owner:
                    self.fault(path, f"option {option}, also {owner[option]}", "an owner for each option", "Keep one")
                owner[option] = path
        if not self.problems:
            for option in sorted(set(range(count)) - set(owner)):
                mend = f"Put {option} into the options of a decision maker, or take the option out"
                self.fault(f"options[{option}]", "no decision maker who lists it", "one", mend)
        return owned

    def condition(self, item: Any, path: str, place: dict[int, int]) -> Condition:
        """Patterns of a condition: a list of [option, Y or N], or a compound of such (an OR)."""
        if isinstance(item, dict):
            if item.get("compound") is not True or not isinstance(item.get("members"), list):
                self.wrong(path, item, 'a list of [option, "Y" or "N"], or {"compound": true, "members": [...]}')
                return ()
            members = self.items(item, path, "members", lambda part, where: self.condition(part, where, place))
            return tuple(dict.fromkeys(pattern for member in members for pattern in member))
        if not isinstance(item, list):
            self.wrong(path, item, 'a list of [option, "Y" or "N"]', 'Write e.g. [[0, "Y"], [2, "N"]]')
            return ()
        mask = value = 0
        for j, pair in enumerate(item):
            where = f"{path}[{j}]"
            if not isinstance(pair, list) or len(pair) != 2 or pair[1] not in ("Y", "N"):
                self.wrong(where, pair, 'an option and "Y" or "N"', 'Write e.g. [0, "Y"]')
                continue
            option = self.index(pair[0], where, len(place), "options")
            if option < 0:
                continue
            bit = 1 << place[option]
            on = bit if pair[1] == "Y" else 0
            if mask & bit and value & bit != on:
                self.fault(where, f"option {option} both Y and N", "one of them", "Take one out: this never holds")
            mask, value = mask | bit, value | on
        return ((mask, value),)

    def coalitions(self, data: dict[str, Any], count: int) -> tuple[tuple[int, ...], ...]:
        """Groups of decision makers, which part them; none if everybody stands alone."""

        def group(item: Any, path: str) -> tuple[int, ...]:
            if isinstance(item, list):
                members = (self.index(one, f"{path}[{j}]", count, "decisionMakers") for j, one in enumerate(item))
                return tuple(sorted(members))
            return (self.index(item, path, count, "decisionMakers"),)

        groups = self.items(data, "", "coalitions", group, needed=False)
        members = sorted(member for one in groups for member in one)
        if groups and not self.problems and members != list(range(count)):
            mend = f"Name each of 0 to {count - 1} in one place"
            self.wrong("coalitions", data["coalitions"], "every decision maker once, alone or in a coalition", mend)
        groups = [one for one in groups if one]
        return tuple(groups) if any(len(one) > 1 for one in groups) else ()

    def feasible(self, conflict: Conflict) -> list[int]:
        try:
            states = conflict.states().tolist()
        except TooLarge as error:
            mend = "Its manual ranking names states by number. Switch it off, or leave options out"
            raise TooLarge(error.what, error.count, error.bound, mend) from error
        if not states:
            self.fault("infeasibles", "conditions that leave no state", "a feasible state", "Take one of them out")
        return [int(state) for state in states]

    def ranking(self, maker: dict[str, Any], i: int, states: list[int], conflict: Conflict) -> Ranking:
        """Manual ranking: state numbers from 1, best first, a nested list for a tie."""
        path = f"decisionMakers[{i}].{_written_key(maker, 'preferenceRanking')}"
        if _get(maker, "preferenceRanking") is None:
            mend = "Rank every state there, or set useManualPreferenceRanking to false"
            self.fault(path, "nothing", "a ranking, since the file says that rankings are manual", mend)
            return Ranking(())
        before = len(self.problems)
        seen: dict[int, str] = {}

        def number(item: Any, where: str) -> int:
            if isinstance(item, bool) or not isinstance(item, int) or not 1 <= item <= len(states):
                mend = _unquoted(item) or "Rank feasible states only"
                self.wrong(where, item, f"a state number from 1 to {len(states)}", mend)
                return 0
            if item in seen:
                self.fault(where, f"state {item}, also {seen[item]}", "each state once", "Take one of them out")
            seen[item] = where
            return states[item - 1]

        def group(item: Any, where: str) -> tuple[int, ...]:
            if isinstance(item, list):
                return tuple(sorted(number(one, f"{where}[{j}]") for j, one in enumerate(item)))
            return (number(item, where),)

        groups = self.items(maker, f"decisionMakers[{i}]", "preferenceRanking", group)
        missing = [n for n in range(1, len(states) + 1) if n not in seen]
        if missing and len(self.problems) == before:
            shown = ", ".join(f"{n} ({conflict.state_name(states[n - 1])})" for n in missing[:5])
            more = " and more" if len(missing) > 5 else ""
            found = f"no place for {len(missing)} of {len(states)} states: {shown}{more}"
            self.fault(path, found, "every feasible state", "Add them; states in one inner list are ties")
        return Ranking(tuple(one for one in groups if one))

    def switched_off(
        self, manual: bool, makers: Sequence[dict[str, Any]], names: Sequence[str], statements: Sequence[Statements]
    ) -> None:
        """What stands in the file but is not in force."""
        for maker, name, stated in zip(makers, names, statements, strict=True):
            if manual and stated.conditions:
                count = _count(len(stated.conditions), "statement")
                self.lost.append(f"preferences of {name} ({count}): the file switches them off for a manual ranking")
            elif not manual and _get(maker, "preferenceRanking"):
                self.lost.append(f"manual ranking of {name}: the file switches it off for statements")

    def unknown_keys(self, data: dict[str, Any], makers: Sequence[dict[str, Any]]) -> None:
        parts = [("", data, _TOP | _UNUSED)]
        parts += [(f"options[{i}].", option, _OPTION) for i, option in enumerate(data["options"])]
        parts += [(f"decisionMakers[{i}].", maker, _DECISION_MAKER) for i, maker in enumerate(makers)]
        for path, part, known in parts:
            for key in part:
                if _OLD_NAMES.get(key, key) not in known:
                    self.lost.append(f"{path}{key}: a key that is not known")

    # ---- values

    def items(
        self, holder: dict[str, Any], path: str, key: str, read: Callable[[Any, str], T], *, needed: bool = True
    ) -> list[T]:
        """What a list under a key holds, each item read; an absent list that is not needed is empty."""
        value = _get(holder, key)
        where = f"{path}.{_written_key(holder, key)}".lstrip(".")
        if isinstance(value, list):
            return [read(item, f"{where}[{i}]") for i, item in enumerate(value)]
        if value is not None or needed:
            self.wrong(where, value, "a list", "Write [] if there are none")
        return []

    def object(self, item: Any, path: str, expected: str) -> dict[str, Any]:
        if isinstance(item, dict):
            return item
        self.wrong(path, item, expected, "Write it in braces")
        return {}

    def text(self, holder: dict[str, Any], path: str, key: str) -> str:
        value = holder.get(key)
        if isinstance(value, str) and (name := one_line(value)):
            return name
        if holder:  # or it was no object, which is said already
            self.wrong(f"{path}.{key}", value, "a name", "Write it in quotes")
        return ""

    def index(self, value: Any, path: str, count: int, what: str) -> int:
        """An index into a list of the file; -1 where it is none, which is told."""
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count:
            return value
        expected = f"a number from 0 to {count - 1}" if count else f"nothing, since there are no {what}"
        self.wrong(path, value, expected, _unquoted(value) or f"Count {what} from 0")
        return -1

    def switch(self, data: dict[str, Any], key: str) -> bool:
        value = _get(data, key)
        if value is not None and not isinstance(value, bool):
            quotes = isinstance(value, str) and value.lower() in ("true", "false")
            mend = f"Write {value.lower()} without quotes" if quotes else "Write true or false"
            self.wrong(_written_key(data, key), value, "true or false", mend)
        return value is True

    def wrong(self, path: str, value: Any, expected: str, mend: str = "") -> None:
        """A value that is not what is expected."""
        self.fault(path, _shown(value), expected, mend)

    def fault(self, path: str, found: str, expected: str, mend: str = "") -> None:
        self.problems.append(Problem(path, "", self.file, found=found, expected=expected, mend=mend))

    def stop_if_faulty(self) -> None:
        if self.problems:
            raise ForeignFormatError(self.problems)


def _get(holder: dict[str, Any], key: str) -> Any:
    """Value of a key under its name, or under its old one."""
    return holder.get(_written_key(holder, key))


def _written_key(holder: dict[str, Any], key: str) -> str:
    old = next((old for old, new in _OLD_NAMES.items() if new == key), key)
    return old if key not in holder and old in holder else key


def _unquoted(value: Any) -> str:
    """How to mend a number that is no whole number as JSON has them; empty for what is none at all."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return f"Write {int(value)} without quotes"
    return f"Write {int(value)}" if isinstance(value, float) and value.is_integer() else ""


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


# ---- writing


def _sorted_by_owner(conflict: Conflict, lost: list[str]) -> Conflict:
    """The conflict with options in the order of their owners; a joint option goes to the first of its owners."""
    for option, mine in zip(conflict.options, conflict.owners, strict=True):
        if len(mine) > 1:
            first, *others = (conflict.decision_makers[one] for one in mine)
            lost.append(f"joint option {option}: {first} alone owns it, without {' and '.join(others)}")
    order = sorted(range(len(conflict.options)), key=lambda option: min(conflict.owners[option]))
    bit = {option: 1 << place for place, option in enumerate(order)}

    def state(old: int) -> int:
        return sum(new for option, new in bit.items() if old >> option & 1)

    def condition(old: Condition) -> Condition:
        return tuple((state(mask), state(value)) for mask, value in old)

    preferences: list[Preference] = []
    if all(isinstance(one, Statements) for one in conflict.preferences):
        for one in conflict.preferences:
            assert isinstance(one, Statements)
            preferences.append(Statements(tuple(map(condition, one.conditions))))
    else:
        states = conflict.states()
        for name, one, row in zip(conflict.decision_makers, conflict.preferences, conflict.payoffs(), strict=True):
            groups = ranking_of(row, states).groups
            preferences.append(Ranking(tuple(tuple(sorted(map(state, group))) for group in groups)))
            if isinstance(one, Statements):
                mend = "they become a ranking, since GMCR+ ranks by hand for all or for none"
                lost.append(f"statements of {name}: {mend}")
            elif isinstance(one, Payoffs):
                lost.append(f"payoffs of {name}: only their order is kept")
    return replace(
        conflict,
        decision_makers=_apart(conflict.decision_makers, "decision maker", lost),
        options=_apart([conflict.options[option] for option in order], "option", lost),
        owners=tuple((min(conflict.owners[option]),) for option in order),
        directions=tuple(conflict.directions[option] for option in order),
        infeasible=tuple(map(condition, conflict.infeasible)),
        hidden=tuple(tuple(map(condition, conditions)) for conditions in conflict.hidden),
        preferences=tuple(preferences),
        status_quo=None if conflict.status_quo is None else state(conflict.status_quo),
    )


def _apart(names: Sequence[str], what: str, lost: list[str]) -> tuple[str, ...]:
    """Names with a number behind those that an earlier one has too, which is told."""
    found: list[str] = []
    for name in names:
        new, count = name, 1
        while new in found or (new != name and new in names):
            count += 1
            new = f"{name} ({count})"
        if new != name:
            lost.append(f'name of the {what} "{name}", which another has: it is called "{new}"')
        found.append(new)
    return tuple(found)


def _as_data(conflict: Conflict) -> dict[str, Any]:
    """The file's data, from a conflict with sorted options and one kind of preference."""
    ranked = any(isinstance(preference, Ranking) for preference in conflict.preferences)
    if ranked and len(conflict.options) > MOST_OPTIONS:  # numbers count every feasible state, not only those listed
        mend = "Leave options out, or give statements in the place of rankings."
        raise TooLarge("Options whose states are to be numbered", len(conflict.options), MOST_OPTIONS, mend)
    number = {state: place + 1 for place, state in enumerate(conflict.states().tolist())} if ranked else {}
    makers = []
    for who, (name, preference) in enumerate(zip(conflict.decision_makers, conflict.preferences, strict=True)):
        maker: dict[str, Any] = {
            "name": name,
            "options": [option for option, owner in enumerate(conflict.owners) if owner == (who,)],
            "preferences": [],
        }
        if isinstance(preference, Ranking):
            numbered = [[number[state] for state in group] for group in preference.groups]
            maker["preferenceRanking"] = [group if len(group) > 1 else group[0] for group in numbered]
        elif isinstance(preference, Statements):
            maker["preferences"] = list(_written_conditions(preference.conditions))
        if conflict.hidden and conflict.hidden[who]:
            maker["misperceptions"] = list(_written_conditions(conflict.hidden[who]))
        makers.append(maker)
    data = {
        "program": "Summitry",
        "version": __version__,
        "options": [
            {"name": name, "permittedDirection": _WRITTEN[direction]}
            for name, direction in zip(conflict.options, conflict.directions, strict=True)
        ],
        "decisionMakers": makers,
        "infeasibles": list(_written_conditions(conflict.infeasible)),
        "useManualPreferenceRanking": ranked,
    }
    if conflict.coalitions:
        data["coalitions"] = [list(group) if len(group) > 1 else group[0] for group in conflict.coalitions]
    return data


def _written_conditions(conditions: Sequence[Condition]) -> Iterator[Any]:
    """Conditions as the file has them; those that hold always or never order nothing and have no form there."""
    for condition in conditions:
        if not condition or any(mask == 0 for mask, _ in condition):
            continue
        patterns = [_written_pattern(mask, value) for mask, value in condition]
        yield patterns[0] if len(patterns) == 1 else {"compound": True, "members": patterns}


def _written_pattern(mask: int, value: int) -> list[list[int | str]]:
    return [[place, "Y" if value >> place & 1 else "N"] for place in range(mask.bit_length()) if mask >> place & 1]


def _layout(data: dict[str, Any]) -> str:
    """JSON with one line for each option, decision maker and condition."""

    def lines(value: Any) -> str:
        if not isinstance(value, list) or not value:
            return json.dumps(value, ensure_ascii=False)
        return "[\n" + ",\n".join(f"    {json.dumps(item, ensure_ascii=False)}" for item in value) + "\n  ]"

    return "{\n" + ",\n".join(f'  "{key}": {lines(value)}' for key, value in data.items()) + "\n}"
