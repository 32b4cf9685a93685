"""`carto slack`: serve a Slack workspace, check that it would work, or print the app's manifest."""

import json
from argparse import Namespace

from integrations.cli.log import also_to_stderr
from integrations.cli.output import Output
from integrations.cli.present.as_json import plain
from integrations.cli.session import settings_for


def run(args: Namespace, out: Output) -> int:
    """Serve until stopped; with an option, do only that."""
    if args.manifest or args.reasons:
        return _manifest(args, out)
    return _check(args, out) if args.check else _serve(args, out)


def _serve(args: Namespace, out: Output) -> int:
    settings = settings_for(args, out)
    also_to_stderr(("slack_bolt", "slack_sdk"))
    from integrations.slack.service import our_handlers, run

    run(settings, our_handlers(), lambda team: out.tell(out.words("slack.ready", team=team)))
    out.tell(out.words("slack.stopped"))
    return 0


def _check(args: Namespace, out: Output) -> int:
    from integrations.slack.check import check_slack

    checks = check_slack(settings_for(args, out))
    if out.wants_json:
        out.json([plain(one) for one in checks])
    else:
        from integrations.cli.present.tables import checks_view

        out.show(checks_view(checks, out.lang))
    return 0 if all(one.ok for one in checks) else 1


def _manifest(args: Namespace, out: Output) -> int:
    """The manifest on stdout, to be pasted as it is; the reasons on stderr, where they do not disturb."""
    from integrations.slack.manifest import manifest, reasons

    if args.manifest:
        out.stdout.write(json.dumps(manifest(out.lang), ensure_ascii=False, indent=2) + "\n")
    for scope, reason in reasons(out.lang).items():
        out.tell(f"{scope:<18} {reason}")
    return 0
