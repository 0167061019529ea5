"""Locators, and where they lead in a source text. The text is made up; a seed text is read where there is one, never copied."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from summitry.dossier import locators
from summitry.dossier.document import Document
from summitry.dossier.loading import load
from summitry.dossier.locators import Locator
from summitry.dossier.sources import Passages, resolve

TEXT = """\
Two questions on the strait

A short word before the questions begin.

Boats in the strait. Photo: Getty Images.

1) Why does Norhaven want the talks?

Ada Linde, Reader in Harbours, Elm College

The fleet is idle in winter, and ministers
know what that costs them.

Canthe’s bank “will lend”, she says.

Q2 What do the two have in common?

P. Orme, Senior Fellow, Elm College

Both fear the same storms.

Drawing: A. Hand via Chatham House.

Neither trusts the court.
"""
DOSSIER = """\
summitry: 1
id: strait
title: Strait
actors: {NOR: Norhaven}
options: {talks: {by: NOR}}
sources: {her: {title: Two questions, sections: 2}}
claims:
  c1: {in: her, at: Q1 p2, says: Canthe lends}
"""


def passages(tmp_path: Path, at: str, words: str = "", text: str = TEXT, **source: str) -> Passages:
    (tmp_path / "her.txt").write_text(text, encoding="utf-8", newline="")
    edited = DOSSIER.replace("at: Q1 p2", f"at: {at}" + (f", words: '{words}'" if words else ""))
    edited = edited.replace("sections: 2", ", ".join(["sections: 2", *(f"{k}: {v}" for k, v in source.items())]))
    document = Document.parse(edited, "strait.summit.yaml")
    return resolve(load(document), tmp_path, document)


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        ("Q2 p2", Locator("paragraph", 2, 2, 2)),
        ("q2p2", Locator("paragraph", 2, 2, 2)),
        ("Q2, p 2-3", Locator("paragraph", 2, 2, 3)),
        ("Q2", Locator("section", 2)),
        ("p 3", Locator("paragraph", None, 3, 3)),
        ("p 3-4", Locator("paragraph", None, 3, 4)),
        ("para 4", Locator("paragraph", None, 4, 4)),
        ("at 592", Locator("character", None, 592, 592)),
        ("page 7", Locator("elsewhere", None, 7, 7)),
        ("p 4-3", None),
        ("Q0 p1", None),
        ("p 0", None),
        ("Q2 4", None),
        ("somewhere", None),
        ("", None),
    ],
)
def test_locators_that_a_person_can_type(text: str, locator: Locator | None) -> None:
    assert locators.read(text) == locator


@pytest.mark.parametrize(
    ("at", "begins", "ends"),
    [
        ("Q1 p1", "The fleet", "costs them."),
        ("Q1 p2", "Canthe’s", "she says."),
        ("Q2 p1", "Both fear", "storms."),
        ("Q2 p2", "Neither", "court."),
        ("Q2", "Both fear", "court."),
        ("Q1 p1-2", "The fleet", "she says."),
        ("p 1", "Two questions", "strait"),
        ("p 3", "The fleet", "costs them."),
        ("p 5-6", "Both fear", "court."),
        ("at 3", " questions on", "strait"),
        ("page 4", "Two questions", "court.\n"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_locator_leads_to_characters(at: str, begins: str, ends: str, newline: str, tmp_path: Path) -> None:
    text = TEXT.replace("\n", newline)
    found = passages(tmp_path, at, text=text)
    assert found.problems == ()
    (place,) = found.resolved
    assert (place.path, place.source, place.at) == ("claims.c1", "her", at)
    passage = text[place.start : place.end].replace("\r\n", "\n")
    assert passage.startswith(begins)
    assert passage.endswith(ends)


@pytest.mark.parametrize(
    ("at", "words", "fragment", "mend"),
    [
        ("Q1 p3", "", "Q1 p3 is not in her: Q1 has 2 paragraphs", ""),
        ("Q1 p3", "the same storms", "Q1 has 2 paragraphs", "The words stand in Q2 p1"),
        ("p 9", "", "the text has 6 paragraphs", ""),
        ("at 99999", "", "the text has", ""),
        ("Q2 p1", "trusts the court", '"trusts the court" does not stand in Q2 p1', "They stand in Q2 p2"),
        ("Q2 p1", "no such words", "does not stand in Q2 p1", "nowhere in the text"),
    ],
)
def test_a_miss_is_a_problem_with_the_right_place(
    at: str, words: str, fragment: str, mend: str, tmp_path: Path
) -> None:
    found = passages(tmp_path, at, words)
    assert found.resolved == ()
    (problem,) = found.problems
    assert fragment in problem.message
    assert mend in problem.mend
    assert (problem.file, problem.line) == ("strait.summit.yaml", 8)


def test_quotes_case_and_line_breaks_do_not_matter_to_words(tmp_path: Path) -> None:
    assert passages(tmp_path, "Q1 p2", 'Canthe"s bank'.replace('"', "''")).problems == ()
    assert passages(tmp_path, "Q1 p1", "and ministers know").problems == ()
    assert passages(tmp_path, "Q1 p2", 'bank "will lend"').problems == ()


def test_the_hash_is_verified(tmp_path: Path) -> None:
    right = hashlib.sha256(TEXT.encode()).hexdigest()
    assert passages(tmp_path, "Q1 p1", sha256=right).problems == ()
    (problem,) = passages(tmp_path, "Q1 p1", sha256="f" * 64).problems
    assert problem.path == "sources.her.sha256"
    assert "is another text" in problem.message


def test_a_text_that_is_not_here_is_passed_over_unless_its_file_is_named(tmp_path: Path) -> None:
    document = Document.parse(DOSSIER)
    found = resolve(load(document), tmp_path)
    assert (found.resolved, found.problems, found.absent) == ((), (), ("her",))
    named = Document.parse(DOSSIER.replace("sections: 2", "sections: 2, file: other.txt"))
    (problem,) = resolve(load(named), tmp_path, named).problems
    assert problem.path == "sources.her.file"
    assert "there is no other.txt" in problem.message
    (tmp_path / "other.txt").write_bytes(b"\xff\xfe")
    assert "is not UTF-8" in resolve(load(named), tmp_path, named).problems[0].message


def test_a_seed_text_resolves_question_by_question() -> None:
    """Numbers of paragraphs only: nothing of the text stands here."""
    from summitry.dossier.sources import _Text

    seed = Path(__file__).parents[4] / "shared" / "seeds" / "chatham-house-2019-five-key-questions.txt"
    if not seed.is_file():
        pytest.skip("the seed text is not on this machine")
    text = _Text("ch", seed.read_text(encoding="utf-8"))
    sections = [paragraph.section for paragraph in text.paragraphs]
    assert [sections.count(question) for question in range(1, 6)] == [4, 4, 4, 3, 6]
