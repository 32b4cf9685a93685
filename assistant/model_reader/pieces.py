"""Long sources in overlapping pieces, cut where a paragraph, a line, a sentence or a word ends."""

import re
from dataclasses import dataclass

# What a piece shares with the one before it, so that nothing is said across a cut.
OVERLAP_CHARS = 300
# A piece this small is not cut further: a model that cannot take it cannot read at all.
SMALLEST_CHARS = 800
_ENDS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"[.!?…]\s"), re.compile(r"\s"))


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a source: its words, and where they begin in the whole, in code points."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends in the whole, half-open."""
        return self.start + len(self.text)


def cut(text: str, most: int, start: int = 0) -> tuple[Piece, ...]:
    """``text`` in pieces of at most ``most`` characters that cover all of it.

    Args:
        text: What is to be cut.
        most: The longest a piece may be, in code points; at least one.
        start: Where ``text`` begins in the whole.
    """
    most = max(most, 1)
    overlap = min(OVERLAP_CHARS, most // 4)
    found: list[Piece] = []
    at = 0
    while len(text) - at > most:
        end = _good_end(text, at + most // 2, at + most)
        found.append(Piece(text[at:end], start + at))
        at = _good_start(text, max(end - overlap, at + 1), end)
    found.append(Piece(text[at:], start + at))
    return tuple(found)


def halves(piece: Piece) -> tuple[Piece, ...]:
    """A piece in two or three smaller ones; none when it is as small as a piece gets."""
    if len(piece.text) <= SMALLEST_CHARS:
        return ()
    return cut(piece.text, len(piece.text) * 5 // 8, piece.start)


def _good_end(text: str, least: int, most: int) -> int:
    """The last place between the two where something ends; the best kind of ending wins."""
    for pattern in _ENDS:
        ends = [match.end() for match in pattern.finditer(text, least, most)]
        if ends:
            return ends[-1]
    return most


def _good_start(text: str, least: int, most: int) -> int:
    """The first place between the two where a line, a sentence or a word begins."""
    for pattern in _ENDS[1:]:
        match = pattern.search(text, least, most)
        if match:
            return match.end()
    return most
