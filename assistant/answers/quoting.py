"""The sentences that answer a question in somebody's words, or the finding that none does.

A sentence is weighed by how much of what is sought it holds: literally, by concept, in the
sentences around it, or by who says it. It must also hold the kind of thing asked for. What stays
below the mark is not an answer, and "not in the notes" is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers.expected import Expected, contains, holds_capital_name, holds_money
from assistant.answers.sought import Sought
from knowledge.domain.sources import Source
from knowledge.index.sentences import Unit, units_of
from knowledge.index.words import Term, terms_of

ENOUGH = 0.52
_BY_CONCEPT = 0.75
_BY_BEGINNING = 0.7
_DENIED = 0.35
_AROUND = (0.5, 0.4)
_AROUND_NAME = (0.75, 0.5)
_FURTHER = 0.25
_OPENING = 0.35
_BY_VOICE = 0.95
_ASKS = 0.45
_LACKS = {"time": 0.45, "amount": 0.4, "count": 0.4, "reason": 0.8, "person": 0.9}


@dataclass(frozen=True, slots=True)
class Found:
    """A unit of a source with how well it answers, from 0 to 1."""

    source: Source
    unit: Unit
    score: float
    covered: float


def weigh(
    sought: Sequence[Sought], expected: Expected, source: Source, spans: Sequence[tuple[int, int]]
) -> list[Found]:
    """The units of ``source`` inside ``spans`` (its best passages), each weighed."""
    units = units_of(source.text)
    terms = [terms_of(source.text[unit.start : unit.end]) for unit in units]
    opening = terms_of(source.text[: source.text.find("\n")] if "\n" in source.text else "")
    found = []
    for at, unit in enumerate(units):
        if unit.told and any(start <= unit.start < end for start, end in spans):
            covered = _coverage(sought, units, terms, at, opening)
            if covered > 0:
                words = source.text[unit.start : unit.end]
                score = covered * _fitness(sought, expected, words, source.text, unit)
                found.append(Found(source, unit, score, covered))
    return found


def _coverage(
    sought: Sequence[Sought],
    units: Sequence[Unit],
    terms: Sequence[Sequence[Term]],
    at: int,
    opening: Sequence[Term],
) -> float:
    total = sum(item.weight for item in sought)
    if not total:
        return 0.0
    won = here = 0.0
    for item in sought:
        inside = _match(item, terms[at], units[at])
        here += item.weight * inside
        around = _match_around(item, units, terms, at, opening) if inside < _BY_VOICE else 0.0
        won += item.weight * max(inside, around)
    # Something must stand in the sentence itself: what surrounds it is only said about it.
    return won / total if here / total >= 0.2 else 0.0


def _match_around(
    item: Sought,
    units: Sequence[Unit],
    terms: Sequence[Sequence[Term]],
    at: int,
    opening: Sequence[Term],
) -> float:
    before, after = _AROUND_NAME if item.is_name else _AROUND
    best = _OPENING * _match(item, opening, None)
    for distance, share in ((-1, before), (1, after), (-2, before / 2), (2, _FURTHER), (-3, _FURTHER)):
        near = at + distance
        if 0 <= near < len(units) and units[near].block == units[at].block:
            best = max(best, share * _match(item, terms[near], units[near]))
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
        worth = 1.0 if term.stem == item.stems[-1] or len(item.stems) == 1 else 0.8
    elif item.concepts & term.concepts:
        worth = _BY_CONCEPT
    elif any(_alike(word, term.stem) for word in item.stems):
        worth = _BY_BEGINNING
    else:
        return 0.0
    return worth * _DENIED if term.negated and not item.is_name else worth


def _alike(wanted: str, found: str) -> bool:
    """Whether two long stems differ by one letter or by their ending alone."""
    if len(wanted) < 5 or len(found) < 5 or not (wanted.isalpha() and found.isalpha()):
        return False
    if wanted[:5] == found[:5] and abs(len(wanted) - len(found)) <= 3:
        return len(wanted) >= 6 or len(found) >= 6
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


def _fitness(
    sought: Sequence[Sought], expected: Expected, words: str, text: str, unit: Unit
) -> float:
    """How far the sentence is the kind of words that answer: a statement, with the thing asked."""
    fit = 1.0
    if text[unit.end - 1 : unit.end + 1].strip().endswith("?"):
        fit *= _ASKS
    has_number = any(item.kind == "number" for item in sought)
    lacks = not contains(expected, words)
    if expected == "amount" and not has_number and not lacks:
        fit *= 1.0 if holds_money(words) else 0.8
    if expected == "person" and not holds_capital_name(words) and unit.voice is None:
        lacks = True
    return fit * (_LACKS.get(expected, 1.0) if lacks else 1.0)
