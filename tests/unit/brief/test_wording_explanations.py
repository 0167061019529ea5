"""The sentences on why it rests there: whole, plain, short, and different when the reason is."""

from __future__ import annotations

import re
from typing import Any

import pytest

import summitry as sm
from summitry.brief.names import Namer
from summitry.brief.wording import CATALOGUE, sentence
from summitry.dossier.model import Dossier
from summitry.questions import explanations
from summitry.questions.answer import Amount, Computed, Finding, Ref, Share
from summitry.questions.ask import open_study

JARGON = re.compile(
    r"\b(SEQ|GMR|SMR|R|Nash|states?|utilit\w+|equilibri\w+|sanctioned|stable|None|True|False|mover|nan)\b"
)


def sentences(**parts: Any) -> list[str]:
    data: dict[str, Any] = {
        "summitry": 1, "id": "case", "title": "Case",
        "actors": {"A": "Aland", "B": "Bland", "C": "Cland"},
        "issues": {"j": {"name": "rank", "scale": {"none": 0, "all": 100}, "status_quo": 50,
                         "stakes": {"A": {"position": 100, "salience": 50}}}},
        **parts,
    }  # fmt: skip
    dossier = Dossier.model_validate(data)
    say = Namer(dossier)
    return [sentence(f, say) for f in explanations.explain(open_study(dossier, draws=2)) if "against" in f.key]


ARM = {"arm": {"by": "A", "does": "arm itself"}, "punish": {"by": "B", "name": "sanctions", "does": "impose sanctions"}}
PUNISHED = [
    {"when": "arm", "gains": {"A": 4, "C": 3}},
    {"when": "punish", "costs": {"B": 2}},
    {"when": "arm and punish", "costs": {"A": 30}, "gains": {"B": 9}},
]


def test_deterrence_in_words_and_what_is_left_when_the_punisher_goes() -> None:
    assert sentences(options=ARM, consequences=PUNISHED) == [
        "Aland and Cland would welcome arming itself, worth 8 points of rank to Aland. Aland would gain 8 points of rank at"
        " once, but sanctions would follow, and it would lose 52. Only if actors look ahead: short-sighted actors do otherwise."
    ]
    tame = [*PUNISHED[:2], {"when": "arm and punish", "costs": {"A": 30}}]
    assert sentences(options=ARM, consequences=tame) == []


def test_a_loss_by_the_act_itself_is_up_to_its_owner() -> None:
    """Without the temptation and without the punisher: only what somebody typed is left, and the sentence says so."""
    consequences = [{"when": "arm", "costs": {"A": 2}, "gains": {"C": 3}}]
    assert sentences(options=ARM, consequences=consequences) == [
        "Assumed, not found: Cland would welcome arming itself, worth 3 points. That is up to Aland, which would lose 4 points"
        " of rank at once and 4 once others have answered."
    ]


def test_a_partner_that_loses_and_one_that_gains_nothing() -> None:
    options = {"pact": {"by": ["A", "B"], "name": "the pact"}}
    loses = [{"when": "pact", "gains": {"A": 5}, "costs": {"B": 3}}]
    indifferent = [{"when": "pact", "gains": {"A": 5}}]
    start = "Aland would welcome the pact, worth 10 points of rank. All who share in it must agree, and Bland"
    assert sentences(options=options, consequences=loses) == [f"{start} would lose 3 points."]
    assert sentences(options=options, consequences=indifferent) == [f"{start} would not gain by it."]


def test_a_veto_and_missing_votes() -> None:
    council = {"name": "the council", "members": {"A": 1, "B": 1, "C": 1}, "passes": 2, "veto": ["C"]}
    parts: dict[str, Any] = {
        "options": {"law": {"by": "council", "name": "the law"}},
        "consequences": [{"when": "law", "gains": {"A": 5, "B": 2}, "costs": {"C": 4}}],
    }
    start = "Aland and Bland would welcome the law, worth 10 points of rank to Aland, but in the council"
    assert sentences(bodies={"council": council}, **parts) == [f"{start} Cland would stop it."]
    assert sentences(bodies={"council": {**council, "veto": [], "passes": 3}}, **parts) == [
        f"{start} it finds 2 of the 3 votes that it needs."
    ]


@pytest.mark.parametrize(
    ("needs", "said"),
    [
        ("permit", "this needs the permit, which is missing."),
        ("permit and money", "this needs the permit and the money, which are missing."),
        ("permit or money", "this needs the permit or the money, and has neither."),
        ("not arm", "this needs not arming itself, which fails."),
    ],
)
def test_a_missing_need_is_named(needs: str, said: str) -> None:
    consequences: list[dict[str, Any]] = [
        {"when": "link", "gains": {"A": 5, "B": 1}},
        {"when": "permit", "costs": {"C": 3}},
        {"when": "money", "costs": {"C": 3}},
        {"when": "arm", "gains": {"A": 9}},
    ]
    options = {
        "link": {"by": ["A", "B"], "name": "the link", "needs": needs},
        "permit": {"by": "C", "name": "the permit"},
        "money": {"by": "C", "name": "the money"},
        "arm": ARM["arm"],
    }
    assert sentences(options=options, consequences=consequences) == [
        f"Aland and Bland would welcome the link, worth 10 points of rank to Aland, but {said}"
    ]


def test_an_end_to_something_is_wished_for_in_words() -> None:
    options = {"test": {"by": "A", "name": "the test", "irreversible": True}}
    consequences = [{"when": "test", "gains": {"A": 1}, "costs": {"B": 5}}]
    assert sentences(options=options, consequences=consequences) == [
        "Bland would welcome an end to the test, worth 5 points, but it cannot be undone."
    ]


def test_a_ranking_tells_no_amounts() -> None:
    dossier = sm.load("syria-iraq-1975")
    said = [sentence(f, Namer(dossier)) for f in explanations.explain(open_study(dossier, draws=2))]
    assert said == [
        "Things come to rest with an Iraqi attack and Syrian escalation. Nobody has anything better to go to.",
        "Iraq would welcome an end to Syrian escalation. That is up to Syria, which would by its own ranking be worse off.",
        "Syria would welcome an end to an Iraqi attack. That is up to Iraq, which would by its own ranking be worse off.",
    ]


@pytest.fixture(scope="module")
def toy() -> dict[str, list[str]]:
    dossier = sm.load("toy-summit")
    out: dict[str, list[str]] = {}
    for finding in explanations.explain(open_study(dossier, draws=2)):
        out.setdefault(finding.key, []).append(sentence(finding, Namer(dossier)))
    return out


def test_the_end_states_of_the_toy_summit(toy: dict[str, list[str]]) -> None:
    ahead = "Only if actors look ahead: short-sighted actors do otherwise."
    assert toy["explain.end"] == [
        "In 67 % of all courses that events may take, things come to rest with lifting some sanctions, holding the meeting and"
        f" returning to talks. North Korea has nothing better to go to. {ahead}",
        "In 33 % of all courses that events may take, things come to rest with sanctioning Russian firms, holding the meeting"
        f" and resuming long-range tests. North Korea and Russia have nothing better to go to. {ahead}",
    ]
    assert toy["explain.end.held"][0] == (
        "Russia would gain 1 point of lead at once by loosening enforcement. But the United States could answer with"
        " sanctioning Russian firms and an end to lifting some sanctions, to its own gain."
    )
    assert toy["explain.end.held"][2].endswith("The United States could still turn to sanctioning Russian firms.")


# ------------------------------------------------------------------------------------------------ every template, by hand


def made(key: str, **fields: Any) -> str:
    dossier = sm.load("vladivostok-2019")
    basis = Computed((), (), 1, 0, "", "", "")
    return sentence(Finding(key, "follows", fields, basis), Namer(dossier))


def ref(option: str) -> Ref:
    return Ref("option", option)


RUS, PRK, USA = (Ref("actor", a) for a in ("RUS", "PRK", "USA"))
SURE, OFTEN = Share(1, 1, 1, 1), Share(0.7, 0.6, 0.8, 40)
LEAVES: dict[str, Any] = {
    "actor": RUS, "move": (RUS, (ref("lax"),), (), ()), "gain": Amount(2, 1, 3, Ref("issue", "role")), "kind": "rest",
    "first": (USA, (ref("punish"),), (), ()), "last": (USA, (ref("punish"),), (), ()), "steps": 1, "anyway": False,
    "counter": None, "held_by": "SEQ", "draws": 2, "looked": 5, "horizon": 3,
}  # fmt: skip
START = "In two of the five draws looked at, Russia would gain 2 points of Russia’s role in Korea (1 to 3) at once by looser Russian enforcement"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "But the United States could answer with secondary sanctions, to its own gain."),
        (
            {"anyway": True},
            "But the United States could answer with secondary sanctions, which would serve it in any case.",
        ),
        (
            {"held_by": "SMR"},
            "But the United States could answer with secondary sanctions, though not to its own gain; Russia could not then mend it.",
        ),
        (
            {"held_by": "GMR", "counter": (RUS, (), (ref("lax"),), ())},
            "But the United States could answer with secondary sanctions, though not to its own gain."
            " Russia could still turn to an end to looser Russian enforcement.",
        ),
        (
            {"steps": 2, "last": (PRK, (ref("test"),), (), ())},
            "But the United States could answer with secondary sanctions, and North Korea then with long-range or nuclear"
            " tests, each to its own gain.",
        ),
        (
            {"steps": 4, "last": (PRK, (), (ref("small_deal"),), ((ref("small_deal"), PRK),))},
            "Only a chain of four answers, from secondary sanctions (the United States) to breaking the small deal (North"
            " Korea), would undo that.",
        ),
    ],
)
def test_what_holds_somebody(changes: dict[str, Any], said: str) -> None:
    assert made("explain.end.held", **{**LEAVES, **changes}) == f"{START}. {said}"


def test_nothing_that_holds_somebody() -> None:
    free = {**LEAVES, "held_by": None, "first": None, "last": None, "steps": 0}
    assert made("explain.end.free", **free) == (
        f"{START}. No answer was found that undoes the gain; but three rounds ahead, staying serves it better."
    )
    assert made("explain.end.free", **{**free, "kind": "cycle"}) == f"{START}, and does: nothing holds it there."


WISH: dict[str, Any] = {
    "option": ref("lax"), "on": False, "wishers": (PRK,), "worth": Amount(9, 4, 12, Ref("issue", "pressure")),
    "most": PRK, "instead": (), "share": OFTEN,
}  # fmt: skip
WISHED = "North Korea would welcome looser Russian enforcement, worth 9 points of sanctions pressure (4 to 12)"


@pytest.mark.parametrize(
    ("key", "fields", "said"),
    [
        (
            "clash",
            {"by": (ref("relief"),)},
            ", but this cannot go together with UN relief, which stands in 60–80 % of draws.",
        ),
        ("clash", {"by": ()}, ", but what would then be left is ruled out in 60–80 % of draws."),
        (
            "lock",
            {"by": (ref("small_deal"),)},
            ", but the terms of the small deal stand against it in 60–80 % of draws.",
        ),
        (
            "later",
            {"owner": RUS, "at_once": Amount(1, 0.5, 2), "later": Amount(4, 3, 5)},
            ". In 60–80 % of draws Russia would gain 1 point (0.5 to 2) at once, but lose 4 (3 to 5) once everybody has"
            " answered; no single act of others accounts for it.",
        ),
        (
            "far",
            {"owner": RUS, "at_once": Amount(1, 0.5, 2), "later": Amount(4, 3, 5)},
            ". In 60–80 % of draws Russia would lose 1 point (0.5 to 2) at once and gain 4 (3 to 5) only in the long run:"
            " further ahead than actors look here.",
        ),
        (
            "deterred",
            {
                "owner": RUS,
                "at_once": Amount(1, 0.5, 2),
                "later": Amount(4, 3, 5),
                "answers": ((ref("punish"), (USA,), True, OFTEN), (ref("talk"), (USA,), False, SURE)),
            },
            ". In 60–80 % of draws Russia would gain 1 point (0.5 to 2) at once, but secondary sanctions would follow (60–80 %"
            " of the time) and a US return to talks would end, and it would lose 4 (3 to 5).",
        ),
        (
            "open",
            {"owners": (RUS, PRK), "body": None},
            ". In 60–80 % of draws Russia and North Korea would all gain by it at once; what would follow holds it back, and no"
            " one answer was singled out.",
        ),
        (
            "open",
            {"owners": (), "body": Ref("body", "council")},
            ". In 60–80 % of draws the Security Council would pass it; what would follow holds it back, and no one answer was"
            " singled out.",
        ),
    ],
)
def test_rarer_reasons(key: str, fields: dict[str, Any], said: str) -> None:
    assert made(f"explain.against.{key}", **WISH, **fields) == WISHED + said


def test_a_swap_is_said() -> None:
    said = made("explain.against.open", **{**WISH, "instead": (ref("labour"),)}, owners=(RUS,), body=None)
    assert said.startswith(
        "North Korea would welcome looser Russian enforcement in place of the labourers’ stay, worth"
    )


def test_the_sentences_of_vladivostok_are_plain_and_short() -> None:
    """No word of the models, at most 45 words a sentence, and both ends wherever a number of points stands."""
    dossier = sm.load("vladivostok-2019")
    found = explanations.explain(open_study(dossier, draws=12))
    assert len(found) >= 8
    for finding in found:
        text = sentence(finding, Namer(dossier))
        assert finding.key in CATALOGUE
        assert not JARGON.search(text.replace("United States", "")), text
        assert max(len(part.split()) for part in re.split(r"(?<=[.]) (?=[A-Z])", text)) <= 45, text
        assert text[0].isupper(), text
        assert text.endswith("."), text
        if "against" in finding.key:
            assert all(after == "(" for after in re.findall(r"\d points? of [^(,.;]+(.)", text)), text
