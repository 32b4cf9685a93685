"""The sentences that answer a question in somebody's words, or the finding that none does.

A sentence is weighed by how much of what is sought it holds: literally, by concept, in the
sentences around it, or by who says it. It must also hold the kind of thing asked for. What stays
below the mark is not an answer, and "not in the notes" is one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answers.asked_language import language_of
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
# Two parts of a sentence answer together only when that is clearly more than either alone.
_WITHIN_A_SENTENCE = (";", ",")
_TOGETHER_MORE = 0.08
_TOGETHER_CHARS = 420
_OPENING = 0.35
_BY_VOICE = 0.95
_ASKS = 0.45
_LACKS = {
    "time": 0.45,
    "amount": 0.4,
    "count": 0.4,
    "reason": 0.5,
    "person": 0.85,
    "duration": 0.4,
    "contact": 0.3,
}
_NO_MONEY = 0.6
_TOPIC = 0.2
_HERE = 0.2
_NOT_COUNTED = 0.65
_UNSEEN_MORE = 1.5
_TELLING_CHARS = 600
# What a sentence loses when nobody named, nothing that happens, or no thing asked about is near it.
_NAMED_NEAR, _NO_NAME = 0.3, 0.55
_ACT_NEAR, _NO_ACT = 0.3, 0.75
_THING_NEAR, _NO_THING = 0.45, 0.75
_LITERAL = 0.95
# Somebody's own words are not yet words about them.
_BY_VOICE_ABOUT = 0.4
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
    """What a statement of the map answers for by itself: concepts, the stems of its people, words."""

    concepts: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    def covers(self, item: Sought) -> bool:
        """Whether ``item`` is answered for."""
        if item.is_name:
            return any(word in self.names for word in item.stems)
        return bool(self.concepts & item.concepts) or any(word in self.words for word in item.stems)


NOTHING_GIVEN = Given()


def weigh(
    sought: Sequence[Sought],
    expected: Expected,
    source: Source,
    spans: Sequence[tuple[int, int]],
    names: frozenset[str] = frozenset(),
    lang: str | None = None,
) -> list[Found]:
    """The units of ``source`` inside ``spans`` (its best passages), each weighed.

    ``names`` are the stems of known names, for notes typed without capitals. ``lang`` is the
    question's language: in notes of the same one, a word that no note has counts for more.
    """
    if lang is not None and language_of(source.text[:_TELLING_CHARS], "en") == lang:
        sought = [
            replace(item, weight=item.weight * _UNSEEN_MORE) if item.is_unseen else item
            for item in sought
        ]
    units = units_of(source.text)
    terms = [terms_of(source.text[unit.start : unit.end]) for unit in units]
    by_voice = _BY_VOICE_ABOUT if expected == "person" else _BY_VOICE
    around = _Around(source.text, units, terms, by_voice)
    others = names - {stem for item in sought for stem in item.stems}
    found: dict[tuple[int, ...], Found] = {}
    for ats in _runs(source.text, units, spans, expected):
        covered = _coverage(sought, around, ats, NOTHING_GIVEN)
        if covered <= 0:
            continue
        unit = replace(units[ats[0]], end=units[ats[-1]].end)
        words = source.text[unit.start : unit.end]
        inside = [term for at in ats for term in terms[at]]
        named = any(term.stem in others for term in inside)
        score = covered * _fitness(expected, words, source.text, unit, named=named)
        if expected == "count" and not _counts(sought, inside):
            score *= _NOT_COUNTED
        alone = max((found[at,].score for at in ats if (at,) in found), default=0.0)
        if len(ats) == 1 or score > alone + _TOGETHER_MORE:
            found[ats] = Found(source, unit, score, covered)
    return list(found.values())


def _runs(
    text: str, units: Sequence[Unit], spans: Sequence[tuple[int, int]], expected: Expected
) -> list[tuple[int, ...]]:
    """The places to weigh: each unit, then two that are parts of one sentence."""
    told = [
        at
        for at, unit in enumerate(units)
        if (unit.told or expected == "contact")
        and any(start <= unit.start < end for start, end in spans)
    ]
    pairs = [
        (at, at + 1)
        for at in told
        if at + 1 in told
        and units[at].line == units[at + 1].line
        and text[units[at].end : units[at + 1].start].strip() in _WITHIN_A_SENTENCE
        and units[at + 1].end - units[at].start <= _TOGETHER_CHARS
    ]
    return [*((at,) for at in told), *pairs]


def relevance(
    sought: Sequence[Sought], given: Given, source: Source | None, at: int | None
) -> float:
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
    return _coverage(sought, _Around(source.text, units, terms), (place,), given) if units else 0.0


class _Around:
    """Everything a sentence stands among: its source, unit by unit."""

    def __init__(
        self,
        text: str,
        units: Sequence[Unit],
        terms: Sequence[Sequence[Term]],
        by_voice: float = _BY_VOICE,
    ) -> None:
        self.by_voice = by_voice
        self.units = units
        self.terms = terms
        self.opening = _opening(text)
        self.everything = frozenset(
            sign for unit in terms for term in unit for sign in (term.stem, *term.concepts)
        )


def _opening(text: str) -> Sequence[Term]:
    """The terms of the first line, which often says what all the rest is about."""
    return terms_of(text.split("\n", 1)[0]) if "\n" in text else ()


def _coverage(sought: Sequence[Sought], around: _Around, ats: Sequence[int], given: Given) -> float:
    """How much of what is sought the units at ``ats`` hold together, and what stands around them."""
    total = sum(item.weight for item in sought)
    if not total:
        return 0.0
    won = here = 0.0
    worth_of: list[tuple[Sought, float]] = []
    for item in sought:
        inside = 1.0 if given.covers(item) else max(_match(item, around, at) for at in ats)
        worth = max(inside, *(_match_around(item, around, at) for at in ats))
        here += item.weight * inside
        won += item.weight * worth
        worth_of.append((item, worth))
    # Something must stand in the sentence itself: what surrounds it is only said about it.
    return won / total * _essentials(worth_of) if here / total >= _HERE else 0.0


def _essentials(worth_of: Sequence[tuple[Sought, float]]) -> float:
    """What a sentence loses by being about somebody else, about something else, or by saying else."""
    names = [worth for item, worth in worth_of if item.is_name]
    acts = [worth for item, worth in worth_of if item.is_act]
    things = [worth for item, worth in worth_of if not item.is_act and not item.is_name]
    kept = 1.0
    if names and min(names) < _NAMED_NEAR:
        kept *= _NO_NAME
    if acts and max(acts) < _ACT_NEAR:
        kept *= _NO_ACT
    if things and max(things) < _THING_NEAR and max(acts, default=0.0) < _LITERAL:
        kept *= _NO_THING
    return kept


def _match_around(item: Sought, around: _Around, at: int) -> float:
    units = around.units
    in_source = any(sign in around.everything for sign in (*item.stems, *item.concepts))
    best = _TOPIC if in_source else 0.0
    best = max(best, _OPENING * _match_terms(item, around.opening))
    for distance, share in _NAME_NEAR if item.is_name else _NEAR:
        near = at + distance
        if 0 <= near < len(units) and units[near].block == units[at].block and share > best:
            best = max(best, share * _match(item, around, near))
    return best


def _match(item: Sought, around: _Around, at: int) -> float:
    unit = around.units[at]
    best = _match_terms(item, around.terms[at])
    if item.is_name and unit.voice and best < around.by_voice:
        labels = terms_of(f"{unit.voice} {unit.organisation or ''}")
        if _match_terms(item, labels) >= _BY_BEGINNING:
            return around.by_voice
    return best


def _match_terms(item: Sought, terms: Sequence[Term]) -> float:
    return max((_likeness(item, term) for term in terms), default=0.0)


def _likeness(item: Sought, term: Term) -> float:
    if term.stem in item.stems:
        worth = 1.0 if term.stem == item.stems[-1] else 0.8
    elif item.concepts & term.concepts:
        worth = _BY_CONCEPT if item.stems or not term.phrase else 1.0
    elif any(_alike(word, term.stem, item.is_name) for word in item.stems):
        worth = _BY_BEGINNING
    else:
        return 0.0
    return worth * _DENIED if term.negated and not item.is_name else worth


def _alike(wanted: str, found: str, is_name: bool) -> bool:  # noqa: FBT001 - one caller
    """Whether two long stems differ by their ending alone or, in a name, by a slip of the hand."""
    if len(wanted) < 6 or len(found) < 6 or not (wanted.isalpha() and found.isalpha()):
        return False
    if wanted[:6] == found[:6] and abs(len(wanted) - len(found)) <= 3:
        return True
    return is_name and _one_letter_apart(wanted, found)


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


_LONG_WORDS = 26
_JOINED_WORDS = 40
_PAUSE = re.compile(r"[,;:—–]\s+|\s[-–—]\s+")


def words_to_quote(
    found: Found, sought: Sequence[Sought], expected: Expected, names: frozenset[str] = frozenset()
) -> tuple[int, int]:
    """The place of the shortest words of a found unit that still answer.

    A long sentence is cut to its clauses that hold what was sought. Where somebody is asked for and
    the sentence only says "she", the sentence before it in the same line is quoted too.
    """
    text, unit = found.source.text, found.unit
    start, end = unit.start, unit.end
    if len(text[start:end].split()) > _LONG_WORDS:
        start, end = _telling_clauses(text, unit, sought)
    if expected == "person" and not _names_somebody(text[start:end], names):
        before = [u for u in units_of(text) if u.line == unit.line and u.end <= unit.start]
        if before and len(text[before[-1].start : end].split()) <= _JOINED_WORDS:
            start = before[-1].start
    return start, end


def _counts(sought: Sequence[Sought], terms: Sequence[Term]) -> bool:
    """Whether a number stands right before the thing that is to be counted."""
    thing = next((item for item in sought if not item.is_name), None)
    if thing is None:
        return True
    for at, term in enumerate(terms):
        if _likeness(thing, term) >= _ENOUGH_OF_A_WORD:
            before = terms[max(0, at - 2) : at]
            if any(near.kind == "number" or contains("count", near.stem) for near in before):
                return True
    return False


def _names_somebody(words: str, names: frozenset[str]) -> bool:
    return holds_capital_name(words) or any(term.stem in names for term in terms_of(words))


def clauses_of(text: str, unit: Unit) -> list[tuple[int, int]]:
    """The places of the clauses of a unit, cut at its pauses."""
    cuts = [unit.start]
    cuts += [pause.end() for pause in _PAUSE.finditer(text, unit.start, unit.end)]
    return list(zip(cuts, [*cuts[1:], unit.end], strict=True))


def _telling_clauses(text: str, unit: Unit, sought: Sequence[Sought]) -> tuple[int, int]:
    """From the first to the last clause that holds something sought."""
    telling = [
        clause
        for clause in clauses_of(text, unit)
        if any(_match_terms(item, terms_of(text[clause[0] : clause[1]])) >= _ENOUGH_OF_A_WORD
               for item in sought)
    ]  # fmt: skip
    if not telling:
        return unit.start, unit.end
    start, end = telling[0][0], telling[-1][1]
    kept = text[start:end].rstrip(" ,;:-–—")
    return start, start + len(kept)


_ENOUGH_OF_A_WORD = 0.6
