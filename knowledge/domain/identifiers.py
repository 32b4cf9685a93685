"""Our own identifiers: a prefix that says what the thing is, then text that sorts by creation time.

The part after the prefix is 48 bits of milliseconds and 80 random bits in Crockford's base 32
(26 characters), the layout of a ULID (github.com/ulid/spec, 2016).
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Literal

Prefix = Literal["ws", "acc", "per", "src", "prp", "lin", "rev", "fct", "evt", "mem", "aud", "psg"]
IdFactory = Callable[[Prefix], str]

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_BITS = 80
_LENGTH = 26


def new_id(prefix: Prefix, at: datetime, random_bits: int | None = None) -> str:
    """An identifier created ``at`` an instant; ``random_bits`` is given in tests only."""
    millis = int(at.timestamp() * 1000)
    chance = secrets.randbits(_RANDOM_BITS) if random_bits is None else random_bits
    return f"{prefix}_{_base32((millis << _RANDOM_BITS) | chance)}"


def _base32(number: int) -> str:
    digits = []
    for _ in range(_LENGTH):
        number, digit = divmod(number, 32)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))
