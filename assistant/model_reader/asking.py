"""The request for one piece of a note: the variables of the prompt ``read_note``, in its language."""

import calendar
import datetime as dt
from collections.abc import Iterable

from knowledge.domain.reading import ReadingContext
from knowledge.language.catalogue import phrase

PROMPT = "read_note"
_DAYS_AHEAD = 14
_MOST_NAMES = 80


def variables_of(
    text: str, context: ReadingContext, lang: str, *, part: int = 1, parts: int = 1,
    seen: Iterable[str] = (),
) -> dict[str, str]:  # fmt: skip
    """What the prompt is filled in with.

    Args:
        text: The words of this piece.
        context: What may be known before reading.
        lang: The language of the prompt.
        part: Which piece this is, from 1.
        parts: How many pieces there are.
        seen: Names found in earlier pieces.
    """
    nobody = phrase(lang, "model_reader.ask.nobody")
    known = [name for one in context.known_people for name in (one.name, *one.aliases)]
    names = list(dict.fromkeys([*known, *seen]))[:_MOST_NAMES]
    position = ""
    if parts > 1:
        position = phrase(lang, "model_reader.ask.part", part=part, parts=parts)
    return {
        "account": context.account or nobody,
        "us": context.us or nobody,
        "our_people": ", ".join(context.our_people[:_MOST_NAMES]) or nobody,
        "known_people": "\n".join(names) or nobody,
        "author": context.author or nobody,
        "date": _day_words(context.date, lang) if context.date else nobody,
        "calendar": calendar_of(context.date, lang),
        "part": position,
        "note": text,
    }


def calendar_of(day: dt.date | None, lang: str) -> str:
    """The days that relative dates of a note mean, so that a model need not count."""
    if day is None or day.year > dt.MAXYEAR - 1:
        return phrase(lang, "model_reader.ask.no_date")
    friday = day + dt.timedelta(days=4 - day.weekday())
    ahead = [day + dt.timedelta(days=count) for count in range(1, _DAYS_AHEAD + 1)]
    return phrase(
        lang,
        "model_reader.ask.calendar",
        days=", ".join(_day_words(one, lang) for one in ahead),
        this_friday=friday.isoformat(),
        next_friday=(friday + dt.timedelta(days=7)).isoformat(),
        month_end=day.replace(day=calendar.monthrange(day.year, day.month)[1]).isoformat(),
        week=day.isocalendar().week,
    )


def _day_words(day: dt.date, lang: str) -> str:
    names = phrase(lang, "model_reader.ask.weekdays").split()
    return f"{names[day.weekday()]} {day.isoformat()}"
