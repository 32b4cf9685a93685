"""Marks that keep a forgotten person from coming back.

A mark is a keyed hash of a name, so that the store knows the name when it comes again and cannot tell
it to anybody. The key is a file of its own beside the database and part of every backup.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, select

from knowledge.domain.names import words_of
from knowledge.errors import StoreUnusable
from knowledge.store.blanking import Blanker, Words
from knowledge.store.engine import Store
from knowledge.store.failures import storage_faults
from knowledge.store.tables import suppression

KEY_FILE = "suppression.key"
MOST_WORDS = 4
_KEY_BYTES = 32


class Marks:
    """The marks of one workspace, loaded; empty ones cost nothing to ask."""

    def __init__(self, key: bytes, marks: frozenset[str], sizes: frozenset[int]) -> None:
        self._marks = marks
        self._sizes = sizes
        # Notes repeat their words, and hashing is what this costs.
        self._is_marked = lru_cache(maxsize=65536)(lambda words: _mark(key, words) in marks)

    def has(self, name: str) -> bool:
        """Whether ``name`` is that of somebody forgotten, whatever its case, accents, civility."""
        return bool(self._marks) and self._is_marked(words_of(name)[:MOST_WORDS])

    def blank(self, text: str) -> str:
        """``text`` with the names of forgotten people overwritten; equal in length."""
        if not self._marks:
            return text
        # A single word may be somebody else's first name: it counts only where it stands alone.
        return Blanker(self._is_marked, self._sizes, lone_words=True).text(text)


def load_marks(conn: Connection, store: Store, workspace_id: str) -> Marks:
    """The marks of the workspace. Raises ``StoreUnusable`` when there are some and their key is gone."""
    rows = conn.execute(
        select(suppression.c.mark, suppression.c.words).where(
            suppression.c.workspace_id == workspace_id
        )
    ).all()
    if not rows:
        return Marks(b"", frozenset(), frozenset())
    key = _read_key(store.home)
    return Marks(key, frozenset(row.mark for row in rows), frozenset(row.words for row in rows))


def is_suppressed(conn: Connection, store: Store, workspace_id: str, name: str) -> bool:
    """Whether ``name`` is that of somebody who was forgotten."""
    return load_marks(conn, store, workspace_id).has(name)


def blank_suppressed(conn: Connection, store: Store, workspace_id: str, text: str) -> str:
    """``text`` with the names of forgotten people overwritten, so that offsets stay valid."""
    return load_marks(conn, store, workspace_id).blank(text)


def add_marks(
    conn: Connection, store: Store, workspace_id: str, names: Iterable[Words], at: datetime
) -> int:
    """Mark these names, given as folded words; how many were new. Names over four words are cut."""
    key = _make_key(store.home)
    known = set(
        conn.execute(
            select(suppression.c.mark).where(suppression.c.workspace_id == workspace_id)
        ).scalars()
    )
    fresh = {}
    for name in names:
        words = name[:MOST_WORDS]
        mark = _mark(key, words)
        if words and mark not in known:
            fresh[mark] = len(words)
    if fresh:
        conn.execute(
            suppression.insert(),
            [
                {
                    "workspace_id": workspace_id,
                    "mark": mark,
                    "words": size,
                    "created_at": at.isoformat(),
                }
                for mark, size in fresh.items()
            ],
        )
    return len(fresh)


def _mark(key: bytes, words: Words) -> str:
    return hmac.digest(key, " ".join(words).encode("utf-8", "surrogatepass"), hashlib.sha256).hex()


def _read_key(home: Path) -> bytes:
    path = home / KEY_FILE
    with storage_faults(path):
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    if len(key) != _KEY_BYTES:
        raise StoreUnusable(str(path), "damaged")
    return key


def _make_key(home: Path) -> bytes:
    """The key, made at its first use; on the disk before the first mark that needs it."""
    path = home / KEY_FILE
    with storage_faults(path):
        if not path.exists():
            draft = home / f"{KEY_FILE}.{os.getpid()}"
            with os.fdopen(
                os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb"
            ) as out:
                out.write(secrets.token_hex(_KEY_BYTES).encode())
                out.flush()
                os.fsync(out.fileno())
            try:
                # Whoever is first wins; the other reads what is there.
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
    return _read_key(home)
