"""A small Slack to play stories in: a scripted reader, people with rights, channels with readers.

Handlers get the real store and the real use-cases. What they post is checked as Slack would check it,
shown here as text, and its buttons can be pressed.
"""

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.bootstrap import WORKSPACE_ID, Workspace
from integrations.slack.handlers.context import Answering, Context, FileFault, MessageAt
from integrations.slack.handlers.conversations import RecentThreads
from integrations.slack.handlers.dispatch import handle
from integrations.slack.handlers.modals import OPENS_MODAL, modal_for
from integrations.slack.intents import (
    Intent,
    Opened,
    Place,
    Pressed,
    Said,
    Speaker,
    Submitted,
    Typed,
)
from integrations.slack.posts import Post
from knowledge.domain.reading import Label, Person, Reading, ReadingContext
from knowledge.language.catalogue import Lang
from knowledge.store import access, accounts, members
from tests.slack.blocks.validate import parts, refused_message, refused_view, texts

SURE, UNSURE = 0.95, 0.5
TEAM = "T1"


class ScriptedReader:
    """Finds in each text what the script says; in any other text nothing."""

    name = "scripted"
    version = "1"

    def __init__(self, script: Mapping[str, Reading]) -> None:
        self._script = script

    def read(self, text: str, context: ReadingContext) -> Reading:
        found = self._script.get(text.strip(), Reading(account=context.account))
        return found.model_copy(
            update={"people": tuple(_mentioned(person, text) for person in found.people)}
        )


def _mentioned(person: Person, text: str) -> Person:
    at = text.find(person.name)
    if person.mention is not None or at == -1:
        return person
    mention = Label(quote=person.name, start=at, end=at + len(person.name), confidence=SURE)
    return person.model_copy(update={"mention": mention})


@dataclass(frozen=True)
class Note:
    """A text and what a reader finds in it."""

    text: str
    reading: Reading


def note(text: str, *people: Person, **labels: Any) -> Note:
    """A note; ``labels`` are the other lists of a reading, by their names."""
    found = Reading.model_validate({"account": "?", "people": people, **labels})
    return Note(text, found)


def somebody(name: str, **found: Any) -> Person:
    """A person as a reader finds them; ``stance`` and ``powers`` as code and words."""

    def label(quote: str, confidence: float, **more: str) -> dict[str, Any]:
        return {"quote": quote, "confidence": confidence, "changed": changed, **more}

    changed = found.pop("changed", False)
    unsure = found.pop("unsure", ())
    title = found.pop("title", None)
    stance = found.pop("stance", None)
    powers = found.pop("powers", {})

    def how(part: str) -> float:
        return UNSURE if part in unsure else SURE

    return Person.model_validate(
        {
            "name": name,
            "side": "customer",
            "title": title,
            "title_label": label(title, how("title")) if title else None,
            "stance": label(stance[1], how("stance"), value=stance[0]) if stance else None,
            "powers": [label(quote, how("powers"), power=power) for power, quote in powers.items()],
            **found,
        }
    )


@dataclass
class Desk:
    """Where a story is played. ``channels`` are who reads them; a direct message is read by one."""

    base: Workspace
    notes: Sequence[Note] = ()
    lang: Lang = "en"
    channels: dict[str, frozenset[str]] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes | FileFault] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    answering: Answering | None = None
    now: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    shown: dict[tuple[str, str], Post] = field(default_factory=dict)
    sent: list[Post] = field(default_factory=list)
    taps: int = 0

    def __post_init__(self) -> None:
        self.threads = RecentThreads(self.base.clock)
        script = {one.text.strip(): one.reading for one in self.notes}
        self.base = replace(self.base, new_reader=lambda: ScriptedReader(script))

    # People and rights

    def enter(self, member: str, name: str, role: str = "member") -> None:
        """Let somebody into the workspace."""
        with self.base.store.write() as conn:
            known = members.Member(member, WORKSPACE_ID, name, is_us=False, role=role)
            members.save_member(conn, known)

    def grant(self, member: str, account: str, role: str) -> None:
        """Give a member a role on an account."""
        with self.base.store.write() as conn:
            found = accounts.get_account(conn, WORKSPACE_ID, account, frozenset({self.base.member}))
            access.grant(conn, WORKSPACE_ID, found.id, member, role)

    def close_accounts(self) -> None:
        """From now on accounts are seen by those who were let in only."""
        with self.base.store.write() as conn:
            known = members.load_workspace(conn, WORKSPACE_ID)
            assert known is not None
            members.save_workspace(conn, replace(known, default_access="restricted"))

    def workspace(self, user: str, channel: str) -> Workspace:
        """The workspace as a user sees it in a place."""
        readers = self.channels.get(channel)
        return replace(self.base, member=user, readers=readers)

    # What people do

    def opens(self, user: str) -> list[Post]:
        """Somebody opens the conversation with us."""
        posts = self._do(Opened("opened", self._place(f"D{user}", None), Speaker(TEAM, user)))
        return [post for post in posts if post.how != "prompts"]

    def says(
        self,
        user: str,
        text: str,
        channel: str | None = None,
        thread: str | None = None,
        files: Sequence[dict[str, str]] = (),
        ts: str | None = None,
    ) -> list[Post]:
        """Somebody writes to us; in their direct message unless a channel is given."""
        ts = ts or self._ts()
        place = self._place(channel or f"D{user}", thread or ts)
        return self._do(Said("said", place, Speaker(TEAM, user), text, ts, tuple(files)))

    def types(self, user: str, words: str, channel: str | None = None) -> list[Post]:
        """Somebody types a command."""
        place = self._place(channel or f"D{user}", None)
        url = f"https://hooks.example/{self._ts()}"
        return self._do(Typed("typed", place, Speaker(TEAM, user), words, url))

    def presses(self, user: str, post: Post, action: str, ts: str | None = None) -> list[Post]:
        """Somebody presses the button of this name; the latest state of the message counts."""
        self.taps += 1
        button = self.button(post, action)
        place, message_ts = self._where(post)
        intent = Pressed(
            "pressed", place, Speaker(TEAM, user), button["action_id"], button.get("value", ""),
            message_ts, ts or self._ts(),
        )  # fmt: skip
        assert button["action_id"].partition(":")[0] not in OPENS_MODAL
        return self._do(intent)

    def opens_view(self, user: str, post: Post, action: str) -> dict[str, Any]:
        """Somebody presses a button that opens a view."""
        self.taps += 1
        button = self.button(post, action)
        place, message_ts = self._where(post)
        context = self._context(user, place.channel, message_ts, place.thread_ts)
        view = modal_for(context, button["action_id"], button.get("value", ""))
        assert view is not None
        assert refused_view(view) == []
        return view

    def sends_view(
        self, user: str, post: Post, view: dict[str, Any], values: dict[str, str]
    ) -> list[Post]:
        """Somebody sends a view; what was chosen for them beforehand is sent too."""
        self.taps += 1
        given = {
            block["block_id"]: block["element"]["initial_option"]["value"]
            for block in view["blocks"]
            if "initial_option" in block.get("element", {})
        }
        intent = Submitted(
            "submitted", Speaker(TEAM, user), view["callback_id"], view["private_metadata"],
            given | values, f"V{self._ts()}", "h",
        )  # fmt: skip
        place, message_ts = self._where(post)
        return self._do(intent, self._context(user, place.channel, message_ts, place.thread_ts))

    # What they see

    def latest(self, post: Post) -> Post:
        """The message as it stands after every update."""
        _, ts = self._where(post)
        return self.shown[(post.channel, ts)]

    def button(self, post: Post, action: str) -> dict[str, Any]:
        """The one button whose action is this, or begins with it."""
        found = [
            one
            for one in parts(list(self.latest(post).blocks))
            if one.get("type") == "button"
            and (one["action_id"] == action or one["action_id"].startswith(f"{action}:"))
        ]
        assert found, f"no button {action}; there are {self.buttons(post)}"
        return found[0]

    def buttons(self, post: Post) -> list[str]:
        """The actions of every button of the message as it stands."""
        return [
            one["action_id"]
            for one in parts(list(self.latest(post).blocks))
            if one.get("type") == "button"
        ]

    def _do(self, intent: Intent, context: Context | None = None) -> list[Post]:
        if context is None:
            assert not isinstance(intent, Submitted)
            place = intent.place
            message_ts = intent.message_ts if isinstance(intent, Pressed) else None
            context = self._context(intent.speaker.user, place.channel, message_ts, place.thread_ts)
        posts = list(handle(context, intent))
        again = [post.key for post in posts]
        assert len(set(again)) == len(again)
        for post in posts:
            assert refused_message(post.text, post.blocks) == [], json.dumps(post.blocks)[:2000]
            self._deliver(post)
        return posts

    def _deliver(self, post: Post) -> None:
        self.sent.append(post)
        if post.how == "update":
            assert post.ts is not None
            self.shown[(post.channel, post.ts)] = post
        else:
            ts = f"p{len(self.sent)}"
            self._stands[post.key] = ts
            self.shown[(post.channel, ts)] = post

    @property
    def _stands(self) -> dict[str, str]:
        return self.__dict__.setdefault("_stood", {})  # type: ignore[no-any-return]

    def _where(self, post: Post) -> tuple[Place, str]:
        ts = post.ts if post.how == "update" and post.ts else self._stands[post.key]
        first = self.shown[(post.channel, ts)]
        return self._place(post.channel, post.thread_ts or first.thread_ts or ts), ts

    def _place(self, channel: str, thread: str | None) -> Place:
        return Place(TEAM, channel, thread, is_direct=channel not in self.channels)

    def _context(
        self, user: str, channel: str, message_ts: str | None, thread: str | None
    ) -> Context:
        private = replace(self.base, member=user, readers=None)
        context = Context(
            ws=self.workspace(user, channel),
            private_ws=private,
            conversation=self.threads,
            lang=self.lang,
            new_reference=lambda: "AB12CD",
            fetch_file=lambda file: self.files[file["id"]],
            linked_account=self.linked.get(channel),
            message=MessageAt(channel, message_ts, thread) if message_ts else None,
            workspace_people=lambda: self.people,
            workspace_name="Halvenne",
        )
        return replace(context, answer=self.answering) if self.answering else context

    def _ts(self) -> str:
        return f"1790000{next(self.now):03d}.000100"


def read(post: Post) -> str:
    """Everything a person reads of a post."""
    return "\n".join(one["text"] for one in texts(list(post.blocks))) or post.text


def file(name: str, **more: str) -> dict[str, str]:
    """A file of a message, as the transport hands it on."""
    return {"id": name, "name": name, "mimetype": "text/plain", "size": "100", **more}
