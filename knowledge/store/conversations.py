"""Conversations: the last questions and answers of a thread, so that a follow-up survives a restart.

Only words that were shown are kept, never what a tool returned; and only a few turns, for a month.
What names somebody who is forgotten, or rests on a source that is, goes with them.

A thread's name must hold who reads it (a member, or a channel): its turns were made for those readers,
and nothing here can tell what others may see.
"""

import json
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from knowledge.store.tables import sources
from knowledge.store.tables_assistant import conversations

# Follow-ups reach back a few turns; what is older costs a model's attention and keeps words for nothing.
TURNS_KEPT = 12
KEPT_FOR = timedelta(days=30)


class Turn(NamedTuple):
    """One question with the answer that was shown, at an instant in UTC."""

    question: str
    answer: str
    at: datetime


def recall(conn: Connection, workspace_id: str, thread: str, since: datetime) -> list[Turn]:
    """The turns of the thread said since then, oldest first."""
    rows = conn.execute(
        select(conversations.c.question, conversations.c.answer, conversations.c.said_at)
        .where(
            conversations.c.workspace_id == workspace_id,
            conversations.c.thread == thread,
            conversations.c.said_at >= since.isoformat(),
        )
        .order_by(conversations.c.seq)
    )
    return [Turn(row.question, row.answer, datetime.fromisoformat(row.said_at)) for row in rows]


def add_turn(
    conn: Connection,
    workspace_id: str,
    thread: str,
    question: str,
    answer: str,
    at: datetime,
    account_id: str | None = None,
    source_ids: Collection[str] = (),
) -> None:
    """Keep a turn; the thread keeps its last ``TURNS_KEPT``. ``source_ids`` are those it cites."""
    conn.execute(
        conversations.insert(),
        {
            "workspace_id": workspace_id,
            "thread": thread,
            "account_id": account_id,
            "question": question,
            "answer": answer,
            "source_ids_json": json.dumps(sorted(source_ids)),
            "said_at": at.isoformat(),
        },
    )
    mine = (conversations.c.workspace_id == workspace_id, conversations.c.thread == thread)
    kept = (
        select(conversations.c.seq)
        .where(*mine)
        .order_by(conversations.c.seq.desc())
        .limit(TURNS_KEPT)
    )
    conn.execute(conversations.delete().where(*mine, conversations.c.seq.not_in(kept)))


def sources_cited(
    conn: Connection, workspace_id: str, published: Iterable[str]
) -> list[tuple[str, str]]:
    """What a turn rests on: our ids of the sources cited by these, each with its account's.

    For ``add_turn`` alone, so that forgetting a source reaches the turn; nobody is shown them.
    """
    names = sorted(set(published))
    rows = conn.execute(
        select(sources.c.id, sources.c.account_id)
        .where(
            sources.c.workspace_id == workspace_id,
            or_(sources.c.external_id.in_(names), sources.c.id.in_(names)),
        )
        .order_by(sources.c.id)
    )
    return [(row.id, row.account_id) for row in rows]


def prune(conn: Connection, workspace_id: str, now: datetime) -> None:
    """Forget turns older than a month."""
    conn.execute(
        conversations.delete().where(
            conversations.c.workspace_id == workspace_id,
            conversations.c.said_at < (now - KEPT_FOR).isoformat(),
        )
    )


def forget_person_in_conversations(
    conn: Connection, workspace_id: str, blank: Callable[[str], str]
) -> int:
    """Delete every thread in which a turn names the person; ``blank`` changes texts that do."""

    def names(question: str, answer: str) -> bool:
        return blank(question) != question or blank(answer) != answer

    rows = conn.execute(
        select(conversations.c.thread, conversations.c.question, conversations.c.answer).where(
            conversations.c.workspace_id == workspace_id
        )
    ).all()
    return _forget(
        conn, workspace_id, {row.thread for row in rows if names(row.question, row.answer)}
    )


def forget_source_in_conversations(conn: Connection, workspace_id: str, source_id: str) -> int:
    """Delete every thread in which a turn rests on the source."""
    rows = conn.execute(
        select(conversations.c.thread, conversations.c.source_ids_json).where(
            conversations.c.workspace_id == workspace_id
        )
    ).all()
    resting = {row.thread for row in rows if source_id in json.loads(row.source_ids_json)}
    return _forget(conn, workspace_id, resting)


def turns_naming(
    conn: Connection, account_id: str, blank: Callable[[str], str]
) -> list[dict[str, str]]:
    """The turns about the account that name somebody, for an export: question, answer, instant."""
    rows = conn.execute(
        select(conversations.c.question, conversations.c.answer, conversations.c.said_at)
        .where(conversations.c.account_id == account_id)
        .order_by(conversations.c.seq)
    )
    return [
        {"question": row.question, "answer": row.answer, "said_at": row.said_at}
        for row in rows
        if blank(row.question) != row.question or blank(row.answer) != row.answer
    ]


def _forget(conn: Connection, workspace_id: str, threads: Collection[str]) -> int:
    deleted = 0
    for thread in sorted(threads):
        deleted += conn.execute(
            conversations.delete().where(
                conversations.c.workspace_id == workspace_id, conversations.c.thread == thread
            )
        ).rowcount
    return deleted
