"""Numbers said in French or English, as values that can be compared: "120 k€" is 120000 EUR."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from knowledge.reading.tokens import fold

_SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY", "%": "%"}
_UNITS = {
    "euro": "EUR", "euros": "EUR", "eur": "EUR", "pound": "GBP", "pounds": "GBP", "gbp": "GBP",
    "livres": "GBP", "dollar": "USD", "dollars": "USD", "usd": "USD", "franc": "CHF", "francs": "CHF",
    "chf": "CHF", "cad": "CAD", "yen": "JPY", "jpy": "JPY", "percent": "%", "per cent": "%",
    "pour cent": "%", "pourcent": "%",
}  # fmt: skip
_SCALES = {
    "k": 10**3, "thousand": 10**3, "mille": 10**3, "milliers": 10**3, "grand": 10**3, "m": 10**6,
    "mn": 10**6, "million": 10**6, "millions": 10**6, "md": 10**9, "bn": 10**9, "billion": 10**9,
    "milliard": 10**9, "milliards": 10**9, "hundred": 100, "cent": 100, "cents": 100,
}  # fmt: skip
_WORDS = {
    word: value
    for value, words in enumerate(
        "zero|one un une|two deux|three trois|four quatre|five cinq|six|seven sept|eight huit|nine neuf|"
        "ten dix|eleven onze|twelve douze dozen douzaine|thirteen treize|fourteen quatorze|"
        "fifteen quinze quinzaine|sixteen seize|seventeen|eighteen|nineteen|twenty vingt vingtaine".split("|")
    )
    for word in words.split()
} | {"thirty": 30, "trente": 30, "forty": 40, "quarante": 40, "fifty": 50, "cinquante": 50,
     "sixty": 60, "soixante": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dizaine": 10,
     "hundred": 100, "centaine": 100}  # fmt: skip
# Articles and pronouns far more often than counts.
_LOOSE = frozenset("one un une".split())
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f.,']\d{3})+(?!\d)(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_NUMBER = re.compile(
    rf"(?:(?P<sign>[€£$¥])\s?|\b(?P<before>eur|gbp|usd|chf)\s?)?"
    rf"(?<![\w])(?:(?P<digits>{_DIGITS})|(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?![\w-]))"
    rf"(?:[\s-]?(?P<scale>{_SCALE})(?![a-z0-9]))?"
    rf"\s?(?P<after>[€£$¥%]|(?:{_UNIT})\b)?"
)
_CLOCK = re.compile(r"(?<=\d)h(\d\d)\b")
_BOTH = re.compile(r"\b(?:les|des|tous|toutes|aux|ces|nos|leurs)\s+(?:\w+\s+)?$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value and its unit: a currency, ``%`` or nothing."""

    value: Decimal
    unit: str


def quantities_in(text: str, *, counts_only: bool = False) -> Iterator[Quantity]:
    """Every number of ``text``; with ``counts_only`` words that are rarely numbers are passed over."""
    folded = _CLOCK.sub(r":\1", same_length_fold(text))
    for match in _NUMBER.finditer(folded):
        word = match["word"]
        if counts_only and word and _is_loose(word, folded, match):
            continue
        value = Decimal(_WORDS[word]) if word else _value(match["digits"])
        if value is None:
            continue
        scale = match["scale"]
        if scale and not (scale in ("m", "cent") and word):
            value *= _SCALES[scale]
        yield Quantity(value, _unit(match))


def without_quantities(text: str) -> str:
    """``text`` with its numbers and their units blanked: "EUR" behind an amount is no name."""
    kept = list(text)
    for match in _NUMBER.finditer(same_length_fold(text)):
        kept[match.start() : match.end()] = " " * (match.end() - match.start())
    return "".join(kept)


def _is_loose(word: str, folded: str, match: re.Match[str]) -> bool:
    if word in _LOOSE or (word == "deux" and _BOTH.search(folded[: match.start()])):
        return True
    if word == "neuf":  # "un logiciel neuf" is new
        following = folded[match.end() :].split()
        return not (following and following[0].rstrip(".,;").endswith(("s", "x")))
    return False


def _value(digits: str) -> Decimal | None:
    plain = re.sub(r"[ \u00a0\u202f']", "", digits)
    if re.fullmatch(r"[1-9]\d{0,2}(?:[.,]\d{3})+(?:[.,]\d{1,2})?", plain):
        whole = re.match(r"\d{1,3}(?:[.,]\d{3})+", plain)
        end = whole.end() if whole else 0
        plain = re.sub(r"[.,]", "", plain[:end]) + plain[end:]
    try:
        return Decimal(plain.replace(",", ".")).normalize()
    except InvalidOperation:
        return None


def _unit(match: re.Match[str]) -> str:
    for mark in (match["after"], match["sign"], match["before"]):
        if mark:
            return _SIGNS.get(mark) or _UNITS.get(mark) or ""
    return ""


def is_among(said: Quantity, known: Iterable[Quantity]) -> bool:
    """Whether the same number is known, in the same unit or, but for a percentage, in none."""
    return any(
        said.value == one.value
        and (
            said.unit == one.unit
            or ("" in (said.unit, one.unit) and "%" not in (said.unit, one.unit))
        )
        for one in known
    )


def same_length_fold(text: str) -> str:
    """``text`` folded character by character, so that places hold."""
    plain = fold(text)
    if len(plain) == len(text):
        return plain
    return "".join((fold(char) or " ")[0] for char in text)
