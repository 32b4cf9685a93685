import json
import time
from typing import Any

import httpx2
import pytest

from tests.model_servers.loopback import LoopbackModel, Reply, ToolCall
from tests.model_servers.scripted import Scripted

HELLO = {"model": "m", "messages": [{"role": "user", "content": "hello"}]}


def post(server: LoopbackModel, **more: object) -> httpx2.Response:
    with httpx2.Client(timeout=2, trust_env=False) as client:
        return client.post(f"{server.base_url}/chat/completions", json={**HELLO, **more})


def streamed(text: str) -> list[dict[str, Any]]:
    lines = [line.removeprefix("data: ") for line in text.split("\n\n") if line]
    return [json.loads(line) for line in lines if line != "[DONE]"]


def test_replies_come_in_order_with_ids_of_their_own_and_the_last_repeats() -> None:
    with Scripted(["one", "two"]) as server:
        answers = [post(server).json() for _ in range(3)]
    assert [one["choices"][0]["message"]["content"] for one in answers] == ["one", "two", "two"]
    assert len({one["id"] for one in answers}) == 3
    assert server.requests[0]["messages"] == HELLO["messages"]


def test_a_stream_brings_content_and_tool_arguments_in_pieces_then_usage_then_done() -> None:
    reply = Reply("Bonjour à toutes", (ToolCall("look", {"who": "Zoë Martin-Dupont"}),))
    with Scripted([reply]) as server:
        text = post(server, stream=True, stream_options={"include_usage": True}).text
    assert text.endswith("data: [DONE]\n\n")
    chunks = streamed(text)
    deltas = [one["choices"][0]["delta"] for one in chunks if one["choices"]]
    assert "".join(one.get("content") or "" for one in deltas) == "Bonjour à toutes"
    calls = [call for one in deltas for call in one.get("tool_calls", [])]
    arguments = "".join(call["function"]["arguments"] for call in calls)
    assert json.loads(arguments) == {"who": "Zoë Martin-Dupont"}
    assert len(calls) > 2
    assert chunks[-1]["usage"]["total_tokens"] == 120


def test_a_stream_cut_after_some_bytes_breaks_the_connection() -> None:
    long = Reply("a long reply " * 20, close_after=300)
    with Scripted([long]) as server, pytest.raises(httpx2.RemoteProtocolError):
        post(server, stream=True)


def test_a_server_that_hangs_is_let_go_of_at_once() -> None:
    started = time.monotonic()
    with (
        Scripted([Reply("never", delay_s=30)]) as server,
        httpx2.Client(timeout=0.2, trust_env=False) as client,
        pytest.raises(httpx2.ReadTimeout),
    ):
        client.post(f"{server.base_url}/chat/completions", json=HELLO)
    assert time.monotonic() - started < 5


def test_an_assertion_inside_the_answer_fails_the_test() -> None:
    def answer(body: dict[str, Any]) -> Reply:
        assert "tools" in body
        return Reply("ok")

    with pytest.raises(AssertionError), LoopbackModel(answer) as server:
        assert post(server).status_code == 500


def test_embeddings_come_as_asked_for() -> None:
    with Scripted([Reply()]) as server, httpx2.Client(timeout=2, trust_env=False) as client:
        url = f"{server.base_url}/embeddings"
        floats = client.post(url, json={"input": ["a", "b"], "model": "e"}).json()["data"]
        packed = client.post(url, json={"input": "a", "encoding_format": "base64"}).json()["data"]
    assert [len(one["embedding"]) for one in floats] == [8, 8]
    assert isinstance(packed[0]["embedding"], str)
