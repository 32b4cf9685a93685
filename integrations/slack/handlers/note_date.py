"""The day a pasted note is about, when its first line says so: "ambrelac, jeudi 22/01, visite du quai".

A pasted mail says it in the lines above its subject. Day first, as both of our countries of origin
write it. One date, not ahead of today; anything else is left to the day the note was pasted, which the
card shows.
"""

import re
from datetime import date
from itertools import takewhile

from knowledge.language.catalogue import LANGUAGES, phrase

_ISO = re.compile(r"(?<![\d/.-])(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])")
_FIGURES = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})[/.](?P<month>\d{1,2})(?:[/.](?P<year>20\d\d|\d\d))?(?![\d/.]\d|\d)"
)
_WORDS = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:er|st|nd|rd|th)?\s+(?P<month>[^\W\d_]{3,})\.?(?:\s+(?P<year>20\d\d))?"
)
_MAIL = re.compile(r"^\W*(?:from|de|to|à|subject|objet|date|sent|envoyé)\s*:", re.IGNORECASE)
_MAIL_LINES = 6
_LONGEST_AGO_DAYS = 300


def note_date(text: str, today: date) -> date | None:
    """The one day the first line names, or the head of a mail; ``None`` when there is not just one."""
    above = _first_lines(text)
    head = "\n".join(above if is_mail(text) else above[:1])[:400]
    found = {
        day
        for pattern in (_ISO, _FIGURES, _WORDS)
        for mark in pattern.finditer(head)
        if (day := _day(mark, today)) is not None
    }
    return found.pop() if len(found) == 1 else None


def is_mail(text: str) -> bool:
    """Whether the text begins as a pasted or forwarded mail does."""
    return sum(1 for line in _first_lines(text) if _MAIL.match(line)) > 1


def _first_lines(text: str) -> list[str]:
    """The lines up to the first empty one, a few at most."""
    lines = text[:2_000].strip().splitlines()
    return list(takewhile(str.strip, lines))[:_MAIL_LINES]


def _day(mark: re.Match[str], today: date) -> date | None:
    month = mark["month"] if mark["month"].isdigit() else _month(mark["month"].lower())
    if month is None:
        return None
    if mark["year"]:
        year = int(mark["year"]) % 100 + 2000
        day = _calendar(year, int(month), int(mark["day"]))
        return day if day is not None and day <= today else None
    for year in (today.year, today.year - 1):
        day = _calendar(year, int(month), int(mark["day"]))
        if day is not None and 0 <= (today - day).days <= _LONGEST_AGO_DAYS:
            return day
    return None


def _month(word: str) -> int | None:
    for lang in LANGUAGES:
        for number, name in enumerate(phrase(lang, "answers.day.months").lower().split(), start=1):
            if name == word or (len(word) >= 3 and name.startswith(word)):
                return number
    return None


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
