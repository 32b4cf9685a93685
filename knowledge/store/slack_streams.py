"""Messages in Slack that an answer is being written into: where each stands, and no text of it.

A row is kept before the message shows anything, and goes with the answer that replaces the message.
Whoever takes a killed process's work up finds the message by it.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from knowledge.store.tables_slack import slack_streams


class Streamed(NamedTuple):
    """A message of ours that holds a part of an answer, or nothing yet."""

    channel: str
    ts: str


def keep(
    conn: Connection, workspace_id: str, inbox_id: str, streamed: Streamed, at: datetime
) -> None:
    """Keep where the answer to the intent is being written, in the place of what was kept."""
    values = {"channel_id": streamed.channel, "ts": streamed.ts, "begun_at": at.isoformat()}
    key = {"workspace_id": workspace_id, "inbox_id": inbox_id}
    kept = insert(slack_streams).values(key | values)
    conn.execute(kept.on_conflict_do_update(index_elements=list(key), set_=values))


def find(conn: Connection, workspace_id: str, inbox_id: str) -> Streamed | None:
    """Where the answer to the intent was being written."""
    row = conn.execute(
        select(slack_streams.c.channel_id, slack_streams.c.ts).where(
            slack_streams.c.workspace_id == workspace_id, slack_streams.c.inbox_id == inbox_id
        )
    ).one_or_none()
    return None if row is None else Streamed(row.channel_id, row.ts)


def drop(conn: Connection, workspace_id: str, inbox_id: str) -> None:
    """The message is a part no more: its answer is on its way, or it was taken away."""
    conn.execute(
        slack_streams.delete().where(
            slack_streams.c.workspace_id == workspace_id, slack_streams.c.inbox_id == inbox_id
        )
    )


def prune(conn: Connection, workspace_id: str, before: datetime) -> None:
    """Forget messages begun before."""
    conn.execute(
        slack_streams.delete().where(
            slack_streams.c.workspace_id == workspace_id,
            slack_streams.c.begun_at < before.isoformat(),
        )
    )
