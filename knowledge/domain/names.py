"""Names compared as people compare them: accents, case, hyphens and civilities do not count."""

import re
import unicodedata
from functools import lru_cache

_CIVILITIES = frozenset(
    "m mr mrs ms miss mme mlle me maitre dr docteur doctor prof pr professor professeur sir "
    "monsieur madame mademoiselle".split()
)
# No single letters: "A. Dupont" has an initial, not an article.
_ARTICLES = frozenset("le la les un une the notre our".split())
_ELIDED = re.compile(r"\s*l\s*['’](?=.)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """``text`` in lower case without accents, punctuation as single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = (
        char if char.isalnum() else " " for char in decomposed if not unicodedata.combining(char)
    )
    return " ".join("".join(kept).split())


@lru_cache(maxsize=8192)
def words_of(name: str) -> tuple[str, ...]:
    """The folded words of a name without civility or leading article."""
    words = fold(_ELIDED.sub("", name, count=1) if _ELIDED.match(name) else name).split()
    while len(words) > 1 and (words[0] in _CIVILITIES or words[0] in _ARTICLES):
        words = words[1:]
    return tuple(words)


def same_name(one: str, other: str) -> bool:
    """Whether two names are written with the same words."""
    return words_of(one) == words_of(other)


def may_be(short: str, full: str) -> bool:
    """Whether ``short`` can stand for ``full``: some of its words in order, or its initials.

    ``Duval``, ``Claire``, ``C. Duval`` and ``CD`` may all be ``Claire Duval``. Initials stand in
    capitals: ``Ed`` is a name of his own.
    """
    given, whole = words_of(short), words_of(full)
    if not given or not whole:
        return False
    if short.isupper() and _are_initials("".join(given), whole):
        return True
    return len(given) <= len(whole) and _subsequence(given, whole)


def _subsequence(given: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Each given word is a word of the whole, in order, or the initial of one."""
    rest = iter(whole)
    matched = [any(_word_fits(word, candidate) for candidate in rest) for word in given]
    return all(matched) and any(len(word) > 1 for word in given)


def _word_fits(word: str, candidate: str) -> bool:
    return word == candidate or (len(word) == 1 and candidate.startswith(word))


def _are_initials(word: str, whole: tuple[str, ...]) -> bool:
    return 1 < len(word) == len(whole) and all(
        part.startswith(letter) for letter, part in zip(word, whole, strict=True)
    )
