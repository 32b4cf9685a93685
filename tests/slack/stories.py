"""What the stories of lane A are told with: whole steps of a person, on top of ``lane``.

One Slack serves all stories of a module, so every story has an account, and threads, of its own.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.slack import lane
from tests.slack.lane import ALICE, BOB, BOT, CHLOE, DEAL, GENERAL, Lane, wait_until

# A guest, and a private channel they read together with Alice and Bob.
GIL, SITE = "U04GIL", "C03SITE"
_USERS = (
    (ALICE, "Alice Anderson", "en-GB"),
    (BOB, "Bob Martin", "en-GB"),
    (CHLOE, "Chloé Durand", "fr-FR"),
    (GIL, "Gil Moreno", "en-GB"),
)
Message = dict[str, Any]


class Stories(Lane):
    """A Slack with people in it who speak French, are guests, and have a channel together."""

    def open_view(self, user: str, message: Message, action: str) -> dict[str, Any]:
        """Press a button that opens a view; the view, once it is open."""
        before = {_id_of(one) for one in self.ui_state()["modalStack"]}
        self.press(user, message, action)
        wait_until(
            lambda: any(_id_of(one) not in before for one in self.ui_state()["modalStack"]),
            told=lambda: self.log,
        )
        return self.view()

    def press_words(self, user: str, message: Message, words: str) -> None:
        """Press the button that reads so."""
        found = [one["action_id"] for one in buttons(message) if one["text"]["text"] == words]
        assert len(found) == 1, [one["text"]["text"] for one in buttons(message)]
        self.press(user, message, found[0])

    def once(
        self, message: Message, holds: Callable[[Message], bool], timeout_s: float = 20.0
    ) -> Message:
        """The message as it stands now, as soon as what it shows fits."""

        def is_it(one: Message) -> bool:
            return bool(one["ts"] == message["ts"]) and holds(one)

        return self.wait_for(message["channel"], is_it, timeout_s=timeout_s)

    def ask(
        self, user: str, words: str, channel: str | None = None, thread_ts: str | None = None
    ) -> Message:
        """Say something, in a direct message unless a channel is given; the next answer to it."""
        where = channel or user
        before = {one["ts"] for one in self.answers_in(where)}
        if channel:
            ts = self.mention(user, channel, words, thread_ts)
        else:
            ts = self.paste(user, words, thread_ts)
        return self.wait_for(
            where, lambda one: one["ts"] not in before and is_public(one), thread_ts or ts
        )

    def command_answered(self, user: str, channel: str, words: str) -> Message:
        """Type a command in a channel; what whoever typed it is shown, alone."""
        before = {one["ts"] for one in self.whispers(user, channel)}
        self.command(user, channel, words)
        return self.whisper(user, channel, lambda one: one["ts"] not in before)

    def whispers(self, user: str, channel: str) -> list[Message]:
        """What only this person sees in a channel."""
        return [one for one in self.answers_in(channel) if one.get("ephemeral_to") == user]

    def whisper(self, user: str, channel: str, found: Callable[[Message], bool]) -> Message:
        """What only this person sees, as soon as it is there."""
        return self.wait_for(channel, lambda one: one.get("ephemeral_to") == user and found(one))

    def card(self, user: str, note: str, account: str, create: str = "Create “{}”") -> Message:
        """Paste a note that names an account nobody knows yet, create it; the card."""
        asked = self.ask(user, note)
        self.press_words(user, asked, create.format(account))
        return self.wait_for(user, lambda one: "accept_all" in str(one), asked["thread_ts"])

    def on_the_map(self, user: str, note: str, account: str) -> None:
        """Paste a note, create its account, accept everything."""
        card = self.card(user, note, account)
        self.press(user, card, "accept_all")
        self.once(card, lambda one: has(one, "undo"))

    def map_of(self, user: str, account: str) -> str:
        """What the map shows a person who asks for it."""
        return words_of(self.ask(user, f"map {account}"))


@contextmanager
def at_work(home: Path) -> Iterator[Stories]:
    """The product at work before these people. What Slack says of them is set before it asks."""
    with pytest.MonkeyPatch.context() as patch:
        users = [{"id": user, "name": user.lower(), "real_name": name} for user, name, _ in _USERS]
        channels = [
            {"id": GENERAL, "name": "general", "members": [ALICE, BOB, CHLOE, BOT]},
            {"id": DEAL, "name": "deal", "is_private": True, "members": [ALICE, BOB, BOT]},
            {"id": SITE, "name": "site", "is_private": True, "members": [ALICE, BOB, GIL, BOT]},
        ]
        patch.setitem(lane._WORKSPACE, "users", users)
        patch.setitem(lane._WORKSPACE, "channels", channels)
        with Stories(home, {"CARTO_TODAY": "2026-10-30"}) as slack:
            for user, _, locale in _USERS:
                slack.describe_user(user, locale=locale)
            slack.describe_user(GIL, is_restricted=True)
            slack.start()
            yield slack


def is_public(message: Message) -> bool:
    """Whether everybody in the channel sees the message."""
    return not message.get("ephemeral_to")


def words_of(shown: Any) -> str:
    """Everything a person reads of a message or a view, button labels and quotes included."""
    if isinstance(shown, dict):
        own = [shown["text"]] if isinstance(shown.get("text"), str) else []
        parts = [words_of(part) for key, part in shown.items() if key not in ("metadata", "value")]
        return "\n".join(one for one in [*own, *parts] if one)
    if isinstance(shown, list):
        return "\n".join(one for one in map(words_of, shown) if one)
    return ""


def buttons(message: Message) -> list[dict[str, Any]]:
    """The buttons of a message."""
    blocks = message.get("blocks", ())
    elements = [one for block in blocks for one in block.get("elements", ())]
    elements += [block["accessory"] for block in blocks if block.get("accessory")]
    return [one for one in elements if one.get("type") == "button"]


def has(message: Message, action: str) -> bool:
    """Whether the message has a button whose action is, or begins with, ``action``."""
    return any(one["action_id"].partition(":")[0] == action for one in buttons(message))


def filled(view: dict[str, Any], **given: str) -> dict[str, Any]:
    """The state of a view as Slack sends it: what it was opened with, save what was ``given``."""
    state = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        name, element = block["block_id"], block["element"]
        value: dict[str, Any] = {"type": element["type"]}
        if element["type"] == "plain_text_input":
            value["value"] = given.get(name, element.get("initial_value"))
        else:
            option = {"value": given[name]} if name in given else element.get("initial_option")
            value["selected_option"] = option
        state[name] = {element["action_id"]: value}
    assert set(given) <= set(state), (given, list(state))
    return state


def line_number(view: dict[str, Any], words: str) -> str:
    """The number of the line of a review in which these words stand."""
    texts = [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]
    found = [text for text in texts if words in text]
    assert len(found) == 1, texts
    return str(found[0].removeprefix("*").partition(".")[0])


def _id_of(shown: dict[str, Any]) -> str:
    return str(shown.get("view", shown).get("id"))
