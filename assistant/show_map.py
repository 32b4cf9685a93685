"""Looking at accounts: the map at a moment, its history, and the list of accounts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from assistant.bootstrap import Workspace
from assistant.finding import find_map, find_person
from knowledge.domain.account_map import AccountMap
from knowledge.domain.codes import SourceKind
from knowledge.domain.facts import Fact
from knowledge.domain.remarks import overdue_promises
from knowledge.domain.undo import taken_back
from knowledge.store import accounts, audit, ledger, proposals, sources
from knowledge.store.engine import Connection

# Kinds of source that come from having been in contact, and not from reading about the account.
_CONTACTS = (SourceKind.NOTE, SourceKind.TRANSCRIPT, SourceKind.EMAIL)


@dataclass(frozen=True, slots=True)
class ShownMap:
    """A map with what it takes to show it; ``waiting`` counts lines nobody has decided."""

    account_name: str
    account_map: AccountMap
    source_dates: dict[str, date]
    source_names: dict[str, str]
    waiting: int


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One fact as it entered the ledger, and what became of it.

    ``names`` are the people inside ``before`` and ``after``, by id, as the map calls them now.
    """

    on: date
    learnt_on: date
    attribute: str
    subject_name: str
    before: Any
    after: Any
    quote: str | None
    source_id: str | None
    member: str
    state: Literal["held", "superseded", "contradicted", "undone"]
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccountSummary:
    """One account in a list."""

    name: str
    people: int
    waiting: int
    last_contact: date | None
    contradictions: int
    overdue: int


def show_map(
    ws: Workspace, account: str, as_of: date | None = None, valid_on: date | None = None
) -> ShownMap:
    """The map of an account as believed ``as_of`` a day, or true ``valid_on`` one by all we know."""
    with ws.store.read() as conn:
        found = accounts.get_account(conn, ws.workspace_id, account, ws.audience)
        account_map = ledger.load_map(conn, found.id, ws.audience, as_of, valid_on)
        listed = sources.list_sources(conn, found.id, ws.audience)
        waiting = _waiting(ws, conn, found.id)
    _record_read(ws, found.id)
    return ShownMap(
        found.name,
        account_map,
        {source.id: source.dated_on for source in listed},
        {source.id: source.external_id or source.id for source in listed},
        waiting,
    )


def history(ws: Workspace, account: str, person: str | None = None) -> tuple[HistoryEntry, ...]:
    """Everything that was ever held of an account or of one person, oldest first."""
    with ws.store.read() as conn:
        found, account_map = find_map(ws, conn, account)
        facts, events = ledger.load_ledger(conn, found.id, ws.audience)
        listed = sources.list_sources(conn, found.id, ws.audience)
    only = find_person(person, found.name, account_map).id if person else None
    in_order = sorted(facts, key=lambda fact: (fact.valid_on, fact.learnt_on, fact.id))
    sources_named = {source.id: source.external_id or source.id for source in listed}
    people_named = _people_named(account_map, in_order)
    teller = _Teller(account_map, taken_back(events), sources_named, people_named)
    entries = [
        teller.tell(fact)
        for fact in in_order
        if only is None or account_map.same_as.get(fact.subject_id, fact.subject_id) == only
    ]
    return tuple(entries)


def _people_named(account_map: AccountMap, facts: Sequence[Fact]) -> dict[str, str]:
    """Names by id: those of the map, through merges; for somebody taken back, the last one said."""
    said = {
        fact.subject_id: str(fact.value)
        for fact in facts
        if fact.attribute == "person.name" and fact.value
    }
    now = {person.id: person.name for person in account_map.people}
    merged = {gone: now[stays] for gone, stays in account_map.same_as.items() if stays in now}
    return {**said, **now, **merged}


class _Teller:
    """Tells facts one after the other, with the value each of them came after."""

    def __init__(
        self,
        account_map: AccountMap,
        undone: frozenset[str],
        sources_named: Mapping[str, str],
        people_named: Mapping[str, str],
    ) -> None:
        self._map = account_map
        self._undone = undone
        self._sources = sources_named
        self._people = people_named
        self._before: dict[tuple[str, str, str], Any] = {}
        self._contradicted = {fact.id for held in account_map.held.values() for fact in held.rivals}
        self._held = {
            fact.id for held in account_map.held.values() for fact in (held.fact, *held.agreeing)
        } - account_map.passed_on

    def tell(self, fact: Fact) -> HistoryEntry:
        """The entry of one fact."""
        subject = self._map.same_as.get(fact.subject_id, fact.subject_id)
        key = (subject, fact.attribute, fact.item)
        before = self._before.get(key)
        entry = HistoryEntry(
            fact.valid_on,
            fact.learnt_on,
            fact.attribute,
            self._people.get(subject, ""),
            before,
            fact.value,
            fact.quote,
            self._sources.get(fact.source_id or "", fact.source_id),
            fact.member,
            self._state(fact),
            {
                one: self._people[one]
                for one in _words_in((before, fact.value))
                if one in self._people
            },
        )
        if fact.id not in self._undone:
            self._before[key] = fact.value
        return entry

    def _state(self, fact: Fact) -> Literal["held", "superseded", "contradicted", "undone"]:
        if fact.id in self._undone:
            return "undone"
        if fact.id in self._contradicted:
            return "contradicted"
        return "held" if fact.id in self._held else "superseded"


def _words_in(value: Any) -> Iterator[str]:
    """Every text inside a value, ids of people among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _words_in(part)
    elif isinstance(value, dict):
        yield from _words_in(list(value.values()))


def list_accounts(ws: Workspace) -> tuple[AccountSummary, ...]:
    """Every account the member may see, by name, with what asks for attention."""
    with ws.store.read() as conn:
        known = accounts.list_accounts(conn, ws.workspace_id, ws.audience)
        return tuple(_summary(ws, conn, account) for account in known)


def _summary(ws: Workspace, conn: Connection, account: accounts.Account) -> AccountSummary:
    account_map = ledger.load_map(conn, account.id, ws.audience)
    return AccountSummary(
        account.name,
        len(account_map.customers()),
        _waiting(ws, conn, account.id),
        _latest(
            source.dated_on
            for source in sources.list_sources(conn, account.id, ws.audience)
            if source.kind in _CONTACTS
        ),
        len(account_map.contradictions),
        len(overdue_promises(account_map, ws.clock.today())),
    )


def _latest(days: Iterable[date]) -> date | None:
    return max(days, default=None)


def _waiting(ws: Workspace, conn: Connection, account_id: str) -> int:
    listed = proposals.list_proposals(conn, ws.workspace_id, ws.audience, account_id=account_id)
    return sum(one.pending for one in listed)


def _record_read(ws: Workspace, account_id: str) -> None:
    entry = audit.AuditEntry(ws.clock.now(), ws.workspace_id, ws.member, "map_read", account_id, ())
    with ws.store.write() as conn:
        audit.record(conn, entry)
