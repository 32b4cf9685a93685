"""Several pieces of work kept together or not at all, without any of them knowing.

Use-cases open their own transactions. A ``JointStore`` lets them: until the first of them writes they
read as usual; from then on all share one immediate transaction, each write in a savepoint of its own,
so that one that raises undoes only what it did. ``settle`` adds the last words and commits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection
from typing_extensions import override

from knowledge.domain.identifiers import Prefix
from knowledge.store.engine import Store


class JointStore(Store):
    """A store whose writes are held back until ``settle``; used by one thread, for one piece of work."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.path, store.clock, store.engine)
        self._whole = store
        self._conn: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Undo everything that was not settled."""
        if self._conn is not None:
            self._conn.rollback()
            self._close()

    @contextmanager
    @override
    def read(self) -> Iterator[Connection]:
        """What is stored, with what was written here so far."""
        if self._conn is not None:
            yield self._conn
            return
        with self._whole.read() as conn:
            yield conn

    @contextmanager
    @override
    def write(self) -> Iterator[Connection]:
        """A part of the one transaction; undone alone when the block raises."""
        conn = self._joined()
        with conn.begin_nested():
            yield conn

    @override
    def new_id(self, prefix: Prefix) -> str:
        """An identifier from the store behind, so that order holds across pieces of work."""
        return self._whole.new_id(prefix)

    @contextmanager
    def settle(self) -> Iterator[Connection]:
        """Write the last words in the block; then everything is kept, or nothing if it raises."""
        conn = self._joined()
        try:
            yield conn
            conn.commit()
        except BaseException:
            conn.rollback()
            raise
        finally:
            self._close()

    def _joined(self) -> Connection:
        if self._conn is None:
            self._conn = self._writing.connect()
            try:
                self._conn.begin()
            except BaseException:
                self._close()
                raise
        return self._conn

    def _close(self) -> None:
        if self._conn is not None:
            self._conn.close()
            self._conn = None
