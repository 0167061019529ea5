"""A small dossier's numbers and moves, each worked out by hand from play.md."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from summitry.dossier.model import Dossier
from summitry.errors import DossierError
from summitry.worlds.draws import Draws
from summitry.worlds.game import compile_game
from summitry.worlds.interventions import AS_IT_IS, Intervention, absent, forbid, hold
from summitry.worlds.world import World, Worlds


def dossier(**parts: Any) -> Dossier:
    return Dossier.model_validate(
        {"summitry": 1, "id": "case", "title": "Case", "actors": {"A": "A", "B": "B"}, **parts}
    )


def play(case: Dossier, z: Intervention = AS_IT_IS, behaviour: Any = "myopic") -> World:
    return Worlds(case, Draws(central=True)).solve(z, behaviour)


def weigh(case: Dossier, *on: str) -> tuple[dict[str, float], dict[str, float]]:
    """Utilities by actor and levels by issue in one state."""
    game = compile_game(case, Draws(central=True))
    utilities, levels = game.weigh(np.zeros(1, np.int64), np.array([game.state(on)]))
    return (
        dict(zip(game.labels.actors, utilities[0].tolist(), strict=True)),
        dict(zip(game.labels.issues, levels[0].tolist(), strict=True)),
    )


# ---------------------------------------------------------------- levels and utilities

LAND = dossier(
    issues={
        "land": {
            "scale": {"worst": -10, "best": 10},
            "status_quo": 4,
            "stakes": {
                "A": {"position": 10, "salience": 50},
                "B": {"worth": {"worst": 0, "2": 20, "8": 100, "best": 60}, "salience": 80},
            },
        }
    },
    options={"p": {"by": "A"}, "q": {"by": "B"}, "old": {"by": "A"}},
    now=["old"],
    consequences=[
        {"when": "p", "moves": {"land": 3}, "costs": {"A": 2}},
        {"when": "q", "moves": {"land": 5}, "gains": {"A": 7}},
        {"when": "p and q", "moves": {"land": -4}},
        {"when": "old", "moves": {"land": -6}, "costs": {"A": 4}},
        {"when": "not old", "gains": {"B": 1}},
    ],
)


@pytest.mark.parametrize(
    ("on", "level", "a", "b"),
    [
        # A: −100·|10 − y|/20·0.5; B: 0.8·(curve(y) − 100), curve(4) = 20 + 80·2/6 = 46.67
        (["old"], 4, -15, 0.8 * (20 + 80 / 3 - 100)),
        (["old", "p"], 7, -7.5 - 2, 0.8 * (20 + 80 * 5 / 6 - 100)),
        (["old", "q"], 9, -2.5 + 7, 0.8 * (80 - 100)),  # between 8 (100) and 10 (60)
        (["old", "p", "q"], 8, -5 - 2 + 7, 0.0),  # 4 + 3 + 5 − 4
        ([], 10, 0 + 4, 0.8 * (60 - 100) + 1),  # what holds today is in the status quo: its end counts the other way
        (["p"], 10, 0 - 2 + 4, 0.8 * (60 - 100) + 1),  # 4 + 6 + 3 = 13, cut at 10
        (["p", "q"], 10, 0 + 9, 0.8 * (60 - 100) + 1),  # 14, cut only once all is added up
    ],
)
def test_levels_and_utilities(on: list[str], level: float, a: float, b: float) -> None:
    utilities, levels = weigh(LAND, *on)
    assert levels["land"] == pytest.approx(level)
    assert utilities == pytest.approx({"A": a, "B": b})


def test_levels_are_cut_after_adding_up() -> None:
    case = dossier(
        issues={"land": {"scale": {"none": 0, "all": 100}, "status_quo": 90}},
        options={"p": {"by": "A"}, "q": {"by": "A"}},
        consequences=[{"when": "p", "moves": {"land": 30}}, {"when": "q", "moves": {"land": -25}}],
    )
    assert weigh(case, "p")[1] == {"land": 100}
    assert weigh(case, "p", "q")[1] == {"land": 95}  # not 75
    assert weigh(case, "q")[1] == {"land": 65}


def test_a_worth_curve_is_flat_outside_its_points() -> None:
    case = dossier(
        issues={"land": {"scale": {"none": 0, "all": 100}, "status_quo": 50, "stakes": {
            "A": {"worth": {"40": 30, "60": 70}, "salience": 100}}}},
        options={"up": {"by": "A"}, "down": {"by": "A"}},
        consequences=[{"when": "up", "moves": {"land": 30}}, {"when": "down", "moves": {"land": -30}}],
    )  # fmt: skip
    assert [weigh(case, *s)[0]["A"] for s in ([], ["up"], ["down"])] == pytest.approx([-50, -30, -70])


def test_today_is_measured_in_every_world_from_the_file() -> None:
    """An intervention that changes the start does not move the zero: ending `old` counts +6 land, +4 for A."""
    world = play(LAND, forbid("old", "p") + hold("q", False))
    assert world.level("land") == pytest.approx(10)
    assert world.value("A") == pytest.approx(4)


def test_preference_lists_weigh_two_to_the_power() -> None:
    case = dossier(
        options={"p": {"by": "A"}, "q": {"by": "B"}},
        preferences={"A": ["p", "q if p", "not q"]},
    )
    # worth 4/7, 2/7, 1/7 of a hundred; `q if p` holds wherever p does not
    expected = {(): 3 / 7, ("p",): 5 / 7, ("q",): 2 / 7, ("p", "q"): 6 / 7}
    for on, share in expected.items():
        assert weigh(case, *on)[0]["A"] == pytest.approx(100 * share), on


def test_an_eve_that_is_impossible_or_lacks_a_need_is_refused() -> None:
    base: dict[str, Any] = {"options": {"p": {"by": "A"}, "q": {"by": "B", "needs": "p"}}}
    with pytest.raises(DossierError, match="impossible"):
        compile_game(dossier(**base, now=["p"], impossible=["p"]))
    with pytest.raises(DossierError, match="need"):
        compile_game(dossier(**base, now=["q"]))


# ---------------------------------------------------------------- bodies


def council(gains: dict[str, float], **body: Any) -> Dossier:
    """A body of A, B and C (one vote each) and D, that decides one option; `gains` are what each has of it."""
    return dossier(
        actors={"A": "A", "B": "B", "C": "C"},
        bodies={"council": {"members": {"A": 1, "B": 1, "C": 1, "D": 1, "others": 4}, "others": 2, **body}},
        options={"relief": {"by": "council"}},
        consequences=[{"when": "relief", "gains": gains}],
    )


@pytest.mark.parametrize(
    ("gains", "body", "z", "passes"),
    [
        ({"A": 5, "B": 5}, {"passes": 4}, AS_IT_IS, True),  # 1 + 1 + 2
        ({"A": 5, "B": 5}, {"passes": 4.5}, AS_IT_IS, False),  # C is indifferent and abstains; D follows nobody
        ({"A": 5, "B": 5}, {"passes": 5, "follows": {"D": "A"}}, AS_IT_IS, True),
        ({"A": 5, "B": 5}, {"passes": 5, "follows": {"D": "C"}}, AS_IT_IS, False),
        ({"A": 5, "B": 5}, {"passes": 4, "veto": ["C"]}, AS_IT_IS, True),  # abstention is no veto
        ({"A": 5, "B": 5, "C": -1}, {"passes": 4, "veto": ["C"]}, AS_IT_IS, False),
        ({"A": 5, "B": 5, "C": -1}, {"passes": 4, "veto": ["D"], "follows": {"D": "C"}}, AS_IT_IS, False),
        ({"A": 5, "B": 5, "C": -1}, {"passes": 4}, AS_IT_IS, True),  # a no without a veto stops nothing
        ({"A": 5, "B": 5, "C": -1}, {"passes": 4, "veto": ["C"]}, absent("C"), True),  # the veto leaves with its holder
        ({"A": 5, "B": 5}, {"passes": 4}, absent("B"), False),
        ({"A": 5, "B": 5, "C": 5}, {"passes": 5, "follows": {"D": "A"}}, absent("A"), False),  # 1 + 1 + 2, D abstains
    ],
)
def test_votes(gains: dict[str, float], body: dict[str, Any], z: Intervention, passes: bool) -> None:
    for behaviour in ("myopic", "foresighted"):
        share = play(council(gains, **body), z, behaviour).share("relief")
        assert share == pytest.approx(1 if passes else 0, abs=1e-4)


EACH = {m: {"states": 1, "people": p} for m, p in {"A": 60, "B": 20, "C": 15, "D": 5}.items()}


@pytest.mark.parametrize(
    ("gains", "body", "passes"),
    [
        # three of four states and 40 % of the people; then 80 % of the people and two states
        ({"B": 5, "C": 5, "A": -1}, {"members": EACH, "votes": {"D": "yes"}, "passes": {"states": "55 %", "people": "65 %"}}, False),
        ({"A": 5, "B": 5}, {"members": EACH, "passes": {"states": "55 %", "people": "65 %"}}, False),
        ({"A": 5, "B": 5, "C": 5}, {"members": EACH, "passes": {"states": "55 %", "people": "65 %"}}, True),
        # one against is too few to block if it takes two
        ({"B": 5, "C": 5, "A": -1}, {"members": EACH, "votes": {"D": "yes"}, "passes": {"states": "55 %", "people": "65 %"}, "blocking": 2}, True),
        ({"B": 5, "C": 5, "A": -1}, {"members": EACH, "votes": {"D": "yes"}, "passes": {"states": "55 %", "people": "65 %"}, "blocking": 1}, False),
        ({"A": 5}, {"passes": "simple majority"}, True),  # alone, and nobody against
        ({"A": 5, "C": -5}, {"passes": "simple majority"}, False),
        ({"A": 5, "C": -5}, {"passes": "simple majority", "votes": {"D": "yes"}}, True),
        ({"A": 5, "B": 5, "C": -1}, {"passes": "two-thirds majority", "abstain": "not counted"}, True),
        ({"A": 5, "B": 5, "C": -1}, {"passes": "two-thirds majority"}, False),  # of all: 2 of 4
        ({"A": 5}, {"passes": "unanimity"}, True),  # B, C and D abstain
        ({"A": 5, "C": -1}, {"passes": "consensus"}, False),
        ({"A": 5}, {"passes": "unanimity", "abstain": "counts as no"}, False),
        ({"A": 5, "B": 5}, {"passes": 3, "votes": {"D": "yes"}}, True),
        ({"A": 5, "B": 5}, {"passes": 3, "votes": {"relief": {"D": "yes"}}}, True),
        ({"A": 5, "B": 5}, {"passes": 3, "votes": {"D": "yes", "relief": {"D": "no"}}}, False),
        ({"A": 5, "B": 5}, {"passes": 2, "votes": {"B": "no"}}, False),  # what is stated counts, not what B gains
        ({"A": 5, "B": 5}, {"passes": 2, "votes": {"D": "no"}, "veto": ["D"]}, False),
        ({"A": 5, "B": 5}, {"passes": 2, "votes": {"D": "abstain"}, "veto": ["D"]}, True),
        ({"A": 5, "B": 5}, {"passes": 2, "votes": {"D": "absent"}, "quorum": 4}, False),
        ({"A": 5, "B": 5}, {"passes": 2, "votes": {"D": "absent"}, "quorum": "75 %"}, True),
        ({"A": 5, "B": 5}, {"passes": 2, "tables": ["C"]}, False),  # C, who alone may table it, has no reason to
        ({"A": 5, "B": 5}, {"passes": 2, "tables": ["A"]}, True),
        ({"A": 5, "B": 5}, {"passes": 3, "votes": {"D": 80}}, True),  # the middle draw takes what is likelier
        ({"A": 5, "B": 5}, {"passes": 3, "votes": {"D": 20}}, False),
    ],
)  # fmt: skip
def test_rules_of_other_kinds(gains: dict[str, float], body: dict[str, Any], passes: bool) -> None:
    data = council(gains, passes=1).model_dump(by_alias=True)
    data["bodies"]["council"] = {"members": {"A": 1, "B": 1, "C": 1, "D": 1}, **body}
    for behaviour in ("myopic", "foresighted"):
        share = play(Dossier.model_validate(data), behaviour=behaviour).share("relief")
        assert share == pytest.approx(1 if passes else 0, abs=1e-4)


def test_whoever_is_absent_casts_no_stated_vote_and_is_missing_in_the_quorum() -> None:
    """A and B would be enough with C's stated yes; without C they are not, and its stated no is no veto then."""
    said = council({"A": 5, "B": 5}, passes=3, votes={"C": "yes"}).model_dump(by_alias=True)
    said["bodies"]["council"].pop("others")
    barred = council({"A": 5, "B": 5}, passes=2, votes={"C": "no"}, veto=["C"])
    missed = council({"A": 5, "B": 5}, passes=2, quorum=8)
    for behaviour in ("myopic", "foresighted"):
        for case, with_c, without in ((Dossier.model_validate(said), 1, 0), (barred, 0, 1), (missed, 1, 0)):
            assert play(case, AS_IT_IS, behaviour).share("relief") == pytest.approx(with_c, abs=1e-4)
            assert play(case, absent("C"), behaviour).share("relief") == pytest.approx(without, abs=1e-4)


def test_unnamed_members_say_no_where_a_no_counts() -> None:
    """A and B for it, and of four unnamed two: 4 against 2. Were only one for it, 3 against 3."""
    for others, passed in ((2, 1), (1, 0)):
        case = council({"A": 5, "B": 5}, passes="simple majority", others=others)
        assert play(case).share("relief") == pytest.approx(passed, abs=1e-4)


def test_unnamed_members_by_several_measures_say_yes_by_the_hundred() -> None:
    """A has 60 of 120 people, the unnamed 20: with half of these 70, which is less than 65 % of 120, with all of them 80."""
    members = {**EACH, "others": {"states": 4, "people": 20}}
    for others, passed in ((50, 0), (100, 1)):
        case = council({"A": 5}, members=members, passes={"states": 2, "people": "65 %"}, others=others)
        assert play(case).share("relief") == pytest.approx(passed, abs=1e-4)


def test_a_likely_vote_is_cast_anew_in_each_draw_and_the_same_in_every_world() -> None:
    """D says yes with a chance of 55 to 80 %; without D's vote two of three are lacking."""
    data = council({"A": 5, "B": 5}, passes=3, votes={"D": "likely"}).model_dump(by_alias=True)
    data["bodies"]["council"].pop("others")
    case = Dossier.model_validate(data)
    worlds = Worlds(case, Draws(2000))
    settled = worlds.solve(AS_IT_IS, "myopic").share("relief") > 0.5
    assert 0.64 < settled.mean() < 0.71  # 67.5 %, with a standard error of 1 point
    other = Worlds(case, Draws(2000)).solve(AS_IT_IS, "foresighted").share("relief") > 0.5
    assert (settled == other).all()
    chance = worlds.game.values["bodies.council.votes.D"]
    assert (chance >= 55).all()
    assert (chance <= 80).all()


def test_only_members_table_and_others_off_is_another_count() -> None:
    """A alone gains by ending relief; two of the unnamed would help to bring it, none to end it."""
    case = council({"A": -5}, passes=3).model_dump(by_alias=True)
    case["now"] = ["relief"]
    assert play(Dossier.model_validate(case)).share("relief") == pytest.approx(1)
    case["bodies"]["council"]["others_off"] = 2
    assert play(Dossier.model_validate(case)).share("relief") == pytest.approx(0, abs=1e-4)
    case["bodies"]["council"]["members"] = {"B": 1, "C": 1, "others": 4}
    case["bodies"]["council"]["passes"] = 2
    assert play(Dossier.model_validate(case)).share("relief") == pytest.approx(1), "A has no seat and tables nothing"


# ---------------------------------------------------------------- deals

DEAL: dict[str, Any] = {
    "options": {
        "deal": {"by": ["A", "B"], "sets": {"x": "on", "y": "off"}, "breach": {"A": 1, "B": 5}},
        "x": {"by": "A"},
        "y": {"by": "B"},
        "z": {"by": "B"},
    },
    "consequences": [
        {"when": "x", "gains": {"B": 10}, "costs": {"A": 3}},
        {"when": "y", "gains": {"B": 2}},
        {"when": "deal", "gains": {"A": 5}},
        {"when": "z", "costs": {"B": 1}},
    ],
}  # fmt: skip


def test_a_deal_locks_what_it_sets() -> None:
    """Signing brings A 5 − 3. It would rather take the 5 without x, and B would rather have y too: both are locked, and B's 2 are
    not worth the 5 that breaking the deal costs it."""
    world = play(dossier(**DEAL))
    assert world.end_states() == [
        {"states": [["deal", "x"]], "kind": "rest", "probability": pytest.approx(1, abs=1e-9)}
    ]
    assert world.value("A") == pytest.approx(2, abs=1e-4)
    assert world.value("B") == pytest.approx(10, abs=1e-4)


def test_without_the_deal_nobody_gives_and_b_takes() -> None:
    assert play(dossier(**DEAL), forbid("deal")).end_states()[0]["states"] == [["y"]]


def test_a_breach_leaves_a_mark_that_costs_for_ever() -> None:
    """z spoils the deal for A and is B's pleasure: B signs first (10 > 1), then does z; A leaves and pays 1 (−1 > −3 − 0)."""
    case = dossier(
        options=DEAL["options"],
        consequences=[
            {"when": "x", "gains": {"B": 10}, "costs": {"A": 3}},
            {"when": "deal and not z", "gains": {"A": 5}},
            {"when": "z", "gains": {"B": 1}},
        ],
    )
    world = play(case)
    assert world.end_states() == [
        {"states": [["z", "deal/A"]], "kind": "rest", "probability": pytest.approx(1, abs=1e-6)}
    ]
    assert world.value("A") == pytest.approx(-1, abs=1e-3)
    assert ("deal", "A") in world.labels.marks
    assert "deal/A" not in world.labels.options


def test_a_deal_on_the_eve_puts_what_it_sets() -> None:
    world = play(dossier(**DEAL, now=["deal"]), hold("z", False))
    assert world.share("x") == pytest.approx(1)
    # and since x stands on the eve, its cost and its gain are in today's worth already
    assert world.value("B") == pytest.approx(0)


def test_holding_a_deal_on_puts_and_locks_its_terms() -> None:
    world = play(dossier(**DEAL), hold("deal"))
    assert world.share("deal") == pytest.approx(1)
    assert world.share("x") == pytest.approx(1)
    assert world.share("y") == 0


def test_what_needs_something_falls_with_it() -> None:
    case = dossier(
        options={"base": {"by": "A"}, "top": {"by": ["A", "B"], "needs": "base"}},
        now=["base", "top"],
        consequences=[{"when": "base", "costs": {"A": 5}}, {"when": "top", "gains": {"A": 1, "B": 9}}],
    )
    assert play(case).end_states()[0]["states"] == [[]]
    assert play(case, hold("top")).share("top") == pytest.approx(1), "what is held on needs nothing"


def test_a_vote_is_handed_on_to_whoever_decides() -> None:
    """FRA follows PRK, who follows RUS (a file may not say so; whoever builds a dossier in Python may): RUS casts all three votes.

    Found by a property test against the definition: read one step only, FRA voted by PRK's own gain and undid what RUS tabled.
    """
    case = Dossier.model_validate({
        "summitry": 1, "id": "chain", "title": "Chain", "actors": {"RUS": "Russia", "PRK": "North Korea"},
        "bodies": {"council": {"members": {"RUS": 1, "PRK": 1, "FRA": 1}, "passes": 1, "follows": {"FRA": "PRK", "PRK": "RUS"}}},
        "options": {"talk": {"by": "council"}},
        "consequences": [{"when": "talk", "gains": {"RUS": 2}, "costs": {"PRK": 1}}],
    })  # fmt: skip
    body = case.bodies["council"]
    assert [body.voter(m) for m in ("RUS", "PRK", "FRA")] == ["RUS"] * 3
    assert body.voter("FRA", {"PRK"}) == "PRK", "who is absent hands on nothing"
    world = Worlds(case, Draws(central=True)).solve()
    assert world.share("talk")[0] == pytest.approx(1, abs=1e-5)
