"""The inbox: what Slack delivers is committed here before Slack gets its acknowledgement.

Slack repeats what it thinks was lost. The same delivery, or another event about the same message, finds
its row here and changes nothing.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from integrations.slack.intent_json import place_of, to_json
from integrations.slack.intents import Intent
from knowledge.store import slack_inbox
from knowledge.store.engine import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Inbox:
    """Keeps intents and tells whoever carries them out; ``notify`` must return at once."""

    store: Store
    workspace_id: str
    notify: Callable[[slack_inbox.Incoming], None]

    def receive(self, delivery: str, intent: Intent, subject: str | None = None) -> bool:
        """Keep the intent, durably; False when it was here already.

        ``delivery`` names what Slack delivered and is the same however often it repeats it;
        ``subject`` names the message it is about. Raises ``StoreUnusable`` when it cannot be kept.
        """
        incoming = slack_inbox.Incoming(
            self.workspace_id,
            delivery,
            subject,
            conversation_of(intent),
            to_json(intent),
            self.store.clock.now(),
        )
        with self.store.write() as conn:
            is_new = slack_inbox.receive(conn, incoming)
        if is_new:
            log.info("intent_received id=%s kind=%s", delivery, intent.kind)
            self.notify(incoming)
        else:
            log.info("delivery_repeated id=%s kind=%s", delivery, intent.kind)
        return is_new


def conversation_of(intent: Intent) -> str:
    """What is carried out in order: a direct conversation as a whole, a channel by thread."""
    place = place_of(intent)
    return place.channel if place.is_direct else f"{place.channel}/{place.thread_ts or ''}"
