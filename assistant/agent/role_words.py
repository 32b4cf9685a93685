"""Words for the part somebody plays: a claim that uses one needs evidence that uses one of its family."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.index.concepts import stems_of
from knowledge.index.words import terms_of

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Words of both languages for one role, and the concepts that support it."""

    name: str
    phrases: frozenset[Phrase]
    concepts: frozenset[str]


@cache
def families() -> tuple[Family, ...]:
    """Every family of ``role_words.toml``."""
    source = files("assistant.agent").joinpath("role_words.toml").read_text(encoding="utf-8")
    return tuple(
        Family(name, frozenset(_phrases(entry["words"])), frozenset(entry["concepts"].split()))
        for name, entry in tomllib.loads(source).items()
    )


def _phrases(words: str) -> list[Phrase]:
    return [tuple(stems_of(word.replace("_", " "))) for word in words.split()]


@cache
def _by_first() -> dict[str, tuple[tuple[Phrase, str], ...]]:
    found: dict[str, list[tuple[Phrase, str]]] = {}
    for family in families():
        for phrase in family.phrases:
            found.setdefault(phrase[0], []).append((phrase, family.name))
    return {first: tuple(entries) for first, entries in found.items()}


def roles_said(text: str) -> frozenset[str]:
    """The families of which ``text`` uses a word."""
    stems = stems_of(text)
    return frozenset(
        name
        for at, first in enumerate(stems)
        for phrase, name in _by_first().get(first, ())
        if tuple(stems[at : at + len(phrase)]) == phrase
    )


@cache
def _family(name: str) -> Family:
    return next(one for one in families() if one.name == name)


def carries(text: str, family: str) -> bool:
    """Whether ``text`` has a word of the family, or one that means the same in either language."""
    wanted = _family(family).concepts
    if wanted and any(term.concepts & wanted for term in terms_of(text)):
        return True
    return family in roles_said(text)
