"""A web server on this machine that behaves as a test says, also badly, and a session that may reach it."""

import socketserver
import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

from requests import Session
from typing_extensions import override

from knowledge.documents.page_fetch import fetch_page
from knowledge.documents.page_outcomes import Fetched, PageLimits, PageRefused
from knowledge.documents.safe_session import open_session

Send = Callable[[bytes], object]
Answer = bytes | Callable[[Send], object]


def reply(
    body: str | bytes = "", status: str = "200 OK", kind: str = "text/html", **headers: str
) -> bytes:
    """A whole response; header names are written with underscores."""
    sent = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(sent)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + sent


def leads_to(target: str, status: str = "302 Found") -> bytes:
    return reply(status=status, Location=target)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class Web:
    """Answers each path as written; robots.txt is missing unless it is written too.

    ``asked`` are the request lines and headers that came in. ``greets`` answers before anything is
    asked, as a server of another kind would.
    """

    def __init__(
        self,
        answers: Mapping[str, Answer] | None = None,
        greets: Callable[[Send], object] | None = None,
    ) -> None:
        self.answers: dict[str, Answer] = dict(answers or {})
        self.asked: list[str] = []
        web = self

        class Handler(socketserver.StreamRequestHandler):
            @override
            def handle(self) -> None:
                try:
                    greets(self.wfile.write) if greets else web._answer(self)
                except OSError:
                    # The one who asked has had enough.
                    return

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [asked.split(" ")[1] for asked in self.asked]

    def _answer(self, handler: socketserver.StreamRequestHandler) -> None:
        lines = []
        while line := handler.rfile.readline().strip():
            lines.append(line.decode("latin-1"))
        if not lines or " " not in lines[0]:
            return
        self.asked.append("\n".join(lines))
        path = lines[0].split(" ")[1]
        missing = reply("no", "404 Not Found")
        answer = self.answers.get(path, self.answers.get("*", missing))
        if path == "/robots.txt" and path not in self.answers:
            answer = missing
        if callable(answer):
            answer(handler.wfile.write)
        else:
            handler.wfile.write(answer)

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


def loopback_session(limits: PageLimits) -> Session:
    """A session that may reach this machine, which no session of the product may."""
    return open_session(limits, also_allowed=("127.0.0.1/32",))


def fetch_from(web: Web, path: str = "/", **limits: Any) -> Fetched | PageRefused:
    """Fetch a page of the server, in clear."""
    return fetch_page(web.url(path), loopback_limits(web, **limits), loopback_session)


def loopback_limits(web: Web, **limits: Any) -> PageLimits:
    return PageLimits(allow_http=True, ports=frozenset({web.port}), **limits)
