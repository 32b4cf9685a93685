"""What every listener needs: the inbox, and a way to say that something could not be kept."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from integrations.slack.inbox import Inbox
from integrations.slack.intents import Intent, Place, Pressed, Speaker
from knowledge.errors import StoreUnusable
from knowledge.language.catalogue import phrase

log = logging.getLogger(__name__)

Body = dict[str, Any]
View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Where listeners put what they translated.

    ``view_for`` gives the view a press opens, or ``None`` when it opens none; it only reads.
    """

    inbox: Inbox
    client: WebClient
    bot_user: str
    lang: str
    view_for: Callable[[Pressed], View | None]
    _told: set[str] = field(default_factory=set)

    def keep(self, delivery: str, intent: Intent, subject: str | None = None) -> bool:
        """Commit the intent. False when it could not be kept; then the person has been told."""
        try:
            self.inbox.receive(delivery, intent, subject)
        except StoreUnusable as fault:
            log.error("intent_not_kept id=%s why=%s", delivery, fault.facts["why"])  # noqa: TRY400
            if delivery not in self._told:
                self._told.add(delivery)
                self.tell(intent.speaker, "service.not_kept")
            return False
        return True

    def tell(self, speaker: Speaker, key: str) -> None:
        """Say a sentence to the person directly, past the outbox: for when the store is unusable."""
        try:
            self.client.chat_postMessage(
                channel=speaker.user,
                text=phrase(self.lang, f"slack_service.{key}"),
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackClientError:
            log.error("person_not_told")  # noqa: TRY400 - the cause is Slack's, and holds the text


def speaker_of(body: Body) -> Speaker:
    """Who acted, in the body of an action, a submission or a command."""
    user = body.get("user") or {}
    team = (
        user.get("team_id")
        or body.get("team_id")
        or (body.get("team") or {}).get("id")
        or user.get("team")
        or ""
    )
    return Speaker(team, user.get("id") or body["user_id"])


def team_of(body: Body) -> str:
    """The team the app was addressed in."""
    team = body.get("team_id") or (body.get("team") or {}).get("id")
    return str(team or speaker_of(body).team)


def is_direct(channel: str) -> bool:
    """Whether the channel is a direct conversation with one person; Slack's ids say so."""
    return channel.startswith("D")


def direct(speaker: Speaker) -> Place:
    """The conversation with the person, where nothing says another place."""
    return Place(speaker.team, speaker.user, None, is_direct=True)
