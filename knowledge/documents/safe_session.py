"""Sessions that connect to public addresses only, and a guard that cuts them when time is up.

The decision is taken on the very address that is connected to, once for every request, so that a
name that changes its answer gains nothing. Imported late: it brings an HTTP library along.
"""

import socket
import threading
from contextlib import suppress
from functools import cache
from http.cookiejar import DefaultCookiePolicy
from ipaddress import IPv6Network
from typing import Any

from AntiSSRF import AntiSSRFPolicy, PolicyConfigOptions
from requests import Session
from requests.adapters import HTTPAdapter

from knowledge.documents.page_outcomes import PageLimits
from knowledge.documents.robots import AGENT

# IPv6 beyond 2000::/3 is nobody's public address (IANA registry, 2026); IPv4 written as IPv6 is
# judged as IPv4. The Azure wire server answers on an address that is formally public.
_MAPPED_IPV4 = IPv6Network("::ffff:0:0/96")
_NOT_GLOBAL = (
    *(str(net) for net in IPv6Network("::/3").address_exclude(_MAPPED_IPV4)),
    "4000::/2",
    "8000::/1",
    "168.63.129.16/32",
)
_HEADERS = {
    "User-Agent": AGENT,
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.8",
    "Accept-Encoding": "gzip",
    "Accept-Language": "fr,en;q=0.8",
}


def open_session(limits: PageLimits, also_allowed: tuple[str, ...] = ()) -> Session:
    """A session for one page; ``also_allowed`` networks are let through, which only tests need.

    It knows no proxy, password or certificate of the machine, and keeps no cookie.
    """
    session: Session = _policy(limits.allow_http, also_allowed).get_antissrf_session()
    session.trust_env = False
    session.headers.clear()
    session.headers.update(_HEADERS)
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    return session


@cache
def _policy(allow_http: bool, also_allowed: tuple[str, ...]) -> AntiSSRFPolicy:  # noqa: FBT001 - a cache key
    policy = AntiSSRFPolicy(PolicyConfigOptions.EXTERNAL_ONLY_LATEST)
    policy.add_denied_addresses(list(_NOT_GLOBAL))
    policy.allow_plain_text_http = allow_http
    if also_allowed:
        policy.add_allowed_addresses(list(also_allowed))
    return policy


class ConnectionGuard:
    """Holds a second handle on every connection of a session, and cuts them all when told to.

    Time-outs of a library count from one byte to the next: a server that drips its headers, or its
    part of the handshake, never meets them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handles: list[socket.socket] = []
        self._is_cut = False

    def watch(self, session: Session) -> None:
        """Have every connection the session will make pass by here."""
        for adapter in session.adapters.values():
            if isinstance(adapter, HTTPAdapter):
                pools = adapter.poolmanager
                watched = {
                    scheme: self._watched(pool)
                    for scheme, pool in pools.pool_classes_by_scheme.items()
                }
                pools.pool_classes_by_scheme = watched

    def cut(self) -> None:
        """End all connections, whatever they are waiting for, and allow no more."""
        with self._lock:
            self._is_cut = True
            handles, self._handles = self._handles, []
        for handle in handles:
            # The other side may have been faster.
            with suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)
            handle.close()

    def _watched(self, pool: Any) -> Any:
        guard = self

        def connect(connection: Any) -> socket.socket:
            # The library's own place to change how a connection is opened.
            return guard._keep(pool.ConnectionCls._new_conn(connection))  # noqa: SLF001 - its own hook

        connection = type("WatchedConnection", (pool.ConnectionCls,), {"_new_conn": connect})
        return type("WatchedPool", (pool,), {"ConnectionCls": connection})

    def _keep(self, sock: socket.socket) -> socket.socket:
        with self._lock:
            if not self._is_cut:
                self._handles.append(sock.dup())
                return sock
        sock.close()
        message = "no more connections"
        raise ConnectionAbortedError(message)
