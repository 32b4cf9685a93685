"""Whatever a model does, the person gets the embedded answer and one line about it; nothing is logged of it."""

import json
import logging

import pytest

from assistant.agent.events import Event
from assistant.answer_by_rules import answer
from assistant.answering import answer_question_best
from assistant.bootstrap import Workspace
from tests.agent.turns import DECIDERS, GOOD, QUESTION, ask, calls, reply, with_model
from tests.model_servers.loopback import LoopbackModel, Reply

CANARY = "Zoltan-Quibblethwaite"
FAILING = {
    "wrong_key": Reply(status=401),
    "not_allowed": Reply(status=403),
    "unknown_model": Reply(status=404),
    "bad_request": Reply(status=400),
    "rate_limited": Reply(status=429),
    "server_error": Reply(status=500),
    "too_long": Reply(status=400, error={"code": "context_length_exceeded"}),
    "not_json": Reply(raw=f"<html>{CANARY}</html>".encode()),
    "no_choices": Reply(raw=b'{"id": "x", "choices": [], "object": "chat.completion"}'),
    "null_choices": Reply(raw=b'{"id": "x", "choices": null, "object": "chat.completion"}'),
    "none_content": Reply(content=None),
    "empty": Reply(content=""),
    "refused": Reply(content=None, refusal=CANARY),
    "filtered": Reply(content=CANARY, finish_reason="content_filter"),
    "cut_short": Reply(content=CANARY, finish_reason="length"),
    "hang": Reply(delay_s=30.0),
    "two_megabytes": Reply(content=CANARY * 100_000),
    "closed": Reply(content=CANARY, close_after=10),
}


@pytest.mark.parametrize("streams", [False, True])
@pytest.mark.parametrize("fault", FAILING)
@pytest.mark.parametrize("first", [True, False])
def test_the_embedded_engine_answers(
    ws: Workspace, fault: str, first: bool, streams: bool, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Event] = []
    script = [FAILING[fault]] if first else [DECIDERS, FAILING[fault]]
    limits = {"timeout_s": 0.5, "total_s": 1.0}
    with caplog.at_level(logging.DEBUG):
        made, _ = ask(ws, script, events=told if streams else None, model=limits)
    assert made.answer == answer(ws, QUESTION).answer
    assert made.engine == "embedded"
    assert made.remark.endswith("This is the answer without the model.")
    assert made.remark.count("\n") == 0
    ours = [
        r for r in caplog.records if r.name.split(".")[0] in ("assistant", "tools", "knowledge")
    ]
    assert not any(CANARY in r.getMessage() or "Moncur" in r.getMessage() for r in ours)


def test_nobody_listens_there(ws: Workspace) -> None:
    made = answer_question_best(with_model(ws, "http://127.0.0.1:9/v1"), QUESTION)
    assert made.engine == "embedded"
    assert "cannot be reached" in made.remark


def test_the_cap_of_the_day(ws: Workspace) -> None:
    made, server = ask(ws, [DECIDERS, GOOD], model={"daily_tokens": 0})
    assert "token limit" in made.remark
    assert server.requests == []


def test_the_line_is_in_the_language_of_the_question(ws: Workspace) -> None:
    made, _ = ask(ws, [Reply(status=500)], "qui décide chez Tarbet Shipyard ?")
    assert made.remark.endswith("Voici la réponse sans le modèle.")


def test_a_small_context_ends_in_an_answer_with_what_is_there(ws: Workspace) -> None:
    made, server = ask(
        ws, [DECIDERS, calls(("read_map", {"account": "Tarbet Shipyard"})), GOOD],
        model={"context_tokens": 7_400, "reply_tokens": 500},
    )  # fmt: skip
    assert made.answer == "Alasdair Moncur decides. [1]" or made.engine == "embedded"
    assert len(server.requests) <= 3


def test_a_fault_of_a_library_is_one_line_too(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import langchain.agents

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(langchain.agents, "create_agent", broken)
    made = answer_question_best(with_model(ws, "http://127.0.0.1:9/v1"), QUESTION)
    assert made.engine == "embedded"
    assert (
        made.remark
        == "The model failed in an unexpected way. This is the answer without the model."
    )
    assert CANARY not in caplog.text
    assert "RuntimeError" in caplog.text


def test_every_call_is_recorded_without_a_word_of_it(ws: Workspace) -> None:
    ask(
        ws,
        [DECIDERS, reply((f"{CANARY} decides.", ["e1"]))],
        f"who decides at Tarbet Shipyard, {CANARY}?",
    )
    files = list((ws.settings.home / "trace").glob("*.jsonl"))
    lines = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    assert {line["use"] for line in lines} == {"answering"}
    assert {line["prompt"] for line in lines} == {"answer"}
    assert not any(CANARY in file.read_text() or "Moncur" in file.read_text() for file in files)


def test_nothing_is_traced_whatever_the_environment_says(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGSMITH_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    with LoopbackModel(lambda _: Reply(status=500)) as collector:
        monkeypatch.setenv("LANGSMITH_ENDPOINT", collector.base_url)
        monkeypatch.setenv("LANGSMITH_API_KEY", "lsv2_x")
        ask(ws, [DECIDERS, GOOD])
        assert collector.requests == []
