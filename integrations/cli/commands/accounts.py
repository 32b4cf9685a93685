"""`carto accounts`: the accounts and what asks for attention."""

from argparse import Namespace

from assistant.show_map import list_accounts
from integrations.cli.output import Output
from integrations.cli.present.as_json import plain
from integrations.cli.session import workspace_for


def run(args: Namespace, out: Output) -> int:
    """Print the list."""
    with workspace_for(args, out) as workspace:
        accounts = list_accounts(workspace)
    if out.wants_json:
        out.json([plain(account) for account in accounts])
        return 0
    from integrations.cli.present.tables import accounts_table

    out.show(accounts_table(accounts, out.lang))
    return 0
