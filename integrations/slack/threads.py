"""Threads kept in the store, in the same transaction as what was done because of them."""

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from integrations.slack.handlers.conversations import KEPT_FOR, NOTHING_KNOWN, HeldText, Thread
from knowledge.store import slack_threads
from knowledge.store.engine import Store


class StoredThreads:
    """``Conversations`` over the store."""

    def __init__(self, store: Store, workspace_id: str, kept_for: timedelta = KEPT_FOR) -> None:
        self._store = store
        self._workspace_id = workspace_id
        self._kept_for = kept_for

    def recall(self, channel: str, thread_ts: str | None) -> Thread:
        """What is known of the thread; nothing, when it is new or too old."""
        since = self._store.clock.now() - self._kept_for
        with self._store.read() as conn:
            kept = slack_threads.recall(conn, self._workspace_id, channel, thread_ts or "", since)
        return NOTHING_KNOWN if kept is None else _thread(json.loads(kept))

    def remember(self, channel: str, thread_ts: str | None, thread: Thread) -> None:
        """Keep ``thread`` in place of what was known."""
        text = json.dumps(asdict(thread), ensure_ascii=False)
        now = self._store.clock.now()
        with self._store.write() as conn:
            slack_threads.remember(conn, self._workspace_id, channel, thread_ts or "", text, now)


def _thread(kept: dict[str, Any]) -> Thread:
    held = kept.get("held")
    if held is not None:
        held = HeldText(**(held | {"files": tuple(held.get("files", ()))}))
    return Thread(**(kept | {"held": held, "not_known": tuple(kept.get("not_known", ()))}))
