"""A small store to test on: one workspace, two accounts, a member for each kind of right."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from knowledge.domain.clock import FixedClock
from knowledge.domain.codes import Band, SourceKind
from knowledge.domain.facts import Event, Fact
from knowledge.domain.proposals import Line, LineKind, Proposal, Remark, RemarkKind, Statement
from knowledge.domain.quotes import Quote
from knowledge.domain.sources import Source, sha256_of
from knowledge.domain.values import canonical
from knowledge.store import accounts, ledger, members, proposals, sources
from knowledge.store.engine import Connection, Store, open_store

WS = "ws_test"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = date(2026, 3, 1)
ME = frozenset({"me"})
CLOCK = FixedClock(NOW)


def new_store(home: Path, access: str = "open") -> Store:
    """A store with the member ``me`` and the account Acme (``acc_acme``)."""
    store = open_store(home, CLOCK)
    with store.write() as conn:
        members.save_workspace(conn, members.Workspace(WS, "Test", NOW.isoformat(), access))
        members.save_member(conn, members.Member("me", WS, "Me"))
        accounts.create_account(conn, accounts.Account("acc_acme", WS, "Acme", NOW), "me")
    return store


def source_of(text: str, id_: str = "src_1", account: str = "acc_acme", **more: Any) -> Source:
    """A note with these words."""
    raw = text.encode()
    made = Source(id_, WS, account, SourceKind.NOTE, text, "utf-8", sha256_of(raw), DAY, NOW)
    return replace(made, **more)


def add(conn: Connection, text: str, id_: str = "src_1", **more: Any) -> Source:
    """Keep a note with these words."""
    source = source_of(text, id_, **more)
    return sources.add_source(conn, source, text.encode()).source


def fact_of(
    source: Source | None,
    subject: str,
    attribute: str,
    value: Any,
    words: str | None = None,
    **more: Any,
) -> Fact:
    """A fact that rests on ``words``, as they stand in the source."""
    start = source.text.index(words) if source and words else None
    end = start + len(words) if start is not None and words else None
    made = Fact(
        f"fct_{subject}_{attribute}_{abs(hash((canonical(value), words))) % 10**9}",
        source.account_id if source else "acc_acme", subject, attribute, "", canonical(value), DAY,
        DAY, "stated_once", False, source.id if source else None, start, end, words, "me", None,
        None, NOW,
    )  # fmt: skip
    return made._replace(**more)


def event_of(kind: str, payload: dict[str, Any], id_: str = "evt_1") -> Event:
    """An event of Acme."""
    return Event(id_, "acc_acme", kind, canonical(payload), DAY, DAY, "me", None, NOW)


def line_of(
    id_: str, number: int, says: Statement, words: str | None, source: Source, **more: Any
) -> Line:
    """A pending line that rests on ``words``."""
    quote = None
    if words is not None:
        start = source.text.index(words)
        quote = Quote(source.id, start, start + len(words), words)
    made = Line(id_, number, LineKind.ADDED, "Somebody", says, quote, DAY, DAY, 0.9, Band.SURE)
    return replace(made, **more)


def remark_of(quote: Quote | None = None, **more: Any) -> Remark:
    """A contradiction."""
    made = Remark(
        RemarkKind.CONTRADICTION, "Somebody", "person.title", "CEO", "CFO", DAY, DAY, quote, None
    )
    return replace(made, **more)


def proposal_of(source: Source, *lines: Line, id_: str = "prp_1", **more: Any) -> Proposal:
    """A proposal of ``source`` with these lines."""
    made = Proposal(id_, source.account_id, source.id, "rules 1", NOW, lines)
    return replace(made, **more)


def append(store: Store, *facts: Fact) -> None:
    """Record facts in a transaction of their own."""
    with store.write() as conn:
        ledger.append_facts(conn, facts)


def save(store: Store, proposal: Proposal, reading: dict[str, Any] | None = None) -> None:
    """Keep a proposal in a transaction of its own."""
    with store.write() as conn:
        proposals.save_proposal(conn, proposal, reading, 0)
