"""Sentences shown under way: in Slack's Markdown nothing a model wrote becomes more than its letters."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from integrations.slack.blocks.markdown import in_markdown

CASES = Path(__file__).resolve().parents[4] / "shared" / "corpora" / "slack_mrkdwn" / "cases.jsonl"
# What Markdown or Slack would act on, wherever it stands; brackets are looked at apart.
ACTS = re.compile(
    r"[*~`\\|<>{}$@#]"  # marks, mentions, tags, tables, fences, channels
    r"|\][(:]|\]\[|!\["  # links, their definitions, images
    r"|:/|mailto:|tel:|javascript:|data:"  # addresses
    r"|(?<=\w)\.[^\W\d_]"  # names of hosts
    r"|:[\w+'-]+:"  # emoji
    r"|&#?\w{1,32};"  # entities
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis
    r"|^\s*(?:[-+]\s|\d+[.)]\s|=+$|-+$)"  # lists, underlined headings, rules
    r"|^\s{4}|\n"  # code, paragraphs
)
BRACKETS = re.compile(r"\[(?!\d{1,3}\])|(?<!\d)\]")


def acts(shown: str) -> list[str]:
    """What of the text would be more than text: by our own list, and by a parser of Markdown."""
    ours = [found[0] for found in (*ACTS.finditer(shown), *BRACKETS.finditer(shown))]
    return ours + parsed_as(shown)


def parsed_as(shown: str) -> list[str]:
    """What a parser takes it for, beside one paragraph of text."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(shown)
    inner = [child.type for token in tokens for child in token.children or ()]
    blocks = [token.type for token in tokens]
    plain = {"paragraph_open", "inline", "paragraph_close", "text"}
    return [kind for kind in (*blocks, *inner) if kind not in plain]


def corpus() -> list[Any]:
    """Hostile texts for Slack, where the corpora stand beside the checkout."""
    if not CASES.is_file():
        return []
    lines = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [pytest.param(one, id=one["id"]) for one in lines]


@pytest.mark.parametrize(
    "text",
    [
        "See [the plan](https://evil.test/x) [1]",
        "[1](https://evil.test)",
        "[1]: https://evil.test",
        "![x](https://evil.test/pixel.png)",
        "<https://evil.test|click>",
        "<!channel> <@U123> <#C123|general> @here",
        "&lt;!channel&gt; &#60;@U1&#62;",
        "evil.test/x and www.evil.test and a@evil.test",
        "mailto:a@evil.test tel:+331234 javascript:alert(1) data:text/html,x",
        "# heading",
        "## heading",
        "> quoted",
        "- one",
        "+ one",
        "* one",
        "1. one",
        "2) one",
        "    code",
        "```\ncode\n```",
        "| a | b |\n|---|---|",
        "title\n=====",
        "---",
        "***",
        "_ _ _",
        "**bold** _it_ __b__ ~~gone~~ `code`",
        ":rotating_light: :+1:",
        "$x^2$ \\( y \\)",
        "[1][2](https://evil.test)",
        "[x][1]",
        "\u202eevil\u2066 zero\u200bwidth",
        "\ue0001\ue001(https://evil.test)",
    ],
)
def test_nothing_of_it_acts(text: str) -> None:
    assert acts(in_markdown(text, 500)) == []


@pytest.mark.parametrize("case", corpus())
def test_nothing_of_the_corpus_acts(case: dict[str, Any]) -> None:
    for value in case.values():
        if isinstance(value, str):
            assert acts(in_markdown(value, 500)) == []


@given(st.text(alphabet=st.sampled_from(list("ab1 []()<>!*_~`#-+.:/@&|\\;\n=$")), max_size=60))
@settings(max_examples=500)
def test_no_mix_of_marks_acts(text: str) -> None:
    assert acts(in_markdown(text, 200)) == []


@given(st.text(max_size=200), st.integers(min_value=2, max_value=80))
def test_it_keeps_to_its_length_and_acts_at_no_cut(text: str, limit: int) -> None:
    shown = in_markdown(text, limit)
    assert len(shown) <= limit
    assert acts(shown) == []


@pytest.mark.parametrize(
    "text",
    [
        "Alasdair Moncur decides. [1]",
        "Rhoda Inkster: I won't pay for seats nobody sits on all winter. [2]",
        "Le budget est de 175 000 €, voté pour 2026 (M. Armand). [12]",
        "11 % des dossiers, 2.5 points. [1] [2]",
    ],
)
def test_an_ordinary_sentence_stays_as_it_is(text: str) -> None:
    assert in_markdown(text, 500) == text
