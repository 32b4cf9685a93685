"""`carto trace`: the calls made to models, without a word of what was sent."""

from argparse import Namespace

from integrations.cli.output import Output
from integrations.cli.present.as_json import plain
from integrations.cli.session import settings_for


def run(args: Namespace, out: Output) -> int:
    """Print the latest calls, the newest last, and what today has cost."""
    from assistant.models.call_log import FileLedger, read_calls
    from assistant.settings import clock_for

    settings = settings_for(args, out)
    read = read_calls(settings.home, args.last)
    if out.wants_json:
        out.json([plain(call) for call in read.calls])
        return 0
    from integrations.cli.present.calls import calls_view

    today = FileLedger(settings.home).tokens_on(clock_for(settings).today())
    out.show(calls_view(read, today, settings.model.daily_tokens, out.lang))
    return 0
