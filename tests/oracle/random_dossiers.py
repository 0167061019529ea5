"""Random dossiers and interventions for hypothesis: small, always valid, with every device that play.md knows.

`dossiers()` gives plain dictionaries in the shape of a dossier file (dump them as YAML and the package reads
them), with exact numbers only; `interventions(dossier)` gives interventions that do not contradict themselves
or each other and leave a possible start. Half of the dossiers take their numbers from a coarse grid, so that
ties occur; the others take floats, so that ties are rare.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st

from .play import Game, Intervention, OracleError, Play, as_names, nonempty_subsets, parse_condition

T = TypeVar("T")

ACTORS = ("RUS", "PRK", "USA", "CHN")
OUTSIDERS = ("GBR", "FRA")
ISSUES = ("pressure", "lead", "standing")
ACTS = ("lax", "test", "talk", "ease-up", "punish", "visit_2", "links", "arms")
DEALS = ("small", "grand-deal")
SCALES: tuple[dict[str, float], ...] = (
    {"none": 0, "full": 100},
    {"low": 0, "middle": 40, "high": 100},
    {"worst": -10, "best": 10},
    {"full": 4, "none": 1},
)


class Dice:
    """Draws of one example; `grid` says whether numbers are coarse."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.grid: bool = draw(st.booleans())

    def chance(self, percent: int) -> bool:
        """True in about so many per cent; shrinks to False."""
        return self.whole(0, 99) >= 100 - percent

    def whole(self, least: int, most: int) -> int:
        return self.draw(st.integers(least, most))

    def one(self, things: Sequence[T]) -> T:
        return things[self.whole(0, len(things) - 1)]

    def some(self, things: Sequence[T], least: int, most: int) -> list[T]:
        """Between `least` and `most` of the things, without repeats, in their order."""
        count = self.whole(min(least, len(things)), min(most, len(things)))
        left, chosen = list(range(len(things))), []
        for _ in range(count):
            chosen.append(left.pop(self.whole(0, len(left) - 1)))
        return [things[place] for place in sorted(chosen)]

    def number(self, least: float, most: float, step: float) -> float:
        """From the grid least, least + step, … most, or evenly from between with six decimals."""
        if self.grid:
            return round(least + step * self.whole(0, round((most - least) / step)), 6)
        return round(least + (most - least) * self.whole(0, 999_983) / 999_983, 6)


@st.composite
def dossiers(draw: st.DrawFn) -> dict[str, Any]:
    """A valid dossier: 2-4 actors, 1-3 issues, 3-7 options."""
    dice = Dice(draw)
    names = list(ACTORS[: dice.whole(2, 4)])
    bodies = {
        name: (draw_body if dice.chance(50) else draw_voting)(dice, names)
        for name in ["council", "forum"][: dice.one([0, 0, 1, 1, 2])]
    }
    issues = {name: draw_issue(dice, names) for name in dice.some(ISSUES, 1, 3)}
    options = draw_options(dice, names, list(bodies))
    for name, body in bodies.items():
        draw_stated(dice, body, [option for option, entry in options.items() if entry["by"] == name])
    dossier: dict[str, Any] = {
        "summitry": 1,
        "id": "random",
        "title": "Random dossier",
        "actors": draw_actors(dice, names),
        "bodies": bodies,
        "issues": issues,
        "options": options,
        "consequences": draw_consequences(dice, names, issues, options),
    }
    dossier["now"] = draw_now(dice, dossier)
    dossier["impossible"] = draw_impossible(dice, dossier)
    if dice.chance(20):
        holders = dice.some(names, 1, 2)
        dossier["preferences"] = {
            name: [draw_condition(dice, list(options)) for _ in range(dice.whole(1, 4))] for name in holders
        }
    if dice.chance(25):
        dossier["beliefs"] = draw_beliefs(dice, names, issues)
    return {key: value for key, value in dossier.items() if value or key in ("options", "issues")}


def draw_beliefs(dice: Dice, names: list[str], issues: dict[str, Any]) -> dict[str, Any]:
    """One or two actors that are wrong about what some others want."""
    beliefs: dict[str, Any] = {}
    for believer in dice.some(names, 1, 2):
        views: dict[str, float] = {}
        for issue, entry in issues.items():
            for actor, stake in (entry.get("stakes") or {}).items():
                if actor != believer and dice.chance(60):
                    path = f"issues.{issue}.stakes.{actor}"
                    if "worth" in stake or dice.chance(60):
                        views[f"{path}.salience"] = dice.number(0, 100, 20)
                    else:
                        scale = entry["scale"].values()
                        views[f"{path}.position"] = dice.number(min(scale), max(scale), (max(scale) - min(scale)) / 4)
        if views:
            beliefs[believer] = views
    return beliefs


def draw_actors(dice: Dice, names: list[str]) -> dict[str, Any]:
    paced = dice.chance(25)
    actors: dict[str, Any] = {}
    for name in names:
        actors[name] = f"The state {name}"
        if paced and dice.chance(60):
            actors[name] = {"name": f"The state {name}", "pace": dice.number(0.5, 3, 0.5)}
    return actors


def draw_body(dice: Dice, names: list[str]) -> dict[str, Any]:
    members: dict[str, float] = {name: dice.one([1, 1, 1.5, 2]) for name in dice.some(names, 1, len(names))}
    seated = list(members)
    outsiders = dice.some(OUTSIDERS, 0, 2) if dice.chance(40) else []
    members |= {name: dice.one([1, 2]) for name in outsiders}
    body: dict[str, Any] = {"members": members, "veto": [name for name in members if dice.chance(20)]}
    follows = {name: dice.one(names) for name in outsiders if dice.chance(80)}
    if len(seated) > 1 and dice.chance(15):
        follows[seated[-1]] = dice.one([name for name in names if name != seated[-1]])
    body["follows"] = follows
    most = sum(weight for name, weight in members.items() if name in names or name in follows)
    if dice.chance(70):
        members["others"] = there = dice.whole(1, 5)
        if dice.chance(80):
            body["others"] = dice.number(0, there, 0.5)
        if dice.chance(80):
            body["others_off"] = dice.number(0, there, 0.5)
        most += body.get("others", 0)
    body["passes"] = max(0.5, int(2 * most * dice.one([0.4, 0.6, 0.75, 0.9, 1])) / 2)
    return {key: value for key, value in body.items() if value or key in ("members", "passes")}


def draw_issue(dice: Dice, names: list[str]) -> dict[str, Any]:
    scale = dict(dice.one(SCALES))
    least, greatest = min(scale.values()), max(scale.values())
    length = greatest - least

    def level() -> float:
        return round(least + length * dice.number(0, 1, 0.1), 6)

    stakes: dict[str, Any] = {}
    for name in names:
        if not dice.chance(92):
            continue
        stake: dict[str, Any] = {"salience": dice.number(0 if dice.chance(10) else 20, 100, 20)}
        if dice.chance(15):
            middle = round(least + length * dice.one([0.3, 0.5, 0.6]), 6)
            low, high = sorted(scale, key=lambda label: scale[label])[:: len(scale) - 1]
            stake["worth"] = {low: dice.one([0, 100]), middle: dice.number(0, 100, 20), high: dice.one([0, 50, 100])}
        else:
            stake["position"] = dice.one(list(scale)) if dice.chance(30) else level()
        stakes[name] = stake
    return {"scale": scale, "status_quo": level(), "stakes": stakes}


def draw_voting(dice: Dice, names: list[str]) -> dict[str, Any]:
    """A body with a rule of another kind: shares, majorities, several measures, a blocking minority, a quorum, a setter."""
    members: dict[str, Any] = dict.fromkeys(dice.some(names, 1, len(names)), 1)
    outsiders = dice.some(OUTSIDERS, 0, 2)
    members |= dict.fromkeys(outsiders, 1)
    body: dict[str, Any] = {"members": members, "veto": [name for name in members if dice.chance(10)]}
    body["follows"] = {name: dice.one(names) for name in outsiders if dice.chance(40)}
    measured = dice.chance(50)
    shares = ["30 %", "50 %", "55 %", "65 %", "100 %"]
    majorities = ["simple majority", "absolute majority", "two-thirds majority"]
    body["abstain"] = dice.one([None, "counts as no", "not counted"])
    if body["abstain"] == "not counted":
        shares = shares[:-1]
    if measured:
        body["members"] = members = {m: {"states": 1, "people": dice.number(0.5, 9, 0.5)} for m in members}
        body["passes"] = {"states": dice.one([*shares, *majorities]), "people": dice.one([*shares, *majorities])}
    else:
        body["passes"] = dice.one([*shares, *majorities, "unanimity", "consensus"])
    if body["passes"] not in ("unanimity", "consensus") and dice.chance(40):
        most = dice.whole(1, 4)
        members["others"] = {"states": most, "people": dice.number(0.5, 9, 0.5)} if measured else most
        all_of_them = 100 if measured else most
        for part in ("others", "others_off"):
            body[part] = dice.number(0, all_of_them, all_of_them / 4)
    elif (
        body["passes"] not in ("unanimity", "consensus")
        and body["abstain"] != "not counted"
        and "simple majority" not in str(body["passes"])
        and dice.chance(50)
    ):
        body["blocking"] = dice.whole(1, 3)
    if dice.chance(40):
        body["quorum"] = dice.one(["50 %", "90 %"]) if not measured else {"people": dice.one(["50 %", "90 %"])}
    if dice.chance(40):
        body["tables"] = dice.some(names, 1, 2)
    return {key: value for key, value in body.items() if value or key in ("members", "passes")}


def draw_stated(dice: Dice, body: dict[str, Any], options: list[str]) -> None:
    """Votes that are known, for all options of a body or for one."""
    free = [name for name in body["members"] if name != "others" and name not in body.get("follows", {})]
    if not free or not dice.chance(40):
        return
    said = ["yes", "no", "yes", "no", "abstain", "absent", 20, 80]
    votes: dict[str, Any] = {name: dice.one(said) for name in dice.some(free, 0, 2)}
    for option in options:
        if dice.chance(50):
            votes[option] = {name: dice.one(said) for name in dice.some(free, 1, 2)}
    if votes:
        body["votes"] = votes


def draw_options(dice: Dice, names: list[str], bodies: list[str]) -> dict[str, Any]:
    """Own, joint and body options, then deals over them, in any file order."""
    count = dice.one([3, 4, 5, 5, 6, 6, 7, 7])
    deals = list(DEALS[: dice.one([0, 1, 1, 1, 2])])
    acts = dice.some(ACTS, count - len(deals), count - len(deals))
    options: dict[str, Any] = {}
    for name in acts:
        kind = dice.whole(0, 9)
        if kind >= 7 and bodies:
            options[name] = {"by": dice.one(bodies)}
        elif kind >= 5:
            options[name] = {"by": dice.some(names, 2, 3)}
        else:
            options[name] = {"by": dice.one(names) if dice.chance(80) else [dice.one(names)]}
        options[name]["does"] = f"carry out {name}"
    for name in deals:
        options[name] = draw_deal(dice, names, bodies, {act: options[act] for act in acts})
    everything = list(options)
    for name, option in options.items():
        if "needs" not in option and dice.chance(15):
            option["needs"] = draw_condition(dice, [other for other in everything if other != name])
        if dice.chance(8):
            option["irreversible"] = True
    return {name: options[name] for name in dice.draw(st.permutations(everything))}


def draw_deal(dice: Dice, names: list[str], bodies: list[str], acts: dict[str, Any]) -> dict[str, Any]:
    """A joint option that sets some of what its owners own together, and of what bodies decide."""
    owners = dice.some(names, 2, 3)
    settable = [
        act for act, option in acts.items() if option["by"] in bodies or set(as_names(option["by"])) <= set(owners)
    ]
    if not settable:
        return {"by": owners, "does": "agree on nothing in particular"}
    words = dice.one([(True, False), ("on", "off")])
    deal: dict[str, Any] = {
        "by": owners,
        "does": "strike a deal",
        "sets": {act: words[0] if dice.chance(60) else words[1] for act in dice.some(settable, 1, 3)},
    }
    breach = {owner: dice.number(0, 6, 1.5) for owner in owners if dice.chance(60)}
    if breach:
        deal["breach"] = breach
    own = [act for act, option in acts.items() if option["by"] in owners and act not in deal["sets"]]
    if own and dice.chance(30):  # an owner can fell the deal by an act of its own
        deal["needs"] = f"not {dice.one(own)}"
    return deal


def draw_condition(dice: Dice, names: list[str], depth: int = 1) -> str:
    """A condition over at least one name, with every word of the language now and then."""

    def part() -> str:
        if depth and dice.chance(15):
            return f"({draw_condition(dice, names, depth - 1)})"
        return ("not " if dice.chance(25) else "") + dice.one(names)

    kind = dice.whole(0, 11)
    if kind <= 3:
        return part()
    if kind <= 6:
        return f"{part()} and {part()}"
    if kind <= 7:
        return f"{part()} or {part()}"
    if kind <= 8:
        return f"{part()} or {part()} and {part()}"
    if kind <= 9:
        return f"{part()} if {part()}"
    if kind <= 10:
        return f"{part()} iff {part()}"
    return f"{dice.one(['exactly 1', 'at least 2'])} of ({part()}, {part()}, {part()})"


def draw_consequences(
    dice: Dice, names: list[str], issues: dict[str, Any], options: dict[str, Any]
) -> list[dict[str, Any]]:
    """One for most options (who decides tends to gain), some for combinations, and temptations to break deals."""
    consequences = []
    for name, option in options.items():
        consequence = draw_effects(dice, names, issues, {"when": name})
        if dice.chance(90 if "sets" in option else 70):
            deciding = as_names(option["by"])
            moved = [owner for owner in deciding if owner in names] or dice.some(names, 2, 3)
            kind = "gains" if deciding[0] in names or dice.chance(60) else "costs"
            consequence[kind] = {actor: dice.number(2, 24 if "sets" in option else 16, 2) for actor in moved}
        consequences.append(consequence)
    for _ in range(dice.whole(2, 6)):
        consequences.append(draw_effects(dice, names, issues, {"when": draw_combination(dice, list(options))}))
    for name, option in options.items():
        if "sets" in option and dice.chance(70):
            other = dice.one([other for other in options if other != name])
            sorry = dice.some(option["by"], 1, 1)
            consequences.append(
                {"when": f"{name} and {other}", "costs": {owner: dice.number(4, 30, 2) for owner in sorry}}
            )
    return [consequence for consequence in consequences if len(consequence) > 1]


def draw_combination(dice: Dice, names: list[str]) -> str:
    if dice.chance(70):
        first, second = dice.some(names, 2, 2)
        return f"{first} and {'not ' if dice.chance(40) else ''}{second}"
    return draw_condition(dice, names)


def draw_effects(dice: Dice, names: list[str], issues: dict[str, Any], consequence: dict[str, Any]) -> dict[str, Any]:
    moves: dict[str, float] = {}
    for name in dice.some(list(issues), 0 if dice.chance(20) else 1, 2):
        scale = issues[name]["scale"].values()
        moves[name] = round((max(scale) - min(scale)) * dice.number(-0.4, 0.4, 0.1), 6)
    if moves:
        consequence["moves"] = moves
    if dice.chance(40):
        consequence["costs"] = {name: dice.number(-2, 8, 2) for name in dice.some(names, 1, 2)}
    if dice.chance(40):
        consequence["gains"] = {name: dice.number(-8, 12, 2) for name in dice.some(names, 1, 2)}
    return consequence


def draw_now(dice: Dice, dossier: dict[str, Any]) -> list[str]:
    """What is on at the start, in four of ten dossiers; wishes that contradict needs or deals are given up."""
    if not dice.chance(40):
        return []
    options = list(dossier["options"])
    wishes = dice.some(options, 1, 4)
    for special in (
        [name for name in options if "sets" in dossier["options"][name]],
        [name for name in options if dossier["options"][name]["by"] in list(dossier["bodies"])],
    ):
        if special and dice.chance(50):
            wishes = list(dict.fromkeys([dice.one(special), *wishes]))
    for now in (wishes, wishes[:2], wishes[:1], wishes[1:2]):
        try:
            Game(dossier | {"now": now})
        except OracleError:
            continue
        return now
    return []


def draw_impossible(dice: Dice, dossier: dict[str, Any]) -> list[str]:
    """Patterns that leave the start possible, and some state under the terms of each deal."""
    game, names = Game(dossier), list(dossier["options"])
    states = [frozenset(), *nonempty_subsets(names)]
    possible = [[game.now], *([s for s in states if deal.name in s and deal.keeps_terms(s)] for deal in game.deals)]
    patterns = []
    for _ in range(dice.one([0, 0, 1, 2])):
        pattern = draw_combination(dice, names)
        holds = parse_condition(pattern, names)
        left = [[s for s in group if not holds(s)] for group in possible]
        if all(left):
            patterns.append(pattern)
            possible = left
    return patterns


@st.composite
def interventions(draw: st.DrawFn, dossier: dict[str, Any]) -> dict[str, Any]:
    """An intervention on this dossier; often empty."""
    dice = Dice(draw)
    if dice.chance(40):
        return {}
    game = Game(dossier)
    wanted: dict[str, Any] = {}
    for kind in dict.fromkeys(dice.one(list(DRAW_INTERVENTION)) for _ in range(dice.whole(1, 2))):
        found = DRAW_INTERVENTION[kind](dice, game, wanted)
        if found:
            wanted[kind] = found
    for given_up in ("", "hold", "forbid", "absent"):  # an impossible start, or a deal held against its terms
        wanted.pop(given_up, None)
        if is_possible(game, wanted):
            return wanted
    return {}


def is_possible(game: Game, wanted: dict[str, Any]) -> bool:
    try:
        Play(game, Intervention(game, wanted), "myopic", 0)
    except OracleError:
        return False
    return True


def draw_absent(dice: Dice, game: Game, wanted: dict[str, Any]) -> list[str]:
    held = {owner for name in wanted.get("hold", {}) for owner in game.options[name].owners}
    able = [actor for actor in game.actors if actor not in {*held, *wanted.get("waive", [])}]
    leaders = [leader for body in game.bodies.values() for leader in body.follows.values() if leader in able]
    return [dice.one(leaders)] if leaders and dice.chance(50) else dice.some(able, 1, 1)


def draw_waive(dice: Dice, game: Game, wanted: dict[str, Any]) -> list[str]:
    joint = {owner for option in game.options.values() if option.is_joint for owner in option.owners}
    able = [actor for actor in game.actors if actor in joint and actor not in wanted.get("absent", [])]
    return dice.some(able, 1, 2)


def draw_inform(dice: Dice, game: Game, wanted: dict[str, Any]) -> list[str]:
    return dice.some([*game.minds], 0, 1)


def draw_forbid(dice: Dice, game: Game, wanted: dict[str, Any]) -> list[str]:
    return dice.some([name for name in game.options if name not in wanted.get("hold", {})], 1, 2)


def draw_hold(dice: Dice, game: Game, wanted: dict[str, Any]) -> dict[str, bool]:
    gone = set(wanted.get("absent", []))
    free = [
        name
        for name, option in game.options.items()
        if name not in wanted.get("forbid", []) and not gone & set(option.owners)
    ]
    held = {name: not dice.chance(30) for name in dice.some(free, 1, 2)}
    deals = [name for name in free if game.options[name].is_deal]
    return held | {dice.one(deals): True} if deals and dice.chance(40) else held


def draw_mute(dice: Dice, game: Game, wanted: dict[str, Any]) -> list[tuple[str, str]]:
    stakes = [
        (actor, name)
        for name, issue in game.issues.items()
        for actor in issue.stakes
        if actor not in game.preferences and actor not in wanted.get("only", {})
    ]
    return dice.some(stakes, 1, 2)


def draw_only(dice: Dice, game: Game, wanted: dict[str, Any]) -> dict[str, list[str]]:
    muted = {actor for actor, _ in wanted.get("mute", [])}
    able = [actor for actor in game.actors if actor not in game.preferences and actor not in muted]
    chosen = dice.some(able, 1, 1)
    stakes = {actor: [name for name, issue in game.issues.items() if actor in issue.stakes] for actor in chosen}
    return {actor: dice.some(issues, 1, 2) for actor, issues in stakes.items() if issues}


DRAW_INTERVENTION = {
    "forbid": draw_forbid,
    "hold": draw_hold,
    "mute": draw_mute,
    "waive": draw_waive,
    "only": draw_only,
    "absent": draw_absent,
    "inform": draw_inform,
}
