"""What a Slack thread is about, kept for a day, so that a restart does not ask people again."""

from datetime import datetime

from sqlalchemy import Connection, select

from knowledge.store.tables_slack import slack_threads


def recall(
    conn: Connection, workspace_id: str, channel_id: str, thread_ts: str, since: datetime
) -> str | None:
    """What is kept of the thread, if it was kept ``since``."""
    found = conn.execute(
        select(slack_threads.c.thread_json).where(
            slack_threads.c.workspace_id == workspace_id,
            slack_threads.c.channel_id == channel_id,
            slack_threads.c.thread_ts == thread_ts,
            slack_threads.c.kept_at >= since.isoformat(),
        )
    ).scalar_one_or_none()
    return None if found is None else str(found)


def remember(
    conn: Connection,
    workspace_id: str,
    channel_id: str,
    thread_ts: str,
    thread_json: str,
    at: datetime,
) -> None:
    """Keep this of the thread, in the place of what was kept."""
    key = {"workspace_id": workspace_id, "channel_id": channel_id, "thread_ts": thread_ts}
    values = {"thread_json": thread_json, "kept_at": at.isoformat()}
    known = slack_threads.update().filter_by(**key).values(values)
    if conn.execute(known).rowcount == 0:
        conn.execute(slack_threads.insert().values(key | values))


def prune(conn: Connection, workspace_id: str, before: datetime) -> None:
    """Forget threads kept before."""
    conn.execute(
        slack_threads.delete().where(
            slack_threads.c.workspace_id == workspace_id,
            slack_threads.c.kept_at < before.isoformat(),
        )
    )
