"""Trying an endpoint tells what it can do, in a handful of tiny requests without a customer's word."""

from typing import Any

import pytest

from assistant.models.call_log import MemoryLedger
from assistant.models.probe import probe
from tests.model_servers.loopback import LoopbackModel, Reply, ToolCall
from tests.models.asking import choice_for

RED = '{"colour": "red"}'


def able(body: dict[str, Any]) -> Reply:
    """A server that can do everything."""
    if "tools" in body:
        name = body["tools"][0]["function"]["name"]
        arguments = {"city": "Lyon"} if name == "weather" else {"colour": "red"}
        return Reply(None, (ToolCall(name, arguments),))
    shaped = "response_format" in body or "JSON Schema" in body["messages"][0]["content"]
    return Reply(RED if shaped else "ready")


def without_schema_or_tools(body: dict[str, Any]) -> Reply:
    if "tools" in body:
        return Reply(status=400, error={"message": "phi does not support tools"})
    if "response_format" in body:
        return Reply(status=400, error={"message": "response_format is not supported"})
    return able(body)


def without_temperature(body: dict[str, Any]) -> Reply:
    if "temperature" in body:
        return Reply(status=400, error={"code": "unsupported_value", "param": "temperature"})
    return able(body)


def test_a_server_that_can_do_everything() -> None:
    ledger = MemoryLedger()
    with LoopbackModel(able) as server:
        found = probe(choice_for(server), ledger)
    assert (found.reachable, found.model_known, found.tools, found.temperature) == (True,) * 4
    assert found.structured == ("json_schema", "tool", "prompt")
    assert found.failure is None
    assert len(server.requests) == len(ledger.calls) == 5
    assert {call.prompt for call in ledger.calls} == {"probe"}


def test_a_model_without_tools_or_schema_can_still_be_asked_in_words() -> None:
    with LoopbackModel(without_schema_or_tools) as server:
        found = probe(choice_for(server))
    assert (found.structured, found.tools, found.failure) == (("prompt",), False, None)


def test_a_model_that_takes_no_temperature_is_found_out() -> None:
    with LoopbackModel(without_temperature) as server:
        found = probe(choice_for(server))
    assert not found.temperature
    assert found.structured == ("json_schema", "tool", "prompt")


def test_a_model_that_only_chatters_can_do_nothing_of_use() -> None:
    with LoopbackModel(lambda _: Reply("Hello! How can I help?")) as server:
        found = probe(choice_for(server))
    assert (found.reachable, found.model_known, found.structured, found.tools) == (
        True,
        True,
        (),
        False,
    )


@pytest.mark.parametrize(
    ("reply", "kind", "reached"),
    [(Reply(status=401), "wrong_key", True), (Reply(status=404), "unknown_model", True),
     (Reply(delay_s=30), "timeout", False), (Reply(status=302, raw=b""), "unknown_model", True),
     (Reply(status=500), "server_error", True)],
    ids=["key", "model", "silence", "redirect", "fault"],
)  # fmt: skip
def test_what_is_hopeless_is_told_after_one_request(reply: Reply, kind: str, reached: bool) -> None:
    with LoopbackModel(lambda _: reply) as server:
        found = probe(choice_for(server, timeout_s=0.4, retries=2))
    assert found.failure is not None
    assert found.failure.kind == kind
    assert found.reachable is reached
    assert len(server.requests) == 1
