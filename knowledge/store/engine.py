"""Opening the store: SQLite in WAL mode, any number of processes, one writer at a time.

Writers take the write lock when they begin (``BEGIN IMMEDIATE``), so that what they check is still so
when they write. Nothing is opened at import.
"""

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.pool import QueuePool

from knowledge.domain.clock import Clock
from knowledge.domain.identifiers import Prefix, new_id
from knowledge.errors import StoreMissing, StoreUnusable, TextRefused
from knowledge.store import connections, erasure, schema
from knowledge.store.connections import FILE_NAME
from knowledge.store.failures import storage_faults, unusable

__all__ = ["FILE_NAME", "Connection", "Store", "open_store"]


@dataclass
class Store:
    """An open database. Safe to share between threads; each transaction has its own connection."""

    path: Path
    clock: Clock
    engine: Engine
    _ids: "_Ids" = field(init=False)

    def __post_init__(self) -> None:
        self._ids = _Ids(self.clock)
        self._writing = self.engine.execution_options(carto_begin="BEGIN IMMEDIATE")

    @property
    def home(self) -> Path:
        """The folder the database and its companions live in."""
        return self.path.parent

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view of the store for as long as the block runs."""
        with self.engine.connect() as conn:
            yield conn

    def write(self) -> AbstractContextManager[Connection]:
        """One transaction: kept whole when the block ends, undone whole when it raises.

        Raises ``StoreUnusable`` when the write lock is not free within ten seconds.
        """
        return self._writing.begin()

    def new_id(self, prefix: Prefix) -> str:
        """An identifier that sorts after every one this store object gave before."""
        return self._ids.next(prefix)

    def close(self) -> None:
        """Give every connection back; the object is of no use afterwards."""
        self.engine.dispose()


def open_store(home: Path, clock: Clock, *, create: bool = True) -> Store:
    """The store under ``home``, made if ``create`` and brought up to date if it is behind.

    Raises ``StoreMissing`` when there is none and none is to be made, ``StoreFromNewerVersion``, or
    ``StoreUnusable`` with the reason.
    """
    path = home / FILE_NAME
    with storage_faults(path):
        _prepare_file(path, create=create)
    engine = _engine(path)
    try:
        schema.bring_up_to_date(engine, path, clock.now())
    except BaseException:
        engine.dispose()
        raise
    store = Store(path, clock, engine)
    if erasure.is_pending(home):
        # Killed half-way, or somebody else is at it right now.
        with suppress(StoreUnusable):
            erasure.finish(path)
    return store


def _prepare_file(path: Path, *, create: bool) -> None:
    """Make the folder and the file for their owner alone; SQLite gives its side files the same mode."""
    if path.exists():
        return
    if not create:
        raise StoreMissing(str(path))
    if not path.parent.exists():
        path.parent.mkdir(parents=True, mode=0o700)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _engine(path: Path) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=lambda: connections.connect(path),
        poolclass=QueuePool,
        pool_size=5,
        max_overflow=20,
    )

    def begin(conn: Connection) -> None:
        # The driver begins nothing (isolation_level=None), so that this is the only beginning.
        conn.exec_driver_sql(conn.get_execution_options().get("carto_begin", "BEGIN"))

    def refuse(context: ExceptionContext) -> None:
        if isinstance(context.original_exception, UnicodeEncodeError):
            # Half a character, typed by somebody: no database keeps it, so nothing can be found by it.
            reason = "surrogate"
            raise TextRefused(reason) from None
        refusal = unusable(path, context.original_exception)
        if refusal is not None:
            # A connection that met a disk fault is not used again.
            context.is_disconnect = refusal.facts["why"] != "locked"
            raise refusal from context.original_exception

    event.listen(engine, "begin", begin)
    event.listen(engine, "handle_error", refuse)
    return engine


class _Ids:
    """Identifiers that grow even within one millisecond, because events are replayed in their order."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._at: datetime | None = None
        self._bits = 0

    def next(self, prefix: Prefix) -> str:
        with self._lock:
            now = self._clock.now()
            if self._at is None or _millis(now) > _millis(self._at):
                # One bit short of the whole, which leaves room to count upwards.
                self._at, self._bits = now, secrets.randbits(79)
            else:
                self._bits += 1
            return new_id(prefix, self._at, self._bits)


def _millis(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)
