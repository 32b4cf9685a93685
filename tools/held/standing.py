"""Where the words stand that a fact, a waiting line or a quotation rests on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.domain.facts import Fact
from knowledge.domain.sources import Source
from knowledge.store.sources import ListedSource

AnySource = Source | ListedSource


@dataclass(frozen=True, slots=True)
class StandingWords:
    """Words and their place.

    ``source`` is the id under which the source was imported, ours when it had none, and
    ``person:<member>`` for what a person typed; ``author`` is then the member's id. ``start`` and
    ``end`` are code points of the source's text, half-open, and ``None`` for what was typed.
    """

    source: str
    kind: str
    url: str | None
    quote: str
    start: int | None
    end: int | None
    day: date
    author: str | None
    source_id: str | None = None


def words_in(source: AnySource, start: int | None, end: int | None, quote: str) -> StandingWords:
    """Words of a source."""
    return StandingWords(
        source=source.external_id or source.id,
        kind=str(source.kind),
        url=source.url,
        quote=quote,
        start=start,
        end=end,
        day=source.dated_on,
        author=source.author,
        source_id=source.id,
    )


def words_behind(
    fact: Fact,
    sources: Mapping[str, AnySource],
    typed_words: Callable[[Fact], str],
    *,
    waiting: bool,
) -> StandingWords | None:
    """What a fact or a waiting line rests on; ``None`` when that may not be shown.

    What a person typed has no words in a source: ``typed_words`` says its value in plain ones.
    """
    if fact.source_id is None:
        if waiting or not fact.member:
            return None
        words = fact.quote or typed_words(fact)
        typed_by = f"person:{fact.member}"
        return StandingWords(
            typed_by, "person", None, words, None, None, fact.valid_on, fact.member
        )
    source = sources.get(fact.source_id)
    if source is None or fact.quote is None:
        return None
    return words_in(source, fact.start, fact.end, fact.quote)
