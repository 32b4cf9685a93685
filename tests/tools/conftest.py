"""The port, once with everything accepted and once with nothing decided."""

from collections.abc import Iterator

import pytest

from assistant.bootstrap import Workspace
from tests.tools.scene import port


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with port(tmp_path_factory.mktemp("accepted")) as ws:
        yield ws


@pytest.fixture(scope="module")
def undecided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with port(tmp_path_factory.mktemp("undecided"), "none") as ws:
        yield ws


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A port of its own, for a test that changes something."""
    with port(tmp_path_factory.mktemp("fresh")) as ws:
        yield ws
