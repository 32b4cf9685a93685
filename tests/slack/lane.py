"""The driver of lane A: a Slack on this machine, the product as a real process, people who act.

``Lane`` opens both in a private network that nothing else can reach. Its helpers do what a person does
(``paste``, ``mention``, ``press``, ``submit``, ``command``, ``upload``) and read what a person sees
(``messages_of``, ``wait_for``, ``view``).
"""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from typing_extensions import override

from tests.slack.front import FRONT

ROOT = Path(__file__).resolve().parents[2]
EMULATOR = ROOT / "tests/slack/emulator/node_modules/local-slack-linux-x64/bin/local-slack"
# Of the binary in local-slack-linux-x64 0.1.8.
EMULATOR_SHA256 = "3332007b797969d835f694b463ac526f7ef1fc66afac93f950f585105fe4815f"
TEAM, BOT, APP_ID = "T01TEST", "U0BOT", "A01APP"
BOT_TOKEN, APP_TOKEN = "xoxb-test-token", "xapp-test-token"
ALICE, BOB, CHLOE = "U01ALICE", "U02BOB", "U03CHLOE"
GENERAL, DEAL = "C01GENERAL", "C02DEAL"
_WORKSPACE = {
    "workspace": {"name": "Acme", "domain": "acme", "teamId": TEAM},
    "app": {
        "appId": APP_ID, "botUserId": BOT, "botName": "carto", "botToken": BOT_TOKEN,
        "appToken": APP_TOKEN, "signingSecret": "devsecret", "mode": "socket",
    },
    "users": [
        {"id": ALICE, "name": "alice", "real_name": "Alice Anderson", "email": "alice@acme.test"},
        {"id": BOB, "name": "bob", "real_name": "Bob Martin", "email": "bob@acme.test"},
        {"id": CHLOE, "name": "chloe", "real_name": "Chloé Durand", "email": "chloe@acme.test"},
    ],
    "channels": [
        {"id": GENERAL, "name": "general", "members": [ALICE, BOB, CHLOE, BOT]},
        {"id": DEAL, "name": "deal-globex", "is_private": True, "members": [ALICE, BOB, BOT]},
    ],
}  # fmt: skip


def why_not() -> str | None:
    """Why this lane cannot run here; ``None`` when it can. The words are those of a skip."""
    if sys.platform != "linux":
        return "not on this platform: the emulator runs on Linux"
    if not EMULATOR.exists():
        if shutil.which("npm") is None:
            return "not on this platform: no npm to fetch the Slack emulator with"
        return "the Slack emulator is not there: make emulator"
    if _sha256(str(EMULATOR)) != EMULATOR_SHA256:
        return "the Slack emulator is not the one this was written for: make emulator"
    return None if _into_private_network() else "not on this platform: no private network"


@cache
def _sha256(path: str) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _into_private_network() -> list[str] | None:
    """The command that opens a private network: without rights first, then as root."""
    for command in (["unshare", "-Urn"], ["unshare", "-n"]):
        try:
            if subprocess.run([*command, "true"], check=False, capture_output=True).returncode == 0:
                return command
        except FileNotFoundError:
            return None
    return None


class _UnixHTTP(HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=60)
        self._path = path

    @override
    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self._path))


@dataclass
class Lane:
    """One Slack with one product, from ``with`` to its end."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)
    argv: tuple[str, ...] = ("-m", "integrations.cli.main", "slack")
    product: int | None = None

    def __enter__(self) -> Self:
        # A unix socket's path may have about 100 characters, which pytest's folders exceed.
        self.folder = Path(tempfile.mkdtemp(prefix="lane-"))
        (self.folder / "slack.yaml").write_text(json.dumps(_WORKSPACE), encoding="utf-8")
        private = _into_private_network()
        assert private is not None
        inside = [sys.executable, "-m", "tests.slack.front", str(self.folder), str(EMULATOR)]
        self._inside = subprocess.Popen(
            [*private, *inside], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
        )
        assert self._inside.stdout is not None
        assert self._inside.stdout.readline() == b"ready\n"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._inside.stdin is not None
        assert self._inside.stdout is not None
        self._inside.stdin.close()
        self._inside.wait(30)
        self._inside.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # The product

    def start(self, timeout_s: float = 60.0) -> None:
        """Start the product and wait until it is connected."""
        env = {
            "PATH": os.environ["PATH"],
            "CARTO_HOME": str(self.home),
            "CARTO_SLACK_BOT_TOKEN": BOT_TOKEN,
            "CARTO_SLACK_APP_TOKEN": APP_TOKEN,
            "CARTO_SLACK_API_URL": f"http://127.0.0.1:{FRONT}/api/",
            "LANG": "en_GB.UTF-8",
            **self.settings,
        }
        before = self.log.count("Connected to")
        self.product = self.order(
            "start",
            argv=[sys.executable, *self.argv],
            env=env,
            cwd=str(ROOT),
            log=str(self.folder / "product.log"),
        )
        wait_until(lambda: self.log.count("Connected to") > before, timeout_s, lambda: self.log)
        wait_until(self._is_connected, timeout_s, lambda: self.log)

    def _is_connected(self) -> bool:
        """Whether the emulator, too, knows of the connection: until then it drops what people do."""
        apps = self.ui_state()["apps"]
        return bool(self.order("connected")) and all(app.get("connected") for app in apps)

    def kill(self, signal_number: int = 9) -> int:
        """Kill the product; with 15 ask it to stop. Returns its exit code."""
        code: int = self.order("kill", pid=self.product, signal=signal_number)
        self.product = None
        wait_until(lambda: not self.order("connected"))
        return code

    @property
    def log(self) -> str:
        """What the product wrote to stdout and stderr."""
        path = self.folder / "product.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    # What people do

    def paste(self, user: str, text: str, thread_ts: str | None = None) -> str:
        """Write to the app directly; returns the message's ``ts``."""
        return self.say(user, user, text, thread_ts)

    def mention(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Mention the app in a channel; returns the message's ``ts``."""
        return self.say(user, channel, f"<@{BOT}> {text}", thread_ts)

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Write in a channel, or with a user's id to the app; returns the message's ``ts``."""
        said: dict[str, Any] = {"channel": channel, "user": user, "text": text}
        if thread_ts:
            said["thread_ts"] = thread_ts
        return str(self.control("message", said)["message"]["ts"])

    def command(self, user: str, channel: str, text: str) -> None:
        """Type ``/carto`` and these words."""
        typed = {"channel": channel, "user": user, "command": "/carto", "text": text}
        self.control("command", typed | {"appId": APP_ID})

    def press(self, user: str, message: dict[str, Any], action: str) -> None:
        """Press the button of a message whose action is, or begins with, ``action``."""
        element = button_of(message, action)
        pressed = {
            "channel": message["channel"], "messageTs": message["ts"], "user": user,
            "action": element, "appId": APP_ID,
        }  # fmt: skip
        self.ui({"t": "block_action", **pressed})

    def submit(self, user: str, values: dict[str, Any] | None = None) -> None:
        """Send the open view; ``values`` are Slack's state by block id, and may be left out."""
        self.ui({"t": "view_submit", "user": user, "values": values or {}})

    def close_view(self, user: str) -> None:
        """Close the open view without sending it."""
        self.ui({"t": "view_close", "user": user})

    def upload(self, user: str, channel: str, name: str, content: bytes, text: str = "") -> None:
        """Send a file with some words."""
        mark = uuid.uuid4().hex
        parts = [("channel", channel), ("user", user), ("text", text)]
        body = b"".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in parts
            if value
        )
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body += head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content
        body += f"\r\n--{mark}--\r\n".encode()
        self._ask("POST", "/_control/upload", body, f"multipart/form-data; boundary={mark}")

    def open_conversation(self, user: str) -> None:
        """Open the app's Messages tab, which the emulator has no way to do."""
        self.deliver_event(
            {
                "type": "app_home_opened",
                "user": user,
                "channel": self.direct_channel(user),
                "tab": "messages",
                "event_ts": f"{time.time():.6f}",
            }
        )

    # What Slack does

    def deliver_event(
        self, event: dict[str, Any], event_id: str | None = None, **envelope: Any
    ) -> str:
        """Deliver an event of our own making to the product; returns its id."""
        event_id = event_id or f"Ev{uuid.uuid4().hex[:10].upper()}"
        payload = {
            "type": "event_callback", "team_id": TEAM, "api_app_id": APP_ID, "event": event,
            "event_id": event_id, "event_time": int(time.time()),
        } | envelope.pop("payload", {})  # fmt: skip
        self.deliver("events_api", payload, **envelope)
        return event_id

    def deliver(self, kind: str, payload: dict[str, Any], **envelope: Any) -> str:
        """Deliver an envelope to the product; returns its id, which the product acknowledges."""
        envelope_id = str(uuid.uuid4())
        sent = {
            "type": kind, "envelope_id": envelope_id, "payload": payload,
            "accepts_response_payload": kind != "events_api",
        } | envelope  # fmt: skip
        assert self.order("deliver", **sent)["ok"]
        return envelope_id

    def fail(self, method: str, do: str = "", **more: Any) -> None:
        """Let the next call of a method fail: an error's word, or ``cut_after``; see ``front``."""
        self.order("fail", method=method, do=do, **more)

    def describe_user(self, user: str, **facts: Any) -> None:
        """Say more of a user: ``is_restricted`` for a guest, ``locale``, ``deleted``, ``team_id``."""
        self.order("user", id=user, **facts)

    def describe_channel(self, channel: str, **facts: Any) -> None:
        """Say more of a channel: ``is_ext_shared``."""
        self.order("channel", id=channel, **facts)

    # What people see

    def messages_of(self, channel: str) -> list[dict[str, Any]]:
        """Every message of a channel, or with a user's id of their conversation with the app."""
        where = self.direct_channel(channel) if channel.startswith("U") else channel
        found: list[dict[str, Any]] = self._ask("GET", f"/_control/messages/{where}")["messages"]
        return found

    def answers_in(self, channel: str, thread_ts: str | None = None) -> list[dict[str, Any]]:
        """What the app wrote, in one thread if given."""
        return [
            message
            for message in self.messages_of(channel)
            if message.get("user") == BOT and thread_ts in (None, message.get("thread_ts"))
        ]

    def wait_for(
        self,
        channel: str,
        found: Callable[[dict[str, Any]], bool] = lambda _: True,
        thread_ts: str | None = None,
        timeout_s: float = 30.0,
    ) -> dict[str, Any]:
        """The first answer of the app that ``found`` likes, as soon as it is there."""
        seen: list[dict[str, Any]] = []

        def is_there() -> bool:
            seen[:] = [one for one in self.answers_in(channel, thread_ts) if found(one)]
            return bool(seen)

        wait_until(is_there, timeout_s, lambda: f"{self.messages_of(channel)}\n{self.log}")
        return seen[0]

    def view(self, timeout_s: float = 15.0) -> dict[str, Any]:
        """The view that is open on top."""
        seen: list[dict[str, Any]] = []

        def is_open() -> bool:
            seen[:] = self.ui_state()["modalStack"]
            return bool(seen)

        wait_until(is_open, timeout_s, lambda: self.log)
        top = seen[-1]
        found: dict[str, Any] = top.get("view", top)
        return found

    def calls(self, method: str) -> list[dict[str, Any]]:
        """What the product asked of a method of the Web API, in order."""
        return [one["asked"] for one in self.order("calls") if one["method"] == method]

    def direct_channel(self, user: str) -> str:
        """The conversation between a user and the app."""
        answer = self._ask("POST", "/api/conversations.open", json.dumps({"users": user}).encode())
        return str(answer["channel"]["id"])

    # How it is done

    def control(self, what: str, given: dict[str, Any]) -> Any:
        """The emulator's own controls."""
        return self._ask("POST", f"/_control/{what}", json.dumps(given).encode())

    def order(self, what: str, **given: Any) -> Any:
        """The front's controls."""
        return self._ask("POST", f"/_front/{what}", json.dumps(given).encode())

    def ui(self, frame: dict[str, Any]) -> None:
        """Do what the emulator's page does."""
        from websockets.sync.client import unix_connect

        with unix_connect(str(self.folder / "ui.sock"), "ws://localhost/ui", max_size=None) as page:
            page.recv()
            page.send(json.dumps(frame))

    def ui_state(self) -> dict[str, Any]:
        """What the emulator's page is given to show."""
        from websockets.sync.client import unix_connect

        with unix_connect(str(self.folder / "ui.sock"), "ws://localhost/ui", max_size=None) as page:
            state: dict[str, Any] = json.loads(page.recv())["state"]
            return state

    def _ask(
        self, verb: str, path: str, body: bytes | None = None, kind: str = "application/json"
    ) -> Any:
        connection = _UnixHTTP(self.folder / "front.sock")
        try:
            connection.request(verb, path, body, {"content-type": kind})
            answer = connection.getresponse()
            read = answer.read()
            assert answer.status < 400, (path, answer.status, read)
            return json.loads(read)
        finally:
            connection.close()


def button_of(message: dict[str, Any], action: str) -> dict[str, Any]:
    """The element of a message, in whatever block, whose action is or begins with ``action``."""
    elements = [
        element
        for block in message.get("blocks", ())
        for element in [*block.get("elements", ()), block.get("accessory") or {}]
    ]
    for element in elements:
        name = element.get("action_id", "")
        if name == action or name.startswith(f"{action}:"):
            return {"block_id": "", **element}
    raise AssertionError(f"no {action} among {[one.get('action_id') for one in elements]}")


def wait_until(
    holds: Callable[[], bool], timeout_s: float = 20.0, told: Callable[[], object] = lambda: ""
) -> None:
    """Wait until ``holds``; fails with what ``told`` says."""
    end = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < end, f"waited {timeout_s} s; {told()}"
        time.sleep(0.05)
