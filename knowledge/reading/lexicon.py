"""Word lists and cue files, read once from package data.

Nothing here decides anything: it loads ``lexicons/<group>/…`` and answers "is this word listed".
"""

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "fr")
_RARE = 12_000


def _data(group: str, name: str) -> str:
    return resources.files(f"knowledge.reading.lexicons.{group}").joinpath(name).read_text("utf-8")


@lru_cache
def table(group: str, name: str) -> dict[str, Any]:
    """The parsed TOML file ``lexicons/<group>/<name>.toml``."""
    return tomllib.loads(_data(group, f"{name}.toml"))


def cue_lines(language: str, name: str, place: str) -> list[str]:
    """The patterns of one class of cues, with its ``<macros>`` spelt out."""
    cues = table(language, "cues")
    macros: dict[str, str] = cues.get("macros", {})
    lines: list[str] = list(cues[name].get(place, ()))
    for macro, body in macros.items():
        words = "|".join(body.split()) if "|" not in body else body
        lines = [line.replace(f"<{macro}>", words) for line in lines]
    return lines


@lru_cache
def common_words() -> dict[str, int]:
    """Folded everyday words with their rank in the language where they are most frequent.

    What is not here may be a name; what ranks high rarely is one.
    """
    ranks: dict[str, int] = {}
    for language in LANGUAGES:
        for rank, word in enumerate(_data(language, "words.txt").split()):
            ranks[word] = min(rank, ranks.get(word, rank))
    return ranks


@lru_cache
def first_names() -> dict[str, str]:
    """Folded first names of many origins with their gender: ``m``, ``f`` or ``u`` (either).

    Everyday words stay only when ``words.toml`` lists them as names people do bear ("grace").
    """
    pairs = (line.split() for line in _data("common", "first_names.txt").splitlines())
    ranks, borne = common_words(), words_of("names_that_are_words")
    return {
        pair[0]: pair[1]
        for pair in pairs
        if len(pair) == 2 and (ranks.get(pair[0], _RARE) >= _RARE or pair[0] in borne)
    }


@lru_cache
def surnames() -> frozenset[str]:
    """Folded surnames that are no everyday word and no first name."""
    return frozenset(_data("common", "surnames.txt").split())


@lru_cache
def words_of(name: str) -> frozenset[str]:
    """The words listed under ``name`` in ``words.toml`` of every language and of the common part."""
    found: set[str] = set()
    for group in ("common", *LANGUAGES):
        entry = table(group, "words").get(name, "")
        found.update(entry.split() if isinstance(entry, str) else entry)
    return frozenset(found)
