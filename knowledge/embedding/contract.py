"""What every embedder does, and how it fails."""

from collections.abc import Sequence
from typing import Literal, Protocol

EmbeddingFault = Literal[
    "unreachable", "timeout", "refused", "server_error", "garbled", "dimensions"
]


class Embedder(Protocol):
    """Texts to vectors, one each, in order.

    ``name`` and ``dimensions`` say which space the vectors are in: those of two spaces never compare.
    """

    @property
    def name(self) -> str:
        """The model's name."""

    @property
    def dimensions(self) -> int | None:
        """The length of every vector; None before the first one is known."""

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector per text; raises EmbeddingFailure."""


class EmbeddingFailure(Exception):
    """No vectors came; holds no word of a text. ``retry_later`` says whether waiting may help."""

    def __init__(self, kind: EmbeddingFault, name: str) -> None:
        self.kind: EmbeddingFault = kind
        self.name = name
        super().__init__(kind)

    @property
    def retry_later(self) -> bool:
        """Whether the same request may succeed another time."""
        return self.kind in ("unreachable", "timeout", "server_error")
