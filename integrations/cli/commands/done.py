"""`carto done`: close a promise or a pain point, or open it again."""

from argparse import Namespace

from assistant.close_item import close_item
from integrations.cli.harmless import in_one_line
from integrations.cli.output import Output
from integrations.cli.present.as_json import plain
from integrations.cli.present.style import quoted
from integrations.cli.present.values import attribute_words, code_words
from integrations.cli.session import workspace_for


def run(args: Namespace, out: Output) -> int:
    """Close the item, and say whether it was closed before."""
    with workspace_for(args, out) as workspace:
        closed = close_item(workspace, args.item, args.account, args.outcome, reopen=args.reopen)
    if out.wants_json:
        out.json(plain(closed))
        return 0
    key = "reopened" if args.reopen else "closed"
    words = out.words(
        f"done.{key}_already" if closed.already else f"done.{key}",
        what=attribute_words(out.lang, closed.attribute),
        text=quoted(out.lang, closed.text),
        account=in_one_line(closed.account_name),
        outcome=code_words(out.lang, "outcome", closed.outcome) if closed.outcome else "",
    )
    out.say(words)
    return 0
