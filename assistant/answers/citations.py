"""Citations: where the words of an answer stand, numbered in the order they are used."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge.domain.facts import Fact
from knowledge.domain.sources import Source
from knowledge.store.sources import ListedSource


@dataclass(frozen=True, slots=True)
class Citation:
    """The words an answer rests on.

    ``source_id`` is the id the source was imported under, ours when it had none, and
    ``person:<member>`` for what a person typed; ``date`` is ISO. ``author`` is for people to read.
    """

    source_id: str
    kind: str
    url: str | None
    quote: str
    start: int | None
    end: int | None
    date: str
    fact_id: str | None
    author: str | None = None

    def to_json_object(self) -> dict[str, Any]:
        """The published form."""
        return {
            "source_id": self.source_id,
            "kind": self.kind,
            "url": self.url,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "date": self.date,
            "fact_id": self.fact_id,
        }


AnySource = Source | ListedSource


def cite_source(source: AnySource, start: int, end: int, quote: str) -> Citation:
    """A quotation taken from a source directly."""
    return Citation(
        source_id=source.external_id or source.id,
        kind=str(source.kind),
        url=source.url,
        quote=quote,
        start=start,
        end=end,
        date=source.dated_on.isoformat(),
        fact_id=None,
        author=source.author,
    )


def cite_fact(
    fact: Fact,
    sources: Mapping[str, AnySource],
    typed_words: Callable[[Fact], str],
    *,
    waiting: bool,
) -> Citation | None:
    """What a fact or a waiting line rests on; ``None`` when that may not be shown.

    What a person typed has no words in a source: ``typed_words`` says its value in plain ones.
    """
    fact_id = None if waiting else fact.id
    if fact.source_id is None:
        if waiting or not fact.member:
            return None
        words = fact.quote or typed_words(fact)
        return Citation(f"person:{fact.member}", "person", None, words, None, None,
                        fact.valid_on.isoformat(), fact_id, fact.member)  # fmt: skip
    source = sources.get(fact.source_id)
    if source is None or fact.quote is None:
        return None
    return Citation(
        source_id=source.external_id or source.id,
        kind=str(source.kind),
        url=source.url,
        quote=fact.quote,
        start=fact.start,
        end=fact.end,
        date=source.dated_on.isoformat(),
        fact_id=fact_id,
        author=source.author,
    )


@dataclass
class Numbered:
    """Citations in order of first use; the same words keep their number."""

    items: list[Citation] = field(default_factory=list)

    def number(self, citation: Citation) -> int:
        """The number of a citation, from 1."""
        for at, known in enumerate(self.items, start=1):
            same_place = (known.source_id, known.start, known.end, known.quote)
            if same_place == (citation.source_id, citation.start, citation.end, citation.quote):
                return at
        self.items.append(citation)
        return len(self.items)


def in_a_line(words: str) -> str:
    """Words of a note made safe for a sentence of ours: one line, no control characters."""
    kept = "".join(
        " " if char.isspace() else char
        for char in words
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    )
    return " ".join(kept.split())
