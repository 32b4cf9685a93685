"""The product with tiny handlers of our own: what is tested is the way there and back.

Run as a program it is `carto slack` with these handlers. ``FAULT=name:n`` kills it at the n-th passage
of a point on an intent's way.
"""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.settings import load_settings
from integrations.slack.handlers.context import Context, FileFault, View
from integrations.slack.handlers.conversations import Thread
from integrations.slack.intents import Intent, Opened, Pressed, Said, Submitted, Typed
from integrations.slack.posts import Post
from integrations.slack.service import Handlers, run

BUTTONS = {
    "type": "actions",
    "elements": [
        {
            "type": "button",
            "text": {"type": "plain_text", "text": name},
            "action_id": name,
            "value": "v",
        }
        for name in ("echo", "open:1")
    ],
}


class Stumbled(Exception):
    """What a handler with a fault in it raises; its message must be seen by nobody."""


def handle(context: Context, intent: Intent) -> Sequence[Post]:
    """Say what was understood, each time under the same key; keep a mark that it was done."""
    if isinstance(intent, Said):
        return _said(context, intent)
    if isinstance(intent, Opened):
        return [Post(f"hello:{intent.speaker.user}", "new", intent.place.channel, "welcome")]
    if isinstance(intent, Typed):
        text = f"typed {intent.words} for {len(context.ws.audience)}"
        key = f"typed:{intent.speaker.user}:{intent.words}"
        return [Post(key, "private", intent.place.channel, text, user=intent.speaker.user)]
    if isinstance(intent, Pressed):
        key = f"pressed:{intent.action}:{intent.action_ts}:{intent.speaker.user}"
        text = f"pressed {intent.action} {intent.value}"
        return [Post(key, "new", intent.place.channel, text, thread_ts=intent.place.thread_ts)]
    return _submitted(context, intent)


def _said(context: Context, intent: Said) -> Sequence[Post]:
    if intent.text.startswith("stumble"):
        raise Stumbled(intent.text)
    for file in intent.files:
        fetched = context.fetch_file(file)
        size = fetched.reason if isinstance(fetched, FileFault) else len(fetched)
        return [_answer(intent, f"file {file['name']} {size}")]
    if intent.text.startswith("count"):
        # How often this message took effect: a row of its own, so that two conversations do not meet.
        seen = int(context.conversation.recall("effect", intent.ts).account or 0) + 1
        context.conversation.remember("effect", intent.ts, Thread(account=str(seen)))
        return [_answer(intent, f"seen {seen}")]
    readers = len(context.ws.audience)
    return [_answer(intent, f"you said: {intent.text} ({readers} readers, {context.lang})")]


def _answer(intent: Said, text: str) -> Post:
    place = intent.place
    blocks = ({"type": "section", "text": {"type": "plain_text", "text": text}}, BUTTONS)
    return Post(
        f"said:{place.channel}:{intent.ts}",
        "new",
        place.channel,
        text,
        blocks,
        thread_ts=place.thread_ts,
    )


def _submitted(context: Context, intent: Submitted) -> Sequence[Post]:
    assert context.message is not None
    text = f"submitted {intent.values} carrying {intent.carried}"
    key = f"sent:{intent.view_id}:{intent.view_hash}"
    at = context.message
    return [Post(key, "new", at.channel, text, thread_ts=at.thread_ts)]


def make_view(context: Context, action: str, value: str) -> View | None:
    """A view with one input."""
    del context
    return {
        "type": "modal",
        "callback_id": "sent",
        "title": {"type": "plain_text", "text": action},
        "submit": {"type": "plain_text", "text": "Send"},
        "private_metadata": value,
        "blocks": [
            {
                "type": "input",
                "block_id": "what",
                "label": {"type": "plain_text", "text": "What"},
                "element": {"type": "plain_text_input", "action_id": "in"},
            }
        ],
    }


HANDLERS = Handlers(handle, make_view, frozenset({"open"}))


def faults(ordered: str) -> Callable[[str], None]:
    """Kill the process at the n-th passage of the point in ``name:n``."""
    name, _, nth = ordered.partition(":")
    left = [int(nth or 1)]

    def at(point: str) -> None:
        if point == name:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return at


def main() -> int:
    """Serve like `carto slack`."""
    from integrations.cli.log import also_to_stderr, configure

    settings = load_settings()
    configure(Path(settings.home))
    also_to_stderr(("slack_bolt", "slack_sdk"))
    run(
        settings, HANDLERS, lambda team: print(f"Connected to {team}.", file=sys.stderr, flush=True)
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
