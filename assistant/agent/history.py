"""Earlier turns of a conversation as messages, bounded. Evidence never carries over: numbers are cut off."""

import re
from collections.abc import Sequence
from typing import Protocol

from prompts.rendered import Message
from prompts.untrusted import untrusted

MOST_TURNS, MOST_CHARS = 6, 6_000
_NUMBERS = re.compile(r" ?\[\d{1,3}\]")


class EarlierTurn(Protocol):
    """A question and what was answered."""

    @property
    def question(self) -> str:
        """What was asked."""

    @property
    def answer(self) -> str:
        """What was shown."""


def messages_of(history: Sequence[EarlierTurn]) -> list[Message]:
    """The last turns that fit, oldest first; a turn is taken whole or not at all."""
    kept: list[Message] = []
    chars = 0
    for turn in reversed(history[-MOST_TURNS:]):
        answer = _NUMBERS.sub("", turn.answer)
        chars += len(turn.question) + len(answer)
        if chars > MOST_CHARS:
            break
        # An answer may hold words of a note, which are data here as everywhere.
        kept = [
            Message("user", untrusted(turn.question, "message")),
            Message("assistant", untrusted(answer, "earlier_answer")),
            *kept,
        ]
    return kept
