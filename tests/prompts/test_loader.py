"""Loading a prompt: nothing unknown, nothing missing, nothing unused; the fault names file and field."""

import json
from pathlib import Path

import pytest

from prompts.loader import Prompt, PromptFault, UnknownPrompt, load_prompt, read_prompt

GOOD = """+++
name = "greet"
lang = "en"
version = 3
variables = ["who", "note"]
description = "Greets."

[untrusted]
note = "note"
+++
## system

You greet.

## user

Greet {{who}}.
{{note}}
"""


def written(folder: Path, text: str = GOOD, examples: str | None = None) -> Path:
    (folder / "en.md").write_text(text, encoding="utf-8")
    if examples is not None:
        (folder / "examples.en.jsonl").write_text(examples, encoding="utf-8")
    return folder


def loaded(folder: Path, text: str = GOOD, examples: str | None = None) -> Prompt:
    return read_prompt(written(folder, text, examples), "greet", "en")


def fault(folder: Path, text: str = GOOD, examples: str | None = None) -> PromptFault:
    with pytest.raises(PromptFault) as raised:
        loaded(folder, text, examples)
    return raised.value


def test_a_prompt_is_filled_in(tmp_path: Path) -> None:
    rendered = loaded(tmp_path).render(who="Ada", note="hello")
    system, user = rendered.messages
    assert (system.role, system.text) == ("system", "You greet.")
    assert user.role == "user"
    assert user.text.startswith("Greet Ada.\n")
    assert (rendered.stamp.name, rendered.stamp.lang, rendered.stamp.version) == ("greet", "en", 3)
    assert len(rendered.stamp.sha256) == 64


def test_an_untrusted_variable_is_put_into_a_block(tmp_path: Path) -> None:
    user = loaded(tmp_path).render(who="Ada", note="hello").messages[-1].text
    assert 'kind="note">\nhello\n</untrusted-' in user


def test_what_a_value_holds_is_never_a_variable(tmp_path: Path) -> None:
    user = loaded(tmp_path).render(who="{{note}}", note="{{who}}").messages[-1].text
    assert "Greet {{note}}." in user
    assert ">\n{{who}}\n<" in user


def test_examples_stand_as_pairs_before_the_question(tmp_path: Path) -> None:
    example = {"variables": {"who": "Bo", "note": "hi"}, "reply": {"says": "é"}}
    prompt = loaded(tmp_path, examples=json.dumps(example) + "\n")
    rendered = prompt.render(who="Ada", note="hello")
    assert [message.role for message in rendered.messages] == [
        "system", "user", "assistant", "user",
    ]  # fmt: skip
    assert rendered.messages[2].text == '{"says":"é"}'
    assert len(prompt.without_examples().render(who="Ada", note="x").messages) == 2


def test_the_stamp_changes_with_the_examples(tmp_path: Path) -> None:
    before = loaded(tmp_path).stamp.sha256
    example = {"variables": {"who": "Bo", "note": "hi"}, "reply": {}}
    assert loaded(tmp_path, examples=json.dumps(example)).stamp.sha256 != before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("version = 3", 'version = "3"'), "version"),
        (("version = 3", "version = true"), "version"),
        (("version = 3\n", ""), "version"),
        (('description = "Greets."', 'description = "x"\nmodel = "y"'), "model"),
        (('lang = "en"', 'lang = "fr"'), "lang"),
        (('name = "greet"', 'name = "other"'), "name"),
        (("{{who}}", "you"), "variables"),
        (("Greet {{who}}", "Greet {{who}} {{whom}}"), "variables"),
        (("Greet {{who}}", "Greet {{who}} {{ note }}"), "variables"),
        (('note = "note"', 'page = "page"'), "untrusted"),
        (('note = "note"', "note = 3"), "variables"),
        (("## user", "## question"), "sections"),
        (("You greet.", "You greet.\n\n## more\n\nx"), "sections"),
        (("You greet.", ""), "system"),
        (("## system", "Hello\n\n## system"), "sections"),
        (("+++\nname", "name"), "front matter"),
        (("version = 3", "version = = 3"), "front matter"),
    ],
)
def test_a_fault_names_file_and_field(tmp_path: Path, change: tuple[str, str], field: str) -> None:
    found = fault(tmp_path, GOOD.replace(*change, 1))
    assert (found.file, found.field) == ("greet/en.md", field)


@pytest.mark.parametrize(
    "examples",
    [
        "not json",
        '["list"]',
        '{"variables": {"who": "a", "note": "b"}}',
        '{"variables": {"who": "a"}, "reply": {}}',
        '{"variables": {"who": "a", "note": "b", "x": "c"}, "reply": {}}',
        '{"variables": {"who": 1, "note": "b"}, "reply": {}}',
        "",
    ],
)
def test_a_fault_in_an_example_names_its_line(tmp_path: Path, examples: str) -> None:
    if not examples:
        assert loaded(tmp_path, examples=examples).examples == ()
        return
    found = fault(tmp_path, examples=examples)
    assert found.file == "greet/examples.en.jsonl"
    assert found.field.startswith("line 1")


@pytest.mark.parametrize("given", [{"who": "Ada"}, {"who": "Ada", "note": "x", "more": "y"}, {}])
def test_missing_and_undeclared_values_are_faults(tmp_path: Path, given: dict[str, str]) -> None:
    with pytest.raises(PromptFault, match="variables"):
        loaded(tmp_path).render(**given)


@pytest.mark.parametrize(
    ("name", "lang"),
    [
        ("no_such", "en"),
        ("read_note", "de"),
        ("../prompts/read_note", "en"),
        ("read_note", "../en"),
    ],
)
def test_an_unknown_prompt_is_said(name: str, lang: str) -> None:
    with pytest.raises(UnknownPrompt):
        load_prompt(name, lang)
