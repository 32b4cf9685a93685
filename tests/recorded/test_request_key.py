"""Which requests are the same: what a model reads decides, and nothing else."""

from typing import Any

import pytest

from assistant.recorded.replies import request_key, request_parts
from tests.recorded.requests import FIND_ACCOUNT, request, with_schema


def test_a_key_is_twenty_hexadecimal_digits_and_stays_what_it_was() -> None:
    # Recordings are found by it: a change here loses every one of them.
    assert request_key(request("Who decides?")) == "206134b2f45c4022477f"
    assert request_key(with_schema("Who decides?")) == "2f2b8b38f2c578ab70e3"


@pytest.mark.parametrize(
    "other",
    [
        {"model": "another"}, {"temperature": 0.7}, {"stream": True}, {"user": "u1"},
        {"stream_options": {"include_usage": True}}, {"max_tokens": 5}, {"max_completion_tokens": 5},
        {"tools": None}, {"tools": []},
    ],
    ids=str,
)  # fmt: skip
def test_how_a_reply_is_fetched_does_not_count(other: dict[str, Any]) -> None:
    assert request_key(request("Who decides?") | other) == request_key(request("Who decides?"))


@pytest.mark.parametrize(
    "other",
    [request("Who decides"), request("Who decides?", "And now?"), with_schema("Who decides?"),
     request("Who decides?", tools=[FIND_ACCOUNT])],
    ids=["words", "messages", "schema", "tools"],
)  # fmt: skip
def test_what_a_model_reads_counts(other: dict[str, Any]) -> None:
    assert request_key(other) != request_key(request("Who decides?"))


def called(call_id: str, content: str | None, arguments: str) -> dict[str, Any]:
    body = request("Who decides?")
    function = {"name": "find_account", "arguments": arguments}
    call = {"id": call_id, "type": "function", "function": function}
    body["messages"] += [
        {"role": "assistant", "content": content, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": call_id, "content": "nothing"},
    ]
    return body


def test_ids_of_calls_are_chance_and_arguments_are_json() -> None:
    one = called("call_x", None, '{"name": "Acme",  "n": 1}')
    same = called("chatcmpl-7", "", '{"n":1,"name":"Acme"}')
    assert request_key(one) == request_key(same)
    assert request_key(one) != request_key(called("call_x", None, '{"name": "Acne", "n": 1}'))


def test_which_call_a_result_answers_counts() -> None:
    one, other = called("a", None, "{}"), called("a", None, "{}")
    for body, ids in ((one, ("a", "b")), (other, ("b", "a"))):
        call = body["messages"][-2]["tool_calls"][0]
        body["messages"][-2]["tool_calls"] = [call, {**call, "id": "b"}]
        body["messages"][-1:] = [
            {"role": "tool", "tool_call_id": called_id, "content": content}
            for called_id, content in zip(ids, ("first", "second"), strict=True)
        ]
    assert request_key(one) != request_key(other)


def test_broken_arguments_half_characters_and_text_blocks_have_a_key() -> None:
    assert request_key(called("a", None, "{broken")) != request_key(called("a", None, "{other"))
    assert len(request_key(request("half of a pair: \ud83d"))) == 20
    blocks = request("Who decides?")
    blocks["messages"][1]["content"] = [{"type": "text", "text": "Who decides?"}]
    assert request_key(blocks) == request_key(request("Who decides?"))


def test_parts_say_what_changed() -> None:
    before = request_parts(with_schema("Who decides?"))
    other = with_schema("Who decides?")
    other["messages"][0]["content"] = "You answer briefly."
    after = request_parts(other)
    assert {name for name in before if before[name] != after[name]} == {"system"}
    assert set(before) == {"conversation", "response_format", "system"}
