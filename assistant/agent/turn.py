"""The middleware of a turn: every model call goes through the meter, every tool call through our toolbox.

Imports LangChain; it is itself imported only to run a turn.
"""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain.tools.tool_node import ToolCallRequest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from typing_extensions import override

from assistant.agent.hearing import Hearing
from assistant.agent.reply import places_of, reply_in
from assistant.agent.toolbox import Toolbox
from assistant.models.choice import ModelChoice
from assistant.models.failure import ModelFailure
from assistant.models.meter import Meter
from prompts.rendered import Stamp

_log = logging.getLogger(__name__)

MOST_MODEL_CALLS = 8
# However many calls are left: a person waits for no answer longer than this, plus the call under way.
MOST_TURN_S = 240.0
_NOT_READ = "Your last message could not be read. Call a tool with valid JSON arguments; to answer, call Reply."
_NOT_A_CALL = "Answer by calling Reply with claims that cite evidence ids. Plain text is not shown."
_WRONG_SHAPE = "Not accepted: {places}. Call Reply again, with every field as described."


@dataclass
class Turn:
    """What one turn has spent and may still spend; ``retries`` is for replies that cannot be read."""

    choice: ModelChoice
    stamp: Stamp
    meter: Meter
    toolbox: Toolbox
    hearing: Hearing
    sent_chars: int = 0
    calls: int = 0
    retries: int = 1
    streams: bool = False
    is_malformed: bool = False
    began: float = field(default_factory=time.monotonic)

    def garbled(self) -> ModelFailure:
        """That this turn's model does not get to a reply that can be read."""
        return ModelFailure("garbled", self.choice.name, self.choice.host)

    def too_slow(self) -> ModelFailure:
        """That the turn has taken as long as a turn may."""
        return ModelFailure("timeout", self.choice.name, self.choice.host)

    def not_shaped(self, error: Exception) -> str:
        """What the model is told when its reply does not have the shape; no words of the reply."""
        self.is_malformed = True
        return _WRONG_SHAPE.format(places=places_of(error))


class MeteredCalls(AgentMiddleware[Any, Any, Any]):
    """Guard, cap, record, limits and retries around the calls of one turn."""

    def __init__(self, turn: Turn) -> None:
        super().__init__()
        self._turn = turn

    @override
    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        turn = self._turn
        if turn.calls + 1 >= MOST_MODEL_CALLS or turn.toolbox.is_spent:
            request = request.override(tools=[])
        try:
            response = self._streamed_or_not(request, handler)
        except ModelFailure as failure:
            if failure.kind not in ("garbled", "empty") or not turn.retries:
                raise
            turn.retries -= 1
            response = self._streamed_or_not(_and(request, _NOT_READ), handler)
        return self._shaped(request, response, handler)

    def _shaped(
        self,
        request: ModelRequest[Any],
        response: ModelResponse[Any],
        handler: Callable[[ModelRequest[Any]], ModelResponse[Any]],
    ) -> ModelResponse[Any]:
        """The response, when it calls a tool or is a reply; plain words get one more chance."""
        turn = self._turn
        if turn.is_malformed:
            turn.is_malformed = False
            if not turn.retries:
                raise turn.garbled()
            turn.retries -= 1
            return response
        message = _said(response)
        if message.tool_calls:
            return response
        given = reply_in(message.text)
        if given is not None:
            return ModelResponse(result=response.result, structured_response=given)
        if not turn.retries:
            raise turn.garbled()
        turn.retries -= 1
        again = request.override(messages=[*request.messages, message])
        return self._shaped(
            request, self._streamed_or_not(_and(again, _NOT_A_CALL), handler), handler
        )

    def _streamed_or_not(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """One answer of the model; a server that sends no stream is asked again without one."""
        turn = self._turn
        if not turn.streams:
            return self._metered(request, handler)
        try:
            return self._metered(request, handler)
        except ModelFailure as failure:
            if turn.hearing.heard_anything or failure.kind not in ("garbled", "empty", "cut_short"):
                raise
        turn.streams = False
        return self._metered(request, handler)

    def _metered(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        turn = self._turn
        if turn.calls >= MOST_MODEL_CALLS:
            raise turn.garbled()
        if time.monotonic() - turn.began > MOST_TURN_S:
            raise turn.too_slow()
        turn.calls += 1
        turn.hearing.begin_call()
        streaming = {"streaming": turn.streams, "disable_streaming": not turn.streams}
        model = request.model.model_copy(update=streaming)
        responses: list[ModelResponse[Any]] = []

        def run() -> AIMessage:
            responses.append(handler(request.override(model=model)))
            return _said(responses[-1])

        turn.meter.call(turn.stamp, run, sent_chars=turn.sent_chars + _chars(request))
        return responses[-1]

    @override
    def wrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Any]
    ) -> ToolMessage:
        call = request.tool_call
        content = self._turn.toolbox.call(call["name"], call["args"])
        return ToolMessage(content=content, name=call["name"], tool_call_id=call["id"])


class Listening(BaseCallbackHandler):
    """Hands the pieces of tool calls on while a message is still arriving."""

    # A fault of ours in here must end the call, not be written to a log with the text at hand.
    raise_error = True

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    @override
    def on_llm_new_token(
        self, token: str | list[str | dict[str, Any]], *, chunk: Any = None, **kwargs: Any
    ) -> None:
        message = getattr(chunk, "message", None)
        pieces = getattr(message, "tool_call_chunks", None)
        if pieces:
            self._turn.hearing.pieces(pieces)
        elif token:
            self._turn.hearing.heard_anything = True


def _said(response: ModelResponse[Any]) -> AIMessage:
    return next(one for one in response.result if isinstance(one, AIMessage))


def _and(request: ModelRequest[Any], words: str) -> ModelRequest[Any]:
    return request.override(messages=[*request.messages, HumanMessage(words)])


def _chars(request: ModelRequest[Any]) -> int:
    """About how much the messages of a request weigh."""
    return sum(
        len(one.text)
        + sum(len(json.dumps(call["args"])) for call in getattr(one, "tool_calls", ()))
        for one in request.messages
    )
