"""Is this word a name, an everyday word, or neither? Answers by word lists alone."""

import re
from functools import lru_cache

from knowledge.reading.lexicon import common_words, first_names, words_of
from knowledge.reading.titles import is_department, is_head
from knowledge.reading.tokens import Token

# Endings of verbs and adverbs that no word list holds in full.
_INFLECTIONS = (
    "erait", "eraient", "erons", "eront", "irait", "iraient", "iront", "aient", "issent", "issait",
    "assions", "erions", "ement", "isation", "isations", "ising", "izing", "ised", "ized", "ness",
    "ingly", "tion", "tions", "able", "ables", "ibles", "ement", "ements", "ables",
)  # fmt: skip


@lru_cache(maxsize=50_000)
def is_first_name(norm: str) -> bool:
    """Whether the word, or its first half ("laure-anne"), is a first name somewhere."""
    return norm in first_names() or ("-" in norm and norm.partition("-")[0] in first_names())


@lru_cache(maxsize=50_000)
def is_word(norm: str) -> bool:
    """Whether it is an everyday word of either language, plural and compound included."""
    words = common_words()
    if norm in words:
        return True
    if norm.endswith("s") and norm[:-1] in words:
        return True
    if len(norm) > 6 and norm.endswith(_INFLECTIONS):
        return True
    if any(norm.endswith(end) and norm[: -len(end)] in words for end in ("ed", "ing", "ly", "d")):
        return True
    return "-" in norm and all(part in words for part in norm.split("-") if part)


def is_rare(token: Token) -> bool:
    """Whether it is a word that no vocabulary explains: a name, a brand or a slip."""
    norm = token.norm
    return (
        token.kind == "word"
        and len(norm) > 2
        and not norm.endswith("'")
        and not norm.startswith("'")
        and norm.replace("-", "").replace("'", "").isalpha()
        and not is_word(norm)
        and norm not in words_of("not_names")
        and not is_head(token)
        and not is_department(norm)
        and re.search(r"[aeiouy]", norm) is not None
    )


def is_plain_first_name(norm: str) -> bool:
    """A first name that is no everyday word."""
    return is_first_name(norm) and (not is_word(norm) or norm not in common_words())
