"""Carrying out one intent: who asks, who reads, what to do, what to say; kept together or not at all.

Everything here may run again after a crash. What was done is done once, because the inbox row is
finished in the same transaction. That transaction begins with the first thing written, and a model is
asked before that: nobody who writes waits for a model.
"""

import logging
import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace

from slack_sdk.errors import SlackApiError

from assistant.agent.events import OnEvent
from assistant.bootstrap import Workspace
from integrations.slack import access_commands, outbox
from integrations.slack.audience import Audiences
from integrations.slack.carried import unwrap
from integrations.slack.files import Files
from integrations.slack.handlers.context import Context, FileFault, MessageAt, Telling, View
from integrations.slack.identity import READER_S, Directory
from integrations.slack.intent_json import from_json, place_of
from integrations.slack.intents import Intent, Place, Pressed, Said, Submitted, Typed
from integrations.slack.live import Spot, Stage
from integrations.slack.outbox import Letter
from integrations.slack.posts import Post
from integrations.slack.slack_faults import fault_of
from integrations.slack.threads import StoredThreads
from knowledge.language.catalogue import Lang, phrase
from knowledge.store import erase_slack, slack_directory, slack_inbox, slack_streams
from knowledge.store.engine import Store
from knowledge.store.joint import JointStore
from knowledge.store.slack_streams import Streamed

log = logging.getLogger(__name__)

Handle = Callable[[Context, Intent], Sequence[Post]]
MakeView = Callable[[Context, str, str], View | None]

MOST_ATTEMPTS = 5


class TooManyAttempts(Exception):
    """The process died at this intent so often that the intent is to blame."""


class OvertakenElsewhere(Exception):
    """Somebody else finished or changed the intent meanwhile; what was done here is undone."""


@dataclass(frozen=True, slots=True)
class Work:
    """What carries intents out. ``base`` is the workspace with nobody in particular acting."""

    base: Workspace
    directory: Directory
    audiences: Audiences
    files: Files
    handle: Handle
    make_view: MakeView
    opens_view: frozenset[str]
    workspace_name: str
    on_posts: Callable[[], None]
    stage: Stage
    fault: Callable[[str], None] = field(default=lambda _: None)

    @property
    def store(self) -> Store:
        """The store everything is kept in."""
        return self.base.store

    @property
    def workspace_id(self) -> str:
        """The workspace the Slack team is bound to."""
        return self.base.workspace_id

    def begin(self, inbox_id: str) -> int:
        """Count one more attempt at the row, durably, and return which it is."""
        with self.store.write() as conn:
            return slack_inbox.begin_attempt(conn, self.workspace_id, inbox_id)

    def is_unfinished(self, inbox_id: str) -> bool:
        """Whether nobody has carried the row out yet."""
        with self.store.read() as conn:
            row = slack_inbox.load(conn, self.workspace_id, inbox_id)
        return row is not None and row.state == slack_inbox.RECEIVED

    def carry_out(self, inbox_id: str, attempt: int = 1) -> None:
        """Do what the row asks for, once; does nothing when it is finished.

        Raises ``TooManyAttempts`` when so many processes began it that it must be what ends them.
        """
        if attempt > MOST_ATTEMPTS:
            raise TooManyAttempts
        with self.store.read() as conn:
            row = slack_inbox.load(conn, self.workspace_id, inbox_id)
            last_act = erase_slack.last_act(conn)
            left = slack_streams.find(conn, self.workspace_id, inbox_id)
        if row is None or row.intent_json is None:
            return
        intent = from_json(row.intent_json)
        self.fault("begun")
        if left is not None:
            # Whoever began to write the answer did not come to its end.
            self.stage.stop(left)
        with JointStore(self.store) as joint:
            may_stream = attempt <= 1 and left is None
            letters = self._letters(joint, inbox_id, intent, may_stream=may_stream)
            self.fault("handled")
            streamed = self.stage.where(inbox_id)
            letters, is_taken = _taking_over(letters, streamed)
            with joint.settle() as conn:
                now = self.store.clock.now()
                if not erase_slack.is_as_it_came(
                    conn, self.workspace_id, inbox_id, row.intent_json
                ):
                    # Finished by another, or somebody was forgotten in it: what it says now counts.
                    raise OvertakenElsewhere
                if erase_slack.was_forgotten_since(conn, self.workspace_id, last_act):
                    # What was made meanwhile may speak of what is to be forgotten: made again.
                    raise OvertakenElsewhere
                if not slack_inbox.finish(conn, self.workspace_id, inbox_id, now):
                    raise OvertakenElsewhere
                slack_streams.drop(conn, self.workspace_id, inbox_id)
                outbox.put(conn, self.workspace_id, inbox_id, letters, now)
        self.fault("settled")
        if streamed is not None and not is_taken:
            self.stage.take_away(streamed)
        self.on_posts()
        log.info("intent_done id=%s kind=%s posts=%d", inbox_id, intent.kind, len(letters))

    def give_up(self, inbox_id: str, reference: str) -> None:
        """Finish the row as failed and tell the person, with a reference the log knows too."""
        with self.store.write() as conn:
            row = slack_inbox.load(conn, self.workspace_id, inbox_id)
            if row is None or row.intent_json is None:
                return
            intent = from_json(row.intent_json)
            lang = self._lang(
                slack_directory.load_user(conn, self.workspace_id, intent.speaker.user)
            )
            now = self.store.clock.now()
            slack_inbox.finish(conn, self.workspace_id, inbox_id, now, "failed", reference)
            letter = self._to_asker(inbox_id, intent, lang, "failed", reference=reference)
            streamed = slack_streams.find(conn, self.workspace_id, inbox_id)
            letters, is_taken = _taking_over([letter], streamed)
            slack_streams.drop(conn, self.workspace_id, inbox_id)
            outbox.put(conn, self.workspace_id, inbox_id, letters, now)
        if streamed is not None:
            self.stage.stop(streamed)
            if not is_taken:
                self.stage.take_away(streamed)
        self.on_posts()
        log.error("intent_failed id=%s kind=%s reference=%s", inbox_id, intent.kind, reference)

    def say_later(self, inbox_id: str) -> None:
        """Tell the person that what they asked for is kept, and that nobody works on it just now."""
        with self.store.write() as conn:
            row = slack_inbox.load(conn, self.workspace_id, inbox_id)
            if row is None or row.intent_json is None:
                return
            intent = from_json(row.intent_json)
            lang = self._lang(
                slack_directory.load_user(conn, self.workspace_id, intent.speaker.user)
            )
            letter = self._to_asker(f"{inbox_id}:later", intent, lang, "later")
            outbox.put(conn, self.workspace_id, inbox_id, [letter], self.store.clock.now())
        self.on_posts()

    def view_for(self, intent: Pressed) -> View | None:
        """The view a press opens, for somebody who may enter; ``None`` when it opens none."""
        if intent.action.partition(":")[0] not in self.opens_view:
            return None
        user = self.directory.speaker(intent.speaker)
        if not self.directory.may_enter(user):
            return None
        with JointStore(self.store) as joint:
            # Nothing is settled: whatever a view's maker writes is undone.
            context = self._context(joint, intent, user)
            return self.make_view(context, intent.action, intent.value)

    def _letters(
        self, joint: JointStore, inbox_id: str, intent: Intent, *, may_stream: bool
    ) -> list[Letter]:
        user = self.directory.speaker(intent.speaker)
        if not self.directory.may_enter(user):
            return self._refusal(inbox_id, intent, user)
        fetched = self._fetched(intent)
        if isinstance(intent, Typed):
            self._meet(access_commands.users_in(intent.words))
        context = self._context(joint, intent, user)
        context = replace(
            context,
            fetch_file=lambda file: fetched.get(_file_key(file), FileFault("gone")),
            model_store=self.store,
            telling=self._telling(inbox_id, intent, context.lang, may_stream=may_stream),
        )
        reply_url = intent.response_url if isinstance(intent, Typed) else None
        posts = self._posts(context, _bare(intent, is_guest=user.kind == "guest"))
        return [Letter(post, intent.speaker.user, reply_url or None) for post in posts]

    def _posts(self, context: Context, intent: Intent) -> Sequence[Post]:
        if isinstance(intent, Typed) and access_commands.is_ours(intent):
            asked = access_commands.Asked(
                context.private_ws, context.lang, intent, context.linked_account
            )
            return [access_commands.answer(asked)]
        return self.handle(context, intent)

    def _refusal(
        self, inbox_id: str, intent: Intent, user: slack_directory.KnownUser
    ) -> list[Letter]:
        log.info("speaker_refused id=%s kind=%s", inbox_id, user.kind)
        if user.kind in ("app", "left"):
            return []
        key = "guest" if user.kind == "guest" else "stranger"
        return [self._to_asker(inbox_id, intent, self._lang(user), key)]

    def _context(
        self,
        joint: JointStore,
        intent: Intent,
        user: slack_directory.KnownUser,
    ) -> Context:
        place = place_of(intent)
        private = replace(self.base, store=joint, member=user.member_id or "", readers=None)
        readers = self.audiences.readers_of(place)
        with joint.read() as conn:
            linked = slack_directory.linked_account(conn, self.workspace_id, place.channel)
        return Context(
            ws=replace(private, readers=readers),
            private_ws=private,
            conversation=StoredThreads(joint, self.workspace_id),
            lang=self._lang(user),
            new_reference=new_reference,
            fetch_file=lambda _: FileFault("gone"),
            linked_account=linked,
            message=_message(intent, place),
            workspace_people=replace(self.directory, store=joint).full_members,
            workspace_name=self.workspace_name,
        )

    def _telling(self, inbox_id: str, intent: Intent, lang: Lang, *, may_stream: bool) -> Telling:
        """Shows what a model does, in the thread that is answered in."""

        def telling(
            place: Place, thread_ts: str, begun: str, *, streams: bool
        ) -> AbstractContextManager[OnEvent]:
            spot = Spot(place, thread_ts, intent.speaker, lang)
            return self.stage.telling(inbox_id, spot, streams=streams and may_stream, begun=begun)

        return telling

    def _meet(self, users: Sequence[str]) -> None:
        """Look the users up whom a command names, before anything is written; unknown ones stay so."""
        for user in users:
            try:
                self.directory.look_up(user, READER_S)
            except SlackApiError as error:
                if fault_of(error).meaning in ("later", "in_doubt"):
                    raise

    def _fetched(self, intent: Intent) -> dict[str, bytes | FileFault]:
        """The message's files, fetched before anything is written, because that takes time."""
        files = intent.files if isinstance(intent, Said) else ()
        return {_file_key(file): self.files.fetch(file) for file in files}

    def _to_asker(
        self, inbox_id: str, intent: Intent, lang: Lang, key: str, **facts: object
    ) -> Letter:
        """A sentence for whoever asked: directly, or seen by them alone in a channel."""
        text = phrase(lang, f"slack_service.service.{key}", **facts)
        place, user = place_of(intent), intent.speaker.user
        post = Post(
            f"{inbox_id}:{key}",
            "new" if place.is_direct else "private",
            place.channel,
            text,
            thread_ts=place.thread_ts,
            user=user,
        )
        reply_url = intent.response_url if isinstance(intent, Typed) else None
        return Letter(post, user, reply_url or None)

    def _lang(self, user: slack_directory.KnownUser | None) -> Lang:
        known = (user.lang if user else None) or self.base.settings.lang
        return "fr" if known == "fr" else "en"


def _taking_over(letters: list[Letter], streamed: Streamed | None) -> tuple[list[Letter], bool]:
    """The letters, the first message to that channel in the place of what was being written there."""
    if streamed is None:
        return letters, False
    for at, letter in enumerate(letters):
        post = letter.post
        if post.how == "new" and post.channel == streamed.channel:
            taken = replace(post, how="update", ts=streamed.ts, or_new=True)
            return [*letters[:at], replace(letter, post=taken), *letters[at + 1 :]], True
    return letters, False


def new_reference() -> str:
    """A short id that a person can read out and the log holds too."""
    return secrets.token_hex(3).upper()


def _bare(intent: Intent, *, is_guest: bool) -> Intent:
    """The intent as handlers get it: with what we know of the speaker, without our own wrapping."""
    speaker = replace(intent.speaker, is_guest=is_guest)
    if isinstance(intent, Submitted):
        return replace(intent, speaker=speaker, carried=unwrap(intent.carried)[1])
    return replace(intent, speaker=speaker)


def _message(intent: Intent, place: Place) -> MessageAt | None:
    if isinstance(intent, Pressed):
        ts = intent.message_ts
    elif isinstance(intent, Submitted):
        origin, _ = unwrap(intent.carried)
        ts = origin.message_ts if origin else None
    else:
        ts = None
    return MessageAt(place.channel, ts, place.thread_ts) if ts else None


def _file_key(file: dict[str, str]) -> str:
    return file.get("id") or file.get("url_private_download") or file.get("url_private") or ""
