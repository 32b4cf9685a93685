"""Errors as people read them: a sentence, what to do, and the exit code; in this one place.

Words are in ``knowledge/language/<lang>/errors.toml``; where the command line knows a better way
out (an option to add), ``cli.toml`` holds the hint instead. See the head of errors.toml for its plan.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from knowledge.errors import CartoError
from knowledge.language.catalogue import has_phrase, phrase


class FileUnreadable(CartoError):
    """A file that was named cannot be read or written; ``reason`` says why, in one word."""

    code = "file_unreadable"

    def __init__(self, path: str, reason: str, detail: str = "") -> None:
        super().__init__(path=path, reason=reason, detail=detail)

    @classmethod
    def because(cls, path: str, error: OSError) -> "FileUnreadable":
        """What the system said, as a reason people have words for."""
        reasons: dict[type[OSError], str] = {
            FileNotFoundError: "missing",
            IsADirectoryError: "folder",
            PermissionError: "denied",
        }
        return cls(path, reasons.get(type(error), "other"), error.strerror or "")


class BadSettings(CartoError):
    """Settings cannot be used; ``problems`` names each with what is wrong, never its value."""

    code = "bad_settings"

    def __init__(self, problems: str) -> None:
        super().__init__(problems=problems)


class ConfirmationNeeded(CartoError):
    """Something that cannot be undone was asked for, and nobody is there to confirm it."""

    code = "confirmation_needed"


class BadEdit(CartoError):
    """``--edit`` was not given as a line number, an equals sign and a value."""

    code = "bad_edit"

    def __init__(self, given: str) -> None:
        super().__init__(given=given)


class NothingChosen(CartoError):
    """The choices of a review name no line that waits."""

    code = "nothing_chosen"


class TwoVerdicts(CartoError):
    """A line was given two different answers."""

    code = "two_verdicts"

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class Incomplete(CartoError):
    """The command line lacks something; ``wanted`` are the arguments of which one is needed."""

    code = "incomplete"

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted=wanted)


class Explained(NamedTuple):
    """What happened, and what to do about it; no hint when there is nothing to do."""

    sentence: str
    hint: str | None

    def __str__(self) -> str:
        return f"{self.sentence} {self.hint}" if self.hint else self.sentence


def explain(lang: str, code: str, facts: Mapping[str, Any]) -> Explained:
    """The words for an error of ``code``; a code without words is shown with its facts' names."""
    sentence = _find(lang, f"errors.{code}", facts)
    hint = _find(lang, f"cli.hint.{code}", facts) or _find(lang, f"errors.hint.{code}", facts)
    if sentence is None:
        sentence = phrase(lang, "cli.unnamed_error", code=code)
    return Explained(sentence, hint)


def error_object(lang: str, code: str, facts: Mapping[str, Any]) -> dict[str, str]:
    """The error as JSON output holds it."""
    return {"code": code, "message": str(explain(lang, code, facts))}


def _find(lang: str, key: str, facts: Mapping[str, Any]) -> str | None:
    """The phrase under ``key``, or the variant of it that the facts call for."""
    if not has_phrase(lang, key):
        return None
    for variant in (facts.get("reason"), "near" if facts.get("near") else None, "other"):
        if variant and has_phrase(lang, f"{key}.{variant}"):
            return phrase(lang, f"{key}.{variant}", **facts)
    return phrase(lang, key, **facts)
