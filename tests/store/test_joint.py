"""Several pieces of work, kept together or not at all."""

import pytest

from knowledge.errors import AccountExists, StoreUnusable
from knowledge.store import accounts, connections
from knowledge.store.engine import Connection, Store, open_store
from knowledge.store.joint import JointStore
from tests.store.building import CLOCK, ME, NOW, WS


def make(conn: Connection, name: str) -> None:
    accounts.create_account(conn, accounts.Account(f"acc_{name}", WS, name, NOW), "me")


def make_both(store: Store, *names: str) -> None:
    with store.write() as conn:
        for name in names:
            make(conn, name)


def names(store: Store) -> set[str]:
    with store.read() as conn:
        return {one.name for one in accounts.list_accounts(conn, WS, ME)} - {"Acme"}


def test_what_was_written_by_parts_is_kept_when_it_is_settled(store: Store) -> None:
    with JointStore(store) as joint:
        with joint.write() as conn:
            make(conn, "one")
        assert names(joint) == {"one"}
        assert names(store) == set()
        with joint.settle() as conn:
            make(conn, "two")
    assert names(store) == {"one", "two"}


def test_nothing_is_kept_that_was_not_settled(store: Store) -> None:
    with JointStore(store) as joint, joint.write() as conn:
        make(conn, "one")
    assert names(store) == set()


def test_a_part_that_fails_undoes_itself_alone(store: Store) -> None:
    with JointStore(store) as joint:
        with joint.write() as conn:
            make(conn, "one")
        with pytest.raises(AccountExists):
            make_both(joint, "two", "one")
        with joint.settle() as conn:
            make(conn, "three")
    assert names(store) == {"one", "three"}


def test_a_failure_at_the_end_undoes_everything(store: Store) -> None:
    with JointStore(store) as joint:
        with joint.write() as conn:
            make(conn, "one")
        with pytest.raises(ZeroDivisionError), joint.settle():
            raise ZeroDivisionError
    assert names(store) == set()


def test_nothing_is_locked_before_the_first_write(store: Store) -> None:
    with JointStore(store) as joint:
        with joint.read() as conn:
            accounts.list_accounts(conn, WS, ME)
        with store.write() as conn:
            make(conn, "meanwhile")
        with joint.settle() as conn:
            make(conn, "mine")
    assert names(store) == {"meanwhile", "mine"}


def test_ids_go_on_growing_across_pieces_of_work(store: Store) -> None:
    given = []
    for _ in range(3):
        with JointStore(store) as joint:
            given += [joint.new_id("src"), store.new_id("src")]
    assert given == sorted(given)


def test_what_waits_for_the_lock_is_told_when_it_does_not_come(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BUSY_TIMEOUT_S", 0.1)
    impatient = open_store(store.home, CLOCK)
    with (
        JointStore(store) as joint,
        joint.write(),
        JointStore(impatient) as other,
        pytest.raises(StoreUnusable) as refused,
    ):
        make_both(other, "one")
    assert refused.value.facts["why"] == "locked"
    impatient.close()
