"""Which request a reply was made for: a digest of what a model reads, and of nothing else.

Model name, temperature, streaming and token limits are left out: they say how a reply is fetched.
Ids of tool calls are chance, so calls are numbered in the order in which they stand.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

KEY_CHARS = 20
_PART_CHARS = 12
_READ_BY_THE_MODEL = ("messages", "tools", "response_format")


def request_key(body: Mapping[str, Any]) -> str:
    """The key of a chat completions request: 20 hexadecimal digits."""
    return _digest(_canonical(body), KEY_CHARS)


def request_parts(body: Mapping[str, Any]) -> dict[str, str]:
    """A digest of each part of a request, to tell which of them changed since a recording."""
    canonical = _canonical(body)
    messages = canonical.pop("messages", [])
    canonical["system"] = [one for one in messages if one.get("role") in ("system", "developer")]
    canonical["conversation"] = [one for one in messages if one not in canonical["system"]]
    return {name: _digest(part, _PART_CHARS) for name, part in sorted(canonical.items())}


def _digest(value: Any, chars: int) -> str:
    # ASCII, so that half a surrogate pair in somebody's text can be hashed too.
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode("ascii")).hexdigest()[:chars]


def _canonical(body: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: body[name] for name in _READ_BY_THE_MODEL if body.get(name)}
    return {**kept, "messages": _messages(kept.get("messages", ()))}


def _messages(messages: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    numbers: dict[str, str] = {}

    def number(call_id: Any) -> str:
        return numbers.setdefault(str(call_id), str(len(numbers) + 1))

    canonical = []
    for message in messages:
        one = {name: value for name, value in message.items() if value is not None}
        one["content"] = _content(one.get("content"))
        if calls := one.pop("tool_calls", None):
            one["tool_calls"] = [_call(call, number(call.get("id"))) for call in calls]
        if "tool_call_id" in one:
            one["tool_call_id"] = number(one["tool_call_id"])
        canonical.append(one)
    return canonical


def _content(content: Any) -> Any:
    """No text is empty text, and blocks that are all text are their text."""
    if isinstance(content, list) and all(_is_text(block) for block in content):
        return "".join(block["text"] for block in content)
    return "" if content is None else content


def _is_text(block: Any) -> bool:
    return isinstance(block, dict) and block.get("type") == "text" and "text" in block


def _call(call: Mapping[str, Any], number: str) -> dict[str, Any]:
    function = call.get("function") or {}
    given = function.get("arguments", "")
    try:
        arguments = json.loads(given)
    except (TypeError, ValueError):
        arguments = given
    return {"id": number, "name": function.get("name"), "arguments": arguments}
