"""The worker: in order within a conversation, side by side across them, whatever goes wrong with one."""

import threading
from pathlib import Path

import pytest

from integrations.slack import worker as module
from integrations.slack.intents import Place, Said, Speaker
from integrations.slack.jobs import FILE_NAME
from integrations.slack.work import MOST_ATTEMPTS
from integrations.slack.worker import Worker
from knowledge.store import slack_inbox
from tests.slack.running import running, settle
from tests.slack.stub import TEAM, StubSlack
from tests.store.building import NOW, WS


def row(id_: str, conversation: str = "C1") -> slack_inbox.Incoming:
    return slack_inbox.Incoming(WS, id_, None, conversation, "{}", NOW)


def said(text: str, ts: str) -> Said:
    place = Place(TEAM, "DUALICE", ts, is_direct=True)
    return Said("said", place, Speaker(TEAM, "UALICE"), text, ts)


def test_a_conversation_is_carried_out_in_its_order() -> None:
    done: list[str] = []
    worker = Worker(done.append, lambda _: None)
    for number in range(50):
        worker.offer(row(f"{number}"))
    assert worker.wait_until_idle(10)
    worker.stop(1)
    assert done == [str(number) for number in range(50)]


def test_a_conversation_that_hangs_holds_up_no_other() -> None:
    done: list[str] = []
    go_on = threading.Event()

    def run(id_: str) -> None:
        if id_ == "hangs":
            go_on.wait(20)
        done.append(id_)

    worker = Worker(run, lambda _: None)
    worker.offer(row("hangs", "C1"))
    worker.offer(row("waits", "C1"))
    for number in (2, 3):
        worker.offer(row(f"o{number}", f"C{number}"))
    for _ in range(200):
        if len(done) == 2:
            break
        threading.Event().wait(0.02)
    assert sorted(done) == ["o2", "o3"]
    go_on.set()
    assert worker.wait_until_idle(10)
    worker.stop(1)
    assert done[2:] == ["hangs", "waits"]


def test_a_row_offered_twice_is_carried_out_once() -> None:
    done: list[str] = []
    go_on = threading.Event()

    def run(id_: str) -> None:
        go_on.wait(10)
        done.append(id_)

    worker = Worker(run, lambda _: None)
    for _ in range(3):
        worker.offer(row("1"))
    go_on.set()
    assert worker.wait_until_idle(10)
    worker.stop(1)
    assert done == ["1"]


def test_a_job_that_cannot_start_is_offered_again_and_the_person_told_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_AGAIN_S", 0.05)
    tried: list[str] = []
    told: list[str] = []

    def run(id_: str) -> None:
        tried.append(id_)
        if len(tried) < 4:
            raise OSError

    worker = Worker(run, told.append)
    worker.offer(row("1"))
    assert worker.wait_until_idle(10)
    worker.stop(1)
    assert (len(tried), told) == (4, ["1"])


def test_an_intent_that_ends_the_process_every_time_is_given_up(
    stub: StubSlack, tmp_path: Path
) -> None:
    with running(stub, tmp_path / "home") as service:
        service.worker.stop(5)
        service.inbox.receive("Ev1", said("count", "1.1"))
        service.inbox.receive("Ev2", said("count", "2.2"))
        with service.work.store.write() as conn:
            for _ in range(MOST_ATTEMPTS):
                slack_inbox.begin_attempt(conn, service.work.workspace_id, "Ev1")
    with running(stub, tmp_path / "home") as service:
        settle(service)
    failed, answer = stub.posted()
    assert "reference" in failed
    assert answer == "seen 1"


def test_a_damaged_file_of_jobs_is_put_aside_and_the_work_goes_on(
    stub: StubSlack, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    with running(stub, home) as service:
        service.worker.stop(5)
        service.inbox.receive("Ev1", said("count", "1.1"))
    (home / FILE_NAME).write_bytes(b"this is no database" * 1000)
    with running(stub, home) as service:
        settle(service)
    assert stub.posted() == ["seen 1"]
    assert len(list(home.glob(f"{FILE_NAME}.damaged-*"))) == 1


def test_the_file_of_jobs_holds_no_text(stub: StubSlack, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running(stub, home) as service:
        service.inbox.receive("Ev1", said("the Peregrine plan", "1.1"))
        service.inbox.receive("Ev2", said("stumble over Peregrine", "2.2"))
        settle(service)
    for path in home.glob("*.db*"):
        assert b"Peregrine" not in path.read_bytes(), path.name
    assert (home / FILE_NAME).stat().st_mode & 0o077 == 0


def test_somebody_whose_work_is_delayed_is_told_so_once(stub: StubSlack, tmp_path: Path) -> None:
    with running(stub, tmp_path / "home") as service:
        service.worker.stop(5)
        service.inbox.receive("Ev1", said("count", "1.1"))
        service.work.say_later("Ev1")
        service.work.say_later("Ev1")
        for _ in range(100):
            if stub.messages:
                break
            threading.Event().wait(0.05)
    (told,) = stub.posted()
    assert told.startswith("Got it, and it is safe")
