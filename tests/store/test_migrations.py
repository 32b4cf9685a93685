"""Migrations: the scripts make the tables the code expects, a copy is kept first, nothing is half done."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from knowledge.store import ledger, schema
from knowledge.store.engine import FILE_NAME, Store, open_store
from knowledge.store.schema import REVISIONS, SCRIPTS, safety_copies
from tests.store.building import CLOCK, ME, append, fact_of, new_store

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0099"
down_revision = "{head}"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("colour", sa.String(), server_default="grey"))
    {then}
"""


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def described(path: Path) -> dict[str, object]:
    """Tables with their columns, and indexes, as SQLite sees them; the order of columns left out."""
    with closing(sqlite3.connect(path)) as conn:
        names = conn.execute("SELECT name, type FROM sqlite_master WHERE name != 'alembic_version'")
        found: dict[str, object] = {}
        for name, kind in names.fetchall():
            if kind == "table":
                columns = conn.execute(f"PRAGMA table_info('{name}')").fetchall()
                keys = conn.execute(f"PRAGMA foreign_key_list('{name}')").fetchall()
                found[name] = (
                    sorted(column[1:] for column in columns),
                    sorted((key[2], key[3], key[4]) for key in keys),
                )
            elif not re.match("sqlite_autoindex", name):
                found[name] = conn.execute(f"PRAGMA index_info('{name}')").fetchall()
        return found


def test_the_list_of_revisions_is_that_of_the_scripts() -> None:
    walked = [script.revision for script in scripts().walk_revisions()]
    assert tuple(reversed(walked)) == REVISIONS


def test_the_scripts_make_the_tables_that_the_code_expects(tmp_path: Path) -> None:
    new_store(tmp_path / "made").close()
    engine = create_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    with engine.begin() as conn:
        schema._migrate(conn)
    engine.dispose()
    assert described(tmp_path / "migrated.db") == described(tmp_path / "made" / FILE_NAME)


@pytest.fixture
def behind(tmp_path: Path) -> Path:
    """The home of a store of this version, with a fact in it, on the eve of the next version."""
    store = new_store(tmp_path / "home")
    append(store, fact_of(None, "per_1", "person.name", "Dana"))
    store.close()
    return tmp_path / "home"


@pytest.fixture
def next_version(behind: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The next version of the program, whose migration a test may make fail."""
    assert (behind / FILE_NAME).exists()
    folder = tmp_path / "scripts"
    shutil.copytree(scripts().dir, folder, ignore=shutil.ignore_patterns("__pycache__"))
    write_next(folder)
    monkeypatch.setattr(schema, "SCRIPTS", str(folder))
    monkeypatch.setattr(schema, "HEAD", "0099")
    monkeypatch.setattr(schema, "REVISIONS", (*REVISIONS, "0099"))
    return folder


def write_next(folder: Path, then: str = "pass") -> None:
    script = NEXT.format(head=REVISIONS[-1], then=then)
    (folder / "versions" / "0099_next.py").write_text(script)


def columns(store: Store) -> set[str]:
    with store.read() as conn:
        return {row[1] for row in conn.exec_driver_sql("PRAGMA table_info(accounts)")}


@pytest.mark.usefixtures("next_version")
def test_a_store_that_is_behind_is_migrated_when_it_is_opened(behind: Path) -> None:
    store = open_store(behind, CLOCK)
    assert "colour" in columns(store)
    with store.read() as conn:
        assert ledger.load_map(conn, "acc_acme", ME).people[0].name == "Dana"
    store.close()
    open_store(behind, CLOCK).close()
    assert len(safety_copies(behind)) == 1


@pytest.mark.usefixtures("next_version")
def test_a_copy_of_before_the_migration_is_kept(behind: Path) -> None:
    before = described(behind / FILE_NAME)
    open_store(behind, CLOCK).close()
    (copy,) = safety_copies(behind)
    assert described(copy) == before
    assert copy.stat().st_mode & 0o077 == 0


def test_a_migration_that_fails_leaves_the_store_as_it_was(
    behind: Path, next_version: Path
) -> None:
    write_next(next_version, 'raise RuntimeError("half-way")')
    before = described(behind / FILE_NAME)
    with pytest.raises(RuntimeError):
        open_store(behind, CLOCK)
    assert described(behind / FILE_NAME) == before
    write_next(next_version)
    shutil.rmtree(next_version / "versions" / "__pycache__", ignore_errors=True)
    store = open_store(behind, CLOCK)
    assert "colour" in columns(store)
    store.close()
