"""Actors that are wrong about each other: what they foresee, what comes of it, and how that is told."""

from __future__ import annotations

from pathlib import Path

import pytest

import summitry as sm
from summitry.cli.app import main
from summitry.dossier.check import check
from summitry.dossier.loading import open_document
from summitry.questions import beliefs
from summitry.questions.ask import open_study
from summitry.worlds.draws import Draws
from summitry.worlds.interventions import inform, of_variant
from summitry.worlds.world import Worlds

FREE_HAND = "beliefs:\n  RUS: {issues.pressure.stakes.USA.position: 0}\n"
LIBRARY = Path(sm.__file__).parent / "dossier" / "library" / "toy-summit.summit.yaml"


def toy(tmp_path: Path, more: str) -> str:
    path = tmp_path / "toy.summit.yaml"
    path.write_text(LIBRARY.read_text(encoding="utf-8") + "\n" + more, encoding="utf-8")
    return str(path)


def test_russia_loosens_enforcement_if_it_thinks_that_washington_does_not_mind(tmp_path: Path) -> None:
    """Punishment deters it in the toy (play.md, section 5); what it expects deters, not what would come."""
    worlds = Worlds(sm.load(toy(tmp_path, FREE_HAND)), Draws(central=True))
    assert worlds.solve().share("lax")[0] == pytest.approx(2 / 3, abs=1e-5)
    assert worlds.solve(inform("RUS")).share("lax")[0] == 0
    assert worlds.solve(behaviour="myopic").share("lax")[0] == pytest.approx(0.5, abs=1e-4), (
        "short sight expects nothing"
    )
    assert str(inform("RUS")) == "inform RUS"


def test_what_comes_of_an_error_is_told_with_the_error(tmp_path: Path) -> None:
    study = open_study(sm.load(toy(tmp_path, FREE_HAND)), draws=20)
    view, *acts = beliefs.misjudgements(study)
    assert (view.key, view.kind) == ("belief.view", "estimate")
    assert [(f.key, f.fields["option"].id) for f in acts] == [("belief.act", "lax")]  # type: ignore[union-attr]
    said = sm.brief(toy(tmp_path, FREE_HAND), draws=20).text("md")
    assert "Russia takes the United States’ aim on pressure for 0; here it is 85." in said
    assert "Because Russia is wrong about what others want, loosening enforcement:" in said
    assert "if it knew better: never." in said


def test_an_error_that_changes_nothing_is_said_to_change_nothing(tmp_path: Path) -> None:
    study = open_study(sm.load(toy(tmp_path, FREE_HAND.replace("position: 0", "position: 84"))), draws=20)
    assert [f.key for f in beliefs.misjudgements(study)] == ["belief.view", "belief.none"]
    assert beliefs.misjudgements(open_study(sm.load("toy-summit"), draws=20)) == ()


def test_a_variant_can_take_the_error_away(tmp_path: Path) -> None:
    path = toy(tmp_path, FREE_HAND + "variants:\n  knowing: {title: Russia knows, inform: [RUS]}\n")
    assert of_variant(sm.load(path), "knowing") == inform("RUS")
    said = sm.brief(path, draws=20, variant="knowing").text("md")
    assert "Russia is wrong" not in said
    assert "Russia takes" not in said
    wrong = toy(tmp_path, "variants:\n  knowing: {inform: [RUZ]}\n")
    assert any("RUZ" in str(p) for p in check(open_document(wrong)).problems)


@pytest.mark.parametrize(
    ("views", "said"),
    [
        ("RUS: {issues.pressure.stakes.RUS.salience: 5}", "RUS cannot be wrong about itself"),
        ("RUS: {issues.presure.stakes.USA.salience: 5}", "Did you mean issues.pressure.stakes.USA.salience?"),
        ("RUS: {issues.pressure.status_quo: 5}", "no position or salience"),
        ("RUZ: {issues.pressure.stakes.USA.salience: 5}", "RUZ"),
    ],
)
def test_faulty_beliefs_are_named(tmp_path: Path, views: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = toy(tmp_path, f"beliefs:\n  {views}\n")
    assert check(open_document(path)).dossier is None
    assert main(["check", path]) == 2
    assert said in " ".join(capsys.readouterr().out.split())
