"""Makes children that serve, to be killed; it has imported everything and starts no thread itself."""

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from assistant.settings import load_settings
from integrations.slack import jobs  # noqa: F401 - imported once, before the children
from integrations.slack.service import serving
from tests.slack import signed
from tests.slack.product import HANDLERS, faults
from tests.slack.running import TOKENS, settle


def serve(run: dict[str, Any], acks: int) -> None:
    """Take up what was left, deliver the events, and wait until all is answered."""
    settings = load_settings(home=Path(run["home"]), slack_api_url=run["url"])
    fault = faults(run.get("fault", ""))
    with serving(settings, HANDLERS, TOKENS, 0.0, fault) as service:
        for one in run["events"]:
            said = signed.direct_message("UALICE", f"hello {one['id']}", one["ts"])
            answer = signed.dispatch(service.app, signed.event(one["id"], said))
            if answer.status == 200:
                os.write(acks, f"{one['id']}\n".encode())
        settle(service, 60)


def child_of(run: dict[str, Any]) -> dict[str, Any]:
    """Let a child serve; which signal ended it, and what it acknowledged until then."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(reading)
            serve(run, writing)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    if "kill_after_s" in run:
        time.sleep(run["kill_after_s"])
        os.kill(pid, signal.SIGKILL)
    acks = b""
    while chunk := os.read(reading, 65536):
        acks += chunk
    os.close(reading)
    _, status = os.waitpid(pid, 0)
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status),
        "acks": acks.decode().split(),
    }


def main() -> int:
    """One line of JSON in, one out, until there are no more."""
    for line in sys.stdin:
        print(json.dumps(child_of(json.loads(line))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
