"""Search the notes, transcripts, mails and pages of one account for the words of a question."""

from dataclasses import dataclass
from datetime import date

from knowledge.domain.sources import Source
from knowledge.index.lexical import Indexed, Statistics, query_weights, rank
from knowledge.index.store_passages import StoredPassage, account_passages
from knowledge.store.access import Audience
from knowledge.store.engine import Connection
from knowledge.store.sources import ListedSource, get_source, list_sources


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage with how well it fits; higher is better, comparable inside one account only."""

    passage: StoredPassage
    score: float


@dataclass(frozen=True)
class Searched:
    """What a search of one account gave, best first, and what was searched."""

    found: tuple[FoundPassage, ...]
    statistics: Statistics
    sources: dict[str, ListedSource]

    @property
    def notes(self) -> int:
        """How many sources other than pages were searched."""
        return len(self.sources) - self.pages

    @property
    def pages(self) -> int:
        """How many web pages and articles were searched."""
        return sum(source.kind in ("web_page", "article") for source in self.sources.values())


def search_notes(
    conn: Connection,
    account_id: str,
    audience: Audience,
    question: str,
    top: int,
    as_of: date | None = None,
) -> Searched:
    """The ``top`` passages of an account for ``question``, among sources dated up to ``as_of``.

    Reads the terms of all the account's passages: cost follows the account, never the collection.
    """
    passages = account_passages(
        conn, account_id, audience, as_of.isoformat() if as_of is not None else None
    )
    by_id = {str(passage.seq): passage for passage in passages}
    indexed = [Indexed(key, tuple(passage.terms.split())) for key, passage in by_id.items()]
    ranked = rank(query_weights(question), indexed)[:top]
    listed = list_sources(conn, account_id, audience)
    return Searched(
        tuple(FoundPassage(by_id[hit.id], hit.score) for hit in ranked),
        Statistics(indexed),
        {
            source.id: source
            for source in listed
            if (as_of is None or source.dated_on <= as_of) and source.revised_by is None
        },
    )


def read_sources(conn: Connection, source_ids: set[str], audience: Audience) -> dict[str, Source]:
    """The texts of sources, for quoting."""
    found = (get_source(conn, source_id, audience) for source_id in sorted(source_ids))
    return {source.id: source for source in found if source is not None}
