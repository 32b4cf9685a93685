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
    for concept, words in tomllib.loads(source).items():
        for word in words.split():
            stems = tuple(stems_of(word.replace("_", " ")))
            if len(stems) == 1:
                single.setdefault(stems[0], set()).add(concept)
            elif stems:
                phrases.setdefault(stems[0], []).append((stems, concept))
    return {word: frozenset(found) for word, found in single.items()}, phrases


def stems_of(text: str) -> list[str]:
    """Every word of ``text`` as a stem, stop words included."""
    tokens = tokenize(text)
    return [stem(token.norm) for token in tokens if token.kind != "mark" and token.norm]


def concepts_of(word_stem: str) -> frozenset[str]:
    """The concepts one stem stands for."""
    return _lexicon()[0].get(word_stem, frozenset())


def phrase_concepts(stems: Sequence[str]) -> dict[int, frozenset[str]]:
    """Concepts of phrases in a text given as stems, by the place of each of their words."""
    phrases = _lexicon()[1]
    found: dict[int, set[str]] = {}
    for at, first in enumerate(stems):
        for phrase, concept in phrases.get(first, ()):
            if tuple(stems[at : at + len(phrase)]) == phrase:
                for place in range(at, at + len(phrase)):
                    found.setdefault(place, set()).add(concept)
    return {place: frozenset(concepts) for place, concepts in found.items()}
