"""Deliveries as Slack signs them, for `app.dispatch`: events, presses, submissions, commands."""

import json
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from slack_bolt import App
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from tests.slack.stub import TEAM

SECRET = "signing-secret"  # noqa: S105 - of the tests

Payload = dict[str, Any]


def dispatch(
    app: App,
    body: str,
    *,
    form: bool = False,
    at: float | None = None,
    secret: str = SECRET,
    headers: dict[str, str] | None = None,
) -> BoltResponse:
    """Hand the app a signed request, and return its answer."""
    timestamp = str(int(at or time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    kind = "application/x-www-form-urlencoded" if form else "application/json"
    given: dict[str, str | Sequence[str]] = {
        "content-type": [kind],
        "x-slack-request-timestamp": [timestamp],
        "x-slack-signature": [signature or ""],
        **{name: [value] for name, value in (headers or {}).items()},
    }
    return app.dispatch(BoltRequest(body=body, headers=given))


def event(event_id: str, what: Payload, **envelope: Any) -> str:
    """The body of an event."""
    return json.dumps(
        {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": "A01APP",
            "event_id": event_id,
            "event_time": int(time.time()),
            "event": what,
            **envelope,
        }
    )


def direct_message(user: str, text: str, ts: str, **more: Any) -> Payload:
    """A message to the app."""
    return {
        "type": "message",
        "channel_type": "im",
        "channel": f"D{user}",
        "user": user,
        "text": text,
        "ts": ts,
        **more,
    }


def mention(user: str, channel: str, text: str, ts: str, **more: Any) -> Payload:
    """A mention of the app in a channel."""
    return {
        "type": "app_mention",
        "channel": channel,
        "user": user,
        "text": f"<@U0BOT> {text}",
        "ts": ts,
        **more,
    }


def press(user: str, action: str, channel: str, ts: str, action_ts: str, value: str = "v") -> str:
    """The body of a press."""
    return _interaction(
        {
            "type": "block_actions",
            "user": {"id": user, "team_id": TEAM},
            "team": {"id": TEAM},
            "channel": {"id": channel},
            "container": {"type": "message", "message_ts": ts, "channel_id": channel},
            "message": {"ts": ts, "thread_ts": ts},
            "trigger_id": f"trigger-{action_ts}",
            "actions": [
                {
                    "type": "button",
                    "action_id": action,
                    "block_id": "b",
                    "value": value,
                    "action_ts": action_ts,
                }
            ],
        }
    )


def submission(user: str, view_id: str, view_hash: str, carried: str, values: Payload) -> str:
    """The body of a modal that was sent."""
    state = {
        block: {"in": {"type": "plain_text_input", "value": value}}
        for block, value in values.items()
    }
    return _interaction(
        {
            "type": "view_submission",
            "user": {"id": user, "team_id": TEAM},
            "team": {"id": TEAM},
            "view": {
                "type": "modal",
                "id": view_id,
                "hash": view_hash,
                "callback_id": "sent",
                "private_metadata": carried,
                "state": {"values": state},
            },
        }
    )


def command(user: str, channel: str, text: str, trigger: str, response_url: str = "") -> str:
    """The body of a slash command."""
    return urlencode(
        {
            "command": "/carto",
            "text": text,
            "user_id": user,
            "team_id": TEAM,
            "channel_id": channel,
            "trigger_id": trigger,
            "response_url": response_url,
        }
    )


def _interaction(payload: Payload) -> str:
    return urlencode({"payload": json.dumps(payload)})
