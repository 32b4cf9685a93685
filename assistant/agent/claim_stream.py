"""Claims out of a reply that is still arriving: each one as soon as its object closes.

One pass over the characters, whatever the pieces; what is not (yet) JSON gives nothing.
"""

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

_OPEN, _CLOSE = frozenset("{["), frozenset("}]")


@dataclass
class ClaimStream:
    """Reads the arguments of one call of the final tool piece by piece."""

    _text: list[str] = field(default_factory=list)
    _stack: list[str] = field(default_factory=list)
    _string: list[str] | None = None
    _escaped: bool = False
    _key: str = ""
    _claim_from: int | None = None

    def feed(self, piece: str) -> list[Any]:
        """The claims that ``piece`` completes, as JSON objects."""
        found: list[Any] = []
        for char in piece:
            self._text.append(char)
            if self._string is not None:
                self._inside_string(char)
            elif char == '"':
                self._string = []
            elif char in _OPEN:
                self._open(char)
            elif char in _CLOSE:
                self._close(found)
        return found

    def _inside_string(self, char: str) -> None:
        if self._escaped:
            self._escaped = False
        elif char == "\\":
            self._escaped = True
        elif char == '"':
            if len(self._stack) == 1:
                self._key = "".join(self._string or ())
            self._string = None
            return
        if self._string is not None and len(self._stack) == 1:
            self._string.append(char)

    def _open(self, char: str) -> None:
        in_claims = self._stack == ["{", "["] and self._key == "claims"
        if char == "{" and in_claims:
            self._claim_from = len(self._text) - 1
        self._stack.append(char)

    def _close(self, found: list[Any]) -> None:
        if self._stack:
            self._stack.pop()
        if self._claim_from is None or len(self._stack) != 2:
            return
        with suppress(ValueError, RecursionError):
            found.append(json.loads("".join(self._text[self._claim_from :])))
        self._claim_from = None
