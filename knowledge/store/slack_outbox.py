"""What goes out to Slack: each key once, in the order it was written, until it was sent or given up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.sqlite import insert

from knowledge.store.tables import AnyRow
from knowledge.store.tables_slack import slack_outbox

WAITING, SENDING, SENT, UNDELIVERABLE = "waiting", "sending", "sent", "undeliverable"
_OPEN = (WAITING, SENDING)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A post on its way.

    ``user_id`` is who asked for it. A post in the state ``sending`` may have reached Slack: whoever
    finds one looks it up before sending again.
    """

    workspace_id: str
    key: str
    channel: str
    payload_json: str | None
    created_at: datetime
    user_id: str | None = None
    inbox_id: str | None = None
    state: str = WAITING
    attempts: int = 0
    attempted_at: datetime | None = None
    seq: int = 0


def put(conn: Connection, outgoing: Outgoing) -> bool:
    """Queue the post; False when its key was used before."""
    values = {
        "workspace_id": outgoing.workspace_id,
        "key": outgoing.key,
        "inbox_id": outgoing.inbox_id,
        "channel": outgoing.channel,
        "user_id": outgoing.user_id,
        "payload_json": outgoing.payload_json,
        "state": WAITING,
        "created_at": outgoing.created_at.isoformat(),
    }
    return conn.execute(insert(slack_outbox).values(values).on_conflict_do_nothing()).rowcount == 1


def heads(conn: Connection, workspace_id: str, passed_over: Collection[str] = ()) -> list[Outgoing]:
    """The oldest open post of each channel but those passed over, oldest first."""
    oldest = (
        select(func.min(slack_outbox.c.seq))
        .where(
            slack_outbox.c.workspace_id == workspace_id,
            slack_outbox.c.state.in_(_OPEN),
            slack_outbox.c.channel.not_in(sorted(passed_over)),
        )
        .group_by(slack_outbox.c.channel)
    )
    rows = conn.execute(
        select(slack_outbox).where(slack_outbox.c.seq.in_(oldest)).order_by(slack_outbox.c.seq)
    )
    return [_outgoing(row) for row in rows]


def begin_sending(conn: Connection, outgoing: Outgoing, at: datetime) -> None:
    """Note, before Slack is called, that the post may be there from now on."""
    _update(
        conn, outgoing, state=SENDING, attempts=outgoing.attempts + 1, attempted_at=at.isoformat()
    )


def keep_waiting(conn: Connection, outgoing: Outgoing, problem: str) -> None:
    """Slack refused for now and certainly posted nothing."""
    _update(conn, outgoing, state=WAITING, problem=problem)


def note_problem(conn: Connection, outgoing: Outgoing, problem: str) -> None:
    """Nobody knows whether Slack posted it; it stays to be looked up."""
    _update(conn, outgoing, problem=problem)


def mark_sent(conn: Connection, outgoing: Outgoing, channel: str, ts: str) -> None:
    """The post stands in Slack; its text is forgotten here."""
    _update(conn, outgoing, state=SENT, sent_channel=channel, sent_ts=ts, payload_json=None)


def give_up(conn: Connection, outgoing: Outgoing, problem: str) -> None:
    """The post cannot be delivered, and ``problem`` says why; its text is forgotten."""
    _update(conn, outgoing, state=UNDELIVERABLE, problem=problem, payload_json=None)


def replace_payload(conn: Connection, outgoing: Outgoing, payload_json: str, problem: str) -> None:
    """Try again with a simpler form of the post; Slack certainly posted nothing of the first."""
    _update(conn, outgoing, state=WAITING, payload_json=payload_json, problem=problem)


def where_sent(conn: Connection, workspace_id: str, key: str) -> tuple[str, str] | None:
    """Channel and ``ts`` of the post, once it was sent."""
    row = conn.execute(
        select(slack_outbox.c.sent_channel, slack_outbox.c.sent_ts).where(
            slack_outbox.c.workspace_id == workspace_id,
            slack_outbox.c.key == key,
            slack_outbox.c.state == SENT,
        )
    ).one_or_none()
    return None if row is None else (row.sent_channel, row.sent_ts)


def counts(conn: Connection, workspace_id: str) -> dict[str, int]:
    """How many posts are in each state."""
    rows = conn.execute(
        select(slack_outbox.c.state, func.count())
        .where(slack_outbox.c.workspace_id == workspace_id)
        .group_by(slack_outbox.c.state)
    )
    return {state: count for state, count in rows}


def _update(conn: Connection, outgoing: Outgoing, **values: object) -> None:
    conn.execute(
        slack_outbox.update()
        .where(
            slack_outbox.c.workspace_id == outgoing.workspace_id, slack_outbox.c.key == outgoing.key
        )
        .values(values)
    )


def _outgoing(row: AnyRow) -> Outgoing:
    attempted = row.attempted_at
    return Outgoing(
        row.workspace_id,
        row.key,
        row.channel,
        row.payload_json,
        datetime.fromisoformat(row.created_at),
        row.user_id,
        row.inbox_id,
        row.state,
        row.attempts,
        datetime.fromisoformat(attempted) if attempted else None,
        row.seq,
    )
