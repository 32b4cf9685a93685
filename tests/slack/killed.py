"""The product in a process of its own: killed at a named point of an intent's way, or asked to stop."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.model_servers.loopback import LoopbackModel
from tests.slack.stub import StubSlack

_PATIENCE_S = 60


def kill_at(point: str, stub: StubSlack, server: LoopbackModel, home: Path) -> int:
    """Run on what waits in the inbox until the process is killed; returns how it ended."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.slack.killed", point, stub.url, server.base_url, str(home)],
        timeout=_PATIENCE_S,
        check=False,
    )
    return ran.returncode


def stop_while_asking(stub: StubSlack, server: LoopbackModel, home: Path) -> float:
    """Ask the process to stop while the model is being asked; returns the seconds it took to end."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.slack.killed", "", stub.url, server.base_url, str(home)]
    ) as child:
        until = time.monotonic() + _PATIENCE_S
        while not server.requests and time.monotonic() < until:
            time.sleep(0.05)
        begun = time.monotonic()
        child.send_signal(signal.SIGTERM)
        assert child.wait(_PATIENCE_S) == 0
    return time.monotonic() - begun


class _NoConnection:
    """Stands for the connection to Slack, which nothing here needs."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def connect(self) -> None:
        pass

    def close(self) -> None:
        pass


def main(point: str, url: str, model_url: str, home: str) -> None:
    """Serve like `carto slack`, without its connection."""
    from assistant.settings import ModelSettings, load_settings
    from integrations.slack import service
    from integrations.slack.service import our_handlers, run, serving
    from tests.answers.scene import TODAY
    from tests.slack.product import faults
    from tests.slack.running import TOKENS

    model = ModelSettings(base_url=model_url, name="loopback", retries=0)
    given = {"slack_bot_token": TOKENS.bot, "slack_app_token": TOKENS.app}
    settings = load_settings(home=Path(home), slack_api_url=url, today=TODAY, model=model, **given)
    if not point:
        vars(service).update(SocketModeHandler=_NoConnection, _STOP_S=0.3)
        run(settings, our_handlers(), lambda _: None)
        return
    with serving(settings, our_handlers(), TOKENS, 0.0, faults(f"{point}:1")):
        threading.Event().wait(_PATIENCE_S)


if __name__ == "__main__":
    main(*sys.argv[1:])
