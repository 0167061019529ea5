"""What next, what if, who can stop: against *nothing changes*."""

from __future__ import annotations

from typing import Any

import pytest

from summitry.dossier.model import Dossier
from summitry.questions.answer import Answer, Finding
from summitry.questions.ask import answer, open_study

CASE: dict[str, Any] = {
    "summitry": 1, "id": "case", "title": "Case", "actors": {a: f"{a}land" for a in "AB"},
    "options": {"rise": {"by": "A"}, "end": {"by": "B"}, "stay": {"by": "A"}, "idle": {"by": "B"}, "both": {"by": ["A", "B"]}},
    "now": ["end", "stay"],
    "consequences": [
        {"when": "rise", "gains": {"A": 2}},
        {"when": "end", "costs": {"B": 1}},
        {"when": "stay", "gains": {"A": 1}},
        {"when": "idle", "costs": {"B": 1}},
        {"when": "both", "gains": {"A": 1, "B": 1}},
        {"when": "both and idle", "costs": {"A": 4}},
    ],
    "variants": {"frozen": {"forbid": "rise", "title": "Nobody rises"}, "same": {"forbid": "idle"}},
}  # fmt: skip


def ask(text: str, **parts: Any) -> Answer:
    return answer(open_study(Dossier.model_validate({**CASE, **parts}), draws=3), text)


def of(given: Answer, key: str) -> list[Finding]:
    return [f for f in (given.headline, *given.findings) if f.key == key]


def test_changes_are_counted_from_today() -> None:
    given = ask("what next")
    head = given.headline.fields
    assert {r.id: on for r, _, on in head["changes"]} == {"rise": True, "end": False, "both": True}  # type: ignore[union-attr, misc]
    assert (head["count"], head["of"]) == (3, 5)


def test_settled_and_soon_by_hand() -> None:
    """A rises in its first turn, each turn is A's with 1/2. Off after turn k with 2^−(k+1); soon is the mean over six turns."""
    row = next(f.fields for f in of(ask("what next"), "next.option") if f.fields["option"].id == "rise")  # type: ignore[union-attr]
    assert row["settled"].value == pytest.approx(1, abs=1e-5)  # type: ignore[union-attr]
    soon = sum(1 - 0.5**k for k in range(1, 7)) / 6
    assert row["soon"].value == pytest.approx(soon, abs=1e-9)  # type: ignore[union-attr]
    assert row["now"] is False


def test_where_it_comes_to_rest() -> None:
    rest = of(ask("what next"), "next.rest")
    assert [r.id for r in rest[0].fields["on"]] == ["both", "rise", "stay"]  # type: ignore[union-attr]
    assert rest[0].fields["kind"] == "rest"
    assert rest[0].fields["probability"].value == pytest.approx(1, abs=1e-6)  # type: ignore[union-attr]


def test_nothing_changes_is_an_answer() -> None:
    given = ask("what next", now=["stay", "rise", "both"])
    assert given.headline.fields["changes"] == ()


def test_what_if_shows_what_a_variant_moves() -> None:
    moved = ask("what if frozen").headline.fields["moved"]
    assert [(r.id, round(b.value), round(a.value)) for r, b, a in moved] == [("rise", 1, 0)]  # type: ignore[union-attr, misc]
    assert ask("what if same").headline.fields["moved"] == ()
    loser = of(ask("what if frozen"), "what-if.actor")[0].fields
    assert (loser["actor"].id, loser["gains"]) == ("A", False)  # type: ignore[union-attr]
    assert loser["amount"].value == pytest.approx(2, abs=1e-3)  # type: ignore[union-attr]


def test_who_can_stop() -> None:
    """Both owners by refusing. What A alone sets nobody else stops."""
    given = ask("who can stop both")
    assert sorted(r.id for r in given.headline.fields["who"]) == ["A", "B"]  # type: ignore[union-attr]
    assert [r.id for r in ask("who can stop rise").headline.fields["who"]] == ["A"]  # type: ignore[union-attr]
    off = ask("who can stop idle")
    assert off.headline.fields["who"] == ()
    assert off.headline.fields["base"].value == 0  # type: ignore[union-attr]
