"""The whole service in the test's process, against the stub, with the tiny handlers."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.settings import Settings, load_settings
from integrations.slack.service import Handlers, Service, Tokens, serving
from tests.slack.lane import wait_until
from tests.slack.product import HANDLERS
from tests.slack.signed import SECRET
from tests.slack.stub import StubSlack

TOKENS = Tokens("xoxb-test", "xapp-test", SECRET)


def settings_for(stub: StubSlack, home: Path, **more: Any) -> Settings:
    """Settings that point at the stub."""
    return load_settings(
        home=home,
        slack_api_url=stub.url,
        slack_bot_token=TOKENS.bot,
        slack_app_token=TOKENS.app,
        **more,
    )


@contextmanager
def running(
    stub: StubSlack, home: Path, handlers: Handlers = HANDLERS, pace_s: float = 0.0, **more: Any
) -> Iterator[Service]:
    """The service, sending without the pause Slack wants between messages."""
    with serving(settings_for(stub, home, **more), handlers, TOKENS, pace_s) as service:
        yield service


def settle(service: Service, timeout_s: float = 30.0) -> None:
    """Wait until everything that came in is carried out and everything said is sent."""
    from knowledge.store import slack_inbox, slack_outbox

    def is_done() -> bool:
        with service.work.store.read() as conn:
            came = slack_inbox.counts(conn, service.work.workspace_id)
            sent = slack_outbox.counts(conn, service.work.workspace_id)
        return not (came.get("received") or sent.get("waiting") or sent.get("sending"))

    wait_until(is_done, timeout_s)
