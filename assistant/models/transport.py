"""The HTTP under every call: bounded in time, size and tries, without redirects, telling nothing extra.

One connection per call. Idle connections that a server closes meanwhile would look like outages, and a
connection of one's own can be shut at the deadline, whatever the server trickles.
This module is imported late: httpx2 takes time.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

import httpx2
from typing_extensions import override

REPLY_BYTES = 1_048_576
# Of a refusal only the code is read.
_ERROR_BYTES = 65_536
_RETRIED = frozenset({408, 409, 429})
_SERVER_FAULT = 500
_LONGEST_WAIT_S = 8.0
# Everything else stays here: what variables for other programs add, and what clients tell of a machine.
_SENT_HEADERS = frozenset({"accept", "content-type"})


class DeadlinePassed(httpx2.ReadTimeout):
    """The time for the call, or for a silence in it, is over."""

    def __init__(self) -> None:
        super().__init__("deadline")


class ReplyTooBig(httpx2.HTTPError):
    """The reply is longer than anything a model should say."""


class ReplyPacked(httpx2.HTTPError):
    """The reply is compressed, though that was not asked for: its size cannot be bounded."""


def http_client(
    key: str, *, timeout_s: float, total_s: float, retries: int, reply_bytes: int = REPLY_BYTES
) -> httpx2.Client:
    """A client for one model endpoint; a blank ``key`` sends none. Proxies are as the environment says."""
    inner = httpx2.Client(
        verify=_tls(),
        timeout=timeout_s,
        follow_redirects=False,
        limits=httpx2.Limits(max_keepalive_connections=0),
    )
    transport = BoundedTransport(inner, key, timeout_s, total_s, retries, reply_bytes)
    return httpx2.Client(transport=transport, follow_redirects=False, timeout=timeout_s)


@cache
def _tls() -> Any:
    """Reading the certificates takes longer than a call's other work; they are read once."""
    return httpx2.create_ssl_context()


class BoundedTransport(httpx2.BaseTransport):
    """Sends a request over ``inner``, tries again where that may help, and watches the reply."""

    def __init__(
        self,
        inner: httpx2.Client,
        key: str,
        timeout_s: float,
        total_s: float,
        retries: int,
        reply_bytes: int,
        *,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._inner = inner
        self._key = key
        self._timeout_s = timeout_s
        self._total_s = total_s
        self._retries = retries
        self._reply_bytes = reply_bytes
        self._sleep = sleep
        self._now = monotonic

    @override
    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The reply, or the last refusal; ``total_s`` counts from here, waits included."""
        body = request.read()
        deadline = self._now() + self._total_s
        for attempt in range(self._retries + 1):
            last = attempt == self._retries
            try:
                response = self._send(request, body, deadline)
            except DeadlinePassed:
                # Not tried again: it has had its time, and may have been worked on.
                raise
            except httpx2.TransportError:
                if last or not self._pauses(_backoff_s(attempt), deadline):
                    raise
                continue
            if response.status_code < _SERVER_FAULT and response.status_code not in _RETRIED:
                return response
            wait_s = _retry_after_s(response.headers)
            wait_s = _backoff_s(attempt) if wait_s is None else wait_s
            if last or _out_of_credit(response) or not self._pauses(wait_s, deadline):
                return response
        raise AssertionError  # pragma: no cover - the last attempt returns or raises

    @override
    def close(self) -> None:
        self._inner.close()

    def _pauses(self, wait_s: float, deadline: float) -> bool:
        """Wait before the next try, unless there would be no time left for it."""
        if self._now() + wait_s >= deadline:
            return False
        self._sleep(wait_s)
        return True

    def _send(self, request: httpx2.Request, body: bytes, deadline: float) -> httpx2.Response:
        left = deadline - self._now()
        if left <= 0:
            raise DeadlinePassed
        watch = _Watch(left)
        bound = min(self._timeout_s, left)
        sent = httpx2.Request(
            request.method,
            request.url,
            headers=self._headers(request),
            content=body,
            extensions={
                "timeout": dict.fromkeys(("connect", "read", "write", "pool"), bound),
                "trace": watch.notice,
            },
        )
        try:
            response = self._inner.send(sent, stream=True)
        except httpx2.TimeoutException:
            watch.stop()
            raise DeadlinePassed from None
        except httpx2.TransportError:
            watch.stop()
            if watch.rang:
                raise DeadlinePassed from None
            raise
        return self._watched(response, watch)

    def _headers(self, request: httpx2.Request) -> dict[str, str]:
        kept = {name: value for name, value in request.headers.items() if name in _SENT_HEADERS}
        own = {"accept-encoding": "identity", "user-agent": "cartographe", "connection": "close"}
        return {**kept, **own, **({"authorization": f"Bearer {self._key}"} if self._key else {})}

    def _watched(self, response: httpx2.Response, watch: "_Watch") -> httpx2.Response:
        """The same reply, read within its bounds; a refusal is read here, since its code may decide."""
        packed = response.headers.get("content-encoding", "identity").strip().lower()
        stream = _BoundedStream(response, watch, self._reply_bytes)
        if packed not in ("", "identity"):
            stream.close()
            raise ReplyPacked(packed[:20])
        if response.is_success:
            return httpx2.Response(response.status_code, headers=response.headers, stream=stream)
        kept = b""
        with suppress(httpx2.HTTPError):
            for piece in stream:
                kept = (kept + piece)[:_ERROR_BYTES]
        stream.close()
        unsized = [
            (name, value)
            for name, value in response.headers.items()
            if name not in ("content-length", "transfer-encoding")
        ]
        return httpx2.Response(response.status_code, headers=unsized, content=kept)


class _Watch:
    """Shuts the connection of one request when its time is over; a trickle resets every other clock."""

    def __init__(self, seconds: float) -> None:
        self.rang = False
        self._stream: Any = None
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True
        self._timer.start()

    def notice(self, event: str, info: Mapping[str, Any]) -> None:
        """Called by the connection at each step; the newest stream is the one to shut."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._stream = info.get("return_value")

    def stop(self) -> None:
        """The request is over."""
        self._timer.cancel()

    def _ring(self) -> None:
        self.rang = True
        raw = self._stream.get_extra_info("socket") if self._stream is not None else None
        if raw is not None:
            with suppress(OSError):
                raw.shutdown(socket.SHUT_RDWR)


class _BoundedStream(httpx2.SyncByteStream):
    def __init__(self, response: httpx2.Response, watch: _Watch, most: int) -> None:
        self._response = response
        self._watch = watch
        self._most = most

    @override
    def __iter__(self) -> Iterator[bytes]:
        taken = 0
        try:
            for piece in self._response.iter_raw():
                taken += len(piece)
                if taken > self._most:
                    self.close()
                    raise ReplyTooBig(str(self._most))
                yield piece
        except httpx2.TransportError:
            if self._watch.rang:
                raise DeadlinePassed from None
            raise
        if self._watch.rang:
            # A reply without a length just ends when its connection is shut.
            raise DeadlinePassed

    @override
    def close(self) -> None:
        self._watch.stop()
        self._response.close()


def _backoff_s(attempt: int) -> float:
    return min(0.5 * 2.0**attempt, _LONGEST_WAIT_S)


def _retry_after_s(headers: httpx2.Headers) -> float | None:
    """How long the server asks to wait, in seconds or until a date; None when it does not say."""
    given = headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(given))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(given).timestamp() - time.time())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _out_of_credit(response: httpx2.Response) -> bool:
    """Whether the limit is one that waiting does not lift."""
    return b"insufficient_quota" in response.content
