"""`carto team`: who we are."""

from argparse import Namespace

from assistant.team import set_team, show_team
from integrations.cli.output import Output
from integrations.cli.present.as_json import plain
from integrations.cli.session import workspace_for


def run(args: Namespace, out: Output) -> int:
    """Change what was asked to be changed, then print the team."""
    changes = {
        "us": args.us,
        "add": args.add,
        "remove": args.remove,
        "add_domains": args.add_domain,
    }
    with workspace_for(args, out) as workspace:
        wanted = any(given not in (None, []) for given in changes.values())
        team = set_team(workspace, **changes) if wanted else show_team(workspace)
    if out.wants_json:
        out.json(plain(team))
        return 0
    from integrations.cli.present.tables import team_view

    out.show(team_view(team, out.lang))
    return 0
