"""Under which question a claim stands: by its place in the source, else by its form and names; never under two."""

from __future__ import annotations

from typing import Any

from summitry.dossier.language import parse_question
from summitry.dossier.model import Dossier
from summitry.questions.under import claims_under

ASKED = ("why A wants meet", "what A and B share", "how B plays", "what A is worth to B", "what came of meet")


def under(
    claims: dict[str, dict[str, Any]],
    asked: tuple[str, ...] = ASKED,
    titles: tuple[str, ...] | None = None,
    **parts: Any,
) -> list[list[str]]:
    dossier = Dossier.model_validate({
        "summitry": 1, "id": "case", "title": "Case", "event": "meet", "actors": {a: a for a in "ABC"},
        "issues": {"j": {"scale": {"none": 0, "all": 100}, "status_quo": 50,
                         "stakes": {a: {"position": 100, "salience": 50} for a in "ABC"}}},
        "options": {"meet": {"by": ["A", "B"]}, "arm": {"by": "B"}, "aid": {"by": "A"}},
        "claims": {c: {"says": c, **claim} for c, claim in claims.items()}, **parts,
    })  # fmt: skip
    questions = [parse_question(text, dossier) for text in asked]
    return claims_under(dossier, questions, titles or ("",) * len(asked))


def test_the_place_in_the_source_goes_before_the_form() -> None:
    """Whatever they mean: the second and fourth questions of a source without words of its own."""
    found = under({
        "c1": {"at": "Q4 p1", "means": "A wants meet"},
        "c2": {"at": "Q2 p3", "means": "B will do arm"},
        "c3": {"at": "Q2 p1"},
        "c4": {"at": "Q9 p1", "means": "A wants meet"},
    })  # fmt: skip
    assert found == [[], ["c3", "c2"], [], ["c1"], []], "in the order of their source; a ninth question was not asked"


def test_paragraphs_are_ordered_as_numbers() -> None:
    assert under({"c2": {"at": "Q1 p10"}, "c10": {"at": "Q1 p9"}, "c1": {"at": "Q1 p9"}})[0] == ["c1", "c10", "c2"]


def test_questions_with_the_sources_own_words() -> None:
    """The source's second question is asked first; its third is not asked, and what was said there stands nowhere."""
    sources = {"s": {"title": "S", "asks": {"Q1": "What do they share?", "Q2": "Why meet?", "Q3": "And then?"}}}
    found = under(
        {"c1": {"at": "Q2 p1"}, "c2": {"at": "Q1 p1"}, "c3": {"at": "Q3 p1", "means": "A wants meet"}},
        ASKED[:2],
        ("Why meet?", "What do they share?"),
        sources=sources,
    )
    assert found == [["c1"], ["c2"]]


def test_the_form_decides_where_there_is_no_place() -> None:
    found = under({
        "wants": {"means": "A wants meet"},
        "share": {"means": "A and B share j"},
        "will": {"means": "B will do arm"},
        "needs": {"means": "B needs A for aid"},
        "came": {"means": "meet brings about aid"},
        "page": {"at": "p 3", "means": "meet raises j"},
    })  # fmt: skip
    assert found == [["wants"], ["share"], ["will"], ["needs"], ["came", "page"]]


def test_the_names_decide_between_questions_of_one_kind() -> None:
    asked = ("how A plays", "how B plays", "what came of arm", "what came of meet")
    found = under(
        {"a": {"means": "A will do aid"}, "b": {"means": "B will do arm"}, "m": {"means": "nothing came of meet"}},
        asked,
    )
    assert found == [["a"], ["b"], [], ["m"]]
    assert under(
        {"a": {"means": "A will do meet"}, "c": {"means": "C will do aid"}}, ("how A plays", "how A plays")
    ) == [["a", "c"], []]


def test_a_claim_that_fits_nowhere_stands_nowhere() -> None:
    assert under({"c": {"means": "C will do aid"}}, ("why A wants meet",)) == [[]]
    assert under({"c": {}}) == [[], [], [], [], []], "quoted only, and no place given"
    assert under({"c": {"means": "C wants aid"}}, ("what came of meet", "what C is worth to B")) == [[], ["c"]], (
        "by a name alone"
    )


def test_none_stands_under_two() -> None:
    claims = {
        f"c{q}": {"means": m} for q, m in enumerate(["A wants meet", "B will do arm", "meet helps A", "A dominates B"])
    }
    found = under(claims, (*ASKED, "what next", "who can stop meet"))
    told = [c for group in found for c in group]
    assert sorted(told) == sorted(claims)
