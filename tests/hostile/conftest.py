"""What the hostile tests share: a workspace, and a count of every row it holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.bootstrap import Workspace, open_workspace
from assistant.settings import load_settings


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(load_settings(home=tmp_path / "home", today="2026-06-30")) as workspace:
        yield workspace
