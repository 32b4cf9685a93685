"""Who reads a place: everybody in the channel, as members of ours.

A reader we cannot place (of another organisation, or a list Slack does not give us) stands in the
audience as a member without any right, and so does, for a public channel, everybody who could open it:
then only what all may see is shown. Apps in the channel are not readers.
"""

import logging
import threading
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from integrations.slack.identity import READER_S, Directory
from integrations.slack.intents import Place
from integrations.slack.slack_faults import fault_of
from knowledge.store import members
from knowledge.store.engine import Connection

log = logging.getLogger(__name__)

# A row of members with this id stands for whoever may open a public channel; it can be granted rights.
EVERYONE = "slack_everyone"
# No row has this id, so that it has no right anywhere.
NOBODY_WE_KNOW = "slack_unknown"
KEPT_S = 30.0
_PAGE = 500


@dataclass(slots=True)
class Audiences:
    """The readers of each place, remembered for half a minute."""

    directory: Directory
    client: WebClient
    _kept: dict[str, tuple[float, frozenset[str]]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def readers_of(self, place: Place) -> frozenset[str] | None:
        """The members who read the place; ``None`` where only the speaker does.

        Raises the Slack client's error when Slack cannot be asked now.
        """
        if place.is_direct:
            return None
        with self._lock:
            kept = self._kept.get(place.channel)
        if kept is not None and monotonic() - kept[0] < KEPT_S:
            readers = kept[1]
        else:
            readers = self._ask(place.channel)
            with self._lock:
                self._kept[place.channel] = (monotonic(), readers)
        return readers | {NOBODY_WE_KNOW} if place.is_shared else readers

    def _ask(self, channel: str) -> frozenset[str]:
        try:
            about: dict[str, Any] = self.client.conversations_info(channel=channel)["channel"]
            users = self._members(channel)
        except SlackApiError as error:
            fault = fault_of(error)
            if fault.meaning in ("later", "in_doubt") and fault.word != "missing_scope":
                raise
            log.warning("readers_unknown channel=%s error=%s", channel, fault.word)
            return frozenset({NOBODY_WE_KNOW})
        readers = set()
        for user in self.directory.look_up_all(users, READER_S):
            if user.kind in ("app", "left"):
                continue
            readers.add(NOBODY_WE_KNOW if user.kind == "stranger" else user.member_id)
        if any(
            about.get(mark) for mark in ("is_ext_shared", "is_pending_ext_shared", "is_org_shared")
        ):
            readers.add(NOBODY_WE_KNOW)
        if not (about.get("is_private") or about.get("is_im") or about.get("is_mpim")):
            readers.add(EVERYONE)
        return frozenset(reader or NOBODY_WE_KNOW for reader in readers)

    def _members(self, channel: str) -> list[str]:
        users: list[str] = []
        cursor = ""
        while True:
            page = self.client.conversations_members(channel=channel, limit=_PAGE, cursor=cursor)
            users.extend(page["members"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return users


def make_everyone_known(conn: Connection, workspace_id: str) -> None:
    """Add the row that stands for whoever may open a public channel."""
    if members.load_member(conn, workspace_id, EVERYONE) is None:
        everyone = members.Member(EVERYONE, workspace_id, "Everyone", is_us=False)
        members.save_member(conn, everyone)
