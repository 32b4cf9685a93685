"""Counting rows, to show that a refusal leaves nothing behind."""

import sqlite3
from contextlib import closing

from assistant.bootstrap import Workspace


def row_counts(ws: Workspace) -> dict[str, int]:
    """How many rows each table holds."""
    with closing(sqlite3.connect(ws.store.path)) as conn:
        tables = [
            row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            table: conn.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608
            for table in tables
        }
