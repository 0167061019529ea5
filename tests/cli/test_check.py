"""`check`, `new` and `edit` as functions: what they print, what they return, what they write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summitry.cli import check, edit, new
from summitry.dossier.document import Document
from tests.unit.dossier.strait import STRAIT


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("strait.summit.yaml").write_text(STRAIT)


class Page(list[str]):
    """Collects what is printed."""

    def __call__(self, line: str) -> None:
        self.extend(str(line).splitlines())


# ---- check


def test_a_fine_dossier_is_said_in_one_line() -> None:
    page = Page()
    assert check.run(["strait.summit.yaml"], print=page) == 0
    assert page == [
        "strait.summit.yaml: fine · 3 actors, 2 issues, 5 options, 2 claims · 1 warning (--warnings shows it)"
    ]
    page.clear()
    assert check.run(["strait.summit.yaml"], warnings=True, print=page) == 0
    assert page[0].startswith("strait.summit.yaml:40:1  warning: now: SUL, CAN do nothing today")
    assert page[-1].endswith("· 1 warning")


def test_mistakes_stand_at_their_places_in_one_column() -> None:
    text = STRAIT.replace("event: talks", "event: talk").replace("when: talks", "when: talks & lend")
    Path("strait.summit.yaml").write_text(text.replace("at: Q2 p1", "at: Q6 p1"))
    page = Page()
    assert check.run(["strait.summit.yaml"], print=page) == 2
    assert page == [
        'strait.summit.yaml:5:8    event: no option "talk". Did you mean talks?',
        'strait.summit.yaml:42:12  consequences[0].when: "talks & lend" uses &. Write: talks and lend',
        'strait.summit.yaml:46:32  claims.c1.at: Q6 p1, but "Five questions on the strait" has five questions.',
        "3 problems, 1 warning (summitry check --warnings). Nothing was computed.",
    ]


def test_several_files_and_bundled_names() -> None:
    page = Page()
    Path("bad.yaml").write_text("a: 1\na: 2\n")
    assert check.run(["strait.summit.yaml", "vladivostok-2019", "bad.yaml", "none.yaml"], print=page) == 2
    text = "\n".join(page)
    assert "vladivostok-2019: fine" in text
    assert 'bad.yaml:2:1  a: the key "a" stands twice' in text
    assert "bad.yaml: 1 problem. Nothing was computed." in text
    assert "none.yaml  there is no such file" in text


def test_json_has_places_and_words() -> None:
    Path("strait.summit.yaml").write_text(STRAIT.replace("event: talks", "event: talk"))
    page = Page()
    assert check.run(["strait.summit.yaml"], json=True, print=page) == 2
    (report,) = json.loads("\n".join(page))
    assert report["fine"] is False
    assert report["problems"][0]["path"] == "event"
    assert (report["problems"][0]["line"], report["problems"][0]["column"]) == (5, 8)
    assert len(report["warnings"]) == 1


def test_source_texts_are_looked_up(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "her.txt").write_text(
        "Head\n\n1) One?\n\nNo.\n\n2) Two?\n\nSulmar wants them, and Norhaven is too slow by half.\n"
    )
    page = Page()
    assert check.run(["strait.summit.yaml"], sources=folder, print=page) == 0
    assert "2 passages found in 1 source text, 1 source without a text here" in page[0]
    (folder / "her.txt").write_text("Head\n\nA line.\n\nAnother.\n")
    page.clear()
    assert check.run(["strait.summit.yaml"], sources=folder, print=page) == 2
    assert any("claims.c1.at: Q2 p1 is not in her: the text has no numbered questions" in line for line in page)
    assert any("claims.c2.words" in line and "stand nowhere" in line for line in page)
    assert check.run(["strait.summit.yaml"], sources=tmp_path / "none", print=page) == 2
    page.clear()
    check.run(["strait.summit.yaml"], sources=folder, json=True, print=page)
    assert json.loads("\n".join(page))[0]["sources_without_text"] == ["old"]


# ---- new


def test_a_new_dossier_passes_its_own_check() -> None:
    page = Page()
    assert new.run(Path("varda"), title="The Varda: talks", print=page) == 0
    assert "summitry check varda.summit.yaml" in page[0]
    assert Document.read("varda.summit.yaml").data["title"] == "The Varda: talks"
    assert check.run(["varda.summit.yaml"], print=page) == 0


def test_nothing_is_written_over() -> None:
    page = Page()
    assert new.run(Path("strait"), print=page) == 2
    assert "already there" in page[0]
    assert Path("strait.summit.yaml").read_text() == STRAIT
    assert new.run(Path("strait"), force=True, print=page) == 0
    assert Path("strait.summit.yaml").read_text() != STRAIT


def test_a_bundled_case_is_copied_to_the_byte() -> None:
    page = Page()
    assert new.run(Path("deep/er/copy.yaml"), case="toy-summit", print=page) == 0
    assert Document.read("deep/er/copy.yaml").data["id"] == "toy-summit"
    assert new.run(Path(), case="toy-summit", title="Mine", print=page) == 0
    assert Document.read("toy-summit.summit.yaml").data["title"] == "Mine"
    page.clear()
    assert new.run(Path("x.yaml"), case="toysummit", print=page) == 2
    assert "Did you mean toy-summit?" in page[0]
    assert not Path("x.yaml").exists()


def test_a_place_that_cannot_be_written_is_said() -> None:
    page = Page()
    assert new.run(Path("strait.summit.yaml/inside.yaml"), print=page) == 2
    assert "cannot be written" in page[0]


# ---- edit


def test_an_edit_is_shown_and_written() -> None:
    page = Page()
    path = "issues.fishing.stakes.NOR.salience"
    assert edit.run("strait.summit.yaml", f"{path} = 70 to 90", note="new budget", print=page) == 0
    assert page[0].startswith("-      NOR: {position: 100 to 200, salience: 40 to 60")
    assert page[1] == f"+      # note on {path}: new budget"
    assert page[2].startswith("+      NOR: {position: 100 to 200, salience: 70 to 90")
    assert page[-1] == "strait.summit.yaml is written."
    assert Document.read("strait.summit.yaml").get(path) == "70 to 90"
    assert Document.read("strait.summit.yaml").notes() == {path: "new budget"}


@pytest.mark.parametrize(
    ("assignment", "fragment"),
    [
        ("issues.fishing.stakes.NOR.salience = 170", "expected a number from 0 to 100"),
        ("issues.fishing.stakes.NOT.salience = 70", "issues.fishing.stakes.NOT"),
        ("issues.fishing.stakes.NOR.saliense = 70", "Did you mean salience?"),
        ("options.talks.by = [NOR, SLU]", "Did you mean SUL?"),
        ("title = [a", "closed"),
        ("title", "no assignment"),
        ("= 3", "no assignment"),
        ("a..b = 3", "is no path"),
    ],
)
def test_a_bad_edit_writes_nothing(assignment: str, fragment: str) -> None:
    page = Page()
    assert edit.run("strait.summit.yaml", assignment, print=page) == 2
    assert fragment in "\n".join(page)
    assert Path("strait.summit.yaml").read_text() == STRAIT


def test_a_dry_run_writes_nothing() -> None:
    page = Page()
    assert edit.run("strait.summit.yaml", "title = Talks = trouble", dry_run=True, print=page) == 0
    assert page == ["-title: The strait talks", "+title: Talks = trouble", "Nothing was written (--dry-run)."]
    assert Path("strait.summit.yaml").read_text() == STRAIT


def test_one_of_two_mistakes_can_be_mended() -> None:
    Path("strait.summit.yaml").write_text(
        STRAIT.replace("event: talks", "event: talk").replace("now: [patrol]", "now: [x]")
    )
    page = Page()
    assert edit.run("strait.summit.yaml", "event = talks", print=page) == 0
    assert page[-1] == "strait.summit.yaml is written. It still has 1 problem of before."
    assert edit.run("none.yaml", "event = talks", print=page) == 2
