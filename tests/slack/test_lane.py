"""Lane A: the product as a real process, in Socket Mode, before an emulator of Slack."""

import time

import pytest

from tests.slack.lane import ALICE, BOB, BOT, CHLOE, DEAL, GENERAL, TEAM, Lane, wait_until


@pytest.fixture
def slack(lane: Lane) -> Lane:
    """The lane with the tiny handlers at work."""
    lane.argv = ("-m", "tests.slack.product")
    lane.start()
    return lane


def test_a_question_in_a_direct_message_is_answered_in_its_thread(slack: Lane) -> None:
    ts = slack.paste(ALICE, "who decides?")
    answer = slack.wait_for(ALICE, thread_ts=ts)
    assert answer["text"] == "you said: who decides? (1 readers, en)"
    asked = slack.calls("chat.postMessage")[-1]
    assert (asked["unfurl_links"], asked["unfurl_media"]) == (False, False)
    assert asked["metadata"]["event_type"] == "carto_post"


def test_buttons_views_commands_and_files_find_their_way(slack: Lane) -> None:
    slack.mention(ALICE, GENERAL, "hello")
    answer = slack.wait_for(GENERAL)
    assert answer["text"] == "you said: hello (4 readers, en)"
    slack.press(BOB, answer, "echo")
    slack.wait_for(GENERAL, lambda one: one["text"] == "pressed echo v")
    slack.press(ALICE, answer, "open")
    assert slack.view()["callback_id"] == "sent"
    slack.submit(ALICE, {"what": {"in": {"type": "plain_text_input", "value": "typed"}}})
    sent = slack.wait_for(GENERAL, lambda one: one["text"].startswith("submitted"))
    assert sent["text"] == "submitted {'what': 'typed'} carrying v"
    assert sent["thread_ts"] == answer["thread_ts"]
    slack.command(ALICE, GENERAL, "ask who")
    wait_until(lambda: "typed:U01ALICE:ask who how=private" in slack.log, 20, lambda: slack.log)
    slack.upload(ALICE, ALICE, "note.txt", b"some words", "here")
    slack.wait_for(ALICE, lambda one: one["text"] == "file note.txt 10")


def test_a_delivery_repeated_over_the_connection_does_nothing(slack: Lane) -> None:
    said = {
        "type": "message", "channel_type": "im", "channel": slack.direct_channel(ALICE),
        "user": ALICE, "text": "count", "ts": "1700000000.000100",
    }  # fmt: skip
    envelopes = []
    event_id = slack.deliver_event(said)
    for attempt in (1, 2, 3):
        slack.deliver_event(said, event_id, retry_attempt=attempt, retry_reason="timeout")
    slack.deliver_event(said)
    wait_until(lambda: len(slack.order("acks")) >= 5, 20, lambda: slack.log)
    envelopes = slack.order("acks")
    slack.wait_for(ALICE, lambda one: one["text"] == "seen 1")
    time.sleep(0.5)
    assert len(envelopes) == 5
    assert [one["text"] for one in slack.answers_in(ALICE)] == ["seen 1"]


def test_a_killed_product_answers_when_it_is_back(slack: Lane) -> None:
    slack.fail("chat.postMessage", "cut_after", times=1)
    slack.paste(ALICE, "count one")
    wait_until(lambda: "kind=said posts=1" in slack.log, 20, lambda: slack.log)
    assert slack.kill() == -9
    slack.start()
    slack.paste(ALICE, "count two")
    slack.wait_for(ALICE, lambda one: one["text"] == "seen 1" and "two" not in one["text"])
    wait_until(lambda: len(slack.answers_in(ALICE)) >= 2, 30, lambda: slack.log)
    time.sleep(1.5)
    assert [one["text"] for one in slack.answers_in(ALICE)] == ["seen 1", "seen 1"]


def test_guests_and_strangers_get_a_reason_and_nothing_else(slack: Lane) -> None:
    slack.describe_user(CHLOE, is_restricted=True, locale="fr-FR")
    slack.paste(CHLOE, "qui décide ?")
    told = slack.wait_for(CHLOE)
    assert told["text"].startswith("Je ne réponds qu'aux membres")
    slack.deliver_event(
        {
            "type": "app_mention", "channel": DEAL, "user": "U0EVIL", "user_team": "T2OTHER",
            "text": f"<@{BOT}> who?", "ts": "1700000000.000200", "team": TEAM,
        }
    )  # fmt: skip
    wait_until(lambda: bool(slack.calls("chat.postEphemeral")), 20, lambda: slack.log)
    assert slack.calls("chat.postEphemeral")[0]["text"].startswith("I answer only people")
    # The emulator keeps what only one person sees among the messages.
    assert slack.calls("chat.postMessage")[1:] == []


def test_the_welcome_comes_once(slack: Lane) -> None:
    for _ in range(3):
        slack.open_conversation(ALICE)
    slack.wait_for(ALICE, lambda one: one["text"] == "welcome")
    time.sleep(0.5)
    assert len(slack.answers_in(ALICE)) == 1


def test_a_stop_that_is_asked_for_ends_the_product_in_order(slack: Lane) -> None:
    slack.paste(ALICE, "hello")
    slack.wait_for(ALICE)
    assert slack.kill(15) == 0


def test_no_word_of_a_message_and_no_token_is_in_the_log(slack: Lane) -> None:
    slack.paste(ALICE, "the confidential Peregrine plan")
    slack.wait_for(ALICE)
    slack.paste(ALICE, "stumble over Peregrine")
    slack.wait_for(ALICE, lambda one: "reference" in one["text"])
    kept = "".join(path.read_text("utf-8") for path in (slack.home / "logs").iterdir())
    for secret in ("Peregrine", "xoxb-", "xapp-", "devsecret"):
        assert secret not in slack.log + kept
