"""French and English have equal rank: the same sentences, with the same places to fill in."""

import string
from enum import StrEnum
from importlib.resources import files
from typing import Any

import pytest

from knowledge import errors
from knowledge.domain import codes, facts, proposals
from knowledge.domain.matrix import QUADRANT_LABELS
from knowledge.language.catalogue import LANGUAGES, has_phrase, load, phrase

# Which table of codes.toml holds the labels of which codes.
TABLES = {
    "side": codes.Side,
    "status": codes.PersonStatus,
    "role": codes.Role,
    "power": codes.Power,
    "stance": codes.Stance,
    "level": codes.Level,
    "group": codes.GroupKind,
    "relation": codes.RelationKind,
    "severity": codes.Severity,
    "change": codes.ChangeKind,
    "band": codes.Band,
    "coverage": codes.Coverage,
    "source": codes.SourceKind,
    "confidence": facts.Confidence,
    "line": proposals.LineKind,
    "state": proposals.LineState,
}


def catalogues() -> list[str]:
    """The catalogues of either language."""
    found = {
        entry.name.removesuffix(".toml")
        for lang in LANGUAGES
        for entry in files("knowledge.language").joinpath(lang).iterdir()
        if entry.name.endswith(".toml")
    }
    return sorted(found)


def sentences(entry: Any, path: str = "") -> dict[str, str]:
    """Every sentence of a catalogue by its path; the forms of a plural are one sentence.

    Left out are what was expected of a value: its English words are the keys of the French ones.
    """
    if path == "expected":
        return {}
    if isinstance(entry, str):
        return {path: entry}
    if set(entry) <= {"one", "other"}:
        return {path: " ".join(entry.values())}
    return {
        inner: sentence
        for key, value in entry.items()
        for inner, sentence in sentences(value, f"{path}.{key}".lstrip(".")).items()
    }


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("name", catalogues())
def test_both_languages_say_the_same_sentences(name: str) -> None:
    assert set(sentences(load("en", name))) == set(sentences(load("fr", name)))


@pytest.mark.parametrize("name", catalogues())
def test_both_languages_leave_the_same_places_to_fill_in(name: str) -> None:
    english, french = sentences(load("en", name)), sentences(load("fr", name))
    assert {key: places(text) for key, text in english.items()} == {
        key: places(french[key]) for key in english
    }


@pytest.mark.parametrize("name", catalogues())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_is_empty_in_one_language_alone(lang: str, name: str) -> None:
    """A period that goes without saying is empty in both."""
    other = sentences(load("fr" if lang == "en" else "en", name))
    empty = [key for key, text in sentences(load(lang, name)).items() if not text.strip()]
    assert [key for key in empty if other[key].strip()] == []


def test_every_code_has_a_table() -> None:
    shown = {
        thing
        for thing in vars(codes).values()
        if isinstance(thing, type) and issubclass(thing, StrEnum) and thing.__members__
    }
    assert shown <= set(TABLES.values())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "table",
    list(TABLES),
)
def test_every_code_has_a_label(table: str, lang: str) -> None:
    unlabelled = [code for code in TABLES[table] if not has_phrase(lang, f"codes.{table}.{code}")]
    assert unlabelled == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_no_two_codes_of_a_kind_read_the_same(table: str, lang: str) -> None:
    labels = list(load(lang, "codes").get(table, {}).values())
    assert len(labels) == len(set(labels))


def test_unknown_is_a_level_people_can_read() -> None:
    assert phrase("en", "codes.level.unknown") == "unknown"
    assert phrase("fr", "codes.level.unknown") == "inconnue"


def test_every_quadrant_has_a_name_in_both_languages() -> None:
    assert set(QUADRANT_LABELS) == set(LANGUAGES)
    assert set(QUADRANT_LABELS["en"]) == set(QUADRANT_LABELS["fr"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_refusal_has_its_sentence(lang: str) -> None:
    refusals = {
        thing.code
        for thing in vars(errors).values()
        if isinstance(thing, type)
        and issubclass(thing, errors.CartoError)
        and thing is not errors.CartoError
    }
    assert {code for code in refusals if not has_phrase(lang, f"errors.{code}")} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", catalogues())
def test_every_catalogue_is_utf8_without_marks_or_tabs(lang: str, name: str) -> None:
    raw = files("knowledge.language").joinpath(lang, f"{name}.toml").read_bytes()
    text = raw.decode("utf-8")
    assert not text.startswith("\ufeff")
    assert "\t" not in text


# Filling in


def test_a_sentence_is_filled_in_with_its_facts() -> None:
    assert "« Fonderie »" in phrase("fr", "errors.account_exists", name="Fonderie")
    assert "Fonderie" in phrase("en", "errors.account_exists", name="Fonderie")


def test_an_unknown_sentence_or_a_missing_fact_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        phrase("fr", "errors.account_exists")
    with pytest.raises(KeyError):
        phrase("fr", "errors.no_such_sentence")
    assert not has_phrase("fr", "errors.no_such_sentence")
    assert not has_phrase("fr", "errors.account_exists.formal")


def plurals() -> list[tuple[str, str]]:
    """Every sentence with two forms that needs only the number, by language and key."""

    def inside(entry: Any, key: str) -> list[str]:
        if not isinstance(entry, dict):
            return []
        if set(entry) == {"one", "other"} and places(entry["one"] + entry["other"]) <= {"n"}:
            return [key] if entry["one"] != entry["other"] else []
        return [found for part, value in entry.items() for found in inside(value, f"{key}.{part}")]

    return [(lang, key) for lang in LANGUAGES for name in catalogues()
            for key in inside(load(lang, name), name)]  # fmt: skip


@pytest.mark.parametrize(("lang", "key"), plurals())
def test_french_counts_zero_as_one_and_english_does_not(lang: str, key: str) -> None:
    name, *path = key.split(".")
    forms: Any = load(lang, name)
    for part in path:
        forms = forms[part]
    zero = "one" if lang == "fr" else "other"
    assert phrase(lang, key, n=0) == forms[zero].format(n=0)
    assert phrase(lang, key, n=1) == forms["one"].format(n=1)
    assert phrase(lang, key, n=2) == forms["other"].format(n=2)


def test_there_are_plurals_to_count_with() -> None:
    assert {lang for lang, _ in plurals()} == set(LANGUAGES)
