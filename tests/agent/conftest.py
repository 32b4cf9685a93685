"""The notes of the answering tests, accepted."""

from collections.abc import Iterator

import pytest

from assistant.bootstrap import Workspace
from tests.answers.scene import furnished


@pytest.fixture(scope="package")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with furnished(tmp_path_factory.mktemp("agent"), "all") as made:
        yield made
