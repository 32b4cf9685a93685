"""Closing what is open: a promise kept, a pain solved; and opening it again."""

from dataclasses import dataclass

from assistant.bootstrap import Workspace
from assistant.finding import require_item
from assistant.recording import record_event
from knowledge.domain.facts import EventKind
from knowledge.errors import BadValue
from knowledge.store import accounts, ledger


@dataclass(frozen=True, slots=True)
class ClosedItem:
    """An item and what became of it; ``already`` when it stood so before."""

    account_name: str
    attribute: str
    text: str
    outcome: str | None
    already: bool


def close_item(
    ws: Workspace,
    item: str,
    account: str | None = None,
    outcome: str | None = None,
    *,
    reopen: bool = False,
) -> ClosedItem:
    """Close the promise, pain, goal or objection that ``item`` names, by short id or by its words.

    ``outcome`` is ``kept`` for promises and ``solved`` for the rest unless given; any item may be
    ``dropped``. Raises ``UnknownItem`` when no item or more than one fits, and ``BadValue``.
    """
    with ws.store.write() as conn:
        if account is not None:
            known = [accounts.get_account(conn, ws.workspace_id, account, ws.audience)]
        else:
            known = accounts.list_accounts(conn, ws.workspace_id, ws.audience)
        names = {one.id: one.name for one in known}
        held = require_item(item, (ledger.load_map(conn, id_, ws.audience) for id_ in names))
        fact = held.fact
        possible = ("kept" if fact.attribute == "account.promise" else "solved", "dropped")
        if outcome is not None and outcome not in possible:
            raise BadValue(", ".join(possible), outcome)
        settled = None if reopen else outcome or possible[0]
        already = (held.closed is None) == reopen
        if not already:
            payload = {
                "subject": fact.account_id,
                "attribute": fact.attribute,
                "item": fact.item,
                "outcome": settled,
            }
            kind = EventKind.REOPEN if reopen else EventKind.CLOSE
            record_event(ws, conn, fact.account_id, kind, payload)
    return ClosedItem(names[fact.account_id], fact.attribute, fact.value["text"], settled, already)
