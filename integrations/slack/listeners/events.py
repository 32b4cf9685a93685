"""Events: messages to the app, mentions of it, and its conversation being opened."""

import logging
import re
from typing import Any

from slack_bolt import Ack, App, BoltResponse

from integrations.slack.intents import Opened, Place, Said, Speaker
from integrations.slack.listeners.deliveries import Body, Deliveries, is_direct

log = logging.getLogger(__name__)

# A message with a file has a subtype, and so has a reply also sent to the channel. Every other subtype
# is something Slack says about a message, or about the channel.
SPOKEN = (None, "file_share", "thread_broadcast")
_FILE_FIELDS = (
    "id",
    "name",
    "title",
    "mimetype",
    "filetype",
    "mode",
    "size",
    "url_private_download",
    "url_private",
    "file_access",
)


def register(app: App, deliveries: Deliveries) -> None:
    """Listen to the events the manifest subscribes to."""

    @app.event("message")
    def message(event: dict[str, Any], body: Body, ack: Ack) -> BoltResponse | None:
        if event.get("channel_type") != "im" and not is_direct(event.get("channel", "")):
            # What people say in channels is theirs; a mention of the app comes as an event of its own.
            return ack()
        return _said(event, body, ack, deliveries)

    @app.event("app_mention")
    def mentioned(event: dict[str, Any], body: Body, ack: Ack) -> BoltResponse | None:
        return _said(event, body, ack, deliveries)

    @app.event("app_home_opened")
    def opened(event: dict[str, Any], body: Body, ack: Ack) -> BoltResponse | None:
        if event.get("tab") != "messages" or not event.get("channel"):
            return ack()
        speaker = _speaker(event, body)
        place = Place(_team(body), event["channel"], None, is_direct=True)
        kept = deliveries.keep(body["event_id"], Opened("opened", place, speaker))
        return ack() if kept else BoltResponse(status=503)

    @app.event(re.compile(".*"))
    def anything_else(ack: Ack) -> BoltResponse | None:
        # Not subscribed to; unacknowledged it would be repeated, and delivery be limited.
        return ack()


def _said(
    event: dict[str, Any], body: Body, ack: Ack, deliveries: Deliveries
) -> BoltResponse | None:
    if not _is_spoken_by_a_person(event, deliveries.bot_user):
        return ack()
    channel, ts = event["channel"], event["ts"]
    place = Place(
        _team(body),
        channel,
        event.get("thread_ts") or ts,
        is_direct=event.get("channel_type") == "im" or is_direct(channel),
        is_shared=bool(body.get("is_ext_shared_channel")),
    )
    said = Said(
        "said",
        place,
        _speaker(event, body),
        _without_mention(event.get("text") or "", deliveries.bot_user),
        ts,
        tuple(_file(file) for file in event.get("files") or ()),
    )
    # A mention in a channel may come as a message too; both are about one message.
    kept = deliveries.keep(body["event_id"], said, subject=f"message:{channel}:{ts}")
    return ack() if kept else BoltResponse(status=503)


def _is_spoken_by_a_person(event: dict[str, Any], bot_user: str) -> bool:
    return (
        event.get("subtype") in SPOKEN
        and not event.get("bot_id")
        and not event.get("hidden")
        and bool(event.get("user"))
        and event.get("user") != bot_user
        and bool(event.get("ts"))
        and bool(event.get("channel"))
    )


def _speaker(event: dict[str, Any], body: Body) -> Speaker:
    return Speaker(event.get("user_team") or event.get("team") or _team(body), event["user"])


def _team(body: Body) -> str:
    return str(body.get("team_id") or "")


def _without_mention(text: str, bot_user: str) -> str:
    """The text without the mention it begins or ends with; one in the middle is part of a sentence."""
    mention = rf"<@{re.escape(bot_user)}(?:\|[^>]*)?>"
    return re.sub(rf"^\s*{mention}[\s:,]*|\s*{mention}\s*$", "", text)


def _file(file: dict[str, Any]) -> dict[str, str]:
    return {field: str(file[field]) for field in _FILE_FIELDS if file.get(field) is not None}
