"""Comparing a reading with the map: what is new, changed, contradicted, confirmed or closed.

The result is a list of lines for a person to decide. Nothing here decides anything, and nothing is
guessed: a name that fits two people becomes a line that asks. People of our own side are never
proposed; they only appear as those who promised something.
"""

from collections.abc import Sequence

from knowledge.domain.account_map import AccountMap
from knowledge.domain.bands import sort_into_bands
from knowledge.domain.compare_items import Closure, ItemLines
from knowledge.domain.compare_people import PeopleLines
from knowledge.domain.line_making import Comparing, LineMaker
from knowledge.domain.proposals import Line
from knowledge.domain.reading import Reading


def compare(
    reading: Reading,
    account_map: AccountMap,
    comparing: Comparing,
    closures: Sequence[Closure] = (),
) -> tuple[Line, ...]:
    """The lines a grounded ``reading`` of one source gives against the map, numbered from 1.

    The map must be folded without bounds: a line is about what is held now.
    """
    maker = LineMaker(reading, account_map, comparing)
    PeopleLines(maker).add_all()
    items = ItemLines(maker)
    items.add_all()
    items.add_closures(closures)
    return sort_into_bands(maker.lines, comparing.decide_lines)
