"""What the store costs beside raw sqlite3 on the same schema with the same pragmas.

Samples are interleaved, so that a busy machine is busy for both; figures are medians of CPU time.
"""

import gc
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from knowledge.domain.account_map import build_account_map
from knowledge.domain.clock import FixedClock
from knowledge.domain.codes import SourceKind
from knowledge.domain.facts import Event, Fact
from knowledge.domain.sources import Source, sha256_of
from knowledge.domain.values import canonical
from knowledge.store import accounts, ledger, members, sources
from knowledge.store.connections import connect
from knowledge.store.engine import Store, open_store

Measured = tuple[str, float, float, float, float]

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ME = frozenset({"local"})
SAMPLES, WARM_UP = 60, 10
WRITE_GOAL, READ_GOAL = 4.0, 2.0
NOTE = ("Met Dana Ruiz, now VP Ops at Acme. She wants the pilot live before 1 March. " * 12).strip()

_ADD_SOURCE = "INSERT INTO sources VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
_ADD_FACT = "INSERT INTO facts VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"


def measure() -> list[Measured]:
    """(name, baseline ms, ours ms, ratio, goal) for the map update, the map read and its fold."""
    with tempfile.TemporaryDirectory() as folder:
        ours, raw = _stores(Path(folder))
        try:
            return [*_update(ours, raw), *_read(ours)]
        finally:
            ours.close()
            raw.close()


def _update(ours: Store, raw: sqlite3.Connection) -> list[Measured]:
    """One note, five people, twenty facts, written durably; the bytes to write are made before."""
    batches = [_batch(number) for number in range(SAMPLES + WARM_UP)]
    rows = [_raw_rows(*batch) for batch in batches]
    at = iter(range(len(batches)))
    current = 0

    def write_raw() -> None:
        nonlocal current
        current = next(at)
        source, body, facts = rows[current]
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("UPDATE accounts SET map_version = map_version + 25 WHERE id = 'acc_1'")
        raw.execute(_ADD_SOURCE, source)
        raw.execute("INSERT INTO source_bodies VALUES (?, ?, ?, ?)", body)
        raw.executemany(_ADD_FACT, facts)
        raw.execute("COMMIT")

    def write_ours() -> None:
        source, facts = batches[current]
        with ours.write() as conn:
            sources.add_source(conn, source, source.text.encode())
            ledger.append_facts(conn, facts)

    return [_compare("map update", write_raw, write_ours, WRITE_GOAL)]


def _read(ours: Store) -> list[Measured]:
    """Thirty people, three hundred facts."""
    facts = _map_facts()
    source = _source("src_map", "the map")
    with ours.write() as conn:
        added = accounts.Account("acc_map", "ws", "Map", NOW)
        accounts.create_account(conn, added, "local")
        sources.add_source(conn, source, source.text.encode())
        ledger.append_facts(conn, facts)
        ledger.append_events(conn, [_event(number) for number in range(3)])
    path = ours.path
    with closing(connect(path)) as same_file:

        def read_raw() -> None:
            same_file.execute("BEGIN")
            same_file.execute("SELECT * FROM accounts WHERE id = 'acc_map'").fetchall()
            same_file.execute("SELECT * FROM facts WHERE account_id = 'acc_map'").fetchall()
            same_file.execute("SELECT * FROM events WHERE account_id = 'acc_map'").fetchall()
            same_file.execute("ROLLBACK")

        def read_rows() -> None:
            with ours.read() as conn:
                ledger.load_ledger(conn, "acc_map", ME)

        def read_map() -> None:
            with ours.read() as conn:
                ledger.load_map(conn, "acc_map", ME)

        rows = _compare("map read, to facts", read_raw, read_rows, READ_GOAL)
        whole = _compare("map read, folded", read_raw, read_map, READ_GOAL)
    with ours.read() as conn:
        loaded, events = ledger.load_ledger(conn, "acc_map", ME)

    def fold_only() -> None:
        build_account_map("acc_map", loaded, events)

    fold_ms = _median_ms([_cpu_ms(fold_only) for _ in range(SAMPLES)])
    fold: Measured = ("  of which fold", whole[1], fold_ms, fold_ms / whole[1], float("inf"))
    return [rows, whole, fold]


def _compare(
    name: str, baseline: Callable[[], None], ours: Callable[[], None], goal: float
) -> Measured:
    theirs_ms, ours_ms = [], []
    gc.collect()
    gc.disable()
    try:
        for number in range(SAMPLES + WARM_UP):
            one, other = _cpu_ms(baseline), _cpu_ms(ours)
            if number >= WARM_UP:
                theirs_ms.append(one)
                ours_ms.append(other)
    finally:
        gc.enable()
    base, mine = _median_ms(theirs_ms), _median_ms(ours_ms)
    return (name, base, mine, mine / base, goal)


def _cpu_ms(work: Callable[[], None]) -> float:
    start = time.process_time_ns()
    work()
    return (time.process_time_ns() - start) / 1e6


def _median_ms(samples: list[float]) -> float:
    return median(samples)


def _stores(folder: Path) -> tuple[Store, sqlite3.Connection]:
    """Ours, and raw sqlite3 over a second file of the same schema, pragmas and first rows."""
    opened = []
    for name in ("ours", "raw"):
        store = open_store(folder / name, FixedClock(NOW))
        with store.write() as conn:
            members.save_workspace(conn, members.Workspace("ws", "W", NOW.isoformat()))
            members.save_member(conn, members.Member("local", "ws", "Local"))
            account = accounts.Account("acc_1", "ws", "Acme", NOW)
            accounts.create_account(conn, account, "local")
        opened.append(store)
    opened[1].close()
    return opened[0], connect(opened[1].path)


def _source(id_: str, text: str, account_id: str = "acc_map") -> Source:
    return Source(
        id_, "ws", account_id, SourceKind.NOTE, text, "utf-8", sha256_of(text.encode()),
        date(2026, 3, 1), NOW, external_id=f"ext-{id_}",
    )  # fmt: skip


def _batch(number: int) -> tuple[Source, list[Fact]]:
    source = _source(f"src_{number}", f"{number} {NOTE}", "acc_1")
    people = [
        _fact(f"fct_{number}_p{person}", "acc_1", f"per_{number}_{person}", "person.name",
              f"Person {person}", source.id)
        for person in range(5)
    ]  # fmt: skip
    facts = [
        _fact(f"fct_{number}_{at}", "acc_1", f"per_{number}_{at % 5}", _ATTRIBUTES[at // 5],
              f"value {at}", source.id)
        for at in range(20)
    ]  # fmt: skip
    return source, people + facts


_ATTRIBUTES = ("person.title", "person.department", "person.email", "person.phone")


def _fact(id_: str, account: str, subject: str, attribute: str, value: Any, source: str) -> Fact:
    day = date(2026, 1, 1) + timedelta(days=len(id_) % 28)
    return Fact(
        id_, account, subject, attribute, "", canonical(value), day, day, "stated_once", False,
        source, 4, 60, "Dana Ruiz, now VP Ops at Acme. She wants the pilot live", "local",
        f"lin_{id_}", "rev_1", NOW,
    )  # fmt: skip


def _map_facts() -> list[Fact]:
    """Thirty people with ten facts each; one attribute in ten was said twice."""
    attributes = (
        "person.name", "person.title", "person.department", "person.email", "person.phone",
        "person.side", "person.stance", "person.influence", "person.interest", "person.title",
    )  # fmt: skip
    values = {"person.side": "customer", "person.stance": "supporter", "person.influence": "high",
              "person.interest": "low"}  # fmt: skip
    return [
        _fact(f"fct_m{person}_{at}", "acc_map", f"per_{person}", attribute,
              values.get(attribute, f"{attribute} {person} {at}"), "src_map")
        for person in range(30)
        for at, attribute in enumerate(attributes)
    ]  # fmt: skip


def _event(number: int) -> Event:
    payload = canonical({"facts": [f"fct_gone_{number}"], "events": []})
    return Event(f"evt_{number}", "acc_map", "retract", payload, NOW.date(), NOW.date(), "local",
                 None, NOW)  # fmt: skip


def _raw_rows(source: Source, facts: list[Fact]) -> tuple[Any, Any, list[Any]]:
    body = source.text.encode()
    row = ("ws", source.id, source.account_id, "note", None, "2026-03-01", None, None,
           source.external_id, source.sha256, "utf-8", len(body), NOW.isoformat(), None)  # fmt: skip
    fact_rows = [
        (None, "ws", fact.id, fact.account_id, fact.subject_id, fact.attribute, fact.item,
         fact.value_json, fact.valid_on.isoformat(), fact.learnt_on.isoformat(), fact.basis, 0,
         fact.source_id, fact.start, fact.end, fact.quote, fact.member, fact.line_id,
         fact.review_id, NOW.isoformat())
        for fact in facts
    ]  # fmt: skip
    return row, ("ws", source.id, body, source.text), fact_rows


if __name__ == "__main__":
    for name, base_ms, ours_ms, ratio, goal in measure():
        print(
            f"{name:22} raw {base_ms:7.3f} ms  ours {ours_ms:7.3f} ms  x{ratio:5.2f}  goal {goal}"
        )
