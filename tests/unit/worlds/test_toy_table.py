"""The worked numbers of play.md, section 5, through `summitry.worlds` and through `summitry lab play --json`.

The numbers stand in `tests/unit/test_oracle_toy.py`, typed from the text; here our own solver must meet them.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from summitry.cli.app import main
from summitry.worlds.interventions import AS_IT_IS, Intervention, absent, forbid, hold, only
from summitry.worlds.world import solve
from tests.unit.test_oracle_toy import ROWS, TOLERANCE, Row

FLAGS: dict[str, list[str]] = {
    "as it is": [],
    "forbid summit": ["--forbid", "summit"],
    "absent USA": ["--absent", "USA"],
    "hold lax on": ["--hold", "lax=on"],
    "only RUS standing": ["--only", "RUS.standing"],
}
INTERVENTIONS: dict[str, Intervention] = {
    "as it is": AS_IT_IS,
    "forbid summit": forbid("summit"),
    "absent USA": absent("USA"),
    "hold lax on": hold("lax"),
    "only RUS standing": only("RUS", "standing"),
}


def assert_row(row: Row, summary: dict[str, Any]) -> None:
    options = dict(zip(["summit", "lax", "test", "talk", "ease", "punish"], row.options, strict=True))
    assert summary["options"] == pytest.approx(options, abs=TOLERANCE)
    assert summary["values"] == pytest.approx(dict(zip(["RUS", "PRK", "USA"], row.values, strict=True)), abs=TOLERANCE)
    assert summary["reached"] == row.reached
    expected = {frozenset(frozenset(s.split()) for s in states): (kind, p) for kind, p, states in row.end_states}
    found = {frozenset(frozenset(s) for s in end["states"]): end for end in summary["end_states"]}
    assert found.keys() == expected.keys()
    for states, (kind, p) in expected.items():
        assert found[states]["kind"] == kind
        assert found[states]["probability"] == pytest.approx(p, abs=TOLERANCE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.world}, {row.behaviour}")
def test_worlds_meet_the_table(row: Row) -> None:
    world = solve("toy-summit", INTERVENTIONS[row.world], behaviour=row.behaviour, central=True)  # type: ignore[arg-type]
    assert_row(row, world.summary())


@pytest.mark.parametrize("world", FLAGS)
def test_the_command_prints_the_table(world: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lab", "play", "toy-summit", "--central", "--json", *FLAGS[world]]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert set(printed) == {"myopic", "foresighted"}
    rows = [row for row in ROWS if row.world == world]
    assert rows
    for row in rows:
        assert_row(row, printed[row.behaviour])


def test_exact_inputs_make_every_draw_the_central_one() -> None:
    drawn, central = solve("toy-summit", draws=3), solve("toy-summit", central=True)
    for option in ("summit", "talk"):
        assert drawn.share(option) == pytest.approx([central.share(option)[0]] * 3, abs=1e-12)


def test_the_other_flags_are_not_deaf(capsys: pytest.CaptureFixture[str]) -> None:
    """Muting what `only` leaves out is the same world as `only`; waiving North Korea's consent is not the world as it is."""

    def printed(*flags: str) -> Any:
        assert main(["lab", "play", "toy-summit", "--central", "--json", *flags]) == 0
        return json.loads(capsys.readouterr().out)

    assert printed("--mute", "RUS.pressure,RUS.lead,RUS.tests") == printed("--only", "RUS.standing")
    assert printed("--hold", "lax=off") == printed("--forbid", "lax") != printed()
    # With North Korea's stakes and consent gone nothing of its own is done, and Russia still gets its meeting.
    alone = ["--mute", "PRK.pressure,PRK.lead,PRK.standing,PRK.tests"]
    assert printed(*alone)["myopic"]["options"]["summit"] == 0
    assert printed(*alone, "--waive", "PRK")["myopic"]["options"]["summit"] == pytest.approx(1, abs=1e-5)
