"""Commands: ask, map, brief, review, help; from `/carto` or said in a message."""

from dataclasses import replace

from assistant.review_proposal import waiting
from assistant.show_map import show_map
from integrations.slack.blocks.brief import brief_blocks, brief_text
from integrations.slack.blocks.help import help_blocks
from integrations.slack.blocks.map_text import map_blocks, map_text
from integrations.slack.blocks.mrkdwn import NAME, said
from integrations.slack.blocks.notices import notice
from integrations.slack.blocks.words import told
from integrations.slack.handlers.cards import card_of, with_authors
from integrations.slack.handlers.commands import Command, parse_typed
from integrations.slack.handlers.commands import Typed as Words
from integrations.slack.handlers.context import Context
from integrations.slack.handlers.naming import account_named, account_of, accounts_known
from integrations.slack.handlers.questions import answer_here
from integrations.slack.handlers.replies import Replies
from integrations.slack.intents import Typed
from knowledge.errors import UnknownAccount
from knowledge.store import accounts
from knowledge.store.accounts import Account


def hear_command(context: Context, replies: Replies, intent: Typed) -> None:
    """Carry out what was typed after `/carto`."""
    run_command(context, replies, parse_typed(intent.words))


def run_command(context: Context, replies: Replies, words: Words) -> None:
    """Carry out a command, or suggest the one that was meant."""
    match words.command:
        case "ask":
            _ask(context, replies, words.rest)
        case "map":
            _map(context, replies, words.rest)
        case "brief":
            _brief(context, replies, words.rest)
        case "review":
            _review(context, replies, words.rest)
        case "help":
            replies.show(told(context.lang, "help.text"), help_blocks(context.lang))
        case None:
            _unknown(context, replies, words)


def show_waiting(context: Context, replies: Replies, account: str | None) -> None:
    """The oldest proposal that waits, as a card; in a direct message, where it can be kept up to date."""
    ws = context.ws
    found = waiting(ws, account)
    if not found:
        replies.tell(notice(_nothing_waits(context, account)))
        return
    card = card_of(ws, found[0].proposal_id, context.lang)
    if replies.alone:
        replies.direct(card.text, card.blocks)
        replies.tell(notice(told(context.lang, "private.card_sent")))
    else:
        replies.show(card.text, card.blocks)


def _ask(context: Context, replies: Replies, question: str) -> None:
    if not question:
        replies.tell(notice(told(context.lang, "help.needs_question")))
        return
    answer_here(context, replies, question)


def _map(context: Context, replies: Replies, name: str) -> None:
    account = _account(context, replies, "map", name)
    if account is None:
        return
    shown = show_map(context.ws, account.id)
    blocks = map_blocks(shown, context.lang, context.ws.clock.today())
    replies.show(map_text(shown, context.lang), blocks)


def _brief(context: Context, replies: Replies, name: str) -> None:
    account = _account(context, replies, "brief", name)
    if account is None:
        return
    brief = context.write_brief(context.ws, account.id, None, context.lang)
    brief = replace(brief, citations=with_authors(context.ws, brief.citations))
    replies.show(brief_text(brief, context.lang), brief_blocks(brief, context.lang))


def _review(context: Context, replies: Replies, name: str) -> None:
    account = _named(context, name) if name else account_of(context.ws, context.linked_account)
    show_waiting(context, replies, account.id if account else None)


def _account(context: Context, replies: Replies, command: Command, name: str) -> Account | None:
    """The account named, else that of the place, else the only one there is; asked for otherwise."""
    if name:
        return _named(context, name)
    thread = context.conversation.recall(replies.place.channel, replies.thread_ts)
    found = account_of(context.ws, context.linked_account) or account_of(context.ws, thread.account)
    if found is not None:
        return found
    known = accounts_known(context.ws)
    if len(known) == 1:
        return known[0]
    replies.tell(notice(told(context.lang, "help.needs_account", command=command)))
    return None


def _named(context: Context, name: str) -> Account:
    """The account a typed name means; raises ``UnknownAccount`` with similar names."""
    found = account_of(context.ws, name) or account_named(context.ws, name)
    if found is not None:
        return found
    with context.ws.store.read() as conn:
        near = accounts.near_names(conn, context.ws.workspace_id, name, context.ws.audience)
    raise UnknownAccount(name, near)


def _unknown(context: Context, replies: Replies, words: Words) -> None:
    if words.near is not None:
        facts = {"word": said(words.word, NAME), "near": words.near}
        replies.tell(notice(told(context.lang, "help.did_you_mean", **facts)))
        return
    if words.word:
        account = account_of(context.ws, words.word) or account_named(context.ws, words.word)
        if account is not None:
            _map(context, replies, account.id)
            return
    text = told(context.lang, "help.text")
    replies.show(text, help_blocks(context.lang, words.word or None))


def _nothing_waits(context: Context, account: str | None) -> str:
    found = account_of(context.ws, account)
    if found is None:
        return told(context.lang, "done.nothing_waits")
    return told(context.lang, "done.nothing_waits_account", account=said(found.name, NAME))
