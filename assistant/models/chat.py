"""One chat model, made so that only our settings count: no variable meant for another program has a say.

LangChain and the client read some twenty variables (keys, addresses, organisations, proxies, headers).
Every one that a field can override is given here; the transport drops the headers the others add.
"""

import warnings
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.models.choice import ModelChoice

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

# Servers of one's own ask for no key, but the client insists on one; it is not sent.
_NO_KEY = "none"
# These know `max_completion_tokens` alone for some models; others know only the older `max_tokens`.
_NEWER_LIMIT = ("api.openai.com", ".openai.azure.com", ".services.ai.azure.com")


class _NoAsync:
    """Stands where the asynchronous client would: it is shared by a process and breaks on a second loop."""

    def __getattr__(self, name: str) -> object:
        reason = "models are called synchronously here"
        raise RuntimeError(reason)


def chat_model(choice: ModelChoice, http_client: object | None = None) -> "ChatOpenAI":
    """The model of ``choice``; ``http_client`` (httpx2) takes the place of the network, for replays.

    Retries and time limits are the transport's (``assistant/models/transport.py``), one rule for all.
    """
    from assistant.models.chat_stream import WholeStream
    from assistant.models.transport import http_client as bounded_client

    key = choice.key.get_secret_value() if choice.key else ""
    client = http_client or bounded_client(
        key, timeout_s=choice.timeout_s, total_s=choice.total_s, retries=choice.retries
    )
    _hush()
    fields: dict[str, Any] = {
        "model": choice.name,
        "api_key": key or _NO_KEY,
        "base_url": choice.base_url,
        "organization": None,
        "openai_proxy": "",
        "default_headers": None,
        "default_query": None,
        "http_client": client,
        "async_client": _NoAsync(),
        "root_async_client": _NoAsync(),
        "timeout": choice.timeout_s,
        "max_retries": 0,
        "temperature": choice.temperature,
        "stream_usage": True,
        "stream_chunk_timeout": choice.timeout_s,
        "use_responses_api": choice.responses_api,
        "output_version": "responses/v1" if choice.responses_api else "v0",
        "http_socket_options": (),
        "cache": False,
        "verbose": False,
        **_limit(choice),
    }
    return WholeStream(**fields)


def _limit(choice: ModelChoice) -> dict[str, Any]:
    """The longest reply, under the name the server knows."""
    host = urlsplit(choice.base_url).hostname or ""
    if choice.responses_api or host.endswith(_NEWER_LIMIT):
        return {"max_completion_tokens": choice.reply_tokens}
    return {"max_completion_tokens": None, "extra_body": {"max_tokens": choice.reply_tokens}}


def _hush() -> None:
    """Advice for programmers about what a server refused; the refusal itself is told as a failure."""
    warnings.filterwarnings(
        "ignore", message="This model does not support OpenAI's structured", category=UserWarning
    )
    warnings.filterwarnings(
        "ignore", message="Invalid schema for OpenAI's structured output", category=UserWarning
    )
