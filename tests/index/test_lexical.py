"""Ranking inside one account."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.domain.clock import FixedClock
from knowledge.domain.codes import SourceKind
from knowledge.domain.sources import Source, sha256_of
from knowledge.index.lexical import Indexed, query_weights, rank
from knowledge.index.passages import terms_to_store
from knowledge.index.store_passages import account_passages, drop_source, index_source
from knowledge.store import accounts, members, sources
from knowledge.store.engine import Store, open_store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
AUDIENCE = frozenset({"mem"})


def _indexed(*texts: str) -> list[Indexed]:
    return [Indexed(str(n), tuple(terms_to_store(text).split())) for n, text in enumerate(texts)]


def test_the_passage_that_says_it_comes_first() -> None:
    passages = _indexed(
        "the crew waits for the white copy", "Dana holds the budget", "parking was full"
    )
    assert rank(query_weights("who holds the budget?"), passages)[0].id == "1"


def test_a_question_in_the_other_language_finds_it_by_concept() -> None:
    passages = _indexed("parking was full", "the spend comes out of her line", "lunch was fine")
    assert rank(query_weights("qui paie la dépense ?"), passages)[0].id == "1"


def test_nothing_shared_is_nothing_found() -> None:
    assert rank(query_weights("zeppelin"), _indexed("parking was full")) == []


_NOTES = ["Dana decides on the tags", "the tags fell off twice", "budget is 40 k€", "lunch at noon"]


def _store(home: Path) -> Store:
    store = open_store(home, FixedClock(NOW))
    with store.write() as conn:
        members.save_workspace(conn, members.Workspace("ws", "W", NOW.isoformat()))
        members.save_member(conn, members.Member("mem", "ws", "Mem", role="admin"))
    return store


def _add(store: Store, account: str, texts: list[str]) -> str:
    with store.write() as conn:
        account_id = store.new_id("acc")
        accounts.create_account(conn, accounts.Account(account_id, "ws", account, NOW), "mem")
        for text in texts:
            raw = text.encode()
            source = Source(
                store.new_id("src"), "ws", account_id, SourceKind.NOTE, text, "utf-8",
                sha256_of(raw), date(2026, 3, 1), NOW,
            )  # fmt: skip
            sources.add_source(conn, source, raw)
            index_source(conn, source)
    return account_id


def _ranks(store: Store, account_id: str, question: str) -> list[tuple[str, float]]:
    with store.read() as conn:
        stored = account_passages(conn, account_id, AUDIENCE)
    indexed = [Indexed(str(one.seq), tuple(one.terms.split())) for one in stored]
    return [(hit.id, hit.score) for hit in rank(query_weights(question), indexed)]


@settings(max_examples=10)
@given(
    others=st.lists(
        st.lists(st.sampled_from([*_NOTES, "tags tags tags", "Dana left"]), min_size=1, max_size=4,
                 unique=True),
        max_size=3,
    )
)  # fmt: skip
def test_other_accounts_change_no_rank(
    tmp_path_factory: pytest.TempPathFactory, others: list[list[str]]
) -> None:
    store = _store(tmp_path_factory.mktemp("store"))
    mine = _add(store, "Mine", _NOTES)
    before = _ranks(store, mine, "who decides on the tags?")
    for number, texts in enumerate(others):
        _add(store, f"Other {number}", texts)
    assert _ranks(store, mine, "who decides on the tags?") == before
    store.close()


def test_an_audience_that_may_not_see_finds_nothing(tmp_path: Path) -> None:
    store = _store(tmp_path)
    mine = _add(store, "Mine", _NOTES)
    with store.read() as conn:
        assert account_passages(conn, mine, frozenset({"stranger"})) == []
    store.close()


def test_dropped_sources_are_found_no_more_and_indexing_twice_adds_nothing(tmp_path: Path) -> None:
    store = _store(tmp_path)
    mine = _add(store, "Mine", _NOTES[:1])
    with store.write() as conn:
        listed = sources.list_sources(conn, mine, AUDIENCE)
        source = sources.get_source(conn, listed[0].id, AUDIENCE)
        assert source is not None
        index_source(conn, source)
        assert len(account_passages(conn, mine, AUDIENCE)) == 1
        drop_source(conn, source.id)
        assert account_passages(conn, mine, AUDIENCE) == []
    store.close()
