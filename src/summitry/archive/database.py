"""One SQLite file of an archive, made anew from its dossiers and JSON files: same files, same rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from summitry.archive.files import pretty, write_whole
from summitry.archive.keep import Edition
from summitry.archive.metadata import metadata
from summitry.archive.rows import all_rows
from summitry.archive.tables import TABLES, VIEWS, Table
from summitry.dossier.files import replacing


def build(folder: Path, editions: Sequence[Edition], target: Path) -> Path:
    """Write the database and, beside it, `metadata.json` for Datasette; each whole or not at all."""
    rows = all_rows(folder, editions)
    with replacing(target) as temporary:
        _fill(temporary, rows)
    write_whole(target.parent / "metadata.json", pretty(metadata(target.stem)))
    return target


def _fill(path: Path, rows: dict[str, list[dict[str, Any]]]) -> None:
    from sqlite_utils import Database

    database = Database(str(path))
    try:
        for name, table in TABLES.items():
            _make(database, name, table, rows.get(name, []))
        for name, (_, sql) in VIEWS.items():
            database.create_view(name, sql.strip())
        lost = list(database.query("pragma foreign_key_check"))
        assert not lost, f"rows refer to what is not there: {lost[:3]}"
    finally:
        database.close()


def _make(database: Any, name: str, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """A table with its rows, its indexes and its full-text search."""
    made = database[name]
    keys = [(column, *other) for column, other in table.refers.items()]
    made.create(table.columns, pk=table.key, foreign_keys=keys)
    made.insert_all([{column: row.get(column) for column in table.columns} for row in rows], pk=table.key)
    for columns in table.index:
        made.create_index(list(columns))
    if table.search:
        made.enable_fts(list(table.search), fts_version="FTS5", tokenize="unicode61 remove_diacritics 2")
