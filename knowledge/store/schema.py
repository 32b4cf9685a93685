"""The version of the schema: recognised with one query, created in one step, migrated when behind.

Alembic is imported only when there is something to migrate, because it costs more than most commands.
"""

import io
import os
import sqlite3
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from knowledge.errors import StoreFromNewerVersion, StoreUnusable
from knowledge.store import tables_assistant, tables_slack  # noqa: F401 - join the metadata
from knowledge.store.failures import storage_faults
from knowledge.store.tables import metadata

# Every revision this version knows, oldest first; a test compares the list with the scripts.
REVISIONS = ("0001", "0002", "0003")
HEAD = REVISIONS[-1]
SCRIPTS = "knowledge.store:migrations"
SAFETY_COPIES = "before-migration"
_WAL_ATTEMPTS, _WAL_PAUSE_S = 200, 0.05


def bring_up_to_date(engine: Engine, path: Path, now: datetime) -> None:
    """Create or migrate the schema; does nothing but one query when it is current.

    Raises ``StoreFromNewerVersion``, or ``StoreUnusable`` when the file is not one of ours.
    """
    with engine.connect() as conn:
        found = found_revision(conn, path)
    if found == HEAD:
        return
    _use_write_ahead_log(engine, path)
    if found is not None:
        _keep_safety_copy(path, now)
    with engine.execution_options(carto_begin="BEGIN IMMEDIATE").begin() as conn:
        # Somebody else may have done it while we waited for the lock.
        found = found_revision(conn, path)
        if found is None:
            _create(conn)
        elif found != HEAD:
            _migrate(conn)


def found_revision(conn: Connection, path: Path) -> str | None:
    """The revision of the database, ``None`` when it is empty.

    Raises ``StoreFromNewerVersion`` for one that is unknown, ``StoreUnusable`` for a stranger's file.
    """
    try:
        found = conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except OperationalError:
        if conn.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar():
            raise StoreUnusable(str(path), "not_a_database") from None
        return None
    if found not in REVISIONS:
        raise StoreFromNewerVersion(str(path), str(found))
    return str(found)


def safety_copies(home: Path) -> list[Path]:
    """The copies kept before migrations, oldest first."""
    return sorted((home / SAFETY_COPIES).glob("*.db"))


def _use_write_ahead_log(engine: Engine, path: Path) -> None:
    """Switch the file to WAL, which it then stays in.

    SQLite does not wait for others at this one step, so that we do.
    """
    with storage_faults(path), closing(engine.raw_connection()) as conn:
        for _ in range(_WAL_ATTEMPTS):
            try:
                conn.cursor().execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as fault:
                if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
                time.sleep(_WAL_PAUSE_S)
            else:
                return
        raise StoreUnusable(str(path), "locked")


def _create(conn: Connection) -> None:
    metadata.create_all(conn)
    conn.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
        " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    conn.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))


def _migrate(conn: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", SCRIPTS)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def _keep_safety_copy(path: Path, now: datetime) -> None:
    """Copy the database as it is before a migration touches it."""
    folder = path.parent / SAFETY_COPIES
    copy = folder / f"{now:%Y%m%dT%H%M%S%f}-to-{HEAD}.db"
    with storage_faults(path):
        folder.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(copy, os.O_CREAT | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
