"""What came true against what was said: scores by hand, what is counted and not scored, and that no world knows an outcome."""

from __future__ import annotations

from typing import Any

import pytest

from summitry.brief.make import brief
from summitry.dossier.model import Dossier
from summitry.questions import scoreboard, verdicts
from summitry.questions.ask import open_study
from summitry.questions.scoreboard import Outcome, Scoreboard

# Worlds: A goes, B helps; C's ban stands since before; p and q are two rivals, each half of the time.
CLAIMS: dict[str, dict[str, Any]] = {
    "makes": {"means": "go makes B do help", "how_sure": "probably"},  # share 1, if nothing changes 0, said 0.675
    "goes": {"means": "A will do go", "how_sure": "almost certain"},  # 1, 0, 0.97
    "ban": {"means": "C will not do ban", "how_sure": "so to speak"},  # 0, 0: it stands now
    "wish": {"means": "A wants go"},  # 1, none
    "calm": {"means": "nothing came of go"},  # 0, 1
    "mute": {},
}


def came(true: bool | str) -> dict[str, Any]:
    return {"came_true": true, "date": "2030-01-01", "by_criterion": "the record"}


def case(**resolutions: bool | str) -> Dossier:
    return Dossier.model_validate({
        "summitry": 1, "id": "case", "title": "Case", "event": "go", "actors": {a: f"{a}land" for a in "ABCD"},
        "issues": {"j": {"scale": {"none": 0, "all": 100}, "status_quo": 50, "stakes": {"A": {"position": 100, "salience": "40 to 60"}}}},
        "options": {"go": {"by": "A"}, "help": {"by": "B"}, "ban": {"by": "C"}, "p": {"by": "C", "irreversible": True}, "q": {"by": "D", "irreversible": True}},
        "now": ["ban"],
        "impossible": ["p and q"],
        "consequences": [
            {"when": "go", "gains": {"A": 1}, "moves": {"j": 5}}, {"when": "help", "costs": {"B": 2}, "gains": {"A": 2}},
            {"when": "go and help", "gains": {"B": 5}}, {"when": "ban", "gains": {"C": 3}},
            {"when": "p", "gains": {"C": 2}}, {"when": "q", "gains": {"D": 2}},
        ],
        "claims": {c: {"says": c, **claim} for c, claim in CLAIMS.items()},
        "resolutions": {name: came(true) for name, true in resolutions.items()},
        "questions": ["what next", "what came of go"],
    })  # fmt: skip


def board(**resolutions: bool | str) -> Scoreboard:
    study = open_study(case(**resolutions), draws=2)
    found = scoreboard.scoreboard(study, verdicts.judge_all(study))
    assert found is not None
    return found


def rows(found: Scoreboard) -> dict[str, Outcome]:
    return {r.id: r for r in found.rows}


def scores(found: Scoreboard) -> dict[str, tuple[int, float, float]]:
    return {s.rival: (s.count, round(s.worlds, 6), round(s.other, 6)) for s in found.scores}


def test_forecasts_of_each_kind() -> None:
    found = rows(board(makes=True, goes=False, ban=False, wish=True, calm=False, help=True, p=True))
    told = {
        k: (r.kind, r.computed and round(r.computed, 4), r.unchanged, r.said and round(r.said, 6))
        for k, r in found.items()
    }
    assert told == {
        "makes": ("claim", 1, 0, 0.675),  # probably: 55–80
        "goes": ("claim", 1, 0, 0.97),  # almost certain: 95–99
        "ban": ("claim", 0, 0, None),  # no table has the phrase
        "wish": ("claim", 1, None, None),
        "calm": ("claim", 0, 1, None),
        "help": ("option", 1, 0, None),
        "p": ("option", 0.5, 0, None),
    }
    assert (found["makes"].status, found["makes"].date, found["makes"].criterion) == (
        "True",
        "2030-01-01",
        "the record",
    )
    assert rows(board(ban=True))["ban"].unchanged == 0
    now = rows(open_board(ban_option=True))["ban"]
    assert (now.unchanged, now.computed) == (1, pytest.approx(1))


def open_board(ban_option: bool) -> Scoreboard:
    """The ban itself, not the claim on it (a claim of the same name goes before)."""
    plain = case(ban=True).model_copy(update={"claims": {}})
    study = open_study(plain, draws=2)
    found = scoreboard.scoreboard(study, verdicts.judge_all(study))
    assert found is not None
    return found


def test_brier_scores_by_hand() -> None:
    """1 came, 1 did not, 0.5 came, 0 did not: (0 + 1 + 0.25 + 0) / 4."""
    found = scores(board(makes=True, goes=False, p=True, calm=False))
    assert found["coin"] == (4, 0.3125, 0.25)
    # if nothing changes: 0, 0, 0, 1 against 1, 0, 1, 0
    assert found["nothing changes"] == (4, 0.3125, 0.75)
    # the others came true in 1/3, 2/3, 1/3, 2/3: each misses by 2/3
    assert found["base rate"] == (4, 0.3125, round(4 / 9, 6))
    # said of two only: 0.675 came, 0.97 did not; the worlds have 1 and 1 there
    assert found["the experts' words"] == (2, 0.5, round((0.325**2 + 0.97**2) / 2, 6))


def test_a_rival_is_scored_where_it_says_something() -> None:
    found = scores(board(wish=True, makes=True))
    assert found["nothing changes"] == (1, 0, 1), "it says nothing of wishes"
    assert "the experts' words" not in scores(board(wish=True, calm=True)), "nobody said how sure"


def test_ambiguous_and_annulled_are_counted_and_not_scored() -> None:
    found = board(makes=True, goes="ambiguous", calm="annulled", mute=True)
    assert len(found.rows) == 4
    assert [r.id for r in found.scored] == ["makes"], "what was not tested has no forecast"
    assert {k: (r.came_true, r.status) for k, r in rows(found).items()} == {
        "makes": (True, "True"), "goes": (None, "ambiguous"), "calm": (None, "annulled"), "mute": (True, "True"),
    }  # fmt: skip
    assert scores(found) == {
        "nothing changes": (1, 0, 1), "base rate": (1, 0, 0.25), "coin": (1, 0, 0.25), "the experts' words": (1, 0, round(0.325**2, 6)),
    }  # fmt: skip
    assert scores(board(goes="ambiguous")) == {}


def test_misses_are_where_the_worlds_leaned_to_the_wrong_side() -> None:
    found = board(makes=True, goes=False, calm=True, help=True, wish=False)
    assert [r.id for r in scoreboard.misses(found)] == ["calm", "goes", "wish"]
    assert not rows(found)["makes"].is_miss
    assert not rows(board(goes="annulled"))["goes"].is_miss


def test_below_ten_it_is_a_handful() -> None:
    row = rows(board(makes=True))["makes"]
    assert Scoreboard((row,) * 9, ()).is_handful
    assert not Scoreboard((row,) * 10, ()).is_handful
    assert Scoreboard((row,) * 9 + (Outcome(**{**vars(row), "came_true": None}),) * 5, ()).is_handful, (
        "scored ones count"
    )


def test_no_resolutions_no_board() -> None:
    study = open_study(case(), draws=2)
    assert scoreboard.scoreboard(study, verdicts.judge_all(study)) is None


def test_outcomes_change_nothing_but_the_board() -> None:
    """Every section, to the byte, but for the fingerprint of the file; the board stands alone and differs."""
    texts, boards = [], []
    for resolutions in ({"makes": True, "goes": False}, {"makes": False, "goes": True, "p": True}, {}):
        made = brief(case(**resolutions), draws=4)
        mark = made.outline.reproduction["inputs"]
        texts.append(repr(made.outline.sections).replace(mark, "").replace(mark[:12], ""))
        blocks = {b.key: b for b in made.outline.blocks}
        boards.append(blocks.pop("scoreboard", None))
        texts[-1] += repr(blocks).replace(mark, "").replace(mark[:12], "")
    assert texts[0] == texts[1] == texts[2]
    assert boards[2] is None
    assert boards[0] is not None
    assert boards[1] is not None
    assert boards[0].table != boards[1].table
