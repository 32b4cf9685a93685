"""Views that were sent: the review, a correction, an account's name, the set-up."""

from integrations.slack.handlers import choose_account, decide, facts, setup
from integrations.slack.handlers.context import Context
from integrations.slack.handlers.replies import Replies
from integrations.slack.intents import Submitted


def submit(context: Context, replies: Replies, intent: Submitted) -> None:
    """Carry out what was typed into a view of ours."""
    match intent.callback:
        case "review":
            decide.decide_in_view(context, replies, intent.carried, intent.values)
        case "correct":
            facts.correct(context, replies, intent.carried, intent.values)
        case "new_account":
            choose_account.name_account(context, replies, intent.values)
        case "setup_team":
            setup.save_team(context, replies, intent.values)
        case "setup_accounts":
            setup.save_accounts(context, replies, intent.values)
        case _:
            pass
