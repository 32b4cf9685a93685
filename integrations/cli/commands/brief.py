"""`carto brief`: one page before a meeting."""

from argparse import Namespace

from assistant.write_brief import write_brief
from integrations.cli.dates import parse_as_of
from integrations.cli.output import Output
from integrations.cli.session import workspace_for


def run(args: Namespace, out: Output) -> int:
    """Print the page in the language of the command line."""
    with workspace_for(args, out) as workspace:
        day = parse_as_of(args.as_of, workspace.clock.today())
        brief = write_brief(workspace, args.account, day, out.lang)
    if out.wants_json:
        out.json(brief.to_json_object())
        return 0
    from integrations.cli.present.brief import brief_view

    out.show(brief_view(brief, out.lang))
    return 0
