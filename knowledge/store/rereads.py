"""Sources that a model should read again, because it could not when they came in."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, select

from knowledge.store.tables_assistant import rereads

# After each failure twice as long, up to half a day; given up after about two weeks of trying.
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=12)
MOST_ATTEMPTS = 30


class Reread(NamedTuple):
    """A source that waits: who brought it in, why it waits (a failure's code), how often it was tried."""

    source_id: str
    member: str
    because: str
    attempts: int
    queued_at: datetime
    due_at: datetime


def queue(
    conn: Connection, workspace_id: str, source_id: str, member: str, because: str, now: datetime
) -> None:
    """Let the source wait to be read again; one that waits already keeps its place."""
    known = conn.execute(
        select(rereads.c.source_id).where(
            rereads.c.workspace_id == workspace_id, rereads.c.source_id == source_id
        )
    ).first()
    if known is None:
        conn.execute(
            rereads.insert(),
            {
                "workspace_id": workspace_id,
                "source_id": source_id,
                "member": member,
                "because": because,
                "attempts": 0,
                "queued_at": now.isoformat(),
                "due_at": (now + _FIRST_WAIT).isoformat(),
            },
        )


def waiting(conn: Connection, workspace_id: str, due_by: datetime | None = None) -> list[Reread]:
    """What waits, the soonest due first; with ``due_by`` only what is due by then."""
    query = (
        select(rereads)
        .where(rereads.c.workspace_id == workspace_id)
        .order_by(rereads.c.due_at, rereads.c.source_id)
    )
    if due_by is not None:
        query = query.where(rereads.c.due_at <= due_by.isoformat())
    return [
        Reread(
            row.source_id,
            row.member,
            row.because,
            row.attempts,
            datetime.fromisoformat(row.queued_at),
            datetime.fromisoformat(row.due_at),
        )
        for row in conn.execute(query)
    ]


def put_off(
    conn: Connection,
    workspace_id: str,
    tried: Reread,
    because: str,
    now: datetime,
    *,
    counts: bool = True,
) -> bool:
    """Count a failed attempt and wait longer; False when it is given up instead.

    What has nothing to do with the source does not count: it then waits no longer than before.
    """
    attempts = tried.attempts + counts
    if attempts >= MOST_ATTEMPTS:
        done(conn, workspace_id, tried.source_id)
        return False
    wait = min(_FIRST_WAIT * 2**attempts, _LONGEST_WAIT)
    conn.execute(
        rereads.update()
        .where(rereads.c.workspace_id == workspace_id, rereads.c.source_id == tried.source_id)
        .values(attempts=attempts, because=because, due_at=(now + wait).isoformat())
    )
    return True


def done(conn: Connection, workspace_id: str, source_id: str) -> None:
    """The source waits no longer."""
    conn.execute(
        rereads.delete().where(
            rereads.c.workspace_id == workspace_id, rereads.c.source_id == source_id
        )
    )
