"""What moved between two editions: exactly what an edit moves, traced to it; nothing where nothing differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from summitry.brief import editions
from summitry.brief.make import brief
from summitry.brief.names import letter
from summitry.dossier.document import Document
from summitry.dossier.loading import library_document

DRAWS = 4


@pytest.fixture
def edition(tmp_path: Path):  # type: ignore[no-untyped-def]
    """A toy edition with some edits made in it, as a file."""
    count = iter(range(100))

    def write(*changes: tuple[str, str], note: str | None = None) -> str:
        document = Document.parse(library_document("toy-summit").text)
        for path, value in changes:
            document.set(path, value, note)
        return str(document.save(tmp_path / f"e{next(count)}.summit.yaml"))

    return write


def test_equal_dossiers_give_no_change(edition) -> None:  # type: ignore[no-untyped-def]
    found = editions.difference(edition(), edition(), draws=DRAWS)
    assert (found.edits, found.moved) == ((), ())
    assert found.summary.startswith("No change")


def test_one_edit_moves_what_differs_and_names_itself(edition) -> None:  # type: ignore[no-untyped-def]
    before, after = edition(), edition(("issues.pressure.stakes.PRK.salience", "40"), note="new central bank line")
    found = editions.difference(before, after, draws=DRAWS)
    (edit,) = found.edits
    assert (edit.path, edit.before, edit.after) == ("issues.pressure.stakes.PRK.salience", 90, 40)
    assert edit.note == "new central bank line"
    assert found.moved
    assert all(m.because == (edit,) for m in found.moved)
    # Whatever the whole briefs say otherwise is listed, and nothing else is.
    one, two = (brief(case, draws=DRAWS, seed=0) for case in (before, after))
    differ = {
        b.headline.text
        for a, b in zip(one.outline.sections, two.outline.sections, strict=True)
        if a.headline.text != b.headline.text
    }
    told = {m.after.text for m in found.moved if m.after is not None and m.key.endswith("headline")}
    assert told == differ


def test_each_sentence_is_traced_to_the_edit_that_moves_it(edition) -> None:  # type: ignore[no-untyped-def]
    """Two edits: what `lax` costs moves nothing of North Korea's own reasons, and the other way round."""
    changes = ("issues.pressure.stakes.PRK.salience", "40"), ("options.punish.does", "sanction Russian banks")
    found = editions.difference(edition(), edition(*changes), draws=DRAWS)
    salience, name = sorted(found.edits, key=lambda e: e.path)
    renamed = [m for m in found.moved if m.after is not None and "Russian banks" in m.after.text]
    assert renamed
    for m in found.moved:
        assert m.because, m.key
        if m not in renamed:
            assert m.because == (salience,)
    assert any(m.because == (name,) for m in renamed)


def test_what_enters_no_world_is_listed_apart_and_not_computed(edition) -> None:  # type: ignore[no-untyped-def]
    found = editions.difference(edition(), edition(("title", "Another title")), draws=DRAWS)
    assert [e.is_silent for e in found.edits] == [True]
    assert found.moved == ()
    assert "Nothing moved" in found.summary


def test_a_new_option_with_its_consequence_is_one_edit_where_neither_stands_alone(edition) -> None:  # type: ignore[no-untyped-def]
    changes = (
        ("options.host", "{by: USA, does: host a second meeting}"),
        ("consequences[+]", "{when: host, costs: {USA: 1}}"),
    )
    found = editions.difference(edition(), edition(*changes), draws=DRAWS)
    assert {e.where[0] for e in found.edits} == {"options", "consequences"}
    assert any("host" in (m.after.text if m.after else "") for m in found.moved)
    assert all(m.because for m in found.moved)


def test_the_order_of_lines_is_no_edit(edition) -> None:  # type: ignore[no-untyped-def]
    text = library_document("toy-summit").text
    head, tail = text.split("consequences:\n")
    rows = [line for line in tail.split("claims:")[0].splitlines() if line.startswith("  -")]
    turned = head + "consequences:\n" + "\n".join(rows[::-1]) + "\nclaims:" + tail.split("claims:")[1]
    path = Path(edition()).with_name("turned.summit.yaml")
    path.write_text(turned, encoding="utf-8")
    assert editions.difference(edition(), str(path), draws=DRAWS).summary.startswith("No change")


def test_a_brief_says_first_what_moved_since(edition) -> None:  # type: ignore[no-untyped-def]
    before, after = edition(), edition(("issues.pressure.stakes.PRK.salience", "40"))
    block = brief(after, draws=DRAWS, since=before).outline.blocks[0]
    assert block.key == "since"
    assert block.table is not None
    assert all("issues.pressure.stakes.PRK.salience: 90 → 40" in row[-1] for row in block.table.rows)


def test_sentences_past_the_alphabet_have_ids_of_their_own() -> None:
    assert [letter(q) for q in (0, 25, 26, 27, 52)] == ["a", "z", "aa", "ab", "ba"]
