"""Amounts of money, and which of them are a budget set aside for this purchase."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from knowledge.reading.lexicon import LANGUAGES, table
from knowledge.reading.tokens import fold

_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f.,']\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_SCALE = r"(?:k|m|mn|md|bn|thousand|million|millions|mille|milliers|grand)"
_SIGN = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY"}
_WORD = {
    "euro": "EUR", "euros": "EUR", "eur": "EUR", "pound": "GBP", "pounds": "GBP", "gbp": "GBP",
    "quid": "GBP", "sterling": "GBP", "dollar": "USD", "dollars": "USD", "usd": "USD",
    "franc": "CHF", "francs": "CHF", "chf": "CHF", "cad": "CAD", "yen": "JPY", "balles": "EUR",
}  # fmt: skip
_AMOUNT = re.compile(
    rf"(?P<sign>[€£$]|(?:eur|gbp|usd|chf)\s?)?\s?(?P<number>{_NUMBER})\s?(?P<scale>{_SCALE}(?![a-z]))?\s?"
    rf"(?P<after>[€£$]|(?:{'|'.join(_WORD)})\b)?",
)
_PER = re.compile(
    r"^\s?(?:/|per\b|par\b|a year\b|an? (?:seat|user|head|month|pupil)|pcm|pa\b|l'unite)"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum at ``start`` to ``end`` of a sentence's text."""

    start: int
    end: int
    value: Decimal
    currency: str


def amounts_in(text: str, default: str | None) -> Iterator[Amount]:
    """Every sum of money; a bare "90K" takes ``default`` as its currency."""
    folded = _same_length(text)
    for match in _AMOUNT.finditer(folded):
        currency = _currency(match, default)
        value = _value(match)
        if (
            currency
            and value is not None
            and value > 0
            and not _PER.match(folded[match.end() :][:12])
        ):
            yield Amount(match.start(), match.end(), value, currency)


def _currency(match: re.Match[str], default: str | None) -> str | None:
    sign, after, scale = match["sign"], match["after"], match["scale"]
    for mark in (sign, after):
        if mark:
            return _SIGN.get(mark.strip()) or _WORD.get(mark.strip())
    return default if scale in ("k", "m") else None


def _value(match: re.Match[str]) -> Decimal | None:
    digits = re.sub(r"[ \u00a0\u202f']", "", match["number"])
    if re.search(r"[.,]\d{3}(?:\D|$)", digits) and not re.search(r"[.,]\d{1,2}$", digits):
        digits = re.sub(r"[.,]", "", digits)
    digits = digits.replace(",", ".")
    if digits.count(".") > 1:
        digits = digits.replace(".", "", digits.count(".") - 1)
    try:
        number = Decimal(digits)
    except InvalidOperation:
        return None
    factor = {"k": 1000, "thousand": 1000, "mille": 1000, "grand": 1000, "milliers": 1000, "m": 10**6,
              "mn": 10**6, "million": 10**6, "millions": 10**6, "md": 10**9, "bn": 10**9}  # fmt: skip
    return number * factor.get(match["scale"] or "", 1)


def _same_length(text: str) -> str:
    plain = fold(text)
    return plain if len(plain) == len(text) else "".join((fold(c) or " ")[0] for c in text)


def is_budget(before: str, after: str) -> bool:
    """Whether the words around an amount say that it is set aside for this, and nothing denies it.

    ``before`` and ``after`` are the same sentence's text on either side of the amount.
    """
    around = fold(before) + " ¤ " + fold(after)
    signs = [re.compile(p) for lang in LANGUAGES for p in table(lang, "money")["budget"]]
    denials = [re.compile(p) for lang in LANGUAGES for p in table(lang, "money")["other"]]
    return any(s.search(around) for s in signs) and not any(d.search(around) for d in denials)
