"""The one place that turns a fault of the database or the disk into ``StoreUnusable``."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from knowledge.errors import StoreUnusable

Why = Literal["read_only", "disk_full", "damaged", "locked", "not_a_database", "io"]

# SQLite's primary result codes (sqlite.org/rescode.html, 2026); the low byte of an extended code.
_BY_CODE: dict[int, Why] = {
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_NOTADB: "not_a_database",
    sqlite3.SQLITE_IOERR: "io",
    sqlite3.SQLITE_CANTOPEN: "io",
}
_BY_ERRNO: dict[int, Why] = {
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.EROFS: "read_only",
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
}
_LITTLE_ROOM_BYTES = 1 << 20


def unusable(path: Path, fault: BaseException) -> StoreUnusable | None:
    """``fault`` as a refusal people understand, or ``None`` when it is a mistake of ours."""
    if isinstance(fault, OSError):
        return StoreUnusable(str(path), _BY_ERRNO.get(fault.errno or 0, "io"))
    if not isinstance(fault, sqlite3.Error):
        return None
    code = getattr(fault, "sqlite_errorcode", None)
    why = _BY_CODE.get(code & 0xFF) if isinstance(code, int) else None
    if why is None:
        return None
    return StoreUnusable(str(path), _precise(why, path) if why == "io" else why)


@contextmanager
def storage_faults(path: Path) -> Iterator[None]:
    """Raise ``StoreUnusable`` for what the machine refuses while the block works on ``path``."""
    try:
        yield
    except (OSError, sqlite3.Error) as fault:
        refusal = unusable(path, fault)
        if refusal is None:
            raise
        raise refusal from fault


def _precise(why: Why, path: Path) -> Why:
    """SQLite says only "I/O error" of a file-size limit, and "cannot open" of a read-only folder."""
    folder = path if path.is_dir() else path.parent
    if folder.exists() and not os.access(folder, os.W_OK):
        return "read_only"
    if path.exists() and not os.access(path, os.W_OK):
        return "read_only"
    return "disk_full" if _no_room(folder) else why


def _no_room(folder: Path) -> bool:
    try:
        import resource

        if resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY:
            return True
    except ImportError:  # Windows has no such limit
        pass
    try:
        return shutil.disk_usage(folder).free < _LITTLE_ROOM_BYTES
    except OSError:
        return False
