"""The database: same files, same rows; outcomes scored and not scored; queries that run."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from summitry.archive import keep
from summitry.archive.database import build
from summitry.archive.metadata import QUERIES, metadata
from summitry.archive.tables import TABLES, VIEWS
from summitry.scoring.scores import base_rates, brier
from tests.unit.archive.varda import APRIL, MARCH, RUBRIC, archive, resolved


def built(folder: Path, *, compute: bool = True) -> Path:
    editions, _ = keep.read_all(folder)
    if compute:
        keep.compute(editions, keep.Run(draws=6, seed=0))
    return build(folder, editions, folder / "summitry.db")


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    try:
        yield database
    finally:
        database.close()


def rows(path: Path, sql: str, **values: Any) -> list[dict[str, Any]]:
    with opened(path) as database:
        return [dict(row) for row in database.execute(sql, values)]


def dump(path: Path) -> str:
    with opened(path) as database:
        return "\n".join(database.iterdump())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two editions, some of whose outcomes the second knows."""
    april = resolved(APRIL, {"c1": "false", "lend": "true", "share": "false", "talks": "ambiguous"})
    return built(archive(tmp_path_factory.mktemp("archive"), april=april))


def test_made_anew_it_is_the_same_to_the_byte_of_a_dump(made: Path, tmp_path: Path) -> None:
    first = dump(made)
    made.unlink()
    assert dump(built(made.parent, compute=False)) == first
    assert not [p for p in made.parent.iterdir() if p.name.startswith(".")]


def test_every_table_and_view_is_there_and_refers_to_what_is_there(made: Path) -> None:
    found = {row["name"] for row in rows(made, "select name from sqlite_master where type in ('table', 'view')")}
    assert set(TABLES) | set(VIEWS) <= found
    assert rows(made, "pragma foreign_key_check") == []
    for name in VIEWS:
        rows(made, f"select * from {name}")


def test_every_sentence_of_a_brief_is_a_finding(made: Path) -> None:
    import json

    for path in ("varda-march", "varda-april"):
        brief = json.loads((made.parent / "briefs" / f"{path}.json").read_text())
        told = [s["headline"]["text"] for s in brief["sections"]]
        told += [t["text"] for s in brief["sections"] for k in ("findings", "nobody", "changes") for t in s[k]]
        told += [t["text"] for b in brief["blocks"] for t in b["sentences"]]
        found = rows(made, "select text, hash from findings where edition = :e", e=f"{path}.summit.yaml")
        assert sorted(row["text"] for row in found) == sorted(told)
        assert {row["hash"] for row in found} <= {brief["reproduction"]["inputs"], None}


def test_shares_and_verdicts_are_those_of_the_brief(made: Path) -> None:
    lend = rows(made, "select f.share, v.share as told, f.draws from forecasts f join claims c on c.claim = f.thing"
                " and c.edition = f.edition join verdicts v on v.claim = c.id")  # fmt: skip
    assert len(lend) == 2
    assert all(row["share"] == row["told"] and row["draws"] == 6 for row in lend)
    assert {row["verdict"] for row in rows(made, "select verdict from verdicts")} == {"assumed", "untestable"}


def test_what_moved_between_editions_is_found(made: Path) -> None:
    moved = rows(made, "select * from moved_findings")
    assert {row["change"] for row in moved} <= {"moved", "new", "gone"}
    assert any(row["change"] == "moved" and "pening the loan" in row["before"] for row in moved)
    assert all(row["before"] != row["now"] for row in moved)
    assert rows(made, "select path from latest_editions") == [{"path": "varda-april.summit.yaml"}]


def test_the_first_edition_is_scored_by_what_the_second_knows(made: Path) -> None:
    march = {
        r["thing"]: r for r in rows(made, "select * from forecasts where edition = :e", e="varda-march.summit.yaml")
    }
    assert march["lend"]["brier"] == pytest.approx((march["lend"]["share"] - 1) ** 2)
    assert march["lend"]["resolved_in"] == "varda-april.summit.yaml"
    assert march["talks"]["status"] == "ambiguous"
    assert march["talks"]["brier"] is None


def test_the_scoreboard_is_that_of_scoring(made: Path) -> None:
    last = rows(made, "select * from last_words order by id")
    assert [row["thing"] for row in last] == ["c1", "share", "lend"]
    came, said = [row["outcome"] for row in last], [row["share"] for row in last]
    for view in ("scoreboard", "scoreboard_by_case"):
        (row,) = rows(made, f"select * from {view}")
        assert row["scored"] == 3
        assert row["worlds"] == pytest.approx(brier(said, came))
        assert row["base_rate"] == pytest.approx(brier(base_rates(came), came))
        assert (row["coin"], row["ambiguous"], row["annulled"], row["open"]) == (0.25, 1, 0, 0)


def test_an_edition_that_lost_keeps_its_score(made: Path) -> None:
    march, april = rows(made, "select * from scoreboard_by_edition")
    assert march["scored"] == 3
    assert march["worlds"] < 0.25
    assert april["worlds"] > march["worlds"]
    wrong = rows(made, QUERIES["misses"][2])
    assert {(row["edition"], row["thing"]) for row in wrong} == {(april["edition"], t) for t in ("lend", "c1")}


def test_resolved_the_other_way_the_score_changes_and_the_losing_forecast_stays(tmp_path: Path) -> None:
    sql = "select share, brier from forecasts where thing = 'lend' and edition = 'varda-march.summit.yaml'"
    folder = archive(tmp_path, march=resolved(MARCH, {"lend": "true"}))
    (won,) = rows(built(folder), sql)
    archive(folder, march=resolved(MARCH, {"lend": "false"}))
    (lost,) = rows(built(folder, compute=False), sql)
    assert won["share"] == lost["share"] > 0.5
    assert won["brier"] < 0.25 < lost["brier"]


@pytest.mark.parametrize("status", ["ambiguous", "annulled", None])
def test_what_is_not_decided_is_never_scored(tmp_path: Path, status: str | None) -> None:
    march = resolved(MARCH, {"lend": status}) if status else MARCH
    path = built(archive(tmp_path, march=march))
    (board,) = rows(path, "select * from scoreboard")
    assert (board["scored"], board["worlds"], board["base_rate"], board["coin"]) == (0, None, None, None)
    assert board["ambiguous"] == (status == "ambiguous")
    assert board["annulled"] == (status == "annulled")
    assert board["open"] == (4 if status is None else 3)


def test_what_an_edition_knew_is_not_its_forecast(tmp_path: Path) -> None:
    march = resolved(MARCH, {"lend": "true"}).replace("2031-12-31", "2031-03-20")
    path = built(archive(tmp_path, march=march))
    found = rows(path, "select status, brier from forecasts where thing = 'lend' order by id")
    assert [row["status"] for row in found] == ["resolved", "known before"]
    assert found[1]["brier"] is None


def test_seals_of_the_folder_are_in_it_and_a_changed_one_tells_nothing(tmp_path: Path) -> None:
    from datetime import date

    from summitry.archive.rubric import read_rubric
    from summitry.archive.seal import make_seal, save_seal
    from summitry.questions.ask import open_study

    folder = archive(tmp_path, march=resolved(MARCH, {"lend": "true"}))
    (folder / "varda.rubric.yaml").write_text(RUBRIC)
    march, day = keep.read_all(folder)[0][0].dossier, date(2031, 3, 3)
    rubric = read_rubric(folder / "varda.rubric.yaml", march, day)
    data = make_seal(open_study(march, draws=6), rubric, day, "command line", file="x", rubric_file="y")
    save_seal(data, folder / "a.seal.json")
    save_seal({**data, "seed": 1}, folder / "b.seal.json")
    (folder / "c.seal.json").write_text("{")
    path = built(folder, compute=False)
    assert [(r["path"], r["intact"]) for r in rows(path, "select * from seals")] == [
        ("a.seal.json", 1), ("b.seal.json", 0), ("c.seal.json", 0),
    ]  # fmt: skip
    board = rows(path, "select * from sealed_scoreboard")
    assert [(r["scored"], r["open"]) for r in board] == [(1, 2), (0, 0), (0, 0)]
    assert board[0]["worlds"] == pytest.approx((data["forecasts"][2]["share"] - 1) ** 2)


def test_text_with_sql_in_it_is_text(made: Path) -> None:
    evil = "They trust each other'); drop table claims; --"
    assert [row["says"] for row in rows(made, "select says from claims where claim = 'c2'")] == [evil, evil]
    sql = QUERIES["find_claims"][2]
    assert len(rows(made, sql, words=evil)) == 2
    assert rows(made, sql, words='" or 1 --') == []


def test_metadata_describes_what_is_there_and_its_queries_run(made: Path) -> None:
    import json

    written = json.loads((made.parent / "metadata.json").read_text())
    assert written == metadata("summitry")
    assert list(written["databases"]) == [made.stem]
    said = written["databases"]["summitry"]
    assert set(said["tables"]) == set(TABLES) | set(VIEWS)
    assert all(entry["description"] for entry in said["tables"].values())
    values = {"words": "loan", "dossier": "varda"}
    for name, query in said["queries"].items():
        wanted = {key: values[key] for key in re.findall(r":(\w+)", query["sql"])}
        assert query["title"]
        assert query["description"]
        found = rows(made, query["sql"], **wanted)
        assert found, name


def test_a_brief_of_an_earlier_text_is_not_taken(tmp_path: Path) -> None:
    folder = archive(tmp_path)
    built(folder)
    archive(folder, march=MARCH.replace("status_quo: 20", "status_quo: 30"))
    path = built(folder, compute=False)
    assert [row["brief"] for row in rows(path, "select brief from editions order by number")] == ["old", "current"]
    assert rows(path, "select * from findings where edition = 'varda-march.summit.yaml'") == []


def test_an_archive_that_cannot_be_made_leaves_the_old_one(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = made.read_bytes()
    monkeypatch.setattr("summitry.archive.database.VIEWS", {"broken": ("", "select from nowhere")})
    with pytest.raises(sqlite3.Error):
        built(made.parent, compute=False)
    assert made.read_bytes() == before
    assert not [p for p in made.parent.iterdir() if p.name.startswith(".")]
