"""No mention, link, formatting, emoji or block structure ever comes from what people wrote."""

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.slack.blocks.answer import Asked, answer_blocks
from integrations.slack.blocks.mrkdwn import clipped, link, plain, said, visible
from tests.slack.blocks.samples import LINKS, Built, answer_of, everything
from tests.slack.blocks.validate import links, parts, refused_message, refused_view, texts

CASES = Path(__file__).resolve().parents[4] / "shared" / "corpora" / "slack_mrkdwn" / "cases.jsonl"
MARKS = re.compile(r"[*~`]|(?<![^\W_])_|_(?![^\W_])")
# An address, an emoji, a quotation that begins a line.
ACTS = (r"://", r":[\w+'-]+:", r"(?m)^&gt;")
INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
NEUTRAL = "Larkfield"
LANGS = ("en", "fr")


def cases() -> list[Any]:
    """The hostile texts, or none where the corpora are not beside the checkout."""
    if not CASES.is_file():
        return []
    found = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [pytest.param(one, id=one["id"]) for one in found]


@cache
def neutral(lang: str) -> dict[str, Built]:
    """Everything with a harmless name, to compare with."""
    return {f"{at} {one.name}": one for at, one in enumerate(everything(NEUTRAL, lang))}


def shown(built: Built) -> Any:
    """The JSON that would go out."""
    return built.view if built.view is not None else list(built.blocks)


def refused(built: Built) -> list[str]:
    """What Slack would refuse of it."""
    if built.view is not None:
        return refused_view(built.view)
    return refused_message(built.text, built.blocks)


def structure(built: Built) -> tuple[set[Any], list[Any]]:
    """The kinds of blocks there are, and everything that can act, in order."""
    found = [one for one in parts(shown(built)) if "type" in one]
    acting = [(one["type"], one["action_id"]) for one in found if "action_id" in one]
    return {one["type"] for one in found}, acting


@pytest.mark.needs_shared
@pytest.mark.parametrize("case", cases())
def test_a_hostile_text_goes_through_every_builder_as_text_only(case: dict[str, str]) -> None:
    for lang in LANGS:
        for at, built in enumerate(everything(case["text"], lang)):
            faults = refused(built)
            assert faults == [], built.name
            found = broken(case["cls"], built, neutral(lang)[f"{at} {built.name}"])
            assert found == [], built.name


def broken(kind: str, built: Built, harmless: Built) -> list[str]:
    """What of the corpus's expectations does not hold; short, so that a failure can be read."""
    faults = [f"link {one}" for one in set(links(shown(built))) - LINKS]
    for one in texts(shown(built)):
        words = one["text"]
        for url, label in LINKS:
            words = words.replace(f"<{url}|{label}>", "")
        if one["type"] == "mrkdwn":
            faults += [f"{mark} in {words[:80]!r}" for mark in ACTS if re.search(mark, words)]
        elif one["emoji"] is not False:
            faults.append("emoji")
        if INVISIBLE.search(words):
            faults.append(f"hidden in {words[:80]!r}")
    if "image_url" in json.dumps(shown(built)):
        faults.append("image")
    if kind == "structure" and structure(built) != structure(harmless):
        faults.append("other blocks than for a harmless text")
    marks = sum(len(MARKS.findall(one["text"])) for one in mrkdwn(built))
    ours = sum(len(MARKS.findall(one["text"])) for one in mrkdwn(harmless))
    if marks > ours:
        faults.append(f"{marks} marks of formatting where ours are {ours}")
    return faults


def mrkdwn(built: Built) -> list[dict[str, Any]]:
    """The texts Slack formats."""
    return [one for one in texts(shown(built)) if one["type"] == "mrkdwn"]


@pytest.mark.parametrize("words", ["<!channel>", "a & b", "*bold*", "x" * 80, "Zoë (CFO) – 50 %"])
def test_the_words_are_still_there_to_read(words: str) -> None:
    letters = [char for char in words if char.isalnum()]
    for built in everything(words, "en"):
        if built.name in ("card", "answer", "map", "brief", "review", "correction", "which"):
            found = "".join(one["text"] for one in texts(shown(built)))
            assert "".join(letters[:40]) in "".join(char for char in found if char.isalnum())


@given(words=st.text(max_size=200))
@settings(max_examples=40)
def test_any_text_at_all_can_be_sent(words: str) -> None:
    for built in everything(words, "fr"):
        assert refused(built) == [], built.name
        json.dumps(shown(built)).encode("ascii")


@given(
    length=st.integers(min_value=0, max_value=20_000),
    piece=st.sampled_from(
        ["x", "&", "<", "a b ", "é", "😀", "\n", "\u202e", "*", ":a:", "e\u0301\u0301"]
    ),
    lines=st.integers(min_value=0, max_value=70),
)
@settings(max_examples=25)
def test_no_length_and_no_number_of_lines_breaks_a_limit(
    length: int, piece: str, lines: int
) -> None:
    words = (piece * (length // len(piece) + 1))[:length]
    for built in everything(words, "en", lines):
        assert refused(built) == [], built.name


@given(words=st.text(max_size=400), limit=st.integers(min_value=2, max_value=300))
def test_what_is_cut_says_so_and_never_in_the_middle_of_an_entity(words: str, limit: int) -> None:
    short = said(words, limit)
    assert len(short) <= limit
    assert not re.search(r"&(?!amp;|lt;|gt;)", short)
    assert short == said(words, 100_000) or short.endswith("…")


def test_lengths_are_kept_and_cuts_marked() -> None:
    assert clipped("abcdef", 4) == "abc…"
    assert clipped("abcd", 4) == "abcd"
    assert plain("") == "…"


@pytest.mark.parametrize(
    ("hidden", "seen"),
    [
        ("a\u202eb", "a‹U+202E›b"),
        ("a\u200bb", "a‹U+200B›b"),
        ("a\u2066b\u2069", "a‹U+2066›b‹U+2069›"),
        ("a\u3164b", "a‹U+3164›b"),
        ("a\U000e0041b", "a‹U+E0041›b"),
        ("a\ud800b", "a‹U+D800›b"),
        ("a\x1b[2J", "a‹U+001B›[2J"),
        ("co\u00adop", "coop"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("a\n\tb", "a b"),
    ],
)
def test_what_hides_or_turns_is_shown(hidden: str, seen: str) -> None:
    assert visible(hidden) == seen


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "ftp://a.example", "https://", "https://u:p@a.example/",
        "https://a.example/|x", "https://a.example/ x", "https://a.example/>", "https://\u0430pple.com/",
        "http://[::1", "https://a.example/\u202e",
    ],
)  # fmt: skip
def test_only_plain_web_addresses_become_links(url: str) -> None:
    assert link(url) is None


@pytest.mark.parametrize("length", [10, 480, 5_000])
def test_long_addresses_of_many_sources_do_not_break_a_message(length: int) -> None:
    url = "https://news.example/" + "a" * length
    answer = answer_of("x" * 2_000)
    cited = tuple(replace(one, url=url) for one in answer.citations)
    blocks = answer_blocks(replace(answer, citations=cited), "en", Asked("Who?"))
    assert refused_message("text", blocks) == []


def test_a_link_is_labelled_with_its_host_whatever_it_says() -> None:
    assert (
        link("https://news.example/a?x=1&y=2")
        == "<https://news.example/a?x=1&amp;y=2|news.example>"
    )
