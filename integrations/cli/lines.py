"""Commands that read one request a line and write one JSON object a line, in the same order."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from integrations.cli.errors import Incomplete
from integrations.cli.inputs import open_lines
from integrations.cli.output import Output
from integrations.cli.progress import watched

Work = Callable[[Iterable[str]], Iterator[dict[str, Any]]]


def print_lines(name: str, work: Work, out: Output) -> int:
    """Print what ``work`` makes of every line; 1 when some of them failed."""
    done = failed = 0
    with open_lines(name, out) as (lines, size), watched(lines, size, out) as counted:
        for made in work(counted):
            out.json_line(made)
            done += 1
            failed += "error" in made
    out.tell(out.words("lines_done", n=done))
    if failed:
        out.tell(out.words("lines_failed", n=failed))
    return 1 if failed else 0


def needs_one_of(args: Namespace, *names: str) -> None:
    """Refuse a command line on which none of these was given."""
    if not any(getattr(args, name.lstrip("-")) is not None for name in names):
        raise Incomplete(", ".join(names))
