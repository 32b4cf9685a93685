"""Only our settings count: what is sent, to whom, with which key, whatever other programs have set."""

import threading

import pytest
from pydantic import SecretStr

from assistant.models.chat import chat_model
from assistant.models.failure import ModelFailure
from tests.model_servers.scripted import Scripted
from tests.models.asking import choice_for, failure_of_asking, said, streamed

OTHERS = {
    "OPENAI_API_KEY": "sk-theirs",
    "OPENAI_ADMIN_KEY": "sk-theirs",
    "OPENAI_BASE_URL": "http://127.0.0.1:1/theirs",
    "OPENAI_API_BASE": "http://127.0.0.1:1/theirs",
    "OPENAI_PROXY": "http://127.0.0.1:1",
    "OPENAI_ORG_ID": "org-theirs",
    "OPENAI_ORGANIZATION": "org-theirs",
    "OPENAI_PROJECT_ID": "proj-theirs",
    "OPENAI_CUSTOM_HEADERS": "X-Theirs: sk-theirs\nAuthorization: Bearer sk-theirs",
    "OPENAI_API_TYPE": "azure",
    "OPENAI_API_VERSION": "theirs",
    "AZURE_OPENAI_API_KEY": "sk-theirs",
    "LC_OUTPUT_VERSION": "v1",
    "LANGSMITH_GATEWAY": "true",
    "LANGSMITH_GATEWAY_API_KEY": "sk-theirs",
    "LANGCHAIN_OPENAI_STREAM_CHUNK_TIMEOUT_S": "0.001",
}


def test_variables_for_other_programs_have_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in OTHERS.items():
        monkeypatch.setenv(name, value)
    with Scripted(["hello"]) as server:
        assert said(choice_for(server)).text == "hello"
        assert streamed(choice_for(server)).text == "hello"
    for headers in server.headers:
        assert headers["authorization"] == "Bearer sk-test"
        assert "theirs" not in f"{headers}"


def test_a_server_that_needs_no_key_is_sent_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-theirs")
    with Scripted(["hello"]) as server:
        said(choice_for(server, key=None))
    assert "authorization" not in server.headers[0]


def test_nothing_is_told_of_this_machine() -> None:
    with Scripted(["hello"]) as server:
        said(choice_for(server))
    assert set(server.headers[0]) == {
        "host", "accept", "content-type", "content-length", "accept-encoding", "user-agent",
        "connection", "authorization",
    }  # fmt: skip
    assert server.headers[0]["user-agent"] == "cartographe"
    assert "user" not in server.requests[0]


def test_the_length_of_a_reply_is_asked_for_by_the_name_the_server_knows() -> None:
    with Scripted(["hello"]) as server:
        said(choice_for(server, reply_tokens=700))
    assert server.requests[0]["max_tokens"] == 700
    assert "max_completion_tokens" not in server.requests[0]
    model = chat_model(choice_for("https://api.openai.com/v1", reply_tokens=700))
    payload = model._get_request_payload([("human", "x")])
    assert payload["max_completion_tokens"] == 700
    assert "max_tokens" not in {**payload, **(payload.get("extra_body") or {})}


@pytest.mark.parametrize(("given", "sent"), [(0.0, True), (0.7, True), (None, False)])
def test_a_temperature_is_sent_where_there_is_one(given: float | None, sent: bool) -> None:
    with Scripted(["hello"]) as server:
        said(choice_for(server, temperature=given))
    assert ("temperature" in server.requests[0]) is sent


@pytest.mark.parametrize("name", ["gpt-5.2-pro", "gpt-5.4-codex", "gpt-6", "o3-pro"])
def test_the_newer_interface_is_used_only_where_it_is_set(name: str) -> None:
    with Scripted(["hello"]) as server:
        said(choice_for(server, name=name))
        assert server.paths == ["/v1/chat/completions"]
        failure_of_asking(choice_for(server, name=name, responses_api=True))
    assert server.paths[-1] == "/v1/responses"


def test_the_key_shows_in_nothing_that_is_printed() -> None:
    choice = choice_for("https://api.openai.com/v1", key=SecretStr("sk-hidden"))
    model = chat_model(choice)
    assert "sk-hidden" not in f"{choice!r} {choice} {model!r} {model} {model.model_dump()}"


def test_many_threads_may_ask_at_once() -> None:
    answers: list[str] = []
    with Scripted(["hello"]) as server:
        choice = choice_for(server)
        threads = [
            threading.Thread(target=lambda: answers.append(said(choice).text)) for _ in range(8)
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert answers == ["hello"] * 8


def test_llmock_answers_through_the_newer_interface_too(llmock: object) -> None:
    base_url = llmock.base_url()  # type: ignore[attr-defined]
    choice = choice_for(base_url, name="gpt-4.1", responses_api=True)
    assert said(choice).text
    assert streamed(choice).text


def test_llmock_cut_streams_of_the_newer_interface_are_noticed(llmock: object) -> None:
    llmock.truncate(after_chunks=3)  # type: ignore[attr-defined]
    choice = choice_for(llmock.base_url(), name="gpt-4.1", responses_api=True)  # type: ignore[attr-defined]
    with pytest.raises(ModelFailure, match="cut_short"):
        streamed(choice)
