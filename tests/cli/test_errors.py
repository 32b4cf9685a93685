"""Errors: a sentence for every class in both languages, built from the same facts."""

import string
from datetime import date
from typing import Any, get_args

import pytest

import knowledge.errors
from assistant import keep_backup, team
from assistant.answers import asking
from assistant.given_fields import EXPECTATIONS
from integrations.cli import errors as cli_errors
from integrations.cli.errors import explain
from knowledge.domain.registry import REGISTRY
from knowledge.errors import CartoError
from knowledge.language.catalogue import LANGUAGES, has_phrase, load
from knowledge.store.failures import Why

CLASSES = sorted(
    {
        found
        for module in (knowledge.errors, cli_errors, asking, keep_backup, team)
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, CartoError) and found is not CartoError
    },
    key=lambda found: found.code,
)
REASONS = {
    "text_refused": ("empty", "too_large", "binary", "encoding", "nul", "surrogate"),
    "file_unreadable": ("missing", "folder", "denied", "other"),
    "backup_refused": ("exists", "folder", "no_folder"),
    "blank_name": ("company", "person", "domain"),
}
BACKUP_FAULTS = ("missing", "folder", "not_a_backup", "incomplete", "hash", "damaged")
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
            assert explain(lang, code, {"reason": reason, "path": "x", "detail": "x"}).hint
    assert all(has_phrase(lang, f"errors.refused_line.{code}") for code in REFUSED_LINES)
    assert all(has_phrase(lang, f"errors.csv.{code}") for code in CSV_FAULTS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_why_a_file_of_ours_cannot_be_used_is_never_a_code(lang: str) -> None:
    for why in get_args(Why):
        for code in ("store_unusable", "backup_unwritable"):
            assert why not in explain(lang, code, {"path": "x", "why": why}).sentence.split()
    sentences_ = {
        explain(lang, "backup_unusable", {"path": "x", "why": why}).sentence
        for why in BACKUP_FAULTS
    }
    assert len(sentences_) == len(BACKUP_FAULTS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_expectation_of_a_field_has_words(lang: str) -> None:
    assert {code for code in EXPECTATIONS if not has_phrase(lang, f"errors.wanted.{code}")} == set()
    facts = {"line": 3, "field": "lang", "expected": "one_of", "choices": "en, fr"}
    assert "en, fr" in explain(lang, "bad_field", facts).sentence


def test_codes_that_would_have_fitted_are_shown_as_their_labels() -> None:
    listed = ", ".join(REGISTRY["person.stance"].value.codes)
    facts = {"number": 2, "found": "'?'", "expected": listed}
    said = explain("fr", "refused_line.bad_value", facts).sentence
    assert "opposé" in said
    assert "opposed" not in said


def test_a_way_out_of_one_command_is_told_by_that_command_alone() -> None:
    facts = {"name": "Ambrelc", "near": ""}
    assert "--create" in (explain("en", "unknown_account", facts, "note").hint or "")
    assert "--create" not in (explain("en", "unknown_account", facts, "ask").hint or "")


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
