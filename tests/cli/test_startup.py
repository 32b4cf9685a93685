"""Starting up: help loads next to nothing, and a command's module is not loaded to explain it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

IMPORT_TIME = re.compile(r"^import time:.*\|\s*([\w.]+)\s*$", re.MULTILINE)
HEAVY = ("pydantic", "rich", "sqlalchemy", "numpy", "typing", "dataclasses", "pathlib", "shutil")


def loaded_by(repository: Path, *words: str) -> set[str]:
    command = [sys.executable, "-X", "importtime", "-m", "integrations.cli.main", *words]
    run = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    return set(IMPORT_TIME.findall(run.stderr))


def test_the_first_page_does_without_argparse(repository: Path) -> None:
    loaded = loaded_by(repository, "--help")
    assert loaded & {*HEAVY, "argparse", "knowledge", "assistant"} == set()


@pytest.mark.parametrize("words", [("note", "--help"), ("map", "--help", "--lang", "fr")])
def test_help_of_a_command_does_not_load_it(repository: Path, words: tuple[str, ...]) -> None:
    loaded = loaded_by(repository, *words)
    assert {name for name in loaded if name.startswith(("assistant", "knowledge"))} == set()
    assert not any(name.startswith("integrations.cli.commands") for name in loaded)
    assert loaded & (set(HEAVY) - {"typing"}) == set()


def test_every_target_can_be_imported() -> None:
    from importlib import import_module

    from integrations.cli.table import COMMANDS

    for command in COMMANDS.values():
        module, _, function = command.target.partition(":")
        assert callable(getattr(import_module(module), function))
