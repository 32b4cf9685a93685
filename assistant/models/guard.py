"""The guard: what a model call raised or returned becomes one of our few failures, or an answer that is whole.

Libraries report trouble in many ways, some of them not at all: half a stream, a reply that stopped at a
limit, tool arguments that are no JSON. All of it is judged here and nowhere else.
"""

import json
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.models.failure import FailureKind, ModelFailure

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

_log = logging.getLogger(__name__)

# How servers say that a reply is whole; the last three are what some servers of one's own say.
_WHOLE = frozenset(
    {"stop", "tool_calls", "function_call", "completed", "eos", "eos_token", "end_turn"}
)
_BY_STATUS: dict[int, FailureKind] = {
    400: "bad_request",
    401: "wrong_key",
    402: "not_allowed",
    403: "not_allowed",
    # An address that is not an endpoint's, or a model that is not there: the person looks at both.
    404: "unknown_model",
    405: "unknown_model",
    408: "timeout",
    409: "server_error",
    413: "too_long",
    422: "bad_request",
    429: "rate_limited",
}
# Codes and words of OpenAI and Azure, llama.cpp (`exceed_context_size_error`), vLLM and others: a request
# that does not fit is told with status 400, sometimes 500, and no code in common.
_TOO_LONG = (
    "context_length_exceeded",
    "exceed_context_size",
    "maximum context length",
    "exceeds the available context size",
    "exceeds the context window",
    "context window",
    "context length",
    "input tokens exceed",
    "prompt is too long",
    "input is too long",
    "too many tokens",
)
# Ollama, vLLM and llama.cpp, in this order; then what others say.
_NO_TOOLS = (
    "does not support tools",
    "--enable-auto-tool-choice",
    "tools param requires --jinja",
    "tools are not supported",
    "tool use is not supported",
    "does not support function calling",
)
_FILTERED = ("content_filter", "content_policy", "responsibleaipolicyviolation")
_WRONG_KEY = ("invalid_api_key", "incorrect api key")
_UNKNOWN_MODEL = ("model_not_found", "model not found", "deploymentnotfound")


def failure_of(error: BaseException, model: str, host: str) -> ModelFailure:
    """What an error of a library means; the words in it are read, and not kept."""
    if isinstance(error, ModelFailure):
        return error
    kind = _kind_of(error)
    _log.warning("model_call_failed kind=%s error=%s", kind, type(error).__name__)
    return ModelFailure(kind, model, host)


def check_message(message: "AIMessage", model: str, host: str) -> None:
    """Raise ModelFailure unless the reply is whole, says something, and can be kept."""
    kind = _fault_of(message)
    if kind is not None:
        raise ModelFailure(kind, model, host)


def _fault_of(message: "AIMessage") -> FailureKind | None:
    finish = _finish_reason(message)
    if message.additional_kwargs.get("refusal") or _has_refusal_block(message):
        return "refused"
    if finish in ("content_filter", "filtered"):
        return "filtered"
    if finish not in _WHOLE:
        return "cut_short"
    if message.invalid_tool_calls or not _is_whole_text(message):
        return "garbled"
    if not message.text.strip() and not message.tool_calls:
        return "empty"
    return None


def _finish_reason(message: "AIMessage") -> str | None:
    """Why the reply ended. The newer interface says `status`, and the reason apart."""
    told = message.response_metadata
    if told.get("finish_reason"):
        return str(told["finish_reason"])
    if told.get("status") == "incomplete":
        reason = told.get("incomplete_details") or {}
        return "content_filter" if reason.get("reason") == "content_filter" else "length"
    return told.get("status")


def _has_refusal_block(message: "AIMessage") -> bool:
    blocks = message.content if isinstance(message.content, list) else []
    return any(isinstance(block, dict) and block.get("type") == "refusal" for block in blocks)


def _is_whole_text(message: "AIMessage") -> bool:
    """Half a character can be written in JSON but neither kept nor sent on."""
    said = [
        message.text,
        *(json.dumps(call["args"], ensure_ascii=False) for call in message.tool_calls),
    ]
    try:
        "".join(said).encode()
    except UnicodeEncodeError:
        return False
    return True


def _kind_of(error: BaseException) -> FailureKind:
    """The first error of the chain that says something decides; a wrapper says less than what it wraps."""
    from assistant.models import transport

    chain = list(_chain(error))
    for one in chain:
        if isinstance(one, transport.ReplyTooBig):
            return "too_big"
        if isinstance(one, transport.ReplyPacked):
            return "garbled"
    for one in chain:
        kind = _said_by(one)
        if kind is not None:
            return kind
    # Bad JSON, HTML, no choices: what a client does on meeting it differs, and none of it is an answer.
    return "garbled"


def _said_by(error: BaseException) -> FailureKind | None:
    import httpx2
    import openai
    from langchain_core.exceptions import ContextOverflowError

    by_type: tuple[tuple[type[BaseException], FailureKind], ...] = (
        (ContextOverflowError, "too_long"),
        (openai.LengthFinishReasonError, "cut_short"),
        (openai.ContentFilterFinishReasonError, "filtered"),
        (openai.APITimeoutError, "timeout"),
        (httpx2.TimeoutException, "timeout"),
        (TimeoutError, "timeout"),
        (openai.APIConnectionError, "unreachable"),
        (httpx2.TransportError, "unreachable"),
    )
    if isinstance(error, openai.APIStatusError):
        return _by_status(error)
    if type(error).__name__ == "OpenAIRefusalError":
        return "refused"
    for kind_of_error, kind in by_type:
        if isinstance(error, kind_of_error):
            return kind
    # An error told inside a stream has a body and no status.
    return _by_words(_words_of(error)) if isinstance(error, openai.APIError) else None


def _by_status(error: Any) -> FailureKind:
    status = int(error.status_code)
    named = _by_words(_words_of(error)) if status not in (401, 429) else None
    if named:
        return named
    if 300 <= status < 400:
        return "unknown_model"
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    return "server_error" if status >= 500 else "bad_request"


def _by_words(words: str) -> FailureKind | None:
    """What a refusal's code or message names, where the status says less."""
    named: tuple[tuple[tuple[str, ...], FailureKind], ...] = (
        (_TOO_LONG, "too_long"),
        (_NO_TOOLS, "no_tools"),
        (_FILTERED, "filtered"),
        (_WRONG_KEY, "wrong_key"),
        (_UNKNOWN_MODEL, "unknown_model"),
    )
    return next((kind for marks, kind in named if any(mark in words for mark in marks)), None)


def _words_of(error: Any) -> str:
    """Code, type and message of a refusal; bounded, and looked at only for the marks above."""
    body = error.body if isinstance(error.body, dict) else {}
    inner = body.get("error") if isinstance(body.get("error"), dict) else {}
    parts = [getattr(error, "code", ""), getattr(error, "message", "")]
    for source in (body, inner or {}):
        parts += [source.get("code"), source.get("type"), source.get("message")]
    return " ".join(str(part)[:2_000] for part in parts if part).lower()


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
