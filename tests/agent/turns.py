"""Whole turns against a scripted model over real HTTP, on the notes of `tests/answers/scene.py`."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.agent.events import Event
from assistant.answering import answer_question_best
from assistant.answers.answer import Answer
from assistant.bootstrap import Workspace
from assistant.settings import ModelSettings
from tests.model_servers.loopback import LoopbackModel
from tests.model_servers.scripted import Reply, Scripted, ToolCall

QUESTION = "who decides at Tarbet Shipyard?"


def with_model(ws: Workspace, base_url: str, **given: Any) -> Workspace:
    """The workspace with a model set up at an address; short limits."""
    fields: dict[str, Any] = {"timeout_s": 2.0, "total_s": 5.0, "retries": 0, **given}
    model = ModelSettings(base_url=base_url, name="loopback", **fields)
    return replace(ws, settings=ws.settings.model_copy(update={"model": model}))


def calls(*named: tuple[str, dict[str, Any]]) -> Reply:
    """A message that calls tools."""
    return Reply(tool_calls=tuple(ToolCall(name, given) for name, given in named))


def reply(*claims: tuple[str, Sequence[str]], **more: Any) -> Reply:
    """The final message: claims as (text, evidence)."""
    said = [{"text": text, "evidence": list(ids), "kind": "fact"} for text, ids in claims]
    return calls(("Reply", {"claims": said, "missing": [], **more}))


DECIDERS = calls(("list_people", {"account": "Tarbet Shipyard", "power": "decides"}))
GOOD = reply(("Alasdair Moncur decides.", ["e1"]))


def ask(
    ws: Workspace,
    script: Sequence[Reply | str],
    question: str = QUESTION,
    events: list[Event] | None = None,
    **given: Any,
) -> tuple[Answer, LoopbackModel]:
    """The answer to a question by a model that follows the script, and the server that was asked."""
    model = given.pop("model", {})
    with Scripted(script) as server:
        made = answer_question_best(
            with_model(ws, server.base_url, **model),
            question,
            on_event=events.append if events is not None else None,
            **given,
        )
    return made, server


def tool_results(server: LoopbackModel) -> list[str]:
    """What the model read back from tools, in order."""
    return [m["content"] for m in server.requests[-1]["messages"] if m["role"] == "tool"]
