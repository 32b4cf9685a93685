"""Sentences by key and language.

A catalogue is a TOML file ``knowledge/language/<lang>/<name>.toml``; a key is the path to one
sentence in it. Placeholders are ``{name}``. A table with ``one`` and ``other`` is a plural, chosen
by the fact ``n``: French counts 0 as one, English as other (CLDR plural rules, version 45).
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Lang = Literal["en", "fr"]
LANGUAGES: tuple[Lang, ...] = ("en", "fr")


@cache
def load(lang: str, name: str) -> dict[str, Any]:
    """The catalogue ``name`` in ``lang``; it is read once."""
    source = files("knowledge.language").joinpath(lang, f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def phrase(lang: str, key: str, **facts: object) -> str:
    """The sentence under ``catalogue.path.to.key`` in ``lang``, filled in with ``facts``.

    Raises ``KeyError`` for an unknown key or a missing fact: both are mistakes of ours.
    """
    name, *path = key.split(".")
    entry: Any = load(lang, name)
    for part in path:
        entry = entry[part]
    if isinstance(entry, dict):
        entry = entry[_plural_form(lang, int(str(facts["n"])))]
    return str(entry).format_map(facts)


def has_phrase(lang: str, key: str) -> bool:
    """Whether the catalogue has a sentence under ``key``."""
    name, *path = key.split(".")
    entry: Any = load(lang, name)
    for part in path:
        if not isinstance(entry, dict) or part not in entry:
            return False
        entry = entry[part]
    return True


def _plural_form(lang: str, count: int) -> str:
    if lang == "fr":
        return "one" if abs(count) < 2 else "other"
    return "one" if abs(count) == 1 else "other"
