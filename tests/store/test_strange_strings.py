"""Strange strings: kept letter for letter under every name the store has, or refused with a reason."""

import json
from pathlib import Path

import pytest

from knowledge.errors import TextRefused
from knowledge.store import accounts, ledger, members, sources
from knowledge.store.engine import Store
from tests.skips import SHARED_CORPORA
from tests.store.building import ME, NOW, WS, fact_of, source_of

SQL_LIKE = ("'; DROP TABLE facts; --", '" OR 1=1', "%", "_", "\\", "`", "${x}", "{0}", "\x1b[31m")


def texts() -> list[str]:
    lines = (SHARED_CORPORA / "unicode" / "unicode_cases.jsonl").read_text(encoding="utf-8")
    return [str(json.loads(line)["text"]) for line in lines.splitlines()]


def keep_everywhere(store: Store, number: int, text: str) -> None:
    with store.write() as conn:
        named = accounts.Account(f"acc_{number}", WS, f"{number} {text}", NOW, aliases=(text,))
        accounts.create_account(conn, named, "me")
        members.save_member(conn, members.Member(f"m{number}", WS, text, (text,)))
        body = f"{number} {text}"
        source = source_of(body, f"src_{number}", f"acc_{number}", author=text, external_id=body)
        sources.add_source(conn, source, body.encode())
        fact = fact_of(source, f"per_{number}", "person.name", text, id=f"fct_{number}")
        ledger.append_facts(conn, [fact])


def comes_back(store: Store, number: int, text: str) -> bool:
    with store.read() as conn:
        account = accounts.find_account(conn, WS, f"acc_{number}", ME)
        member = members.load_member(conn, WS, f"m{number}")
        source = sources.find_by_external_id(conn, WS, f"{number} {text}", ME)
        facts, _ = ledger.load_ledger(conn, f"acc_{number}", ME)
    assert account is not None
    assert member is not None
    assert source is not None
    found = {account.aliases[0], member.name, member.aliases[0], source.author, facts[0].value}
    return found == {text} and source.text == account.name == f"{number} {text}"


@pytest.mark.needs_shared
def test_every_string_comes_back_equal_or_is_refused_whole(store: Store) -> None:
    refused = []
    with store.read() as conn:
        before = conn.exec_driver_sql("SELECT count(*), group_concat(sql) FROM sqlite_master").one()
    for number, text in enumerate([*texts(), *SQL_LIKE]):
        try:
            keep_everywhere(store, number, text)
        except TextRefused as refusal:
            refused.append((text, refusal.facts["reason"]))
            continue
        assert comes_back(store, number, text), repr(text)
    assert all(("\x00" in text) == (reason == "nul") for text, reason in refused)
    assert all("\x00" in text or not _encodes(text) for text, _ in refused)
    with store.read() as conn:
        after = conn.exec_driver_sql("SELECT count(*), group_concat(sql) FROM sqlite_master").one()
        kept = conn.exec_driver_sql("SELECT count(*) FROM sources").scalar_one()
    assert after == before
    assert kept == len(texts()) + len(SQL_LIKE) - len(refused)
    assert not list(Path(store.home).parent.glob("etc*"))


def _encodes(text: str) -> bool:
    try:
        return bool(text.encode()) or not text
    except UnicodeEncodeError:
        return False
