"""How A plays: what deters it, what it wants of others, and what its acts draw from them."""

from __future__ import annotations

from typing import Any

import pytest

from summitry.dossier.model import Dossier
from summitry.errors import QuestionError
from summitry.questions.answer import Answer, Finding
from summitry.questions.ask import answer, open_study


def ask(text: str, **parts: Any) -> Answer:
    data: dict[str, Any] = {
        "summitry": 1, "id": "case", "title": "Case", "actors": {a: f"{a}land" for a in "ABC"},
        "issues": {"j": {"scale": {"none": 0, "all": 100}, "status_quo": 50,
                         "stakes": {"A": {"position": 100, "salience": 50}}}},
        **parts,
    }  # fmt: skip
    return answer(open_study(Dossier.model_validate(data), draws=3), text)


def of(given: Answer, key: str) -> list[Finding]:
    return [f for f in (given.headline, *given.findings) if f.key == key]


# A would gain 4 by arming. B then punishes: 9 − 2 to B, −30 to A. By itself punishing costs B 2.
DETERRENCE: dict[str, Any] = {
    "options": {"arm": {"by": "A"}, "punish": {"by": "B"}, "give": {"by": "C"}},
    "consequences": [
        {"when": "arm", "gains": {"A": 4}},
        {"when": "punish", "costs": {"B": 2}},
        {"when": "arm and punish", "costs": {"A": 30}, "gains": {"B": 9}},
        {"when": "give", "moves": {"j": 20}, "costs": {"C": 3}},
    ],
}


def test_deterrence_names_act_answer_temptation_and_loss() -> None:
    found = of(ask("how A plays", **DETERRENCE), "strategy.deterred")
    assert len(found) == 1
    fields = found[0].fields
    assert (fields["option"].id, fields["answer"].id, fields["comes"]) == ("arm", "punish", True)  # type: ignore[union-attr]
    assert fields["share"].value == 1  # type: ignore[union-attr]
    assert fields["tempted"].value == pytest.approx(8)  # type: ignore[union-attr]  # 4 at salience 50
    assert fields["loss"].value == pytest.approx(52, abs=0.1)  # type: ignore[union-attr]  # 30 − 4
    assert found[0].kind == "follows"
    assert found[0].agrees is False, "short-sighted, A arms"


def test_nothing_deters_where_nobody_answers() -> None:
    consequences = [c for c in DETERRENCE["consequences"] if c["when"] != "arm and punish"]
    given = ask("how A plays", **{**DETERRENCE, "consequences": consequences})
    assert of(given, "strategy.deterred") == []
    act = of(given, "strategy.act")[0]
    assert act.kind == "assumed", "4 points that somebody typed"
    assert act.fields["gain"].value == pytest.approx(8)  # type: ignore[union-attr]


def test_own_acts_that_exclude_each_other_are_no_deterrence() -> None:
    """q would help if p were not in the way, and p helps more: nobody deters A. (Found by chance on a random dossier.)"""
    given = ask(
        "how A plays",
        options={"p": {"by": "A"}, "q": {"by": "A"}, "meet": {"by": ["A", "B"], "sets": {"p": "off"}}},
        impossible=["p and q"],
        now=["p"],
        consequences=[{"when": "p", "gains": {"A": 5}}, {"when": "q", "gains": {"A": 2}}],
    )
    assert of(given, "strategy.deterred") == []


def test_an_act_is_weighed_with_the_answers_it_draws() -> None:
    act = of(ask("how A plays", **DETERRENCE), "strategy.act")[0]
    assert act.fields["better"].value == 0  # type: ignore[union-attr]
    assert act.fields["gain"].value == pytest.approx(-52, abs=0.1)  # type: ignore[union-attr]
    assert act.fields["direct"].value == pytest.approx(8, abs=0.1)  # type: ignore[union-attr]
    assert [r.id for r, _ in act.fields["more"]] == ["punish"]  # type: ignore[union-attr, misc]
    assert act.kind == "follows"


def test_toy_russia_leaves_enforcement_alone_looking_ahead_and_not_short_sighted() -> None:
    """play.md section 5: hold lax on costs Russia 4.0667 of utility, 4.0667 / 0.6 points of lead; by table also −58.57 + 54.5."""
    given = answer(open_study(Dossier.model_validate(_toy()), draws=2), "how RUS plays")
    act = next(f for f in of(given, "strategy.act") if f.fields["option"].id == "lax")  # type: ignore[union-attr]
    assert act.fields["gain"].value == pytest.approx((-58.566662 + 54.5) / 0.6, abs=1e-4)  # type: ignore[union-attr]
    assert (
        "punish" in [r.id for r, _ in act.fields["more"]] + [r.id for r, _ in act.fields["less"]]
        or act.kind == "follows"
    )  # type: ignore[union-attr, misc]
    plays = of(given, "strategy.plays")[0]
    assert plays.agrees is False, "short-sighted, Russia is lax half of the time"


@pytest.mark.xfail(
    strict=True,
    reason="a standing threat that is carried out pre-emptively is not found: punish is on in a third anyway",
)
def test_toy_russia_is_deterred_by_punishment() -> None:
    given = answer(open_study(Dossier.model_validate(_toy()), draws=2), "how RUS plays")
    assert [(f.fields["option"].id, f.fields["answer"].id) for f in of(given, "strategy.deterred")] == [
        ("lax", "punish")
    ]  # type: ignore[union-attr]


def _toy() -> dict[str, Any]:
    from tests.oracle.toy import TOY

    return TOY


def test_what_it_most_wants_of_others_and_does_not_get() -> None:
    given = ask("how A plays", **DETERRENCE)
    wants = of(given, "strategy.wants")[0]
    assert wants.fields["option"].id == "give"  # type: ignore[union-attr]
    assert [r.id for r in wants.fields["owners"]] == ["C"]  # type: ignore[union-attr]
    assert wants.fields["gain"].value == pytest.approx(20)  # type: ignore[union-attr]
    assert wants.fields["gets"].value == 0  # type: ignore[union-attr]
    assert wants.kind == "assumed", "20 points of j for `give` are typed"


def test_what_would_change_it_counts_the_headline_itself() -> None:
    """A does nothing and does not get what it wants: that holds in every draw, and not in none."""
    given = ask("how A plays", **DETERRENCE)
    assert [f.fields["share"].value for f in given.changes] == [1.0]  # type: ignore[union-attr]


def test_a_joint_act_that_draws_an_answer() -> None:
    given = ask(
        "how A plays",
        options={"meet": {"by": ["A", "B"]}, "join": {"by": "C"}},
        consequences=[
            {"when": "meet", "gains": {"A": 1, "B": 1}},
            {"when": "join", "costs": {"C": 2}},
            {"when": "join and meet", "gains": {"C": 5}},
        ],
    )
    makes = of(given, "strategy.makes")[0].fields
    assert (makes["option"].id, makes["other"].id, makes["more"]) == ("meet", "join", True)  # type: ignore[union-attr]
    assert makes["mean"].value == pytest.approx(1, abs=0.01)  # type: ignore[union-attr]


def test_the_best_course_of_several_acts() -> None:
    """p pays 2, q costs 1, both together pay 6: best with both."""
    given = ask(
        "how A plays",
        options={"p": {"by": "A"}, "q": {"by": "A"}},
        consequences=[
            {"when": "p", "gains": {"A": 2}},
            {"when": "q", "costs": {"A": 1}},
            {"when": "p and q", "gains": {"A": 5}},
        ],
    )
    course = of(given, "strategy.course")[0].fields
    assert [r.id for r in course["first"]] == ["p", "q"]  # type: ignore[union-attr]
    assert course["first_share"].value == 1  # type: ignore[union-attr]
    assert course["count"] == 4
    assert [r.id for r in given.findings[0].fields.get("does", ())] or [
        r.id for r in given.headline.fields["does"]
    ] == ["p", "q"]  # type: ignore[union-attr]


def test_an_actor_without_acts_has_no_strategy() -> None:
    with pytest.raises(QuestionError) as caught:
        ask("how A plays", options={"give": {"by": "C"}}, consequences=[])
    assert any("A can do nothing" in line for line in caught.value.missing)


def test_the_answer_that_deters_is_measured_against_leaving_the_act_alone() -> None:
    """B punishes beforehand here: against the world as it is nothing would come on. Against A's surely not arming, punishment does."""
    consequences = [
        {"when": "arm", "gains": {"A": 4}},
        {"when": "punish", "costs": {"A": 30, "B": 2}},
        {"when": "arm and punish", "gains": {"B": 9}},
    ]
    options = {"arm": {"by": "A"}, "punish": {"by": "B"}, "zeal": {"by": "C"}}
    found = of(ask("how A plays", options=options, consequences=consequences), "strategy.deterred")
    assert [f.fields["answer"].id for f in found] == ["punish"]  # type: ignore[union-attr]
