"""Posts for one intent: where they belong, and keys that stay the same when it is carried out again."""

import hashlib
from collections.abc import Sequence
from typing import Literal

from integrations.slack.blocks.notices import Notice
from integrations.slack.handlers.context import MessageAt
from integrations.slack.intents import Intent, Place, Speaker
from integrations.slack.posts import Block, Post


def key_of(intent: Intent) -> str:
    """The name of an intent; the same delivery, however often it comes, has the same."""
    if intent.kind == "said":
        return f"said/{intent.place.team}/{intent.place.channel}/{intent.ts}"
    if intent.kind == "typed":
        return f"typed/{hashlib.sha256(intent.response_url.encode()).hexdigest()[:24]}"
    if intent.kind == "pressed":
        place, user = intent.place, intent.speaker.user
        return f"pressed/{place.channel}/{user}/{intent.action_ts}"
    if intent.kind == "submitted":
        return f"submitted/{intent.view_id}/{intent.view_hash}"
    return f"welcome/{intent.place.team}/{intent.speaker.user}"


class Replies:
    """Collects what is to be posted.

    ``alone`` shows everything to the speaker only, as answers to a command are. In a direct message
    nothing needs to be hidden, so private posts are ordinary ones there.
    """

    def __init__(
        self,
        key: str,
        place: Place,
        speaker: Speaker,
        thread_ts: str | None,
        *,
        alone: bool = False,
    ) -> None:
        self.place = place
        self.speaker = speaker
        self.thread_ts = thread_ts
        self.alone = alone and not place.is_direct
        self._key = key
        self._posts: list[Post] = []

    @property
    def posts(self) -> tuple[Post, ...]:
        """What was collected, in order."""
        return tuple(self._posts)

    def show(self, text: str, blocks: Sequence[Block]) -> None:
        """Post where the intent came from: to everybody there, or to the speaker when alone."""
        if self.alone:
            self.whisper(text, blocks)
        else:
            self._add("new", self.place.channel, text, blocks, thread_ts=self.thread_ts)

    def whisper(self, text: str, blocks: Sequence[Block]) -> None:
        """Show to the speaker alone, in place."""
        if self.place.is_direct:
            self._add("new", self.place.channel, text, blocks, thread_ts=self.thread_ts)
        else:
            user = self.speaker.user
            self._add(
                "private", self.place.channel, text, blocks, thread_ts=self.thread_ts, user=user
            )

    def direct(self, text: str, blocks: Sequence[Block]) -> None:
        """Send to the speaker as a direct message."""
        if self.place.is_direct:
            self.show(text, blocks)
        else:
            self._add("new", self.speaker.user, text, blocks)

    def tell(self, notice: Notice) -> None:
        """A sentence for the speaker alone."""
        self.whisper(notice.text, notice.blocks)

    def renew(self, message: MessageAt | None, text: str, blocks: Sequence[Block]) -> None:
        """Replace a message of ours; where it is not known, post anew for the speaker."""
        if message is None:
            self.direct(text, blocks)
        else:
            self._add("update", message.channel, text, blocks, ts=message.ts)

    def offer(self, text: str, prompts: Sequence[dict[str, str]]) -> None:
        """Offer things to say above the first message of the conversation."""
        key = f"{self._key}/prompts"
        offered = {"prompts": list(prompts)}
        post = Post(key, "prompts", self.place.channel, text, metadata=offered)
        self._posts.append(post)

    def _add(
        self,
        how: Literal["new", "private", "update", "home"],
        channel: str,
        text: str,
        blocks: Sequence[Block],
        *,
        thread_ts: str | None = None,
        user: str | None = None,
        ts: str | None = None,
    ) -> None:
        key = f"{self._key}/{len(self._posts)}"
        post = Post(key, how, channel, text, tuple(blocks), thread_ts, user, ts)
        self._posts.append(post)
