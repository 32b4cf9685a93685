"""Days a question speaks of: "since June", "le mois dernier", "in March", "depuis le 3 avril".

A month without a year is the latest one that has begun by the day of the question.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.reading.tokens import fold, tokenize

_MONTH_NAMES = (
    ("january", "janvier", "jan", "janv"), ("february", "fevrier", "feb", "fev", "fevr"),
    ("march", "mars", "mar"), ("april", "avril", "apr", "avr"), ("may", "mai"), ("june", "juin", "jun"),
    ("july", "juillet", "jul", "juil"), ("august", "aout", "aug"), ("september", "septembre", "sept", "sep"),
    ("october", "octobre", "oct"), ("november", "novembre", "nov"), ("december", "decembre", "dec"),
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_NUMERIC = re.compile(r"\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{2,4}))?\b")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:er|st|nd|rd|th)? (?:of )?({_MONTH})\b(?: (\d{{4}}))?")
_MONTH_DAY = re.compile(rf"\b({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (\d{{4}}))?")
_MONTH_ALONE = re.compile(
    rf"\b(?:in|since|from|of|by|until|during|last|early|late|mid|end of|start of|en|depuis|de|d'|fin|debut|mi|au mois de|"
    rf"courant|avant|before|after|apres)[ -]({_MONTH})\b(?: (\d{{4}}))?"
)
_YEAR = re.compile(r"\b(?:in|since|en|depuis|of|de) (20\d\d)\b")
_AGO = re.compile(
    r"\b(?:(\d+|a|one|two|three|six|un|une|deux|trois|six) (day|week|month|year)s? ago"
    r"|il y a (\d+|un|une|deux|trois|six) (jour|semaine|mois|an)s?)\b"
)
_LAST = re.compile(
    r"\b(?:last|past|previous) (week|month|quarter|year)\b"
    r"|\b(?:la |le |l'|cette |ce )?(semaine|mois|trimestre|an|annee) (?:dernier|derniere|passe|passee|precedent\w*)\b"
)
_THIS = re.compile(
    r"\bthis (week|month|quarter|year)\b|\b(?:cette|ce|cet) (semaine|mois|trimestre|annee)\b"
)
_YESTERDAY = re.compile(r"\b(?:yesterday|hier)\b")
_UNITS = {
    "jour": "day",
    "semaine": "week",
    "mois": "month",
    "trimestre": "quarter",
    "an": "year",
    "annee": "year",
}
_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
_COUNTS = {
    "a": 1,
    "one": 1,
    "un": 1,
    "une": 1,
    "two": 2,
    "deux": 2,
    "three": 3,
    "trois": 3,
    "six": 6,
}
_BELIEF = re.compile(
    r"\b(?:believ\w*|thought|think|knew|held|assum\w*|croy\w*|cru|pens(?:ait|ions|aient)|sav(?:ait|ions)|supposions|as of|"
    r"back in|at the time|a l'epoque|a cette date|au (?=\d))\b"
)
_SINCE = re.compile(r"\b(?:since|depuis|after|apres|from)\b")


@dataclass(frozen=True, slots=True)
class Period:
    """The days a question speaks of, both included. ``is_belief``: what was held at their end."""

    first: date
    last: date
    is_belief: bool
    is_since: bool


def period_in(question: str, today: date) -> Period | None:
    """The period a question speaks of, or ``None``."""
    folded = fold(question)
    found = _explicit(folded, today) or _relative(folded, today)
    if found is None:
        return None
    belief = _BELIEF.search(folded) is not None
    return Period(found[0], found[1], belief, _SINCE.search(folded) is not None)


def _explicit(folded: str, today: date) -> tuple[date, date] | None:
    if found := _ISO.search(folded):
        day = _day(int(found[1]), int(found[2]), int(found[3]))
        return (day, day) if day else None
    if found := _DAY_MONTH.search(folded):
        return _one_day(int(found[1]), _MONTHS[found[2]], found[3], today)
    if found := _MONTH_DAY.search(folded):
        return _one_day(int(found[2]), _MONTHS[found[1]], found[3], today)
    if found := _NUMERIC.search(folded):
        return _one_day(int(found[1]), int(found[2]), found[3], today)
    if found := _MONTH_ALONE.search(folded):
        month = _MONTHS[found[1]]
        year = int(found[2]) if found[2] else _latest_year(month, 1, today)
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    if found := _YEAR.search(folded):
        return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    return None


def _relative(folded: str, today: date) -> tuple[date, date] | None:
    if found := _AGO.search(folded):
        number, unit = found[1] or found[3], found[2] or _UNITS[found[4]]
        count = _COUNTS.get(number) or int(number)
        day = today - timedelta(days=count * _DAYS[unit])
        return day, day
    if found := _LAST.search(folded):
        return _before(today, found[1] or _UNITS[found[2]])
    if found := _THIS.search(folded):
        return _start_of(today, found[1] or _UNITS[found[2]]), today
    if _YESTERDAY.search(folded):
        return today - timedelta(days=1), today - timedelta(days=1)
    return None


def _before(today: date, unit: str) -> tuple[date, date]:
    end = _start_of(today, unit) - timedelta(days=1)
    return _start_of(end, unit), end


def _start_of(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
    return day.replace(month=1, day=1)


def _one_day(day: int, month: int, year: str | None, today: date) -> tuple[date, date] | None:
    if not 1 <= month <= 12:
        return None
    number = (
        int(year) + (2000 if len(year) == 2 else 0) if year else _latest_year(month, day, today)
    )
    found = _day(number, month, day)
    return (found, found) if found else None


def _latest_year(month: int, day: int, today: date) -> int:
    return today.year if (month, day) <= (today.month, today.day) else today.year - 1


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_OF_TIME = re.compile(
    rf"^(?:{_MONTH}|last|past|previous|this|week|month|quarter|year|ago|since|derniere?|passee?|precedente?|semaine|"
    r"mois|trimestre|an|annee|hier|yesterday|believ\w*|think|thought|knew|know|croy\w*|pens\w+|sav\w+|\d{1,4}|\d{4}-\d\d-\d\d|er|st|nd|rd|th)$"
)


def without_days(question: str) -> str:
    """``question`` without the words that only say when, each replaced by spaces."""
    kept = list(question)
    for token in tokenize(question):
        if _OF_TIME.match(token.norm):
            kept[token.start : token.end] = " " * (token.end - token.start)
    return "".join(kept)
