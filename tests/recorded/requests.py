"""Requests and replies as they go over the wire, short enough to stand in a test."""

from typing import Any

from assistant.recorded.replies import RecordedReplies, RecordedReply, request_key

CLAIMS = {
    "type": "object",
    "properties": {"claims": {"type": "array", "items": {"type": "string"}}},
    "required": ["claims"],
    "additionalProperties": False,
}
FIND_ACCOUNT = {
    "type": "function",
    "function": {
        "name": "find_account",
        "description": "Find an account by name.",
        "parameters": {
            "type": "object",
            "properties": {"name": {"type": "string"}},
            "required": ["name"],
        },
    },
}


def request(*said: str, **more: Any) -> dict[str, Any]:
    """A request in which a system message is followed by what people said."""
    messages = [{"role": "system", "content": "You answer."}]
    messages += [{"role": "user", "content": one} for one in said]
    return {"model": "any", "messages": messages, **more}


def with_schema(*said: str) -> dict[str, Any]:
    """A request whose reply has to follow a schema."""
    named = {"name": "reply", "schema": CLAIMS, "strict": True}
    return request(*said, response_format={"type": "json_schema", "json_schema": named})


def recorded(body: dict[str, Any], reply: dict[str, Any], **more: Any) -> RecordedReply:
    """A reply to a request."""
    head = {"key": request_key(body), "model": "strong-1", "recorded_on": "2026-11-01"}
    return RecordedReply.model_validate({**head, "reply": reply, **more})


def holding(*replies: RecordedReply) -> RecordedReplies:
    """Replies to be served."""
    held = RecordedReplies()
    for reply in replies:
        held.add(reply)
    return held
