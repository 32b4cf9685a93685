"""Silent failures of the libraries below us, one test each. See also test_failures.py, row by row."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from assistant.models.call_log import MemoryLedger
from assistant.models.chat import chat_model
from assistant.models.embedder import endpoint_embedder
from assistant.models.failure import ModelFailure
from tests.model_servers.loopback import Reply, ToolCall
from tests.model_servers.scripted import Scripted
from tests.models.asking import choice_for, failure_of_asking, said, streamed

# Asks a model and runs an agent, noting every host that is looked up or connected to besides ours.
OUTSIDE = dedent("""
    import socket, sys, time
    seen = []
    look_up, connect = socket.getaddrinfo, socket.socket.connect

    def looking_up(host, *args, **kwargs):
        if host not in ("127.0.0.1", "localhost"):
            seen.append(str(host))
            raise socket.gaierror(8, "no way out")
        return look_up(host, *args, **kwargs)

    def connecting(self, address):
        if address[0] not in ("127.0.0.1",):
            seen.append(str(address))
            raise OSError("no way out")
        return connect(self, address)

    socket.getaddrinfo, socket.socket.connect = looking_up, connecting

    from contextlib import nullcontext
    from langchain.agents import create_agent
    from langchain_core.tools import tool
    from assistant.models.chat import chat_model
    from assistant.models.untraced import untraced
    from tests.models.asking import choice_for, said

    choice = choice_for(sys.argv[1])
    if sys.argv[2] == "ours":
        said(choice)

    @tool
    def look(who: str) -> str:
        "Look somebody up."
        return "a customer's words"

    with untraced() if sys.argv[2] == "ours" else nullcontext():
        create_agent(chat_model(choice), tools=[look]).invoke({"messages": [("user", "secret")]})
    from langchain_core.tracers.langchain import wait_for_all_tracers
    wait_for_all_tracers()
    time.sleep(1)
    print(",".join(sorted(set(seen))))
""")


def hosts_reached(repository: Path, whose: str) -> str:
    """What a process with every tracing variable set reached besides the model."""
    with Scripted([Reply(None, (ToolCall("look", {"who": "Zoë"}),)), "done"]) as server:
        ran = subprocess.run(
            [sys.executable, "-c", OUTSIDE, server.base_url, whose],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(repository),
                "LANGCHAIN_TRACING_V2": "true",
                "LANGSMITH_TRACING": "true",
                "LANGSMITH_API_KEY": "lsv2_key",
                "LANGSMITH_ENDPOINT": "https://traces.invalid",
            },
            cwd=repository,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_tracing_variables_send_nothing(repository: Path) -> None:
    assert hosts_reached(repository, "ours") == ""


def test_the_recorder_of_the_test_above_sees_a_trace_that_is_sent(repository: Path) -> None:
    assert "traces.invalid" in hosts_reached(repository, "theirs")


def test_token_usage_is_there_in_a_stream_from_a_server_of_ones_own() -> None:
    ledger = MemoryLedger()
    with Scripted([Reply("hello", usage=(11, 2))]) as server:
        streamed(choice_for(server), ledger)
    assert server.requests[0]["stream_options"] == {"include_usage": True}
    assert (ledger.calls[0].tokens, ledger.calls[0].estimated) == (13, False)


def test_nothing_is_downloaded_to_count_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    """The vocabulary would be fetched over the network; here the package itself is out of reach."""
    monkeypatch.setitem(sys.modules, "tiktoken", None)
    with Scripted(["hello"]) as server:
        said(choice_for(server, name="text-davinci-003"))
        embedder = endpoint_embedder(server.base_url, "text-embedding-3-small")
        assert len(embedder.embed(["one", "two"])) == 2


def test_calls_in_several_event_loops_one_after_the_other_work() -> None:
    async def ask() -> str:
        return await asyncio.to_thread(lambda: said(choice_for(server)).text)

    with Scripted(["hello"]) as server:
        assert [asyncio.run(ask()), asyncio.run(ask())] == ["hello", "hello"]


def test_the_shared_asynchronous_client_cannot_be_used_by_mistake() -> None:
    with Scripted(["hello"]) as server:
        model = chat_model(choice_for(server))
        with pytest.raises(RuntimeError, match="synchronously"):
            asyncio.run(model.ainvoke("hello"))
    assert server.requests == []


@pytest.mark.parametrize("stream", [False, True])
def test_half_a_stream_or_half_a_reply_is_never_an_answer(stream: bool) -> None:
    with Scripted([Reply("We promised them", finish_reason=None)]) as server:
        assert failure_of_asking(choice_for(server), stream=stream).kind == "cut_short"


@pytest.mark.parametrize("stream", [False, True])
def test_arguments_that_were_cut_are_never_completed_by_guessing(stream: bool) -> None:
    """In a stream LangChain closes the quotes and braces, and calls the tool with half a name."""
    cut = Reply(None, (ToolCall("look", '{"who": "Anne-So'),))
    with Scripted([cut]) as server:
        assert failure_of_asking(choice_for(server), stream=stream).kind == "garbled"


def test_an_agent_that_streams_does_not_call_a_tool_with_arguments_that_were_cut() -> None:
    from langchain.agents import create_agent
    from langchain_core.tools import tool

    called: list[str] = []

    @tool
    def look(who: str) -> str:
        """Look somebody up."""
        called.append(who)
        return "found"

    with Scripted([Reply(None, (ToolCall("look", '{"who": "Anne-So'),)), "done"]) as server:
        agent: Any = create_agent(chat_model(choice_for(server)), tools=[look])
        with pytest.raises(ValueError, match="Unterminated string"):
            list(agent.stream({"messages": [("user", "Who?")]}, stream_mode="messages"))
    assert called == []


def test_no_reply_is_never_an_answer() -> None:
    with Scripted([Reply(None)]) as server:
        assert failure_of_asking(choice_for(server)).kind == "empty"


def test_a_repeated_question_is_asked_again_and_not_answered_from_a_cache() -> None:
    with Scripted(["one", "two"]) as server:
        choice = choice_for(server)
        assert [said(choice).text, said(choice).text] == ["one", "two"]


def test_no_connection_is_left_open(recwarn: pytest.WarningsRecorder) -> None:
    import gc

    with Scripted(["hello", Reply(status=500), Reply("x" * 2_000_000)]) as server:
        said(choice_for(server))
        for _ in range(2):
            with pytest.raises(ModelFailure):
                said(choice_for(server))
        streamed_failure = failure_of_asking(choice_for(server), stream=True)
    gc.collect()
    assert streamed_failure.kind == "too_big"
    assert not recwarn.list
