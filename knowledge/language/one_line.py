"""Words of others inside sentences of ours: brought into one line, without what cannot be seen."""

import unicodedata


def in_a_line(words: str) -> str:
    """Words of a note made safe for a sentence of ours: one line, no control characters."""
    kept = "".join(
        " " if char.isspace() else char
        for char in words
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    )
    return " ".join(kept.split())
