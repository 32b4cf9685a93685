"""The command starts without paying for what it does not use, and the five packages are one product."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.wheel_check import PACKAGES, import_folders

HEAVY = re.compile(
    r"alembic|chromadb|lang(chain|graph|smith)\w*|numpy|openai|pydantic\w*|rich|slack_(bolt|sdk)|sqlalchemy"
)
IMPORT_TIME = re.compile(r"^import time:.*\|\s*([\w.]+)\s*$", re.MULTILINE)


@pytest.fixture(scope="module")
def loaded_by_help(repository: Path) -> set[str]:
    """The top-level modules loaded to answer `carto --help`."""
    command = [sys.executable, "-X", "importtime", "-m", "integrations.cli.main", "--help"]
    run = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"carto --help failed:\n{run.stdout}\n{run.stderr[-2000:]}"
    return {name.split(".")[0] for name in IMPORT_TIME.findall(run.stderr)}


def test_help_loads_no_heavy_library(loaded_by_help: set[str]) -> None:
    assert {name for name in loaded_by_help if HEAVY.fullmatch(name)} == set()


def test_what_help_loads_was_seen(loaded_by_help: set[str]) -> None:
    """So that the test above cannot pass by having looked at nothing."""
    assert {"integrations", "runpy"} <= loaded_by_help


def test_the_five_packages_load_from_one_folder(repository: Path) -> None:
    assert import_folders(repository) == {str(repository)}


def test_another_tools_folder_in_the_working_directory_is_not_ours(tmp_path: Path) -> None:
    """The installed command puts its packages before whatever stands where it is called."""
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "__init__.py").write_text("raise SystemExit('the wrong tools')\n")
    code = f"import {', '.join(PACKAGES)}; print(tools.__doc__)"
    command = [sys.executable, "-P", "-c", code]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "model" in run.stdout
