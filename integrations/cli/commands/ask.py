"""`carto ask`: one question, or one a line."""

from argparse import Namespace

from assistant.answer_question import answer, answer_lines
from integrations.cli.dates import parse_as_of
from integrations.cli.lines import needs_one_of, print_lines
from integrations.cli.output import Output
from integrations.cli.session import workspace_for


def run(args: Namespace, out: Output) -> int:
    """Answer with numbered quotes; a question back counts as an answer."""
    needs_one_of(args, "question", "--jsonl")
    with workspace_for(args, out) as workspace:
        if args.jsonl:
            return print_lines(args.jsonl, lambda lines: answer_lines(workspace, lines), out)
        day = parse_as_of(args.as_of, workspace.clock.today())
        found = answer(workspace, args.question, args.account, day, args.lang)
    if out.wants_json:
        out.json(found.to_json_object())
        return 0
    from integrations.cli.present.answer import answer_view

    # The question's own language, whatever the command line speaks.
    out.show(answer_view(found, found.lang))
    return 0
