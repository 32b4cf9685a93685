"""Both languages say everything, with the same facts; nothing ours says is empty, long or familiar."""

import re
import string
import tomllib
from pathlib import Path
from typing import Any

import pytest

from integrations.slack.blocks.welcome import suggested_prompts
from integrations.slack.blocks.words import day_words, told
from knowledge.language.catalogue import load

SOURCES = Path(__file__).resolve().parents[3] / "integrations" / "slack"


def sentences(lang: str) -> dict[str, str]:
    """Every sentence by its key."""
    found: dict[str, str] = {}

    def walk(path: str, entry: Any) -> None:
        if isinstance(entry, dict):
            for key, value in entry.items():
                walk(f"{path}.{key}" if path else key, value)
        else:
            found[path] = entry

    walk("", load(lang, "slack"))
    return found


def facts(sentence: str) -> set[str]:
    """The names of the placeholders of a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_keys_and_facts() -> None:
    english, french = sentences("en"), sentences("fr")
    assert set(english) == set(french)
    assert {key: facts(one) for key, one in english.items()} == {
        key: facts(one) for key, one in french.items()
    }


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_sentence_says_something_and_puts_punctuation_as_its_language_does(lang: str) -> None:
    for key, sentence in sentences(lang).items():
        assert sentence.strip(), key
        if lang == "fr":
            assert not re.search(r"\w[?!;»]|«\w|\b(?:tu|ton|tes|toi)\b", sentence), key
            assert not re.search(r"[^\s:/`\d{]:(?![/\w:])", sentence.replace("files:read", "")), key


def test_every_key_the_code_asks_for_is_there() -> None:
    asked = set()
    for path in SOURCES.rglob("*.py"):
        asked |= set(
            re.findall(r'told\(\s*(?:context\.)?lang,\s*"([\w.]+)"', path.read_text("utf-8"))
        )
    known = set(sentences("en"))
    tables = {key.rpartition(".")[0] for key in known}
    assert {key for key in asked if key not in known and key not in tables} == set()


def test_plurals_and_days_are_right() -> None:
    assert told("en", "card.sure", n=1) == "Sure: 1 line"
    assert told("en", "card.sure", n=0) == "Sure: 0 lines"
    assert told("fr", "card.text_sure", n=0) == "0 ligne sûre"
    assert told("fr", "card.accept_sure", n=12) == "Accepter les 12 sûres"
    from datetime import date

    assert day_words("fr", date(2026, 3, 1)) == "1er mars 2026"
    assert day_words("en", date(2026, 3, 1)) == "1 March 2026"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_four_prompts_are_suggested_within_slacks_limits(lang: str) -> None:
    prompts = suggested_prompts(lang, "Larkfield")
    assert len(prompts) == 4
    assert all(set(one) == {"title", "message"} and len(one["title"]) <= 40 for one in prompts)


def test_the_catalogue_is_valid_toml_without_tabs() -> None:
    root = SOURCES.parents[1] / "knowledge" / "language"
    for lang in ("en", "fr"):
        text = (root / lang / "slack.toml").read_text(encoding="utf-8")
        tomllib.loads(text)
        assert "\t" not in text
