"""Choosing what a held message is and which account it is about, by button or by typing its name."""

from integrations.slack.blocks.elements import unpacked
from integrations.slack.blocks.notices import notice
from integrations.slack.blocks.words import told
from integrations.slack.handlers.context import Context
from integrations.slack.handlers.conversations import HeldText
from integrations.slack.handlers.naming import account_of
from integrations.slack.handlers.questions import answer_here
from integrations.slack.handlers.replies import Replies
from integrations.slack.handlers.said import ask_which, chosen_words, settle, use_as_note


def pick_account(context: Context, replies: Replies, value: str) -> None:
    """Use the account of the button for the message that waits."""
    held = _held(context, replies)
    account = account_of(context.ws, str(unpacked(value).get("a", "")))
    if held is None:
        return
    if account is None:
        ask_which(context, replies, held)
        return
    _close(context, replies, chosen_words(context, account.name))
    settle(context, replies, held, account.id)


def create_account(context: Context, replies: Replies, value: str) -> None:
    """Make the account the message named, and use it."""
    _use_name(context, replies, str(unpacked(value).get("n", "")))


def name_account(context: Context, replies: Replies, values: dict[str, str]) -> None:
    """Use the account whose name was typed; it is made when there is none."""
    _use_name(context, replies, " ".join(values.get("name", "").split()))


def is_note(context: Context, replies: Replies) -> None:
    """The message that waits is a note."""
    held = _held(context, replies)
    if held is not None:
        _close(context, replies, told(context.lang, "unclear.was_note"))
        use_as_note(context, replies, held)


def is_question(context: Context, replies: Replies) -> None:
    """The message that waits is a question."""
    held = _held(context, replies)
    if held is not None:
        _close(context, replies, told(context.lang, "unclear.was_question"))
        answer_here(context, replies, held.text)


def _use_name(context: Context, replies: Replies, name: str) -> None:
    limit = context.ws.settings.limits.name_chars
    held = _held(context, replies)
    if held is None or not name:
        return
    if len(name) > limit:
        replies.tell(notice(told(context.lang, "which.too_long", limit=limit)))
        return
    known = account_of(context.ws, name)
    _close(context, replies, chosen_words(context, known.name if known else name))
    settle(context, replies, held, known.id if known else name, create=known is None)


def _held(context: Context, replies: Replies) -> HeldText | None:
    """The message that waits, for the person who wrote it."""
    thread = context.conversation.recall(replies.place.channel, replies.thread_ts)
    if thread.held is None:
        replies.tell(notice(told(context.lang, "which.forgotten")))
        return None
    if thread.held.user != replies.speaker.user:
        replies.tell(notice(told(context.lang, "which.not_yours")))
        return None
    return thread.held


def _close(context: Context, replies: Replies, words: str) -> None:
    """Put what was chosen in place of the question, so that it is not pressed again."""
    if context.message is not None:
        made = notice(words)
        replies.renew(context.message, made.text, made.blocks)
