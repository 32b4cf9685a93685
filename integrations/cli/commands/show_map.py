"""`carto map`: the map of an account, now or as of a day."""

from argparse import Namespace

from assistant.show_map import show_map
from integrations.cli.dates import parse_as_of, parse_optional_day
from integrations.cli.output import Output
from integrations.cli.present.as_json import map_object
from integrations.cli.session import workspace_for


def run(args: Namespace, out: Output) -> int:
    """Print the map for a person or a program."""
    with workspace_for(args, out) as workspace:
        today = workspace.clock.today()
        shown = show_map(
            workspace,
            args.account,
            parse_as_of(args.as_of, today),
            parse_optional_day(args.valid_on, today),
        )
    if out.wants_json or args.format == "json":
        out.json(map_object(shown, today))
        return 0
    from integrations.cli.present.account_map import map_view

    out.show(map_view(shown, out.lang, today, full=args.full))
    return 0
