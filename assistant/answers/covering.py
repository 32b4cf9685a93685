"""Passages that answer together: the best words, and the words those lean on.

"At the end of the programme" is no day, but it says where the day stands: in a sentence that names
the same programme and its end. Such a sentence is quoted beside the first, in whatever source.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.answers.expected import Expected, contains, holds_day
from assistant.answers.quoting import Found, clauses_of
from knowledge.domain.sources import Source
from knowledge.index.concepts import acts
from knowledge.index.sentences import Unit, units_of
from knowledge.index.words import Term, terms_of

# Finds the best passages for some words: sources, and the spans in them.
Search = Callable[[str], dict[str, tuple[Source, list[tuple[int, int]]]]]


@dataclass(frozen=True, slots=True)
class _Link:
    """What one sentence refers to: what it names, and what it says happens to that."""

    names: frozenset[str]
    happens: frozenset[str]
    words: str


def leads_to(
    found: Found, expected: Expected, search: Search, people: frozenset[str]
) -> Found | None:
    """The sentence that gives the day ``found`` only refers to, or ``None``.

    ``people`` are the stems of known people: a shared person does not make two sentences one matter.
    """
    words = found.source.text[found.unit.start : found.unit.end]
    if expected != "time" or holds_day(words) or not contains("time", words):
        return None
    link = _link_of(words, people)
    if not link.names or not link.happens:
        return None
    best: tuple[int, Found] | None = None
    for source, spans in search(link.words).values():
        for unit in units_of(source.text):
            if not unit.told or not any(start <= unit.start < end for start, end in spans):
                continue
            shared = _shared(link, source.text[unit.start : unit.end])
            if shared and (best is None or shared > best[0]):
                start, end = _shortest(link, source, unit)
                told = replace(unit, start=start, end=end)
                best = (shared, Found(source, told, found.score, found.covered))
    return best[1] if best else None


def _link_of(words: str, people: frozenset[str]) -> _Link:
    terms = terms_of(words)
    named = [term for term in terms if _is_named(term) and term.stem not in people]
    happening = frozenset(concept for term in terms for concept in term.concepts) & acts()
    asked = " ".join([*(words[t.start : t.end] for t in named),
                      *(words[t.start : t.end] for t in terms if t.concepts & happening)])  # fmt: skip
    return _Link(frozenset(term.stem for term in named), happening, asked)


def _is_named(term: Term) -> bool:
    """Whether a word is written like the name of something: a capital inside the sentence."""
    return term.capital and term.start > 0 and term.kind == "word"


def _shared(link: _Link, words: str) -> int:
    """How much words with a day in them share with the link; 0 when they do not take it up."""
    if not holds_day(words):
        return 0
    terms = terms_of(words)
    names = link.names & {term.stem for term in terms}
    happens = link.happens & {concept for term in terms for concept in term.concepts}
    return len(names) + len(happens) if names and happens else 0


def _shortest(link: _Link, source: Source, unit: Unit) -> tuple[int, int]:
    """The shortest run of clauses of ``unit`` that still takes up the link."""
    clauses = clauses_of(source.text, unit)
    runs = [
        (first[0], last[1])
        for at, first in enumerate(clauses)
        for last in clauses[at:]
        if _shared(link, source.text[first[0] : last[1]])
    ]
    start, end = min(runs, key=lambda run: run[1] - run[0], default=(unit.start, unit.end))
    return start, start + len(source.text[start:end].rstrip(" ,;:-–—"))
