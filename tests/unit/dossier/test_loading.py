"""From a path or a name to a dossier, and what its hash is blind to."""

from __future__ import annotations

from pathlib import Path

import pytest

from summitry.dossier import Dossier as Reexported
from summitry.dossier import load as reexported
from summitry.dossier.document import Document
from summitry.dossier.loading import as_dossier, bundled, dossier_hash, library_document, load, open_document
from summitry.dossier.model import Dossier
from summitry.errors import DossierError
from tests.unit.dossier.strait import STRAIT


def test_a_path_a_name_and_a_document_are_sources(tmp_path: Path) -> None:
    path = tmp_path / "strait.summit.yaml"
    path.write_text(STRAIT)
    dossier = load(path)
    assert dossier.id == "strait"
    assert load(str(path)) == dossier
    assert load(open_document(path)) == dossier
    assert as_dossier(dossier) is dossier
    assert as_dossier(path) == dossier
    assert Reexported is Dossier
    assert reexported is load


def test_every_bundled_dossier_loads() -> None:
    names = [name for name, title in bundled() if title]
    assert "vladivostok-2019" in names
    for name in names:
        assert load(name).id == name
        assert load(name).title == dict(bundled())[name]


def test_all_problems_and_warnings_are_carried() -> None:
    text = STRAIT.replace("when: talks", "when: talk").replace("event: talks", "event: tulks")
    with pytest.raises(DossierError) as caught:
        load(Document.parse(text, "strait.summit.yaml"))
    assert [problem.path for problem in caught.value.problems] == ["event", "consequences[0].when"]
    assert caught.value.warnings
    assert "strait.summit.yaml:5:8  event: no option" in str(caught.value)


def test_a_name_that_is_none_offers_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DossierError, match="Did you mean vladivostok-2019"):
        load("vladivostok-2018")
    with pytest.raises(DossierError, match="no such file"):
        load("nowhere.summit.yaml")
    with pytest.raises(DossierError, match="no such file and no such bundled"):
        library_document("../../etc/passwd")
    (tmp_path / "folder").mkdir()
    with pytest.raises(DossierError, match="folder"):
        load("folder")
    (tmp_path / "vladivostok-2019").write_text("a: 1")
    assert open_document("vladivostok-2019").text == "a: 1"


def test_the_hash_is_blind_to_order_comments_and_shorthands() -> None:
    dossier = load(Document.parse(STRAIT))
    head, rest = STRAIT.split("claims:\n")
    one, two, tail = rest.split("\n", 2)
    moved = f"{head}# a comment\nclaims:\n{two}\n{one}\n{tail}"
    first, second = [line for line in STRAIT.splitlines(keepends=True) if line.startswith("  - {when:")]
    moved = moved.replace(first + second, second + first).replace("by: NOR, does", "by: [NOR], does")
    moved = moved.replace("status_quo: 60 to 120", "status_quo:   60.0 to 120").replace(
        "SUL: Sulmar", "SUL: {name: Sulmar}"
    )
    assert moved != STRAIT
    assert dossier_hash(load(Document.parse(moved))) == dossier_hash(dossier)
    assert len(dossier_hash(dossier)) == 64


@pytest.mark.parametrize(
    ("old", "new"), [("60 to 120", "60 to 121"), ("lend if talks", "lend iff talks"), ("p 3", "p 2")]
)
def test_the_hash_sees_what_is_said(old: str, new: str) -> None:
    assert dossier_hash(load(Document.parse(STRAIT.replace(old, new)))) != dossier_hash(load(Document.parse(STRAIT)))


def test_the_order_of_preferences_counts() -> None:
    swapped = STRAIT.replace("[not patrol, lend if talks]", "[lend if talks, not patrol]")
    assert dossier_hash(load(Document.parse(swapped))) != dossier_hash(load(Document.parse(STRAIT)))
