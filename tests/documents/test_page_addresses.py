"""No connection ever goes to an address that is not public, whatever it is written like or resolves to."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from knowledge.documents.page_fetch import fetch_page
from knowledge.documents.page_outcomes import Fetched, PageLimits, PageRefused
from tests.documents.internet import PUBLIC, Answers, Internet, is_public, session_without_tls
from tests.documents.web import Web, leads_to, reply

EVERY_PORT = PageLimits(allow_http=True, ports=frozenset(range(1, 65_536)))
LIMITS = {"as shipped": PageLimits(), "in clear, every port": EVERY_PORT}
CONTROL_NAMES = (
    "www.example.com", "example.org", "xn--bcher-kva.example", "example.com",
    "sub.domain.example.co.uk",
)  # fmt: skip

Outcome = Fetched | PageRefused


def visit(
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    names: Mapping[str, Answers],
    limits: PageLimits,
    answers: Mapping[str, bytes] | None = None,
) -> tuple[Outcome, list[str]]:
    """What became of ``url``, and the addresses that were connected to."""
    page = reply("<p>here</p>")
    with Web({"*": page, **(answers or {})}) as web, monkeypatch.context() as patch:
        internet = Internet(web, names)
        internet.install(patch)
        return fetch_page(url, limits, session_without_tls), internet.connected


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "localhost",
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "168.63.129.16", "255.255.255.255", "192.0.2.1", "①②⑦.⓪.⓪.①", "127。0。0。1",
        "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
        "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fc00::1]", "[fec0::1]",
        "[2001:db8::1]", "[ff02::1]", "[4000::1]", "[fe80::1%25eth0]", "intranet", "wiki.internal",
    ],
)  # fmt: skip
def test_no_way_to_write_an_address_inside_leads_there(
    monkeypatch: pytest.MonkeyPatch, host: str, limits: PageLimits
) -> None:
    outcome, connected = visit(monkeypatch, f"http://{host}/", {}, limits)
    assert isinstance(outcome, PageRefused)
    assert outcome.reason in ("not_public", "bad_address")
    assert connected == []


@pytest.mark.parametrize(
    "dns",
    [
        [["10.0.0.5"]],
        [[PUBLIC, "10.0.0.5"]],
        [["::1"]],
        [["::ffff:169.254.169.254"]],
        [["64:ff9b::7f00:1"]],
        [["2002:a00:1::"]],
        [["fe80::1%eth0"]],
        [[]],
        [[PUBLIC] * 50 + ["127.0.0.1"]],
    ],
)
def test_a_name_that_means_anything_inside_is_not_public(
    monkeypatch: pytest.MonkeyPatch, dns: Answers
) -> None:
    outcome, connected = visit(
        monkeypatch, "https://acme.example/", {"acme.example": dns}, PageLimits()
    )
    assert (outcome, connected) == (PageRefused("not_public"), [])


def test_a_name_that_changes_its_answer_is_judged_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names: dict[str, Answers] = {"acme.example": [PUBLIC, "127.0.0.1", PUBLIC]}
    outcome, connected = visit(monkeypatch, "https://acme.example/", names, PageLimits())
    # The rules of the site came from the first answer, the page would have come from the second.
    assert (outcome, connected) == (PageRefused("not_public"), [PUBLIC])


def test_the_address_that_was_judged_is_the_one_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names: dict[str, Answers] = {"acme.example": [PUBLIC]}
    outcome, connected = visit(monkeypatch, "https://acme.example/", names, PageLimits())
    assert isinstance(outcome, Fetched)
    assert connected == [PUBLIC, PUBLIC]


def test_a_name_in_other_letters_is_asked_for_as_the_network_writes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names: dict[str, Answers] = {"xn--bcher-kva.example": [PUBLIC]}
    outcome, _ = visit(monkeypatch, "https://Bücher.example/é?q=ü", names, PageLimits())
    assert isinstance(outcome, Fetched)
    assert outcome.final_url.startswith("https://xn--bcher-kva.example/")


@pytest.mark.needs_shared
@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
def test_all_cases_of_the_corpus(
    monkeypatch: pytest.MonkeyPatch, limits: PageLimits, shared_corpora: Path
) -> None:
    lines = (shared_corpora / "ssrf/ssrf_urls.jsonl").read_text().splitlines()
    cases = [json.loads(line) for line in lines]
    inside: list[str] = []
    fetched: list[str] = []
    refused: list[str] = []
    with Web() as web, monkeypatch.context() as patch:
        for case in cases:
            outcome, connected = _visit_case(patch, web, case, limits)
            inside += [f"{case['id']} {one}" for one in connected if not is_public(one)]
            kept = fetched if isinstance(outcome, Fetched) else refused
            kept.append(case["expect"])
    print(
        f"\nSSRF: {len(cases)} cases, {len(inside)} connections to addresses that are not public, "
        f"{fetched.count('allow')} of {fetched.count('allow') + refused.count('allow')} good addresses work, "
        f"{fetched.count('block')} pages of the rest read"
    )
    assert len(cases) == 824
    assert inside == []
    assert refused.count("allow") == 0
    assert fetched.count("allow") == 9


def _visit_case(
    patch: pytest.MonkeyPatch, web: Web, case: dict[str, Any], limits: PageLimits
) -> tuple[Outcome, list[str]]:
    names: dict[str, Answers] = {name: [PUBLIC] for name in (*CONTROL_NAMES, "public.test")}
    names["rebind.test"] = [PUBLIC, "127.0.0.1"]
    web.answers = {"*": reply("<p>here</p>")}
    if "location" in case:
        web.answers["/redir"] = leads_to(case["location"], f"{case['status']} Moved")
    if "dns" in case:
        names[case["url"].split("/")[2]] = case["dns"]
    internet = Internet(web, names)
    with patch.context() as doors:
        internet.install(doors)
        return fetch_page(case["url"], limits, session_without_tls), internet.connected
