"""Files that come with messages: fetched from Slack alone, in bounds, never its login page."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from typing_extensions import override

from integrations.slack.files import Files
from integrations.slack.handlers.context import FileFault

LOGIN = b"<!DOCTYPE html><html><a href='https://slack.com/signin'>Sign in</a></html>"


@contextmanager
def server(status: int, kind: str, body: bytes, **headers: str) -> Iterator[tuple[str, list[str]]]:
    """A server with one answer; its address, and the authorisations it was shown."""
    shown: list[str] = []

    class One(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shown.append(self.headers.get("authorization") or "")
            self.send_response(status)
            self.send_header("content-type", kind)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), One) as opened:
        thread = threading.Thread(target=opened.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{opened.server_address[1]}", shown
        opened.shutdown()
        thread.join()


def fetched(url: str, base: str, **file: str) -> bytes | FileFault:
    return Files("xoxb-1", f"{base}/api/", 1_000).fetch({"url_private_download": url, **file})


def test_a_file_is_fetched_with_the_token() -> None:
    with server(200, "text/plain", b"words") as (base, shown):
        assert fetched(f"{base}/f", base) == b"words"
    assert shown == ["Bearer xoxb-1"]


@pytest.mark.parametrize(
    ("status", "kind", "body", "reason"),
    [
        (200, "text/html; charset=utf-8", LOGIN, "no_permission"),
        (302, "text/plain", b"", "no_permission"),
        (403, "text/plain", b"", "no_permission"),
        (404, "text/plain", b"", "gone"),
        (500, "text/plain", b"", "failed"),
        (200, "text/plain", b"x" * 1_001, "too_large"),
    ],
)
def test_what_stands_in_the_way_is_told(status: int, kind: str, body: bytes, reason: str) -> None:
    with server(status, kind, body, location="http://127.0.0.1:9/login") as (base, _):
        assert fetched(f"{base}/f", base) == FileFault(reason)  # type: ignore[arg-type]


def test_a_page_that_somebody_sent_is_no_login_page() -> None:
    page = b"<html><body>Minutes</body></html>"
    with server(200, "text/html", page) as (base, _):
        assert fetched(f"{base}/f", base, filetype="html") == page
        assert fetched(f"{base}/f", base, filetype="text") == FileFault("no_permission")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://evil.test/f",
        "https://slack.com.evil.test/f",
        "https://evilslack.com/f",
        "http://files.slack.com/f",
        "https://files.slack.com@evil.test/f",
        "file:///etc/passwd",
    ],
)
def test_the_token_goes_nowhere_else(url: str) -> None:
    assert fetched(url, "https://slack.com") == FileFault("gone")


def test_a_file_said_to_be_too_large_is_not_fetched() -> None:
    with server(200, "text/plain", b"words") as (base, shown):
        assert fetched(f"{base}/f", base, size="1001") == FileFault("too_large")
    assert shown == []


def test_a_server_that_does_not_answer_is_told() -> None:
    assert fetched("http://127.0.0.1:9/f", "http://127.0.0.1:9") == FileFault("failed")
