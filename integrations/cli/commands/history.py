"""`carto history`: what changed on a map, when, and on which words."""

from argparse import Namespace

from assistant.show_map import history
from integrations.cli.output import Output
from integrations.cli.present.as_json import plain
from integrations.cli.session import workspace_for


def run(args: Namespace, out: Output) -> int:
    """Print every fact in the order it became true."""
    with workspace_for(args, out) as workspace:
        entries = history(workspace, args.account, args.person)
    if out.wants_json:
        out.json([plain(entry) for entry in entries])
        return 0
    from integrations.cli.present.tables import history_lines

    out.show(history_lines(entries, out.lang))
    return 0
