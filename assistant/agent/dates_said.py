"""Days said in French or English, as precisely as they were said, so that they can be compared.

"12 mars", "March 2026", "Q3" and "2026-03-12" are calendar words; "tomorrow" and "la semaine dernière"
only mean a day together with the day they are said on.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from assistant.agent.numbers_said import same_length_fold
from knowledge.reading.dates import dates_in

_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3,
    "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8,
    "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12, "janv": 1, "fevr": 2, "fev": 2,
    "avr": 4, "juil": 7,
}  # fmt: skip
# Alone and in small letters these are other words.
_ALSO_WORDS = frozenset(
    "may march mar mars jan sep dec jun jul nov oct apr avr fev feb aug".split()
)
_WEEKDAYS = {
    word: at
    for at, words in enumerate(
        "monday lundi|tuesday mardi|wednesday mercredi|thursday jeudi|friday vendredi|saturday samedi|"
        "sunday dimanche".split("|")
    )
    for word in words.split()
}
_WEEKDAY = "|".join(_WEEKDAYS)
_SHORT_DAYS = {"monday": "mon", "tuesday": "tues?", "wednesday": "weds?", "thursday": "thurs?",
               "friday": "fri", "saturday": "sat", "sunday": "sun"}  # fmt: skip
# "On Tuesdays", "un mardi", "le mardi": no one day, but the kind of day the source speaks of.
_HABIT = re.compile(
    rf"\b(?:(?:every|each|chaque|un|a|one|le|any|first|second|third|fourth|last|1st|2nd|3rd|4th|premier|1er|"
    rf"deuxieme|troisieme|quatrieme|dernier)\s+(?P<one>{_WEEKDAY})\b|(?P<many>{_WEEKDAY})s\b)"
)
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_NTH = r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|eme)?"
_QUARTERS = {"first": 1, "1st": 1, "premier": 1, "1er": 1, "second": 2, "2nd": 2, "deuxieme": 2,
             "2e": 2, "third": 3, "3rd": 3, "troisieme": 3, "3e": 3, "fourth": 4, "4th": 4,
             "last": 4, "quatrieme": 4, "4e": 4, "dernier": 4}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """A day, a month, a quarter or a year: the parts that were said are set."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None

    @classmethod
    def of(cls, exact: date) -> "Day":
        """A whole date."""
        return cls(exact.year, exact.month, exact.day)

    def covers(self, said: "Day") -> bool:
        """Whether ``said`` is this very day, or a coarser way to say it."""
        if said.quarter is not None:
            mine = self.quarter or ((self.month + 2) // 3 if self.month else None)
            return mine == said.quarter and said.year in (None, self.year)
        return (
            said.year in (None, self.year)
            and said.month in (None, self.month)
            and said.day in (None, self.day)
        )


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words that say a day, at ``start`` to ``end``; ``readings`` are what they may mean."""

    start: int
    end: int
    readings: tuple[Day, ...]


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    named = rf"(?:\b(?:{_WEEKDAY}|mon|tues?|wed|thurs?|fri|sat|sun)\.?,?\s+(?:the\s+|le\s+)?)?"
    span = (
        named
        + r"(?:(?P<d0>\d{1,2})(?:er|st|nd|rd|th)?\s?(?:-|–|to|and|et|au|ou|or)\s?(?:le\s|the\s)?)?"
    )
    sources = (
        rf"{named}(?<!\d){_YEAR}-(?P<m>\d{{1,2}})(?:-(?P<d>\d{{1,2}}))?(?!\d)",
        named + r"(?<![\d/.,])(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>(?:19|20)?\d\d)(?![\d/%])",
        named + r"(?<![\d/.,])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?![\d/%])",
        rf"{span}(?<![\d.,]){_NTH}\s?(?:of\s+)?(?P<mon>{_MONTH})\b\.?(?:,?\s+{_YEAR})?",
        rf"\b(?P<first>premier|first)\s+(?:of\s+)?(?P<mon>{_MONTH})\b(?:,?\s+{_YEAR})?",
        rf"{named}\b(?P<mon>{_MONTH})\.?\s+(?:the\s+)?{_NTH}(?!\d|\s*(?:%|k\b|€|\$|£|:|h\b))(?:,?\s+{_YEAR})?",
        rf"\b(?P<mon>{_MONTH})\.?,?\s+(?:de\s+|of\s+)?{_YEAR}",
        rf"\b[qt](?P<q>[1-4])(?:[\s/-]*{_YEAR})?\b",
        rf"\b(?P<nth>{'|'.join(_QUARTERS)})\s+(?:quarter|trimestre)\b(?:\s+(?:of\s+|de\s+)?{_YEAR})?",
        rf"(?<![\w'])(?P<alone>{_MONTH})\b",
        rf"(?<![\d.,/\-€$£]){_YEAR}(?![\d/%€$£-]|[.,]\d|\s?(?:[%€$£]|(?:k|m|euros?|eur)\b))",
    )
    return tuple(re.compile(source) for source in sources)


def calendar_words(text: str) -> list[Spoken]:
    """The days, months, quarters and years that ``text`` spells out."""
    folded = same_length_fold(text)
    found: list[Spoken] = []
    for pattern in _patterns():
        for match in pattern.finditer(folded):
            if any(match.start() < one.end and one.start < match.end() for one in found):
                continue
            readings = tuple(_readings(match.groupdict(), text[match.start() : match.end()]))
            if readings:
                found.append(Spoken(match.start(), match.end(), readings))
    return sorted(found, key=lambda one: one.start)


def _readings(parts: dict[str, str | None], written: str) -> Iterator[Day]:
    year = _year(parts.get("y"))
    if alone := parts.get("alone"):
        if alone not in _ALSO_WORDS or written[:1].isupper() or alone == "mars":
            yield Day(month=_MONTHS[alone])
        return
    quarter = parts.get("q")
    if quarter or parts.get("nth"):
        yield Day(year, quarter=int(quarter) if quarter else _QUARTERS[parts["nth"] or "first"])
        return
    named = parts.get("mon")
    number = parts.get("m")
    number_of_day = "1" if parts.get("first") else parts.get("d")
    day = int(number_of_day) if number_of_day else None
    if named is None and number is None:
        yield Day(year)
        return
    month = _MONTHS[named] if named else int(number or 0)
    if _is_day(month, day):
        yield Day(year, month, day)
    if parts.get("d0") and _is_day(month, int(parts["d0"] or 0)):
        yield Day(year, month, int(parts["d0"] or 0))
    if not named and day and "/" in written and month != day and _is_day(day, month):
        yield Day(year, day, month)


def _year(written: str | None) -> int | None:
    return None if not written else int(written) + (2000 if len(written) == 2 else 0)


def _is_day(month: int, day: int | None) -> bool:
    return 1 <= month <= 12 and (day is None or 1 <= day <= 31)


def habits(text: str) -> list[tuple[Spoken, int]]:
    """Kinds of weekday ("on Tuesdays", "un mardi"), with the weekday from 0 for Monday."""
    return [
        (Spoken(match.start(), match.end(), ()), _WEEKDAYS[match["one"] or match["many"]])
        for match in _HABIT.finditer(same_length_fold(text))
    ]


def weekdays_named(text: str) -> frozenset[int]:
    """The weekdays that stand in ``text`` in any way."""
    return frozenset(
        at
        for word, at in _WEEKDAYS.items()
        if re.search(rf"\b(?:{word}|{_SHORT_DAYS.get(word, word)}\b)", same_length_fold(text))
    )


def without(text: str, spoken: Iterable[Spoken]) -> str:
    """``text`` with those words blanked, so that what is left holds other numbers and names."""
    kept = list(text)
    for one in spoken:
        kept[one.start : one.end] = " " * (one.end - one.start)
    return "".join(kept)


def relative_words(text: str, on: date) -> list[Spoken]:
    """Words that mean a day only when said on a day; ``text`` has no calendar words any more."""
    found = [
        Spoken(due.start, due.end, (Day.of(due.date),)) for due in dates_in(text, on)
    ]  # what lies ahead, as the readers of notes understand it
    folded = same_length_fold(text)
    for pattern, meaning in _PAST:
        for match in pattern.finditer(folded):
            if any(match.start() < one.end and one.start < match.end() for one in found):
                continue
            found.append(Spoken(match.start(), match.end(), tuple(meaning(match, on))))
    return sorted(found, key=lambda one: one.start)


def _days(first: date, count: int) -> list[Day]:
    return [Day.of(first + timedelta(days=n)) for n in range(count)]


def _week_before(on: date, weeks: int) -> list[Day]:
    return _days(on - timedelta(days=on.weekday() + 7 * weeks), 7)


def _months_before(on: date, months: int) -> list[Day]:
    at = on.year * 12 + on.month - 1 - months
    return [Day(at // 12, at % 12 + 1)]


def _ago(match: re.Match[str], on: date) -> list[Day]:
    count = int(match["n"]) if match["n"].isdigit() else _COUNTS[match["n"]]
    unit = match["u"]
    if unit.startswith(("d", "j")):
        return _days(on - timedelta(days=count), 1)
    if unit.startswith(("w", "s")):
        return _week_before(on, count)
    if unit.startswith("m"):
        return _months_before(on, count)
    return [Day(on.year - count)]


_COUNTS = {"a": 1, "one": 1, "un": 1, "une": 1, "two": 2, "deux": 2, "three": 3, "trois": 3,
           "four": 4, "quatre": 4, "five": 5, "cinq": 5, "six": 6}  # fmt: skip
_N = rf"(?P<n>\d{{1,2}}|{'|'.join(_COUNTS)})"
_U = r"(?P<u>days?|weeks?|months?|years?|jours?|semaines?|mois|ans?)"
_PAST = tuple(
    (re.compile(source), meaning)
    for source, meaning in (
        (r"\b(?:yesterday|hier)\b", lambda _, on: _days(on - timedelta(days=1), 1)),
        (
            r"\b(?:last week|(?:la )?semaine (?:derniere|passee))\b",
            lambda _, on: _week_before(on, 1),
        ),
        (r"\b(?:last month|(?:le )?mois (?:dernier|passe))\b", lambda _, on: _months_before(on, 1)),
        (
            r"\b(?:last year|l'an (?:dernier|passe)|l'annee (?:derniere|passee))\b",
            lambda _, on: [Day(on.year - 1)],
        ),
        (r"\b(?:this year|cette annee)\b", lambda _, on: [Day(on.year)]),
        (r"\b(?:next year|l'an prochain|l'annee prochaine)\b", lambda _, on: [Day(on.year + 1)]),
        (rf"\b{_N} {_U} ago\b", _ago),
        (rf"\bil y a {_N} {_U}\b", _ago),
    )
)


def known_days(texts: Iterable[str], on: date) -> set[Day]:
    """Every day that ``texts``, said ``on`` a day, speak of; a year nobody said is the nearest one."""
    found = {Day.of(on)}
    for text in texts:
        spoken = calendar_words(text)
        found |= {reading for one in spoken for reading in one.readings}
        found |= {r for one in relative_words(without(text, spoken), on) for r in one.readings}
    return found | {near for day in found if day.year is None for near in _nearest(day, on)}


def _nearest(day: Day, on: date) -> list[Day]:
    """The same month or quarter with its year: the last one before ``on`` and the next one after."""
    months = day.month or (day.quarter or 1) * 3
    past = on.year if months <= on.month else on.year - 1
    ahead = on.year if months >= on.month else on.year + 1
    return [Day(year, day.month, day.day, day.quarter) for year in {past, ahead}]
