"""Trying an endpoint before it is used: is it there, does it know the model, what is it able to do.

Nothing of a customer is sent: the words are ours and the same each time.
"""

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from assistant.models.call_log import CallLedger, MemoryLedger
from assistant.models.choice import ModelChoice, Structured
from assistant.models.failure import FailureKind, ModelFailure
from assistant.models.meter import Meter
from assistant.models.structured import ask, to_langchain
from knowledge.domain.clock import Clock, SystemClock
from prompts.rendered import Message, Rendered, Stamp

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

MODES: tuple[Structured, ...] = ("json_schema", "tool", "prompt")
_STAMP = Stamp("probe", "en", 1, "")
_HELLO = (Message("user", "Answer with the one word: ready"),)
_SORT = (
    Message("system", "You sort colours."),
    Message("user", "Is crimson a shade of red, of green or of blue? Give the colour."),
)
_LOOK = (Message("user", "What is the weather in Lyon? Use the tool."),)
_TOOL = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather of a city, now.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": False,
        },
    },
}
# After these no other try would tell more.
_HOPELESS: frozenset[FailureKind] = frozenset(
    {"unreachable", "timeout", "wrong_key", "unknown_model", "not_allowed", "rate_limited",
     "server_error", "cap_reached"}
)  # fmt: skip


class _Colour(BaseModel):
    model_config = ConfigDict(extra="forbid")

    colour: Literal["red", "green", "blue"]


@dataclass(frozen=True, slots=True)
class Probed:
    """What was found out.

    ``reachable`` is that something answered, ``model_known`` that it answered as this model;
    ``structured`` lists the ways to a shaped reply that worked, best first; ``temperature`` is False
    where the model takes none. ``ms`` is the time of the first answer. ``failure`` is why the first
    request failed, None when it did not.
    """

    reachable: bool
    model_known: bool
    structured: tuple[Structured, ...] = ()
    tools: bool = False
    temperature: bool = True
    ms: int = 0
    failure: ModelFailure | None = None


def probe(
    choice: ModelChoice,
    ledger: CallLedger | None = None,
    clock: Clock | None = None,
    workspace_id: str = "",
    http_client: object | None = None,
) -> Probed:
    """Up to six tiny requests, each without retries; never raises for what the endpoint does."""
    once = replace(choice, retries=0)
    meter = Meter(
        once, ledger or MemoryLedger(), clock or SystemClock(), workspace_id, insists=True
    )
    started = time.monotonic()
    failure = _hello(once, meter, http_client)
    ms = round((time.monotonic() - started) * 1_000)
    takes_temperature = True
    if failure is not None and failure.kind == "bad_request" and once.temperature is not None:
        once = replace(once, temperature=None)
        again = _hello(once, meter, http_client)
        if again is None:
            failure, takes_temperature = None, False
    if failure is not None and failure.kind in _HOPELESS:
        reached = failure.kind not in ("unreachable", "timeout", "cap_reached")
        known = failure.kind in ("rate_limited", "server_error")
        return Probed(reached, known and reached, ms=ms, failure=failure)
    working = tuple(mode for mode in MODES if _shapes(once, mode, meter, http_client))
    tools = _calls_tools(once, meter, http_client)
    return Probed(
        reachable=True,
        model_known=failure is None or bool(working),
        structured=working,
        tools=tools,
        temperature=takes_temperature,
        ms=ms,
        failure=None if working else failure,
    )


def _hello(choice: ModelChoice, meter: Meter, http_client: object | None) -> ModelFailure | None:
    from assistant.models.chat import chat_model

    model = chat_model(choice, http_client)
    try:
        meter.call(_STAMP, lambda: model.invoke(to_langchain(_HELLO)), sent_chars=40)
    except ModelFailure as failure:
        return failure
    return None


def _shapes(
    choice: ModelChoice, mode: Structured, meter: Meter, http_client: object | None
) -> bool:
    """Whether a mode gives a reply in shape; a second chance counts, since real calls have one too."""
    try:
        rendered = Rendered(_SORT, _STAMP)
        answer = ask(replace(choice, structured=mode), rendered, _Colour, meter, http_client)
    except ModelFailure:
        return False
    return answer.colour == "red"


def _calls_tools(choice: ModelChoice, meter: Meter, http_client: object | None) -> bool:
    """Whether the model calls an offered tool with arguments that fit, unforced."""
    from assistant.models.chat import chat_model

    model = chat_model(choice, http_client).bind(tools=[_TOOL])
    try:
        reply: AIMessage = meter.call(
            _STAMP, lambda: model.invoke(to_langchain(_LOOK)), sent_chars=200
        )
    except ModelFailure:
        return False
    return any(
        call["name"] == "weather" and isinstance(call["args"].get("city"), str)
        for call in reply.tool_calls
    )
