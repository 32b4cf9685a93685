"""The audit trail: who read or decided what, when; object ids only, never a word of text."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from knowledge.store.access import Audience, visible
from knowledge.store.tables import AnyRow, audit


class AuditEntry(NamedTuple):
    """One act. ``action`` is a code such as ``map_read`` or ``proposal_reviewed``."""

    at: datetime
    workspace_id: str
    member: str
    action: str
    account_id: str | None
    object_ids: tuple[str, ...]


def record(conn: Connection, entry: AuditEntry) -> None:
    """Append one entry; nothing ever changes or removes it."""
    conn.execute(
        audit.insert(),
        {
            "workspace_id": entry.workspace_id,
            "at": entry.at.isoformat(),
            "member": entry.member,
            "action": entry.action,
            "account_id": entry.account_id,
            "object_ids_json": _json(entry.object_ids),
        },
    )


def list_audit(
    conn: Connection, account_id: str, audience: Audience, limit: int = 1000
) -> list[AuditEntry]:
    """The latest entries about an account, oldest first."""
    rows = conn.execute(
        select(audit)
        .where(audit.c.account_id == account_id, visible(audience, audit))
        .order_by(audit.c.seq.desc())
        .limit(limit)
    ).all()
    return [_entry(row) for row in reversed(rows)]


def _entry(row: AnyRow) -> AuditEntry:
    return AuditEntry(
        datetime.fromisoformat(row.at),
        row.workspace_id,
        row.member,
        row.action,
        row.account_id,
        tuple(json.loads(row.object_ids_json)),
    )


def _json(ids: Iterable[str]) -> str:
    return json.dumps(list(ids))
