"""Backups: one file with the database, the suppression key and the settings, checked on the way back.

The database is copied with SQLite's online backup, so that people go on working meanwhile.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from knowledge.errors import BackupUnusable, StoreExists, StoreFromNewerVersion
from knowledge.store.engine import FILE_NAME, Store
from knowledge.store.failures import storage_faults
from knowledge.store.schema import REVISIONS
from knowledge.store.suppression import KEY_FILE
from knowledge.store.tables import metadata

MANIFEST = "manifest.json"
FORMAT = 1
_COMPANIONS = (KEY_FILE, "config.toml")
_MOST_BYTES = 64 << 30


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: schema revision, rows by table, SHA-256 by file name."""

    format: int
    revision: str
    created_at: str
    counts: dict[str, int]
    sha256: dict[str, str]


def backup(store: Store, to: Path) -> Manifest:
    """Write everything into the file ``to``, which appears whole or not at all.

    Raises ``StoreUnusable`` when it cannot be written.
    """
    with storage_faults(to), _working_folder(to.parent) as folder:
        _copy_database(store.path, folder / FILE_NAME)
        for name in _COMPANIONS:
            if (store.home / name).exists():
                shutil.copyfile(store.home / name, folder / name)
        manifest = _describe(folder, store.clock.now().isoformat())
        (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
        draft = folder / "backup.zip"
        with (
            _private(draft) as out,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for name in (MANIFEST, *manifest.sha256):
                archive.write(folder / name, name)
        _to_disk(draft)
        draft.replace(to)
    return manifest


def restore(home: Path, source: Path, *, replace: bool = False) -> Manifest:
    """Put the backup ``source`` into ``home``; what was there is replaced only if asked.

    Everything is unpacked and checked beside the home before anything is touched. Raises
    ``BackupUnusable`` (why: missing, not_a_backup, incomplete, hash, damaged), ``StoreExists``,
    ``StoreFromNewerVersion`` or ``StoreUnusable``.
    """
    target = home / FILE_NAME
    if not source.is_file():
        raise BackupUnusable(str(source), "missing")
    if target.exists() and target.stat().st_size and not replace:
        raise StoreExists(str(target))
    with storage_faults(target):
        if not home.exists():
            home.mkdir(parents=True, mode=0o700)
        with _working_folder(home) as folder:
            manifest = _unpack(source, folder)
            _check_database(folder / FILE_NAME, source, manifest)
            _put_in_place(home, folder, manifest)
    return manifest


def _copy_database(path: Path, copy: Path) -> None:
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        # A single file, without a log beside it.
        target.execute("PRAGMA journal_mode=DELETE")


def _describe(folder: Path, created_at: str) -> Manifest:
    with closing(sqlite3.connect(folder / FILE_NAME)) as conn:
        counts = _counts(conn)
        revision = conn.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    names = [name for name in (FILE_NAME, *_COMPANIONS) if (folder / name).exists()]
    return Manifest(
        FORMAT, revision, created_at, counts, {name: _hash(folder / name) for name in names}
    )


def _counts(conn: sqlite3.Connection) -> dict[str, int]:
    found = {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {
        # Names of our own tables, never anything typed.
        name: conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for name in sorted(metadata.tables)
        if name in found
    }


def _unpack(source: Path, folder: Path) -> Manifest:
    """Take out exactly the files the manifest names, and compare their hashes."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = Manifest(**json.loads(archive.read(MANIFEST)))
            if manifest.format != FORMAT or FILE_NAME not in manifest.sha256:
                raise BackupUnusable(str(source), "not_a_backup")
            if not set(manifest.sha256) <= {FILE_NAME, *_COMPANIONS}:
                raise BackupUnusable(str(source), "not_a_backup")
            for name in manifest.sha256:
                if archive.getinfo(name).file_size > _MOST_BYTES:
                    raise BackupUnusable(str(source), "not_a_backup")
                with archive.open(name) as packed, _private(folder / name) as out:
                    shutil.copyfileobj(packed, out)
    except KeyError:
        raise BackupUnusable(str(source), "incomplete") from None
    except (zipfile.BadZipFile, EOFError, ValueError, TypeError, AttributeError):
        raise BackupUnusable(str(source), "not_a_backup") from None
    except (zlib.error, NotImplementedError, RuntimeError):
        raise BackupUnusable(str(source), "damaged") from None
    if any(_hash(folder / name) != digest for name, digest in manifest.sha256.items()):
        raise BackupUnusable(str(source), "hash")
    return manifest


def _check_database(path: Path, source: Path, manifest: Manifest) -> None:
    if manifest.revision not in REVISIONS:
        raise StoreFromNewerVersion(str(source), manifest.revision)
    try:
        with closing(sqlite3.connect(path)) as conn:
            sound = conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            sound = sound and not conn.execute("PRAGMA foreign_key_check").fetchall()
            sound = sound and _counts(conn) == manifest.counts
            conn.execute("PRAGMA journal_mode=WAL")
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        raise BackupUnusable(str(source), "damaged")


def _put_in_place(home: Path, folder: Path, manifest: Manifest) -> None:
    """Move the checked files in, the database last: until then the old one stands."""
    target = home / FILE_NAME
    _to_disk(folder / FILE_NAME)
    if target.exists():
        # Its log belongs to it, and would be played into the new one. A damaged one has lost its say.
        with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(target, timeout=10)) as conn:
            conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for name in _COMPANIONS:
        # The settings of this machine stay; the key belongs to the marks in the database.
        if name in manifest.sha256 and (name == KEY_FILE or not (home / name).exists()):
            (folder / name).replace(home / name)
    for side in ("-wal", "-shm"):
        Path(f"{target}{side}").unlink(missing_ok=True)
    (folder / FILE_NAME).replace(target)
    _to_disk(home)


@contextmanager
def _working_folder(beside: Path) -> Iterator[Path]:
    """A private folder on the same disk, so that the last step is a rename; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=".carto-", dir=beside) as name:
        yield Path(name)


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _to_disk(path: Path) -> None:
    """Wait until the file, or the names in the folder, have reached the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
