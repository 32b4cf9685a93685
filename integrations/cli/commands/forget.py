"""`carto forget`: erase a note or a person for good, after a yes."""

from argparse import Namespace
from dataclasses import asdict

from assistant.forget import forget_person, forget_source
from integrations.cli.confirm import confirm_erasing
from integrations.cli.output import Output
from integrations.cli.present.as_json import plain
from integrations.cli.session import workspace_for
from knowledge.language.records import pair
from knowledge.store.forget import Receipt


def person(args: Namespace, out: Output) -> int:
    """Erase a person of an account."""
    with workspace_for(args, out) as workspace:
        if not confirm_erasing(args, out, args.name):
            return 0
        return _present(forget_person(workspace, args.account, args.name), out)


def source(args: Namespace, out: Output) -> int:
    """Erase a note and what rests on it."""
    with workspace_for(args, out) as workspace:
        if not confirm_erasing(args, out, args.source):
            return 0
        return _present(forget_source(workspace, args.source), out)


def _present(receipt: Receipt, out: Output) -> int:
    if out.wants_json:
        out.json(plain(receipt))
        return 0
    out.say(out.words("forget.done"))
    for what, erased in asdict(receipt).items():
        count = erased if isinstance(erased, int) else len(erased)
        if count:
            label = out.words(f"forget.count.{what}")
            out.say(f"  {pair(out.lang, label, str(count))}")
    return 0
