"""An older database brought up to date is the same as a new one."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from knowledge.store import schema
from knowledge.store.engine import _engine
from tests.store.building import NOW, new_store


def shape(path: Path) -> dict[str, Any]:
    """Tables with their columns, and indexes with theirs, in no order."""
    with closing(sqlite3.connect(path)) as conn:
        tables = [
            row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        found: dict[str, Any] = {}
        for table in tables:
            columns = conn.execute(f'PRAGMA table_info("{table}")').fetchall()
            found[table] = sorted((c[1], c[2], c[3], c[4], c[5]) for c in columns)
            for index in conn.execute(f'PRAGMA index_list("{table}")').fetchall():
                inside = conn.execute(f'PRAGMA index_info("{index[1]}")').fetchall()
                key = (table, index[2], tuple(column[2] for column in inside))
                found[str(key)] = True
        return found


def test_every_revision_has_its_script_and_no_other() -> None:
    folder = Path(schema.__file__).parent / "migrations/versions"
    scripts = sorted(path.name.partition("_")[0] for path in folder.glob("*.py"))
    assert tuple(scripts) == schema.REVISIONS


def test_the_scripts_make_what_a_new_database_has(tmp_path: Path) -> None:
    new_store(tmp_path / "new").close()
    old = tmp_path / "old.db"
    engine = _engine(old, 5.0)
    with engine.begin() as conn:
        schema._migrate(conn)
    schema.bring_up_to_date(engine, old, NOW)
    engine.dispose()
    assert shape(old) == shape(tmp_path / "new" / "carto.db")
