"""`carto export person`: everything held about a person, as JSON."""

from argparse import Namespace

from assistant.export_person import export_person
from integrations.cli.inputs import open_to_write
from integrations.cli.output import Output
from integrations.cli.session import workspace_for


def person(args: Namespace, out: Output) -> int:
    """Print it, or write it to a file; always JSON, for it is made to be handed over."""
    with workspace_for(args, out) as workspace:
        held = export_person(workspace, args.account, args.name)
    if args.out is None:
        out.json(held)
        return 0
    with open_to_write(args.out) as file:
        Output(out.lang, wants_json=True, stdout=file, stderr=out.stderr).json(held)
    out.tell(out.words("export.written", path=args.out))
    return 0
