"""Citations: where the words of an answer stand, numbered in the order they are used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from knowledge.domain.facts import Fact
from tools.held.standing import AnySource, StandingWords, words_behind, words_in


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


def cite_source(source: AnySource, start: int, end: int, quote: str) -> Citation:
    """A quotation taken from a source directly."""
    return _cited(words_in(source, start, end, quote), None)


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
    stands = words_behind(fact, sources, typed_words, waiting=waiting)
    return _cited(stands, None if waiting else fact.id) if stands else None


def _cited(stands: StandingWords, fact_id: str | None) -> Citation:
    return Citation(
        source_id=stands.source,
        kind=stands.kind,
        url=stands.url,
        quote=stands.quote,
        start=stands.start,
        end=stands.end,
        date=stands.day.isoformat(),
        fact_id=fact_id,
        author=stands.author,
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
