"""The words of a command: `/carto map Acme`, and the same said in a message."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Command = Literal["ask", "map", "brief", "review", "help"]

_WORDS: dict[str, Command] = {
    "ask": "ask", "demander": "ask", "demande": "ask",
    "map": "map", "carte": "map",
    "brief": "brief", "fiche": "brief",
    "review": "review", "relire": "review", "relecture": "review",
    "help": "help", "aide": "help",
}  # fmt: skip
_NEAR = 0.75
_FILLERS = re.compile(
    r"^(?:me|moi|of|for|on|about|de|du|des|d'|sur|pour|the account|le compte)\s+", re.IGNORECASE
)
_MEETING = re.compile(
    r"^(?:for|pour|before|avant)?\s*(?:my|the|mon|le)?\s*(?:next|prochain)?\s*"
    r"(?:meeting|rendez-vous|rdv)\s+(?:with|at|avec|chez)\s+",
    re.IGNORECASE,
)
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Typed:
    """A command and what follows it; ``near`` is the command that an unknown word resembles."""

    command: Command | None
    rest: str
    word: str = ""
    near: Command | None = None


def parse_typed(words: str) -> Typed:
    """The words after `/carto`: a command, or a question when the first word is none."""
    first, _, rest = words.strip().partition(" ")
    if not first:
        return Typed("help", "")
    known = _WORDS.get(first.lower())
    if known:
        return Typed(
            known, _account_words(rest) if known in ("map", "brief", "review") else rest.strip()
        )
    near = get_close_matches(first.lower(), _WORDS, 1, _NEAR)
    if near and len(first) > 2:
        return Typed(None, rest.strip(), first, _WORDS[near[0]])
    if first and not rest.strip():
        return Typed(None, "", first)
    return Typed("ask", words.strip())


def command_said(text: str) -> Typed | None:
    """A command at the beginning of a short message; ``None`` when it is something else."""
    words = text.strip().rstrip(".!")
    first = words.split(" ", 1)[0].lower()
    known = _WORDS.get(first)
    if known is None or known == "ask" or "\n" in words or len(words.split()) > _MOST_WORDS:
        return None
    if known in ("help", "review") and len(words.split()) > 3:
        return None
    return parse_typed(words)


def _account_words(rest: str) -> str:
    """The account's name without the words around it: "me for my next meeting with Acme"."""
    words, before = rest.strip().rstrip("?.!"), None
    while before != words:
        before = words
        words = _MEETING.sub("", _FILLERS.sub("", words)).strip()
    return words
