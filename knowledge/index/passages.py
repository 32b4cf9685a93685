"""Passages: a source's text cut along its own structure into pieces a search can weigh.

Pure: text in, pieces with offsets out. A piece is a run of whole units (see ``sentences``), closed
at a paragraph once it is long enough and at the latest before it grows too long.
"""

from dataclasses import dataclass

from knowledge.index.sentences import Unit, units_of
from knowledge.index.words import terms_of

ENOUGH_CHARS = 300
MOST_CHARS = 700


@dataclass(frozen=True, slots=True)
class Piece:
    """One passage of a text: ``start`` and ``end`` are code points, half-open."""

    start: int
    end: int


def cut_passages(text: str) -> tuple[Piece, ...]:
    """The passages of ``text`` in order; together they cover every unit once."""
    pieces: list[Piece] = []
    start, end, block = -1, -1, -1
    for unit in units_of(text):
        if start >= 0 and _closes(start, end, block, unit):
            pieces.append(Piece(start, end))
            start = -1
        if start < 0:
            start = unit.start
        end, block = unit.end, unit.block
    if start >= 0:
        pieces.append(Piece(start, end))
    return tuple(pieces)


def _closes(start: int, end: int, block: int, unit: Unit) -> bool:
    if unit.end - start > MOST_CHARS:
        return True
    return unit.block != block and end - start >= ENOUGH_CHARS


def terms_to_store(text: str) -> str:
    """The searchable terms of a passage as one line: stems, and concepts after an ``@``."""
    found: list[str] = []
    for term in terms_of(text):
        found.append(term.stem)
        found.extend(f"@{concept}" for concept in sorted(term.concepts))
    return " ".join(word.replace(" ", "") for word in found)
