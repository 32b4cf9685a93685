"""A model's endpoint on 127.0.0.1, over real HTTP: chat completions, models, embeddings.

    with LoopbackModel(lambda body: Reply("hello")) as server:
        ask(server.base_url)
    assert server.requests[0]["messages"]

An exception raised by ``answer`` is answered with 500 and raised again when the server is left, so that
an assertion inside it fails the test.
"""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from typing_extensions import override

from tests.model_servers.wire import (
    JsonObject,
    Reply,
    ToolCall,
    document,
    embeddings,
    error_document,
    events,
)

__all__ = ["LoopbackModel", "Reply", "ToolCall"]


class LoopbackModel:
    """The server and what was asked of it; it runs while the ``with`` block does."""

    def __init__(
        self,
        answer: Callable[[JsonObject], Reply],
        *,
        models: tuple[str, ...] = ("loopback",),
        dimensions: int = 8,
        listen_on: int = 0,
    ) -> None:
        self.answer = answer
        self.models = models
        self.dimensions = dimensions
        self.requests: list[JsonObject] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.faults: list[Exception] = []
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self._server = _Server(("127.0.0.1", listen_on), _Handler)
        self._server.model = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        if kind is None and self.faults:
            raise self.faults[0]

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def base_url(self) -> str:
        """The address a client is given."""
        return f"http://127.0.0.1:{self.port}/v1"

    def stop(self) -> None:
        """Stop listening, let go of every client, and wait for what was under way."""
        self.stopping.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    request_queue_size = 128
    model: LoopbackModel

    @override
    def server_activate(self) -> None:
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        super().server_activate()

    @override
    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    @override
    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        with self._open_lock:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no fault of the test."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Otherwise each small write waits for an acknowledgement that the client delays by 40 ms.
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        if not self.path.endswith("/models"):
            self._send(Reply(status=404))
            return
        listed = [
            {"id": one, "object": "model", "owned_by": "us"} for one in self.server.model.models
        ]
        self._send_json(200, {"object": "list", "data": listed}, Reply())

    def do_POST(self) -> None:
        model = self.server.model
        body: JsonObject = json.loads(self.rfile.read(int(self.headers["Content-Length"] or 0)))
        with model.lock:
            model.requests.append(body)
            model.headers.append({name.lower(): value for name, value in self.headers.items()})
            model.paths.append(self.path)
        try:
            reply = model.answer(body)
        except Exception as fault:  # noqa: BLE001 - raised again when the server is left
            model.faults.append(fault)
            reply = Reply(status=500)
        if reply.delay_s and model.stopping.wait(reply.delay_s):
            self.close_connection = True
            return
        if reply.close_after == 0:
            self.close_connection = True
            return
        self._reply(body, reply)

    def _reply(self, body: JsonObject, reply: Reply) -> None:
        plain = reply.raw is None and reply.status == 200
        if plain and self.path.endswith("/embeddings"):
            self._send_json(200, embeddings(body, self.server.model.dimensions), reply)
        elif plain and not self.path.endswith("/chat/completions"):
            self._send(Reply(status=404))
        elif plain and body.get("stream"):
            options = body.get("stream_options") or {}
            with_usage = bool(options.get("include_usage"))
            self._stream(events(reply, str(body.get("model")), with_usage=with_usage), reply)
        elif plain:
            self._send_json(200, document(reply, str(body.get("model"))), reply)
        elif reply.raw is not None and body.get("stream") and reply.status == 200:
            self._stream(iter([reply.raw]), reply)
        else:
            self._send(reply)

    def _send(self, reply: Reply) -> None:
        if reply.raw is None:
            self._send_json(reply.status, error_document(reply), reply)
        else:
            self._send_bytes(reply.status, reply.raw, reply)

    def _send_json(self, status: int, content: JsonObject, reply: Reply) -> None:
        self._send_bytes(status, json.dumps(content, ensure_ascii=False).encode(), reply)

    def _send_bytes(self, status: int, content: bytes, reply: Reply) -> None:
        self._head(status, reply, "application/json", {"Content-Length": str(len(content))})
        with suppress(_HungUp):
            for piece in self._as_sent(iter([content]), reply):
                self.wfile.write(piece)

    def _stream(self, pieces: Iterator[bytes], reply: Reply) -> None:
        self._head(200, reply, "text/event-stream", {"Transfer-Encoding": "chunked"})
        with suppress(_HungUp):
            for piece in self._as_sent(pieces, reply):
                self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            self.wfile.write(b"0\r\n\r\n")

    def _head(self, status: int, reply: Reply, kind: str, more: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": kind} | more | reply.headers).items():
            self.send_header(name, value)
        self.end_headers()

    def _as_sent(self, pieces: Iterator[bytes], reply: Reply) -> Iterator[bytes]:
        """The body, cut, silent or slow where the reply says so."""
        marks = {at for at in (reply.close_after, reply.stall_after) if at is not None}
        sent = 0
        for piece in _cut(pieces, marks, reply.drip_bytes if reply.drip_s else 0):
            if sent == reply.close_after:
                self._hang_up()
            if sent == reply.stall_after and self._waits(reply.stall_s):
                self._hang_up()
            if reply.drip_s and self._waits(reply.drip_s):
                self._hang_up()
            yield piece
            sent += len(piece)
        if sent == reply.close_after:
            self._hang_up()

    def _waits(self, seconds: float) -> bool:
        return self.server.model.stopping.wait(seconds)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        raise _HungUp

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: the test reads ``requests``."""


class _HungUp(Exception):
    """The rest of the body is not sent."""


def _cut(pieces: Iterator[bytes], marks: set[int], size: int) -> Iterator[bytes]:
    """The same bytes, in pieces that end at every mark and are no longer than ``size`` (0: any)."""
    at = 0
    for piece in pieces:
        rest = piece
        while rest:
            ends = [mark - at for mark in marks if at < mark < at + len(rest)]
            length = min([*ends, len(rest), *([size] if size else [])])
            yield rest[:length]
            rest, at = rest[length:], at + length
