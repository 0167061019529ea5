"""Why it rests there: small cases in which the reason is known by construction, and what is left when it is taken away."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import summitry as sm
from summitry.dossier.model import Dossier
from summitry.questions import explanations
from summitry.questions.answer import Finding
from summitry.questions.ask import open_study
from summitry.questions.contrast import Study
from summitry.worlds.interventions import AS_IT_IS, Intervention, forbid, hold
from summitry.worlds.world import BEHAVIOURS


def case(given: Intervention = AS_IT_IS, **parts: Any) -> Study:
    """Three actors; A counts in points of j, of which it wants all at salience 50, so 1 of utility is 2 points to it."""
    data: dict[str, Any] = {
        "summitry": 1, "id": "case", "title": "Case", "actors": {a: f"{a}land" for a in "ABC"},
        "issues": {"j": {"scale": {"none": 0, "all": 100}, "status_quo": 50,
                         "stakes": {"A": {"position": 100, "salience": 50}}}},
        **parts,
    }  # fmt: skip
    return open_study(Dossier.model_validate(data), draws=3, given=given)


def against(study: Study, option: str) -> Finding | None:
    return next(
        (f for f in explanations.explain(study) if "option" in f.fields and f.fields["option"].id == option),  # type: ignore[union-attr]
        None,
    )


def ids(refs: Any) -> list[str]:
    return [ref.id for ref in refs]


# A would gain 4 by arming, and C 3. B then punishes: 9 − 2 to B, −30 to A. By itself punishing costs B 2.
DETERRENCE: dict[str, Any] = {
    "options": {"arm": {"by": "A"}, "punish": {"by": "B"}},
    "consequences": [
        {"when": "arm", "gains": {"A": 4, "C": 3}},
        {"when": "punish", "costs": {"B": 2}},
        {"when": "arm and punish", "costs": {"A": 30}, "gains": {"B": 9}},
    ],
}


def test_the_punisher_deters() -> None:
    found = against(case(**DETERRENCE), "arm")
    assert found is not None
    assert found.key == "explain.against.deterred"
    assert ids(found.fields["wishers"]) == ["A", "C"]
    assert found.fields["owner"].id == "A"  # type: ignore[union-attr]
    (answer,) = found.fields["answers"]  # type: ignore[misc]
    assert (answer[0].id, ids(answer[1]), answer[2]) == ("punish", ["B"], True)
    assert found.fields["at_once"].value == pytest.approx(8)  # type: ignore[union-attr]  # 4 of utility
    assert found.fields["later"].value == pytest.approx(52, abs=0.1)  # type: ignore[union-attr]  # 30 − 4
    assert found.kind == "follows"
    assert found.agrees is False, "short-sighted, A arms"
    assert np.all(found.holds == 1)


def test_without_the_punisher_there_is_nothing_to_explain() -> None:
    spared = [c if c["when"] != "arm and punish" else {**c, "gains": {"B": 1}} for c in DETERRENCE["consequences"]]
    assert against(case(**{**DETERRENCE, "consequences": spared}), "arm") is None, (
        "punishing costs B more than it brings"
    )


def test_an_owner_that_loses_by_its_own_act_is_not_called_deterred() -> None:
    dear = [c if c["when"] != "arm" else {"when": "arm", "costs": {"A": 2}, "gains": {"C": 3}}
            for c in DETERRENCE["consequences"]]  # fmt: skip
    found = against(case(**{**DETERRENCE, "consequences": dear}), "arm")
    assert found is not None
    assert found.key == "explain.against.owner"
    assert ids(found.fields["wishers"]) == ["C"]
    ((owner, loss, worse),) = found.fields["owners"]  # type: ignore[misc]
    assert (owner.id, loss.value, worse) == ("A", pytest.approx(4), True)
    assert found.fields["later"].value == pytest.approx(64, abs=0.1)  # type: ignore[union-attr]  # 2 + 30
    assert ids(a[0] for a in found.fields["answers"]) == ["punish"]  # type: ignore[union-attr]


def test_what_the_owner_alone_pays_for_is_assumed() -> None:
    """No answer of anybody's: the loss is what was typed."""
    found = against(
        case(options={"give": {"by": "A"}}, consequences=[{"when": "give", "costs": {"A": 2}, "gains": {"C": 3}}]),
        "give",
    )
    assert found is not None
    assert (found.key, found.kind) == ("explain.against.owner", "assumed")
    assert found.fields["answers"] == ()


PACT: dict[str, Any] = {
    "options": {"pact": {"by": ["A", "B"], "sets": {"give": "on"}}, "give": {"by": "A"}},
    "consequences": [
        {"when": "pact", "gains": {"A": 5, "B": -3, "C": 2}},
    ],
}


def test_a_co_owner_refuses() -> None:
    found = against(case(**PACT), "pact")
    assert found is not None
    assert found.key == "explain.against.partner"
    assert ids(found.fields["wishers"]) == ["A", "C"], "those that wish it are merged into one finding"
    ((who, share, loss, worse),) = found.fields["refuse"]  # type: ignore[misc]
    assert (who.id, share.value, loss.value, worse) == ("B", 1.0, pytest.approx(3), True)


def test_a_co_owner_that_gains_refuses_no_more() -> None:
    willing = [{"when": "pact", "gains": {"A": 5, "B": 3, "C": 2}}]
    assert against(case(**{**PACT, "consequences": willing}), "pact") is None


COUNCIL: dict[str, Any] = {
    "bodies": {"council": {"members": {"A": 1, "B": 1, "C": 1}, "passes": 2, "veto": ["C"]}},
    "options": {"law": {"by": "council"}},
    "consequences": [{"when": "law", "gains": {"A": 5, "B": 2}, "costs": {"C": 4}}],
}


def test_a_veto_stops_it() -> None:
    found = against(case(**COUNCIL), "law")
    assert found is not None
    assert found.key == "explain.against.veto"
    assert [(a.id, share.value) for a, share in found.fields["vetoes"]] == [("C", 1.0)]  # type: ignore[union-attr, misc]
    assert found.fields["body"].id == "council"  # type: ignore[union-attr]


def test_without_the_veto_it_passes_and_with_a_higher_bar_votes_are_missing() -> None:
    council = COUNCIL["bodies"]["council"]
    passed = against(case(**{**COUNCIL, "bodies": {"council": {**council, "veto": []}}}), "law")
    assert passed is not None
    assert passed.fields["on"] is True, "now it is C that would be rid of it"
    assert (passed.key, passed.fields["votes"].value) == ("explain.against.votes", 1)  # type: ignore[union-attr]
    found = against(case(**{**COUNCIL, "bodies": {"council": {**council, "veto": [], "passes": 3}}}), "law")
    assert found is not None
    assert found.key == "explain.against.votes"
    assert (found.fields["on"], found.fields["votes"].value, found.fields["needed"]) == (False, 2, 3)  # type: ignore[union-attr]


def test_a_veto_is_cast_as_its_leader_casts_its_own() -> None:
    """C votes as A does, who gains: the law passes, and it is A, through C's seat, that keeps B from repealing it."""
    council = {**COUNCIL["bodies"]["council"], "follows": {"C": "A"}}
    consequences = [{"when": "law", "gains": {"A": 5, "B": -2, "C": -4}}]
    found = against(case(**{**COUNCIL, "bodies": {"council": council}, "consequences": consequences}), "law")
    assert found is not None
    assert (found.key, found.fields["on"]) == ("explain.against.veto", True)
    assert [a.id for a, _ in found.fields["vetoes"]] == ["A"]  # type: ignore[union-attr, misc]


LINK: dict[str, Any] = {
    "options": {"link": {"by": ["A", "B"], "needs": "permit"}, "permit": {"by": "C"}},
    "consequences": [
        {"when": "link", "gains": {"A": 5, "B": 1}},
        {"when": "permit", "costs": {"C": 3}},
    ],
}


def test_a_need_is_missing() -> None:
    found = against(case(**LINK), "link")
    assert found is not None
    assert found.key == "explain.against.need"
    assert ids(found.fields["lacking"]) == ["permit"]
    assert found.fields["refuse"] == ()
    assert found.fields["worth"].value == pytest.approx(10), "weighed as if it could be had"  # type: ignore[union-attr]


def test_with_the_need_met_the_link_comes_or_the_partner_refuses() -> None:
    permitted = [LINK["consequences"][0], {"when": "permit", "gains": {"C": 3}}]
    assert against(case(**{**LINK, "consequences": permitted}), "link") is None
    refused = [{"when": "link", "gains": {"A": 5}, "costs": {"B": 1}}, permitted[1]]
    found = against(case(**{**LINK, "consequences": refused}), "link")
    assert found is not None
    assert found.key == "explain.against.partner"


def test_a_need_is_told_with_those_who_would_not_gain_even_then() -> None:
    consequences = [{"when": "link", "gains": {"A": 5}, "costs": {"B": 1}}, LINK["consequences"][1]]
    found = against(case(**{**LINK, "consequences": consequences}), "link")
    assert found is not None
    assert (found.key, ids(found.fields["refuse"])) == ("explain.against.need", ["B"])


def test_an_impossible_pattern_of_somebody_else_stands_in_the_way() -> None:
    parts: dict[str, Any] = {
        "options": {"q": {"by": "A"}, "p": {"by": "B"}},
        "impossible": ["p and q"],
        "now": ["p"],
        "consequences": [{"when": "p", "gains": {"B": 5}}, {"when": "q", "gains": {"A": 2}}],
    }
    found = against(case(**parts), "q")
    assert found is not None
    assert (found.key, ids(found.fields["by"])) == ("explain.against.clash", ["p"])
    assert against(case(**{**parts, "impossible": []}), "q") is None


def test_own_acts_that_exclude_each_other_are_swapped_before_they_are_weighed() -> None:
    """C would have q; A keeps p, which serves it better, and would have to give it up in the same move."""
    found = against(
        case(
            options={"p": {"by": "A"}, "q": {"by": "A"}},
            impossible=["p and q"],
            now=["p"],
            consequences=[{"when": "p", "gains": {"A": 5}}, {"when": "q", "gains": {"A": 2, "C": 4}}],
        ),
        "q",
    )
    assert found is not None
    assert (found.key, ids(found.fields["instead"])) == ("explain.against.owner", ["p"])
    assert found.fields["owners"][0][1].value == pytest.approx(6)  # type: ignore[index, union-attr]  # 5 − 2 of utility


def test_what_cannot_be_undone_stays() -> None:
    parts: dict[str, Any] = {
        "options": {"test": {"by": "A", "irreversible": True}},
        "now": ["test"],
        "consequences": [{"when": "test", "costs": {"A": 1, "B": 5}}],
    }
    found = against(case(**parts), "test")
    assert found is not None
    assert (found.key, found.fields["on"]) == ("explain.against.undo", True)
    assert ids(found.fields["wishers"]) == ["B", "A"]
    assert against(case(**{**parts, "options": {"test": {"by": "A"}}}), "test") is None


def test_a_term_of_a_deal_that_stands_is_kept() -> None:
    parts: dict[str, Any] = {
        "options": {"deal": {"by": ["A", "B"], "sets": {"give": "on"}}, "give": {"by": "A"}},
        "consequences": [{"when": "deal", "gains": {"A": 9, "B": 9}}, {"when": "give", "costs": {"A": 1, "C": 4}}],
    }
    found = against(case(**parts), "give")
    assert found is not None
    assert (found.key, ids(found.fields["by"]), found.fields["on"]) == ("explain.against.lock", ["deal"], True)


def test_a_joint_act_stays_because_none_of_its_owners_would_leave_it() -> None:
    parts: dict[str, Any] = {
        "options": {"meet": {"by": ["A", "B"]}},
        "consequences": [{"when": "meet", "gains": {"A": 5, "B": 2}, "costs": {"C": 4}}],
    }
    found = against(case(**parts), "meet")
    assert found is not None
    assert (found.key, found.fields["on"]) == ("explain.against.owner", True)
    assert [(a.id, m.value, worse) for a, m, worse in found.fields["owners"]] == [  # type: ignore[union-attr, misc]
        ("A", pytest.approx(10), True),
        ("B", pytest.approx(2), True),
    ]


def test_what_an_intervention_fixes_is_not_explained() -> None:
    assert against(case(**COUNCIL), "law") is not None
    assert against(case(forbid("law"), **COUNCIL), "law") is None


def test_an_absent_member_vetoes_nothing() -> None:
    study = case(Intervention(absent=frozenset({"C"})), **COUNCIL)
    assert float(study.share_on("law").said.mean()) > 0.8, "the two others pass it"
    assert against(study, "law") is None, "and what the absent one would welcome is not told"


def test_the_greatest_wish_comes_first_and_eight_are_told() -> None:
    options = {f"o{q}": {"by": "B"} for q in range(10)}
    consequences = [{"when": o, "gains": {"C": 2 + q}, "costs": {"B": 1}} for q, o in enumerate(options)]
    found = [f for f in explanations.explain(case(options=options, consequences=consequences)) if "option" in f.fields]
    assert [f.fields["option"].id for f in found] == [f"o{q}" for q in range(9, 1, -1)]  # type: ignore[union-attr]


def test_wishes_of_less_than_a_point_are_left_out() -> None:
    tiny = [{"when": "give", "costs": {"A": 2}, "gains": {"C": 0.9}}]
    assert against(case(options={"give": {"by": "A"}}, consequences=tiny), "give") is None


def test_only_cheap_worlds_are_offered_and_no_others_are_solved() -> None:
    study = case(
        options={**DETERRENCE["options"], **PACT["options"], **LINK["options"]},
        consequences=[*DETERRENCE["consequences"], *PACT["consequences"], *LINK["consequences"]],
    )
    offered = explanations.worlds(study)
    assert set(offered) == {AS_IT_IS, hold("arm", True), hold("arm", False)}
    study.prepare(offered)
    solved = set(study.worlds.solved)
    explanations.explain(study)
    assert set(study.worlds.solved) == solved == {(z, b) for z in offered for b in BEHAVIOURS}


# ------------------------------------------------------------------------------------------------ end states


@pytest.fixture(scope="module")
def toy() -> tuple[Finding, ...]:
    return explanations.explain(open_study(sm.load("toy-summit"), draws=2))


def ends(found: tuple[Finding, ...]) -> list[Finding]:
    return [f for f in found if f.key == "explain.end"]


def test_the_ends_of_the_toy_summit_with_their_probabilities(toy: tuple[Finding, ...]) -> None:
    assert [sorted(ids(f.fields["new"])) for f in ends(toy)] == [
        ["ease", "summit", "talk"],
        ["punish", "summit", "test"],
    ]
    assert [f.fields["probability"].value for f in ends(toy)] == pytest.approx([2 / 3, 1 / 3], abs=1e-6)  # type: ignore[union-attr]
    assert [ids(f.fields["content"]) for f in ends(toy)] == [["PRK"], ["PRK", "RUS"]]


def test_russia_is_tempted_by_lax_and_held_by_punish(toy: tuple[Finding, ...]) -> None:
    """The gain by hand stands in tests/unit/worlds/test_explain.py: 0.6, that is 1 point of lead at salience 60."""
    russia = next(f for f in toy if f.key == "explain.end.held" and f.fields["actor"].id == "RUS")  # type: ignore[union-attr]
    f = russia.fields
    assert [ids(part) for part in f["move"][1:3]] == [["lax"], []]  # type: ignore[index]
    assert [ids(part) for part in f["first"][1:3]] == [["punish"], ["ease"]]  # type: ignore[index]
    assert (f["first"][0].id, f["held_by"], f["anyway"], f["counter"]) == ("USA", "SEQ", False, None)  # type: ignore[index, union-attr]
    assert f["gain"].value == pytest.approx(1)  # type: ignore[union-attr]


def test_where_the_answer_is_taken_away_nobody_holds_russia() -> None:
    """Washington may not punish: Russia loosens enforcement in every end, and nothing is left to hold it."""
    study = open_study(sm.load("toy-summit"), draws=2, given=forbid("punish"))
    found = explanations.explain(study)
    assert all("lax" in ids(f.fields["new"]) for f in ends(found))
    assert not [f for f in found if f.key.startswith("explain.end.") and f.fields["actor"].id == "RUS"]  # type: ignore[union-attr]


def test_an_answer_that_would_be_given_anyway_is_marked() -> None:
    """A drops a, B drops b; each wants to do so whatever the other does, and each is worse off if both do."""
    change = explanations.Change
    step = change("B", (), ("b",), ("a",))
    own = explanations.Hold("B", {}, "SEQ", step, (), None)
    held = explanations.Held(("a", "b"), "rest", 1.0, (own,))
    assert explanations._would_anyway(change("B", (), ("b",), ()), held)
    assert not explanations._would_anyway(change("B", ("c",), ("b",), ("c",)), held)


def test_end_states_are_told_of_the_draws_that_end_there() -> None:
    """B does p where that serves it, in about half of the draws: each end is looked at where it is one."""
    study = open_study(
        Dossier.model_validate({
            "summitry": 1, "id": "half", "title": "Half", "actors": {"B": "Bland"},
            "options": {"p": {"by": "B"}},
            "consequences": [{"when": "p", "gains": {"B": "between -5 and 5"}}],
        }),
        draws=20,
    )  # fmt: skip
    found = ends(explanations.explain(study))
    on = float(study.share_on("p").said.mean())
    assert sorted(f.fields["probability"].value for f in found) == pytest.approx(sorted([on, 1 - on]))  # type: ignore[union-attr]
    assert all(ids(f.fields["content"]) == ["B"] for f in found)
    assert all(f.fields["looked"] == explanations.MOST_LOOKED for f in found)


def test_a_cycle_is_one_end_and_its_members_are_counted() -> None:
    """A wants both alike, B wants them unlike: short of sight and far of sight they chase each other."""
    study = case(
        options={"p": {"by": "A"}, "q": {"by": "B"}},
        consequences=[{"when": "p iff q", "gains": {"A": 5}}, {"when": "not (p iff q)", "gains": {"B": 5}}],
    )
    found = [f for f in ends(explanations.explain(study)) if f.fields["kind"] == "cycle"]
    assert [f.fields["states"] for f in found] == [4]


def test_a_case_without_options_has_nothing_to_explain() -> None:
    assert explanations.explain(case()) == ()
