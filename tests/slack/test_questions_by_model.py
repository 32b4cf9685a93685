"""Questions with a model: checked claims, what is told while it works, outages, follow-ups, who hears what."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from integrations.slack import live
from integrations.slack.handlers import questions
from integrations.slack.service import Service
from knowledge.store import conversations
from tests.model_servers.scripted import Reply, Scripted
from tests.slack.modelled import (
    DECIDERS,
    INVENTED,
    KEPT,
    MIXED,
    OUT,
    QUESTION,
    calls,
    claims,
    furnish,
    modelled,
    pressed,
    put,
    said,
    words,
)
from tests.slack.streaming_stub import StreamingSlack
from tests.slack.stub import StubSlack


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose map holds the notes."""
    furnish(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def slack() -> Iterator[StreamingSlack]:
    """A Slack that can stream, with Alice and Bob, and a channel of both."""
    with StreamingSlack() as stub:
        stub.add_user("UALICE", "Alice Anderson")
        stub.add_user("UBOB", "Bob Martin", locale="fr-FR")
        stub.add_channel("CGENERAL", "UALICE", "UBOB")
        yield stub


def turns(service: Service, thread: str) -> list[conversations.Turn]:
    work = service.work
    with work.store.read() as conn:
        since = work.store.clock.now() - conversations.KEPT_FOR
        return conversations.recall(conn, work.workspace_id, thread, since)


# What is answered


def test_claims_the_sources_carry_are_shown_and_the_others_counted(
    stub: StubSlack, home: Path
) -> None:
    with Scripted([DECIDERS, MIXED]) as server, modelled(stub, home, server) as service:
        put(service, said(QUESTION))
    (message,) = stub.messages
    shown = words(message["blocks"])
    assert f"{KEPT} [1]" in shown
    assert "Bruce" not in json.dumps(message)
    assert "Left out: 1 statement" in shown
    assert "the software is his to choose" in shown
    assert (message["channel"], message["thread_ts"]) == ("DUALICE", "11.1")


def test_an_outage_gives_the_embedded_answer_and_one_small_line(
    stub: StubSlack, home: Path
) -> None:
    with Scripted([OUT]) as server, modelled(stub, home, server) as service:
        put(service, said(QUESTION))
    (message,) = stub.messages
    shown = words(message["blocks"])
    assert "Alasdair Moncur" in shown
    remarks = [one for one in message["blocks"] if "without the model" in json.dumps(one)]
    assert [one["type"] for one in remarks] == ["context"]


def test_without_a_model_nothing_is_asked_shown_or_said_of_it(
    slack: StreamingSlack, home: Path
) -> None:
    with modelled(slack, home, None) as service:
        put(service, said(QUESTION))
        assert len(turns(service, "slack:DUALICE:11.1")) == 1
        assert service.rereading is None
    methods = {method for method, _ in slack.calls}
    assert not {"chat.startStream", "assistant.threads.setStatus"} & methods
    assert "model" not in words(slack.messages[0]["blocks"])


# Follow-ups


def test_a_follow_up_reaches_the_model_with_what_was_said_after_a_restart_too(
    stub: StubSlack, home: Path
) -> None:
    with Scripted([DECIDERS, MIXED, DECIDERS, claims((KEPT, ["e1"]))]) as server:
        with modelled(stub, home, server) as service:
            put(service, said(QUESTION))
        with modelled(stub, home, server) as service:
            put(service, said("And who decides again?", "12.2", thread="11.1"))
    asked = json.dumps(server.requests[2]["messages"])
    assert QUESTION in asked
    assert KEPT in asked
    assert "And who decides again?" in asked


def test_what_one_audience_heard_is_not_recalled_for_another(stub: StubSlack, home: Path) -> None:
    with (
        Scripted([DECIDERS, MIXED]) as server,
        modelled(stub, home, server) as service,
    ):
        put(service, said(QUESTION, "11.1", "CGENERAL"))
        value = json.dumps({"q": QUESTION, "a": None})
        put(service, pressed("tell_private", value, "CGENERAL", "11.1"))
        put(service, said(QUESTION, "13.1"))
        work = service.work
        with work.store.read() as conn:
            rows = conn.exec_driver_sql("SELECT thread FROM conversations ORDER BY seq").all()
            members = conn.exec_driver_sql(
                "SELECT member_id FROM slack_users WHERE user_id = 'UALICE'"
            ).all()
    alone = f"slack:CGENERAL:11.1:{members[0][0]}"
    assert [row[0] for row in rows] == ["slack:CGENERAL:11.1", alone, "slack:DUALICE:13.1"]
    for request in server.requests:
        told = json.dumps([one for one in request["messages"] if one["role"] == "assistant"])
        assert KEPT not in told


def test_a_turn_rests_on_its_sources_so_that_forgetting_them_reaches_it(
    stub: StubSlack, home: Path
) -> None:
    with Scripted([DECIDERS, MIXED]) as server, modelled(stub, home, server) as service:
        put(service, said(QUESTION))
        with service.work.store.read() as conn:
            (kept,) = conn.exec_driver_sql(
                "SELECT source_ids_json, account_id FROM conversations"
            ).all()
            (source,) = conn.exec_driver_sql(
                "SELECT id, account_id FROM sources WHERE external_id = 'y1'"
            ).all()
    assert (json.loads(kept[0]), kept[1]) == ([source[0]], source[1])


# Who hears what


def test_the_asker_is_offered_more_without_a_second_call_of_the_model(
    stub: StubSlack, home: Path
) -> None:
    with (
        Scripted([claims(("Nothing is known of it.", []))]) as server,
        modelled(stub, home, server) as service,
    ):
        service.work.directory.look_up("UALICE", 45)
        with service.work.store.write() as conn:
            conn.exec_driver_sql("UPDATE workspaces SET default_access = 'restricted'")
            conn.exec_driver_sql(
                "INSERT INTO grants (workspace_id, account_id, member_id, role)"
                " SELECT a.workspace_id, a.id, u.member_id, 'owner' FROM accounts a, slack_users u"
                " WHERE u.user_id = 'UALICE'"
            )
        put(service, said(QUESTION, "11.1", "CGENERAL"))
        asked = len(server.requests)
    assert asked == 1
    assert "Moncur" not in words(stub.messages[0]["blocks"])
    (offer,) = stub.whispers
    assert "in private" in offer["text"]


# While a model works


def test_nobody_who_writes_waits_for_the_model(stub: StubSlack, home: Path) -> None:
    message = "Note for Tarbet Shipyard: Rhoda Inkster is now on our side."
    change = calls(
        (
            "propose_change",
            {
                "account": "Tarbet Shipyard",
                "kind": "stance",
                "person": "Rhoda Inkster",
                "value": "supporter",
                "quote": "Rhoda Inkster is now on our side",
            },
        ),
        delay_s=1.0,
    )
    last = claims((KEPT, ["e1"]), delay_s=2.0)
    with Scripted([change, last]) as server, modelled(stub, home, server) as service:
        service.inbox.receive("Ev1", said(f"{message} Is that kept?"))
        longest, until = 0.0, time.monotonic() + 30
        while not stub.messages and time.monotonic() < until:
            begun = time.monotonic()
            with service.work.store.write() as conn:
                conn.exec_driver_sql("UPDATE workspaces SET name = name")
            longest = max(longest, time.monotonic() - begun)
            time.sleep(0.02)
        with service.work.store.read() as conn:
            (proposed,) = conn.exec_driver_sql(
                "SELECT COUNT(*) FROM sources WHERE external_id IS NULL"
            ).one()
        put(service)
    assert (len(server.requests), proposed) == (2, 1)
    assert longest < 1.5


def test_what_was_answered_while_somebody_was_forgotten_is_answered_again(
    stub: StubSlack, home: Path
) -> None:
    slow = claims((KEPT, ["e1"]), delay_s=1.0)
    with (
        Scripted([DECIDERS, slow, DECIDERS, claims()]) as server,
        modelled(stub, home, server) as service,
    ):
        service.inbox.receive("Ev1", said("Who decides?"))
        while len(server.requests) < 2:
            time.sleep(0.02)
        forget(service, "Alasdair Moncur")
        put(service, said("Who pays at Tarbet Shipyard?", "12.1"))
    assert "Moncur" not in json.dumps(stub.messages)


def forget(service: Service, name: str) -> None:
    from dataclasses import replace

    from assistant.forget import forget_person

    forget_person(replace(service.work.base, member="local"), "Tarbet Shipyard", name)


def test_a_status_and_the_checked_sentences_are_shown_and_the_answer_takes_their_place(
    slack: StreamingSlack, home: Path
) -> None:
    with Scripted([DECIDERS, MIXED]) as server, modelled(slack, home, server) as service:
        put(service, said(QUESTION, "11.1", "CGENERAL"))
        with service.work.store.read() as conn:
            left = conn.exec_driver_sql("SELECT COUNT(*) FROM slack_streams").scalar_one()
    assert slack.statuses[:2] == ["is thinking…", "is looking at the people…"]
    assert slack.statuses[-1] == ""
    (stream,) = slack.streams.values()
    assert stream["text"].startswith(f"{KEPT} [1]\n\n")
    assert "Bruce" not in stream["text"]
    assert (stream["channel"], stream["thread_ts"]) == ("CGENERAL", "11.1")
    assert (stream["recipient_user_id"], stream["open"]) == ("UALICE", False)
    (update,) = slack.updates
    assert update["ts"] == stream["ts"]
    assert "Left out: 1 statement" in words(update["blocks"])
    assert (slack.messages, left) == ([], 0)


@pytest.mark.parametrize(
    "method", ["chat.startStream", "chat.appendStream", "assistant.threads.setStatus"]
)
@pytest.mark.parametrize("refusal", ["unknown_method", "internal_error", "cut_before"])
def test_what_slack_refuses_of_it_is_missed_by_nobody(
    slack: StreamingSlack, home: Path, method: str, refusal: str
) -> None:
    slack.fail(method, refusal, times=99)
    with Scripted([DECIDERS, MIXED]) as server, modelled(slack, home, server) as service:
        put(service, said(QUESTION))
    (answer,) = slack.standing()
    assert f"{KEPT} [1]" in answer


def test_a_slack_that_knows_none_of_it_is_asked_once(stub: StubSlack, home: Path) -> None:
    script = [DECIDERS, MIXED, DECIDERS, MIXED]
    with Scripted(script) as server, modelled(stub, home, server) as service:
        put(service, said(QUESTION), said(QUESTION, "12.1"))
    methods = [method for method, _ in stub.calls]
    assert methods.count("chat.startStream") == 1
    assert methods.count("assistant.threads.setStatus") == 1
    assert len(stub.messages) == 2


def test_an_answer_whose_message_was_deleted_meanwhile_is_posted_anew(
    slack: StreamingSlack, home: Path
) -> None:
    slack.fail("chat.update", "message_not_found")
    with Scripted([DECIDERS, MIXED]) as server, modelled(slack, home, server) as service:
        put(service, said(QUESTION))
    (answer,) = slack.standing()
    assert f"{KEPT} [1]" in answer
    assert slack.messages[0]["thread_ts"] == "11.1"


def test_a_model_that_fails_after_its_first_sentence_leaves_one_answer(
    slack: StreamingSlack, home: Path
) -> None:
    from tests.model_servers.wire import events

    whole = b"".join(events(MIXED, "loopback", with_usage=True))
    cut = Reply(raw=whole, close_after=whole.index(b"Bruce") + 40)
    with Scripted([DECIDERS, cut]) as server, modelled(slack, home, server) as service:
        put(service, said(QUESTION))
    (answer,) = slack.standing()
    assert f"{KEPT} [1]" in answer
    assert "broke off" in words(slack.updates[0]["blocks"])


def test_an_answer_to_one_person_alone_is_not_shown_under_way(
    slack: StreamingSlack, home: Path
) -> None:
    with Scripted([DECIDERS, MIXED]) as server, modelled(slack, home, server) as service:
        value = json.dumps({"q": QUESTION, "a": None})
        put(service, pressed("tell_private", value, "CGENERAL", "11.1"))
    assert (slack.streams, slack.statuses) == ({}, [])
    assert KEPT in slack.posted("DUALICE")[0]


def test_an_answer_longer_than_a_stream_takes_is_shown_whole_at_the_end(
    slack: StreamingSlack, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MOST_CHARS", 40)
    with Scripted([DECIDERS, MIXED]) as server, modelled(slack, home, server) as service:
        put(service, said(QUESTION))
    (stream,) = slack.streams.values()
    assert stream["text"] == f"{KEPT} [1]\n\n"
    (answer,) = slack.standing()
    assert "(md) decides" in answer


def test_what_is_shown_under_way_is_in_the_askers_language(
    slack: StreamingSlack, home: Path
) -> None:
    with Scripted([DECIDERS, MIXED]) as server, modelled(slack, home, server) as service:
        put(service, said("Qui décide chez Tarbet Shipyard ?", channel="DUBOB", user="UBOB"))
    assert slack.statuses[:2] == ["réfléchit…", "regarde les personnes…"]


@pytest.mark.parametrize("channel", ["DUALICE", "CGENERAL"])
def test_a_fault_of_ours_after_the_first_sentence_leaves_no_half_answer(
    slack: StreamingSlack, home: Path, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    def stumble(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(questions, "keep_turn", stumble)
    with Scripted([DECIDERS, MIXED]) as server, modelled(slack, home, server) as service:
        put(service, said(QUESTION, channel=channel))
    assert len(slack.streams) == 1
    told = [*slack.standing(), *(one["text"] for one in slack.whispers)]
    assert len(told) == 1
    assert "reference" in told[0]


# What a killed process leaves


@pytest.mark.parametrize("point", ["stream_begun", "stream_shown", "handled", "settled"])
def test_after_a_kill_in_the_middle_there_is_one_answer(
    slack: StreamingSlack, home: Path, point: str
) -> None:
    from tests.slack.killed import kill_at

    script = [DECIDERS, MIXED]
    with Scripted([*script, *script]) as server:
        with modelled(slack, home, server) as service:
            service.worker.stop(5)
            service.inbox.receive("Ev1", said(QUESTION))
        assert kill_at(point, slack, server, home) == -9
        assert len(slack.streams) == 1
        with modelled(slack, home, server) as service:
            put(service)
        assert len(slack.streams) == 1
    (answer,) = slack.standing()
    assert f"{KEPT} [1]" in answer
    assert INVENTED not in answer
    assert [one["ts"] for one in slack.updates] == list(slack.streams)


def test_a_process_that_is_asked_to_stop_does_not_wait_for_the_model(
    stub: StubSlack, home: Path
) -> None:
    from tests.slack.killed import stop_while_asking

    with modelled(stub, home, None) as service:
        service.worker.stop(5)
        service.inbox.receive("Ev1", said(QUESTION))
    with Scripted([Reply(delay_s=30.0)]) as server:
        assert stop_while_asking(stub, server, home) < 8
    assert stub.messages == []
    with Scripted([DECIDERS, MIXED]) as server, modelled(stub, home, server) as service:
        put(service)
    assert len(stub.messages) == 1
