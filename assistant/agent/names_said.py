"""Names a sentence uses, and whether the evidence it cites has them.

Every word with a capital letter is a name unless it merely opens a sentence; so is every word, written
small, that is a name in this turn's evidence or a first name and nothing else.
"""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from knowledge.index.concepts import concepts_of
from knowledge.index.stems import stem
from knowledge.index.stop_words import EVERY_STOP_WORD
from knowledge.reading.lexicon import common_words, first_names, surnames, table
from knowledge.reading.tokens import Token, fold, tokenize

_OPENERS = frozenset('.!?…:;"«“(•')
_HONORIFICS = frozenset("m mr mrs ms miss dr mme mlle mm pr prof monsieur madame sir me i".split())
_RARE = 9_000
# The same post in both languages, spelt as people write it.
_SAME_POST = (
    "ceo pdg dg md", "cfo daf", "cio dsi dsio", "cto", "coo dop", "hr rh", "chro drh hrd", "ciso rssi",
    "cpo", "cmo dircom", "vp", "it si informatique", "pm", "q1 t1", "q2 t2", "q3 t3", "q4 t4",
    "gdpr rgpd", "rfp ao", "kpi", "eu ue", "uk ru", "usa us", "vat tva",
)  # fmt: skip
_POST_WORDS = {
    "ceo": ("chief executive", "directeur general", "directrice generale", "managing director", "president directeur"),
    "cfo": ("chief financial", "directeur financier", "directrice financiere", "finance director", "head of finance"),
    "cio": ("chief information", "directeur informatique", "directrice informatique", "it director", "head of it"),
    "cto": ("chief technical", "chief technology", "directeur technique", "directrice technique"),
    "coo": ("chief operating", "directeur des operations", "directrice des operations"),
    "chro": ("human resources", "ressources humaines"),
    "hr": ("human resources", "ressources humaines"),
    "ciso": ("information security", "securite informatique"),
    "vp": ("vice president", "vice-president", "vice-presidente"),
}  # fmt: skip


class Vocabulary:
    """The words of some texts, to look names up in."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.text = " ".join(fold(text) for text in texts)
        self.words = frozenset(_parts(self.text))
        self._stems = frozenset(stem(word) for word in self.words)

    def has(self, word: str) -> bool:
        """Whether a folded word stands there, or a form of it, or the same post in other letters."""
        if word in self.words or (len(word) > 3 and stem(word) in self._stems):
            return True
        if all(part in self.words for part in word.split("-")):
            return True
        return any(other in self.words for other in _same(word)) or any(
            words in self.text for key in (word, *_same(word)) for words in _POST_WORDS.get(key, ())
        )

    def means(self, word: str) -> bool:
        """Whether a word of the same meaning stands there, in either language."""
        concepts = concepts_of(stem(word))
        return bool(concepts) and any(concepts & concepts_of(one) for one in self._stems)


def are_one_post(word: str) -> bool:
    """Whether a folded word is a post, a department or a term by its letters ("cfo", "daf")."""
    return bool(_same(word))


def is_honorific(word: str) -> bool:
    """Whether a folded word only introduces a name ("Mme")."""
    return word in _HONORIFICS


def _same(word: str) -> tuple[str, ...]:
    return tuple(other for group in _SAME_POST if word in group.split() for other in group.split())


def _parts(text: str) -> Iterator[str]:
    for token in tokenize(text):
        if token.kind == "mark":
            continue
        yield token.norm
        yield fold(token.text)
        yield from token.norm.split("-")


def name_words(names: Iterable[str]) -> frozenset[str]:
    """The words of names, folded, but for those that are everyday words or too short to tell."""
    return frozenset(word for name in names for word in _telling(name))


@lru_cache(maxsize=4096)
def _telling(name: str) -> frozenset[str]:
    return frozenset(
        word
        for word in _parts(name)
        if len(word) > 2 and word not in EVERY_STOP_WORD and not is_everyday(word)
    )


def is_everyday(word: str) -> bool:
    """Whether a folded word is an everyday word of either language, and no first name."""
    return common_words().get(word, _RARE) < _RARE and word not in first_names()


def in_full(names: Iterable[str], cited: "Vocabulary") -> frozenset[str]:
    """The words of the full ``names`` of people whom the evidence calls by a part of them.

    A part that may be several people says nobody's name.
    """
    people = {name: words for name in names if (words := _telling(name)) & cited.words}
    found: set[str] = set()
    for name, words in people.items():
        for part in words & cited.words:
            bearers = [other for other in people.values() if part in other]
            longest = max(bearers, key=len)
            if all(other <= longest for other in bearers):
                found |= frozenset(_parts(name))
    return frozenset(found)


def names_said(text: str, known: frozenset[str]) -> list[str]:
    """The folded words of ``text`` that are names; ``known`` are words of names of this turn."""
    tokens = [token for token in tokenize(text) if token.norm]
    found: list[str] = []
    for at, token in enumerate(tokens):
        if token.kind in ("mail", "url") or (token.kind == "word" and is_name(tokens, at, known)):
            found.append(token.norm)
    return found


def is_name(tokens: list[Token], at: int, known: frozenset[str]) -> bool:
    """Whether the word at ``at`` is a name; ``known`` are words of names, also when written small."""
    token = tokens[at]
    word = token.norm
    if word in known or any(part in known for part in word.split("-")):
        return True
    if any(char.isdigit() for char in token.text):
        return True
    if not any(char.isupper() for char in token.text):
        return word in first_names() and word not in common_words()
    if token.text.endswith(("'", "\u2019")) or word in _HONORIFICS:
        return False
    if len(token.text) > 1 and any(char.isupper() for char in token.text[1:]):
        return True
    if _opens(tokens, at):
        return _names_alone(word)
    return not (len(word) == 1 and word in ("a", "i", "y"))


def _opens(tokens: list[Token], at: int) -> bool:
    before = tokens[at - 1] if at else None
    if before is not None and before.text in ("'", "\u2019"):
        before = tokens[at - 2] if at > 1 else None
    if before is not None and before.text.endswith(("'", "\u2019")) and before.is_capital:
        return at == 1 or tokens[at - 2].text in _OPENERS
    return before is None or before.text in _OPENERS


def _names_alone(word: str) -> bool:
    """Whether a word that opens a sentence is a name all the same: no everyday word is written so."""
    if word in EVERY_STOP_WORD:
        return False
    return word not in common_words() or (word in first_names() and _rank(word) > _RARE)


def _rank(word: str) -> int:
    return common_words().get(word, _RARE + 1)


@cache
def _title_words() -> frozenset[str]:
    titles = table("common", "titles")
    return frozenset(
        word
        for key, words in titles.items()
        if key.startswith(("heads", "modifiers"))
        for word in str(words).split()
    )


def is_title_word(word: str) -> bool:
    """Whether a word opens or closes the title of a post ("Head", "directrice")."""
    return word in _title_words()


def may_be_person(word: str) -> bool:
    """Whether a folded word is a first name or a surname."""
    return word in first_names() or word in surnames()


def first_missing(names: Iterable[str], cited: Vocabulary, allowed: frozenset[str]) -> str | None:
    """The first of ``names`` that neither the evidence nor the question's own names have."""
    has_title = None
    for name in names:
        if name in allowed or cited.has(name) or cited.means(name):
            continue
        if is_title_word(name):
            has_title = has_title or any(is_title_word(word) for word in cited.words)
            if has_title:
                continue
        return name
    return None
