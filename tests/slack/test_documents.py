"""The guides: every command in them exists and is written as it must be."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from integrations.cli import help_texts
from integrations.cli.parser import parse
from integrations.cli.table import find_command
from integrations.slack import access_commands
from integrations.slack.handlers.commands import parse_typed
from integrations.slack.manifest import EVENTS, SCOPES
from tests.slack.lane import Lane
from tests.slack.stub import StubSlack

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
        assert access_commands._verb(words) or parse_typed(words).command, words


def shell(text: str, folder: Path, stub: StubSlack) -> subprocess.CompletedProcess[str]:
    """Run these lines as a person does, with Slack being the stub."""
    programs = folder / "bin"
    programs.mkdir()
    carto = programs / "carto"
    carto.write_text(f'#!/bin/sh\nexec {sys.executable} -m integrations.cli.main "$@"\n', "utf-8")
    carto.chmod(0o755)
    env = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "CARTO_HOME": str(folder / "home"),
        "CARTO_SLACK_API_URL": stub.url,
        "LANG": "C.UTF-8",
    }
    return subprocess.run(
        ["bash", "-e"], check=False, cwd=folder, env=env, input=text, capture_output=True, text=True
    )


def test_the_way_from_nothing_to_a_checked_app_works_as_written(
    repository: Path, tmp_path: Path, stub: StubSlack
) -> None:
    text = (repository / GUIDES[0]).read_text(encoding="utf-8")
    stub.scopes = ",".join(SCOPES)
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    assert blocks[-1] == "carto slack\n"
    ran = shell("".join(blocks[:-1]).replace("…", "1"), tmp_path, stub)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert json.loads((tmp_path / "manifest.json").read_text("utf-8"))["features"]["slash_commands"]


def test_the_last_command_of_the_guide_connects(lane: Lane) -> None:
    lane.start()
    assert "Connected to" in lane.log


def test_what_the_person_in_it_types_works_as_written(
    repository: Path, tmp_path: Path, stub: StubSlack
) -> None:
    text = (repository / GUIDES[1]).read_text(encoding="utf-8")
    stub.scopes = ",".join(SCOPES)
    typed = [one for one in commands_in(text) if not one.startswith("carto forget")]
    assert len(typed) == 5
    begun = "export CARTO_SLACK_BOT_TOKEN=xoxb-1 CARTO_SLACK_APP_TOKEN=xapp-1\n"
    lines = "\n".join(typed).replace("/srv/backup", str(tmp_path))
    made = shell(
        f"{begun}echo '- Dana Ruiz, CFO.' | carto note - --account Acme --create\n{lines}\n",
        tmp_path,
        stub,
    )
    assert made.returncode == 0, made.stdout + made.stderr


@pytest.mark.parametrize("guide", GUIDES)
def test_every_picture_is_there_and_small(repository: Path, guide: str) -> None:
    text = (repository / guide).read_text(encoding="utf-8")
    for name in re.findall(r"!\[[^]]+\]\(([^)]+)\)", text):
        assert (repository / "docs" / name).stat().st_size < 300_000
