"""What A and B share, by the formulas of DESIGN section 5."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from summitry.dossier.model import Dossier
from summitry.questions.answer import Answer, Finding
from summitry.questions.ask import answer, open_study
from summitry.questions.common_ground import shared_stretch


def issue(now: float, scale: float = 100, **stakes: tuple[float, float]) -> dict[str, Any]:
    return {
        "scale": {"none": 0, "all": scale},
        "status_quo": now,
        "stakes": {a: {"position": x, "salience": s} for a, (x, s) in stakes.items()},
    }


def study(**parts: Any) -> Any:
    data = {"summitry": 1, "id": "case", "title": "Case", "actors": {a: f"{a}land" for a in "ABC"}, **parts}
    return open_study(Dossier.model_validate(data), draws=2)


def ask(text: str = "what A and B share", **parts: Any) -> Answer:
    return answer(study(**parts), text)


def of(given: Answer, key: str) -> list[Finding]:
    return [f for f in (given.headline, *given.findings) if f.key == key]


@pytest.mark.parametrize(
    ("now", "scale", "a", "b", "stretch"),
    [
        (50, 100, 80, 70, 20),
        (50, 100, 20, 40, -10),  # downward
        (50, 100, 80, 40, 0),  # opposite ways
        (50, 100, 80, 50, 0),  # one is content
        (100, 200, 160, 140, 20),  # 40 units of 200
    ],
)
def test_shared_stretch(now: float, scale: float, a: float, b: float, stretch: float) -> None:
    bench = study(issues={"j": issue(now, scale, A=(a, 50), B=(b, 50))}, options={"x": {"by": "A"}})
    assert shared_stretch(bench, "A", "B", "j").tolist() == [stretch] * 2
    assert shared_stretch(bench, "B", "A", "j").tolist() == [stretch] * 2
    assert shared_stretch(bench, "A", "C", "j").tolist() == [0, 0]


def test_a_worth_curve_aims_at_its_highest_point() -> None:
    case = issue(50, B=(90, 50))
    case["stakes"]["A"] = {"worth": {"none": 0, "70": 100, "all": 20}, "salience": 50}
    bench = study(issues={"j": case}, options={"x": {"by": "A"}})
    assert shared_stretch(bench, "A", "B", "j").tolist() == [20, 20]


BASE: dict[str, Any] = {
    "issues": {"j": issue(50, A=(90, 50), B=(70, 50)), "k": issue(50, A=(90, 50), B=(10, 50))},
    "options": {
        "a": {"by": "A"}, "ab": {"by": ["A", "B"]}, "c": {"by": "C"}, "d": {"by": "C"},
    },
}  # fmt: skip


def moves(a: float, ab: float, c: float, d: float) -> list[dict[str, Any]]:
    effects = {"a": a, "ab": ab, "c": c, "d": d}
    return [{"when": o, "moves": {"j": m}} for o, m in effects.items() if m]


def test_deliverable_is_what_their_own_acts_reach() -> None:
    """Shared 20, of it 8 + 4 alone: six tenths. k they pull apart on."""
    given = ask(**BASE, consequences=moves(8, 4, 10, 0))
    stretch = of(given, "common-ground.stretch")[0].fields
    assert stretch["stretch"].value == pytest.approx(20)  # type: ignore[union-attr]
    assert stretch["alone"].value == pytest.approx(12)  # type: ignore[union-attr]
    assert stretch["all"] is False
    headline = of(given, "common-ground.headline")[0].fields
    assert [r.id for r in headline["issues"]] == ["j"]  # type: ignore[union-attr]
    assert headline["alone"].value == pytest.approx(60)  # type: ignore[union-attr]
    assert [r.id for r in of(given, "common-ground.differ")[0].fields["issues"]] == ["k"]  # type: ignore[union-attr]


def test_more_than_shared_does_not_count() -> None:
    given = ask(**BASE, consequences=moves(30, 0, 10, 0))
    stretch = of(given, "common-ground.stretch")[0].fields
    assert stretch["alone"].value == pytest.approx(20)  # type: ignore[union-attr]
    assert stretch["all"] is True
    assert of(given, "common-ground.release") == []


@pytest.mark.parametrize(
    ("effects", "acts", "reached"),
    [
        ((8, 4, 10, 3), ["c"], 20),  # 12 + 10, cut at what is shared
        ((8, 4, 3, 4), ["c", "d"], 19),
        ((8, 4, -5, 0), [], 12),
    ],
)
def test_released_by_the_smallest_set_of_others_acts(effects: Any, acts: list[str], reached: float) -> None:
    given = ask(**BASE, consequences=moves(*effects))
    found = of(given, "common-ground.release" if acts else "common-ground.no-release")[0].fields
    assert [r.id for r in found["acts"]] == acts  # type: ignore[union-attr]
    assert found["with"].value == pytest.approx(reached)  # type: ignore[union-attr]


def test_a_deal_of_others_counts_with_the_acts_that_it_sets() -> None:
    """A deal bundles acts: it is no smaller a set than they are, so both are named."""
    options = {**BASE["options"], "c": {"by": ["A", "C"], "sets": {"d": "on"}}}
    effects = [*moves(8, 4, 0, 0), {"when": "c", "moves": {"j": 10}}]
    given = ask(issues=BASE["issues"], options=options, consequences=effects)
    assert [r.id for r in of(given, "common-ground.release")[0].fields["acts"]] == ["c", "d"]  # type: ignore[union-attr]


def test_what_is_read_off_positions_is_no_headline() -> None:
    given = ask(**BASE, consequences=moves(8, 4, 10, 0))
    assert given.headline.key == "headline.nothing"
    assert of(given, "common-ground.stretch")[0].kind == "assumed"


def test_nothing_in_common() -> None:
    given = ask(issues={"j": issue(50, A=(90, 50), B=(10, 50))}, options=BASE["options"], consequences=[])
    assert given.headline.key == "common-ground.headline.none"
    assert given.figure is None


def test_rank_weighs_stretch_with_the_smaller_salience() -> None:
    """A–B share 30 at 20 (6), A–C share 15 at 80 (12), B–C 15 at 20 (3)."""
    given = ask(issues={"j": issue(50, A=(80, 80), B=(80, 20), C=(65, 90))}, options=BASE["options"], consequences=[])
    rank = of(given, "common-ground.rank")[0].fields
    assert (rank["rank"], rank["of"]) == (2, 3)
    assert [r.id for r in rank["top"]] == ["A", "C"]  # type: ignore[union-attr]


def test_leverage_leads_from_the_one_who_can_do_more() -> None:
    """A can cost B 20, B can cost A 5; neither does (it costs them too)."""
    parts: dict[str, Any] = {
        "issues": {"j": issue(50, A=(90, 50), B=(70, 50))},
        "options": {"hurt": {"by": "A"}, "sting": {"by": "B"}},
        "consequences": [
            {"when": "hurt", "costs": {"A": 1, "B": 20}},
            {"when": "sting", "costs": {"A": 5, "B": 1}},
        ],
    }
    for text in ("what A and B share", "what B and A share"):
        found = of(ask(text, **parts), "common-ground.leverage")[0].fields
        assert (found["more"].id, found["less"].id) == ("A", "B")  # type: ignore[union-attr]
        assert found["over"].value == pytest.approx(20)  # type: ignore[union-attr]
        assert found["under"].value == pytest.approx(5)  # type: ignore[union-attr]
        assert found["dominates"].value == 1  # type: ignore[union-attr]
        assert [r.id for r in found["worst"]] == ["hurt"]  # type: ignore[union-attr]


def test_ties_are_a_query_and_said_to_be_one() -> None:
    given = ask(
        **BASE,
        consequences=[],
        ties=[{"border": ["A", "B"], "km": 17}, {"sanctions": "C on A, B"}, {"alliance": ["A", "C"]}],
    )
    found = of(given, "common-ground.ties")[0]
    assert found.kind == "reported"
    assert [t[0] for t in found.fields["ties"]] == ["border"]  # type: ignore[union-attr, index]
    assert [(kind, ref.id) for kind, ref in found.fields["common"]] == [("sanctions", "C")]  # type: ignore[union-attr, misc]


def test_uncertain_inputs_make_shares_of_draws() -> None:
    case = issue(50, A=(90, 50), B=(70, 50))
    case["stakes"]["B"]["position"] = "between 40 and 60"
    bench = study(issues={"j": case}, options={"x": {"by": "A"}})
    numbers = shared_stretch(bench, "A", "B", "j")
    drawn = bench.input("issues.j.stakes.B.position")
    assert numbers == pytest.approx(np.where(drawn > 50, drawn - 50, 0))
