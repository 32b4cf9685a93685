"""Requests nobody has answered yet, as files a person can read, and the replies put beside them.

<folder>/<key>/request.md    what the model would read, and how to write the reply
<folder>/<key>/request.json  the same request, for programs
<folder>/<key>/reply.json    written by whoever answers: {"content": …} or {"tool_calls": […]}
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import jsonschema  # type: ignore[import-untyped]
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from assistant.recorded.replies import RecordedMessage, request_key, what_is_wrong

_FENCE = re.compile("`{3,}")


class GivenReply(BaseModel):
    """A reply as it is written by hand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    content: str | dict[str, JsonValue] | list[JsonValue] | None = None
    tool_calls: tuple[dict[str, JsonValue], ...] = ()
    finish_reason: Literal["stop", "tool_calls", "length", "content_filter"] = "stop"


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply that can be served."""

    key: str
    body: dict[str, Any]
    message: RecordedMessage
    finish_reason: Literal["stop", "tool_calls", "length", "content_filter"]


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A reply that cannot be served, and what is wrong with it."""

    key: str
    problem: str


class Unanswered:
    """The folder of requests that wait for a reply."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, body: Mapping[str, Any]) -> Path:
        """Write a request down, once; its folder comes back."""
        key = request_key(body)
        place = self.folder / key
        place.mkdir(parents=True, exist_ok=True)
        request = json.dumps(body, ensure_ascii=False, indent=2)
        for name, text in (("request.json", f"{request}\n"), ("request.md", in_words(key, body))):
            if not (place / name).exists():
                (place / name).write_text(text, encoding="utf-8", errors="backslashreplace")
        return place

    def reply_to(self, body: Mapping[str, Any]) -> Answered | Spoilt | None:
        """What stands beside the request now; ``None`` where nothing does."""
        return self._answered(self.folder / request_key(body), dict(body))

    def all(self) -> Iterator[tuple[str, Answered | Spoilt | None]]:
        """Every request of the folder by key: its reply, what is wrong with that, or nothing."""
        for path in sorted(self.folder.glob("*/request.json")):
            body = json.loads(path.read_text(encoding="utf-8"))
            key = path.parent.name
            same = request_key(body) == key
            moved = Spoilt(key, "the request beside it has another key")
            yield key, self._answered(path.parent, body) if same else moved

    def _answered(self, place: Path, body: dict[str, Any]) -> Answered | Spoilt | None:
        try:
            text = (place / "reply.json").read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            return Spoilt(place.name, type(error).__name__)
        try:
            given = GivenReply.model_validate_json(text)
            message = RecordedMessage.model_validate(
                {"content": given.content, "tool_calls": given.tool_calls}
            )
        except ValidationError as error:
            return Spoilt(place.name, what_is_wrong(error))
        if problem := misfit(message, body):
            return Spoilt(place.name, problem)
        return Answered(place.name, body, message, given.finish_reason)


def misfit(message: RecordedMessage, body: Mapping[str, Any]) -> str:
    """Why a reply cannot answer this request: a tool never offered, or not the form asked for."""
    offered = {tool["function"]["name"]: tool["function"] for tool in body.get("tools") or ()}
    for call in message.tool_calls:
        if call.name not in offered:
            return f"there is no tool {call.name}; offered: {', '.join(offered) or 'none'}"
        if problem := _breaks(offered[call.name].get("parameters") or {}, call.arguments):
            return f"{call.name}: {problem}"
    if message.tool_calls:
        return ""
    if must_call(body):
        return "the request asks for a tool: write tool_calls"
    schema = schema_of(body)
    if schema is None:
        return ""
    try:
        said = json.loads(message.text or "")
    except ValueError:
        return "content must be JSON: the request has a schema"
    return _breaks(schema, said)


def must_call(body: Mapping[str, Any]) -> bool:
    """Whether text would be no reply."""
    choice = body.get("tool_choice")
    return bool(body.get("tools")) and (choice in ("required", "any") or isinstance(choice, dict))


def schema_of(body: Mapping[str, Any]) -> dict[str, Any] | None:
    """The JSON schema a reply has to follow, ``{}`` for any JSON, ``None`` for free text."""
    form = body.get("response_format") or {}
    if form.get("type") == "json_schema":
        schema: dict[str, Any] = form["json_schema"].get("schema") or {}
        return schema
    return {} if form.get("type") == "json_object" else None


def _breaks(schema: Mapping[str, Any], value: object) -> str:
    """The first place where ``value`` leaves the schema."""
    error = jsonschema.exceptions.best_match(
        jsonschema.Draft202012Validator(schema).iter_errors(value)
    )
    return f"{error.json_path}: {error.message}" if error is not None else ""


def in_words(key: str, body: Mapping[str, Any]) -> str:
    """A request for people: how to reply, every message, the tools, the form of the reply."""
    parts = [f"# Request {key}", _how_to_reply(body)]
    for number, message in enumerate(body.get("messages") or (), start=1):
        parts += [f"## Message {number}: {message.get('role')}", *_message(message)]
    tools = body.get("tools") or ()
    if tools:
        parts.append("## Tools that may be called")
    for tool in tools:
        function = tool["function"]
        parts += [f"### {function['name']}", str(function.get("description") or "")]
        parts.append(_fenced(_pretty(function.get("parameters") or {}), "json"))
    if (schema := schema_of(body)) is not None:
        parts += ["## JSON schema of the reply", _fenced(_pretty(schema), "json")]
    return "\n\n".join(part for part in parts if part) + "\n"


def _how_to_reply(body: Mapping[str, Any]) -> str:
    says = [
        "Reply as the model would, from this request alone. "
        "Write `reply.json` beside this file, in UTF-8, in exactly this form:"
    ]
    if must_call(body):
        says += [_CALLS, *_chosen(body.get("tool_choice"))]
    elif schema_of(body) is not None:
        says.append(
            '- JSON that follows the schema below: `{"content": {…}}` (the object itself, no string)'
        )
    else:
        says.append('- text: `{"content": "the whole reply"}`')
        says += [f"or {_CALLS}"] if body.get("tools") else []
    says.append("The same request is then answered with it, at once and from then on.")
    return "\n".join(says)


_CALLS = '- tools to call, one or several: `{"tool_calls": [{"name": "a_tool", "arguments": {…}}]}`'


def _chosen(choice: object) -> list[str]:
    name = (choice.get("function") or {}).get("name") if isinstance(choice, dict) else None
    return [f"- the tool has to be `{name}`"] if name else []


def _message(message: Mapping[str, Any]) -> Iterator[str]:
    content = message.get("content")
    if content:
        yield _fenced(content if isinstance(content, str) else _pretty(content))
    for call in message.get("tool_calls") or ():
        function = call["function"]
        yield f"calls `{function['name']}` (id {call.get('id')}):"
        yield _fenced(str(function.get("arguments")), "json")
    if "tool_call_id" in message:
        yield f"answers the call {message['tool_call_id']}"


def _fenced(text: str, kind: str = "text") -> str:
    """The text letter for letter, in a fence longer than any it holds."""
    longest = max((len(found) for found in _FENCE.findall(text)), default=2)
    fence = "`" * max(longest + 1, 3)
    return f"{fence}{kind}\n{text}\n{fence}"


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
