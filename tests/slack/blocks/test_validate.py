"""The validators find what Slack would refuse; otherwise passing them would prove nothing."""

from typing import Any

import pytest

from integrations.slack.blocks.elements import (
    actions,
    button,
    header,
    modal,
    quiet,
    radios,
    section,
    sections,
    typed,
)
from tests.slack.blocks.validate import refused_message, refused_view


def text(words: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": words, "verbatim": True, **more}}


@pytest.mark.parametrize(
    "blocks",
    [
        [text("x")] * 51,
        [text("x" * 3_001)],
        [text("x" * 2_900)] * 5,
        [text("x"), {"type": "nothing"}],
        [text("<!channel>")],
        [text("<@U1>")],
        [text("a < b")],
        [text("a & b")],
        [text("x", verbatim=False)],
        [{"type": "markdown", "text": "x" * 6_001}, {"type": "markdown", "text": "x" * 6_001}],
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101}],
        [actions([button("a", "same", "1"), button("b", "same", "2")])],
        [actions([button("a", "x", "1")], "b"), actions([button("a", "y", "1")], "b")],
        [actions([button("a", "x", "v" * 2_001)])],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x", "verbatim": True}}],
    ],
)
def test_what_slack_would_refuse_is_found(blocks: list[dict[str, Any]]) -> None:
    assert refused_message("text", blocks) != []


def test_an_empty_or_overlong_text_is_found() -> None:
    assert refused_message(" ", [text("x")]) != []
    assert refused_message("x" * 4_001, [text("x")]) != []


@pytest.mark.parametrize(
    "change",
    [
        {"title": {"type": "plain_text", "text": "x" * 25, "emoji": False}},
        {"private_metadata": "x" * 2_701},
        {"blocks": [text("x")] * 101},
        {"blocks": [radios("r", "Which?", [])]},
        {
            "blocks": [
                typed("t", "l")
                | {"element": {"type": "plain_text_input", "action_id": "t", "max_length": 3_001}}
            ]
        },
    ],
)
def test_a_view_slack_would_refuse_is_found(change: dict[str, Any]) -> None:
    view = modal("Title", "callback", [section("x")], submit="Send", close="Close")
    assert refused_view(view) == []
    assert refused_view(view | change) != []


def test_the_pieces_everything_is_made_of_are_accepted() -> None:
    blocks = [header("H"), section("a &amp; b"), quiet("q"), *sections(["x" * 500] * 20)]
    assert refused_message("text", [*blocks, actions([button("b", "a", "v")])]) == []
