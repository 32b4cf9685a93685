"""A small pattern language over tokens, and a matcher that only tries patterns that can match.

One pattern is a line of words: ``word``, ``word*`` (any ending), ``(a|b c)`` one of several,
``(a|b)?`` optional, ``~`` up to three other words, ``~6`` up to six, ``{P}`` a person or a pronoun,
``{P's}`` a possessive, ``{Q}`` a second person, ``{G}`` a group, ``{N}`` a number. Gaps never cross a
full stop. Every pattern is indexed by its rarest word, so a sentence meets only likely patterns.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.reading.tokens import tokenize

_PIECE = re.compile(r"\([^()]*\)\??|\{[^}]*\}\??|~\d*|[^\s()]+")
_DEFAULT_GAP = 3
_MAX_VARIANTS = 400
_PREFIX = 3
STOPS = frozenset(".!?;:\n()")
SUBJECT_PRONOUNS = frozenset("he she him her i me il elle lui je j' moi himself herself".split())
POSSESSIVES = frozenset("his hers her my mine son sa ses mon ma mes sien sienne mien mienne".split())


@dataclass(slots=True)
class Item:
    """A token of a sentence, or a whole mention folded into one unit.

    ``kind`` is ``word``, ``number``, ``mark``, ``person``, ``function`` or ``group``; ``ref`` names
    whoever or whatever a mention stands for.
    """

    norm: str
    start: int
    end: int
    kind: str = "word"
    ref: str | None = None
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """Matches one of several words, by whole form or by beginning."""

    whole: frozenset[str]
    starts: tuple[str, ...] = ()

    def fits(self, item: Item) -> bool:
        """Whether ``item`` is one of the words."""
        if item.kind in ("person", "function"):
            return False
        return item.norm in self.whole or bool(self.starts and item.norm.startswith(self.starts))


@dataclass(frozen=True, slots=True)
class Slot:
    """Matches a mention; ``name`` is what the caller asks for afterwards."""

    name: str

    def width(self, items: Sequence[Item], at: int) -> int:
        """How many items the slot takes at ``at``; 0 when it does not fit."""
        item = items[at]
        match self.name:
            case "P" | "Q":
                fits = item.kind in ("person", "function") or item.norm in SUBJECT_PRONOUNS
                return 1 if fits else 0
            case "P's":
                if item.norm in POSSESSIVES:
                    return 1
                owned = item.kind in ("person", "function") and at + 1 < len(items)
                return 2 if owned and items[at + 1].norm in ("'s", "'") else 0
            case "G":
                return 1 if item.kind == "group" else 0
            case "N":
                return 1 if item.kind == "number" else 0
        return 0


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to ``most`` words of any kind."""

    most: int


Element = Word | Slot | Gap


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way of saying something. ``payload`` is whatever the lexicon attached to it."""

    source: str
    elements: tuple[Element, ...]
    payload: object
    anchor: int
    least_before: int
    most_before: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found: items ``start`` to ``end`` half-open, and where its slots stand."""

    pattern: Pattern
    start: int
    end: int
    slots: dict[str, int] = field(default_factory=dict)


def compile_patterns(source: str, payload: object) -> list[Pattern]:
    """The patterns a line of the language stands for (alternatives of several words multiply)."""
    choices: list[list[tuple[Element, ...]]] = [_choices(p) for p in _PIECE.findall(source)]
    variants = itertools.islice(itertools.product(*choices), _MAX_VARIANTS)
    return [
        pattern
        for variant in variants
        if (pattern := _pattern(source, tuple(itertools.chain(*variant)), payload))
    ]


def _choices(piece: str) -> list[tuple[Element, ...]]:
    optional = piece.endswith("?") and piece[0] in "({"
    body = piece[:-1] if optional else piece
    if body.startswith("("):
        options = _alternatives(body[1:-1])
    elif body.startswith("{"):
        options = [(Slot(body[1:-1]),)]
    elif body.startswith("~"):
        options = [(Gap(int(body[1:] or _DEFAULT_GAP)),)]
    else:
        options = [_words(body)]
    return [*options, ()] if optional else options


def _alternatives(body: str) -> list[tuple[Element, ...]]:
    single: list[str] = []
    several: list[tuple[Element, ...]] = []
    for option in body.split("|"):
        elements = _phrase(option)
        if len(elements) == 1 and isinstance(elements[0], Word):
            single.append(option.strip())
        else:
            several.append(elements)
    if not single:
        return several
    whole = frozenset(w for o in single if not o.endswith("*") for w in _norms(o))
    starts = tuple(_norms(o[:-1])[0] for o in single if o.endswith("*"))
    return [(Word(whole, starts),), *several]


def _phrase(option: str) -> tuple[Element, ...]:
    return tuple(itertools.chain(*(_choices(piece)[0] for piece in option.split())))


def _words(body: str) -> tuple[Element, ...]:
    if body.endswith("*"):
        *first, last = _norms(body[:-1])
        return (*(Word(frozenset({w})) for w in first), Word(frozenset(), (last,)))
    return tuple(Word(frozenset({norm})) for norm in _norms(body))


def _norms(body: str) -> list[str]:
    if body.startswith("'"):
        return [body]
    return [token.norm for token in tokenize(body)] or [body]


def _pattern(source: str, elements: tuple[Element, ...], payload: object) -> Pattern | None:
    anchors = [i for i, e in enumerate(elements) if isinstance(e, Word)]
    if not anchors:
        return None
    anchor = max(anchors, key=lambda i: _rarity(elements[i]))
    least = sum(0 if isinstance(e, Gap) else 1 for e in elements[:anchor])
    most = sum(
        e.most if isinstance(e, Gap) else 2 if isinstance(e, Slot) else 1 for e in elements[:anchor]
    )
    return Pattern(source, elements, payload, anchor, least, most)


def _rarity(element: Element) -> int:
    if not isinstance(element, Word):
        return 0
    return min(len(w) for w in (*element.whole, *element.starts))


class Matcher:
    """All patterns of a lexicon, ready to be looked for."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._whole: dict[str, list[Pattern]] = {}
        self._starts: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            anchor = pattern.elements[pattern.anchor]
            assert isinstance(anchor, Word)
            for word in anchor.whole:
                self._whole.setdefault(word, []).append(pattern)
            for start in {s[:_PREFIX] for s in anchor.starts}:
                self._starts.setdefault(start, []).append(pattern)

    def find(self, items: Sequence[Item]) -> Iterator[Hit]:
        """Every place where a pattern holds; one hit for each pattern and start."""
        seen: set[tuple[int, int]] = set()
        for at, item in enumerate(items):
            if item.kind in ("person", "function"):
                continue
            for pattern in self._candidates(item):
                first = max(0, at - pattern.most_before)
                for start in range(first, at - pattern.least_before + 1):
                    key = (id(pattern), start)
                    if key in seen:
                        continue
                    seen.add(key)
                    hit = match_at(pattern, items, start)
                    if hit:
                        yield hit

    def _candidates(self, item: Item) -> Iterable[Pattern]:
        whole = self._whole.get(item.norm, ())
        starts = self._starts.get(item.norm[:_PREFIX], ())
        return itertools.chain(whole, starts)


def match_at(pattern: Pattern, items: Sequence[Item], start: int) -> Hit | None:
    """``pattern`` at exactly ``start``, or ``None``."""
    slots: dict[str, int] = {}
    end = _match(pattern.elements, 0, items, start, slots)
    return None if end is None else Hit(pattern, start, end, slots)


def _match(
    elements: tuple[Element, ...], index: int, items: Sequence[Item], at: int, slots: dict[str, int]
) -> int | None:
    if index == len(elements):
        return at
    element = elements[index]
    if isinstance(element, Gap):
        return _match_gap(element, elements, index, items, at, slots)
    if at >= len(items):
        return None
    if isinstance(element, Word):
        if not element.fits(items[at]):
            return None
        return _match(elements, index + 1, items, at + 1, slots)
    width = element.width(items, at)
    if not width:
        return None
    slots[element.name] = at
    return _match(elements, index + 1, items, at + width, slots)


def _match_gap(
    gap: Gap,
    elements: tuple[Element, ...],
    index: int,
    items: Sequence[Item],
    at: int,
    slots: dict[str, int],
) -> int | None:
    for skipped in range(gap.most + 1):
        end = _match(elements, index + 1, items, at + skipped, slots)
        if end is not None:
            return end
        if at + skipped >= len(items) or items[at + skipped].norm in STOPS:
            return None
    return None
