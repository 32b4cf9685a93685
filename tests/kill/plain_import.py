"""The smallest importer over the store: what `carto import` promises, without a reader.

Reads JSON lines, keeps each note with a fact in one transaction, acknowledges after the commit.
"""

import json
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from knowledge.domain.clock import SystemClock
from knowledge.domain.codes import SourceKind
from knowledge.domain.facts import Fact
from knowledge.domain.sources import Source, sha256_of
from knowledge.domain.values import canonical
from knowledge.store import accounts, ledger, members, sources
from knowledge.store.engine import Connection, Store, open_store

WS, MEMBER = "ws_local", "local"


def main(notes: Path, home: Path) -> None:
    """Import every line of ``notes``."""
    store = open_store(home, SystemClock())
    with store.write() as conn:
        if members.load_workspace(conn, WS) is None:
            members.save_workspace(conn, members.Workspace(WS, "W", "2026-01-01"))
            members.save_member(conn, members.Member(MEMBER, WS, MEMBER, role="admin"))
    for line in notes.read_text(encoding="utf-8").splitlines():
        note = json.loads(line)
        with store.write() as conn:
            status = _keep(conn, store, note)
        print(json.dumps({"id": note["id"], "status": status}), flush=True)
    store.close()


def _keep(conn: Connection, store: Store, note: dict[str, str]) -> str:
    account = accounts.find_account(conn, WS, note["account"], frozenset({MEMBER}))
    if account is None:
        new = accounts.Account(store.new_id("acc"), WS, note["account"], datetime.now(UTC))
        account = accounts.create_account(conn, new, MEMBER)
    raw = note["text"].encode()
    day = date.fromisoformat(note["date"])
    source = Source(
        store.new_id("src"), WS, account.id, SourceKind.NOTE, note["text"], "utf-8", sha256_of(raw),
        day, datetime.now(UTC), external_id=note["id"],
    )  # fmt: skip
    added = sources.add_source(conn, source, raw)
    if added.status == "stored":
        name = note["text"].split(",")[0]
        fact = Fact(
            store.new_id("fct"), account.id, store.new_id("per"), "person.name", "",
            canonical(name), day, day, "stated_once", False, source.id, 0, len(name), name, MEMBER,
            None, None, datetime.now(UTC),
        )  # fmt: skip
        ledger.append_facts(conn, [fact])
    return added.status


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(os.environ["CARTO_HOME"]))
