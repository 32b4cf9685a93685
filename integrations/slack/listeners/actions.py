"""Buttons and menus: a press is committed and acknowledged, or opens a view at once.

Slack's permission to open a view lives three seconds, so that this cannot wait for the worker. Opening
one only reads.
"""

import json
import logging
import re
from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_sdk.errors import SlackClientError

from integrations.slack.carried import Origin, unwrap, wrap
from integrations.slack.intents import Place, Pressed
from integrations.slack.listeners.deliveries import (
    Body,
    Deliveries,
    View,
    direct,
    is_direct,
    speaker_of,
    team_of,
)

log = logging.getLogger(__name__)


def register(app: App, deliveries: Deliveries) -> None:
    """Listen to everything that can be pressed."""

    @app.action(re.compile(".*"))
    def pressed(action: dict[str, Any], body: Body, ack: Ack) -> BoltResponse | None:
        intent = translate(action, body)
        view = _view(deliveries, intent)
        if view is not None:
            carried = wrap(
                Origin(intent.place, intent.message_ts), view.get("private_metadata", "")
            )
            _open(deliveries, body, view | {"private_metadata": carried})
            return ack()
        subject = intent.message_ts or (body.get("view") or {}).get("id", "")
        delivery = ":".join(
            ("press", intent.place.channel, subject, intent.action_ts, intent.speaker.user)
        )
        # A press is never repeated by Slack, so that it is acknowledged even when it was not kept:
        # the person has been told.
        deliveries.keep(f"{delivery}:{intent.action}", intent)
        return ack()


def translate(action: dict[str, Any], body: Body) -> Pressed:
    """The press that ``body`` reports."""
    speaker = speaker_of(body)
    container = body.get("container") or {}
    message = body.get("message") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id")
    ts = message.get("ts") or container.get("message_ts")
    if channel:
        thread = message.get("thread_ts") or container.get("thread_ts") or ts
        place = Place(team_of(body), channel, thread, is_direct(channel))
    else:
        origin, _ = unwrap((body.get("view") or {}).get("private_metadata", ""))
        place, ts = (origin.place, origin.message_ts) if origin else (direct(speaker), None)
    return Pressed(
        "pressed",
        place,
        speaker,
        action["action_id"],
        value_of(action),
        ts,
        action.get("action_ts", ""),
    )


def value_of(element: dict[str, Any]) -> str:
    """What an element of a block holds, as text; several choices are a JSON list.

    The same rule serves presses and what modals send.
    """
    if element.get("selected_options") is not None:
        return json.dumps([option["value"] for option in element["selected_options"]])
    if element.get("files") is not None:
        return json.dumps([file["id"] for file in element["files"]])
    chosen = element.get("selected_option") or {}
    simple = (
        "value",
        "selected_date",
        "selected_user",
        "selected_channel",
        "selected_conversation",
    )
    found = chosen.get("value") or next((element[key] for key in simple if element.get(key)), "")
    return str(found)


def _view(deliveries: Deliveries, intent: Pressed) -> View | None:
    try:
        return deliveries.view_for(intent)
    except Exception:
        # The press is carried out by the worker instead, which tells the person what is wrong.
        log.exception("view_not_made action=%s", intent.action.partition(":")[0])
        return None


def _open(deliveries: Deliveries, body: Body, view: View) -> None:
    shown = body.get("view")
    try:
        if shown:
            deliveries.client.views_update(view_id=shown["id"], hash=shown.get("hash"), view=view)
        else:
            deliveries.client.views_open(trigger_id=body["trigger_id"], view=view)
    except SlackClientError as fault:
        response = getattr(fault, "response", None) or {}
        log.warning("view_not_opened error=%s", response.get("error", type(fault).__name__))
        deliveries.tell(speaker_of(body), "service.view_not_opened")
