"""When something is due, by the convention of the annotation guide, French and English.

A weekday is the next one after the note's date; "this week" is its Friday, "next week" the Friday
after; a month with no day is its last day. No date said is ``None``; none is ever guessed.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.reading.tokens import fold

_DAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4,
    "lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3, "vendredi": 4, "samedi": 5,
    "dimanche": 6, "jeu": 3, "ven": 4,
}  # fmt: skip
_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2,
    "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8,
    "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12, "janv": 1, "fevr": 2, "fev": 2,
    "avr": 4, "juil": 7,
}  # fmt: skip
_ORDINALS = {
    w: i
    for i, words in enumerate(
        "|first premier 1er|second deux 2nd|third trois|fourth quatre|fifth cinq|sixth six|seventh sept|"
        "eighth huit|ninth neuf|tenth dix|eleventh onze|twelfth douze|thirteenth treize|"
        "fourteenth quatorze|fifteenth quinze|sixteenth seize|seventeenth dix-sept|"
        "eighteenth dix-huit|nineteenth dix-neuf|twentieth vingt|twenty-first vingt-et-un|"
        "twenty-second vingt-deux|twenty-third vingt-trois|twenty-fourth vingt-quatre|"
        "twenty-fifth vingt-cinq|twenty-sixth vingt-six|twenty-seventh vingt-sept|"
        "twenty-eighth vingt-huit|twenty-ninth vingt-neuf|thirtieth trente|thirty-first "
        "trente-et-un".split("|")
    )
    for w in words.split()
}
_DAY = "|".join(sorted(_DAYS, key=len, reverse=True))
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ORDINAL = "|".join(
    sorted((w for w in _ORDINALS if w not in ("deux", "six", "dix")), key=len, reverse=True)
)
_COUNT = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "un": 1, "une": 1, "deux": 2, "trois": 3,
          "quatre": 4, "huit": 8, "dix": 10, "quinze": 15, "five": 5, "six": 6, "ten": 10}  # fmt: skip
_NUMBER = r"(?:\d{1,2}|" + "|".join(_COUNT) + ")"


@dataclass(frozen=True, slots=True)
class Due:
    """A date said at ``start`` to ``end`` of the searched text."""

    start: int
    end: int
    date: dt.date


_Reader = Callable[[re.Match[str], dt.date], dt.date | None]


def _year_for(month: int, day: int, year: str | None, today: dt.date) -> dt.date | None:
    if year:
        number = int(year)
        number += 2000 if number < 100 else 0
        return _safe(number, month, day)
    found = _safe(today.year, month, day)
    if found is None or (found < today and (today - found).days > 120):
        return _safe(today.year + 1, month, day)
    return found


def _safe(year: int, month: int, day: int) -> dt.date | None:
    if not (1 <= month <= 12 and 1 <= year <= 9998):
        return None
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return dt.date(year, month, day)


def _plus(today: dt.date, days: int) -> dt.date | None:
    """``today`` and some days, or ``None`` past the end of the calendar."""
    ordinal = today.toordinal() + days
    return dt.date.fromordinal(ordinal) if 1 <= ordinal <= dt.date.max.toordinal() else None


def _friday(day: dt.date | None) -> dt.date | None:
    return None if day is None else _plus(day, 4 - day.weekday())


def _month_end(year: int, month: int) -> dt.date | None:
    if not 1 <= year <= 9998:
        return None
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _numeric(m: re.Match[str], today: dt.date) -> dt.date | None:
    return _year_for(int(m["m"]), int(m["d"]), m["y"], today)


def _iso(m: re.Match[str], _today: dt.date) -> dt.date | None:
    return _safe(int(m["y"]), int(m["m"]), int(m["d"]))


def _day_number(word: str) -> int:
    digits = re.match(r"\d+", word)
    return int(digits.group()) if digits else _ORDINALS.get(word, 0)


def _day_month(m: re.Match[str], today: dt.date) -> dt.date | None:
    return _year_for(_MONTHS[m["mon"]], _day_number(m["d"]), m["y"], today)


def _bare_day(m: re.Match[str], today: dt.date) -> dt.date | None:
    if m["d"] in ("first", "premier", "second", "trois", "deux"):
        return None  # "passer le premier" is no day of the month
    day = _day_number(m["d"])
    here = _safe(today.year, today.month, day)
    if here and here >= today:
        return here
    year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
    return _safe(year, month, day)


def _weekday(m: re.Match[str], today: dt.date) -> dt.date | None:
    ahead = (_DAYS[m["wd"]] - today.weekday()) % 7 or 7
    return _plus(today, ahead)


def _weekday_next(m: re.Match[str], today: dt.date) -> dt.date | None:
    ahead = _DAYS[m["wd"]] - today.weekday() + 7
    return _plus(today, ahead)


def _weekday_week(m: re.Match[str], today: dt.date) -> dt.date | None:
    return _weekday_next(m, today)


def _end_of_month(m: re.Match[str], today: dt.date) -> dt.date | None:
    month = _MONTHS[m["mon"]]
    year = today.year + (1 if month < today.month else 0)
    return _month_end(year, month)


def _mid_month(m: re.Match[str], today: dt.date) -> dt.date | None:
    month = _MONTHS[m["mon"]]
    return _safe(today.year + (1 if month < today.month else 0), month, 15)


def _iso_week(m: re.Match[str], today: dt.date) -> dt.date | None:
    week = int(m["w"])
    if not 1 <= week <= 53:
        return None
    year = today.year + (1 if week < today.isocalendar().week - 8 else 0)
    if not 1 <= year <= 9998:
        return None
    try:
        return dt.date.fromisocalendar(year, week, 5)
    except ValueError:
        return None


def _week_of(m: re.Match[str], today: dt.date) -> dt.date | None:
    day = _day_month(m, today) if m["mon"] else _bare_day(m, today)
    return _friday(day)


def _in_units(m: re.Match[str], today: dt.date) -> dt.date | None:
    word = m["n"]
    count = int(word) if word.isdigit() else _COUNT[word]
    unit = m["u"]
    if unit.startswith(("week", "wk", "sem")):
        return _friday(_plus(today, 7 * count))
    if unit.startswith(("month", "mois")):
        index = today.month - 1 + count
        return _month_end(today.year + index // 12, index % 12 + 1)
    return _plus(today, count)


def _this_month(_m: re.Match[str], today: dt.date) -> dt.date | None:
    return _month_end(today.year, today.month)


def _next_month(_m: re.Match[str], today: dt.date) -> dt.date | None:
    year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
    return _month_end(year, month)


def _year_end(_m: re.Match[str], today: dt.date) -> dt.date | None:
    return _safe(today.year, 12, 31)


def _quarter(m: re.Match[str], today: dt.date) -> dt.date | None:
    quarter = int(m["q"])
    year = today.year + (1 if quarter * 3 < today.month else 0)
    return _month_end(year, quarter * 3)


def _ahead(days: int) -> _Reader:
    return lambda _m, today: _plus(today, days)


def _week(weeks: int) -> _Reader:
    return lambda _m, today: _friday(_plus(today, 7 * weeks))


@lru_cache
def _readers() -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    year = r"(?:[\s,]+(?P<y>20\d\d))?"
    nth = rf"(?P<d>\d{{1,2}}(?:st|nd|rd|th|er|e)?|{_ORDINAL}|deux|six|dix)"
    sources: tuple[tuple[str, _Reader], ...] = (
        (r"(?P<y>20\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})", _iso),
        (r"(?<![\d/.,])(?!24/7)(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:/(?P<y>(?:20)?\d\d))?(?![\d/%])", _numeric),
        (r"(?<![\d/.,])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:20)?\d\d)(?!\d)", _numeric),
        (rf"(?:week of|w/c|w/e|week commencing|semaine du)\s+(?:the\s+)?{nth}(?:\s+(?:of\s+)?(?P<mon>{_MONTH})\b)?{year}", _week_of),
        (rf"(?:{_DAY})?\.?\s*(?:the\s+|le\s+)?\b{nth}\s+(?:of\s+)?(?P<mon>{_MONTH})\b\.?{year}", _day_month),
        (rf"\b(?P<mon>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:h|:|%|k|€)){year}", _day_month),
        (r"\b(?:sem(?:aine)?|week|wk|s)\.?\s?(?P<w>\d{1,2})\b", _iso_week),
        (rf"\b(?:next week|la semaine prochaine|semaine prochaine)[\s,]+(?:on\s+)?(?P<wd>{_DAY})\b", _weekday_week),
        (rf"\b(?P<wd>{_DAY})\s+(?:of\s+)?(?:next week|de la semaine prochaine|semaine prochaine)\b", _weekday_week),
        (rf"\b(?P<wd>{_DAY})\s+en (?:huit|8)\b", _weekday_next),
        (r"\b(?:the )?(?:day after tomorrow)\b|\bapres-demain\b", _ahead(2)),
        (r"\b(?:tomorrow|tmrw|demain)\b(?!\s+matin\s+prochain)", _ahead(1)),
        (r"\b(?:today|tonight|this (?:afternoon|evening)|by eod|end of (?:the )?day|eod|aujourd'hui|ce soir|cet apres-midi|dans la journee)\b", _ahead(0)),
        (r"\b(?:in a fortnight|within a fortnight|a fortnight)\b|\bsous quinzaine\b|\bdans (?:une quinzaine|quinze jours|15 jours|la quinzaine)\b|\bd'ici (?:15|quinze) jours\b|\bsous (?:15|quinze) jours\b", _ahead(14)),
        (r"\bsous (?:huitaine|huit jours|8 jours)\b|\bd'ici (?:huit|8) jours\b|\bdans (?:huit|8) jours\b", _ahead(7)),
        (r"\b(?:this|end of (?:the |this )?|later this|by the end of the|before the end of the)\s?week\b|\b(?:cette semaine|fin de (?:la )?semaine|d'ici la fin de (?:la )?semaine|avant la fin de (?:la )?semaine|en fin de semaine|dans la semaine|eow)\b|\beow\b", _week(0)),
        (r"\bweek after next\b|\bdans deux semaines\b|\bd'ici deux semaines\b|\bd'ici 2 semaines\b|\bunder two weeks\b", _week(2)),
        (r"\b(?:next week|early next week|end of next week)\b|\b(?:la |en )?(?:debut |fin )?(?:de )?(?:la )?semaine prochaine\b|\bsem(?:\.|aine)? pro(?:chaine)?\b", _week(1)),
        (rf"\b(?:in|within|under|dans|sous|d'ici)\s+(?P<n>{_NUMBER})\s+(?P<u>days?|weeks?|wks?|months?|jours?|semaines?|sem|mois)\b", _in_units),
        (rf"\b(?:mid[- ]|mi[- ])(?P<mon>{_MONTH})\b", _mid_month),
        (rf"\b(?:next|ce|this coming|coming|prochain)\s+(?P<wd>{_DAY})\b", _weekday),
        (rf"\b(?P<wd>{_DAY})\s+prochain\b", _weekday),
        (rf"\b(?:by|before|until|til|till|on|from|for|avant|d'ici|pour|des|end of|late|in|during|through|early|courant|fin|debut|en|au mois de|over|this)\s+(?:the\s+)?(?:end of\s+|la fin\s+|fin\s+|late\s+)?(?:de\s+|d')?(?P<mon>{_MONTH})\b(?!\s+\d)", _end_of_month),
        (r"\b(?:(?:by|before|at|until) )?(?:the )?(?:end of (?:the|this) month|month[- ]end|month end|eom)\b|\b(?:d'ici |avant |a )?(?:la )?fin (?:du|de ce) mois\b|\b(?:this month|ce mois-ci|ce mois)\b|\bfin de mois\b", _this_month),
        (r"\b(?:next month|le mois prochain|mois prochain)\b", _next_month),
        (r"\b(?:by |before )?(?:the )?(?:end of (?:the|this) year|year[- ]end)\b|\b(?:d'ici |avant )?(?:la )?fin (?:de l'|d')annee\b", _year_end),
        (r"\b(?:in|by|before|end of|end|during|d'ici|avant|fin|au|en) (?:le )?[qt](?P<q>[1-4])\b", _quarter),
        (rf"\b(?:on|by|before|le|du|au|pour le|avant le|d'ici le|d'ici au|until|til|till|for|sur le)\s+(?:the\s+)?(?:(?:{_DAY})\s+)?(?:the\s+|le\s+)?{nth}\b(?!\s*(?:[a-z%€$£:h/]|\d|\.\d))", _bare_day),
        (r"\bthe\s+(?P<d>\d{1,2}(?:st|nd|rd|th))\b", _bare_day),
        (rf"\b(?:le|au)\s+(?P<d>\d{{1,2}}|{_ORDINAL})\b(?!\s*(?:[%€$£:/]|\d|\.\d|h\b))(?=\s*(?:$|[,;.)]|et\b|ah\b|pour\b|a\b|avec\b|au\b|chez\b|dans\b|si\b|mais\b))", _bare_day),
        (rf"(?P<wd>{_DAY})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:h|:|[%€$£]))", _bare_day),
        (rf"(?<![\w'])(?P<wd>{_DAY})(?![\w'-])", _weekday),
    )  # fmt: skip
    return tuple((re.compile(source), reader) for source, reader in sources)


def dates_in(text: str, today: dt.date) -> Iterator[Due]:
    """Every date said in ``text``, earlier readers winning where two overlap."""
    folded = _folded(text)
    taken: list[tuple[int, int]] = []
    found: list[Due] = []
    for pattern, reader in _readers():
        for match in pattern.finditer(folded):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            date = reader(match, today)
            if date is not None:
                taken.append(match.span())
                found.append(Due(match.start(), match.end(), date))
    yield from sorted(found, key=lambda due: due.start)


def _folded(text: str) -> str:
    """Folded text of the same length, so that offsets stay true."""
    plain = fold(text)
    if len(plain) == len(text):
        return plain
    return "".join((fold(c) or " ")[0] for c in text)
