"""Job titles and departments as written, French and English.

A title is a head noun with what belongs to it ("head of planning", "directrice des achats"). Where
it stands next to a name, the whole apposition is the title; elsewhere grammar bounds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.reading.lexicon import common_words, first_names, table, words_of
from knowledge.reading.tokens import Token

_MAX_WORDS = 9
_LINKS = frozenset("of for de des du d' a au aux the la l' le les en & et and in".split())
_OPENERS = frozenset("of for de des du d' a au aux".split())
_STOPS = frozenset(
    """who which that qui que qu' dont is was are were est etait sont has have had a-t a ont je j' il elle
    on nous vous he she they we i it you et and or mais but so then to with avec from chez at by par
    not ne n' no pas said says 's 'll me my mon ma notre nos our their his her leur leurs depuis since
    now maintenant because as if si when quand where ou this that ce cet cette c' y se s' m' t' l'un
    arrive parti left also aussi still toujours just tout all en""".split()
)


@lru_cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(str(table("common", "titles")[name]).split())


def is_department(norm: str) -> bool:
    """Whether the word names a place of work inside an organisation."""
    return norm in _listed("departments")


def is_head(token: Token) -> bool:
    """Whether the word can be the head of a title or is a title by itself."""
    return token.norm in _heads()


@lru_cache
def _heads() -> frozenset[str]:
    return _listed("abbreviations") | _listed("heads_en") | _listed("heads_fr")


@dataclass(frozen=True, slots=True)
class Title:
    """Tokens ``first`` to ``last`` half-open of a sentence form a title."""

    first: int
    last: int
    head: int


def titles_in(tokens: Sequence[Token]) -> list[Title]:
    """Every title of a sentence, longest first where two overlap."""
    found: list[Title] = []
    for index, token in enumerate(tokens):
        if not is_head(token) or (found and index < found[-1].last):
            continue
        first = _left(tokens, index)
        head = _later_head(tokens, index)
        last = _right(tokens, head)
        if found and first < found[-1].last:
            first = index
        found.append(Title(first, last, head))
    return found


def _later_head(tokens: Sequence[Token], head: int) -> int:
    """``chief operating officer``, ``lead engineer``: the last head of an English chain."""
    best = head
    for index in range(head + 1, min(len(tokens), head + 5)):
        norm = tokens[index].norm
        if norm in _listed("heads_en") and tokens[index - 1].kind == "word":
            best = index
        elif norm not in _listed("modifiers") and not is_department(norm):
            break
    return best


def _left(tokens: Sequence[Token], head: int) -> int:
    first = head
    allowed = _listed("modifiers") | _listed("prefixes_fr")
    while first > 0 and head - first < 4:
        norm = tokens[first - 1].norm
        if tokens[first - 1].text == "-" and first > 1 and tokens[first - 2].norm in allowed:
            first -= 2
        elif norm in allowed or is_department(norm):
            first -= 1
        elif norm in ("of", "and", "&") and first > 1 and is_head(tokens[first - 2]):
            break
        else:
            break
    return first


def _right(tokens: Sequence[Token], head: int) -> int:
    last = head + 1
    while last < len(tokens) and last - head <= _MAX_WORDS:
        token = tokens[last]
        if token.text == "." and tokens[last - 1].norm in (
            "responsable",
            "directeur",
            "resp",
            "dir",
        ):
            last += 1
        elif token.norm in _OPENERS and _opens_complement(tokens, last):
            last += 1
            while last < len(tokens) and tokens[last].norm in ("la", "l'", "le", "les", "the"):
                last += 1
            if _counts(tokens, last) and token.norm in ("de", "des", "of", "for"):
                last += 1
            last += 1
            while last < len(tokens) and _extends_complement(tokens, last):
                last += 1
        elif _qualifies(token, tokens[head]) and not _begins_name(tokens, last):
            last += 1
        elif (token.norm in ("&", "et", "and") and last + 1 < len(tokens) and (
            is_department(tokens[last + 1].norm) and is_department(tokens[last - 1].norm)
        )) or (token.norm == "et" and last > head + 1 and _joins_adjectives(tokens, last, head)):  # fmt: skip
            last += 2
        elif tokens[last - 1].text == "." and _extends_complement(tokens, last):
            last += 1
            while last < len(tokens) and _extends_complement(tokens, last):
                last += 1
        else:
            break
    return min(last, len(tokens))


_COUNTS = frozenset("deux trois quatre cinq six sept huit neuf dix two three four five six".split())


def _counts(tokens: Sequence[Token], at: int) -> bool:
    """``des cinq sites``: a number and the noun it counts."""
    if at + 1 >= len(tokens) or tokens[at + 1].kind != "word":
        return False
    return tokens[at].norm in _COUNTS or tokens[at].kind == "number"


def _joins_adjectives(tokens: Sequence[Token], at: int, head: int) -> bool:
    """``administrative et financière``."""
    if at + 1 >= len(tokens) or tokens[head].norm in _listed("heads_en"):
        return False
    one, other = tokens[at - 1], tokens[at + 1]
    return _qualifies(one, tokens[head]) and other.kind == "word" and not other.is_capital and (
        is_department(other.norm) or (other.norm not in _STOPS and _is_adjective(other.norm))
    ) and other.norm not in words_of("human_verbs")  # fmt: skip


def _extends_complement(tokens: Sequence[Token], at: int) -> bool:
    """``supply chain``, ``Field Services``: further nouns of a complement."""
    token = tokens[at]
    if token.kind != "word" or token.norm in _STOPS or _begins_name(tokens, at):
        return False
    if token.is_capital and tokens[at - 1].is_capital:
        return token.norm in common_words()
    return is_department(token.norm) or token.norm in _listed("modifiers")


def _opens_complement(tokens: Sequence[Token], at: int) -> bool:
    follow = at + 1
    while follow < len(tokens) and tokens[follow].norm in ("la", "l'", "le", "les", "the"):
        follow += 1
    if follow >= len(tokens):
        return False
    counted = tokens[at].norm in ("de", "des", "of", "for") and _counts(tokens, follow)
    noun = tokens[follow + 1] if counted else tokens[follow]
    if tokens[at].norm == "a" and not is_department(noun.norm):
        return False
    return noun.kind == "word" and noun.norm not in _STOPS and not _begins_name(tokens, follow)


def _qualifies(token: Token, head: Token) -> bool:
    if token.kind != "word" or token.norm in _STOPS or token.norm in words_of("human_verbs"):
        return False
    if is_department(token.norm) or token.norm in _listed("abbreviations"):
        return True
    if head.norm in _listed("heads_en"):
        return False
    return _is_adjective(token.norm)


_ADJECTIVE_ENDINGS = (
    "al ale aux ales el elle ier iere if ive ique aire ieur ieure eur euse ant ante ent ente ue ee e"
).split()


def _is_adjective(norm: str) -> bool:
    """Adjectives and nouns that follow a French head: "général", "financière", "informatique"."""
    rank = common_words().get(norm)
    return rank is not None and rank > 250 and norm.endswith(tuple(_ADJECTIVE_ENDINGS)) and (
        norm not in first_names() or rank < 8000
    )  # fmt: skip


def _begins_name(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.norm in words_of("civilities") and at + 1 < len(tokens):
        return True
    known = token.norm.partition("-")[0] in first_names()
    return known and (token.is_capital or token.norm not in common_words())
