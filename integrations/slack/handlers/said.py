"""A message to us: a note to keep, a question to answer, a file, or a word that settles what was asked."""

from collections.abc import Sequence
from dataclasses import replace

from integrations.slack.blocks.mrkdwn import NAME, said
from integrations.slack.blocks.notices import notice
from integrations.slack.blocks.which_account import note_or_question, which_account
from integrations.slack.blocks.words import told
from integrations.slack.handlers.commands import command_said
from integrations.slack.handlers.context import Context
from integrations.slack.handlers.conversations import HeldText
from integrations.slack.handlers.naming import (
    account_named,
    account_of,
    accounts_known,
    name_suggested,
)
from integrations.slack.handlers.note_or_question import what_is
from integrations.slack.handlers.notes import take_in
from integrations.slack.handlers.questions import answer_here
from integrations.slack.handlers.replies import Replies
from integrations.slack.handlers.spoken import as_typed
from integrations.slack.handlers.typed import run_command
from integrations.slack.intents import Said
from knowledge.store.accounts import Account

_SHORT_ANSWER = 60


def hear(context: Context, replies: Replies, intent: Said) -> None:
    """Decide what the message is and do it; ask with buttons where it cannot be told."""
    held = HeldText(intent.speaker.user, as_typed(intent.text), intent.ts, intent.files)
    if intent.place.is_shared:
        replies.tell(notice(told(context.lang, "not_done.shared")))
    elif not any(char.isalnum() for char in held.text) and not held.files:
        replies.tell(notice(told(context.lang, "not_done.too_short")))
    elif held.files:
        _with_files(context, replies, held)
    elif not _settles(context, replies, held):
        _without_files(context, replies, held)


def use_as_note(
    context: Context, replies: Replies, held: HeldText, account: str | None = None
) -> None:
    """Keep the text in the account it is about; ask which, when that is unclear."""
    found = account_of(context.ws, account) or account_for(context, replies, held.text)
    if found is None:
        ask_which(context, replies, held)
        return
    settle(context, replies, held, found.id)


def settle(
    context: Context, replies: Replies, held: HeldText, account: str, *, create: bool = False
) -> None:
    """Take the text in and remember what the thread is about."""
    account_id = take_in(context, replies, held, account, create=create)
    place = replies.place
    thread = context.conversation.recall(place.channel, replies.thread_ts)
    kept = replace(thread, account=account_id or thread.account, held=None)
    context.conversation.remember(place.channel, replies.thread_ts, kept)


def account_for(context: Context, replies: Replies, text: str) -> Account | None:
    """The account of the channel, else the one the text names, else the thread's."""
    linked = account_of(context.ws, context.linked_account)
    thread = context.conversation.recall(replies.place.channel, replies.thread_ts)
    return linked or account_named(context.ws, text) or account_of(context.ws, thread.account)


def ask_which(
    context: Context, replies: Replies, held: HeldText, unknown: str | None = None
) -> None:
    """Hold on to the text and ask which account it is about."""
    _hold(context, replies, held)
    known = [(account.id, account.name) for account in accounts_known(context.ws)]
    suggestion = unknown or name_suggested(held.text)
    if suggestion and account_of(context.private_ws, suggestion) is not None:
        # Known to the writer, and not for everybody here: neither offered nor explained in public.
        replies.tell(notice(told(context.lang, "private.only_direct")))
        return
    key = "which.account" if known else "which.no_accounts"
    blocks = which_account(context.lang, known, suggestion=suggestion, unknown=unknown)
    replies.show(told(context.lang, key), blocks)


def _with_files(context: Context, replies: Replies, held: HeldText) -> None:
    if all(_is_table(file) for file in held.files):
        take_in(context, replies, replace(held, text=""), "")
        return
    text = held.text
    comment = what_is(text) != "note"
    use = replace(held, text="") if comment else held
    found = account_for(context, replies, f"{text}\n{_names(held.files)}")
    if found is None and comment and text and len(text) <= _SHORT_ANSWER:
        ask_which(context, replies, use, name_suggested(text))
        return
    use_as_note(context, replies, use, found.id if found else None)


def _without_files(context: Context, replies: Replies, held: HeldText) -> None:
    command = command_said(held.text)
    if command is not None:
        run_command(context, replies, command)
        return
    meant = what_is(held.text)
    if meant == "note":
        use_as_note(context, replies, held)
    elif meant == "question":
        answer_here(context, replies, held.text)
    else:
        _hold(context, replies, held)
        asked = told(context.lang, "unclear.asked")
        replies.show(asked, note_or_question(context.lang))


def _settles(context: Context, replies: Replies, held: HeldText) -> bool:
    """Whether the message names the account an earlier one waits for; then that one is taken in."""
    thread = context.conversation.recall(replies.place.channel, replies.thread_ts)
    waiting = thread.held
    if waiting is None or waiting.user != held.user or waiting.ts == held.ts:
        return False
    if len(held.text) > _SHORT_ANSWER or "\n" in held.text or held.text.endswith("?"):
        return False
    found = account_of(context.ws, held.text) or account_named(context.ws, held.text)
    if found is not None:
        settle(context, replies, waiting, found.id)
    else:
        ask_which(context, replies, waiting, held.text.strip(" .\"'«»“”"))
    return True


def _hold(context: Context, replies: Replies, held: HeldText) -> None:
    place = replies.place
    thread = context.conversation.recall(place.channel, replies.thread_ts)
    context.conversation.remember(place.channel, replies.thread_ts, replace(thread, held=held))


def _is_table(file: dict[str, str]) -> bool:
    return file.get("name", "").lower().endswith(".csv")


def _names(files: Sequence[dict[str, str]]) -> str:
    return " ".join(file.get("name", "").rpartition(".")[0].replace("_", " ") for file in files)


def chosen_words(context: Context, name: str) -> str:
    """What stands in place of the question once an account was chosen."""
    return told(context.lang, "which.chosen", account=said(name, NAME))
