"""Every way a model call goes wrong ends in one failure with the right name, and no word of anybody."""

import json
import socket
import time
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from assistant.models.failure import FAILURE_KINDS, FailureKind, ModelFailure
from knowledge.language.catalogue import LANGUAGES, phrase
from tests.model_servers.loopback import LoopbackModel, Reply, ToolCall
from tests.model_servers.scripted import Scripted
from tests.models.asking import PROMPT, SECRET, choice_for, failure_of_asking, said

ECHO = {"message": f"refused: {SECRET}", "type": "invalid_request_error"}


def raw(content: Any, **more: Any) -> Reply:
    """A body that is sent as it is, with success."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Reply(raw=body, **more)


def completion(**choice: Any) -> dict[str, Any]:
    message = {"role": "assistant", "content": SECRET}
    choices = [{"index": 0, "finish_reason": "stop", "message": message, **choice}]
    return {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": choices}


def refused(status: int, code: str | None = None, message: str = SECRET) -> Reply:
    return Reply(status=status, error={**ECHO, "code": code, "message": message})


# What a server does, and the failure it is.
TABLE: list[tuple[str, Reply, FailureKind]] = [
    ("429", refused(429), "rate_limited"),
    ("429, out of credit", refused(429, "insufficient_quota"), "rate_limited"),
    ("500", refused(500), "server_error"),
    ("503", refused(503), "server_error"),
    ("503 in HTML", Reply(status=503, raw=b"<html>down</html>"), "server_error"),
    ("400", refused(400), "bad_request"),
    ("401", refused(401, "invalid_api_key"), "wrong_key"),
    ("402", refused(402), "not_allowed"),
    ("403", refused(403), "not_allowed"),
    ("404", refused(404, "model_not_found"), "unknown_model"),
    ("404 in HTML", Reply(status=404, raw=b"<html>nothing here</html>"), "unknown_model"),
    ("405", refused(405), "unknown_model"),
    ("408", refused(408), "timeout"),
    ("409", refused(409), "server_error"),
    ("413", refused(413), "too_long"),
    ("422", refused(422), "bad_request"),
    ("a redirect", Reply(status=302, raw=b"", headers={"Location": "/elsewhere"}), "unknown_model"),
    ("a redirect that keeps the method", Reply(status=307, raw=b"", headers={"Location": "/x"}), "unknown_model"),
    ("too long, OpenAI", refused(400, "context_length_exceeded"), "too_long"),
    ("too long, llama.cpp", Reply(status=400, error={"code": 400, "type": "exceed_context_size_error", "message": f"the request exceeds the available context size, try increasing it {SECRET}"}), "too_long"),
    ("too long, vLLM", Reply(status=400, raw=json.dumps({"object": "error", "message": "This model's maximum context length is 4096 tokens. However, you requested 9000.", "type": "BadRequestError", "param": None, "code": 400}).encode()), "too_long"),
    ("too long, told as 500", refused(500, None, "input is too long for this model"), "too_long"),
    ("filtered, Azure", refused(400, "content_filter"), "filtered"),
    ("no tools, Ollama", refused(400, None, "registry.ollama.ai/library/phi does not support tools"), "no_tools"),
    ("a key told as 400", refused(400, "invalid_api_key"), "wrong_key"),
    ("not JSON", raw(b'{"id": "x", "choices": [{'), "garbled"),
    ("HTML with success", raw(b"<html><body>Sign in to the guest network</body></html>", headers={"Content-Type": "text/html"}), "garbled"),
    ("nothing with success", raw(b""), "garbled"),
    ("a number with success", raw(7), "garbled"),
    ("no choices", raw({"id": "x", "object": "chat.completion", "choices": []}), "garbled"),
    ("choices null", raw({"id": "x", "object": "chat.completion", "choices": None}), "garbled"),
    ("an error with success", raw({"error": {"message": SECRET, "code": 500}}), "garbled"),
    ("no message", raw(completion(message=None)), "garbled"),
    ("no content", Reply(None), "empty"),
    ("blank content", Reply(" \n "), "empty"),
    ("stopped at the limit", Reply(SECRET, finish_reason="length"), "cut_short"),
    ("stopped by a filter", Reply(SECRET, finish_reason="content_filter"), "filtered"),
    ("no reason to stop", Reply(SECRET, finish_reason=None), "cut_short"),
    ("a refusal in words", Reply(None, refusal=f"I cannot {SECRET}"), "refused"),
    ("broken arguments", Reply(None, (ToolCall("look", '{"who": "Zo'),)), "garbled"),
    ("half a character", raw(completion(message={"role": "assistant", "content": "\ud800"})), "garbled"),
    ("2 MB", Reply("a" * 2_000_000), "too_big"),
    ("compressed unasked", raw(b"\x1f\x8b", headers={"Content-Encoding": "gzip"}), "garbled"),
    ("silence", Reply("late", delay_s=30), "timeout"),
    ("silence within the body", Reply("a long reply " * 20, stall_after=100, stall_s=30), "timeout"),
    ("closed within the body", Reply("a long reply " * 20, close_after=100), "unreachable"),
    ("closed before the reply", Reply("x", close_after=0), "unreachable"),
]  # fmt: skip

STREAMED: list[tuple[str, Reply, FailureKind]] = [
    ("429", refused(429), "rate_limited"),
    ("500", refused(500), "server_error"),
    ("401", refused(401), "wrong_key"),
    ("too long", refused(400, "context_length_exceeded"), "too_long"),
    ("ended early, properly", Reply("half of what I", finish_reason=None), "cut_short"),
    ("stopped at the limit", Reply(SECRET, finish_reason="length"), "cut_short"),
    ("stopped by a filter", Reply(SECRET, finish_reason="content_filter"), "filtered"),
    ("a refusal in words", Reply(None, refusal=SECRET), "refused"),
    ("cut within a chunk", Reply("a long reply " * 20, close_after=500), "unreachable"),
    ("a corrupt chunk", raw(b'data: {"id": "x", "choi\n\ndata: [DONE]\n\n'), "garbled"),
    ("an error inside", raw(b'data: {"error": {"message": "boom", "code": "x"}}\n\n'), "garbled"),
    ("too long, told inside", raw(b'data: {"error": {"message": "maximum context length", "code": "x"}}\n\n'), "too_long"),
    ("nothing inside", raw(b"data: [DONE]\n\n"), "garbled"),
    ("not a stream", raw(b"<html>hello</html>"), "garbled"),
    ("a stall", Reply("a long reply " * 20, stall_after=500, stall_s=30), "timeout"),
    ("broken arguments", Reply(None, (ToolCall("look", '{"who": "Zo'),)), "garbled"),
    ("2 MB", Reply("a" * 2_000_000), "too_big"),
    ("silence", Reply("late", delay_s=30), "timeout"),
    ("no content", Reply(None), "empty"),
]  # fmt: skip


def assert_tells_nothing(failure: ModelFailure) -> None:
    shown = "".join(traceback.format_exception(failure, chain=True))
    texts = [str(failure), repr(failure), repr(failure.args), repr(vars(failure)), shown]
    assert not any(SECRET in text for text in texts)
    assert failure.__cause__ is None
    assert failure.__context__ is None


@pytest.mark.parametrize(
    ("reply", "kind"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_fault_has_one_name_and_no_words(reply: Reply, kind: FailureKind) -> None:
    with Scripted([reply]) as server:
        failure = failure_of_asking(choice_for(server, timeout_s=0.4))
    assert failure.kind == kind
    assert str(failure) == kind
    assert_tells_nothing(failure)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("reply", "kind"), [row[1:] for row in STREAMED], ids=[row[0] for row in STREAMED]
)
def test_a_fault_in_a_stream_has_one_name_and_no_words(reply: Reply, kind: FailureKind) -> None:
    with Scripted([reply]) as server:
        failure = failure_of_asking(choice_for(server, timeout_s=0.4), stream=True)
    assert failure.kind == kind
    assert_tells_nothing(failure)


def test_a_refused_connection_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        failure = failure_of_asking(choice_for(f"http://127.0.0.1:{port}/v1"))
    assert failure.kind == "unreachable"
    assert_tells_nothing(failure)


def test_a_redirect_is_not_followed_even_to_a_server_that_would_answer() -> None:
    with Scripted(["hello"]) as other:
        away = {"Location": f"{other.base_url}/chat/completions"}
        with Scripted([Reply(status=308, raw=b"", headers=away)]) as server:
            failure_of_asking(choice_for(server))
    assert other.requests == []


def test_a_trickle_ends_when_the_time_for_the_call_is_over() -> None:
    trickle = Reply("a long reply " * 40, drip_s=0.1, drip_bytes=4)
    started = time.monotonic()
    with Scripted([trickle]) as server:
        failure = failure_of_asking(choice_for(server, timeout_s=2, total_s=0.8))
    assert failure.kind == "timeout"
    assert time.monotonic() - started < 2.5


def test_a_trickle_of_a_stream_ends_too() -> None:
    trickle = Reply("a long reply " * 40, drip_s=0.1, drip_bytes=40)
    with Scripted([trickle]) as server:
        failure = failure_of_asking(choice_for(server, timeout_s=2, total_s=0.8), stream=True)
    assert failure.kind == "timeout"


def test_a_trickle_of_headers_ends_too() -> None:
    """No reply ever begins: one header line after another keeps every other clock from ringing."""
    from threading import Thread

    listener = socket.create_server(("127.0.0.1", 0))

    def trickle() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            try:
                for count in range(100):
                    connection.sendall(f"X-Wait-{count}: 1\r\n".encode())
                    time.sleep(0.05)
            except OSError:
                return

    thread = Thread(target=trickle)
    thread.start()
    port = listener.getsockname()[1]
    started = time.monotonic()
    failure = failure_of_asking(choice_for(f"http://127.0.0.1:{port}/v1", total_s=0.6))
    taken = time.monotonic() - started
    thread.join()
    listener.close()
    assert failure.kind == "timeout"
    assert taken < 2.5


# Trying again


def test_a_passing_fault_is_tried_again_and_then_answered() -> None:
    with Scripted([refused(503), refused(429), "hello"]) as server:
        answer = said(choice_for(server, retries=2))
    assert answer.text == "hello"
    assert len(server.requests) == 3


def test_a_connection_that_breaks_before_the_reply_is_tried_again() -> None:
    with Scripted([Reply("x", close_after=0), "hello"]) as server:
        assert said(choice_for(server, retries=1)).text == "hello"


def test_tries_are_bounded() -> None:
    with Scripted([refused(500)]) as server:
        failure_of_asking(choice_for(server, retries=2))
    assert len(server.requests) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_what_will_not_pass_is_not_tried_again(status: int) -> None:
    with Scripted([refused(status)]) as server:
        failure_of_asking(choice_for(server, retries=3))
    assert len(server.requests) == 1


def test_an_empty_account_is_not_asked_again() -> None:
    with Scripted([refused(429, "insufficient_quota")]) as server:
        failure_of_asking(choice_for(server, retries=3))
    assert len(server.requests) == 1


def test_the_server_says_how_long_to_wait() -> None:
    limited = Reply(status=429, error=ECHO, headers={"Retry-After": "0.6"})
    started = time.monotonic()
    with Scripted([limited, "hello"]) as server:
        said(choice_for(server, retries=1))
    assert 0.55 < time.monotonic() - started < 4


@pytest.mark.parametrize("wait", ["600", "Wed, 21 Oct 2099 07:28:00 GMT"])
def test_a_wait_beyond_the_time_for_the_call_is_not_begun(wait: str) -> None:
    limited = Reply(status=429, error=ECHO, headers={"Retry-After": wait})
    started = time.monotonic()
    with Scripted([limited, "hello"]) as server:
        failure = failure_of_asking(choice_for(server, retries=3, total_s=2))
    assert failure.kind == "rate_limited"
    assert len(server.requests) == 1
    assert time.monotonic() - started < 2


# What people are told


def test_only_what_may_pass_by_itself_is_worth_waiting_for() -> None:
    waiting = {kind for kind in FAILURE_KINDS if ModelFailure(kind, "m").retry_later}
    assert waiting == {"unreachable", "timeout", "rate_limited", "server_error", "cap_reached"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", FAILURE_KINDS)
def test_every_failure_has_a_sentence(kind: str, lang: str) -> None:
    sentence = phrase(lang, f"models.failure.{kind}", model="qwen3", host="localhost:11434")
    assert sentence.endswith((".", "?"))
    assert "qwen3" in sentence or "localhost" in sentence


# With another hand's server


def llmock_choice(llmock: Any) -> Any:
    return choice_for(str(llmock.base_url()), name="gpt-4.1", retries=0, timeout_s=1.0)


@pytest.mark.parametrize(
    ("order", "kind"),
    [
        (lambda mock: mock.rate_limit(times=2), "rate_limited"),
        (lambda mock: mock.fail(503), "server_error"),
        (lambda mock: mock.outage(), "server_error"),
        (lambda mock: mock.context_overflow(), "too_long"),
        (lambda mock: mock.delay(5), "timeout"),
    ],
    ids=["rate limit", "503", "outage", "context", "delay"],
)
def test_llmock_faults(llmock: Any, order: Callable[[Any], None], kind: FailureKind) -> None:
    order(llmock)
    failure = failure_of_asking(llmock_choice(llmock))
    assert failure.kind == kind
    assert_tells_nothing(failure)


@pytest.mark.parametrize(
    ("order", "kinds"),
    [
        (lambda mock: mock.truncate(after_chunks=3), {"cut_short"}),
        (lambda mock: mock.corrupt(), {"garbled"}),
        (lambda mock: mock.stall(seconds=5), {"timeout"}),
        (lambda mock: mock.disconnect(), {"unreachable"}),
    ],
    ids=["truncated", "corrupt", "stall", "disconnect"],
)
def test_llmock_faults_in_a_stream(
    llmock: Any, order: Callable[[Any], None], kinds: set[FailureKind]
) -> None:
    order(llmock)
    failure = failure_of_asking(llmock_choice(llmock), stream=True)
    assert failure.kind in kinds
    assert_tells_nothing(failure)


def test_the_prompt_of_these_tests_holds_what_must_not_appear() -> None:
    assert any(SECRET in message.text for message in PROMPT.messages)
    with LoopbackModel(lambda body: Reply(body["messages"][1]["content"])) as server:
        assert SECRET in said(choice_for(server)).text
