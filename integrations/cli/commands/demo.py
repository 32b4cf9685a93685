"""`carto demo`: the whole way of a note, on sample accounts."""

from argparse import Namespace
from pathlib import Path

from assistant.run_demo import run_demo

from integrations.cli.output import Output


def run(args: Namespace, out: Output) -> int:
    """Play the demo in the language of the command line."""
    home = Path(args.home) if args.home else None
    return run_demo(home, out.lang, out.show)
