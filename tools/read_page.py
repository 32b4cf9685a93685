"""Read a company page whose whole address the person typed: the one tool that asks the network.

A model cannot choose an address: one that it was told by a note, a page or its own head is refused.
"""

from collections.abc import Iterator

from pydantic import Field

from knowledge.domain.sources import Source
from knowledge.errors import CartoError
from knowledge.index.passages import cut_passages
from knowledge.index.sentences import units_of
from tools.arguments import AccountName, Arguments
from tools.opening import open_to_write
from tools.result import ToolResult, gathered, refused
from tools.scope import ToolScope
from tools.search_notes import telling_runs
from tools.telling import Telling

_MOST_PASSAGES = 8


class ReadPage(Arguments):
    """Arguments of the tool."""

    account: AccountName = None
    url: str = Field(
        min_length=8,
        max_length=2_048,
        description="The address of the page, exactly as the person typed it. No other is read.",
    )


def read_page(scope: ToolScope, args: ReadPage) -> ToolResult:
    """The passages of the page that speak of the question, or else its first ones, once it is kept."""
    if scope.read_url is None:
        return refused("pages_are_off")
    if args.url not in scope.allowed_urls:
        return refused("url_not_typed", "only an address the person typed is read")
    opened = open_to_write(scope, args.account)
    if isinstance(opened, ToolResult):
        return opened
    try:
        read = scope.read_url(opened.account.id, args.url)
    except CartoError as error:
        return refused(error.code)
    if read.source is None:
        return refused("page_not_read", f"{read.refused} {read.detail}".strip())
    source, telling = read.source, Telling(scope, opened, opened.holdings)
    found = [telling.passage(source, start, end) for start, end in _places(source, scope.message)]
    counts = {"hidden_places_left_out": read.dropped_hidden} if read.dropped_hidden else {}
    return gathered(scope, found, counts=counts, most=_MOST_PASSAGES)


def _places(source: Source, question: str) -> Iterator[tuple[int, int]]:
    """Where the passages stand: first those that share a word with the question, then the others."""
    pieces = [(piece.start, piece.end) for piece in cut_passages(source.text)]
    told = {place: list(telling_runs(source.text, place, question)) for place in pieces}
    for runs in told.values():
        yield from ((start, end) for start, end, _ in runs)
    # Text that tries to instruct a machine is no passage to show one.
    untold = [unit.start for unit in units_of(source.text) if not unit.told]
    for (start, end), runs in told.items():
        if not runs and not any(start <= at < end for at in untold):
            yield start, end
