"""What a prompt becomes when it is filled in: messages, and a stamp that says which prompt it was."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation with a model."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which prompt was used; ``sha256`` is over the bytes of its files, examples included."""

    name: str
    lang: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A prompt filled in: system first, then the examples in pairs, then the question."""

    messages: tuple[Message, ...]
    stamp: Stamp
