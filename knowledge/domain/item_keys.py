"""Keys that tell the values of a many-valued attribute apart.

A key depends on what the item says, never on when it was said, so that two sources that say the same
meet under one key whatever their order.
"""

import hashlib
from typing import Any

_LENGTH = 12


def key_of_words(*words: str) -> str:
    """A short key for an item that is known by its words only."""
    digest = hashlib.sha256("\x1f".join(words).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:_LENGTH]


def key_of_relation(value: dict[str, Any]) -> str:
    """The key of a relation: its kind and whom it leads to."""
    target = value["to"]
    return f"{value['kind']}:{target.get('id') or target.get('name')}"
