"""Taking a person or a source out of what is on its way from and to Slack.

Every function works inside the caller's transaction and returns how many rows it touched. Finished rows
hold no text. What stands in Slack itself is out of reach.
"""

import json
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import Connection, Table, func, select

from knowledge.domain.names import words_of
from knowledge.store.blanking import BLANK, Blanker
from knowledge.store.scrubbing import CODES
from knowledge.store.slack_inbox import RECEIVED
from knowledge.store.slack_outbox import UNDELIVERABLE
from knowledge.store.tables import audit
from knowledge.store.tables_slack import slack_inbox, slack_outbox, slack_threads

FORGOTTEN = "forgotten"
_FORGETTING = ("person_forgotten", "source_forgotten")
# What Slack and we read, and no person: where a post goes, what a block and a button are.
_OURS = frozenset(
    "kind place speaker ts thread_ts message_ts action_ts view_id view_hash response_url reply_url"
    " channel key how user asker type style action_id block_id callback_id".split()
)
# So many words in a row that stand in a source as well are taken from it.
_TELLING_WORDS = 5


def forget_person_in_slack(conn: Connection, workspace_id: str, blanker: Blanker) -> int:
    """Blank a person's names in what waits; a thread that speaks of them is forgotten."""

    def blank(words: str) -> str:
        return words if words in CODES else blanker.text(words)

    return (
        _forget_threads(conn, workspace_id, blank)
        + _rewrite(conn, slack_inbox, "intent_json", workspace_id, blank)
        + _rewrite(conn, slack_outbox, "payload_json", workspace_id, blank)
    )


def forget_source_in_slack(
    conn: Connection, workspace_id: str, text: str, ids: Collection[str]
) -> int:
    """Take the words of a source out of what waits.

    A post that holds them, or one of the ``ids`` of what rested on the source, is not sent any more. A
    message with those words that nobody has read yet loses them: its writer is told that it is empty.
    """
    known = _runs(text)

    def blank(words: str) -> str:
        return BLANK if _runs(words) & known else words

    touched = _forget_threads(conn, workspace_id, blank)
    touched += _rewrite(conn, slack_inbox, "intent_json", workspace_id, blank)
    rows = conn.execute(
        select(slack_outbox.c.seq, slack_outbox.c.payload_json).where(
            slack_outbox.c.workspace_id == workspace_id, slack_outbox.c.payload_json.is_not(None)
        )
    ).all()
    for row in rows:
        payload = json.loads(row.payload_json)
        if _scrubbed(payload, blank) == payload and not any(id_ in row.payload_json for id_ in ids):
            continue
        conn.execute(
            slack_outbox.update()
            .where(slack_outbox.c.seq == row.seq)
            .values(state=UNDELIVERABLE, problem=FORGOTTEN, payload_json=None)
        )
        touched += 1
    return touched


def is_as_it_came(conn: Connection, workspace_id: str, id_: str, intent_json: str) -> bool:
    """Whether the row waits still and nothing of it was forgotten since it was read."""
    found = conn.execute(
        select(slack_inbox.c.intent_json).where(
            slack_inbox.c.workspace_id == workspace_id,
            slack_inbox.c.id == id_,
            slack_inbox.c.state == RECEIVED,
        )
    ).scalar_one_or_none()
    return found == intent_json


def last_act(conn: Connection) -> int:
    """Where the trail of acts ends now, for ``was_forgotten_since``."""
    return conn.execute(select(func.max(audit.c.seq))).scalar_one() or 0


def was_forgotten_since(conn: Connection, workspace_id: str, act: int) -> bool:
    """Whether a person or a source was forgotten in the workspace after that act."""
    found = conn.execute(
        select(audit.c.seq)
        .where(
            audit.c.seq > act,
            audit.c.workspace_id == workspace_id,
            audit.c.action.in_(_FORGETTING),
        )
        .limit(1)
    )
    return found.first() is not None


def _forget_threads(conn: Connection, workspace_id: str, blank: Callable[[str], str]) -> int:
    rows = conn.execute(
        select(slack_threads).where(slack_threads.c.workspace_id == workspace_id)
    ).all()
    touched = 0
    for row in rows:
        kept = json.loads(row.thread_json)
        if _scrubbed(kept, blank) == kept:
            continue
        conn.execute(
            slack_threads.delete().where(
                slack_threads.c.workspace_id == workspace_id,
                slack_threads.c.channel_id == row.channel_id,
                slack_threads.c.thread_ts == row.thread_ts,
            )
        )
        touched += 1
    return touched


def _rewrite(
    conn: Connection, table: Table, column: str, workspace_id: str, blank: Callable[[str], str]
) -> int:
    held = table.c[column]
    rows = conn.execute(
        select(table.c.seq, held).where(table.c.workspace_id == workspace_id, held.is_not(None))
    ).all()
    touched = 0
    for seq, text in rows:
        before = json.loads(text)
        after = _scrubbed(before, blank)
        if after != before:
            kept = json.dumps(after, ensure_ascii=False)
            conn.execute(table.update().where(table.c.seq == seq).values({column: kept}))
            touched += 1
    return touched


def _scrubbed(node: Any, blank: Callable[[str], str]) -> Any:
    """A JSON value with its texts blanked, also inside texts that are JSON themselves."""
    if isinstance(node, str):
        inner = _json_in(node)
        if inner is None:
            return blank(node)
        clean = _scrubbed(inner, blank)
        if clean == inner:
            return node
        return json.dumps(clean, ensure_ascii=False, separators=(",", ":"))
    if isinstance(node, list):
        return [_scrubbed(item, blank) for item in node]
    if isinstance(node, dict):
        return {key: item if key in _OURS else _scrubbed(item, blank) for key, item in node.items()}
    return node


def _json_in(text: str) -> Any:
    """What a button or a view carries; ``None`` for words."""
    if not text.startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _runs(text: str) -> set[tuple[str, ...]]:
    """The runs of words by which a text is known again; a short one is known as a whole."""
    words = words_of(text)
    if not words:
        return set()
    last = max(1, len(words) - _TELLING_WORDS + 1)
    return {tuple(words[at : at + _TELLING_WORDS]) for at in range(last)}
