"""A small pattern language over tokens, and a matcher that only tries patterns that can match.

One pattern is a line of words: ``word``, ``word*`` (any ending), ``(a|b c)`` one of several,
``(a|b)?`` optional, ``~`` up to three other words, ``~6`` up to six, ``{P}`` a person or a pronoun,
``{P's}`` a possessive, ``{Q}`` a second person, ``{G}`` a group, ``{N}`` a number, ``{X}`` a firm. Gaps never cross a
full stop. Every pattern is indexed by its rarest word, so a sentence meets only likely patterns.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.reading.tokens import tokenize

_LEX = re.compile(r"[()|]\??|\{[^}]*\}\??|~\d*|[^\s()|]+")
# "de {P}" and "a {P}" stand for their contractions with an article too ("du directeur").
_CONTRACTED_OF = re.compile(r"(?<![\w'(|])de \{([PQ])\}")
_CONTRACTED_TO = re.compile(r"(?<![\w'(|])a \{([PQ])\}")
_DEFAULT_GAP = 3
# A sentence that repeats a word more often than this says nothing new by it.
_MOST_TRIES = 6
_PREFIX = 3
STOPS = frozenset([*".!?;:\n()", "mais", "but"])
# Words that may stand between any two words of a pattern without changing what it says.
ADVERBS = frozenset(
    """also always really still just now actually basically usually often even clearly simply already truly
    ultimately probably honestly frankly quite both all only ever definitely certainly currently finally
    toujours aussi encore bien vraiment donc pourtant desormais maintenant deja finalement clairement bel
    quand-meme systematiquement franchement enfin surtout seulement carrement actuellement souvent bientot
    officiellement euh um er ben bah alors tout""".split()
)
SUBJECT_PRONOUNS = frozenset("he she him her i me il elle lui je j' moi himself herself".split())
POSSESSIVES = frozenset(
    "his hers her my mine son sa ses mon ma mes sien sienne mien mienne".split()
)


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
            case "X":
                return 1 if item.kind == "brand" else 0
            case "N":
                return 1 if item.kind == "number" else 0
        return 0


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to ``most`` words of any kind."""

    most: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences; an empty one makes it optional."""

    options: tuple[tuple["Element", ...], ...]


Element = Word | Slot | Gap | Choice


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way of saying something. ``payload`` is whatever the lexicon attached to it.

    A match begins between ``least_before`` and ``most_before`` items before its anchor word.
    ``words`` are all words it spells out, for telling a negator it holds from one around it.
    """

    source: str
    elements: tuple[Element, ...]
    payload: object
    anchors: frozenset[str]
    starts: frozenset[str]
    least_before: int
    most_before: int
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found: items ``start`` to ``end`` half-open, and where its slots stand."""

    pattern: Pattern
    start: int
    end: int
    slots: dict[str, int] = field(default_factory=dict)


def compile_patterns(source: str, payload: object) -> list[Pattern]:
    """The pattern a line of the language stands for; empty when it holds no word to look for."""
    spelled = _CONTRACTED_OF.sub(r"(de|d'|du|des|de la|de l'|of) {\1}", source)
    spelled = _CONTRACTED_TO.sub(r"(a|au|aux|a la|a l') {\1}", spelled)
    elements = _Parser(spelled).sequence()
    found = _anchor(elements)
    if found is None:
        return []
    anchors, starts, least, most = found
    words = frozenset(_spelled(elements))
    return [Pattern(source, elements, payload, anchors, starts, least, most, words)]


class _Parser:
    """Recursive descent over one line of the pattern language."""

    def __init__(self, source: str) -> None:
        self._pieces = _LEX.findall(source)
        self._at = 0

    def sequence(self) -> tuple[Element, ...]:
        found: list[Element] = []
        while self._at < len(self._pieces) and self._pieces[self._at][0] not in "|)":
            piece = self._pieces[self._at]
            self._at += 1
            if piece == "(":
                found.extend(self._group())
            elif piece[0] == "{":
                slot = Slot(piece.strip("{}?"))
                found.append(Choice(((slot,), ())) if piece.endswith("?") else slot)
            elif piece[0] == "~":
                found.append(Gap(int(piece[1:] or _DEFAULT_GAP)))
            else:
                found.extend(_words(piece))
        return tuple(found)

    def _group(self) -> tuple[Element, ...]:
        options: list[tuple[Element, ...]] = [self.sequence()]
        while self._at < len(self._pieces) and self._pieces[self._at] == "|":
            self._at += 1
            options.append(self.sequence())
        closing = self._pieces[self._at] if self._at < len(self._pieces) else ")"
        self._at += 1
        single = [o[0] for o in options if len(o) == 1 and isinstance(o[0], Word)]
        several = [o for o in options if not (len(o) == 1 and isinstance(o[0], Word))]
        if single:
            whole = frozenset(itertools.chain(*(w.whole for w in single)))
            starts = tuple(itertools.chain(*(w.starts for w in single)))
            several.insert(0, (Word(whole, starts),))
        if closing == ")?":
            several.append(())
        return several[0] if len(several) == 1 else (Choice(tuple(several)),)


def _words(body: str) -> tuple[Element, ...]:
    if body.endswith("*") and len(body) > 1:
        *first, last = _norms(body[:-1])
        return (*(Word(frozenset({w})) for w in first), Word(frozenset(), (last,)))
    return tuple(Word(frozenset({norm})) for norm in _norms(body))


def _norms(body: str) -> list[str]:
    if body.startswith("'"):
        return [body]
    if body.endswith("'"):
        # An elision only reads as one before a letter: "qu'" alone would fall apart.
        return [token.norm for token in tokenize(body + "x")][:-1] or [body]
    return [token.norm for token in tokenize(body)] or [body]


def _spelled(elements: tuple[Element, ...]) -> Iterator[str]:
    for element in elements:
        if isinstance(element, Word):
            yield from element.whole
        elif isinstance(element, Choice):
            for option in element.options:
                yield from _spelled(option)


def _widths(elements: tuple[Element, ...]) -> tuple[int, int]:
    least = most = 0
    for element in elements:
        if isinstance(element, Gap):
            most += element.most
        elif isinstance(element, Choice):
            widths = [_widths(option) for option in element.options]
            least += min(w[0] for w in widths)
            most += max(w[1] for w in widths)
        else:
            least += 1
            most += 2 if isinstance(element, Slot) else 1
    return least, most


_Anchor = tuple[frozenset[str], frozenset[str], int, int]


def _anchor(elements: tuple[Element, ...]) -> _Anchor | None:
    best: _Anchor | None = None
    for index, element in enumerate(elements):
        found = _anchor_of(element)
        if found is None:
            continue
        least, most = _widths(elements[:index])
        candidate = (found[0], found[1], least + found[2], most + found[3])
        if best is None or _rarity(candidate) > _rarity(best):
            best = candidate
    return best


def _anchor_of(element: Element) -> _Anchor | None:
    if isinstance(element, Word):
        return element.whole, frozenset(element.starts), 0, 0
    if not isinstance(element, Choice):
        return None
    parts = [_anchor(option) for option in element.options]
    if any(part is None for part in parts):
        return None
    known = [part for part in parts if part is not None]
    return (
        frozenset(itertools.chain(*(p[0] for p in known))),
        frozenset(itertools.chain(*(p[1] for p in known))),
        min(p[2] for p in known),
        max(p[3] for p in known),
    )


def _rarity(anchor: _Anchor) -> float:
    words = [len(w) for w in (*anchor[0], *anchor[1])]
    return min(words) + sum(words) / len(words) / 10 - len(words) / 50


class Matcher:
    """All patterns of a lexicon, ready to be looked for."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._whole: dict[str, list[Pattern]] = {}
        self._starts: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            for word in pattern.anchors:
                self._whole.setdefault(word, []).append(pattern)
            for start in {s[:_PREFIX] for s in pattern.starts}:
                self._starts.setdefault(start, []).append(pattern)

    def find(self, items: Sequence[Item]) -> Iterator[Hit]:
        """Every place where a pattern holds; one hit for each pattern and start."""
        seen: set[tuple[int, int]] = set()
        tries: dict[int, int] = {}
        for at, item in enumerate(items):
            if item.kind in ("person", "function"):
                continue
            for pattern in self._candidates(item):
                tried = tries.get(id(pattern), 0)
                if tried >= _MOST_TRIES:
                    continue
                tries[id(pattern)] = tried + 1
                first = max(0, at - pattern.most_before - 2)
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
    end = _match(pattern.elements, items, start, slots, inside=False)
    return None if end is None else Hit(pattern, start, end, slots)


def _match(
    elements: tuple[Element, ...],
    items: Sequence[Item],
    at: int,
    slots: dict[str, int],
    *,
    inside: bool,
) -> int | None:
    """The end of a match of all ``elements`` from ``at`` on; backtracks over gaps and choices."""
    for index, element in enumerate(elements):
        rest = elements[index + 1 :]
        if isinstance(element, Gap):
            return _match_gap(element, rest, items, at, slots)
        if isinstance(element, Choice):
            for option in element.options:
                end = _match(option + rest, items, at, slots, inside=inside or index > 0)
                if end is not None:
                    return end
            return None
        if at >= len(items):
            return None
        at = _over_adverbs(element, items, at) if inside or index else at
        if isinstance(element, Word):
            if not element.fits(items[at]):
                return None
            at += 1
            continue
        width = element.width(items, at)
        if not width:
            return None
        slots[element.name] = at
        at += width
    return at


def _over_adverbs(element: Word | Slot, items: Sequence[Item], at: int) -> int:
    """Past at most two adverbs that the element itself does not ask for."""
    for _ in range(2):
        item = items[at]
        if item.norm not in ADVERBS or at + 1 >= len(items):
            break
        if isinstance(element, Word) and element.fits(item):
            break
        at += 1
    return at


def _match_gap(
    gap: Gap, rest: tuple[Element, ...], items: Sequence[Item], at: int, slots: dict[str, int]
) -> int | None:
    for skipped in range(gap.most + 1):
        end = _match(rest, items, at + skipped, slots, inside=True)
        if end is not None:
            return end
        if at + skipped >= len(items) or items[at + skipped].norm in STOPS:
            return None
    return None
