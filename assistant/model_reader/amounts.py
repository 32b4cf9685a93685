"""Whether words hold a sum of money: in digits, with a scale ("64 k€"), or spelled out."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from knowledge.domain.names import fold
from knowledge.reading.money import amounts_in

_DIGITS = re.compile(
    r"(\d[\d \u00a0\u202f.,']*)\s?(k|thousand|mille|grand|m|mn|millions?|lakhs?|cr|crores?)?(?![a-z])",
    re.IGNORECASE,
)
_SCALES = {
    "k": 1_000, "thousand": 1_000, "mille": 1_000, "grand": 1_000, "m": 1_000_000,
    "mn": 1_000_000, "million": 1_000_000, "lakh": 100_000, "cr": 10_000_000, "crore": 10_000_000,
}  # fmt: skip
_ONES = {
    word: value
    for value, words in enumerate(
        "zero|one un une|two deux|three trois|four quatre|five cinq|six|seven sept|eight huit|nine neuf|"
        "ten dix|eleven onze|twelve douze|thirteen treize|fourteen quatorze|fifteen quinze|"
        "sixteen seize|seventeen|eighteen|nineteen".split("|")
    )
    for word in words.split()
}
_TENS = {
    "twenty": 20, "vingt": 20, "vingts": 20, "thirty": 30, "trente": 30, "forty": 40, "quarante": 40,
    "fifty": 50, "cinquante": 50, "sixty": 60, "soixante": 60, "seventy": 70, "septante": 70,
    "eighty": 80, "huitante": 80, "octante": 80, "ninety": 90, "nonante": 90,
}  # fmt: skip
_HUNDRED = frozenset(("hundred", "cent", "cents"))
_THOUSANDS = {
    "thousand": 1_000, "mille": 1_000, "grand": 1_000, "k": 1_000,
    "million": 1_000_000, "millions": 1_000_000,
}  # fmt: skip


def says_amount(words: str, amount: Decimal, currency: str) -> bool:
    """Whether ``words`` hold ``amount``, whatever way it is written."""
    if any(found.value == amount for found in amounts_in(words, currency)):
        return True
    return amount in _in_digits(words) or amount in _spelled(words)


def _in_digits(words: str) -> Iterator[Decimal]:
    for match in _DIGITS.finditer(words):
        scale = _SCALES[match[2].lower().rstrip("s")] if match[2] else 1
        written = re.sub(r"[ \u00a0\u202f']", "", match[1]).rstrip(".,")
        whole = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", written)
        for form in (whole, written):
            try:
                yield Decimal(form.replace(",", ".")) * scale
            except InvalidOperation:
                continue


def _spelled(words: str) -> Iterator[Decimal]:
    """Every run of number words, English and French, as a number."""
    total = part = 0
    inside = False
    for word in [*fold(words).split(), ""]:
        if word in _ONES or word in _TENS:
            # "quatre-vingts" multiplies, everything else adds up.
            part = part * 20 if word.startswith("vingt") and part % 100 == 4 else part
            part += 0 if word.startswith("vingt") and part % 100 == 80 else _value(word)
        elif word in _HUNDRED:
            part = max(part, 1) * 100
        elif word in _THOUSANDS and (inside or word == "mille"):
            total, part = total + max(part, 1) * _THOUSANDS[word], 0
        elif not (inside and word in ("and", "et")):
            if inside:
                yield Decimal(total + part)
            total = part = 0
            inside = False
            continue
        inside = True


def _value(word: str) -> int:
    return _ONES.get(word, _TENS.get(word, 0))
