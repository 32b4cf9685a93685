"""Setting a team up inside Slack: who we are, which accounts, the first note."""

import csv
import io
import re

from assistant.import_accounts import import_accounts
from assistant.models.choice import USES
from assistant.team import set_team, show_team
from integrations.slack.blocks.notices import notice
from integrations.slack.blocks.welcome import (
    SetupState,
    setup_blocks,
    suggested_prompts,
    welcome_blocks,
    welcome_text,
)
from integrations.slack.blocks.words import told
from integrations.slack.handlers.context import Context
from integrations.slack.handlers.notes import accounts_notice
from integrations.slack.handlers.replies import Replies
from knowledge.errors import NotAllowed
from knowledge.store import access, members, sources
from knowledge.store.accounts import list_accounts as accounts_of

_MOST_NAMES = 500


def welcome(context: Context, replies: Replies) -> None:
    """The first message; the outbox sends it once, since its key is the person's."""
    state, lang = setup_state(context), context.lang
    replies.show(welcome_text(lang), welcome_blocks(state, lang))
    prompts = suggested_prompts(lang, state.accounts[0] if state.accounts else None)
    replies.offer(welcome_text(lang), prompts)


def setup_state(context: Context) -> SetupState:
    """How far the team is, as far as the speaker may see."""
    ws = context.private_ws
    team = show_team(ws)
    with ws.store.read() as conn:
        known = accounts_of(conn, ws.workspace_id, ws.audience)
        kept = sum(len(sources.list_sources(conn, one.id, ws.audience)) for one in known[:50])
    choices = [ws.settings.model.for_use(use) for use in USES]
    hosts = tuple(dict.fromkeys(choice.host for choice in choices if choice is not None))
    return SetupState(team.us, team.people, tuple(one.name for one in known), kept, hosts)


def save_team(context: Context, replies: Replies, values: dict[str, str]) -> None:
    """Keep who we are; names are added, and nobody leaves the roster this way."""
    company = " ".join(values.get("company", "").split()) or None
    names = [" ".join(line.split()) for line in values.get("people", "").splitlines()]
    names = [name for name in names if name][:_MOST_NAMES]
    domains = [part for part in re.split(r"[\s,;]+", values.get("domains", "")) if part]
    if not _may_set_up(context):
        replies.tell(notice(told(context.lang, "setup.members_only")))
        return
    set_team(context.ws, us=company, add=names, add_domains=domains)
    _show_state(context, replies, told(context.lang, "setup.team_saved"))


def save_accounts(context: Context, replies: Replies, values: dict[str, str]) -> None:
    """Make the accounts that were typed, one a line."""
    names = [" ".join(line.split()) for line in values.get("accounts", "").splitlines()]
    names = list(dict.fromkeys(name for name in names if name))[:_MOST_NAMES]
    table = io.StringIO()
    csv.writer(table).writerows([["account"], *([name] for name in names)])
    try:
        done = import_accounts(context.ws, table.getvalue().encode("utf-8"))
    except NotAllowed:
        replies.tell(notice(told(context.lang, "done.not_allowed_nameless")))
        return
    made = accounts_notice(context.lang, done)
    _show_state(context, replies, made.text)


def _show_state(context: Context, replies: Replies, words: str) -> None:
    """Bring the welcome up to date where it was pressed, and say what was done."""
    state = setup_state(context)
    replies.tell(notice(words))
    if context.message is not None:
        replies.renew(
            context.message, welcome_text(context.lang), welcome_blocks(state, context.lang)
        )
    else:
        replies.direct(welcome_text(context.lang), setup_blocks(state, context.lang))


def _may_set_up(context: Context) -> bool:
    ws = context.ws
    with ws.store.read() as conn:
        member = members.load_member(conn, ws.workspace_id, ws.member)
    return member is not None and member.role not in (access.GUEST, access.LEFT)
