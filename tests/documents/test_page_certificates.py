"""A page is only taken from a server that proves whose it is, by the name that was asked for."""

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from requests import Session

from knowledge.documents.page_fetch import fetch_page
from knowledge.documents.page_outcomes import Fetched, PageLimits, PageRefused
from knowledge.documents.safe_session import open_session
from tests.documents.web import loopback_session, reply

NAME = "acme.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for ``NAME`` that it signed itself, in one file."""
    if shutil.which("openssl") is None:
        pytest.skip("not on this platform: there is no openssl command to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    key, own = folder / "key.pem", folder / "own.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
         "-keyout", str(key), "-out", str(own)],
        check=True, capture_output=True,
    )  # fmt: skip
    own.write_bytes(own.read_bytes() + key.read_bytes())
    return own


@pytest.fixture
def port(certificate: Path) -> Iterator[int]:
    """A server that speaks TLS with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listening = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                plain, _ = listening.accept()
                plain.settimeout(2)
                with context.wrap_socket(plain, server_side=True) as safe:
                    safe.recv(65_536)
                    safe.sendall(reply("<p>Acme makes valves.</p>"))
            except OSError:
                continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    stop.set()
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join()


@pytest.fixture(autouse=True)
def _names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name means this machine."""

    def look_up(_: str, port: object, *__: object, **___: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def test_a_certificate_that_nobody_vouches_for_is_refused(port: int) -> None:
    limits = PageLimits(ports=frozenset({port}))
    refused = fetch_page(f"https://{NAME}:{port}/", limits, loopback_session)
    assert refused == PageRefused("certificate")


def test_a_certificate_is_held_against_the_name_and_not_the_address(
    port: int, certificate: Path
) -> None:
    def trusting(limits: PageLimits) -> Session:
        session = open_session(limits, also_allowed=("127.0.0.1/32",))
        session.verify = str(certificate)
        return session

    limits = PageLimits(ports=frozenset({port}))
    fetched = fetch_page(f"https://{NAME}:{port}/", limits, trusting)
    other = fetch_page(f"https://other.example:{port}/", limits, trusting)
    assert isinstance(fetched, Fetched)
    assert other == PageRefused("certificate")
