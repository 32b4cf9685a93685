"""The sentences that answer a question in somebody's words, or the finding that none does.

A sentence is weighed by how much of what is sought it holds: literally, by concept, in the
sentences around it, or by who says it. It must also hold the kind of thing asked for. What stays
below the mark is not an answer, and "not in the notes" is one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers.expected import (
    Expected,
    contains,
    holds_capital_name,
    holds_money,
    says_unknown,
)
from assistant.answers.sought import Sought
from knowledge.domain.sources import Source
from knowledge.index.sentences import Unit, units_of
from knowledge.index.words import Term, terms_of

ENOUGH = 0.48
_BY_CONCEPT = 0.75
_BY_BEGINNING = 0.7
_DENIED = 0.35
# How much a word is worth in the units around: a name is carried on by "he" and "elle" for a while.
_NEAR = ((-1, 0.5), (1, 0.4), (-2, 0.25), (2, 0.25), (-3, 0.25))
_NAME_NEAR = ((-1, 0.75), (-2, 0.65), (-3, 0.55), (1, 0.5), (-4, 0.45), (-5, 0.35), (2, 0.25))
_OPENING = 0.35
_BY_VOICE = 0.95
_ASKS = 0.45
_LACKS = {
    "time": 0.45,
    "amount": 0.4,
    "count": 0.4,
    "reason": 0.65,
    "person": 0.85,
    "duration": 0.4,
    "contact": 0.3,
}
_NO_MONEY = 0.6
_TOPIC = 0.2
# A sentence about the same things in which nothing of what is asked happens.
_ACT_NEAR = 0.3
_NO_ACT = 0.75
# A yes or a no asks for more than a sentence about the same things.
_YES_NO = 0.75


_QUESTION = re.compile(
    r"(?:so )?(?:who|what|when|where|why|how|who's|what's|qui|quand|comment|pourquoi|combien|"
    r"est-ce)\b(?=(?:\W+\w+){1,9}\W*$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A unit of a source with how well it answers, from 0 to 1."""

    source: Source
    unit: Unit
    score: float
    covered: float


@dataclass(frozen=True, slots=True)
class Given:
    """What a statement of the map answers for by itself: concepts, and the stems of its people."""

    concepts: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def covers(self, item: Sought) -> bool:
        """Whether ``item`` is answered for."""
        if item.is_name:
            return any(word in self.names for word in item.stems)
        return bool(self.concepts & item.concepts)


NOTHING_GIVEN = Given()


def weigh(
    sought: Sequence[Sought],
    expected: Expected,
    source: Source,
    spans: Sequence[tuple[int, int]],
    names: frozenset[str] = frozenset(),
) -> list[Found]:
    """The units of ``source`` inside ``spans`` (its best passages), each weighed.

    ``names`` are the stems of known names, for notes typed without capitals.
    """
    units = units_of(source.text)
    terms = [terms_of(source.text[unit.start : unit.end]) for unit in units]
    around = _Around(source.text, units, terms)
    others = names - {stem for item in sought for stem in item.stems}
    found = []
    for at, unit in enumerate(units):
        if (unit.told or expected == "contact") and any(
            start <= unit.start < end for start, end in spans
        ):
            covered = _coverage(sought, around, at, NOTHING_GIVEN)
            if covered > 0:
                words = source.text[unit.start : unit.end]
                named = any(term.stem in others for term in terms[at])
                score = covered * _fitness(expected, words, source.text, unit, named=named)
                found.append(Found(source, unit, score, covered))
    return found


def relevance(sought: Sequence[Sought], given: Given, source: Source | None, at: int | None) -> float:
    """How much of what is sought a statement answers whose words stand ``at`` a place of ``source``.

    ``given`` is what the statement answers by being what it is; the rest has to stand in its words
    or around them.
    """
    total = sum(item.weight for item in sought)
    if not total:
        return 1.0
    if source is None or at is None:
        return sum(item.weight for item in sought if given.covers(item)) / total
    units = units_of(source.text)
    place = next((n for n, unit in enumerate(units) if unit.start <= at < unit.end), None)
    if place is None:
        place = max((n for n, unit in enumerate(units) if unit.start <= at), default=0)
    terms = [terms_of(source.text[unit.start : unit.end]) for unit in units]
    return _coverage(sought, _Around(source.text, units, terms), place, given) if units else 0.0


class _Around:
    """Everything a sentence stands among: its source, unit by unit."""

    def __init__(self, text: str, units: Sequence[Unit], terms: Sequence[Sequence[Term]]) -> None:
        self.units = units
        self.terms = terms
        self.opening = _opening(text)
        self.everything = frozenset(
            sign for unit in terms for term in unit for sign in (term.stem, *term.concepts)
        )


def _opening(text: str) -> Sequence[Term]:
    """The terms of the first line, which often says what all the rest is about."""
    return terms_of(text.split("\n", 1)[0]) if "\n" in text else ()


def _coverage(sought: Sequence[Sought], around: _Around, at: int, given: Given) -> float:
    total = sum(item.weight for item in sought)
    if not total:
        return 0.0
    won = here = 0.0
    acts = [0.0]
    for item in sought:
        inside = 1.0 if given.covers(item) else _match(item, around.terms[at], around.units[at])
        worth = max(inside, _match_around(item, around, at))
        here += item.weight * inside
        won += item.weight * worth
        if item.is_act:
            acts.append(worth)
    if len(acts) > 1 and max(acts) < _ACT_NEAR:
        won *= _NO_ACT
    # Something must stand in the sentence itself: what surrounds it is only said about it.
    return won / total if here / total >= 0.2 else 0.0


def _match_around(item: Sought, around: _Around, at: int) -> float:
    units = around.units
    in_source = any(sign in around.everything for sign in (*item.stems, *item.concepts))
    best = _TOPIC if in_source else 0.0
    best = max(best, _OPENING * _match(item, around.opening, None))
    for distance, share in _NAME_NEAR if item.is_name else _NEAR:
        near = at + distance
        if 0 <= near < len(units) and units[near].block == units[at].block and share > best:
            best = max(best, share * _match(item, around.terms[near], units[near]))
    return best


def _match(item: Sought, terms: Sequence[Term], unit: Unit | None) -> float:
    best = 0.0
    for term in terms:
        best = max(best, _likeness(item, term))
        if best == 1.0:
            return best
    if item.is_name and unit and unit.voice and best < _BY_VOICE:
        labels = terms_of(f"{unit.voice} {unit.organisation or ''}")
        if any(_likeness(item, label) >= _BY_BEGINNING for label in labels):
            return _BY_VOICE
    return best


def _likeness(item: Sought, term: Term) -> float:
    if term.stem in item.stems:
        worth = 1.0 if term.stem == item.stems[-1] else 0.8
    elif item.concepts & term.concepts:
        worth = _BY_CONCEPT if item.stems or not term.phrase else 1.0
    elif any(_alike(word, term.stem) for word in item.stems):
        worth = _BY_BEGINNING
    else:
        return 0.0
    return worth * _DENIED if term.negated and not item.is_name else worth


def _alike(wanted: str, found: str) -> bool:
    """Whether two long stems differ by one letter or by their ending alone."""
    if len(wanted) < 6 or len(found) < 6 or not (wanted.isalpha() and found.isalpha()):
        return False
    if wanted[:6] == found[:6] and abs(len(wanted) - len(found)) <= 3:
        return True
    return _one_letter_apart(wanted, found)


def _one_letter_apart(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    shorter, longer = sorted((one, other), key=len)
    for at, letter in enumerate(shorter):
        if letter != longer[at]:
            rest = shorter[at + 1 :] if len(one) == len(other) else shorter[at:]
            return rest == longer[at + 1 :]
    return True


def _fitness(expected: Expected, words: str, text: str, unit: Unit, *, named: bool) -> float:
    """How far the sentence is the kind of words that answer: a statement, with the thing asked."""
    fit = 1.0
    if "?" in text[unit.end - 1 : unit.end + 2] or _QUESTION.match(words):
        fit *= _ASKS
    if says_unknown(words):
        fit *= _ASKS
    if expected == "yes_no":
        return fit * _YES_NO
    if expected == "amount" and contains(expected, words):
        return fit if holds_money(words) else fit * _NO_MONEY
    holds = contains(expected, words)
    if expected == "person":
        holds = named or unit.voice is not None or holds_capital_name(words)
    return fit if holds else fit * _LACKS.get(expected, 1.0)
