"""What a model server puts on the wire: a reply as one JSON document or as server-sent events.

Every response has an id of its own: with a repeated one some clients overwrite the earlier message.
"""

import base64
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from typing import Any

JsonObject = dict[str, Any]
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One call of a tool; arguments given as a string are sent as they are, broken or not."""

    name: str
    arguments: JsonObject | str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server does with one request.

    ``finish_reason`` None leaves it out: in a stream the connection then ends properly, but the reply
    never says that it is done. ``usage`` None reports no tokens. ``close_after`` closes the socket once
    that many bytes of the body are sent, 0 before any header; ``stall_after`` falls silent there for ``stall_s``.
    ``drip_s`` waits before each piece of ``drip_bytes``.
    """

    content: str | None = None
    tool_calls: tuple[ToolCall, ...] = ()
    finish_reason: str | None = "stop"
    status: int = 200
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    close_after: int | None = None
    usage: tuple[int, int] | None = (100, 20)
    refusal: str | None = None
    error: JsonObject | None = None
    stall_after: int | None = None
    stall_s: float = 60.0
    drip_s: float = 0.0
    drip_bytes: int = 64


def document(reply: Reply, model: str) -> JsonObject:
    """A reply that is not streamed."""
    message: JsonObject = {"role": "assistant", "content": reply.content, "refusal": reply.refusal}
    calls = _calls(reply)
    if calls:
        message["tool_calls"] = calls
    choice = {"index": 0, "message": message, "finish_reason": _finish(reply), "logprobs": None}
    answer = {**_head("chat.completion", model), "choices": [choice]}
    if reply.usage is not None:
        answer["usage"] = _usage(reply.usage)
    return answer


def events(reply: Reply, model: str, *, with_usage: bool, piece_chars: int = 12) -> Iterator[bytes]:
    """The same reply as server-sent events, in small pieces, ending in ``[DONE]`` when it is done."""
    head = _head("chat.completion.chunk", model)

    def chunk(delta: JsonObject, finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return _event({**head, "choices": [choice], "usage": None})

    yield chunk({"role": "assistant", "content": "" if reply.content is not None else None})
    for piece in _pieces(reply.content or "", piece_chars):
        yield chunk({"content": piece})
    for piece in _pieces(reply.refusal or "", piece_chars):
        yield chunk({"refusal": piece})
    for index, call in enumerate(_calls(reply)):
        named = {**call, "index": index, "function": {**call["function"], "arguments": ""}}
        yield chunk({"tool_calls": [named]})
        for piece in _pieces(call["function"]["arguments"], piece_chars):
            yield chunk({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
    if reply.finish_reason is None:
        return
    yield chunk({}, _finish(reply))
    if with_usage and reply.usage is not None:
        yield _event({**head, "choices": [], "usage": _usage(reply.usage)})
    yield b"data: [DONE]\n\n"


def error_document(reply: Reply) -> JsonObject:
    """The body of a refusal, as OpenAI words it."""
    error = {"message": f"error {reply.status}", "type": "server", "param": None, "code": None}
    return {"error": {**error, **(reply.error or {})}}


def embeddings(body: JsonObject, dimensions: int) -> JsonObject:
    """Vectors of unit length that depend on the text alone, as floats or base64, as asked for."""
    texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
    vectors = [vector_of(text, int(body.get("dimensions") or dimensions)) for text in texts]
    packed = body.get("encoding_format") == "base64"
    rows = [
        {"object": "embedding", "index": at, "embedding": _packed(one) if packed else one}
        for at, one in enumerate(vectors)
    ]
    usage = {"prompt_tokens": len(texts), "total_tokens": len(texts)}
    return {"object": "list", "data": rows, "model": body.get("model", ""), "usage": usage}


def vector_of(text: str, dimensions: int) -> list[float]:
    """The vector that ``embeddings`` answers for a text."""
    seed = b"".join(sha256(f"{n}:{text}".encode()).digest() for n in range(dimensions // 32 + 1))
    raw = [byte / 127.5 - 1.0 for byte in seed[:dimensions]]
    length = sum(value * value for value in raw) ** 0.5 or 1.0
    return [value / length for value in raw]


def _packed(vector: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def _head(kind: str, model: str) -> JsonObject:
    identifier = f"chatcmpl-{next(_numbers)}"
    return {"id": identifier, "object": kind, "created": 1_700_000_000, "model": model}


def _calls(reply: Reply) -> list[JsonObject]:
    return [
        {
            "id": call.id or f"call_{next(_numbers)}",
            "type": "function",
            "function": {
                "name": call.name,
                "arguments": call.arguments
                if isinstance(call.arguments, str)
                else json.dumps(call.arguments, ensure_ascii=False),
            },
        }
        for call in reply.tool_calls
    ]


def _finish(reply: Reply) -> str | None:
    return (
        "tool_calls" if reply.tool_calls and reply.finish_reason == "stop" else reply.finish_reason
    )


def _usage(usage: tuple[int, int]) -> JsonObject:
    prompt, completion = usage
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
    }


def _pieces(text: str, size: int) -> Iterator[str]:
    return (text[at : at + size] for at in range(0, len(text), size))


def _event(content: JsonObject) -> bytes:
    return b"data: " + json.dumps(content, ensure_ascii=False).encode() + b"\n\n"
