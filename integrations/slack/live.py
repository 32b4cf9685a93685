"""What is shown while a model works: that it works, and the sentences that have passed the check.

A help and no more. The answer itself is a post of the outbox, which takes the place of what was written
here; where Slack knows none of this, or refuses it, nothing is missing but the wait in between. Where a
message is being written is kept before it shows a word, so that a process that comes after a killed
one puts the answer there.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from assistant.agent.events import Event, Looking, OnEvent, Said
from integrations.slack.blocks.markdown import in_markdown
from integrations.slack.blocks.words import told
from integrations.slack.intents import Place, Speaker
from integrations.slack.slack_faults import fault_of
from knowledge.errors import CartoError
from knowledge.language.catalogue import Lang, has_phrase
from knowledge.store import slack_streams
from knowledge.store.engine import Store
from knowledge.store.slack_streams import Streamed

log = logging.getLogger(__name__)

# Slack ends a stream after five minutes and refuses it past 12,000 characters (reference slack.md, 3).
MOST_CHARS, MOST_S = 9_000, 240.0
TIMEOUT_S = 5
_SENTENCE = 1_500
# What will not be otherwise a minute later: the method, or the right to use it, is not there.
_FOR_GOOD = frozenset(
    {
        "unknown_method", "missing_scope", "not_allowed_token_type", "feature_not_enabled",
        "method_deprecated", "not_allowed", "access_denied", "no_permission",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is shown while it is made, to whom, and in whose language."""

    place: Place
    thread_ts: str
    speaker: Speaker
    lang: Lang


@dataclass(slots=True)
class Stage:
    """Shows work under way. One for the process: what Slack does not know is asked for once."""

    client: WebClient
    store: Store
    workspace_id: str
    fault: Callable[[str], None] = lambda _: None
    _unknown: set[str] = field(default_factory=set)

    @contextmanager
    def telling(
        self, inbox_id: str, spot: Spot, *, streams: bool, begun: str = "thinking"
    ) -> Iterator[OnEvent]:
        """Show at ``spot`` what is heard in the block; ``streams`` lets sentences be shown."""
        live = _Live(self, inbox_id, spot, streams)
        live.show_status(begun)
        try:
            yield live.hear
        finally:
            live.end()

    def where(self, inbox_id: str) -> Streamed | None:
        """Where the answer to the intent was begun, by this process or one before it."""
        with self.store.read() as conn:
            return slack_streams.find(conn, self.workspace_id, inbox_id)

    def stop(self, streamed: Streamed) -> None:
        """End the writing of a message; one that has ended already is left alone."""
        self.attempt("stop", lambda: self.client.chat_stopStream(**streamed._asdict()))

    def take_away(self, streamed: Streamed) -> None:
        """Delete a message that no answer takes the place of."""
        self.attempt("delete", lambda: self.client.chat_delete(**streamed._asdict()))

    def attempt(self, what: str, call: Callable[[], object]) -> bool:
        """Whether Slack did it; a refusal is noted and has no other effect."""
        if what in self._unknown:
            return False
        try:
            call()
        except (SlackClientError, OSError, CartoError) as error:
            word = error.code if isinstance(error, CartoError) else fault_of(error).word
            if word in _FOR_GOOD:
                self._unknown.add(what)
            log.info("not_shown_live what=%s error=%s", what, word)
            return False
        return True


@dataclass(slots=True)
class _Live:
    """One answer under way. Nothing in here raises: it is called from within a model's reply."""

    stage: Stage
    inbox_id: str
    spot: Spot
    streams: bool
    _streamed: Streamed | None = None
    _chars: int = 0
    _begun_at: float = 0.0
    _has_status: bool = False

    def hear(self, event: Event) -> None:
        try:
            match event:
                case Looking(tool):
                    self.show_status(f"tool.{tool}")
                case Said(text):
                    self._say(text)
                case _:
                    pass
        except Exception:
            self.streams = False
            log.exception("live_stumbled")

    def show_status(self, what: str) -> None:
        key = f"live.{what}" if has_phrase(self.spot.lang, f"slack.live.{what}") else "live.looking"
        self._has_status |= self._status(told(self.spot.lang, key))

    def end(self) -> None:
        if self._streamed is not None:
            self.stage.stop(self._streamed)
        if self._has_status:
            # It goes by itself with a new message, and not with a changed one or one for a single reader.
            self._status("")

    def _status(self, words: str) -> bool:
        spot, client = self.spot, self.stage.client
        return self.stage.attempt(
            "status",
            lambda: client.assistant_threads_setStatus(
                channel_id=spot.place.channel, thread_ts=spot.thread_ts, status=words
            ),
        )

    def _say(self, text: str) -> None:
        shown = in_markdown(text, _SENTENCE) + "\n\n"
        if not self.streams or not shown.strip():
            return
        if self._streamed is None:
            self.streams = self.stage.attempt("stream", self._start)
            self.stage.fault("stream_begun")
        late = monotonic() - self._begun_at > MOST_S
        self.streams = self.streams and not late and self._chars + len(shown) <= MOST_CHARS
        if not self.streams or (streamed := self._streamed) is None:
            return
        client = self.stage.client
        self.streams = self.stage.attempt(
            "append", lambda: client.chat_appendStream(**streamed._asdict(), markdown_text=shown)
        )
        self._chars += len(shown)
        self.stage.fault("stream_shown")

    def _start(self) -> None:
        """Begin a message without a word in it, and keep where it is before it gets any."""
        spot, stage = self.spot, self.stage
        answer = stage.client.chat_startStream(
            channel=spot.place.channel,
            thread_ts=spot.thread_ts,
            recipient_team_id=spot.speaker.team or None,
            recipient_user_id=spot.speaker.user,
        )
        ts = answer.get("ts")
        if not ts:
            message = "no message was begun"
            raise SlackClientError(message)
        streamed = Streamed(str(answer.get("channel") or spot.place.channel), str(ts))
        try:
            with stage.store.write() as conn:
                now = stage.store.clock.now()
                slack_streams.keep(conn, stage.workspace_id, self.inbox_id, streamed, now)
        except CartoError:
            stage.stop(streamed)
            stage.take_away(streamed)
            raise
        self._streamed, self._begun_at = streamed, monotonic()
