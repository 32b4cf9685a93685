"""Recorded replies: their form in files, and the one that belongs to a request.

A folder holds lines (``<purpose>.jsonl``, sorted by key: what ships) or one file a reply
(``<purpose>/<key>.json``: while they are being made), or both.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from assistant.recorded.request_key import KEY_CHARS, request_key, request_parts

__all__ = [
    "RecordedCall", "RecordedFault", "RecordedMessage", "RecordedReplies", "RecordedReply",
    "line_of", "request_key", "request_parts", "shipped_replies", "write_files", "write_lines",
]  # fmt: skip

FinishReason = Literal["stop", "tool_calls", "length", "content_filter"]
Named = Annotated[str, Field(min_length=1)]


class RecordedFault(ValueError):
    """A recording that cannot be used: where it stands, and what is wrong with it."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RecordedCall(_Part):
    """A tool the model asked for."""

    name: Named
    arguments: dict[str, JsonValue] = {}


class RecordedMessage(_Part):
    """What the model said: text, or an object where it was asked for JSON, or tools to call."""

    content: str | dict[str, JsonValue] | list[JsonValue] | None = None
    tool_calls: tuple[RecordedCall, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.content and not self.tool_calls:
            message = "neither content nor tool_calls"
            raise ValueError(message)
        return self

    @property
    def text(self) -> str | None:
        """The content as a model sends it: an object is its JSON."""
        if self.content is None or isinstance(self.content, str):
            return self.content
        return json.dumps(self.content, ensure_ascii=False)


class RecordedReply(_Part):
    """One reply, which model gave it and when. ``request`` holds digests of the parts it answers."""

    key: Annotated[str, Field(pattern=rf"^[0-9a-f]{{{KEY_CHARS}}}$")]
    model: Named
    recorded_on: date
    request: dict[str, str] = {}
    reply: RecordedMessage
    finish_reason: FinishReason = "stop"

    def to_json_object(self) -> dict[str, Any]:
        """The form in files; what is empty is left out."""
        dumped = self.model_dump(mode="json")
        dumped["reply"] = {name: value for name, value in dumped["reply"].items() if value}
        return {name: value for name, value in dumped.items() if value}


class RecordedReplies:
    """The replies of a folder, or none where there is no folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self._by_key: dict[str, RecordedReply] = {}
        if folder is None:
            return
        for path in sorted(folder.glob("*.jsonl")):
            self._add_lines(path.read_text(encoding="utf-8").splitlines(), path.name)
        for path in sorted(folder.glob("*/*.json")):
            self.add(parse_reply(path.read_text(encoding="utf-8"), path.name), path.name)

    @classmethod
    def from_lines(cls, lines: Iterable[str], name: str = "lines") -> Self:
        """The replies of a file of lines; ``name`` is what faults call it."""
        replies = cls()
        replies._add_lines(lines, name)
        return replies

    def add(self, reply: RecordedReply, place: str = "reply") -> None:
        """Keep one more; two different replies to one request are a fault."""
        if self._by_key.setdefault(reply.key, reply) != reply:
            raise RecordedFault(place, f"{reply.key} has another reply already")

    def get(self, key: str) -> RecordedReply | None:
        """The reply with this key."""
        return self._by_key.get(key)

    def reply_for(self, body: Mapping[str, Any]) -> RecordedReply | None:
        """The reply recorded for exactly this request; ``None`` where there is none."""
        return self.get(request_key(body))

    def recorded_with(self) -> tuple[tuple[str, date], ...]:
        """The models that replied, each with the last day it did, by name."""
        last: dict[str, date] = {}
        for reply in self:
            last[reply.model] = max(reply.recorded_on, last.get(reply.model, reply.recorded_on))
        return tuple(sorted(last.items()))

    def __iter__(self) -> Iterator[RecordedReply]:
        return (self._by_key[key] for key in sorted(self._by_key))

    def __len__(self) -> int:
        return len(self._by_key)

    def _add_lines(self, lines: Iterable[str], name: str) -> None:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                place = f"{name}, line {number}"
                self.add(parse_reply(line, place), place)


def shipped_replies(name: str) -> RecordedReplies:
    """The replies of a file that comes with the package, such as ``demo.jsonl``."""
    text = files("assistant.recorded").joinpath(name).read_text(encoding="utf-8")
    return RecordedReplies.from_lines(text.splitlines(), name)


def parse_reply(text: str, place: str) -> RecordedReply:
    """One reply from its JSON; raises ``RecordedFault`` with the field that is wrong."""
    try:
        return RecordedReply.model_validate_json(text)
    except ValidationError as error:
        raise RecordedFault(place, what_is_wrong(error)) from None


def what_is_wrong(error: ValidationError) -> str:
    """Every field a model refuses, and why, in one line and without the values."""
    details = error.errors(include_url=False, include_input=False, include_context=False)
    places = ((".".join(str(part) for part in one["loc"]), one["msg"]) for one in details)
    return "; ".join(f"{place}: {said}" if place else said for place, said in places)


def line_of(reply: RecordedReply) -> str:
    """A reply as one line of a file that ships."""
    return json.dumps(reply.to_json_object(), ensure_ascii=False)


def write_lines(replies: Iterable[RecordedReply], path: Path) -> None:
    """Write replies as lines, sorted by key, so that one more reply is one more line of a diff."""
    lines = (line_of(reply) for reply in sorted(replies, key=lambda one: one.key))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def write_files(replies: Iterable[RecordedReply], folder: Path) -> None:
    """Write replies as one indented file each, for people who work on them."""
    folder.mkdir(parents=True, exist_ok=True)
    for reply in replies:
        text = json.dumps(reply.to_json_object(), ensure_ascii=False, indent=2)
        (folder / f"{reply.key}.json").write_text(f"{text}\n", encoding="utf-8")
