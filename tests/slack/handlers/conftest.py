"""A store of its own for every story, and a day that stands still."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.bootstrap import Workspace, open_workspace
from assistant.settings import load_settings


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    settings = load_settings(home=tmp_path / "home", today="2026-06-30", member="UMIA")
    with open_workspace(settings) as workspace:
        yield workspace
