"""`summitry lab solve`: every verdict of a dossier or a `.gmcr` file, in words, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from summitry import graphmodel as gm
from summitry.cli.app import main
from summitry.worlds.analysis import of_dossier

PRISONERS = {
    "options": [{"name": "cooperate", "permittedDirection": "both"}, {"name": "join", "permittedDirection": "both"}],
    "decisionMakers": [
        {"name": "Row", "options": [0], "preferences": [[[1, "Y"]], [[0, "N"]]]},
        {"name": "Column", "options": [1], "preferences": [[[0, "Y"]], [[1, "N"]]]},
    ],
    "infeasibles": [],
}


@pytest.fixture
def prisoners(tmp_path: Path) -> str:
    path = tmp_path / "prisoners.gmcr"
    path.write_text(json.dumps(PRISONERS), encoding="utf-8")
    return str(path)


def test_prisoners_dilemma_from_a_file(prisoners: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "solve", prisoners, "--json", "--concepts", "R,SEQ"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["states"] == [[], ["cooperate"], ["join"], ["cooperate", "join"]]
    assert found["equilibria"] == {"R": [0], "SEQ": [0, 3]}
    assert found["stable"]["R"] == {"Row": [0, 2], "Column": [0, 1]}


def test_the_same_in_words_with_reasons_paths_and_what_would_turn_it(
    prisoners: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--explain", "YY", "--from", "cooperate", "--inverse", "3", "--coalitions", "Row+Column"]
    assert main(["lab", "solve", prisoners, *asked]) == 0
    said = capsys.readouterr().out
    assert "4 states, 2 decision makers; equilibria: R 1, GMR 2, SMR 2, SEQ 2." in said
    assert "Row, R: unstable: by dropping “cooperate” it would come to state 2, which it prefers" in said
    assert (
        "Row, SEQ: stable: by dropping “cooperate” it would come to state 2, but Column dropping “join” would leave it"
        in said
    )
    assert "no better off in state 0" in said
    assert "state 0 (R GMR SMR SEQ): 1 improvement: Row: dropping “cooperate”" in said
    assert "state 3 (GMR SMR SEQ): 1 move, not all for the better: Column: “join”" in said
    assert "Row, R: unstable; it would have to rise above 1 state (2)" in said
    assert "Row+Column, R: 1, 2, 3" in said, "together they leave only mutual defection"


def test_further_concepts_and_coalitions_as_data(prisoners: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Both see through the dilemma two moves ahead (limited moves, Kilgour 1985); at once, defection answers defection."""
    assert main(["lab", "solve", prisoners, "--json", "--concepts", "SIM,L1,L2,NM", "--coalitions", "all"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["equilibria"] == {"SIM": [0, 3], "L1": [0], "L2": [0, 3], "NM": [0, 3]}
    together = next(one for one in found["coalitions"] if one["members"] == ["Row", "Column"])
    assert together["stable"]["R"] == [1, 2, 3]
    assert len(found["coalitions"]) == 3


def test_the_figure_shows_states_and_who_moves(
    prisoners: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two, png = (tmp_path / name for name in ("one.svg", "two.svg", "one.png"))
    for target in (one, two, png):
        assert main(["lab", "solve", prisoners, "--figure", str(target), "--from", "YY", "--concepts", "R,SEQ"]) == 0
    drawing = one.read_text(encoding="utf-8")
    for words in ("0: nothing on", "2: join", "3: cooperate, join", "R SEQ", "Row", "Column"):
        assert words in drawing
    assert "1: cooperate" not in drawing, "not on the shortest way by improvements to an equilibrium"
    assert one.read_bytes() == two.read_bytes()
    assert png.read_bytes().startswith(b"\x89PNG")
    assert main(["lab", "solve", prisoners, "--figure", "a.pdf"]) == 2
    assert "the ending must be .svg or .png" in capsys.readouterr().err


def test_csv_has_a_row_a_state(prisoners: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "solve", prisoners, "--csv", "--concepts", "R"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["state"] for row in rows] == ["NN", "YN", "NY", "YY"]
    assert [row["R"] for row in rows] == ["True", "False", "False", "False"]


def test_a_dossier_is_the_graph_of_its_agreed_moves(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nobody moves alone for the better and no joint step is agreed to, R says so; and moves are those of the plain listing."""
    assert main(["lab", "solve", "toy-summit", "--json", "--concepts", "R,SSEQ"]) == 0
    found = json.loads(capsys.readouterr().out)
    analysis = of_dossier("toy-summit", ("R", "SSEQ"))
    assert found == analysis.as_data()
    thaw = found["states"].index(["ease", "summit", "talk"])
    assert thaw in found["stable"]["R"]["PRK"], "nothing better for the North than the thaw"
    russia, lax = analysis.decision_makers.index("RUS"), found["states"].index(["ease", "lax", "summit", "talk"])
    assert lax in analysis.model.improvements(russia, thaw), "loosening pays at once (play.md, section 5)"
    held = gm.stability(analysis.model, gm.SEQ).stable["SEQ"]
    assert held[russia, thaw], "and Washington's punishment holds it"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--concepts", "XYZ"], "'XYZ' is not one of R, GMR"),
        (["--concepts", "L0"], "h = 0: must be at least 1"),
        (["--explain", "9"], "expected 0 to 3"),
        (["--explain", "help"], "no option 'help'; there are: cooperate, join"),
        (["--paths"], "give it with --from STATE"),
        (["--coalitions", "Row+Nobody"], "no decision maker 'Nobody'"),
        (["--forbid", "join"], "--forbid and --hold are for dossiers"),
    ],
)
def test_what_cannot_be_done_is_said(
    prisoners: str, asked: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lab", "solve", prisoners, *asked]) == 2
    assert said in capsys.readouterr().err
