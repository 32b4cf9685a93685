"""The views our buttons open. They are made while the person waits, and only read."""

from collections.abc import Sequence

from assistant.correct_fact import held_facts
from assistant.review_proposal import OpenProposal
from assistant.reviewing import source_of
from assistant.team import show_team
from integrations.slack.blocks.correction import correction_modal
from integrations.slack.blocks.elements import modal, section, unpacked
from integrations.slack.blocks.mrkdwn import NAME, said
from integrations.slack.blocks.review_modal import review_modal
from integrations.slack.blocks.welcome import SetupState, accounts_modal, team_modal
from integrations.slack.blocks.which_account import new_account_modal
from integrations.slack.blocks.words import told
from integrations.slack.handlers.cards import name_of
from integrations.slack.handlers.context import Context, View
from knowledge.errors import UnknownAccount
from knowledge.store import access, accounts, ledger, proposals

# Buttons after which a view opens. An action is its name, a colon, and what tells it from its neighbours.
OPENS_MODAL = frozenset({"open_review", "correct", "new_account", "setup_team", "setup_accounts"})


def modal_for(context: Context, action: str, value: str) -> View | None:
    """The view that ``action`` opens; ``None`` when it opens none."""
    carried = unpacked(value)
    match action.partition(":")[0]:
        case "open_review":
            first = carried.get("f", 1)
            return _review(
                context, str(carried.get("p", "")), first if isinstance(first, int) else 1
            )
        case "correct":
            ids = carried.get("f")
            return _correction(
                context, str(carried.get("a", "")), ids if isinstance(ids, list) else ()
            )
        case "new_account":
            return new_account_modal(context.lang)
        case "setup_team":
            return _team(context)
        case "setup_accounts":
            return accounts_modal(context.lang)
        case _:
            return None


def _review(context: Context, proposal_id: str, first: int) -> View:
    ws = context.ws
    with ws.store.read() as conn:
        stored = proposals.load_proposal(conn, proposal_id, ws.audience)
        if stored is None:
            return _only(context, "review.title", told(context.lang, "done.gone"))
        proposal = stored.proposal
        name = accounts.get_account(conn, ws.workspace_id, proposal.account_id, ws.audience).name
        if not access.may_review(conn, ws.member, proposal.account_id):
            words = told(context.lang, "done.not_allowed", account=said(name, NAME))
            return _only(context, "review.title", words)
        source = source_of(ws, conn, proposal)
        account_map = ledger.load_map(conn, proposal.account_id, ws.audience)
    names = {person.id: person.name for person in account_map.people}
    names |= {
        line.says.subject_id: line.subject_name for line in proposal.lines if line.subject_name
    }
    opened = OpenProposal(proposal, name, source, (), names)
    return review_modal(opened, context.lang, first)


def _correction(context: Context, account: str, fact_ids: Sequence[object]) -> View:
    ws = context.ws
    try:
        held = held_facts(ws, account, [str(one) for one in fact_ids])
    except UnknownAccount:
        return _only(context, "modal.correct", told(context.lang, "correct.gone"))
    with ws.store.read() as conn:
        allowed = all(access.may_review(conn, ws.member, one.account_id) for one in held.facts)
        facts = [one._replace(member=name_of(ws, conn, one.member)) for one in held.facts]
    if not allowed:
        words = told(context.lang, "done.not_allowed_nameless")
        return _only(context, "modal.correct", words)
    return correction_modal(held.account_name, facts, held.names, context.lang)


def _team(context: Context) -> View:
    team = show_team(context.private_ws)
    state = SetupState(team.us, team.people)
    people = context.workspace_people()
    return team_modal(state, people, context.workspace_name, context.lang)


def _only(context: Context, title: str, words: str) -> View:
    """A view that says why there is nothing to do."""
    blocks = [section(words)]
    lang = context.lang
    return modal(told(lang, title), "nothing", blocks, close=told(lang, "modal.close"))
