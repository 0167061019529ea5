"""`summitry lab solve`: every verdict of a dossier or a `.gmcr` file, in words, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import warnings
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
    assert "Row would gain if it were to drop “cooperate” (state 2)." in said
    assert "unstable (R): what the others would answer does not count under this concept." in said
    held = "That would leave Row no better off than before (state 0), with no move of its own to mend that."
    assert f"stable (GMR, SMR): Column could drop “join”. {held}" in said
    assert f"stable (SEQ): Column could drop “join”, to its own good. {held}" in said
    assert "state 0 (R, GMR, SMR, SEQ): 1 improvement: Row: drop “cooperate”" in said
    assert "state 3 (GMR, SMR, SEQ): 1 move, not all for the better: Column: choose “join”" in said
    assert (
        "Row (R): unstable. It would stay if it put this state 1 place higher, level with the same without cooperate (state 2)."
        in said
    )
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


def test_the_table_shows_each_verdict(prisoners: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows are the equilibria: mutual defection, and under GMR mutual cooperation, which under R holds nobody."""
    svg, html, png = (tmp_path / name for name in ("one.svg", "one.html", "one.png"))
    for target in (svg, html, png):
        assert main(["lab", "solve", prisoners, "--table", str(target), "--concepts", "R,GMR"]) == 0
    drawing = svg.read_text(encoding="utf-8")
    assert drawing.count('class="held"') == 4 + 2, "state 0: both under R and GMR; state 3: both under GMR"
    assert drawing.count('class="equal"') == drawing.count(">E<") == 3
    assert drawing in html.read_text(encoding="utf-8")
    assert png.read_bytes().startswith(b"\x89PNG")
    capsys.readouterr()
    assert main(["lab", "solve", prisoners, "--table", str(tmp_path / "a.pdf")]) == 2
    assert "--table" in capsys.readouterr().err


def test_what_a_file_says_in_vain_is_told_on_the_error_channel(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd.gmcr"
    path.write_text(json.dumps({**PRISONERS, "weather": "fine"}), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert main(["lab", "solve", str(path), "--json"]) == 0
    out, err = capsys.readouterr()
    json.loads(out)
    assert err == "lost: weather: a key that is not known\n"


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
        (["--inverse", "3", "--stakes"], "--stakes belongs to --inverse STATE of a dossier"),
        (["--forbid", "join"], "--forbid and --hold are for dossiers"),
    ],
)
def test_what_cannot_be_done_is_said(
    prisoners: str, asked: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lab", "solve", prisoners, *asked]) == 2
    assert said in capsys.readouterr().err


def test_the_least_change_of_a_stake_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """The values are checked in tests/unit/worlds/test_inverse_stakes.py."""
    asked = ["--inverse", "ease,summit,talk", "--stakes", "--concepts", "R,SMR"]
    assert main(["lab", "solve", "toy-summit", *asked]) == 0
    _, told = capsys.readouterr().out.split("The least change of one number of its own")
    assert re.search(
        r"Russia \(R\): unstable\. It would stay if Russia's concern for .* were at (most|least) [\d.]+, not 20\.", told
    )
    assert re.search(r"The United States \(SMR\): stable\. It would leave if ", told)


ENDLESS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from numba import njit
from summitry.cli.app import main
from summitry.worlds import analysis

@njit(nogil=True)
def spin(rounds):
    x = 1
    for _ in range(rounds):
        x = (x * 6364136223846793005 + 1442695040888963407) % 9223372036854775807
    return x

def stability(*args, **more):
    spin(1)
    print("in the kernel", file=sys.stderr, flush=True)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(spin, 10**17).result()

analysis.stability = stability
sys.argv = ["summitry", *sys.argv[1:]]
sys.exit(main())
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_stops_a_compiled_kernel(prisoners: str, tmp_path: Path) -> None:
    """A kernel that would take years, in a thread of a pool as those of large models are: nobody may wait for it."""
    command = [sys.executable, "-c", ENDLESS, "lab", "solve", prisoners, "--table", str(tmp_path / "table.svg")]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert running.stderr is not None
        for line in running.stderr:
            if line == "in the kernel\n":
                break
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)  # else it hangs for good
    finally:
        running.kill()
    assert running.returncode == 130
    assert err == "Stopped. Nothing half-written.\n"
    assert out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["prisoners.gmcr"]
