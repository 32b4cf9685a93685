"""Modals that were sent. ``values`` of the intent are by block id: each input block has one element."""

import re

from slack_bolt import Ack, App, BoltResponse

from integrations.slack.intents import Submitted
from integrations.slack.listeners.actions import value_of
from integrations.slack.listeners.deliveries import Body, Deliveries, View, speaker_of
from knowledge.language.catalogue import phrase


def register(app: App, deliveries: Deliveries) -> None:
    """Listen to every modal of ours."""

    @app.view(re.compile(".*"))
    def submitted(view: View, body: Body, ack: Ack) -> BoltResponse | None:
        intent = translate(view, body)
        if deliveries.keep(f"view:{intent.view_id}:{intent.view_hash}", intent):
            return ack()
        # The modal stays open with what was typed.
        block = next(iter(intent.values), "")
        sentence = phrase(deliveries.lang, "slack_service.service.not_kept")
        return ack(response_action="errors", errors={block: sentence})

    @app.view_closed(re.compile(".*"))
    def closed(ack: Ack) -> BoltResponse | None:
        return ack()


def translate(view: View, body: Body) -> Submitted:
    """The submission that ``body`` reports."""
    blocks = (view.get("state") or {}).get("values") or {}
    values = {
        block: value_of(element)
        for block, elements in blocks.items()
        for element in elements.values()
    }
    return Submitted(
        "submitted",
        speaker_of(body),
        view.get("callback_id", ""),
        view.get("private_metadata", ""),
        values,
        view["id"],
        view.get("hash", ""),
    )
