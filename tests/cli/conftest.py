"""A command line run inside the test process, with a home of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from integrations.cli.main import main


@dataclass(frozen=True, slots=True)
class Ran:
    """What one command line did."""

    code: int
    out: str
    err: str


Carto = Callable[..., Ran]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, with a system that speaks no language of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CARTO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def carto(home: Path, capsys: pytest.CaptureFixture[str]) -> Carto:
    """Run `carto` with these words; the exit code, stdout and stderr come back."""
    del home

    def run(*words: str) -> Ran:
        capsys.readouterr()
        code = main(list(words))
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run
