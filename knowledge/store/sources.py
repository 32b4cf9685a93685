"""Sources: bytes kept as they came, recognised by their content, refused whole when they changed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Select, and_, bindparam, or_, select

from knowledge.domain.codes import SourceKind
from knowledge.domain.sources import Source
from knowledge.errors import ContentChanged
from knowledge.store.access import Audience, visible
from knowledge.store.blanking import BLANK, encode_blanked
from knowledge.store.names import refuse_unstorable
from knowledge.store.tables import AnyRow, source_bodies, sources

Status = Literal["stored", "unchanged", "revised"]


class Added(NamedTuple):
    """What became of a source that was handed in: ``source`` is the one the store now holds."""

    source: Source
    status: Status


class ListedSource(NamedTuple):
    """A source without its text. ``revised_by`` is the source that took its external id over."""

    id: str
    account_id: str
    kind: str
    author: str | None
    dated_on: date
    url: str | None
    fetched_on: date | None
    external_id: str | None
    sha256: str
    size_bytes: int
    received_at: datetime
    revised_by: str | None


def add_source(conn: Connection, source: Source, raw: bytes, *, revise: bool = False) -> Added:
    """Keep ``source`` with the bytes it came in, unless the account has the same bytes already.

    Raises ``ContentChanged`` when the external id is known with other bytes. With ``revise`` the new
    bytes become a source of their own that takes the id over; the old one and its facts stay. Only an
    id that is known is revised: the same bytes under another id, revised since or not, change nothing.
    """
    refuse_unstorable(source.text, source.author, source.external_id, source.url)
    source, raw = _without_forgotten(source, raw)
    same, holder = _known(conn, source)
    if same is not None and not (revise and same.revised_by and holder is not None):
        return Added(_source(_body_of(conn, same)), "unchanged")
    if holder is not None:
        if not revise:
            raise ContentChanged(str(source.external_id))
        _hand_over(conn, holder, same.id if same else source.id)
    if same is not None:
        return _reinstate(conn, same, source)
    _insert(conn, source, raw)
    return Added(source, "revised" if holder is not None else "stored")


def get_source(conn: Connection, source_id: str, audience: Audience) -> Source | None:
    """The source with its text, or ``None``."""
    row = conn.execute(_with_text(audience).where(sources.c.id == source_id)).one_or_none()
    return None if row is None else _source(row)


def get_raw(conn: Connection, source_id: str, audience: Audience) -> bytes | None:
    """The bytes of the source as they came, or ``None``."""
    row = conn.execute(
        select(source_bodies.c.raw)
        .join_from(sources, source_bodies, _BODY)
        .where(sources.c.id == source_id, visible(audience, sources))
    ).one_or_none()
    return None if row is None else bytes(row.raw)


def find_by_external_id(
    conn: Connection, workspace_id: str, external_id: str, audience: Audience
) -> Source | None:
    """The source that came under ``external_id`` and was not revised since, or ``None``."""
    row = conn.execute(
        _with_text(audience).where(
            sources.c.workspace_id == workspace_id, sources.c.external_id == external_id
        )
    ).one_or_none()
    return None if row is None else _source(row)


def find_by_content(
    conn: Connection, account_id: str, sha256: str, audience: Audience
) -> Source | None:
    """The source of the account that came in bytes of this hash and was not revised, or ``None``."""
    row = conn.execute(
        _with_text(audience).where(
            sources.c.account_id == account_id,
            sources.c.sha256 == sha256,
            sources.c.revised_by.is_(None),
        )
    ).one_or_none()
    return None if row is None else _source(row)


def list_sources(conn: Connection, account_id: str, audience: Audience) -> list[ListedSource]:
    """The sources of an account, oldest first, without their texts."""
    rows = conn.execute(
        select(*_LISTED)
        .where(sources.c.account_id == account_id, visible(audience, sources))
        .order_by(sources.c.dated_on, sources.c.received_at, sources.c.id)
    )
    return [_listed(row) for row in rows]


def list_some_sources(
    conn: Connection, source_ids: Iterable[str], audience: Audience
) -> dict[str, ListedSource]:
    """The sources with these ids that may be seen, by id."""
    rows = conn.execute(
        select(*_LISTED).where(sources.c.id.in_(list(source_ids)), visible(audience, sources))
    )
    return {row.id: _listed(row) for row in rows}


def source_texts(conn: Connection, source_ids: Iterable[str], audience: Audience) -> dict[str, str]:
    """The texts of the sources with these ids that may be seen, by id."""
    rows = conn.execute(
        select(sources.c.id, source_bodies.c.text)
        .join_from(sources, source_bodies, _BODY)
        .where(sources.c.id.in_(list(source_ids)), visible(audience, sources))
    )
    return {row.id: row.text for row in rows}


def source_for_erasure(conn: Connection, source_id: str) -> Source:
    """The source whoever asks, for making its passages anew. Show it to nobody."""
    return _source(
        conn.execute(
            select(sources, source_bodies.c.text)
            .join_from(sources, source_bodies, _BODY)
            .where(sources.c.id == source_id)
        ).one()
    )


_BODY = and_(
    source_bodies.c.workspace_id == sources.c.workspace_id,
    source_bodies.c.source_id == sources.c.id,
)
_KNOWN = select(sources).where(
    sources.c.workspace_id == bindparam("workspace"),
    or_(
        and_(sources.c.account_id == bindparam("account"), sources.c.sha256 == bindparam("hash")),
        sources.c.external_id == bindparam("external"),
    ),
)
_ADD, _ADD_BODY = sources.insert(), source_bodies.insert()
_LISTED = [sources.c[name] for name in ListedSource._fields]


def _with_text(audience: Audience) -> Select[*tuple[Any, ...]]:
    return (
        select(sources, source_bodies.c.text)
        .join_from(sources, source_bodies, _BODY)
        .where(visible(audience, sources))
    )


def _known(conn: Connection, source: Source) -> tuple[AnyRow | None, AnyRow | None]:
    """The source of the same bytes, and another one that holds the external id."""
    rows = conn.execute(
        _KNOWN,
        {
            "workspace": source.workspace_id,
            "account": source.account_id,
            "hash": source.sha256,
            # Equal to nothing when there is none.
            "external": source.external_id,
        },
    ).all()
    same = next(
        (r for r in rows if (r.account_id, r.sha256) == (source.account_id, source.sha256)), None
    )
    holder = next((row for row in rows if row is not same), None)
    return same, holder


def _without_forgotten(source: Source, raw: bytes) -> tuple[Source, bytes]:
    """Bytes that say no more than the text, when a forgotten name was blanked in it.

    The hash stays that of the bytes that came, so that they are recognised when they come again.
    """
    if BLANK not in source.text:
        return source, raw
    try:
        if raw.decode(source.encoding) == source.text:
            return source, raw
    except (LookupError, UnicodeDecodeError):
        pass
    encoding, blanked = encode_blanked(source.text, source.encoding)
    return replace(source, encoding=encoding), blanked


def _insert(conn: Connection, source: Source, raw: bytes) -> None:
    conn.execute(
        _ADD,
        {
            "workspace_id": source.workspace_id,
            "id": source.id,
            "account_id": source.account_id,
            "kind": str(source.kind),
            "author": source.author,
            "dated_on": source.dated_on.isoformat(),
            "url": source.url,
            "fetched_on": source.fetched_on.isoformat() if source.fetched_on else None,
            "external_id": source.external_id,
            "sha256": source.sha256,
            "encoding": source.encoding,
            "size_bytes": len(raw),
            "received_at": source.received_at.isoformat(),
            "revised_by": None,
        },
    )
    conn.execute(
        _ADD_BODY,
        {
            "workspace_id": source.workspace_id,
            "source_id": source.id,
            "raw": raw,
            "text": source.text,
        },
    )


def _hand_over(conn: Connection, holder: AnyRow, to: str) -> None:
    """Take the external id from ``holder``, which is marked as revised."""
    conn.execute(
        sources.update()
        .where(sources.c.workspace_id == holder.workspace_id, sources.c.id == holder.id)
        .values(external_id=None, revised_by=to)
    )


def _reinstate(conn: Connection, row: AnyRow, source: Source) -> Added:
    """The bytes of before a revision came back under the same id: the old source holds it again."""
    conn.execute(
        sources.update()
        .where(sources.c.workspace_id == row.workspace_id, sources.c.id == row.id)
        .values(external_id=source.external_id, revised_by=None)
    )
    stored = replace(_source(_body_of(conn, row)), external_id=source.external_id)
    return Added(stored, "revised")


def _body_of(conn: Connection, row: AnyRow) -> AnyRow:
    return conn.execute(
        select(sources, source_bodies.c.text)
        .join_from(sources, source_bodies, _BODY)
        .where(sources.c.workspace_id == row.workspace_id, sources.c.id == row.id)
    ).one()


def _source(row: AnyRow) -> Source:
    return Source(
        id=row.id,
        workspace_id=row.workspace_id,
        account_id=row.account_id,
        kind=SourceKind(row.kind),
        text=row.text,
        encoding=row.encoding,
        sha256=row.sha256,
        dated_on=date.fromisoformat(row.dated_on),
        received_at=datetime.fromisoformat(row.received_at),
        author=row.author,
        external_id=row.external_id,
        url=row.url,
        fetched_on=date.fromisoformat(row.fetched_on) if row.fetched_on else None,
    )


def _listed(row: AnyRow) -> ListedSource:
    return ListedSource._make(row)._replace(
        dated_on=date.fromisoformat(row.dated_on),
        fetched_on=date.fromisoformat(row.fetched_on) if row.fetched_on else None,
        received_at=datetime.fromisoformat(row.received_at),
    )
