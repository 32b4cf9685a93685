"""The worker: carries intents out, in order within a conversation, side by side across them.

There is one per home folder, under an exclusive lock that the system takes back when the process dies.
"""

import contextlib
import logging
import os
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.errors import CartoError
from knowledge.store.slack_inbox import Incoming

log = logging.getLogger(__name__)

LOCK_FILE = "slack.lock"
# With a model most of them wait for it; each takes a connection or two to the store.
SIDE_BY_SIDE, SIDE_BY_SIDE_WITH_MODEL = 4, 10
_AGAIN_S = 10.0


class AnotherWorker(CartoError):
    """`carto slack` runs already on this home folder."""

    code = "another_worker"
    actor = "operator"

    def __init__(self, path: str) -> None:
        super().__init__(path=path)


@contextmanager
def only_worker(home: Path) -> Iterator[None]:
    """Be the only worker of the home folder; raises ``AnotherWorker``."""
    import fcntl

    path = home / LOCK_FILE
    handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AnotherWorker(str(path)) from None
        yield
    finally:
        os.close(handle)


@dataclass(slots=True)
class Worker:
    """Hands rows of the inbox to ``run``, one at a time per conversation.

    A row whose job cannot even be started (the jobs' file is full, locked or broken) is offered again
    later; ``on_delay`` hears of it once.
    """

    run: Callable[[str], None]
    on_delay: Callable[[str], None]
    side_by_side: int = SIDE_BY_SIDE
    _pool: ThreadPoolExecutor = field(init=False)
    _lines: "OrderedDict[str, deque[str]]" = field(default_factory=OrderedDict)
    _known: set[str] = field(default_factory=set)
    _delayed: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _idle: threading.Condition = field(init=False)
    _stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._pool = ThreadPoolExecutor(self.side_by_side, thread_name_prefix="intent")
        self._idle = threading.Condition(self._lock)

    def offer(self, incoming: Incoming) -> None:
        """Take the row up as soon as those before it in its conversation are done."""
        with self._lock:
            if incoming.id in self._known or self._stopped.is_set():
                return
            self._known.add(incoming.id)
            line = self._lines.get(incoming.conversation)
            if line is not None:
                line.append(incoming.id)
                return
            self._lines[incoming.conversation] = deque([incoming.id])
        self._pool.submit(self._work_off, incoming.conversation)

    def wait_until_idle(self, timeout_s: float) -> bool:
        """Wait until nothing is being worked on; False when that takes longer."""
        with self._idle:
            return self._idle.wait_for(lambda: not self._lines, timeout_s)

    def stop(self, timeout_s: float) -> None:
        """Finish what is being done, for so long; the rest is taken up at the next start."""
        self._stopped.set()
        self.wait_until_idle(timeout_s)
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _work_off(self, conversation: str) -> None:
        while (row := self._next(conversation)) is not None:
            self._carry_out(row)

    def _next(self, conversation: str) -> str | None:
        with self._idle:
            line = self._lines[conversation]
            if line and not self._stopped.is_set():
                return line.popleft()
            del self._lines[conversation]
            self._idle.notify_all()
            return None

    def _carry_out(self, row: str) -> None:
        """Run the row; a job never raises, so that what raises here is the jobs' own file."""
        while True:
            try:
                self.run(row)
            except Exception:
                log.exception("job_not_started id=%s", row)
                self._tell_once(row)
                if self._stopped.wait(_AGAIN_S):
                    return
            else:
                with self._lock:
                    self._known.discard(row)
                    self._delayed.discard(row)
                return

    def _tell_once(self, row: str) -> None:
        if row in self._delayed:
            return
        self._delayed.add(row)
        with contextlib.suppress(CartoError):
            self.on_delay(row)
