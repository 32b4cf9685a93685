"""Rewriting the file after rows were deleted, so that no byte of them is left; resumable.

A mark beside the database says that this is due. It is set before the first row goes and removed
after the last byte went, so that whoever opens the store next completes what was killed in between.
"""

import os
import time
from contextlib import closing
from pathlib import Path

from knowledge.errors import StoreUnusable
from knowledge.store import connections
from knowledge.store.failures import storage_faults
from knowledge.store.schema import safety_copies

MARK = "erasure.pending"
_PAUSE_S = 0.05


def is_pending(home: Path) -> bool:
    """Whether an erasure under ``home`` is at work or was interrupted."""
    return (home / MARK).exists()


def announce(path: Path) -> None:
    """Say, before anything is deleted, that the file will have to be rewritten."""
    with storage_faults(path):
        os.close(os.open(path.parent / MARK, os.O_CREAT | os.O_WRONLY, 0o600))


def finish(path: Path) -> None:
    """Rewrite the file without what was deleted, and drop the copies kept before migrations.

    Raises ``StoreUnusable`` (locked) when somebody keeps the file in use; the next opening tries
    again.
    """
    with storage_faults(path), closing(connections.connect(path)) as conn:
        for copy in safety_copies(path.parent):
            copy.unlink(missing_ok=True)
        conn.execute("VACUUM")
        deadline = time.monotonic() + connections.BUSY_TIMEOUT_S
        # Readers in the middle of something keep the log alive; they are short.
        while conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            if time.monotonic() > deadline:
                raise StoreUnusable(str(path), "locked")
            time.sleep(_PAUSE_S)
        (path.parent / MARK).unlink(missing_ok=True)
