"""Reading again, with the model, the notes it could not read when they came; whoever sent one is told.

A thread of its own, because a reading takes as long as the model does. What it found and what is said
about it are kept together, like an intent's effects and posts.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from slack_sdk.errors import SlackClientError

from assistant.bootstrap import Workspace
from assistant.read_again import ReadAgain, read_one_again, waiting_readings
from integrations.slack import outbox
from integrations.slack.blocks.elements import section
from integrations.slack.blocks.mrkdwn import NAME, said
from integrations.slack.blocks.words import told
from integrations.slack.handlers.cards import card_of
from integrations.slack.identity import ACTOR_S, Directory
from integrations.slack.outbox import Letter
from integrations.slack.posts import Post
from integrations.slack.slack_faults import fault_of
from knowledge.errors import CartoError
from knowledge.language.catalogue import Lang
from knowledge.reading.contract import Reader
from knowledge.store import slack_directory
from knowledge.store.joint import JointStore
from knowledge.store.rereads import Reread
from knowledge.store.slack_directory import KnownUser

log = logging.getLogger(__name__)

EVERY_S = 60.0


@dataclass(slots=True)
class Rereading:
    """Every minute, whatever is due. ``reader`` is the model's own, without another behind it."""

    base: Workspace
    directory: Directory
    reader: Reader
    on_posts: Callable[[], None]
    every_s: float = EVERY_S
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look for what is due."""
        self._thread = threading.Thread(target=self._run, name="rereading", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float) -> None:
        """End after the note that is being read, or leave it: nothing of it is kept yet."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout_s)

    def read_due(self) -> int:
        """Read what is due, one note after the other; returns how many were read."""
        done = 0
        for waiting in waiting_readings(self.base, due_by=self.base.clock.now()):
            if self._stopped.is_set():
                break
            outcome, goes_on = self._read(waiting)
            done += outcome is not None and outcome.outcome == "done"
            if not goes_on:
                break
        return done

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.read_due()
            except CartoError as error:
                log.warning("rereading_put_off error=%s", error.code)
            except (SlackClientError, OSError) as error:
                log.warning("rereading_put_off error=%s", fault_of(error).word)
            except Exception:
                log.exception("rereading_stumbled")
            self._stopped.wait(self.every_s)

    def _read(self, waiting: Reread) -> tuple[ReadAgain | None, bool]:
        user = self._sender_of(waiting)
        with JointStore(self.base.store) as joint:
            ws = replace(self.base, store=joint)
            outcome, failure = read_one_again(ws, self.reader, waiting)
            if self._stopped.is_set():
                # Somebody else may be at work on the store by now: it is read again at the next start.
                return None, False
            letters = self._letters(ws, waiting, outcome, user) if outcome and user else []
            with joint.settle() as conn:
                outbox.put(conn, ws.workspace_id, None, letters, ws.clock.now())
        if letters:
            self.on_posts()
        return outcome, failure is None or not failure.is_general

    def _sender_of(self, waiting: Reread) -> KnownUser | None:
        """Who sent the note, as Slack knows them now; ``None`` when they may not enter any more."""
        with self.base.store.read() as conn:
            known = slack_directory.user_of_member(conn, self.base.workspace_id, waiting.member)
        if known is None:
            return None
        user = self.directory.look_up(known.user_id, ACTOR_S)
        return user if self.directory.may_enter(user) else None

    def _letters(
        self, ws: Workspace, waiting: Reread, outcome: ReadAgain, user: KnownUser
    ) -> list[Letter]:
        """What to tell whoever sent the note, when there is something new."""
        if outcome.outcome != "done" or not outcome.new_lines or outcome.proposal_id is None:
            return []
        lang: Lang = "fr" if (user.lang or ws.settings.lang) == "fr" else "en"
        try:
            card = card_of(replace(ws, member=waiting.member), outcome.proposal_id, lang)
        except CartoError as error:
            log.info("reread_not_shown source=%s error=%s", outcome.source_id, error.code)
            return []
        facts = {"account": said(outcome.account_name, NAME), "n": outcome.new_lines}
        words = told(lang, "reread.found", **facts)
        # One notice for one time of waiting, however often this is carried out.
        key = f"reread/{outcome.source_id}/{int(waiting.queued_at.timestamp())}"
        blocks = (section(words), *card.blocks)
        return [Letter(Post(key, "new", user.user_id, words, blocks), user.user_id)]
