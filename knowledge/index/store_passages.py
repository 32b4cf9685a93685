"""Passages at rest: written with their source in one transaction, read for one account at a time.

The store holds places and terms only; words are always read from the source, the one copy of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from knowledge.domain.sources import Source
from knowledge.index.passages import cut_passages, terms_to_store
from knowledge.store.access import Audience, visible
from knowledge.store.tables import passages, source_bodies, sources


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """One passage of an account: where it stands, and the terms it is found by."""

    seq: int
    account_id: str
    source_id: str
    start: int
    end: int
    terms: str


def index_source(conn: Connection, source: Source) -> int:
    """Cut and keep the passages of ``source`` anew; returns how many there are."""
    drop_source(conn, source.id)
    rows = [
        {
            "workspace_id": source.workspace_id,
            "account_id": source.account_id,
            "source_id": source.id,
            "start": piece.start,
            "end": piece.end,
            "terms": terms_to_store(source.text[piece.start : piece.end]),
        }
        for piece in cut_passages(source.text)
    ]
    if rows:
        conn.execute(passages.insert(), rows)
    return len(rows)


def drop_source(conn: Connection, source_id: str) -> None:
    """Forget the passages of a source."""
    conn.execute(passages.delete().where(passages.c.source_id == source_id))


def account_passages(
    conn: Connection, account_id: str, audience: Audience, not_after: str | None = None
) -> list[StoredPassage]:
    """The passages of an account, in order; with ``not_after`` (ISO day) only of sources up to it.

    Sources that were revised are left out: what replaced them says it again.
    """
    query = (
        select(
            passages.c.seq,
            passages.c.account_id,
            passages.c.source_id,
            passages.c.start,
            passages.c.end,
            passages.c.terms,
        )
        .join_from(
            passages,
            sources,
            (sources.c.workspace_id == passages.c.workspace_id)
            & (sources.c.id == passages.c.source_id),
        )
        .where(
            passages.c.account_id == account_id,
            sources.c.revised_by.is_(None),
            visible(audience, passages),
        )
        .order_by(passages.c.seq)
    )
    if not_after is not None:
        query = query.where(sources.c.dated_on <= not_after)
    return [StoredPassage(*row) for row in conn.execute(query)]


def unindexed_sources(conn: Connection, account_ids: Sequence[str]) -> list[str]:
    """Sources of these accounts that have words and no passage: what a rebuild has to do."""
    indexed = select(passages.c.source_id).distinct()
    rows = conn.execute(
        select(sources.c.id)
        .join_from(
            sources,
            source_bodies,
            (source_bodies.c.workspace_id == sources.c.workspace_id)
            & (source_bodies.c.source_id == sources.c.id),
        )
        .where(sources.c.account_id.in_(list(account_ids)), sources.c.id.not_in(indexed))
        .order_by(sources.c.id)
    )
    return [row.id for row in rows]
