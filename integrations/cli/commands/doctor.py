"""`carto doctor`: whether everything is in order, and what to do where it is not."""

from argparse import Namespace

from assistant.check_health import check
from integrations.cli.output import Output
from integrations.cli.present.as_json import plain
from integrations.cli.session import settings_for


def run(args: Namespace, out: Output) -> int:
    """Print every check; 1 when one of them fails."""
    checks = check(settings_for(args, out, warn=False))
    if out.wants_json:
        out.json([plain(one) for one in checks])
    else:
        from integrations.cli.present.tables import checks_view

        out.show(checks_view(checks, out.lang))
    return 0 if all(one.ok for one in checks) else 1
