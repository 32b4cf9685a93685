"""How far two quotes are the same words of a note: the F1 of the words they cover.

Places count, not spelling: the same words said twice in a note are two statements.
"""

import re
from functools import lru_cache

from knowledge.domain.quotes import Absent, Ambiguous, Located, Span, locate_quote

# From here on two quotes are taken to state the same thing.
SAME_QUOTE = 0.5
_WORD = re.compile(r"\w+")
Words = frozenset[int]


@lru_cache(maxsize=4096)
def words_covered(text: str, quote: str) -> tuple[Words, ...]:
    """For each place where the quote stands, the numbers of the words of ``text`` it covers."""
    match locate_quote(text, quote):
        case Located(span):
            return (_numbers(text, span),)
        case Ambiguous(spans):
            return tuple(_numbers(text, span) for span in spans)
        case Absent():
            return ()


def overlap(text: str, one: str, other: str) -> float:
    """The best F1 of the words two quotes cover, 0 when either is not in the text."""
    pairs = ((a, b) for a in words_covered(text, one) for b in words_covered(text, other))
    return max((_f1(a, b) for a, b in pairs), default=0.0)


def same_quote(text: str, one: str, other: str) -> float:
    """The overlap where it is enough for the two to be one statement, else 0."""
    shared = overlap(text, one, other)
    return shared if shared >= SAME_QUOTE else 0.0


def _numbers(text: str, span: Span) -> Words:
    return frozenset(number for number, word in enumerate(_words(text)) if word.overlaps(span))


@lru_cache(maxsize=8)
def _words(text: str) -> tuple[Span, ...]:
    return tuple(Span(found.start(), found.end()) for found in _WORD.finditer(text))


def _f1(one: Words, other: Words) -> float:
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0
