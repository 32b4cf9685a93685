"""The Makefile says what it can do, and says plainly what it lacks."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

PROMISED = [
    "demo",
    "test",
    "check",
    "lint",
    "types",
    "imports",
    "bench",
    "nightly",
    "wheel",
    "lock",
    "evals",
    "docs",
]

pytestmark = pytest.mark.skipif(
    shutil.which("make") is None, reason="not on this platform: no make"
)


def run_make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("target", PROMISED)
def test_help_describes_every_promised_target(repository: Path, target: str) -> None:
    assert re.search(rf"^  make {target} +\S", run_make(repository, "help").stdout, re.MULTILINE)


def test_a_python_that_will_not_do_is_answered_in_a_sentence(
    repository: Path, tmp_path: Path
) -> None:
    for name in ("Makefile", "pyproject.toml", "requirements-bootstrap.lock", "requirements.lock"):
        shutil.copy(repository / name, tmp_path)
    run = run_make(tmp_path, "demo", "PYTHON=/nowhere/python3")
    assert run.returncode != 0
    assert "needs Python 3.11 or newer; /nowhere/python3 is not" in run.stderr
    assert not (tmp_path / ".venv").exists()


def test_ci_runs_the_test_command_and_the_checks(repository: Path) -> None:
    script = (repository / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert script[-2:] == ["make test", "make check"]
    assert "export CARTO_REQUIRE_ALL=1" in script
