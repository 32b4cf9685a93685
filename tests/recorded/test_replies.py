"""Recorded replies in files: what may stand there, and what is refused by name."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from assistant.recorded.replies import (
    RecordedFault,
    RecordedReplies,
    line_of,
    shipped_replies,
    write_files,
    write_lines,
)
from tests.recorded.requests import holding, recorded, request

ASKED = request("Who decides?")
OTHER = request("Who signs?")


def test_lines_and_files_hold_the_same_replies(tmp_path: Path) -> None:
    replies = [
        recorded(OTHER, {"content": {"claims": ["é"]}}),
        recorded(ASKED, {"tool_calls": [{"name": "find_account", "arguments": {"name": "Acme"}}]}),
    ]
    write_lines(replies, tmp_path / "lines" / "answering.jsonl")
    write_files(replies, tmp_path / "files" / "answering")
    lines, files = RecordedReplies(tmp_path / "lines"), RecordedReplies(tmp_path / "files")
    assert list(lines) == list(files)
    assert [one.key for one in lines] == sorted(one.key for one in replies)
    assert lines.reply_for(ASKED) == replies[1]
    assert lines.reply_for(request("Who else?")) is None


def test_a_line_is_short_readable_and_sorted_by_key(tmp_path: Path) -> None:
    one, other = recorded(ASKED, {"content": "Zoé."}), recorded(OTHER, {"content": "Amir."})
    write_lines([other, one], tmp_path / "a.jsonl")
    write_lines([one, other], tmp_path / "b.jsonl")
    text = (tmp_path / "a.jsonl").read_text(encoding="utf-8")
    assert text == (tmp_path / "b.jsonl").read_text(encoding="utf-8")
    assert json.loads(line_of(one)) == {
        "key": one.key,
        "model": "strong-1",
        "recorded_on": "2026-11-01",
        "reply": {"content": "Zoé."},
        "finish_reason": "stop",
    }
    assert "Zoé" in text


def test_the_same_reply_twice_is_one_and_another_reply_is_a_fault() -> None:
    replies = holding(recorded(ASKED, {"content": "Zoé."}), recorded(ASKED, {"content": "Zoé."}))
    assert len(replies) == 1
    with pytest.raises(RecordedFault, match="has another reply already"):
        replies.add(recorded(ASKED, {"content": "Amir."}))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"reply": {}}, "neither content nor tool_calls"),
        ({"reply": {"content": ""}}, "neither content nor tool_calls"),
        ({"reply": {"tool_calls": [{"arguments": {}}]}}, "reply.tool_calls.0.name"),
        ({"key": "../x"}, "key"),
        ({"finish_reason": "tired"}, "finish_reason"),
        ({"surprise": 1}, "surprise"),
        ({"recorded_on": "yesterday"}, "recorded_on"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_line_is_named_with_its_place(
    change: dict[str, Any], named: str
) -> None:
    good = recorded(ASKED, {"content": "Zoé."}).to_json_object()
    with pytest.raises(RecordedFault) as caught:
        RecordedReplies.from_lines(["", json.dumps({**good, **change})], "demo.jsonl")
    assert str(caught.value).startswith("demo.jsonl, line 2: ")
    assert named in str(caught.value)


def test_an_object_is_the_json_a_model_would_have_sent() -> None:
    reply = recorded(ASKED, {"content": {"claims": ["l'été"]}}).reply
    assert reply.text == '{"claims": ["l\'été"]}'


def test_who_replied_and_until_when() -> None:
    replies = holding(
        recorded(ASKED, {"content": "a"}), recorded(OTHER, {"content": "b"}, recorded_on="2026-11-09")
    )  # fmt: skip
    assert [(name, str(day)) for name, day in replies.recorded_with()] == [
        ("strong-1", "2026-11-09")
    ]


def test_what_ships_and_what_is_measured_can_be_read() -> None:
    folder = Path(__file__).parent / "replies"
    shipped = [
        one.name for one in files("assistant.recorded").iterdir() if one.name.endswith(".jsonl")
    ]
    for replies in (RecordedReplies(folder), *(shipped_replies(name) for name in shipped)):
        assert len({one.key for one in replies}) == len(replies)
