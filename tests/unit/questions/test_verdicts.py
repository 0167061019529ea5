"""Verdicts on claims: each of the seven from a dossier that must give it, thresholds by hand, and what edits do to them."""

from __future__ import annotations

import copy
import re
from typing import Any

import numpy as np
import pytest

from summitry.brief.make import brief
from summitry.dossier.model import Dossier
from summitry.questions import verdicts
from summitry.questions.ask import open_study
from summitry.questions.contrast import Study
from summitry.questions.verdicts import Verdict
from summitry.worlds.interventions import AS_IT_IS, Intervention, forbid, hold, of_variant
from tests.oracle.play import solve
from tests.oracle.toy import TOY

DRAWS = 80


def case(
    help: Any = 3, go: float = 1, reward: Any = 5, means: str | None = "go makes B do help", **parts: Any
) -> dict[str, Any]:
    """A goes (worth `go` to it); if it does, help by B brings A 6 and B `reward`, and costs B `help`: B helps if reward > help."""
    claim = {"says": "something", **({} if means is None else {"means": means}), **parts.pop("claim", {})}
    return {
        "summitry": 1, "id": "case", "title": "Case", "actors": {a: f"{a}land" for a in "ABC"},
        "issues": {"j": {"scale": {"none": 0, "all": 100}, "status_quo": 50,
                         "stakes": {a: {"position": x, "salience": 50} for a, x in (("A", 100), ("B", 80))}}},
        "options": {"go": {"by": "A"}, "help": {"by": "B", "watch": "the budget"}},
        "consequences": [
            {"when": "go", "gains": {"A": go}},
            {"when": "help", "costs": {"B": help}},
            {"when": "go and help", "gains": {"A": 6, "B": reward}},
        ],
        "claims": {"c": claim}, **parts,
    }  # fmt: skip


def bench(data: dict[str, Any], draws: int = DRAWS, given: Intervention = AS_IT_IS) -> Study:
    return open_study(Dossier.model_validate(data), draws=draws, given=given)


def judged(data: dict[str, Any], draws: int = DRAWS, claim: str = "c") -> Verdict:
    return verdicts.judge(bench(data, draws), claim)


def many_costs(total: float, of: str = "help", to: str = "B", parts: int = 8) -> list[dict[str, Any]]:
    """Costs of an act that are `total` on average, in eight lines of equal range: no single one decides."""
    return [{"when": of, "costs": {to: f"between 0 and {2 * total / parts}"}} for _ in range(parts)]


# Arming (for good) brings A 4. B may then punish: 9 to B less what it costs, and 30 off A.
def deterrence(*costs: dict[str, Any]) -> dict[str, Any]:
    return case(
        means="A will do arm",
        options={"arm": {"by": "A", "irreversible": True}, "punish": {"by": "B"}},
        consequences=[
            {"when": "arm", "gains": {"A": 4}},
            {"when": "arm and punish", "costs": {"A": 30}, "gains": {"B": 9}},
            *costs,
        ],
    )


# ---------------------------------------------------------------- the seven


def test_follows() -> None:
    found = judged(case("between 2 and 4"))
    assert (found.key, found.share.value, found.short.value) == ("follows", 1, 1)  # type: ignore[union-attr]
    assert (found.hinge, found.behaviour, found.why, found.is_tested) == (None, None, "", True)
    assert found.finding.key == "claim.makes"
    assert found.finding.fields["share"] == found.share


def test_contradicted() -> None:
    found = judged(case("between 6 and 8"))
    assert (found.key, found.share.value, found.hinge) == ("contradicted", 0, None)  # type: ignore[union-attr]


def test_follows_only_if_one_input_is_below_a_limit() -> None:
    """B helps if it costs less than 5, which it does in half of the draws. The limit lies between the draws next to 5."""
    study = bench(case("between 2 and 8"))
    found = verdicts.judge(study, "c")
    costs = study.input("consequences[help].costs.B")
    assert found.key == "follows-if"
    assert found.hinge is not None
    assert found.hinge.path == "consequences[help].costs.B"
    assert costs[costs < 5].max() < found.hinge.limit < costs[costs > 5].min()
    assert found.hinge.limit == pytest.approx(5, abs=0.3)
    assert (found.hinge.below.value, found.hinge.above.value) == (1, 0)
    assert found.share.value == np.mean(costs < 5)  # type: ignore[union-attr]
    assert found.behaviour is None
    assert verdicts.observable(study, found) == "the budget"
    assert found.finding.basis.inputs == ("consequences[help].costs.B",)  # type: ignore[union-attr]


def test_a_hinge_may_be_on_the_reward_and_above_it() -> None:
    found = judged(case(5, reward="between 2 and 8"))
    assert found.hinge is not None
    assert found.hinge.path == "consequences[go and help].gains.B"
    assert found.hinge.limit == pytest.approx(5, abs=0.3)
    assert (found.hinge.below.value, found.hinge.above.value) == (0, 1)


def test_an_idle_input_is_no_hinge() -> None:
    """A range on an act that never comes cannot part the draws."""
    data = case("between 2 and 8")
    data["options"]["never"] = {"by": "C"}
    data["consequences"].append({"when": "never", "costs": {"C": "between 1 and 9"}, "gains": {"A": "between 1 and 9"}})
    found = judged(data)
    assert found.hinge is not None
    assert found.hinge.path == "consequences[help].costs.B"


def test_follows_only_if_actors_look_ahead() -> None:
    """Going costs A 1, and only help that comes later makes up for it. Short-sighted, A stays."""
    found = judged(case("between 2 and 4", go=-1, means="A will do go"))
    assert (found.key, found.behaviour) == ("follows-if", "ahead")
    assert (found.share.value, found.short.value) == (1, 0)  # type: ignore[union-attr]
    assert found.finding.agrees is False


def test_follows_only_if_actors_are_short_sighted() -> None:
    """Punishing costs B 2: looking ahead, A is deterred."""
    found = judged(deterrence({"when": "punish", "costs": {"B": 2}}))
    assert (found.key, found.behaviour) == ("follows-if", "short")
    assert (found.share.value, found.short.value) == (0, 1)  # type: ignore[union-attr]


def test_short_sight_may_decide_where_looking_ahead_is_open() -> None:
    """Punishing costs B 9 on average, in eight parts: A is deterred in about half of the draws, and by no single input."""
    found = judged(deterrence(*many_costs(9, "punish")), draws=200)
    assert 0.35 < found.share.value < 0.65  # type: ignore[union-attr]
    assert (found.key, found.behaviour, found.hinge) == ("follows-if", "short", None)


def test_open_where_no_single_input_decides() -> None:
    data = case(0, reward=9)
    data["consequences"] += many_costs(9)
    found = judged(data, draws=200)
    assert 0.35 < found.share.value < 0.65  # type: ignore[union-attr]
    assert (found.key, found.behaviour) == ("open", None)
    assert found.hinge is None or max(found.hinge.below.value, found.hinge.above.value) < 0.8, (
        "it leans, and is no hinge"
    )


def test_open_where_two_coins_must_fall_alike() -> None:
    """x and y come in half of the draws each; that both or neither come cannot be told from either."""
    data = case(means="C will do (x iff y)", options={o: {"by": "C"} for o in "xy"})
    data["consequences"] = [{"when": o, "gains": {"C": "between -1 and 1"}} for o in "xy"]
    study = bench(data)
    found = verdicts.judge(study, "c")
    x, y = (study.input(f"consequences[{o}].gains.C") > 0 for o in "xy")
    assert found.share.value == np.mean(x == y)  # type: ignore[union-attr]
    assert (found.key, found.hinge, found.behaviour) == ("open", None, None)


def test_assumed_by_each_rule() -> None:
    read = judged(case(means="A and B share j"))
    assert (read.key, read.finding.kind, read.share.value) == ("assumed", "assumed", 1)  # type: ignore[union-attr]
    false = judged(case(means="A and B differ on j"))
    assert (false.key, false.share.value) == ("assumed", 0), "true or not is told beside it"  # type: ignore[union-attr]
    typed = judged(case(means="B will do help"))  # A goes anyhow: what help brings B is what was typed
    assert (typed.key, typed.finding.meter.rule) == ("assumed", "induced")  # type: ignore[union-attr]
    answered = judged(case(go=-1, means="B will do help"))  # A goes only if B helps
    assert answered.key == "follows-if"


def test_cannot_be_tested() -> None:
    found = judged(case(means=None))
    assert (found.key, found.why, found.share, found.is_tested) == ("untestable", "no-means", None, False)
    assert found.finding.kind == "reported"
    lacking = judged(case(means="A is freer than B"))
    assert (lacking.key, lacking.why, lacking.finding.key) == ("untestable", "no-ratifier", "claim.no-ratifier")
    assert [ref.id for ref in lacking.finding.fields["actors"]] == ["A", "B"]  # type: ignore[union-attr]


FACTS = {"f": {"says": "It was otherwise."}}


def test_fact_wrong_goes_before_all_else_and_the_test_is_told() -> None:
    untold = judged(case(means=None, claim={"against": "f"}, facts=FACTS))
    assert (untold.key, untold.share) == ("fact-wrong", None)
    assert untold.finding.basis.ids == ("c", "f")  # type: ignore[union-attr]
    for means in ("go makes B do help", "A and B share j"):
        tested = judged(case(means=means, claim={"against": "f"}, facts=FACTS))
        assert (tested.key, tested.share.value) == ("fact-wrong", 1)  # type: ignore[union-attr]


def test_a_fact_against_a_claim_that_cannot_be_tested() -> None:
    """A cited fact that contradicts a claim is told whether or not the claim could be tested."""
    assert judged(case(means="A is freer than B", claim={"against": "f"}, facts=FACTS)).key == "fact-wrong"


def test_all_seven_are_counted_in_the_headline() -> None:
    data = case("between 2 and 4")
    for name, claim in {
        "open": {"means": "C will do (x iff y)"},
        "no": {"means": "go makes B do (not help)"},
        "if": {"means": "A will do (go and not x)"},
        "given": {"means": "A and B share j"},
        "mute": {},
        "wrong": {"against": "f"},
    }.items():
        data["claims"][name] = {"says": name, **claim}
    data["facts"] = FACTS
    for o in "xy":  # two coins: x and y each come in half of the draws
        data["options"][o] = {"by": "C"}
        data["consequences"].append({"when": o, "gains": {"C": "between -1 and 1"}})
    study = bench(data)
    found = verdicts.judge_all(study)
    assert {v.claim: v.key for v in found.rows} == {
        "c": "follows", "open": "open", "no": "contradicted", "if": "follows-if", "given": "assumed", "mute": "untestable",
        "wrong": "fact-wrong",
    }  # fmt: skip
    assert {found.count(k) for k in verdicts.KEYS} == {1}
    assert found.tested == 5
    assert found.by_claim["no"].key == "contradicted"
    headline = verdicts.answer(study).headline.fields
    assert (headline["all"], headline["tested"], headline["follows_if"], headline["fact_wrong"]) == (7, 5, 1, 1)


# ---------------------------------------------------------------- how sure


@pytest.mark.parametrize(
    ("phrase", "table", "relation"),
    [
        ("probably", "icd203", "fits"),  # 55–80
        ("almost certain", "icd203", "too high"),  # 95–99
        ("Unlikely", "icd203", "too low"),  # 20–45
        ("doubtless", "everyday", "too high"),  # 80–100, in no table of agencies
    ],
)
def test_how_sure_against_the_share(phrase: str, table: str, relation: str) -> None:
    """Costs between 2 and 6.5 are below 5 in two thirds of the draws."""
    found = judged(case("between 2 and 6.5", claim={"how_sure": phrase}))
    assert found.share.value == pytest.approx(2 / 3, abs=0.1)  # type: ignore[union-attr]
    assert found.sure is not None
    assert (found.sure.phrase, found.sure.table, found.sure.relation) == (phrase, table, relation)


def test_how_sure_without_a_number_is_not_compared() -> None:
    assert judged(case(claim={"how_sure": "heaven knows"})).sure is None
    assert judged(case()).sure is None
    assert judged(case(means=None, claim={"how_sure": "probably"})).sure is None, "nothing to compare it with"


# ---------------------------------------------------------------- circles


def circle(means: str, **stake: Any) -> tuple[str, ...]:
    data = case(means=means)
    data["issues"]["j"]["stakes"]["A"] |= stake
    return judged(data, draws=2).circle


def test_a_claim_that_is_the_reason_for_its_own_test() -> None:
    both = ("issues.j.stakes.A.position", "issues.j.stakes.A.salience")
    assert circle("go helps A on j", because="c") == both
    assert circle("A will do go", because="c") == both, "it names no issue: any counts"
    assert circle("go raises j", because="c") == both, "it names no actor: anybody's counts"
    assert circle("go helps A on j", because={"salience": "c"}) == both[1:]
    assert circle("go helps A on j", because="other") == ()
    assert circle("B will do help", because="c") == (), "another actor's stake"


def test_a_claim_that_is_the_reason_for_an_effect_of_its_act() -> None:
    data = case("between 2 and 4", means="B will do help", go=-1)
    data["consequences"][1]["because"] = "c"
    data["consequences"][0]["because"] = "c"  # of go, which the claim does not name
    found = judged(data)
    assert found.circle == ("consequences[help]",)
    assert found.key == "follows-if", "the verdict is not changed by it"


# ---------------------------------------------------------------- edits


def toy(**claims: str) -> dict[str, Any]:
    data = copy.deepcopy(TOY)
    data["claims"] = {k: {"says": k, "means": means} for k, means in claims.items()}
    return data


MINE = {
    "stand": "RUS wants summit for standing",
    "lax": "RUS will not do lax",
    "deters": "punish makes RUS do (not lax)",
    "talk": "summit brings about talk",
}


def keys(data: dict[str, Any], given: Intervention = AS_IT_IS) -> dict[str, tuple[str, float | None, float | None]]:
    found = verdicts.judge_all(bench(data, 1, given))
    return {v.claim: (v.key, v.share and v.share.value, v.short and v.short.value) for v in found.rows}


def test_the_toy_as_it_is() -> None:
    assert keys(toy(**MINE)) == {
        "stand": ("follows", 1, 1),
        "lax": ("follows-if", 1, 0),
        "deters": ("follows", 1, 1),
        "talk": ("follows-if", 1, 0),
    }


def test_a_stake_turned_round_turns_its_claim_and_leaves_the_other() -> None:
    """Russia would rather be an outcast, and cares little: it meets for the lead's sake, and would not for its standing alone."""
    data = toy(**MINE)
    data["issues"]["standing"]["stakes"]["RUS"] |= {"position": 0, "salience": 5}
    found = keys(data)
    assert found["stand"][:2] == ("contradicted", 0)
    assert found["lax"] == ("follows-if", 1, 0)
    assert found["deters"] == ("follows", 1, 1)
    assert solve(data)["options"]["summit"] > 0.99
    assert solve(data, {"only": {"RUS": ["standing"]}})["options"]["summit"] == 0


def test_a_punishment_that_does_not_hurt_deters_nobody() -> None:
    data = toy(**MINE)
    data["consequences"][-1]["costs"]["RUS"] = 0
    found = keys(data)
    assert found["lax"] == ("assumed", 0, 0), "nobody's answer enters any more: Russia does what pays by itself"
    assert found["deters"][:2] == ("contradicted", 0)
    assert found["stand"] == ("follows", 1, 1)
    assert solve(data)["options"]["lax"] > 0.5


def test_a_wider_range_weakens_a_verdict() -> None:
    """Help costs less than its reward of 5 for certain; in two thirds of the draws; in half, and then in many parts."""
    parts = case(0, reward=5)
    parts["consequences"] += many_costs(5)
    found = [judged(case("between 2 and 4")), judged(case("between 2 and 6.5")), judged(parts, draws=200)]
    assert [v.key for v in found] == ["follows", "follows-if", "open"]
    shares = [v.share.value for v in found if v.share]
    assert shares == sorted(shares, reverse=True)


def test_an_act_forbidden_in_a_variant_changes_the_claims_about_it() -> None:
    data = toy(**{k: means for k, means in MINE.items() if k != "deters"})
    data["variants"] = {"mild": {"forbid": ["punish"]}}
    found = keys(data, of_variant(Dossier.model_validate(data), "mild"))
    assert found["lax"][:2] == ("assumed", 0)
    assert found["stand"] == ("follows", 1, 1)
    assert solve(data, {"forbid": ["punish"]})["options"]["lax"] > 0.5


def test_what_a_variant_does_already_cannot_be_left_undone() -> None:
    assert keys(toy(c="talk makes USA do ease"), hold("talk")) == {"c": ("untestable", None, None)}


@pytest.mark.parametrize(
    ("given", "means"),
    [
        (forbid("punish"), "punish makes RUS do (not lax)"),
        (forbid("ease"), "USA does ease so that PRK does (not test)"),
        (hold("summit"), "RUS wants summit"),
        (hold("summit"), "summit brings about talk"),
        (hold("talk"), "PRK needs USA for ease"),
        (hold("lax"), "RUS splits PRK and USA"),
    ],
)
def test_what_a_variant_rules_out_cannot_be_tested(given: Intervention, means: str) -> None:
    """What the variant fixes cannot be done by hand, nor can who is to act be absent: the claim is told as one that cannot be tested."""
    assert keys(toy(c=means), given) == {"c": ("untestable", None, None)}


def own_estimates(basis: str) -> int:
    """The number of inputs that a section says are the desk's own."""
    match = re.search(r"(\d+) of \d+ input ranges are the desk’?'?s own", basis)
    assert match is not None, basis
    return int(match[1])


def test_a_reason_that_is_taken_away_changes_the_mark_and_no_number() -> None:
    cited = toy(**MINE)
    cited["claims"]["stand"]["in"] = "s"
    cited["sources"] = {"s": {"title": "A source", "descriptor": "made up"}}
    cited["questions"] = ["why RUS wants summit", "how RUS plays"]
    for actor in ("RUS", "PRK"):
        cited["issues"]["standing"]["stakes"][actor]["because"] = "stand"
    bare = copy.deepcopy(cited)
    del bare["issues"]["standing"]["stakes"]["PRK"]["because"]
    with_, without = (brief(Dossier.model_validate(d), draws=4).outline for d in (cited, bare))
    for one, other in zip(with_.sections, without.sections, strict=True):
        assert [s.text for s in (one.headline, *one.findings)] == [s.text for s in (other.headline, *other.findings)]
        assert own_estimates(other.basis) == own_estimates(one.basis) + 2, "a position and a salience"
        assert [(s.verdict, s.basis["share"]) for s in one.said] == [(s.verdict, s.basis["share"]) for s in other.said]
    keyed = [keys(d) for d in (cited, bare)]
    assert keyed[0] == keyed[1]
    assert next(v.circle for v in verdicts.judge_all(bench(cited, 1)).rows), "the claim rests on itself in both"


def test_the_circle_goes_with_the_reason() -> None:
    cited = toy(**MINE)
    cited["issues"]["standing"]["stakes"]["RUS"]["because"] = "stand"
    assert verdicts.judge(bench(cited, 1), "stand").circle
    assert verdicts.judge(bench(toy(**MINE), 1), "stand").circle == ()
