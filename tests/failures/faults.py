"""The ways a model's server fails, each with what people are to see of it.

``serve`` makes what answers one home's requests; None where nobody listens. ``reading`` and ``answering``
are the failure that is met, ``ok`` where the model's own work is shown all the same.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal

from assistant.models.failure import FailureKind
from tests.failures.answers_of_a_model import in_english, is_question, looks_again, well
from tests.model_servers.loopback import Reply, ToolCall

Outcome = Literal["ok"] | FailureKind
Answer = Callable[[dict[str, Any]], Reply]
# Stands in everything a server says in these tests: shown to nobody, written nowhere.
SAID = "Zanzibar-9000"
_ERROR = {"message": f"openai.BadRequestError: {SAID}", "type": "invalid_request_error"}
_HANGS = {"CARTO_MODEL_TIMEOUT_S": "0.3", "CARTO_MODEL_TOTAL_S": "0.7"}
_TRICKLES = {"CARTO_MODEL_TIMEOUT_S": "0.6", "CARTO_MODEL_TOTAL_S": "0.6"}
_RETRIES = {"CARTO_MODEL_RETRIES": "2"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail, in a few words; ``settings`` are variables while it lasts.

    ``recorded`` is how the calls of an answer end in the trace, where that is not as it ends for people.
    """

    name: str
    serve: Callable[[], Answer] | None
    reading: Outcome
    answering: Outcome
    settings: Mapping[str, str] = field(default_factory=dict)
    recorded: Outcome | None = None

    @property
    def waits(self) -> bool:
        """Whether a note waits to be read by the model: not where the same text gets the same no."""
        return self.reading not in ("ok", "refused", "filtered", "too_long")


def every(name: str, reply: Reply, outcome: Outcome, **more: Any) -> Fault:
    """The same reply to everything, and the same end of everything."""
    return Fault(name, lambda: lambda _: reply, outcome, outcome, **more)


def refusal(status: int, code: str | None = None, message: str = SAID, **more: Any) -> Reply:
    """An error as OpenAI words it."""
    return Reply(status=status, error={**_ERROR, "code": code, "message": message}, **more)


def _raw(content: str | bytes, kind: str = "text/html", **more: Any) -> Reply:
    body = content if isinstance(content, bytes) else content.encode()
    return Reply(raw=body, headers={"Content-Type": kind}, **more)


def _huge() -> Answer:
    """Two megabytes, as one document and as one event of a stream."""
    words = SAID * 160_000
    choice = {"index": 0, "finish_reason": "stop"}
    head = {"id": "x", "created": 1, "model": "m"}
    whole = {**head, "object": "chat.completion", "choices": [{**choice, "message": {"role": "assistant", "content": words}}]}  # fmt: skip
    chunk = {**head, "object": "chat.completion.chunk", "choices": [{**choice, "delta": {"content": words}}]}  # fmt: skip
    document, event = json.dumps(whole).encode(), b"data: " + json.dumps(chunk).encode() + b"\n\n"
    return lambda body: Reply(raw=event if body.get("stream") else document)


def _first_busy(reply: Reply) -> Callable[[], Answer]:
    """Every second request is refused, and answered when it is sent again."""

    def serve() -> Answer:
        turn = count()
        return lambda body: well(body) if next(turn) % 2 else reply

    return serve


def _without(feature: str, reply: Reply) -> Callable[[], Answer]:
    """A server that knows no ``tools`` or no ``response_format``, and does everything else."""
    return lambda: lambda body: reply if body.get(feature) else well(body)


def _unknown_tool_once() -> Answer:
    def answer(body: dict[str, Any]) -> Reply:
        called = any(one["role"] == "tool" for one in body["messages"])
        if not is_question(body) or called:
            return well(body)
        return Reply(tool_calls=(ToolCall("launch", {"where": SAID}),))

    def two_steps(body: dict[str, Any]) -> Reply:
        results = sum(one["role"] == "tool" for one in body["messages"])
        if is_question(body) and results == 1:
            return well({**body, "messages": body["messages"][:2]})
        return answer(body)

    return two_steps


_LONG = f"{SAID} and so on " * 40
_BAD_ARGUMENTS = Reply(tool_calls=(ToolCall("Reply", f'{{"claims": [{{"text": "{SAID}'),))
_BAD_SHAPE = Reply(tool_calls=(ToolCall("Reply", {"claims": 7, "people": 7, SAID: SAID}),))

FAULTS: tuple[Fault, ...] = (
    Fault("refuses the connection", None, "unreachable", "unreachable"),
    every("error 500", refusal(500), "server_error"),
    every("error 503 with a page of HTML", Reply(status=503, raw=f"<html>{SAID}</html>".encode()), "server_error"),
    Fault("busy (429), says to wait 0.05 s, then answers", _first_busy(refusal(429, headers={"Retry-After": "0.05"})), "ok", "ok", _RETRIES),
    every("busy (429), says to wait a day", refusal(429, headers={"Retry-After": "86400"}), "rate_limited", settings=_RETRIES),
    every("out of credit (429)", refusal(429, "insufficient_quota"), "rate_limited", settings=_RETRIES),
    every("wrong key (401)", refusal(401, "invalid_api_key"), "wrong_key"),
    every("wrong address: a page of HTML with 200", _raw(f"<html><body>{SAID}</body></html>"), "garbled"),
    every("wrong address: 404 with a page of HTML", Reply(status=404, raw=f"<html>{SAID}</html>".encode()), "unknown_model"),
    every("wrong address: a redirect", Reply(status=308, raw=b"", headers={"Location": "/elsewhere"}), "unknown_model"),
    every("unknown model (404)", refusal(404, "model_not_found"), "unknown_model"),
    every("key may not use the model (403)", refusal(403), "not_allowed"),
    Fault("no tools (400)", _without("tools", refusal(400, message=f"m does not support tools {SAID}")), "ok", "no_tools"),
    Fault("no JSON mode (400)", _without("response_format", refusal(400, message=f"response_format {SAID}")), "bad_request", "ok"),
    every("request too long (400)", refusal(400, "context_length_exceeded"), "too_long"),
    every("refuses in words", Reply(refusal=SAID), "refused"),
    every("reply held back by a filter", Reply(SAID, finish_reason="content_filter"), "filtered"),
    every("request held back by a filter (400)", refusal(400, "content_filter"), "filtered"),
    every("body that is no JSON", _raw(f'{{"id": "{SAID}", "choi'), "garbled"),
    every("reply of the wrong shape, twice", _BAD_SHAPE, "garbled", recorded="ok"),
    every("plain prose", Reply(f"Certainly! {SAID}"), "garbled", recorded="ok"),
    every("no content (null)", Reply(None), "empty"),
    every("empty content", Reply(" \n"), "empty"),
    Fault("2 MB", _huge, "too_big", "too_big"),
    every("silence", Reply(SAID, delay_s=30), "timeout", settings=_HANGS),
    every("a trickle that never ends", Reply(_LONG, drip_s=0.05, drip_bytes=4), "timeout", settings=_TRICKLES),
    every("stalls within the reply", Reply(_LONG, stall_after=120, stall_s=30), "timeout", settings=_HANGS),
    every("cuts the connection within the reply", Reply(_LONG, close_after=150), "unreachable"),
    every("ends the reply early", Reply(_LONG, finish_reason="length"), "cut_short"),
    every("corrupt reply", Reply(raw=f'data: {{"id": "{SAID}", "choi\n\ndata: [DONE]\n\n'.encode()), "garbled"),
    every("tool arguments that are no JSON", _BAD_ARGUMENTS, "garbled"),
    Fault("calls a tool that does not exist, once", _unknown_tool_once, "ok", "ok"),
    every("calls tools that do not exist, for ever", Reply(tool_calls=(ToolCall("launch", {"where": SAID}),)), "garbled", recorded="ok"),
    Fault("calls tools for ever", lambda: looks_again, "garbled", "garbled", recorded="ok"),
    Fault("answers a French question in English", lambda: in_english, "ok", "ok"),
    Fault("would answer, but today's tokens are used up", lambda: well, "cap_reached", "cap_reached", {"CARTO_MODEL_DAILY_TOKENS": "0"}),
)  # fmt: skip
BY_NAME = {fault.name: fault for fault in FAULTS}
