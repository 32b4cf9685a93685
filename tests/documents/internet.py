"""An internet of our own: scripted names, and every connection recorded and led to a server on this machine.

The product's code and the library's are the real ones; replaced are the two doors to the network
below them, ``socket.getaddrinfo`` and ``socket.socket.connect``. TLS alone is left out: a server on
this machine has no certificate for other people's names.
"""

import ipaddress
import socket
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from requests import Session
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool

from knowledge.documents.page_outcomes import PageLimits
from knowledge.documents.safe_session import open_session
from tests.documents.web import Web

Answers = Sequence[str | Sequence[str]]

PUBLIC = "93.184.216.34"


class Internet:
    """``connected`` are the addresses connected to. A name that no script knows means this machine."""

    def __init__(self, web: Web, names: Mapping[str, Answers]) -> None:
        self.connected: list[str] = []
        self._web = web
        self._names = dict(names)
        self._asked: dict[str, int] = {}
        self._connect = socket.socket.connect

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Replace the doors for the length of a test."""
        internet = self

        def connect(sock: socket.socket, address: Any) -> None:
            internet.connected.append(str(address[0]))
            internet._connect(sock, ("127.0.0.1", internet._web.port))

        patch.setattr(socket, "getaddrinfo", self._look_up)
        patch.setattr(socket.socket, "connect", connect)

    def _look_up(self, host: str | bytes, port: Any, *_: Any, **__: Any) -> list[Any]:
        name = host.decode() if isinstance(host, bytes) else host
        addresses = self._addresses(name)
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        # As IPv4 sockets throughout: the machine may have no IPv6, and where they lead is ours.
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    def _addresses(self, name: str) -> Sequence[str]:
        literal = _literal(name)
        if literal is not None:
            return [literal]
        answers = self._names.get(name.rstrip(".").lower())
        if answers is None:
            return ["127.0.0.1"]
        turn = self._asked.get(name, 0)
        self._asked[name] = turn + 1
        answer = answers[min(turn, len(answers) - 1)]
        return [answer] if isinstance(answer, str) else answer


def _literal(name: str) -> str | None:
    """The address a C library would read in ``name``: plain, decimal, octal, hexadecimal, shortened."""
    try:
        return str(ipaddress.ip_address(name.partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(name.rstrip(".")))
    except OSError:
        return None


def is_public(address: str) -> bool:
    """Whether an address belongs to the public internet, also where an IPv4 address hides in it."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is None and int(ip) >> 32 == 0:
            inner = ipaddress.IPv4Address(int(ip))
        if inner is not None:
            return is_public(str(inner))
    wire_server = ipaddress.ip_address("168.63.129.16")
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and ip != wire_server


class _WithoutTls(HTTPConnectionPool):
    def __init__(self, host: str, port: int | None = None, **given: Any) -> None:
        tls = ("assert_hostname", "server_hostname", "ssl_context", "cert_reqs", "ca_certs",
               "ca_cert_dir", "cert_file", "key_file", "key_password", "assert_fingerprint",
               "ssl_version", "ssl_minimum_version", "ssl_maximum_version", "ca_cert_data")  # fmt: skip
        super().__init__(host, port, **{k: v for k, v in given.items() if k not in tls})


def session_without_tls(limits: PageLimits) -> Session:
    """The product's session, except that it speaks https in clear."""
    session = open_session(limits)
    for adapter in session.adapters.values():
        assert isinstance(adapter, HTTPAdapter)
        adapter.poolmanager.pool_classes_by_scheme = {
            "http": HTTPConnectionPool,
            "https": _WithoutTls,
        }
    return session
