"""One light stem per word, the same for French and English, because notes mix both in one line.

It conflates plurals, verb endings and a few derivations, never the beginning of a word. Numbers and
short words stay whole. Irregular forms and translations are the work of ``concepts``, not of this.
"""

from functools import lru_cache

_SHORTEST = 4

# Longest first; the number is how many letters must stay in front.
_ENDINGS: tuple[tuple[str, str, int], ...] = (
    ("issements", "", 4), ("issement", "", 4), ("atrices", "", 4), ("atrice", "", 4),
    ("ateurs", "", 4), ("ateur", "", 4), ("ations", "", 4), ("ation", "", 4), ("ements", "", 4),
    ("ement", "", 4), ("issent", "", 4), ("issant", "", 4), ("ingly", "", 4), ("eraient", "", 4),
    ("erait", "", 4), ("eront", "", 4), ("aient", "", 4), ("euses", "", 4), ("euse", "", 4),
    ("ances", "", 4), ("ences", "", 4), ("ments", "", 4), ("ables", "", 4), ("ibles", "", 4),
    ("iques", "", 4), ("ness", "", 4), ("ance", "", 4), ("ence", "", 4), ("ment", "", 4),
    ("able", "", 4), ("ible", "", 4), ("ique", "", 4), ("eurs", "", 4), ("ings", "", 3),
    ("eur", "", 4), ("ait", "", 4), ("era", "", 4), ("ons", "", 4), ("ees", "", 3), ("ing", "", 3),
    ("ied", "y", 3), ("ies", "y", 3), ("ant", "", 4), ("ent", "", 4), ("au", "al", 3),
    ("ifs", "if", 3), ("ive", "if", 3), ("ion", "", 4), ("ers", "", 4), ("ee", "", 3),
    ("er", "", 4), ("ez", "", 3), ("es", "", 3), ("ed", "", 3), ("ly", "", 4), ("al", "", 5),
    ("ic", "", 5), ("if", "", 5), ("ir", "", 4), ("it", "", 5),
)  # fmt: skip


@lru_cache(maxsize=100_000)
def stem(folded: str) -> str:
    """The stem of one folded word."""
    if len(folded) < _SHORTEST or not folded.isalpha():
        return folded
    word = folded
    if (
        (word[-1] == "s" or word.endswith(("aux", "eux")))
        and word[-2:] not in ("ss", "us")
        and len(word) >= _SHORTEST
    ):
        word = word[:-1]
    for ending, instead, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: len(word) - len(ending)] + instead
            break
    return _smooth(word)


def _smooth(word: str) -> str:
    """Without a silent last vowel or a doubled last letter, and with ``i`` for ``y``."""
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 2 and word[-1] == "y" else word
