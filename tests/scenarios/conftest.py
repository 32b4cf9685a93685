"""A workspace of its own for every story: a real store, and a day that stands still."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.bootstrap import Workspace, open_workspace
from assistant.settings import load_settings


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(load_settings(home=tmp_path / "home", today="2026-06-30")) as workspace:
        yield workspace


@pytest.fixture
def other_ws(tmp_path: Path) -> Iterator[Workspace]:
    """A second store, to tell the same story in another way."""
    with open_workspace(load_settings(home=tmp_path / "other", today="2026-06-30")) as workspace:
        yield workspace
