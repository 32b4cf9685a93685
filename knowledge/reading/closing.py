"""Finding words that close what was open: a promise kept, a pain solved.

Each sentence is held against the open items: it has to be about the same thing and to say, without
negation or condition, that it is done. The line it leads to always waits for a person.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.domain.compare_items import Closure
from knowledge.domain.likeness import content_words
from knowledge.domain.names import fold
from knowledge.domain.reading import Label

# How much of the open item's wording a sentence has to share to be about it.
ABOUT_THE_SAME = 0.5
CONFIDENCE = 0.6
_MOST_CHARS = 300
_SENTENCE = re.compile(r"[^\n.!?;]+")


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A promise or pain that is open: its key and its wording."""

    attribute: str
    item: str
    text: str


@dataclass(frozen=True, slots=True)
class _Words:
    done: frozenset[str]
    not_done: frozenset[str]


def find_closures(text: str, open_items: Iterable[OpenItem]) -> tuple[Closure, ...]:
    """The open items that sentences of ``text`` say are done, each with the words that say so."""
    items = [(item, content_words(item.text)) for item in open_items]
    if not items:
        return ()
    closures: dict[tuple[str, str], Closure] = {}
    for label, words in _saying_done(text):
        for item, wording in items:
            if len(wording & words) >= max(2, ABOUT_THE_SAME * len(wording)):
                closures.setdefault(
                    (item.attribute, item.item), Closure(item.attribute, item.item, label)
                )
    return tuple(closures.values())


def _saying_done(text: str) -> Iterable[tuple[Label, frozenset[str]]]:
    lexicon = _lexicon()
    for match in _SENTENCE.finditer(text):
        sentence = match.group()
        said = frozenset(fold(sentence).split())
        if len(sentence) > _MOST_CHARS or not said & lexicon.done or said & lexicon.not_done:
            continue
        start = match.start() + len(sentence) - len(sentence.lstrip(" \t-*•>"))
        end = match.start() + len(sentence.rstrip())
        quote = text[start:end]
        label = Label(
            quote=quote, start=start, end=end, confidence=CONFIDENCE, reason="says it is done"
        )
        yield label, content_words(quote)


@cache
def _lexicon() -> _Words:
    data = tomllib.loads(
        files("knowledge.reading").joinpath("closing.toml").read_text(encoding="utf-8")
    )
    return _Words(frozenset(data["done"]), frozenset(data["not_done"]))
