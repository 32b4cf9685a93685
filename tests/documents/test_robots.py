"""What a site allows is read as RFC 9309 says: own group first, longest rule wins, wildcards count."""

import time

import pytest

from knowledge.documents.robots import allows, rules_for


@pytest.mark.parametrize(
    ("rules", "path", "may"),
    [
        ("", "/", True),
        ("User-agent: *\nDisallow: /", "/", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("User-agent: *\nDisallow:", "/", True),
        ("user-agent: *\ndisallow: /a", "/abc", False),
        ("User-agent: *\nDisallow: /a/", "/a", True),
        ("User-agent: OtherBot\nDisallow: /", "/", True),
        ("User-agent: CARTOGRAPHE\nDisallow: /", "/", False),
        ("User-agent: Cartographe\nAllow: /\n\nUser-agent: *\nDisallow: /", "/x", True),
        ("User-agent: a\nUser-agent: Cartographe\nDisallow: /x", "/x", False),
        ("User-agent: Cartographe\nDisallow: /x\nUser-agent: b\nDisallow: /y", "/y", True),
        ("User-agent: *\nDisallow: /x\nUser-agent: *\nDisallow: /y", "/y", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
        ("User-agent: *\nDisallow: /a*c", "/abbc/d", False),
        ("User-agent: *\nDisallow: /*?", "/page?lang=fr", False),
        ("User-agent: *\nDisallow: /page$", "/page/2", True),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
        ("User-agent: *\nDisallow: /a # not this", "/a", False),
        ("\ufeffUser-agent: *\r\nDisallow: /", "/", False),
        ("Disallow: /", "/", True),
        ("User-agent: *\nSitemap: https://a.example/s.xml\nDisallow: /x", "/x", False),
        ("nonsense\n:::\n\x00", "/", True),
    ],
)
def test_the_rules(rules: str, path: str, may: bool) -> None:
    assert allows(rules_for(rules), path) is may


def test_a_pattern_full_of_wildcards_takes_no_time() -> None:
    rules = rules_for("User-agent: *\nDisallow: /" + "a*" * 10_000 + "b$")
    began = time.monotonic()
    assert allows(rules, "/" + "a" * 2_000)
    assert time.monotonic() - began < 0.5
