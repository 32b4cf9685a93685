"""Which lines a button stands for, exactly as they were shown: approval binds what was displayed."""

import hashlib
from collections.abc import Iterable

from knowledge.domain.proposals import Line

_LENGTH = 16


def stamp_of(lines: Iterable[Line]) -> str:
    """A short hash of everything a reviewer sees of these lines; it changes when any of it does."""
    seen = "\n".join(f"{line.number} {line.shown_hash()}" for line in lines)
    return hashlib.sha256(seen.encode("utf-8")).hexdigest()[:_LENGTH]
