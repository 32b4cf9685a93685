"""Recorded replies through the real model client, without a connection."""

from typing import TYPE_CHECKING, Any

import httpx2
import openai
import pytest

from assistant.recorded.transport import RecordedTransport, recorded_client
from tests.recorded.requests import FIND_ACCOUNT, holding, recorded, request, with_schema

if TYPE_CHECKING:
    from assistant.recorded.replies import RecordedReplies

CALL = {"tool_calls": [{"name": "find_account", "arguments": {"name": "Café " * 30}}]}


def client(replies: "RecordedReplies") -> openai.OpenAI:
    return openai.OpenAI(
        api_key="none", base_url="http://127.0.0.1:1/v1", http_client=recorded_client(replies)
    )


def test_a_recorded_text_is_replied() -> None:
    body = request("Who decides?")
    with client(holding(recorded(body, {"content": "Zoé."}))) as model:
        reply = model.chat.completions.create(**body)
    choice = reply.choices[0]
    assert (choice.message.content, choice.finish_reason, reply.model) == (
        "Zoé.",
        "stop",
        "strong-1",
    )
    assert reply.usage is not None
    assert reply.usage.prompt_tokens > 5


def test_calls_of_tools_end_as_calls_with_the_same_ids_at_every_replay() -> None:
    body = request("Who decides?", tools=[FIND_ACCOUNT])
    with client(holding(recorded(body, CALL))) as model:
        one, again = (model.chat.completions.create(**body) for _ in range(2))
    calls = one.choices[0].message.tool_calls or []
    assert one.choices[0].finish_reason == "tool_calls"
    assert calls == again.choices[0].message.tool_calls
    # A repeated id of a whole reply would overwrite the earlier one in a conversation.
    assert one.id != again.id


def test_a_stream_says_the_same_in_pieces_with_its_tokens() -> None:
    body = with_schema("Who decides?")
    replies = holding(recorded(body, {"content": {"claims": ["élu " * 40]}}))
    with client(replies) as model:
        whole = model.chat.completions.create(**body)
        options = {"include_usage": True}
        made: Any = model.chat.completions
        pieces = list(made.create(**body, stream=True, stream_options=options))
    said = "".join(one.choices[0].delta.content or "" for one in pieces if one.choices)
    assert said == whole.choices[0].message.content
    assert len(pieces) > 4
    assert pieces[-2].choices[0].finish_reason == "stop"
    assert pieces[-1].usage == whole.usage


def test_streamed_calls_come_in_pieces_too() -> None:
    body = request("Who decides?", tools=[FIND_ACCOUNT])
    with client(holding(recorded(body, CALL))) as model:
        pieces = list(model.chat.completions.create(**body, stream=True))
    deltas = [call for one in pieces for call in one.choices[0].delta.tool_calls or []]
    assert deltas[0].function is not None
    assert deltas[0].function.name == "find_account"
    arguments = "".join((one.function.arguments or "") for one in deltas if one.function)
    assert arguments == '{"name": "' + "Café " * 30 + '"}'


def test_an_unknown_request_is_refused_at_once_and_named() -> None:
    transport = RecordedTransport(holding())
    with (
        httpx2.Client(transport=transport) as http,
        openai.OpenAI(api_key="x", base_url="http://127.0.0.1:1/v1", http_client=http) as model,
        pytest.raises(openai.BadRequestError) as refused,
    ):
        model.chat.completions.create(**request("Who decides?"))
    assert refused.value.code == "not_recorded"
    assert len(transport.missed) == 1


def test_other_addresses_are_not_recorded_and_models_are_listed() -> None:
    replies = holding(recorded(request("Who?"), {"content": "Zoé."}))
    with recorded_client(replies) as http:
        listed = http.get("http://127.0.0.1:1/v1/models").json()
        other = http.post("http://127.0.0.1:1/v1/embeddings", json={})
    assert [one["id"] for one in listed["data"]] == ["strong-1"]
    assert other.status_code == 404
