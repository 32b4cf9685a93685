"""Quotes: the words a fact rests on, found in their source by code and never by trust.

A quote is evidence only when it stands in the text exactly, or differs by white space, quote marks,
dashes or Unicode form alone. Offsets are code points of the decoded text, half-open.
"""

import unicodedata
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open interval of code points in a source's text."""

    start: int
    end: int

    def text_in(self, text: str) -> str:
        """The words of ``text`` this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Quote:
    """A span of one source together with its exact text, as it stands in the source."""

    source_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Located:
    """The one place where the words stand. ``grade`` says how literally they match."""

    span: Span
    grade: Literal["exact", "normalised"]


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The words stand in several places; a person has to say which."""

    spans: tuple[Span, ...]
    grade: Literal["exact", "normalised"]


@dataclass(frozen=True, slots=True)
class Absent:
    """The words are not in the text, so they prove nothing."""


QuoteMatch = Located | Ambiguous | Absent

_SAME_MARK = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u02bc": "'", "\u2032": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"', "\u2033": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    }
)  # fmt: skip


def locate_quote(text: str, quote: str) -> QuoteMatch:
    """Find ``quote`` in ``text``: first letter for letter, then with white space and marks folded.

    Case is never folded: a quote in other capitals is not what the person wrote.
    """
    wanted = quote.strip()
    if not wanted:
        return Absent()
    exact = [at for at in _occurrences(text, wanted) if _is_whole(text, at + len(wanted))]
    if exact:
        spans = tuple(Span(at, at + len(wanted)) for at in exact)
        return Located(spans[0], "exact") if len(spans) == 1 else Ambiguous(spans, "exact")
    return _locate_normalised(text, wanted)


def _locate_normalised(text: str, wanted: str) -> QuoteMatch:
    folded_quote, _ = _fold(wanted)
    folded_quote = folded_quote.strip()
    if not folded_quote:
        return Absent()
    folded_text, places = _fold(text)
    length = len(folded_quote)
    spans = tuple(
        Span(places[at], places[at + length - 1] + 1)
        for at in _occurrences(folded_text, folded_quote)
        if _cuts_nothing(places, at, at + length)
    )
    spans = tuple(_with_marks_that_follow(text, span) for span in spans)
    if not spans:
        return Absent()
    return Located(spans[0], "normalised") if len(spans) == 1 else Ambiguous(spans, "normalised")


def _with_marks_that_follow(text: str, span: Span) -> Span:
    """Take in the combining marks after the last letter, so that no accent is cut from its base."""
    end = span.end
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return Span(span.start, end)


def _is_whole(text: str, end: int) -> bool:
    """Whether no accent is left behind: "marche" is not a part of "marché", however it is coded."""
    return end >= len(text) or not unicodedata.combining(text[end])


def _cuts_nothing(places: list[int], start: int, end: int) -> bool:
    """Whether no letter that folds to several is taken in part."""
    begins = start == 0 or places[start - 1] != places[start]
    return begins and (end == len(places) or places[end] != places[end - 1])


def _fold(text: str) -> tuple[str, list[int]]:
    """``text`` in one form, and for each of its characters the place in ``text`` it came from."""
    folded: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        cluster_end = at + 1
        while cluster_end < len(text) and unicodedata.combining(text[cluster_end]):
            cluster_end += 1
        cluster = unicodedata.normalize("NFKC", text[at:cluster_end]).translate(_SAME_MARK)
        for char in cluster:
            if char.isspace() and folded and folded[-1] == " ":
                continue
            folded.append(" " if char.isspace() else char)
            places.append(at)
        at = cluster_end
    return "".join(folded), places


def _occurrences(text: str, wanted: str) -> list[int]:
    found: list[int] = []
    at = text.find(wanted)
    while at != -1:
        found.append(at)
        at = text.find(wanted, at + 1)
    return found
