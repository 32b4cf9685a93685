"""The slash command. Slack gives it no id of its own, but a trigger that is different each time."""

import hashlib

from slack_bolt import Ack, App, BoltResponse

from integrations.slack.intents import Place, Typed
from integrations.slack.listeners.deliveries import Body, Deliveries, is_direct, speaker_of, team_of
from knowledge.language.catalogue import phrase

COMMAND = "/carto"


def register(app: App, deliveries: Deliveries) -> None:
    """Listen to the command."""

    @app.command(COMMAND)
    def typed(body: Body, ack: Ack) -> BoltResponse | None:
        intent = translate(body)
        # Hashed, because a trigger opens views.
        mark = hashlib.sha256(body["trigger_id"].encode()).hexdigest()[:32]
        if deliveries.keep(f"command:{intent.speaker.user}:{mark}", intent):
            return ack()
        return ack(text=phrase(deliveries.lang, "slack_service.service.not_kept"))


def translate(body: Body) -> Typed:
    """The command that ``body`` reports; Slack allows none inside a thread."""
    channel = body["channel_id"]
    place = Place(team_of(body), channel, None, is_direct(channel))
    return Typed(
        "typed",
        place,
        speaker_of(body),
        (body.get("text") or "").strip(),
        body.get("response_url", ""),
    )
