"""Posts reach Slack once each, in order per channel, whatever Slack answers."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from integrations.slack import outbox
from integrations.slack.outbox import Letter
from integrations.slack.posts import Post
from integrations.slack.sender import Sender
from integrations.slack.service import Service
from knowledge.store import slack_outbox
from tests.slack.running import running, settle
from tests.slack.stub import StubSlack


def post(key: str, channel: str = "CGENERAL", **more: object) -> Post:
    return replace(Post(key, "new", channel, f"text of {key}"), **more)  # type: ignore[arg-type]


def send(service: Service, *posts: Post) -> None:
    work = service.work
    with work.store.write() as conn:
        letters = [Letter(one, "UALICE") for one in posts]
        outbox.put(conn, work.workspace_id, None, letters, work.store.clock.now())
    service.sender.wake()
    settle(service)


def state_of(service: Service) -> dict[str, int]:
    with service.work.store.read() as conn:
        return slack_outbox.counts(conn, service.work.workspace_id)


def test_posts_of_a_channel_arrive_in_their_order(service: Service, stub: StubSlack) -> None:
    send(service, *(post(f"k{number}") for number in range(20)))
    assert stub.keys() == [f"k{number}" for number in range(20)]


def test_a_key_is_sent_once(service: Service, stub: StubSlack) -> None:
    send(service, post("k1"))
    send(service, post("k1", text="other words"), post("k2"))
    assert stub.posted() == ["text of k1", "text of k2"]


def test_each_kind_of_post_is_shown_its_way(service: Service, stub: StubSlack) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}
    send(
        service,
        post("k1", how="private", user="UALICE"),
        post("k2", how="update", ts="5.5", blocks=(section,)),
        post("k3", how="home", channel="UALICE", user="UALICE", blocks=(section,)),
        post("k4", thread_ts="7.7"),
    )
    assert [one["user"] for one in stub.whispers] == ["UALICE"]
    assert [one["ts"] for one in stub.updates] == ["5.5"]
    assert len(stub.views) == 1
    assert [one["thread_ts"] for one in stub.messages] == ["7.7"]


def test_a_rate_limit_is_waited_out_for_as_long_as_slack_says(
    service: Service, stub: StubSlack
) -> None:
    stub.fail("chat.postMessage", "ratelimited", status=429, headers={"Retry-After": "2"})
    begun = time.monotonic()
    send(service, post("k1"), post("k2"))
    assert time.monotonic() - begun >= 2
    assert stub.keys() == ["k1", "k2"]


def test_another_channel_does_not_wait_for_a_limited_one(service: Service, stub: StubSlack) -> None:
    stub.fail("chat.postMessage", "ratelimited", status=429, headers={"Retry-After": "1"})
    send(service, post("k1"), post("k2", "CDEAL"), post("k3"))
    assert stub.keys() == ["k2", "k1", "k3"]


@pytest.mark.parametrize("cut", ["cut_before", "cut_after"])
def test_a_call_without_an_answer_is_looked_up_before_it_is_repeated(
    service: Service, stub: StubSlack, cut: str
) -> None:
    stub.fail("chat.postMessage", cut)
    send(service, post("k1"), post("k2"))
    assert stub.keys() == ["k1", "k2"]


@pytest.mark.parametrize("word", ["internal_error", "fatal_error", "service_unavailable"])
def test_a_fault_of_slack_is_tried_again(service: Service, stub: StubSlack, word: str) -> None:
    stub.fail("chat.postMessage", word, status=500)
    send(service, post("k1"))
    assert stub.keys() == ["k1"]


@pytest.mark.parametrize("was_posted", [True, False])
def test_a_post_in_doubt_after_a_crash_is_looked_up(
    stub: StubSlack, tmp_path: Path, *, was_posted: bool
) -> None:
    with running(stub, tmp_path / "home") as service:
        service.sender.stop(5)
        work = service.work
        with work.store.write() as conn:
            outbox.put(conn, work.workspace_id, None, [Letter(post("k1"))], work.store.clock.now())
            (row,) = slack_outbox.heads(conn, work.workspace_id)
            slack_outbox.begin_sending(conn, row, work.store.clock.now())
        if was_posted:
            sender = Sender(work.store, work.workspace_id, service.sender.client, "en", 0.0)
            sender._call(row, Letter(post("k1")))
    with running(stub, tmp_path / "home") as service:
        settle(service)
    assert stub.keys() == ["k1"]


def test_a_place_the_app_may_not_write_in_is_told_to_whoever_asked(
    service: Service, stub: StubSlack
) -> None:
    stub.channels["CDEAL"]["members"].remove("U0BOT")
    send(service, post("k1", "CDEAL"), post("k2", "CNOWHERE"), post("k3"))
    assert stub.posted("CGENERAL") == ["text of k3"]
    first, second = stub.posted("DUALICE")
    assert (
        first
        == "I cannot post in <#CDEAL>, so here it is. To have me answer there, invite me to the channel.\ntext of k1"
    )
    assert "<#CNOWHERE>" in second
    assert state_of(service) == {"sent": 3, "undeliverable": 2}


@pytest.mark.parametrize("word", ["msg_too_long", "invalid_blocks", "msg_blocks_too_long"])
def test_a_form_slack_refuses_is_sent_as_plain_text(
    service: Service, stub: StubSlack, word: str
) -> None:
    stub.fail("chat.postMessage", word)
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}
    send(service, post("k1", text="long " * 2000, blocks=(section,)), post("k2"))
    first, second = stub.messages
    assert "blocks" not in first
    assert len(first["text"]) < 3_200
    assert first["text"].endswith("this is its text.)")
    assert second["text"] == "text of k2"


def test_a_refusal_that_nothing_helps_against_blocks_nobody(
    service: Service, stub: StubSlack
) -> None:
    stub.fail("chat.postMessage", "some_new_error")
    send(service, post("k1"), post("k2"))
    assert stub.keys() == ["k2"]
    assert state_of(service) == {"sent": 1, "undeliverable": 1}


def test_the_text_of_a_sent_post_is_forgotten(service: Service, stub: StubSlack) -> None:
    send(service, post("k1"))
    assert stub.posted() == ["text of k1"]
    with service.work.store.read() as conn:
        kept = conn.exec_driver_sql("SELECT payload_json, sent_ts FROM slack_outbox").one()
    assert kept[0] is None
    assert kept[1] == stub.messages[0]["ts"]


def test_messages_to_a_channel_are_a_second_apart(stub: StubSlack, tmp_path: Path) -> None:
    with running(stub, tmp_path / "home", pace_s=0.5) as service:
        begun = time.monotonic()
        send(service, post("k1"), post("k2"), post("k3"), post("d1", "CDEAL"))
        took = time.monotonic() - begun
    assert 1.0 <= took < 5.0
    assert stub.keys()[:2] == ["k1", "d1"]


def test_a_command_is_answered_by_its_address_only_where_that_is_slacks(
    service: Service, stub: StubSlack
) -> None:
    work = service.work
    letters = [
        Letter(post("k1", how="private", user="UALICE"), "UALICE", "https://evil.test/hook"),
        Letter(
            post("k2", how="private", user="UALICE"),
            "UALICE",
            "https://hooks.slack.com.evil.test/x",
        ),
    ]
    with work.store.write() as conn:
        outbox.put(conn, work.workspace_id, None, letters, work.store.clock.now())
    service.sender.wake()
    settle(service)
    assert len(stub.whispers) == 2


def offered(key: str = "p1") -> Post:
    prompts = [{"title": "Brief me", "message": "Brief Acme"}]
    return Post(key, "prompts", "DUALICE", "hello", metadata={"prompts": prompts})


def test_prompts_are_offered_without_a_thread_which_slack_would_ignore(
    service: Service, stub: StubSlack
) -> None:
    send(service, offered())
    [asked] = [
        one for method, one in stub.calls if method == "assistant.threads.setSuggestedPrompts"
    ]
    assert set(asked) == {"channel_id", "prompts"}
    assert asked["prompts"] == offered().metadata["prompts"]


def test_prompts_that_cannot_be_offered_hold_nothing_up(
    service: Service, stub: StubSlack, caplog: pytest.LogCaptureFixture
) -> None:
    stub.fail("assistant.threads.setSuggestedPrompts", "missing_scope")
    send(service, offered("p1"), offered("p2"), post("k1", "DUALICE"))
    assert stub.keys() == ["k1"]
    assert state_of(service) == {"sent": 3}
    assert caplog.text.count("prompts_not_set") == 2
