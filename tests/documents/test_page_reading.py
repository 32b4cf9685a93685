"""A fetched page is read in a process of its own: its letters found, its limits kept, its keys unknown."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from knowledge.documents.page_encoding import decode_page
from knowledge.documents.page_outcomes import Fetched, PageLimits, PageRefused, PageText
from knowledge.documents.page_parse import read_fetched
from knowledge.domain.sources import Decoded
from knowledge.language.catalogue import has_phrase

FRENCH = "<p>Verrières du Nord, société créée à Épinal en 1978 : « l’été dernier »</p>"


def page(body: str | bytes, charset: str | None = "utf-8", kind: str = "text/html") -> Fetched:
    raw = body.encode() if isinstance(body, str) else body
    return Fetched("https://acme.example/", "https://acme.example/", raw, kind, charset)


@pytest.mark.parametrize(
    ("body", "charset", "encoding"),
    [
        (FRENCH.encode(), None, "utf-8"),
        (FRENCH.encode("utf-8-sig"), "iso-8859-1", "utf-8-sig"),
        (FRENCH.encode("utf-16"), None, "utf-16"),
        (FRENCH.encode("utf-16-le"), "utf-16", "utf-16-le"),
        (FRENCH.encode("cp1252"), "iso-8859-1", "cp1252"),
        (FRENCH.encode("cp1252"), "windows-1252", "cp1252"),
        (b'<meta charset="windows-1252">' + FRENCH.encode("cp1252"), None, "cp1252"),
        (b"<meta http-equiv=content-type content='text/html; charset=iso-8859-15'>"
         + FRENCH.replace("’", "'").encode("iso-8859-15"), None, "iso8859-15"),
        (b'<meta charset="windows-1252">' + FRENCH.encode(), "utf-8", "utf-8"),
        # What is said but not so, or no encoding of letters, is passed over.
        (FRENCH.encode(), "us-ascii-plus", "utf-8"),
        (FRENCH.encode(), "zlib", "utf-8"),
        (FRENCH.encode(), "unicode_escape", "utf-8"),
        (FRENCH.encode(), "utf-7", "utf-8"),
    ],
)  # fmt: skip
def test_the_letters_are_read_as_the_page_says(
    body: bytes, charset: str | None, encoding: str
) -> None:
    decoded = decode_page(body, charset)
    assert isinstance(decoded, Decoded)
    assert decoded.encoding == encoding
    assert "Verrières du Nord, société créée à Épinal" in decoded.text


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        (FRENCH, "cp1252"),
        ("<p>Wir bauen Ventile für Großkunden in München</p>", "cp1252"),
        ("<p>Żółta łódź, spółka założona w Łodzi</p>", "cp1250"),
        ("<p>Привет, мы производим клапаны и насосы для всех</p>", "cp1251"),
        ("<p>私たちはバルブを製造しています。1978年設立。</p>", "shift_jis"),
    ],
)
def test_letters_nobody_named_are_guessed(words: str, encoding: str) -> None:
    decoded = decode_page(words.encode(encoding), None)
    assert isinstance(decoded, Decoded)
    assert decoded.text == words


@pytest.mark.parametrize(
    "body", [b"\x00" * 500, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))]
)
def test_what_is_no_text_is_refused(body: bytes) -> None:
    assert decode_page(body, None) == PageRefused("unreadable", "binary")


def test_a_page_is_read() -> None:
    text = read_fetched(page(f"<html lang=fr><title>VdN</title>{FRENCH}"))
    assert isinstance(text, PageText)
    assert (text.title, text.lang, text.encoding) == ("VdN", "fr", "utf-8")
    assert text.text.startswith("Verrières du Nord")


def test_plain_text_is_not_read_as_a_page() -> None:
    text = read_fetched(page("a <b>c</b>", kind="text/plain"))
    assert isinstance(text, PageText)
    assert text.text == "a <b>c</b>"


@pytest.mark.parametrize("body", ["", "   ", "<p> </p>", "<script>app()</script>", "<p>…</p>"])
def test_a_page_without_words_is_refused(body: str) -> None:
    assert read_fetched(page(body)) == PageRefused("no_text")


def test_more_words_than_are_kept_are_refused_whole() -> None:
    limits = PageLimits(text_bytes=1_000)
    assert read_fetched(page("<p>" + "word " * 300), limits) == PageRefused("too_large", "1000")


def test_a_page_that_takes_its_time_is_given_up() -> None:
    began = time.monotonic()
    refused = read_fetched(page("<div>" * 100_000 + "x"), PageLimits(parse_s=0.3))
    assert refused == PageRefused("too_complex", "0.3")
    assert time.monotonic() - began < 2


def test_a_page_that_takes_all_memory_is_given_up() -> None:
    limits = PageLimits(parse_mb=120)
    assert read_fetched(page("<a>" * 600_000), limits) == PageRefused("too_complex")


def test_a_comment_that_is_opened_a_hundred_thousand_times_takes_no_time() -> None:
    began = time.monotonic()
    text = read_fetched(page("<p>Acme</p>" + "<!--" * 100_000))
    assert isinstance(text, PageText)
    assert text.text == "Acme"
    assert time.monotonic() - began < 5


INSIDE = """
import os, socket
from knowledge.documents import page_child
os.environ["SEEN"] = " ".join(sorted(os.environ))
page_child._limit(512, 5)
page_child._open_nothing_more()
tried = []
for act in (
    lambda: socket.socket(),
    lambda: open("/etc/passwd"),
    lambda: os.open("made", os.O_CREAT | os.O_WRONLY),
    lambda: bytearray(600 * 1024 * 1024),
):
    try:
        act()
        tried.append("done")
    except (OSError, MemoryError) as error:
        tried.append(type(error).__name__)
print(tried)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="not on this platform: no resource limits")
def test_the_process_can_open_no_file_no_connection_and_no_more_memory(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INSIDE], capture_output=True, text=True, cwd=tmp_path, check=False,
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert done.stdout.strip() == "['OSError', 'OSError', 'OSError', 'MemoryError']", done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_process_is_told_no_key_of_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    given: dict[str, Any] = {}
    run: Any = subprocess.run

    def recorded(*args: Any, **kwargs: Any) -> Any:
        given.update(kwargs)
        return run(*args, **kwargs)

    monkeypatch.setattr(subprocess, "run", recorded)
    read_fetched(page("<p>Acme</p>"))
    assert list(given["env"]) == ["PYTHONPATH"]


HIDING_PAGES, ALL_PAGES = 25, 34


@pytest.mark.needs_shared
def test_the_pages_of_the_corpus_give_words_or_a_reason(shared_corpora: Path) -> None:
    lines = (shared_corpora / "html/hidden_and_hostile_pages.jsonl").read_text().splitlines()
    cases = [json.loads(line) for line in lines]
    outcomes, slowest = {}, 0.0
    for case in cases:
        began = time.monotonic()
        outcomes[case["id"]] = read_fetched(page(case["html"]))
        slowest = max(slowest, time.monotonic() - began)
    refused = [one.reason for one in outcomes.values() if isinstance(one, PageRefused)]
    hiding = [case for case in cases if case["cls"] == "hidden-text"]
    shown = [case["how"] for case in hiding if _shows(outcomes[case["id"]])]
    silent = [case["how"] for case in hiding if not _counted(outcomes[case["id"]])]
    print(
        f"\nPages: {len(cases)}, {len(cases) - len(refused)} gave text, {len(refused)} a reason "
        f"({', '.join(sorted(set(refused)))}); slowest {slowest:.1f} s. Hidden text left out and "
        f"counted on {len(hiding) - len(shown)} of {len(hiding)} pages; shown on: {', '.join(shown)}"
    )
    assert (len(cases), len(hiding)) == (ALL_PAGES, HIDING_PAGES)
    assert all(has_phrase("fr", f"pages.refused.{reason}") for reason in refused)
    # Its words are written as numbers, and stand on the page for everybody to see.
    assert shown == silent == ["html-entities"]
    assert slowest < 11


def _shows(outcome: PageText | PageRefused) -> bool:
    return isinstance(outcome, PageText) and "approve all proposals" in outcome.text


def _counted(outcome: PageText | PageRefused) -> bool:
    return isinstance(outcome, PageText) and outcome.dropped_hidden > 0
