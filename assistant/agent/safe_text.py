"""Text of a model made plain: no link, image, mention, markup or character that hides.

An address stays only when that exact address stands in the evidence the sentence cites. What is taken
out is counted, so that a sentence that carried any can be left out whole.
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

_TLDS = (
    "com|net|org|info|biz|io|ai|app|dev|co|me|tv|xyz|top|site|online|shop|store|club|cloud|tech|page|"
    "link|click|live|world|zip|mov|ly|gl|gg|to|cc|ws|fm|sh|so|is|in|it|fr|de|uk|eu|us|ca|be|ch|es|nl|"
    "lu|pt|pl|se|no|dk|fi|ie|at|cz|ru|cn|jp|br|au|nz|za|mx|kr|tr|ua|edu|gov|mil|int|example|test|"
    "invalid|localhost|local|internal|lan"
)
# Ways to write the dot of an address so that it is not seen as one.
_DISGUISED_DOT = re.compile(
    r"(?<=\w)\s?(?:\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\{dot\}|\u3002|\uff0e)\s?(?=\w)", re.I
)
# Possessive throughout, and no start within a match, so that a long text takes time in line with its length.
_MAIL = r"(?<![\w.+%-])[\w.+%-]++@[\w-]++(?:\.[\w-]++)++"
_ADDRESS = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.\-]{1,20}\s?:\s?/{1,3}\s?[^\s<>|]+"
    r"|(?:javascript|vbscript|mailto|blob|slack)\s?:[^\s<>|]*"
    r"|\b(?:data|tel|sms|file|about):[^\s<>|]+"
    r"|h[tx]{2}ps?\b[^\s<>|]*"
    r"|:?/{2,}[^\s<>|]*"
    r"|\\\\[^\s<>|]+)"
    rf"|(?P<mail>{_MAIL})"
    r"|(?P<host>\bwww\d?\.[^\s<>|]+|[^\s<>|]{0,80}xn--[^\s<>|]*"
    r"|(?<![\w@.])(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?(?:/[^\s<>|]*)?"
    r"|\blocalhost(?::\d+|/)[^\s<>|]*"
    r"|\b[^\W\d_][\w-]{1,62}:\d{2,5}/[^\W\d_][^\s<>|]*)",
    re.IGNORECASE,
)
_DOTTED = re.compile(
    r"(?<![\w@])(?<!\w\.)(?P<labels>[\w-]++(?:\.[\w-]++)++)(?::\d++)?(?P<path>[/?#][^\s<>|]*+)?"
)
_TOP_LEVEL = re.compile(rf"(?:{_TLDS})(?![^\W_])", re.IGNORECASE)
_LIKE_A_TOP_LEVEL = re.compile(r"[^\W\d_]{2,63}(?![^\W_])")
# What is written before a dot without a space and is no host: "Mr.Smith".
_ABBREVIATED = frozenset("mr mrs ms dr mme mlle me pr prof st ste cf vs env art fig pp ex".split())
_SLACK = re.compile(r"<\s*[@#!][^<>]*>?")
_POINTED_ADDRESS = re.compile(r"<\s*([^<>|\s]+)\s*(?:\|[^<>]*)?>")
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>?")
_IMAGE = re.compile(r"!\[[^\[\]]*\](?:\s*\([^()]*\)|\[[^\[\]]*\])")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\s*\([^()]*\)|\[[^\[\]]*\])")
_REFERENCE = re.compile(r"^\s*\[[^\[\]]*\]:\s*\S+", re.MULTILINE)
_MENTION = re.compile(
    r"(?<![\w.])@\s?[^\W\d_][\w.-]*|(?<!\w)@(?=\s|$)|@(?=here\b|channel\b|everyone\b)"
)
# A model that repeats the ids of its evidence, or writes numbers that look like our citations.
_OWN_IDS = re.compile(
    r"\s*[\[(]\s*(?:e\d{1,4}|\d{1,3})(?:\s*[,;]\s*(?:e\d{1,4}|\d{1,3}))*\s*[\])]", re.I
)
_LINE_MARK = re.compile(r"^\s*(?:#{1,6}\s+|[-+•]\s+|>+\s*)+")
_MARKS = str.maketrans({"*": "", "`": "", "~": "", "\\": "", "|": "/", "[": "(", "]": ")",
                        "<": "\u2039", ">": "\u203a", "{": "(", "}": ")"})  # fmt: skip
_EDGE_UNDERSCORES = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
_TRAILING = ".,;:!?)]}»”\"'’"
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u180b\u180c\u180d\u180f")
_HELD_OPEN, _HELD_CLOSE = "\ue000", "\ue001"
_HELD = re.compile(f"{_HELD_OPEN}(\\d+){_HELD_CLOSE}")
_ROUNDS = 6
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Plain text, and how many links, images, mentions and tags were taken out of it."""

    text: str
    removed: int


def safe_text(text: str, allowed: Iterable[str] = ()) -> str:
    """``text`` as one plain line; ``allowed`` are addresses and names that may stay as they are."""
    return cleaned(text, allowed).text


def cleaned(text: str, allowed: Iterable[str] = ()) -> Cleaned:
    """The same, with the count of what was taken out."""
    held: list[str] = []
    may_stay = {one.strip().casefold(): one.strip() for one in allowed if one.strip()}
    removed, shown = 0, _seen(text[:_LONGEST])
    for _ in range(_ROUNDS):
        before = shown
        shown, taken = _round(_seen(html.unescape(shown), keep=True), may_stay, held)
        removed += taken
        if shown == before:
            break
    else:
        # Wrapped deeper than any honest sentence: nothing of it is shown.
        return Cleaned("", removed + 1)
    return Cleaned(_HELD.sub(lambda one: held[int(one[1])], shown), removed)


def _round(text: str, may_stay: dict[str, str], held: list[str]) -> tuple[str, int]:
    taken = 0

    def drop(_: re.Match[str]) -> str:
        nonlocal taken
        taken += 1
        return " "

    def address(found: re.Match[str]) -> str:
        whole = found[0]
        bare = whole.rstrip(_TRAILING)
        if bare.casefold() in may_stay and _HELD_OPEN not in bare:
            held.append(may_stay[bare.casefold()])
            return f"{_HELD_OPEN}{len(held) - 1}{_HELD_CLOSE}{whole[len(bare) :]}"
        return drop(found) + whole[len(bare) :].strip("()[]{}")

    def pointed(found: re.Match[str]) -> str:
        return f" {found[1]} " if _is_address(found[1]) else found[0]

    def host(found: re.Match[str]) -> str:
        return address(found) if _is_host(found) else found[0]

    def linked(found: re.Match[str]) -> str:
        nonlocal taken
        taken += 1
        return found[1]

    text = _DISGUISED_DOT.sub(".", _OWN_IDS.sub("", text))
    text = _IMAGE.sub(drop, text)
    text = _REFERENCE.sub(drop, text)
    text = _LINK.sub(linked, text)
    text = _SLACK.sub(drop, text)
    text = _POINTED_ADDRESS.sub(pointed, text)
    text = _DOTTED.sub(host, _ADDRESS.sub(address, text))
    text = _TAG.sub(drop, text)
    text = _MENTION.sub(drop, text)
    text = _LINE_MARK.sub("", text).translate(_MARKS)
    text = _EDGE_UNDERSCORES.sub("", text)
    return _tidied(text), taken


def _is_address(text: str) -> bool:
    return bool(_ADDRESS.search(text)) or any(map(_is_host, _DOTTED.finditer(text)))


def _is_host(found: re.Match[str]) -> bool:
    """Whether words joined by dots may lead somewhere, under any top-level domain.

    Numbers do not, nor initials and abbreviations ("M.Dupont", "e.g.this"), unless the end is well known.
    """
    labels = found["labels"].split(".")
    path = found["path"] or ""
    if path.startswith("/") and any(char.isalpha() for char in found["labels"]):
        return True
    led = False
    for before, label in pairwise(labels):
        is_word = any(char.isalpha() for char in before) and len(before) > 1
        led = led or (is_word and before.casefold() not in _ABBREVIATED)
        if _TOP_LEVEL.match(label) or (led and _LIKE_A_TOP_LEVEL.match(label)):
            return True
    return False


def _seen(text: str, *, keep: bool = False) -> str:
    """One line of characters that show; compatibility forms (full width, ligatures) as plain ones."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    plain = unicodedata.normalize("NFKC", text)
    shown = (
        " " if char.isspace() else char
        for char in plain
        if char.isspace() or (keep and char in (_HELD_OPEN, _HELD_CLOSE)) or _shows(char)
    )
    return " ".join("".join(shown).split())


def _shows(char: str) -> bool:
    return unicodedata.category(char)[0] != "C" and char not in _FILLERS


def _tidied(text: str) -> str:
    text = re.sub(r"[\s()]{2,}", _without_empty_brackets, text)
    text = re.sub(r"(?<!\s)\s++([.,)])", r"\1", text)
    return " ".join(text.split())


def _without_empty_brackets(found: re.Match[str]) -> str:
    kept: list[str] = []
    for char in found[0]:
        if char == ")" and "".join(kept[-2:]).rstrip().endswith("("):
            while kept.pop() != "(":
                pass
        elif not (char.isspace() and kept and kept[-1].isspace()):
            kept.append(char)
    return "".join(kept)
