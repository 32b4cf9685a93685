"""Errors as people read them: a sentence, what to do, and the exit code; in this one place.

Words are in ``knowledge/language/<lang>/errors.toml`` and, for questions, ``answers.toml``; where the
command line knows a better way out (an option to add), ``cli.toml`` holds the hint instead, under
``hint_of`` when only one command has it. See the head of errors.toml for its plan.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from integrations.cli.dates import iso_words
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


class NotConfirmed(CartoError):
    """Settings were to be kept, and nobody is there to say yes."""

    code = "not_confirmed"


class KeyNotFound(CartoError):
    """The variable that should hold a key is not set."""

    code = "key_not_found"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class OptionMisplaced(CartoError):
    """An option that means nothing for the use it was given with."""

    code = "option_misplaced"

    def __init__(self, option: str, use: str) -> None:
        super().__init__(option=option, use=use)


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


class NothingSaidOf(CartoError):
    """A person was to be made two, and nothing is told of the second apart from the first."""

    code = "nothing_said_of"

    def __init__(self, new: str, name: str, account: str) -> None:
        super().__init__(new=new, name=name, account=account)


class Explained(NamedTuple):
    """What happened, and what to do about it; no hint when there is nothing to do."""

    sentence: str
    hint: str | None

    @property
    def in_full(self) -> str:
        """Both, one after the other."""
        return f"{self.sentence} {self.hint}" if self.hint else self.sentence


def explain(lang: str, code: str, facts: Mapping[str, Any], command: str = "") -> Explained:
    """The words for an error of ``code``; ``command`` may know a way out that others do not have."""
    facts = _in_words(lang, facts)
    sentence = _find(lang, f"errors.{code}", facts) or _find(lang, f"answers.errors.{code}", facts)
    places = (f"cli.hint_of.{command}.{code}", f"cli.hint.{code}", f"errors.hint.{code}")
    hint = next((found for place in places if (found := _find(lang, place, facts))), None)
    if sentence is None:
        sentence = phrase(lang, "cli.unnamed_error", code=code)
    return Explained(sentence, hint)


def error_object(
    lang: str, code: str, facts: Mapping[str, Any], command: str = ""
) -> dict[str, str]:
    """The error as JSON output holds it."""
    return {"code": code, "message": explain(lang, code, facts, command).in_full}


def field_words(lang: str, field: str, expected: str, choices: str = "") -> str:
    """What a field must be: lang: it must be one of en, fr."""
    wanted = phrase(lang, f"errors.wanted.{expected}", choices=choices)
    return phrase(lang, "cli.settings.problem", field=field, expected=wanted)


def _in_words(lang: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with the codes among them as words."""
    words = dict(facts)
    if "reasons" in facts:
        reasons = str(facts["reasons"]).split("; ")
        words["reasons"] = ", ".join(_labelled(lang, "undo_reason", one) for one in reasons)
    if "day" in facts:
        words["day"] = iso_words(lang, facts["day"])
    if "expected" in facts:
        words["expected"] = _expected(lang, str(facts["expected"]), facts)
    if "why" in facts:
        words["why"], words["why_code"] = _labelled(lang, "why", str(facts["why"])), facts["why"]
    return words


def _expected(lang: str, expected: str, facts: Mapping[str, Any]) -> str:
    """What would have fitted: words of ours, the labels of a list of codes, or words as they are."""
    if has_phrase(lang, f"errors.wanted.{expected}"):
        return phrase(lang, f"errors.wanted.{expected}", choices=facts.get("choices", ""))
    from integrations.cli.headings import labels_of_codes

    return labels_of_codes(expected, lang) or _labelled(lang, "expected", expected)


def _labelled(lang: str, heading: str, code: str) -> str:
    key = f"errors.{heading}.{code}"
    return phrase(lang, key) if has_phrase(lang, key) else code


def _find(lang: str, key: str, facts: Mapping[str, Any]) -> str | None:
    """The phrase under ``key``, or the variant of it that the facts call for.

    ``None`` too when a fact is missing: an error is no moment to fail again.
    """
    if not has_phrase(lang, key):
        return None
    variants = (
        facts.get("reason"),
        facts.get("why_code"),
        "near" if facts.get("near") else None,
        "unnamed" if facts.get("proposal") == "" else None,
        "other",
    )
    found = (f"{key}.{variant}" for variant in variants if variant)
    chosen = next((candidate for candidate in found if has_phrase(lang, candidate)), key)
    try:
        return phrase(lang, chosen, **facts)
    except KeyError:
        return None
