"""The ledger of an account: facts and events appended, read back in the order they were recorded.

This is the hot path. Statements are built once, rows are taken from the driver as plain tuples, and
days and instants are converted once per distinct text.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import BindParameter, Connection, Select, bindparam, select

from knowledge.domain.account_map import AccountMap, build_account_map
from knowledge.domain.facts import Event, Fact
from knowledge.errors import UnknownAccount
from knowledge.store.access import Audience, bound, visible_to_bound
from knowledge.store.tables import accounts, events, facts

_ACCOUNT: BindParameter[str] = bindparam("account_id")
_SEEN = select(accounts.c.map_version).where(accounts.c.id == _ACCOUNT, visible_to_bound(accounts))
# The account is the one that was asked for, so that its column need not be fetched.
_FACT_COLUMNS = [facts.c[name] for name in Fact._fields if name != "account_id"]
_EVENT_COLUMNS = [events.c[name] for name in Event._fields if name != "account_id"]
_FACTS = select(*_FACT_COLUMNS).where(facts.c.account_id == _ACCOUNT).order_by(facts.c.seq)
_EVENTS = select(*_EVENT_COLUMNS).where(events.c.account_id == _ACCOUNT).order_by(events.c.seq)
_BUMP = (
    accounts.update()
    .where(accounts.c.id == bindparam("bumped"))
    .values(map_version=accounts.c.map_version + bindparam("by"))
    .returning(accounts.c.workspace_id)
)
_ADD_FACTS, _ADD_EVENTS = facts.insert(), events.insert()


def append_facts(conn: Connection, added: Sequence[Fact]) -> None:
    """Record facts, all or none; raises ``UnknownAccount`` when theirs does not exist."""
    if not added:
        return
    workspaces = _bump(conn, added)
    conn.execute(_ADD_FACTS, [_fact_row(fact, workspaces[fact.account_id]) for fact in added])


def append_events(conn: Connection, added: Sequence[Event]) -> None:
    """Record events, all or none; raises ``UnknownAccount`` when theirs does not exist."""
    if not added:
        return
    workspaces = _bump(conn, added)
    conn.execute(_ADD_EVENTS, [_event_row(event, workspaces[event.account_id]) for event in added])


def load_ledger(
    conn: Connection, account_id: str, audience: Audience
) -> tuple[list[Fact], list[Event]]:
    """Facts and events of an account in the order they were recorded; empty when it is not visible."""
    if map_version(conn, account_id, audience) is None:
        return [], []
    return _load_facts(conn, account_id), _load_events(conn, account_id)


def ledger_for_erasure(conn: Connection, account_id: str) -> tuple[list[Fact], list[Event]]:
    """``load_ledger`` whoever asks: erasure must find what its asker may not see. Show it to nobody."""
    return _load_facts(conn, account_id), _load_events(conn, account_id)


def load_map(
    conn: Connection,
    account_id: str,
    audience: Audience,
    as_of: date | None = None,
    valid_on: date | None = None,
) -> AccountMap:
    """The map of an account at a moment; an empty one when it is not visible."""
    return build_account_map(account_id, *load_ledger(conn, account_id, audience), as_of, valid_on)


def map_version(conn: Connection, account_id: str, audience: Audience) -> int | None:
    """A number that grows with every fact and event of the account; ``None`` when not visible."""
    found: int | None = conn.execute(
        _SEEN, {"account_id": account_id, **bound(audience)}
    ).scalar_one_or_none()
    return found


def _bump(conn: Connection, added: Sequence[Fact] | Sequence[Event]) -> dict[str, str]:
    """Raise the version of every account concerned; its workspace by account."""
    counts: dict[str, int] = {}
    for entry in added:
        counts[entry.account_id] = counts.get(entry.account_id, 0) + 1
    workspaces = {}
    for account_id, count in counts.items():
        row = conn.execute(_BUMP, {"bumped": account_id, "by": count}).one_or_none()
        if row is None:
            raise UnknownAccount(account_id)
        workspaces[account_id] = row[0]
    return workspaces


def _fact_row(fact: Fact, workspace_id: str) -> dict[str, Any]:
    row: dict[str, Any] = fact._asdict()
    row["workspace_id"] = workspace_id
    row["valid_on"] = fact.valid_on.isoformat()
    row["learnt_on"] = fact.learnt_on.isoformat()
    row["recorded_at"] = fact.recorded_at.isoformat()
    row["changed"] = int(fact.changed)
    return row


def _event_row(event: Event, workspace_id: str) -> dict[str, Any]:
    row: dict[str, Any] = event._asdict()
    row["workspace_id"] = workspace_id
    row["valid_on"] = event.valid_on.isoformat()
    row["learnt_on"] = event.learnt_on.isoformat()
    row["recorded_at"] = event.recorded_at.isoformat()
    return row


class _Days(dict[str, date]):
    """Days by their text, converted at their first use."""

    def __missing__(self, text: str) -> date:
        day = self[text] = date.fromisoformat(text)
        return day


class _Instants(dict[str, datetime]):
    """Instants by their text, converted at their first use."""

    def __missing__(self, text: str) -> datetime:
        instant = self[text] = datetime.fromisoformat(text)
        return instant


# What a named tuple's own constructor calls, without the call around it.
_new = tuple.__new__


def _load_facts(conn: Connection, account: str) -> list[Fact]:
    days, instants = _Days(), _Instants()
    return [
        _new(Fact, (
            id_, account, subject, attribute, item, value, days[valid], days[learnt], basis,
            changed == 1, source, start, end, quote, member, line, review, instants[recorded],
        ))
        for (
            id_, subject, attribute, item, value, valid, learnt, basis, changed, source, start, end,
            quote, member, line, review, recorded,
        ) in _plain_rows(conn, _FACTS, account)
    ]  # fmt: skip


def _load_events(conn: Connection, account: str) -> list[Event]:
    days, instants = _Days(), _Instants()
    return [
        Event(
            id_, account, kind, payload, days[valid], days[learnt], member, review,
            instants[recorded],
        )
        for id_, kind, payload, valid, learnt, member, review, recorded
        in _plain_rows(conn, _EVENTS, account)
    ]  # fmt: skip


def _plain_rows(conn: Connection, query: Select[*tuple[Any, ...]], account: str) -> Iterable[Any]:
    """Rows as the driver makes them: every column is text or a number, nothing needs converting."""
    return cast("Iterable[Any]", conn.execute(query, {"account_id": account}).cursor)
