"""The sender: takes posts from the outbox to Slack, each once, in order per channel.

Before Slack is called the row says so. A row found like that after a crash, or after a call that got no
answer, is looked up by its mark before it is sent again.
"""

import json
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from integrations.slack import outbox
from integrations.slack.outbox import EVENT_TYPE, Letter
from integrations.slack.posts import Post
from integrations.slack.slack_faults import Fault, fault_of
from knowledge.errors import CartoError
from knowledge.language.catalogue import phrase
from knowledge.store import slack_outbox
from knowledge.store.engine import Store
from knowledge.store.slack_outbox import SENDING, Outgoing

log = logging.getLogger(__name__)

# Slack takes about one message a second per channel (docs.slack.dev, rate limits, 2026-11).
PACE_S = 1.0
_POLL_S = 2.0
_PAUSES_S = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0)
_GIVEN_UP_AFTER = timedelta(days=1)
# A post this old when it is first sent may have been sent before a backup was restored.
_LOOKED_UP_AFTER = timedelta(minutes=2)
_LOOKED_BACK = timedelta(minutes=1)
_LOOKED_THROUGH_PAGES = 5
_REPLY_LIFE = timedelta(minutes=29)
_SIMPLE_CHARS = 3_000


@dataclass(slots=True)
class Sender:
    """One thread that sends. ``fault`` is called at named points, for tests that kill there."""

    store: Store
    workspace_id: str
    client: WebClient
    lang: str
    pace_s: float = PACE_S
    fault: Callable[[str], None] = lambda _: None
    _wake: threading.Event = field(default_factory=threading.Event)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _not_before: dict[str, float] = field(default_factory=dict)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to send."""
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There is something new to send."""
        self._wake.set()

    def stop(self, timeout_s: float) -> None:
        """End after the post that is being sent."""
        self._stopped.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout_s)

    def send_due(self) -> int:
        """Send one post of every channel that may take one now; returns how many were tried."""
        now = monotonic()
        with self.store.read() as conn:
            waiting = slack_outbox.heads(
                conn,
                self.workspace_id,
                [channel for channel, at in self._not_before.items() if at > now],
            )
        for outgoing in waiting:
            if self._stopped.is_set():
                break
            self._send(outgoing)
        return len(waiting)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._wake.clear()
            try:
                tried = self.send_due()
            except CartoError as error:
                log.warning("outbox_unreadable error=%s", error.code)
                tried = 0
            except Exception:
                log.exception("sender_stumbled")
                tried = 0
            if not tried:
                self._wake.wait(self._until_next())

    def _until_next(self) -> float:
        now = monotonic()
        self._not_before = {c: at for c, at in self._not_before.items() if at > now}
        return min([at - now for at in self._not_before.values()] + [_POLL_S])

    def _send(self, outgoing: Outgoing) -> None:
        if outgoing.payload_json is None:
            self._settle(lambda conn: slack_outbox.give_up(conn, outgoing, "no_payload"))
            return
        letter = outbox.from_json(outgoing.payload_json)
        try:
            if self._may_be_there(outgoing) and self._found_in_slack(outgoing, letter.post):
                return
            self._settle(lambda conn: slack_outbox.begin_sending(conn, outgoing, self._now()))
            outgoing = replace(outgoing, attempts=outgoing.attempts + 1)
            self.fault("sending")
            channel, ts = self._call(outgoing, letter)
        except (SlackClientError, OSError) as error:
            self._refused(outgoing, letter, fault_of(error))
            return
        self.fault("posted")
        self._settle(lambda conn: slack_outbox.mark_sent(conn, outgoing, channel, ts))
        self.fault("marked")
        if letter.post.how == "new":
            self._not_before[outgoing.channel] = monotonic() + self.pace_s
        log.info("post_sent key=%s how=%s", outgoing.key, letter.post.how)

    def _now(self) -> datetime:
        return self.store.clock.now()

    def _settle(self, write: Callable[[Any], None]) -> None:
        with self.store.write() as conn:
            write(conn)

    # Sending

    def _call(self, outgoing: Outgoing, letter: Letter) -> tuple[str, str]:
        post = letter.post
        content: dict[str, Any] = {"text": post.text}
        if post.blocks:
            content["blocks"] = list(post.blocks)
        if post.how == "home":
            view = {"type": "home", "blocks": list(post.blocks)}
            self.client.views_publish(user_id=post.user or post.channel, view=view)
            return post.channel, ""
        if post.how == "prompts":
            self._offer_prompts(outgoing, post)
            return post.channel, ""
        if post.how == "update":
            answer = self.client.chat_update(
                channel=post.channel, ts=post.ts or "", metadata=_mark(outgoing, post), **content
            )
            return str(answer.get("channel") or post.channel), str(answer.get("ts") or post.ts)
        if post.how == "private":
            return self._whisper(outgoing, letter, content)
        answer = self.client.chat_postMessage(
            channel=post.channel,
            thread_ts=post.thread_ts,
            metadata=_mark(outgoing, post),
            unfurl_links=False,
            unfurl_media=False,
            **content,
        )
        return str(answer["channel"]), str(answer["ts"])

    def _offer_prompts(self, outgoing: Outgoing, post: Post) -> None:
        """Offer them; a help and no more, so that a failure is noted and not tried again.

        Without a thread: with one, Slack ignores the prompts of an agent (reference slack.md, 1.5).
        """
        try:
            self.client.assistant_threads_setSuggestedPrompts(
                channel_id=post.channel, prompts=post.metadata["prompts"]
            )
        except (SlackClientError, OSError) as error:
            log.warning("prompts_not_set key=%s error=%s", outgoing.key, fault_of(error).word)

    def _whisper(
        self, outgoing: Outgoing, letter: Letter, content: dict[str, Any]
    ) -> tuple[str, str]:
        """Show it to one person: as the answer to their command, or as an ephemeral message."""
        post = letter.post
        if letter.reply_url and self._may_reply(letter.reply_url, outgoing):
            webhook = WebhookClient(letter.reply_url, timeout=self.client.timeout)
            answer = webhook.send(
                response_type="ephemeral", unfurl_links=False, unfurl_media=False, **content
            )
            if answer.status_code == 200:
                return post.channel, ""
        ephemeral = self.client.chat_postEphemeral(
            channel=post.channel, user=post.user or "", thread_ts=post.thread_ts, **content
        )
        return post.channel, str(ephemeral.get("message_ts") or "")

    def _may_reply(self, url: str, outgoing: Outgoing) -> bool:
        asked, ours = urlsplit(url), urlsplit(self.client.base_url)
        is_slacks = asked.scheme == "https" and asked.hostname == "hooks.slack.com"
        is_fresh = self._now() - outgoing.created_at < _REPLY_LIFE
        return is_fresh and (
            is_slacks or (asked.scheme, asked.hostname) == (ours.scheme, ours.hostname)
        )

    # Looking up what may be there

    def _may_be_there(self, outgoing: Outgoing) -> bool:
        is_old = self._now() - outgoing.created_at > _LOOKED_UP_AFTER
        return outgoing.state == SENDING or (is_old and outgoing.attempts == 0)

    def _found_in_slack(self, outgoing: Outgoing, post: Post) -> bool:
        """Look for the post by its mark, and note where it stands. Only new messages can be found."""
        if post.how != "new" or post.channel.startswith(("U", "W")):
            return False
        since = (outgoing.attempted_at or outgoing.created_at) - _LOOKED_BACK
        try:
            found = self._look_through(outgoing, post, since)
        except SlackApiError as error:
            fault = fault_of(error)
            if fault.word in ("ratelimited", "rate_limited") or fault.meaning == "in_doubt":
                raise
            # We may not look there; whether we may write there, sending will tell.
            log.warning("post_not_looked_up key=%s error=%s", outgoing.key, fault.word)
            found = None
        if found is None:
            log.info("post_resumed key=%s attempts=%d", outgoing.key, outgoing.attempts)
            return False
        channel, ts = found
        self._settle(lambda conn: slack_outbox.mark_sent(conn, outgoing, channel, ts))
        log.info("post_found key=%s", outgoing.key)
        return True

    def _look_through(
        self, outgoing: Outgoing, post: Post, since: datetime
    ) -> tuple[str, str] | None:
        cursor = ""
        for _ in range(_LOOKED_THROUGH_PAGES):
            window: dict[str, Any] = {
                "channel": post.channel,
                "oldest": f"{since.astimezone(UTC).timestamp():.6f}",
                "include_all_metadata": True,
                "limit": 100,
                "cursor": cursor,
            }
            page = (
                self.client.conversations_replies(ts=post.thread_ts, **window)
                if post.thread_ts
                else self.client.conversations_history(**window)
            )
            for message in page["messages"]:
                if _key_of(message) == outgoing.key:
                    return post.channel, str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None
        return None

    # What to do about a refusal

    def _refused(self, outgoing: Outgoing, letter: Letter, fault: Fault) -> None:
        is_too_old = self._now() - outgoing.created_at > _GIVEN_UP_AFTER
        log.warning("post_refused key=%s error=%s", outgoing.key, fault.word)
        if fault.meaning == "simpler" and not letter.simplified:
            payload = outbox.to_json(self._simpler(letter))
            self._settle(
                lambda conn: slack_outbox.replace_payload(conn, outgoing, payload, fault.word)
            )
        elif fault.meaning in ("later", "in_doubt") and not is_too_old:
            self._put_off(outgoing, fault)
        elif letter.post.or_new:
            self._post_anew(outgoing, letter, fault)
        else:
            self._end(outgoing, letter, fault)

    def _post_anew(self, outgoing: Outgoing, letter: Letter, fault: Fault) -> None:
        """The message it should have replaced cannot be replaced: away with that, if Slack lets us."""
        post = letter.post
        with suppress(SlackClientError, OSError):
            self.client.chat_delete(channel=post.channel, ts=post.ts or "")
        anew = replace(letter, post=replace(post, how="new", ts=None, or_new=False))
        payload = outbox.to_json(anew)
        self._settle(lambda conn: slack_outbox.replace_payload(conn, outgoing, payload, fault.word))

    def _put_off(self, outgoing: Outgoing, fault: Fault) -> None:
        pause_s = _PAUSES_S[min(outgoing.attempts, len(_PAUSES_S)) - 1]
        self._not_before[outgoing.channel] = monotonic() + (fault.wait_s or pause_s)
        if fault.meaning == "later":
            self._settle(lambda conn: slack_outbox.keep_waiting(conn, outgoing, fault.word))
        else:
            self._settle(lambda conn: slack_outbox.note_problem(conn, outgoing, fault.word))

    def _end(self, outgoing: Outgoing, letter: Letter, fault: Fault) -> None:
        """Give the post up; whoever asked for it gets it directly instead, if that is elsewhere."""
        fallback = self._elsewhere(outgoing, letter) if fault.meaning == "elsewhere" else None
        now = self._now()

        def write(conn: Any) -> None:
            slack_outbox.give_up(conn, outgoing, fault.word)
            if fallback is not None:
                outbox.put(conn, self.workspace_id, outgoing.inbox_id, [fallback], now)

        self._settle(write)
        log.error(
            "post_undeliverable key=%s error=%s fallback=%s",
            outgoing.key,
            fault.word,
            bool(fallback),
        )

    def _elsewhere(self, outgoing: Outgoing, letter: Letter) -> Letter | None:
        """The same, to the person who asked, with the reason; they were among those it was for."""
        post, asker = letter.post, letter.asker
        if asker is None or post.how not in ("new", "private") or outgoing.key.endswith(":direct"):
            return None
        reason = phrase(self.lang, "slack_service.service.not_there", channel=post.channel)
        note: dict[str, Any] = {"type": "section", "text": {"type": "mrkdwn", "text": reason}}
        blocks = (note, *post.blocks)[:50] if post.blocks else ()
        direct = Post(
            f"{outgoing.key}:direct", "new", asker, f"{reason}\n{post.text}", blocks, user=asker
        )
        return Letter(direct, asker)

    def _simpler(self, letter: Letter) -> Letter:
        """Its text alone, cut to a length Slack takes, with a word about that."""
        post = letter.post
        text = post.text[:_SIMPLE_CHARS]
        sentence = phrase(self.lang, "slack_service.service.simplified")
        return replace(
            letter,
            post=replace(post, text=f"{text}\n{sentence}", blocks=(), metadata={}),
            simplified=True,
        )


def _mark(outgoing: Outgoing, post: Post) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {**post.metadata, "key": outgoing.key}}


def _key_of(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    payload = metadata.get("event_payload") or {}
    if isinstance(payload, str):
        payload = json.loads(payload)
    return payload.get("key")
