"""Words of a text with exact offsets, and one folded form of each for comparing.

A token is small: elisions (``l'``, ``qu'``), English clitics (``'s``, ``n't``) and inverted pronouns
(``dit-il``) stand alone, so that lexicons are written once. Offsets are code points of the source.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = r"(?:[^\W\d_][\u0300-\u036f]*)"
_TOKEN = re.compile(
    r"(?P<mail>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})"
    r"|(?P<url>https?://[^\s<>]{1,300})"
    rf"|(?P<word>{_WORD}(?:{_WORD}|[-'\u2019\u02bc\u2011](?={_WORD})|\d|[/&](?=[A-Z]\b))*)"
    r"|(?P<number>\d+(?:[.,:/\u00a0\u202f]\d+)*)"
    r"|(?P<mark>[^\w\s]|_)"
)
# No word of either language is longer; anything beyond is noise and stays whole.
_LONGEST = 60
_ELISION = frozenset("l d j c n s m t qu jusqu lorsqu puisqu quoiqu quelqu".split())
_KEPT_CAPITAL = frozenset("o d n m".split())
_CLITIC = re.compile(r"^(.+?)('(?:s|ll|d|re|ve|m))$")
_INVERSION = re.compile(
    r"^(.+?)-(?:t-)?(il|elle|on|ils|elles|je|tu|nous|vous|moi|toi|lui|leur|le|la|les|y|en|ce)$"
)
_NOT_INVERTED = frozenset("rendez-vous peut-en vis-a-vis".split())
_NOT_BASE = {"wo": "will", "ca": "can", "sha": "shall", "ai": "is"}
_JOINED = {
    "didnt": ("did", "not"), "doesnt": ("does", "not"), "isnt": ("is", "not"),
    "wasnt": ("was", "not"), "wouldnt": ("would", "not"), "couldnt": ("could", "not"),
    "hasnt": ("has", "not"), "havent": ("have", "not"), "arent": ("are", "not"),
    "wont": ("will", "not"), "cant": ("can", "not"), "shouldnt": ("should", "not"),
    "cannot": ("can", "not"), "thats": ("that", "'s"), "hes": ("he", "'s"),
    "shes": ("she", "'s"), "whos": ("who", "'s"), "im": ("i", "'m"), "ive": ("i", "'ve"),
    "theyre": ("they", "'re"), "youll": ("you", "'ll"), "theyll": ("they", "'ll"),
    "cest": ("c'", "est"), "jai": ("j'", "ai"), "quil": ("qu'", "il"),
    "nest": ("n'", "est"), "ya": ("y", "a"), "jenvoie": ("j'", "envoie"),
}  # fmt: skip
_SHORT = {
    "ds": "dans", "pr": "pour", "bcp": "beaucoup", "tt": "tout", "qd": "quand", "pb": "probleme",
    "pbs": "problemes", "ns": "nous", "ac": "avec", "mtn": "maintenant", "svt": "souvent",
    "tjs": "toujours", "tjrs": "toujours", "qq": "quelque", "qqun": "quelqu'un", "rdv": "rendez-vous",
    "wd": "would", "shd": "should", "cttee": "committee", "mgr": "manager", "mgmt": "management",
    "cos": "because", "coz": "because", "til": "until", "tho": "though", "abt": "about",
    "bc": "because", "w": "with", "thru": "through", "dpt": "departement", "dept": "department",
    "resp": "responsable", "dir": "directeur", "asst": "assistant", "mtg": "meeting", "ppl": "people",
    "wk": "week", "tmrw": "tomorrow", "tmw": "tomorrow", "wld": "would", "cld": "could",
}  # fmt: skip
_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
     "đ": "d", "Đ": "D", "ı": "i", "\u2019": "'", "\u02bc": "'", "\u2011": "-"}
)  # fmt: skip


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """``word`` without case, accents and typographic variants."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.translate(_LIGATURES))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark. ``start``/``end`` are half-open; ``norm`` is for comparing."""

    text: str
    norm: str
    start: int
    end: int
    kind: str

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of ``text[start:end]``, offsets counted from the start of ``text``."""
    stop = len(text) if end is None else end
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, stop):
        kind = match.lastgroup or "mark"
        word = match.group()
        if kind == "word":
            tokens.extend(_word_tokens(word, match.start()))
        else:
            tokens.append(Token(word, fold(word), match.start(), match.end(), kind))
    return tokens


def _word_tokens(word: str, at: int) -> list[Token]:
    norm = fold(word)
    if len(word) > _LONGEST:
        return [_token(word, norm, at)]
    joined = _JOINED.get(norm)
    if joined and joined[1]:
        end = at + len(word)
        return [Token(word, joined[0], at, end, "word"), Token("", joined[1], end, end, "word")]
    if "'" in norm and len(norm) == len(word):
        return _split_at_apostrophe(word, norm, at)
    if "-" in norm and len(norm) == len(word) and norm not in _NOT_INVERTED:
        return _split_inversion(word, norm, at)
    return [_token(word, norm, at)]


def _token(word: str, norm: str, at: int) -> Token:
    if word[:1].islower():
        norm = _SHORT.get(norm, norm)
    return Token(word, norm, at, at + len(word), "word")


def _split_at_apostrophe(word: str, norm: str, at: int) -> list[Token]:
    head, _, rest = norm.partition("'")
    if head in _ELISION and rest and not _is_one_name(word, head):
        cut = len(head) + 1
        return [
            Token(word[:cut], norm[:cut], at, at + cut, "word"),
            *_word_tokens(word[cut:], at + cut),
        ]
    if norm.endswith("n't") and len(norm) > 3:
        cut = len(norm) - 3
        base = norm[:cut]
        return [
            Token(word[:cut], _NOT_BASE.get(base, base), at, at + cut, "word"),
            Token(word[cut:], "not", at + cut, at + len(word), "word"),
        ]
    clitic = _CLITIC.match(norm)
    if clitic:
        cut = len(clitic.group(1))
        return [
            *_word_tokens(word[:cut], at),
            Token(word[cut:], norm[cut:], at + cut, at + len(word), "word"),
        ]
    return [_token(word, norm, at)]


def _is_one_name(word: str, head: str) -> bool:
    return (
        head in _KEPT_CAPITAL
        and word[0].isupper()
        and word[len(head) + 1 : len(head) + 2].isupper()
    )


def _split_inversion(word: str, norm: str, at: int) -> list[Token]:
    match = None if word[0].isupper() and norm.count("-") > 1 else _INVERSION.match(norm)
    if not match:
        return [_token(word, norm, at)]
    first, begin = match.group(1), match.start(2)
    return [
        Token(word[: len(first)], first, at, at + len(first), "word"),
        Token(word[begin:], norm[begin:], at + begin, at + len(word), "word"),
    ]
