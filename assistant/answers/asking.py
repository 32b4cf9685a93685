"""What is asked, checked before anything is read: a question of a usable length, a day that has come."""

import json
import math
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.errors import BadDate, CartoError
from knowledge.language.catalogue import has_phrase, phrase
from knowledge.language.value_words import day_words


class EmptyQuestion(CartoError):
    """There is no word in the question."""

    code = "empty_question"


class QuestionTooLong(CartoError):
    """The question is longer than the limit."""

    code = "question_too_long"

    def __init__(self, chars: int, limit: int) -> None:
        super().__init__(chars=chars, limit=limit)


class FutureDay(CartoError):
    """Nothing can be known as of a day that is still ahead."""

    code = "future_day"

    def __init__(self, day: date) -> None:
        super().__init__(day=day.isoformat())


class BadQuestion(CartoError):
    """A line of questions cannot be read; ``reason`` is not_json, no_question or bad_account."""

    code = "bad_question"

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(line=line, reason=reason)


def refuse_unusable(question: str, limit: int) -> None:
    """Raise ``EmptyQuestion`` or ``QuestionTooLong``."""
    if len(question) > limit:
        raise QuestionTooLong(len(question), limit)
    if not any(char.isalnum() for char in question):
        raise EmptyQuestion


def refuse_future(as_of: date | None, today: date) -> None:
    """Raise ``FutureDay`` when ``as_of`` is ahead of ``today``."""
    if as_of is not None and as_of > today:
        raise FutureDay(as_of)


def error_sentence(lang: str, error: CartoError) -> str:
    """The sentence for an error of asking."""
    facts: dict[str, Any] = dict(error.facts)
    if isinstance(error, FutureDay):
        facts["day"] = day_words(lang, date.fromisoformat(str(facts["day"])))
    reason = f".{facts['reason']}" if isinstance(error, BadQuestion) else ""
    return phrase(lang, f"answers.errors.{error.code}{reason}", **facts)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One line of questions."""

    id: Any
    q: str
    account: str | None = None
    as_of: date | None = None

    @classmethod
    def from_json(cls, line: str, number: int) -> "AskedLine":
        """The line as asked; raises ``BadQuestion`` or ``BadDate``."""
        try:
            given = json.loads(line)
        except (ValueError, RecursionError):
            raise BadQuestion(number, "not_json") from None
        if not isinstance(given, dict) or not isinstance(given.get("q"), str):
            raise BadQuestion(number, "no_question")
        account = given.get("account")
        if account is not None and not isinstance(account, str):
            raise BadQuestion(number, "bad_account")
        return cls(sendable(given.get("id")), given["q"], account or None, _day(given.get("as_of")))


def _day(given: object) -> date | None:
    if given is None or given == "":
        return None
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise BadDate(str(given)[:40]) from None


def id_of_line(line: str) -> Any:
    """The id of a line of questions as it was given, also from a line that is no JSON."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        found = _ID.search(line)
        return _id_value(found[1]) if found else None
    return sendable(given.get("id")) if isinstance(given, dict) else None


_ID = re.compile(r'"id"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?)(?=\s*[,}])')


def _id_value(written: str) -> Any:
    try:
        return json.loads(written)
    except ValueError:
        return None


def sendable(given_id: Any) -> Any:
    """An id that can be written as JSON again; a number past all numbers is echoed as words."""
    is_number = isinstance(given_id, float)
    return given_id if not is_number or math.isfinite(given_id) else str(given_id)


def error_message(lang: str, error: CartoError) -> str:
    """The sentence for any refused request; its code where no sentence is written."""
    if has_phrase(lang, f"answers.errors.{error.code}"):
        return error_sentence(lang, error)
    try:
        return phrase(lang, f"errors.{error.code}", **error.facts)
    except KeyError:
        return error.code
