from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.store.engine import Store
from tests.store.building import new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = new_store(tmp_path / "home")
    yield opened
    opened.close()
