"""A whole brief: what every sentence must have, and that names, order and gaps of a dossier do it no harm."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import summitry as sm
from summitry.brief.make import Brief, ask, brief
from summitry.brief.outline_model import Sentence
from summitry.dossier.loading import library_document
from summitry.dossier.model import Dossier
from summitry.errors import DossierError, QuestionError

DRAWS = 20
SMALL: dict[str, Any] = {
    "summitry": 1,
    "id": "small",
    "title": "The dam",
    "event": "talks",
    "actors": {"ARD": "Ardan", "BEL": "Belmar", "CAN": "Canthe"},
    "issues": {
        "flow": {
            "scale": {"none": 0, "natural": 100},
            "status_quo": "15 to 25",
            "watch": "the gauge at the border",
            "stakes": {
                "ARD": {"position": "20 to 50", "salience": "50 to 70"},
                "BEL": {"position": "85 to 100", "salience": "70 to 90"},
                "CAN": {"position": "30 to 60", "salience": "20 to 40"},
            },
        },
        "loan": {
            "scale": {"closed": 0, "open": 100},
            "status_quo": "5 to 15",
            "stakes": {
                "ARD": {"position": "40 to 90", "salience": "20 to 50"},
                "BEL": {"position": "80 to 100", "salience": "30 to 60"},
                "CAN": {"position": "20 to 40", "salience": "30 to 50"},
            },
        },
    },
    "options": {
        "talks": {"by": ["ARD", "BEL"], "name": "the talks"},
        "share": {"by": ["ARD", "BEL"], "does": "sign the sharing rule", "needs": "talks"},
        "lend": {"by": "CAN", "does": "lend to Belmar"},
        "fill": {"by": "ARD", "does": "fill the dam"},
    },
    "now": [],
    "consequences": [
        {"when": "talks", "moves": {"loan": "2 to 8"}, "costs": {"ARD": "0 to 2"}},
        {"when": "share", "moves": {"flow": "10 to 30"}},
        {"when": "lend", "moves": {"loan": "10 to 30"}, "costs": {"CAN": "0 to 5"}},
        {"when": "lend and talks", "gains": {"CAN": "1 to 6"}},
        {"when": "fill", "moves": {"flow": "-10 to -2"}, "gains": {"ARD": "0 to 6"}},
        {"when": "fill and lend", "costs": {"ARD": "1 to 9"}},
    ],
    "pledges": {"water": {"by": "ARD", "act": "not fill", "due": "2031-12-31", "made_at": "talks"}},
    "variants": {"without-canthe": {"absent": "CAN", "title": "Without Canthe"}},
    "questions": [
        "why BEL wants talks", "what ARD and BEL share", "how ARD plays", "what CAN is worth to BEL", "what came of talks",
        "what next", "what if without-canthe", "who can stop talks",
    ],
}  # fmt: skip


def dossier(**changes: Any) -> Dossier:
    data = {**copy.deepcopy(SMALL), **changes}
    return Dossier.model_validate({k: v for k, v in data.items() if v is not None})


@pytest.fixture(scope="module")
def small() -> Brief:
    return brief(dossier(), draws=DRAWS)


@pytest.fixture(scope="module")
def toy() -> Brief:
    return brief("toy-summit", draws=DRAWS)


@pytest.fixture(scope="module")
def vladivostok() -> Brief:
    return brief("vladivostok-2019", draws=DRAWS)


@pytest.fixture(scope="module")
def syria() -> Brief:
    return brief("syria-iraq-1975", draws=DRAWS)


CASES = ["small", "toy", "vladivostok", "syria"]


@pytest.fixture
def made(request: pytest.FixtureRequest) -> Brief:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def sentences(made: Brief) -> Iterator[Sentence]:
    for section in made.outline.sections:
        yield from (section.headline, *section.findings, *section.changes)


# ---------------------------------------------------------------- every sentence


@pytest.mark.parametrize("made", CASES, indirect=True)
def test_every_sentence_has_a_mark_and_leads_somewhere(made: Brief) -> None:
    said = list(sentences(made))
    assert len(said) > 6
    for s in said:
        assert s.mark in ("follows", "assumed", "reported", "estimate"), s.text
        assert s.notes, s.text
        if s.basis["kind"] == "computed":
            assert s.basis["worlds"], s.text
            assert s.basis["behaviours"] == ("foresighted", "myopic")
            assert (s.basis["draws"], s.basis["seed"]) == (DRAWS, 0)
            assert len(s.basis["dossier"]) == 64
            assert s.command is not None
            assert s.command.startswith("summitry lab play ")
            assert any(f"{DRAWS} draws, seed 0" in note for note in s.notes)
        else:
            assert s.basis["kind"] == "reported"
            assert s.command is None


@pytest.mark.parametrize("made", CASES, indirect=True)
def test_ids_are_unique_and_assumed_says_so(made: Brief) -> None:
    ids = [s.id for s in sentences(made)]
    assert len(ids) == len(set(ids))
    for section in made.outline.sections:
        assert section.headline.mark != "assumed"
        for s in section.findings:
            assert s.text.startswith("Assumed, not found") == (s.mark == "assumed")


BARE = re.compile(r"(?<![\d–])(?<!\d\.)\b\d+(?:\.\d+)? %(?! ?\()")
"""A per cent number with one end only: not `88–96 %`, and not `10 % (7 to 13)`."""


def test_what_a_bare_number_is() -> None:
    assert BARE.search("it holds in 33 % of draws")
    assert not BARE.search("it holds in 88–96 % of draws, 10 % (7 to 13) of it")


@pytest.mark.parametrize("made", ["small", "vladivostok"], indirect=True)
def test_every_share_has_both_ends_where_ranges_were_drawn_from(made: Brief) -> None:
    """Cases with exact numbers only have but one number, and it is no share of anything sampled."""
    texts = [s.text for s in sentences(made)]
    assert any("–" in t and "%" in t for t in texts)
    for text in texts:
        rest = re.sub(r"reported|On record, not computed:.*", "", text)
        bare = [hit for hit in BARE.findall(rest) if not _narrow(made, hit)]
        assert not bare, text


def _narrow(made: Brief, hit: str) -> bool:
    """Both ends round to one number: allowed where the interval in the data is narrower than one per cent."""
    shares = [
        v
        for s in sentences(made)
        for v in _flat(s.basis.get("fields"))
        if isinstance(v, dict) and {"value", "low", "high", "draws"} <= v.keys()
    ]
    whole = float(hit.split()[0])
    return any(round(100 * v["low"]) == whole == round(100 * v["high"]) for v in shares)


def _flat(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from _flat(item)


@pytest.mark.parametrize("made", CASES, indirect=True)
def test_headlines_are_short(made: Brief) -> None:
    for headline in made.headlines:
        assert len(headline.split()) <= 25, headline
        assert headline[0].isupper()
        assert headline.endswith(".")


JARGON = re.compile(
    r"\b(play|plays|SEQ|GMR|salience|utility|utilities|equilibri\w+|payoff|myopic|foresighted|status_quo)\b", re.I
)


@pytest.mark.parametrize("made", CASES, indirect=True)
def test_no_jargon_above_the_basis_line(made: Brief) -> None:
    for s in sentences(made):
        assert not JARGON.search(s.text), s.text


@pytest.mark.parametrize("made", CASES, indirect=True)
def test_sentences_are_whole(made: Brief) -> None:
    for s in sentences(made):
        assert not re.search(r"\bNone\b|nan|inf\b|\[\]|\(\)|  |, \.|: \.|Ref\(|'", s.text), s.text
        assert s.text.endswith(".")


@pytest.mark.parametrize("made", CASES, indirect=True)
def test_a_likelihood_word_stands_with_its_number(made: Brief) -> None:
    for s in sentences(made):
        for hit in re.finditer(r"\b(likely|unlikely|almost certain|remote|roughly even chance)\b", s.text):
            assert re.match(r"[^.;]*(\d|always|never)", s.text[hit.end() :]), s.text


@pytest.mark.parametrize("made", CASES, indirect=True)
def test_the_headline_holds_somewhere(made: Brief) -> None:
    """What would change an answer is counted for the headline that was given: one that holds in no draw was not given."""
    for section in made.outline.sections:
        for s in section.changes:
            if s.basis["key"] == "change.none":
                assert s.basis["fields"]["share"]["value"] > 0.3, (section.headline.text, s.text)


# ---------------------------------------------------------------- same bytes


def shuffled(node: Any, dice: random.Random, key: str = "") -> Any:
    """The same dossier with its mappings in another order; options and lists of lists keep theirs."""
    if isinstance(node, dict):
        names = list(node)
        if key != "options":
            dice.shuffle(names)
        return {k: shuffled(node[k], dice, k) for k in names}
    if isinstance(node, list):
        items = [shuffled(item, dice) for item in node]
        if key in ("consequences", "impossible", "now", "ties"):
            dice.shuffle(items)
        return items
    return node


def test_same_bytes_twice(small: Brief) -> None:
    again = brief(dossier(), draws=DRAWS)
    for form in ("json", "html", "md", "terminal"):
        assert again.text(form) == small.text(form)
    assert brief(dossier(), draws=DRAWS, seed=1).text("json") != small.text("json")


def test_same_bytes_in_whatever_order_the_lines_stand(small: Brief) -> None:
    dice = random.Random(4)
    data = shuffled(copy.deepcopy(SMALL), dice)
    assert list(data) != list(SMALL)
    assert brief(Dossier.model_validate(data), draws=DRAWS).text("json") == small.text("json")


def test_same_bytes_of_the_toy_file_in_another_order(tmp_path: Path, toy: Brief) -> None:
    data = json.loads(json.dumps(YAML(typ="safe").load(library_document("toy-summit").text), default=str))
    case = tmp_path / "toy-summit.summit.yaml"
    with case.open("w") as file:
        YAML().dump(shuffled(data, random.Random(7)), file)
    other = json.loads(brief(str(case), draws=DRAWS).text("json").replace(str(case), "toy-summit"))
    assert other == json.loads(toy.text("json"))


def test_the_saved_brief_is_the_printed_one(tmp_path: Path, small: Brief) -> None:
    path = small.save(tmp_path / "deep" / "brief.md")
    assert path.read_text(encoding="utf-8") == small.text("md")
    assert [p.name for p in path.parent.iterdir()] == ["brief.md"]


# ---------------------------------------------------------------- what-ifs and variants


def test_a_what_if_is_marked_and_only_there(toy: Brief) -> None:
    edit = "issues.standing.stakes.RUS.salience = 90"
    edited = brief("toy-summit", draws=4, what_if=[edit])
    assert any(line.startswith("A what-if, not an answer") and edit in line for line in edited.outline.notice)
    assert f'--what-if "{edit}"' in edited.outline.reproduction["command"]
    assert "what-if" not in toy.text("terminal").lower()
    plain, other = (
        ask("toy-summit", "why RUS wants summit", draws=4),
        ask("toy-summit", "why RUS wants summit", draws=4, what_if=[edit]),
    )
    assert "what-if" not in plain.text("md").lower()
    assert "A what-if, not an answer" in other.text("md")
    assert plain.section.findings[0].text != other.section.findings[0].text
    assert plain.outline.reproduction["inputs"] != other.outline.reproduction["inputs"]


@pytest.mark.parametrize(
    "edit",
    [
        "no sign",
        "= 3",
        "issues.standing.status_quo =",
        "issues.nope.status_quo = 3",
        "issues.standing.status_quo = many",
    ],
)
def test_a_bad_what_if_is_an_input_mistake(edit: str) -> None:
    with pytest.raises((QuestionError, DossierError)):
        brief("toy-summit", draws=2, what_if=[edit])


def test_a_variant_is_announced_and_enters_every_world(small: Brief) -> None:
    varied = brief(dossier(questions=["why BEL wants talks"]), draws=4, variant="without-canthe")
    assert "A variant, not the case as it is: absent CAN." in varied.outline.notice
    assert varied.outline.reproduction["given"] == "absent CAN"
    assert "--variant without-canthe" in varied.outline.reproduction["command"]
    for s in sentences(varied):
        assert all("absent CAN" in w for w in s.basis["worlds"])
    assert not any("variant" in line for line in small.outline.notice)
    with pytest.raises(QuestionError, match="Did you mean without-canthe"):
        brief(dossier(), draws=2, variant="without-canth")


# ---------------------------------------------------------------- strange names, missing sections


def test_names_cannot_break_the_page() -> None:
    evil = "<script>alert(1)</script>"
    data = copy.deepcopy(SMALL)
    data["actors"]["ARD"] = f"Ardan {evil}"
    data["title"] = f"The dam {evil}"
    data["issues"]["flow"]["name"] = f"{evil} flow"
    data["options"]["lend"]["name"] = f"a loan {evil}"
    data["options"]["fill"]["does"] = f"fill {evil}"
    data["sources"] = {"s": {"title": evil, "url": "javascript:alert(1)", "descriptor": evil}}
    data["claims"] = {"c1": {"says": evil, "in": "s", "at": "Q1 p1"}}
    page = brief(Dossier.model_validate(data), draws=2).text("html")
    assert evil not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 'href="javascript:' not in page


def test_braces_and_per_cent_signs_in_names_are_harmless() -> None:
    data = copy.deepcopy(SMALL)
    data["actors"] = {"ARD": "Ar{dan} 50%", "BEL": "{}", "CAN": "%s %(x)d {0!r}"}
    data["issues"]["flow"]["name"] = "flow {unit} 100%"
    data["issues"]["loan"]["name"] = "{{loan}}"
    data["options"]["talks"]["name"] = "the {event} talks"
    data["variants"]["without-canthe"]["title"] = "{variant} %"
    made = brief(Dossier.model_validate(data), draws=2)
    assert len(made.outline.sections) == len(SMALL["questions"])
    assert not made.unanswered
    for form in ("terminal", "md", "html", "json"):
        text = made.text(form)
        assert "{event}" in text.replace("&#123;", "{").replace("\\", "")


def test_a_dossier_of_nothing_but_an_act() -> None:
    made = brief(
        Dossier.model_validate(
            {"summitry": 1, "id": "x", "title": "X", "actors": {"A": "Aland"}, "options": {"act": {"by": "A"}}}
        ),
        draws=2,
    )
    assert [s.ask for s in made.outline.sections] == ["what next"]
    for form in ("terminal", "md", "html", "json"):
        assert "Nothing changes" in made.text(form)


def test_without_claims_questions_and_event_it_says_what_next(small: Brief) -> None:
    made = brief(dossier(questions=None, event=None, pledges=None), draws=4)
    assert [s.ask for s in made.outline.sections] == ["what next"]
    assert not made.outline.sections[0].said
    with_event = brief(dossier(questions=None), draws=4)
    assert [s.ask for s in with_event.outline.sections] == [
        "why ARD wants talks", "what ARD and BEL share", "how BEL plays", "what ARD is worth to BEL", "what came of talks",
    ]  # fmt: skip


def test_preference_lists_are_enough_and_no_points_of_an_issue_are_made_up(syria: Brief) -> None:
    assert len(syria.outline.sections) == 3
    assert not syria.unanswered
    assert any("preference lists" in line for line in syria.outline.method)
    assert not any("points of" in s.text for s in sentences(syria))
    data = dossier(preferences={"CAN": ["lend if talks", "not fill"]})
    assert len(brief(data, draws=4).outline.sections) == len(SMALL["questions"])


def test_what_cannot_be_answered_is_listed_and_the_rest_is_answered() -> None:
    data = copy.deepcopy(SMALL)
    data["actors"]["NIL"] = "Nilland"
    asked = [
        {"ask": "how NIL plays", "title": "What does Nilland do?"},  # lacks everything
        "why CAN wants talks",  # has no hand in them
        "what next",
        "claims",  # there are none
        "why XXX wants talks",  # nobody
    ]
    made = brief(Dossier.model_validate({**data, "questions": asked}), draws=4)
    assert [s.ask for s in made.outline.sections] == ["what next"]
    assert len(made.unanswered) == 4
    everything = "\n".join(made.unanswered)
    for words in (
        "What does Nilland do?",
        "NIL has no stake",
        "NIL can do nothing",
        "no hand in talks",
        "No claims",
        "XXX",
    ):
        assert words in everything
    page = made.text("terminal").replace("\n", " ")
    assert "Not answered" in page
    assert "What does Nilland do?" in page


def test_a_question_alone_raises_with_what_is_missing() -> None:
    data = copy.deepcopy(SMALL)
    data["actors"]["NIL"] = "Nilland"
    with pytest.raises(QuestionError) as caught:
        ask(Dossier.model_validate(data), "what ARD and NIL share", draws=2)
    assert any("NIL has no stake" in line for line in caught.value.missing)
    assert any("No issue on which both" in line for line in caught.value.missing)


def test_the_frame_of_an_answer_has_a_row_a_finding() -> None:
    reply = sm.ask(dossier(), "why BEL wants talks", draws=4)
    frame = reply.to_frame()
    assert list(frame.index) == [s.id for s in reply.section.findings]
    assert list(frame["text"]) == [s.text for s in reply.section.findings]
    assert str(reply).startswith("1  ")
