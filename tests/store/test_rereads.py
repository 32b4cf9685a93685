"""Sources to be read again: queued once, waiting longer after each failure, given up in the end."""

from datetime import datetime, timedelta

from knowledge.store import rereads
from knowledge.store.engine import Store
from knowledge.store.forget import forget_source
from knowledge.store.rereads import MOST_ATTEMPTS, Reread
from tests.store.building import NOW, WS, add


def queued(store: Store, due_by: datetime | None = None) -> list[Reread]:
    with store.read() as conn:
        return rereads.waiting(conn, WS, due_by)


def queue(store: Store, source_id: str = "src_1", because: str = "timeout") -> None:
    with store.write() as conn:
        rereads.queue(conn, WS, source_id, "me", because, NOW)


def test_a_source_is_queued_once_and_due_after_a_while(store: Store) -> None:
    queue(store)
    queue(store, because="unreachable")
    assert [(one.source_id, one.because, one.attempts) for one in queued(store)] == [
        ("src_1", "timeout", 0)
    ]
    assert queued(store, due_by=NOW) == []
    assert len(queued(store, due_by=NOW + timedelta(minutes=5))) == 1


def test_each_failure_makes_it_wait_longer_up_to_half_a_day(store: Store) -> None:
    queue(store)
    waits = []
    for _ in range(10):
        (tried,) = queued(store)
        with store.write() as conn:
            assert rereads.put_off(conn, WS, tried, "timeout", NOW)
        waits.append(queued(store)[0].due_at - NOW)
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=10)
    assert waits[-1] == timedelta(hours=12)


def test_it_is_given_up_after_many_attempts(store: Store) -> None:
    queue(store)
    for _ in range(MOST_ATTEMPTS - 1):
        with store.write() as conn:
            assert rereads.put_off(conn, WS, queued(store)[0], "timeout", NOW)
    with store.write() as conn:
        assert not rereads.put_off(conn, WS, queued(store)[0], "timeout", NOW)
    assert queued(store) == []


def test_what_was_read_waits_no_longer(store: Store) -> None:
    queue(store, "src_1")
    queue(store, "src_2")
    with store.write() as conn:
        rereads.done(conn, WS, "src_1")
    assert [one.source_id for one in queued(store)] == ["src_2"]


def test_a_forgotten_source_waits_no_longer(store: Store) -> None:
    with store.write() as conn:
        add(conn, "Met somebody.")
    queue(store)
    forget_source(store, "src_1", "me")
    assert queued(store) == []
