"""Blanking names in text, so that every offset stays what it was.

Pure: a name found is overwritten letter for letter with a full block; the spaces and marks between
its words stay. Accents and case do not count, and neither does what stands between two words.
"""

from collections.abc import Callable, Iterable
from typing import Any

from knowledge.domain.names import words_of
from knowledge.store.names import words_in

BLANK = "\u2588"
Words = tuple[str, ...]
Found = tuple[str, int, int]

# The parts of names that are words of the language too, in the languages we read.
PARTICLES = frozenset("de du des la le les von van der den di da of and et the dos del el".split())
_SHORTEST_PART = 3
# What may stand between two words of one name: "RUIZ, Dana", "dana.ruiz", a line break.
_WIDEST_GAP = 3
_SENTENCE_ENDS = ".!?:;\n-•"


class Blanker:
    """Overwrites names. ``is_name`` knows them by their folded words, ``sizes`` are their lengths.

    ``parts`` are single words that are overwritten wherever they stand; the parts of every name found
    are added to them for the text at hand, since who was named in full once is named by surname
    afterwards. Names in ``spared`` keep their words even so. With ``lone_words`` a name of one word
    counts only where it is not part of a longer name ("Marie", but not "Marie Durand").
    """

    def __init__(
        self,
        is_name: Callable[[Words], bool],
        sizes: Iterable[int],
        parts: frozenset[str] = frozenset(),
        *,
        spared: frozenset[Words] = frozenset(),
        lone_words: bool = False,
    ) -> None:
        self._is_name = is_name
        self._sizes = sorted(set(sizes), reverse=True)
        self._parts = parts
        self._spared = spared
        self._spared_sizes = sorted({len(name) for name in spared}, reverse=True)
        self._lone_words = lone_words

    def text(self, text: str) -> str:
        """``text`` with every name overwritten; equal in length."""
        found = words_in(text)
        folded = [word for word, _, _ in found]
        hits = self._hits(text, found, folded)
        if not hits:
            return text
        chars = list(text)
        for at in hits:
            _, start, end = found[at]
            chars[start:end] = BLANK * (end - start)
        return "".join(chars)

    def tree(self, node: Any) -> Any:
        """A JSON value with every name overwritten in its texts; keys stay."""
        if isinstance(node, str):
            return self.text(node)
        if isinstance(node, list):
            return [self.tree(item) for item in node]
        if isinstance(node, dict):
            return {key: self.tree(item) for key, item in node.items()}
        return node

    def is_all_name(self, text: str) -> bool:
        """Whether ``text`` says the name and nothing else."""
        blanked = self.text(text)
        return blanked != text and not any(char.isalnum() for char in blanked)

    def _hits(self, text: str, found: list[Found], folded: list[str]) -> set[int]:
        """The places of the words to overwrite."""
        close = [found[at + 1][1] - found[at][2] <= _WIDEST_GAP for at in range(len(found) - 1)]
        long_sizes = [size for size in self._sizes if size > 1]
        hits = set(_windows(folded, close, long_sizes, self._is_name))
        parts = self._parts | name_parts(folded[at] for at in hits)
        if 1 in self._sizes:
            single = set(_windows(folded, close, [1], self._is_name)) - hits
            hits |= {
                at for at in single if not self._lone_words or _stands_alone(text, found, at, hits)
            }
        if parts:
            spared = set(_windows(folded, close, self._spared_sizes, self._spared.__contains__))
            hits.update(at for at, word in enumerate(folded) if word in parts and at not in spared)
        return hits


def _stands_alone(text: str, found: list[Found], at: int, hits: set[int]) -> bool:
    """Whether the word is no part of a longer name: a neighbour is hit too, or is no name."""
    if at + 1 in hits or at - 1 in hits:
        return True
    word, start, end = found[at]
    if at + 1 < len(found):
        _, next_start, _ = found[at + 1]
        if text[end:next_start] in (" ", "-") and text[next_start].isupper():
            return False
    if at == 0:
        return True
    before, before_start, before_end = found[at - 1]
    if text[before_end:start] not in (" ", "-") or not text[before_start].isupper():
        return True
    opens_sentence = text[:before_start].rstrip(" \t")[-1:] in ("", *_SENTENCE_ENDS)
    return opens_sentence or len(words_of(f"{before} {word}")) == 1


def name_parts(words: Iterable[str]) -> frozenset[str]:
    """The words of a name that stand for the person on their own."""
    return frozenset(
        word
        for word in words
        if len(word) >= _SHORTEST_PART and word not in PARTICLES and not word.isdigit()
    )


def encode_blanked(text: str, encoding: str) -> tuple[str, bytes]:
    """``text`` in ``encoding``, or in UTF-8 where the block has no place in it, and which it was."""
    try:
        return encoding, text.encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return "utf-8", text.encode()


def _windows(
    folded: list[str], close: list[bool], sizes: list[int], is_name: Callable[[Words], bool]
) -> Iterable[int]:
    """The places of the words of every name, longest names first."""
    for size in sizes:
        for at in range(len(folded) - size + 1):
            if all(close[at : at + size - 1]) and is_name(tuple(folded[at : at + size])):
                yield from range(at, at + size)
