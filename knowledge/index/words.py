"""The terms of a text: what is left of its words for searching, each with its place.

A term is a stem plus the concepts it stands for. Stop words are left out, numbers and names are
kept whole. Offsets are code points of the text.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from knowledge.index.concepts import concepts_of, phrase_concepts
from knowledge.index.stems import stem
from knowledge.index.stop_words import EVERY_STOP_WORD
from knowledge.reading.tokens import Token, tokenize

_AMOUNT = re.compile(r"^(\d+(?:[.,]\d+)*)(k|m)?$")
_SPACED_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Term:
    """One searchable word. ``capital`` tells that it was written with a capital letter.

    ``negated`` is true when the words around deny it. ``phrase`` numbers the words of one set
    phrase ("set aside") within the text; it is 0 outside phrases.
    """

    stem: str
    concepts: frozenset[str]
    start: int
    end: int
    kind: str
    capital: bool
    negated: bool = False
    phrase: int = 0


_DENIALS = frozenset("not no pas ni never jamais aucun aucune nor neither non".split())
_OPENINGS = frozenset(("ne", "n'"))
_BEING = frozenset("est sont etait sera suis es".split())
_LIFTED = frozenset("without unless until sans sauf".split())
# "What is not spent is lost", "if it is not spent": the denial is a condition and takes nothing back.
_CONDITIONS = frozenset(
    (first, then)
    for first, thens in {
        "if": "it it's they he she we",
        "whatever": "is isn't",
        "ce": "qui que",
        "s": "il ils",
        "s'": "il ils",
    }.items()
    for then in thens.split()
)
_DENIAL_REACH = 3


@lru_cache(maxsize=8192)
def terms_of(text: str) -> tuple[Term, ...]:
    """The terms of ``text`` in order."""
    tokens = [token for token in tokenize(_with_joined_numbers(text)) if token.norm]
    words = [token for token in tokens if token.kind != "mark"]
    stems = [_stem_of(token) for token in words]
    by_phrase, phrase_at = phrase_concepts(stems)
    denied = _denied(tokens)
    found = []
    for at, token in enumerate(words):
        concepts = concepts_of(stems[at]) | by_phrase.get(at, frozenset())
        if (token.norm in EVERY_STOP_WORD or len(token.norm) < 2) and not by_phrase.get(at):
            if token.kind != "number":
                continue
            concepts = frozenset()
        found.append(
            Term(stems[at], concepts, token.start, token.end, token.kind, token.is_capital,
                 token.start in denied, phrase_at.get(at, 0))
        )  # fmt: skip
    return tuple(found)


def _denied(tokens: list[Token]) -> frozenset[int]:
    """Where words stand that a denial takes back, within their clause.

    English denies what follows; French what stands between ``ne`` and ``pas``, or follows ``pas``
    when there is no ``ne``. "Not without a letter" denies nothing.
    """
    denied: set[int] = set()
    norms = [token.norm for token in tokens if token.kind != "mark"]
    if not _LIFTED.isdisjoint(norms) or not _CONDITIONS.isdisjoint(pairwise(norms)):
        return frozenset()
    closed_until = -1
    for at, token in enumerate(tokens):
        if token.norm in _OPENINGS:
            reach = tokens[at + 1 : at + 6]
            closing = next((n for n, after in enumerate(reach) if after.norm in _DENIALS), None)
            if closing is not None:
                denied.update(after.start for after in reach[:closing])
                if all(after.norm in _BEING for after in reach[:closing]):
                    denied.update(after.start for after in reach[closing + 1 :])
                closed_until = at + 1 + closing
        elif token.norm in _DENIALS and at > closed_until:
            for after in tokens[at + 1 : at + 1 + _DENIAL_REACH]:
                if after.kind == "mark" and after.text not in "'\"«»":
                    break
                denied.add(after.start)
    return frozenset(denied)


def _stem_of(token: Token) -> str:
    if token.kind == "number":
        return token.norm.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    return token.norm if token.kind in ("mail", "url") else stem(token.norm)


def _with_joined_numbers(text: str) -> str:
    """``240 000`` as one number; a character for a character, so that offsets hold."""
    return _SPACED_THOUSANDS.sub("\u00a0", text)
