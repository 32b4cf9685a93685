"""`carto demo`: the whole way of a note, on sample accounts."""

import tempfile
from argparse import Namespace
from pathlib import Path

from integrations.cli.demo_story import tell
from integrations.cli.output import Output


def run(args: Namespace, out: Output) -> int:
    """Tell the story in the language of the command line, in a folder that is left to play with."""
    home = Path(args.home) if args.home else Path(tempfile.mkdtemp(prefix="carto-demo-"))
    return tell(home, out)
