"""Our tools as a model sees and calls them: names and arguments go out, evidence comes back as data.

Who asks, who will read and which day it is are no arguments: they travel beside the model, in the
turn. A tool never raises into the conversation; what goes wrong is a short code of ours.
LangChain is imported where it is used, since it takes seconds.
"""

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from assistant.agent.events import Looking, OnEvent
from knowledge.store.engine import Connection
from prompts.untrusted import untrusted
from tools.catalogue import Tool
from tools.result import ToolResult, refused
from tools.scope import ToolScope

if TYPE_CHECKING:
    from langchain_core.tools import StructuredTool

_log = logging.getLogger(__name__)

MOST_TOOL_CALLS = 16
Reading = Callable[[], AbstractContextManager[Connection]]


@dataclass
class Toolbox:
    """The tools of one turn and what has been spent on them.

    ``room_chars`` is how much more may be shown to the model; past it, and past the call limit, a call
    is answered with a code, so that the model answers with what it has.
    """

    tools: tuple[Tool, ...]
    scope: ToolScope
    read: Reading
    room_chars: int
    on_event: OnEvent | None = None
    called: list[str] = field(default_factory=list)
    names: dict[str, None] = field(default_factory=dict)

    @property
    def is_spent(self) -> bool:
        """Whether nothing more can be looked up in this turn."""
        return len(self.called) >= MOST_TOOL_CALLS or self.room_chars <= 0

    def call(self, name: str, given: Mapping[str, Any]) -> str:
        """What the model reads back: JSON inside a block of data."""
        result = self._result(name, given)
        shown = untrusted(result.to_json(), "tool_result")
        if len(shown) > self.room_chars:
            self.room_chars = 0
            shown = untrusted(
                refused("no_room", "answer with the evidence you have").to_json(), "tool_result"
            )
        self.room_chars -= len(shown)
        return shown

    def _result(self, name: str, given: Mapping[str, Any]) -> ToolResult:
        tool = next((one for one in self.tools if one.name == name), None)
        if tool is None:
            return refused("unknown_tool", "call one of the tools you were given")
        if self.is_spent:
            return refused("no_more_calls", "answer with the evidence you have")
        self.called.append(name)
        if self.on_event is not None:
            self.on_event(Looking(name))
        try:
            with self.read() as conn:
                result = tool.call(replace(self.scope, conn=conn), given)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not enter the conversation
            _log.warning("tool_failed tool=%s error=%s", name, type(error).__name__)
            return refused("tool_failed")
        self.names |= dict.fromkeys(result.choices)
        return result


def schemas(tools: tuple[Tool, ...]) -> "list[StructuredTool]":
    """The tools as LangChain offers them to a model. They are run by ``Toolbox.call`` alone."""
    from langchain_core.tools import StructuredTool

    return [
        StructuredTool(
            name=tool.name,
            description=tool.description,
            args_schema=_parameters(tool.args),
            func=_never,
        )
        for tool in tools
    ]


@cache
def _parameters(args: type[BaseModel]) -> dict[str, Any]:
    """The shape of a tool's arguments; worked out once, since every model call sends it."""
    from langchain_core.utils.function_calling import convert_to_openai_function

    parameters: dict[str, Any] = convert_to_openai_function(args)["parameters"]
    return parameters


def _never(**_: object) -> str:
    """Stands where LangChain would run a tool by itself."""
    return "unavailable"
