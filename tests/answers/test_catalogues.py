"""Both languages say the same things."""

import string
from typing import Any

import pytest

from knowledge.language.catalogue import load


def _sentences(node: dict[str, Any], path: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in node.items():
        here = f"{path}.{key}" if path else key
        found.update(_sentences(value, here) if isinstance(value, dict) else {here: value})
    return found


@pytest.mark.parametrize("name", ["answers", "brief"])
def test_the_same_keys_and_the_same_facts_in_both_languages(name: str) -> None:
    english, french = _sentences(load("en", name)), _sentences(load("fr", name))
    assert english.keys() == french.keys()
    for key, sentence in english.items():
        wanted = {field for _, field, _, _ in string.Formatter().parse(sentence) if field}
        said = {field for _, field, _, _ in string.Formatter().parse(french[key]) if field}
        assert wanted == said, key


@pytest.mark.parametrize("name", ["answers", "brief"])
def test_french_marks_are_spaced(name: str) -> None:
    for key, sentence in _sentences(load("fr", name)).items():
        bare = sentence.replace("{", "").replace("}", "")
        for mark in ("?", ";", "!"):
            at = bare.find(mark)
            assert at <= 0 or bare[at - 1] in " \u202f\u00a0", (key, sentence)
