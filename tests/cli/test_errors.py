"""Errors: a sentence for every class in both languages, built from the same facts."""

import string
from datetime import date
from typing import Any

import pytest

import knowledge.errors
from assistant.answers import asking
from integrations.cli import errors as cli_errors
from integrations.cli.errors import explain
from knowledge.errors import CartoError
from knowledge.language.catalogue import LANGUAGES, has_phrase, load

CLASSES = sorted(
    {
        found
        for module in (knowledge.errors, cli_errors, asking)
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, CartoError) and found is not CartoError
    },
    key=lambda found: found.code,
)
REASONS = {
    "text_refused": ("empty", "too_large", "binary", "encoding", "nul", "surrogate"),
    "file_unreadable": ("missing", "folder", "denied", "other"),
}
ASKED_WRONGLY = {"bad_question": ("not_json", "no_question", "bad_account")}
REFUSED_LINES = (
    "no_such_line",
    "already_decided",
    "overtaken",
    "choose_person",
    "bad_value",
    "needs",
)
CSV_FAULTS = ("no_account", "no_name", "unclear_person", "forgotten_person", "bad_value", "differs")


def facts_of(error: type[CartoError]) -> dict[str, Any]:
    """The facts of an error of this class, each under its own name."""
    import inspect

    parameters = [
        parameter
        for parameter in list(inspect.signature(error.__init__).parameters.values())[1:]
        if parameter.kind is not parameter.VAR_KEYWORD
    ]
    given: list[Any] = []
    for parameter in parameters:
        annotation = str(parameter.annotation)
        by_type = {"tuple": ("x",), "int": 1, "date": date(2026, 3, 14)}
        given.append(next((made for kind, made in by_type.items() if kind in annotation), "x"))
    return dict(error(*given).facts)


def sentences(node: Any, path: str = "") -> dict[str, str]:
    if isinstance(node, str):
        return {path: node}
    found: dict[str, str] = {}
    for key, inner in node.items():
        found |= sentences(inner, f"{path}.{key}".lstrip("."))
    return found


def placeholders(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.code)
def test_every_error_has_a_sentence_and_a_way_out(error: type[CartoError], lang: str) -> None:
    for reason in (REASONS | ASKED_WRONGLY).get(error.code, (None,)):
        facts = facts_of(error) | ({"reason": reason} if reason else {})
        explained = explain(lang, error.code, facts)
        assert explained.sentence.endswith((".", "?"))
        assert error.code not in explained.sentence
        assert explained.hint


@pytest.mark.parametrize("catalogue", ["errors", "cli"])
def test_both_languages_have_the_same_keys_and_facts(catalogue: str) -> None:
    english, french = (sentences(load(lang, catalogue)) for lang in LANGUAGES)
    of_french_alone = {key for key in french if key.startswith("expected.")}
    assert set(english) == set(french) - of_french_alone
    for key, text in english.items():
        assert placeholders(text) == placeholders(french[key]), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_has_its_own_words(lang: str) -> None:
    for code, reasons in REASONS.items():
        for reason in reasons:
            assert has_phrase(lang, f"errors.{code}.{reason}")
            assert has_phrase(lang, f"errors.hint.{code}.{reason}")
    assert all(has_phrase(lang, f"errors.refused_line.{code}") for code in REFUSED_LINES)
    assert all(has_phrase(lang, f"errors.csv.{code}") for code in CSV_FAULTS)


def test_similar_names_are_offered() -> None:
    near = explain("en", "unknown_account", {"name": "Ambrelc", "near": "Ambrelac"})
    assert near.sentence == "No account is called “Ambrelc”."
    assert (near.hint or "").startswith("Did you mean Ambrelac?")


def test_a_name_with_braces_is_only_a_name() -> None:
    explained = explain("en", "unknown_account", {"name": "{matches}{0}", "near": ""})
    assert explained.sentence == "No account is called “{matches}{0}”."


def test_reasons_of_a_refused_undo_are_words() -> None:
    explained = explain("fr", "undo_refused", {"reasons": "person; value", "count": 2})
    assert "person;" not in explained.sentence
    assert "personnes" in explained.sentence


def test_a_code_without_words_is_still_said() -> None:
    assert "mystery" in explain("en", "mystery", {}).sentence
