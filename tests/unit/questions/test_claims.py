"""Every form of claim: true and false where the truth is known by hand, or from the toy summit's solved worlds (play.md, 5)."""

from __future__ import annotations

from typing import Any

import pytest

from summitry.dossier.language import CLAIM_FORMS, parse_claim
from summitry.dossier.model import Dossier
from summitry.questions import claims
from summitry.questions.ask import open_study
from summitry.questions.claims import NotTestable, Test
from summitry.questions.contrast import Study
from summitry.worlds.interventions import AS_IT_IS, Intervention, forbid
from tests.oracle.play import solve
from tests.oracle.toy import TOY

SCALE = {"none": 0, "all": 100}


def issue(now: float = 50, scale: dict[str, float] = SCALE, **stakes: tuple[float, float]) -> dict[str, Any]:
    return {
        "scale": scale,
        "status_quo": now,
        "stakes": {a: {"position": x, "salience": s} for a, (x, s) in stakes.items()},
    }


def bench(given: Intervention = AS_IT_IS, draws: int = 1, **parts: Any) -> Study:
    """Four actors and an issue that only A cares for and nothing moves, unless `parts` say otherwise."""
    data: dict[str, Any] = {
        "summitry": 1, "id": "case", "title": "Case", "actors": {a: f"{a}land" for a in "ABCD"},
        "issues": {"j": issue(A=(100, 50))}, **parts,
    }  # fmt: skip
    return open_study(Dossier.model_validate(data), draws=draws, given=given)


def tried(study: Study, means: str) -> Test:
    return claims.try_out(study, parse_claim(means))


def truth(study: Study, means: str) -> tuple[float, float]:
    """Share of draws in which a claim is true: looking ahead, short-sighted."""
    test = tried(study, means)
    return float(test.holds.said.mean()), float(test.holds.other.mean())


def why_not(study: Study, means: str) -> str:
    with pytest.raises(NotTestable) as caught:
        tried(study, means)
    return caught.value.why


@pytest.fixture(scope="module")
def toy() -> Study:
    pledges = {
        "talks": {"by": "USA", "act": "talk"},
        "calm": {"by": "PRK", "act": "not test"},
        "bang": {"by": "PRK", "act": "test"},
        "words": {"by": "RUS", "says": "be good"},
        "both": {"by": "USA", "act": "talk and ease"},
    }
    return open_study(Dossier.model_validate({**TOY, "pledges": pledges}), draws=1)


# ---------------------------------------------------------------- the toy summit

# Worlds behind them (looking ahead | short-sighted), from the slow solver; `as it is`, `forbid summit`, `absent USA` stand in
# play.md:  as it is: talk ⅔, ease ⅔, test ⅓, punish ⅓, lax 0 | lax ½, test 1, talk 0.
# forbid summit: talk ½, ease ½, test ½, punish ½ | as before but for talk.
# V (RUS, PRK, USA): as it is −54.5, −120.75, −59.08 | −73.7, −127.65, −79.45; forbid summit −74.5, −143.88, −55 | −89.7, −148.15, −69.95
# absent RUS −74.5, −143.88, −53.5 | −86.5, −151.75, −68.25; absent PRK −67.5, −158.5, −25 | −70.7, −154.9, −23.7
# absent USA −69.9, −124.05, −82.15 under both.
ON_THE_TOY: list[tuple[str, bool, bool]] = [
    ("RUS wants summit", True, True),  # +20 | +16
    ("USA wants summit", False, False),  # −4 | −9.5
    ("RUS wants summit for standing", True, True),  # only RUS standing: summit 1
    ("RUS wants summit for lead", True, True),
    ("RUS wants summit for tests", False, False),  # the summit by itself moves no tests: indifferent
    ("summit helps PRK", True, True),
    ("summit helps USA", False, False),
    ("summit helps PRK on standing", True, True),
    ("summit helps PRK on tests", False, False),  # 30 instead of 40, and it wants 60
    ("summit cannot hurt RUS", True, True),  # worst rest with a test and sanctions: −70.5 against −74.5
    ("summit cannot hurt PRK", True, True),  # −131.25 against −143.88
    ("summit cannot hurt USA", False, False),  # −80.75 against −55
    ("RUS and PRK share pressure", True, True),  # from 80 down to 40 and to 0
    ("RUS and USA share pressure", False, False),  # 40 is down, 85 is up
    ("RUS and USA differ on lead", True, True),  # 15 is down, 95 is up
    ("RUS and PRK differ on lead", False, False),  # both down, to 15 and 30
    ("PRK needs RUS more than RUS needs PRK", True, True),  # 23.1 to 13 | 24.1 to −3
    ("RUS needs PRK more than PRK needs RUS", False, False),
    ("USA dominates PRK", False, True),  # ranges 22.95 to 21.67 | 22.95 to 0: nothing that PRK does changes what USA gets
    ("RUS dominates PRK", False, False),  # 30.3 to 20
    ("RUS will not do lax", True, False),  # 0 | 0.500007
    ("RUS will do lax", False, True),
    ("USA will do ease", True, False),
    ("PRK will do test", False, True),
    ("USA will do (ease or punish)", True, False),  # one of the two at any time: 1 | ½ − 0.000004
    ("RUS will do (lax and not punish)", False, False),
    ("punish makes RUS do (not lax)", True, True),
    ("lax makes USA do punish", True, True),  # ⅓ against 0: without it, sanctions only cost | ½
    ("test makes USA do talk", False, False),
    ("(not test) makes USA do talk", True, True),
    ("USA does ease so that PRK does (not test)", True, False),  # short-sighted it never eases
    ("PRK does test so that USA does talk", False, False),
    ("PRK needs RUS for summit", True, True),
    ("PRK needs RUS for pressure", True, True),  # 63.3 instead of 67.5, at .9 | 76 instead of 80: there is no lax either
    ("PRK needs RUS for tests", False, False),
    ("PRK needs RUS for tests or summit", True, True),  # one of them is enough
    ("RUS needs USA for lead", False, False),  # without USA it stands at 55 instead of 65
    ("without USA, PRK cannot ease", True, False),
    ("without USA, PRK cannot summit", False, False),
    ("without PRK, USA cannot talk", False, False),  # then it talks all the time
    ("RUS matters more to PRK than USA", True, True),  # 23.1 to 3.3 | 24.1 to 3.6, down
    ("USA matters more to PRK than RUS", False, False),
    ("RUS splits PRK and USA", True, True),  # +23.1 and −5.6 | +24.1 and −11.2
    ("PRK splits RUS and USA", True, False),  # +13 and −34.1 | −3 and −55.8
    ("USA splits RUS and PRK", False, False),  # +15.4 and +3.3 | −3.8 and −3.6: both on the same side
    ("USA mediates between RUS and PRK", True, False),
    ("RUS mediates between PRK and USA", False, False),
    ("summit brings about talk", True, False),  # ⅔ against ½ | 0.000011 against 0.000006
    ("summit brings about test", False, False),
    ("summit brings about (talk or ease)", True, False),
    ("summit raises standing", True, True),  # 58.3 against 35
    ("summit lowers standing", False, False),
    ("summit lowers lead", True, True),
    ("summit lowers pressure", True, False),  # 63.3 against 67.5 | 76 in both
    ("summit raises pressure", False, False),
    ("USA will keep talks", True, False),  # two thirds of the time, which is just enough | 0
    ("PRK will keep calm", True, False),
    ("PRK will keep bang", False, True),
    ("nothing came of summit", False, True),  # 16.7 points of talk | nothing moves by 15 points
    ("pressure settles above 70", False, True),  # 63.3 | 76
    ("pressure settles below 70", True, False),
    ("pressure settles between 60 and 80", True, True),
]  # fmt: skip


@pytest.mark.parametrize(("means", "ahead", "short"), ON_THE_TOY)
def test_on_the_toy(toy: Study, means: str, ahead: bool, short: bool) -> None:
    assert truth(toy, means) == (float(ahead), float(short))


def test_numbers_told_beside_a_claim_are_those_of_the_solver(toy: Study) -> None:
    """Worth in points of the issue that an actor cares for most (RUS lead 60, PRK pressure 90, USA tests 70), time in per cent."""
    here, bare = solve(TOY), solve(TOY, {"forbid": ["summit"]})
    gone = {a: solve(TOY, {"absent": [a]})["values"] for a in TOY["actors"]}
    value = here["values"]
    wanted: dict[tuple[str, str], float] = {
        ("RUS wants summit", "gain"): (value["RUS"] - bare["values"]["RUS"]) / 0.6,
        ("USA wants summit", "gain"): (value["USA"] - bare["values"]["USA"]) / 0.7,
        ("PRK needs RUS more than RUS needs PRK", "one"): value["PRK"] - gone["RUS"]["PRK"],
        ("PRK needs RUS more than RUS needs PRK", "two"): value["RUS"] - gone["PRK"]["RUS"],
        ("RUS splits PRK and USA", "one"): (value["PRK"] - gone["RUS"]["PRK"]) / 0.9,
        ("RUS splits PRK and USA", "two"): (value["USA"] - gone["RUS"]["USA"]) / 0.7,
        ("RUS matters more to PRK than USA", "two"): (value["PRK"] - gone["USA"]["PRK"]) / 0.9,
        ("RUS will not do lax", "often"): here["options"]["lax"],
        ("summit brings about talk", "rise"): 100 * (here["options"]["talk"] - bare["options"]["talk"]),
        ("summit brings about talk soon", "rise"): 100 * (here["soon"]["talk"] - bare["soon"]["talk"]),
        ("USA will keep talks", "kept"): here["options"]["talk"],
        ("PRK will keep calm", "kept"): 1 - here["options"]["test"],
        ("nothing came of summit", "most"): 100 * (here["options"]["talk"] - bare["options"]["talk"]),
        ("RUS and PRK share pressure", "stretch"): 40,
        ("RUS and USA differ on lead", "gap"): 80,
    }
    punished, spared = (solve(TOY, {"hold": {"punish": on}})["options"]["lax"] for on in (True, False))
    wanted["punish makes RUS do (not lax)", "rise"] = 100 * (spared - punished)
    for (means, name), number in wanted.items():
        assert tried(toy, means).fields[name].value == pytest.approx(number, abs=1e-4), (means, name)  # type: ignore[union-attr]


def test_every_form_is_tried_here() -> None:
    """In this table or below it (`freer`)."""
    assert {parse_claim(means).key for means, *_ in ON_THE_TOY} | {"freer"} == {key for key, _ in CLAIM_FORMS}


@pytest.mark.parametrize(
    ("means", "settled", "soon"),
    [
        ("summit brings about talk", True, False),  # 16.7 points of time; in the first three rounds 13.9
        ("USA will keep talks", True, False),  # two thirds; soon 0.61
        ("USA will do (talk or ease)", True, True),  # soon as often as the more frequent of them: 0.61
        ("summit lowers lead", True, True),  # speaks of no act: `soon` changes nothing
    ],
)
def test_soon_counts_the_first_three_rounds(toy: Study, means: str, settled: bool, soon: bool) -> None:
    assert truth(toy, means)[0] == settled
    assert truth(toy, f"{means} soon")[0] == soon


@pytest.mark.parametrize("forbidden", [["punish"], ["test"], ["talk"]])
def test_a_variant_is_part_of_every_world(forbidden: list[str]) -> None:
    study = open_study(Dossier.model_validate(TOY), draws=1, given=forbid(*forbidden))
    lax = solve(TOY, {"forbid": forbidden})["options"]["lax"]
    bare = solve(TOY, {"forbid": [*forbidden, "summit"]})["values"]["RUS"]
    assert truth(study, "RUS will not do lax")[0] == (lax <= 0.5)
    gain = tried(study, "RUS wants summit").fields["gain"].value  # type: ignore[union-attr]
    assert gain == pytest.approx((solve(TOY, {"forbid": forbidden})["values"]["RUS"] - bare) / 0.6, abs=1e-4)


# ---------------------------------------------------------------- why A wants E

# Meeting brings A 20 points of fame at salience 50 (worth 10) and 8 of land (worth 4), and costs it 3.
FAME: dict[str, Any] = {
    "event": "meet",
    "issues": {"fame": issue(A=(100, 50)), "land": issue(A=(100, 50)), "peace": issue(A=(100, 50))},
    "options": {"meet": {"by": ["A", "B"]}},
}


def meeting(**effects: Any) -> dict[str, Any]:
    return {**FAME, "consequences": [{"when": "meet", **effects}]}


def test_wants_for_what_is_enough_alone() -> None:
    study = bench(**meeting(moves={"fame": 20, "land": 4}, costs={"A": 3}, gains={"B": 1}))
    assert truth(study, "A wants meet for fame") == (1, 1)
    assert truth(study, "A wants meet for land") == (0, 0), "2 − 3"
    assert truth(study, "A wants meet for peace") == (0, 0)


def test_wants_for_what_it_falls_without() -> None:
    """Fame 3 and land 3 against 5: neither is enough, each is needed."""
    study = bench(**meeting(moves={"fame": 6, "land": 6}, costs={"A": 5}, gains={"B": 1}))
    test = tried(study, "A wants meet for fame")
    assert test.holds.said.tolist() == [1]
    assert (test.fields["enough"].value, test.fields["falls"].value) == (0, 1)  # type: ignore[union-attr]


def test_wanted_whatever_it_cares_for_is_wanted_for_nothing() -> None:
    assert truth(bench(**meeting(gains={"A": 1, "B": 1})), "A wants meet for fame") == (0, 0)


def test_wants_for_where_the_other_refuses() -> None:
    """The meeting is not held (B loses by it). Held by hand it brings A 10 by fame and 4 by land."""
    study = bench(**meeting(moves={"fame": 20, "land": 8}, costs={"B": 1}))
    assert truth(study, "A wants meet") == (1, 1)
    assert truth(study, "B wants meet") == (0, 0)
    assert truth(study, "A wants meet for fame") == (1, 1)
    assert truth(study, "A wants meet for land") == (0, 0), "less than half of all that it gains"


def race(harm: float) -> Study:
    """After the meeting C or D, whoever moves first, decides for good: fame +20 for A, or `harm`."""
    return bench(
        event="meet",
        issues={"fame": issue(A=(100, 50))},
        options={
            "meet": {"by": ["A", "B"], "irreversible": True},
            "help": {"by": "C", "irreversible": True},
            "harm": {"by": "D", "irreversible": True},
        },
        impossible=["help and harm"],
        consequences=[
            {"when": "meet", "gains": {"B": 1, "A": 0.5}},
            {"when": "help", "moves": {"fame": 20}, "costs": {"C": 1}},
            {"when": "harm", "moves": {"fame": harm}, "costs": {"D": 1}},
            {"when": "help and meet", "gains": {"C": 5}},
            {"when": "harm and meet", "gains": {"D": 5}},
        ],
    )


def test_cannot_hurt_looks_at_the_worst_end_and_not_at_the_mean() -> None:
    risky, safe = race(-8), race(4)
    assert truth(risky, "A wants meet")[0] == truth(safe, "A wants meet")[0] == 1
    assert truth(risky, "meet cannot hurt A") == (0, 0), "0.5 − 4 is worse than nothing"
    assert truth(safe, "meet cannot hurt A") == (1, 1)


def ratified(to_c: float) -> Study:
    """A deal that brings A and B 5 each, and that C must ratify for A."""
    return bench(
        actors={"A": "A", "B": "B", "C": {"name": "C", "ratifies": "A"}},
        options={"deal": {"by": ["A", "B", "C"], "sets": {"x": "on"}}, "x": {"by": "B"}},
        consequences=[{"when": "deal", "gains": {"A": 5, "B": 5, "C": to_c}}],
    )


def test_freer_is_who_keeps_more_of_its_gain_by_deals() -> None:
    bound, loose = ratified(-1), ratified(1)
    assert truth(bound, "B is freer than A") == (1, 1), "A keeps 0 of 5, B has no ratifier"
    assert truth(bound, "A is freer than B") == (0, 0)
    assert truth(loose, "B is freer than A") == (0, 0), "both keep all"


# ---------------------------------------------------------------- what A and B share


@pytest.mark.parametrize(
    ("a", "b", "share", "differ"),
    [
        (90, 54, True, True),  # the less ambitious by 4 per cent; 36 apart
        (90, 52, False, True),  # by 2 only
        (80, 60, True, False),  # 20 apart
        (80, 54, True, True),  # 26 apart
        (60, 40, False, True),  # opposite ways
        (50, 60, False, False),  # one wants no change
    ],
)
def test_share_and_differ_are_read_off_the_aims(a: float, b: float, share: bool, differ: bool) -> None:
    """On a scale of 200 (issue units are half a per cent) that stands at 100."""
    study = bench(issues={"j": issue(100, {"none": 0, "all": 200}, A=(2 * a, 50), B=(2 * b, 50))}, options={})
    for means, true in (("A and B share j", share), ("A and B differ on j", differ)):
        test = tried(study, means)
        assert test.holds.said.tolist() == [true], means
        assert (test.meter.rule, test.meter.assumed) == ("read", True)


def hits(back: float) -> Study:
    """A can cost B 10 points, B can cost A `back`; each of these acts costs its owner 1, so neither is done."""
    return bench(
        options={"hit": {"by": "A"}, "back": {"by": "B"}},
        consequences=[
            {"when": "hit", "costs": {"A": 1, "B": 10}},
            {"when": "back", "costs": {"B": 1, "A": back}},
        ],
    )


def test_dominates_from_twice_the_reach_on() -> None:
    assert truth(hits(4), "A dominates B") == (1, 1), "10.1 / 4.1"
    assert truth(hits(4.9), "A dominates B") == (1, 1), "10.1 / 5.0"
    assert truth(hits(5), "A dominates B") == (0, 0), "10.1 / 5.1"
    assert truth(hits(4), "B dominates A") == (0, 0)


# ---------------------------------------------------------------- how A plays


def test_of_several_ways_to_do_a_condition_the_best_counts() -> None:
    study = bench(
        options={"p": {"by": "A"}, "q": {"by": "A"}, "r": {"by": "B"}},
        consequences=[{"when": "r", "costs": {"B": 2}}, {"when": "q and r", "gains": {"B": 5}}],
    )
    assert truth(study, "q makes B do r") == (1, 1)
    assert truth(study, "p makes B do r") == (0, 0)
    assert truth(study, "(p or q) makes B do r") == (1, 1)
    assert truth(study, "(p and not q) makes B do r") == (0, 0)


def answered(worth: float) -> Study:
    """A gains 5 by o; B then does p, which is worth `worth` to A."""
    return bench(
        options={"o": {"by": "A"}, "p": {"by": "B"}},
        consequences=[
            {"when": "o", "gains": {"A": 5}},
            {"when": "p", "costs": {"B": 2}, "gains": {"A": worth}},
            {"when": "o and p", "gains": {"B": 5}},
        ],
    )


def test_so_that_needs_a_purpose() -> None:
    """A does o either way; it does so for the sake of p only if p is good for it."""
    good, bad = answered(3), answered(-3)
    for study in (good, bad):
        assert truth(study, "A will do o") == (1, 1)
        assert truth(study, "o makes B do p") == (1, 1)
    assert truth(good, "A does o so that B does p") == (1, 1)
    assert truth(bad, "A does o so that B does p") == (0, 0)


def rivals(bystanders: int) -> Study:
    """A's p and B's q exclude each other for good: whoever moves first has it, so each comes about half of the time."""
    options = {"p": {"by": "A", "irreversible": True}, "q": {"by": "B", "irreversible": True}}
    others = {f"z{k}": {"by": "CD"[k]} for k in range(bystanders)}
    return bench(
        options={**options, **others},
        impossible=["p and q"],
        consequences=[{"when": "p", "gains": {"A": 5}}, {"when": "q", "gains": {"B": 5}}],
    )


@pytest.mark.parametrize(
    "bystanders",
    [
        0,
        1,
        2,
    ],
)
def test_half_of_the_time_is_not_more_than_half(bystanders: int) -> None:
    study = rivals(bystanders)
    assert study.share_on("p").said[0] == pytest.approx(0.5, abs=1e-9)
    assert (truth(study, "A will do p")[0], truth(study, "B will do q")[0]) == (0, 0)
    assert truth(study, "A will not do p")[0] == 1


def test_half_of_the_time_is_not_enough_to_do_it_so_that() -> None:
    assert truth(rivals(1), "A does p so that B does (not q)")[0] == 0
    assert truth(rivals(0), "A does p so that B does (not q)")[0] == 0


def test_half_of_the_time_is_not_enough_to_be_wanted_for_it() -> None:
    """p moves j, which A cares for; B's q, which excludes it, is as often first."""
    parts: dict[str, Any] = {
        "event": "p",
        "options": {"p": {"by": "A", "irreversible": True}, "q": {"by": "B", "irreversible": True}},
        "impossible": ["p and q"],
        "consequences": [{"when": "p", "moves": {"j": 10}}, {"when": "q", "gains": {"B": 5}}],
    }
    bystander = {"options": {**parts["options"], "z": {"by": "C"}}}
    assert truth(bench(**{**parts, **bystander}), "A wants p for j")[0] == 0
    assert truth(bench(**parts), "A wants p for j")[0] == 0


def test_what_a_deal_or_a_need_makes_by_rule_is_read_off() -> None:
    study = bench(
        event="deal",
        options={"deal": {"by": ["A", "B"], "sets": {"x": "on"}}, "x": {"by": "B"}, "y": {"by": "B", "needs": "x"}},
        consequences=[
            {"when": "deal", "gains": {"A": 5, "B": 5}},
            {"when": "x", "costs": {"B": 2}},
            {"when": "y", "gains": {"B": 1}},
        ],
    )
    for means in ("deal brings about x", "deal makes B do x", "x makes B do y"):
        test = tried(study, means)
        assert test.holds.said.tolist() == [1], means
        assert test.meter.rule == "read", means
    assert tried(study, "deal brings about y").meter.rule == "none", "y needs x, not the deal"


# ---------------------------------------------------------------- what B is worth to A


def link(permit: float, to_a: float = 5, needs: str | None = "permit") -> Study:
    """A link of A and B that C must permit, which brings C `permit`."""
    return bench(
        options={"link": {"by": ["A", "B"], **({"needs": needs} if needs else {})}, "permit": {"by": "C"}, "own": {"by": "D"}},
        consequences=[{"when": "link", "gains": {"A": to_a, "B": 1}}, {"when": "permit", "gains": {"C": permit}}],
    )  # fmt: skip


def test_needs_for_an_act_that_comes() -> None:
    assert truth(link(3), "A needs C for link") == (1, 1)
    assert truth(link(3), "A needs D for link") == (0, 0)
    assert truth(link(3, needs=None), "A needs C for link") == (0, 0), "the link comes all the same"


def test_needs_for_an_act_that_never_comes_looks_at_the_wish() -> None:
    assert truth(link(-3), "A needs C for link") == (1, 1), "A would gain, and C's permit is missing"
    assert truth(link(-3), "A needs D for link") == (0, 0), "D has no hand in it"
    assert truth(link(-3, to_a=-5), "A needs C for link") == (0, 0), "A would lose by it"


def test_needs_for_looks_at_votes_too() -> None:
    study = bench(
        bodies={"council": {"members": {"A": 1, "C": 1}, "passes": 2}},
        options={"law": {"by": "council"}, "own": {"by": "D"}},
        consequences=[{"when": "law", "gains": {"A": 5}, "costs": {"C": 2}}],
    )
    assert truth(study, "A needs C for law") == (1, 1)
    assert truth(study, "A needs D for law") == (0, 0)


def test_cannot_without() -> None:
    assert truth(link(3), "without C, B cannot link") == (1, 1)
    assert not tried(link(3), "without C, B cannot link").meter.assumed, "C does not own the link"
    assert tried(link(3), "without A, B cannot link").meter.assumed, "A does"
    assert truth(link(-3), "without C, B cannot link") == (1, 1), "C could permit it"
    assert truth(link(-3, to_a=-5), "without C, B cannot link") == (0, 0), "with C they would not either"
    assert truth(link(3, needs=None), "without C, B cannot link") == (0, 0)
    assert truth(link(3), "without D, B cannot link") == (0, 0)


def test_cannot_without_a_vote() -> None:
    """The law needs both votes and C loses by it. Were it passed, the link would be built; without C it never can be."""
    study = bench(
        bodies={"council": {"members": {"A": 1, "C": 1}, "passes": 2}},
        options={"law": {"by": "council"}, "link": {"by": ["A", "B"], "needs": "law"}},
        consequences=[{"when": "law", "costs": {"C": 2}}, {"when": "link", "gains": {"A": 5, "B": 1}}],
    )
    assert truth(study, "B will do link") == (0, 0)
    assert truth(study, "without C, B cannot link") == (1, 1)


def aided(to_a: float, to_b: float) -> Study:
    """C gives aid that moves A's and B's worth by so many points."""
    return bench(
        options={"aid": {"by": "C"}},
        consequences=[{"when": "aid", "gains": {"C": 1, "A": to_a, "B": to_b}}],
    )


@pytest.mark.parametrize(
    ("to_a", "to_b", "splits", "mediates"),
    [(2, -2, 1, 0), (-2, 2, 1, 0), (2, 2, 0, 1), (2, 0.9, 0, 0), (2, -0.9, 0, 0), (-2, -2, 0, 0)],
)
def test_splits_and_mediates_by_more_than_a_point(to_a: float, to_b: float, splits: float, mediates: float) -> None:
    study = aided(to_a, to_b)
    assert truth(study, "C splits A and B")[0] == splits
    assert truth(study, "C mediates between A and B")[0] == mediates


def test_matters_up_or_down() -> None:
    study = bench(
        options={"aid": {"by": "C"}, "ban": {"by": "D"}},
        consequences=[{"when": "aid", "gains": {"C": 1, "A": 3}}, {"when": "ban", "gains": {"D": 1}, "costs": {"A": 4}}],
    )  # fmt: skip
    assert truth(study, "D matters more to A than C") == (1, 1), "4 down is more than 3 up"
    assert truth(study, "C matters more to A than D") == (0, 0)


# ---------------------------------------------------------------- what came of E


@pytest.mark.parametrize(("by", "raised", "lowered"), [(3, 1, 0), (1.9, 0, 0), (-3, 0, 1), (-1.9, 0, 0)])
def test_raises_and_lowers_by_more_than_a_per_cent_of_the_scale(by: float, raised: int, lowered: int) -> None:
    study = bench(
        event="meet",
        issues={"j": issue(100, {"none": 0, "all": 200}, C=(100, 10))},
        options={"meet": {"by": ["A", "B"]}},
        consequences=[{"when": "meet", "moves": {"j": by}, "gains": {"A": 1, "B": 1}}],
    )
    assert truth(study, "meet raises j")[0] == raised
    assert truth(study, "meet lowers j")[0] == lowered


def test_nothing_came_leaves_out_deals_that_contain_it() -> None:
    def study(to_c: float) -> Study:
        return bench(
            event="meet",
            options={"meet": {"by": ["A", "B"]}, "pact": {"by": ["A", "B"], "sets": {"meet": "on"}}, "aid": {"by": "C"}},
            consequences=[
                {"when": "meet", "gains": {"A": 1, "B": 1}},
                {"when": "pact", "gains": {"A": 1, "B": 1}},
                {"when": "aid and meet", "gains": {"C": to_c}},
            ],
        )  # fmt: skip

    assert truth(study(-1), "nothing came of meet") == (1, 1), "the pact comes with it by rule"
    assert truth(study(1), "nothing came of meet") == (0, 0)


# ---------------------------------------------------------------- what cannot be tested


def test_what_a_test_needs(toy: Study) -> None:
    assert why_not(toy, "RUS is freer than USA") == "no-ratifier"
    assert why_not(toy, "RUS will keep words") == "no-act"
    assert why_not(toy, "USA will keep both") == "no-act", "a pledge of more than one act cannot be told kept"
    assert why_not(toy, "USA will do (talk and ease) soon") == "soon"
    assert why_not(toy, "USA will do (talk or not ease) soon") == "soon"
    assert why_not(toy, "summit brings about (talk and ease) soon") == "soon"
    assert why_not(toy, "(ease and punish) makes RUS do lax") == "impossible"


def test_a_stake_is_needed_where_an_issue_is_named() -> None:
    study = bench(**meeting(gains={"A": 1, "B": 1}))
    for means in ("B wants meet for fame", "meet helps B on fame", "A and B share fame", "A and B differ on fame",
                  "B needs A for fame"):  # fmt: skip
        assert why_not(study, means) == "no-stake", means
    with pytest.raises(NotTestable) as caught:
        tried(study, "B wants meet for fame")
    assert {name: ref.id for name, ref in caught.value.fields.items()} == {"actor": "B", "issue": "fame"}  # type: ignore[union-attr]


def test_a_list_of_preferences_parts_no_reasons() -> None:
    study = bench(**meeting(gains={"A": 1, "B": 1}), preferences={"A": ["meet"]})
    assert why_not(study, "A wants meet for fame") == "list"
    assert why_not(study, "A and B share fame") == "list"
    assert why_not(study, "A and B differ on fame") == "list"
    assert truth(study, "A wants meet") == (1, 1), "that it wants it needs no reason"


def test_nothing_can_come_of_the_only_act() -> None:
    assert why_not(bench(**meeting(gains={"A": 1, "B": 1})), "nothing came of meet") == "no-acts"


@pytest.mark.parametrize("means", [m for m, *_ in ON_THE_TOY if "will keep" not in m])
def test_all_worlds_of_a_test_are_known_beforehand(toy: Study, means: str) -> None:
    """`worlds` lists what a test compares, so that many claims are solved together (`will keep` finds its own)."""
    study = open_study(toy.dossier, draws=1)
    study.prepare([AS_IT_IS])
    study.prepare(claims.worlds(study, parse_claim(means)))
    before = set(study.worlds.solved)
    tried(study, means)
    assert set(study.worlds.solved) == before
