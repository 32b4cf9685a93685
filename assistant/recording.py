"""Events that a person makes directly, without a proposal: merges, closings, retractions."""

from typing import Any

from assistant.bootstrap import Workspace
from knowledge.domain.facts import Event, EventKind
from knowledge.domain.values import canonical
from knowledge.errors import NotAllowed
from knowledge.store import access, audit, ledger
from knowledge.store.engine import Connection


def record_event(
    ws: Workspace, conn: Connection, account_id: str, kind: EventKind, payload: dict[str, Any]
) -> Event:
    """Append one event of today by the acting member; raises ``NotAllowed`` without the right to."""
    if not access.may_review(conn, ws.member, account_id):
        raise NotAllowed
    today = ws.clock.today()
    event = Event(
        id=ws.store.new_id("evt"),
        account_id=account_id,
        kind=kind.value,
        payload_json=canonical(payload),
        valid_on=today,
        learnt_on=today,
        member=ws.member,
        review_id=None,
        recorded_at=ws.clock.now(),
    )
    ledger.append_events(conn, [event])
    entry = audit.AuditEntry(
        ws.clock.now(), ws.workspace_id, ws.member, kind.value, account_id, (event.id,)
    )
    audit.record(conn, entry)
    return event
