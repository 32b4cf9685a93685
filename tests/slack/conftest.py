"""What the tests of the Slack app share: a stub of Slack's Web API, the service, the emulator's lane."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from integrations.slack.service import Service
from tests.slack.lane import Lane, why_not
from tests.slack.running import running
from tests.slack.stub import StubSlack


@pytest.fixture
def stub() -> Iterator[StubSlack]:
    """A workspace with Alice and Bob, a public channel of both and a private one of Alice."""
    with StubSlack() as slack:
        slack.add_user("UALICE", "Alice Anderson")
        slack.add_user("UBOB", "Bob Martin", locale="fr-FR")
        slack.add_channel("CGENERAL", "UALICE", "UBOB")
        slack.add_channel("CDEAL", "UALICE", is_private=True)
        yield slack


@pytest.fixture
def service(stub: StubSlack, tmp_path: Path) -> Iterator[Service]:
    """The service at work, with the tiny handlers of ``product``."""
    with running(stub, tmp_path / "home") as served:
        yield served


@pytest.fixture
def lane(tmp_path: Path) -> Iterator[Lane]:
    """A Slack on this machine, with nothing started yet."""
    reason = why_not()
    if reason is not None:
        pytest.skip(reason)
    with Lane(tmp_path / "home") as opened:
        yield opened
