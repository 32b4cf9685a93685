"""Runs inside the private network: the emulator, a front before it, and the product's processes.

The front passes Slack's Web API on to the emulator and adds what that lacks: metadata of messages, guests
and languages of users, and failures on order. A relay stands in the Socket Mode connection, so that a
delivery can be repeated or made up. Everything is steered from outside by a unix socket, because those
reach across network namespaces. It is a harness and not Slack.
"""

import json
import os
import signal
import socket
import socketserver
import struct
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from typing_extensions import override

EMULATOR, FRONT, RELAY = 3200, 3300, 3301
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 0x1


class State:
    """What was ordered, and what was seen."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.metadata: dict[tuple[str, str], Any] = {}
        self.users: dict[str, dict[str, Any]] = {}
        self.channels: dict[str, dict[str, Any]] = {}
        self.failures: list[dict[str, Any]] = []
        self.calls: list[dict[str, Any]] = []
        self.acks: list[str] = []
        self.product: Any = None
        self.children: dict[int, subprocess.Popen[bytes]] = {}

    def failure_for(self, method: str, asked: dict[str, Any]) -> dict[str, Any] | None:
        """The next failure ordered for this call, used up by it."""
        with self.lock:
            for ordered in self.failures:
                fits = ordered["method"] == method and all(
                    asked.get(key) == value for key, value in ordered.get("where", {}).items()
                )
                if fits and ordered["times"] > 0:
                    ordered["times"] -= 1
                    return ordered
        return None


STATE = State()


class Front(BaseHTTPRequestHandler):
    """One request, from the product or from the driver."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    @override
    def address_string(self) -> str:
        return "driver"

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.path.startswith("/_front/"):
            answer = order(self.path.removeprefix("/_front/"), json.loads(body or b"{}"))
            self._answer(200, {"content-type": "application/json"}, json.dumps(answer).encode())
        elif self.path.startswith("/api/"):
            self._api(self.path.removeprefix("/api/").partition("?")[0], body)
        else:
            self._answer(*passed_on(self.command, self.path, dict(self.headers), body))

    def _api(self, method: str, body: bytes) -> None:
        asked = parsed(self.headers.get("content-type") or "", body, self.path)
        with STATE.lock:
            STATE.calls.append({"method": method, "asked": asked, "at": time.time()})
        failure = STATE.failure_for(method, asked)
        kind = failure["do"] if failure else ""
        if failure and "delay_s" in failure:
            time.sleep(failure["delay_s"])
        if failure and kind not in ("cut_after", ""):
            headers = {"content-type": "application/json"} | failure.get("headers", {})
            said = json.dumps({"ok": False, "error": kind}).encode()
            self._answer(failure.get("status", 200), headers, said)
            return
        status, headers, answer = passed_on(self.command, self.path, dict(self.headers), body)
        answer = enriched(method, asked, answer)
        if kind == "cut_after":
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        self._answer(status, headers, answer)

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in ("content-length", "transfer-encoding", "connection", "date"):
                self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class UnixServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """The front, reached from outside the private network."""

    daemon_threads = True


def parsed(kind: str, body: bytes, path: str) -> dict[str, Any]:
    """What a call of the Web API asks for."""
    if "json" in kind:
        found: dict[str, Any] = json.loads(body or b"{}")
        return found
    fields = dict(parse_qsl(path.partition("?")[2]))
    return fields | dict(parse_qsl(body.decode("utf-8", "replace")))


def passed_on(
    command: str, path: str, headers: dict[str, str], body: bytes
) -> tuple[int, dict[str, str], bytes]:
    """What the emulator answers."""
    conn = HTTPConnection("127.0.0.1", EMULATOR, timeout=30)
    try:
        conn.request(command, path, body, {k: v for k, v in headers.items() if k.lower() != "host"})
        answer = conn.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        conn.close()


def enriched(method: str, asked: dict[str, Any], answer: bytes) -> bytes:
    """The emulator's answer with what it lacks."""
    try:
        data = json.loads(answer)
    except ValueError:
        return answer
    if method == "apps.connections.open" and "url" in data:
        data["url"] = data["url"].replace(f":{EMULATOR}", f":{RELAY}")
    if method == "chat.postMessage" and data.get("ok") and asked.get("metadata"):
        STATE.metadata[data["channel"], data["ts"]] = asked["metadata"]
    if method in ("conversations.history", "conversations.replies"):
        for message in data.get("messages", ()):
            known = STATE.metadata.get((message["channel"], message["ts"]))
            if known is not None:
                message["metadata"] = known
    if method == "users.info" and data.get("ok"):
        data["user"] |= STATE.users.get(data["user"]["id"], {})
    if method == "users.list":
        data["members"] = [one | STATE.users.get(one["id"], {}) for one in data["members"]]
    if method == "conversations.info" and data.get("ok"):
        data["channel"] |= STATE.channels.get(data["channel"]["id"], {})
    return json.dumps(data).encode()


def order(what: str, given: dict[str, Any]) -> Any:
    """Do what the driver asks for."""
    if what == "fail":
        STATE.failures.append({"times": 1, "do": ""} | given)
    elif what == "user":
        STATE.users.setdefault(given.pop("id"), {}).update(given)
    elif what == "channel":
        STATE.channels.setdefault(given.pop("id"), {}).update(given)
    elif what == "calls":
        return list(STATE.calls)
    elif what == "acks":
        return list(STATE.acks)
    elif what == "connected":
        return STATE.product is not None
    elif what == "deliver":
        return deliver(given)
    elif what == "start":
        return start(given)
    elif what == "kill":
        child = STATE.children.pop(given["pid"])
        child.send_signal(given.get("signal", signal.SIGKILL))
        return child.wait(30)
    elif what == "alive":
        return STATE.children[given["pid"]].poll() is None
    return {"ok": True}


def deliver(envelope: dict[str, Any]) -> Any:
    """Hand the product an envelope of ours; ``ok`` tells whether it is connected."""
    product = STATE.product
    if product is None:
        return {"ok": False}
    product.send(json.dumps(envelope))
    return {"ok": True}


def start(given: dict[str, Any]) -> int:
    """Start a process of the product, in here."""
    with Path(given["log"]).open("ab") as log:
        child = subprocess.Popen(
            given["argv"], env=given["env"], cwd=given["cwd"], stdout=log, stderr=log
        )
    STATE.children[child.pid] = child
    return child.pid


def relay(connection: Any) -> None:
    """Between the product and the emulator, both ways; the acknowledgements are counted."""
    from websockets.exceptions import ConnectionClosed
    from websockets.sync.client import connect

    path = connection.request.path
    with connect(f"ws://127.0.0.1:{EMULATOR}{path}", max_size=None) as emulator:
        STATE.product = connection

        def back() -> None:
            try:
                for frame in connection:
                    found = json.loads(frame) if isinstance(frame, str) else {}
                    if "envelope_id" in found:
                        STATE.acks.append(found["envelope_id"])
                    emulator.send(frame)
            except ConnectionClosed:
                pass
            emulator.close()

        thread = threading.Thread(target=back, daemon=True)
        thread.start()
        try:
            for frame in emulator:
                connection.send(frame)
        except ConnectionClosed:
            pass
        finally:
            if STATE.product is connection:
                STATE.product = None


def forward(listener: socket.socket) -> None:
    """Raw bytes from the unix socket to the emulator, for its page's web socket."""
    while True:
        ours, _ = listener.accept()
        theirs = socket.create_connection(("127.0.0.1", EMULATOR))
        for one, other in ((ours, theirs), (theirs, ours)):
            threading.Thread(target=_pump, args=(one, other), daemon=True).start()


def _pump(one: socket.socket, other: socket.socket) -> None:
    try:
        while chunk := one.recv(65536):
            other.sendall(chunk)
        other.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def loopback_up() -> None:
    """A new network namespace has its loopback down."""
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        asked = struct.pack("16sH14s", b"lo", 0, b"")
        flags = struct.unpack("16sH14s", fcntl.ioctl(probe, _SIOCGIFFLAGS, asked))[1]
        fcntl.ioctl(probe, _SIOCSIFFLAGS, struct.pack("16sH14s", b"lo", flags | _IFF_UP, b""))


def main() -> int:
    """Serve until stdin closes: the driver's end is then gone."""
    from websockets.sync.server import serve

    folder, binary = Path(sys.argv[1]), sys.argv[2]
    loopback_up()
    with (folder / "emulator.log").open("wb") as log:
        emulator = subprocess.Popen(
            [binary, "--config", str(folder / "slack.yaml"), "--port", str(EMULATOR),
             "--base-host", "127.0.0.1"],
            stdout=log, stderr=log, cwd=folder,
        )  # fmt: skip
    STATE.children[emulator.pid] = emulator
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", EMULATOR), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(folder / "ui.sock"))
    listener.listen()
    relay_server = serve(relay, "127.0.0.1", RELAY, max_size=None)
    tcp = ThreadingHTTPServer(("127.0.0.1", FRONT), Front)
    unix = UnixServer(str(folder / "front.sock"), Front)
    for target in (
        tcp.serve_forever,
        unix.serve_forever,
        relay_server.serve_forever,
        lambda: forward(listener),
    ):
        threading.Thread(target=target, daemon=True).start()
    print("ready", flush=True)
    sys.stdin.read()
    for child in STATE.children.values():
        child.kill()
        child.wait()
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
