"""What came in from Slack: kept before it is acknowledged, carried out once, forgotten afterwards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from knowledge.store.tables import AnyRow
from knowledge.store.tables_slack import slack_inbox

RECEIVED, DONE, FAILED = "received", "done", "failed"


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something a person did in Slack.

    ``id`` is unique per delivery however often Slack repeats it; ``subject``, where there is one, per
    thing it is about (a message), whichever events report it. ``conversation`` is what is carried out
    in order. ``intent_json`` is gone once it was carried out.
    """

    workspace_id: str
    id: str
    subject: str | None
    conversation: str
    intent_json: str | None
    received_at: datetime
    state: str = RECEIVED
    attempts: int = 0


def receive(conn: Connection, incoming: Incoming) -> bool:
    """Keep it; False when it, or its subject, is here already."""
    values = {
        "workspace_id": incoming.workspace_id,
        "id": incoming.id,
        "subject": incoming.subject,
        "conversation": incoming.conversation,
        "intent_json": incoming.intent_json,
        "state": RECEIVED,
        "received_at": incoming.received_at.isoformat(),
    }
    return conn.execute(insert(slack_inbox).values(values).on_conflict_do_nothing()).rowcount == 1


def load(conn: Connection, workspace_id: str, id_: str) -> Incoming | None:
    """The row with this id."""
    row = conn.execute(
        select(slack_inbox).where(
            slack_inbox.c.workspace_id == workspace_id, slack_inbox.c.id == id_
        )
    ).one_or_none()
    return None if row is None else _incoming(row)


def unfinished(conn: Connection, workspace_id: str) -> list[Incoming]:
    """What nobody has carried out yet, in the order it came."""
    rows = conn.execute(
        select(slack_inbox)
        .where(slack_inbox.c.workspace_id == workspace_id, slack_inbox.c.state == RECEIVED)
        .order_by(slack_inbox.c.seq)
    )
    return [_incoming(row) for row in rows]


def begin_attempt(conn: Connection, workspace_id: str, id_: str) -> int:
    """Count an attempt at it and return which one this is; 0 when it is finished."""
    counted = conn.execute(
        slack_inbox.update()
        .where(
            slack_inbox.c.workspace_id == workspace_id,
            slack_inbox.c.id == id_,
            slack_inbox.c.state == RECEIVED,
        )
        .values(attempts=slack_inbox.c.attempts + 1)
        .returning(slack_inbox.c.attempts)
    )
    return counted.scalar_one_or_none() or 0


def finish(
    conn: Connection,
    workspace_id: str,
    id_: str,
    at: datetime,
    state: Literal["done", "failed"] = "done",
    reference: str | None = None,
) -> bool:
    """Mark it as carried out, or given up, and forget its text; False when it was finished before."""
    marked = conn.execute(
        slack_inbox.update()
        .where(
            slack_inbox.c.workspace_id == workspace_id,
            slack_inbox.c.id == id_,
            slack_inbox.c.state == RECEIVED,
        )
        .values(state=state, finished_at=at.isoformat(), reference=reference, intent_json=None)
    )
    return marked.rowcount == 1


def counts(conn: Connection, workspace_id: str) -> dict[str, int]:
    """How many rows are in each state."""
    rows = conn.execute(
        select(slack_inbox.c.state, func.count())
        .where(slack_inbox.c.workspace_id == workspace_id)
        .group_by(slack_inbox.c.state)
    )
    return {state: count for state, count in rows}


def prune(conn: Connection, workspace_id: str, before: datetime) -> int:
    """Drop finished rows older than ``before``; Slack repeats nothing after some minutes."""
    dropped = conn.execute(
        slack_inbox.delete().where(
            slack_inbox.c.workspace_id == workspace_id,
            slack_inbox.c.state != RECEIVED,
            slack_inbox.c.finished_at < before.isoformat(),
        )
    )
    return dropped.rowcount


def _incoming(row: AnyRow) -> Incoming:
    return Incoming(
        row.workspace_id,
        row.id,
        row.subject,
        row.conversation,
        row.intent_json,
        datetime.fromisoformat(row.received_at),
        row.state,
        row.attempts,
    )
