"""The same notes, once with everything accepted and once with nothing decided."""

from collections.abc import Iterator

import pytest

from assistant.bootstrap import Workspace
from tests.answers.scene import furnished


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with furnished(tmp_path_factory.mktemp("reviewed"), "all") as ws:
        yield ws


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with furnished(tmp_path_factory.mktemp("waiting"), "none") as ws:
        yield ws
