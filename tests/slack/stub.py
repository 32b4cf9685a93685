"""A small Slack Web API on loopback: who is who, messages with their metadata, failures on order.

For what the emulator cannot do: thousands of posts, look-ups, kills, and every refusal. It keeps what was
posted while the product is killed and started again.
"""

import json
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from typing_extensions import override

from tests.slack.front import parsed

TEAM, BOT = "T01TEST", "U0BOT"

Asked = dict[str, Any]


class StubSlack:
    """The state of a workspace, and the server that speaks for it."""

    def __init__(self) -> None:
        self.users: dict[str, dict[str, Any]] = {}
        self.channels: dict[str, dict[str, Any]] = {}
        self.messages: list[dict[str, Any]] = []
        self.whispers: list[Asked] = []
        self.updates: list[Asked] = []
        self.views: list[Asked] = []
        self.calls: list[tuple[str, Asked]] = []
        self.failures: list[dict[str, Any]] = []
        self.scopes: str | None = None
        self._lock = threading.RLock()
        self._count = 0
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.stub = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self.add_user(BOT, is_bot=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """The address of its Web API."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/api/"

    def add_user(self, user: str, name: str = "", **facts: Any) -> str:
        """Somebody of the workspace."""
        profile = {"real_name": name or user.title()}
        self.users[user] = {"id": user, "team_id": TEAM, "profile": profile, **facts}
        return user

    def add_channel(self, channel: str, *members: str, **facts: Any) -> str:
        """A channel the app is in; ``is_private`` and ``is_ext_shared`` may be said."""
        self.channels[channel] = {"id": channel, "members": [*members, BOT], **facts}
        return channel

    def fail(self, method: str, do: str, times: int = 1, **more: Any) -> None:
        """Let the next calls of a method fail: an error's word, or ``cut_before``, ``cut_after``."""
        with self._lock:
            self.failures.append({"method": method, "do": do, "times": times, **more})

    def posted(self, channel: str | None = None) -> list[str]:
        """The texts of the app's messages, in order."""
        with self._lock:
            return [one["text"] for one in self.messages if channel in (None, one["channel"])]

    def keys(self) -> list[str]:
        """The keys of the posts that arrived, in order, repeated ones too."""
        with self._lock:
            return [one["metadata"]["event_payload"]["key"] for one in self.messages]

    def next_failure(self, method: str) -> dict[str, Any] | None:
        """The failure ordered for this call, used up by it."""
        with self._lock:
            for one in self.failures:
                if one["method"] == method and one["times"] > 0:
                    one["times"] -= 1
                    return one
        return None

    def answer(self, method: str, asked: Asked) -> dict[str, Any]:
        """What Slack says; an error's word where something is not there."""
        does: Callable[[Asked], dict[str, Any]] | None = getattr(
            self, f"_{method.replace('.', '_')}", None
        )
        with self._lock:
            self.calls.append((method, asked))
            return {"ok": False, "error": "unknown_method"} if does is None else does(asked)

    def _auth_test(self, asked: Asked) -> dict[str, Any]:
        del asked
        return {"ok": True, "team": "Acme", "team_id": TEAM, "user_id": BOT, "bot_id": "B0BOT"}

    def _apps_connections_open(self, asked: Asked) -> dict[str, Any]:
        del asked
        return {"ok": True, "url": "ws://127.0.0.1:9/none"}

    def _users_info(self, asked: Asked) -> dict[str, Any]:
        user = self.users.get(asked["user"])
        return {"ok": True, "user": user} if user else {"ok": False, "error": "user_not_found"}

    def _users_list(self, asked: Asked) -> dict[str, Any]:
        del asked
        return {"ok": True, "members": list(self.users.values())}

    def _conversations_info(self, asked: Asked) -> dict[str, Any]:
        channel = self.channels.get(asked["channel"])
        if channel is None:
            return {"ok": False, "error": "channel_not_found"}
        return {"ok": True, "channel": {k: v for k, v in channel.items() if k != "members"}}

    def _conversations_members(self, asked: Asked) -> dict[str, Any]:
        channel = self.channels.get(asked["channel"])
        if channel is None:
            return {"ok": False, "error": "channel_not_found"}
        return {"ok": True, "members": channel["members"]}

    def _conversations_history(self, asked: Asked) -> dict[str, Any]:
        return self._messages(asked, None)

    def _conversations_replies(self, asked: Asked) -> dict[str, Any]:
        return self._messages(asked, asked["ts"])

    def _messages(self, asked: Asked, thread: str | None) -> dict[str, Any]:
        if asked["channel"] not in self.channels and not asked["channel"].startswith("D"):
            return {"ok": False, "error": "channel_not_found"}
        found = [
            message
            for message in self.messages
            if message["channel"] == asked["channel"]
            and message.get("thread_ts") == thread
            and float(message["ts"]) >= float(asked.get("oldest") or 0)
        ]
        return {"ok": True, "messages": found[::-1][: int(asked.get("limit") or 100)]}

    def _chat_postMessage(self, asked: Asked) -> dict[str, Any]:  # noqa: N802 - as Slack spells it
        channel = asked["channel"]
        if channel.startswith("U"):
            channel = f"D{channel}"
        elif not channel.startswith("D"):
            known = self.channels.get(channel)
            if known is None:
                return {"ok": False, "error": "channel_not_found"}
            if BOT not in known["members"]:
                return {"ok": False, "error": "not_in_channel"}
        message = {**asked, "channel": channel, "ts": self._ts(), "user": BOT}
        self.messages.append(message)
        return {"ok": True, "channel": channel, "ts": message["ts"]}

    def _chat_postEphemeral(self, asked: Asked) -> dict[str, Any]:  # noqa: N802 - as Slack spells it
        known = self.channels.get(asked["channel"])
        if known is None:
            return {"ok": False, "error": "channel_not_found"}
        if asked["user"] not in known["members"]:
            return {"ok": False, "error": "user_not_in_channel"}
        self.whispers.append(asked)
        return {"ok": True, "message_ts": self._ts()}

    def _chat_update(self, asked: Asked) -> dict[str, Any]:
        self.updates.append(asked)
        return {"ok": True, "channel": asked["channel"], "ts": asked["ts"]}

    def _views_open(self, asked: Asked) -> dict[str, Any]:
        self.views.append(asked)
        return {"ok": True, "view": {"id": f"V{len(self.views)}"}}

    def _views_publish(self, asked: Asked) -> dict[str, Any]:
        self.views.append(asked)
        return {"ok": True}

    def _ts(self) -> str:
        self._count += 1
        return f"{int(time.time())}.{self._count:06d}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    stub: StubSlack

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: whoever asked may have been killed meanwhile."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        method = self.path.removeprefix("/api/").partition("?")[0]
        asked = parsed(self.headers.get("content-type") or "", body, self.path)
        stub = self.server.stub
        failure = stub.next_failure(method)
        do = failure["do"] if failure else ""
        if failure and failure.get("delay_s"):
            time.sleep(failure["delay_s"])
        if do == "cut_before":
            self._cut()
        elif failure and do not in ("", "cut_after"):
            stub.calls.append((method, asked))
            self._say({"ok": False, "error": do}, failure)
        else:
            answer = stub.answer(method, asked)
            if do == "cut_after":
                self._cut()
            else:
                self._say(answer, {})

    def _cut(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def _say(self, answer: dict[str, Any], how: dict[str, Any]) -> None:
        said = json.dumps(answer).encode()
        self.send_response(how.get("status", 200))
        self.send_header("content-type", "application/json")
        for name, value in how.get("headers", {}).items():
            self.send_header(name, value)
        if self.server.stub.scopes is not None:
            self.send_header("x-oauth-scopes", self.server.stub.scopes)
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)
