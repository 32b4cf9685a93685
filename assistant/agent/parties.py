"""Whom a text speaks of, clause by clause: the people and firms it names, and where.

A party is a run of names that stand beside each other. Posts, everyday words with a capital letter and
the account itself are none; a party that is named only to be excluded ("not Anna Berg") is none either.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.agent.dates_said import calendar_words, habits, without
from assistant.agent.names_said import (
    are_one_post,
    is_everyday,
    is_honorific,
    is_name,
    is_title_word,
    may_be_person,
)
from knowledge.index.stop_words import EVERY_STOP_WORD
from knowledge.reading.lexicon import common_words, surnames
from knowledge.reading.tokens import Token, tokenize

# The full stop of an initial or a title ends nothing.
_CLAUSE = re.compile(
    r"[,;:!?()=\n]|(?<!\b[^\W\d_])(?<!\b[md]r)(?<!\bms)(?<!\bmrs)(?<!\bmme)(?<!\bcllr)\."
    r"|[-=]>|→|\s[-–—]\s|\b(?:but|while|whereas|mais|tandis que|alors que)\b"
    r"|(?:\b(?:and|et)|&)\s+(?-i:(?=[A-ZÀ-Ý]))",
    re.IGNORECASE,
)
_JOINS = frozenset(("and", "et", "&"))
# Right before a name: it is named to be left out.
_EXCLUDED = re.compile(
    r"\b(?:not|pas|non|rather than|instead of|unlike|except|plutôt que|plutot que|au lieu de|sauf|hormis"
    r"|contrairement à)\s+(?:(?:m|mr|mrs|ms|mme|dr)\.?\s+)?$",
    re.IGNORECASE,
)
# What may stand between two words of one name.
_WITHIN_A_NAME = re.compile(r"(?:\s|[-.'’]|\b(?:van|von|der|den|da|di|el|al|bin|ben|ter|ten)\b)*")
# Capitals of so few letters are a post, a department or a product.
_ACRONYM = 4


@dataclass(frozen=True, slots=True)
class Party:
    """The folded words of one name, at ``start`` of its clause."""

    words: frozenset[str]
    start: int

    def is_same(self, other: "Party") -> bool:
        """Whether one name is the other or a part of it."""
        return self.words <= other.words or other.words <= self.words


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause, the sign or word that ends it, and whom it names."""

    text: str
    end: str
    parties: tuple[Party, ...]
    names_only: bool

    @property
    def is_joined(self) -> bool:
        """Whether the next clause goes on with "and"."""
        return self.end in _JOINS


def clauses_of(text: str, known: frozenset[str], ignored: frozenset[str]) -> list[Clause]:
    """The clauses of ``text``.

    ``known`` are words of names written small as well, ``ignored`` those of the account and of us.
    """
    named = _parties(text, known, ignored)
    found = []
    for begin, end, mark in _spans(text):
        here = [
            (start, stop, words) for start, stop, words in named if begin <= start and stop <= end
        ]
        held = [one for one in here if not _EXCLUDED.search(text[begin : one[0]])]
        rest = "".join(_between(begin, end, here, text))
        found.append(
            Clause(
                text[begin:end],
                mark,
                tuple(Party(words, start - begin) for start, _, words in held),
                bool(held) and not any(_tells(token) for token in tokenize(rest)),
            )
        )
    return found


def _between(
    begin: int, end: int, named: Iterable[tuple[int, int, frozenset[str]]], text: str
) -> Iterable[str]:
    at = begin
    for start, stop, _ in named:
        yield text[at:start]
        at = stop
    yield text[at:end]


def _tells(token: Token) -> bool:
    return token.kind == "word" and bool(token.norm) and not is_honorific(token.norm)


def _spans(text: str) -> Iterable[tuple[int, int, str]]:
    at = 0
    for mark in _CLAUSE.finditer(text):
        if text[at : mark.start()].strip():
            yield at, mark.start(), mark[0].strip().casefold()
        at = mark.end()
    if text[at:].strip():
        yield at, len(text), ""


@lru_cache(maxsize=1024)
def _parties(
    text: str, known: frozenset[str], ignored: frozenset[str]
) -> tuple[tuple[int, int, frozenset[str]], ...]:
    undated = without(text, calendar_words(text))
    undated = without(undated, (one for one, _ in habits(undated)))
    tokens = [token for token in tokenize(undated) if token.norm]
    runs: list[list[Token]] = []
    for at, token in enumerate(tokens):
        if token.kind != "word":
            continue
        follows = bool(runs) and bool(_WITHIN_A_NAME.fullmatch(text, runs[-1][-1].end, token.start))
        if _is_of_a_party(tokens, at, known) or (follows and _is_small_surname(token)):
            if follows:
                runs[-1].append(token)
            else:
                runs.append([token])
    return tuple(
        (run[0].start, run[-1].end, words)
        for run in runs
        if (words := frozenset(part for token in run for part in token.norm.split("-")))
        and not words <= ignored
        and any(_tells_who(token.norm, known) for token in run)
    )


def _is_of_a_party(tokens: list[Token], at: int, known: frozenset[str]) -> bool:
    token = tokens[at]
    word = token.norm
    if not is_name(tokens, at, known) or len(word) < 2 or any(c.isdigit() for c in word):
        return False
    if word in known:
        return True
    if word in EVERY_STOP_WORD or is_title_word(word) or are_one_post(word):
        return False
    return not (token.text.isupper() and len(word) <= _ACRONYM and not may_be_person(word))


def _is_small_surname(token: Token) -> bool:
    return token.norm in surnames() and token.norm not in common_words()


def _tells_who(word: str, known: frozenset[str]) -> bool:
    return word in known or may_be_person(word) or not is_everyday(word)
