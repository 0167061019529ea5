"""What B is worth to A: channels, votes, interplay, mediator and splitter, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from summitry.dossier.model import Dossier
from summitry.errors import QuestionError
from summitry.questions.answer import Answer, Finding
from summitry.questions.ask import answer, open_study


def ask(text: str = "what B is worth to A", **parts: Any) -> Answer:
    data: dict[str, Any] = {
        "summitry": 1, "id": "case", "title": "Case", "actors": {a: f"{a}land" for a in "ABCD"},
        "issues": {"j": {"scale": {"none": 0, "all": 100}, "status_quo": 50, "stakes": {
            a: {"position": 100, "salience": 50} for a in "ABCD"}}},
        **parts,
    }  # fmt: skip
    return answer(open_study(Dossier.model_validate(data), draws=3), text)


def of(given: Answer, key: str) -> list[Finding]:
    return [f for f in (given.headline, *given.findings) if f.key == key]


def ids(refs: Any) -> list[str]:
    return [r.id for r in refs]


# B aids A today (worth 6) and meets A (20 points of j, worth 10 to each, and 1 to sign).
BASE: dict[str, Any] = {
    "options": {"aid": {"by": "B"}, "meet": {"by": ["A", "B"]}, "trade": {"by": "C"}},
    "now": ["aid", "trade"],
    "consequences": [
        {"when": "aid", "gains": {"A": 6, "B": 1}},
        {"when": "meet", "moves": {"j": 20}, "costs": {"A": 1, "B": 1}},
        {"when": "trade", "gains": {"A": 25, "C": 1}},
    ],
}


def test_worth_by_channel_and_rank() -> None:
    given = ask(**BASE)
    worth = of(given, "importance.worth")[0]
    assert worth.fields["worth"].value == pytest.approx((6 + 10 - 1) / 0.5, abs=1e-3)  # type: ignore[union-attr]
    assert worth.fields["worth"].unit.id == "j"  # type: ignore[union-attr]
    channels = {f.fields["option"].id: f.fields["loss"].value for f in of(given, "importance.channel")}  # type: ignore[union-attr]
    assert channels == pytest.approx({"aid": 12, "meet": 18}, abs=1e-3)
    rank = of(given, "importance.rank")[0].fields
    assert [(r.id, a.value) for r, a in rank["order"]] == [("C", pytest.approx(50)), ("B", pytest.approx(30, abs=1e-3))]  # type: ignore[union-attr, misc]
    assert rank["place"] == 2


def test_what_is_only_typed_is_assumed() -> None:
    given = ask(**BASE)
    assert given.headline.key == "headline.nothing"
    first = given.findings[0]
    assert (first.key, first.kind) == ("importance.headline", "assumed")
    assert (first.fields["channel"].id, first.fields["first"].id) == ("meet", "C")  # type: ignore[union-attr]


def test_worth_through_others_answers_follows() -> None:
    """With B there C keeps quiet (B's guard costs C 9 if it raids); without B it raids, and that costs A 20."""
    given = ask(
        options={"guard": {"by": "B"}, "raid": {"by": "C"}},
        now=["guard"],
        consequences=[
            {"when": "guard", "gains": {"B": 1}},
            {"when": "raid", "gains": {"C": 4}, "costs": {"A": 20}},
            {"when": "guard and raid", "costs": {"C": 9}},
        ],
    )
    assert given.headline.key == "importance.headline"
    assert given.headline.kind == "follows"
    assert given.headline.fields["worth"].value == pytest.approx(40, abs=0.01)  # type: ignore[union-attr]
    options = of(given, "importance.options")[0].fields["options"]
    assert [(r.id, up) for r, _, up in options] == [("raid", False)]  # type: ignore[union-attr, misc]


def test_a_burden_says_so_and_what_would_change_it_counts_that() -> None:
    given = ask(options={"spite": {"by": "B"}}, consequences=[{"when": "spite", "costs": {"A": 10}, "gains": {"B": 1}}])
    head = of(given, "importance.headline")[0].fields
    assert head["helps"] is False
    assert head["worth"].value == pytest.approx(-20, abs=0.01)  # type: ignore[union-attr]
    assert [f.fields["share"].value for f in given.changes] == [1.0]  # type: ignore[union-attr]


COUNCIL: dict[str, Any] = {
    "bodies": {
        "council": {"members": {"B": 1, "C": 1, "D": 1, "others": 4}, "passes": 4, "veto": ["B", "C"], "others": 3}
    },
    "options": {"relief": {"by": "council"}},
}


def vote(**gains: float) -> Finding:
    return of(ask(**COUNCIL, consequences=[{"when": "relief", "gains": gains}]), "importance.vote")[0]


def test_a_vote_may_be_a_shield_and_not_a_key() -> None:
    """C would veto: B's yes (3 others + 1) brings nothing, and its no would stop it."""
    found = vote(A=5, C=-5, D=1).fields
    assert (found["yes"].value, found["no"].value, found["veto"]) == (0, 0, True)  # type: ignore[union-attr]
    assert ids(found["blockers"]) == ["C"]


def test_a_vote_may_be_a_key() -> None:
    """3 others + B = 4: it passes with B's yes and not without; D's yes too makes 4, but then B's no is a veto."""
    for gains in ({"A": 5}, {"A": 5, "D": 1}):
        found = vote(**gains).fields
        assert (found["yes"].value, found["no"].value) == (1, 0)  # type: ignore[union-attr]
        assert ids(found["blockers"]) == []


def test_without_a_veto_its_no_stops_nothing_that_others_carry() -> None:
    council = {**COUNCIL["bodies"]["council"], "veto": []}
    given = ask(
        bodies={"council": council},
        options=COUNCIL["options"],
        consequences=[{"when": "relief", "gains": {"A": 5, "D": 1}}],
    )
    found = of(given, "importance.vote")[0].fields
    assert (found["yes"].value, found["no"].value, found["veto"]) == (1, 1, False)  # type: ignore[union-attr]


def test_a_third_actor_that_ones_worth_needs() -> None:
    """B's road is worth 20 to A only together with C's port; alone nothing."""
    given = ask(
        options={"road": {"by": "B"}, "port": {"by": "C"}},
        now=["road", "port"],
        consequences=[
            {"when": "road", "gains": {"B": 1}},
            {"when": "port", "gains": {"C": 1}},
            {"when": "road and port", "gains": {"A": 20}},
        ],
    )
    found = of(given, "importance.interplay")[0].fields
    assert (found["third"].id, found["needs"]) == ("C", True)  # type: ignore[union-attr]
    assert found["with"].value == pytest.approx(40, abs=0.01)  # type: ignore[union-attr]
    assert found["without"].value == pytest.approx(0, abs=0.01)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("c", "d", "role"), [(5, 5, "mediates"), (5, -5, "splits"), (-5, -5, "spoils"), (5, 0, None), (0, 0, None)]
)
def test_mediator_splitter_spoiler(c: float, d: float, role: str | None) -> None:
    """B's act brings A nothing and C and D what is given."""
    given = ask(options={"act": {"by": "B"}}, consequences=[{"when": "act", "gains": {"B": 1, "C": c, "D": d}}])
    roles = {f.key.removeprefix("importance.") for f in given.findings} & {"mediates", "splits", "spoils"}
    assert roles == ({role} if role else set())
    if role == "splits":
        found = of(given, "importance.splits")[0].fields
        assert (ids(found["up"]), ids(found["down"])) == (["C"], ["D"])
        assert found["share"].value == 1  # type: ignore[union-attr]
    if role == "mediates":
        assert ids(of(given, "importance.mediates")[0].fields["both"]) == ["C", "D"]


def test_who_can_do_nothing_is_said_to_change_nothing() -> None:
    for parts in ({}, {"bodies": {"idle": {"members": {"B": 1}, "passes": 1}}}):
        with pytest.raises(QuestionError) as caught:
            ask(options={"act": {"by": "C"}}, consequences=[], **parts)
        assert any("B can do nothing" in line for line in caught.value.missing)
    with pytest.raises(QuestionError, match="different"):
        ask("what B is worth to B", **BASE)
