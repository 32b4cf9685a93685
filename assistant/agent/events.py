"""What is told while an answer is being made: a tool that looks, a sentence that was checked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

DropReason = Literal[
    "no_evidence",
    "unknown_evidence",
    "name_not_in_evidence",
    "number_not_in_evidence",
    "date_not_in_evidence",
    "polarity_lost",
    "role_not_in_evidence",
    "unsafe",
]


@dataclass(frozen=True, slots=True)
class Looking:
    """A tool is called; ``tool`` is its name, never anything a model wrote."""

    tool: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that passed the check, with its ``[n]``; ``claims`` counts those said so far."""

    text: str
    claims: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sentence that did not pass, by the code of why; its words are not kept."""

    reason: DropReason


Event = Looking | Said | LeftOut
OnEvent = Callable[[Event], None]
