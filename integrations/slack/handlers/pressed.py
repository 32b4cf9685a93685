"""Buttons: which of them does what."""

from collections.abc import Callable

from integrations.slack.blocks.elements import unpacked
from integrations.slack.handlers import choose_account, facts, questions, sources_asked
from integrations.slack.handlers.context import Context
from integrations.slack.handlers.decide import MEANINGS, decide, undo_review
from integrations.slack.handlers.replies import Replies
from integrations.slack.handlers.typed import show_waiting
from integrations.slack.intents import Pressed

Press = Callable[[Context, Replies, str], None]


def _waiting(context: Context, replies: Replies, value: str) -> None:
    account = unpacked(value).get("a")
    show_waiting(context, replies, account if isinstance(account, str) else None)


def _is_note(context: Context, replies: Replies, _: str) -> None:
    choose_account.is_note(context, replies)


def _is_question(context: Context, replies: Replies, _: str) -> None:
    choose_account.is_question(context, replies)


_PRESSES: dict[str, Press] = {
    "undo": undo_review,
    "level": facts.weigh,
    "pick_account": choose_account.pick_account,
    "create_account": choose_account.create_account,
    "is_note": _is_note,
    "is_question": _is_question,
    "tell_private": questions.answer_in_private,
    "meant": questions.answer_as_meant,
    "who_said": sources_asked.who_said,
    "show_waiting": _waiting,
}


def press(context: Context, replies: Replies, intent: Pressed) -> None:
    """Carry out a button; one we do not know, or one that only opens a view, does nothing."""
    name = intent.action.partition(":")[0]
    if name in MEANINGS:
        decide(context, replies, name, intent.value)
    elif name in _PRESSES:
        _PRESSES[name](context, replies, intent.value)
