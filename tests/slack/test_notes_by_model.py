"""Notes with a model: its lines on the card, an outage told in small, read again when it answers."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from integrations.slack.rereading import Rereading
from integrations.slack.service import Service
from tests.model_reader.replies import label, person, reply
from tests.model_servers.loopback import LoopbackModel
from tests.model_servers.scripted import Reply, Scripted
from tests.slack.modelled import OUT, furnish, modelled, put, said, words
from tests.slack.stub import StubSlack
from tests.slack.test_files import server as file_server

NOTE = (
    "Call with Tarbet Shipyard on 12 June.\n"
    "- Fergus Bain, yard manager, will have nothing to do with us.\n"
    "- Isobel Strachan, buyer.\n"
    "- Nothing else came up today."
)
READ = reply(
    people=[
        person(
            "Fergus Bain",
            title="yard manager",
            title_quote="Fergus Bain, yard manager",
            mention="Fergus Bain, yard manager",
        )
    ],
    labels=[label("Fergus Bain", "opposed", "will have nothing to do with us")],
)
NO_NEWS = reply(people=[person("Fergus Bain"), person("Isobel Strachan")])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    furnish(tmp_path / "home")
    return tmp_path / "home"


def rereading(service: Service) -> Rereading:
    """The job, after its own thread was stopped, so that the test says when it runs."""
    job = service.rereading
    assert job is not None
    job.stop(5)
    return Rereading(job.base, job.directory, job.reader, job.on_posts)


def make_due(service: Service) -> None:
    with service.work.store.write() as conn:
        conn.exec_driver_sql("UPDATE rereads SET due_at = '2026-01-01T00:00:00+00:00'")


def waiting(service: Service) -> list[tuple[str, int]]:
    with service.work.store.read() as conn:
        rows = conn.exec_driver_sql("SELECT because, attempts FROM rereads").all()
    return [(row[0], row[1]) for row in rows]


def test_the_model_reads_the_note_and_its_lines_are_on_the_card(
    stub: StubSlack, home: Path
) -> None:
    with Scripted([READ]) as server, modelled(stub, home, server) as service:
        put(service, said(NOTE))
        assert waiting(service) == []
        with service.work.store.read() as conn:
            (reader,) = conn.exec_driver_sql(
                "SELECT reader FROM proposals ORDER BY id DESC LIMIT 1"
            ).one()
    (card,) = stub.messages
    shown = words(card["blocks"])
    assert "Fergus Bain" in shown
    assert "opposed" in shown
    assert "without" not in shown
    assert "loopback" in reader
    assert len(server.requests) == 1


def test_an_outage_is_told_under_the_card_and_the_note_waits_for_the_model(
    stub: StubSlack, home: Path
) -> None:
    with Scripted([OUT]) as server, modelled(stub, home, server) as service:
        put(service, said(NOTE))
        assert waiting(service) == [("server_error", 0)]
    (card,) = stub.messages
    last = card["blocks"][-1]
    assert last["type"] == "context"
    assert "It will be read again with the model" in json.dumps(last)
    assert "Fergus Bain" in words(card["blocks"])


def test_a_refusal_is_told_and_not_waited_for(stub: StubSlack, home: Path) -> None:
    refused = Reply(refusal="I cannot read this.")
    with Scripted([refused]) as server, modelled(stub, home, server) as service:
        put(service, said(NOTE))
        assert waiting(service) == []
    assert "so I read it without." in words(stub.messages[0]["blocks"])


def test_without_a_model_the_card_says_nothing_of_it(stub: StubSlack, home: Path) -> None:
    with modelled(stub, home, None) as service:
        put(service, said(NOTE))
        assert waiting(service) == []
    assert "model" not in words(stub.messages[0]["blocks"])


def test_when_the_model_answers_again_the_sender_is_told_once_with_the_card(
    stub: StubSlack, home: Path
) -> None:
    stub.users["UALICE"]["locale"] = "fr-FR"
    with Scripted([OUT, READ]) as server, modelled(stub, home, server) as service:
        job = rereading(service)
        put(service, said(NOTE, "11.1", "CGENERAL"))
        assert job.read_due() == 0
        make_due(service)
        assert job.read_due() == 1
        assert job.read_due() == 0
        put(service)
        assert waiting(service) == []
    told = [one for one in stub.messages if one["channel"] == "DUALICE"]
    (message,) = told
    shown = words(message["blocks"])
    assert shown.startswith("Le modèle a maintenant lu une note")
    assert "*Tarbet Shipyard*" in shown
    assert "Fergus Bain" in shown
    assert stub.keys()[-1].startswith("reread/src_")


def test_nothing_is_said_when_the_model_finds_nothing_more(stub: StubSlack, home: Path) -> None:
    with Scripted([OUT, NO_NEWS]) as server, modelled(stub, home, server) as service:
        job = rereading(service)
        put(service, said(NOTE))
        make_due(service)
        assert job.read_due() == 1
        put(service)
    assert len(stub.messages) == 1


def test_somebody_who_left_meanwhile_is_told_nothing(stub: StubSlack, home: Path) -> None:
    with Scripted([OUT, READ]) as server, modelled(stub, home, server) as service:
        job = rereading(service)
        put(service, said(NOTE))
        make_due(service)
        stub.users["UALICE"]["deleted"] = True
        with service.work.store.write() as conn:
            conn.exec_driver_sql(
                "UPDATE slack_users SET looked_up_at = '2026-01-01T00:00:00+00:00'"
            )
        job.read_due()
        put(service)
    assert len(stub.messages) == 1


def test_a_model_still_out_is_asked_for_one_note_and_no_more(stub: StubSlack, home: Path) -> None:
    other = NOTE.replace("12 June", "13 June").replace("Bain", "Gow")
    with Scripted([OUT]) as server, modelled(stub, home, server) as service:
        job = rereading(service)
        put(service, said(NOTE), said(other, "12.1"))
        make_due(service)
        asked = len(server.requests)
        assert job.read_due() == 0
        assert len(server.requests) == asked + 1
        assert sorted(waiting(service)) == [("server_error", 0), ("server_error", 0)]


def test_the_job_runs_by_itself_and_stops(stub: StubSlack, home: Path) -> None:
    with Scripted([OUT, READ]) as server, modelled(stub, home, server) as service:
        job = rereading(service)
        put(service, said(NOTE))
        make_due(service)
        job.every_s = 0.05
        job.start()
        until = time.monotonic() + 20
        while len(stub.messages) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        begun = time.monotonic()
        job.stop(5)
        assert time.monotonic() - begun < 1
    assert len(stub.messages) == 2


@pytest.fixture
def slow() -> Iterator[LoopbackModel]:
    """A model that reads for two seconds."""
    with Scripted([Reply(READ, delay_s=2.0)]) as server:
        yield server


def longest_wait(service: Service, stub: StubSlack, messages: int) -> float:
    """The longest that somebody else who writes had to wait until there were so many messages."""
    longest, until = 0.0, time.monotonic() + 30
    while len(stub.messages) < messages and time.monotonic() < until:
        begun = time.monotonic()
        with service.work.store.write() as conn:
            conn.exec_driver_sql("UPDATE workspaces SET name = name")
        longest = max(longest, time.monotonic() - begun)
        time.sleep(0.02)
    return longest


def test_nobody_who_writes_waits_while_several_parts_are_read(
    stub: StubSlack, home: Path, slow: LoopbackModel
) -> None:
    part = NOTE.replace("12 June", "14 June").encode()
    with (
        file_server(200, "text/plain", part) as (base, _),
        modelled(stub, home, slow) as service,
    ):
        file: dict[str, Any] = {
            "id": "F1",
            "name": "tarbet.txt",
            "mimetype": "text/plain",
            "size": str(len(part)),
            "url_private_download": f"{base}/f",
        }
        service.inbox.receive("Ev1", said(NOTE, files=(file,)))
        longest = longest_wait(service, stub, 2)
    assert len(slow.requests) == 2
    assert longest < 1.5


def test_nobody_who_writes_waits_while_a_note_is_read_again(stub: StubSlack, home: Path) -> None:
    with (
        Scripted([OUT, OUT, Reply(READ, delay_s=2.0)]) as server,
        modelled(stub, home, server) as service,
    ):
        job = rereading(service)
        put(service, said(NOTE), said(NOTE.replace("12", "13"), "12.1"))
        make_due(service)
        job.start()
        longest = longest_wait(service, stub, 3)
        job.stop(5)
    assert longest < 1.5
