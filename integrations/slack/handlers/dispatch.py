"""From an intent to posts: the one way in for the transport.

What cannot be done for a reason the person can act on is said in words. Everything else is raised:
the transport keeps nothing of what was begun, tries again, and tells the person with a reference.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace

from integrations.slack.blocks.notices import problem
from integrations.slack.handlers.context import Context
from integrations.slack.handlers.pressed import press
from integrations.slack.handlers.replies import Replies, key_of
from integrations.slack.handlers.said import hear
from integrations.slack.handlers.setup import welcome
from integrations.slack.handlers.submitted import submit
from integrations.slack.handlers.typed import hear_command
from integrations.slack.intents import Intent, Opened, Place, Pressed, Said, Submitted, Typed
from integrations.slack.posts import Post
from knowledge.errors import CartoError

log = logging.getLogger(__name__)

# How Slack's ids of direct messages begin; a user's id stands for the conversation with them.
_DIRECT = ("D", "U", "W")


def handle(context: Context, intent: Intent) -> Sequence[Post]:
    """What is to be shown for ``intent``; the same intent gives the same keys again.

    Raises what only an operator or we ourselves can do something about.
    """
    replies = _replies(context, intent)
    if replies.alone:
        # What only the asker sees may hold all the asker may see.
        context = replace(context, ws=context.private_ws)
    try:
        _carry_out(context, replies, intent)
    except CartoError as error:
        if error.actor != "asker":
            raise
        reference = context.new_reference()
        log.info("intent_refused kind=%s code=%s reference=%s", intent.kind, error.code, reference)
        replies.tell(problem(context.lang, error.code, error.facts, reference))
    return replies.posts


def _carry_out(context: Context, replies: Replies, intent: Intent) -> None:
    match intent:
        case Opened():
            welcome(context, replies)
        case Said():
            hear(context, replies, intent)
        case Typed():
            hear_command(context, replies, intent)
        case Pressed():
            press(context, replies, intent)
        case Submitted():
            submit(context, replies, intent)


def _replies(context: Context, intent: Intent) -> Replies:
    key = key_of(intent)
    if isinstance(intent, Submitted):
        return _replies_to_view(context, intent, key)
    place = intent.place
    thread = place.thread_ts
    if isinstance(intent, Said):
        thread = thread or intent.ts
    if isinstance(intent, Pressed):
        thread = thread or intent.message_ts
    alone = isinstance(intent, Typed)
    return Replies(key, place, intent.speaker, thread, alone=alone)


def _replies_to_view(context: Context, intent: Submitted, key: str) -> Replies:
    """A view has no place: its answer goes where it was opened, else to the person."""
    at, speaker = context.message, intent.speaker
    channel = at.channel if at else speaker.user
    thread = (at.thread_ts or at.ts) if at else None
    place = Place(speaker.team, channel, thread, is_direct=channel.startswith(_DIRECT))
    return Replies(key, place, speaker, thread)
