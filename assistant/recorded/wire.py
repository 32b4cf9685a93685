"""A recorded reply in the words of the chat completions API: one object, or a stream of events.

Token counts were not recorded, since nobody was charged for them: they are estimated from the
length, four characters a token, so that counting and capping work on a replay as on a model.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.recorded.replies import RecordedReply

_CHARS_PER_TOKEN = 4
_PIECE_CHARS = 40
# An id is made of the key and a number: a repeated id would make a conversation overwrite itself.
_TIME = 0


def completion(recorded: RecordedReply, body: Mapping[str, Any], serial: int) -> dict[str, Any]:
    """The whole reply; ``serial`` makes its id one of its own."""
    choice = {"index": 0, "message": _message(recorded), "finish_reason": finish(recorded)}
    head = {"id": f"rec-{recorded.key}-{serial}", "created": _TIME, "model": recorded.model}
    return {
        **head,
        "object": "chat.completion",
        "choices": [choice],
        "usage": usage(recorded, body),
    }


def events(recorded: RecordedReply, body: Mapping[str, Any], serial: int) -> Iterator[bytes]:
    """The reply as server-sent events, as asked for with ``"stream": true``."""
    head = {
        "id": f"rec-{recorded.key}-{serial}",
        "object": "chat.completion.chunk",
        "created": _TIME,
        "model": recorded.model,
    }
    for delta in _deltas(recorded):
        yield _event({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
    last = {"index": 0, "delta": {}, "finish_reason": finish(recorded)}
    yield _event({**head, "choices": [last]})
    if (body.get("stream_options") or {}).get("include_usage"):
        yield _event({**head, "choices": [], "usage": usage(recorded, body)})
    yield b"data: [DONE]\n\n"


def finish(recorded: RecordedReply) -> str:
    """Why the model stopped; who calls tools stops for them, whether or not it was written down."""
    waits = recorded.reply.tool_calls and recorded.finish_reason == "stop"
    return "tool_calls" if waits else recorded.finish_reason


def call_id(key: str, number: int) -> str:
    """The id of a tool call: the same at every replay."""
    return f"call_{key}_{number}"


def not_recorded(key: str) -> dict[str, Any]:
    """What is said of a request that nobody recorded a reply for."""
    message = f"No reply is recorded for request {key}."
    return {"error": {"message": message, "type": "invalid_request_error", "code": "not_recorded"}}


def _message(recorded: RecordedReply) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": recorded.reply.text}
    if recorded.reply.tool_calls:
        message["tool_calls"] = _calls(recorded)
    return message


def _calls(recorded: RecordedReply) -> list[dict[str, Any]]:
    return [
        {
            "id": call_id(recorded.key, number),
            "type": "function",
            "function": {
                "name": call.name,
                "arguments": json.dumps(call.arguments, ensure_ascii=False),
            },
        }
        for number, call in enumerate(recorded.reply.tool_calls, start=1)
    ]


def _deltas(recorded: RecordedReply) -> Iterator[dict[str, Any]]:
    yield {"role": "assistant", "content": ""}
    for piece in _pieces(recorded.reply.text or ""):
        yield {"content": piece}
    for place, call in enumerate(_calls(recorded)):
        begun = {**call, "function": {"name": call["function"]["name"], "arguments": ""}}
        yield {"tool_calls": [{"index": place, **begun}]}
        for piece in _pieces(call["function"]["arguments"]):
            yield {"tool_calls": [{"index": place, "function": {"arguments": piece}}]}


def _pieces(text: str) -> Iterator[str]:
    return (text[at : at + _PIECE_CHARS] for at in range(0, len(text), _PIECE_CHARS))


def usage(recorded: RecordedReply, body: Mapping[str, Any]) -> dict[str, int]:
    """Estimated tokens of the request and of the reply."""
    asked = {name: body[name] for name in ("messages", "tools") if body.get(name)}
    prompt = _tokens(json.dumps(asked, ensure_ascii=False))
    reply = _tokens(json.dumps(_message(recorded), ensure_ascii=False))
    return {"prompt_tokens": prompt, "completion_tokens": reply, "total_tokens": prompt + reply}


def _tokens(text: str) -> int:
    return -(-len(text) // _CHARS_PER_TOKEN)


def _event(value: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n".encode()
