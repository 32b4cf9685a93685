"""The import contracts of pyproject.toml break when someone crosses a boundary."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packaging.wheel_check import PACKAGES

DOMAIN_MAY_IMPORT = {*sys.stdlib_module_names, "pydantic", "knowledge.domain"}


@pytest.fixture(scope="module")
def copy(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five packages and their contracts, in a folder of their own."""
    folder = tmp_path_factory.mktemp("checkout")
    for package in PACKAGES:
        shutil.copytree(
            repository / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(repository / "pyproject.toml", folder)
    return folder


def check_contract(folder: Path, contract: str) -> subprocess.CompletedProcess[str]:
    """Run one contract on the packages of `folder`."""
    code = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"
    command = [sys.executable, "-c", code, "--no-cache", "--contract", contract]
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("contract", "module", "line"),
    [
        ("downwards", "knowledge.planted", "import tools"),
        ("downwards", "assistant.planted", "import integrations.cli"),
        ("tools-without-prompts", "tools.planted", "import prompts"),
        ("slack", "integrations.cli.planted", "import slack_sdk"),
        ("slack", "assistant.planted", "from slack_bolt import App"),
        ("chat-models", "knowledge.planted", "import openai"),
        ("chat-models", "tools.planted", "from langchain_core.tools import tool"),
        ("chroma", "assistant.planted", "import chromadb"),
        ("sql", "assistant.planted", "import sqlalchemy"),
        ("knowledge", "knowledge.domain.planted", "import knowledge.language"),
        ("pure-domain", "knowledge.domain.planted", "import rich"),
    ],
)
def test_a_planted_import_breaks_its_contract(
    copy: Path, contract: str, module: str, line: str
) -> None:
    planted = copy / f"{module.replace('.', '/')}.py"
    planted.write_text(f'"""Planted."""\n\n{line}\n', encoding="utf-8")
    try:
        run = check_contract(copy, contract)
    finally:
        planted.unlink()
    assert run.returncode == 1, run.stderr
    assert f"{module} ->" in run.stdout


def test_an_import_inside_a_function_counts_too(copy: Path) -> None:
    planted = copy / "knowledge" / "domain" / "planted.py"
    planted.write_text("def late():\n    import sqlalchemy\n", encoding="utf-8")
    try:
        run = check_contract(copy, "pure-domain")
    finally:
        planted.unlink()
    assert "knowledge.domain.planted -> sqlalchemy" in run.stdout


def test_the_place_that_may_use_a_vendor_is_left_alone(copy: Path) -> None:
    planted = copy / "integrations" / "slack" / "planted.py"
    planted.write_text('"""Planted."""\n\nimport slack_bolt\n', encoding="utf-8")
    try:
        run = check_contract(copy, "slack")
    finally:
        planted.unlink()
    assert run.returncode == 0, run.stdout


def imported_by(module: Path) -> Iterator[str]:
    """The modules a file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_the_domain_imports_the_standard_library_and_pydantic_alone(repository: Path) -> None:
    """The contract names what is known today; this says what may come in, whatever is invented tomorrow."""
    strangers = {
        f"{module.name}: {name}"
        for module in (repository / "knowledge" / "domain").rglob("*.py")
        for name in imported_by(module)
        if not {name.split(".")[0], ".".join(name.split(".")[:2])} & DOMAIN_MAY_IMPORT
    }
    assert strangers == set()
