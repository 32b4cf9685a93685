"""Search the notes, transcripts, mails and pages of one account for the words of a question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from knowledge.domain.sources import Source
from knowledge.index.lexical import Indexed, Statistics, query_weights, rank
from knowledge.index.sentences import Unit, units_of
from knowledge.index.store_passages import StoredPassage, account_passages
from knowledge.index.words import terms_of
from knowledge.store.access import Audience
from knowledge.store.engine import Connection
from knowledge.store.sources import ListedSource, get_source, list_sources
from tools.arguments import AccountName, Arguments, Day, Words, day_of
from tools.evidence import Evidence
from tools.opening import open_account
from tools.result import ToolResult, gathered
from tools.scope import ToolScope
from tools.telling import Telling

_WEIGHED = 30
_MOST_PASSAGES = 8


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


class SearchNotes(Arguments):
    """Arguments of the tool."""

    account: AccountName = None
    words: Words = Field(
        description="What to look for: the telling words of the question, in the language of the "
        "notes or of the question. A name alone finds little."
    )
    from_day: Day | None = Field(
        default=None, description="Only sources of this day or later, YYYY-MM-DD. Optional."
    )
    until_day: Day | None = Field(
        default=None, description="Only sources of this day or earlier, YYYY-MM-DD. Optional."
    )


def find_passages(scope: ToolScope, args: SearchNotes) -> ToolResult:
    """The sentences nearest to the words, as they stand in notes and pages, the nearest first."""
    opened = open_account(scope, args.account)
    if isinstance(opened, ToolResult):
        return opened
    searched = search_notes(
        scope.conn, opened.account.id, scope.audience, args.words, _WEIGHED, scope.as_of
    )
    counts = {"notes_searched": searched.notes, "pages_searched": searched.pages}
    first, last = day_of(args.from_day), day_of(args.until_day)
    texts = read_sources(
        scope.conn, {found.passage.source_id for found in searched.found}, scope.audience
    )
    telling = Telling(scope, opened, opened.holdings)
    weighed: list[tuple[float, int, Evidence]] = []
    for found in searched.found:
        source = texts.get(found.passage.source_id)
        if source is None or not _between(source.dated_on, first, last):
            continue
        place = (found.passage.start, found.passage.end)
        for start, end, voices in telling_runs(source.text, place, args.words):
            passage = telling.passage(source, start, end, voices)
            weighed.append((-round(found.score, 6), -source.dated_on.toordinal(), passage))
    if not weighed:
        return ToolResult(remark="nothing_found", counts=counts)
    weighed.sort(key=lambda row: (*row[:2], row[2].quote or "", row[2].source_kind))
    ranked = [passage for *_, passage in weighed]
    return gathered(scope, ranked, counts=counts, most=_MOST_PASSAGES)


def _between(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def telling_runs(
    text: str, place: tuple[int, int], words: str
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The sentences of a passage that share something with ``words``, each with its neighbours.

    Gives places and who speaks there. Headers, signatures and text that tries to instruct a machine
    are never part of one.
    """
    sought = _marks(words)
    inside = [unit for unit in units_of(text) if place[0] <= unit.start < place[1]]
    telling = {
        at
        for at, unit in enumerate(inside)
        if unit.told and sought & _marks(text[unit.start : unit.end])
    }
    near = {at + step for at in telling for step in (-1, 0, 1)}
    for run in _runs(inside, near):
        if any(at in telling for at in run):
            units = [inside[at] for at in run]
            voices = dict.fromkeys(unit.voice for unit in units if unit.voice)
            yield units[0].start, units[-1].end, tuple(voices)


def _marks(words: str) -> set[str]:
    """By what words are found: stems and concepts."""
    return {mark for term in terms_of(words) for mark in (term.stem, *term.concepts)}


def _runs(units: Sequence[Unit], near: set[int]) -> Iterator[list[int]]:
    """Places of units that stand together, all of them near and told."""
    run: list[int] = []
    for at, unit in enumerate(units):
        if unit.told and at in near:
            run.append(at)
        elif run:
            yield run
            run = []
    if run:
        yield run
