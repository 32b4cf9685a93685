"""Words for the part somebody plays: a claim that uses one needs evidence that uses one of its family."""

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from knowledge.index.concepts import stems_of
from knowledge.index.stems import stem
from knowledge.index.words import terms_of
from knowledge.reading.tokens import tokenize

Phrase = tuple[str, ...]


# From the warmest to the coldest.
STANCES = ("champion", "supporter", "neutral", "reserved", "opposed")
# A word that supports a side only by itself ("for") does not beside a word of the other.
_OPPOSITES = {"supporter": "opposed", "opposed": "supporter"}


@dataclass(frozen=True, slots=True)
class Family:
    """Words of both languages for one role, and what else supports it.

    ``weak`` words support it and need no support themselves: they mean other things as well. Right
    after a word of ``not_after`` its words mean something else.
    """

    name: str
    phrases: frozenset[Phrase]
    concepts: frozenset[str]
    weak: frozenset[str]
    not_after: frozenset[str]


@cache
def families() -> tuple[Family, ...]:
    """Every family of ``role_words.toml``."""
    source = files("assistant.agent").joinpath("role_words.toml").read_text(encoding="utf-8")
    return tuple(
        Family(
            name,
            frozenset(_phrases(entry["words"])),
            frozenset(entry["concepts"].split()),
            frozenset(stem(word) for word in entry.get("weak", "").split()),
            frozenset(entry.get("not_after", "").split()),
        )
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
    return frozenset(_said_at(text))


@lru_cache(maxsize=2048)
def _said_at(text: str) -> dict[str, int]:
    """Where each family of which ``text`` uses a word is first said."""
    tokens = [token for token in tokenize(text) if token.kind != "mark" and token.norm]
    stems = [stem(token.norm) for token in tokens]
    found: dict[str, int] = {}
    for at, first in enumerate(stems):
        for phrase, name in _by_first().get(first, ()):
            before = tokens[at - 1].norm if at else ""
            if tuple(stems[at : at + len(phrase)]) != phrase:
                continue
            if before not in _family(name).not_after and not before.isdigit():
                found.setdefault(name, tokens[at].start)
    return found


@cache
def _family(name: str) -> Family:
    return next(one for one in families() if one.name == name)


def carried_at(text: str, family: str) -> int | None:
    """Where ``text`` first has a word of the family, or one that means the same in either language."""
    wanted = _family(family)
    found = [term.start for term in terms_of(text) if term.concepts & wanted.concepts]
    said = _said_at(text)
    if family in said:
        found.append(said[family])
    if not found and wanted.weak and _OPPOSITES.get(family) not in said:
        found += [token.start for token in tokenize(text) if stem(token.norm) in wanted.weak]
    return min(found, default=None)
