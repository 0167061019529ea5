"""The text of a dossier: places, refusals, edits."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest

from summitry.dossier.document import Document, Mark
from summitry.dossier.paths import join, split
from summitry.errors import DossierError, Problem

TEXT = """\
# a comment at the top
title: "Talks: a case"   # and one at the end

actors: {NOR: Norhaven, SUL: Sulmar}
issues:
  fishing:
    stakes:
      # what Norhaven wants
      NOR: {position: 40, salience: 60}   # kept
      SUL:
        position: 30 to 50
        salience: 80
consequences:
  - {when: a}
  - when: b
    moves: {fishing: 3}
now: []
day: 2019-04-26
list:
- one
- two
flags: {on: on, x: true, y: null}
"""


def refused(text: str) -> Problem:
    with pytest.raises(DossierError) as caught:
        Document.parse(text, "f.yaml")
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


# ---- reading


def test_marks_lead_to_values_and_keys() -> None:
    marks = Document.parse(TEXT).marks
    assert marks["issues.fishing.stakes.NOR.position"] == Mark(9, 23)
    assert marks.key("issues.fishing.stakes.NOR.position") == (9, 13)
    assert marks["consequences[1].when"] == (15, 11)
    assert marks.key("consequences[0]") == (14, 5)
    assert marks["consequences[1].moves.fishing"] == (16, 22)
    assert marks["list[1]"] == (21, 3)
    assert marks.at("issues.fishing.stakes.NOR.worth.none") == marks.key("issues.fishing.stakes.NOR")
    assert marks.at("nowhere") == (1, 1)


def test_data_is_plain_and_yaml_1_2() -> None:
    data = Document.parse(TEXT).data
    assert data["day"] == datetime.date(2019, 4, 26)
    assert data["flags"] == {"on": "on", "x": True, "y": None}
    assert data["issues"]["fishing"]["stakes"]["SUL"] == {"position": "30 to 50", "salience": 80}
    numbers = Document.parse("a: 007\nb: 0x1F\nc: 1e3\nd: 1_000\ne: NO\nf: '7'\ng: 12:30\n5: 2\n")
    assert numbers.data == {"a": 7, "b": 31, "c": 1000.0, "d": "1_000", "e": "NO", "f": "7", "g": "12:30", "5": 2}


@pytest.mark.parametrize(
    "text", [TEXT, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT.rstrip("\n"), "---\na: 1\n...\n"]
)
def test_text_to_file_to_text_is_the_same_to_the_byte(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.summit.yaml"
    path.write_bytes(text.encode())
    document = Document.read(path)
    assert document.text == text
    document.save(tmp_path / "b.yaml")
    assert (tmp_path / "b.yaml").read_bytes() == text.encode()


def test_a_byte_order_mark_moves_no_line() -> None:
    assert Document.parse("\ufeffa: 1\nb: 2\n").marks["b"] == (2, 4)


# ---- refusals


@pytest.mark.parametrize(
    ("text", "line", "column", "fragment", "mend"),
    [
        ("", 1, 1, "the file is empty", "summitry new"),
        ("# only this\n", 1, 1, "the file is empty", "summitry new"),
        ("- a\n- b\n", 1, 1, "found a list", "summitry: 1"),
        ("just words\n", 1, 1, "found a single text", "summitry: 1"),
        ("a: 1\nb: 2\na: 3\n", 3, 1, 'the key "a" stands twice: here and in line 1', "Keep one"),
        ("x:\n  - {b: 1, b: 2}\n", 2, 12, 'the key "b" stands twice', "Keep one"),
        ("c: {says: Russia, China, in: ch}\n", 1, 19, 'the key "China" has no value', 'says: "Russia, China"'),
        ("c: {b, c: 1}\n", 1, 5, 'the key "b" has no value', "Write b:"),
        ("a: &x [1]\n", 1, 4, "an anchor (&x)", "Write the value out"),
        ("a: *x\n", 1, 4, "an alias (*x)", "Write the value out"),
        ("a: !!python/object:os.system x\n", 1, 4, "a tag (!!python/object:os.system)", "in quotes"),
        ("when: !lax\n", 1, 7, "a tag (!lax)", "write: not"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a second document", "one dossier a file"),
        ("a: .nan\n", 1, 4, "expected a finite number", "plain number"),
        ("a: -.inf\n", 1, 4, "expected a finite number", "plain number"),
        ("a: 1e999\n", 1, 4, "expected a finite number", "plain number"),
        ("a: 2019-02-30\n", 1, 4, "there is no day 2019-02-30", "2019-04-26"),
        ("a: 1\nb: 'x\n", 2, 4, "a quote that is opened and never closed", "Close the quote"),
        ("a: {b: 1\n", 1, 4, "a { that is not closed", "Close it with }"),
        ("a: [1, 2\n", 1, 4, "a [ that is not closed", "Close it with ]"),
        ("a: b: c\n", 1, 5, 'a second ": " in one line', "in quotes"),
        ("a:\n\tb: 1\n", 2, 1, "a tab", "spaces"),
        ("a:\n   b: 1\n  c: 2\n", 3, 3, "does not stand under its neighbours", "Align"),
        ("a: @b\n", 1, 4, "a character with which no text can start", "in quotes"),
        ('a: "\\q"\n', 1, 4, "a backslash that means nothing", "single quotes"),
        ("a: 1\nb: \x07\n", 2, 4, "U+0007", "Delete it"),
        ('a: "\\ud800"\n', 1, 4, "half a character", ""),
        ("? [a]\n: b\n", 1, 3, "a list or mapping as a key", ""),
    ],
)
def test_what_is_no_yaml_of_a_dossier_is_refused_at_its_place(
    text: str, line: int, column: int, fragment: str, mend: str
) -> None:
    problem = refused(text)
    assert (problem.line, problem.column) == (line, column)
    assert fragment in problem.message
    assert mend in problem.mend


def test_nesting_is_bounded_and_never_a_recursion_error() -> None:
    for text in ("a: " + "[" * 100_000, "a: " + "{a: " * 5_000, "a: " + "[" * 60 + "]" * 60, "- " * 3_000):
        assert "nested more than 40 deep" in refused(text).message


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "an anchor (&a)" in refused(bomb).message


# ---- files


def refused_file(path: Path) -> Problem:
    with pytest.raises(DossierError) as caught:
        Document.read(path)
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


def test_a_missing_file_names_the_one_beside_it(tmp_path: Path) -> None:
    (tmp_path / "strait.summit.yaml").write_text("a: 1")
    problem = refused_file(tmp_path / "straits.summit.yaml")
    assert "no such file" in problem.message
    assert problem.mend == "Did you mean strait.summit.yaml?"
    assert "no folder" in refused_file(tmp_path / "none" / "a.yaml").mend


def test_a_folder_and_a_device_are_no_dossier(tmp_path: Path) -> None:
    assert "folder" in refused_file(tmp_path).message
    assert "no ordinary file" in refused_file(Path(os.devnull)).message
    assert "cannot be read" in refused_file(Path("a\0b")).message


def test_a_file_of_fifty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    problem = refused_file(path)
    assert "50.0 MB" in problem.message
    assert "a few hundred kB" in problem.message
    assert problem.found == "50000000 bytes"


@pytest.mark.parametrize(
    ("content", "fragment", "line", "column"),
    [
        ("title: Göteborg\n".encode("latin-1"), "byte 0xf6 at offset 8", 1, 9),
        (b"a: 1\nb: \xff\n", "byte 0xff at offset 8", 2, 4),
        ("title: x\n".encode("utf-16"), "UTF-16", 1, 1),
        ("title: a longer text\n".encode("utf-16-le"), "UTF-16", 1, 1),
    ],
)
def test_other_encodings_are_named(content: bytes, fragment: str, line: int, column: int, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    problem = refused_file(path)
    assert fragment in problem.message
    assert (problem.line, problem.column) == (line, column)


# ---- edits


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines that went, lines that came."""
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


@pytest.mark.parametrize(
    ("path", "value", "gone", "come"),
    [
        ("title", "Talks", ['title: "Talks: a case"   # and one at the end'], ["title: Talks   # and one at the end"]),
        (
            "issues.fishing.stakes.NOR.position",
            "30 to 50",
            ["      NOR: {position: 40, salience: 60}   # kept"],
            ["      NOR: {position: 30 to 50, salience: 60}   # kept"],
        ),
        ("issues.fishing.stakes.SUL.salience", "70", ["        salience: 80"], ["        salience: 70"]),
        (
            "issues.fishing.stakes.NOR.estimate",
            "low, by our reading",
            ["      NOR: {position: 40, salience: 60}   # kept"],
            ['      NOR: {position: 40, salience: 60, estimate: "low, by our reading"}   # kept'],
        ),
        ("issues.fishing.stakes.SUL.estimate", "a guess", [], ["        estimate: a guess"]),
        ("consequences[1].when", "c", ["  - when: b"], ["  - when: c"]),
        ("consequences[+]", "{when: d}", [], ["  - {when: d}"]),
        ("now[+]", "a", ["now: []"], ["now: [a]"]),
        ("list[+]", "three", [], ["- three"]),
        ("claims.c1.says", "hello: you", [], ['claims: {c1: {says: "hello: you"}}']),
        ("flags.y", "@x", ["flags: {on: on, x: true, y: null}"], ['flags: {on: on, x: true, y: "@x"}']),
        (
            "issues.fishing.stakes.SUL",
            "{position: 1, salience: 2}",
            ["      SUL:", "        position: 30 to 50", "        salience: 80"],
            ["      SUL: {position: 1, salience: 2}"],
        ),
        ("options", "a: {by: NOR}\nb: {by: SUL}", [], ["options:", "  a: {by: NOR}", "  b: {by: SUL}"]),
    ],
)
def test_an_edit_changes_its_own_lines_only(path: str, value: str, gone: list[str], come: list[str]) -> None:
    document = Document.parse(TEXT)
    document.set(path, value)
    assert changed(TEXT, document.text) == (gone, come)
    assert document.undo()
    assert document.text == TEXT
    assert document.redo()
    assert changed(TEXT, document.text) == (gone, come)


@pytest.mark.parametrize(
    ("path", "gone", "come"),
    [
        ("actors.NOR", ["actors: {NOR: Norhaven, SUL: Sulmar}"], ["actors: {SUL: Sulmar}"]),
        ("actors.SUL", ["actors: {NOR: Norhaven, SUL: Sulmar}"], ["actors: {NOR: Norhaven}"]),
        ("consequences[0]", ["  - {when: a}"], []),
        ("consequences[1].when", ["  - when: b", "    moves: {fishing: 3}"], ["  - moves: {fishing: 3}"]),
        ("list[0]", ["- one"], []),
        ("issues.fishing.stakes.SUL.salience", ["        salience: 80"], []),
        ("now", ["now: []"], []),
    ],
)
def test_an_entry_can_be_taken_out(path: str, gone: list[str], come: list[str]) -> None:
    document = Document.parse(TEXT)
    document.remove(path)
    assert changed(TEXT, document.text) == (gone, come)


def test_an_edit_that_cannot_be_made_leaves_the_text() -> None:
    document = Document.parse(TEXT, "f.yaml")
    for path, value in [
        ("title.x", "1"),
        ("list[7]", "x"),
        ("actors[0]", "x"),
        ("title", ""),
        ("now", "[a"),
        ("a..b", "1"),
    ]:
        with pytest.raises(DossierError):
            document.set(path, value)
    for path in ("nowhere", "list[9]", "title.x"):
        with pytest.raises(DossierError):
            document.remove(path)
    with pytest.raises(DossierError):
        Document.parse("a: 1\n").remove("a")
    assert document.text == TEXT
    assert not document.undo()
    assert not document.redo()


def test_no_value_can_smuggle_in_another_entry() -> None:
    document = Document.parse("a: {b: 1}\nc: 2\n")
    document.set("a.b", "1, d: 2")
    assert document.data == {"a": {"b": "1, d: 2"}, "c": 2}
    document.set("c", "3\nd: 4")
    assert list(document.data) == ["a", "c"]


def test_a_note_stands_above_and_is_found_again() -> None:
    document = Document.parse(TEXT)
    document.set("issues.fishing.stakes.NOR.salience", "70", note="new  budget\nline")
    document.set("issues.fishing.stakes.NOR.salience", "75", note="newer budget line")
    path = "issues.fishing.stakes.NOR.salience"
    assert document.notes() == {path: "newer budget line"}
    assert document.text.count("# note on") == 1
    assert (
        f"      # note on {path}: newer budget line\n      NOR: {{position: 40, salience: 75}}   # kept\n"
        in document.text
    )


def test_saving_is_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(TEXT)
    path.chmod(0o640)
    document = Document.read(path)
    document.set("title", "New")
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        document.save()
    assert path.read_text() == TEXT
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.yaml"]
    monkeypatch.undo()
    document.save()
    assert Document.read(path).data["title"] == "New"
    assert path.stat().st_mode & 0o777 == 0o640


# ---- paths


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("issues.flow.stakes.BEL.position", ("issues", "flow", "stakes", "BEL", "position")),
        ("consequences[3].when", ("consequences", 3, "when")),
        ("now[+]", ("now", -1)),
        ('set."issues.a.b"', ("set", "issues.a.b")),
        ("scale.full UN enforcement", ("scale", "full UN enforcement")),
    ],
)
def test_paths_read_as_they_are_written(path: str, parts: tuple[str | int, ...]) -> None:
    assert split(path) == parts
    assert join(parts) == path


@pytest.mark.parametrize("path", ["", ".a", "a.", "a..b", "a[b]", "a[1", 'a."b'])
def test_what_is_no_path_is_said(path: str) -> None:
    with pytest.raises(ValueError, match="is no path"):
        split(path)
