"""Concepts: words that mean the same, in both languages, from ``concepts.toml``.

They let "who pays" find "la dépense relève de l'économe" without any model. A concept never stands
alone for an answer: it only lends a question's word a second chance, at a lower weight.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from knowledge.index.stems import stem
from knowledge.reading.tokens import tokenize


@cache
def _lexicon() -> tuple[dict[str, frozenset[str]], dict[str, list[tuple[tuple[str, ...], str]]]]:
    """Concepts by stem, and phrases by the stem they begin with."""
    source = files("knowledge.index").joinpath("concepts.toml").read_text(encoding="utf-8")
    single: dict[str, set[str]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for concept, words in _entries(source):
        for word in words.split():
            stems = tuple(stems_of(word.replace("_", " ")))
            if len(stems) == 1:
                single.setdefault(stems[0], set()).add(concept)
            elif stems:
                phrases.setdefault(stems[0], []).append((stems, concept))
    return {word: frozenset(found) for word, found in single.items()}, phrases


def _entries(source: str) -> list[tuple[str, str]]:
    tables: dict[str, dict[str, str]] = tomllib.loads(source)
    return [entry for table in tables.values() for entry in table.items()]


@cache
def acts() -> frozenset[str]:
    """The concepts that say what happens; the others say what it happens to."""
    source = files("knowledge.index").joinpath("concepts.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(source)["acts"])


def stems_of(text: str) -> list[str]:
    """Every word of ``text`` as a stem, stop words included."""
    tokens = tokenize(text)
    return [stem(token.norm) for token in tokens if token.kind != "mark" and token.norm]


def concepts_of(word_stem: str) -> frozenset[str]:
    """The concepts one stem stands for."""
    return _lexicon()[0].get(word_stem, frozenset())


def phrase_concepts(
    stems: Sequence[str],
) -> tuple[dict[int, frozenset[str]], dict[int, int]]:
    """Set phrases in a text given as stems, by the place of each of their words.

    Returns the concepts they stand for, and the number (from 1) of the phrase a word belongs to.
    """
    phrases = _lexicon()[1]
    found: dict[int, set[str]] = {}
    number_at: dict[int, int] = {}
    for at, first in enumerate(stems):
        for phrase, concept in phrases.get(first, ()):
            if tuple(stems[at : at + len(phrase)]) == phrase:
                number = number_at.get(at, at + 1)
                for place in range(at, at + len(phrase)):
                    found.setdefault(place, set()).add(concept)
                    number_at.setdefault(place, number)
    return {place: frozenset(concepts) for place, concepts in found.items()}, number_at
