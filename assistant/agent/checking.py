"""Whether a claim of a model may be shown: every name, number, day, role and turn of it must be cited.

Pure: the claim, this turn's evidence and the question go in, a verdict comes out. Only evidence that
the audience may see is in the book, so that an id found there is visible.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from assistant.agent import polarity
from assistant.agent.dates_said import (
    Day,
    calendar_words,
    habits,
    known_days,
    relative_words,
    weekdays_named,
    without,
)
from assistant.agent.events import DropReason
from assistant.agent.names_said import (
    Vocabulary,
    first_missing,
    in_full,
    may_be_person,
    name_words,
    names_said,
)
from assistant.agent.numbers_said import (
    Quantity,
    is_among,
    quantities_in,
    without_quantities,
)
from assistant.agent.reply import ReplyClaim
from assistant.agent.roles_held import roles_hold
from assistant.agent.safe_text import cleaned
from assistant.answers.asked_language import language_of
from knowledge.index.stems import stem
from knowledge.index.words import terms_of
from knowledge.reading.tokens import fold, tokenize
from tools.evidence import Evidence

_QUOTATION = re.compile(r"[«“\"]\s?([^«»“”\"]+?)\s?[»”\"]")
_ADDRESSES = re.compile(r"https?://\S+")
_ADDRESS_IN_TEXT = re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]++(?:\.[\w-]++)++")
# Fewer words between quotation marks are a manner of speaking.
_QUOTED_WORDS = 3
# A sentence with so few telling words may be all in other words than its evidence.
_FEW_WORDS = 3
# Of the telling words of a sentence that cites only what nobody knows.
_ABOUT_AN_ABSENCE = 0.5


class Book(Protocol):
    """The evidence of one turn."""

    def get(self, evidence_id: str) -> Evidence | None:
        """The evidence with this id, or ``None``."""

    def all(self) -> tuple[Evidence, ...]:
        """Everything shown in this turn."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, by day ``today``.

    ``account`` is the name of the account it is settled to be about, ``us`` that of our own company.
    """

    text: str
    today: date
    account: str | None = None
    us: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A claim that may be shown, as plain text, with the evidence it cites.

    ``kind`` is ``to_confirm`` when nobody has reviewed something it rests on.
    """

    text: str
    evidence: tuple[Evidence, ...]
    kind: Literal["fact", "inference", "recommendation", "to_confirm"]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A claim that may not be shown, by the code of why. Its words are kept nowhere."""

    reason: DropReason


def check(claim: ReplyClaim, book: Book, question: Question) -> Kept | Dropped:
    """The verdict on one claim."""
    found = [book.get(one) for one in claim.evidence]
    cited = tuple(one for one in found if one is not None)
    if not claim.evidence:
        return Dropped("no_evidence")
    if len(cited) < len(found):
        return Dropped("unknown_evidence")
    plain = cleaned(claim.text, may_stay(cited))
    if plain.removed or not any(char.isalpha() for char in plain.text):
        return Dropped("unsafe")
    bare = _ADDRESSES.sub(" ", plain.text)
    reason = _Checked(bare, claim.kind, cited, book, question).fault()
    if reason is not None:
        return Dropped(reason)
    waits = any(one.kind == "to_confirm" for one in cited)
    return Kept(plain.text, cited, "to_confirm" if waits and claim.kind == "fact" else claim.kind)


def may_stay(cited: Sequence[Evidence]) -> list[str]:
    """Addresses a sentence may hold: of its sources, and names and mail addresses of the evidence."""
    kept = [one.url for one in cited if one.url]
    kept += [name for one in cited for name in (one.account, *one.people) if "." in name]
    return kept + [
        mail for one in cited for mail in _ADDRESS_IN_TEXT.findall(f"{one.says} {one.quote or ''}")
    ]


def evidence_texts(one: Evidence) -> list[str]:
    """Everything an evidence says, as separate texts."""
    return [text for text in (one.quote, one.says) if text]


class _Checked:
    """One claim beside what it cites."""

    def __init__(
        self, text: str, kind: str, cited: tuple[Evidence, ...], book: Book, question: Question
    ) -> None:
        self.text, self.kind, self.cited, self.question = text, kind, cited, question
        text = self._without_quotations(text)
        self.spoken = calendar_words(text)
        undated = without(text, self.spoken)
        self.habits = habits(undated)
        self.undated = without(undated, (one for one, _ in self.habits))
        self.relative = relative_words(self.undated, question.today)
        self.bare = without(self.undated, self.relative)
        everything = book.all()
        self.people = frozenset(name for one in everything for name in one.people)
        self.known = name_words(
            name for one in everything for name in (one.account, *one.people) if name
        )
        self.names = names_said(without_quantities(self.bare), self.known)
        self.vocabulary = Vocabulary(
            text
            for one in cited
            for text in (
                one.quote or "", one.says, one.author or "", one.account, " ".join(one.people),
                one.source, one.source_kind,
            )
        )  # fmt: skip

    def fault(self) -> DropReason | None:
        """The first rule the claim breaks."""
        allowed = self._own_names() | in_full(self.people, self.vocabulary)
        if first_missing(self.names, self.vocabulary, allowed) is not None:
            return "name_not_in_evidence"
        if not self._dates_hold():
            return "date_not_in_evidence"
        if not self._numbers_hold():
            return "number_not_in_evidence"
        if not self._roles_hold():
            return "role_not_in_evidence"
        if self._turned():
            return "polarity_lost"
        invents = self._quotes_nobody() or self._speaks_of_something_else()
        return "no_evidence" if invents else None

    def _quotes_nobody(self) -> bool:
        """Whether words in quotation marks stand in nothing that is cited: made up, or translated."""
        if not _QUOTATION.search(self.text):
            return False
        told = " ".join(
            fold(cleaned(text).text) for one in self.cited for text in evidence_texts(one)
        )
        said = (fold(found[1]).strip(" .,;!?…") for found in _QUOTATION.finditer(self.text))
        return any(len(words.split()) >= _QUOTED_WORDS and words not in told for words in said)

    def _own_names(self) -> frozenset[str]:
        """The account asked about, and the people the question names."""
        own = {
            part
            for token in tokenize(f"{self.question.account or ''} {self.question.us or ''}")
            for part in (token.norm, fold(token.text))
        }
        own |= {
            token.norm
            for token in tokenize(self.question.text)
            if token.kind == "word"
            and (token.norm in self.known or (token.is_capital and may_be_person(token.norm)))
        }
        return frozenset(own)

    def _without_quotations(self, text: str) -> str:
        """``text`` without words in quotation marks that stand in the quote itself, letter for letter."""
        if not _QUOTATION.search(text):
            return text
        quotes = [cleaned(one.quote).text for one in self.cited if one.quote]
        return _QUOTATION.sub(
            lambda found: (
                " " * len(found[0]) if any(found[1] in one for one in quotes) else found[0]
            ),
            text,
        )

    def _dates_hold(self) -> bool:
        named = frozenset(
            day
            for one in self.cited
            for text in evidence_texts(one)
            for day in weekdays_named(text)
        )
        if any(day not in named for _, day in self.habits):
            return False
        said = [*self.spoken, *self.relative]
        if not said:
            return True
        days: set[Day] = set()
        numbers: list[Quantity] = []
        for one in self.cited:
            on = date.fromisoformat(one.date) if one.date else self.question.today
            days |= known_days(evidence_texts(one), on)
            numbers += [q for text in evidence_texts(one) for q in quantities_in(text)]
        return all(
            any(day.covers(reading) for reading in one.readings for day in days)
            or _is_a_number(one.readings[0], numbers)
            for one in said
        )

    def _numbers_hold(self) -> bool:
        said = list(quantities_in(self.bare, counts_only=True))
        if not said:
            return True
        known = [
            quantity
            for one in self.cited
            for text in (*evidence_texts(one), one.account, *one.people)
            for quantity in quantities_in(without(text, calendar_words(text)))
        ]
        return all(is_among(one, known) for one in said)

    def _roles_hold(self) -> bool:
        ours = (self.question.account, self.question.us, *(one.account for one in self.cited))
        return roles_hold(
            self.text,
            self.cited,
            self.known | self._own_names(),
            name_words(name for name in ours if name),
        )

    def _turned(self) -> bool:
        names = frozenset(stem(word) for word in (*self.known, *self.names, *self._own_names()))
        for one in self.cited:
            quotes = [one.quote] if one.quote else []
            says = [one.says] if one.says else []
            if one.kind == "absence":
                if self.kind == "recommendation":  # to find out what nobody knows is good advice
                    continue
                quotes = []
            if polarity.is_lost(self.text, quotes, says, names):
                return True
        if self.kind == "recommendation":
            return False
        if any(one.kind == "absence" for one in self.cited):
            return False
        told = [text for one in self.cited for text in evidence_texts(one)]
        return polarity.is_denied_by_nobody(self.text, told)

    def _speaks_of_something_else(self) -> bool:
        """Whether a sentence in the language of its evidence shares too little with it.

        That nobody knows something bears out nothing but words about that.
        """
        cited = [one for one in self.cited if one.kind != "absence"]
        absent = not cited
        cited = cited or list(self.cited)
        if self.kind == "recommendation" and not absent:
            return False
        names = {stem(word) for word in (*self.known, *self.names, *self._own_names())}
        words = [term for term in terms_of(self.text) if term.kind == "word"]
        terms = [term for term in words if term.stem not in names]
        if len(terms) < (1 if absent else _FEW_WORDS):
            return False
        texts = [text for one in cited for text in evidence_texts(one)]
        spoken = language_of(self.text)
        if not any(language_of(text, spoken) == spoken for text in texts):
            return False
        around = [self.question.text] if absent else _beside(cited)
        theirs = [term for text in (*texts, *around) for term in terms_of(text)]
        stems = {term.stem for term in theirs}
        concepts = {concept for term in theirs for concept in term.concepts}
        shared = sum(term.stem in stems or bool(term.concepts & concepts) for term in terms)
        return shared < (_ABOUT_AN_ABSENCE * len(terms) if absent else 1)


def _beside(cited: Sequence[Evidence]) -> list[str]:
    return [
        part for one in cited for part in (one.source_kind, one.author or "", *one.people) if part
    ]


def _is_a_number(day: Day, numbers: Sequence[Quantity]) -> bool:
    """``2026`` may have been meant, and written, as a number."""
    only_year = day.year is not None and day.month is None and day.quarter is None
    return only_year and any(one.value == day.year for one in numbers)


def is_from(text: str, known: Sequence[str], names: frozenset[str], today: date) -> bool:
    """Whether a line beside the claims brings no name, number or day that ``known`` texts lack."""
    spoken = calendar_words(text)
    undated = without(text, spoken)
    relative = relative_words(undated, today)
    bare = without(undated, relative)
    if (
        first_missing(names_said(without_quantities(bare), names), Vocabulary(known), frozenset())
        is not None
    ):
        return False
    days = known_days(known, today)
    if not all(
        any(d.covers(r) for r in one.readings for d in days) for one in (*spoken, *relative)
    ):
        return False
    numbers = [quantity for one in known for quantity in quantities_in(one)]
    return all(is_among(one, numbers) for one in quantities_in(bare, counts_only=True))
