"""The units a quote is taken from: sentences of a note, or clauses where it has no full stops.

Notes are lines, bullets, speech and dictated streams; the layout of the reader says which line is
what and who speaks. Offsets are code points of the source's text, half-open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.reading.layout import Line, lay_out

_LONGEST_WORDS = 32
_CLAUSE_WORDS = 9
_STREAM_WORDS = 22
_END = re.compile(r"(?:[.!?…]+[\"'»”’)\]]*(?=\s)|;(?=\s))")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«])(?:m|mr|mrs|ms|mme|mlle|dr|prof|st|ste|dir|resp|env|ex|cf|approx|vs|etc|janv|"
    r"févr|fev|avr|juil|sept|oct|nov|dec|déc|jan|feb|mar|apr|aug|inc|ltd|tel|tél|[a-zà-ÿ])\.$",
    re.IGNORECASE,
)
_PAUSE = re.compile(r"[,:—–]\s|\s[-–—/]\s|(?<=\w)\)\s")
_NO_WORDS_OF_THEIRS = re.compile(
    r"(?:subject|objet|re|fw|fwd|tr)\s?:|(?:dear|hi|hello|bonjour|cher|chère|chers|madame|monsieur)\b"
    r"[^.!?]{0,40}$|(?:kind |best |warm )?regards|(?:bien )?cordialement|bien à vous|cheers$|thanks$",
    re.IGNORECASE,
)
# A first line with a date is the title of a note: it says when, not what happened.
_TITLE_WORDS = 14
_TITLE_DATE = re.compile(
    r"\d{1,2}[/.]\d{1,2}|\b\d{1,2} (?:jan|feb|f[eé]v|mar|apr|avr|ma[iy]|ju[ni]|jui|jul|aug|ao[uû]|sep|oct|nov|"
    r"d[eé]c)|\d{4}-\d\d-\d\d|\b(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim)\w*\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_TURN = frozenset(
    "and but so then also he she they we i er um or et mais donc puis il elle ils elles on je nous "
    "alors aussi bon ah sinon ensuite because cos car".split()
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or clause. ``line`` counts lines of content, ``block`` paragraphs.

    ``voice`` is who says it, as the note labels it, and ``organisation`` whom the label puts them
    with. ``told`` is false for headers, greetings, signatures and text that tries to instruct a machine, which
    are never evidence.
    """

    start: int
    end: int
    line: int
    block: int
    voice: str | None
    organisation: str | None
    told: bool


@lru_cache(maxsize=512)
def units_of(text: str) -> tuple[Unit, ...]:
    """The units of ``text`` in order."""
    units: list[Unit] = []
    for number, line in enumerate(lay_out(text)):
        told = not line.injected and line.kind not in ("header", "signature")
        for start, end in _pieces(text, line):
            words = text[start:end]
            says = told and not _NO_WORDS_OF_THEIRS.match(words)
            if number == 0 and _is_title(text[line.start : line.end]):
                says = False
            units.append(Unit(start, end, number, line.block, line.voice, line.organisation, says))
    return tuple(units)


def _is_title(first_line: str) -> bool:
    return len(first_line.split()) <= _TITLE_WORDS and _TITLE_DATE.search(first_line) is not None


def _pieces(text: str, line: Line) -> Iterator[tuple[int, int]]:
    for start, end in _sentences(text, line.start, line.end):
        if len(text[start:end].split()) <= _LONGEST_WORDS:
            yield start, end
        else:
            yield from _clauses(text, start, end)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _END.finditer(text, start, end):
        if match.group() == "." and _ABBREVIATION.search(text[begin : match.end()]):
            continue
        yield from _trimmed(text, begin, match.end())
        begin = match.end()
    yield from _trimmed(text, begin, end)


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a long sentence at its pauses, and a stream without pauses where a new thought begins."""
    begin, words = start, 0
    for match in _WORD.finditer(text, start, end):
        opens = match.group().lower() in _TURN
        if words >= _STREAM_WORDS or (opens and words >= _CLAUSE_WORDS):
            yield from _trimmed(text, begin, match.start())
            begin, words = match.start(), 0
        words += 1
        pause = _PAUSE.search(text, match.end() - 1, min(match.end() + 3, end))
        if pause and words >= _CLAUSE_WORDS:
            yield from _trimmed(text, begin, match.end())
            begin, words = match.end(), 0
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(" \t-–—*•/,;"))
    kept = piece.strip(" \t-–—*•/,;\r\n")
    if any(char.isalnum() for char in kept):
        yield start + left, start + left + len(kept)
