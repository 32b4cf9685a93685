"""Asking for a yes before something is erased for good."""

from argparse import Namespace

from integrations.cli.errors import ConfirmationNeeded
from integrations.cli.output import Output


def confirm_erasing(args: Namespace, out: Output, what: str) -> bool:
    """Whether to go on; raises ConfirmationNeeded where nobody can be asked."""
    if args.yes:
        return True
    if not out.may_ask:
        raise ConfirmationNeeded
    if out.ask(out.words("forget.sure", what=what)).strip().lower() in ("y", "yes", "o", "oui"):
        return True
    out.tell(out.words("forget.kept"))
    return False
