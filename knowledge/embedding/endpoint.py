"""Vectors from any OpenAI-compatible endpoint, asked for over plain HTTP.

No vendor's client: one counts tokens with a vocabulary that it downloads, the other lets variables meant
for other programs add to the request. Texts are cut by characters; base64 and floats are both read.
"""

import base64
import json
import math
import struct
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from knowledge.embedding.contract import EmbeddingFailure, EmbeddingFault

if TYPE_CHECKING:
    import httpx2

BATCH_TEXTS = 64
BATCH_CHARS = 100_000
# Most endpoints take 8,192 tokens a text; 3 characters a token is what dense text comes to.
TEXT_CHARS = 24_000
# 64 vectors of 4,096 numbers as text.
REPLY_BYTES = 16 * 1_048_576
_FLOAT_BYTES = 4


class EndpointEmbedder:
    """One model at one address; ``dimensions`` is asked for where given, else learnt from the first reply.

    ``http_client`` carries the requests with its own limits and retries (``assistant/models/embedder.py``
    makes it); where none is given a plain one is made, which follows no redirect and tries once.
    """

    def __init__(
        self,
        base_url: str,
        name: str,
        key: str | None = None,
        dimensions: int | None = None,
        *,
        timeout_s: float = 60.0,
        http_client: "httpx2.Client | None" = None,
    ) -> None:
        self._name = name
        self._key = key
        self._wanted = dimensions
        self._found = dimensions
        self._base_url = base_url
        self._timeout_s = timeout_s
        self._http_client = http_client

    @property
    def name(self) -> str:
        """The model's name."""
        return self._name

    @property
    def dimensions(self) -> int | None:
        """The length of every vector; None before the first reply where it was not set."""
        return self._found

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector per text, in order; a blank text is sent as a dash, since some servers refuse it."""
        vectors: list[list[float]] = []
        if not texts:
            return vectors
        client = self._http_client or _plain_client(self._timeout_s)
        try:
            for batch in _batches([text.strip()[:TEXT_CHARS] or "-" for text in texts]):
                vectors += self._embed_batch(client, batch)
        finally:
            if self._http_client is None:
                client.close()
        return vectors

    def _embed_batch(self, client: "httpx2.Client", batch: list[str]) -> list[list[float]]:
        kind: EmbeddingFault
        rows: list[Any] = []
        try:
            rows = self._asked(client, batch)
            vectors = [_vector(row) for row in rows]
        except Exception as error:  # noqa: BLE001 - every error of the client ends here, without its words
            kind = _kind_of(error)
        else:
            kind = "dimensions"
            if len(vectors) != len(batch):
                kind = "garbled"
            elif self._fit(vectors):
                return vectors
        raise EmbeddingFailure(kind, self._name)

    def _asked(self, client: "httpx2.Client", batch: list[str]) -> list[Any]:
        body: dict[str, Any] = {"model": self._name, "input": batch, "encoding_format": "base64"}
        if self._wanted:
            body["dimensions"] = self._wanted
        headers = {"accept-encoding": "identity"}
        if self._key:
            headers["authorization"] = f"Bearer {self._key}"
        url = f"{self._base_url.rstrip('/')}/embeddings"
        raw = bytearray()
        with client.stream("POST", url, json=body, headers=headers) as response:
            if not response.is_success:
                raise _Refused(response.status_code)
            for piece in response.iter_raw():
                raw += piece
                if len(raw) > REPLY_BYTES:
                    raise ValueError
        return _rows(bytes(raw))

    def _fit(self, vectors: list[list[float]]) -> bool:
        """Whether all are of one length, the one known or the first one met."""
        if self._found is None:
            self._found = len(vectors[0])
        return all(len(vector) == self._found for vector in vectors)


def _plain_client(timeout_s: float) -> "httpx2.Client":
    import httpx2

    return httpx2.Client(timeout=timeout_s, follow_redirects=False)


def _batches(texts: list[str]) -> Iterator[list[str]]:
    """The texts in order, in groups that are bounded in number and in characters."""
    batch: list[str] = []
    chars = 0
    for text in texts:
        if batch and (len(batch) == BATCH_TEXTS or chars + len(text) > BATCH_CHARS):
            yield batch
            batch, chars = [], 0
        batch.append(text)
        chars += len(text)
    if batch:
        yield batch


def _rows(raw: bytes) -> list[Any]:
    """The vectors as they came, by their own index."""
    given = json.loads(raw)["data"]
    rows = sorted(given, key=lambda row: row["index"])
    if [row["index"] for row in rows] != list(range(len(rows))):
        raise ValueError
    return [row["embedding"] for row in rows]


def _vector(given: Any) -> list[float]:
    """One vector of finite numbers; base64 holds little-endian floats of four bytes."""
    if isinstance(given, str):
        packed = base64.b64decode(given, validate=True)
        numbers = struct.unpack(f"<{len(packed) // _FLOAT_BYTES}f", packed)
    else:
        numbers = tuple(float(one) for one in given)
    if not numbers or not all(map(math.isfinite, numbers)):
        raise ValueError
    return list(numbers)


def _kind_of(error: Exception) -> EmbeddingFault:
    import httpx2

    if isinstance(error, _Refused):
        return "server_error" if error.passing else "refused"
    if isinstance(error, httpx2.TimeoutException):
        return "timeout"
    return "unreachable" if isinstance(error, httpx2.TransportError) else "garbled"


class _Refused(Exception):
    """The endpoint answered with another status than success."""

    def __init__(self, status: int) -> None:
        self.passing = status >= 500 or status in (408, 409, 429)
        super().__init__(status)
