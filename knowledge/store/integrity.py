"""Whether the store is whole: SQLite's own check, and our promise that every quote stands in its source."""

from collections.abc import Iterator

from sqlalchemy import select, text

from knowledge.store.engine import Connection
from knowledge.store.tables import facts, source_bodies


def integrity_faults(conn: Connection) -> tuple[str, ...]:
    """What is wrong, in short codes with counts; empty when all is well."""
    return tuple(_faults(conn))


def _faults(conn: Connection) -> Iterator[str]:
    if conn.dialect.name == "sqlite":
        answer = conn.execute(text("PRAGMA quick_check(1)")).scalar_one()
        if answer != "ok":
            yield "damaged"
        dangling = len(conn.execute(text("PRAGMA foreign_key_check")).all())
        if dangling:
            yield f"dangling_rows={dangling}"
    misquoted = _misquoted(conn)
    if misquoted:
        yield f"quotes_not_in_source={misquoted}"


def _misquoted(conn: Connection) -> int:
    """How many facts quote words that their source does not have at that place."""
    rows = conn.execute(
        select(facts.c.start, facts.c.end, facts.c.quote, source_bodies.c.text)
        .join(source_bodies, source_bodies.c.source_id == facts.c.source_id)
        .where(facts.c.quote.is_not(None))
    )
    return sum(1 for start, end, quote, body in rows if body[start:end] != quote)
