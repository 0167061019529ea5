"""Conditions, questions and claims: what can be written, its canonical text, and what is said of a slip."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError

from summitry.dossier import conditions, grammar
from summitry.dossier.language import (
    CLAIM_FORMS,
    QUESTION_FORMS,
    ClaimForm,
    Condition,
    LanguageError,
    Question,
    claim_problems,
    is_name,
    nearest,
    parse_claim,
    parse_question,
)
from summitry.dossier.model import Dossier
from summitry.errors import QuestionError, TooLarge

# ---- conditions


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("lax", "lax"),
        (" lax  and\tnot punish ", "lax and not punish"),
        ("((a or b)) and c", "(a or b) and c"),
        ("(a and b) or c", "a and b or c"),
        ("a and (b and c)", "a and b and c"),
        ("not (a)", "not a"),
        ("not (not a)", "not not a"),
        ("not (a and b)", "not (a and b)"),
        ("punish if (lax or test)", "punish if lax or test"),
        ("(a if b) if c", "(a if b) if c"),
        ("a if (b if c)", "a if (b if c)"),
        ("a iff b if c", "a iff (b if c)"),
        ("(a iff b) and c", "(a iff b) and c"),
        ("exactly 1 of (a,b , not c or d)", "exactly 1 of (a, b, not c or d)"),
        ("at  least 2 of (a, b) and not at most 0 of (c)", "at least 2 of (a, b) and not at most 0 of (c)"),
        ("share and next or AND", "share and next or AND"),
    ],
)
def test_canonical_text(written: str, canonical: str) -> None:
    condition = Condition.parse(written)
    assert condition.text == str(condition) == canonical
    assert Condition.parse(canonical) == condition
    assert Condition.parse(condition) is condition


@pytest.mark.parametrize(
    ("written", "on", "holds"),
    [
        ("a or b and c", "a", True),  # `and` before `or`
        ("not a or b", "ab", True),  # `not` before `or`
        ("not a and b", "", False),
        ("a if b", "", True),  # the material conditional
        ("a if b", "b", False),
        ("a if b or c", "c", False),  # `or` before `if`
        ("a iff b", "", True),
        ("a iff b", "a", False),
        ("a iff b if c", "ac", False),  # `if` before `iff`
        ("a iff b if c", "a", True),
        ("exactly 1 of (a, b, c)", "b", True),
        ("exactly 1 of (a, b, c)", "bc", False),
        ("at least 2 of (a, b, c)", "bc", True),
        ("at most 1 of (a, b, c)", "bc", False),
        ("at most 1 of (a, b and c)", "bc", True),
        ("at least 2 of (a, a)", "a", True),
    ],
)
def test_holds(written: str, on: str, holds: bool) -> None:
    assert Condition.parse(written).holds(on) is holds
    assert Condition.parse(written).holds(list(on)) is holds


def test_names_and_equality() -> None:
    condition = Condition.parse("a and (b or not a)")
    assert condition.names == {"a", "b"}
    assert len({condition, Condition.parse("a  and ((b or not a))")}) == 1


def test_cubes() -> None:
    index = {"a": 0, "b": 5, "c": 2}
    assert Condition.parse("a and not b").cubes(index) == [(0b100001, 0b000001)]
    assert Condition.parse("a or not a").cubes(index) == [(0, 0)]
    assert Condition.parse("a and not a").cubes(index) == []
    assert sorted(Condition.parse("a if b").cubes(index)) == [(0b1, 0b1), (0b100001, 0b000000)]
    with pytest.raises(LanguageError, match="found d, expected an option"):
        Condition.parse("a and d").cubes(index)


def test_cubes_are_bounded() -> None:
    names = [f"o{i}" for i in range(30)]
    index = {name: i for i, name in enumerate(names)}
    listed = ", ".join(names)
    assert len(Condition.parse(f"at most 2 of ({listed})").cubes(index)) <= 30 * 30
    with pytest.raises(TooLarge) as caught:
        Condition.parse(f"exactly 15 of ({listed})").cubes(index)
    assert caught.value.bound == conditions.MAX_CUBES == 4096


@pytest.mark.parametrize(
    ("written", "said", "column"),
    [
        ("share & loan", '"share & loan" uses &. Write: share and loan', 7),
        ("a&&(b||!c)", '"a&&(b||!c)" uses &&. Write: a and (b or not c)', 2),
        ("a if b if c", "Use parentheses, e.g. (a if b) if c", 8),
        ("a iff b iff c", "Use parentheses, e.g. (a iff b) iff c", 9),
        ("a b", "Write e.g. a and b", 3),
        ("a AND b", "Write: a and b", 3),
        ("NOT a", "Write: not a", 5),
        ("a and", "found the end of the text, expected an option id", 6),
        ("(a", "Close or remove a parenthesis", 3),
        ("a and or b", 'found "or"', 7),
        ("exactly one of (a, b)", "Write e.g. exactly 1 of (a, b)", 9),
        ("1 of (a, b)", "Write e.g. exactly 1 of (a, b)", 1),
        ("at least 3 of (a, b)", "Write a number from 0 to 2", 10),
        ("at least 12345 of (a, b)", "Write e.g. exactly 1 of (a, b)", 10),
        ("a + b", 'found "+"', 3),
        ("", "found nothing", 1),
        ("not " * 99 + "a", "at most 50 levels", 1),
        (True, "found true, expected a condition in words", 1),
        (None, "found nothing, expected a condition in words", 1),
        (["a"], "found a list, expected a condition in words", 1),
    ],
)
def test_what_is_no_condition_is_refused_and_mended(written: object, said: str, column: int) -> None:
    with pytest.raises(LanguageError) as caught:
        Condition.parse(written)
    assert said in str(caught.value)
    assert caught.value.column == column


def test_reserved_words_are_those_of_the_grammar() -> None:
    for word in grammar.RESERVED:
        assert not is_name(word)
        with pytest.raises(LanguageError):
            Condition.parse(f"a and {word}")
    assert is_name("AND")
    assert is_name("rail-link_2")
    assert not is_name("2nd")


class Field(BaseModel):
    when: Condition
    needs: Condition | None = None


def test_as_a_field() -> None:
    field = Field.model_validate({"when": "lax  and test"})
    assert field.when == Condition.parse("lax and test")
    assert field.model_dump() == {"when": "lax and test", "needs": None} or field.model_dump()["when"] == field.when
    assert field.model_dump_json() == '{"when":"lax and test","needs":null}'
    assert Field.model_json_schema()["properties"]["when"]["type"] == "string"
    with pytest.raises(ValidationError) as caught:
        Field.model_validate({"when": "a | b", "needs": True})
    one, other = caught.value.errors()
    assert one["msg"] == '"a | b" uses |'
    assert one["ctx"]["mend"] == "Write: a or b"
    assert one["ctx"]["column"] == 3
    assert other["loc"] == ("needs",)
    assert other["ctx"]["found"] == "true"


# ---- questions


@pytest.fixture
def dossier() -> Dossier:
    issue = {"scale": {"none": 0, "all": 100}, "status_quo": 50}
    return Dossier.model_validate(
        {
            "summitry": 1,
            "id": "toy",
            "title": "Toy",
            "event": "summit",
            "actors": {"RUS": "Russia", "PRK": "North Korea", "USA": "United States"},
            "bodies": {"council": {"members": {"USA": 1, "RUS": 1}, "passes": 2}},
            "issues": {"pressure": issue, "standing": issue},
            "options": {"summit": {"by": ["PRK", "RUS"]}, "lax": {"by": "RUS"}, "relief": {"by": "council"}},
            "pledges": {"labour": {"by": "RUS", "act": "lax"}},
            "variants": {"without-china": {"forbid": "lax"}},
        }
    )


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        ("why RUS wants summit", Question("motive", "why RUS wants summit", ("RUS",), "summit")),
        ("Why does RUS want summit?", Question("motive", "why RUS wants summit", ("RUS",), "summit")),
        ("WHAT RUS AND PRK SHARE ?", Question("common-ground", "what RUS and PRK share", ("RUS", "PRK"))),
        ("what do RUS and PRK share", Question("common-ground", "what RUS and PRK share", ("RUS", "PRK"))),
        ("how PRK plays", Question("strategy", "how PRK plays", ("PRK",))),
        ("how does PRK play?", Question("strategy", "how PRK plays", ("PRK",))),
        ("what RUS is worth to PRK", Question("importance", "what RUS is worth to PRK", ("RUS", "PRK"))),
        ("what is RUS worth to PRK", Question("importance", "what RUS is worth to PRK", ("RUS", "PRK"))),
        ("what came of summit", Question("outcome", "what came of summit", (), "summit")),
        ("What next?", Question("next", "what next")),
        ("what if without-china", Question("what-if", "what if without-china", variant="without-china")),
        ("who can stop relief", Question("who-can-stop", "who can stop relief", (), "relief")),
        ("what would change this", Question("change", "what would change this")),
        ("which information matters", Question("information", "which information matters")),
        ("Claims", Question("claims", "claims")),
    ],
)
def test_questions(asked: str, question: Question, dossier: Dossier) -> None:
    assert parse_question(asked, dossier) == question
    assert parse_question(question.text, dossier) == question


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("why RSU wants summit", 'No actor "RSU". Did you mean RUS?'),
        ("why rus wants summit", 'No actor "rus". Did you mean RUS?'),
        ("how council plays", 'No actor "council" (council is a body). Known: RUS, PRK, USA.'),
        ("what if without-chine", 'No variant "without-chine". Did you mean without-china?'),
        ("why rus wants sumit", 'No actor "rus". Did you mean RUS? No option "sumit". Did you mean summit?'),
    ],
)
def test_unknown_names_are_suggested(asked: str, said: str, dossier: Dossier) -> None:
    with pytest.raises(QuestionError) as caught:
        parse_question(asked, dossier)
    assert str(caught.value) == said


@pytest.mark.parametrize("asked", ["", "?", "who are you", "why RUS & PRK want summit", "what if"])
def test_no_form_lists_the_forms_with_ids_of_the_dossier(asked: str, dossier: Dossier) -> None:
    with pytest.raises(QuestionError) as caught:
        parse_question(asked, dossier)
    for example in ("why PRK wants summit", "what PRK is worth to RUS", "what if without-china", "claims"):
        assert f"\n  {example}" in str(caught.value)


def test_the_smallest_dossier_still_gets_its_forms() -> None:
    least = Dossier.model_validate({"summitry": 1, "id": "a", "title": "A", "actors": {"A": "Ardan"}})
    with pytest.raises(QuestionError, match="how A plays\n  what A is worth to B\n  what came of E"):
        parse_question("hm", least)


def test_every_question_form_fills_and_parses(dossier: Dossier) -> None:
    keys = [
        parse_question(template.format(A="RUS", B="PRK", E="summit", J="pressure", V="without-china"), dossier).key
        for _, template in QUESTION_FORMS
    ]
    assert len(set(keys)) == len(QUESTION_FORMS) == 12


# ---- claims

LAX, SUMMIT = Condition.parse("lax"), Condition.parse("summit")
EITHER = Condition.parse("lax or summit")


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("RUS wants summit", ClaimForm("wants", "", ("RUS",), "summit")),
        ("RUS wants share", ClaimForm("wants", "", ("RUS",), "share")),
        ("RUS wants summit for standing", ClaimForm("wants-for", "", ("RUS",), "summit", issues=("standing",))),
        (
            "RUS wants summit for standing and pressure",
            ClaimForm("wants-for", "", ("RUS",), "summit", issues=("standing", "pressure")),
        ),
        ("summit helps RUS", ClaimForm("helps", "", ("RUS",), "summit")),
        ("summit helps RUS on standing", ClaimForm("helps", "", ("RUS",), "summit", issues=("standing",))),
        ("summit cannot hurt RUS", ClaimForm("cannot-hurt", "", ("RUS",), "summit")),
        ("RUS is freer than USA", ClaimForm("freer", "", ("RUS", "USA"))),
        ("RUS and PRK share pressure", ClaimForm("share", "", ("RUS", "PRK"), issues=("pressure",))),
        ("RUS and PRK differ on pressure", ClaimForm("differ", "", ("RUS", "PRK"), issues=("pressure",))),
        ("RUS needs PRK more than PRK needs RUS", ClaimForm("needs-more", "", ("RUS", "PRK"))),
        ("RUS dominates PRK", ClaimForm("dominates", "", ("RUS", "PRK"))),
        ("RUS will do lax", ClaimForm("will-do", "", ("RUS",), acts=(LAX,))),
        ("RUS will not do (lax or summit)", ClaimForm("will-do", "", ("RUS",), acts=(EITHER,), negated=True)),
        ("lax makes PRK do summit", ClaimForm("makes", "", ("PRK",), acts=(LAX, SUMMIT))),
        ("(lax or summit) makes PRK do lax", ClaimForm("makes", "", ("PRK",), acts=(EITHER, LAX))),
        ("RUS does lax so that PRK does summit", ClaimForm("so-that", "", ("RUS", "PRK"), acts=(LAX, SUMMIT))),
        ("PRK needs RUS for pressure", ClaimForm("needs-for", "", ("PRK", "RUS"), targets=("pressure",))),
        (
            "PRK needs RUS for pressure or summit",
            ClaimForm("needs-for", "", ("PRK", "RUS"), targets=("pressure", "summit")),
        ),
        ("PRK needs RUS for (lax or summit)", ClaimForm("needs-for", "", ("PRK", "RUS"), acts=(EITHER,))),
        ("without USA, PRK cannot summit", ClaimForm("cannot-without", "", ("USA", "PRK"), acts=(SUMMIT,))),
        ("RUS matters more to PRK than USA", ClaimForm("matters-more", "", ("RUS", "PRK", "USA"))),
        ("RUS splits USA and PRK", ClaimForm("splits", "", ("RUS", "USA", "PRK"))),
        ("RUS mediates between USA and PRK", ClaimForm("mediates", "", ("RUS", "USA", "PRK"))),
        ("summit brings about lax", ClaimForm("brings-about", "", (), "summit", acts=(LAX,))),
        ("summit raises pressure", ClaimForm("raises", "", (), "summit", issues=("pressure",))),
        ("summit lowers pressure", ClaimForm("lowers", "", (), "summit", issues=("pressure",))),
        ("RUS will keep labour", ClaimForm("will-keep", "", ("RUS",), pledge="labour")),
        ("nothing came of summit", ClaimForm("nothing-came", "", (), "summit")),
        ("pressure settles above 70", ClaimForm("settles-above", "", issues=("pressure",), numbers=(70,))),
        (
            "pressure settles between -0.5 and 8.25",
            ClaimForm("settles-between", "", issues=("pressure",), numbers=(-0.5, 8.25)),
        ),
    ],
)
def test_claims(said: str, form: ClaimForm) -> None:
    for soon in (False, True):
        text = f"{said} soon" if soon else said
        read = parse_claim(f" {text.replace(' ', '  ')} ")
        wanted = {**form.__dict__, "text": text, "soon": soon, "names": read.names}
        assert read == ClaimForm(**wanted)
        assert parse_claim(read.text) == read


def test_every_claim_form_is_listed_once() -> None:
    keys = [key for key, _ in CLAIM_FORMS]
    assert len(set(keys)) == len(keys) == 25
    for key, form in CLAIM_FORMS:
        plain = form.replace("[", "").replace("]", "").replace(" x", " 4").replace(" y", " -5.5")
        assert parse_claim(plain).key == key


def test_case_of_words_and_canonical_text() -> None:
    assert parse_claim("Without USA ,PRK cannot ( lax )").text == "without USA, PRK cannot lax"
    assert parse_claim("Nothing came of summit Soon").text == "nothing came of summit soon"
    assert parse_claim("AND wants summit").actors == ("AND",)  # Andorra


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("RUS wantz summit", "Write one of:\n  A wants E\n  A wants E for J"),
        ("RUS will lax", "Write one of:\n  A will [not] do o\n"),
        ("RUS will do lax or test", "conditions in parentheses: (lax or test)"),
        ("hello", "\n  nothing came of E"),
        ("", "\n  A wants E"),
        ("RUS uses lax", "No claim of the form"),
        ("RUS will do (lax | test)", '"RUS will do (lax | test)" uses |.'),
        ("RUS will do (lax test)", 'found "test", expected and, or, if, iff'),
        ("RUS will do (exactly 3 of (lax, test))", "from 0 to 2"),
        ("RUS needs PRK more than PRK needs USA", "Write: RUS needs PRK more than PRK needs RUS"),
    ],
)
def test_what_is_no_claim_is_refused_and_mended(said: str, answer: str) -> None:
    with pytest.raises(QuestionError) as caught:
        parse_claim(said)
    assert answer in str(caught.value)


def test_claim_problems(dossier: Dossier) -> None:
    assert claim_problems(parse_claim("RUS wants summit for standing"), dossier) == []
    assert claim_problems(parse_claim("PRK needs RUS for pressure or lax"), dossier) == []
    assert claim_problems(parse_claim("RSU will do (lxa or bomb)"), dossier) == [
        ("RSU", "actor", "RUS"),
        ("bomb", "option", None),
        ("lxa", "option", "lax"),
    ]
    assert claim_problems(parse_claim("PRK needs RUS for presure"), dossier) == [
        ("presure", "issue or option", "pressure")
    ]
    assert claim_problems(parse_claim("RUS will keep labor"), dossier) == [("labor", "pledge", "labour")]
    assert claim_problems(parse_claim("pressure raises summit"), dossier) == [
        ("pressure", "option", None),
        ("summit", "issue", None),
    ]


def test_names_come_once_with_their_kind() -> None:
    assert parse_claim("summit brings about (lax or test)").options == ("summit", "lax", "test")
    assert parse_claim("lax makes PRK do (lax or test)").names == (
        ("lax", "option"),
        ("PRK", "actor"),
        ("test", "option"),
    )


@pytest.mark.parametrize(
    ("name", "candidates", "found"),
    [
        ("BLE", ["ARD", "BEL"], "BEL"),
        ("rus", ["USA", "RUS"], "RUS"),
        ("summt", ["lax", "summit"], "summit"),
        ("PKR", ["RUS", "PRK"], "PRK"),
        ("xyz", ["lax", "summit"], None),
        ("xyz", [], None),
    ],
)
def test_nearest(name: str, candidates: list[str], found: str | None) -> None:
    assert nearest(name, candidates) == found
