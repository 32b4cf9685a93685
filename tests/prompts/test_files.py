"""Every prompt that ships: both languages, examples that quote their own text, renderings as reviewed."""

from collections.abc import Iterator
from typing import Any

import pytest

from prompts.loader import load_prompt, prompt_names
from tests.prompts.rendering import FOLDER, as_text, every_prompt, path_of

ALL = every_prompt()


def quotes_in(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for value in node:
            yield from quotes_in(value)
    elif isinstance(node, dict):
        for key, value in node.items():
            is_quote = key == "mention" or key == "quote" or key.endswith("_quote")
            if is_quote and isinstance(value, str):
                yield value
            else:
                yield from quotes_in(value)


def test_there_are_prompts() -> None:
    assert "read_note" in prompt_names()


@pytest.mark.parametrize("name", prompt_names())
def test_both_languages_say_the_same_of_themselves(name: str) -> None:
    english, french = load_prompt(name, "en"), load_prompt(name, "fr")
    assert english.stamp.version == french.stamp.version
    assert set(english.variables) == set(french.variables)
    assert english.untrusted == french.untrusted
    assert len(english.examples) == len(french.examples)


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_examples_quote_their_own_text(name: str, lang: str) -> None:
    for example in load_prompt(name, lang).examples:
        text = "\n".join(example.variables.values())
        assert [quote for quote in quotes_in(example.reply) if quote not in text] == []


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_the_rendering_is_the_one_that_was_reviewed(name: str, lang: str) -> None:
    golden = path_of(name, lang)
    assert golden.exists(), "python -m tests.prompts writes it"
    assert as_text(name, lang) == golden.read_text(encoding="utf-8")


def test_no_rendering_is_left_over() -> None:
    assert set(FOLDER.iterdir()) == {path_of(name, lang) for name, lang in ALL}
