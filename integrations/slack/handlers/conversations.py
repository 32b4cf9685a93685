"""What a thread is about: its account, its person, and a text that waits for one word more.

Bounded in number and in age, because it is a convenience: whoever comes back later is asked again.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from knowledge.domain.clock import Clock

MOST_THREADS = 1_000
KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class HeldText:
    """A message that cannot be used before its writer says more: which account, note or question.

    ``ts`` is that of the message; ``files`` are those it came with.
    """

    user: str
    text: str
    ts: str
    files: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """What is known of one thread. ``account`` is an id, ``person`` a full name.

    ``not_known`` are people whose weight somebody answered "I don't know" about, by id.
    """

    account: str | None = None
    person: str | None = None
    held: HeldText | None = None
    not_known: tuple[str, ...] = ()


NOTHING_KNOWN = Thread()


class Conversations(Protocol):
    """Where threads are remembered, by channel and thread."""

    def recall(self, channel: str, thread_ts: str | None) -> Thread:
        """What is known of the thread; nothing, when it is new or too old."""
        ...

    def remember(self, channel: str, thread_ts: str | None, thread: Thread) -> None:
        """Keep ``thread`` in place of what was known."""
        ...


class RecentThreads:
    """Threads kept in memory: the latest thousand, for a day."""

    def __init__(self, clock: Clock, most: int = MOST_THREADS) -> None:
        self._clock = clock
        self._most = most
        self._threads: OrderedDict[tuple[str, str | None], tuple[datetime, Thread]] = OrderedDict()

    def recall(self, channel: str, thread_ts: str | None) -> Thread:
        """What is known of the thread; nothing, when it is new or too old."""
        kept_at, thread = self._threads.get(
            (channel, thread_ts), (self._clock.now(), NOTHING_KNOWN)
        )
        return thread if self._clock.now() - kept_at <= KEPT_FOR else NOTHING_KNOWN

    def remember(self, channel: str, thread_ts: str | None, thread: Thread) -> None:
        """Keep ``thread`` in place of what was known; the oldest gives way."""
        key = (channel, thread_ts)
        self._threads[key] = (self._clock.now(), thread)
        self._threads.move_to_end(key)
        while len(self._threads) > self._most:
            self._threads.popitem(last=False)
