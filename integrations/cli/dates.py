"""Days as people type them, and days as people read them."""

import re
from datetime import date, timedelta
from typing import Any

from knowledge.errors import BadDate
from knowledge.language.catalogue import phrase

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII)
# The day first, as both of our countries of origin write it; a year has four figures.
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})", re.ASCII)
_RELATIVE = {
    "today": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "aujourd'hui": 0,
    "aujourdhui": 0,
    "hier": -1,
    "demain": 1,
}


def parse_day(given: str, today: date) -> date:
    """The day that ``given`` names, whatever the language. Raises BadDate."""
    word = given.strip().lower().replace("\u2019", "'")
    if word in _RELATIVE:
        return today + timedelta(days=_RELATIVE[word])
    found = _ISO.fullmatch(word) or _DAY_FIRST.fullmatch(word)
    if found is None:
        raise BadDate(given)
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise BadDate(given) from None


def parse_optional_day(given: str | None, today: date) -> date | None:
    """As ``parse_day``; ``None`` when nothing was given."""
    return None if given is None else parse_day(given, today)


def parse_as_of(given: str | None, today: date) -> date | None:
    """As ``parse_optional_day``, for what was known on a day. Raises FutureDay for one to come."""
    from assistant.answers.asking import refuse_future

    day = parse_optional_day(given, today)
    refuse_future(day, today)
    return day


def day_words(day: date, lang: str) -> str:
    """A day as people write it: 14 March 2026, 14 mars 2026, 1er mars 2026."""
    number = "1er" if lang == "fr" and day.day == 1 else str(day.day)
    return f"{number} {phrase(lang, f'cli.month.{day.month}')} {day.year}"


def iso_words(lang: str, day: Any) -> str:
    """A stored day as people write it; something else is shown as it stands."""
    try:
        return day_words(date.fromisoformat(str(day)), lang)
    except ValueError:
        return str(day)
