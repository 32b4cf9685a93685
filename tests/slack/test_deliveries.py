"""Lane C: what Slack delivers, signed, repeated, out of order, forged."""

import json
import random
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from slack_bolt.request import BoltRequest
from slack_sdk.signature import SignatureVerifier

from integrations.slack.service import Service
from knowledge.store import slack_inbox
from tests.slack import signed
from tests.slack.running import running, settle
from tests.slack.stub import StubSlack


def say(service: Service, event_id: str, text: str, ts: str = "1.1", **headers: str) -> int:
    body = signed.event(event_id, signed.direct_message("UALICE", text, ts))
    return signed.dispatch(service.app, body, headers=headers).status


def test_a_direct_message_is_answered_in_its_thread(service: Service, stub: StubSlack) -> None:
    assert say(service, "Ev1", "hello", "12.5") == 200
    settle(service)
    (message,) = stub.messages
    assert (message["channel"], message["thread_ts"]) == ("DUALICE", "12.5")
    assert message["text"] == "you said: hello (1 readers, en)"
    assert (message["unfurl_links"], message["unfurl_media"]) == (False, False)


def test_a_delivery_that_slack_repeats_changes_nothing(service: Service, stub: StubSlack) -> None:
    for attempt in range(4):
        retry = {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": "http_timeout"}
        assert say(service, "Ev1", "count", "1.1", **(retry if attempt else {})) == 200
    settle(service)
    assert stub.posted() == ["seen 1"]


def test_two_events_about_one_message_are_one(service: Service, stub: StubSlack) -> None:
    said = signed.mention("UALICE", "CGENERAL", "count", "5.5")
    for event_id in ("Ev1", "Ev2"):
        assert signed.dispatch(service.app, signed.event(event_id, said)).status == 200
    settle(service)
    assert stub.posted() == ["seen 1"]


def test_a_press_is_done_once_and_by_each_person_once(service: Service, stub: StubSlack) -> None:
    body = signed.press("UALICE", "echo", "CGENERAL", "5.5", "9.1")
    other = signed.press("UBOB", "echo", "CGENERAL", "5.5", "9.1")
    for one in (body, body, other):
        assert signed.dispatch(service.app, one, form=True).status == 200
    settle(service)
    assert stub.posted() == ["pressed echo v", "pressed echo v"]


def test_a_press_that_opens_a_view_opens_it_at_once(service: Service, stub: StubSlack) -> None:
    body = signed.press("UALICE", "open:1", "CGENERAL", "5.5", "9.1", "carried")
    assert signed.dispatch(service.app, body, form=True).status == 200
    (asked,) = stub.views
    assert asked["trigger_id"] == "trigger-9.1"
    view = asked["view"] if isinstance(asked["view"], dict) else json.loads(asked["view"])
    sent = signed.submission("UALICE", "V1", "h1", view["private_metadata"], {"what": "typed"})
    for _ in range(2):
        assert signed.dispatch(service.app, sent, form=True).status == 200
    settle(service)
    assert stub.posted() == ["submitted {'what': 'typed'} carrying carried"]


def test_a_command_is_answered_where_it_was_typed(service: Service, stub: StubSlack) -> None:
    body = signed.command("UALICE", "CGENERAL", "ask who", "trigger-1")
    for _ in range(2):
        assert signed.dispatch(service.app, body, form=True).status == 200
    settle(service)
    (whisper,) = stub.whispers
    assert (whisper["channel"], whisper["user"]) == ("CGENERAL", "UALICE")
    assert whisper["text"].startswith("typed ask who")


@pytest.mark.parametrize(
    "what",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"bot_id": "B1"},
        {"user": "U0BOT"},
        {"user": None},
    ],
)
def test_what_no_person_said_is_acknowledged_and_left(
    service: Service, stub: StubSlack, what: dict[str, str]
) -> None:
    said = signed.direct_message("UALICE", "hello", "1.1") | what
    assert signed.dispatch(service.app, signed.event("Ev1", said)).status == 200
    settle(service)
    assert stub.posted() == []


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
def test_what_people_say_in_other_ways_is_heard(
    service: Service, stub: StubSlack, subtype: str
) -> None:
    said = signed.direct_message("UALICE", "hello", "1.1", subtype=subtype)
    assert signed.dispatch(service.app, signed.event("Ev1", said)).status == 200
    settle(service)
    assert len(stub.posted()) == 1


def test_what_people_say_to_each_other_in_a_channel_is_left(
    service: Service, stub: StubSlack
) -> None:
    said = {"type": "message", "channel_type": "channel", "channel": "CGENERAL"}
    said |= {"user": "UALICE", "text": "hello", "ts": "1.1"}
    assert signed.dispatch(service.app, signed.event("Ev1", said)).status == 200
    settle(service)
    assert stub.posted() == []


def test_the_welcome_is_sent_once_however_often_the_conversation_is_opened(
    service: Service, stub: StubSlack
) -> None:
    opened = {"type": "app_home_opened", "user": "UALICE", "channel": "DUALICE", "tab": "messages"}
    for number in range(3):
        assert signed.dispatch(service.app, signed.event(f"Ev{number}", opened)).status == 200
    settle(service)
    assert stub.posted() == ["welcome"]


def test_an_event_nobody_subscribed_to_is_acknowledged(service: Service) -> None:
    body = signed.event("Ev1", {"type": "reaction_added", "user": "UALICE"})
    assert signed.dispatch(service.app, body).status == 200


NOW = time.time()


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("x-slack-signature", "v0=" + "0" * 64),
        ("x-slack-signature", ""),
        ("x-slack-signature", "v0=é"),
        ("x-slack-request-timestamp", ""),
        ("x-slack-request-timestamp", "soon"),
        ("x-slack-request-timestamp", "-1"),
        ("x-slack-request-timestamp", "1e9"),
        ("x-slack-request-timestamp", "٣٤٥"),
        ("x-slack-request-timestamp", "9" * 400),
        ("x-slack-request-timestamp", str(int(NOW) - 400)),
        ("x-slack-request-timestamp", str(int(NOW) + 400)),
    ],
    # Named by number: the values hold the time, and every worker has to give the same names.
    ids=range(11),
)
def test_a_request_that_slack_did_not_sign_now_is_refused(
    service: Service, stub: StubSlack, header: str, value: str
) -> None:
    body = signed.event("Ev1", signed.direct_message("UALICE", "hello", "1.1"))
    assert signed.dispatch(service.app, body, headers={header: value}).status == 401
    settle(service)
    assert stub.posted() == []


@pytest.mark.parametrize("age_s", [-400, 301, 3 * 86_400])
def test_a_signature_lives_five_minutes(service: Service, age_s: int) -> None:
    body = signed.event("Ev1", signed.direct_message("UALICE", "hello", "1.1"))
    assert signed.dispatch(service.app, body, at=time.time() - age_s).status == 401


def test_a_signature_of_another_secret_is_refused(service: Service) -> None:
    body = signed.event("Ev1", signed.direct_message("UALICE", "hello", "1.1"))
    assert signed.dispatch(service.app, body, secret="another").status == 401  # noqa: S106 - of the test


def test_a_request_without_headers_is_refused(service: Service) -> None:
    assert service.app.dispatch(BoltRequest(body="{}", headers={})).status == 401


def test_no_forged_request_gets_in_and_none_is_answered_with_a_fault(service: Service) -> None:
    chance = random.Random(11)  # noqa: S311 - not for secrets
    for number in range(300):
        body = signed.event(f"Ev{number}", signed.direct_message("UALICE", "hello", f"{number}.1"))
        timestamp = str(int(time.time()))
        right = SignatureVerifier(signed.SECRET).generate_signature(timestamp=timestamp, body=body)
        assert right is not None
        given = {"x-slack-request-timestamp": [timestamp], "x-slack-signature": [right]}
        match number % 4:
            case 0:
                # A body that is no JSON any more fails before the app sees it.
                body = body.replace("hello", chance.choice(["hellp", "Hello", "hello ", "h"]))
            case 1:
                where = chance.randrange(3, len(right))
                other = "0" if right[where] != "0" else "1"
                given["x-slack-signature"] = [right[:where] + other + right[where + 1 :]]
            case 2:
                junk = "".join(chr(chance.randrange(1, 0x2FF)) for _ in range(chance.randrange(12)))
                given["x-slack-request-timestamp"] = [junk]
            case _:
                given.pop(chance.choice(list(given)))
        headers: dict[str, str | Sequence[str]] = {"content-type": ["application/json"], **given}
        assert service.app.dispatch(BoltRequest(body=body, headers=headers)).status == 401


def test_a_locked_store_is_waited_for_before_the_acknowledgement(
    service: Service, stub: StubSlack
) -> None:
    held, begun = threading.Event(), time.monotonic()

    def hold() -> None:
        with service.work.store.write():
            held.set()
            time.sleep(1.0)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    assert say(service, "Ev1", "count") == 200
    took = time.monotonic() - begun
    thread.join()
    assert 0.9 < took < 2.5
    settle(service)
    assert stub.posted() == ["seen 1"]


def test_nothing_is_acknowledged_that_could_not_be_kept(
    service: Service, stub: StubSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    from knowledge.errors import StoreUnusable

    def full(*_: object) -> bool:
        raise StoreUnusable("carto.db", "disk_full")

    with monkeypatch.context() as patch:
        patch.setattr(slack_inbox, "receive", full)
        assert say(service, "Ev1", "count") == 503
        assert say(service, "Ev1", "count") == 503
    assert say(service, "Ev1", "count") == 200
    settle(service)
    told, answer = stub.messages
    assert told["text"].startswith("I could not save")
    assert answer["text"] == "seen 1"


def test_a_fault_of_ours_is_told_with_a_reference_and_nothing_else(
    service: Service, stub: StubSlack, caplog: pytest.LogCaptureFixture
) -> None:
    say(service, "Ev1", "stumble over a secret", "1.1")
    say(service, "Ev2", "count", "2.2")
    settle(service)
    failed, answer = stub.posted()
    assert "reference" in failed
    assert "secret" not in failed
    assert answer == "seen 1"
    reference = failed.rstrip(".").rsplit(" ", 1)[1]
    assert any(reference in record.getMessage() for record in caplog.records)
    assert not any("secret" in record.getMessage() for record in caplog.records)


def test_what_was_left_is_taken_up_at_the_next_start(stub: StubSlack, tmp_path: Path) -> None:
    from integrations.slack.intents import Place, Said, Speaker

    with running(stub, tmp_path / "home") as service:
        service.worker.stop(5)
        place = Place("T01TEST", "DUALICE", "1.1", is_direct=True)
        said = Said("said", place, Speaker("T01TEST", "UALICE"), "count", "1.1")
        service.inbox.receive("Ev1", said)
    assert stub.posted() == []
    with running(stub, tmp_path / "home") as service:
        settle(service)
    assert stub.posted() == ["seen 1"]


def test_a_second_worker_on_the_same_home_is_refused(
    service: Service, stub: StubSlack, tmp_path: Path
) -> None:
    from integrations.slack.worker import AnotherWorker

    assert service.work.workspace_name == "Acme"
    with pytest.raises(AnotherWorker), running(stub, tmp_path / "home"):
        pass
