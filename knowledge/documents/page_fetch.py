"""Fetching a page that a person named, and nothing else: public addresses, bounded, obeying robots.txt.

Every redirect is checked like the first address. What goes wrong is a value with a reason.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urljoin

from knowledge.documents.page_address import PageAddress, page_address
from knowledge.documents.page_outcomes import Fetched, PageLimits, PageReason, PageRefused
from knowledge.documents.robots import MOST_BYTES, Rule, allows, rules_for

if TYPE_CHECKING:
    from requests import Response, Session

SessionFactory = Callable[[PageLimits], "Session"]
Done = TypeVar("Done")

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def fetch_page(
    url: str, limits: PageLimits | None = None, session_factory: SessionFactory | None = None
) -> Fetched | PageRefused:
    """The page at ``url`` within ``limits``, or why it was not fetched."""
    from knowledge.documents.safe_session import ConnectionGuard, open_session

    limits = limits or PageLimits()
    guard: ConnectionGuard = ConnectionGuard()
    done: Future[Fetched | PageRefused] = Future()

    def fetch() -> None:
        try:
            with (session_factory or open_session)(limits) as session:
                guard.watch(session)
                until = time.monotonic() + limits.total_s
                done.set_result(_Visit(session, limits, until).page(url))
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            done.set_exception(error)

    # In a thread, because looking up a name cannot be interrupted.
    threading.Thread(target=fetch, name="page-fetch", daemon=True).start()
    try:
        return done.result(timeout=limits.total_s)
    except TimeoutError:
        return PageRefused("too_slow", f"{limits.total_s:g}")
    finally:
        guard.cut()


@dataclass(slots=True)
class _Visit:
    """One page, with the rules of the sites it led to. ``until`` is on the monotonic clock."""

    session: "Session"
    limits: PageLimits
    until: float
    rules: dict[str, tuple[Rule, ...]] = field(default_factory=dict)

    def page(self, url: str) -> Fetched | PageRefused:
        """The page, after asking each site on the way whether it may be read."""
        response, address = self._follow(url, ask_first=True)
        if isinstance(response, PageRefused):
            return response
        with response:
            content_type, charset = _content_type(response.headers.get("Content-Type", ""))
            if response.status_code != 200:
                return PageRefused("bad_status", str(response.status_code))
            if content_type not in PAGE_TYPES:
                return PageRefused("not_a_page")
            body = self._body(response, self.limits.body_bytes)
        if isinstance(body, PageRefused):
            return body
        return Fetched(url, address, body, content_type, charset)

    def _follow(self, url: str, *, ask_first: bool) -> tuple["Response | PageRefused", str]:
        """The last response of a chain of redirects, still open, and its address."""
        for _ in range(self.limits.redirects + 1):
            address = page_address(url, self.limits)
            if isinstance(address, PageRefused):
                return address, url
            closed = self._closed(address) if ask_first else None
            response = closed or self._get(address.url)
            if isinstance(response, PageRefused):
                return response, url
            target = _caught(partial(self.session.get_redirect_target, response))
            if isinstance(target, PageRefused):
                return target, url
            if response.status_code not in _REDIRECTS or not target:
                return response, address.url
            response.close()
            try:
                url = urljoin(address.url, target)
            except ValueError:
                return PageRefused("bad_address"), url
        return PageRefused("too_many_redirects", str(self.limits.redirects)), url

    def _closed(self, address: PageAddress) -> PageRefused | None:
        """Why the site's rules keep the address closed, if they do."""
        if address.origin not in self.rules:
            rules = self._ask_robots(address.origin)
            if isinstance(rules, PageRefused):
                return rules
            self.rules[address.origin] = rules
        return None if allows(self.rules[address.origin], address.path) else PageRefused("robots")

    def _ask_robots(self, origin: str) -> tuple[Rule, ...] | PageRefused:
        """The rules of a site: none when it has none, closed when its server cannot say."""
        response, _ = self._follow(f"{origin}/robots.txt", ask_first=False)
        if isinstance(response, PageRefused):
            return () if response.reason == "too_many_redirects" else response
        with response:
            if response.status_code == 429 or response.status_code >= 500:
                return PageRefused("robots", str(response.status_code))
            if response.status_code != 200:
                return ()
            body = self._body(response, MOST_BYTES)
        if isinstance(body, PageRefused):
            return PageRefused("robots") if body.reason == "too_large" else body
        return rules_for(body.decode("utf-8", errors="replace"))

    def _get(self, url: str) -> "Response | PageRefused":
        left = self.until - time.monotonic()
        if left <= 0:
            return PageRefused("too_slow", f"{self.limits.total_s:g}")
        return _caught(lambda: self._send(url, left))

    def _send(self, url: str, timeout_s: float) -> "Response":
        """One request and no more: ``session.get`` would read the whole body of a redirect."""
        from requests import Request

        request = self.session.prepare_request(Request("GET", url))
        adapter = self.session.get_adapter(url)
        return adapter.send(
            request, stream=True, timeout=timeout_s, verify=self.session.verify, proxies={}
        )

    def _body(self, response: "Response", limit: int) -> bytes | PageRefused:
        from knowledge.documents.page_body import read_body

        body = _caught(lambda: read_body(response, limit))
        late = time.monotonic() > self.until
        return PageRefused("too_slow", f"{self.limits.total_s:g}") if late else body


def _caught(ask: Callable[[], Done]) -> Done | PageRefused:
    """What ``ask`` gives, or the reason for what the network made of it."""
    from AntiSSRF import AntiSSRFError
    from requests import exceptions as requests_errors
    from urllib3 import exceptions as urllib3_errors

    kinds: tuple[tuple[tuple[type[BaseException], ...], PageReason], ...] = (
        # A name nobody knows and one inside a network give the same answer: else this could be used
        # to find out what is inside.
        ((AntiSSRFError,), "not_public"),
        ((requests_errors.SSLError,), "certificate"),
        ((requests_errors.Timeout, urllib3_errors.TimeoutError), "too_slow"),
        ((ValueError,), "bad_address"),
        ((requests_errors.RequestException, urllib3_errors.HTTPError), "unreachable"),
        ((OSError,), "not_public"),
    )
    try:
        return ask()
    except Exception as error:
        for classes, reason in kinds:
            if isinstance(error, classes):
                return PageRefused(reason)
        raise


def _content_type(header: str) -> tuple[str, str | None]:
    """The kind of content and the charset a header names."""
    kind, *parameters = header.split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return kind.strip().lower(), value.strip().strip("\"'").lower() or None
    return kind.strip().lower(), None
