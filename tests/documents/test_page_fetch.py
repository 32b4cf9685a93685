"""A page that a person named is fetched within bounds, as a polite stranger, or refused with a reason."""

import gzip
import random
import threading
import time
import zlib

import pytest

from knowledge.documents.page_fetch import fetch_page
from knowledge.documents.page_outcomes import Fetched, PageLimits, PageRefused
from tests.documents.web import (
    Send,
    Web,
    fetch_from,
    leads_to,
    loopback_limits,
    loopback_session,
    reply,
)

PAGE = "<title>Acme</title><p>Acme makes valves.</p>"


def test_a_page_comes_with_its_bytes_its_kind_and_its_charset() -> None:
    with Web({"/about": reply(PAGE, kind='text/html; Charset="ISO-8859-1"')}) as web:
        fetched = fetch_from(web, "/about")
    assert isinstance(fetched, Fetched)
    assert (fetched.body, fetched.content_type, fetched.charset) == (
        PAGE.encode(), "text/html", "iso-8859-1",
    )  # fmt: skip


def test_it_says_who_asks_and_carries_nothing_else_of_the_machine() -> None:
    with Web({"/": reply(PAGE)}) as web:
        fetch_from(web)
    headers = [line.partition(":")[0].lower() for line in web.asked[-1].split("\n")[1:]]
    assert "User-Agent: Cartographe" in web.asked[-1]
    assert not {"cookie", "authorization", "referer", "proxy-authorization"} & set(headers)


def test_a_cookie_is_not_carried_to_the_next_page() -> None:
    with Web({"/new": reply(PAGE)}) as web:
        web.answers["/"] = reply(
            status="302 Found", Location=web.url("/new"), Set_Cookie="seen=1; Path=/"
        )
        assert isinstance(fetch_from(web), Fetched)
    assert "cookie" not in web.asked[-1].lower()


@pytest.mark.parametrize(
    "url",
    [
        "acme.example/about",
        "ftp://acme.example/",
        "https://user:secret@acme.example/",
        "https://acme.example\\@10.0.0.1/",
        "https://acme.example/a b",
        "https://acme.example/a\tb",
        "https:///about",
        "https://acme.example:99999/",
        "https://acme..example/",
        "https://%61cme.example/",
        "https://acme.example/" + "a" * 2048,
        "",
    ],
)
def test_what_is_no_plain_web_address_is_not_asked_for(url: str) -> None:
    assert fetch_page(url) == PageRefused("bad_address")


@pytest.mark.parametrize("port", [22, 80, 6379, 8080])
def test_other_ports_are_not_asked_for(port: int) -> None:
    assert fetch_page(f"https://acme.example:{port}/") == PageRefused("port", str(port))


@pytest.mark.parametrize(
    "host",
    ["linkedin.com", "fr.linkedin.com", "www.LinkedIn.com.", "lnkd.in", "www.linkedin。com"],
)
def test_pages_of_linkedin_are_not_asked_for(host: str) -> None:
    assert fetch_page(f"https://{host}/in/dana-ruiz") == PageRefused("linkedin")


def test_a_page_that_leads_to_linkedin_is_not_followed() -> None:
    with Web({"/": leads_to("https://www.linkedin.com/company/acme")}) as web:
        assert fetch_from(web) == PageRefused("linkedin")


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "[::1]", "[::7f00:1]", "10.0.0.1"])
def test_this_machine_and_its_network_are_not_public(address: str) -> None:
    with Web({"/": reply(PAGE)}) as web:
        limits = loopback_limits(web)
        refused = fetch_page(f"http://{address}:{web.port}/", limits)
    assert (refused, web.asked) == (PageRefused("not_public"), [])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_where_it_led_is_told(status: int) -> None:
    with Web({"/new": reply(PAGE), "/": leads_to("/new", f"{status} Moved")}) as web:
        fetched = fetch_from(web)
        assert isinstance(fetched, Fetched)
        assert (fetched.url, fetched.final_url) == (web.url("/"), web.url("/new"))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://169.254.169.254/latest/meta-data/", "not_public"),
        ("//10.0.0.1/", "not_public"),
        ("http://[::ffff:10.0.0.1]/", "not_public"),
        ("file:///etc/passwd", "bad_address"),
        ("gopher://127.0.0.1:6379/_INFO", "bad_address"),
        ("javascript:alert(1)", "bad_address"),
        ("https://user@10.0.0.1/", "bad_address"),
        ("http://[::1", "bad_address"),
        ("https://acme.example:6379/", "port"),
    ],
)
def test_a_redirect_gains_nothing_that_the_first_address_may_not(
    status: int, target: str, reason: str
) -> None:
    with Web({"/": leads_to(target, f"{status} Moved")}) as web:
        refused = fetch_page(web.url(), loopback_limits(web), loopback_session)
    assert isinstance(refused, PageRefused)
    assert refused.reason == reason


def test_five_redirects_are_followed_and_a_sixth_is_not() -> None:
    with Web({"/0": reply(PAGE)}) as web:
        web.answers |= {f"/{n}": leads_to(f"/{n - 1}") for n in range(1, 8)}
        assert isinstance(fetch_from(web, "/5"), Fetched)
        assert fetch_from(web, "/6") == PageRefused("too_many_redirects", "5")


def test_an_endless_redirect_ends() -> None:
    with Web({"/": leads_to("/")}) as web:
        assert fetch_from(web) == PageRefused("too_many_redirects", "5")
    assert web.paths.count("/") == 6


def test_a_redirect_that_names_no_place_is_a_page_that_is_not_there() -> None:
    with Web({"/": reply(status="302 Found")}) as web:
        assert fetch_from(web) == PageRefused("bad_status", "302")


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "500 Oops", "204 No Content"])
def test_the_status_of_a_page_that_is_not_there_is_told(status: str) -> None:
    with Web({"/": reply(PAGE, status)}) as web:
        assert fetch_from(web) == PageRefused("bad_status", status[:3])


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "application/json", ""])
def test_other_files_are_no_pages(kind: str) -> None:
    with Web({"/": reply(PAGE, kind=kind)}) as web:
        assert fetch_from(web) == PageRefused("not_a_page")


@pytest.mark.parametrize(
    "kind", ["text/html", "TEXT/HTML;charset=utf-8", "application/xhtml+xml", "text/plain"]
)
def test_pages_and_plain_text_are_read(kind: str) -> None:
    with Web({"/": reply(PAGE, kind=kind)}) as web:
        assert isinstance(fetch_from(web), Fetched)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_a_packed_page_is_unpacked(pack: object) -> None:
    coding, packed = (
        ("gzip", gzip.compress(PAGE.encode()))
        if pack is gzip.compress
        else ("deflate", zlib.compress(PAGE.encode()))
    )
    with Web({"/": reply(packed, Content_Encoding=coding)}) as web:
        fetched = fetch_from(web)
    assert isinstance(fetched, Fetched)
    assert fetched.body == PAGE.encode()


def test_a_way_of_packing_nobody_asked_for_is_refused() -> None:
    with Web({"/": reply(b"xyz", Content_Encoding="br")}) as web:
        assert fetch_from(web) == PageRefused("unreadable", "compression")


def test_what_only_says_that_it_is_packed_is_refused() -> None:
    with Web({"/": reply(PAGE, Content_Encoding="gzip")}) as web:
        assert fetch_from(web) == PageRefused("unreadable", "compression")


def test_a_bomb_is_stopped_while_it_unpacks() -> None:
    bomb = gzip.compress(b"\0" * 300_000_000, compresslevel=1)
    assert len(bomb) < 2_000_000
    with Web({"/": reply(bomb, Content_Encoding="gzip")}) as web:
        assert fetch_from(web) == PageRefused("too_large", "2000000")


def test_a_page_that_says_it_is_too_large_is_not_begun() -> None:
    def announce(send: Send) -> None:
        send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10000000000\r\n\r\n")

    with Web({"/": announce}) as web:
        assert fetch_from(web) == PageRefused("too_large", "2000000")


@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_body_without_end_is_cut_at_two_megabytes(is_chunked: bool) -> None:
    sent = [0]
    header = b"Transfer-Encoding: chunked\r\n" if is_chunked else b""

    def pour(send: Send) -> None:
        send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + header + b"\r\n")
        block = b"x" * 65_536
        while True:
            send(b"10000\r\n" + block + b"\r\n" if is_chunked else block)
            sent[0] += len(block)

    with Web({"/": pour}) as web:
        assert fetch_from(web) == PageRefused("too_large", "2000000")
    # What was on its way in buffers besides.
    assert sent[0] < 30_000_000


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_the_body_of_a_redirect_is_not_read(coding: str) -> None:
    sent = [0]
    block = gzip.compress(b"\0" * 1_000_000) if coding == "gzip" else b"x" * 65_536

    def pour(send: Send) -> None:
        head = f"HTTP/1.1 302 Found\r\nLocation: /new\r\nContent-Encoding: {coding}\r\n\r\n"
        send(head.encode())
        while True:
            send(block)
            sent[0] += len(block)

    with Web({"/": pour, "/new": reply(PAGE)}) as web:
        assert isinstance(fetch_from(web), Fetched)
    assert sent[0] < 30_000_000


def _drip(send: Send, first: bytes, stop: threading.Event) -> None:
    send(first)
    while not stop.wait(0.05):
        send(b"x")


@pytest.mark.parametrize(
    "first",
    [
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n",
        b"",
    ],
    ids=["headers", "body", "body with a length", "first line"],
)
def test_a_server_that_drips_is_left_when_the_time_is_up(first: bytes) -> None:
    stop, began = threading.Event(), time.monotonic()
    with Web({"/": lambda send: _drip(send, first, stop)}) as web:
        refused = fetch_from(web, total_s=0.6)
        took = time.monotonic() - began
        stop.set()
    assert refused == PageRefused("too_slow", "0.6")
    assert took < 1.5


def test_a_server_that_drips_its_part_of_the_handshake_is_left_too() -> None:
    stop, began = threading.Event(), time.monotonic()
    record = b"\x16\x03\x03\x40\x00"
    with Web(greets=lambda send: _drip(send, record, stop)) as web:
        limits = PageLimits(ports=frozenset({web.port}), total_s=0.5)
        refused = fetch_page(f"https://127.0.0.1:{web.port}/", limits, loopback_session)
        took = time.monotonic() - began
        until = time.monotonic() + 3
        while time.monotonic() < until and _fetching():
            time.sleep(0.02)
        still = _fetching()
        stop.set()
    assert (refused, still) == (PageRefused("too_slow", "0.5"), [])
    assert took < 1.5


def test_the_thread_of_a_page_that_was_given_up_ends() -> None:
    stop = threading.Event()
    with Web({"/": lambda send: _drip(send, b"HTTP/1.1 200 OK\r\nX-Slow: ", stop)}) as web:
        fetch_from(web, total_s=0.3)
        until = time.monotonic() + 3
        while time.monotonic() < until and _fetching():
            time.sleep(0.02)
        still = _fetching()
        stop.set()
    assert still == []


def _fetching() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "page-fetch"]


def test_a_server_that_says_nothing_is_left_when_the_time_is_up() -> None:
    stop = threading.Event()
    with Web({"/": lambda _: stop.wait(3)}) as web:
        refused = fetch_from(web, total_s=0.4)
        stop.set()
    assert isinstance(refused, PageRefused)
    assert refused.reason == "too_slow"


@pytest.mark.parametrize("sent", [b"", b"HTTP/1.1", b"nonsense\r\n\r\n", b"\x16\x03\x01\x00"])
def test_a_server_that_breaks_off_did_not_answer(sent: bytes) -> None:
    with Web({"/": sent}) as web:
        assert fetch_from(web) == PageRefused("unreachable")


def test_a_body_that_ends_too_soon_is_not_taken_for_the_page() -> None:
    short = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\nAcme"
    with Web({"/": short}) as web:
        assert fetch_from(web) == PageRefused("unreachable")


def test_nobody_at_the_door_is_told() -> None:
    with Web() as web:
        url, limits = web.url(), loopback_limits(web)
    assert fetch_page(url, limits, loopback_session) == PageRefused("unreachable")


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with Web({"*": reply("through the proxy")}) as proxy, Web({"/": reply(PAGE)}) as web:
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", "")
        fetched = fetch_from(web)
    assert isinstance(fetched, Fetched)
    assert (fetched.body, proxy.asked) == (PAGE.encode(), [])


def test_an_address_in_clear_is_asked_for_over_https_unless_clear_is_allowed() -> None:
    with Web({"/": reply(PAGE)}) as web:
        limits = PageLimits(ports=frozenset({web.port}), total_s=0.5)
        refused = fetch_page(web.url(), limits, loopback_session)
    # The server speaks no TLS, and was sent no request in clear.
    assert isinstance(refused, PageRefused)
    assert not any(asked.startswith("GET") for asked in web.asked)


@pytest.mark.parametrize(
    ("robots", "reason"),
    [
        ("User-agent: *\nDisallow: /private", "robots"),
        ("User-agent: cartographe\nDisallow: /", "robots"),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Cartographe\nDisallow:", None),
        ("User-agent: *\nDisallow: /private\nAllow: /private/about", None),
        ("<html>not rules</html>", None),
        ("", None),
    ],
)
def test_the_rules_of_the_site_are_obeyed(robots: str, reason: str | None) -> None:
    with Web({"/robots.txt": reply(robots, kind="text/plain"), "*": reply(PAGE)}) as web:
        outcome = fetch_from(web, "/private/about")
    assert getattr(outcome, "reason", None) == reason
    assert web.paths == ["/robots.txt"] + ([] if reason else ["/private/about"])


def test_the_rules_are_asked_for_once_and_hold_for_where_a_redirect_leads() -> None:
    rules = reply("User-agent: *\nDisallow: /closed", kind="text/plain")
    with Web({"/robots.txt": rules, "/": leads_to("/closed")}) as web:
        assert fetch_from(web) == PageRefused("robots")
    assert web.paths == ["/robots.txt", "/"]


@pytest.mark.parametrize("status", ["500 Oops", "503 Later", "429 Slow down"])
def test_a_site_that_cannot_say_its_rules_is_left_alone(status: str) -> None:
    with Web({"/robots.txt": reply("", status), "/": reply(PAGE)}) as web:
        assert fetch_from(web) == PageRefused("robots", status[:3])


def test_rules_that_lie_inside_a_network_are_not_fetched() -> None:
    with Web({"/robots.txt": leads_to("http://10.0.0.1/robots.txt"), "/": reply(PAGE)}) as web:
        limits = PageLimits(allow_http=True, ports=frozenset({web.port, 80}))
        assert fetch_page(web.url(), limits, loopback_session) == PageRefused("not_public")
    assert web.paths == ["/robots.txt"]


def test_no_response_makes_it_fail() -> None:
    chance = random.Random(4)  # noqa: S311 - the same responses each run
    whole = (
        b"HTTP/1.1 302 Found\r\nLocation: /new\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Set-Cookie: a=b; Domain=.example\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
        b"Content-Length: 4\r\n\r\n4\r\nAcme\r\n0\r\n\r\n"
    )
    outcomes = []
    with Web() as web:
        for _ in range(300):
            sent = bytearray(whole)
            for _ in range(chance.randint(1, 6)):
                at = chance.randrange(len(sent))
                sent[at : at + chance.randint(0, 3)] = chance.choice(
                    [b"\xff", b"\r\n", b"\x00", b":", b"", b"9" * 30, b"http://[", b"%zz", b"200"]
                )
            web.answers = {"*": bytes(sent)}
            outcomes.append(fetch_from(web, total_s=2))
    assert all(isinstance(outcome, Fetched | PageRefused) for outcome in outcomes)


def test_a_redirect_in_letters_of_no_encoding_is_no_address() -> None:
    sent = b"HTTP/1.1 302 Found\r\nLocation: https://acme.example/\xff\xfe\r\n\r\n"
    with Web({"/": sent}) as web:
        assert fetch_from(web) == PageRefused("bad_address")
