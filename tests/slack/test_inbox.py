"""What came in and what goes out, as it is stored."""

from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from integrations.slack import intent_json
from integrations.slack.carried import Origin, unwrap, wrap
from integrations.slack.handlers.conversations import HeldText, Thread
from integrations.slack.intents import (
    Intent,
    Opened,
    Place,
    Pressed,
    Said,
    Speaker,
    Submitted,
    Typed,
)
from integrations.slack.threads import StoredThreads
from knowledge.store import slack_inbox
from knowledge.store.engine import Store
from tests.store.building import NOW, WS, new_store

PLACE = Place("T1", "C1", "1.1", is_direct=False, is_shared=True)
ALICE = Speaker("T1", "U1")
INTENTS: list[Intent] = [
    Opened("opened", PLACE, ALICE),
    Said(
        "said", PLACE, ALICE, "Bonjour, ça va ?\n\u2028<b>", "1.1", ({"id": "F1", "name": "é.txt"},)
    ),
    Typed("typed", PLACE, ALICE, "map Acme", "https://hooks.slack.com/x"),
    Pressed("pressed", PLACE, ALICE, "accept:1", "v", "1.1", "2.2"),
    Submitted("submitted", ALICE, "sent", wrap(Origin(PLACE, "5.5"), "own"), {"b": "x"}, "V1", "h"),
]


@pytest.mark.parametrize("intent", INTENTS, ids=lambda intent: intent.kind)
def test_an_intent_comes_back_as_it_was_stored(intent: Intent) -> None:
    assert intent_json.from_json(intent_json.to_json(intent)) == intent


def test_a_modal_belongs_where_it_was_opened_from() -> None:
    assert intent_json.place_of(INTENTS[-1]) == PLACE
    alone = Submitted("submitted", ALICE, "sent", "own", {}, "V1", "h")
    assert intent_json.place_of(alone) == Place("T1", "U1", None, is_direct=True)


@pytest.mark.parametrize("carried", ["", "own", '{"p": "x"}', "[1]", '{"from": 1, "own": 2}'])
def test_what_a_modal_carries_comes_back_wrapped_or_not(carried: str) -> None:
    assert unwrap(carried) == (None, carried)
    origin = Origin(PLACE, None)
    assert unwrap(wrap(origin, carried)) == (origin, carried)


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    return new_store(tmp_path / "home")


def incoming(id_: str, subject: str | None = None) -> slack_inbox.Incoming:
    return slack_inbox.Incoming(WS, id_, subject, "C1", '{"text": "words"}', NOW)


def test_a_row_is_received_once_by_its_id_and_by_its_subject(kept: Store) -> None:
    with kept.write() as conn:
        assert slack_inbox.receive(conn, incoming("Ev1", "m1"))
        assert not slack_inbox.receive(conn, incoming("Ev1", "m2"))
        assert not slack_inbox.receive(conn, incoming("Ev2", "m1"))
        assert slack_inbox.receive(conn, incoming("Ev3"))
        assert slack_inbox.receive(conn, incoming("Ev4"))
    kept.close()


def test_a_row_is_finished_once_and_its_text_forgotten(kept: Store) -> None:
    with kept.write() as conn:
        slack_inbox.receive(conn, incoming("Ev1"))
        assert [slack_inbox.begin_attempt(conn, WS, "Ev1") for _ in range(2)] == [1, 2]
        assert slack_inbox.finish(conn, WS, "Ev1", NOW)
        assert not slack_inbox.finish(conn, WS, "Ev1", NOW, "failed", "REF")
        assert slack_inbox.begin_attempt(conn, WS, "Ev1") == 0
        row = slack_inbox.load(conn, WS, "Ev1")
        assert row is not None
        assert (row.state, row.intent_json) == ("done", None)
        assert slack_inbox.unfinished(conn, WS) == []
    kept.close()


def test_old_finished_rows_go_and_unfinished_ones_stay(kept: Store) -> None:
    with kept.write() as conn:
        for id_ in ("Ev1", "Ev2"):
            slack_inbox.receive(conn, incoming(id_))
        slack_inbox.finish(conn, WS, "Ev1", NOW)
        assert slack_inbox.prune(conn, WS, NOW + timedelta(days=1)) == 1
        assert [row.id for row in slack_inbox.unfinished(conn, WS)] == ["Ev2"]
    kept.close()


def test_a_thread_is_remembered_for_a_day(kept: Store) -> None:
    threads = StoredThreads(kept, WS)
    held = HeldText("U1", "a note", "1.1", ({"id": "F1"},))
    known = Thread("acc_1", "Anna", held, ("per_1",))
    threads.remember("C1", "1.1", known)
    threads.remember("C1", None, Thread(account="acc_2"))
    assert threads.recall("C1", "1.1") == known
    assert threads.recall("C1", None) == Thread(account="acc_2")
    assert threads.recall("C2", "1.1") == Thread()
    assert StoredThreads(kept, WS, timedelta(seconds=-1)).recall("C1", "1.1") == Thread()
    kept.close()


def test_every_field_of_a_thread_survives() -> None:
    # A new field needs a look at threads.py, where tuples come back from lists.
    assert {one.name for one in fields(Thread)} == {"account", "person", "held", "not_known"}
