"""Parts beside the answers, and the analytic standards that the page is held to."""

from __future__ import annotations

import re
from typing import Any

import pytest

from summitry.brief import charts, figures
from summitry.brief.annexes import _whole_percents
from summitry.brief.make import Brief, brief
from summitry.dossier.loading import load
from summitry.dossier.model import Dossier
from summitry.errors import DossierError, QuestionError
from summitry.scoring.words import NAMES, table


@pytest.fixture(scope="module")
def made() -> Brief:
    return brief("vladivostok-2019", draws=24, reader="USA")


def own_sentences(found: Brief) -> list[str]:
    """Everything that the brief says in its own voice."""
    o = found.outline
    out = [s.text for x in o.sections for s in (x.headline, *x.findings, *x.nobody, *x.changes)]
    return out + [s.text for b in o.blocks for s in b.sentences] + [line for b in o.blocks for line in b.lines]


def test_no_likelihood_word_without_two_numbers_nor_beside_the_basis(made: Brief) -> None:
    """Standard 2. `never` and `always` are counts of draws, and no words of a table."""
    terms = {t for n in NAMES if n != "everyday" for row in table(n).rows for t in (row.term, *row.also)}
    word = re.compile(rf"\b({'|'.join(sorted(map(re.escape, terms), key=len, reverse=True))})\b", re.IGNORECASE)
    for text in own_sentences(made):
        for sentence in re.split(r"(?<=\.) ", text):
            if word.search(sentence):
                assert re.search(r"\d+–\d+ %|\d+ %", sentence), sentence
                assert not re.search(r"confidence|sources?\b", sentence), sentence


def test_a_likelihood_has_its_word_and_both_ends() -> None:
    found = brief("toy-summit", draws=2, reader="USA", words="phia")
    line = next(x for x in found.outline.method if x.startswith("Words of likelihood"))
    assert "PHIA" in line
    assert found.outline.reproduction["command"].endswith("--words phia --reader USA")


def test_a_source_without_a_descriptor_stops_the_brief() -> None:
    data: dict[str, Any] = load("vladivostok-2019").model_dump(mode="json", by_alias=True, exclude_none=True)
    del data["sources"]["ch"]["descriptor"]
    with pytest.raises(DossierError, match=r"sources\.ch\.descriptor"):
        brief(Dossier.model_validate(data), draws=2)


def test_unknown_words_readers_and_languages_are_refused() -> None:
    with pytest.raises(QuestionError, match="phia"):
        brief("toy-summit", draws=2, words="everyday")
    with pytest.raises(QuestionError, match="USA"):
        brief("toy-summit", draws=2, reader="USAA")
    with pytest.raises(QuestionError, match="en"):
        brief("toy-summit", draws=2, language="fr")


def test_outcomes_add_up_to_a_hundred(made: Brief) -> None:
    block = next(b for b in made.outline.blocks if b.key == "paths")
    assert block.table is not None
    assert block.table.rows[-1][0] == "Anything else"
    assert sum(int(row[1].removesuffix(" %")) for row in block.table.rows) == 100


def test_whole_percents_keep_the_sum() -> None:
    assert sum(_whole_percents([1 / 3, 1 / 3, 1 / 3])) == 100
    assert _whole_percents([0.005, 0.995]) in ([0, 100], [1, 99])


def test_a_deal_has_a_cell_for_each_clause_and_party(made: Brief) -> None:
    deals = load("vladivostok-2019").options
    for name in ("small_deal", "partial_deal"):
        block = next(b for b in made.outline.blocks if b.key == f"grid-{name}")
        assert block.table is not None
        assert len(block.table.rows) == len(deals[name].sets) + 1
        assert all(re.match(r"[●◐○] (acceptable|negotiable|refused): ", c) for row in block.table.rows for c in row[1:])


def test_every_promise_is_told_with_its_days(made: Brief) -> None:
    dossier = load("vladivostok-2019")
    block = next(b for b in made.outline.blocks if b.key == "pledges")
    assert block.table is not None
    assert len(block.table.rows) == len(dossier.pledges)
    assert {row[2] for row in block.table.rows} == {str(p.due or "none") for p in dossier.pledges.values()}


def test_a_reader_is_told_what_it_means_for_it(made: Brief) -> None:
    block = made.outline.blocks[0]
    assert block.key == "reader"
    assert block.sentences
    assert "United States" in block.sentences[0].text


def test_sources_carry_their_quality_and_what_rests_on_them(made: Brief) -> None:
    assert all(s.descriptor and s.reliability for s in made.outline.sources)
    assert any(s.findings for s in made.outline.sources)
    assert any("no source at all" in line for line in made.outline.source_notes)


@pytest.mark.parametrize("width", [figures.WIDE, figures.NARROW])
def test_drawings_are_well_formed_named_and_the_same_twice(made: Brief, width: int) -> None:
    from xml.etree import ElementTree

    for block in made.outline.blocks:
        if block.figure is None or block.figure.kind == "dots":
            continue
        drawn = figures.svg(block.figure, "f", width)
        charts.picture.cache_clear()
        assert figures.svg(block.figure, "f", width) == drawn
        tree = ElementTree.fromstring(drawn)
        texts = {e.tag.split("}")[1]: e.text for e in tree.iter() if e.tag.split("}")[1] in ("title", "desc")}
        assert texts == {"title": block.figure.title, "desc": block.figure.alt}
        assert "var(--ink,#1d2023)" in drawn
        right = float(tree.attrib["viewBox"].split()[2])
        assert right <= width + 8  # nothing sticks out


def test_a_figure_says_the_numbers_of_its_sentences(made: Brief) -> None:
    """The shares at the steps and ends are those of the table beside them."""
    block = next(b for b in made.outline.blocks if b.key == "paths")
    assert block.figure is not None
    told = " ".join(" ".join(line) for line in figures.table(block.figure)[1])
    for link in block.figure.links:
        assert f"{link.weight:.0f} %" in told


def test_a_wrong_reader_or_edition_is_refused_before_anything_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    def solve(*_: object) -> None:
        raise AssertionError("computed")

    monkeypatch.setattr("summitry.questions.opinion._solve", solve)
    with pytest.raises(QuestionError, match="nobody"):
        brief("toy-summit", draws=2, reader="nobody")
    with pytest.raises(DossierError, match="no-such"):
        brief("toy-summit", draws=2, since="no-such")
