"""Sources: kept as they came, recognised by content, refused whole when they changed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import ContentChanged
from knowledge.store import accounts, ledger, sources
from knowledge.store.engine import Store
from tests.store.building import ME, NOW, WS, add, append, fact_of, new_store, source_of


def statuses(store: Store, *texts: tuple[str, str, str | None]) -> list[str]:
    """What becomes of these (id, text, external id), one transaction each."""
    found: list[str] = []
    for id_, text, external_id in texts:
        with store.write() as conn:
            source = source_of(text, id_, external_id=external_id)
            found.append(sources.add_source(conn, source, text.encode()).status)
    return found


def test_the_same_bytes_in_the_same_account_are_kept_once(store: Store) -> None:
    assert statuses(store, ("a", "note", "n1"), ("b", "note", "n1"), ("c", "note", None)) == [
        "stored", "unchanged", "unchanged",
    ]  # fmt: skip
    with store.read() as conn:
        assert [source.id for source in sources.list_sources(conn, "acc_acme", ME)] == ["a"]


def test_the_same_bytes_in_another_account_are_another_source(store: Store) -> None:
    with store.write() as conn:
        accounts.create_account(conn, accounts.Account("acc_b", WS, "Beta", NOW), "me")
        add(conn, "note", "a")
        assert add(conn, "note", "b", account="acc_b").id == "b"


def test_the_same_id_with_other_text_is_refused_and_changes_nothing(store: Store) -> None:
    statuses(store, ("a", "note", "n1"))
    with pytest.raises(ContentChanged):
        statuses(store, ("b", "another note", "n1"))
    with store.read() as conn:
        found = sources.find_by_external_id(conn, WS, "n1", ME)
        assert found is not None
        assert found.text == "note"


def test_a_revision_takes_the_id_over_and_the_old_text_keeps_its_facts(store: Store) -> None:
    statuses(store, ("a", "note", "n1"))
    with store.write() as conn:
        revised = source_of("better note", "b", external_id="n1")
        assert sources.add_source(conn, revised, b"better note", revise=True).status == "revised"
    append(store, fact_of(source_of("note", "a"), "per_1", "person.name", "Dana", "note"))
    with store.read() as conn:
        now = sources.find_by_external_id(conn, WS, "n1", ME)
        listed = sources.list_some_sources(conn, ["a", "b"], ME)
        assert now is not None
        assert now.id == "b"
        assert (listed["a"].revised_by, listed["b"].revised_by) == ("b", None)
        assert ledger.load_ledger(conn, "acc_acme", ME)[0][0].source_id == "a"


def test_a_revision_back_to_the_first_text_reinstates_the_first_source(store: Store) -> None:
    statuses(store, ("a", "note", "n1"))
    for id_, text in (("b", "better"), ("c", "note")):
        with store.write() as conn:
            source = source_of(text, id_, external_id="n1")
            added = sources.add_source(conn, source, text.encode(), revise=True)
    assert (added.status, added.source.id, added.source.external_id) == ("revised", "a", "n1")


def test_importing_the_old_text_again_after_a_revision_is_no_change(store: Store) -> None:
    statuses(store, ("a", "note", "n1"))
    with store.write() as conn:
        sources.add_source(conn, source_of("better", "b", external_id="n1"), b"better", revise=True)
    assert statuses(store, ("c", "note", "n1")) == ["unchanged"]


@given(raw=st.binary(max_size=200), text=st.text(max_size=200).filter(lambda t: "\x00" not in t))
def test_bytes_and_text_come_back_as_they_went_in(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, text: str
) -> None:
    if "\u2588" in text:
        return
    store = new_store(Path(tmp_path_factory.mktemp("round")) / "h")
    with store.write() as conn:
        source = source_of(text, author=text or None, url=text or None)
        sources.add_source(conn, source, raw)
    with store.read() as conn:
        assert sources.get_source(conn, "src_1", ME) == source
        assert sources.get_raw(conn, "src_1", ME) == raw
    store.close()
