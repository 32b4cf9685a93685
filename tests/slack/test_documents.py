"""The guides: every command in them exists and is written as it must be."""

import re
from pathlib import Path

import pytest

from integrations.cli import help_texts
from integrations.cli.parser import parse
from integrations.cli.table import find_command
from integrations.slack import access_commands
from integrations.slack.manifest import EVENTS

GUIDES = ("docs/slack-setup.md", "docs/operations.md")


def commands_in(text: str) -> list[str]:
    """The lines of the shell blocks that begin with our command, without redirections."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line.partition(" > ")[0] for line in lines if line.startswith("carto ")]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_is_understood(repository: Path, guide: str) -> None:
    texts = help_texts.load("en")
    commands = commands_in((repository / guide).read_text(encoding="utf-8"))
    assert commands
    for command in commands:
        _, first, *rest = command.split()
        found = find_command(first, rest)
        assert found is not None, command
        assert not isinstance(parse(found[0], found[1], texts), int), command


def test_the_guide_names_the_events_and_commands_there_are(repository: Path) -> None:
    text = (repository / GUIDES[0]).read_text(encoding="utf-8")
    for event in EVENTS:
        assert f"`{event}`" in text
    for words in re.findall(r"`/carto (\w+)", text):
        assert access_commands._verb(words) is not None, words
