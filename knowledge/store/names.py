"""Names as keys: the one form in which accounts and people are compared, and what cannot be kept."""

import re

from knowledge.domain.names import fold
from knowledge.errors import TextRefused

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")


def fold_name(name: str) -> str:
    """``name`` in the one form names are compared in; never empty for a name of signs alone."""
    return fold(name) or name.strip().casefold()


def refuse_unstorable(*texts: str | None) -> None:
    """Raise ``TextRefused`` when a text holds what no database keeps: NUL, or half a character."""
    for text in texts:
        if text is None:
            continue
        reason = "nul" if "\x00" in text else "surrogate"
        if "\x00" in text or (not text.isascii() and _LONE_SURROGATE.search(text)):
            raise TextRefused(reason)


def words_in(text: str) -> list[tuple[str, int, int]]:
    """The words of ``text``, folded, with their places (half-open, code points)."""
    return [(fold(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)]
