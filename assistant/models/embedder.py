"""The embedding endpoint of the settings, over the same bounded HTTP as the chat model."""

from pydantic import SecretStr

from knowledge.embedding.contract import Embedder

_TIMEOUT_S, _TOTAL_S, _RETRIES = 60.0, 120.0, 2


def endpoint_embedder(
    base_url: str, name: str, key: SecretStr | None = None, dimensions: int | None = None
) -> Embedder:
    """The embedder for an address and a model, as ``EmbeddingSettings`` holds them."""
    from assistant.models.transport import http_client
    from knowledge.embedding.endpoint import REPLY_BYTES, EndpointEmbedder

    secret = key.get_secret_value() if key else ""
    client = http_client(
        secret, timeout_s=_TIMEOUT_S, total_s=_TOTAL_S, retries=_RETRIES, reply_bytes=REPLY_BYTES
    )
    return EndpointEmbedder(base_url, name, secret or None, dimensions, http_client=client)
