"""Driver connections to the database file, all with the same settings."""

import sqlite3
from pathlib import Path

FILE_NAME = "carto.db"
BUSY_TIMEOUT_S = 10.0

# Durable before it is acknowledged, and what is deleted is overwritten.
PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
)


def connect(path: Path, timeout_s: float | None = None) -> sqlite3.Connection:
    """A driver connection with our pragmas; it begins no transaction by itself."""
    conn = sqlite3.connect(
        path,
        timeout=BUSY_TIMEOUT_S if timeout_s is None else timeout_s,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        for pragma in PRAGMAS:
            conn.execute(pragma)
    except BaseException:
        conn.close()
        raise
    return conn
