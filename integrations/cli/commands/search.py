"""`carto search`: passages of the notes for a question, or for one a line."""

from argparse import Namespace

from assistant.search_notes import search, search_lines
from integrations.cli.lines import needs_one_of, print_lines
from integrations.cli.output import Output
from integrations.cli.session import workspace_for


def run(args: Namespace, out: Output) -> int:
    """Print the passages, best first."""
    needs_one_of(args, "question", "--jsonl")
    with workspace_for(args, out) as workspace:
        if args.jsonl:
            return print_lines(
                args.jsonl, lambda lines: search_lines(workspace, lines, args.top), out
            )
        hits = search(workspace, args.question, args.account, args.top)
    if out.wants_json:
        out.json([hit.to_json_object() for hit in hits])
        return 0
    if not hits:
        out.tell(out.words("search.none"))
        return 0
    from integrations.cli.present.answer import hits_view

    out.show(hits_view(hits, out.lang))
    return 0
