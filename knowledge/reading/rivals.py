"""Organisations named where only a rival, a supplier or a place can stand, never a person."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from knowledge.reading.lexicon import LANGUAGES, table, words_of
from knowledge.reading.patterns import Item, Matcher, compile_patterns
from knowledge.reading.sentences import Sentence
from knowledge.reading.titles import is_head
from knowledge.reading.tokens import Token
from knowledge.reading.vocabulary import is_first_name, is_rare

_LEAST_LETTERS = 4


@lru_cache
def _matcher(place: str) -> Matcher:
    return Matcher(
        pattern
        for language in LANGUAGES
        for line in table(language, "cues")["competitor"].get(place, ())
        for pattern in compile_patterns(line, place)
    )


def is_name_of_firm(token: Token) -> bool:
    """Whether a word may be a brand: explained by no vocabulary and nobody's first name."""
    return (
        len(token.norm) >= _LEAST_LETTERS
        and is_rare(token)
        and not is_first_name(token.norm)
        and not is_head(token)
        and token.norm not in words_of("not_names")
    )


def _items(tokens: Sequence[Token]) -> list[Item]:
    found: list[Item] = []
    for index, token in enumerate(tokens):
        civil = index > 0 and tokens[index - 1].norm in words_of("civilities")
        kind = "brand" if not civil and is_name_of_firm(token) else token.kind
        found.append(Item(token.norm, token.start, token.end, kind, capital=token.is_capital))
    return found


def rivals_at(tokens: Sequence[Token], known: Collection[str]) -> Iterator[tuple[int, int, int]]:
    """Token index of every rival named in a sentence, with the tokens that say so."""
    items = _items(tokens)
    if not any(item.kind == "brand" for item in items):
        return
    for hit in _matcher("whole").find(items):
        at = hit.slots.get("X")
        if at is not None and items[at].norm not in known:
            yield at, hit.start, hit.end


def organisations(sentences: Sequence[Sentence], known: Collection[str]) -> frozenset[str]:
    """Words that grammar treats as firms: rivals, and what takes a plural verb."""
    found: set[str] = set()
    for sentence in sentences:
        items = _items(sentence.tokens)
        if not any(item.kind == "brand" for item in items):
            continue
        for place in ("whole", "firm"):
            for hit in _matcher(place).find(items):
                at = hit.slots.get("X")
                if at is not None and items[at].norm not in known and not _is_listed(items, at):
                    found.add(items[at].norm)
    return frozenset(found)


def _is_listed(items: Sequence[Item], at: int) -> bool:
    """``Vale and Brack are happy``: the plural comes from the list."""
    return at > 0 and items[at - 1].norm in ("and", "et", "&", ",", "both")
